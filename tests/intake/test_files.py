"""Manifests and files."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.intake import IntakeError, LineProblem, Problem, read_manifest, read_path
from summaries.model import DateSource, Document

NOW = datetime(2024, 10, 24, 18, 0, tzinfo=UTC)
TEXT = "Die Stadt will die Brücke abreißen.\r\n\r\n\tDer Bau kostet zwölf Millionen Euro. "
GOOD = {
    "id": "a-1",
    "outlet": "Musterblatt",
    "published": "2024-10-23T08:00:00+02:00",
    "title": "Brücke weg",
    "url": None,
    "text": TEXT,
}


def manifest(folder: Path, *lines: object) -> Path:
    path = folder / "manifest.jsonl"
    rows = [
        line if isinstance(line, bytes) else json.dumps(line, ensure_ascii=False).encode() for line in lines
    ]
    path.write_bytes(b"\n".join(rows) + b"\n")
    return path


def read(folder: Path, *lines: object) -> list[Document | LineProblem]:
    return list(read_manifest(manifest(folder, *lines), NOW))


def document(folder: Path, **fields: object) -> Document:
    (found,) = read(folder, GOOD | fields)
    assert isinstance(found, Document), found
    return found


def problem(folder: Path, **fields: object) -> LineProblem:
    (found,) = read(folder, GOOD | fields)
    assert isinstance(found, LineProblem), found
    return found


def test_it_reads_a_line(tmp_path: Path) -> None:
    found = document(tmp_path, url="https://www.musterblatt.example/a?utm_source=x")
    assert found.text == TEXT
    assert (found.external_id, found.title) == ("a-1", "Brücke weg")
    assert (found.outlet.key, found.outlet.name) == ("musterblatt.example", "Musterblatt")
    assert found.url == "https://www.musterblatt.example/a"
    assert found.published == datetime.fromisoformat("2024-10-23T08:00:00+02:00")
    assert found.published_source is DateSource.MANIFEST


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=80))
def test_text_is_stored_as_it_came(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("m")
    (found,) = read(folder, GOOD | {"text": f"x{text}"})
    assert isinstance(found, Document)
    assert found.text == f"x{text}"


def test_a_file_is_stored_as_it_came(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_bytes(TEXT.encode())
    found = document(tmp_path, text=None, file="sub/a.txt")
    assert found.text == TEXT


def test_broken_lines_do_not_stop_good_ones(tmp_path: Path) -> None:
    found = read(
        tmp_path, GOOD, b"{kaputt", b"", b"[1]", b"\xff\xfe", GOOD | {"id": "a-2"}, b'{"a":' * 30_000
    )
    assert [type(item) for item in found] == [
        Document,
        LineProblem,
        LineProblem,
        LineProblem,
        Document,
        LineProblem,
    ]
    assert [item.line for item in found if isinstance(item, LineProblem)] == [2, 4, 5, 7]
    assert {item.problem for item in found if isinstance(item, LineProblem)} == {Problem.BAD_LINE}


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    (found,) = read(tmp_path, b"\xef\xbb\xbf" + json.dumps(GOOD).encode())
    assert isinstance(found, Document)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"text": ""}, Problem.EMPTY),
        ({"text": " \n\t "}, Problem.EMPTY),
        ({"text": "... --- ..."}, Problem.EMPTY),
        ({"text": 5}, Problem.BAD_LINE),
        ({"text": None}, Problem.BAD_LINE),
        ({"text": "a\ud800b"}, Problem.BAD_LINE),
        ({"text": "a\x00b"}, Problem.BINARY),
        ({"text": "Wort " * 400_000}, Problem.TOO_LONG),
        ({"text": "x" * 6_000_000}, Problem.TOO_LONG),
        ({"published": None}, Problem.BAD_DATE),
        ({"published": "gestern"}, Problem.BAD_DATE),
        ({"published": 1729670400}, Problem.BAD_DATE),
        ({"published": "2124-10-23T08:00:00+02:00"}, Problem.BAD_DATE),
        ({"published": "1970-01-01T00:00:00Z"}, Problem.BAD_DATE),
        ({"published": "0001-01-01T00:00:00+14:00"}, Problem.BAD_DATE),
        ({"title": 5}, Problem.BAD_LINE),
        ({"outlet": None}, Problem.BAD_LINE),
        ({"outlet": ""}, Problem.BAD_LINE),
        ({"outlet": ["x"]}, Problem.BAD_LINE),
        ({"id": {"a": 1}}, Problem.BAD_LINE),
        ({"url": "javascript:alert(1)"}, Problem.SCHEME),
        ({"url": "kein link"}, Problem.NOT_A_URL),
        ({"text": None, "file": "weg.txt"}, Problem.MISSING_FILE),
        ({"text": None, "file": "."}, Problem.MISSING_FILE),
        ({"text": None, "file": "a\x00b"}, Problem.MISSING_FILE),
        ({"text": None, "file": "../geheim.txt"}, Problem.OUTSIDE_FOLDER),
        ({"text": None, "file": "/etc/passwd"}, Problem.OUTSIDE_FOLDER),
        ({"text": None, "file": "x/../../geheim.txt"}, Problem.OUTSIDE_FOLDER),
        ({"text": None, "file": "x" * 5_000}, Problem.MISSING_FILE),
    ],
)
def test_every_fault_is_named(tmp_path: Path, fields: dict[str, object], expected: Problem) -> None:
    folder = tmp_path / "liste"
    folder.mkdir()
    (tmp_path / "geheim.txt").write_text("Geheim ist geheim.")
    if isinstance(fields.get("text"), str):
        rows = json.dumps(GOOD | fields).encode()
        (found,) = read(folder, rows)
    else:
        (found,) = read(folder, GOOD | fields)
    assert isinstance(found, LineProblem)
    assert found.problem is expected
    assert found.line == 1


def test_a_link_may_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "liste"
    folder.mkdir()
    (tmp_path / "geheim.txt").write_text("Geheim ist geheim.")
    (folder / "link.txt").symlink_to(tmp_path / "geheim.txt")
    assert problem(folder, text=None, file="link.txt").problem is Problem.OUTSIDE_FOLDER


def test_the_problem_names_the_line_s_id(tmp_path: Path) -> None:
    assert problem(tmp_path, text="").detail["id"] == "a-1"


def test_a_line_after_a_huge_one_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, GOOD | {"text": "x" * 6_000_000}, GOOD)
    assert [type(item) for item in found] == [LineProblem, Document]


def test_a_time_without_offset_is_german(tmp_path: Path) -> None:
    assert document(tmp_path, published="2024-10-23T08:00:00").published.utcoffset() == timedelta(hours=2)


def test_a_missing_title_is_made(tmp_path: Path) -> None:
    text = (
        "Von Max Mustermann\n\n"
        "Die Stadt Musterhausen will nach den Worten der Oberbürgermeisterin die alte Brücke "
        "im kommenden Jahr abreißen und ganz neu bauen lassen. Mehr nicht."
    )
    found = document(tmp_path, title=None, text=text)
    assert found.title.startswith("Die Stadt Musterhausen will")
    assert found.title.endswith("…")
    assert len(found.title) <= 120


def test_ids_may_be_numbers_or_missing(tmp_path: Path) -> None:
    assert document(tmp_path, id=7).external_id == "7"
    assert document(tmp_path, id=None).external_id is None


def test_the_outlet_may_come_from_the_address(tmp_path: Path) -> None:
    found = document(tmp_path, outlet=None, url="https://www.tagesschau.de/x")
    assert (found.outlet.key, found.outlet.name) == ("tagesschau.de", "tagesschau")


def test_a_missing_manifest_is_named(tmp_path: Path) -> None:
    with pytest.raises(IntakeError) as caught:
        list(read_manifest(tmp_path / "weg.jsonl", NOW))
    assert caught.value.problem is Problem.MISSING_FILE


def write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_text_file_may_have_any_common_charset(tmp_path: Path, encoding: str) -> None:
    found = read_path(write(tmp_path, "artikel.txt", TEXT.encode(encoding)), NOW, outlet="Musterblatt")
    assert found.text == TEXT
    assert found.outlet.name == "Musterblatt"
    assert found.published_source is DateSource.RECEIVED


def test_a_file_s_name_stands_in_for_the_outlet(tmp_path: Path) -> None:
    found = read_path(write(tmp_path, "Brücke 1.txt", TEXT.encode()), NOW)
    assert (found.outlet.key, found.outlet.name) == ("bruecke-1", "Brücke 1.txt")


@pytest.mark.parametrize(
    ("name", "data", "expected", "detail"),
    [
        ("a.txt", b"", Problem.EMPTY, {}),
        ("a.txt", b" \n", Problem.EMPTY, {}),
        ("a.txt", b"%PDF-1.7 \x00", Problem.UNREADABLE, {}),
        ("a.html", b"\x89PNG\r\n\x1a\n", Problem.NOT_HTML, {"type": "image"}),
        ("a.txt", b"PK\x03\x04", Problem.NOT_HTML, {"type": "archive"}),
        ("a.txt", b"RIFF\x00\x00\x00\x00WEBP", Problem.NOT_HTML, {"type": "image"}),
        ("a.txt", b"\x00\x00\x00\x20ftypisom", Problem.NOT_HTML, {"type": "video"}),
        ("a.txt", bytes(range(256)) * 4, Problem.BINARY, {}),
        ("a.txt", bytes(range(128, 256)) * 9, Problem.BINARY, {}),
        ("a.txt", b"Wort " * 40_000, Problem.TOO_LONG, {"chars": "200000", "limit": "100000"}),
        ("a.txt", b"x" * 5_000_001, Problem.TOO_LARGE, {"limit": "5000000"}),
    ],
)
def test_files_that_are_no_articles_are_named(
    tmp_path: Path, name: str, data: bytes, expected: Problem, detail: dict[str, str]
) -> None:
    with pytest.raises(IntakeError) as caught:
        read_path(write(tmp_path, name, data), NOW)
    assert caught.value.problem is expected
    assert caught.value.detail == detail


@pytest.mark.parametrize("name", ["weg.txt", "."])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(IntakeError) as caught:
        read_path(tmp_path / name, NOW)
    assert caught.value.problem is Problem.MISSING_FILE


PAGE = (
    "<!DOCTYPE html><html><head><title>Brücke weg | Musterblatt</title><meta "
    'property="og:site_name" content="Musterblatt">'
    '<link rel="canonical" href="https://www.musterblatt.example/a-1">'
    '<meta property="article:published_time" content="2024-10-22T08:30:00+02:00"></head><body><article>'
    "<p>Die Stadt Musterhausen will die alte Brücke abreißen, sagte die Oberbürgermeisterin "
    "am Montag im Rat.</p>"
    "<p>Der Neubau kostet nach ihren Angaben mindestens zwölf Millionen Euro, der Bund zahlt "
    "davon die Hälfte.</p>" + "</article></body></html>"
)


@pytest.mark.parametrize("name", ["a.html", "a.HTM", "gespeichert.txt"])
def test_a_page_file_is_extracted(tmp_path: Path, name: str) -> None:
    found = read_path(write(tmp_path, name, PAGE.encode()), NOW)
    assert found.title == "Brücke weg"
    assert (found.outlet.key, found.outlet.name) == ("musterblatt.example", "Musterblatt")
    assert found.url == "https://www.musterblatt.example/a-1"
    assert found.published_source is DateSource.PAGE


def test_a_given_outlet_wins(tmp_path: Path) -> None:
    assert read_path(write(tmp_path, "a.html", PAGE.encode()), NOW, outlet="taz").outlet.key == "taz.de"
