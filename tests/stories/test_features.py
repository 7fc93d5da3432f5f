from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

from config.stories import MAX_TERMS
from summaries.model import Block, BlockKind, DateSource, Document, Outlet, Span
from summaries.stories import clean_title, extract_features

TITLE = "LZ-Ticker: Oderdeich bei Wiesenau gebrochen | Lindenauer Zeitung"
BODY = "Bei Wiesenau ist ein Deich gebrochen. 300 Menschen verließen ihre Häuser."
JUNK = "Lesen Sie auch: Bundesliga-Tabelle und Horoskop."


class FixedEncoder:
    def __init__(self):
        self.texts = []

    def encode(self, texts):
        self.texts.extend(texts)
        return np.eye(len(texts), 4, dtype=np.float32)


def _document(text=BODY + "\n" + JUNK, title=TITLE):
    published = datetime(2025, 4, 2, tzinfo=UTC)
    return Document(text, title, Outlet("lz", "LZ"), published, DateSource.MANIFEST)


def _blocks(document):
    body = Block(Span(0, len(BODY)), BlockKind.BODY, document.published)
    junk = Block(Span(len(BODY) + 1, len(document.text)), BlockKind.JUNK, document.published)
    return (body, junk)


def _features(nlp, document=None, blocks=None, encoder=None):
    document = document or _document()
    blocks = _blocks(document) if blocks is None else blocks
    title_doc = nlp(clean_title(document.title))
    return extract_features(document, nlp(document.text), blocks, encoder, title_doc)


def test_it_reads_title_and_body_but_no_junk(nlp):
    terms = _features(nlp).terms
    assert "deich" in terms
    assert not {"horoskop", "bundesliga"} & set(terms)


def test_it_weighs_the_title_more_than_the_body(nlp):
    terms = _features(nlp).terms
    assert terms["wiesenau"] > terms["mensch"]


def test_it_spells_compounds_of_the_title_out(nlp):
    assert "#deic" in _features(nlp).terms


def test_it_knows_which_words_are_names(nlp):
    text = "Das Landgericht Bremen hat am Montag Karla Lorenz verurteilt. Sie zahlt 300 Euro an die Stadt."
    body = Block(Span(0, len(text)), BlockKind.BODY, datetime(2025, 4, 2, tzinfo=UTC))
    features = _features(nlp, _document(text, "Urteil in Bremen"), (body,))
    assert {"brem", "karla", "lorenz"} <= features.names
    assert not {"landgericht", "montag", "euro", "stadt", "urteil"} & features.names
    assert features.places == {"brem"}


def test_it_leaves_the_outlet_out(nlp):
    assert not {"zeitung", "lindenau"} & set(_features(nlp).terms)


def test_it_collects_figures_and_the_title_as_published(nlp):
    features = _features(nlp)
    assert "300" in features.numbers
    assert features.title == TITLE


def test_it_names_states_by_one_key(nlp):
    text = "Der Kreml wies das zurück. Russische Soldaten blieben in Kiel."
    document = _document(text, "Moskau weist Bericht zurück")
    body = (Block(Span(0, len(text)), BlockKind.BODY, document.published),)
    assert any(name.startswith("RU") for name in _features(nlp, document, body).actors)


def test_it_encodes_title_and_lead_once(nlp):
    encoder = FixedEncoder()
    features = _features(nlp, encoder=encoder)
    assert features.vector == (1.0, 0.0, 0.0, 0.0)
    assert len(encoder.texts) == 1
    assert "Horoskop" not in encoder.texts[0]


def test_it_works_without_a_title_analysis(nlp):
    document = _document()
    features = extract_features(document, nlp(document.text), _blocks(document), None)
    assert "wiesenau" in features.terms
    assert features.vector == ()


def test_it_copes_with_an_empty_article(nlp):
    features = _features(nlp, _document("", ""), ())
    assert features.terms == {}
    assert features.actors == features.numbers == frozenset()


def test_it_keeps_a_bounded_number_of_terms(nlp):
    text = " ".join(f"Wort{chr(97 + n % 26)}{chr(97 + n // 26)}bau" for n in range(400))
    document = _document(text, "Alles")
    body = (Block(Span(0, len(text)), BlockKind.BODY, document.published),)
    assert len(_features(nlp, document, body).terms) == MAX_TERMS


def test_the_same_article_gives_the_same_features(nlp, encoder):
    assert _features(nlp, encoder=encoder) == _features(nlp, encoder=encoder)


def test_it_marks_entries_of_a_ticker_and_roundups(nlp):
    entry = _features(nlp, _document(title="Hafen-Liveticker: Kran stürzt um"))
    review = _features(nlp, _document(title="Die Woche im Überblick: Kran und Deich"))
    assert "+hafen" in entry.terms
    assert "=roundup" in review.terms


def test_it_reads_the_number_of_a_series_in_the_first_sentence(nlp):
    text = "Die Koalition hat das achte Entlastungspaket beschlossen. Das siebte Entlastungspaket gilt schon."
    document = _document(text, "Koalition einig")
    body = (Block(Span(0, len(text)), BlockKind.BODY, document.published),)
    numbers = _features(nlp, document, body).numbers
    assert any(number.startswith("8. ") for number in numbers)
    assert not any(number.startswith("7. ") for number in numbers)


def test_a_title_without_end_is_read_as_far_as_a_title_goes(nlp):
    title = "Deich gebrochen " * 625 + "Horoskop"
    features = _features(nlp, _document(BODY, title))
    assert len(title) > 10_000
    assert len(features.terms) <= MAX_TERMS
    assert features.headline
    assert "horoskop" not in features.headline


def test_it_knows_the_headline_and_how_long_the_text_is(nlp):
    features = _features(nlp)
    assert "wiesenau" in features.headline
    assert "mensch" not in features.headline
    assert features.words == len(BODY.split())
