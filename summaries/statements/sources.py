"""Source phrases: "laut …", "nach Angaben …", "… zufolge", "so …"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

from summaries.model import AttributionType
from summaries.statements.acts import BORDERS, MARKS, NOUN_STARTS, Speech
from summaries.statements.content import compound_parts
from summaries.statements.lexicon import cues, roles, words
from summaries.statements.naming import is_office, is_voice, kind_of
from summaries.statements.nounphrases import _adjoining, core_end, front_field, phrase_of
from summaries.statements.phrases import Phrase
from summaries.statements.trees import SUBJECTS, clause_of, predicate_of, subject_of, subtree, words_under

_PLACING = words("placing_prepositions")
_BASIS_TEXTS = words("basis_texts")
_SPEECH_NOUNS = words("speech_nouns")
_OF = frozenset({"des", "eines"})
_NO_GENITIVE = frozenset({"die", "das", "den", "dem", "ein", "eine", "einen", "einem"})
_FROM = frozenset({"von", "vom", "aus", "seitens", "durch", "über", "zu", "zur", "zum"})
_TIME_ADVERBS = frozenset({"erst", "kurz", "unmittelbar", "direkt", "gleich", "bald", "lange", "sofort"})
_ROUNDING = words("focus_words") | {"als", "zwischen"}
_SEATED = frozenset({"ministerium", "generalstab", "regierung", "außenamt", "präsidialamt"})
_COUNTING = frozenset({"ein", "eine", "einen", "wenige", "einige", "mehrere"})
_TIME_NOUNS = words("time_nouns")
_VIEWS = frozenset({"sicht", "perspektive", "blickwinkel"})
_DECLARED = frozenset({"unabhängigkeit", "krieg", "steuer", "austritt", "beitritt", "rücktritt"})
_HOLDING = frozenset({"bestehen", "stehen", "feststehen", "sein"})
_NEAR_VIEW = 3  # tokens: "aus heutiger deutscher Sicht" is no longer
_LATTER = frozenset({"letzterer", "letztere", "ersterer", "erstere", "dieser", "diese"})
_BRACKET = ("VV", "VA", "VM", "PTKVZ")
_PHRASAL = frozenset({"flat", "nmod", "appos", "amod", "conj", "compound"})
_BEFORE_SO = MARKS | {",", "–", "("}


def _is_about(noun: Token) -> bool:
    """„Nach Berichten über Panzer“: what follows is no source."""
    return noun.i + 1 < len(noun.doc) and noun.nbor().lower_ == "über"


def by_source(sentence: Span, token: Token) -> Iterator[Speech]:
    """Yield what is said according to a source phrase, if ``token`` is its preposition or postposition."""
    table = cues()
    word = token.lower_
    named = word in table.source_before or word in table.source_after or _is_in_view(token)
    if (not named and word != "nach") or _is_particle(token):
        return
    after = word in table.source_after or (word == "nach" and _follows_basis(token))
    noun = _noun_before(token) if after else _governed(token)
    if noun is None or (word == "gemäß" and (noun.dep_ != "obl" or not _tells(noun))):
        return
    if not named and not (_is_basis(noun) or (not after and _is_text(noun))):
        return
    if word == "nach" and (_is_later(token) or _is_paragraph(noun) or _is_about(noun)):
        return
    phrase = frozenset(i for i in phrase_of(noun) if (i < token.i) == after) - {token.i}
    phrase = phrase if after or front_field(noun) else _without_places(noun, phrase)
    phrase = phrase if after else _up_to_next(noun, phrase | _owner_behind(noun))
    if not phrase:
        return
    outside = (
        {i for i in subtree(noun) if i > max(phrase) or i in phrase} if _has_relative(noun) else set(phrase)
    )
    opens = all(
        t.is_punct or t.is_space or t.tag_ == "KON"
        for t in sentence.doc[sentence.start : min(token.i, *phrase)]
    )
    top = sentence.root if opens else predicate_of(noun)
    yield all_but(sentence, top, phrase, {token.i}, outside | {token.i})


def _is_in_view(token: Token) -> bool:
    """„aus Sicht der Werke ist …“: whose view it is says so; "erläuterte sie aus Sicht der Werke" is how."""
    noun = _governed(token) if token.lower_ == "aus" else None
    if noun is None or noun.lemma_.lower() not in _VIEWS or noun.i - token.i > _NEAR_VIEW:
        return False
    owned = any(c.dep_ == "nmod" for c in noun.children)
    return owned and predicate_of(noun).lemma_.lower() not in cues().speech


def by_view(sentence: Span, token: Token, quoted: frozenset[int]) -> Iterator[Speech]:
    """Yield what is so for somebody: "Für den Theologen Küng sei der Rücktritt „verständlich“".

    The subjunctive, or somebody's words in quotation marks, shows that it is his view.

    Args:
        sentence: One sentence.
        token: "für" at its start.
        quoted: Its tokens within quotation marks.
    """
    noun = _governed(token)
    finite = next((t for t in sentence if t.tag_.endswith("FIN") and t.i not in quoted), None)
    if noun is None or finite is None or noun.i > finite.i:
        return
    certain = _held_certain(sentence, finite)
    if certain is not None and _tells(noun):
        held = frozenset(i for i in phrase_of(noun) if token.i < i < finite.i)
        cue = frozenset({token.i, *range(finite.i, certain)})
        content = frozenset(range(certain + 1, sentence.end))
        yield Speech("assert", AttributionType.INDIRECT, cue, held, content)
        return
    said = next((t for t in sentence if t.i in quoted and t.i > finite.i and t.is_alpha), None)
    spoken = "Sub" in finite.morph.get("Mood", []) or (said is not None and said.text[0].islower())
    phrase = frozenset(i for i in phrase_of(noun) if token.i < i < finite.i)
    personal = any(sentence.doc[i].ent_type_ in {"PER", "ORG"} for i in phrase)
    if spoken and personal and finite.lower_ in {"ist", "sind", "war", "waren", "sei", "seien"}:
        yield all_but(sentence, sentence.root, phrase, {token.i}, set(phrase) | {token.i})


def _held_certain(sentence: Span, finite: Token) -> int | None:
    """Return the mark behind "besteht kein Zweifel:", "steht fest, dass" and the like, None for others."""
    mark = next((t for t in sentence if t.i > finite.i and t.text in {",", ":"}), None)
    if mark is None or mark.i + 1 >= sentence.end or finite.lemma_.lower() not in _HOLDING:
        return None
    words_ = [t.lower_ for t in sentence.doc[finite.i + 1 : mark.i]]
    certain = words_[-1:] == ["zweifel"] and any(w.startswith("kein") for w in words_)
    certain = certain or words_[-1:] in (["fest"], ["klar"], ["sicher"], ["eindeutig"])
    opens = mark.text == ":" or mark.nbor().lower_ == "dass"
    return mark.i if certain and opens and "nicht" not in words_ else None


def _is_particle(token: Token) -> bool:
    """Tell whether "nach" is a verb's particle, whatever its tag; "laut" may be an adverb.

    Neither "denkt laut über Nachfolger nach" nor "wurden Vorwürfe laut, die …" names a source.
    """
    behind = token.nbor() if token.lower_ == "laut" and token.i + 1 < len(token.doc) else None
    if behind is not None and (behind.text == "," or behind.tag_ in {"APPR", "APPRART"}):
        return True
    return token.tag_ in {"PTKVZ", "ADJD"} and token.lower_ != "zufolge" and token.dep_ != "case"


def by_wonach(token: Token) -> Iterator[Speech]:
    """Yield the clause behind "wonach", said by the noun right before it: "ein Sprecher, wonach …"."""
    sentence, predicate = token.sent, predicate_of(token)
    content = frozenset(i for i in words_under(predicate) if i > token.i)
    if not content or token.i - 2 < sentence.start or token.doc[token.i - 1].text != ",":
        return
    at = token.i - 2
    while at > sentence.start and token.doc[at].tag_.startswith(
        _BRACKET
    ):  # "schließt sich dem Verdacht an, wonach"
        at -= 1
    at -= token.doc[at].text == ","
    noun = next((t for t in reversed(token.doc[sentence.start : at + 1]) if not t.is_punct), token)
    while noun.dep_ in _PHRASAL and sentence.start <= noun.head.i < noun.i:
        noun = noun.head
    if noun.tag_ not in {"NN", "NE"}:
        return
    cases = {c.i for c in noun.children if c.dep_ == "case"}
    speaker = frozenset(i for i in phrase_of(noun) if i <= at and i not in cases)
    yield Speech("assert", AttributionType.INDIRECT, frozenset({token.i}), speaker, content)


def by_relative(token: Token) -> Iterator[Speech]:
    """Yield the relative clause behind "nach denen" or "nach der": "Berichte, nach denen er lebt".

    Args:
        token: The relative pronoun behind "nach".
    """
    doc, before = token.doc, token.i - 3
    if before < token.sent.start or doc[token.i - 2].text != "," or doc[before].tag_ not in {"NN", "NE"}:
        return
    noun = doc[before]
    while noun.dep_ in _PHRASAL and token.sent.start <= noun.head.i < noun.i:
        noun = noun.head
    told = {noun.lemma_.lower(), *compound_parts(noun)[-1:], doc[before].lemma_.lower()}
    content = frozenset(i for i in words_under(predicate_of(token)) if i > token.i)
    if content and told & (_SPEECH_NOUNS | cues().bases | _BASIS_TEXTS):
        cue, speaker = frozenset({token.i - 1}), frozenset({token.i})
        yield Speech("assert", AttributionType.INDIRECT, cue, speaker, content)


def _follows_basis(token: Token) -> bool:
    """„meiner Ansicht nach“, „Angaben der Polizei nach“."""
    before = token.doc[token.i - 1] if token.i > token.sent.start else None
    behind = token.doc[token.i + 1 : token.i + 2]
    opens = bool(behind) and (behind[0].tag_ in NOUN_STARTS) and behind[0].dep_ != "nsubj"
    return (
        before is not None
        and before.tag_ == "NN"
        and before.lemma_.lower() in cues().bases - {"sicht"}  # "Endstand nach", "freie Sicht nach draußen"
        and not (opens and token.dep_ == "case" and token.head.i > token.i)
    )


def _without_places(noun: Token, phrase: frozenset[int]) -> frozenset[int]:
    """Behind the verb a place or an addressee after the source is rather the event's."""
    doc = noun.doc
    places = (i for i in sorted(phrase) if i > noun.i and doc[i].lower_ in _PLACING)
    cut = next((i for i in places if not _is_seat(doc[i])), None)
    return phrase if cut is None else frozenset(i for i in phrase if i < cut)


