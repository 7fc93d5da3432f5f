"""Score a German pipeline on hand-written sentences for what the statuses of a comparison need.

Run ``python -m benchmarks.challenge [--failures] [--model NAME]``.  The sentences and their checks are in
``benchmarks/data/language_challenge.toml``, grouped by phenomenon.  A check reads what a spaCy document says:
tags are STTS, dependencies UD as in UD_German-GSD.  Where annotators of German treebanks differ, a check
takes each of their analyses:

* ``subject``, ``object``, ``iobj``, ``agent``: the head words of that role, all of a coordination and nothing
  else.  A verb without subject that is coordinated takes the subject of the first one.  An indirect object is
  ``iobj`` or ``obl:arg`` without preposition; an agent is ``obl:agent`` or ``obl`` with "von" or "durch".
* ``complement``: the head of a verb's or noun's clause, also by way of "darauf, dass" and where the verb of
  saying is in parenthesis.
* ``counts``: the noun that a figure counts, over "Millionen", "Dutzend", "von" and a coordination.
* ``antecedent``: the noun that a relative pronoun stands for.
* ``attaches``: the head of a word.
* ``negated``, ``not_negated``: whether a word of negation hangs on the word, directly or by way of a
  determiner or adverb ("nicht jedem Gast", "nicht mehr").

A name counts as one with its title and apposition, so either word may be named.
"""

from __future__ import annotations

import argparse
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc, Token

from summaries.language import load_pipeline

DATA: Final = Path(__file__).parent / "data" / "language_challenge.toml"

ROLES: Final = ("subject", "object", "iobj", "agent")
LINKS: Final = ("complement", "counts", "antecedent", "attaches")
NEGATIONS: Final = ("negated", "not_negated")
VALUES: Final = ("mood", "tense", "lemma", "tag")
TREE_KINDS: Final = frozenset((*ROLES, *LINKS, *NEGATIONS))
KINDS: Final = (*ROLES, *LINKS, *NEGATIONS, *VALUES, "entity", "no_entity", "sentences")

_NAME: Final = frozenset({"flat", "flat:name", "appos", "compound"})
_CLAUSES: Final = frozenset({"ccomp", "xcomp", "csubj", "csubj:pass"})
_NOUN_CLAUSES: Final = _CLAUSES | {"acl", "appos"}
_COUNT: Final = frozenset({"nummod", "nmod", "compound", "amod", "det", "flat", "conj", "appos", "dep"})
_COUNTED: Final = frozenset({"nmod", "compound", "flat", "appos", "dep", "nummod"})
_BY: Final = frozenset({"von", "vom", "durch", "seitens"})
_NEGATORS: Final = frozenset({"nicht", "nie", "niemals", "keineswegs", "keinesfalls", "weder"})
_CARRIERS: Final = frozenset({"advmod", "det"})
_LABELS: Final = frozenset({"PER", "ORG", "LOC"})


class ChallengeError(ValueError):
    """The file of sentences has a check that does not fit its sentence; the message names both."""


@dataclass(frozen=True)
class Place:
    """A word or phrase of a sentence and the offset at which it begins."""

    text: str
    begin: int


@dataclass(frozen=True)
class Check:
    """One thing to be read from a sentence.

    ``at`` is the word it is about (None for ``sentences``), ``words`` the words and ``values`` the texts
    expected there, whichever the kind wants.
    """

    kind: str
    at: Place | None = None
    words: tuple[Place, ...] = ()
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """One text with its checks."""

    id: str
    phenomenon: str
    text: str
    checks: tuple[Check, ...]


@dataclass
class Tally:
    """How many of ``total`` are ``right``."""

    right: int = 0
    total: int = 0

    def add(self, right: bool) -> None:
        """Count one."""
        self.right += right
        self.total += 1

    @property
    def share(self) -> float:
        """Share of right ones, 0 to 1."""
        return self.right / self.total if self.total else 0.0


