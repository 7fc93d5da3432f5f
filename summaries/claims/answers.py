"""What somebody's own words answer: what another one said, mostly in another article.

„Lösegeld sei nicht geflossen“, "Absprachen habe es nie gegeben" mean the one claim that tells of this.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from summaries.claims.denials import answer_to, in_time, take_out, was_said
from summaries.claims.drafts import AGAINST, Draft, Drafts, id_of, order_of, side_keys
from summaries.claims.kinds import are_converse, events_in, excluded_by, kinds_named_by, kinds_of, table
from summaries.claims.likeness import alike, compatible, role
from summaries.claims.nouns import is_person
from summaries.claims.parties import is_party, named_in, naming, own_names
from summaries.claims.reading import is_open, is_partial, words_in
from summaries.claims.rejections import claims_innocence, rejected
from summaries.model import Certainty, Content, Evidence, Stance
from summaries.statements.lexicon import cues, roles

# "Lösegeld gab es nicht", "Absprachen bestanden nicht": that something is, be it a thing or an event.
_BEING_THERE: Final = frozenset(
    {"geben", "bestehen", "vorliegen", "existieren", "stattfinden", "erfolgen", "fließen"}
)
# ... and those that say so of what they have for an object: "Man führe keine Verhandlungen".
_HAVING: Final = frozenset({"führen", "laufen", "haben"})
_NONE: Final = re.compile(r"\bkein\w*\b", re.IGNORECASE)
# "außer Lebensgefahr", "ohne Schaden": not so, though nothing is negated.
_LACKING: Final = re.compile(r"\b(?:außer|ohne)\b", re.IGNORECASE)
# Verbs that any two sentences may share.
_SAYS_LITTLE: Final = frozenset((
    "sein", "werden", "haben", "geben", "machen", "kommen", "gehen", "lassen", "stehen", "bleiben", "tun",
    "können", "nehmen", "stellen", "setzen", "bringen", "führen", "halten", "sehen", "wissen", "sagen",
    "plan", "presence",
))  # fmt: skip
# Not so for now: that answers only what was said before.
_SO_FAR: Final = re.compile(
    r"\b(?:noch|bislang|bisher|vorerst|zunächst|derzeit|momentan|zuvor) (?:nicht|kein\w*)\b", re.IGNORECASE
)
_MONEY: Final = frozenset({"geld", "summe", "betrag"})  # what any sum is
_CURRENCIES: Final = frozenset({"EUR", "USD", "GBP", "CHF"})
_CONSIDERING: Final = frozenset({"denken"})  # "denkt nicht an einen Rücktritt"
# A verdict is news whatever who is convicted says to it.
_VERDICTS: Final = frozenset({"convict", "acquit"})
_FREE: Final = re.compile(r"\bfrei von (?P<what>[A-ZÄÖÜ]\w+)")
_STEM: Final = 4  # letters that a lemma shares with its form
_CAUSES: Final = frozenset({"ursache", "grund", "auslöser", "anlass", "schuld"})
_NONE_OF: Final = re.compile(r"\b[Kk]ein\w* (?:[a-zäöü]\w* )?([A-ZÄÖÜ]\w+)")
_ENDS: Final = ("en", "n", "e", "s")
_NO_FACTS: Final = _CAUSES | frozenset((
    "möglichkeit", "alternative", "weg", "lösung", "interesse", "chance", "sinn", "frage", "problem", "platz",
    "rede", "information", "angabe", "garantie", "kommentar", "stellungnahme", "kontakt", "verständnis",
))  # fmt: skip
_SAME: Final = ("when", "place", "time", "ages")
_OWN: Final = 2  # what it counts that a claim is of who answers it: as much as two words in common
_CLEAR: Final = 2


def attach_answers(drafts: Drafts, items: Iterable[Evidence]) -> None:
    """Put each answer against the one claim that it can only mean.

    Args:
        drafts: All claims, with the denials that were read as such.
        items: What is said in somebody's name, in the order of time.
    """
    everything = list(items)
    used = {id_of(item) for draft in drafts.all() for item in draft.against}
    for item in (one for one in everything if id_of(one) not in used and _is_answer(one)):
        _attach(drafts, item)
    answered = {key for draft in drafts.all() for item in draft.against for key in _by_whom(item)}
    for item in everything:
        bare = item.statement.stance in AGAINST or claims_innocence(item)
        if bare and not _by_whom(item) & answered:
            for draft in rejected(drafts, item):
                draft.against.append(item)


def _by_whom(item: Evidence) -> set[tuple[str, str]]:
    """Who speaks in which article: what he denies in so many words is what he denies."""
    return {(item.source.article, key) for key in side_keys(item)}


def _attach(drafts: Drafts, item: Evidence) -> None:
    own = next(iter(drafts.with_members([id_of(item)])), None)
    alike_said = [item] if own is None else own.members
    only_denied = all(m.statement.content.negated for m in alike_said) or len(alike_said) == 1
    meant = _meant(drafts, item, own) if only_denied else None
    if meant is not None:
        sides = side_keys(meant.founder)
        meant.against.extend(m for m in alike_said if not side_keys(m) & sides)
        take_out(drafts, own)


def _is_answer(item: Evidence) -> bool:
    """Whether somebody surely says that something is not so, without bounds."""
    statement, content = item.statement, item.statement.content
    sure = statement.stance is Stance.ASSERTS and statement.certainty is Certainty.CERTAIN
    told = statement.speaker is not None and not statement.pointer
    against = bool(content.negated or excluded_by(kinds_of(content)) or _free_of(item))
    against = against and not role(content, "change")
    bounded = is_open(item) or is_partial(item) or _names_no_fact(words_in(item))
    return sure and told and against and not bounded


def _names_no_fact(words: str) -> bool:
    """„Es gibt keinen Grund, …“, "es gebe keine Hinweise": what is not there is nothing that took place."""
    nouns = [noun.lower() for noun in _NONE_OF.findall(words)]
    known = _NO_FACTS | cues().evidence | cues().doubt_nouns
    return any(
        noun == one or noun.removesuffix(end) == one for noun in nouns for one in known for end in _ENDS
    )


def _free_of(item: Evidence) -> frozenset[str]:
    """„Die Halle ist frei von Asbest“: what is not there."""
    found = _FREE.search(words_in(item))
    stem = found["what"].lower() if found is not None else ""
    named = role(item.statement.content, "things") | role(item.statement.content, "names")
    return frozenset(word for word in named if stem and word[:_STEM] == stem[:_STEM])


def _meant(drafts: Drafts, item: Evidence, own: Draft | None) -> Draft | None:
    """The claim that fits an answer better than any other."""
    found: dict[int, list[Draft]] = {}
    for draft in drafts.all():
        if draft is not own and _may_answer(drafts, draft, item):
            found.setdefault(_in_common(drafts, draft, item), []).append(draft)
    best = max(found, default=0)
    return found[best][0] if best >= _CLEAR and len(found[best]) == 1 else None


def _may_answer(drafts: Drafts, draft: Draft, item: Evidence) -> bool:
    """Whether a claim is of another side and may be of the same event at the same time."""
    claim, founder = draft.founder.statement.content, draft.founder
    if not (_may_be_heard(item, founder) and _has_figures_of(item, founder)):
        return False
    if claim.negated or side_keys(item) & side_keys(founder) or not was_said(draft, item):
        return False
    if _LACKING.search(words_in(founder)) or (_SO_FAR.search(words_in(item)) and _is_later(founder, item)):
        return False
    answer = answer_to(item, claim)
    met = _free_of(item) & naming(claim) or _met(answer, claim, words_in(item))
    if answer.planned != claim.planned or not in_time(item, founder) or not met:
        return False
    return all(compatible(answer, claim, name) for name in _SAME) and drafts.meet(item, founder)


def _may_be_heard(item: Evidence, founder: Evidence) -> bool:
    """Whether somebody may answer what another one says: in one article only who is told of.

    What a paper tells in its own words is more often another thing than a wrong one, and what somebody says
    of himself is no answer to what is told of others.
    """
    if founder.statement.speaker is None:
        return False
    party = is_party(item, founder.statement.content)
    return party or not (
        item.source.article == founder.source.article or role(item.statement.content, "self")
    )


def _has_figures_of(item: Evidence, founder: Evidence) -> bool:
    """Whether a claim counts what an answer counts: "die drei Bilder sind keine Fälschungen"."""
    told = {(q.unit, q.low, q.high) for q in founder.statement.quantities}
    return all((q.unit, q.low, q.high) in told for q in item.statement.quantities)


def _is_later(one: Evidence, other: Evidence) -> bool:
    return order_of(one) > order_of(other)


def _met(answer: Content, claim: Content, words: str) -> bool:
    """Whether both are of one kind of event, of opposite ones, or of something that one says is not there."""
    kinds, claimed = kinds_of(answer), kinds_of(claim)
    if not answer.negated:
        return bool(excluded_by(kinds) & claimed)
    if (kinds & claimed) - _SAYS_LITTLE - _VERDICTS or are_converse(kinds, claimed):
        return True
    if role(answer, "verb") & (table().considering | _CONSIDERING):
        return bool(events_in(answer) & claimed)
    there = role(answer, "verb") & (_BEING_THERE | _HAVING if _NONE.search(words) else _BEING_THERE)
    alone = role(answer, "verbs") <= there  # "gab sich nicht zu erkennen" is no "gab es nicht"
    return bool(there) and alone and any(_is_told(head, claim) for head in _heads(answer))


def _heads(content: Content) -> frozenset[str]:
    """What a proposition is about; a noun at the head of a sentence may have been read as a name."""
    heads = role(content, "subject") | role(content, "object")
    return heads or (role(content, "names") - role(content, "place"))


def _is_told(noun: str, claim: Content) -> bool:
    """Whether a claim names a thing, or tells the event that a noun is for."""
    return bool(kinds_named_by(noun) & kinds_of(claim)) or any(alike(noun, t) for t in naming(claim))


def _in_common(drafts: Drafts, draft: Draft, item: Evidence) -> int:
    """How much of an answer a claim tells, 0 if the answer names what is not even around the claim.

    What the answer is about must be in the claim; for a person that may be "sie".
    """
    answer, claim = item.statement.content, draft.founder.statement.content
    money = any(q.unit in _CURRENCIES for q in draft.founder.statement.quantities)
    named = named_in(item) - (_MONEY if money else frozenset())
    known = naming(claim) | own_names(draft.founder)
    told = {word for word in named if any(alike(word, other) for other in known)}
    named -= roles().kinds.keys() - told  # "mit anderen Vereinen"
    about = {head for head in _heads(answer) - _CAUSES if not is_person(head)} - (_MONEY if money else set())
    noun = {head for head in about if kinds_named_by(head) & kinds_of(claim)}
    article = draft.founder.source.article
    around = (answer.negated or _free_of(item)) and all(
        drafts.scenes.speaks_of(article, word) for word in named - told
    )
    if (about and not about & (told | noun)) or not (around or named <= told):
        return 0
    event = bool(noun or kinds_of(answer) & kinds_of(claim) & table().names)
    return len(told) + event + bool(noun) + _OWN * is_party(item, claim)
