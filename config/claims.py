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
# Where both name the same person or body, other words for what it is ("Airbus", "Ferienflieger") may differ.
ANCHORED_THINGS: Final = 0.33
# What speaks for two assertions' saying the same, where shares of words do not show it: each thing in common
# adds, and together they must reach EVIDENCE_SAME (as a known event, a name and a thing do), a conflict of
# figures more, since two counts of two things look like one.  Without a name, a place, a figure or two things
# (EVIDENCE_LEAST_ANCHOR) nothing is said of anybody in particular.
EVIDENCE_SAME: Final = 2.0
EVIDENCE_CONFLICT: Final = 2.4
EVIDENCE_LEAST_ANCHOR: Final = 0.7
EVIDENCE_EVENT: Final = 0.6
EVIDENCE_VERB: Final = 0.4
EVIDENCE_NAME: Final = 0.8
EVIDENCE_PLACE: Final = 0.5
EVIDENCE_THING: Final = 0.6
EVIDENCE_MISSED: Final = 0.35  # a thing that only one of them speaks of
EVIDENCE_FIGURE: Final = 1.0
EVIDENCE_PRECISE: Final = 0.6  # on top for a figure that is hardly chance ("197.000")
PRECISE_DIGITS: Final = 3  # digits before the zeros at its end
EVIDENCE_SMALL_FIGURE: Final = 0.4
EVIDENCE_NAMED: Final = 0.3  # an event that both name by a noun
EVIDENCE_SUBJECT: Final = 0.3
EVIDENCE_WORD: Final = 0.15
EVIDENCE_COUNTED: Final = 2  # of a sort; more of the same sort adds nothing
EVIDENCE_CONTEXT: Final = 0.7  # one names who the other article is about
# Cosine of two sentences' vectors from which statements of one event, which nothing in them keeps apart, are
# one told in other words.  Of the pairs of the development stories up to 162 that only this could join, six
# of the seven that say the same lie above it, and none that says something else.
CLOSE: Final = 0.865
# How likely it must be that a statement retells another one where no rule joins them, and the weights of the
# signs for it (``benchmarks.fit_retold``: logistic regression on pairs of the development stories and of the
# halves of real articles).  From .8 on 19 of 20 pairs of stories that were not fitted to were rightly joined,
# with later stories and rules 27 of 31.  At .7 and at .8 a sealed story got a false confirmation and none a
# right one, at .85 neither.
RETOLD_LIKELY: Final = 0.85
RETOLD_START: Final = -28.78
RETOLD_WEIGHTS: Final = {
    "evidence": 1.1,
    "precise figure": 2.91,
    "days between": -2.38,
    "words covered": 2.03,
    "other persons": -0.99,
    "one adds to something": -2.47,
    "near": 31.4,
}
# Part of the words of one of two statements of one text, by their rarity, that the other has.  Of some 40
# pairs in 350 real articles that were taken for one, 12 wrong and 4 right ones lie below, 6 wrong and about
# 20 right ones above.
SAME_TEXT_COVERED: Final = 0.5
# Fewer words are no clause.
CLAUSE_WORDS: Final = 5
# A statement is held against so many members of a claim beside its first; more say nothing new.
MEMBERS_MET: Final = 5
# Who, what and where stands in the first sentences of a text, in characters.
SCENE_LEAD: Final = 450
# One rare noun ("Busunglück") may be another event's as well.
SCENE_RARE_WORDS: Final = 2
# A shorter name, in letters, is part of too many words.
SCENE_SHORTEST_NAME: Final = 4
# A denial is worded more generally than what it denies ("jede Beteiligung"), so it needs less overlap.
DENIED_THINGS: Final = 0.34
# At most so many claims are touched by one denial by content: the nearest ones are meant.
DENIED_MOST: Final = 2
# Figures that are further apart in time than this speak of different moments and cannot conflict.
CONFLICT_WINDOW_HOURS: Final = 36.0
# A figure for a place that is so many times below another's without one is for a part of it; who counts a
# crowd may well be out by half or by three.
PART_BELOW: Final = 10.0
# "mehr als 250.000" is told of at most so much more: papers round down to the next plain figure.
ROOM_ABOVE: Final = 0.25
# What is told of at least so long before its article was published is looked back on, as "hatte bestritten".
RETOLD_HOURS: Final = 20.0
# What something is (an adjective, no event) is still contested when another laboratory answers weeks later.
STATE_WINDOW_DAYS: Final = 90.0
# A growing count (toll, result) is updated within this time; later figures belong to another event.
UPDATE_WINDOW_DAYS: Final = 21.0
# From this value on the same figure for the same thing is no coincidence; small counts repeat everywhere.
TELLING_FIGURE: Final = 20
# The same figure from this value on for two things in one story is hardly chance.
LARGE_FIGURE: Final = 100
# What is confirmed reads oddly as hearsay ("seien abgeschossen worden"): a line in the indicative may say so
# many words more than the other voices do.
REPORTED_WORDS: Final = 3
# A line of a text that is so long, in characters, may be broken by width; a shorter one is a heading.
BROKEN_LINE: Final = 30
# The longest line that is still read at a glance on a phone.
LINE_LENGTH: Final = 220
LEAD_LENGTH: Final = 280  # of an article's first sentence, which says what there is to say

# What a claim is worth within its story.  The steps only order: contested before confirmed before the rest,
# then what makes news of a claim, none of which may lift an unconfirmed claim over a contested one alone.
WORTH_CONTESTED: Final = 3.0
WORTH_CONFIRMED: Final = 2.0
WORTH_VOICE: Final = 0.6  # each further independent voice
WORTH_FIGURE: Final = 0.6  # a figure, and once more of half a point if it is a telling one
WORTH_DETAIL: Final = 0.5  # a named speaker, a known event, a place in the lead, a concession
WORTH_DENIAL: Final = 0.3
# News opens with what is new: a figure further down in the text does not come before it.
WORTH_LEAD: Final = 1.2
LEAD_STATEMENTS: Final = 3
WORTH_FIRST: Final = 1.2  # and the first sentence most of all, so that no figure of the lead comes before it
WORTH_ACTOR: Final = 0.2  # each state or body that it names
ACTORS_COUNTED: Final = 3
