# ruff: noqa: INP001 (a script, not a package)
"""Write the bill of materials: every package that a bot runs with, as CycloneDX JSON, from the lock file.

Usage: ``sbom.py [LOCK] > FILE``.  Nothing is looked up anywhere.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

LOCK = Path(__file__).parents[1] / "requirements.txt"


def entries(text: str) -> Iterator[tuple[str, str, list[str]]]:
    """Yield name, version and SHA-256 hashes of each locked package."""
    joined = re.sub(r"\\\n\s*", " ", text)
    for line in joined.splitlines():
        found = re.match(r"([A-Za-z0-9._-]+)==([^\s;]+)", line)
        if found:
            yield found[1], found[2], re.findall(r"--hash=sha256:([0-9a-f]{64})", line)


def bill(text: str) -> Bom:
    """Return the bill of what a lock file names."""
    made = Bom()
    root = made.metadata.component = Component(name="lagebild", type=ComponentType.APPLICATION)
    for name, version, hashes in entries(text):
        purl = PackageURL("pypi", name=name, version=version)
        made.components.add(
            Component(
                name=name,
                version=version,
                type=ComponentType.LIBRARY,
                bom_ref=str(purl),
                purl=purl,
                hashes=[HashType(alg=HashAlgorithm.SHA_256, content=one) for one in hashes],
            )
        )
    made.register_dependency(root, list(made.components))
    return made


if __name__ == "__main__":
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else LOCK
    sys.stdout.write(JsonV1Dot6(bill(source.read_text(encoding="utf-8"))).output_as_string(indent=2) + "\n")
