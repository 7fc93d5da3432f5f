"""Direct speech: which quotations somebody said, and who."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span, Token

from summaries.model import AttributionType
from summaries.statements.acts import MARKS, Speech
from summaries.statements.carried import is_reported
from summaries.statements.drafts import NOBODY, Draft, Reader, ReadSentence, may_speak, quoted_through
from summaries.statements.lexicon import words
from summaries.statements.nounphrases import phrase_of
from summaries.statements.trees import SUBJECTS, finite_of, may_be_nominative, subject_of

_DIRECT, _REPORTED = AttributionType.DIRECT, AttributionType.REPORTED
# A quotation of this many words is speech wherever it stands: titles and names are shorter.
_FEWEST_WORDS = 6
_NEAR = 2  # tokens between a quotation and the verb behind it: a comma, "so"
_LONGEST_NAME = 3  # words, each with a capital
_TITLE_NOUNS = words("title_nouns")
_INDEFINITE = ("ein", "kein")
_DISCOVERING = frozenset({"finden", "zeigen", "zählen"})
_SO_CALLED = ("sogenannt", "genannt")
_NOUNS = frozenset({"NN", "NE"})
_PERSONAL = frozenset({"er", "sie"})
_DEFINITE = frozenset({"der", "die", "das", "den", "dem", "des", "im", "vom", "zum", "zur", "beim", "am"})
_SMALL = frozenset({"APPR", "APPRART", "ART", "KON", "FM", "XY", "ADJA"})  # what titles need not write large
_WORDING = words("wording_nouns")


def direct(reader: Reader, position: int) -> Iterator[Draft]:
    """Yield the quotations that begin in a sentence and are somebody's words."""
    here = reader.sentences[position]
    for begin, end in _beginning_in(reader.quotes, here.span):
        act = _act_of(reader, position, begin, end)
        told = act is not None or is_reported(reader, here) or _goes_on(reader, here, begin, end)
        if not (_is_interrupted(reader.doc, end, act) or _is_speech(reader.doc, begin, end, told=told)):
            continue
        draft = _draft(reader, position, (begin, end), act)
        if not draft.tokens <= draft.speaker:  # "die „Aktion Mensch hilft“ teilte mit": a name
            yield draft
            yield from quoted_through(draft)


def _goes_on(reader: Reader, here: ReadSentence, begin: int, end: int) -> bool:
    """Tell whether a sentence right behind somebody's words is nothing but a quotation: he goes on."""
    outside = any(t.is_alpha and not begin <= t.i < end for t in here.span)
    return reader.follows and not outside and any(t.tag_.endswith("FIN") for t in reader.doc[begin:end])


def _is_interrupted(doc: Doc, end: int, act: Speech | None) -> bool:
    """Tell whether a quotation goes on behind who says it: "„Die Kurve“, sagte X, „wird …“"."""
    if act is None or not act.inserted or not end < min(act.cue) <= end + _NEAR or doc[end].text != ",":
        return False
    last = max(act.cue | act.speaker)
    return doc[last + 1 : last + 2].text == "," and doc[last + 2 : last + 3].text in MARKS


def _beginning_in(quotes: Sequence[tuple[int, int]], span: Span) -> Sequence[tuple[int, int]]:
    """Return the quotations, which stand in order, that begin in a span."""
    return quotes[bisect_left(quotes, (span.start, 0)) : bisect_left(quotes, (span.end, 0))]


def _draft(reader: Reader, position: int, quotation: tuple[int, int], act: Speech | None) -> Draft:
    tokens = frozenset(range(*quotation))
    here = reader.sentences[position]
    known = _known(reader, here)
    if act is not None and act.lemma and not act.inserted and is_reported(reader, here) and known:
        return Draft(_DIRECT, tokens, known)
    if act is None:
        named = _before_colon(reader, position, quotation[0]) or _around(reader, here, tokens)
        return Draft(_DIRECT, tokens, named or known)
    named = NOBODY if act.speaker else _before_colon(reader, position, quotation[0])
    if named:  # "Voss wandte sich gegen die Behauptung, …: „…“" is what Voss says
        return Draft(_DIRECT, tokens, named)
    passive = any(reader.doc[i].lemma_ == "werden" for i in act.cue)
    return Draft(_DIRECT, tokens, act.speaker or (NOBODY if passive else known), act.cue, act)