@dataclass
class Report:
    """The checks by phenomenon and by kind, the items without any fault, and the faults in words."""

    phenomena: dict[str, Tally] = field(default_factory=dict)
    kinds: dict[str, Tally] = field(default_factory=dict)
    items: dict[str, Tally] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    @property
    def checks(self) -> Tally:
        """All checks."""
        return _sum(self.phenomena.values())


def _sum(tallies: Iterable[Tally]) -> Tally:
    every = list(tallies)
    return Tally(sum(tally.right for tally in every), sum(tally.total for tally in every))


def read_items(path: Path = DATA) -> list[Item]:
    """Return the items of a file.

    Raises:
        ChallengeError: If a check is of no known kind or names a word that its text lacks or has twice.
    """
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return [_item(phenomenon, row) for phenomenon, rows in tables.items() for row in rows]


def _item(phenomenon: str, row: Mapping[str, Any]) -> Item:
    asked = {kind: value for kind, value in row.items() if kind not in {"id", "text"}}
    checks = [check for kind, value in asked.items() for check in checks_of(row["text"], kind, value)]
    return Item(row["id"], phenomenon, row["text"], tuple(checks))


def checks_of(text: str, kind: str, value: Any) -> Iterator[Check]:
    """Yield the checks that ``value`` asks of ``text`` under the name ``kind``.

    Raises:
        ChallengeError: As `read_items`.
    """
    if kind == "sentences":
        for sentence in value:
            _place(text, sentence)
        yield Check(kind, values=tuple(value))
    elif kind in {*NEGATIONS, "no_entity"}:
        yield from (Check(kind, _place(text, word)) for word in value)
    elif kind in KINDS:
        yield from (_pair(text, kind, word, wanted) for word, wanted in value.items())
    else:
        raise ChallengeError(f"{kind!r} is no kind of check, in: {text}")


def _pair(text: str, kind: str, word: str, wanted: str | Sequence[str]) -> Check:
    every = (wanted,) if isinstance(wanted, str) else tuple(wanted)
    if kind in {*ROLES, *LINKS}:
        return Check(kind, _place(text, word), words=tuple(_place(text, one) for one in every))
    return Check(kind, _place(text, word), values=every)


def _place(text: str, reference: str) -> Place:
    word, _, number = reference.partition("#")
    found = re.finditer(rf"(?<![\w-])(?<!\d[.,:]){re.escape(word)}(?![\w-]|[.,:]\d)", text)
    begins = [match.start() for match in found]
    index = int(number) - 1 if number else 0
    if index >= len(begins) or (len(begins) > 1 and not number):
        raise ChallengeError(f"{reference!r} stands {len(begins)} times in: {text}")
    return Place(word, begins[index])


def score(nlp: Language, items: Sequence[Item] | None = None) -> Report:
    """Return how well a pipeline reads the items (all of the project's where None are given)."""
    items = read_items() if items is None else items
    report = Report()
    for item, doc in zip(items, nlp.pipe(item.text for item in items), strict=True):
        faults = [(check, fault_of(check, doc)) for check in item.checks]
        _count(report, item, faults)
    return report


def _count(report: Report, item: Item, faults: Sequence[tuple[Check, str | None]]) -> None:
    for check, fault in faults:
        report.phenomena.setdefault(item.phenomenon, Tally()).add(fault is None)
        report.kinds.setdefault(check.kind, Tally()).add(fault is None)
        if fault is not None:
            report.failures.append(f"{item.id} {_told(check)}: {fault} | {item.text}")
    report.items.setdefault(item.phenomenon, Tally()).add(all(fault is None for _, fault in faults))


def _told(check: Check) -> str:
    wanted = " + ".join((*(word.text for word in check.words), *check.values))
    return " ".join(part for part in (check.kind, check.at.text if check.at else "", wanted) if part)


