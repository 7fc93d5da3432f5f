"""Statements as the comparison needs them: what they take back, take up, and say of the speaker himself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from summaries.claims.sides import with_sides
from summaries.model import Certainty, Evidence, Quantity, Stance, Statement

_FIRST_PERSON = re.compile(r"\b(?:ich|wir)\b", re.IGNORECASE)
_PRONOUN_FIRST = re.compile(r"(?:er|sie|es)\b", re.IGNORECASE)
# "nicht bei 2,4, sondern bei 2,6 Prozent": the first figure is the one that is wrong.
_DENIED_BEFORE = re.compile(r"\bnicht(?: mehr)?(?: (?:bei|auf|um|von|rund|etwa|mit|nur))?\s*$", re.IGNORECASE)
_INSTEAD = re.compile(r"^[^.;]{0,40}?,? sondern\b")
# „Daran gebe es keinen Zweifel“, "das steht fest": who says so says what stands right before.
_ENDORSES = re.compile(
    r"^(?:daran|darüber)\b.{0,20}\bkein(?:en|e|erlei)? zweifel\b|^das (?:steht|stehe|ist|sei) "
    r"(?:inzwischen |jetzt |nun |zweifelsfrei |eindeutig )?(?:fest|sicher|erwiesen|nachgewiesen|belegt)\b",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b(?:hat|habe|haben|hatten?|ist|sind|sei|seien|waren?|worden|wurden?)\b", re.IGNORECASE)
_OWN = re.compile(r"\b(?:ihre|seine|unsere|eigene)[nmrs]?\b", re.IGNORECASE)
_BODY = re.compile(
    r"\b(?:konzern|unternehmen|firma|hersteller|betreiber|verein|klub|club|verband|partei|gewerkschaft|"
    r"airline|reederei|bank|behörde)(?:e?s)?\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"\b(?:ander|weiter|mehrer|konkurrierend)\w*", re.IGNORECASE)
# "In einer früheren Fassung dieses Textes …": about the article, not about the event.
_CORRECTS = re.compile(
    r"\b(?:frühere|vorige|erste|ursprüngliche)[nr]? (?:Fassung|Version)\b|"
    r"\bhaben (?:wir )?(?:den Fehler|das|dies) (?:inzwischen )?(?:berichtigt|korrigiert)\b|"
    r"\b(?:Anmerkung der Redaktion|Anm\. d\. Red)"
)
_OPEN = re.compile(r"\?|\b(?:wenn|falls|sollte|sollten|würde|würden|hätte|wäre)\b", re.IGNORECASE)


def prepared(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence as it is to be compared.

    Figures that a sentence takes back are gone, endorsements are pointers, what an accused denies right
    behind "wies den Vorwurf zurück" is denied, and speakers have the sides that names and places give.
    """
    return [replace(item, statement=_prepared(item)) for item in _with_denied(evidence)]


def _with_denied(evidence: Sequence[Evidence]) -> list[Evidence]:
    """„Sie wies den Vorwurf zurück, sie habe …“: the clause behind the pointing denial is what is denied."""
    pointers = {
        (e.source.article, e.statement.sentence): e.statement
        for e in evidence
        if e.statement.pointer and e.statement.stance is Stance.DENIES
    }
    return [
        replace(item, statement=_denied(item.statement))
        if _is_denied(item.statement, pointers.get((item.source.article, item.statement.sentence)))
        else item
        for item in evidence
    ]


def _is_denied(statement: Statement, denial: Statement | None) -> bool:
    if denial is None or statement.pointer or statement.cue or statement.stance is not Stance.ASSERTS:
        return False
    return statement.number > denial.number and statement.speaker is not None


def _denied(statement: Statement) -> Statement:
    return replace(statement, stance=Stance.DENIES, certainty=Certainty.CERTAIN, claimable=True, line="")


