"""Corrects verb tags by the clause they stand in, which a tagger that sees three words at a time cannot.

A clause here is what stands between commas and final marks.  German clauses have one finite verb: at the end
where a subordinating word opens them, else near the front.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from summaries.language.hanta import word_tagger

_BOUNDARIES: Final = frozenset({"$,", "$."})
_OPENERS: Final = frozenset({"KOUS", "PRELS", "PRELAT", "PWS", "PWAV", "PWAT"})
_COMPARING: Final = frozenset({"wie", "als"})
_GOVERNED_BY: Final = frozenset({"PTKZU", "VVINF", "VVPP"})
_FULL_INFINITIVES: Final = frozenset({"VVINF"})
_AUXILIARY_INFINITIVES: Final = {"VAINF": "VAFIN", "VMINF": "VMFIN"}
_FINITE: Final = "VVFIN"
_PARTICIPLE: Final = "VVPP"
_INFINITIVES: Final = {"VAFIN": "VAINF", "VVFIN": "VVINF", "VMFIN": "VMINF"}

_POINTED: Final = 2  # "das" and the verb


def corrected(words: Sequence[str], tags: Sequence[str]) -> list[str]:
    """Return the tags of a sentence with its clauses' verbs put right.

    Args:
        words: The words of the sentence, normalised.
        tags: For each its STTS tag.
    """
    result = _pointing(words, _names(words, tags))
    for begin, end in _clauses(result):
        change = _change(words[begin:end], result[begin:end])
        if change:
            result[begin + change[0]] = change[1]
    return result


def _names(words: Sequence[str], tags: Sequence[str]) -> list[str]:
    """Make a capitalised verb after a name or noun a name ("Bürgermeisterin Karla Wendt")."""
    if all(word.isupper() for word in words if word.isalpha()):
        return list(tags)
    result = list(tags)
    for n, (word, tag) in enumerate(zip(words, tags, strict=True)):
        before = tags[n - 1] if n else ""
        misread = tag[0] == "V" or (tag in {"ADJD", "ADV"} and before == "NE")
        if misread and before in {"NE", "NN"} and word[0].isupper() and not word.isupper():
            result[n] = "NE"
    return result


def _pointing(words: Sequence[str], tags: list[str]) -> list[str]:
    """Make an adjective that seems to stand behind a first "das" the verb that its sentence lacks.

    „Das bestätigte Innenminister Karner.“
    """
    seems = len(words) > _POINTED and words[0] == "Das" and tags[1] == "ADJA" and words[1].endswith("te")
    if not seems or any(tag.endswith("FIN") for tag in tags):
        return tags
    return ["PDS", "VVFIN", *tags[2:]]


def _clauses(tags: Sequence[str]) -> Iterator[tuple[int, int]]:
    begin = 0
    for index, tag in enumerate([*tags, "$."]):
        if tag in _BOUNDARIES:
            if index > begin:
                yield begin, index
            begin = index + 1


def _change(words: Sequence[str], tags: Sequence[str]) -> tuple[int, str] | None:
    last = len(tags) - 1
    while last > 0 and tags[last] == "$(":
        last -= 1
    finite = [index for index, tag in enumerate(tags) if tag.endswith("FIN")]
    if any(tag in _OPENERS for tag in tags[:2]):
        compared = words[0].lower() in _COMPARING
        return None if finite or compared else _make_finite(words, tags, last)
    if len(finite) > 1:
        return None if "KON" in tags else _make_infinite(words, tags, finite[0], last)
    return _perfect(words, tags, finite[0], last) if finite else _second_place(tags, last)


def _make_finite(words: Sequence[str], tags: Sequence[str], last: int) -> tuple[int, str] | None:
    """Make the last word of a subordinate clause finite ("…, dass sie kommen")."""
    if tags[last] in _AUXILIARY_INFINITIVES and tags[last - 1] != "PTKZU":
        return last, _AUXILIARY_INFINITIVES[tags[last]]
    form = tags[last] == "VVINF" or (tags[last] == "VVPP" and words[last].endswith("t"))
    return (last, _FINITE) if form and tags[last - 1] not in _GOVERNED_BY else None


def _make_infinite(
    words: Sequence[str], tags: Sequence[str], first: int, last: int
) -> tuple[int, str] | None:
    """Make the last verb after an auxiliary infinite ("sie hatte … beschuldigt", "es könnte … haben")."""
    if first == last or not tags[last].endswith("FIN") or tags[first] not in {"VAFIN", "VMFIN"}:
        return None
    readings = word_tagger().readings(words[last])
    if tags[first] == "VAFIN" and tags[last] == "VVFIN" and "VVPP" in readings:
        return last, _PARTICIPLE
    infinitive = _INFINITIVES[tags[last]]
    modal = tags[first] == "VMFIN" or words[first].lower().startswith("w")
    return (last, infinitive) if modal and infinitive in readings else None


def _perfect(words: Sequence[str], tags: Sequence[str], first: int, last: int) -> tuple[int, str] | None:
    """Make an infinitive after "haben" a participle where the form can be both ("hat … erfahren")."""
    having = tags[first] == "VAFIN" and words[first].lower().startswith(("ha", "hä"))
    ambiguous = having and tags[last] == "VVINF" and tags[last - 1] != "PTKZU"
    return (last, _PARTICIPLE) if ambiguous and "VVPP" in word_tagger().readings(words[last]) else None


def _second_place(tags: Sequence[str], last: int) -> tuple[int, str] | None:
    """Make a lone infinitive inside a main clause finite ("trotzdem bestreiten beide die Tat")."""
    verbs = [index for index, tag in enumerate(tags) if tag[0] == "V"]
    if len(verbs) != 1 or tags[verbs[0]] not in _FULL_INFINITIVES or not 0 < verbs[0] < last:
        return None
    follows = tags[verbs[0] + 1 : last + 1]
    return (
        None
        if tags[verbs[0] - 1] == "PTKZU" or "PTKZU" in tags or "KON" in follows[:1]
        else (verbs[0], _FINITE)
    )
