"""Bytes to text by an allow-list of charsets, and what kind of file bytes are."""

from __future__ import annotations

import re
from typing import Final

from summaries.intake.problem import IntakeError, Problem

_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
# UTF-7 and the like stay out: they turn harmless ASCII into markup
_ALLOWED: Final = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
    "iso-8859-15": "iso-8859-15",
    "iso8859-15": "iso-8859-15",
    "latin-9": "iso-8859-15",
}
_MAGIC: Final = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"PK\x03\x04", "archive"),
    (b"PK\x05\x06", "archive"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"ID3", "audio"),
    (b"OggS", "audio"),
    (b"fLaC", "audio"),
    (b"\x1aE\xdf\xa3", "video"),
    (b"\x00\x00\x01\x00", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"{\\rtf", "other"),
    (b"\x7fELF", "other"),
    (b"\xd0\xcf\x11\xe0", "other"),
    (b"SQLite format 3", "other"),
)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{1,40})", re.IGNORECASE)
_MULTIBYTE = re.compile(rb"[\xc3\xe2][\x80-\xbf]")
_BROKEN_BYTES: Final = 3
_SAMPLE: Final = 20_000
_C1 = re.compile("[\x80-\x9f]")


def kind_of(head: bytes) -> str | None:
    """Return "pdf", "image", "audio", "video", "archive" or "other" for a known signature, else None."""
    lead = head[:64].lstrip(b"\xef\xbb\xbf \t\r\n") if head[:3] == b"\xef\xbb\xbf" else head[:64]
    if lead[:4] == b"RIFF":
        return "image" if lead[8:12] == b"WEBP" else "audio"
    if lead[4:8] == b"ftyp":
        return "image" if lead[8:12] in {b"avif", b"heic", b"mif1"} else "video"
    for magic, kind in _MAGIC:
        if lead.startswith(magic) and (magic != b"BM" or b"\x00" in lead[:16]):
            return kind
    return None


def decode(data: bytes, declared: str | None = None) -> str:
    """Decode bytes of a text or page.

    A byte order mark decides; else valid UTF-8 is UTF-8 whatever was declared (by chance it is not); else the
    declared charset where it is on the allow-list, else Windows-1252.

    Args:
        data: the bytes, at most a few megabytes.
        declared: charset of the Content-Type header; for HTML the meta element is looked at as well.

    Raises:
        IntakeError: BINARY if the bytes are no text.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _checked(data[len(bom) :].decode(name, errors="replace"))
    if b"\x00" in data:
        raise IntakeError(Problem.BINARY)
    try:
        return _checked(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    text = data.decode(_fallback(data, declared), errors="replace")
    if sum(map(str.isascii, text[:_SAMPLE])) < len(text[:_SAMPLE]) / 2:  # no German text has so many umlauts
        raise IntakeError(Problem.BINARY)
    return _checked(text)


def _fallback(data: bytes, declared: str | None) -> str:
    """Choose the charset of bytes that are not valid UTF-8."""
    lost = len(data) - len(data.decode("utf-8", errors="ignore").encode("utf-8"))
    if lost <= _BROKEN_BYTES and _MULTIBYTE.search(data):
        return "utf-8"  # a cut or single broken sequence in what is UTF-8 otherwise
    meta = _META_CHARSET.search(data[:4096])
    for name in (declared, meta[1].decode("ascii", "ignore") if meta else None):
        known = _ALLOWED.get((name or "").strip().lower())
        if known and known != "utf-8":
            return known
    return "cp1252"


def _checked(text: str) -> str:
    """Refuse text that is mostly control characters."""
    sample = text[:_SAMPLE]
    control = sum(char < " " and char not in "\t\n\r\f\v\x1b" for char in sample)
    broken = sample.count("\ufffd") + len(_C1.findall(sample))
    if sample and (control > len(sample) / 100 or broken > len(sample) / 20):
        raise IntakeError(Problem.BINARY)
    return text
