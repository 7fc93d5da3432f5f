"""Joins separated verb particles: "weist … zurück" becomes the verb zurückweisen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from summaries.language.hanta import word_tagger
from summaries.language.tables import words_of

_CLAUSE_END: Final = frozenset({"$,", "$.", "$(", "KON", "_SP"})
_LOOSE_TAGS: Final = frozenset(
    {"APPR", "ADV", "ADJD", "APPO", "NE", "NN", "PTKVZ", "APZR", "KOUS", "FM", "XY"}
)
_VERBS: Final = frozenset({"VVFIN", "VVIMP"})
_LIGHT_VERBS: Final = frozenset({"VAFIN"})
_AUXILIARIES: Final = frozenset({"VAFIN", "VMFIN"})
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
    for sentence in doc.sents:
        _join(sentence)
    return doc


def _join(sentence: Span) -> None:
    tokens = [token for token in sentence if not token.is_space]
    for index, token in enumerate(tokens):
        if not _may_be_particle(tokens, index):
            continue
        verb = _verb_of(tokens[:index], token.lower_)
        if verb is None:
            _make_adverb(token)
            continue
        token.tag_, token.pos_, token.lemma_ = "PTKVZ", "ADP", token.lower_
        verb._.particle = token.i
        verb.lemma_ = token.lower_ + verb.lemma_


def _make_adverb(token: Token) -> None:
    if token.tag_ == "PTKVZ" and token.lower_ in words_of("loose_particles"):
        token.tag_, token.pos_ = "ADV", "ADV"


def _may_be_particle(tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    if token.lower_ not in words_of("particles") or (token.text[0].isupper() and not token.text.isupper()):
        return False
    at_end = index + 1 == len(tokens) or tokens[index + 1].tag_ in _CLAUSE_END
    return token.tag_ == "PTKVZ" or (at_end and token.tag_ in _LOOSE_TAGS)


def _verb_of(before: Sequence[Token], particle: str) -> Token | None:
    """Return the nearest verb that forms a known verb with ``particle`` and stands where it can be split."""
    fallback = None
    same_clause = True
    for index in range(len(before) - 1, -1, -1):
        token = before[index]
        same_clause = same_clause and token.tag_ != "$,"
        if same_clause and token.tag_ in _AUXILIARIES and not _known(particle, token):
            return None
        if token.tag_ in _VERBS | _LIGHT_VERBS and not token._.particle:
            if not _known(particle, token):
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
        return word_tagger().is_verb(particle + verb.lemma_)
    return (particle, verb.lemma_) in _LIGHT
