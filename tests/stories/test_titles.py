from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.stories import TITLE_MAX_LENGTH
from summaries.stories import choose_title, clean_title
from summaries.stories.titles import is_roundup, shorten, ticker_of


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("NYT: Werft entlässt Hunderte", "Werft entlässt Hunderte"),
        ("Werft entlässt Hunderte | Lindenauer Zeitung", "Werft entlässt Hunderte"),
        ("Werft entlässt Hunderte - WELT", "Werft entlässt Hunderte"),
        ("Werft entlässt Hunderte - Wirtschaft - Lindenauer Zeitung", "Werft entlässt Hunderte"),
        ("Hafen-Liveticker: +++ 09:12 Werft entlässt Hunderte +++", "Werft entlässt Hunderte"),
        ("Im Live-Ticker: Werft entlässt Hunderte", "Werft entlässt Hunderte"),
        ("Eilmeldung: Werft entlässt Hunderte!!!", "Werft entlässt Hunderte"),
        ("EU: Neue Regeln für Werften", "EU: Neue Regeln für Werften"),
        ("Werft in Not - Hunderte müssen gehen", "Werft in Not - Hunderte müssen gehen"),
        ("Feuer! Werft brennt", "Feuer. Werft brennt"),
        ("  \n ", ""),
        ("+++", ""),
    ],
)
def test_it_cleans_a_headline(title, expected):
    assert clean_title(title) == expected


@given(st.text(max_size=300))
def test_it_cleans_any_text_to_nothing_longer(title):
    assert len(clean_title(title)) <= len(title)


@given(st.lists(st.text(max_size=200), max_size=6))
def test_it_always_chooses_a_title_of_readable_length(titles):
    assert len(choose_title(titles)) <= TITLE_MAX_LENGTH


def test_it_prefers_a_plain_headline_to_bait():
    plain = "Werft in Lindenau entlässt 300 Beschäftigte"
    assert choose_title(["Unglaublich, was die Werft jetzt tut: Das steckt dahinter…", plain]) == plain


def test_it_prefers_a_plain_headline_to_shouting():
    plain = "Werft in Lindenau entlässt 300 Beschäftigte"
    assert choose_title(["WERFT IN LINDENAU ENTLÄSST 300", plain]) == plain


def test_it_prefers_a_headline_to_a_whole_sentence():
    plain = "Werft in Lindenau entlässt 300 Beschäftigte"
    sentence = (
        "Nach Angaben der Geschäftsführung hat die Werft in Lindenau am Montag entschieden, " + "x " * 30
    )
    assert choose_title([sentence, plain]) == plain


def test_it_keeps_its_title_when_a_similar_one_comes():
    first = "Werft in Lindenau entlässt 300 Beschäftigte"
    later = ["300 Beschäftigte verlieren Arbeit auf Werft in Lindenau", "Lindenauer Werft entlässt Personal"]
    assert choose_title([first, *later]) == first


def test_it_calms_a_title_that_only_shouts():
    assert choose_title(["WERFT IN LINDENAU ENTLÄSST HUNDERTE"]) == "Werft IN Lindenau Entlässt Hunderte"


def test_it_gives_no_title_where_no_word_is():
    assert choose_title([]) == ""
    assert choose_title(["", "!!!", "12:30"]) == ""


def test_it_cuts_at_a_clause_or_a_word():
    clause = "Die Werft in Lindenau entlässt dreihundert Beschäftigte, "
    assert shorten(clause + "weil " + "Aufträge " * 20, 80) == clause.rstrip(", ")
    assert shorten("Wort " * 40, 50).endswith("Wort…")


def test_it_survives_a_title_of_ten_thousand_characters():
    assert 0 < len(choose_title(["Werft " * 2_000])) <= TITLE_MAX_LENGTH


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Hafen-Liveticker: +++ 09:12 Werft entlässt Hunderte +++", "hafen"),
        ("Im Live-Ticker: Werft entlässt Hunderte", ""),
        ("LZ-Ticker: Werft entlässt Hunderte", ""),
        ("Zeitungs-Ticker am Morgen", ""),
        ("Werft entlässt Hunderte", ""),
    ],
)
def test_it_reads_the_name_of_a_ticker(title, name):
    assert ticker_of(title) == name


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Die Woche im Überblick: Werft, Wahl und Wetter", True),
        ("+++ Werft in Not +++ Wahl entschieden +++ Sturm zieht ab +++", True),
        ("Presseschau: Was andere zur Werft schreiben", True),
        ("Werft in Not: Die Lage im Überblick", False),
        ("Hafen-Liveticker: +++ 09:12 Werft entlässt Hunderte +++", False),
    ],
)
def test_it_knows_a_roundup(title, expected):
    assert is_roundup(title) is expected


