"""Each `lagebild` command that a document shows exists and takes the options shown."""

from __future__ import annotations

import re
import shlex

import pytest
import typer

from bot.cli import app
from tests.frame.repository import fenced, read

COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]
DOCUMENTS = ("README.md", "examples/README.md", "CONTRIBUTING.md", "Dockerfile")


def shown() -> list[str]:
    """Return the commands shown in fenced blocks and in running text, without what explains them."""
    lines = [
        line for name in DOCUMENTS for block in fenced(read(name), r"\w*") for line in block.splitlines()
    ]
    spoken = [found for name in DOCUMENTS for found in re.findall(r"`(lagebild [^`\n]+)`", read(name))]
    return [line.split("   ")[0] for line in [*lines, *spoken] if line.startswith("lagebild ")]


@pytest.mark.parametrize("line", shown())
def test_it_shows_commands_that_exist(line: str) -> None:
    name, *rest = shlex.split(line.translate(str.maketrans("[]|", "   ")))[1:]
    assert name in COMMANDS or name.isupper()
    if name in COMMANDS:
        known = {option for parameter in COMMANDS[name].params for option in parameter.opts} | {"--help"}
        assert {word for word in rest if word.startswith("--")} <= known


def test_it_shows_every_command_in_the_readme() -> None:
    listed = set(re.findall(r"^lagebild ([\w-]+)", read("README.md"), flags=re.MULTILINE))
    assert set(COMMANDS) - {"version"} == listed
