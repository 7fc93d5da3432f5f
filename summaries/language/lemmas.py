"""The component that sets lemmas, from a word's form, its STTS tag and some of its features.

In order: closed-class words from the lexicon; a table of frequent forms; compounds by their last part (a
compound inflects as its last part does); and HanTa for what is left.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, MorphAnalysis, Token

from config.language import WORD_CACHE_SIZE
from summaries.language.hanta import word_tagger
from summaries.language.tables import lemmas_in, words_of
from summaries.language.tokenizer import normal_form

_GENDERED: Final = re.compile(r"(?<=\w)[:*_/]-?[iI]n(?:nen)?(?=\W|$)")
_LOWERED: Final = frozenset({
    "ADV", "APPO", "APPR", "APZR", "ITJ", "KOKOM", "KON", "KOUI", "KOUS", "PAV", "PROAV", "PTKA", "PTKANT",
    "PTKNEG", "PTKVZ", "PTKZU", "PWAV",
})  # fmt: skip
_DETERMINERS: Final = frozenset({
    "ART", "PDAT", "PDS", "PIAT", "PIDAT", "PIS", "PPOSAT", "PPOSS", "PRELAT", "PRELS", "PWAT", "PWS",
})  # fmt: skip
_PERSONAL: Final = frozenset({"PPER", "PRF"})
_HINTED: Final = frozenset({"NE", "NN", "PPER"})
_ENDINGS: Final = ("", "e", "en", "em", "er", "es")
_ADJECTIVE_FORMS: Final = ("e", "en", "em", "er", "es")
_POLITE: Final[Mapping[str, str]] = {"Sie": "Sie", "Ihnen": "Sie"}
_LONGEST_ACRONYM: Final = 5
_SHORTEST_HEAD: Final = 5
_SHORTEST_MODIFIER: Final = 3
_SHORTEST_NAME: Final = 3
# Tables and HanTa, made from old newspapers, say "Beschluß" of "Beschluss": ß stays only behind a long vowel.
_SPELT_ANEW: Final = frozenset({"NN", "AD"})
_LONG: Final = (
    "ei", "ie", "au", "eu", "äu", "stra", "fu", "fü", "gru", "grü", "ma", "spa", "spä", "scho", "sto", "stö",
    "klo", "klö", "gro", "grö", "blo", "blö", "so", "fä", "sä", "mu", "bu", "sü", "flo", "flö",
)  # fmt: skip
_OLD_SPELLING: Final = re.compile("".join(f"(?<!{vowels})" for vowels in _LONG) + "ß", re.IGNORECASE)
_SIBILANTS: Final = ("s", "ß", "x", "z", "sch")
_TAKES_N: Final = ("e", "l", "r")
_INFLECTED_NOUN: Final = re.compile(r".*[ensr]|.*[äöü][^\Wäöü]*l")
_PLAIN_PLURAL: Final = re.compile(r"(?P<lemma>.+(?:ung|heit|keit|schaft|ion|tät))en|(?P<feminine>.+in)nen")
# Stems that end otherwise may be comparatives, superlatives or shortened ("dunkl", "teur", "hoh"); "-er" may
# also be part of a place's adjective ("Berliner").
_PLAIN_STEM: Final = r"[^\W\d]{2,}(?<!er)(?<![sß]t)(?<![^aeiouäöüln]l)(?<![ae]ur)(?<!hoh)"
_SUFFIXED: Final = r"\w{2,}(?:isch|lich|ig|bar|los|haft|sam|voll|ell|iv|al|är|ös|nd|iert)"
_AGED: Final = re.compile(r"(?P<lemma>.+-Jährige)[mnr]?")
_PLAIN_ADJECTIVE: Final = re.compile(rf"(?P<lemma>{_PLAIN_STEM}(?=e[nms]?$)|{_SUFFIXED}(?=er$))e[nmrs]?")
_VOWELS: Final = tuple("aeiouäöü")
_ZU: Final = re.compile(r"(?P<particle>\w{2,}?)zu(?P<verb>\w{2,}n)")


@Language.component("lagebild_lemmatizer", assigns=["token.lemma"], requires=["token.tag"])
def lemmatise(doc: Doc) -> Doc:
    """Set ``lemma_`` on every token; case, number and gender in its features help where they are known."""
    for token in doc:
        tag = token.tag_
        token.lemma_ = lemma_of(token.text, tag, _hint(token, tag) if tag in _HINTED else "")
    return doc


def _hint(token: Token, tag: str) -> str:
    if tag == "NN":
        return _number(str(token.morph))
    text = token.text
    if tag == "NE":
        return _case(token.morph) if text[-1] in "s'’" else ""
    if text in _POLITE and token.i and not token.is_sent_start:
        return "polite"
    return _case(token.morph) if text in {"ihr", "Ihr"} else ""


def _case(morph: MorphAnalysis) -> str:
    return "".join(morph.get("Case", []))


@cache
def _number(features: str) -> str:
    """Tell plural nouns from neuter ones in the singular, which alone can be infinitives."""
    if "Number=Plur" in features:
        return "plural"
    return "neuter" if "Gender=Neut" in features else "singular" if "Number=Sing" in features else ""


@lru_cache(WORD_CACHE_SIZE)
def lemma_of(text: str, tag: str, hint: str = "") -> str:
    """Return the lemma of a word.

    Args:
        text: The word as written.
        tag: Its STTS tag.
        hint: What is known beyond the tag. For names and pronouns their case ("Gen"), for nouns "plural",
            "singular" or "neuter" (singular), for "Sie" with a capital of its own "polite".
    """
    if tag[0] in "$_":
        return text
    word = normal_form(text)
    lemma = _closed(word, tag, hint) or _LEMMATISERS.get(tag[:2], _other)(word, tag, hint)
    return _OLD_SPELLING.sub("ss", lemma) if tag[:2] in _SPELT_ANEW and "ss" in word else lemma


def _closed(word: str, tag: str, hint: str) -> str | None:
    """Return the lemma of a word of a closed class."""
    lower = word.lower()
    if tag in _LOWERED:
        return lower
    if tag in _DETERMINERS:
        return _determiners().get(lower, lower)
    if tag in _PERSONAL:
        return _POLITE[word] if hint == "polite" else _personal(lower, hint)
    if tag[0] == "V":
        return lemmas_in("auxiliaries").get(lower)
    if tag == "ADJA":
        return lemmas_in("adjectives").get(lower)
    return lemmas_in("contractions").get(lower, lower) if tag == "APPRART" else None


def _personal(word: str, case: str) -> str:
    return word if word == "ihr" and case == "Nom" else lemmas_in("pronouns").get(word, word)


@cache
def _determiners() -> Mapping[str, str]:
    """Return the lemma of every form of the articles, determiners and pronouns."""
    stems = lemmas_in("determiners").items()
    inflected = {stem + ending: lemma for stem, lemma in stems for ending in _ENDINGS}
    return inflected | lemmas_in("determiner_forms")


def _other(word: str, tag: str, _hint: str) -> str:
    return word.lower() if tag == "CARD" and not word.isupper() else word


def _noun(word: str, _tag: str, hint: str) -> str:
    """Return the lemma of a common noun; a hyphenated one inflects its last part."""
    if word in lemmas_in("abbreviations"):
        return lemmas_in("abbreviations")[word]
    if aged := _AGED.fullmatch(word):  # declined as an adjective is: "einem 28-Jährigen"
        return aged["lemma"]
    head, hyphen, last = plain_form(word).rpartition("-")
    if not last or _fixed_noun(last):
        return f"{head}{hyphen}{last}" if last else word
    return f"{head}{hyphen}{_plain_noun(last, hint)}"


def plain_form(word: str) -> str:
    """Return ``word`` as HanTa can read it: without gender marks ("Bürger:innen" → "Bürger")."""
    return _GENDERED.sub("", word)


def _fixed_noun(word: str) -> bool:
    """Tell what has no ending to cut: abbreviations, figures, and words with a capital inside ("YouTube")."""
    if word.endswith(".") or not any(c.isalpha() for c in word):
        return True
    if word.isupper():
        return len(word) <= _LONGEST_ACRONYM
    return sum(c.isupper() for c in word) > 1


def _plain_noun(word: str, hint: str) -> str:
    if hint == "neuter" and f"VVINF {word.lower()}" in known_forms():
        return word  # "das Arbeiten", not the plural of "Arbeit"
    known = known_forms().get(f"NN {word}") or _plain_singular(word)
    return known or _by_head(word, "NN") or analysed_noun(word, hint)


def _plain_singular(word: str) -> str | None:
    """Return the lemma where the ending tells: "Sitzungen", "Sprecherinnen", "Bungalow"."""
    plural = _PLAIN_PLURAL.fullmatch(word)
    if plural:
        return _capitalised(plural["lemma"] or plural["feminine"])
    return None if _INFLECTED_NOUN.fullmatch(word) else _capitalised(word)


def _capitalised(word: str) -> str:
    return word[0].upper() + word[1:]


def _by_head(word: str, tag: str) -> str | None:
    """Return the lemma of a compound or particle verb from the known form that it ends in."""
    forms, verb = known_forms(), tag[0] == "V"
    for cut in range(2 if verb else _SHORTEST_MODIFIER, len(word) - (2 if verb else _SHORTEST_HEAD - 1)):
        head = word[cut:].capitalize() if tag == "NN" else word[cut:]
        lemma = forms.get(f"{tag} {head}")
        if lemma and (not verb or word[:cut].lower() in words_of("particles")):
            joined = word[:cut] + lemma.lower()
            return _capitalised(joined) if tag == "NN" else joined.lower()
    return None


def analysed_noun(word: str, hint: str = "") -> str:
    """Return the lemma of a noun that no table knows.

    Args:
        word: The noun, normalised.
        hint: "plural", "singular", "neuter" (and singular) or nothing.
    """
    plain = _plain_singular(word)
    if plain:
        return plain
    for name in word_tagger().noun_kinds(word):
        if name == "NNI" and hint != "plural":
            return word.removesuffix("s")
        if name == "NNA" and word.endswith(_ADJECTIVE_FORMS):
            return _capitalised(word.rstrip("nmrs"))
        if name == "NN":
            break
    lemma = word_tagger().analyse(word, "NN")[0]
    return lemma if _plausible(word, lemma, hint) else word


def _plausible(word: str, lemma: str, hint: str) -> bool:
    """Tell whether German has an ending that leads from the noun ``lemma`` to ``word``."""
    cut = word[len(lemma) :] if word.lower().startswith(lemma.lower()) else None
    if cut == "s":
        return not lemma.endswith(_SIBILANTS)
    if cut == "n":
        return lemma.endswith(_TAKES_N)
    if cut == "e" and lemma.endswith(_VOWELS):
        return False
    return cut not in {"e", "er"} or hint in {"", "plural"}


def _name(word: str, _tag: str, case: str) -> str:
    """Return a name without its genitive ending."""
    bare = _without_genitive(word)
    if bare == word or case not in {"", "Gen"}:
        return word
    known = known_forms().get(f"NE {word}")
    if known or bare.endswith("u"):
        return known or word  # "Moskaus", but "Marius"
    inflected = case == "Gen" or word[-2] in "'’" or word_tagger().lemma(word, "NE").lower() == bare.lower()
    return bare if inflected else word


def _without_genitive(name: str) -> str:
    if name[-1] in "'’":
        return name[:-1] or name
    if len(name) <= _SHORTEST_NAME or not name.endswith("s") or name.isupper():
        return name
    bare = name[:-1].rstrip("'’")
    return name if bare.endswith(_SIBILANTS) else bare


def _adjective(word: str, tag: str, _hint: str) -> str:
    if not word[-1].isalpha() or not tag.startswith("ADJ"):
        return _other(word, tag, "")
    lemma = known_forms().get(f"{tag} {word}") or known_forms().get(f"{tag} {word.lower()}")
    if lemma:
        return lemma
    head, hyphen, last = plain_form(word).rpartition("-")
    return f"{head}{hyphen}{_plain_adjective(last, tag)}" if hyphen else _plain_adjective(word, tag)


def _plain_adjective(word: str, tag: str) -> str:
    return (_by_head(word, tag) if tag == "ADJA" else None) or analysed_adjective(word, tag)


def analysed_adjective(word: str, tag: str) -> str:
    """Return the lemma of an adjective that no table knows; adjectives of places keep their capital."""
    plain = _PLAIN_ADJECTIVE.fullmatch(word.lower()) if tag == "ADJA" else None
    if plain:
        return plain["lemma"]
    if tag == "ADJD" and not word.endswith(("er", "en")):
        return word.lower()
    lemma = word_tagger().lemma(word, tag)
    of_place = tag == "ADJA" and word[0].isupper() and word.endswith("er") and lemma == word.lower()
    return word if of_place else lemma


def _verb(word: str, tag: str, _hint: str) -> str:
    lower = plain_form(word).lower()
    return known_forms().get(f"{tag} {lower}") or _by_head(lower, tag) or analysed_verb(lower, tag)


def analysed_verb(word: str, tag: str) -> str:
    """Return the infinitive of a verb, in lower case, that no table knows."""
    if tag in {"VVIZU", "VVINF"}:
        found = _ZU.fullmatch(word)
        if found and found["particle"] in words_of("particles"):
            infinitive = found["particle"] + found["verb"]
            if tag == "VVIZU" or word_tagger().is_verb(infinitive):
                return infinitive
    return word if tag == "VVINF" else word_tagger().lemma(word, tag)


_LEMMATISERS: Final[Mapping[str, Callable[[str, str, str], str]]] = {
    "NN": _noun,
    "NE": _name,
    "AD": _adjective,
    "VV": _verb,
    "VA": _verb,
    "VM": _verb,
}


@cache
def known_forms() -> Mapping[str, str]:
    """Load the table of frequent forms: "tag form" → lemma."""
    packed = (files("summaries.language") / "data" / "lemmas.tsv.gz").read_bytes()
    forms: dict[str, str] = {}
    for line in gzip.decompress(packed).decode().splitlines():
        tag, lemma, rest = line.split("\t")
        forms.update((f"{tag} {form}", lemma) for form in rest.split(" "))
    return forms
