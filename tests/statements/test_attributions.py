"""Attributions as they are printed: type, words, speaker and cue, in every German form."""

from __future__ import annotations

from time import process_time
from typing import Any

import pytest
from spacy.tokens import Doc

from summaries.model import Attribution, Block, BlockKind, Span
from summaries.statements import entries_of, extract_attributions, extract_statements
from summaries.statements.complements import lemma_of
from tests.statements.ask import NOON

SECONDS = 5.0  # far above what any of these texts takes, far below what a quadratic rule would


def read(nlp: Any, text: str) -> tuple[Attribution, ...]:
    return extract_attributions(nlp(text), (Block(Span(0, len(text)), BlockKind.BODY, NOON),))


def words(spans: tuple[Span, ...], text: str) -> str:
    return " … ".join(span.of(text) for span in spans)


@pytest.fixture(scope="module")
def parsed(nlp: Any) -> Any:
    """The pipeline, if it has trees: these rules read them."""
    if "parser" not in nlp.pipe_names:
        pytest.skip("this pipeline has no parser")
    return nlp


FORMS = [
    (
        "Direct",
        "„Der Damm hält“, sagte Landrätin Ida Voss.",
        "„Der Damm hält“",
        "Landrätin Ida Voss",
        "sagte",
    ),
    (
        "Direct",
        "Landrätin Ida Voss sagte: „Der Damm hält.“",
        "„Der Damm hält.“",
        "Landrätin Ida Voss",
        "sagte",
    ),
    ("Direct", "»Der Damm hält«, sagte Ida Voss.", "»Der Damm hält«", "Ida Voss", "sagte"),
    (
        "Direct",
        "Ida Voss sprach von einer „großen Gefahr“.",
        "„großen Gefahr“",
        "Ida Voss",
        "sprach",
    ),
    ("Indirect", "Ida Voss sagte, dass der Damm halte.", "dass der Damm halte", "Ida Voss", "sagte"),
    ("Indirect", "Ida Voss sagte, der Damm halte.", "der Damm halte", "Ida Voss", "sagte"),
    ("Indirect", "Der Damm halte, sagte Ida Voss.", "Der Damm halte", "Ida Voss", "sagte"),
    (
        "Indirect",
        "Laut Polizei brannten zwei Häuser.",
        "brannten zwei Häuser",
        "Polizei",
        "Laut",
    ),
    (
        "Indirect",
        "Nach Angaben der Polizei brannten zwei Häuser.",
        "brannten zwei Häuser",
        "Angaben der Polizei",
        "Nach",
    ),
    (
        "Indirect",
        "Medienberichten zufolge brannten zwei Häuser.",
        "brannten zwei Häuser",
        "Medienberichten",
        "zufolge",
    ),
    (
        "Indirect",
        "Wie die Polizei mitteilte, brannten zwei Häuser.",
        "brannten zwei Häuser",
        "die Polizei",
        "Wie … mitteilte",
    ),
    ("Indirect", "Der Damm halte, so die Ministerin.", "Der Damm halte", "die Ministerin", "so"),
    (
        "Indirect",
        "Die Firma Odento kündigte an, zwei Werke zu schließen.",
        "zwei Werke zu schließen",
        "Die Firma Odento",
        "kündigte an",
    ),
    (
        "Reported",
        "Der Wetterdienst warnte vor Glätte im Bergland.",
        "Der Wetterdienst warnte vor Glätte im Bergland.",
        "Der Wetterdienst",
        "",
    ),
]


@pytest.mark.parametrize("form", FORMS, ids=[form[1] for form in FORMS])
def test_it_gives_speech_with_speaker_and_cue(parsed, form):
    type_, text, quote, speaker, cue = form
    found = [(a.type.value, words(a.quote, text), words(a.speaker, text)) for a in read(parsed, text)]
    assert (type_, quote, speaker) in found
    cues = [words(a.cue, text) for a in read(parsed, text) if words(a.quote, text) == quote]
    assert any(one.startswith(cue) for one in cues)


def test_it_carries_the_subjunctive_on_with_the_words_that_named_its_voice(parsed):
    text = "Die Feuerwehr sagte, der Brand sei aus. Verletzt worden sei niemand. Die Straße bleibe gesperrt."
    carried = [a for a in read(parsed, text) if a.type.value == "IndirectFreeIndirect"]
    assert [words(a.quote, text) for a in carried] == [
        "Verletzt worden sei niemand. Die Straße bleibe gesperrt."
    ]
    assert words(carried[0].speaker, text) == "Die Feuerwehr"


