"""Every regular expression of the packages against the inputs that hurt such expressions most."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from config.intake import TEASER_PARAGRAPH_CHARS
from config.stories import TITLE_INPUT_LENGTH

ROOT = Path(__file__).parent.parent.parent
PACKAGES = ("bot", "summaries", "storage", "config")
# Training runs on files that the trainer chose, with libraries that are not installed here.
NOT_AT_RUN_TIME = ("summaries.language.training", "storage.migrations")
# What grows faster than its text, or is heavy, and is only ever given so many characters: the head of a
# paragraph, a paragraph that may be a note of the page, a title.
BOUNDED = {
    "summaries.intake.ticker.": 120,
    "summaries.intake.noise._ADDRESSED": 3 * TEASER_PARAGRAPH_CHARS,
    "summaries.statements.quantities._COMPOUND": 80,
    "summaries.stories.titles": TITLE_INPUT_LENGTH,
}
# What is only ever given stretches without white space.
UNSPACED = ("summaries.language.tokenizer._TOKEN",)
_METHODS = ("search", "match", "fullmatch", "findall", "finditer", "sub", "split")
_SEEDS = (
    *"aA \t\n0ä-.,(<&„“»\"'/:@#%\u200b",
    *("1.", "aa ", "A a", "Aa.", "0 ", "a\n", "<a ", "„a", "„a“ ", "a-", "1,0 ", "🇩🇪"),
)
_ENDS = ("", "!", "\x00", "\n", "a")


@dataclass(frozen=True)
class Found:
    """A pattern, where it stands, and the ways in which it is used there."""

    name: str
    pattern: re.Pattern[Any]
    uses: frozenset[str]


@cache
def every_pattern() -> list[Found]:
    """Return all patterns that modules hold, and those written where they are used."""
    found: dict[tuple[Any, int], Found] = {}
    for name in _modules():
        module = importlib.import_module(name)
        uses = _uses(Path(module.__file__ or ""))
        for label, pattern in _held(module):
            if getattr(module, "__name__", "") == name:
                use = uses.get(label.partition("[")[0], frozenset())
                found.setdefault((pattern.pattern, pattern.flags), Found(f"{name}.{label}", pattern, use))
        for label, pattern, use in _written(Path(module.__file__ or "")):
            found.setdefault(
                (pattern.pattern, pattern.flags), Found(f"{name}:{label}", pattern, frozenset({use}))
            )
    return sorted(found.values(), key=lambda one: one.name)


def _modules() -> Iterator[str]:
    for package in PACKAGES:
        root = importlib.import_module(package)
        yield package
        for info in pkgutil.walk_packages(root.__path__, f"{package}."):
            if not info.name.startswith(NOT_AT_RUN_TIME) and not info.name.endswith("__main__"):
                yield info.name


def _held(module: Any) -> Iterator[tuple[str, re.Pattern[Any]]]:
    for name, value in vars(module).items():
        yield from _inside(name, value, 0)


def _inside(name: str, value: Any, depth: int) -> Iterator[tuple[str, re.Pattern[Any]]]:
    if isinstance(value, re.Pattern):
        yield name, value
    elif depth < 3 and isinstance(value, list | tuple | set | frozenset):
        for number, one in enumerate(value):
            yield from _inside(f"{name}[{number}]", one, depth + 1)
    elif depth < 3 and isinstance(value, Mapping):
        for number, one in enumerate(list(value.values())):
            yield from _inside(f"{name}[{number}]", one, depth + 1)


def _uses(path: Path) -> dict[str, frozenset[str]]:
    """Return for each name of a module by which methods it is used as a pattern."""
    uses: dict[str, set[str]] = {}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr in _METHODS and isinstance(node.value, ast.Name):
            uses.setdefault(node.value.id, set()).add(node.attr)
    return {name: frozenset(found) for name, found in uses.items()}


def _written(path: Path) -> Iterator[tuple[str, re.Pattern[Any], str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        call = isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.")
        if call and node.args and isinstance(node.args[0], ast.Constant):
            way = ast.unparse(node.func).removeprefix("re.")
            if way in _METHODS and isinstance(node.args[0].value, str):
                flags = next((k.value for k in node.keywords if k.arg == "flags"), None)
                value = eval(ast.unparse(flags), {"re": re}) if flags is not None else 0
                yield str(node.lineno), re.compile(node.args[0].value, value), way


def kinds(pattern: re.Pattern[Any]) -> Iterator[tuple[str, str]]:
    """Yield what makes a pattern begin often and fail late: what is repeated, and what stands at the end."""
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    letters = dict.fromkeys(c for c in text if not c.isspace() and c not in "\\[](){}|?*+^$")
    words = dict.fromkeys(re.findall(r"[A-Za-zÄÖÜäöüß]{3,12}", text)[:4])
    seeds = [*_SEEDS, *list(letters)[:24], *words, *(f"{word} " for word in words)]
    for seed in dict.fromkeys(seeds):
        for end in _ENDS if len(seed) == 1 else _ENDS[:2]:
            yield seed, end


def made(pattern: re.Pattern[Any], kind: tuple[str, str], length: int) -> Any:
    """Return the input of a kind that has a length."""
    seed, end = kind
    text = (seed * (length // len(seed) + 1))[: length - len(end)] + end
    return text if isinstance(pattern.pattern, str) else text.encode("utf-8", "replace")[:length]


def ways(found: Found) -> list[Callable[[Any], object]]:
    """Return how a pattern is used; what is unknown counts as a search, which costs most."""
    anchored = found.uses and found.uses <= {"match", "fullmatch"}
    if anchored:
        return [getattr(found.pattern, use) for use in sorted(found.uses)]
    return [lambda text: sum(1 for _ in found.pattern.finditer(text))]


def seconds(use: Callable[[Any], object], text: Any) -> float:
    """Return how much of this thread's time a use of a pattern takes; other programs do not count."""
    begin = time.thread_time()
    use(text)
    return time.thread_time() - begin


