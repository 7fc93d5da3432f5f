"""Documents from files: single texts and pages, and manifests with one article per line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from config import intake as limits
from summaries.intake.agencies import agency_of
from summaries.intake.attachments import read_file
from summaries.intake.charset import decode, kind_of
from summaries.intake.clock import BERLIN
from summaries.intake.outlets import outlet_of_host, outlet_of_name
from summaries.intake.problem import IntakeError, Problem
from summaries.intake.texts import check_text, title_of
from summaries.intake.urls import canonical_url, host_of
from summaries.model import DateSource, Document, Outlet

_CLOCK_SKEW: Final = timedelta(days=1)  # an outlet's clock may be ahead of ours; more is a mistake


@dataclass(frozen=True, slots=True)
class LineProblem:
    """A line of a manifest that gave no document.

    ``line`` counts from 1, ``detail`` holds the facts that ``Problem`` names and "id" where the line had one.
    """

    line: int
    problem: Problem
    detail: Mapping[str, str]


def read_manifest(path: Path, now: datetime) -> Iterator[Document | LineProblem]:
    """Read a JSONL manifest, one article per line; a broken line does not stop the good ones.

    A line is ``{"id","outlet","published","title","url","text"|"file"}``; id, title and url may be missing or
    null, the outlet may be missing where there is a url.  ``text`` is stored as it is given.

    Args:
        path: the manifest; ``file`` is relative to its folder and may not leave it.
        now: current time (aware).

    Raises:
        IntakeError: MISSING_FILE if the manifest itself cannot be read.
    """
    try:
        stream = path.open("rb")
    except OSError as error:
        raise IntakeError(Problem.MISSING_FILE, {"file": path.name}) from error
    with stream:
        number = 0
        while line := stream.readline(limits.MAX_MANIFEST_LINE_BYTES + 1):
            number += 1
            if len(line) > limits.MAX_MANIFEST_LINE_BYTES:
                _skip_line(stream)
                yield _too_long(number)
            elif line.strip(b"\xef\xbb\xbf \t\r\n"):
                yield _read_line(number, line, path.parent, now)


def read_path(path: Path, now: datetime, outlet: str | None = None) -> Document:
    """Read one article from a file: text, HTML, a mail or a PDF.

    Args:
        path: the file; what it is shows its content, in doubt its ending.
        now: current time (aware).
        outlet: name of who published; without it the page's own address or the file's name stands in.

    Raises:
        IntakeError: MISSING_FILE, or what ``read_file`` raises.
    """
    data = _bytes_of(path)
    named = outlet_of_name(outlet) if outlet and outlet.strip() else None
    return read_file(path.name, data, now, outlet=named)


def _too_long(number: int) -> LineProblem:
    detail = {"limit": str(limits.MAX_TEXT_CHARS), "chars": f">{limits.MAX_MANIFEST_LINE_BYTES}"}
    return LineProblem(number, Problem.TOO_LONG, detail)


def _skip_line(stream: Any) -> None:
    while (rest := stream.readline(1 << 20)) and not rest.endswith(b"\n"):
        pass


def _read_line(number: int, line: bytes, folder: Path, now: datetime) -> Document | LineProblem:
    entry: Mapping[str, Any] = {}
    try:
        entry = _parse(line)
        return _document(entry, folder, now)
    except IntakeError as error:
        detail = dict(error.detail)
        if isinstance(entry.get("id"), str | int):
            detail["id"] = str(entry["id"])[:200]
        return LineProblem(number, error.problem, detail)


def _parse(line: bytes) -> Mapping[str, Any]:
    try:
        entry = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise IntakeError(Problem.BAD_LINE, {"field": "json"}) from error
    if not isinstance(entry, dict):
        raise IntakeError(Problem.BAD_LINE, {"field": "json"})
    return entry


def _document(entry: Mapping[str, Any], folder: Path, now: datetime) -> Document:
    url = _text_field(entry, "url")
    url = canonical_url(url) if url else None
    text = _article_text(entry, folder)
    check_text(text)
    published = _published(entry.get("published"), now)
    title = _text_field(entry, "title")
    external = entry.get("id")
    if external is not None and not isinstance(external, str | int):
        raise IntakeError(Problem.BAD_LINE, {"field": "id"})
    return Document(
        text=text,
        title=title_of(title, text, published),
        outlet=_outlet(_text_field(entry, "outlet"), url),
        published=published,
        published_source=DateSource.MANIFEST,
        url=url,
        external_id=None if external is None else str(external),
        agency=agency_of(text),
    )


def _outlet(name: str | None, url: str | None) -> Outlet:
    if name is None and url is None:
        raise IntakeError(Problem.BAD_LINE, {"field": "outlet"})
    if name is None:
        return outlet_of_host(host_of(str(url)))
    named = outlet_of_name(name)
    return Outlet(outlet_of_host(host_of(url)).key, named.name) if url else named


def _text_field(entry: Mapping[str, Any], field: str) -> str | None:
    value = entry.get(field)
    if value is None:
        return None
    if not isinstance(value, str):
        raise IntakeError(Problem.BAD_LINE, {"field": field})
    _check_surrogates(value, field)
    return value if value.strip() else None


def _check_surrogates(value: str, field: str) -> None:
    """Refuse half a surrogate pair, which JSON can write but no database can store."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise IntakeError(Problem.BAD_LINE, {"field": field}) from error


def _article_text(entry: Mapping[str, Any], folder: Path) -> str:
    if entry.get("text") is not None:
        text = entry["text"]
        if not isinstance(text, str):
            raise IntakeError(Problem.BAD_LINE, {"field": "text"})
        _check_surrogates(text, "text")
        return text
    name = _text_field(entry, "file")
    if name is None:
        raise IntakeError(Problem.BAD_LINE, {"field": "text"})
    data = _bytes_of(_inside(folder, name))
    if kind := kind_of(data):
        raise IntakeError(Problem.NOT_HTML, {"type": kind})
    return decode(data)


def _inside(folder: Path, name: str) -> Path:
    """Return the path of a file that a manifest names, refusing ways out of its folder."""
    root = folder.resolve()
    if "\x00" in name:
        raise IntakeError(Problem.MISSING_FILE, {"file": name.replace("\x00", "")})
    try:
        path = (root / name).resolve()
    except (OSError, RuntimeError) as error:
        raise IntakeError(Problem.MISSING_FILE, {"file": name}) from error
    if not path.is_relative_to(root):
        raise IntakeError(Problem.OUTSIDE_FOLDER, {"file": name})
    return path


def _bytes_of(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise IntakeError(Problem.MISSING_FILE, {"file": path.name})
        with path.open("rb") as stream:
            data = stream.read(limits.MAX_DOCUMENT_BYTES + 1)
    except OSError as error:
        raise IntakeError(Problem.MISSING_FILE, {"file": path.name}) from error
    if len(data) > limits.MAX_DOCUMENT_BYTES:
        raise IntakeError(Problem.TOO_LARGE, {"limit": str(limits.MAX_DOCUMENT_BYTES)})
    return data


def _published(value: object, now: datetime) -> datetime:
    """Read the publication time; without an offset it is a time in Germany."""
    if not isinstance(value, str):
        raise IntakeError(Problem.BAD_DATE, {"value": str(value)})
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError as error:
        raise IntakeError(Problem.BAD_DATE, {"value": value}) from error
    moment = moment if moment.tzinfo else moment.replace(tzinfo=BERLIN)
    if moment.year < 1990 or moment > now + _CLOCK_SKEW:  # noqa: PLR2004
        raise IntakeError(Problem.BAD_DATE, {"value": value})
    return moment
