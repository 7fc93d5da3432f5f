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
# /status counts what a digest would tell.  Of more stories than a busy desk has in a day that takes seconds,
# and who asks how things stand does not want to wait; the first few are named, as much as a phone shows.
NEWS_COUNTED: Final = 120
NEWS_NAMED: Final = 5
# A paper does not print a text of its own again under another address; what comes later is a form filled in
# anew: the lottery, the weather, the stock exchange.
OWN_COPY_WINDOW: Final = timedelta(hours=18)
# Texts compared in full with an article; a copy shares more keys with its original than with anything else.
COPY_CANDIDATES: Final = 8

# Stories read at a start, those with the latest news: a week of a large channel, read in two seconds.  Their
# number and not their age is limited, so that a start takes as long after years as after a month.
STORIES_AT_START: Final = 1_500
# Articles read of one story: they say what it is about; the hundredth adds nothing that it is known by.
ARTICLES_PER_STORY: Final = 20
# Stories outside of the memory that an article is compared with, and how many words it shares with each.
WOKEN_STORIES: Final = 4
WOKEN_TERMS: Final = 3
# Stories found by words before those in memory are taken off: in a channel on one subject many share a few.
WOKEN_SEEN: Final = 24
# Stories looked at per word, those opened last; a word of more stories tells little.
WOKEN_PER_TERM: Final = 100
# Rises when the rules for what articles and stories are looked up by change; the next start notes all anew.
LOOKUP_VERSION: Final = "1"
LOOKUP_BATCH: Final = 500
# Articles whose transactions may be under way when a process starts: far more than there are ever workers.
IN_FLIGHT: Final = 500
# Work that was set aside is named in the status for so long: a weekend may lie between.
ASIDE_SHOWN: Final = timedelta(days=7)
# Tries of a transaction that a database server ended in favour of another one.
CONFLICT_TRIES: Final = 5

# Up to so many articles a story is compared anew with each one that comes.  A larger one waits until this
# share of it is new (or a digest is due): five hundred articles take three seconds to compare.
COMPARED_AT_ONCE: Final = 60
COMPARED_SHARE: Final = 0.05
# Papers with one text that are compared: they are one voice, and no reader counts beyond.
COPIES_COMPARED: Final = 25

# A changed statement of fewer words ("den Vorwurf") is shown with its sentence.
FEWEST_WORDS: Final = 4

# Headlines that a story's title is chosen from: the first ones, since a title shall not change late.
TITLES_READ: Final = 40
