import pytest

from summaries.language.morphology import UNIVERSAL, mood_and_tense


@pytest.mark.parametrize(
    ("text", "form", "tag", "lemma"),
    [
        ("Der Rat beschließt das Bad.", "beschließt", "VVFIN", "beschließen"),
        ("Er sagte, dass alle kommen.", "dass", "KOUS", "dass"),
        ("Er sagte, dass alle kommen.", "kommen", "VVFIN", "kommen"),
        ("Laut dem Amt war es so.", "Laut", "APPR", "laut"),
        ("„Laut dem Amt war es so.“", "Laut", "APPR", "laut"),
        ("Dem Bericht zufolge war es so.", "zufolge", "APPO", "zufolge"),
        ("Das Haus, das brennt, ist leer.", "brennt", "VVFIN", "brennen"),
        ("Die Vorwürfe seien falsch.", "seien", "VAFIN", "sein"),
        ("Es kamen 1.500 Leute.", "1.500", "CARD", "1.500"),
        ("Er ist nicht da.", "nicht", "PTKNEG", "nicht"),
        ("Die SPD ist dafür.", "SPD", "NE", "SPD"),
        ("Die Gewerkschafter:innen streiken.", "Gewerkschafter:innen", "NN", "Gewerkschafter"),
        ("Der US-Botschafter schweigt.", "US-Botschafter", "NN", "US-Botschafter"),
        ("Die Häuser brannten.", "Häuser", "NN", "Haus"),
        ("Größer als ein Haus.", "als", "KOKOM", "als"),
        ("Sie wollen das Gesetz abschaffen.", "abschaffen", "VVINF", "abschaffen"),
        ("Er hat es versprochen.", "versprochen", "VVPP", "versprechen"),
        ("„Gut“, sagte er.", "„", "$(", "„"),
    ],
)
def test_it_tags_and_lemmatises(word, text, form, tag, lemma):
    token = word(text, form)
    assert (token.tag_, token.lemma_) == (tag, lemma)
    assert token.pos_ == UNIVERSAL[tag]


@pytest.mark.parametrize(
    ("text", "form", "lemma", "particle"),
    [
        ("Der Sprecher weist die Vorwürfe zurück.", "weist", "zurückweisen", "zurück"),
        ("Das Amt räumte den Fehler ein.", "räumte", "einräumen", "ein"),
        ("Sie lehnt den Plan ab und geht.", "lehnt", "ablehnen", "ab"),
        ("Er gab den Fehler, den alle kannten, zu.", "gab", "zugeben", "zu"),
        ("Das Gericht hob das Urteil auf.", "hob", "aufheben", "auf"),
        ("Sie kündigte an, dass sie geht.", "kündigte", "ankündigen", "an"),
    ],
)
def test_it_joins_separated_particles(word, text, form, lemma, particle):
    verb = word(text, form)
    assert verb.lemma_ == lemma
    assert verb.doc[verb._.particle].text == particle
    assert verb.doc[verb._.particle].tag_ == "PTKVZ"


@pytest.mark.parametrize(
    "text",
    ["Er geht mit dem Hund.", "Sie kommt aus Köln.", "Der Mann ist zu alt.", "Ob es dazu kommt, ist offen."],
)
def test_it_leaves_prepositions_alone(nlp, text):
    assert all(token._.particle is None for token in nlp(text))


