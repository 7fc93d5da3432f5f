"""Unfit text: the whole pipeline bears it, offsets point into the given text, sentences stay bounded."""

import time
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from config.language import MAX_SENTENCE_TOKENS

NASTY = (
    "aäAÄßzZıİǅﬁ ﬀ ,.;:!?…-–—'’‚‘\"„“»«›‹()[]{}/\\|@#%€$§&+*=_~^°²½1290 "
    "\t\n\r\x0b\x0c\x00\x01\x07\x1b\x1c\x85\u00a0\u00ad"
    "\u0300\u0308\u0327\u061c\u200b\u200c\u200d\u200e\u200f\u2009\u2028\u2029\u202a\u202e\u202f\u2060\u2066\u2069\u3000\ufe0f"
    "\ufeff\ufffd\U0001f600\U0001f468\U0001f1e9\U0001f3fd\U000e0067中あщשع"
)
PIECES = st.sampled_from(
    [
        *NASTY,
        *(
            "z. B.",
            "Dr.",
            "21.",
            "3.10.",
            "1.500",
            "18.30 Uhr",
            "Nr. 5",
            "XIV.",
            "usw.",
            "geht's",
            "…“",
            "!!",
            "+++",
            "Mio.",
        ),
        *(
            "https://a.de/",
            "www.",
            "a@b.c",
            "Bürger:innen",
            "Hof-",
            "Nato",
            "Anna",
            "Gipfel von",
            "Olympische",
            "Montag",
            "(",
            ")",
        ),
    ]
)
TEXTS = (
    st.lists(PIECES, max_size=40).map("".join) | st.text(alphabet=NASTY, max_size=80) | st.text(max_size=60)
)


def check(doc: Doc, text: str) -> None:
    assert doc.text == text
    assert "".join(token.text_with_ws for token in doc) == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)
    assert all(text[entity.start_char : entity.end_char] == entity.text for entity in doc.ents)
    assert "".join(sentence.text_with_ws for sentence in doc.sents) == text
    assert all(0 < len(sentence) <= MAX_SENTENCE_TOKENS for sentence in doc.sents)
    assert all(first.end <= second.start for first, second in pairwise(doc.ents))


@given(TEXTS)
@example("'’'’")
@example("1\u00a0000\u00a0000.")
@example("\u00ad")
@example("a\u0308\u200d-\ufe0f")
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_offsets_point_into_the_given_text(nlp: Language, text: str):
    whole = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    check(nlp(text), whole)


@given(
    st.lists(st.sampled_from(["Haus", "\u00ad", "\u200b", "a", "ﬁ", "\u0308", "O", "-"]), min_size=1).map(
        "".join
    )
)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_token_has_a_norm_and_features(nlp: Language, text: str):
    for token in nlp.make_doc(text):
        assert token.norm_
        assert token.prefix_
        assert token.suffix_
        assert token.shape_


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        " \t \r\n \u00a0 ",
        "NUR GROSSE BUCHSTABEN UND KEIN ENDE",
        "kein satzzeichen weit und breit",
        "😀👍🏽🇩🇪👨‍👩‍👧",
        "\x00\x01\x07\x1b[31m rot",
        "Bun\u00addes\u00adrat ti\u200bgert",
        "O\u0308l fu\u0308r die \ufb01nale Re\u0301gion",
        "\u202eABC\u202c \u200fשלום\u200e",
        "eins\r\nzwei\rdrei\n\rvier\u2028fünf\u2029sechs\x85sieben\x0bacht\x0cneun",
        "z.\u00a0B. 5\u00a0Euro und 1\u202f500\u00a0km am 21.\u00a0Oktober",
        "ueber die Strasse gehen aeltere Maenner fuer die Buergermeisterin",
        "“”„",
        "....",
        "-",
        "a\ud800b\udfff c",
    ],
)
def test_unfit_text_is_borne(nlp: Language, text: str):
    check(nlp(text), text.replace("\ud800", "\ufffd").replace("\udfff", "\ufffd"))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Haus und Hof ",
            "HAUS ",
            "a",
            "a.",
            '"',
            "'",
            "’s ",
            "1.",
            "1 ",
            "a@",
            "l'",
            "(",
            ")",
            "„",
            "!",
            "-",
            "a-",
            "1-",
            "😀",
        ),
        *(
            "www.",
            "http://",
            "z. B. ",
            "\u00ad",
            "\u0308",
            "\n",
            "\r\n ",
            "\u00a0",
            "\x00",
            "#",
            "1\u00a0000\u00a0",
            "A&",
            "+++ ",
        ),
        *(
            "Nato ",
            "Gipfel von ",
            "Montag, ",
            "IV.",
            "ae",
            "ueoe",
            "ss",
            "Anna ",
            "weist zu ",
            "dass ",
            ", die ",
            "Dr.",
        ),
    ],
)
def test_long_text_without_end_takes_bounded_time(nlp: Language, text: str):
    check_long(nlp, (text * 20_000)[:20_000], seconds=4)


@pytest.mark.slow
@pytest.mark.parametrize("text", ["Haus und Hof ", "a", "1 ", "Montag, "])
def test_100_kilobytes_without_end_take_bounded_time(nlp: Language, text: str):
    check_long(nlp, (text * 100_000)[:100_000], seconds=20)


def check_long(nlp: Language, long: str, seconds: float) -> None:
    with nlp.select_pipes(enable=["lagebild_sentences", "lagebild_entities"]):
        started = time.process_time()
        doc = nlp(long)
        elapsed = time.process_time() - started
    assert elapsed < seconds  # linear work takes a twentieth; quadratic work minutes
    assert len(doc.text) == len(long)
    assert max(len(sentence) for sentence in doc.sents) <= MAX_SENTENCE_TOKENS


def test_one_word_of_100_kilobytes_is_one_token(nlp: Language):
    assert len(nlp.make_doc("a" * 100_000)) == 1
    assert len(nlp.make_doc("!" * 100_000)) < 10


def test_soft_hyphens_and_ligatures_do_not_hide_names_and_dates(nlp: Language):
    plain = [(entity.label_, entity.start_char) for entity in nlp("Am 21. Oktober tagt die Nato.").ents]
    marked = [
        (entity.label_, entity.start_char) for entity in nlp("Am 21. Oktober tagt die Na\u00adto.").ents
    ]
    assert plain
    assert marked[0] == plain[0]