def _prepared(item: Evidence) -> Statement:
    statement = with_sides(_with_self(replace(item, statement=_with_owner(item))), item.text)
    if _CORRECTS.search(statement.sentence.of(item.text)):
        return replace(statement, claimable=False)
    kept = tuple(q for q in statement.quantities if not _taken_back(q, item))
    if statement.speaker is not None and not statement.pointer and _ENDORSES.match(_words(item)):
        return replace(
            statement,
            pointer=True,
            refers=(statement.number - 1,),
            stance=Stance.ASSERTS,
            certainty=Certainty.CERTAIN,
            claimable=True,
        )
    return statement if len(kept) == len(statement.quantities) else replace(statement, quantities=kept)


def _with_owner(item: Evidence) -> Statement:
    """„Ihre Truppen seien in Kursk“: the speaker's own side is among those spoken of."""
    statement = item.statement
    side = statement.speaker.actor.partition("/")[0] if statement.speaker is not None else ""
    if not side.isupper() or not _OWN.search(_words(item)):
        return statement
    roles = {**statement.content.roles, "actors": statement.content.roles.get("actors", frozenset()) | {side}}
    return replace(statement, content=replace(statement.content, roles=roles))


def _with_self(item: Evidence) -> Statement:
    """„Ich habe nie gedopt“, "er bestritt, gedopt zu haben": the proposition is about the speaker by name."""
    statement, content = item.statement, item.statement.content
    actor = statement.speaker.actor if statement.speaker is not None else ""
    surname = actor.rpartition("@")[2] if "@" in actor else ""
    open_doer = not (content.roles.get("agent") or content.roles.get("subject"))
    verbal = any(verb.endswith("n") for verb in content.roles.get("verb", frozenset()))
    answers = statement.stance in (Stance.DENIES, Stance.CONCEDES) and verbal
    if not (surname and open_doer and (answers or _FIRST_PERSON.search(_words(item)))):
        return statement
    roles = {**content.roles, "self": frozenset({surname})}
    return replace(statement, content=replace(content, roles=roles))


def _taken_back(quantity: Quantity, item: Evidence) -> bool:
    begin, end = item.statement.sentence.begin, item.statement.sentence.end
    before, after = item.text[begin : quantity.span.begin], item.text[quantity.span.end : end]
    return bool(_DENIED_BEFORE.search(before) and _INSTEAD.match(after))


def _words(item: Evidence) -> str:
    return " ".join(span.of(item.text) for span in item.statement.quote)


def speaks_of_self(item: Evidence) -> bool:
    """Whether the speaker says what he or his side does: "wir schließen", "er räumte ein, dass er …"."""
    if item.statement.speaker is None:
        return False
    if item.statement.content.roles.get("agent") or item.statement.content.roles.get("subject"):
        return False
    return bool(_FIRST_PERSON.search(_words(item)) or _PRONOUN_FIRST.match(item.statement.line))


def speaks_for_body(item: Evidence) -> bool:
    """Whether "ein Sprecher des Konzerns" or "der Verein" says what a body that is named beside it does."""
    speaker = item.statement.speaker
    return speaker is not None and bool(_BODY.search(speaker.name)) and not _SEVERAL.search(speaker.name)


def is_aside(item: Evidence) -> bool:
    """Whether a statement that founds no claim may still speak for or against one.

    That is what somebody says of himself ("ich war nie dort"), and a short denial of a fact.  Questions and
    conditions state nothing.
    """
    statement = item.statement
    if statement.claimable or statement.speaker is None or not statement.content.predicate:
        return False
    if statement.stance not in (Stance.ASSERTS, Stance.CONCEDES) or _OPEN.search(_words(item)):
        return False
    told = statement.content.negated or statement.stance is Stance.CONCEDES
    return told or bool(_FIRST_PERSON.search(_words(item)))


def speaks_of_past(item: Evidence) -> bool:
    """Whether the words put it in a past tense, so that they answer no plan."""
    return bool(_PAST.search(_words(item)))
