"""Reads the readable word tables that lie in ``data/``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """Return the table ``data/<name>.toml``.

    Raises:
        FileNotFoundError: If there is none.
    """
    return tomllib.loads((files("summaries.language") / "data" / f"{name}.toml").read_text("utf-8"))


@cache
def words_of(key: str) -> frozenset[str]:
    """Return the word list ``key`` of ``data/words.toml``.

    Raises:
        KeyError: If there is none.
    """
    return frozenset(" ".join(table("words")[key]["words"]).split())


@cache
def lemmas_in(section: str) -> dict[str, str]:
    """Return "form → lemma" of a section of ``data/lexicon.toml`` that lists lemmas with their forms.

    Raises:
        KeyError: If there is none.
    """
    return {form: lemma for lemma, forms in table("lexicon")[section].items() for form in forms.split()}


@cache
def auxiliary_forms() -> frozenset[str]:
    """Return all forms of auxiliary and modal verbs."""
    return frozenset(lemmas_in("auxiliaries"))
