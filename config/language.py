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

# The language that articles are compared in, as an ISO code; of others only the link is kept.
GERMAN: Final = "de"

# Languages that texts forwarded to a German team may be in: those of Europe's press and of the larger
# communities in Germany.  Dialects and languages that headlines look like by chance are left out.
PLAUSIBLE_LANGUAGES: Final = (
    "de", "en", "fr", "es", "it", "nl", "lb", "pl", "pt", "ru", "uk", "be", "bg", "sr", "hr", "bs", "sl",
    "sk", "cs", "hu", "ro", "sq", "el", "tr", "ku", "ar", "fa", "he", "da", "sv", "no", "fi", "et", "lv",
    "lt", "ca", "ka", "hy", "hi", "vi", "th", "ko", "zh", "ja",
)  # fmt: skip

# How much less likely (difference of log probabilities) German may be than the likeliest language and still
# be taken: nearly all that comes in is German, and a German headline of three names is close to many.
# Luxembourgish shares most words with German and is rare, so it has to be further ahead.
GERMAN_HEADSTART: Final = 3.5
GERMAN_HEADSTART_OVER: Final = {"lb": 12.0}

# Letters that must stand outside quotation marks for the words outside to decide what the article is in.
UNQUOTED_LETTERS: Final = 15

# Characters of title and lead that language detection sees: enough to be sure, cheap for a long page.
DETECTION_CHARACTERS: Final = 1_000

# Share of words (Dice) from which two states of a text say the same in other words, or with another figure; a
# sentence that shares less is another one.
REWORDED: Final = 0.6
