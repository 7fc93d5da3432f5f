"""What "das", "das Unternehmen" and "die Politikerin" say of those before: who acts, who gives it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from summaries.model import Content, Evidence, Statement

_TAKEN_UP: Final = re.compile(
    r"^(?:Das (?:Unternehmen|Institut|Kreditinstitut|Geldhaus)|"
    r"Der (?:Konzern|Hersteller|Verein|Klub|Betreiber|Zulieferer)|"
    r"Die (?:Firma|Bank|Gruppe|Kette|Partei|Gesellschaft))\b"
)
# "Das waren elf Prozent weniger, wie das Amt mitteilte": the figure before is the office's, too.
_COMPARED: Final = re.compile(
    r"^(?:Das|Dies|Es) (?:waren?|sind|ist|seien|sei|entspr[aä]ch\w*|entspricht|bedeutet\w*) .{0,60}"
    r"\b(?:mehr|weniger|als|Prozent|Prozentpunkte?|höher|niedriger|Plus|Minus|Rückgang|Anstieg|Zuwachs|"
    r"Rekord\w*|\w+st\w{1,2} (?:Wert|Stand))\b"
)
# "sagte die CDU-Politikerin": who is in politics, by no name, is the one named last.
_POLITICIAN: Final = ("politiker", "politikerin")
_NAMED_BEFORE: Final = 3  # statements back
_LAST: Final = 2  # statements back
_NOTHING: Final = frozenset[str]()


def with_named(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence with the name of the body that "das Unternehmen" takes up, where one alone fits.

    Args:
        evidence: All statements.
    """
    told = {(e.source.article, e.statement.number): e.statement for e in evidence}
    return [_named(item, told) for item in evidence]


def with_persons(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence with the name of the speaker whom a paper calls "die SPD-Politikerin".

    Args:
        evidence: All statements.
    """
    told = {(e.source.article, e.statement.number): e.statement for e in evidence}
    return [_with_person(item, told) for item in evidence]


def _with_person(item: Evidence, told: Mapping[tuple[str, int], Statement]) -> Evidence:
    statement, speaker = item.statement, item.statement.speaker
    if speaker is None or "@" in speaker.actor or not speaker.actor.endswith(_POLITICIAN):
        return item
    numbers = range(statement.number - 1, statement.number - 1 - _NAMED_BEFORE, -1)
    before = (told.get((item.source.article, number)) for number in numbers)
    name = next((found for one in before if one is not None and (found := _person_in(one))), "")
    if not name:
        return item
    side = speaker.actor.partition("/")[0]
    return replace(item, statement=replace(statement, speaker=replace(speaker, actor=f"{side}/@{name}")))


def _person_in(statement: Statement) -> str:
    """Who speaks by name, or else who alone acts in a proposition by first and last name."""
    speaker = statement.speaker
    if speaker is not None and "@" in speaker.actor:
        return speaker.actor.rpartition("@")[2]
    full = len(statement.content.roles.get("names", _NOTHING)) > 1
    return _acting(statement.content) if full else ""


def with_source(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence with who gives a figure that the next sentence compares, where only that says it.

    Args:
        evidence: All statements.
    """
    told = {(e.source.article, e.statement.number): e for e in evidence}
    return [_given(item, told.get((item.source.article, item.statement.number + 1))) for item in evidence]


def _given(item: Evidence, following: Evidence | None) -> Evidence:
    statement = item.statement
    if statement.speaker is not None or following is None or not statement.quantities:
        return item
    words = " ".join(span.of(following.text) for span in following.statement.quote)
    if following.statement.speaker is None or not _COMPARED.match(words):
        return item
    return replace(item, statement=replace(statement, speaker=following.statement.speaker))


def _named(item: Evidence, told: Mapping[tuple[str, int], Statement]) -> Evidence:
    statement, content = item.statement, item.statement.content
    words = " ".join(span.of(item.text) for span in statement.quote)
    if not _TAKEN_UP.match(words):
        return item
    before = (told.get((item.source.article, statement.number - back)) for back in range(1, _LAST + 1))
    name = next((found for one in before if one is not None and (found := _acting(one.content))), "")
    if not name:
        return item
    roles = {**content.roles, "names": content.roles.get("names", _NOTHING) | {name}}
    return replace(item, statement=replace(statement, content=replace(content, roles=roles)))


def _acting(content: Content) -> str:
    """The one name that acts in a proposition, as a sentence names it, "" where it is none or several."""
    doers = content.roles.get("agent", _NOTHING) & content.roles.get("names", _NOTHING)
    return next(iter(doers)) if len(doers) == 1 else ""
