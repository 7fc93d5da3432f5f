"""One article in, its analysis out: the same document gives the same result, byte for byte."""

from __future__ import annotations

from spacy.language import Language

from summaries.intake import segment
from summaries.model import Analysis, Document
from summaries.statements import extract_speech
from summaries.stories import clean_title, extract_features
from summaries.stories.features import Encoder


def analyse(document: Document, nlp: Language, encoder: Encoder | None = None) -> Analysis:
    """Cut a document into blocks, extract its statements and what stories are compared by.

    Args:
        document: The article.
        nlp: A German pipeline as from ``summaries.language.load_pipeline``.
        encoder: Sentence encoder for the story engine, None to do without vectors.
    """
    blocks = segment(document.text, document.title, document.published)
    doc = nlp(document.text)
    title_doc = nlp(clean_title(document.title))
    features = extract_features(document, doc, blocks, encoder, title_doc=title_doc)
    statements, attributions = extract_speech(doc, blocks)
    return Analysis(blocks, statements, features, attributions)
