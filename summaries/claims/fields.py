"""For which field a person speaks: an office before or after the name, as the articles give it.

A plant manager and a fire officer speak for different bodies even where a text names neither body.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import product
from pathlib import Path

from summaries.model import Evidence, Speaker

_DATA = Path(__file__).parent / "data" / "fields.toml"
_WORDS = re.compile(r"[A-ZÄÖÜ][\w-]+")
_BODY = 22  # characters before a name: a body's noun
_BEFORE, _AFTER = 45, 60  # characters around a name: an office with its body, not the next clause
_COMPOUND = re.compile(
    r"\w{3}-?(?:amt|amts|behörde|ministerium|gericht|institut|werke|aufsicht|verband|verbands|bund|kammer|"
    r"zentrale|rettung|reederei|gewerkschaft|klinikum|universität|hochschule|warte|wacht|dienst)$",
    re.IGNORECASE,
)
# "Bergrettungschef", "Zollsprecherin": an office of the body before it.
_OFFICE = re.compile(
    r"(?<=\w{3})(?:s?-?)(?:chef|leiter|sprecher|präsident|direktor|vorsitzender?|vorstand|mitarbeiter|vertreter)(?:in|innen|s|n)?$"
)
_ANY = "open"
_ENDINGS = ("", "s", "es", "n", "en", "r", "innen")
_END_OF_NOUNS = re.compile(r"[.!?:;„“]|\b(?:sagte|sagt|und|der Deutschen)\b")

# Public bodies that papers call by fixed names, in the same fields.
_BODIES = {
    "public:polizei": "polizei",
    "public:feuerwehr": "feuerwehr",
    "public:justiz": "justiz",
    "public:stadt": "verwaltung",
    "public:ministerium": "regierung",
}


def fields_of(evidence: Sequence[Evidence]) -> dict[str, str]:
    """Map the actor keys of persons and bodies to their field; who is given two fields has none.

    A body that is named by its own noun ("das Wetteramt") is a field by itself.  A person whose article names
    that body may be of it, and gets none.
    """
    found: dict[str, set[str]] = {}
    bodies = {noun for item in evidence for speaker in _speakers(item) if (noun := _body_noun(speaker))}
    bodies = {noun for noun in bodies if field_of(noun) is None}
    for item in evidence:
        for speaker in _speakers(item):
            named = _BODIES.get(speaker.actor.partition("/")[0]) or _field_of_body(speaker, item.text)
            if named or not any(body in item.text for body in bodies):
                found.setdefault(speaker.actor, set()).add(named or _field_in(speaker, item.text) or "")
    return {key: next(iter(fields)) for key, fields in found.items() if len(fields) == 1 and "" not in fields}


def _speakers(item: Evidence) -> list[Speaker]:
    voices = (item.statement.speaker, *item.statement.co_speakers)
    return [voice for voice in voices if voice is not None]


def _field_of_body(speaker: Speaker, text: str) -> str:
    """The field of a body or group by its own noun, "Betreiber" or "Anwohner", else that noun.

    A name alone ("Pfaffenhofen") takes the noun right before it ("das Landratsamt Pfaffenhofen").
    """
    if "@" in speaker.actor or speaker.actor[:2].isupper():
        return ""
    before = [_END_OF_NOUNS.split(text[max(0, s.begin - _BODY) : s.end])[-1] for s in speaker.spans[:1]]
    nouns = [*_WORDS.findall(speaker.name), *(noun for words in before for noun in _WORDS.findall(words))]
    fields = [field for noun in nouns if (field := field_of(noun))]
    return fields[0] if fields else _body_noun(speaker)


def _body_noun(speaker: Speaker) -> str:
    """The noun of a body that says which one it is: "Wetteramt", not "Amt" or "Behörde"."""
    head, _, kind = speaker.actor.partition("/")
    nouns = _WORDS.findall(speaker.name) if head == "?" and "@" not in kind else []
    return next((noun for noun in nouns if _COMPOUND.search(noun)), "")


def _field_in(speaker: Speaker, text: str) -> str | None:
    """The field of a person by the nouns right around the name where the article first gives it in full."""
    at = text.find(speaker.name)
    if "@" not in speaker.actor or at < 0:
        return None
    before = _END_OF_NOUNS.split(text[max(0, at - _BEFORE) : at])[-1]
    end = at + len(speaker.name)
    after = _END_OF_NOUNS.split(text[end : end + _AFTER])[0]
    nouns = [*reversed(_WORDS.findall(before)), *_WORDS.findall(after)]
    return next((field for noun in nouns if (field := field_of(noun)) is not None), None)


def field_of(noun: str) -> str | None:
    """Return the field of an office or a body, None if none is known.

    Args:
        noun: As the text has it; an office in a compound with its body ("Reedereichef") is of that.
    """
    lower = noun.lower()
    return _by_end(lower) or _by_end(_OFFICE.sub("", lower))


def _by_end(noun: str) -> str | None:
    table = _table()
    fits = [table[end] for start in range(len(noun) + 1) if (end := noun[start:]) in table]
    return max(fits)[1] if fits and max(fits)[1] != _ANY else None


@cache
def _table() -> Mapping[str, tuple[int, str]]:
    """Map what a noun may end with, in each of its forms, to its longest stem there and the field of that."""
    raw = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    found: dict[str, tuple[int, str]] = {}
    for field, stems in raw.items():
        for form, stem in product(_ENDINGS, stems):
            found[stem + form] = max(found.get(stem + form, (0, "")), (len(stem), field))
    return found
