"""What the frame's tests read: the project's own files and their syntax trees."""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("bot", "summaries", "storage", "config")

FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Function:
    """A function of the four packages: where it stands and how many lines it has, signature to last line."""

    place: str
    lines: int


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def sources(*folders: str, suffix: str = ".py") -> Iterator[Path]:
    """Yield the project's files below ``folders`` (default: the four packages)."""
    for folder in folders or PACKAGES:
        yield from sorted(
            path for path in (ROOT / folder).rglob(f"*{suffix}") if "__pycache__" not in path.parts
        )


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def place_of(path: Path, node: ast.stmt | ast.expr | ast.excepthandler) -> str:
    return f"{path.relative_to(ROOT)}:{node.lineno}"


def functions() -> list[Function]:
    return [
        Function(f"{place_of(path, node)} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1)
        for path in sources()
        for node in ast.walk(tree_of(path))
        if isinstance(node, FUNCTION)
    ]


def script(name: str) -> ModuleType:
    """Load a Python script of ``.ci`` as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / ".ci" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def fenced(markdown: str, language: str) -> list[str]:
    """Return the contents of the fenced blocks in ``language``."""
    return re.findall(rf"^```{language}\n(.*?)^```", markdown, flags=re.MULTILINE | re.DOTALL)
