"""Sentence vectors for comparing articles, from weights that lie in this folder; numpy is all they need."""

from summaries.stories.encoder.network import StoryEncoder, load_encoder

__all__ = ["StoryEncoder", "load_encoder"]
