import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from summaries.language import load_pipeline

GERMAN = st.text(
    alphabet="abz äößÄÖ AHW .,!?:;„“»«\"'()-–0123456789\n\t\u00ad\u0308\u200d😀%€/@#", max_size=120
)


def test_a_saved_pipeline_loads_again_and_reads_the_same(nlp: Language, tmp_path):
    text = "Der Sprecher wies am 21. Oktober die Vorwürfe zurück."
    nlp.to_disk(tmp_path / "own")
    again = spacy.load(tmp_path / "own")
    assert [(t.text, t.tag_, t.lemma_) for t in again(text)] == [
        (t.text, t.tag_, t.lemma_) for t in nlp(text)
    ]


def test_the_same_text_gives_the_same_document_byte_for_byte(nlp: Language):
    text = "Am 3. Mai sagte Anna Vogt, die Stadt habe 1.500 Bäume gepflanzt. Der Rat lehnt das ab."
    first, second, fresh = nlp(text), nlp(text), load_pipeline()(text)
    assert first.to_json() == second.to_json() == fresh.to_json()


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        "NUR GROSSE BUCHSTABEN UND KEIN ENDE",
        "kein satzzeichen weit und breit",
        "😀👍🏽🇩🇪",
        "\x00\x01\x07\x1b[31m rot",
        "a\u0308o\u0308u\u0308",
        "Bun\u00addes\u00adrat",
        "\ufb01\ufb02",
        "...",
        "“",
        "-",
        "ueber die Strasse gehen aeltere Maenner",
    ],
)
def test_unfit_text_is_borne(nlp: Language, text):
    doc = nlp(text)
    assert doc.text == text
    assert all(text[t.idx : t.idx + len(t)] == t.text for t in doc)


@given(GERMAN | st.text(max_size=80))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_offsets_always_point_into_the_given_text(nlp: Language, text):
    doc = nlp(text)
    assert doc.text == text
    assert "".join(sentence.text_with_ws for sentence in doc.sents) == text
    assert all(doc.text[e.start_char : e.end_char] == e.text for e in doc.ents)


@pytest.mark.parametrize("text", ["Haus und Hof ", "a", "a.", '"', "1.", "a@", "l'", "weist zu "])
def test_long_text_without_end_takes_bounded_time(nlp: Language, text):
    long = (text * 100_000)[:20_000]
    assert nlp(long).text == long
