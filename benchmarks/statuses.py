"""Score statuses of claims on stories with gold labels, beside two naive systems.

Run ``python -m benchmarks.statuses [--split dev|sealed|all] [--verbose]``.  Each file in
``benchmarks/data/claims`` is one story: its articles, the propositions with the status they should get
(``expected``), those that must not get one (``never``) and those that may be confirmed (``allowed``).

A claim stands for a proposition when enough of the proposition's words, weighted by how rare they are in
the story, are in the claim's line or in one of its quotes, and all of its figures.
"""

from __future__ import annotations

import argparse
import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import Any

from spacy.language import Language

from summaries.claims import compare
from summaries.intake import agency_of, family_of, fingerprint, is_near_duplicate, outlet_of_name, segment
from summaries.language import content_stems, load_pipeline
from summaries.model import BlockKind, Claim, Evidence, Rule, Source, Stance, Status
from summaries.statements import extract_statements

GOLD = Path(__file__).parent / "data" / "claims"

MATCH = 0.55
"""Share of a proposition's weighted words from which a text stands for it."""

NAIVE_MATCH = 0.4
"""Dice overlap of stems from which the naive systems call two sentences similar; the best for them of
.2, .3, .35, .4, .5, .6, .7 on the development stories."""

FIGURE_WEIGHT = 2.0
POLARITY = 0.9
"""Factor where one text is negated and the other is not: only decides between two propositions."""

_NEGATION = re.compile(
    r"\b(?:nicht|nie|niemals|kein\w*|weder|niemand|nichts|bestr[ie]+t\w*|dementier\w*|falsch)\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d+(?:[.:]\d{2,3})*(?:,\d+)?")
_WORDS = ["zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"]
_FIGURES = {word: str(number) for number, word in enumerate(_WORDS, start=2)}


@dataclass(frozen=True)
class Article:
    """One article of a story."""

    id: str
    outlet: str
    published: datetime
    title: str
    text: str


@dataclass(frozen=True)
class Item:
    """One proposition of the gold set.

    ``status`` is what it should get, None for one that is only ruled out or allowed; ``ruled_out`` are the
    statuses it must not get.  ``asserted_in`` and ``denied_in`` give (article, words in it) of the sentences
    that are about it, ``quantity`` its figure as (unit, low, high).
    """

    proposition: str
    status: Status | None = None
    rule: Rule | None = None
    changes: frozenset[tuple[Status, Status]] = frozenset()
    asserted_by: tuple[str, ...] = ()
    denied_by: tuple[str, ...] = ()
    ruled_out: frozenset[Status] = frozenset()
    asserted_in: tuple[tuple[str, str], ...] = ()
    denied_in: tuple[tuple[str, str], ...] = ()
    quantity: tuple[str, float, float | None] | None = None


