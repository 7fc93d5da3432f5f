from collections.abc import Callable

import pytest
from spacy.language import Language
from spacy.tokens import Doc, Token


@pytest.fixture
def words(nlp: Language) -> Callable[[str], list[str]]:
    return lambda text: [token.text for token in nlp.make_doc(text) if not token.is_space]


@pytest.fixture
def sentences(nlp: Language) -> Callable[[str], list[str]]:
    return lambda text: [sentence.text.strip() for sentence in nlp(text).sents]


@pytest.fixture
def word(nlp: Language) -> Callable[[str, str], Token]:
    def find(text: str, form: str) -> Token:
        return next(token for token in nlp(text) if token.text == form)

    return find


@pytest.fixture
def entities(nlp: Language) -> Callable[[str], set[tuple[str, str]]]:
    def find(text: str) -> set[tuple[str, str]]:
        doc: Doc = nlp(text)
        return {(entity.text, entity.label_) for entity in doc.ents}

    return find