def test_it_gives_a_quotation_of_several_sentences_once_with_who_follows_it(parsed):
    text = "„Wir haben gewartet. Niemand kam. Dann stieg das Wasser“, sagte Anwohner Ole Brandt."
    direct = [a for a in read(parsed, text) if a.type.value == "Direct"]
    assert [words(a.quote, text) for a in direct] == [
        "„Wir haben gewartet. Niemand kam. Dann stieg das Wasser“"
    ]
    assert "Ole Brandt" in words(direct[0].speaker, text)


MORE = [
    ("Ida Voss gab bekannt, dass der Damm hält.", "Indirect", "dass der Damm hält", "Ida Voss"),
    ("Ida Voss stellte klar, dass der Damm hält.", "Indirect", "dass der Damm hält", "Ida Voss"),
    ("Der Damm halte, so ein Sprecher der Stadt.", "Indirect", "Der Damm halte", "ein Sprecher der Stadt"),
    ("Nach dem Gesetz haftet die Gemeinde.", "Indirect", "haftet die Gemeinde", "dem Gesetz"),
    (
        "Nach einer Stellungnahme der Stadt hält der Damm.",
        "Indirect",
        "hält der Damm",
        "einer Stellungnahme der Stadt",
    ),
    (
        "Ole Brandt kündigte eine Untersuchung an.",
        "Reported",
        "Ole Brandt kündigte eine Untersuchung an.",
        "Ole Brandt",
    ),
    (
        "Uta Kern plädierte für einen neuen Damm.",
        "Reported",
        "Uta Kern plädierte für einen neuen Damm.",
        "Uta Kern",
    ),
    (
        "Seiner Meinung nach hält der Damm noch viele Jahre.",
        "Indirect",
        "hält der Damm noch viele Jahre",
        "Seiner Meinung",
    ),
    (
        "Der Soldat ging davon aus, dass der Damm hält.",
        "Indirect",
        "dass der Damm hält",
        "Der Soldat",
    ),
    (
        "Um 9 Uhr meldete die Stadtzeitung, der Damm sei gebrochen.",
        "Indirect",
        "der Damm sei gebrochen",
        "die Stadtzeitung",
    ),
    (
        "Die Forscher vertreten die Ansicht, der Damm halte nicht.",
        "Indirect",
        "der Damm halte nicht",
        "Die Forscher",
    ),
    (
        "Die Gemeinde lehnt den Neubau ab, weil er zu teuer sei.",
        "Indirect",
        "weil er zu teuer sei",
        "Die Gemeinde",
    ),
    ("Gestern wurde bekannt, dass der Damm bricht.", "Indirect", "dass der Damm bricht", ""),
    ("„Der Damm hält ewig“, strich Ida Voss heraus.", "Direct", "„Der Damm hält ewig“", "Ida Voss"),
    (
        "Die Warnungen bezeichnete Ole Brandt als „maßlos und ganz falsch“.",
        "Direct",
        "„maßlos und ganz falsch“",
        "Ole Brandt",
    ),
]


FIELDS = [
    (
        "Uta von der Au vom Verband „Mensch hilft“ sagte, der Damm halte.",
        "Uta von der Au vom Verband „Mensch hilft“",
    ),
    (
        "Wie Ida Voss, Sprecherin der Stadt, in Rom mitteilte, hält der Damm.",
        "Ida Voss, Sprecherin der Stadt",
    ),
    (
        "Der Damm hält noch, wie Ida Voss, Chefin der Wasserwacht, mitteilte.",
        "Ida Voss, Chefin der Wasserwacht",
    ),
    ("Von der Leyen betonte, dass der Damm hält.", "Von der Leyen"),
    ("Brandt sagte am Freitag vor Journalisten weiter, der Damm halte.", "Brandt"),
    ("Am Meer lebende Kritiker sagten, der Damm halte.", "Am Meer lebende Kritiker"),
    ("Der örtlichen Zeitung sagte Ida Voss, der Damm halte.", "Ida Voss"),
    ("Die Planungen bezeichnete Ole Brandt als Unsinn und sagte, der Damm halte.", "Ole Brandt"),
    ("Wasserbau: Die SPD sagte, der Damm halte.", "Die SPD"),
    ("Ole Brandt ist zuversichtlich, dass der Damm hält.", "Ole Brandt"),
    ("Es gibt Berichte, nach denen der Damm hält.", "denen"),
    ("Der Damm hält, das teilte die Wasserwacht mit.", "die Wasserwacht"),
    ("Ein großer Erfolg, so urteilte Ida Voss.", "Ida Voss"),
    ("Der Damm halte, so eine Mitteilung der Stadt.", "eine Mitteilung der Stadt"),
    ("Es gab Hinweise, dass der Damm hält.", "Hinweise"),
    ("Von der Feuerwehr kam die Nachricht, der Damm halte.", "der Feuerwehr"),
]


