"""Joins separated verb particles: "weist … zurück" becomes the verb zurückweisen.

Where the document has trees, the relation ``compound:prt`` names the verb, and the rule below is asked only
where the tree's verb does not exist with the particle.  The rule: a particle stands at the end of a clause
and belongs to the nearest verb before it that exists with it, clauses in between left out.  A word that
neither its tag nor its tree calls a particle is none; without a tree its place alone can make it one.
"""

from __future__ import annotations

from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Token

from summaries.language.hanta import word_tagger
from summaries.language.lemmas import known_forms
from summaries.language.tables import words_of

_CLAUSE_END: Final = frozenset({"$,", "$.", "$(", "KON", "_SP"})
_LOOSE_TAGS: Final = frozenset(
    {"APPR", "ADV", "ADJD", "APPO", "NE", "NN", "PTKVZ", "APZR", "KOUS", "FM", "XY"}
)
_VERBS: Final = frozenset({"VVFIN", "VVIMP"})
_LIGHT_VERBS: Final = frozenset({"VAFIN"})
_AUXILIARIES: Final = frozenset({"VAFIN", "VMFIN"})
_RELATION: Final = "compound:prt"
_PARTICLE: Final = "PTKVZ"
_LIGHT: Final = frozenset(
    {
        ("an", "haben"),
        ("vor", "haben"),
        ("los", "sein"),
        ("bei", "sein"),
        ("inne", "haben"),
        ("dabei", "haben"),
    }
)

if not Token.has_extension("particle"):
    Token.set_extension("particle", default=None)


@Language.component(
    "lagebild_particles", assigns=["token.lemma"], requires=["token.tag", "token.is_sent_start"]
)
def join_particles(doc: Doc) -> Doc:
    """Put the joined infinitive on the finite verb's ``lemma_`` and the particle on ``token._.particle``."""
    particles = words_of("particles")
    for token in doc:
        may_be = token.tag_ in _LOOSE_TAGS and token.lower_ in particles
        if token.dep_ == _RELATION or (may_be and _is_placed(token)):
            _join(token)
    return doc


def _is_placed(token: Token) -> bool:
    """Tell whether the tag names a particle, or the place at the end of a clause shows one.

    The place will do without a tree, and for adjectives that are written apart ("gab bekannt").
    """
    by_place = not token.dep or token.lower_ in words_of("adjective_particles")
    return token.tag_ == _PARTICLE or (by_place and _closes_clause(token))


def _closes_clause(token: Token) -> bool:
    if token.text[0].isupper() and not token.text.isupper():
        return False
    following = token.i + 1
    return following == len(token.doc) or token.doc[following].tag_ in _CLAUSE_END


def _join(particle: Token) -> None:
    verb = _verb_in_tree(particle)
    if verb is None and particle.lower_ in words_of("particles") and _is_placed(particle):
        verb = _verb_of(particle) or _unknown_verb(particle)
        if verb is None:
            _make_adverb(particle)
    if verb is not None:
        particle.tag_, particle.pos_, particle.lemma_ = _PARTICLE, "ADP", particle.lower_
        verb._.particle = particle.i
        verb.lemma_ = particle.lower_ + verb.lemma_


def _verb_in_tree(particle: Token) -> Token | None:
    """Return the verb that the tree gives the particle, if it exists with it."""
    verb = particle.head
    if particle.dep_ != _RELATION or not _may_lose(verb, particle):
        return None
    return verb if _known(particle.lower_, verb) else None


def _unknown_verb(particle: Token) -> Token | None:
    """Return the tree's verb where tag and tree agree on a particle, though nobody knows the verb."""
    agreed = particle.dep_ == _RELATION and particle.tag_ == _PARTICLE
    loose = particle.lower_ in words_of("loose_particles")
    return particle.head if agreed and not loose and _may_lose(particle.head, particle) else None


def _may_lose(verb: Token, particle: Token) -> bool:
    return verb.tag_ in _VERBS | _LIGHT_VERBS and verb.i < particle.i and verb._.particle is None


def _make_adverb(token: Token) -> None:
    if token.tag_ == _PARTICLE and token.lower_ in words_of("loose_particles"):
        token.tag_, token.pos_ = "ADV", "ADV"


def _verb_of(particle: Token) -> Token | None:
    """Return the nearest verb that forms a known verb with ``particle`` and stands where it can be split."""
    before = [token for token in particle.sent if token.i < particle.i and not token.is_space]
    fallback = None
    same_clause = True
    for index in range(len(before) - 1, -1, -1):
        token = before[index]
        same_clause = same_clause and token.tag_ != "$,"
        if same_clause and token.tag_ in _AUXILIARIES and not _known(particle.lower_, token):
            return None
        if token.tag_ in _VERBS | _LIGHT_VERBS and token._.particle is None:
            if not _known(particle.lower_, token):
                continue
            closing = index + 1 < len(before) and before[index + 1].tag_ == "$,"
            if not closing:
                return token
            fallback = fallback or token
    return fallback


def _known(particle: str, verb: Token) -> bool:
    if particle in words_of("loose_particles"):
        return particle + verb.lemma_ in words_of("loose_particle_verbs")
    if verb.tag_ in _VERBS:
        joined = particle + verb.lemma_
        return f"VVINF {joined}" in known_forms() or word_tagger().is_verb(joined)
    return (particle, verb.lemma_) in _LIGHT
