"""Whose report it is: the forms in which papers credit wire services, and what only looks like one."""

from __future__ import annotations

import pytest

from summaries.intake import agency_of

BODY = (
    "Die Feuerwehr hat am Montag in Emden einen Brand gelöscht. Verletzt wurde niemand, teilte die Polizei"
    " mit. Der Schaden liegt bei 50.000 Euro."
)
HEADS = {
    "Emden (dpa) - ": "dpa",
    "Emden/Berlin (dpa/lno) - ": "dpa",
    "Emden (dpa/tmn) – ": "dpa",
    "FRANKFURT (dpa-AFX) - ": "dpa",
    "EMDEN (dpa). ": "dpa",
    "Berlin. (dpa) ": "dpa",
    "Berlin, 9. März 2026 (dpa) - ": "dpa",
    "(dpa) ": "dpa",
    "(dpa/lno) ": "dpa",
    "dpa\n\n": "dpa",
    "Von Max Muster, dpa\n\n": "dpa",
    "Von Max Muster und Eva Blum (dpa)\n\n": "dpa",
    "Berlin (AFP) - ": "AFP",
    "AFP - ": "AFP",
    "© AFP\n\n": "AFP",
    "Berlin, 09. Mrz (Reuters) - ": "Reuters",
    "Berlin (AP) - ": "AP",
    "Köln (KNA) ": "KNA",
    "Hannover (epd). ": "epd",
    "Köln (SID) - ": "SID",
    "Wien (APA) - ": "APA",
    "Bern (sda) ": "Keystone-SDA",
}
TAILS = {
    " (dpa)": "dpa",
    " dpa/lno": "dpa",
    "\n\n(dpa/lno)": "dpa",
    "\n\nRND/dpa": "dpa",
    "\n\nred/dpa": "dpa",
    "\n\n(jj/dpa)": "dpa",
    "\n\n(sueddeutsche.de/dpa/abc)": "dpa",
    "\n\n© dpa-infocom, dpa:260309-99-123456/4": "dpa",
    "\n\n© Deutsche Presse-Agentur": "dpa",
    "\n\nMit Material von dpa": "dpa",
    "\n\n*Mit Informationen der Deutschen Presse-Agentur*": "dpa",
    "\n\nmit Agenturmaterial (dpa)": "dpa",
    "\n\nQuellen: dpa, eigene Recherche": "dpa",
    "\n\nAgentur: dpa": "dpa",
    "\n\nStand: 09.03.2026, 12:00 Uhr | Quelle: dpa": "dpa",
    "\n\nDieser Text basiert auf einer Meldung der Nachrichtenagentur dpa.": "dpa",
    "\n\nDieser Beitrag wurde mit Material der Nachrichtenagentur dpa erstellt.": "dpa",
    "\n\nkbh/cfm\n\n© Agence France-Presse": "AFP",
    "\n\nMit Informationen von AFP": "AFP",
    "\n\n(Bericht von Max Muster. Rückfragen an berlin.newsroom@thomsonreuters.com)": "Reuters",
    "\n\nMit Informationen der Nachrichtenagentur Reuters": "Reuters",
    "\n\nMit Material der Nachrichtenagentur AP": "AP",
    "\n\n© KNA. Alle Rechte vorbehalten.": "KNA",
    "\n\nepd lnb js mir": "epd",
    " (sid)": "SID",
    "\n\nQuelle: APA": "APA",
    "\n\n(APA/red)": "APA",
    "\n\n(red., APA)": "APA",
    " (red, APA, 9.3.2026)": "APA",
    "\n\n(Quelle: APA/dpa)": "APA/dpa",
    "\n\nKeystone-SDA": "Keystone-SDA",
}
NO_CREDITS = [
    BODY,
    BODY.replace("teilte die Polizei mit", "sagte er der dpa"),
    f"Wie die Nachrichtenagentur dpa berichtet, brannte es. {BODY}",
    f"{BODY}\n\nEr hatte zuvor mit der dpa gesprochen.",
    f"{BODY}\n\nFoto: dpa",
    f"{BODY}\n\nBild: picture alliance/dpa",
    f"{BODY}\n\nimago/dpa",
    f"{BODY}\n\nGetty Images/AFP",
    f"{BODY}\n\nEva Blum/dpa",
    f"(Foto: AFP)\n\n{BODY}",
    f"Die AP war ein Blatt. {BODY}",
    f"Von Max Muster\n\n{BODY}",
]


def test_a_press_release_is_one_whichever_agency_passes_it_on() -> None:
    assert agency_of(f"OTS: Sparkasse Mornau\nheute, 11:01\ndpa-AFX\nMornau (ots) - {BODY}") == "ots"


@pytest.mark.parametrize(("head", "agency"), HEADS.items())
def test_a_wire_is_named_above_the_text(head: str, agency: str) -> None:
    assert agency_of(head + BODY) == agency


@pytest.mark.parametrize(("tail", "agency"), TAILS.items())
def test_a_wire_is_named_below_the_text(tail: str, agency: str) -> None:
    assert agency_of(BODY + tail) == agency


@pytest.mark.parametrize("text", NO_CREDITS)
def test_who_quotes_or_photographs_is_no_source(text: str) -> None:
    assert agency_of(text) is None


def test_long_lines_cost_little() -> None:
    assert agency_of("(" + "a/" * 50_000) is None
    assert agency_of("Von " + "a, " * 30_000 + "\n" + BODY) is None