@pytest.mark.parametrize(("text", "speaker"), FIELDS, ids=[one[0] for one in FIELDS])
def test_it_finds_who_speaks_where_the_tree_alone_misleads(parsed, text, speaker):
    told = [words(a.speaker, text) for a in read(parsed, text) if a.type.value == "Indirect"]
    assert speaker in told


NO_SPEECH = [
    "Ida Voss weist die Vorwürfe zurück.",  # a statement, but no stretch of speech
    "Ida Voss sprach mit den Leuten am Damm.",
    "Die Retter fanden ein Boot, das leer war.",
    "Der Rat entscheidet, ob der Damm hält.",
    "Der Bus fuhr zu früh, so dass viele warteten.",
    "Im Werk lagert Öl (die „Elbpost“ berichtete).",
]


@pytest.mark.parametrize("text", NO_SPEECH)
def test_it_finds_no_speech_in_acts_that_render_none(parsed, text):
    assert read(parsed, text) == ()


def test_it_lets_soll_go_on_only_right_behind_speech(parsed):
    near = "Ida Voss sagte, der Damm halte. Das Wasser soll weiter steigen."
    far = "Ida Voss sagte, der Damm halte. Das Fest fiel aus. Das Wasser soll weiter steigen."
    assert [a.type.value for a in read(parsed, near)] == ["Indirect", "FreeIndirect"]
    assert [a.type.value for a in read(parsed, far)] == ["Indirect"]


def test_it_gives_a_chosen_word_within_speech_and_no_name(parsed):
    text = "Ida Voss sagte, der Platz gleiche einem „Bunker“. Der sogenannte „Wall von Au“ halte."
    direct = [words(a.quote, text) for a in read(parsed, text) if a.type.value == "Direct"]
    assert direct == ["„Bunker“"]


def test_it_goes_on_with_the_subject_of_its_own_account(parsed):
    text = "Ida Voss war nach eigenem Bekunden vor Ort. Der Damm sei dicht."
    found = {words(a.quote, text): words(a.speaker, text) for a in read(parsed, text)}
    assert found["Der Damm sei dicht."] == "Ida Voss"


def test_it_gives_part_of_reported_speech_to_who_is_reported(parsed):
    text = "Ida Voss sagte, der Damm halte. Die Stadt bezeichne das Gutachten als „ganz und gar wertlos“."
    direct = [words(a.speaker, text) for a in read(parsed, text) if a.type.value == "Direct"]
    assert direct == ["Ida Voss"]


@pytest.mark.parametrize(("text", "type_", "quote", "speaker"), MORE, ids=[one[0] for one in MORE])
def test_it_finds_the_voice_of_less_common_forms(parsed, text, type_, quote, speaker):
    found = [(a.type.value, words(a.quote, text), words(a.speaker, text)) for a in read(parsed, text)]
    assert (type_, quote, speaker) in found


@pytest.mark.parametrize("lemma", ["geben", "bekanntgeben"])
def test_it_reads_bekannt_geben_as_one_verb_whether_or_not_its_lemma_is_one(nlp, lemma):
    words_, lemmas = ["Ida", "gab", "es", "bekannt"], ["Ida", lemma, "es", "bekannt"]
    deps = ["nsubj", "ROOT", "obj", "compound:prt"]
    doc = Doc(nlp.vocab, words=words_, lemmas=lemmas, heads=[1, 1, 1, 1], deps=deps)
    assert lemma_of(doc[1]) == "bekanntgeben"


