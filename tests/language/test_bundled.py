"""The bundled model: what it is, that spaCy alone loads it, and that it reads as well as its card says."""

from __future__ import annotations

import json
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from benchmarks import challenge
from benchmarks.language import held_out, score
from summaries.language.pipeline import BUNDLED
from summaries.language.training.sentence import Sentence

DATA = Path(__file__).parents[2].parent / "shared" / "data"
META: dict[str, Any] = json.loads((BUNDLED / "meta.json").read_text("utf-8"))
LARGEST = 40_000_000  # bytes, packed
# A little below what the card says, so that a rule may cost a word and a new model may not be worse unseen.
FLOORS = {
    "gsd": {"upos": 0.95, "mood": 0.98, "uas": 0.835, "las": 0.79, "sents": 0.95, "lemma": 0.97},
    "germeval": {"ents": 0.77},
}


def test_the_card_names_every_source_with_its_licence() -> None:
    assert META["license"] == "CC BY-SA 4.0"
    assert META["lang"] == "de"
    for source in META["sources"]:
        assert source["name"]
        assert source["license"]
        assert source["author"]


def test_the_card_has_figures_per_genre() -> None:
    genres = {name.partition(" ")[0] for name in META["performance"]}
    assert genres >= {"gsd", "pud", "hdt", "germeval", "konvens:wikipedia"}
    assert all(0 < value <= 1 for figures in META["performance"].values() for value in figures.values())


def test_it_is_small_enough_to_lie_in_the_repository() -> None:
    packed = sum(len(zlib.compress(path.read_bytes(), 6)) for path in BUNDLED.rglob("*") if path.is_file())
    assert packed < LARGEST


def test_spacy_alone_loads_it() -> None:
    """The installed entry points name the project's components, so nobody need import them."""
    text = "Anna Vogt weist das zurück."
    code = f"import spacy; print(spacy.load({str(BUNDLED)!r})({text!r})[2].lemma_)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=100
    )
    assert done.stdout.strip() == "zurückweisen", done.stderr


def test_it_passes_most_of_the_challenge(nlp: Language) -> None:
    report = challenge.score(nlp)
    total = sum(tally.total for tally in report.kinds.values())
    assert sum(tally.right for tally in report.kinds.values()) / total > 0.88
    assert report.kinds["agent"].share > 0.9
    assert report.kinds["counts"].share > 0.9


@pytest.fixture(scope="module")
def sentences() -> dict[str, list[Sentence]]:
    return held_out(DATA)


@pytest.mark.skipif(not DATA.is_dir(), reason="the training data is not here")
@pytest.mark.long
@pytest.mark.parametrize("source", FLOORS)
def test_it_reads_what_was_held_out_as_its_card_says(
    nlp: Language, sentences: dict[str, list[Sentence]], source: str
) -> None:
    figures = score(nlp, sentences[source])
    assert {
        name: round(figures[name], 3) for name, floor in FLOORS[source].items() if figures[name] < floor
    } == {}
