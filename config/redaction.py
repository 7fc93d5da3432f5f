"""Takes secrets out of text."""

import re

# A bot token: the bot's id, a colon, 35 characters; also behind "bot" in the path of a URL, where the colon
# may be encoded. Shorter endings are masked as well, since a cut token still is half a secret.
_TOKEN = re.compile(r"(?<![A-Za-z0-9])(bot)?(\d{6,})(?::|%3[Aa])[A-Za-z0-9_-]{20,}")
_PASSWORD = re.compile(r"(?<=://)([^\s:/@]*):([^\s/@]+)(?=@)")

MASK = "***"


def redact(text: str) -> str:
    """Return ``text`` with Telegram tokens and the passwords of URLs masked."""
    return _PASSWORD.sub(rf"\1:{MASK}", _TOKEN.sub(rf"\1\2:{MASK}", text))