@dataclass(frozen=True)
class Story:
    """One file of the gold set."""

    name: str
    about: str
    hard: bool
    articles: tuple[Article, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Line:
    """What a system says: a status on some texts; ``texts[0]`` is what a reader sees."""

    texts: tuple[str, ...]
    status: Status
    rule: Rule
    changes: tuple[tuple[Status, Status], ...] = ()
    asserted_by: tuple[str, ...] = ()
    denied_by: tuple[str, ...] = ()


@dataclass
class Tally:
    """Counts of one kind: ``found`` of the ``wanted`` propositions, ``right`` of the ``given`` lines."""

    wanted: int = 0
    found: int = 0
    given: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        """Share of the lines given that are right; nan if none were given."""
        return self.right / self.given if self.given else math.nan

    @property
    def recall(self) -> float:
        """Share of the wanted that were found; nan if none were wanted."""
        return self.found / self.wanted if self.wanted else math.nan


@dataclass
class Report:
    """The figures of one system over all stories, and what went wrong in words."""

    kinds: dict[str, Tally] = field(default_factory=dict)
    false_lines: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def of(self, kind: str) -> Tally:
        """Return the counts of one kind."""
        return self.kinds.setdefault(kind, Tally())


def read_story(path: Path) -> Story:
    """Return the story of a gold file."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    articles = [
        Article(row["id"], row["outlet"], datetime.fromisoformat(row["published"]), row["title"], row["text"])
        for row in raw["articles"]
    ]
    items = [_expected(row) for row in raw["expected"]]
    items += [Item(r["proposition"], ruled_out=frozenset(map(Status, r["not"]))) for r in raw["never"]]
    items += [Item(p, ruled_out=frozenset({Status.CONTESTED, Status.SUPERSEDED})) for p in raw["allowed"]]
    return Story(raw["name"], raw["about"], raw["hard"], tuple(articles), tuple(items))


def _expected(row: Mapping[str, Any]) -> Item:
    status = Status(row["status"])
    return Item(
        row["proposition"],
        status,
        Rule(row["rule"]),
        frozenset((Status(old), Status(new)) for old, new in row["changes"]),
        tuple(row["asserted_by"]),
        tuple(row["denied_by"]),
        frozenset(Status) - {status, Status.UNCONFIRMED},
        tuple((article, words) for article, words in row.get("asserted_in", ())),
        tuple((article, words) for article, words in row.get("denied_in", ())),
        _quantity(row.get("quantity")),
    )


def _quantity(row: Mapping[str, Any] | None) -> tuple[str, float, float | None] | None:
    return None if row is None else (row["unit"], row["low"], row["high"])


class Reader:
    """Reads sentences as stems and figures, each text once."""

    def __init__(self, nlp: Language) -> None:
        """Use the pipeline for stems."""
        self.nlp = nlp
        self.stems = lru_cache(maxsize=None)(self._stems)

    def _stems(self, text: str) -> frozenset[str]:
        words = {_FIGURES.get(stem, stem) for stem in content_stems(self.nlp(text))}
        return frozenset(w for w in words if not w[0].isdigit()) | figures(text)

    def sentences(self, article: Article) -> list[str]:
        """Return the sentences of an article's running text."""
        doc = self.nlp(article.text)
        bodies = [b.span for b in _blocks(article) if b.kind is BlockKind.BODY]
        inside = (s for s in doc.sents if any(b.begin <= s.start_char < b.end for b in bodies))
        return [sentence.text.strip() for sentence in inside]


def figures(text: str) -> frozenset[str]:
    """Return the figures of a text, small number words included, without separators of thousands."""
    found = {match.replace(".", "") for match in _FIGURE.findall(text)}
    words = re.findall(r"[a-zäöüß]+", text.casefold())
    return frozenset(found | {_FIGURES[word] for word in words if word in _FIGURES})


def alike(a: str, b: str) -> bool:
    """Tell whether two stems are forms of one word: equal, or alike but for a short ending."""
    shared = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a == b or (shared >= 5 and shared >= min(len(a), len(b)) - 2)  # noqa: PLR2004


class Matcher:
    """Tells how well a text stands for a proposition within one story."""

    def __init__(self, reader: Reader, sentences: Sequence[str]) -> None:
        """Weigh words by how few of the story's sentences have them."""
        self._reader = reader
        self._stems = [reader.stems(sentence) for sentence in sentences]

    def likeness(self, proposition: str, text: str) -> float:
        """Return the weighted share of the proposition's words that the text has, 0 to 1."""
        wanted, given = self._reader.stems(proposition), self._reader.stems(text)
        if not figures(proposition) <= figures(text):
            return 0.0
        weights = {stem: self._weight(stem) for stem in wanted}
        had = sum(w for stem, w in weights.items() if any(alike(stem, other) for other in given))
        same = bool(_NEGATION.search(proposition)) == bool(_NEGATION.search(text))
        return had / (sum(weights.values()) or 1.0) * (1.0 if same else POLARITY)

    def _weight(self, stem: str) -> float:
        count = sum(any(alike(stem, other) for other in stems) for stems in self._stems)
        rarity = math.log((len(self._stems) + 1) / (count + 0.5)) if count else 0.5
        return rarity * (FIGURE_WEIGHT if stem[0].isdigit() else 1.0)

    def best(self, item: Item, line: Line) -> float:
        """Return how well a line stands for an item: contested lines by any of their voices."""
        texts = line.texts if line.status is Status.CONTESTED else line.texts[:2]
        return max(self.likeness(item.proposition, text) for text in texts)


def _blocks(article: Article) -> Sequence[Any]:
    return segment(article.text, article.title, article.published)


def evidence_of(story: Story, nlp: Language) -> list[Evidence]:
    """Return what all articles of a story state, with sources as the bot stores them."""
    evidence: list[Evidence] = []
    seen: list[Article] = []
    for article in sorted(story.articles, key=lambda one: (one.published, one.id)):
        source = _source(article, seen)
        seen.append(article)
        statements = extract_statements(nlp(article.text), _blocks(article))
        evidence.extend(Evidence(source, statement, article.text) for statement in statements)
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
    return [_line(claim) for claim in compare(evidence_of(story, reader.nlp))]


def _line(claim: Claim) -> Line:
    against = (Stance.DENIES, Stance.DOUBTS)
    return Line(
        (claim.text, *(voice.quote for voice in claim.voices)),
        claim.status,
        claim.rule,
        tuple((event.old, event.new) for event in claim.history if event.old is not None),
        tuple(voice.speaker for voice in claim.voices if voice.stance not in against),
        tuple(voice.speaker for voice in claim.voices if voice.stance in against),
    )


def naive(story: Story, reader: Reader) -> list[Line]:
    """Return what counting similar sentences says.

    A sentence with a similar one in another outlet is confirmed, or contested if one of the two is negated.
    """
    rows = [(article.outlet, s) for article in story.articles for s in reader.sentences(article)]
    status: dict[str, tuple[Status, Rule, str]] = {}
    for (outlet, one), (other_outlet, other) in combinations(rows, 2):
        if outlet == other_outlet or _dice(reader.stems(one), reader.stems(other)) < NAIVE_MATCH:
            continue
        if bool(_NEGATION.search(one)) != bool(_NEGATION.search(other)):
            status[one] = (Status.CONTESTED, Rule.CONTRADICTION, other)
        else:
            status.setdefault(one, (Status.CONFIRMED, Rule.TWO_VOICES, other))
    return [Line((one, other), new, rule) for one, (new, rule, other) in status.items()]


def _dice(a: frozenset[str], b: frozenset[str]) -> float:
    return 2 * len(a & b) / ((len(a) + len(b)) or 1)


def kinds_of(status: Status | None, rule: Rule | None) -> Iterator[str]:
    """Yield the kinds of lines that a status with its rule counts for."""
    if status in (Status.CONTESTED, Status.CONFIRMED, Status.SUPERSEDED):
        yield str(status)
    if status is Status.CONTESTED and rule is not None:
        yield str(rule)


class Judge:
    """Compares one system's lines on one story with the gold set."""

    def __init__(self, story: Story, matcher: Matcher, report: Report) -> None:
        """Add to ``report``."""
        self._story = story
        self._matcher = matcher
        self._report = report

    def judge(self, lines: Sequence[Line]) -> None:
        """Count what is right, wrong and missing."""
        for line in lines:
            self._judge_line(line)
        for item in self._story.items:
            if item.status is not None:
                self._judge_item(item, [line for line in lines if self._stands_for(line, item)])

    def _stands_for(self, line: Line, item: Item) -> bool:
        return self._matcher.best(item, line) >= MATCH

    def _nearest(self, line: Line) -> Item | None:
        """Return the item a line is about; of equally near ones the one that it agrees with."""
        scored = [
            (self._matcher.best(item, line), self._agrees(line, item), item) for item in self._story.items
        ]
        near = [row for row in scored if row[0] >= MATCH]
        return max(near, key=lambda row: (round(row[0], 1), row[1]))[2] if near else None

    @staticmethod
    def _agrees(line: Line, item: Item) -> int:
        return 2 * (line.status is item.status) + (line.status not in item.ruled_out)

    def _judge_line(self, line: Line) -> None:
        item = self._nearest(line)
        self._judge_changes(line, item)
        kinds = list(kinds_of(line.status, line.rule))
        neutral = item is not None and item.status is None and line.status not in item.ruled_out
        if not kinds or neutral:
            return
        for kind in kinds:
            wanted = set(kinds_of(item.status, item.rule)) if item else set()
            self._report.of(kind).given += 1
            self._report.of(kind).right += kind in wanted
        if item is None or line.status is not item.status:
            self._report.false_lines.append(self._told(line, item))

    def _told(self, line: Line, item: Item | None) -> str:
        about = f"gold: {item.proposition} {item.status or '–'}" if item else "not in gold"
        others = "".join(f"\n      · {text}" for text in line.texts[1:])
        return f"{self._story.name} {line.status}/{line.rule}: {line.texts[0]} [{about}]{others}"

    def _judge_changes(self, line: Line, item: Item | None) -> None:
        tally = self._report.of("changes")
        if item is not None and item.status is None and line.status not in item.ruled_out:
            return
        for change in line.changes:
            tally.given += 1
            tally.right += item is not None and change in item.changes

    def _judge_item(self, item: Item, lines: Sequence[Line]) -> None:
        right = [line for line in lines if line.status is item.status]
        for kind in kinds_of(item.status, item.rule):
            tally = self._report.of(kind)
            tally.wanted += 1
            tally.found += any(kind in kinds_of(line.status, line.rule) for line in lines)
        had = {change for line in lines for change in line.changes}
        self._report.of("changes").wanted += len(item.changes)
        self._report.of("changes").found += len(item.changes & had)
        self._judge_rule_and_voices(item, right)
        if not right and item.status is not Status.UNCONFIRMED:
            got = "; ".join(f"{line.status}/{line.rule}: {line.texts[0]}" for line in lines) or "no claim"
            self._report.missed.append(f"{self._story.name} {item.status}: {item.proposition} [got {got}]")

    def _judge_rule_and_voices(self, item: Item, right: Sequence[Line]) -> None:
        if not right:
            return
        rules, voices = (
            self._report.of("rule, where status is right"),
            self._report.of("voices on their side"),
        )
        rules.wanted += 1
        rules.found += any(line.rule is item.rule for line in right)
        for names, given in (
            (item.asserted_by, [name for line in right for name in line.asserted_by]),
            (item.denied_by, [name for line in right for name in line.denied_by]),
        ):
            voices.wanted += len(names)
            voices.found += sum(any(_same_name(name, other) for other in given) for name in names)


def _same_name(name: str, other: str) -> bool:
    mine, theirs = (re.findall(r"[\wäöüß]{3,}", text.casefold()) for text in (name, other))
    return any(alike(a, b) for a in mine for b in theirs)


def run(stories: Iterable[Story], nlp: Language) -> dict[str, Report]:
    """Return the report of each system over the stories."""
    reader = Reader(nlp)
    systems = {"Lagebild": lagebild, "naive": naive}
    reports = {name: Report() for name in systems}
    for story in stories:
        sentences = [s for article in story.articles for s in reader.sentences(article)]
        matcher = Matcher(reader, sentences)
        for name, system in systems.items():
            Judge(story, matcher, reports[name]).judge(system(story, reader))
    return reports


def crowd(stories: Sequence[Story], nlp: Language) -> list[str]:
    """Return the claims that other stories change when all are taken for one that starts at one time.

    Nothing in one story is about another one, so each such claim is an error of alignment.
    """
    start = stories[0].articles[0].published if stories else None
    apart = [evidence_of(_moved(story, start), nlp) for story in stories]
    alone = {claim.key: claim.status for evidence in apart for claim in compare(evidence)}
    changed: list[str] = []
    for claim in compare([e for evidence in apart for e in evidence]):
        homes = {voice.source.article.partition("/")[0] for voice in claim.voices}
        if len(homes) > 1 or alone.get(claim.key) is not claim.status:
            quotes = "".join(f"\n      · {v.source.article}: {v.quote}" for v in claim.voices)
            changed.append(f"{claim.status}/{claim.rule}: {claim.text}{quotes}")
    return changed


def _moved(story: Story, start: datetime | None) -> Story:
    first = min(article.published for article in story.articles)
    articles = (
        replace(a, id=f"{story.name}/{a.id}", published=(start or first) + (a.published - first))
        for a in story.articles
    )
    return replace(story, articles=tuple(articles))


_KINDS = (
    Status.CONTESTED, Status.CONFIRMED, Status.SUPERSEDED, Rule.CONTRADICTION, Rule.NUMBER_CONFLICT,
    "changes", "rule, where status is right", "voices on their side",
)  # fmt: skip


def show(name: str, report: Report) -> None:
    """Print the figures of one system."""
    print(f"\n{name}\n{'':28} {'right/given':>12} {'P':>6} {'found/wanted':>13} {'R':>6}")
    for kind in map(str, _KINDS):
        tally = report.of(kind)
        given = f"{tally.right}/{tally.given}" if tally.given else "–"
        wanted = f"{tally.found}/{tally.wanted}"
        print(f"{kind:28} {given:>12} {tally.precision:6.3f} {wanted:>13} {tally.recall:6.3f}")
    false = Counter(line.split()[1].partition("/")[0] for line in report.false_lines)
    print("false lines: " + (", ".join(f"{n} {kind}" for kind, n in sorted(false.items())) or "none"))


def main() -> None:
    """Print the figures of both systems, the real one's false lines, and with --verbose what was missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--split", choices=("dev", "sealed", "all"), default="dev")
    parser.add_argument("--verbose", action="store_true", help="also the missed and the naive system's lines")
    options = parser.parse_args()
    pattern = "*.json" if options.split == "all" else f"{options.split}_*.json"
    stories = [read_story(path) for path in sorted(GOLD.glob(pattern))]
    print(
        f"{len(stories)} stories, {sum(len(story.articles) for story in stories)} articles ({options.split})"
    )
    nlp = load_pipeline()
    for name, report in run(stories, nlp).items():
        show(name, report)
        if options.split == "dev" and (options.verbose or name == "Lagebild"):
            print("\n".join(f"  false: {line}" for line in report.false_lines))
        if options.split == "dev" and options.verbose:
            print("\n".join(f"  missed: {line}" for line in report.missed))
    mixed = crowd(stories, nlp)
    print(f"\nall {len(stories)} stories taken for one: {len(mixed)} claims changed by another story")
    if options.split == "dev":
        print("\n".join(f"  mixed: {line}" for line in mixed))


if __name__ == "__main__":
    main()
