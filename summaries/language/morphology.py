"""From STTS tags to universal ones, and the features of verbs that statuses rest on.

`lagebild_verbs` joins what a trained morphologizer says with what the form of a verb says: where the form
allows one mood only ("sei", "ging", "wäre") the form is right; where indicative and subjunctive share it
("sagten", "geben", "sollte") the trained mood stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Token

from config.language import WORD_CACHE_SIZE
from summaries.language.tables import words_of

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
_CLAUSE_MARKS: Final = frozenset({"$,", "$.", "$(", "KON"})
_SHARED: Final = frozenset({"sollen", "wollen"})  # their preterite is their second subjunctive, too
_UMLAUTED: Final = frozenset("aou")
_FINITE_ONLY: Final = frozenset({"Mood", "Tense", "Person", "Number"})
_SHORTEST_VERB: Final = 4
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
    form, lemma = _simple(form, lemma)
    if form in _MOOD_BY_FORM:
        return _MOOD_BY_FORM[form]
    form, lemma = form.replace("ß", "ss"), lemma.replace("ß", "ss")
    stem = lemma.removesuffix("n").removesuffix("e")
    if form in {stem + "e", lemma.removesuffix("n"), _contracted(stem)}:
        return ("Ind", "Pres") if first_person else ("Sub", "Pres")
    if form.endswith("est") and form == stem + "est" and stem[-1:] not in "dtszßxmn":
        return "Sub", "Pres"
    if form in _present_forms(stem, lemma):
        return "Ind", "Pres"
    return ("Sub", "Past") if _second_subjunctive(form, stem) else ("Ind", "Past")


def _simple(form: str, lemma: str) -> tuple[str, str]:
    """Cut a particle off both ("zunimmt", "zunehmen" → "nimmt", "nehmen")."""
    for end in range(len(lemma) - _SHORTEST_VERB, 1, -1):
        if form.startswith(lemma[:end]) and lemma[:end] in words_of("particles"):
            return form[end:], lemma[end:]
    return form, lemma


def mood_is_open(form: str, lemma: str) -> bool:
    """Tell whether indicative and subjunctive share a form, so that only its sentence tells them apart.

    Args:
        form: The finite verb in lower case.
        lemma: Its infinitive.
    """
    form, lemma = _simple(form, lemma)
    if form == lemma or not lemma.endswith("n"):
        return True
    if form in _MOOD_BY_FORM:
        return lemma in _SHARED and "te" in form
    mood, tense = mood_and_tense(form, lemma)
    if (mood, tense) != ("Ind", "Past"):
        return False
    weak = re.search(r"te(n|st|t)?$", form) is not None
    vowels = _VOWEL.findall(form.removesuffix("en"))
    return weak or (form.endswith("en") and bool(vowels) and not _UMLAUTED & set(vowels[-1]))


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


@Language.component("lagebild_verbs", assigns=["token.morph"], requires=["token.tag", "token.lemma"])
def set_verb_features(doc: Doc) -> Doc:
    """Set ``Mood``, ``Tense`` and ``VerbForm`` of verbs by form; where that is open, a given mood stays."""
    for token in doc:
        tag = token.tag_
        if tag[0] == "V":
            given = str(token.morph)
            first = tag.endswith("FIN") and token.lower_.endswith("e") and _is_first_person(token)
            wanted = _joined(given, tag, token.lower_, token.lemma_, first)
            if wanted != given:
                token.set_morph(wanted)  # type: ignore[attr-defined]  # spaCy's stubs lack it
    return doc


def _is_first_person(verb: Token) -> bool:
    """Tell whether "ich" is the subject: it stands in the clause, or in the sentence and features say so."""
    clause = [verb.lower_]
    for step in (-1, 1):
        at = verb.i + step
        while 0 <= at < len(verb.doc) and verb.doc[at].tag_ not in _CLAUSE_MARKS:
            clause.append(verb.doc[at].lower_)
            at += step
    if _FIRST_PERSON in clause:
        return True
    return "1" in verb.morph.get("Person", []) and any(t.lower_ == _FIRST_PERSON for t in verb.sent)


@lru_cache(WORD_CACHE_SIZE)
def _joined(given: str, tag: str, form: str, lemma: str, first_person: bool) -> str:
    features_now = dict(pair.split("=", 1) for pair in given.split("|") if "=" in pair)
    if not tag.endswith("FIN"):
        kept = {name: value for name, value in features_now.items() if name not in _FINITE_ONLY}
        return _written(kept | _pairs(_verb_features(tag, form, lemma, first_person=False)))
    own = _pairs(_verb_features(tag, form, lemma.lower(), first_person=first_person))
    if "Mood" in features_now and mood_is_open(form, lemma.lower()):
        own["Mood"] = features_now["Mood"]
        if not lemma.endswith("n"):
            own["Tense"] = features_now.get("Tense", own["Tense"])
    return _written(features_now | own)


def _pairs(written: str) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in written.split("|"))


def _written(pairs: Mapping[str, str]) -> str:
    return "|".join(f"{name}={pairs[name]}" for name in sorted(pairs))