def _known(reader: Reader, here: ReadSentence) -> frozenset[int]:
    """Return whose words a quotation is that nobody is said to say: a person's in the sentence before.

    Else whoever spoke in the block; the same person by the words that named her first.
    """
    doc, heard = reader.doc, reader.heard == here.block or is_reported(reader, here)
    names = {doc[i].text for i in reader.subject if doc[i].ent_type_ == "PER"}
    again = heard and any(doc[i].text in names for i in reader.last)
    return reader.subject if names and not again else reader.last if heard else NOBODY


def _around(reader: Reader, here: ReadSentence, quotation: frozenset[int]) -> frozenset[int]:
    """Return who a sentence is about that holds a quotation as a part: "Die Ministerin will „…“ prüfen"."""
    noun, finite = subject_of(here.span.root), finite_of(here.span.root)
    if noun is None or noun.i in quotation or is_reported(reader, here):
        return NOBODY
    if here.span.root.i in quotation and (finite is None or finite.i in quotation):
        return NOBODY  # in "Sie wollte „die Halle streichen“" the sentence's own verb stands outside
    if noun.tag_ == "PPER" and noun.lower_ in _PERSONAL:  # "Zunächst wollte er „ein Konzept vorlegen“"
        return frozenset({noun.i}) - quotation
    if noun.tag_ not in _NOUNS:
        return NOBODY
    if noun.dep_ == "nsubj:pass":
        return NOBODY
    phrase = phrase_of(noun) - quotation
    governed = bool(phrase) and reader.doc[min(phrase)].tag_.startswith("APPR")
    return phrase if phrase and not governed and may_speak(reader.doc, phrase, noun) else NOBODY


def _act_of(reader: Reader, position: int, begin: int, end: int) -> Speech | None:
    """Return the act of speech that a quotation belongs to."""
    here, last = reader.sentences[position], _last_sentence(reader, position, end)
    acts = [act for n in sorted({position, last}) for act in reader.sentences[n].acts]
    behind = next((act for act in acts if act.inserted and end <= min(act.cue) <= end + _NEAR), None)
    if behind is not None and behind.speaker:
        return behind
    quotation = set(range(begin, end))
    over = [act for act in acts if quotation & act.content and not _is_discovery(act)]
    told = [act for act in over if act.type is not _REPORTED]
    if over:
        return min(told or over, key=lambda act: len(act.content))
    if _text_before(reader.doc, here.span, begin)[-1:] == [":"]:
        earlier = [act for act in acts if max(act.cue) < begin]
        if earlier:
            return earlier[-1]
    if end > here.span.end:
        return next(
            (act for act in reader.sentences[last].acts if act.inserted and min(act.cue) >= end), None
        )
    return _announced(reader, position, begin)


def _is_discovery(act: Speech) -> bool:
    """Tell whether a bare act finds or shows a thing: "fanden das „Schwarze Loch“"."""
    return act.type is _REPORTED and act.lemma in _DISCOVERING


def _last_sentence(reader: Reader, position: int, end: int) -> int:
    while position + 1 < len(reader.sentences) and reader.sentences[position].span.end < end:
        position += 1
    return position


def _text_before(doc: Doc, span: Span, begin: int) -> list[str]:
    return [t.text for t in doc[span.start : begin] if not t.is_space]


def _announced(reader: Reader, position: int, begin: int) -> Speech | None:
    """Return the last act of a sentence that ends in a colon right before a quotation."""
    here = reader.sentences[position]
    if not position or set(_text_before(reader.doc, here.span, begin)) - MARKS:
        return None
    before = reader.sentences[position - 1]
    if before.block != here.block or not before.ends_in_colon or is_reported(reader, before):
        return None
    return next(iter(before.acts[-1:]), None)


