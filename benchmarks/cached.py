"""Features of labelled manifests, kept in a folder so that weights can be searched in seconds."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from pydantic import TypeAdapter

from benchmarks.grouping import features_of, read_manifest
from config import stories
from summaries.language import load_pipeline
from summaries.model import Features
from summaries.stories import load_encoder

Labelled = tuple[list[Features], list[str]]
_SOURCES = ("features.py", "names.py", "terms.py", "titles.py", "encoder/network.py", "encoder/segmenter.py")
_STORED: TypeAdapter[list[Features]] = TypeAdapter(list[Features])


def load(manifest: Path, folder: Path, *, headlines: bool = False) -> Labelled:
    """Return the features and labels of a manifest, computed where they are not in the folder yet.

    Args:
        manifest: One JSON object per line, as ``benchmarks.grouping`` reads it.
        folder: Where features are kept; they are computed anew when the code that makes them changed.
        headlines: Leave out the texts, as if only headlines had come.
    """
    documents, gold = read_manifest(manifest)
    kept = folder / f"{manifest.stem}-{_fingerprint(manifest, headlines)}.json"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        shown = [replace(one, text="") if headlines else one for one in documents]
        features = [features_of(one, *_machinery()) for one in shown]
        kept.write_bytes(_STORED.dump_json(features))
    return _STORED.validate_json(kept.read_bytes()), gold


@cache
def _machinery() -> tuple[Any, Any]:
    return load_pipeline(), load_encoder()


def _fingerprint(manifest: Path, headlines: bool) -> str:
    package = Path(stories.__file__).parents[1] / "summaries" / "stories"
    numbers = {name: value for name, value in vars(stories).items() if isinstance(value, int | float)}
    parts = [manifest.read_bytes(), *((package / name).read_bytes() for name in _SOURCES)]
    return hashlib.sha256(b"\0".join([*parts, repr((numbers, headlines)).encode()])).hexdigest()[:12]


def in_other_order(labelled: Labelled, seed: int) -> Labelled:
    """Return the articles with each day's in another order; seed 0 keeps them."""
    features, gold = labelled
    rng = Random(seed)
    keys = [(one.published.date(), rng.random() if seed else 0.0) for one in features]
    order = sorted(range(len(gold)), key=keys.__getitem__)
    return [features[n] for n in order], [gold[n] for n in order]


def squeezed(labelled: Labelled, factor: float) -> Labelled:
    """Return the articles with all times nearer to the first: events follow faster on each other."""
    features, gold = labelled
    start = features[0].published
    return [replace(one, published=start + factor * (one.published - start)) for one in features], gold


def half(labelled: Labelled, number: int) -> Labelled:
    """Return the articles of every second story."""
    return _chosen(labelled, set(sorted(set(labelled[1]))[number::2]).__contains__)


def _chosen(labelled: Labelled, wanted: Callable[[str], bool]) -> Labelled:
    rows = [(one, label) for one, label in zip(*labelled, strict=True) if wanted(label)]
    return [one for one, _ in rows], [label for _, label in rows]
