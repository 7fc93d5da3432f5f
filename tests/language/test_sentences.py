import pytest

from config.language import MAX_SENTENCE_TOKENS


@pytest.mark.parametrize(
    "text",
    [
        "Dr. Vogt und Prof. Kern sind u. a. in St. Gallen gewesen.",
        "Am 21. Oktober um 18.30 Uhr kam der 3. Zug mit ca. 1.500 Leuten an.",
        "Er sagte: „Das ist falsch.“",
        "„Was nun?“, fragte er.",
        "„Nein!“ rief sie.",
        "»Halt!«, rief der Wächter, »hier ist zu.«",
        "Das kostet 3,5 Mio. Euro.",
        "Er nannte drei Gründe: Kälte, Hunger, Angst.",
        "Sie kam … und ging.",
        "Das sagte der Chef (Foto: Archiv) am Montag.",
        "Die Behörde (bzw. das Amt) schweigt.",
        "Der Abgeordnete Karl G. Hofer schweigt.",
        "Das ist ein Fall für das Amt Nr. 5 der Stadt.",
        "Ludwig XIV. baute ein Schloss.",
        "Die Lage im 20. Jahrhundert war anders.",
    ],
)
def test_it_keeps_one_sentence_whole(sentences, text):
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    "parts",
    [
        ["Er kam an.", "Sie ging."],
        ["„Wir müssen reagieren.", "Wir dürfen nicht zögern“, sagte Vogt."],
        ["„Das Amt ist zu.“", "Danach ging er."],
        ["War das alles?", "Nein!", "Es kam mehr."],
        ["Das war im Jahr 2024.", "Danach kam nichts."],
        ["Er wartete …", "Dann kam sie."],
        ["Es gab Brot, Milch usw.", "Der Rest fehlte."],
        ["Das kostete 5 Mio.", "Die Stadt zahlt."],
        ["Er sagte: „Es ist vorbei.", "Wir gehen.“", "Alle nickten."],
        ["Das war alles.", "(Foto: Archiv)"],
        ["Er kam.", "„Gut“, sagte sie."],
        ["Er kam.", "– Das war neu."],
        ["Es waren 20.", "Danach kam keiner."],
    ],
)
def test_it_splits_where_a_sentence_ends(sentences, parts):
    assert sentences(" ".join(parts)) == parts


def test_a_line_break_is_a_boundary_even_without_full_stop(sentences):
    assert sentences("Streit um das neue Bad\nDer Rat tagt heute.\n\n• erster Punkt\n• zweiter Punkt") == [
        "Streit um das neue Bad",
        "Der Rat tagt heute.",
        "• erster Punkt",
        "• zweiter Punkt",
    ]


def test_a_wrapped_line_goes_on(sentences):
    assert len(sentences("Der Rat hat gestern lange über\ndas neue Bad gesprochen.")) == 1


def test_a_blank_line_ends_even_a_lower_case_line(sentences):
    assert len(sentences("der rat tagt\n\ndas bad bleibt")) == 2


def test_text_in_small_letters_is_still_split(sentences):
    assert sentences("der rat tagt. das bad bleibt zu.") == ["der rat tagt.", "das bad bleibt zu."]


def test_endless_text_is_cut(nlp):
    doc = nlp("Haus und Hof " * 2000)
    assert max(len(sentence) for sentence in doc.sents) <= 300


def test_sentences_cover_the_document(nlp):
    doc = nlp("Eins. Zwei!\n\nDrei? „Vier.“ Fünf")
    assert "".join(sentence.text_with_ws for sentence in doc.sents) == doc.text


