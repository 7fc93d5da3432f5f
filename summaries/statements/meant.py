"""Whom a pronoun or a description means: "er", "dieser", "der Mediziner", "die 24-Jährige"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Doc, Token

from summaries.language.actors import actor_of
from summaries.model import Speaker
from summaries.statements.cast import Cast, Mention, surname_of
from summaries.statements.content import compound_parts
from summaries.statements.lexicon import person_kinds, words
from summaries.statements.phrases import Phrase

_PERSON_PRONOUNS = words("person_pronouns")
_GENERIC = words("generic_persons")
_DEFINITE = frozenset({"der", "die", "dieser", "diese", "dem"})
_DATIVES = {"ihm": "er", "ihr": "sie"}  # "ihm zufolge"
_AGE = re.compile(r"\d+-jährige[rnsm]?", re.IGNORECASE)
_REACH = 3  # sentences that a description without a name reaches back


def meant(cast: Cast, pronoun: Token) -> tuple[Speaker, ...]:
    """Return whom a pronoun means: who spoke last or was named before, as far as the gender allows it.

    "dieser" means the last person of the sentence before; of two in it, "er" means the one that leads it.
    "seinen" in "nach seinen Worten" means whom "er" would.
    """
    word = _DATIVES.get(pronoun.lower_, pronoun.lower_) if pronoun.tag_ == "PPER" else pronoun.lower_
    if word in {"dieser", "diese", "deren", "dessen"}:  # "nach deren Angaben": of whoever was heard
        person = (cast.person,) if cast.person is not None else ()
        return cast.last if word.startswith("de") else person
    own = pronoun.tag_ == "PPOSAT" and word.startswith(("sein", "ihr"))
    if not own and (word not in _PERSON_PRONOUNS or _is_plural(pronoun)):
        return ()
    wanted = "m" if word in {"er", "der"} or word.startswith("sein") else "f"
    people = [m for m in cast.mentions if m.person and m.sentence == cast.sentence - 1 and m.gender == wanted]
    if people and not any(surname_of(voice) for voice in cast.last):
        return (
            _leading(people),
        )  # a body of no certain gender spoke last, but a person was named right before
    led = [
        m.voice for m in cast.mentions if m.leads and m.sentence == cast.sentence - 1 and m.gender == wanted
    ]
    if led and cast.heard_in < cast.sentence - 1:
        return (led[0],)  # whoever the sentence before is about, not who spoke further up
    if cast.last and cast.gender in {"", wanted}:
        return cast.last
    return _named_before(cast, wanted)


def _leading(found: Sequence[Mention]) -> Speaker:
    """Return who stands before the verb, else who was named last."""
    return next((m.voice for m in found if m.leads), found[-1].voice)


def _is_plural(pronoun: Token) -> bool:
    """Whether "sie" is several, as its verb shows."""
    verb = pronoun.head
    forms = [t for t in (verb, *verb.children) if t.tag_.endswith("FIN")]
    return pronoun.lower_ == "sie" and any("Plur" in t.morph.get("Number", []) for t in forms)


def _named_before(cast: Cast, wanted: str) -> tuple[Speaker, ...]:
    """Return who was named in the sentence before with the gender that a pronoun asks for, a person first."""
    near = [m for m in cast.mentions if m.sentence == cast.sentence - 1]
    people = [m for m in near if m.person and m.gender in {"", wanted}]
    bodies = [m for m in near if not m.person and m.gender == wanted and m.leads]
    heard = {voice.actor for voice in cast.last}
    others = {m.voice.actor for m in people} - heard
    if cast.last and not [m for m in people if m.gender == wanted] and (not cast.gender or len(others) != 1):
        return ()  # somebody else spoke, and nobody surely fits
    people = [m for m in people if m.voice.actor not in heard]
    chosen = [m for m in people if m.gender == wanted] or people or bodies
    return (_leading(chosen),) if chosen else ()


def person_described(cast: Cast, phrase: Phrase) -> Speaker | None:
    """Return the person named before whom a definite description means, None where that is not certain.

    A noun means whoever was introduced by it, by a compound of it, or by a narrower noun of its kind ("der
    Mediziner" the "Chefarzt"); an age or a word that fits anybody means the one person who was just named.
    """
    doc, head = cast.doc, cast.doc[phrase.head]
    if doc[phrase.begin].lower_ not in _DEFINITE or "Plur" in head.morph.get("Number", []):
        return None
    noun, gender = head.lemma_.lower(), _gender_of(doc, phrase)
    people = [
        m for m in cast.mentions if m.person and m.gender in {"", gender} and m.sentence < cast.sentence
    ]
    fitting = [m for m in people if _fits(noun, m)]
    if not fitting and _is_generic(head, noun):
        near = [m for m in people if cast.sentence - m.sentence <= _REACH]
        fitting = [m for m in near if m.sentence == near[-1].sentence]
    found = {m.voice.actor: m.voice for m in fitting}
    return next(iter(found.values())) if len(found) == 1 else None


def _gender_of(doc: Doc, phrase: Phrase) -> str:
    return "m" if doc[phrase.begin].lower_ in {"der", "dieser"} else "f"


def _fits(noun: str, mention: Mention) -> bool:
    kind = person_kinds().get(noun)
    return any(
        own == noun
        or own.endswith(noun)
        or (kind is not None and kind in {person_kinds().get(own), _led(own)})
        for own in mention.nouns
    )


def _led(office: str) -> str | None:
    """The kind of who leads a firm by its name: "Nordtank-Chef"; no "CDU-Chef" is a manager."""
    body, _, last = office.rpartition("-")
    leads = bool(body) and last in {"chef", "chefin"} and actor_of(body) is None
    return person_kinds()["manager"] if leads else None


def _is_generic(head: Token, noun: str) -> bool:
    """Whether a noun says of a person only what fits anybody: an age, a sex, a party or a country."""
    last = head.text.rpartition("-")[2].lower()
    parts = compound_parts(head)[-1:]
    return bool(_AGE.fullmatch(head.text) or {noun, last, *parts} & _GENERIC)
