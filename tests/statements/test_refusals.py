"""Short clauses that deny what was said right before."""

import pytest

from summaries.statements.refusals import refuses


@pytest.mark.parametrize(
    "words",
    [
        "Das stimmt nicht",
        "Das ist eine Lüge",
        "Das sei frei erfunden",
        "Davon könne keine Rede sein",
        "Die Vorwürfe seien haltlos",
        "Der Bericht trifft nicht zu",
    ],
)
def test_it_hears_a_refusal(words: str):
    assert refuses(words)


@pytest.mark.parametrize(
    "words",
    [
        "Das ist ein schwerer Schlag",
        "Das stimmt",
        "Das stimmt nicht mit den Zahlen der Polizei überein",
        "Davon könne die ganze Stadt profitieren",
        "Die Vorwürfe seien schwer",
        "Der Alarm war falsch eingestellt",
    ],
)
def test_it_hears_none_in_what_says_something(words: str):
    assert not refuses(words)
