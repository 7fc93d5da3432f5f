"""Counts what is right, wrong and missing in a system's lines."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product

from benchmarks._gold import Item, Story
from benchmarks._match import MATCH, Line, Matcher, Place, alike, holds
from summaries.model import Evidence, Rule, Status


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


def judge_relations(story: Story, lines: Sequence[Line], report: Report) -> None:
    """Count the propositions found at all, and pairs of sentences: one claim, or one against the other.

    Only stories that name their sentences count.  A pair of one claim of which the gold set names neither
    sentence is left out; a contradiction between such sentences is false.
    """
    items = [item for item in story.items if item.asserted_in]
    for item in items:
        claims = report.of("claims found")
        claims.wanted += 1
        claims.found += any(holds(p, w) for line in lines for p in line.said_in for w in item.asserted_in)
    if items:
        same = [pair for item in items for pair in _across(combinations(item.asserted_in, 2))]
        against = [pair for item in items for pair in _across(product(item.asserted_in, item.denied_in))]
        given = {pair for line in lines for pair in _across(combinations(line.said_in, 2))}
        denied = {pair for line in lines for pair in _across(product(line.said_in, line.denied_in))}
        named = [words for item in items for words in (*item.asserted_in, *item.denied_in)]
        known = {pair for pair in given if any(holds(p, w) for p in pair for w in named)}
        _count(report.of("pairs that say the same"), same, known)
        _count(report.of("pairs that contradict"), against, denied)


def judge_quantities(story: Story, evidence: Sequence[Evidence], report: Report) -> None:
    """Count the figures of the gold set that a statement has with unit and bounds."""
    tally = report.of("quantities")
    for item in (item for item in story.items if item.quantity is not None):
        for words in item.asserted_in:
            unit, low, high = item.quantity or ("", 0.0, None)
            read = [
                (q.low, q.high)
                for e in evidence
                if holds((e.source.article, e.statement.sentence.of(e.text)), words)
                for q in e.statement.quantities
                if q.unit == unit
            ]
            tally.wanted += 1
            tally.found += any(_near(a, low) and _near(b, high) for a, b in read)
            tally.given += bool(read)
            tally.right += any(_near(a, low) and _near(b, high) for a, b in read)


def _near(a: float | None, b: float | None) -> bool:
    return a == b if a is None or b is None else math.isclose(a, b, rel_tol=0.06)


def _across(pairs: Iterator[tuple[Place, Place]]) -> Iterator[tuple[Place, Place]]:
    return ((a, b) for a, b in pairs if a[0] != b[0])


def _count(tally: Tally, wanted: Sequence[tuple[Place, Place]], given: set[tuple[Place, Place]]) -> None:
    hits = [(pair, words) for pair in given for words in wanted if _is_pair(pair, words)]
    tally.wanted += len(wanted)
    tally.found += len({words for _, words in hits})
    tally.given += len(given)
    tally.right += len({pair for pair, _ in hits})


def _is_pair(pair: tuple[Place, Place], words: tuple[Place, Place]) -> bool:
    straight = holds(pair[0], words[0]) and holds(pair[1], words[1])
    return straight or (holds(pair[0], words[1]) and holds(pair[1], words[0]))
