"""Which story an article belongs to, and what a story is called."""

from summaries.stories.encoder import load_encoder
from summaries.stories.engine import Evidence, Placement, StoryEngine
from summaries.stories.features import extract_features
from summaries.stories.titles import choose_title, clean_title

__all__ = [
    "Evidence",
    "Placement",
    "StoryEngine",
    "choose_title",
    "clean_title",
    "extract_features",
    "load_encoder",
]