def fault_of(check: Check, doc: Doc) -> str | None:
    """Return what a document says instead of what ``check`` expects, None where it says that."""
    if check.kind in TREE_KINDS and not doc.has_annotation("DEP"):
        return "no tree"
    if check.at is None:
        return _wrong([sentence.text.strip() for sentence in doc.sents], check.values)
    if check.kind in {"entity", "no_entity"}:
        return _wrong(_entities(doc, check.at, strict=check.kind == "entity"), check.values)
    tokens = [_token(doc, place) for place in (check.at, *check.words)]
    found = [token for token in tokens if token is not None]
    if len(found) < len(tokens):
        return "cut into other words"
    return _fault_of_word(check, found[0], found[1:])


def _wrong(got: Sequence[str], wanted: Sequence[str]) -> str | None:
    return None if tuple(got) == tuple(wanted) else " + ".join(got) or "none"


def _entities(doc: Doc, place: Place, *, strict: bool) -> list[str]:
    """Return the labels of the names that are exactly (``strict``) or anywhere in a place."""
    begin, end = place.begin, place.begin + len(place.text)
    names = [span for span in doc.ents if span.label_ in _LABELS]
    if strict:
        return [span.label_ for span in names if (span.start_char, span.end_char) == (begin, end)]
    return [span.label_ for span in names if span.start_char < end and span.end_char > begin]


def _token(doc: Doc, place: Place) -> Token | None:
    token = next((token for token in doc if token.idx == place.begin), None)
    same = token is not None and token.text.rstrip(".") == place.text.rstrip(".")
    return token if same else None


def _fault_of_word(check: Check, token: Token, wanted: Sequence[Token]) -> str | None:
    if check.kind in VALUES:
        return _wrong([_value(token, check.kind)], check.values)
    if check.kind in NEGATIONS:
        negated = is_negated(token)
        return None if negated is (check.kind == "negated") else f"is{'' if negated else ' not'} negated"
    found = FINDERS[check.kind](token)
    right = all(any(same_name(one, other) for other in found) for one in wanted)
    if check.kind in ROLES:
        right = right and all(any(same_name(one, other) for one in wanted) for other in found)
    return None if right else " + ".join(one.text for one in found) or "none"


def _value(token: Token, kind: str) -> str:
    if kind in {"mood", "tense"}:
        return "".join(token.morph.get(kind.capitalize(), []))
    return token.lemma_ if kind == "lemma" else token.tag_


def _children(token: Token, *labels: str) -> list[Token]:
    return [child for child in token.children if child.dep_ in labels]


def _names(token: Token) -> Iterator[Token]:
    """Yield a word and what belongs to its name: given name, surname, title, apposition."""
    yield token
    for child in token.children:
        if child.dep_ in _NAME:
            yield from _names(child)


def same_name(one: Token, other: Token) -> bool:
    """Tell whether two words are one or parts of one name with its titles."""
    return one in set(_names(other)) or other in set(_names(one))


def _coordinated(heads: Iterable[Token]) -> list[Token]:
    """Return heads with those coordinated with them."""
    found: list[Token] = []
    for head in heads:
        found.append(head)
        found.extend(_coordinated(c for part in _names(head) for c in _children(part, "conj")))
    return found


def subjects(verb: Token) -> list[Token]:
    """Return the heads of a verb's subject, the first conjunct's where a coordinated verb has none."""
    own = [child for child in verb.children if child.dep_.startswith("nsubj")]
    if not own and verb.dep_ == "conj":
        return subjects(verb.head)
    return _coordinated(own)


def objects(verb: Token) -> list[Token]:
    """Return the heads of a verb's direct object."""
    return _coordinated(_children(verb, "obj"))


def indirect_objects(verb: Token) -> list[Token]:
    """Return the heads of a verb's object in the dative."""
    bare = [child for child in _children(verb, "obl:arg") if not _children(child, "case")]
    return _coordinated([*_children(verb, "iobj"), *bare])


def agents(verb: Token) -> list[Token]:
    """Return the heads of a passive's agent."""
    marked = _children(verb, "obl:agent")
    others = _children(verb, "obl", "obl:arg", "nmod")
    return _coordinated(marked or (other for other in others if _is_by(other)))


