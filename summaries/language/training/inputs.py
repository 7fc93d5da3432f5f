"""What the model is made from, file by file, so that a rebuild starts from the same bytes."""

from __future__ import annotations

import argparse
import hashlib
import tomllib
from pathlib import Path
from typing import Final

_READ: Final = (
    "germeval2014/NER-de-dev.tsv",
    "konvens2019/balanced/annotations-upos/*.conll",
    "konvens2019/balanced/txt/*.txt",
    "legal_text/sentences.txt.gz",
    "mobie/*.conll2003",
    "pawsx_de/*.tsv",
    "quotations_dev/*.jsonl",
    "rte3_de/*.jsonl",
    "smartdata/*.jsonl",
    "spkatt2023/train/task1/*.json",
    "stsb_de/stsb-de-train.csv",
    "ud_docs/*.conllu",
    "ud_gsd/*.conllu",
    "ud_gsd_more/*.conllu",
    "ud_hdt/*.conllu",
    "ud_pud/*.conllu",
    "uner_pud/*.iob2",
)
INPUTS: Final = Path(__file__).with_name("inputs.toml")


class ChangedInputError(RuntimeError):
    """A file of the training data is missing or has other bytes than recorded."""


def digests(root: Path) -> dict[str, str]:
    """Return the SHA-256 of every file that is read, by its path below the folder of the training data."""
    files = [path for pattern in _READ for path in sorted(root.glob(pattern))]
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }


def verify_inputs(root: Path) -> None:
    """Check that the training data is what the bundled model was made from.

    Raises:
        ChangedInputError: naming the files that differ, are missing or are new.
    """
    recorded: dict[str, str] = tomllib.loads(INPUTS.read_text("utf-8"))["sha256"]
    differing = sorted(name for name, _ in recorded.items() ^ digests(root).items())
    if differing:
        raise ChangedInputError(f"not as recorded: {', '.join(dict.fromkeys(differing))}")


def record_inputs(root: Path) -> None:
    """Write the SHA-256 of the training data's files to `INPUTS`."""
    lines = [f'"{name}" = "{digest}"' for name, digest in digests(root).items()]
    INPUTS.write_text("\n".join(["[sha256]", *lines, ""]), "utf-8")


def main() -> None:
    """Check the folder DATA, or with ``--record`` take what is there as right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--record", action="store_true")
    arguments = parser.parse_args()
    (record_inputs if arguments.record else verify_inputs)(arguments.data)


if __name__ == "__main__":
    main()
