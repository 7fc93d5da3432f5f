"""Thresholds of the story engine, each with its reason.

The weights come from ``benchmarks.fit_grouping`` on own stories and halves of real articles, those for
headlines alone were checked on the development part of OG2021; the figures they give stand in
``docs/benchmarks.md``.
"""

from __future__ import annotations

from dataclasses import dataclass

GRAM_LENGTH = 4
"""Letters in a run; four is the shortest that rarely joins unrelated German words."""

GRAM_MIN_WORD = 8
"""Words shorter than this are seldom compounds, so their runs would only repeat the stem."""

PART_WEIGHT = 0.6
"""A compound's part counts less than a word that stands alone: "Stadtrat" is not about "Stadt"."""

GRAM_WEIGHT = 0.15
"""A long word has many runs; together they should weigh about as much as one word."""

TITLE_WEIGHT = 3.0
"""A headline says in six words what the story is."""

LEAD_WEIGHT = 2.0
"""News puts who, what and where first."""

LEAD_CHARACTERS = 500
"""About the first three sentences."""

MAX_TERMS = 160
"""Terms kept per article: more than any headline and lead, few enough to store and compare quickly."""

MAX_BODY_CHARACTERS = 12_000
"""A text about everything shall not reach every story: what a reader sees first decides."""


FULL_TEXT_WORDS = 50
"""From so many words on, what a text shares is no longer up to its headline; half as many are half a text."""

NAMES_COMPARED = 12
"""Most frequent names of a story that are looked for in an article; others are background of one report."""

FIGURES_CHARACTERS = 6_000
"""Figures are read so far into a text; what comes later is background."""


@dataclass(frozen=True, slots=True)
class Tuning:
    """How the sides of the evidence weigh and when they suffice.  Times are in hours."""

    vector: float = 5.7
    terms: float = 4.0  # all words of two texts
    headline: float = 2.2  # share of the headlines' words that the other side has
    figures: float = 1.1  # for each doubling of the exact digits of shared figures
    actors: float = 0.3  # headlines: for each doubling of the shared names; one alone is no story
    other_actors: float = 1.4  # headlines: taken off where both sides name someone and nobody is shared
    names: float = 0.29  # texts: for the rarest name that both have, by its rarity (7 for an unknown one)
    other_names: float = (
        1.9  # texts: taken off where neither has a name of the other's headline, in part else
    )
    other_places: float = 1.2  # texts: taken off where both name places and none is shared
    other_ordinal: float = 9.0  # taken off for the 13th package beside the 12th, one storm beside another
    other_result: float = 9.0  # taken off where both are about a result of a match, and not the same
    ticker: float = 3.2  # entries of one ticker are states of one text
    ticker_idle: float = 12.0  # a ticker of that name the day after is another text
    silence: float = 0.5  # headlines: taken off for each doubling of the silence, counted in ``fresh``
    silence_of_texts: float = 0.31  # texts say what they are about, however late
    fresh: float = 1.0  # wire copies of one report come within the hour
    join: float = 0.7  # score from which an article joins a story that is running
    full_text: float = 3.2  # added to ``join`` for a full text: texts on one subject share many words
    size: float = 0.25  # headlines: added for each doubling of the story: many are alike by chance
    size_of_texts: float = 0.4  # the same for texts
    several: int = 3  # stories that an article would join as well: it is about everything
    tie: float = 0.5  # by how much the last of them may be behind
    merge: float = 1.0  # more than needed, from which two stories are one: a merge is seen by all
    max_idle: float = 24.0 * 14  # longer silence is a new chapter at best, however alike
    chapter_after: float = 24.0 * 7  # shorter silence is no chapter: it is the same or another event
    chapter_until: float = (
        24.0 * 365 - 48
    )  # what returns after a year is an anniversary or the next yearly report
    continues: float = 3.5  # likeness beyond what is needed from which a new story is a chapter of an old one
    usual_stories: float = 10.0  # stories that weigh as much as the bundled mean of the vectors
    prior_actors: float = 20.0  # the same for actors: one in every twentieth story still tells a little
    rare_actor: float = 3.0  # rarity from which a shared actor counts in full: one in twenty stories
    prior_stories: float = 1000.0  # stories that weigh as much as the bundled frequencies
    least_stories: float = 0.5  # stories that are taken to have a word beside the one compared
    probe_terms: int = 48  # rarest terms of an article that look up candidates
    probe_directions: int = 8  # numbers of its vector that do
    probe_postings: int = 100  # most recently active stories looked at per term
    candidates: int = 40  # stories whose vectors are compared
    compared: int = 8  # nearest stories by vector, and as many by terms, compared in full
    profile_terms: int = 240  # terms kept per story
    max_stories: int = 60_000  # stories kept in memory; the one silent for longest gives way


DEFAULT_TUNING = Tuning()

TITLE_MAX_LENGTH = 110
"""Longer headlines break over three lines on a phone."""

TITLE_BEST_LENGTHS = (35, 90)
"""Shorter headlines name no event, longer ones are sentences."""

TITLE_INPUT_LENGTH = 1_000
"""No headline is longer; the rest of a broken title is not looked at."""

TITLE_LEAD_OVER_FIRST = 0.3
"""A later headline must be this much clearer: one flaw less, or far more of the words all share."""

TITLE_OUTDATED = 0.7
"""What a headline loses by a later one that counts the same otherwise ("Ein Toter", "Drei Tote"): it stays
only where the later one has a flaw more, or few of the words that all share."""

ENCODER_PIECES = 160
"""Pieces of a text that its vector is made of: title and about four sentences.  The cost grows with them."""

ENCODER_DECIMALS = 4
"""A vector's numbers are rounded: the machine's last bits shall decide nothing, and the store stays small."""

ENCODER_WORD_LENGTH = 60
"""Longer "words" are addresses and garbage; cutting one costs the square of its length."""

ENCODER_WORD_CACHE = 20_000
"""Words whose pieces are remembered; a day's news has about as many different ones."""

REASONS_SHOWN = 5
"""Words or names shown for one reason; more make a list that nobody reads."""

PARTS_OF_ROUNDUP = 3
"""Unconnected parts from which a text is a round-up; two may be an event and what is said about it."""

PART_WORDS = 12
"""A part is at least a sentence; shorter paragraphs are greetings and cross-references."""

PART_OF_ALL = 0.6
"""If one part has more of the words, the text is about that, with remarks about other things."""

TELLING_SHARE = 0.04
"""Words in a larger share of articles connect no paragraphs: "Montag", "Polizei", "Angaben"."""

HEADLINE_SHARE = 0.1
"""A headline's words in a larger share of articles say nothing of what a text is about: "Montag", "Jahr"."""

OTHER_WORDS = 0.2
"""If less of what a text shares with one story is what it shares with another, it is about both.  The own
texts that fit two stories at once (two semi-finals, a railway's strike and its figures) have .24 to .87."""

MAX_PAIRS = 400
"""Pairs kept of one correction: two stories of 20 articles have as many; more tell nothing new."""

EARLIEST_YEAR = 1990
"""Earlier dates are missing ones (1970 is where clocks begin): German papers went online in 1994."""

LATEST_AHEAD = 24
"""Hours that a date may lie ahead: papers date the evening's issue to the day after."""

LOOKUP_TERMS = 24
"""Words that a story outside of the memory is found by; headline and lead have about as many telling ones."""