SILENT = [
    "Nach dem Fest regnete es in Niederau.",
    "Das Dach droht nun im Wind auseinanderzubrechen.",
    "So ein Damm hält, so ein Deich nicht.",
    "Die Bilder zeigen, dass der Damm hält.",
]


@pytest.mark.parametrize("text", SILENT)
def test_it_hears_nobody_where_a_thing_shows_or_threatens_something(parsed, text):
    assert read(parsed, text) == ()


def test_it_goes_on_with_who_reports_and_not_with_who_is_reported(parsed):
    text = "Ida Voss sagte, Ole Brandt habe erklärt, der Damm halte. Geprüft worden sei das im Mai."
    carried = [a for a in read(parsed, text) if a.type.value == "IndirectFreeIndirect"]
    assert [words(a.speaker, text) for a in carried] == ["Ida Voss"]


def test_it_asks_the_verb_behind_a_quotation_before_the_one_in_front_of_the_colon(parsed):
    text = (
        "Besorgt äußerte sich die Landrätin Ida Voss: „Wir rechnen mit dem Schlimmsten“, sagte sie am Abend."
    )
    direct = [a for a in read(parsed, text) if a.type.value == "Direct"]
    assert [words(a.speaker, text) for a in direct] == ["sie"]


def test_it_gives_part_of_a_sentence_to_whom_the_sentence_is_about(parsed):
    text = (
        "Ida Voss rief an. Minister Ole Brandt will „in den nächsten Wochen noch einmal gründlich“ nachsehen."
    )
    direct = [a for a in read(parsed, text) if a.type.value == "Direct"]
    assert [words(a.speaker, text) for a in direct] == ["Minister Ole Brandt"]


def test_it_lets_das_take_up_what_was_reported_of_nobody(parsed):
    text = "Ida Voss sagte, der Damm halte. Das Wasser soll weiter steigen. Das teilte die Feuerwehr mit."
    found = {words(a.quote, text): (a.type.value, words(a.speaker, text)) for a in read(parsed, text)}
    assert found["Das Wasser soll weiter steigen. Das"] == ("Indirect", "die Feuerwehr")
    assert "FreeIndirect" not in [a.type.value for a in read(parsed, text)]


def test_it_leaves_names_and_titles_in_quotation_marks_alone(parsed):
    text = "Der Dampfer „Möwe“ lief aus. Der Film „Der lange Weg nach Hause im Winter“ läuft an."
    assert read(parsed, text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Das „Gesetz zum Schutz der Deiche und Dämme am Fluss“ gilt seit Montag.",
        "Der Bund ehrte ihn mit dem „Großen Ehrenzeichen für Verdienste um den Schutz der Küste“.",
    ],
)
def test_it_takes_a_name_behind_a_definite_article_for_no_speech(parsed, text):
    assert [a for a in read(parsed, text) if a.type.value == "Direct"] == []


def test_it_finds_no_speech_in_a_question_whether_somebody_believes_something(parsed):
    text = "Glauben Sie, dass der Damm hält?"
    assert read(parsed, text) == ()


def test_it_goes_on_with_any_noun_that_a_verb_of_saying_has_as_its_subject(parsed):
    text = "Die Deutsche Welle berichtete über den Damm. Er sei seit Tagen undicht."
    found = {words(a.quote, text): words(a.speaker, text) for a in read(parsed, text)}
    assert found["Er sei seit Tagen undicht."] == "Die Deutsche Welle"


def test_it_says_nothing_for_who_confirms_nothing(parsed):
    text = "Ein Sprecher wollte nicht bestätigen, dass das Werk schließt."
    assert [a for a in read(parsed, text) if a.type.value == "Indirect"] == []


def test_it_prints_the_articles_own_words_beside_speech(parsed):
    text = "Der Damm bei Niederau ist gebrochen. Ida Voss sagte, zwei Dörfer seien geräumt."
    doc, block = parsed(text), Block(Span(0, len(text)), BlockKind.BODY, NOON)
    found = entries_of(extract_attributions(doc, (block,)), extract_statements(doc, (block,)))
    assert [one.type.value if one.type else None for one in found] == [None, "Indirect"]
    assert found[0].speaker == ()
    assert found[1].voice is not None
    assert "Voss" in found[1].voice.name