def _is_by(phrase: Token) -> bool:
    """Tell whether "von" or "durch" stands before a phrase and nothing after it ("von Montag an")."""
    cases = {child.lower_ for child in _children(phrase, "case")}
    return bool(cases) and cases <= _BY


def complements(word: Token) -> list[Token]:
    """Return the heads of the clauses that a verb or noun governs."""
    labels = _NOUN_CLAUSES if word.pos_ in {"NOUN", "PROPN"} else _CLAUSES
    correlates = [child for child in word.children if child.tag_ in {"PROAV", "PAV"}]
    clauses = _children(word, *labels) + [c for one in correlates for c in _children(one, *_NOUN_CLAUSES)]
    around = [word.head] if word.dep_ == "parataxis" else []
    return _coordinated(clauses) + around


def counted(figure: Token) -> list[Token]:
    """Return the words on the way from a figure to what it counts."""
    way = [figure]
    while way[-1].dep_ in _COUNT and way[-1].head != way[-1]:
        way.append(way[-1].head)
        if way[-1].tag_ == "NN" and not _is_numeral(way[-1]):
            return way[1:]
    below = [child for step in way if _is_numeral(step) for child in _children(step, *_COUNTED)]
    return way[1:] + below


def _is_numeral(token: Token) -> bool:
    big = re.match(r"(?:Mio|Mrd|Tsd|Milli(?:on|arde)en|Milli(?:on|arde)|Dutzend|Tausend|Hundert)", token.text)
    return token.tag_ == "CARD" or token.pos_ == "NUM" or big is not None


def antecedents(pronoun: Token) -> list[Token]:
    """Return the word that the relative clause of a pronoun hangs on."""
    clause = pronoun
    while not clause.dep_.startswith("acl") and clause.head != clause:
        clause = clause.head
    return [clause.head] if clause.dep_.startswith("acl") else []


def governors(word: Token) -> list[Token]:
    """Return the head of a word."""
    return [word.head] if word.head != word else []


FINDERS: Final[Mapping[str, Callable[[Token], list[Token]]]] = {
    "subject": subjects,
    "object": objects,
    "iobj": indirect_objects,
    "agent": agents,
    "complement": complements,
    "counts": counted,
    "antecedent": antecedents,
    "attaches": governors,
}


def is_negated(word: Token) -> bool:
    """Tell whether a word of negation hangs on ``word``."""
    below = list(word.children)
    below += [c for child in below if child.dep_ in _CARRIERS for c in child.children]
    negators = {
        child.lower_ for child in below if child.lower_ in _NEGATORS or child.lower_.startswith("kein")
    }
    return bool(negators) or _after_neither(word)


def _after_neither(word: Token) -> bool:
    """Tell whether ``word`` is what "noch" adds to "weder"."""
    neither = any(token.lower_ == "weder" for token in word.sent)
    return neither and any(child.lower_ == "noch" and child.i < word.i for child in word.children)


def show(report: Report) -> None:
    """Print the figures by phenomenon and by kind of check."""
    print(f"{'phenomenon':16} {'checks right':>14} {'':>6} {'items without fault':>21}")
    rows = [(name, tally, report.items[name]) for name, tally in report.phenomena.items()]
    for name, checks, items in [*rows, ("all", report.checks, _sum(report.items.values()))]:
        print(f"{name:16} {_of(checks):>14} {checks.share:6.3f} {_of(items):>21}")
    print()
    for kind in sorted(report.kinds, key=KINDS.index):
        print(f"{kind:16} {_of(report.kinds[kind]):>14} {report.kinds[kind].share:6.3f}")


def _of(tally: Tally) -> str:
    return f"{tally.right}/{tally.total}"


def main() -> None:
    """Print the figures of a pipeline, and with --failures every check that fails."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--model", help="name or path of a spaCy model; the project's own without")
    parser.add_argument("--failures", action="store_true", help="print each failing check with its text")
    options = parser.parse_args()
    report = score(load_pipeline(options.model))
    show(report)
    if options.failures:
        print("\n".join(report.failures))


if __name__ == "__main__":
    main()
