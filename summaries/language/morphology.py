"""From STTS tags to universal ones, and the features of finite verbs that statuses rest on."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
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


_FIRST_PERSON: Final = "ich"
_MOOD_BY_FORM: Final[Mapping[str, tuple[str, str]]] = {
    form: (mood, tense)
    for mood, tense, forms in (
        (
            "Ind",
            "Pres",
            "bin bist ist sind seid hast hat habt wirst wird werdet kann kannst muss muß musst darf",
        ),
        (
            "Ind",
            "Pres",
            "darfst soll sollst will willst mag magst weiß weißt tut tun nimmt tritt nimmst trittst",
        ),
        ("Ind", "Past", "war warst waren wart hatte hattest hatten hattet wurde wurdest wurden wurdet ward"),
        (
            "Ind",
            "Past",
            "konnte konnten musste mußte mussten mußten durfte durften mochte mochten wusste wussten",
        ),
        ("Ind", "Past", "sollte sollten wollte wollten tat taten bat baten"),
        (
            "Sub",
            "Pres",
            "sei seien seist seiest seiet habest werdest könne könnest müsse dürfe solle wolle möge",
        ),
        ("Sub", "Pres", "wisse tue"),
        (
            "Sub",
            "Past",
            "wäre wär wärst wärest wären wäret wärt hätte hättest hätten hättet würde würdest würden",
        ),
        ("Sub", "Past", "würdet könnte könntest könnten müsste müßte müssten müßten dürfte dürftest dürften"),
        ("Sub", "Past", "möchte möchtest möchten möchtet wüsste wüßte wüssten täte täten"),
    )
    for form in forms.split()
}
_VOWEL: Final = re.compile(r"[aeiouäöü]+")
_CHANGED: Final[Mapping[str, tuple[str, ...]]] = {
    "e": ("i", "ie"),
    "a": ("ä",),
    "au": ("äu",),
    "o": ("ö",),
    "ö": ("i",),
    "ä": ("ie",),
    "eh": ("ieh",),
}
_UMLAUTS: Final = frozenset("äöü")


def features(tag: str, form: str, lemma: str, kinds: Collection[str], *, first_person: bool = False) -> str:
    """Return the UD features of a word.

    Args:
        tag: STTS tag.
        form: The word, normalised.
        lemma: Its lemma.
        kinds: Kinds of its morphemes as HanTa names them.
        first_person: Whether "ich" is the verb's subject.
    """
    if tag[0] == "V":
        return _verb_features(tag, form.lower(), lemma.lower(), first_person=first_person)
    if tag.startswith("ADJ"):
        return "Degree=Cmp" if "ADJ_COMP" in kinds else "Degree=Sup" if "ADJ_SUP" in kinds else "Degree=Pos"
    return "Polarity=Neg" if tag == "PTKNEG" else ""


def _verb_features(tag: str, form: str, lemma: str, *, first_person: bool) -> str:
    if tag.endswith("FIN"):
        mood, tense = mood_and_tense(form, lemma, first_person=first_person)
        return f"Mood={mood}|Tense={tense}|VerbForm=Fin"
    return "VerbForm=Part" if tag.endswith("PP") else _FORMS[tag[-3:]]


def mood_and_tense(form: str, lemma: str, *, first_person: bool = False) -> tuple[str, str]:
    """Tell the mood and tense of a finite verb from its form.

    Forms that indicative and subjunctive share ("sagten", "geben", "sollte") count as indicative.

    Args:
        form: The verb in lower case.
        lemma: Its infinitive.
        first_person: Whether "ich" is the subject ("ich habe" is indicative, "er habe" is not).

    Returns:
        ``("Ind", "Pres" | "Past")``, ``("Sub", "Pres")`` for Konjunktiv I, ``("Sub", "Past")`` for II.
    """
    if form in _MOOD_BY_FORM:
        return _MOOD_BY_FORM[form]
    stem = lemma.removesuffix("n").removesuffix("e")
    if form in {stem + "e", lemma.removesuffix("n"), _contracted(stem)}:
        return ("Ind", "Pres") if first_person else ("Sub", "Pres")
    if form.endswith("est") and form == stem + "est" and stem[-1:] not in "dtszßxmn":
        return "Sub", "Pres"
    if form in _present_forms(stem, lemma):
        return "Ind", "Pres"
    return ("Sub", "Past") if _second_subjunctive(form, stem) else ("Ind", "Past")


def _contracted(stem: str) -> str:
    """Return "handle" for the stem "handel", else a form that no verb has."""
    return stem[:-2] + stem[-1] + "e" if stem.endswith(("el", "er")) else "-"


def _present_forms(stem: str, lemma: str) -> set[str]:
    stems = {stem}
    vowels = list(_VOWEL.finditer(stem))
    if vowels:
        last = vowels[-1]
        for new in _CHANGED.get(last.group(), ()):
            stems.add(stem[: last.start()] + new + stem[last.end() :])
    forms = {one + ending for one in stems for ending in ("t", "st", "et", "est")} | {lemma, stem, stem + "n"}
    return forms | {one for one in stems - {stem} if one.endswith(("t", "d"))}


def _second_subjunctive(form: str, stem: str) -> bool:
    """Tell Konjunktiv II: an umlaut that the infinitive lacks, or a strong past with "-e" ("ginge")."""
    if not form.endswith(("e", "en", "est", "et")):
        return False
    if _UMLAUTS & (set(form) - set(stem)):
        return True
    weak = form.endswith(("te", "ten", "test", "tet")) and not stem.endswith("t")
    return form.endswith("e") and not weak and not form.endswith("ete")
