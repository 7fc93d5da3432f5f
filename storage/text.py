"""Text from outside is made storable here, at the border."""

import re

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def clean_text(text: str) -> str:
    """Return ``text`` without what a database cannot hold.

    NUL bytes (PostgreSQL refuses them) are dropped. A surrogate pair becomes the character it stands for; a
    lone surrogate becomes U+FFFD. Clean text comes back as the very same object, so offsets stay valid.
    """
    if _UNSTORABLE.search(text) is None:
        return text
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return joined.replace("\x00", "")