def _is_seat(preposition: Token) -> bool:
    """Whether a place says whose body is meant: "des Verteidigungsministeriums in Oslo"."""
    body, doc = preposition.nbor(-1), preposition.doc
    seated = {body.lemma_.lower(), *compound_parts(body)[-1:]} & _SEATED
    place = doc[preposition.i + 1 : preposition.i + 2]
    return bool(seated) and preposition.lower_ == "in" and bool(place) and place[0].ent_type_ == "LOC"


def _owner_behind(noun: Token) -> frozenset[int]:
    """Return whose account is meant where the tree hangs it on something else.

    „explodierte nach Angaben von der Agentur in einem Zug“; "nach Angaben informierter Kreise betrug …", as
    if the circles were the subject.
    """
    doc, behind = noun.doc, noun.i + 1
    if not _is_basis(noun) or behind >= noun.sent.end:
        return frozenset()
    end = next((i for i in range(behind, noun.sent.end) if doc[i].tag_ != "ADJA"), behind)
    if noun.dep_ == "nmod" and behind <= noun.head.i <= end and behind < end and doc[end].tag_ == "NN":
        return frozenset(range(behind, end + 1))
    owner = doc[behind].head if doc[behind].lower_ in {"von", "vom"} and doc[behind].dep_ == "case" else None
    apart = owner is not None and owner.i > behind and owner.head is not noun
    return frozenset(i for i in phrase_of(owner) if i > noun.i) | {behind} if owner and apart else frozenset()