def test_an_old_headline_does_not_return():
    titles = [
        "Ein Schritt bis Tokio: Basketballer im Finale der Olympia-Quali von Split",
        *["Basketballer feiern in Split - Schröder will nach Tokio"] * 4,
        "Mit Teamgeist nach Tokio",
        "Deutschlands Basketballer qualifizieren sich für Olympia",
        "Tokio, wir kommen!",
    ]
    chosen = [choose_title(titles[:number]) for number in range(1, len(titles) + 1)]
    changes = [one for one, before in zip(chosen[1:], chosen, strict=False) if one != before]
    assert len(changes) == len(set(changes))


def test_the_slip_of_one_paper_is_not_kept():
    right = "Spiele werden mit Feier offiziell eröffnet"
    assert choose_title(["Spiele werden mit Feier offziell eröffnet", right, right]) == right


def test_a_shouted_label_is_calmed():
    assert (
        choose_title(["OLYMPIA: Die Chancen der Teams in Tokio"]) == "Olympia: Die Chancen der Teams in Tokio"
    )


def test_an_outlet_behind_a_lost_separator_goes():
    assert clean_title('Brasilien fiebert Medaillen entgegen " BrasilienPortal') == (
        "Brasilien fiebert Medaillen entgegen"
    )
    assert clean_title('Wie "ein Knast mit großem Hofgang"') == 'Wie "ein Knast mit großem Hofgang"'


@pytest.mark.parametrize(
    ("titles", "chosen"),
    [
        (["Sturm über der Küste: Ein Toter in Niederau", "Drei Tote durch Sturm in Niederau"], 1),
        (["Ministerin Kolb steht vor dem Rücktritt", "Ministerin Kolb ist zurückgetreten"], 1),
        (["Ministerin Kolb ist zurückgetreten", "Ministerin Kolb steht vor dem Rücktritt"], 0),
        (
            [
                "Busunglück bei Niederau: Zwei Tote",
                "Zahl der Toten nach Busunglück bei Niederau steigt auf mindestens fünf",
            ],
            1,
        ),
        (["Werft in Lindenau entlässt 300 Mitarbeiter", "Werft in Lindenau entlässt 250 Mitarbeiter"], 1),
        (
            ["Werft in Lindenau entlässt 300 Mitarbeiter", "Werft in Lindenau: 300 Mitarbeiter müssen gehen"],
            0,
        ),
        (["Ein Toter nach Sturm in Niederau", "Was Sie jetzt wissen müssen: Drei Tote? Unglaublich…"], 0),
        (["Feuer in Lindenau: 300 Kühe gerettet", "Feuer in Lindenau: 40 Feuerwehrleute im Einsatz"], 0),
        (
            ["Senatorin soll Bauunternehmer getroffen haben", "Senatorin gibt Treffen mit Bauunternehmer zu"],
            1,
        ),
        (["Hacker wollen Daten von Lindenau erbeutet haben", "Lindenau räumt Diebstahl von Daten ein"], 1),
        (["Minister weist Vorwürfe zur Brücke zurück", "Ministerium räumt Fehler bei der Brücke ein"], 1),
        (
            ["Koalition einigt sich auf Heizungsgesetz", "Koalition: Noch keine Einigung auf Heizungsgesetz"],
            1,
        ),
        (["Ministerium räumt Fehler bei der Brücke ein", "Minister weist Vorwürfe zur Brücke zurück"], 0),
        (["Kommentar: Ein Bad, das keiner braucht", "Rat von Lindenau stimmt für neues Bad"], 1),
        (["Rat von Lindenau stimmt für neues Bad", "Satire: Rat von Lindenau verbietet Baden"], 0),
    ],
)
def test_a_headline_gives_way_to_one_with_a_later_figure(titles, chosen):
    assert choose_title(titles) == titles[chosen]
