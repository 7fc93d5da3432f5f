import pytest

from summaries.language import load_pipeline


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
        ("20 000", "20.000"),
        ("1\u202f200\u202f000", "1.200.000"),
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


@pytest.mark.parametrize(
    "text",
    [
        "Das | gilt | u. | a. | und | i. | d. | R. | sowie | d. | h. | ca. | 5 | bzw. | 6 | usw.",
        "Prof. | Dr.-Ing. | Maier | und | Dipl.-Ing. | Lenz",
        "nach | Art. | 5 | Abs. | 2 | Nr. | 7 | und | §§ | 3 | ff. | BGB",
        "eine | besondere | Art | .",
        "am | 21. | Oktober | die | 3. | Liga | im | II. | Weltkrieg | bei | Ludwig | XIV. | selbst",
        "am | 21. | 10. | 2024 | und | 2024-10-21 | und | 21.10. | wie | 18:30 | oder | 18.30 | Uhr",
        "1.500 | und | 1\u202f500 | und | 1'500 | und | 3,5 | Mio. | und | −5 | und | 50 | %",
        "10 | - | 15 | und | 10 | – | 15 | und | 2:1 | und | 3:2-Sieg | und | 2006/07 | und | 2/3",
        "120 | km/h | und | 5G | und | 3D | und | 20 | € | und | 9,- | und | 20 | °C",
        "EU-Kommission | Nord-Süd-Dialog | Ein- | und | Ausreise | deutsch-französisch | Schreib-/Lesekopf",
        "Politiker*innen | Nutzer_innen | Lehrer/-innen | Bürger(innen) | LehrerInnen | Kolleg(inn)en",
        "a.b@c.de | , | #wm2026 | @dpa | https://a.de/b?c=1&d=2 | .",
        "👨‍👩‍👧 | 🇩🇪 | 👍🏽 | ❤️ | :-) | ;)",
        "ver.di | und | Ver.di-Chef | AT&T | H&M-Filiale | OS/2",
        "geht | 's | und | Andreas' | Buch | , | hab' | ich | , | 'ne | Sache | '68",
        "Wort… | und | ... | ja | – | doch | — | nein",
        "wirklich | ? | !",
        "Plan | B | . | Er | kam | .",
        "den | späteren | 1. | Earl | of | Mornau",
        "am | 8. | September",
        "die | 1.-Mai-Demo | der | 80er-Jahre",
        "J. | K. | Rowling",
        "Muster | GmbH | & | Co. | KG",
        "u. | v. | a. | m.",
        "er | kam | hier",
    ],
)
def test_it_cuts_as_german_is_written(words, text):
    pieces = text.replace("Wort…", "Wort | …").split(" | ")
    assert words(" ".join(pieces)) == pieces


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nach 120km/h", ["nach", "120", "km/h"]),
        ("am 8.September", ["am", "8.", "September"]),
        ("Wort…und", ["Wort", "…", "und"]),
        ("‚Nein‘, sagte er.", ["‚", "Nein", "‘", ",", "sagte", "er", "."]),
        ("'Das Haus', sagte er", ["'", "Das", "Haus", "'", ",", "sagte", "er"]),
        ("(„Nein!“)", ["(", "„", "Nein", "!", "“", ")"]),
        ("[sic!] (3.)", ["[", "sic", "!", "]", "(", "3.", ")"]),
        ("§100a", ["§", "100a"]),
        ("nur Peel's Idee", ["nur", "Peel's", "Idee"]),
        ("Version 9.1. Danach", ["Version", "9.1", ".", "Danach"]),
        ("Nr.5", ["Nr.", "5"]),
        ("\u200bHaus", ["\u200bHaus"]),
    ],
)
def test_it_cuts_what_stands_tight(words, text, expected):
    assert words(text) == expected


@pytest.mark.parametrize(
    ("written", "norm"),
    [
        ("Muenchen", "münchen"),
        ("fuer", "für"),
        ("Strasse", "straße"),
        ("heisst", "heißt"),
        ("OBERBUERGERMEISTER", "oberbürgermeister"),
        ("groesste", "größte"),
        ("Aussenminister", "außenminister"),
        ("Koeln", "köln"),
        ("neue", "neue"),
        ("Steuer", "steuer"),
        ("aktuell", "aktuell"),
        ("Israel", "israel"),
        ("Michael", "michael"),
        ("Baerbock", "baerbock"),
        ("Weiss", "weiss"),
        ("Masse", "masse"),
        ("dass", "dass"),
        ("Impfpass", "impfpass"),
        ("Feuer", "feuer"),
        ("zuerst", "zuerst"),
        ("Samuel", "samuel"),
        ("„", '"'),
        ("»", '"'),
        ("’", "'"),
        ("—", "–"),
        ("Nord\u2011Süd", "nord-süd"),
        ("…", "..."),
        ("\u00ad", "\u00ad"),
    ],
)
def test_the_norm_is_the_usual_spelling(nlp, written, norm):
    assert nlp.make_doc(written)[0].norm_ == norm


def test_features_derive_from_the_norm(nlp):
    plain, marked = nlp.make_doc("Bundesrat")[0], nlp.make_doc("\u200bBun\u00addes\u00adra\u00adt")[0]
    assert (marked.prefix_, marked.suffix_, marked.shape_) == (plain.prefix_, plain.suffix_, plain.shape_)
    assert marked.norm == plain.norm
    assert marked.orth != plain.orth


def test_a_fresh_vocabulary_derives_the_same_norms(nlp):
    assert [token.norm_ for token in load_pipeline().make_doc("Stra\u00adße „für“ Muenchen")] == [
        "straße",
        '"',
        "für",
        '"',
        "münchen",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Rund | 20 000 | Liter | liefen | aus | .",
        "Der | Dax | stieg | auf | 16 037,87 | Punkte | .",
        "zwischen | 150 000 | und | 225 000 | Mark | ( | 10 700 | ) | sowie | 1 200 000 | € | : | 5 000 | .",
        "Es | waren | 64 000 | . | Am | 24. | 10. | 2024 | 300 | Leute",
        "Im | Jahr | 2010 | 200 | Menschen | , | Tel. | 030 | 123456 | , | 11.03.2024 | 300 | Gäste",
        "über | 100 | m | 200 | Leute | und | 10 000 | bis | 12 000 | Euro",
    ],
)
def test_it_reads_a_figure_in_groups_as_one(words, text):
    assert words(text.replace(" | ", " ")) == text.split(" | ")
