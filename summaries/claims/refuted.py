"""Denials around what is denied: "Vorwürfe, …, seien falsch", "hat der Polizei widersprochen"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from summaries.claims.kinds import kinds_named_by, table
from summaries.claims.likeness import role
from summaries.model import Evidence, Speaker, Stance, Statement
from summaries.statements.lexicon import cues
from summaries.statements.refusals import as_denial

_FALSE: Final = re.compile(
    r"^(?:(?:Der|Die|Das|Diese|Solche|Alle|Entsprechende) )?(?:\w+ )?"
    r"(?:Vorw[uü]rfe?|Behauptung(?:en)?|Berichte?|Medienberichte?|Meldung(?:en)?|Darstellung(?:en)?|Angaben?|"
    r"Gerüchte?|Aussagen?|Anschuldigung(?:en)?|Verdacht|Vermutung(?:en)?|Spekulation(?:en)?|Unterstellung(?:en)?)"
    r"[^,]{0,60}, .{8,300}?,? (?:sei|seien|ist|sind|war|waren) (?:\w+ ){0,2}"
    r"(?:falsch|unwahr|unzutreffend|haltlos|absurd|erfunden|gelogen|unbegründet|unsinnig|abwegig|Unsinn|Quatsch|"
    r"aus der Luft gegriffen|(?:eine )?Lüge|nicht (?:wahr|richtig|korrekt|zutreffend))\b"
)
_NOT_SO: Final = re.compile(
    r"^Dass .{8,300}, (?:stimmt|stimme|stimmten|trifft|treffe|ist|sei) (?:\w+ ){0,2}"
    r"(?:nicht(?: zu| wahr| richtig)?|falsch|unwahr|erfunden|Unsinn|gelogen)\W*$"
)
# "Die Firma wies das zurück: Man habe …": what stands before is denied, what follows says why.
_REJECTED: Final = re.compile(
    r"^[A-ZÄÖÜ][^:,]{1,60} (?:"
    r"(?:wies|wiesen|weist|weisen) (?:das|dies|den Vorwurf|die Vorwürfe|die Darstellung) "
    r"(?:\w+ ){0,2}zurück|"
    r"(?:bestritt|bestritten|dementierte|dementierten) (?:das|dies)|widersprach(?:en)?): "
)
_CALLED: Final = frozenset({"stimmen", "zutreffen", "falsch", "unwahr", "wahr", "richtig"})
_CONTRADICTED: Final = re.compile(
    r"^(?P<who>[A-ZÄÖÜ].{2,70}?) (?:hat|haben) .{3,80}? widersprochen\W*$|"
    r"^(?P<also>[A-ZÄÖÜ].{2,70}?) (?:widersprach|widersprachen|widerspricht|widersprechen) "
    r"(?:dem|der|den|[A-ZÄÖÜ])[^:]*$"
)
_ARTICLE: Final = re.compile(r"^(?:Der|Die|Das) ")


def refuted(item: Evidence) -> Statement:
    """Return a statement that its own sentence calls false, or that somebody contradicted, as a denial.

    Args:
        item: Any statement; others are returned as they are.
    """
    statement = item.statement
    if statement.stance is not Stance.ASSERTS or statement.pointer:
        return statement
    if statement.speaker is None:
        return _of_paper(item)
    words = " ".join(span.of(item.text) for span in statement.quote)
    if _REJECTED.match(words) and statement.number:
        return _of_one_before(statement)
    if _NOT_SO.match(words):
        return _of_clause(_with_inner_verb(statement))
    return _of_clause(statement) if _FALSE.match(words) else statement


def _of_one_before(statement: Statement) -> Statement:
    content = replace(statement.content, negated=False, planned=False)
    return as_denial(replace(statement, refers=(statement.number - 1,)), content, pointer=True)


def _with_inner_verb(statement: Statement) -> Statement:
    """„Dass Daten gestohlen wurden, stimmt nicht“: it is the theft that is not so."""
    content = statement.content
    verbs = content.terms - _CALLED - role(content, "things")
    told = sorted(verb for verb in verbs if verb.endswith("n") and kinds_named_by(verb) & table().names)
    verb = frozenset(told if len(told) == 1 else ())
    roles = {**content.roles, "verb": verb, "verbs": verb}
    content = replace(content, predicate="".join(verb), terms=content.terms - _CALLED, roles=roles)
    return replace(statement, content=content)


def _of_paper(item: Evidence) -> Statement:
    """What the article itself tells: that somebody contradicted, or a clause that is called false."""
    if _FALSE.match(item.statement.sentence.of(item.text)):
        return replace(item.statement, claimable=False)
    return _contradicting(item) or item.statement


def _of_clause(statement: Statement) -> Statement:
    """What is said to be false, without the word for the report of it."""
    content, words = statement.content, cues().pointers | cues().accusations
    roles = {name: found - words for name, found in content.roles.items()}
    content = replace(content, terms=content.terms - words, roles=roles, negated=False, planned=False)
    return as_denial(statement, content)


def _contradicting(item: Evidence) -> Statement | None:
    """„Die Reederei hat der Polizei widersprochen“: who the paper names denies what those said."""
    statement = item.statement
    agents = role(statement.content, "agent")
    found = _CONTRADICTED.match(" ".join(span.of(item.text) for span in statement.quote))
    if found is None or statement.content.negated or len(agents) != 1:
        return None
    actor = next(iter(agents))
    known = f"-/{actor}" if actor in role(statement.content, "things") else actor
    speaker = Speaker(_ARTICLE.sub("", found["who"] or found["also"]), known)
    return as_denial(replace(statement, speaker=speaker), statement.content, pointer=True)