BAD = {
    "unbalanced marks": '„Der Damm hält, sagte Voss. »Er hält nicht“, sagte Brandt. "Wer weiß, sagte Ole. '
    * 8,
    "mixed marks": '„Der Damm hält", sagte Voss. "Er hält nicht“, sagte Brandt. ‚Nein‘, rief Ole. ' * 8,
    "a quotation of 5 000 words": "„" + "Das Wasser steigt und steigt. " * 1000 + "“, sagte Ida Voss.",
    "an interview": "Frage: Wann ist der Damm fertig?\nVoss: Im Herbst. Wir bauen weiter.\n" * 20,
    "a transcript": "VOSS: Guten Tag. (Beifall) BRANDT: Ich widerspreche. VOSS: Sie irren.\n" * 20,
    "a poem": "Es stieg das Wasser,\nes sank der Mut,\nund keiner sagte,\nes werde gut.\n" * 20,
    "a list": "- zwei Boote\n- drei Pumpen\n- „Sandsäcke“, so Voss\n" * 20,
    "a table": "Ort\tPegel\tStand\nNiederau\t7,2\thoch\nTrahlen\t6,9\thoch\n" * 20,
    "200 statements by one speaker": "Ida Voss sagte, der Damm halte. " + "Er sei sicher gebaut. " * 200,
    "marks only": '„“ »« "" ‚‘ ' * 50,
    "nothing": " \n ",
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD.keys())
def test_it_reads_bad_input_in_bounded_time(nlp, text):
    doc = nlp(text)
    blocks = (Block(Span(0, len(text)), BlockKind.BODY, NOON),)
    begin = process_time()
    attributions = extract_attributions(doc, blocks)
    entries_of(attributions, extract_statements(doc, blocks))
    assert process_time() - begin < SECONDS
    for one in attributions:
        spans = (*one.quote, *one.speaker, *one.cue)
        assert one.quote
        assert all(0 <= span.begin < span.end <= len(text) for span in spans)


def test_it_prints_an_act_that_renders_no_words_with_its_speaker_and_stance(parsed):
    text = "Ida Voss sagte, der Damm halte. Ole Brandt weist die Vorwürfe entschieden zurück."
    doc, block = parsed(text), Block(Span(0, len(text)), BlockKind.BODY, NOON)
    found = entries_of(extract_attributions(doc, (block,)), extract_statements(doc, (block,)))
    told = [(one.type, one.stance.value, words(one.speaker, text)) for one in found]
    assert told[-1] == (None, "denies", "Ole Brandt")


def test_it_gives_a_quotation_to_whom_the_next_sentence_names(parsed):
    text = "„Der Damm hält. Wir haben alles geprüft. Es ging nicht anders.“ Das sagte Ida Voss am Montag."
    doc, block = parsed(text), Block(Span(0, len(text)), BlockKind.BODY, NOON)
    assert [words(a.speaker, text) for a in extract_attributions(doc, (block,))] == ["Ida Voss"]
    voices = {s.speaker.name for s in extract_statements(doc, (block,)) if s.speaker}
    assert voices == {"Ida Voss"}


REJECTED = [
    "Der Kreml widersprach der Darstellung, Truppen seien abgezogen worden.",
    "Der Kreml wies Berichte zurück, Truppen seien abgezogen worden.",
    "Der Kreml trat dem Eindruck entgegen, Truppen seien abgezogen worden.",
    "Der Kreml bezeichnete Berichte als falsch, Truppen seien abgezogen worden.",
    "Der Kreml wandte sich gegen die Behauptung, Truppen seien abgezogen worden.",
]


@pytest.mark.parametrize("text", REJECTED)
def test_it_denies_what_a_rejected_report_says_and_asserts_it_for_nobody(parsed, text):
    doc, block = parsed(text), Block(Span(0, len(text)), BlockKind.BODY, NOON)
    found = [s for s in extract_statements(doc, (block,)) if "Truppen" in words(s.quote, text)]
    voiced = [(s.stance.value, s.speaker.name) for s in found if s.speaker]
    assert voiced == [("denies", "Kreml")]


def test_it_lets_who_rejects_something_speak_for_himself_behind_a_colon(parsed):
    text = "Der Kreml widersprach: Es gebe dort keine Truppen."
    doc, block = parsed(text), Block(Span(0, len(text)), BlockKind.BODY, NOON)
    found = [s for s in extract_statements(doc, (block,)) if words(s.quote, text).startswith("Es gebe")]
    stances = {s.stance.value for s in found}
    assert stances == {"asserts"}
