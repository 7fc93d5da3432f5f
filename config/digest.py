"""Limits of the digest: how much a reader sees, each value with its reason."""

from __future__ import annotations

from typing import Final

# A phone shows about 25 lines; seven claims of two to three lines fill one screen with the heading.
CLAIMS_PER_STORY: Final = 7
# What was compared comes first, but four disputes must not crowd out what else is new.
COMPARED_FIRST: Final = 4
# One voice alone is weak news: at most three of the lines may be such, the rest is for what was compared.
UNCONFIRMED_PER_STORY: Final = 3
# Eight stories are about four messages; the sum of what a team reads in one sitting.
STORIES_PER_DIGEST: Final = 8
# More names than this in one claim read as a list, not as a line; the others stand under "Warum?".
VOICES_PER_CLAIM: Final = 8
# Who else carries the same voice matters less: two outlets are shown as links, the rest as a number.
OUTLETS_PER_VOICE: Final = 2
# Outlets named in the line under a story's heading.
OUTLETS_PER_STORY: Final = 6
# Links in other languages that the small print names: one line of a phone; the others are counted.
FOREIGN_LINKS: Final = 3

# Voices beyond this number do not make a claim more important, only more repeated.
VOICES_THAT_COUNT: Final = 4

# A weekday is taken for the last one of its name, so that behind an older line stands when it was written.
WEEKDAY_DAYS: Final = 6

# News opens with what is new: the weightier one of an article's first two statements comes before details.
LEAD_STATEMENTS: Final = 2
# A figure and a known event in the second sentence alone do not displace the first.
FIRST_OUTWEIGHS: Final = 0.8

# Lengths in characters: a title is cut where link previews cut it, a name where a line of a phone ends.
TITLE_LENGTH: Final = 200
LINE_LENGTH: Final = 300
NAME_LENGTH: Final = 60
QUOTE_LENGTH: Final = 600
# Where figures differ each voice is quoted; the figure and what it counts stand within two lines of a phone.
FIGURE_QUOTE_LENGTH: Final = 120

# Below a line that was compared the voices are quoted, folded: both sides and one more each, two lines each.
DIGEST_QUOTES: Final = 4
DIGEST_QUOTE_LENGTH: Final = 160

# Changes of an article's new version that are quoted, of each kind; all of them are counted.
UPDATE_LINES: Final = 5

# Combining marks in a row that real writing systems need at most (Vietnamese 2, Hebrew points with accent 3).
COMBINING_MARKS: Final = 3

# One part of a digest must fit one message: Telegram takes 4096 characters and shows 100 entities.
PART_CHARACTERS: Final = 3_800
PART_ENTITIES: Final = 90

# "Brücke" and "Kanalbrücke", "Sperrung" and "gesperrt" are told for one, since they share so many letters at
# their end or, of the shorter one, such a share at their beginning; four letters begin few words by chance.
ALIKE_LETTERS: Final = 4
ALIKE_SHARE: Final = 0.7
# A line that shares so many words, and such a share of its own, with one before it says the same once more.
REPEATED_WORDS: Final = 3
REPEATED_SHARE: Final = 0.55
