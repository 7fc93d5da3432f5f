"""Score statements on hand-written passages: who says what, in which stance, how surely, how many, when.

Run ``python -m benchmarks.statements [--half open|sealed|both] [--failures] [--model NAME]``.  The
passages lie in ``benchmarks/data/statements``: ``open.toml`` to develop with, which alone is run without
``--half``, and ``sealed.toml``, of which only figures are shown, unless ``--reveal-sealed`` says so.  A
passage's half follows from a hash of its id (`half_of`).

A passage names each statement it is asked about by a piece of its wording (``has``, once in the text).  That
statement is the one with the shortest proposition over the piece, else the one whose cue it is.  It is asked
only what German leaves no doubt about, so an absent field means no check:

* ``speaker``: accepted names, the expected one first, "" where the article itself speaks.  Articles before a
  name do not count; ``*`` stands for any words ("*Umweltministerium*": a spokesman of it or the body itself).
* ``channel``: accepted names of the medium that hands the voice on.
* ``stance``: accepted stances.  ``certainty``: one; ``hedges``: words that are among those that made it so.
* ``negated``, ``planned``: of the proposition itself, so "bestreitet, dass es brennt" negates nothing.
* ``quantities``: figures among those of the statement (``about``: an approximate one, its ends are open to
  taste; a missing end of a range is ``"open"``), an empty list where nothing is counted.
* ``when``: accepted beginnings of the resolved time in ISO form, Berlin time ("2025-06", "2025-06-10T15:20").
* ``refers``: the piece that names the statement it points back at ("wies das zurück").
* ``statement``: whether it is one that may enter the claims at all; questions, conditions, wishes are not.

A statement that is not found fails all its checks but ``statement = false``.
"""

from __future__ import annotations

import argparse
import hashlib
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import Path
from time import process_time
from typing import Any, Final
from zoneinfo import ZoneInfo

from spacy.language import Language

from benchmarks.challenge import Tally
from summaries.analyse import analyse
from summaries.intake import segment
from summaries.language import load_pipeline
from summaries.model import (
    Certainty,
    DateSource,
    Document,
    Outlet,
    Quantity,
    Span,
    Speaker,
    Stance,
    Statement,
)
from summaries.statements import extract_statements

DATA: Final = Path(__file__).parent / "data" / "statements"
OPEN: Final = "open"
SEALED: Final = "sealed"
HALVES: Final = (OPEN, SEALED)
BOTH: Final = "both"

BERLIN: Final = ZoneInfo("Europe/Berlin")
PUBLISHED: Final = datetime(2025, 3, 4, 12, 0, tzinfo=BERLIN)
"""Publication of passages that give none: a Tuesday."""

TITLE: Final = "Kurz gemeldet"
ROUNDS: Final = 3
_HALF_COVERED: Final = 0.5
_CLOSE: Final = 1e-6  # relative; figures are compared as floats
_ARTICLES: Final = (
    "der ",
    "die ",
    "das ",
    "des ",
    "dem ",
    "den ",
    "ein ",
    "eine ",
    "einen ",
    "einem ",
    "einer ",
)


class PassageError(ValueError):
    """A passage's expectation does not fit its text; the message names both."""


@dataclass(frozen=True)
class Wanted:
    """One statement a passage is asked about: where it stands and what is expected of it, by field."""

    place: Span
    checks: Mapping[str, Any]


@dataclass(frozen=True)
class Passage:
    """One text with the statements it is asked about."""

    id: str
    phenomenon: str
    text: str
    published: datetime
    wanted: tuple[Wanted, ...]


@dataclass
class Report:
    """Checks by phenomenon and field, and the failed ones in words."""

    tallies: dict[tuple[str, str], Tally] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def of(self, name: str = "", kind: str = "") -> Tally:
        """Return the sum over a phenomenon ("" for all) and a field ("" for all)."""
        found = [tally for (p, k), tally in self.tallies.items() if name in {"", p} and kind in {"", k}]
        return Tally(sum(tally.right for tally in found), sum(tally.total for tally in found))

    @property
    def phenomena(self) -> list[str]:
        """The phenomena in the order of the file."""
        return list(dict.fromkeys(name for name, _ in self.tallies))


def half_of(identifier: str) -> str:
    """Return the half that a passage belongs to, by a hash of its id."""
    return HALVES[hashlib.sha256(identifier.encode()).digest()[0] % len(HALVES)]


def read_passages(path: Path) -> list[Passage]:
    """Return the passages of a file.

    Raises:
        PassageError: If a field is unknown or a piece is not once in its text.
    """
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return [passage_of(phenomenon, row) for phenomenon, rows in tables.items() for row in rows]


def passage_of(phenomenon: str, row: Mapping[str, Any]) -> Passage:
    """Return the passage that a table of a file describes.

    Raises:
        PassageError: As `read_passages`.
    """
    text, published = row["text"], row.get("published")
    when = PUBLISHED if published is None else published.replace(tzinfo=BERLIN)
    wanted = tuple(_wanted(text, one) for one in row["expected"])
    return Passage(row["id"], phenomenon, text, when, wanted)


