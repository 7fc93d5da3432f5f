"""Sources that annotate names only: GermEval 2014, DFKI SmartData and MobIE; and the names on PUD.

All are mapped to PER, ORG and LOC as GermEval 2014 defines them (the outer layer):
    GermEval: derivations (LOCderiv: "deutsch"), parts of compounds (ORGpart) and OTH are no names here.
    SmartData, MobIE: person → PER; organization, organization-company → ORG; location, location-city,
    location-street, location-stop → LOC.  Left out: location-route (lines and trains: "S5", "ICE 20") and
    everything that is no name (date, number, trigger, org-position …); locations in lower case, which are
    derivations there ("belgischen"); and titles before a person's name ("Frau"), which GermEval leaves out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from spacy.lang.de import German
from spacy.tokens import Doc

from summaries.language import tokenizer as _registered  # noqa: F401  (registers the tokenizer)
from summaries.language.training.sentence import Entity
from summaries.language.training.spacing import guess_spaces

GERMEVAL_LABELS: Final = {"PER": "PER", "ORG": "ORG", "LOC": "LOC"}
MOBILITY_LABELS: Final = {
    "person": "PER",
    "organization": "ORG",
    "organization-company": "ORG",
    "location": "LOC",
    "location-city": "LOC",
    "location-street": "LOC",
    "location-stop": "LOC",
}
_TITLES: Final = frozenset(["Herr", "Herrn", "Frau", "Dr.", "Prof.", "Professor"])
_TOKENIZER: Final = {"nlp": {"tokenizer": {"@tokenizers": "lagebild_tokenizer.v1"}}}
_CONLL_COLUMNS: Final = 4


@dataclass(frozen=True)
class NamedText:
    """Words with the names among them; `document` says which belong together."""

    document: str
    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    entities: tuple[Entity, ...]


def read_germeval(path: Path) -> Iterator[NamedText]:
    """Yield the sentences of a GermEval 2014 file (number, token, outer, inner label)."""
    for block in path.read_text("utf-8").split("\n\n"):
        lines = [line.split("\t") for line in block.splitlines() if line.strip()]
        rows = [line for line in lines if line[0] != "#"]
        if rows:
            words = tuple(row[1] for row in rows)
            entities = spans_of([row[2] for row in rows], GERMEVAL_LABELS)
            yield NamedText(lines[0][1] if lines[0][0] == "#" else "", words, guess_spaces(words), entities)


def read_uner(path: Path) -> dict[str, list[str]]:
    """Return the labels of each sentence of a Universal NER file, one per character that is not a space.

    The key is the sentence without spaces.  The file has its treebank's sentences in another order, and some
    of its words are cut differently.
    """
    found: dict[str, list[str]] = {}
    for block in path.read_text("utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if line and not line.startswith("#")]
        labels = [label for row in rows for label in _spread(row[2], len(row[1]))]
        found["".join(row[1] for row in rows)] = labels
    return found


def _spread(label: str, length: int) -> list[str]:
    """Return a word's label for each of its characters."""
    return [label, *[label.replace("B-", "I-", 1)] * (length - 1)]


def read_mobie(path: Path) -> Iterator[NamedText]:
    """Yield the sentences of a MobIE file (CoNLL 2003: token, tag, chunk, label)."""
    document = ""
    for block in path.read_text("utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if line.strip()]
        if rows and rows[0][0].startswith("-DOCSTART-"):
            document = rows.pop(0)[0].split(" ")[1].strip("-")
        rows = [row for row in rows if len(row) == _CONLL_COLUMNS]
        if rows:
            words = tuple(row[0] for row in rows)
            spans = spans_of([row[3] for row in rows], MOBILITY_LABELS)
            yield NamedText(document, words, guess_spaces(words), tidied(spans, words))


def read_smartdata(path: Path) -> Iterator[NamedText]:
    """Yield the lines of the documents of a SmartData file (JSONL, spans as character offsets).

    A span that does not fall on token limits is widened to them.
    """
    nlp = German.from_config(_TOKENIZER)
    for line in path.read_text("utf-8").splitlines():
        record = json.loads(line)
        offset = 0
        for paragraph in record["text"].split("\n"):
            spans = [(start - offset, end - offset, label) for start, end, label in record["spans"]]
            if paragraph.strip():
                yield _tokenised(str(record["id"]), nlp.make_doc(paragraph), spans)
            offset += len(paragraph) + 1


def _tokenised(document: str, doc: Doc, spans: Iterable[tuple[int, int, str]]) -> NamedText:
    """Return a paragraph as tokens, without those that are only white space."""
    kept = [token for token in doc if not token.is_space]
    words = tuple(token.text for token in kept)
    starts = [token.idx for token in kept]
    followed = [bool(token.whitespace_) or doc[token.i + 1 : token.i + 2].text.isspace() for token in kept]
    entities = [
        Entity(covered[0], covered[-1] + 1, MOBILITY_LABELS[label])
        for start, end, label in sorted(spans)
        if label in MOBILITY_LABELS
        and (covered := [i for i, at in enumerate(starts) if at < end and at + len(words[i]) > start])
    ]
    return NamedText(document, words, tuple(followed), tidied(without_overlap(entities), words))


def without_overlap(entities: Iterable[Entity]) -> list[Entity]:
    """Return the entities in text order, each that overlaps one before it left out."""
    kept: list[Entity] = []
    for entity in sorted(entities, key=lambda entity: (entity.start, -entity.end)):
        if not kept or entity.start >= kept[-1].end:
            kept.append(entity)
    return kept


def tidied(entities: Iterable[Entity], words: Sequence[str]) -> tuple[Entity, ...]:
    """Return names as GermEval counts them: no titles before persons, no derivations of places."""
    shortened = [_without_title(entity, words) for entity in entities]
    return tuple(
        entity
        for entity in shortened
        if entity.start < entity.end and not (entity.label == "LOC" and words[entity.start].islower())
    )


def _without_title(entity: Entity, words: Sequence[str]) -> Entity:
    """Return the entity without the titles before a person's name."""
    start = entity.start
    while entity.label == "PER" and start < entity.end and words[start] in _TITLES:
        start += 1
    return Entity(start, entity.end, entity.label)


def spans_of(labels: Sequence[str], mapping: dict[str, str]) -> tuple[Entity, ...]:
    """Return the entities of a sequence of IOB2 labels whose kind the mapping knows."""
    found: list[Entity] = []
    kind, begin = "", 0
    for index, label in enumerate([*labels, "O"]):
        if kind and label == f"I-{kind}":
            continue
        if kind in mapping:
            found.append(Entity(begin, index, mapping[kind]))
        kind, begin = label[2:] if label != "O" else "", index
    return tuple(found)
