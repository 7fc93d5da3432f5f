# ruff: noqa: INP001 (scripts, not a package)
"""Write the digest of the example articles into README.md, as the bot posts it.

Run it after a change of what a digest says: ``.venv/bin/python .ci/readme_digest.py``.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
WINDOW = ("--since", "2026-03-11T16:30+01:00", "--now", "2026-03-11T21:00+01:00")
MARKED = re.compile(r"(?<=<!-- digest -->\n).*?(?=<!-- /digest -->)", re.DOTALL)


def lagebild(data: str, *arguments: str) -> str:
    """Run the command line on the data folder ``data``; return what it prints."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LAGEBILD_")}
    command = [sys.executable, "-m", "bot", *arguments]
    done = subprocess.run(  # noqa: S603
        command,
        cwd=REPOSITORY,
        env=environment | {"LAGEBILD_DATA_DIR": data},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout


def markdown(html: str) -> str:
    """Return Telegram's HTML as a quotation in Markdown; links become their text underlined."""
    text = re.sub(r'<a href="[^"]*">(.*?)</a>', r"<ins>\1</ins>", html.strip())
    text = re.sub(r"</?b>", "**", text)
    text = re.sub(r"<blockquote[^>]*>(.*?)</blockquote>", _quoted, text, flags=re.DOTALL)
    return "\n".join(f"> {line}<br>" if line else ">" for line in text.splitlines()) + "\n"


def _quoted(found: re.Match[str]) -> str:
    return "\n".join(f"> {line}" for line in found[1].splitlines())


def made() -> str:
    """Return the digest of the example articles as it is now, in Markdown."""
    with tempfile.TemporaryDirectory(prefix="lagebild-readme-") as data:
        lagebild(data, "ingest", "examples/manifest.jsonl")
        return markdown(lagebild(data, "digest", *WINDOW, "--format", "html"))


def main() -> None:
    """Make the digest and put it between the marks."""
    digest = made()
    readme = REPOSITORY / "README.md"
    readme.write_text(MARKED.sub(lambda _: digest, readme.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
