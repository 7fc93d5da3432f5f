# ruff: noqa: INP001 (scripts, not a package)
"""Check that the commands README.md tells people to run are the ones that .ci/run runs.

A command is a line of a ``sh`` block that begins with ``make``.  Each must be a target of the Makefile, and
.ci/run must reach it: as ``make NAME`` in .ci/run itself or in a script of .ci that it calls.  Prints each
problem; the exit status is the number of problems.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]


def shell_lines(markdown: str) -> list[str]:
    """Return the lines of the fenced ``sh`` blocks without comments and empty lines."""
    blocks = re.findall(r"^```sh\n(.*?)^```", markdown, flags=re.MULTILINE | re.DOTALL)
    lines = (line.split(" #")[0].strip() for block in blocks for line in block.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def targets(makefile: str) -> set[str]:
    """Return the names of the Makefile's phony targets."""
    return {
        name for row in re.findall(r"^\.PHONY:(.*)$", makefile, flags=re.MULTILINE) for name in row.split()
    }


def made_by(script: str, folder: Path) -> set[str]:
    """Return the targets that ``script`` makes, with those of the scripts in ``folder`` that it calls."""
    called = [folder / name for name in re.findall(r"\.ci/(\w+)\b", script)]
    texts = [script, *(path.read_text(encoding="utf-8") for path in called if path.is_file())]
    return set(re.findall(r"^[^#\n]*?\bmake (?:--\S+ )*([a-z-]+)", "\n".join(texts), flags=re.MULTILINE))


def problems(readme: str, makefile: str, run_by_ci: set[str]) -> list[str]:
    """Return a line for each ``make`` command of the README that does not exist or that CI does not run."""
    told = [line.split()[1] for line in shell_lines(readme) if re.match(r"make \w", line)]
    missing = [
        f"README says 'make {name}', the Makefile has none" for name in told if name not in targets(makefile)
    ]
    unproven = [
        f"README says 'make {name}', .ci/run does not run it" for name in told if name not in run_by_ci
    ]
    return ["README names no make command"] if not told else missing + unproven


def main() -> int:
    """Check this repository; return how many problems there are."""
    folder = REPOSITORY / ".ci"
    run_by_ci = made_by((folder / "run").read_text(encoding="utf-8"), folder)
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    found = problems(readme, (REPOSITORY / "Makefile").read_text(encoding="utf-8"), run_by_ci)
    for problem in found:
        sys.stdout.write(f"{problem}\n")
    return len(found)


if __name__ == "__main__":
    sys.exit(main())
