"""Who has been named and heard so far in an article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from summaries.model import Speaker
from summaries.statements.lexicon import roles, words
from summaries.statements.naming import gender_of, kind_of, slug
from summaries.statements.phrases import Phrase

_BODY_REACH = 2  # sentences
_SHORT_FORM_REACH = 6  # tokens between a body's noun and its short form in brackets


# Nouns that mean any body of their kind, whatever the article called it before.
_ANY_BODY = words("any_body")


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody named in the article.

    ``gender`` is "f" or "m" as the words for it show, "" unknown; ``nouns`` are the lemmas that it was
    introduced by ("chefarzt"); ``sentence`` numbers the sentence, ``at`` is its first token, ``leads``
    whether it stands before the verb.
    """

    voice: Speaker
    person: bool
    gender: str
    nouns: frozenset[str]
    sentence: int
    at: int
    leads: bool = False


@dataclass(slots=True)
class Cast:
    """The voices of one article so far: pronouns, surnames and "das Unternehmen" find their bearer here."""

    doc: Doc
    last: tuple[Speaker, ...] = ()
    gender: str = ""
    heard_in_block: bool = False
    heard_in: int = -1  # the sentence in which somebody spoke last
    sentence: int = 0
    mentions: list[Mention] = field(default_factory=list)
    people: dict[str, tuple[str, str]] = field(default_factory=dict)  # surname → (full name, side)
    genders: dict[str, str] = field(default_factory=dict)  # surname → "f" or "m", where an office shows it
    organisations: dict[str, tuple[str, str]] = field(default_factory=dict)  # key → (name, kind of body)

    @property
    def person(self) -> Speaker | None:
        """The last person named in the sentence before."""
        found = [m.voice for m in self.mentions if m.person and m.sentence == self.sentence - 1]
        return found[-1] if found else None


def hear(cast: Cast, found: Sequence[Speaker]) -> None:
    """Remember who spoke last, with the grammatical gender that a pronoun must match."""
    if not found:
        return
    cast.last, cast.heard_in_block, cast.heard_in = tuple(found), True, cast.sentence
    spans = found[0].spans
    if spans:
        phrase = cast.doc.char_span(spans[0].begin, spans[0].end, alignment_mode="expand")
        cast.gender = gender_of(phrase) if phrase is not None else ""


def note_short_form(cast: Cast, phrase: Phrase) -> None:
    """„die Gewerkschaft Wasser und Land (GWL)“: the short form in brackets is the body's key and name."""
    kind = kind_of(cast.doc[phrase.head])
    if kind not in roles().bodies:
        return
    following = list(cast.doc[phrase.core_end : phrase.core_end + _SHORT_FORM_REACH])
    for opening, short, closing in zip(following, following[1:], following[2:], strict=False):
        if opening.text == "(" and closing.text == ")" and short.text.isupper() and len(short.text) > 1:
            cast.organisations[slug(short.text)] = (short.text, kind)


def organisation_called(cast: Cast, kind: str, head: Token) -> str:
    """The one organisation that a noun of its kind may mean, "" if none or several.

    „der Konzern“ means any firm, "der Versicherer" none that was called a "Netzbetreiber", a plural no single
    one.
    """
    found = organisation_of_kind(cast, kind, head.i) if "Plur" not in head.morph.get("Number", []) else ""
    return found if found and _may_be_called(cast, found, head.lemma_.lower()) else ""


def organisation_of_kind(cast: Cast, kind: str, before: int) -> str:
    """The one organisation of this kind that is named before a token, "" if none or several."""
    named = {m.voice.actor for m in cast.mentions if m.at < before}
    found = [key for key, (_, own) in cast.organisations.items() if own == kind and key in named]
    return found[0] if len(found) == 1 else ""


def _may_be_called(cast: Cast, key: str, noun: str) -> bool:
    """Whether a noun fits any body of its kind, or the one that the article calls so."""
    called = {own for m in cast.mentions if m.voice.actor == key for own in m.nouns}
    return noun in _ANY_BODY or not called or any(own.endswith(noun) or noun.endswith(own) for own in called)


def lone_body(cast: Cast, before: int, kind: str = "") -> Mention | None:
    """Return the one body that was named in the sentences right before a token, None if none or several.

    A spokesperson without a body speaks for it.  With a ``kind`` only bodies of it, or of none known, count.
    """
    near = [m for m in cast.mentions if m.at < before and cast.sentence - m.sentence <= _BODY_REACH]
    bodies = {m.voice.actor: m for m in near if not m.person and _kind(cast, m) != "medium"}
    if kind:
        bodies = {key: m for key, m in bodies.items() if _kind(cast, m) not in roles().bodies - {kind}}
    return next(iter(bodies.values())) if len(bodies) == 1 else None


def _kind(cast: Cast, mention: Mention) -> str:
    """The kind of a body, "" if the article does not say."""
    return cast.organisations.get(mention.voice.actor, ("", ""))[1]


def surname_in(cast: Cast, names: Sequence[Token]) -> str:
    """Return the surname of a name in lower case, without a genitive ending where the article has it so."""
    if not names:
        return ""
    word = names[-1].text.lower().rstrip("'’")
    short = word.removesuffix("s")
    return short if word not in cast.people and short in cast.people else word


def surname_of(voice: Speaker) -> str:
    """The surname in the key of a person, "" for a body."""
    return voice.actor.rpartition("@")[2] if "@" in voice.actor else ""
