"""A story's history as a picture: who reported when, and how the statuses of its claims changed."""

from summaries.picture.paint import Theme, timeline_png

__all__ = ["Theme", "timeline_png"]
