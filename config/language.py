"""Bounds of the language work, each with its reason."""

from __future__ import annotations

from typing import Final

# HanTa's analysis of one word grows with the square of its length; the longest German news compounds
# stay below 50 letters, so anything longer is a link, a hash or noise.
MAX_WORD_LENGTH: Final = 60

# Later steps look at pairs of words within a sentence.  The longest sentences of newspaper text have
# about 120 words; text without any full stop is cut here.
MAX_SENTENCE_TOKENS: Final = 250

# Brackets inside a sentence keep it whole up to this length; a bracket that never closes must not swallow
# the sentences behind it.
MAX_BRACKET_TOKENS: Final = 60

# A text counts as written in small letters up to this share of words with a capital: German prose has 0.3.
CASELESS_SHARE: Final = 0.03

# Distinct words whose analysis is kept.  A day's news has about 60 000 word forms; an entry costs ~0.5 KB.
WORD_CACHE_SIZE: Final = 100_000

# Pieces of text up to this length are cut once and remembered; longer ones are links and noise that do
# not recur.
LONGEST_CACHED_CHUNK: Final = 40

# A sentence counts as written in capitals from this share of upper-case letters on.
CAPITALS_SHARE: Final = 0.7

# Languages that texts forwarded to a German team may be in.  Fewer candidates make short texts safer.
PLAUSIBLE_LANGUAGES: Final = (
    "de", "en", "fr", "es", "it", "nl", "pl", "pt", "ru", "uk", "tr", "ar", "da", "sv", "cs", "ko", "zh",
    "ja",
)  # fmt: skip

# Characters of title and lead that language detection sees: enough to be sure, cheap for a long page.
DETECTION_CHARACTERS: Final = 1_000

# Sentences encoded at once; bounds the encoder's memory for long articles.
ENCODER_BATCH: Final = 64

# The encoder needs no more of a text: it averages words, so a longer one only blurs.
ENCODER_CHARACTERS: Final = 2_000