@pytest.mark.parametrize(
    ("form", "lemma", "mood", "tense"),
    [
        ("sei", "sein", "Sub", "Pres"),
        ("seien", "sein", "Sub", "Pres"),
        ("habe", "haben", "Sub", "Pres"),
        ("hätte", "haben", "Sub", "Past"),
        ("werde", "werden", "Sub", "Pres"),
        ("würde", "werden", "Sub", "Past"),
        ("könne", "können", "Sub", "Pres"),
        ("könnte", "können", "Sub", "Past"),
        ("solle", "sollen", "Sub", "Pres"),
        ("sollte", "sollen", "Ind", "Past"),
        ("gebe", "geben", "Sub", "Pres"),
        ("gibt", "geben", "Ind", "Pres"),
        ("gab", "geben", "Ind", "Past"),
        ("gäbe", "geben", "Sub", "Past"),
        ("ginge", "gehen", "Sub", "Past"),
        ("sagte", "sagen", "Ind", "Past"),
        ("arbeite", "arbeiten", "Sub", "Pres"),
        ("arbeitet", "arbeiten", "Ind", "Pres"),
        ("arbeitete", "arbeiten", "Ind", "Past"),
        ("hält", "halten", "Ind", "Pres"),
        ("handle", "handeln", "Sub", "Pres"),
        ("nimmt", "nehmen", "Ind", "Pres"),
        ("kämen", "kommen", "Sub", "Past"),
        ("geben", "geben", "Ind", "Pres"),
    ],
)
def test_it_tells_mood_and_tense(form, lemma, mood, tense):
    assert mood_and_tense(form, lemma) == (mood, tense)


@pytest.mark.parametrize(
    ("text", "form", "tag"),
    [
        ("Trotz des Berichts bestreiten Vogt und Kern die Tat.", "bestreiten", "VVFIN"),
        ("Er sagt, dass die Häuser gebaut werden.", "werden", "VAFIN"),
        ("Das könnte Folgen für die ganze Stadt haben.", "haben", "VAINF"),
        ("Am Freitag hatte die Stadt den Bauherrn beschuldigt.", "beschuldigt", "VVPP"),
        ("Die Leute, die das bezweifeln, gehen.", "bezweifeln", "VVFIN"),
        ("Er hofft, das Haus zu verkaufen.", "verkaufen", "VVINF"),
        ("Man habe davon aus der Zeitung erfahren.", "erfahren", "VVPP"),
        ("Ein 13-Jähriger kam.", "13-Jähriger", "NN"),
        ("Er kam am 3.4. an.", "3.4.", "CARD"),
    ],
)
def test_the_clause_decides_on_the_form_of_its_verb(word, text, form, tag):
    assert word(text, form).tag_ == tag


@pytest.mark.parametrize("text", ["„Das ist gut“, sagte Vogt weiter.", "Er warnte die Leute wieder."])
def test_adverbs_at_the_end_are_no_particles(nlp, text):
    assert {token.lemma_ for token in nlp(text)} & {"sagen", "warnen"}


def test_konjunktiv_in_reported_speech_is_set_on_the_token(word):
    token = word("Der Minister sagte, das Land schicke keine Truppen.", "schicke")
    assert token.morph.get("Mood") == ["Sub"]
    assert token.morph.get("VerbForm") == ["Fin"]


def test_the_first_person_is_indicative(word):
    assert word("Ich habe nichts gesehen.", "habe").morph.get("Mood") == ["Ind"]
    assert word("Ich sagte, er habe nichts gesehen.", "habe").morph.get("Mood") == ["Sub"]


@pytest.mark.parametrize(
    ("compound", "parts"),
    [
        ("Haushaltsdebatte", ("haushalt", "debatte")),
        ("Waffenlieferungen", ("waffe", "lieferung")),
        ("Militärhilfe", ("militär", "hilfe")),
        ("Geheimdienstchef", ("geheimdienst", "chef")),
        ("US-Regierung", ("us", "regierung")),
        ("Streitkräfte", ("streit", "kraft")),
        ("Haus", ()),
        ("Sitzung", ()),
    ],
)
def test_it_splits_compounds(word, compound, parts):
    assert word(f"Die {compound} ist da.", compound)._.parts == parts


def test_capital_letters_do_not_hide_the_words(word):
    token = word("DER RAT BESCHLIESST HEUTE DAS NEUE BAD", "NEUE")
    assert token.pos_ == "ADJ"


def test_every_token_has_a_tag_a_class_and_a_lemma(nlp):
    doc = nlp("Vogt (54) sagte: „Na ja!“ 😀 §5 – 3,5 % #neu @amt\n\nx http://a.de")
    assert all(token.tag_ and token.pos_ and token.lemma_ for token in doc)
