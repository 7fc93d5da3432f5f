"""Text from outside is made storable here, at the border."""

import re
import unicodedata

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def clean_text(text: str) -> str:
    """Return ``text`` without what a database cannot hold.

    NUL characters (PostgreSQL refuses them) and lone surrogates become U+FFFD, one for one, so that offsets
    stay valid; a surrogate pair becomes the character it stands for. Clean text comes back unchanged.
    """
    if _UNSTORABLE.search(text) is None:
        return text
    return _UNSTORABLE.sub("\ufffd", text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "œ": "oe"})
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Return the words of ``text`` as a search compares them: small, umlauts spelt out, no accents."""
    small = unicodedata.normalize("NFC", text).casefold().translate(_UMLAUTS)
    bare = "".join(char for char in unicodedata.normalize("NFKD", small) if not unicodedata.combining(char))
    return " ".join(_WORD.findall(bare))
