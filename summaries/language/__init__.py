"""The German language pipeline: words, sentences, tags, lemmas, trees, compounds and names."""

from summaries.language.actors import Actor, ActorKind, ActorMention, actor_of, find_actors
from summaries.language.detect import detect_language
from summaries.language.pipeline import LanguageModelError, load_pipeline
from summaries.language.stems import content_stems

__all__ = [
    "Actor",
    "ActorKind",
    "ActorMention",
    "LanguageModelError",
    "actor_of",
    "content_stems",
    "detect_language",
    "find_actors",
    "load_pipeline",
]
