"""The real pipeline and short ways to ask it about one sentence."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from spacy.language import Language

from summaries.language import load_pipeline
from summaries.model import Statement
from tests.statements.ask import statements_of


@pytest.fixture(scope="session")
def nlp() -> Language:
    return load_pipeline(os.environ.get("LAGEBILD_LANGUAGE_MODEL"))


@pytest.fixture(scope="session")
def statements(nlp: Language) -> Callable[[str], tuple[Statement, ...]]:
    """All statements of a text that is one block of running text."""
    return lambda text: statements_of(nlp, text)
