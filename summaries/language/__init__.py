"""The German language pipeline: words, sentences, tags, lemmas, compounds, names and sentence vectors."""

from summaries.language.actors import Actor, ActorKind, ActorMention, actor_of, find_actors
from summaries.language.detect import detect_language
from summaries.language.encoder import Encoder, load_encoder
from summaries.language.pipeline import LanguageModelError, load_pipeline
from summaries.language.stems import content_stems

__all__ = [
    "Actor",
    "ActorKind",
    "ActorMention",
    "Encoder",
    "LanguageModelError",
    "actor_of",
    "content_stems",
    "detect_language",
    "find_actors",
    "load_encoder",
    "load_pipeline",
]
