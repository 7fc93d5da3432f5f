"""Two ways to find quotes without syntax, so that it shows what the project's rules add.

Marks: every quotation of at least three words is direct speech of the nearest name: a person or organisation
that the pipeline found, or two capitalised words in a row, in the same or a neighbouring sentence.

Verbs: a sentence with a verb from a list of verbs of reporting holds a quote: what follows the next comma or
colon, or, where nothing follows, what stands before the verb's part of the sentence.  The speaker is the
nearest noun to the left in that part, else to the right, with the nouns, adjectives and article before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from spacy.tokens import Doc, Token

from benchmarks.quotations.corpus import NOBODY, Article, Quote
from summaries.model import Span
from summaries.statements.quotes import quotations

FEWEST_WORDS: Final = 3
VERBS: Final = frozenset([
    "sagen", "mitteilen", "erklären", "berichten", "melden", "angeben", "äußern", "betonen",
    "schreiben", "feststellen", "verkünden", "behaupten", "versichern", "bestätigen", "meinen",
    "hinzufügen", "ergänzen", "begründen", "antworten", "ankündigen", "fordern", "verlangen",
    "warnen", "kritisieren", "vorwerfen", "bestreiten", "dementieren", "einräumen", "zugeben",
    "glauben", "hoffen", "vermuten", "befürchten", "erwarten", "heißen", "zitieren", "verlauten",
])  # fmt: skip
_CUTS: Final = frozenset({",", ":"})
_NOUNS: Final = frozenset({"NN", "NE"})
_BEFORE_NOUN: Final = _NOUNS | {"ART", "ADJA", "PPOSAT", "PDAT", "PIAT", "CARD"}


def by_marks(article: Article, doc: Doc) -> list[Quote]:
    """Return the quotations with the nearest name as their speaker."""
    marked = [span for span in quotations(article.text) if _words(span.of(article.text)) >= FEWEST_WORDS]
    names = [name for name in _names(doc) if not any(_meet(name, span) for span in marked)]
    return [
        Quote("Direct", article.within([span]), {"speaker": article.within(_nearest(doc, span, names))})
        for span in marked
    ]


def _words(text: str) -> int:
    return sum(any(sign.isalnum() for sign in word) for word in text.split())


def _names(doc: Doc) -> list[Span]:
    found = [Span(ent.start_char, ent.end_char) for ent in doc.ents if ent.label_ in {"PER", "ORG"}]
    for capitalised, run in groupby(doc, key=lambda token: token.text[:1].isupper()):
        words = list(run)
        if capitalised and len(words) > 1:
            found.append(Span(words[0].idx, words[-1].idx + len(words[-1])))
    return found


def _meet(one: Span, other: Span) -> bool:
    return one.begin < other.end and other.begin < one.end


def _nearest(doc: Doc, quotation: Span, names: Sequence[Span]) -> list[Span]:
    """Return the name that fewest characters part from the quotation, none if there is none around."""
    sentences = [Span(sentence.start_char, sentence.end_char) for sentence in doc.sents]
    own = [number for number, sentence in enumerate(sentences) if _meet(sentence, quotation)]
    if not own:
        return []
    near = Span(sentences[max(own[0] - 1, 0)].begin, sentences[min(own[-1] + 1, len(sentences) - 1)].end)
    around = [name for name in names if near.begin <= name.begin and name.end <= near.end]
    gaps = {name: max(quotation.begin - name.end, name.begin - quotation.end) for name in around}
    return [min(gaps, key=lambda name: (gaps[name], name))] if gaps else []


def by_verbs(article: Article, doc: Doc) -> list[Quote]:
    """Return what stands beside verbs of reporting with the nearest noun as its speaker."""
    return list(_beside_verbs(article, doc, quotations(article.text)))


def _beside_verbs(article: Article, doc: Doc, marked: Sequence[Span]) -> Iterator[Quote]:
    for sentence in doc.sents:
        tokens = [token for token in sentence if not token.is_space]
        verb = next((token for token in tokens if _reports(token, marked)), None)
        if verb is None:
            continue
        place = tokens.index(verb)
        cuts = [-1, *(n for n, token in enumerate(tokens) if token.text in _CUTS), len(tokens)]
        begin = max(n for n in cuts if n < place) + 1
        end = min(n for n in cuts if n > place)
        said = tokens[end + 1 :] or tokens[: max(begin - 1, 0)]
        said = said[:-1] if said and said[-1].text in {".", "!", "?"} else said
        if len(said) >= FEWEST_WORDS:
            speaker = _noun(tokens[begin:place][::-1]) or _noun(tokens[place + 1 : end])
            yield _quote(article, said, verb, speaker)


def _reports(token: Token, marked: Sequence[Span]) -> bool:
    inside = any(span.begin <= token.idx < span.end for span in marked)
    return not inside and token.tag_.startswith("V") and token.lemma_.lower() in VERBS


def _noun(tokens: Sequence[Token]) -> list[Token]:
    """Return the first noun of ``tokens`` with the run of nouns that it is in and what stands before that."""
    noun = next((token for token in tokens if token.tag_ in _NOUNS), None)
    if noun is None:
        return []
    doc, begin, end = noun.doc, noun.i, noun.i + 1
    while begin and doc[begin - 1].tag_ in _BEFORE_NOUN:
        begin -= 1
    while end < len(doc) and doc[end].tag_ in _NOUNS:
        end += 1
    return list(doc[begin:end])


def _quote(article: Article, said: Sequence[Token], verb: Token, speaker: Sequence[Token]) -> Quote:
    type_ = "Direct" if said[0].text in {"„", "»", '"', "“"} else "Indirect"
    spans = {"speaker": speaker, "cue": [verb]}
    roles = {role: article.within(_span(token) for token in tokens) for role, tokens in spans.items()}
    return Quote(type_, article.within(_span(token) for token in said) or NOBODY, roles)


def _span(token: Token) -> Span:
    return Span(token.idx, token.idx + len(token))
