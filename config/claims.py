"""Thresholds for comparing statements.

They were set by reading the decisions on the development articles; each favours saying less over saying
something false, since a wrong "umstritten" or "bestätigt" is the worst error of all.
"""

from typing import Final

# Share of the smaller side's words that two statements must have in common to be one claim.  Named event
# classes already carry part of the meaning, so they need less than two equal verbs.
SAME_TERMS_EVENT: Final = 0.33
SAME_TERMS_VERB: Final = 0.5
# Share of the things spoken of (nouns) that must agree; below a half another object is meant.
SAME_THINGS: Final = 0.5
# A denial is worded more generally than what it denies ("jede Beteiligung"), so it needs less overlap.
DENIED_THINGS: Final = 0.34
# At most so many claims are touched by one denial by content: the nearest ones are meant.
DENIED_MOST: Final = 2
# Figures that are further apart in time than this speak of different moments and cannot conflict.
CONFLICT_WINDOW_HOURS: Final = 36.0
# What something is (an adjective, no event) is still contested when another laboratory answers weeks later.
STATE_WINDOW_DAYS: Final = 90.0
# A growing count (toll, result) is updated within this time; later figures belong to another event.
UPDATE_WINDOW_DAYS: Final = 21.0
# From this value on the same figure for the same thing is no coincidence; small counts repeat everywhere.
TELLING_FIGURE: Final = 20
# The longest line that is still read at a glance on a phone.
LINE_LENGTH: Final = 220

# What a claim is worth within its story.  The steps only order: contested before confirmed before the rest,
# then what makes news of a claim, none of which may lift an unconfirmed claim over a contested one alone.
WORTH_CONTESTED: Final = 3.0
WORTH_CONFIRMED: Final = 2.0
WORTH_VOICE: Final = 0.6  # each further independent voice
WORTH_FIGURE: Final = 0.6  # a figure, and once more of half a point if it is a telling one
WORTH_DETAIL: Final = 0.5  # a named speaker, a known event, a place in the lead, a concession
WORTH_DENIAL: Final = 0.3
WORTH_ACTOR: Final = 0.2  # each state or body that it names
ACTORS_COUNTED: Final = 3
