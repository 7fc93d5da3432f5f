"""The map of cases: every case is there, and every test that it names exists."""

from __future__ import annotations

import re

from tests.frame.repository import ROOT, read

CASES = {"R": 18, "T": 19, "S": 12, "D": 11, "F": 16, "C": 18, "O": 11, "A": 18, "L": 5}
DOCUMENT = read("docs/reliability.md")


def rows() -> list[tuple[str, str]]:
    found = re.findall(r"^\| ((?:[A-Z]\d{2}(?:, )?)+) [^|]*\| (.*) \|$", DOCUMENT, flags=re.MULTILINE)
    return [(case, shown) for cases, shown in found for case in cases.split(", ")]


def test_no_case_is_missing() -> None:
    wanted = {f"{kind}{number:02}" for kind, count in CASES.items() for number in range(1, count + 1)}
    assert sorted(case for case, _ in rows()) == sorted(wanted)


def test_every_case_has_a_test_or_a_reason() -> None:
    assert [case for case, shown in rows() if len(shown.strip()) < 30] == []


def test_every_named_test_exists() -> None:
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", DOCUMENT)
    assert len(named) > 150
    gone = [
        f"{path}::{name}"
        for path, name in named
        if not (ROOT / "tests" / path).exists() or f"def {name}(" not in read(f"tests/{path}")
    ]
    assert gone == []
