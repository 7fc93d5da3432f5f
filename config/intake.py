"""Limits and thresholds of intake, each with the reason for its value."""

from __future__ import annotations

from typing import Final

# --- text ---------------------------------------------------------------------------------------------
MAX_TEXT_CHARS: Final = 100_000  # about 15,000 words; longer texts are books, and spaCy slows down on them
MIN_ARTICLE_CHARS: Final = 200  # shorter than any news item; what is left of walls and error pages is below
STUB_CHARS: Final = 1_200  # teasers before a paywall show up to three paragraphs
MAX_SITE_CHARS: Final = 40  # names of outlets are short, slogans in their place are not
MAX_TITLE_CHARS: Final = 300  # a hostile page may give a title of any length
MAX_MADE_TITLE_CHARS: Final = 120  # a title made from a sentence has to fit a digest heading
STUCK_TITLE_WORDS: Final = 8  # from so many words on, a title of which half are repetitions is broken
MAX_FILE_BYTES: Final = 5_000_000  # as many bytes as a fetched page may have after decoding
MAX_DOCUMENT_BYTES: Final = 10_000_000  # a PDF carries pictures and fonts beside the text
MAX_PDF_PAGES: Final = 40  # an article has a few pages, a dossier twenty; more is a report or a book
PDF_SHORT_LINE: Final = 0.75  # of a full line; a sentence that ends before it usually ends its paragraph
MAX_MANIFEST_LINE_BYTES: Final = 5_000_000  # one article per line, so a line is no longer than a file

# --- segmenting ---------------------------------------------------------------------------------------
SHORT_LINE_CHARS: Final = 160  # German headings with kicker stay below; paragraphs of body text rarely do
TEASER_PARAGRAPH_CHARS: Final = 260  # teaser texts under a link are one or two sentences
CAPTION_CHARS: Final = 450  # captions with a full credit line reach about 400
WRAP_WIDTH: Final = 100  # texts wrapped by hand have short lines of similar length
STAMP_JITTER_MINUTES: Final = 60  # editors reorder entries of a live ticker by some minutes

# --- fetching -----------------------------------------------------------------------------------------
TOTAL_SECONDS: Final = 15.0  # a dripping server never runs into a read time-out, so the whole is capped
CONNECT_SECONDS: Final = 5.0
RESOLVE_SECONDS: Final = 5.0
MAX_WIRE_BYTES: Final = 3_000_000  # the heaviest German news pages have about 2 MB of HTML
MAX_DECODED_BYTES: Final = 5_000_000
MAX_REDIRECTS: Final = 5
MAX_ADDRESSES: Final = 64  # a name with hundreds of addresses is an attack on the checker
ALLOWED_PORTS: Final = frozenset({80, 443})
PARALLEL_FETCHES: Final = 8
PARALLEL_PER_HOST: Final = 2
PAUSE_SECONDS: Final = 0.5  # between two pages of one host, as a hurried reader would leave
REMEMBERED_HOSTS: Final = 1_000  # hosts whose last visit is kept before old ones are forgotten
MAX_URL_CHARS: Final = 2_000
RULES_SECONDS: Final = 3_600.0  # what a site forbids rarely changes; RFC 9309 allows a day
RULES_PATIENCE: Final = 4.0  # seconds for robots.txt, so that most of the time is left for the page
MAX_RULES_BYTES: Final = 512_000  # RFC 9309 asks for 500 KiB at least
MAX_RULES: Final = 5_000  # lines or entries; the longest files of large sites have some hundreds
MARKS_BYTES: Final = 100_000  # meta elements stand in the head of a page

# --- parsing ------------------------------------------------------------------------------------------
MAX_TAGS: Final = 60_000  # ten times a large news page; lxml and trafilatura slow down beyond
MAX_ATTRIBUTES: Final = 1_000  # of one tag; libxml2 compares each with all before it
MAX_DEPTH: Final = 250  # libxml2 stops at 256 levels without huge_tree

# --- duplicates ---------------------------------------------------------------------------------------
SHINGLE_WORDS: Final = 4  # four words in a row are rarely shared by independently written reports
NEAR_JACCARD: Final = 0.5  # shortened or lightly edited copies of one wire text lie above
NEAR_CONTAINMENT: Final = 0.6  # a copy inside a longer article shares most of the shorter one's shingles
MIN_SHINGLES: Final = 12  # below, a shared stock phrase decides
MAX_SHINGLES: Final = 512  # smallest hashes kept per text: compact, and the estimate errs by about 3 points
KEY_BORDER: Final = 2**48 // 8  # every eighth hash is looked up: 50 for a usual report, which no copy lacks
MIN_KEYS: Final = 16  # a text of a hundred words would have a dozen, too few to survive editing
MAX_KEYS: Final = 128  # the longest texts