def _wanted(text: str, row: Mapping[str, Any]) -> Wanted:
    checks = {kind: value for kind, value in row.items() if kind != "has"}
    unknown = sorted(set(checks) - set(FIELDS))
    if unknown or not checks:
        raise PassageError(f"{unknown or 'nothing'} is no field to ask for, in: {text}")
    if "refers" in checks:
        checks["refers"] = _place(text, checks["refers"])
    return Wanted(_place(text, row["has"]), checks)


def _place(text: str, piece: str) -> Span:
    if text.count(piece) != 1:
        raise PassageError(f"{piece!r} stands {text.count(piece)} times in: {text}")
    begin = text.index(piece)
    return Span(begin, begin + len(piece))


@dataclass(frozen=True)
class Reading:
    """A passage's text with all statements found in it."""

    text: str
    statements: tuple[Statement, ...]

    def at(self, place: Span) -> Statement | None:
        """Return the statement a piece of wording belongs to, None where there is none."""
        covering = [s for s in self.statements if _covered(place, s.quote) > _HALF_COVERED]
        if not covering:
            covering = [s for s in self.statements if _covered(place, s.cue) > _HALF_COVERED]
        return min(covering, key=lambda s: sum(span.end - span.begin for span in s.quote), default=None)

    def claimed(self, place: Span) -> bool:
        """Tell whether any statement over a piece of wording may enter the claims."""
        return any(s.claimable and _covered(place, s.quote) > _HALF_COVERED for s in self.statements)


def _covered(place: Span, spans: Sequence[Span]) -> float:
    """Return the share of a piece's characters that lie in ``spans``."""
    shared = sum(max(0, min(place.end, s.end) - max(place.begin, s.begin)) for s in spans)
    return shared / (place.end - place.begin)


def read(nlp: Language, passage: Passage) -> Reading:
    """Return what the bot reads in a passage."""
    return Reading(passage.text, analyse(document_of(passage), nlp).statements)


def document_of(passage: Passage) -> Document:
    """Return the article that consists of a passage only."""
    outlet = Outlet("blatt", "Blatt")
    return Document(passage.text, TITLE, outlet, passage.published, DateSource.MANIFEST)


# --- one field of one statement -----------------------------------------------------------------------


def _plain(name: str) -> str:
    low = name.casefold()
    return next((low.removeprefix(article) for article in _ARTICLES if low.startswith(article)), low)


def same_name(name: str, accepted: Sequence[str]) -> bool:
    """Tell whether a name is one of the accepted ones, articles and case aside."""
    return any(fnmatchcase(_plain(name), _plain(one)) for one in accepted)


def _speaker(found: Statement, accepted: Sequence[str], _: Reading) -> str | None:
    name = found.speaker.name if found.speaker else ""
    return None if same_name(name, accepted) else name or "the article"


def _channel(found: Statement, accepted: Sequence[str], _: Reading) -> str | None:
    channel: Speaker | None = getattr(found, "channel", None)
    name = channel.name if channel else ""
    return None if name and same_name(name, accepted) else name or "no channel"


def _stance(found: Statement, accepted: Sequence[str], _: Reading) -> str | None:
    return None if found.stance in {Stance(one) for one in accepted} else found.stance.value


def _certainty(found: Statement, wanted: str, _: Reading) -> str | None:
    return None if found.certainty is Certainty(wanted) else found.certainty.value


def _hedges(found: Statement, wanted: Sequence[str], reading: Reading) -> str | None:
    spans: Sequence[Span] = getattr(found, "hedges", ())
    words = [word.casefold() for span in spans for word in span.of(reading.text).split()]
    return None if all(one.casefold() in words for one in wanted) else " + ".join(words) or "no words"


def _negated(found: Statement, wanted: bool, _: Reading) -> str | None:
    return None if found.content.negated is wanted else str(found.content.negated)


def _planned(found: Statement, wanted: bool, _: Reading) -> str | None:
    return None if found.content.planned is wanted else str(found.content.planned)


def _quantities(found: Statement, wanted: Sequence[Mapping[str, Any]], _: Reading) -> str | None:
    complete = all(any(same_quantity(one, q) for q in found.quantities) for one in wanted)
    if complete and (wanted or not found.quantities):
        return None
    told = [f"{q.value:g} [{q.low}, {q.high}] {q.unit} {q.of}".strip() for q in found.quantities]
    return "; ".join(told) or "no figure"


def same_quantity(wanted: Mapping[str, Any], found: Quantity) -> bool:
    """Tell whether a figure is the wanted one in all that is asked of it: value, ends, unit, counted noun."""
    ends = _as_wanted(wanted, found, "low") and _as_wanted(wanted, found, "high")
    spread = not wanted.get("about") or found.low != found.high
    unit = found.unit == wanted.get("unit", found.unit)
    return ends and spread and unit and found.of in wanted.get("of", [found.of]) and _has_value(wanted, found)


def _has_value(wanted: Mapping[str, Any], found: Quantity) -> bool:
    return "value" not in wanted or _close(found.value, wanted["value"])


