"""HanTa as a fast German lemmatiser, compound splitter and second opinion on the tags a word can have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, Final

from HanTa.HanoverTagger import UNKNOWN, HanoverTagger

from config.language import MAX_WORD_LENGTH, WORD_CACHE_SIZE
from summaries.language.tables import auxiliary_forms

_MODEL: Final = "morphmodel_ger.pgz"

_STTS: Final[Mapping[str, str]] = {
    "ADJ(A)": "ADJA",
    "ADJ(D)": "ADJD",
    "NNA": "NN",
    "NNI": "NN",
    "UNKNOWN": "XY",
}
_PART_KINDS: Final = ("NN", "NE", "ADJ", "VV", "ACR", "CARD")
_LINKS: Final = frozenset({"FUGE", "HYPHEN"})
_WORD_SUFFIXES: Final = frozenset({"SUF_FEM", "SUF_DIM"})
_MIN_HEAD: Final = 3


def stts_of(tag: str) -> str:
    """Return the plain STTS tag ("VVFIN") of one of HanTa's tags ("VV(FIN)")."""
    return _STTS.get(tag) or tag.replace("(", "", 1).removesuffix(")") if tag[0] != "$" else tag


class WordTagger:
    """Readings, lemmas and parts of German words; use the one instance that `word_tagger` returns."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self._names: dict[int, str] = {n: t for t, n in model.tag2int.items() if n > 0}
        self._codes: dict[str, list[int]] = {}
        for state in model.LP_wtag:
            self._codes.setdefault(stts_of(model.int2tag[state]), []).append(state)
        self._auxiliaries = {
            code for tag, codes in self._codes.items() if tag[:2] in {"VA", "VM"} for code in codes
        }
        self._chances = lru_cache(WORD_CACHE_SIZE)(self._chances_of)
        self.analyse = lru_cache(WORD_CACHE_SIZE)(self._analyse)
        self._known_verb = lru_cache(WORD_CACHE_SIZE)(self._known_verb_of)
        self.parts = lru_cache(WORD_CACHE_SIZE)(self._parts)

    def readings(self, word: str) -> frozenset[str]:
        """Return the STTS tags that ``word`` can have."""
        return frozenset(stts_of(self._model.int2tag[code]) for code in self._chances(word, True))

    def _chances_of(self, word: str, cased: bool) -> dict[int, float]:
        if len(word) > MAX_WORD_LENGTH:
            return {self._codes["XY"][0]: 0.0}
        found = self._model._tag_word(word, cutoff=5, casesensitive=cased, conditional=True)  # noqa: SLF001
        auxiliary = word.lower() in auxiliary_forms()
        chances = {
            code: float(p)
            for code, p in found
            if code != UNKNOWN and (auxiliary or code not in self._auxiliaries)
        }
        return chances or dict.fromkeys(self._model.LP_wtag, 0.0)

    def _analyse(self, word: str, tag: str) -> tuple[str, tuple[tuple[str, str], ...]]:
        """Return the lemma and the morphemes ``(form, kind)`` of ``word`` under HanTa's ``tag``."""
        if len(word) > MAX_WORD_LENGTH:
            return word, ()
        stem, morphemes, name = self._model._analyze(word, self._model.tag2int[tag], 3)  # noqa: SLF001
        return self._model.makelemma([stem], name), tuple((form, kind) for form, kind in morphemes)

    def lemma(self, word: str, tag: str) -> str:
        """Return the lemma of ``word`` under an STTS ``tag``; the word itself if HanTa has no such tag."""
        codes = self._codes.get(tag)
        return self.analyse(word, self._model.int2tag[codes[0]])[0] if codes else word.lower()

    def noun_kinds(self, word: str) -> list[str]:
        """Return how ``word`` can be a noun, likeliest first: NN, NNA (adjective) or NNI (infinitive)."""
        chances = self._chances(word, True)
        priors = self._model.LP_wtag
        codes = [code for code in self._codes["NN"] if code in chances]
        codes.sort(key=lambda code: -chances[code] - priors[code])
        return [self._model.int2tag[code] for code in codes] or ["NN"]

    def is_verb(self, infinitive: str) -> bool:
        """Tell whether the model reads ``infinitive`` as a verb all of whose morphemes it knows."""
        return self._known_verb(infinitive)

    def _known_verb_of(self, infinitive: str) -> bool:
        return any(self.analyse(infinitive, "VV(INF)")[1]) and all(
            form in self._model.LP_m_t.get(self._model.tag2int[kind], ())
            for form, kind in self.analyse(infinitive, "VV(INF)")[1]
        )

    def _parts(self, word: str, tag: str) -> tuple[str, ...]:
        """Return the lower-case lemmas of the parts of a compound, empty if ``word`` is none."""
        lemma, morphemes = self.analyse(word, tag)
        groups = self._joined(_stems(morphemes), word.lower())
        if len(groups) < 2:  # noqa: PLR2004 - a compound has two parts
            return ()
        head_begin = word.lower().rfind(groups[-1])
        return (*groups[:-1], lemma.lower()[head_begin:] if head_begin > 0 else groups[-1])

    def _joined(self, stems: Sequence[tuple[str, bool]], word: str) -> list[str]:
        """Join stems that form a known word together ("haus" + "halt"); the flag says: no link before it."""
        groups: list[str] = []
        for stem, tight in stems:
            both = groups[-1] + stem if groups and tight else ""
            if both and ((both in self._model.cache and both != word) or len(stem) < _MIN_HEAD):
                groups[-1] = both
            else:
                groups.append(stem)
        return groups


def _stems(morphemes: Sequence[tuple[str, str]]) -> list[tuple[str, bool]]:
    """Return the stems of a word, endings dropped, each with whether it follows another without a link."""
    stems: list[tuple[str, bool]] = []
    linked = True
    for form, kind in morphemes:
        if kind in _LINKS:
            linked = True
        elif kind.startswith(_PART_KINDS) and not kind.startswith("PTK"):
            stems.append((form, not linked))
            linked = False
        elif kind in _WORD_SUFFIXES and stems:
            stems[-1] = (stems[-1][0] + form, stems[-1][1])
    return stems


@cache
def word_tagger() -> WordTagger:
    """Load HanTa's German model once per process (0.2 s, about 45 MB)."""
    return WordTagger(HanoverTagger(_MODEL))
