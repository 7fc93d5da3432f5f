"""The sentences of the challenge are sound, and each check can succeed and fail."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from benchmarks.challenge import (
    DATA,
    KINDS,
    ROLES,
    VALUES,
    ChallengeError,
    Check,
    Item,
    Tally,
    checks_of,
    fault_of,
    read_items,
    score,
    show,
)

ITEMS = read_items()
VOCAB = spacy.blank("de").vocab
ENOUGH = 300


def tree(*rows: tuple[str, int, str] | tuple[str, int, str, str]) -> Doc:
    """Return a sentence of (word, index of head, label) with an optional STTS tag."""
    words = [row[0] for row in rows]
    tags = [row[3] if len(row) > 3 else "" for row in rows]
    return Doc(VOCAB, words=words, heads=[row[1] for row in rows], deps=[row[2] for row in rows], tags=tags)


def fault(doc: Doc, kind: str, asked: Any) -> str | None:
    """Return the fault of the one check that ``asked`` stands for."""
    (check,) = checks_of(doc.text, kind, asked)
    return fault_of(check, doc)


def right(doc: Doc, kind: str, asked: Any) -> bool:
    return fault(doc, kind, asked) is None


ACTIVE = tree(
    ("Ministerin", 2, "nsubj", "NN"),
    ("Venn", 0, "appos", "NE"),
    ("schickt", 2, "ROOT", "VVFIN"),
    ("dem", 4, "det", "ART"),
    ("Land", 2, "obl:arg", "NN"),
    ("Decken", 2, "obj", "NN"),
    ("und", 7, "cc", "KON"),
    ("Zelte", 5, "conj", "NN"),
    ("und", 9, "cc", "KON"),
    ("dankt", 2, "conj", "VVFIN"),
)
PASSIVE = tree(
    ("Der", 1, "det"),
    ("Mann", 6, "nsubj:pass"),
    ("wurde", 6, "aux:pass"),
    ("von", 4, "case"),
    ("Hunden", 6, "obl"),
    ("nicht", 6, "advmod"),
    ("gebissen", 6, "ROOT"),
)
FIGURES = tree(
    ("3,5", 1, "nummod", "CARD"),
    ("Mio.", 2, "nummod", "NN"),
    ("Euro", 3, "obj", "NN"),
    ("verlor", 3, "ROOT", "VVFIN"),
    ("zwei", 3, "nsubj", "CARD"),
    ("von", 7, "case", "APPR"),
    ("drei", 7, "nummod", "CARD"),
    ("Firmen", 4, "nmod", "NN"),
)
RELATIVE = tree(
    ("Das", 1, "det"),
    ("Haus", 7, "nsubj"),
    (",", 5, "punct"),
    ("das", 5, "nsubj"),
    ("gestern", 5, "advmod"),
    ("brannte", 1, "acl"),
    (",", 5, "punct"),
    ("steht", 7, "ROOT"),
)
SPEECH = tree(
    ("Er", 1, "nsubj", "PPER"),
    ("rechnet", 1, "ROOT", "VVFIN"),
    ("damit", 1, "advmod", "PROAV"),
    ("dass", 5, "mark", "KOUS"),
    ("Geld", 5, "nsubj", "NN"),
    ("fehlt", 2, "ccomp", "VVFIN"),
)
PARENTHESIS = tree(
    ("Die", 1, "det"),
    ("Lage", 4, "nsubj"),
    ("sagt", 4, "parataxis"),
    ("er", 2, "nsubj"),
    ("drückt", 4, "ROOT"),
)
NEITHER = tree(
    ("Weder", 1, "cc"),
    ("Kiew", 4, "nsubj"),
    ("noch", 3, "cc"),
    ("Rom", 1, "conj"),
    ("sah", 4, "ROOT"),
    ("nicht", 6, "advmod"),
    ("jeden", 7, "det"),
    ("Brief", 4, "obj"),
    ("keine", 9, "det"),
    ("Karte", 7, "conj"),
)


def test_it_has_enough_items_with_ids_and_texts_of_their_own() -> None:
    assert len(ITEMS) >= ENOUGH
    assert len({item.id for item in ITEMS}) == len({item.text for item in ITEMS}) == len(ITEMS)


def test_it_has_several_items_of_each_phenomenon() -> None:
    assert min(Counter(item.phenomenon for item in ITEMS).values()) >= 5


def test_it_names_items_after_their_phenomenon() -> None:
    assert all(item.id.rpartition("-")[0] == item.phenomenon for item in ITEMS)


def test_it_asks_one_to_four_things_of_each_item() -> None:
    assert [item.id for item in ITEMS if not 1 <= len(item.checks) <= 4] == []


def test_it_uses_every_kind_of_check() -> None:
    assert {check.kind for item in ITEMS for check in item.checks} == set(KINDS)


def test_it_points_every_reference_at_its_word() -> None:
    for item in ITEMS:
        for check in item.checks:
            places = [place for place in (check.at, *check.words) if place]
            assert all(item.text.startswith(place.text, place.begin) for place in places), item.id


def test_it_expects_values_of_known_sets() -> None:
    values: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for item in ITEMS:
        for check in item.checks:
            values[check.kind].update(check.values)
    assert values["mood"] == {"Ind", "Sub"}
    assert values["tense"] == {"Past", "Pres"}
    assert values["entity"] == {"PER", "ORG", "LOC"}
    assert values["tag"] <= {"APPR", "ART", "PTKVZ"}
    assert all(lemma.islower() and lemma.endswith("n") for lemma in values["lemma"])


def test_it_expects_sentences_that_make_up_the_text() -> None:
    for item in ITEMS:
        for check in item.checks:
            if check.kind == "sentences":
                assert "".join(check.values).replace(" ", "") == "".join(item.text.split()), item.id


@pytest.mark.parametrize(
    ("text", "kind", "asked"),
    [
        ("Es regnet.", "subject", {"schneit": "Es"}),
        ("Es regnet.", "subject", {"regnet": "er"}),
        ("Es regnet.", "subject", {"regnet": "es"}),
        ("Der Sohn der Frau und der Tochter.", "attaches", {"der": "Sohn"}),
        ("Der Sohn der Frau.", "attaches", {"der#2": "Sohn"}),
        ("Die Nordtank-Chefin geht.", "entity", {"Nordtank": "ORG"}),
        ("1.500 Soldaten", "counts", {"1": "Soldaten"}),
        ("1.500 Soldaten", "counts", {"500": "Soldaten"}),
        ("Es regnet.", "negated", ["schneit"]),
        ("Es regnet.", "sentences", ["Es schneit."]),
        ("Es regnet.", "weather", {"regnet": "Es"}),
    ],
)
def test_it_refuses_a_check_that_does_not_fit_its_text(text: str, kind: str, asked: Any) -> None:
    with pytest.raises(ChallengeError, match=r"Es regnet|Sohn|Chefin|Soldaten"):
        list(checks_of(text, kind, asked))


def test_it_finds_the_numbered_one_of_equal_words() -> None:
    (check,) = checks_of("die Frau, die die Tür schloss", "tag", {"die#2": "PRELS"})
    assert check.at is not None
    assert check.at.begin == len("die Frau, ")


def test_it_reads_a_file(tmp_path: Path) -> None:
    path = tmp_path / "some.toml"
    path.write_text(
        '[[weather]]\nid = "w-1"\ntext = "Es regnet."\nmood = { regnet = "Ind" }\n', encoding="utf-8"
    )
    (item,) = read_items(path)
    assert (item.id, item.phenomenon, item.text) == ("w-1", "weather", "Es regnet.")
    assert [(check.kind, check.values) for check in item.checks] == [("mood", ("Ind",))]


def test_it_keeps_its_own_sentences_beside_it() -> None:
    assert DATA.is_file()


@pytest.mark.parametrize(
    ("doc", "kind", "good", "bad"),
    [
        (ACTIVE, "subject", {"schickt": "Ministerin"}, {"schickt": "Decken"}),
        (ACTIVE, "subject", {"schickt": "Venn"}, {"schickt": "Land"}),
        (ACTIVE, "subject", {"dankt": "Ministerin"}, {"dankt": "Zelte"}),
        (PASSIVE, "subject", {"gebissen": "Mann"}, {"gebissen": ["Mann", "Hunden"]}),
        (ACTIVE, "object", {"schickt": ["Decken", "Zelte"]}, {"schickt": "Decken"}),
        (ACTIVE, "object", {"schickt": ["Zelte", "Decken"]}, {"schickt": ["Decken", "Zelte", "Land"]}),
        (ACTIVE, "iobj", {"schickt": "Land"}, {"schickt": "Decken"}),
        (PASSIVE, "agent", {"gebissen": "Hunden"}, {"gebissen": "Mann"}),
        (SPEECH, "complement", {"rechnet": "fehlt"}, {"rechnet": "Geld"}),
        (PARENTHESIS, "complement", {"sagt": "drückt"}, {"sagt": "Lage"}),
        (FIGURES, "counts", {"3,5": "Euro"}, {"3,5": "Firmen"}),
        (FIGURES, "counts", {"zwei": "Firmen"}, {"zwei": "Euro"}),
        (FIGURES, "counts", {"drei": "Firmen"}, {"drei": "Euro"}),
        (RELATIVE, "antecedent", {"das": "Haus"}, {"das": "gestern"}),
        (RELATIVE, "attaches", {"gestern": "brannte"}, {"gestern": "steht"}),
        (PASSIVE, "negated", ["gebissen"], ["Mann"]),
        (PASSIVE, "not_negated", ["Mann"], ["gebissen"]),
        (NEITHER, "negated", ["Kiew"], ["sah"]),
        (NEITHER, "negated", ["Rom"], ["sah"]),
        (NEITHER, "negated", ["Brief"], ["sah"]),
        (NEITHER, "negated", ["Karte"], ["sah"]),
    ],
)
def test_it_reads_trees(doc: Doc, kind: str, good: Any, bad: Any) -> None:
    assert right(doc, kind, good)
    assert not right(doc, kind, bad)


def test_it_takes_no_prepositional_object_for_an_indirect_one() -> None:
    doc = tree(("Er", 1, "nsubj"), ("wartet", 1, "ROOT"), ("auf", 3, "case"), ("Post", 1, "obl:arg"))
    assert fault(doc, "iobj", {"wartet": "Post"}) == "none"


def test_it_prefers_what_is_marked_as_agent() -> None:
    doc = tree(
        ("wird", 3, "aux:pass"),
        ("von", 2, "case"),
        ("Bonn", 3, "obl"),
        ("gezogen", 3, "ROOT"),
        ("von", 5, "case"),
        ("Pferden", 3, "obl:agent"),
    )
    assert right(doc, "agent", {"gezogen": "Pferden"})
    assert not right(doc, "agent", {"gezogen": "Bonn"})


def test_it_takes_no_circumposition_for_an_agent() -> None:
    doc = tree(
        ("Von", 1, "case"),
        ("Mai", 4, "obl"),
        ("an", 1, "case"),
        ("wird", 4, "aux:pass"),
        ("gespielt", 4, "ROOT"),
    )
    assert fault(doc, "agent", {"gespielt": "Mai"}) == "none"


def test_it_says_which_way_a_negation_goes() -> None:
    assert fault(PASSIVE, "negated", ["Mann"]) == "is not negated"
    assert fault(PASSIVE, "not_negated", ["gebissen"]) == "is negated"


def test_it_counts_tree_checks_as_wrong_without_a_tree() -> None:
    doc = Doc(VOCAB, words=["Er", "geht", "nicht"])
    assert fault(doc, "subject", {"geht": "Er"}) == "no tree"
    assert fault(doc, "not_negated", ["Er"]) == "no tree"


def test_it_says_what_stands_there_instead() -> None:
    assert fault(ACTIVE, "object", {"schickt": "Decken"}) == "Decken + Zelte"
    assert fault(ACTIVE, "iobj", {"dankt": "Land"}) == "none"
    assert fault(RELATIVE, "antecedent", {"gestern": "steht"}) == "Haus"
    assert fault(RELATIVE, "antecedent", {"Haus": "steht"}) == "none"


def test_it_counts_words_cut_otherwise_as_wrong() -> None:
    doc = Doc(
        VOCAB, words=["Er", "geh", "t"], spaces=[True, False, False], heads=[1, 1, 1], deps=["a", "ROOT", "b"]
    )
    assert fault(doc, "subject", {"geht": "Er"}) == "cut into other words"


def test_it_takes_an_abbreviation_with_or_without_its_stop() -> None:
    (check,) = checks_of("3 Mio. Euro", "counts", {"3": "Mio"})
    doc = tree(("3", 1, "nummod", "CARD"), ("Mio.", 2, "nummod", "NN"), ("Euro", 2, "ROOT", "NN"))
    assert fault_of(check, doc) is None


@pytest.fixture
def tagged() -> Doc:
    return Doc(
        VOCAB,
        words=["Er", "räume", "auf"],
        tags=["PPER", "VVFIN", "PTKVZ"],
        lemmas=["er", "aufräumen", "auf"],
        morphs=["", "Mood=Sub|Tense=Pres", ""],
    )


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("mood", "Sub", "Ind"),
        ("tense", "Pres", "Past"),
        ("lemma", "aufräumen", "räumen"),
        ("tag", "VVFIN", "NN"),
    ],
)
def test_it_reads_values_without_a_tree(tagged: Doc, kind: str, good: str, bad: str) -> None:
    assert kind in VALUES
    assert right(tagged, kind, {"räume": good})
    assert not right(tagged, kind, {"räume": bad})


@pytest.fixture
def named() -> Doc:
    doc = Doc(VOCAB, words=["Eva", "Venn", "war", "am", "Montag", "in", "Rom"])
    doc.ents = [Span(doc, 0, 2, label="PER"), Span(doc, 4, 5, label="DATE"), Span(doc, 6, 7, label="LOC")]
    return doc


def test_it_wants_names_whole_and_of_their_kind(named: Doc) -> None:
    assert right(named, "entity", {"Eva Venn": "PER"})
    assert fault(named, "entity", {"Venn": "PER"}) == "none"
    assert fault(named, "entity", {"Rom": "ORG"}) == "LOC"


def test_it_wants_no_name_where_there_is_none(named: Doc) -> None:
    assert right(named, "no_entity", ["Montag"])
    assert fault(named, "no_entity", ["Venn"]) == "PER"


def test_it_compares_all_sentences() -> None:
    doc = Doc(VOCAB, words=["Ja", ".", "Nein", "."], sent_starts=[True, False, True, False])
    assert right(doc, "sentences", ["Ja .", "Nein ."])
    assert fault(doc, "sentences", ["Ja . Nein ."]) == "Ja . + Nein ."


def blank(text: str) -> Doc:
    words = text.rstrip(".").split()
    return Doc(VOCAB, words=words, heads=[0] * len(words), deps=["ROOT"] + ["nsubj"] * (len(words) - 1))


@pytest.fixture
def pipeline() -> Language:
    nlp = spacy.blank("de")
    nlp.make_doc = blank  # type: ignore[method-assign]
    return nlp


def test_it_counts_by_phenomenon_kind_and_item(pipeline: Language) -> None:
    def item(name: str, kind: str, phenomenon: str, wanted: str) -> Item:
        return Item(name, phenomenon, "Regnet es", tuple(checks_of("Regnet es", kind, {"Regnet": wanted})))

    items = [
        item("a", "subject", "rain", "es"),
        item("b", "object", "rain", "es"),
        item("c", "mood", "snow", "Ind"),
    ]
    report = score(pipeline, items)
    assert report.phenomena == {"rain": Tally(1, 2), "snow": Tally(0, 1)}
    assert report.kinds == {"subject": Tally(1, 1), "object": Tally(0, 1), "mood": Tally(0, 1)}
    assert report.items == {"rain": Tally(1, 2), "snow": Tally(0, 1)}
    assert report.checks == Tally(1, 3)
    assert report.failures[0] == "b object Regnet es: none | Regnet es"


def test_it_scores_a_pipeline_without_anything_and_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    report = score(spacy.blank("de"), [item for item in ITEMS if item.phenomenon != "sentences"])
    assert report.checks.right == sum(
        tally.right for name, tally in report.kinds.items() if name == "no_entity"
    )
    assert all(report.kinds[role].right == 0 for role in ROLES)
    show(report)
    assert "reporting" in capsys.readouterr().out


def test_it_gives_no_share_of_nothing() -> None:
    assert Tally().share == 0.0
    assert Tally(1, 4).share == 0.25


def test_it_calls_a_check_without_place_one_of_sentences() -> None:
    doc = Doc(VOCAB, words=["Ja"], sent_starts=[True])
    assert fault_of(Check("sentences", values=("Ja",)), doc) is None
