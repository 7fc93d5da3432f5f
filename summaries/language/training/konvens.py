"""The KONVENS 2019 test set: four registers with STTS, UPOS, morphology and lemmas; never trained on.

Its dependencies are partial and of their own scheme, so heads and relations are None. Its features are
written as UD's (Case, Gender, Number, Person, Mood, Tense, Degree) with VerbForm from the tag; it has no
PronType, Definite, Poss …, so whole feature bundles must not be compared with GSD's. Modals are VERB there
and made AUX, as GSD has them; "haben" and "sein" are always AUX there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from summaries.language.labels import TAGS
from summaries.language.training.sentence import Sentence
from summaries.language.training.spacing import guess_spaces

REGISTERS: Final = ("novelette", "opensubtitles", "sermononline", "wikipedia")
_VALUES: Final = {
    "sg": "Sing",
    "pl": "Plur",
    "masc": "Masc",
    "fem": "Fem",
    "neut": "Neut",
    "subj": "Sub",
    "comp": "Cmp",
    "pos": "Pos",
    "sup": "Sup",
}
_FORMS: Final = {"FIN": "Fin", "IMP": "Fin", "INF": "Inf", "IZU": "Inf", "PP": "Part"}


def read_konvens(root: Path) -> list[Sentence]:
    """Return the balanced part; the source is "konvens:" and the register.

    Args:
        root: the folder of the training data.
    """
    return [
        sentence for register in REGISTERS for sentence in _register(root / "konvens2019/balanced", register)
    ]


def _register(folder: Path, register: str) -> Iterator[Sentence]:
    """Yield the sentences of one register."""
    running = (folder / f"txt/{register}_txt.txt").read_text("utf-8")
    blocks = (folder / f"annotations-upos/{register}.conll").read_text("utf-8").split("\n\n")
    offset = 0
    for block in blocks:
        rows = [line.split("\t") for line in block.splitlines() if line.strip()]
        if rows:
            spaces, offset = spaces_in(running, [row[1] for row in rows], offset)
            yield _sentence(rows, spaces, f"konvens:{register}")


def spaces_in(text: str, words: Sequence[str], offset: int) -> tuple[tuple[bool, ...], int]:
    """Return whether a space follows each word in a running text, and where the words end in it.

    Where the text does not go on with the words, their spaces are guessed and the offset stays.
    """
    spaces, place = [], offset
    for word in words:
        while text[place : place + 1].isspace():
            place += 1
        if not text.startswith(word, place):
            return guess_spaces(words), offset
        place += len(word)
        spaces.append(text[place : place + 1].isspace())
    return tuple(spaces), place


def _sentence(rows: Sequence[Sequence[str]], spaces: tuple[bool, ...], source: str) -> Sentence:
    """Return the rows of a sentence in the common form."""
    return Sentence(
        words=tuple(row[1] for row in rows),
        spaces=spaces,
        tags=tuple(TAGS.get(row[4], row[4]) for row in rows),
        pos=tuple("AUX" if row[4].startswith("VM") else row[3] for row in rows),
        feats=tuple(features(row[5], row[4]) for row in rows),
        lemmas=tuple(row[2] for row in rows),
        heads=None,
        deps=None,
        entities=None,
        source=source,
        split="dev",
    )


def features(column: str, tag: str) -> str:
    """Return morphology like "number=sg|case=nom" as UD FEATS; "*" is no value."""
    pairs = [pair.split("=", 1) for pair in column.split("|") if "=" in pair and not pair.endswith("*")]
    found = {name.capitalize(): _VALUES.get(value, value.capitalize()) for name, value in pairs}
    if tag[:1] == "V" and tag[2:] in _FORMS:
        found["VerbForm"] = _FORMS[tag[2:]]
    if tag[:1] == "V" and tag.endswith("IMP"):
        found["Mood"] = "Imp"
    return "|".join(f"{name}={found[name]}" for name in sorted(found))
