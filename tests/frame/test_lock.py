"""The lock files: every package pinned and hashed, both in step, and no registry named."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.frame.repository import read

LOCKS = ("requirements.txt", "requirements-dev.txt")


def entries(text: str) -> list[str]:
    """Return one line per requirement, with its continued lines joined."""
    joined = re.sub(r"\\\n\s*", " ", text)
    return [line for line in joined.splitlines() if line and not line.lstrip().startswith("#")]


def pins(name: str) -> set[str]:
    return {entry.split("--hash")[0].strip() for entry in entries(read(name))}


def package(pin: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[=<>!~\[; ]", pin)[0]).lower()


@pytest.mark.parametrize("name", LOCKS)
def test_it_pins_every_package_with_hashes(name: str) -> None:
    locked = entries(read(name))
    assert len(locked) > 20
    assert [
        entry for entry in locked if not re.match(r"[a-z0-9._-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", entry)
    ] == []


@pytest.mark.parametrize("name", [*LOCKS, "pyproject.toml", "Makefile", "Dockerfile", ".ci/run"])
def test_it_names_no_registry(name: str) -> None:
    assert (
        re.findall(
            r"(?i)--(?:extra-)?index-url|--find-links|\b(?:test\.)?pypi\.\w+|pythonhosted|trusted-host",
            read(name),
        )
        == []
    )


def test_it_installs_the_same_versions_for_running_and_for_testing() -> None:
    assert pins("requirements.txt") - pins("requirements-dev.txt") == set()


def test_it_locks_every_direct_dependency() -> None:
    project = tomllib.loads(read("pyproject.toml"))
    locked = {package(pin) for pin in pins("requirements.txt")}
    assert {package(needed) for needed in project["project"]["dependencies"]} - locked == set()
    tools = {package(pin) for pin in pins("requirements-dev.txt")}
    assert {package(needed) for needed in project["dependency-groups"]["dev"]} - tools == set()


def test_it_locks_what_builds_the_lagebild_command() -> None:
    assert any(package(pin) == "setuptools" for pin in pins("requirements.txt"))
