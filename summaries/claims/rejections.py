"""What a denial means in its own article that only says what kind of thing it denies.

„Wies alle Vorwürfe von sich“ is of the accusations of him, "die Angaben des Betriebsrats" of what that said
of him, "den Bericht" of what a paper told right before, "Luftangriffe" of the one told before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from config import claims as limits
from summaries.claims.deeds import is_crime, is_of_accused
from summaries.claims.denials import in_time, was_said
from summaries.claims.drafts import Draft, Drafts, side_keys
from summaries.claims.fields import field_of
from summaries.claims.kinds import kinds_of, table
from summaries.claims.likeness import role
from summaries.claims.parties import is_party, named_in, own_names
from summaries.claims.reading import speaks_of_self, words_in
from summaries.model import Evidence
from summaries.statements.lexicon import cues
from summaries.statements.naming import slug

# What everybody "weist von sich" and an accused means by "unschuldig".
_INNOCENT: Final = re.compile(
    r"\b(?:unschuldig|Unschuld|Schuld|Verantwortung|Vorw[uü]rfe?|Anschuldigung\w*|Beschuldigung\w*)\b"
)
_GUILT: Final = frozenset({"schuld", "unschuld", "verantwortung"})
_REPORT: Final = re.compile(r"\b(?:Bericht|Meldung|Information|Darstellung)")
_REPORTS: Final = ("?/information", "?/bericht", "?/meldung")
_NOUN: Final = re.compile(r"\b[A-ZÄÖÜ][\wäöüß-]+")
# "Wies Angaben aus Kalo zurück" does not mean what is told "nach Angaben der Feuerwehr".
_SAYING: Final = (
    "angabe",
    "bericht",
    "meldung",
    "vorw",
    "darstellung",
    "behauptung",
    "aussage",
    "information",
)
_REACH: Final = 6  # statements back: a paragraph's worth
_WORD: Final = 4  # letters; shorter nouns are alike by chance
_BEFORE: Final = 30  # characters before a name: an office


def claims_innocence(item: Evidence) -> bool:
    """Whether somebody, or his counsel, denies what he is accused of: "Meine Mandantin ist unschuldig"."""
    content = item.statement.content
    own = is_of_accused(content) or speaks_of_self(item)
    return (
        own and item.statement.speaker is not None and not content.negated and "unschuldig" in words_in(item)
    )


def rejected(drafts: Drafts, denial: Evidence) -> list[Draft]:
    """Return the claims that a denial means which names nothing else, [] where they may be many.

    Args:
        drafts: All claims of the story.
        denial: A denial that was not seen to deny any of them.
    """
    near = [d for d in drafts.all() if _may_be_meant(drafts, d, denial)]
    own = [d for d in near if is_party(denial, d.founder.statement.content)]
    opposed = _said_by_opponent(near, denial)
    if len(opposed) == 1:
        return opposed
    found = _accusations(own, denial) or [d for d in opposed if d in own] or _reported(near, denial)
    found = found or _event_before(near, denial)
    return found if len(found) <= limits.DENIED_MOST else []


def _may_be_meant(drafts: Drafts, draft: Draft, denial: Evidence) -> bool:
    """Whether a claim of the same text is of another side and was told at that time.

    What "die Angaben" of another paper are, is too often something else than what this story tells.
    """
    if draft.founder.source.article != denial.source.article:
        return False
    claim = draft.founder.statement.content
    others = not side_keys(denial) & side_keys(draft.founder)
    told = others and not claim.negated and was_said(draft, denial) and denial not in draft.members
    return told and in_time(denial, draft.founder) and drafts.scenes.meet(denial, draft.founder)


def _accusations(own: Sequence[Draft], denial: Evidence) -> list[Draft]:
    """The accusations of who denies them, where he names nothing but that they are some."""
    bare = not named_in(denial) - cues().pointers - cues().accusations - _GUILT
    return [d for d in own if bare and _INNOCENT.search(words_in(denial)) and _blames(d)]


def _blames(draft: Draft) -> bool:
    """Whether a claim accuses: by its words, by its crime, or since it is a prosecutor's."""
    claim = draft.founder.statement.content
    told = kinds_of(claim) & table().names - {"cause"}
    justice = "public:justiz" in side_keys(draft.founder)
    return bool(told) and (bool(role(claim, "accusation")) or justice or is_crime(claim))


def _said_by_opponent(near: Sequence[Draft], denial: Evidence) -> list[Draft]:
    """What somebody said whom a denial names: "die Angaben des Betriebsrats", "dem Bauunternehmer Wedel"."""
    if not role(denial.statement.content, "things") & cues().pointers and not denial.statement.pointer:
        return []
    named = role(denial.statement.content, "names") - own_names(denial)
    nouns = {noun.lower() for noun in _NOUN.findall(words_in(denial))} - _nouns_of(denial)
    nouns = {noun for noun in nouns if not noun.startswith(_SAYING)}
    fields = {field for noun in nouns if (field := field_of(noun)) is not None}
    return [d for d in near if any(_is_by(m, named, nouns, fields) for m in d.members)]


def _nouns_of(item: Evidence) -> set[str]:
    """The nouns for who gives a statement, with those right before his name."""
    speaker = item.statement.speaker
    if speaker is None:
        return set()
    begin = speaker.spans[0].begin if speaker.spans else 0
    title = f"{item.text[max(0, begin - _BEFORE) : begin]} {speaker.name}"
    return {noun.lower() for noun in _NOUN.findall(title)}


def _is_by(member: Evidence, named: frozenset[str], nouns: set[str], fields: set[str]) -> bool:
    """Whether one of some names, nouns for persons or bodies, or fields gives a statement."""
    speaker = member.statement.speaker
    if speaker is None:
        return False
    own = _nouns_of(member)
    called = any(
        len(a) > _WORD and a[:-1].startswith(b[: len(a) - 2]) for a in nouns for b in own if len(b) > _WORD
    )
    office = {field_of(noun) for noun in own} - {None}
    return speaker.actor.rpartition("@")[2] in named or called or bool(office & fields)


def _reported(near: Sequence[Draft], denial: Evidence) -> list[Draft]:
    """„Den Bericht“: what a paper told right before, of somebody by name."""
    meant = _REPORT.search(words_in(denial)) is not None
    named = [d for d in near if meant and role(d.founder.statement.content, "names")]
    return [d for d in named if _is_told_before(d, denial, _is_of_paper)]


def _is_of_paper(item: Evidence) -> bool:
    """Whether an article has a statement from another paper: "nach Informationen der Zeitung „El Día“"."""
    speaker = item.statement.speaker
    return speaker is not None and speaker.actor in {f"?/{slug(speaker.name)}", *_REPORTS}


def _event_before(near: Sequence[Draft], denial: Evidence) -> list[Draft]:
    """„Dementierte Luftangriffe“: the one claim that tells of this event."""
    named = kinds_of(denial.statement.content) & table().names
    if not named or named_in(denial):
        return []
    told = [d for d in near if named & kinds_of(d.founder.statement.content)]
    return [d for d in told if _is_told_before(d, denial, lambda _: True)][-1:]


def _is_told_before(draft: Draft, denial: Evidence, fits: Callable[[Evidence], bool]) -> bool:
    """Whether a claim was told right before a denial."""
    own = (m for m in draft.members if m.source.article == denial.source.article)
    return any(0 < denial.statement.number - m.statement.number <= _REACH and fits(m) for m in own)
