"""The project's own example articles, as the page offers them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.trial.chats import Json

MANIFEST = "manifest.jsonl"


@dataclass(frozen=True)
class Example:
    """One article of the manifest; ``published`` is time-zone aware."""

    id: str
    outlet: str
    published: datetime
    title: str
    text: str

    def as_json(self) -> Json:
        """Return what the page lists."""
        return {
            "id": self.id,
            "outlet": self.outlet,
            "published": self.published.isoformat(),
            "title": self.title,
        }

    @property
    def message(self) -> str:
        """Title and text, as somebody would forward them."""
        return self.text if self.text.startswith(self.title) else f"{self.title}\n\n{self.text}"


def read_examples(path: Path | None) -> tuple[Example, ...]:
    """Return the articles of a manifest, oldest first; none where there is no manifest.

    Args:
        path: The manifest or the directory it lies in.

    Raises:
        ValueError: A line is no manifest line.
        OSError: A text that the manifest names cannot be read.
    """
    if path is None:
        return ()
    manifest = path / MANIFEST if path.is_dir() else path
    if not manifest.is_file():
        return ()
    lines = manifest.read_text(encoding="utf-8").splitlines()
    found = (_example(json.loads(line), manifest.parent) for line in lines if line.strip())
    return tuple(sorted(found, key=lambda example: example.published))


def _example(line: Json, folder: Path) -> Example:
    if missing := {"id", "outlet", "published", "title"} - line.keys():
        raise ValueError(f"an example lacks {', '.join(sorted(missing))}")
    text = line.get("text") or (folder / line["file"]).read_text(encoding="utf-8")
    published = datetime.fromisoformat(line["published"])
    return Example(line["id"], line["outlet"], published, line["title"], text.strip())
