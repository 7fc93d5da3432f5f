"""The documents speak of things that exist."""

from __future__ import annotations

import re

import pytest

from tests.frame.repository import PACKAGES, ROOT, read, script

MADE = script("readme_digest")
DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "docs/architecture.md",
    "docs/decisions.md",
    "examples/README.md",
)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_it_names_only_files_that_exist(name: str) -> None:
    told = re.findall(
        r"`((?:\.ci|tests|docs|examples|benchmarks|" + "|".join(PACKAGES) + r")/[\w./-]*)`", read(name)
    )
    assert [path for path in told if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_it_links_only_to_files_that_exist(name: str) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)\)", read(name))
    assert [target for target in targets if not (ROOT / name).parent.joinpath(target).exists()] == []


def test_it_has_a_room_for_every_package() -> None:
    drawing = read("docs/architecture.md")
    assert [package for package in PACKAGES if f"{package}/" not in drawing] == []


def test_it_keeps_a_changelog() -> None:
    text = read("CHANGELOG.md")
    assert "Keep a Changelog" in text
    assert re.search(r"^## \[(?:Unreleased|\d+\.\d+\.\d+)\]", text, flags=re.MULTILINE)
    assert set(re.findall(r"^### (\w+)", text, flags=re.MULTILINE)) <= {
        *("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")
    }


def test_it_says_mit_in_both_places() -> None:
    assert read("LICENSE").startswith("MIT License")
    assert 'license = "MIT"' in read("pyproject.toml")


def test_it_shows_a_digest_as_the_bot_posts_it() -> None:
    (shown,) = MADE.MARKED.findall(read("README.md"))
    assert shown.startswith("> **🗞 Lagebild** · ")
    assert re.search(r"Geändert|Umstritten|Bestätigt", shown)
    assert "href" not in shown


@pytest.mark.long
def test_it_shows_the_digest_of_this_version() -> None:
    """After a change of what a digest says, `.ci/readme_digest.py` puts the new one there."""
    (shown,) = MADE.MARKED.findall(read("README.md"))
    assert shown == MADE.made()


def test_it_turns_telegrams_html_into_a_quotation() -> None:
    html = '<b>A</b>\n<i>sagt:</i> <a href="https://x.example/1">X</a>\n\nZ\n'
    assert MADE.markdown(html) == "> **A**<br>\n> <i>sagt:</i> <ins>X</ins><br>\n>\n> Z<br>\n"
