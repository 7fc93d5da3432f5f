"""What the language model learns from: reading, bringing together and dividing annotated text."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.language.training import conllu, harmonise, konvens, morphology, ner, overlap, raw, treebanks
from summaries.language.training.corpus import dev_sentences, read_gold, read_konvens, split_of
from summaries.language.training.inputs import ChangedInputError, digests, verify_inputs
from summaries.language.training.sentence import Entity, Sentence, join_words
from summaries.language.training.spacing import guess_spaces

DATA = Path(os.environ.get("LAGEBILD_TRAINING_DATA", Path(__file__).parents[3] / "shared/data"))
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the training data is not part of the repository")

BOAT = """\
# sent_id = boot
# text = Im Hafen lag ein Boot.
1-2	Im	_	_	_	_	_	_	_	_
1	In	in	ADP	APPR	_	3	case	_	_
2	dem	der	DET	ART	Case=Dat|Definite=Def|Gender=Masc|Number=Sing|PronType=Art	3	det	_	_
3	Hafen	Hafen	NOUN	NN	Case=Dat|Gender=Masc|Number=Sing	4	obl	_	_
4	lag	liegen	VERB	VVFIN	Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin	0	root	_	_
5	ein	ein	DET	ART	Case=Nom|Definite=Ind|Gender=Neut|Number=Sing|PronType=Art	6	det	_	_
6	Boot	Boot	NOUN	NN	Case=Nom|Gender=Neut|Number=Sing	4	nsubj	_	SpaceAfter=No
7	.	.	PUNCT	$.	_	4	punct	_	_
"""


def trees(tmp_path: Path, text: str) -> list[conllu.Tree]:
    path = tmp_path / "trees.conllu"
    path.write_text(text, "utf-8")
    return list(conllu.read_trees(path))


def words(*rows: str) -> harmonise.Words:
    """Words from "form lemma pos tag feats head dep"; heads count from 1, 0 is the root."""
    cells = [row.split() for row in rows]
    table = [[str(i), *cell[:5], cell[5], cell[6], "_", "_"] for i, cell in enumerate(cells, 1)]
    return conllu.collapse(table)


def deps(found: harmonise.Words) -> list[str]:
    return [word.dep for word in found]


def test_it_puts_contractions_back_together(tmp_path: Path) -> None:
    (tree,) = trees(tmp_path, BOAT)
    sentence = treebanks.build(tree.words, "probe", treebanks.Layers())
    assert sentence.text == tree.comments["text"]
    assert sentence.words[0] == "Im"
    assert (sentence.tags or ())[0] == "APPRART"
    assert (sentence.pos or ())[0] == "ADP"
    assert (sentence.lemmas or ())[0] == "in"
    assert (sentence.feats or ())[0] == "Case=Dat|Gender=Masc|Number=Sing"
    assert sentence.heads == (1, 2, 2, 4, 2, 2)
    assert (sentence.deps or ())[:3] == ("case", "obl", "root")


def test_it_hangs_what_hung_on_a_part_on_the_contraction() -> None:
    rows = [
        "1-2 zum _ _ _ _ _ _ _ _",
        "1 zu zu ADP APPR _ 4 case _ _",
        "2 dem der DET ART Case=Dat 4 det _ _",
        "3 eben eben ADV ADV _ 2 advmod _ _",
        "4 Haus Haus NOUN NN _ 0 root _ _",
    ]
    found = conllu.collapse([row.split() for row in rows])
    assert [word.head for word in found] == [2, 0, 2]


def test_it_refuses_circles() -> None:
    with pytest.raises(conllu.BrokenTreeError):
        words("da da ADV ADV _ 2 advmod", "so so ADV ADV _ 1 advmod", "geht gehen VERB VVFIN _ 0 root")


def test_it_refuses_two_roots() -> None:
    with pytest.raises(conllu.BrokenTreeError):
        conllu.check_tree([0, 1])


@given(st.integers(1, 12).flatmap(lambda n: st.tuples(*[st.integers(0, max(0, i - 1)) for i in range(n)])))
def test_it_takes_every_tree(heads: tuple[int, ...]) -> None:
    conllu.check_tree(heads)


@given(st.lists(st.booleans(), min_size=1, max_size=8))
def test_it_keeps_the_surface_text_when_it_collapses(contracted: list[bool]) -> None:
    rows: list[list[str]] = []
    surface = []
    for part in contracted:
        first = sum(row[0].isdigit() for row in rows) + 1
        head, dep = (str(1), "dep") if rows else ("0", "root")
        if part:
            rows += [
                f"{first}-{first + 1} im _ _ _ _ _ _ _ _".split(),
                f"{first} in in ADP APPR _ {head} {dep} _ _".split(),
                f"{first + 1} dem der DET ART Case=Dat {first} det _ _".split(),
            ]
        else:
            rows.append(f"{first} dort dort ADV ADV _ {head} {dep} _ _".split())
        surface.append("im" if part else "dort")
    found = conllu.collapse(rows)
    assert [word.form for word in found] == surface
    conllu.check_tree([word.head for word in found])


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        ("Er kam , sah ( kurz ) und ging .", "Er kam, sah (kurz) und ging."),
        ('" Gut " , sagte sie , " gut . "', '"Gut", sagte sie, "gut."'),
        ("„ Ja “ , rief er : “ Nein ”", "„Ja“, rief er: “Nein”"),
        ("» Halt ! « «Und» hier", "»Halt!« «Und» hier"),
        ("`` So '' heißt es", "``So'' heißt es"),
        ("Köln / Bonn wächst um 5 %", "Köln/Bonn wächst um 5 %"),
    ],
)
def test_it_restores_spaces(tokens: str, text: str) -> None:
    found = tuple(tokens.split())
    assert join_words(found, guess_spaces(found)) == text


@given(st.lists(st.text(alphabet='abc"„“»«,.()', min_size=1, max_size=3), max_size=20))
def test_it_only_adds_spaces(tokens: list[str]) -> None:
    found = tuple(tokens)
    text = join_words(found, guess_spaces(found))
    assert text.replace(" ", "") == "".join(found)
    assert "  " not in text


def test_it_maps_older_relations_and_tags() -> None:
    found = words(
        "Otto Otto PROPN NE _ 4 nsubj",
        "Lang Lang PROPN NE _ 1 flat:name",
        "sich sich PRON PRF Case=Dat 4 expl:pv",
        "hilft helfen VERB VVFIN _ 0 root",
        "dabei dabei ADV PAV _ 4 advmod",
        "mir ich PRON PPER Case=Dat 4 iobj",
    )
    found = harmonise.map_tags(harmonise.map_relations(found))
    assert deps(found) == ["nsubj", "flat", "obl:arg", "root", "advmod", "obl:arg"]
    assert found[4].tag == "PROAV"


def test_it_tells_auxiliaries_by_their_relation() -> None:
    found = harmonise.map_pos(
        words("Wir wir PRON PPER _ 2 nsubj", "haben haben AUX VAFIN _ 0 root", "Zeit Zeit NOUN NN _ 2 obj")
    )
    assert [word.pos for word in found] == ["PRON", "VERB", "NOUN"]


def test_it_tells_a_role_from_a_comparison() -> None:
    role = words(
        "Sie sie PRON PPER _ 2 nsubj", "arbeitet arbeiten VERB VVFIN _ 0 root",
        "als als CCONJ KOKOM _ 4 case",
        "Köchin Köchin NOUN NN _ 2 obl",
    )  # fmt: skip
    than = words(
        "Er er PRON PPER _ 3 nsubj", "ist sein AUX VAFIN _ 3 cop", "größer groß ADJ ADJD Degree=Cmp 0 root",
        "als als CCONJ KOKOM _ 5 case", "ich ich PRON PPER _ 3 obl",
    )  # fmt: skip
    assert harmonise.map_pos(role)[2].pos == "ADP"
    assert harmonise.map_pos(than)[3].pos == "CCONJ"


def test_it_sorts_objects_by_preposition_and_case() -> None:
    found = words(
        "Sie sie PRON PPER Case=Nom 2 nsubj", "erinnert erinnern VERB VVFIN _ 0 root",
        "ihm er PRON PPER Case=Dat 2 obj", "daran daran ADV PROAV _ 2 obj", "an an ADP APPR _ 6 case",
        "Regeln Regel NOUN NN _ 2 obj", "alle alle PRON PIS Case=Acc 2 obj",
    )  # fmt: skip
    assert deps(harmonise.prepositional_objects(found)) == [
        "nsubj", "root", "obl:arg", "advmod", "case", "obl", "obj",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("mark", "dep"), [("weil", "advcl"), ("dass", "ccomp"), ("ob", "ccomp"), ("um", "advcl")]
)
def test_it_tells_adverbial_clauses_by_their_conjunction(mark: str, dep: str) -> None:
    found = words(
        "Sie sie PRON PPER _ 2 nsubj", "bleibt bleiben VERB VVFIN _ 0 root",
        f"{mark} {mark} SCONJ KOUS _ 4 mark",
        "regnet regnen VERB VVFIN _ 2 ccomp",
    )  # fmt: skip
    assert harmonise.adverbial_clauses(found)[3].dep == dep


def test_it_names_the_agent_of_a_passive() -> None:
    found = words(
        "Er er PRON PPER _ 5 nsubj:pass", "wurde werden AUX VAFIN _ 5 aux:pass", "von von ADP APPR _ 4 case",
        "Anna Anna PROPN NE _ 5 obl", "gesehen sehen VERB VVPP _ 0 root",
    )  # fmt: skip
    assert harmonise.agents(found)[3].dep == "obl:agent"


def test_it_makes_es_the_subject_where_there_is_no_other() -> None:
    alone = words("Es es PRON PPER _ 2 expl", "regnet regnen VERB VVFIN _ 0 root")
    beside = words(
        "Es es PRON PPER _ 2 expl", "kamen kommen VERB VVFIN _ 0 root", "Gäste Gast NOUN NN _ 2 nsubj"
    )
    assert harmonise.subject_es(alone)[0].dep == "nsubj"
    assert harmonise.subject_es(beside)[0].dep == "expl"


@pytest.mark.parametrize(
    ("row", "mood"),
    [
        ("habe haben AUX VAFIN Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin 0 root", "Sub"),
        ("habe haben AUX VAFIN Mood=Ind|Number=Sing|Person=1|Tense=Pres|VerbForm=Fin 0 root", "Ind"),
        ("seien sein AUX VAFIN Mood=Ind|Number=Plur|Person=3|Tense=Pres|VerbForm=Fin 0 root", "Sub"),
        ("könnten können AUX VMFIN Mood=Ind|Number=Plur|Person=3|Tense=Pres|VerbForm=Fin 0 root", "Sub"),
        ("ginge gehen VERB VVFIN Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin 0 root", "Sub"),
        ("gingen gehen VERB VVFIN Mood=Ind|Number=Plur|Person=3|Tense=Past|VerbForm=Fin 0 root", "Ind"),
        ("leiste leisten VERB VVFIN Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin 0 root", "Sub"),
        ("leistete leisten VERB VVFIN Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin 0 root", "Ind"),
        ("sollte sollen AUX VMFIN Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin 0 root", "Ind"),
        ("konnte können AUX VMFIN Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin 0 root", "Ind"),
    ],
)
def test_it_mends_the_mood_where_the_form_shows_it(row: str, mood: str) -> None:
    (found,) = morphology.mend_mood(words(row))
    assert found.feats["Mood"] == mood


def test_it_fills_what_pud_leaves_out() -> None:
    found = morphology.fill_forms(
        words(
            "Ich ich PRON PRP Case=Nom|Person=1 3 nsubj",
            "will wollen AUX VBC Mood=Ind 3 aux",
            "gehen gehen VERB VB _ 0 root",
        )
    )
    assert found[0].feats["PronType"] == "Prs"
    assert [word.feats["VerbForm"] for word in found[1:]] == ["Fin", "Inf"]


def test_it_fills_case_by_preposition_and_agreement() -> None:
    found = morphology.fill_case(
        words(
            "Mit mit ADP APPR Case=Dat 3 case", "roter rot ADJ ADJA Number=Sing 3 amod",
            "Farbe Farbe NOUN NN Gender=Fem|Number=Sing 4 obl", "malt malen VERB VVFIN _ 0 root",
            "Ute Ute PROPN NE Number=Sing 4 nsubj",
        )
    )  # fmt: skip
    assert found[1].feats == {"Case": "Dat", "Gender": "Fem", "Number": "Sing"}
    assert found[4].feats["Case"] == "Nom"
    assert morphology.features_complete(found)


def test_it_keeps_only_features_of_the_part_of_speech() -> None:
    found = harmonise.keep_features(
        words("Haus Haus NOUN NN Case=Nom|Person=3|Number=Sing 0 root", ", , PUNCT $, PunctType=Comm 1 punct")
    )
    assert [sorted(word.feats) for word in found] == [["Case", "Number"], []]


def test_it_leaves_participles_only_their_form() -> None:
    (found,) = harmonise.keep_features(
        words("gesehen sehen VERB VVPP Aspect=Perf|Tense=Past|VerbForm=Part 0 root")
    )
    assert found.feats == {"VerbForm": "Part"}


def test_it_takes_comparisons_for_no_coordination() -> None:
    rows = [
        "Ein ein DET ART _ 2 det", "Team Team NOUN NN _ 0 root", "wie wie CCONJ CC _ 4 cc",
        "eures euer DET DTP$ _ 2 conj",
    ]  # fmt: skip
    assert deps(harmonise.compare_by_case(words(*rows))) == ["det", "root", "case", "nmod"]
    both = words(
        "Rat Rat NOUN NN _ 0 root", "als als CCONJ CC _ 4 cc", "auch auch ADV RB _ 4 advmod",
        "Tat Tat NOUN NN _ 1 conj",
    )  # fmt: skip
    assert deps(harmonise.compare_by_case(both)) == ["root", "cc", "advmod", "conj"]


def test_it_makes_adverbial_adjectives_adjectives() -> None:
    found = words(
        "Er er PRON PP _ 2 nsubj", "singt singen VERB VBC _ 0 root", "herrlich herrlich ADV RB _ 2 advmod",
        "oft oft ADV RB _ 2 advmod", "schön schön ADV RB _ 2 advmod",
    )  # fmt: skip
    mapped = treebanks.adverbial_adjectives(found, {"oft": "ADV", "schön": "ADJ"})
    assert [word.pos for word in mapped[2:]] == ["ADJ", "ADV", "ADJ"]


def test_it_puts_names_on_contracted_words(tmp_path: Path) -> None:
    (tree,) = trees(tmp_path, BOAT)
    labels = {"IndemHafenlageinBoot.": [*"OO", "B-LOC", *["I-LOC"] * 7, *"O" * 11]}
    assert treebanks.names_on(tree.words, labels) == (Entity(1, 2, "LOC"),)
    assert treebanks.names_on(tree.words, {}) is None


def test_it_reads_names_without_derivations() -> None:
    labels = ["B-PER", "I-PER", "O", "B-LOCderiv", "B-LOC", "B-LOC", "B-OTH", "I-OTH"]
    assert ner.spans_of(labels, ner.GERMEVAL_LABELS) == (
        Entity(0, 2, "PER"), Entity(4, 5, "LOC"), Entity(5, 6, "LOC"),
    )  # fmt: skip


def test_it_reads_germeval(tmp_path: Path) -> None:
    path = tmp_path / "ner.tsv"
    path.write_text("#\thttp://ort.example\n1\tUlm\tB-LOC\tO\n2\tliegt\tO\tO\n3\t.\tO\tO\n", "utf-8")
    (text,) = ner.read_germeval(path)
    assert text == ner.NamedText(
        "http://ort.example", ("Ulm", "liegt", "."), (True, False, False), (Entity(0, 1, "LOC"),)
    )


def test_it_reads_mobie_by_document(tmp_path: Path) -> None:
    path = tmp_path / "a.conll2003"
    path.write_text(
        "-DOCSTART- -17- O O\n\nStau\tNN\tI\tB-trigger\nbei\tAPPR\tI\tO\nUlm\tNE\tI\tB-location-city\n",
        "utf-8",
    )
    (text,) = ner.read_mobie(path)
    assert (text.document, text.entities) == ("17", (Entity(2, 3, "LOC"),))


def test_it_reads_smartdata_spans_on_tokens(tmp_path: Path) -> None:
    body = "Meldung\nFrau Ada Kern kam mit der S5 nach Ulm."
    spans = [[8, 21, "person"], [34, 36, "location-route"], [42, 45, "location-city"]]
    assert body[42:45] == "Ulm"
    record = {"id": "1", "text": body, "spans": spans}
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(record) + "\n", "utf-8")
    title, text = ner.read_smartdata(path)
    assert title.words == ("Meldung",)
    assert [(text.words[e.start : e.end], e.label) for e in text.entities] == [
        (("Ada", "Kern"), "PER"), (("Ulm",), "LOC"),
    ]  # fmt: skip


def test_it_drops_derived_places() -> None:
    assert ner.tidied([Entity(0, 1, "LOC"), Entity(1, 2, "LOC")], ["finnischen", "Turku"]) == (
        Entity(1, 2, "LOC"),
    )


def test_it_writes_konvens_morphology_as_ud() -> None:
    found = konvens.features("number=sg|person=3|mood=subj|tense=past", "VAFIN")
    assert found == "Mood=Sub|Number=Sing|Person=3|Tense=Past|VerbForm=Fin"
    assert konvens.features("number=pl|case=nom|gender=*", "NN") == "Case=Nom|Number=Plur"


def test_it_takes_spaces_from_the_running_text() -> None:
    spaces, end = konvens.spaces_in("Ja. »Nein« ", ["»", "Nein", "«"], 3)
    assert (spaces, end) == ((False, False, True), 10)


def test_it_guesses_spaces_where_the_text_differs() -> None:
    assert konvens.spaces_in("Nein!", ["Ja", "!"], 0) == ((False, False), 0)


@given(st.text(), st.integers(0, 100))
def test_it_always_divides_the_same_way(key: str, percent: int) -> None:
    assert split_of(key, percent) == split_of(key, percent)
    assert split_of(key, 0) == "train"
    assert split_of(key, 100) == "dev"


def test_it_finds_held_out_sentences_in_texts() -> None:
    held_out = overlap.Overlap([["Der", "Hund", "bellt", "laut", "im", "Hof", "."], ["Sehr", "gut", "."]])
    assert held_out.holds("Es ist Nacht. Der Hund bellt laut im Hof! Alle schlafen.")
    assert held_out.holds("Sehr gut!")
    assert not held_out.holds("Das ist sehr gut, finde ich.")
    assert not held_out.holds("Der Hund bellt laut im Hofgarten.")
    assert held_out.touches("Hund bellt laut im Hof")
    assert not held_out.touches("bellt laut")


def test_it_draws_the_same_decisions(tmp_path: Path) -> None:
    path = tmp_path / "s.gz"
    path.write_bytes(gzip.compress("\n".join(f"Satz {n} ist hier ." for n in range(60)).encode()))
    first, again = list(raw._decisions(path, 12)), list(raw._decisions(path, 12))
    assert first == again
    assert sum(text.text.count("Satz") for text in first) == 12
    assert first[0].text.startswith("Satz")
    assert "hier. Satz" in first[0].text


def test_it_mends_relations_left_open() -> None:
    sentence = treebanks.build(
        words("Die der DET ART _ 2 dep", "Zeit Zeit NOUN NN _ 3 nsubj", "rennt rennen VERB VVFIN _ 0 root"),
        "probe",
        treebanks.Layers(),
    )
    assert treebanks.mend_unlabelled(sentence).deps == ("det", "nsubj", "root")


def test_it_notices_changed_inputs(tmp_path: Path) -> None:
    (tmp_path / "germeval2014").mkdir()
    (tmp_path / "germeval2014/NER-de-dev.tsv").write_text("x", "utf-8")
    assert list(digests(tmp_path)) == ["germeval2014/NER-de-dev.tsv"]
    with pytest.raises(ChangedInputError, match="NER-de-dev"):
        verify_inputs(tmp_path)


@pytest.fixture(scope="module")
def gold() -> list[Sentence]:
    return read_gold(DATA)


@needs_data
@pytest.mark.long
def test_it_reads_every_source_into_trees_and_known_labels(gold: list[Sentence]) -> None:
    known = {dep for sentence in gold if sentence.source == "gsd" for dep in sentence.deps or ()}
    features = {
        pair
        for sentence in gold
        if sentence.source == "gsd"
        for bundle in sentence.feats or ()
        for pair in bundle.split("|")
    }
    for sentence in gold:
        layers = (sentence.tags, sentence.pos, sentence.feats, sentence.lemmas, sentence.heads, sentence.deps)
        assert all(layer is None or len(layer) == len(sentence.words) for layer in layers)
        assert len(sentence.spaces) == len(sentence.words)
        assert set(sentence.deps or ()) <= known
        assert {pair for bundle in sentence.feats or () for pair in bundle.split("|")} <= features
        if sentence.heads:
            conllu.check_tree(sentence.heads)
        assert all(
            0 <= entity.start < entity.end <= len(sentence.words) for entity in sentence.entities or ()
        )


@needs_data
@pytest.mark.long
def test_it_keeps_the_held_out_apart(gold: list[Sentence]) -> None:
    held_out = overlap.Overlap(
        [sentence.words for sentence in gold if sentence.split == "dev"]
        + [sentence.words for sentence in read_konvens(DATA)]
    )
    assert not [
        sentence for sentence in gold if sentence.split == "train" and held_out.touches(sentence.text)
    ]
    assert {sentence.source for sentence in gold if sentence.split == "dev"} == {
        "gsd", "pud", "hdt", "germeval", "smartdata", "mobie",
    }  # fmt: skip


@needs_data
@pytest.mark.slow
def test_it_returns_held_out_sentences_by_source() -> None:
    found = dev_sentences(DATA, "konvens:wikipedia")
    assert found
    assert {(sentence.source, sentence.split) for sentence in found} == {("konvens:wikipedia", "dev")}
    assert all(sentence.tags and sentence.lemmas and sentence.heads is None for sentence in found)


@needs_data
@pytest.mark.slow
def test_it_starts_from_the_recorded_files() -> None:
    verify_inputs(DATA)
