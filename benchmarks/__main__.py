"""Run this package's measurements, one process each: ``python -m benchmarks [NAME…]``; some only by name.

Exits with the number of measurements that failed.  The grouping is scored on every manifest with gold labels:
the example articles, whose ids name their story, those in ``benchmarks/data`` and in the folder that the
environment variable ``GOLD_DIR`` names.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
# Modules that make data instead of measuring.
MAKERS = frozenset({"cached", "fit_grouping", "frequencies", "halves", "reading", "thrown"})
# They fill an archive first, or start servers and workers, which takes minutes.
LONG = frozenset({"arrivals", "scale", "taps"})
EXAMPLES = HERE.parent / "examples"


def names() -> list[str]:
    """Return the names of the measurements that run unasked."""
    found = {path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_")}
    return sorted(found - MAKERS - LONG)


def examples_with_gold() -> str:
    """Return the examples' manifest with texts inline and the story as ``gold``."""
    rows = []
    for line in (EXAMPLES / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = (EXAMPLES / row.pop("file")).read_text(encoding="utf-8")
        rows.append(
            json.dumps(row | {"text": text, "gold": row["id"].rpartition("-")[0]}, ensure_ascii=False)
        )
    return "\n".join(rows) + "\n"


def arguments(name: str, folder: Path) -> list[str]:
    """Return what the measurement is to be called with; what it needs is written into ``folder``."""
    if name != "grouping":
        return []
    own = folder / "examples.jsonl"
    own.write_text(examples_with_gold(), encoding="utf-8")
    folders = [HERE / "data", *map(Path, filter(None, [os.environ.get("GOLD_DIR")]))]
    return [str(own), *(str(path) for found in folders for path in sorted(found.rglob("*.jsonl")))]


def measure(name: str, folder: Path) -> bool:
    """Run one measurement; return whether it went well."""
    print(f"\n== {name}", flush=True)
    command = [sys.executable, "-m", f"benchmarks.{name}", *arguments(name, folder)]
    return subprocess.run(command, cwd=HERE.parent, check=False).returncode == 0


def main() -> int:
    """Run the measurements named on the command line, else all."""
    with tempfile.TemporaryDirectory(prefix="lagebild-bench-") as folder:
        failed = [name for name in sys.argv[1:] or names() if not measure(name, Path(folder))]
    for name in failed:
        print(f"FAILED: {name}")
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
