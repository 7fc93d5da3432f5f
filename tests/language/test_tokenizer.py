import pytest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dr. Vogt kam.", ["Dr.", "Vogt", "kam", "."]),
        ("Das gilt z. B. hier.", ["Das", "gilt", "z.", "B.", "hier", "."]),
        ("Das gilt z.B. hier.", ["Das", "gilt", "z.B.", "hier", "."]),
        ("Es kostet 3,5 Mio. Euro.", ["Es", "kostet", "3,5", "Mio.", "Euro", "."]),
        ("Am 21. Oktober war es.", ["Am", "21.", "Oktober", "war", "es", "."]),
        ("Stand 10.58 Uhr.", ["Stand", "10.58", "Uhr", "."]),
        ("Es waren 1.500 Leute.", ["Es", "waren", "1.500", "Leute", "."]),
        ("Das war im Jahr 2024.", ["Das", "war", "im", "Jahr", "2024", "."]),
        ("Er kam am 21.", ["Er", "kam", "am", "21", "."]),
        (
            "Am 03.10.2024 und am 3.10. war frei.",
            ["Am", "03.10.2024", "und", "am", "3.10.", "war", "frei", "."],
        ),
        ("der US-Botschafter", ["der", "US-Botschafter"]),
        ("die Nordkorea-Soldaten", ["die", "Nordkorea-Soldaten"]),
        ("alle Bürger:innen", ["alle", "Bürger:innen"]),
        ("alle Bürger*innen", ["alle", "Bürger*innen"]),
        ("alle Bürger/-innen", ["alle", "Bürger/-innen"]),
        ("Seite https://beispiel.de/a?b=1.", ["Seite", "https://beispiel.de/a?b=1", "."]),
        ("bei beispiel.de steht", ["bei", "beispiel.de", "steht"]),
        ("ja – nein", ["ja", "–", "nein"]),
        ("2019–2021", ["2019", "–", "2021"]),
        ("Außen- und Innenpolitik", ["Außen-", "und", "Innenpolitik"]),
        ("ein 25-Jähriger", ["ein", "25-Jähriger"]),
        ("5% und 20km", ["5", "%", "und", "20", "km"]),
        ("am 24/10/2024 war", ["am", "24/10/2024", "war"]),
        (",,Nein'', rief er", [",,", "Nein", "''", ",", "rief", "er"]),
        ("gesagt.Die", ["gesagt", ".", "Die"]),
        ("CDU/CSU", ["CDU", "/", "CSU"]),
        ("Das war’s.", ["Das", "war", "’s", "."]),
        ("Wilhelm II. regierte.", ["Wilhelm", "II.", "regierte", "."]),
    ],
)
def test_it_cuts_words(words, text, expected):
    assert words(text) == expected


@pytest.mark.parametrize(("opening", "closing"), ["„“", "“”", "‚‘", "»«", "«»", "›‹", '""', "''"])
def test_it_splits_off_quotation_marks_of_all_kinds(words, opening, closing):
    assert words(f"{opening}Nein{closing}, rief er.") == [opening, "Nein", closing, ",", "rief", "er", "."]


def test_it_keeps_every_character_and_offset(nlp):
    text = "  Zwei  Blanks\t und\n\nein „Absatz“.\r\nEnde "
    doc = nlp(text)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


@pytest.mark.parametrize(
    ("text", "norm"),
    [
        ("Bun\u00addes\u00adrat", "bundesrat"),
        ("O\u0308sterreich", "österreich"),
        ("Krä\ufb04e", "kräffle"),
    ],
)
def test_it_normalises_only_the_norm(nlp, text, norm):
    token = nlp(text)[0]
    assert (token.text, token.norm_) == (text, norm)


def test_it_replaces_lone_surrogates_without_moving_offsets(nlp):
    doc = nlp("A \ud800 B")
    assert doc.text == "A \ufffd B"


def test_an_abbreviated_single_letter_name_keeps_its_stop(words):
    assert words("Harald T. Busch kam.") == ["Harald", "T.", "Busch", "kam", "."]


def test_an_ordinal_needs_a_reason(words):
    assert words("Es waren 20. Danach kam keiner.") == [
        "Es",
        "waren",
        "20",
        ".",
        "Danach",
        "kam",
        "keiner",
        ".",
    ]
    assert words("Das 20. Treffen")[:2] == ["Das", "20."]
