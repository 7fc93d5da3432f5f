"""What people are told to type: it exists, it is what CI runs, and it sets up what it needs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.frame.repository import ROOT, read, script

CHECK = script("check_readme")


def test_it_tells_only_commands_that_ci_runs() -> None:
    run_by_ci = CHECK.made_by(read(".ci/run"), ROOT / ".ci")
    assert CHECK.problems(read("README.md"), read("Makefile"), run_by_ci) == []


@pytest.mark.parametrize(
    ("command", "problem"),
    [
        ("make coffee", "the Makefile has none"),
        ("make clean", ".ci/run does not run it"),
        ("ls", "names no make command"),
    ],
)
def test_it_notices_a_command_that_ci_does_not_run(command: str, problem: str) -> None:
    found = CHECK.problems(f"```sh\n{command}\n```\n", read("Makefile"), {"test"})
    assert any(problem in line for line in found)


def test_it_offers_the_agreed_targets() -> None:
    assert {"setup", "run", "test", "lint", "bench", "help"} <= CHECK.targets(read("Makefile"))


@pytest.mark.parametrize("target", ["setup", "run", "test", "lint", "bench"])
def test_it_sets_up_by_itself(target: str) -> None:
    rule = re.search(rf"^{target}:([^#\n]*)", read("Makefile"), flags=re.MULTILINE)
    assert rule is not None
    assert re.search(r"\$\((?:RUNTIME|TOOLS)\)", rule[1])


def test_it_installs_with_checked_hashes_only() -> None:
    installs = re.findall(r"install (.*)", read("Makefile"))
    assert installs
    for arguments in installs:
        assert "--require-hashes" in arguments or "--no-deps" in arguments


def test_it_lists_every_target_in_the_help() -> None:
    shown = subprocess.run(["make", "help"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for target in CHECK.targets(read("Makefile")):
        assert f"make {target} " in shown


@pytest.mark.parametrize("name", ["run", "smoke"])
def test_it_stops_ci_at_the_first_failure(name: str) -> None:
    text = read(f".ci/{name}")
    assert "set -euo pipefail" in text
    assert os.access(ROOT / ".ci" / name, os.X_OK)
    subprocess.run(["bash", "-n", str(ROOT / ".ci" / name)], check=True)


def bin_with(folder: Path, programs: dict[str, str]) -> str:
    """Make a folder of shell programs; return a PATH of nothing but them and a few tools."""
    for name, body in programs.items():
        path = folder / name
        path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        path.chmod(0o755)
    for tool in ("sh", "echo"):
        (folder / tool).symlink_to(str(shutil.which(tool)))
    return str(folder)


def make_environment(path: str, target: Path) -> subprocess.CompletedProcess[str]:
    command = ["/bin/sh", str(ROOT / ".ci" / "venv"), str(target)]
    return subprocess.run(command, env={"PATH": path}, check=False, capture_output=True, text=True)


def test_it_says_what_to_install_where_there_is_no_python(tmp_path: Path) -> None:
    done = make_environment(bin_with(tmp_path, {"python3": "exit 1"}), tmp_path / "venv")
    assert done.returncode == 1
    assert "Python 3.11 or newer" in done.stderr


def test_it_says_what_to_install_where_venv_is_missing(tmp_path: Path) -> None:
    python = 'case "$2" in *ensurepip*) exit 1;; esac'
    done = make_environment(bin_with(tmp_path, {"python3.12": python}), tmp_path / "venv")
    assert done.returncode == 1
    assert "apt-get install python3-venv" in done.stderr


def test_it_takes_the_first_python_that_can_make_an_environment(tmp_path: Path) -> None:
    without = 'case "$2" in *ensurepip*) exit 1;; esac'
    able = 'case "$1" in -m) echo "made $*" ;; --version) echo "Python 3.13.1";; esac'
    path = bin_with(tmp_path, {"python3.11": "exit 1", "python3.12": without, "python3.13": able})
    done = make_environment(path, tmp_path / "venv")
    assert done.returncode == 0
    assert f"made -m venv --clear {tmp_path / 'venv'}" in done.stdout


def test_it_leaves_a_working_environment_alone(tmp_path: Path) -> None:
    (tmp_path / "venv" / "bin").mkdir(parents=True)
    bin_with(tmp_path / "venv" / "bin", {"python": "exit 0"})
    done = make_environment("/nonexistent", tmp_path / "venv")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
