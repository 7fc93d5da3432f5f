"""Texts built to cost much: four times the text costs about four times the work, not far more than others."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from summaries.intake import segment
from summaries.statements import extract_speech

SENTENCE = "Der Deich bei Niederau ist gebrochen, sagte ein Sprecher der Feuerwehr am Montag. "
TEXTS = {
    "an endless sentence": SENTENCE.replace(".", ","),
    "quotations": "„Nein“, sagte er. ",
    "figures": "1.000 ",
    "opening marks": "„Nein, ",
}
SHORT, LONG = 2_000, 8_000


def seconds(nlp, text: str) -> float:
    """Return what the reading of an analysed text costs this process."""
    doc, blocks = nlp(text), segment(text, "Deich", datetime(2026, 5, 4, tzinfo=UTC))
    begin = time.thread_time()
    extract_speech(doc, blocks)
    return time.thread_time() - begin


def repeated(piece: str, length: int) -> str:
    return (piece * (length // len(piece) + 1))[:length]


@pytest.mark.slow
@pytest.mark.parametrize("piece", TEXTS.values(), ids=TEXTS)
def test_a_hostile_text_costs_as_much_as_it_is_long(nlp, piece):
    seconds(nlp, repeated(piece, 400))  # what is looked up once is looked up
    short, long = (seconds(nlp, repeated(piece, length)) for length in (SHORT, LONG))
    assert long < 10 * short  # sixteen times if the work were quadratic
    assert long < 8 * seconds(nlp, repeated(SENTENCE, LONG))
