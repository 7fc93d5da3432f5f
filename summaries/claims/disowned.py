"""Who has "nichts zu tun" with something denies that he did it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from summaries.claims.kinds import events_in
from summaries.claims.likeness import parties, role
from summaries.model import Certainty, Content, Evidence, Speaker, Stance, Statement

_NOTHING: Final = re.compile(r"\bnichts zu (?:tun|schaffen)\b")
_CLAIMED: Final = re.compile(r"^(?P<who>.{2,60}?) (?:will|wollen|wolle|wollten|wollte)\b")
_HAVING: Final = frozenset({"tun", "schaffen"})


def disowned(item: Evidence) -> Statement:
    """Return a statement that disowns an event as a denial of it, any other as it is.

    "Die Gruppe will mit dem Angriff nichts zu tun haben" is the group's denial; without "will" and without a
    speaker the paper itself says so, which is left alone.
    """
    statement = item.statement
    words = " ".join(span.of(item.text) for span in statement.quote)
    told = events_in(statement.content) - _HAVING
    if not (statement.content.negated and told and _NOTHING.search(words)) or statement.pointer:
        return statement
    speaker = statement.speaker or _claiming(statement, words)
    if speaker is None:
        return statement
    content = _of_event(statement.content, min(told))
    alone = not parties(content) and not role(content, "place")
    return replace(
        statement,
        stance=Stance.DENIES,
        certainty=Certainty.CERTAIN,
        speaker=speaker,
        content=content,
        claimable=True,
        pointer=alone,
        line="",
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
