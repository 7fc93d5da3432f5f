"""The normal form of a word: what lexica and the trained model read in place of the written one.

The text itself is never changed.  `set_form_getters` makes a vocabulary derive NORM, PREFIX, SUFFIX and
SHAPE from the normal form, once per distinct word, so that a soft hyphen or a ligature inside a word changes
none of the features that a trained model sees.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any, Final

from spacy.attrs import NORM, PREFIX, SHAPE, SUFFIX  # type: ignore[import-not-found]  # has no stubs
from spacy.lang.lex_attrs import word_shape
from spacy.vocab import Vocab

from config.language import WORD_CACHE_SIZE
from summaries.grouped import joined
from summaries.language.tables import words_of

# Soft hyphen, zero width and directional signs, variation selectors: nothing that a reader sees.
INVISIBLE: Final = (
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
)
_INVISIBLE: Final = re.compile(f"[{INVISIBLE}]+")
_UNIFIED: Final = str.maketrans(
    {
        **dict.fromkeys("„“”‟»«〝〞", '"'),
        **dict.fromkeys("‚‘’‛›‹`´", "'"),
        **dict.fromkeys("‐‑‒", "-"),
        **dict.fromkeys("—―", "–"),
    }
)
_DOUBLE: Final = {"''": '"', ",,": '"'}
_TRANSCRIPTIONS: Final = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}
_DIGRAPH: Final = re.compile("ae|oe|ue|ss", re.IGNORECASE)
_PREFIX_LENGTH: Final = 3  # "ver", "aus", "Bun"; capitals show in the shape
_SUFFIX_LENGTH: Final = 3  # as in spaCy's own vocabulary


@lru_cache(WORD_CACHE_SIZE)
def normal_form(word: str) -> str:
    """Return the normal form of ``word``.

    Composed (NFKC, so without ligatures), without soft hyphens and other invisible signs, quotation marks,
    apostrophes and dashes unified to ``"``, ``'``, ``-`` and ``–``, umlauts and ß restored where a well-known
    stem is spelt without them ("Muenchen", "fuer", Swiss "Strasse").  A figure grouped by blanks has full
    stops in their place.  Upper and lower case stay.

    Returns:
        The normal form; ``word`` itself if nothing would be left of it.
    """
    word = joined(word)
    if not word.isascii():
        plain = unicodedata.normalize("NFC", word).translate(_UNIFIED)
        word = unicodedata.normalize("NFKC", _INVISIBLE.sub("", plain)) or word
    if _DIGRAPH.search(word) and word not in words_of("names_with_ss"):
        return _transcribed().sub(_restored, word)
    return _DOUBLE.get(word, word)


def set_form_getters(vocab: Vocab) -> None:
    """Make ``vocab`` derive the features of every new word from its normal form, NORM in lower case."""
    getters: dict[int, Any] = vocab.lex_attr_getters  # type: ignore[attr-defined]  # missing in the stubs
    getters[NORM] = lambda word: normal_form(word).lower()
    getters[PREFIX] = lambda word: normal_form(word)[:_PREFIX_LENGTH].lower()
    getters[SUFFIX] = lambda word: normal_form(word)[-_SUFFIX_LENGTH:]
    getters[SHAPE] = lambda word: word_shape(normal_form(word))


@cache
def _stems() -> dict[str, str]:
    """Return the known stems with umlaut or ß by how they are spelt without."""
    found: dict[str, str] = {}
    for stem in sorted(words_of("umlaut_stems")):
        found[_spelt(stem)] = stem
        if "ß" in stem:
            found.setdefault(stem.replace("ß", "ss"), stem)
    return found


def _spelt(word: str) -> str:
    return "".join(_TRANSCRIPTIONS.get(c, c) for c in word)


@cache
def _words() -> dict[str, str]:
    return {_spelt(word): word for word in words_of("umlaut_words")}


@cache
def _transcribed() -> re.Pattern[str]:
    """Return the pattern of the known stems; the shortest ones fit only as whole words."""
    words = "|".join(sorted(_words()))
    stems = "|".join(sorted(_stems(), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)|{stems}", re.IGNORECASE)


def _restored(match: re.Match[str]) -> str:
    spelt = match.group()
    stem = _stems().get(spelt.lower()) or _words()[spelt.lower()]
    if spelt.isupper():
        return stem.upper()
    return stem[0].upper() + stem[1:] if spelt[0].isupper() else stem
