"""Limits of the way from article to claims, each with the reason for its value."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

# The longest text that intake lets through (100,000 characters) takes about ten seconds on a slow machine.
ANALYSIS_SECONDS: Final = 60.0
# A news page takes a tenth of a second; beyond ten it is built to be slow.
EXTRACT_SECONDS: Final = 10.0
# Loading the pipeline and its weights takes seconds, on a cold disk much longer.
START_SECONDS: Final = 120.0
# Address space of the analysing process: with the own pipeline it peaks at 0.6 GB on the longest text; larger
# German pipelines bring up to 1 GB of vectors.
CHILD_MEMORY_BYTES: Final = 3 * 1024**3
# The reading process loads no pipeline.
EXTRACT_MEMORY_BYTES: Final = 1024**3
# A process may be killed for reasons outside of the article; the second time it is the article.
CHILD_TRIES: Final = 2

# Wire copies appear within hours, reprints within days; older look-alikes are anniversaries.
COPY_WINDOW: Final = timedelta(days=14)
# A chat without any digest is told about the last week, not about everything ever stored.
FIRST_WINDOW: Final = timedelta(days=7)