def _before_colon(reader: Reader, position: int, begin: int) -> frozenset[int]:
    """Return who is named before the colon that introduces a quotation, where no verb says so."""
    here = reader.sentences[position]
    tokens = [t for t in reader.doc[here.span.start : begin] if not t.is_space]
    if not tokens and position and here.block == reader.sentences[position - 1].block:
        here = reader.sentences[position - 1]
        tokens = [t for t in here.span if not t.is_space]
    if not tokens or tokens[-1].text != ":" or is_reported(reader, here):
        return NOBODY  # "Der Staat sei zu Dank verpflichtet: „…“" goes on with who said so before
    inside = {t.i for t in tokens}
    for head in _heads(tokens, inside):
        if head.tag_ == "PPER" and head.lower_ in _PERSONAL:
            return frozenset({head.i})
        phrase = phrase_of(head) & inside
        if phrase and may_be_nominative(head) and may_speak(reader.doc, phrase, head):
            return phrase
    return NOBODY


def _heads(tokens: list[Token], inside: set[int]) -> Iterator[Token]:
    """Yield subjects first, then nouns that hang on nothing before the colon."""
    yield from (t for t in tokens if t.dep_ in SUBJECTS)
    yield from (t for t in tokens if t.tag_ in _NOUNS and (t.dep_ == "ROOT" or t.head.i not in inside))


def _is_speech(doc: Doc, begin: int, end: int, *, told: bool) -> bool:
    """Tell a quotation from a title or a name in quotation marks."""
    inner = [t for t in doc[begin:end] if t.is_alpha]
    before = doc[begin - 1] if begin else None
    titled = before is not None and (before.lemma_ in _TITLE_NOUNS or before.lower_.startswith(_SO_CALLED))
    if not inner or titled or _is_name(doc, begin, inner) or _is_foreign(inner):
        return False
    if len(inner) >= _FEWEST_WORDS:
        return told or not _is_title(inner)
    named = len(inner) <= _LONGEST_NAME and all(t.text[0].isupper() for t in inner)
    return told and (not named or _is_chosen_word(before, inner))


def _is_chosen_word(before: Token | None, inner: Sequence[Token]) -> bool:
    """Tell whether nouns in quotation marks are somebody's choice of words: "ein „Bunker“", "als „Farce“"."""
    common = all(t.tag_ == "NN" and not t.ent_type_ for t in inner)
    return common and before is not None and (before.lower_.startswith(_INDEFINITE) or before.lower_ == "als")


def _is_title(inner: Sequence[Token]) -> bool:
    """Tell whether words look like a title, which has no finite verb and begins with a capital."""
    return inner[0].text[0].isupper() and not any(t.tag_.endswith(("FIN", "IMP")) for t in inner)


def _is_name(doc: Doc, begin: int, inner: Sequence[Token]) -> bool:
    """Tell whether a quotation is written as a name and stands where one does.

    "das „Gesetz zur Änderung des Passgesetzes“", "das Album „Piper at the Gates“": every word but those that
    no title writes large has a capital, no verb is finite, and an article or a noun stands right before it.
    """
    if not begin or not inner[0].text[0].isupper() or any(t.tag_.endswith(("FIN", "IMP")) for t in inner):
        return False
    before = doc[begin - 1]
    called = before.tag_ == "NN" and before.lemma_.lower() not in _WORDING
    short = called and len(inner) < _FEWEST_WORDS  # "die Serie „In bester Gesellschaft“"
    named = called or before.lower_ in _DEFINITE
    return short or (named and all(t.text[0].isupper() or t.tag_ in _SMALL for t in inner))


def _is_foreign(inner: Sequence[Token]) -> bool:
    """Tell whether a few words are a name by themselves: most are names or foreign, none is a verb."""
    names = sum(t.tag_ in {"NE", "FM", "XY"} for t in inner)
    verbal = any(t.tag_.startswith("V") for t in inner)
    return len(inner) < _FEWEST_WORDS and 2 * names > len(inner) and not verbal