def _up_to_next(noun: Token, phrase: frozenset[int]) -> frozenset[int]:
    """Cut a source where a new phrase begins right behind it."""
    cuts = [i for i in sorted(phrase) if i - 1 in phrase and _begins_anew(noun.doc[i])]
    cuts += [
        i for i in map(_figure_begin, (noun.doc[i] for i in phrase)) if i is not None and i - 1 in phrase
    ]
    kept = [i for i in sorted(phrase) if i < min(cuts)] if cuts else sorted(phrase)
    return frozenset(kept[:-1] if kept and noun.doc[kept[-1]].text == "," else kept)


def _figure_begin(token: Token) -> int | None:
    """Where a figure with a noun of its own begins: "laut Polizei | rund 30 Leute"."""
    doc, at = token.doc, token.i
    if token.tag_ != "CARD" or token.dep_ != "nummod" or token.head.i < at:
        return None
    while at and doc[at - 1].lower_ in _ROUNDING:
        at -= 1
    return at if at and doc[at - 1].tag_ in {"NN", "NE"} else None


def _begins_anew(token: Token) -> bool:
    """Tell whether a phrase of its own begins: "laut Ida Voss der Sprecher"."""
    before = token.doc[token.i - 1]
    if token.tag_.startswith("APPR"):  # "nach ersten Erkenntnissen gegen 11 Uhr"
        return _is_basis(before) and token.lower_ not in _FROM
    if token.tag_ == "NN":
        return _is_behind_genitive(token, before)
    if token.tag_ != "ART" or not token.text.islower():  # "der Tageszeitung Die Welt"
        return False
    if before.text == ",":  # an apposition would stand in the case of its noun
        return token.lower_ in {"die", "das"}
    return (
        (before.tag_ == "NE" and token.lower_ not in _OF)
        or (before.tag_ == "NN" and token.lower_ in _NO_GENITIVE)
        or (before.tag_ == "NN" and token.lower_ == "der" and _is_missing_subject(token))
    )


