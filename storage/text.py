"""Text from outside is made storable here, at the border."""

import re

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def clean_text(text: str) -> str:
    """Return ``text`` without what a database cannot hold.

    NUL characters (PostgreSQL refuses them) and lone surrogates become U+FFFD, one for one, so that offsets
    stay valid; a surrogate pair becomes the character it stands for. Clean text comes back unchanged.
    """
    if _UNSTORABLE.search(text) is None:
        return text
    return _UNSTORABLE.sub("\ufffd", text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))
