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
# Articles for which *Warum hier?* says why they are there, the latest; older ones are asked for by nobody.
PLACEMENTS_SHOWN: Final = 20
# What buttons stand for is kept as long as people scroll back.
MEMOS_KEPT: Final = timedelta(days=60)
# Who looks through pages and ticks times taps about once a second; more than that for a minute is a held key.
# A chat is many people.
PERSON_ASKS: Final = 60
CHAT_ASKS: Final = 120
ASK_WINDOW: Final = timedelta(minutes=1)
# A keyboard takes 100 buttons; a chat that wants more than this has no wish but a filter.
WISHES: Final = 60
# A code is sent by mail or chat and used within days; an old one lies in somebody's archive.
CODE_VALID: Final = timedelta(days=7)

# Newspapers put a new article into their feed every few minutes; asking four times an hour is polite.
FEED_EVERY: Final = timedelta(minutes=15)
# A feed that fails is asked ever more rarely, at last once a day.
FEED_LONGEST_WAIT: Final = timedelta(hours=24)
# What a new feed brings at once; the rest of it is old news.
FEED_FIRST: Final = 5
# What a feed may bring at one time; more than this is an archive that was put online.
FEED_MOST: Final = 40
FEEDS_AT_ONCE: Final = 4
FEED_SECONDS: Final = 60.0
# Each feed costs a request every quarter of an hour, and a day of reading.
FEEDS_PER_CHAT: Final = 30
# From this many failures on a feed is told as failing: one or two are a restart at the other end.
FEED_FAILING: Final = 3
# A period of more stories than this is an archive; it would make a document of many megabytes.
EXPORT_STORIES: Final = 200
# A list above the keyboard of a phone shows four results; ten are two flicks.
INLINE_RESULTS: Final = 10
# The status of a claim may change any time, and people type the same again within seconds.
INLINE_SECONDS: Final = 10
INLINE_SOURCES: Final = 4
