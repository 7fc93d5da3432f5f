"""Score statuses of claims on stories with gold labels, beside three naive systems.

Run ``python -m benchmarks.statuses [--split dev|sealed|all] [--numbers 31-45] [--verbose]``.  Each file in
``benchmarks/data/claims`` is one story: its articles, the propositions with the status they should get
(``expected``), those that must not get one (``never``) and those that may be confirmed (``allowed``).

A claim stands for a proposition when one of the proposition's sentences is behind it and it has its figures;
for the older half of the stories, which name no sentences, when enough of the proposition's words, weighted
by how rare they are in the story, are in the claim's line or in one of its quotes, and all of its figures.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from benchmarks._gold import GOLD, Story, read_story
from benchmarks._judge import Judge, Report, judge_quantities, judge_relations
from benchmarks._kept import Kept
from benchmarks._match import Matcher, Reader
from benchmarks._systems import SYSTEMS, evidence_of
from benchmarks._why import lines_for, reasons, stages
from summaries.claims import compare
from summaries.language import load_pipeline
from summaries.model import Rule, Status


def run(stories: Iterable[Story], reader: Reader, names: Iterable[str] = SYSTEMS) -> dict[str, Report]:
    """Return the report of each of the named systems over the stories."""
    reports = {name: Report() for name in names}
    for story in stories:
        sentences = [s for article in story.articles for s in reader.sentences(article)]
        matcher = Matcher(reader, sentences)
        for name, report in reports.items():
            lines = SYSTEMS[name](story, reader)
            Judge(story, matcher, report).judge(lines)
            judge_relations(story, lines, report)
        judge_quantities(story, evidence_of(story, reader), next(iter(reports.values())))
    return reports


def crowd(stories: Sequence[Story], reader: Reader) -> list[str]:
    """Return the claims that other stories change when all are taken for one that starts at one time.

    Nothing in one story is about another one, so each such claim is an error of alignment.
    """
    start = stories[0].articles[0].published if stories else None
    apart = [evidence_of(_moved(story, start), reader) for story in stories]
    alone = {claim.key: claim.status for evidence in apart for claim in compare(evidence)}
    changed: list[str] = []
    for claim in compare([e for evidence in apart for e in evidence]):
        homes = {voice.source.article.partition("/")[0] for voice in claim.voices}
        if len(homes) > 1 or alone.get(claim.key) is not claim.status:
            quotes = "".join(f"\n      · {v.source.article}: {v.quote}" for v in claim.voices)
            changed.append(f"{claim.status}/{claim.rule}: {claim.text}{quotes}")
    return changed


def show_why(stories: Iterable[Story], reader: Reader, *, told: bool) -> None:
    """Print how many wanted statuses were lost at each stage, and with ``told`` each of them."""
    lost: dict[str, list[str]] = {stage: [] for stage in stages()}
    for story in stories:
        lines = SYSTEMS["Lagebild"](story, reader)
        wanted = [i for i in story.items if i.status not in (None, Status.UNCONFIRMED)]
        missed = [i for i in wanted if not lines_for(lines, i)]
        for stage, seen in reasons(story, reader, missed):
            lost[stage].append(f"{story.name} {seen}")
    for stage, seen in lost.items():
        print(f"\nlost because: {stage}: {len(seen)}")
        print("\n".join(f"  {line}" for line in seen if told))


def _moved(story: Story, start: datetime | None) -> Story:
    first = min(article.published for article in story.articles)
    articles = (
        replace(a, id=f"{story.name}/{a.id}", published=(start or first) + (a.published - first))
        for a in story.articles
    )
    return replace(story, articles=tuple(articles))


_KINDS = (
    Status.CONTESTED, Status.CONFIRMED, Status.SUPERSEDED, Rule.CONTRADICTION, Rule.NUMBER_CONFLICT,
    "changes", "rule, where status is right", "voices on their side", "claims found",
    "pairs that say the same", "pairs that contradict", "quantities",
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
    parser.add_argument("--system", choices=tuple(SYSTEMS), help="only this one; default all")
    parser.add_argument("--numbers", help="only the stories of these numbers, as in 31-45")
    parser.add_argument("--crowd", action="store_true", help="also take all stories for one")
    parser.add_argument("--why", action="store_true", help="also the stage at which what is missed was lost")
    parser.add_argument("--kept", type=Path, help="a folder for readings of texts, to be quicker next time")
    options = parser.parse_args()
    stories = list(_chosen(options.split, options.numbers))
    print(
        f"{len(stories)} stories, {sum(len(story.articles) for story in stories)} articles ({options.split})"
    )
    reader = Reader(load_pipeline(), Kept(options.kept))
    for name, report in run(stories, reader, [options.system] if options.system else SYSTEMS).items():
        show(name, report)
        if options.split == "dev" and (options.verbose or name == "Lagebild"):
            print("\n".join(f"  false: {line}" for line in report.false_lines))
        if options.split == "dev" and options.verbose:
            print("\n".join(f"  missed: {line}" for line in report.missed))
    if options.why:
        show_why(stories, reader, told=options.split == "dev")
    if options.crowd:
        mixed = crowd(stories, reader)
        print(f"\nall {len(stories)} stories taken for one: {len(mixed)} claims changed by another story")
        print("\n".join(f"  mixed: {line}" for line in mixed if options.split == "dev"))


def _chosen(split: str, numbers: str | None) -> Iterable[Story]:
    """Read the stories of a split, all or those from one number to another."""
    first, _, last = (numbers or "").partition("-")
    for path in sorted(GOLD.glob("*.json" if split == "all" else f"{split}_*.json")):
        number = int(path.stem.rpartition("_")[2])
        if not numbers or int(first) <= number <= int(last or first):
            yield read_story(path)


if __name__ == "__main__":
    main()
