"""Which claims are worth a reader's time, and which lines can stand alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from config import claims as limits
from summaries.model import Certainty, Evidence, Stance, Status, Voice
from summaries.statements.lexicon import events

# A line that begins with one of these leans on the sentence before it.
_LEANING = re.compile(
    r"^(?:(?:und|aber|doch|denn|sondern|zwar|dabei|damit|daher|deshalb|dadurch|darauf|dazu|zudem|außerdem|"
    r"allerdings|dennoch|vielmehr|nun|tatsächlich|ähnliche\w?|daran|davon|darin|hier|"
    r"(?:herr|frau) [\wäöüß]+,|"
    r"trotzdem|hingegen|dagegen|demnach|so|dort|dann|auch|bereits zuvor|zuvor|insgesamt|"
    r"dies|diese|dieser|dieses|diesen|diesem|er|sie|ihr|ihre|sein|seine|man|jener|jene|"
    r"es(?! (?:gibt|gab|gebe|kam zu|kommt zu|besteht|bestand))|"
    r"beide|letztere|erstere|derartige|solche)\b)",
    re.IGNORECASE,
)
# „Das teilte er mit“ leans, „Das Werk“ and "das alte Werk" do not.
_POINTING = re.compile(
    r"^Das (?=[a-zäöü])(?!\w+(?:sche|liche|ige|bare|ere|ste|neue|alte|große|ganze|eigene) [\wÄÖÜ])"
)
_PRONOUN = re.compile(r"\b(?:er|ihn|ihm|dieser|diesem|diesen|dieses|diese)\b")
# Before the first comma these mean what an earlier sentence named; behind it they may mean the subject.
_BACK = re.compile(
    r"^[^,;]*?\b(?:sie|ihnen|dort|damals|davon|daran|deren|dessen|(?:waren|sind|seien|wären) es|"
    r"(?:nannte|nennt|bezeichnete|begrüßte|kritisierte|bestätigte|bestritt|dementierte|verurteilte|bedauerte|filmte)"
    r" (?:das|dies|es)(?! [A-ZÄÖÜ]))\b"
)
_OWN_WORDS = re.compile(r"\b(?:wir|uns|unser\w{0,2}|ich|mich|mir|mein\w{0,2})\b", re.IGNORECASE)
_BY_AGE = re.compile(r"(?:Der|Die|Den|Dem|Des) \d+[- ][Jj]ährige\w?\b")
_SHORTEST = 20  # characters; shorter lines say nothing that stands alone


# Words that only tie a sentence to the one before it: a line is as true without them.
_TIES = re.compile(
    r"(?<![,;–]) (?:aber|jedoch|allerdings|hingegen|zudem|außerdem|demnach|dennoch|wiederum|nämlich)"
    r"(?= [a-zäöü\d]|\.$)"
)
# "Auch die Schifffahrt wurde eingestellt" is as true without its first word.
_ALSO = re.compile(r"^Auch (?=(?:der|die|das|ein|eine) |[A-ZÄÖÜ])")
# Reported mood: a line in the indicative reads better where a member has one.
_REPORTED = re.compile(
    r"\b(?:sei|seien|habe|hätten?|gebe|gäbe|werde|würden?|könne|müsse|wolle|solle|dürfe|wisse|wären?)\b"
)


def plain_line(line: str) -> str:
    """Return the line without words that lean on the sentence before it."""
    bare = _TIES.sub("", line)
    told = _ALSO.sub("", bare)
    return told[:1].upper() + told[1:]


def is_reported(line: str) -> bool:
    """Whether a line stands in the mood of reported speech."""
    return bool(_REPORTED.search(line))


def is_self_contained(item: Evidence) -> bool:
    """Whether the statement's line can be read without its article."""
    line = plain_line(item.statement.line)
    leans = (
        _OWN_WORDS.search(line)
        or _BY_AGE.match(line)
        or _LEANING.match(line)
        or _POINTING.match(line)
        or _PRONOUN.search(line)
        or _BACK.match(line)
    )
    whole = line.count("(") == line.count(")") and bool(item.statement.content.predicate)
    return _SHORTEST <= len(line) <= limits.LINE_LENGTH and whole and not leans


def weight_of(
    members: Sequence[Evidence], against: Sequence[Evidence], status: Status, voices: Sequence[Voice]
) -> float:
    """Rank a claim within its story: contested and confirmed first, then many voices, figures and leads."""
    founder = members[0].statement
    score = {Status.CONTESTED: limits.WORTH_CONTESTED, Status.CONFIRMED: limits.WORTH_CONFIRMED}.get(
        status, 0.0
    )
    score += limits.WORTH_VOICE * (len({v.independent_key for v in voices}) - 1)
    score += limits.WORTH_FIGURE * bool(founder.quantities) + limits.WORTH_DENIAL * bool(against)
    score += limits.WORTH_DETAIL * sum(
        (
            any(m.statement.speaker is not None for m in members),
            any(q.value >= limits.TELLING_FIGURE for q in founder.quantities),
            founder.content.predicate in events().classes,
            any(m.statement.stance is Stance.CONCEDES for m in members),
            any(m.statement.certainty is Certainty.CERTAIN for m in members),
        )
    )
    score += limits.WORTH_LEAD * any(m.statement.number < limits.LEAD_STATEMENTS for m in members)
    named = len(founder.content.roles.get("actors", frozenset()))
    score += limits.WORTH_ACTOR * min(limits.ACTORS_COUNTED, named)
    return round(score, 3)