def _is_behind_genitive(noun: Token, before: Token) -> bool:
    """Tell whether a noun behind "des …s" is the verb's: "nach Angaben des Wetterdienstes Böen von".

    Behind the noun for a body its name would stand.
    """
    genitive = before.tag_ == "NN" and before.lower_.endswith("s") and before.text != before.lemma_
    named = noun.ent_type_ in {"PER", "ORG"} or kind_of(before) in roles().bodies
    return genitive and not named and any(c.lower_ == "des" for c in before.children)


def _is_missing_subject(article: Token) -> bool:
    """Tell whether a phrase behind a source is the subject: "müsste laut Verfassung der Präsident führen".

    The clause has no other, and the noun is an office in the singular, which "der" makes no genitive.
    """
    noun = article.head
    alone = noun.i > article.i and noun.text == noun.lemma_ and not _is_basis(article.nbor(-1))
    masculine = is_office(noun) and not noun.lower_.endswith("in")
    single = "Sing" in noun.morph.get("Number", []) and noun.morph.get("Gender", []) == ["Masc"]
    return alone and (masculine or single) and subject_of(predicate_of(noun)) in {None, noun}


def _is_later(preposition: Token) -> bool:
    """Tell whether "nach" says when: "erst nach einer Untersuchung", "zwei Tage nach dem Bericht"."""
    *further, before = preposition.doc[max(preposition.i - 2, 0) : preposition.i] or [preposition]
    counted = bool(further) and (further[0].lower_ in _COUNTING or further[0].tag_ == "CARD")
    return before.lower_ in _TIME_ADVERBS or (counted and before.lemma_ in _TIME_NOUNS)


def _is_paragraph(noun: Token) -> bool:
    """Tell whether a number says which part of a law is meant, which nobody says: "nach Artikel 4"."""
    return noun.i + 1 < len(noun.doc) and noun.doc[noun.i + 1].tag_ == "CARD" and not front_field(noun)


def _has_relative(noun: Token) -> bool:
    return any(c.dep_ == "acl" for i in subtree(noun) for c in noun.doc[i].children)


def _governed(preposition: Token) -> Token | None:
    """Return the noun under a preposition."""
    if preposition.dep_ == "case" and preposition.head.i > preposition.i:
        return preposition.head
    following = preposition.doc[preposition.i + 1 : preposition.i + 6]
    return next((t for t in following if t.tag_ in {"NN", "NE", "PPER", "PDS", "PRELS"}), None)


def _noun_before(postposition: Token) -> Token | None:
    """Return the head of the noun phrase that ends right before a postposition."""
    if postposition.i <= postposition.sent.start:
        return None
    noun = postposition.doc[postposition.i - 1]
    while noun.head.i < noun.i and noun.head.i >= postposition.sent.start and noun.head.tag_ in {"NN", "NE"}:
        noun = noun.head
    return noun if noun.tag_ in {"NN", "NE", "PPER", "PDS", "PRELS", "FM"} or noun.dep_ == "obl" else None