def _as_wanted(wanted: Mapping[str, Any], found: Quantity, end: str) -> bool:
    value: float | None = getattr(found, end)
    if wanted.get(end) == "open":
        return value is None
    return end not in wanted or (value is not None and _close(value, wanted[end]))


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= _CLOSE * max(abs(one), abs(other))


def _when(found: Statement, accepted: Sequence[str], _: Reading) -> str | None:
    time: datetime = getattr(found, "when", None) or found.as_of
    told = time.astimezone(BERLIN).isoformat()
    return None if told.startswith(tuple(accepted)) else told


def _refers(found: Statement, place: Span, reading: Reading) -> str | None:
    quotes = [s.quote for s in reading.statements if s.number in found.refers]
    if any(_covered(place, quote) > _HALF_COVERED for quote in quotes):
        return None
    return " + ".join(span.of(reading.text) for quote in quotes for span in quote) or "nothing"


FIELDS: Final[Mapping[str, Callable[[Statement, Any, Reading], str | None]]] = {
    "stance": _stance,
    "certainty": _certainty,
    "hedges": _hedges,
    "speaker": _speaker,
    "channel": _channel,
    "negated": _negated,
    "planned": _planned,
    "quantities": _quantities,
    "when": _when,
    "refers": _refers,
    "statement": lambda found, wanted, _: None if found.claimable is wanted else str(found.claimable),
}


def faults(wanted: Wanted, reading: Reading) -> Iterator[tuple[str, str | None]]:
    """Yield each field asked for with what stands there instead, None where it is as expected."""
    found = reading.at(wanted.place)
    for kind, value in wanted.checks.items():
        if kind == "statement" and not value:
            yield kind, "a claim" if reading.claimed(wanted.place) else None
        elif found is None:
            yield kind, "not found"
        else:
            yield kind, FIELDS[kind](found, value, reading)


# --- all passages -------------------------------------------------------------------------------------


def score(nlp: Language, passages: Sequence[Passage]) -> Report:
    """Return how many checks of the passages the bot passes."""
    report = Report()
    for passage in passages:
        reading = read(nlp, passage)
        for wanted in passage.wanted:
            for kind, fault in faults(wanted, reading):
                report.tallies.setdefault((passage.phenomenon, kind), Tally()).add(fault is None)
                if fault is not None:
                    report.failures.append(_told(passage, wanted, kind, fault))
    return report


def _told(passage: Passage, wanted: Wanted, kind: str, fault: str) -> str:
    value = wanted.checks[kind]
    expected = value.of(passage.text) if isinstance(value, Span) else value
    piece = wanted.place.of(passage.text)
    return f"{passage.id} {kind} of {piece!r}: {fault}, not {expected} | {passage.text}"


def show(half: str, report: Report) -> None:
    """Print right and asked checks by phenomenon and field, and the shares."""
    print(f"\n{half:<16}" + "".join(f"{kind:>12}" for kind in FIELDS))
    for name in [*report.phenomena, ""]:
        cells = [report.of(name, kind) for kind in FIELDS]
        told = [f"{cell.right}/{cell.total}" if cell.total else "" for cell in cells]
        print(f"{name or 'all':<16}" + "".join(f"{cell:>12}" for cell in told))
    shares = [report.of(kind=kind) for kind in FIELDS]
    print(
        f"{'share':<16}" + "".join(f"{cell.share:>12.3f}" if cell.total else f"{'':>12}" for cell in shares)
    )


def speed(nlp: Language, passages: Sequence[Passage]) -> tuple[float, float]:
    """Return the processor time of the language pipeline and of the statements on the same texts, in seconds.

    Each is the best of several rounds.
    """
    blocks = [segment(p.text, TITLE, p.published) for p in passages]
    docs = [nlp(p.text) for p in passages]
    pipeline = _best(lambda: [nlp(p.text) for p in passages])
    statements = _best(lambda: [extract_statements(*pair) for pair in zip(docs, blocks, strict=True)])
    return pipeline, statements


def _best(work: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        begin = process_time()
        work()
        times.append(process_time() - begin)
    return min(times)


def main() -> None:
    """Print the figures of the halves asked for and the speed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--model", help="name or path of a spaCy model; the project's own without")
    parser.add_argument("--half", choices=(*HALVES, BOTH), default=OPEN, help="the passages to run")
    parser.add_argument("--failures", action="store_true", help="print each failing check of the open half")
    parser.add_argument("--reveal-sealed", action="store_true", help="print those of the sealed half as well")
    options = parser.parse_args()
    nlp = load_pipeline(options.model)
    asked = HALVES if options.half == BOTH else (options.half,)
    halves = {half: read_passages(DATA / f"{half}.toml") for half in asked}
    for half, passages in halves.items():
        report = score(nlp, passages)
        show(half, report)
        if options.reveal_sealed if half == SEALED else options.failures:
            print("\n".join(report.failures))
    pipeline, statements = speed(nlp, [passage for passages in halves.values() for passage in passages])
    ratio = statements / pipeline
    print(f"\nlanguage pipeline {pipeline:.2f} s, statements {statements:.2f} s: {ratio:.2f} of it")


if __name__ == "__main__":
    main()
