from summaries.language import content_stems


def test_it_keeps_what_carries_the_subject(nlp):
    stems = content_stems(nlp("Die Haushaltsdebatte im Bundestag kostete gestern 1.500 Euro."))
    assert stems == ["haushaltsdebatte", "haushalt", "debatte", "bundestag", "kosten", "1.500", "euro"]


def test_joined_verbs_count_as_one_stem(nlp):
    assert "zurückweisen" in content_stems(nlp("Der Sprecher wies den Vorwurf zurück."))


def test_stop_words_and_marks_are_left_out(nlp):
    assert content_stems(nlp("Er hat es aber nicht! – Und sie? 😀 %")) == []


def test_a_span_will_do(nlp):
    doc = nlp("Der Rat tagt. Das Bad ist leer.")
    assert content_stems(list(doc.sents)[1]) == ["bad", "leer"]