@pytest.mark.parametrize(
    "text",
    [
        "„Das ist falsch.“, sagte Vogt.",
        "„Kommt ihr?“ – „Ja.“",
        "Heinrich VIII. starb im Bett.",
        "J. K. Rowling schrieb es.",
        "Die Muster GmbH & Co. KG schweigt.",
        "Das Amt (die Leitung schweigt. Niemand redet.) bleibt zu.",
        "Er wollte 500 (zufriedene?) Kunden gewinnen.",
        "Sie sah den Film „Wohin?“ im Kino.",
        "Vom 1. bis 3. Mai ist das 2. Treffen in der 4. Etage.",
        "Die Sitzung beginnt am 3.10. um 9 Uhr.",
        "Das regelt § 5 Abs. 3 Satz 1 des Gesetzes.",
        "Er sprach lange über das\nBad am See.",
        "Sie lobte die Stadt und\nAnna Vogt.",
        "Der General a. D. schweigt.",
        "Er kam am 21. 10. 2024 an.",
        "Yahoo! und die Bank schweigen.",
        "Der Film „Er kommt … wieder“ läuft.",
    ],
)
def test_it_does_not_split_inside_a_sentence(sentences, text):
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    "parts",
    [
        ["„Wir gehen.", "Das ist unser Wille.", "Wir bleiben dabei“, sagte Anna Vogt.", "Er ging."],
        ["Er sagte: „Wir gehen.", "Ihr bleibt.“", "Dann ging er."],
        ["Wirklich?!", "Ja!", "200 Menschen kamen."],
        ["Niemand kam.", "iPhone-Nutzer warten.", "eBay schweigt.", "taz und dpa berichten."],
        ["Er kam.", "(Das war neu.", "Sehr neu.)", "Dann ging er."],
        ['Er las "Faust".', '"Gut.', 'Sehr gut", sagte sie.'],
        ["»Nein.", "Niemals«, rief er.", "Sie ging."],
        ["Der Täter sagte: ‚Geh weg.", "Sofort.‘", "Er floh."],
        ["Toll! 👍", "Wir freuen uns."],
        ["Gut gemacht :-)", "Danach kam er."],
        ["Das ist eine besondere Art.", "Danach kam Max.", "Er schwieg."],
        ["Das war Plan B.", "Er gelang."],
        ["Es gibt die Version 9.1.", "Danach kam nichts."],
        ["Er lebt in L.A.", "Danach zog er um."],
        ["Es endete 2:1.", "3000 Menschen sahen zu."],
        ["Die Liste ist lang.", "2. Soziale Bewegungen fehlen."],
        ["Es war ein Sieg der SPD.", "Das Amt schweigt."],
        ["Und dann...", "Dann kam er."],
        ["Das kostet 3 Euro.", "„Zu viel“, sagt sie."],
    ],
)
def test_it_splits_between_sentences(sentences, parts):
    assert sentences(" ".join(parts)) == parts


@pytest.mark.parametrize("bullet", ["•", "-", "*", "–", "▪", "1.", "2)", "a)"])
def test_a_line_of_a_list_is_a_sentence(sentences, bullet):
    assert sentences(f"Weiter offen\n{bullet} erster Punkt\n{bullet} Zweiter Punkt") == [
        "Weiter offen",
        f"{bullet} erster Punkt",
        f"{bullet} Zweiter Punkt",
    ]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\n\n", " \n ", "\r\n\r\n", "\u2028", "\x0c"])
def test_every_kind_of_line_break_ends_a_headline(sentences, newline):
    assert sentences(f"Streit um das Bad{newline}Der Rat tagt.") == ["Streit um das Bad", "Der Rat tagt."]


def test_a_ticker_is_split_at_its_times(sentences):
    assert sentences("10.58 Uhr: Der Zug hält.\n11.20 Uhr: Es geht weiter.") == [
        "10.58 Uhr: Der Zug hält.",
        "11.20 Uhr: Es geht weiter.",
    ]
    assert sentences("+++ 12.00 Uhr: Lage ruhig +++ 12.10 Uhr: Alles vorbei +++") == [
        "+++ 12.00 Uhr: Lage ruhig +++",
        "12.10 Uhr: Alles vorbei +++",
    ]


def test_an_open_bracket_does_not_swallow_the_text(sentences):
    assert len(sentences("Er kam (das war neu. " + "Sie ging. " * 100)) > 90


@pytest.mark.parametrize(
    "text", ["haus ", "Haus ", "HAUS ", "haus, ", "haus; und ", "(haus ", "„haus ", "12 "]
)
def test_no_sentence_is_longer_than_the_bound(nlp, text):
    doc = nlp.make_doc(text * 3_000)
    doc = nlp.get_pipe("lagebild_sentences")(doc)
    assert max(len(sentence) for sentence in doc.sents) <= MAX_SENTENCE_TOKENS
