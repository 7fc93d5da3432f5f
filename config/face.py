"""Numbers of lists, buttons and limits in chats, each with the reason for its value."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

# Entries of one page of a list: with title and one line each they fill one screen of a phone.
PAGE: Final = 8
# A button of a phone in one column shows about 40 characters.
LABEL: Final = 40
# Names that show why articles stand together: more would be read by nobody.
SHARED_NAMES: Final = 8
# What buttons stand for is kept as long as people scroll back.
MEMOS_KEPT: Final = timedelta(days=60)
# One person who asks for more than this in a minute holds a key down; a chat is many people.
PERSON_ASKS: Final = 30
CHAT_ASKS: Final = 120
ASK_WINDOW: Final = timedelta(minutes=1)
