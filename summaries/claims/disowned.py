"""Denials by fixed phrases: "nichts zu tun haben mit", "von X kann keine Rede sein", "nicht belegt, dass"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from summaries.claims.kinds import events_in
from summaries.claims.likeness import parties, role
from summaries.model import Certainty, Content, Evidence, Speaker, Stance, Statement
from summaries.statements.refusals import as_denial

_NOTHING: Final = re.compile(r"\bnichts zu (?:tun|schaffen)\b")
_CLAIMED: Final = re.compile(r"^(?P<who>.{2,60}?) (?:will|wollen|wolle|wollten|wollte)\b")
_NO_TALK: Final = re.compile(r"^Von [^.;]{3,80} (?:kann|könne|könnte) (?:\w+ )?keine Rede sein\W*$")
_UNPROVEN: Final = re.compile(
    r"^(?:[Ee]s (?:ist|sei) )?(?:\w+ ){0,2}nicht (?:belegt|bewiesen|erwiesen|nachgewiesen), (?:dass|ob)\b|"
    r"^(?:[Ee]s (?:gibt|gebe) )?(?:\w+ ){0,2}kein(?:e|en|erlei)? (?:Belege?|Beweise?|Nachweise?|Anzeichen) "
    r"dafür, dass\b"
)
_NOUN: Final = re.compile(r"\b[A-ZÄÖÜ][\wäöüß]+")
_STEM: Final = 4  # letters that a lemma shares with its form
_HAVING: Final = frozenset({"tun", "schaffen"})


def disowned(item: Evidence) -> Statement:
    """Return a statement that disowns an event as a denial of it, any other as it is.

    "Die Gruppe will mit dem Angriff nichts zu tun haben" is the group's denial; without "will" and without a
    speaker the paper itself says so, which is left alone.
    """
    statement = item.statement
    words = " ".join(span.of(item.text) for span in statement.quote)
    if statement.speaker is not None and statement.stance is Stance.ASSERTS and not statement.pointer:
        if _NO_TALK.search(words):
            return _put_off(_of_noun(statement, words), Stance.DENIES)
        if _UNPROVEN.search(words):
            return _put_off(statement, Stance.DOUBTS)
    told = events_in(statement.content) - _HAVING
    if not (statement.content.negated and told and _NOTHING.search(words)) or statement.pointer:
        return statement
    speaker = statement.speaker or _claiming(statement, words)
    if speaker is None:
        return statement
    content = _of_event(statement.content, min(told))
    alone = not parties(content) and not role(content, "place")
    return as_denial(replace(statement, speaker=speaker), content, pointer=alone)


def _of_noun(statement: Statement, words: str) -> Statement:
    """„Von einer Trennung kann keine Rede sein“: the first noun behind "von" says what is denied."""
    content = statement.content
    nouns = [word.lower() for word in _NOUN.findall(words)[1:]]  # behind "Von"
    things = role(content, "things") - {"rede"}
    found = (thing for word in nouns for thing in sorted(things) if word.startswith(thing[:_STEM]))
    noun = next(found, nouns[0] if nouns else "")
    nobody = dict.fromkeys(("agent", "subject", "object", "verbs"), frozenset[str]())
    roles = {**content.roles, **nobody, "things": things, "verb": frozenset({noun})}
    told = replace(content, predicate=noun, terms=content.terms - {"rede"}, roles=roles)
    alone = not parties(told) and not role(told, "place")
    return replace(statement, content=told, pointer=alone)


def _put_off(statement: Statement, stance: Stance) -> Statement:
    """A statement with what its phrase denies or doubts for its content."""
    content = replace(statement.content, negated=False, planned=False)
    return replace(
        statement, stance=stance, certainty=Certainty.CERTAIN, content=content, claimable=True, line=""
    )


def _claiming(statement: Statement, words: str) -> Speaker | None:
    """Who says of himself that he "will nichts zu tun haben"."""
    agents, found = role(statement.content, "agent"), _CLAIMED.match(words)
    if len(agents) != 1 or found is None:
        return None
    return Speaker(re.sub(r"^(?:Der|Die|Das) ", "", found["who"]), next(iter(agents)))


def _of_event(content: Content, kind: str) -> Content:
    """The event alone, of whose doer only the speaker says that it is not he."""
    doers = role(content, "subject") | role(content, "agent")
    kept = {name: content.roles[name] - doers for name in ("things", "names") if name in content.roles}
    nobody = dict.fromkeys(("agent", "subject", "object", "verb", "verbs"), frozenset[str]())
    roles = {**content.roles, **kept, **nobody, "self": doers}
    return replace(
        content, predicate=kind, terms=content.terms - doers, roles=roles, negated=False, planned=False
    )
