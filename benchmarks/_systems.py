"""What is compared: the real pipeline, and three naive systems that decide by one sign each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import combinations

from benchmarks._gold import Article, Story
from benchmarks._match import NEGATION, Line, Place, Reader
from summaries.claims import compare
from summaries.intake import agency_of, family_of, fingerprint, is_near_duplicate, outlet_of_name
from summaries.model import Claim, Evidence, Rule, Source, Stance, Status
from summaries.stories.encoder import load_encoder

SIMILAR_WORDS = 0.4
"""Dice overlap of stems from which two sentences are called similar; the best for the naive systems of
.2, .3, .35, .4, .5, .6, .7 on the first development stories."""

SIMILAR_VECTORS = 0.9
"""Cosine from which two sentences are called similar.  It was not searched for: on all but far-off sentences
these vectors are near one, so below it nearly everything is similar, and above it little but copies is."""

System = Callable[[Story, Reader], list[Line]]


def evidence_of(story: Story, reader: Reader) -> list[Evidence]:
    """Return what all articles of a story state, with sources as the bot stores them."""
    evidence: list[Evidence] = []
    seen: list[Article] = []
    for article in sorted(story.articles, key=lambda one: (one.published, one.id)):
        source = _source(article, seen)
        seen.append(article)
        evidence.extend(Evidence(source, told, article.text) for told in reader.statements(article))
    return evidence


def _source(article: Article, earlier: Sequence[Article]) -> Source:
    outlet = outlet_of_name(article.outlet)
    own = fingerprint(article.text)
    copied = (other.id for other in earlier if is_near_duplicate(fingerprint(other.text), own))
    return Source(
        article=article.id,
        outlet=outlet.name,
        outlet_key=outlet.key,
        published=article.published,
        title=article.title,
        family=family_of(outlet.key),
        agency=agency_of(article.text),
        copy_of=next(copied, None),
    )


def lagebild(story: Story, reader: Reader) -> list[Line]:
    """Return what the real pipeline says about a story."""
    return [_line(claim) for claim in compare(evidence_of(story, reader))]


def _line(claim: Claim) -> Line:
    against = (Stance.DENIES, Stance.DOUBTS)
    return Line(
        (claim.text, *(voice.quote for voice in claim.voices)),
        claim.status,
        claim.rule,
        tuple((event.old, event.new) for event in claim.history if event.old is not None),
        tuple(voice.speaker for voice in claim.voices if voice.stance not in against),
        tuple(voice.speaker for voice in claim.voices if voice.stance in against),
        tuple((v.source.article, v.quote) for v in claim.voices if v.stance not in against),
        tuple((v.source.article, v.quote) for v in claim.voices if v.stance in against),
    )


def two_sources(story: Story, reader: Reader) -> list[Line]:
    """Call confirmed what a second outlet says in similar words."""
    return _paired(story, reader, lambda one, other: _dice(reader, one, other) >= SIMILAR_WORDS)


def by_vectors(story: Story, reader: Reader) -> list[Line]:
    """Call confirmed what a second outlet says in a sentence with a near vector."""
    return _paired(story, reader, lambda one, other: _cosine(one, other) >= SIMILAR_VECTORS)


def by_negation(story: Story, reader: Reader) -> list[Line]:
    """Call contested what a second outlet says in similar words with a negation."""
    return _paired(story, reader, lambda one, other: _negated(reader, one, other), Status.CONTESTED)


SYSTEMS: dict[str, System] = {
    "Lagebild": lagebild,
    "two sources": two_sources,
    "vectors": by_vectors,
    "negation": by_negation,
}


def _paired(
    story: Story, reader: Reader, similar: Callable[[str, str], bool], status: Status = Status.CONFIRMED
) -> list[Line]:
    rows = [(a.outlet, a.id, s) for a in story.articles for s in reader.sentences(a)]
    rule = Rule.TWO_VOICES if status is Status.CONFIRMED else Rule.CONTRADICTION
    found: dict[Place, Line] = {}
    for (outlet, article, one), (other_outlet, second, other) in combinations(rows, 2):
        if outlet != other_outlet and similar(one, other):
            pair = ((article, one), (second, other))
            said, denied = (pair, ()) if status is Status.CONFIRMED else _sides(*pair)
            found.setdefault(pair[0], Line((one, other), status, rule, said_in=said, denied_in=denied))
    return list(found.values())


def _sides(one: Place, other: Place) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
    return ((other,), (one,)) if NEGATION.search(one[1]) else ((one,), (other,))


def _dice(reader: Reader, one: str, other: str) -> float:
    a, b = reader.stems(one), reader.stems(other)
    return 2 * len(a & b) / ((len(a) + len(b)) or 1)


def _negated(reader: Reader, one: str, other: str) -> bool:
    differ = bool(NEGATION.search(one)) != bool(NEGATION.search(other))
    return differ and _dice(reader, one, other) >= SIMILAR_WORDS


def _cosine(one: str, other: str) -> float:
    return float(sum(x * y for x, y in zip(_vector(one), _vector(other), strict=True)))


@cache
def _vector(text: str) -> tuple[float, ...]:
    return tuple(load_encoder().encode([text])[0].tolist())
