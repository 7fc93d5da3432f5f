"""Who is responsible for a statement: the name a reader sees and the key that voices are compared by.

A key reads ``side/detail``: ``RU`` (the state, its capital, its government), ``KR/nis`` (an organ of it),
``UA/selenskyj`` (a person whose side the text names), ``-/polizei`` (no side known).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc, Token

from summaries.language.actors import Actor, actor_of
from summaries.model import Span, Speaker
from summaries.statements.phrases import Phrase

_NAME_TAGS = frozenset({"NE", "FM"})
_PERSON_PRONOUNS = frozenset({"er", "sie", "dieser", "diese", "der", "die"})
_NEUTER = ("amt", "ministerium", "gericht", "werk", "büro", "institut", "land", "haus", "unternehmen", "zentrum", "team", "kommando", "militär", "magazin", "blatt", "portal", "komitee", "kabinett", "parlament", "präsidium", "bündnis")  # fmt: skip


@dataclass(slots=True)
class Cast:
    """The voices of one article so far, so that pronouns and bare surnames find their bearer."""

    doc: Doc
    last: tuple[Speaker, ...] = ()
    gender: str = ""
    person: Speaker | None = None
    people: dict[str, tuple[str, str]] = field(default_factory=dict)  # surname → (full name, side)


def note_people(cast: Cast, found: Sequence[Phrase]) -> Speaker | None:
    """Remember full names and sides of the persons that the phrases name; return the last of them."""
    last: Speaker | None = None
    for phrase in found:
        names = _name_tokens(cast.doc, phrase)
        if not names or actor_of(" ".join(t.text for t in names)):
            continue
        surname = names[-1].lemma_.lower()
        full, side = cast.people.get(surname, ("", ""))
        name = " ".join(t.text for t in names)
        cast.people[surname] = (max(full, name, key=len), side or _side_of(cast.doc, phrase, names))
        full, side = cast.people[surname]
        last = Speaker(full, f"{side or '-'}/{surname}")
    return last


def speakers(cast: Cast, found: Sequence[Phrase]) -> tuple[Speaker, ...]:
    """Resolve the phrases of a subject or source to speakers; a pronoun is the last speaker."""
    resolved: list[Speaker] = []
    for phrase in found:
        span = _span(cast.doc, phrase.begin, phrase.end)
        if phrase.pronoun:
            resolved.extend(replace(s, spans=(span,)) for s in _meant(cast, cast.doc[phrase.begin].lower_))
            continue
        resolved.append(_speaker(cast, phrase, span))
    return tuple(resolved)


def hear(cast: Cast, found: Sequence[Speaker]) -> None:
    """Remember who spoke last, with the grammatical gender that a pronoun must match."""
    if not found:
        return
    cast.last = tuple(found)
    spans = found[0].spans
    if spans:
        phrase = cast.doc.char_span(spans[0].begin, spans[0].end, alignment_mode="expand")
        cast.gender = _gender(phrase[0].lower_, found[0].name) if phrase is not None else ""


def _gender(first: str, name: str) -> str:
    if first in {"eine", "die", "diese", "sie"} or name.split(" ")[0].endswith(("in", "innen")):
        return "f"
    return "m" if first in {"der", "ein", "dieser", "er"} else ""


def _meant(cast: Cast, pronoun: str) -> tuple[Speaker, ...]:
    """"er", "sie" is the last speaker if the gender allows; "dieser" the person named last before."""
    if pronoun in {"dieser", "diese"}:
        return (cast.person,) if cast.person is not None else ()
    if pronoun not in _PERSON_PRONOUNS:
        return ()
    wanted = "m" if pronoun == "er" else "f"
    return cast.last if cast.gender in {"", wanted} else ()


def side(actor: str) -> str:
    """The part of an actor key that names whose organ or person it is, "-" if unknown."""
    return actor.partition("/")[0]


def actor_key(found: Actor) -> str:
    """The key of a known actor: its side alone, or side and organ."""
    top = found.parent or found.key
    return top if found.key == top else f"{top}/{found.key.rpartition(':')[2].lower()}"


def actor_in(text: str) -> str | None:
    """The key of the actor that ``text`` names as a whole, or None."""
    found = actor_of(text)
    return actor_key(found) if found else None


def _speaker(cast: Cast, phrase: Phrase, span: Span) -> Speaker:
    doc = cast.doc
    names = _name_tokens(doc, phrase)
    surname = names[-1].lemma_.lower() if names else ""
    if surname in cast.people:
        full, known_side = cast.people[surname]
        return Speaker(full, f"{known_side or '-'}/{surname}", (span,))
    known = _known(doc, phrase)
    if known is not None:
        return Speaker(_display(doc, phrase, known), actor_key(known), (span,))
    where = _side_of(doc, phrase, [])
    kind = _slug(doc[phrase.head].lemma_)
    return Speaker(_nominative(doc, phrase), f"{where or '-'}/{kind}", (span,))


def _known(doc: Doc, phrase: Phrase) -> Actor | None:
    """The actor that the phrase itself is: its full text, its core, or the name in it."""
    core = doc[phrase.begin : phrase.core_end]
    bare = core[1:] if core[0].tag_ in {"ART", "PDAT"} and len(core) > 1 else core
    head = doc[phrase.head]
    for text in (doc[phrase.begin : phrase.end].text, core.text, bare.text, _lemmas(bare)):
        found = actor_of(text)
        if found is not None:
            return found
    return actor_of(head.text) if head.tag_ == "NE" else None


def _lemmas(tokens: Sequence[Token]) -> str:
    return " ".join(t.lemma_ for t in tokens)


def _display(doc: Doc, phrase: Phrase, known: Actor) -> str:
    """Organs by their own name, states as the text names them ("Moskau", "die Ukraine" → "Ukraine")."""
    if known.parent:
        return known.name
    return _nominative(doc, phrase)


def _name_tokens(doc: Doc, phrase: Phrase) -> list[Token]:
    """The person's name in the phrase: the run of names at its core's end."""
    names: list[Token] = []
    for token in reversed(doc[phrase.begin : phrase.core_end]):
        if token.tag_ in _NAME_TAGS or (names and token.tag_ == "NN" and token.ent_type_ == "PER"):
            names.insert(0, token)
        else:
            break
    return names


def _side_of(doc: Doc, phrase: Phrase, names: Sequence[Token]) -> str:
    """The side named by an adjective, genitive or compound in the phrase ("Kreml-Sprecher")."""
    own = {t.i for t in names}
    for token in doc[phrase.begin : phrase.end]:
        if token.i in own:
            continue
        for piece in (token.text, token.lemma_, *token.text.split("-")[:-1]):
            found = actor_of(piece)
            if found is not None:
                return found.parent or found.key
    return ""


def _nominative(doc: Doc, phrase: Phrase) -> str:
    """The phrase as a reader names it: without article, its core in the nominative."""
    core = [t for t in doc[phrase.begin : phrase.core_end]]
    first = core[0] if core else doc[phrase.begin]
    tail = doc[phrase.core_end : phrase.end].text_with_ws.strip()
    if first.tag_ in {"ART", "PDAT", "PPOSAT"} and len(core) > 1:
        core = core[1:]
    words = [_bare(token, first, doc[phrase.head]) for token in core]
    name = re.sub(r"\s+", " ", " ".join([*words, tail])).strip()
    return name[:1].upper() + name[1:]


def _bare(token: Token, first: Token, head: Token) -> str:
    oblique = first.lower_ in {"des", "dem", "den", "eines", "einem", "einer", "der"}
    if token.tag_ == "ADJA" and token.lower_.endswith(("en", "er", "em", "es", "e")):
        if first.lower_ in {"des", "dem", "eines", "einem"}:
            return _stem(token) + ("es" if head.lower_.endswith((*_NEUTER, *(n + "s" for n in _NEUTER), *(n + "es" for n in _NEUTER))) else "er")
        return _stem(token) + "e" if oblique or first.lower_ in {"die", "das", "eine", "ein"} and first.i != token.i else token.text
    if token.i == head.i and first.lower_ in {"des", "eines"} and token.tag_ == "NN":
        return token.lemma_
    return token.text


def _stem(token: Token) -> str:
    return re.sub(r"(?:en|er|em|es|e)$", "", token.text)


def _slug(lemma: str) -> str:
    return re.sub(r"[^\w]+", "-", lemma.lower()).strip("-") or "unbekannt"


def _span(doc: Doc, begin: int, end: int) -> Span:
    last = doc[end - 1]
    return Span(doc[begin].idx, last.idx + len(last.text))
