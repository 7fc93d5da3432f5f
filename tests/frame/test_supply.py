"""What goes into the program is known: the bill of materials, and an audit that only fails for a reason."""

from __future__ import annotations

import subprocess
import warnings
from pathlib import Path

import pytest

from tests.frame.repository import read, script
from tests.frame.test_lock import package, pins

SBOM = script("sbom")


def test_the_bill_names_what_is_locked() -> None:
    bill = SBOM.bill(read("requirements.txt"))
    named = {f"{package(one.name)}=={one.version}" for one in bill.components}
    versions = {pin: pin.split("==")[1].split(";")[0].split()[0] for pin in pins("requirements.txt")}
    locked = {f"{package(pin)}=={version}" for pin, version in versions.items()}
    assert named == locked
    assert all(one.hashes for one in bill.components)


@pytest.mark.parametrize(
    ("report", "code", "expected"),
    [
        ("No known vulnerabilities found", 0, 0),
        ("Found 2 known vulnerabilities in 1 package", 1, 1),
        ("requests.exceptions.ConnectionError: no route to host", 1, 0),
        ("", 124, 0),
    ],
)
def test_the_audit_fails_for_a_weakness_and_for_nothing_else(
    tmp_path: Path, report: str, code: int, expected: int
) -> None:
    (tmp_path / ".ci").mkdir()
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".ci" / "audit").write_text(read(".ci/audit"), encoding="utf-8")
    tool = tmp_path / ".venv" / "bin" / "pip-audit"
    tool.write_text(f"#!/bin/sh\necho '{report}'\nexit {code}\n", encoding="utf-8")
    tool.chmod(0o755)
    done = subprocess.run(["sh", ".ci/audit"], cwd=tmp_path, check=False, capture_output=True, text=True)
    assert done.returncode == expected


def test_the_bill_is_written_without_complaint() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        SBOM.JsonV1Dot6(SBOM.bill(read("requirements.txt"))).output_as_string()
