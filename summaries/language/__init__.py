"""The German language pipeline: words, sentences, tags, lemmas, compounds, names and sentence vectors."""

from summaries.language.detect import detect_language
from summaries.language.encoder import Encoder, load_encoder
from summaries.language.pipeline import LanguageModelError, load_pipeline
from summaries.language.stems import content_stems

__all__ = [
    "Encoder",
    "LanguageModelError",
    "content_stems",
    "detect_language",
    "load_encoder",
    "load_pipeline",
]
