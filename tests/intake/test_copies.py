"""Copies of a wire report: what editors change in them, and what must not be taken for one."""

from __future__ import annotations

import pytest

from summaries.intake import copy_keys, fingerprint, is_near_duplicate

WIRE = """\
Emden (dpa/lni) - Nach dem Austritt von Lauge in einem Tanklager im Emder Hafen ermittelt die
Polizei gegen den Betreiber der Anlage. Drei Arbeiter waren am Montagmorgen mit Verätzungen in ein
Krankenhaus gebracht worden, einer von ihnen schwebt nach Angaben der Ärzte in Lebensgefahr.

Ein Sprecher der Staatsanwaltschaft Aurich sagte, es werde geprüft, ob eine Wartung unterblieben
sei. Das Unternehmen wies den Vorwurf zurück. Alle Prüfungen seien fristgerecht erfolgt, erklärte
eine Sprecherin.

Die Feuerwehr war mit rund 80 Kräften im Einsatz. Anwohner wurden gebeten, Fenster und Türen
geschlossen zu halten; die Warnung wurde am Mittag aufgehoben. Messungen ergaben nach Angaben der
Stadt keine erhöhten Werte. Wie viel Lauge in das Hafenbecken floss, war zunächst unklar.

Der Hafen zählt zu den größten Umschlagplätzen für Fahrzeuge in Europa. Erst im vergangenen Herbst
hatte es in einer benachbarten Anlage gebrannt, damals entstand ein Schaden von zwei Millionen Euro.
"""
PARAGRAPHS = WIRE.strip().split("\n\n")
DAYS = (f"Am Tag {n} tagte der Ausschuss {n} über Antrag {n * 7} und vertagte sich." for n in range(60))
LONG = "\n\n".join(DAYS)
COPIES = {
    "another credit": WIRE.replace("Emden (dpa/lni) - ", "") + "\n\n© dpa-infocom, dpa:260309-99-1/2",
    "another headline": "Lauge im Hafen: Polizei ermittelt gegen Firma\n\n" + WIRE,
    "another dateline": WIRE.replace("Emden (dpa/lni) - ", "Ostfriesland. "),
    "a dropped paragraph": "\n\n".join((*PARAGRAPHS[:2], PARAGRAPHS[3])),
    "the end cut off": "\n\n".join(PARAGRAPHS[:2]),
    "subheadings": "\n\nWas bekannt ist\n\n".join(PARAGRAPHS),
    "a paragraph of its own": WIRE
    + "\n\nBürgermeisterin Ohling zeigte sich bestürzt und dankte den Helfern.",
    "words replaced": WIRE.replace("Kräften", "Leuten").replace("unklar", "offen"),
    "in a long article": LONG + "\n\n" + WIRE,
}
OTHERS = {
    "another report on it": (
        "Im Emder Hafen ist am Montag Lauge ausgelaufen, drei Menschen kamen in eine Klinik. Die Ermittler"
        " prüfen nun, ob der Betreiber des Lagers Fehler gemacht hat. Der bestreitet das. Die Stadt gab am"
        " Mittag Entwarnung, nachdem Messwagen nichts gefunden hatten. Rund 80 Feuerwehrleute halfen."
    ),
    "one quoted sentence": LONG + " Ein Sprecher der Staatsanwaltschaft Aurich sagte, es werde geprüft.",
    "nothing in common": LONG,
}


@pytest.mark.parametrize("text", COPIES.values(), ids=COPIES.keys())
def test_an_edited_copy_is_one_and_is_found_by_its_keys(text: str) -> None:
    ours, theirs = fingerprint(WIRE), fingerprint(text)
    assert is_near_duplicate(ours, theirs)
    assert len({*copy_keys(ours)} & {*copy_keys(theirs)}) > 3


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS.keys())
def test_another_text_is_no_copy(text: str) -> None:
    assert not is_near_duplicate(fingerprint(WIRE), fingerprint(text))


@pytest.mark.parametrize(
    ("words", "least", "most"), [(20, 16, 17), (100, 16, 30), (800, 70, 128), (9000, 128, 128)]
)
def test_a_text_has_enough_keys_and_not_too_many(words: int, least: int, most: int) -> None:
    keys = copy_keys(fingerprint(" ".join(f"wort{n}" for n in range(words))))
    assert least <= len(keys) <= most
    assert list(keys) == sorted(keys)


def test_a_text_of_one_word_has_a_key() -> None:
    assert len(copy_keys(fingerprint("Nein"))) == 1