@dataclass(frozen=True)
class Worst:
    """The input that costs a pattern most: its begin, and the seconds."""

    name: str
    seconds: float
    text: str


def worst(found: Found, length: int, patience: float) -> Worst:
    """Return the most expensive input of a length: short ones choose which are tried at full length.

    Args:
        found: the pattern.
        length: of the inputs.
        patience: seconds that one input may take before its cost at full length is only projected.
    """
    length = min([length, *(most for name, most in BOUNDED.items() if found.name.startswith(name))])
    tries = [
        (_quickest(use, made(found.pattern, kind, length // 50), patience / 100), use, kind)
        for use in ways(found)
        for kind in kinds(found.pattern)
        if found.name not in UNSPACED or not any(map(str.isspace, "".join(kind)))
    ]
    tries.sort(key=lambda one: -one[0])
    slowest = Worst(found.name, 0.0, "")
    for short, use, kind in tries[:_FINALISTS]:
        text = made(found.pattern, kind, length)
        taken = _projected(use, text, short, patience)
        if taken > slowest.seconds:
            slowest = Worst(found.name, taken, repr(text[:24]))
    return slowest


def _projected(use: Callable[[Any], object], text: Any, short: float, patience: float) -> float:
    """Return the time at full length; where that could be long, as a part of it suggests."""
    if short > patience / 10:
        return short * 50**2
    middle = _quickest(use, text[: len(text) // 7], patience)
    return middle * 7**2 if middle > patience / 7 else _quickest(use, text, patience)


def _quickest(use: Callable[[Any], object], text: Any, limit: float) -> float:
    """Return the time of a use; one over the limit gets a second chance, since the first pays for caches."""
    taken = seconds(use, text)
    return min(taken, seconds(use, text)) if limit < taken < 1.0 else taken


_FINALISTS = 5
_LETTER = re.compile(r"\w")


def reference(length: int) -> float:
    """Return the seconds for finding each single letter of a text: work that is linear without doubt."""
    text = "a" * length
    return min(seconds(lambda given: sum(1 for _ in _LETTER.finditer(given)), text) for _ in range(5))
