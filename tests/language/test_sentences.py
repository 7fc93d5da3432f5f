import pytest


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
