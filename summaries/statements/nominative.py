"""Noun phrases as a reader names them: without article, in the nominative."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from summaries.statements.lexicon import cues, words
from summaries.statements.phrases import Phrase

_OBLIQUE = frozenset(["des", "dem", "eines", "einem"])
_GENITIVE_NAME = re.compile(r"\w{3}[^suaoi]s$")
# Nouns whose plural ends in -n in every case, by their endings.
_WEAK = tuple(sorted(words("weak_endings")))
_UMLAUTS = str.maketrans("äöüÄÖÜ", "aouAOU")
_WEAKENING = frozenset({"der", "den", "die"})
# Articles that leave the ending to the noun in the nominative: "einen Aufständischen", ein "Aufständischer".
_MASCULINE = frozenset({"einen", "einem", "eines", "seinen", "seinem", "ihren", "ihrem"})
_ADJECTIVAL = tuple(f"{noun}n" for noun in sorted(words("adjectival_nouns")))
_PARTICIPIAL = (*_ADJECTIVAL, "ischen", "igen", "enen", "enden", "igten", "ierten", "lichen")
_NEUTER = (
    "amt",
    "ministerium",
    "gericht",
    "werk",
    "büro",
    "institut",
    "land",
    "haus",
    "unternehmen",
    "zentrum",
    "team",
    "kommando",
    "militär",
    "magazin",
    "blatt",
    "portal",
    "komitee",
    "kabinett",
    "parlament",
    "präsidium",
    "bündnis",
    "gutachten",
    "schreiben",
    "dokument",
    "papier",
    "protokoll",
)


def nominative(doc: Doc, phrase: Phrase) -> str:
    """Return the phrase without its article, its core in the nominative, genitives as they stand."""
    core = [t for t in doc[phrase.begin : phrase.core_end] if not t.is_space and not t.is_quote]
    tail = doc[phrase.core_end : phrase.end].text.strip()
    article = core[0] if core[0].tag_ in {"ART", "PDAT", "PPOSAT"} and len(core) > 1 else None
    governed = bool(phrase.preposition) or (
        phrase.begin > 0 and doc[phrase.begin - 1].tag_ in {"NN", "NNA", "APPR"}
    )
    governed = governed or doc[phrase.end : phrase.end + 1].text.lower() in cues().source_after
    governed = governed and "Nom" not in doc[phrase.head].morph.get("Case", [])
    words = [
        _bare(token, article, doc[phrase.head], governed=governed)
        for token in (core[1:] if article else core)
    ]
    name = re.sub(r"\s+", " ", " ".join([*words, tail])).strip()
    return name[:1].upper() + name[1:]


def _bare(token: Token, article: Token | None, head: Token, *, governed: bool) -> str:
    if article is None:
        return _without_article(token, head, governed=governed)
    if token.tag_ == "ADJA" and token.text[0].isupper() and token.text.endswith("er"):
        return token.text  # "die Mailänder Bank"
    if token.tag_ == "ADJA":
        return re.sub(r"(?:en|er|em|es|e)$", "", token.text) + _ending(article, head, governed=governed)
    return _noun(token, article, head)


def _without_article(token: Token, head: Token, *, governed: bool) -> str:
    if token.tag_ in {"ADJA", "PIAT", "PIDAT"} and "Plur" in head.morph.get("Number", []):
        return re.sub(r"(?:en|er)$", "e", token.text)  # "nach polnischen Angaben"
    oblique = governed or token.text.endswith(("leuten", "nissen"))
    return _plural(token) if oblique and token.i == head.i else token.text


def _noun(token: Token, article: Token, head: Token) -> str:
    if token.i == head.i and article.lower_ in _WEAKENING and _is_adjectival(token):
        return token.lemma_  # "nach Darstellung der Beschäftigten"
    if token.i == head.i and article.lower_ == "den" and "Plur" in head.morph.get("Number", []):
        return _plural(token)  # "den Berichten zufolge"
    participial = token.lower_.endswith(_PARTICIPIAL) and token.text == f"{token.lemma_}n"
    if token.i == head.i and article.lower_ in _MASCULINE and participial:
        return f"{token.lemma_}r"
    return _without_genitive(token, head) if article.lower_.endswith("es") else token.text


def _is_adjectival(noun: Token) -> bool:
    """Whether a noun is inflected as an adjective, so that it loses its -n without an article."""
    return noun.tag_ == "NN" and noun.text == f"{noun.lemma_}n" and noun.lower_.endswith(_ADJECTIVAL)


def _without_genitive(token: Token, head: Token) -> str:
    """„des Verbands“ is "Verband", "des Handelsblatts" is "Handelsblatt" whatever its lemma."""
    unread = token.tag_ == "NE" or token.lemma_ == token.text
    if unread and token.tag_ in {"NE", "NN"} and _GENITIVE_NAME.search(token.text):
        return token.text[:-1]
    return token.lemma_ if token.i == head.i and token.tag_ == "NN" else token.text


def _plural(token: Token) -> str:
    """The nominative plural of a noun in the dative plural: "Anwohnern" is "Anwohner"."""
    short = token.text[:-1]
    if token.morph.get("Case", []) == ["Gen"]:
        return token.text  # as in the nominative: "mehrerer Zeugen"
    if token.text.endswith(("leuten", "nissen")):
        return short
    if token.tag_ == "NE":
        return token.lemma_ if token.text == f"{token.lemma_}s" else token.text
    if token.lemma_.endswith(("ung", "heit", "keit", "schaft", "ion", "tät", "e", "in", "ei", "on")):
        return token.text  # their plural ends in -n in every case
    lemma = token.lemma_
    if lemma.lower().endswith(_WEAK):
        return token.text  # "Diplomaten" in every case
    stem = short.translate(_UMLAUTS)  # "Kräften", of "Kraft"
    longer = token.text.endswith("n") and stem.lower() in {f.lower() for f in _forms(lemma)}
    return short if longer and token.text != lemma else token.text


def _forms(lemma: str) -> tuple[str, str]:
    plain = lemma.translate(_UMLAUTS)
    return plain, f"{plain}e"


def _ending(article: Token, head: Token, *, governed: bool) -> str:
    """The strong ending of an adjective without article.

    "der" is masculine in the nominative and feminine or plural where something governs the phrase.
    """
    if article.lower_ == "der":
        return "e" if governed else "er"
    if article.lower_ in _OBLIQUE or article.lower_ == "ein":
        return "es" if head.lemma_.lower().endswith(_NEUTER) else "er"
    return "es" if article.lower_ == "das" else "e"