def _is_basis(noun: Token) -> bool:
    parts = compound_parts(noun)
    if parts[-1:] == ("erklärung",) and parts[0] in _DECLARED:  # "nach der Unabhängigkeitserklärung"
        return False
    return bool({noun.lemma_.lower(), *parts[-1:]} & cues().bases)


def _tells(noun: Token) -> bool:
    """Tell whether somebody or some text stands behind "gemäß": "gemäß der Regelung" is how it is done."""
    phrase = phrase_of(noun)
    voice = Phrase(min(phrase), max(phrase) + 1, noun.i, core_end(noun))
    return _is_basis(noun) or _is_text(noun) or is_voice(noun.doc, voice)


def _is_text(noun: Token) -> bool:
    """„nach dem Gesetz“, „nach einem EU-Dokument“: what is written or planned says it."""
    return bool({noun.lemma_.lower(), *compound_parts(noun)[-1:]} & _BASIS_TEXTS)


def all_but(
    sentence: Span, predicate: Token, speaker: frozenset[int], cue: set[int], source: set[int]
) -> Speech:
    """Return the clause around a source, or the whole sentence where that is the main clause."""
    top = _top(predicate)
    whole = {t.i for t in sentence} if top.dep_ == "ROOT" else set(subtree(top))
    said = frozenset(whole - source)
    return Speech("assert", AttributionType.INDIRECT, frozenset(cue), speaker, said)


def _top(predicate: Token) -> Token:
    """Climb from a predicate joined without a subject of its own to the first one."""
    while predicate.dep_ == "conj" and predicate.head.i != predicate.i and not _has_subject(predicate):
        predicate = predicate.head
    return predicate


def _has_subject(predicate: Token) -> bool:
    return any(child.dep_ in SUBJECTS for child in predicate.children)


def opens_inset(token: Token) -> bool:
    """Tell whether "so" follows a comma, a dash or a closing mark and stands before a noun.

    „so ein“ opens an inset only before somebody who can speak: "…, so ein Sprecher".
    """
    doc, at = token.doc, token.i
    if at == 0 or at + 1 >= len(doc) or doc[at - 1].text not in _BEFORE_SO:
        return False
    if doc[at + 1].lower_ in {"ein", "eine"}:
        return _names_a_voice(doc[at + 1 : token.sent.end])
    return doc[at + 1].tag_ in NOUN_STARTS - {"PIAT"} or doc[at + 1].lower_ in _LATTER


def _names_a_voice(behind: Span) -> bool:
    """Tell whether the first noun with its article is a person, a body or a text."""
    noun = next((t for t in behind if t.tag_ in {"NN", "NE"}), None)
    if noun is None or any(t.tag_.endswith("FIN") for t in behind.doc[behind.start : noun.i]):
        return False
    if noun.lemma_.lower() in _SPEECH_NOUNS:  # "so eine Mitteilung der Polizei"
        return True
    return is_voice(behind.doc, Phrase(behind.start, noun.i + 1, noun.i, noun.i + 1))


def by_so(sentence: Span, so: Token) -> Iterator[Speech]:
    """Yield what "so" with a noun is inserted into: "…, so der Minister"."""
    behind = so.doc[so.i + 1 : sentence.end]
    pointing = [t for t in behind[:1] if t.tag_ == "PDS" or t.lower_ in _LATTER]
    head = next(iter(pointing), None) or next((t for t in behind if t.tag_ in {"NN", "NE", "PPER"}), None)
    if head is None:
        return
    while so.i < head.head.i < sentence.end and head.head.i != head.i and head.head.tag_ in {"NN", "NE"}:
        head = head.head
    speaker = _adjoining(
        head, {i for i in clause_of(head) if i > so.i and not so.doc[i].tag_.startswith("V")}
    )
    end = max(speaker) + 1
    while end < sentence.end and so.doc[end].text not in BORDERS:
        end += 1
    end = sentence.end if end < sentence.end and so.doc[end].text == ":" else end
    content = frozenset(t.i for t in sentence) - set(range(so.i, end))
    cue = frozenset({so.i})
    yield Speech("assert", AttributionType.INDIRECT, cue, speaker, content, inserted=True)
