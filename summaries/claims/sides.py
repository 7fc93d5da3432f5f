"""Whose voice a person or body is, by tables of states and by the place that the text gives with it."""

from __future__ import annotations

import re
from dataclasses import replace

from summaries.claims.fields import field_of
from summaries.language.actors import ActorKind, actor_of
from summaries.model import Speaker, Statement
from summaries.statements.naming import slug
from summaries.stories.prior import bundled_frequencies
from summaries.stories.terms import stem

_REACH = 40  # characters behind the name: "… in Moskau", "… des Landes in Kiew"
_PLACE = re.compile(r"\s(?:in|aus|von) ([A-ZÄÖÜ][\w-]+)")
# Who speaks for a body without a name of his own.
_SPOKEN_FOR = re.compile(
    r"(?:(?P<body>[A-ZÄÖÜ][\w-]+)-)?(?:[Ss]precher|[Vv]ertreter|[Ff]irmenvertreter)(?:in|innen)?"
    r"(?: (?:der|des|von) (?P<of>[A-ZÄÖÜ][\w-]+))?"
)
_STATE = "public:ministerium"
_LOOSE = ("-", "?")


def with_sides(statement: Statement, text: str) -> Statement:
    """Return the statement with the sides of its speakers that their names or places give."""
    if statement.speaker is None:
        return statement
    return replace(
        statement,
        speaker=_with_side(statement.speaker, text),
        co_speakers=tuple(_with_side(speaker, text) for speaker in statement.co_speakers),
    )


def _with_side(speaker: Speaker, text: str) -> Speaker:
    head, _, detail = speaker.actor.partition("/")
    if head == _STATE and not detail:
        side = _seat(speaker.name, text)
        return replace(speaker, actor=f"{side}/ministerium") if side else speaker
    if head in _LOOSE and speaker.name.startswith("Regierung"):
        side = _seat(speaker.name, text)  # "ein Regierungssprecher in Jerusalem"
        return replace(speaker, actor=f"{side}/{detail}") if side else speaker
    if head in _LOOSE and (side := _body_in(speaker.name, detail)):
        return replace(speaker, actor=f"{side}/{detail.rpartition(':')[2]}")
    if head in _LOOSE and detail.startswith("@"):
        found = actor_of(speaker.name)
        known = found is not None and found.kind is ActorKind.PERSON and found.parent
        return replace(speaker, actor=f"{found.parent}/{detail}") if found and known else speaker
    return speaker


def _body_in(name: str, detail: str) -> str:
    """The body that somebody without a name is of: "Solair-Sprecherin", "Sprecher der Nord-Linie".

    Of a known body are its observers and experts, too, but not those of a state ("ukrainische Fachleute").
    """
    body, colon, _ = detail.rpartition(":")
    if colon:
        return "" if body[:1].isupper() else body
    found = _SPOKEN_FOR.fullmatch(name)
    named = (found["body"] or found["of"]) if found is not None else ""
    return slug(named) if named and _is_name(named) else ""


def _is_name(word: str) -> bool:
    """Whether a noun is a name rather than a word that any body may be called by."""
    return stem(word.lower()) not in bundled_frequencies() and not field_of(word)


def _seat(name: str, text: str) -> str:
    """The state in whose capital a ministry sits, where each mention of it says one and the same."""
    noun = name.split(maxsplit=1)[0] if name else ""
    after = [text[m.end() : m.end() + _REACH] for m in re.finditer(re.escape(noun), text)] if noun else []
    places = [m.group(1) for words in after if (m := _PLACE.match(words)) is not None]
    actors = [actor for place in places if (actor := actor_of(place)) is not None]
    sides = {actor.parent or actor.key for actor in actors if actor.kind is ActorKind.COUNTRY}
    return next(iter(sides)) if len(sides) == 1 else ""
