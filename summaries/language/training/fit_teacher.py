"""Fine-tunes the teacher on the gold data: ``python -m summaries.language.training.fit_teacher DATA OUT``."""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from summaries.language.training.annotate import evaluate
from summaries.language.training.corpus import read_gold
from summaries.language.training.e5 import Encoder, packaged_model, read_encoder
from summaries.language.training.sentence import Sentence
from summaries.language.training.targets import NOT_SCORED, Targets, batches, read_batch, vocabulary_of
from summaries.language.training.teacher import Scores, Teacher, Vocabulary

# Rates, warm-up and weights are usual values for fine-tuning; none was tuned, a run takes twenty minutes.
SEED: Final = 20261122
EPOCHS: Final = 7
ENCODER_RATE: Final = 1.2e-4
HEAD_RATE: Final = 1.2e-3
WARM_UP: Final = 0.06
EXTRA_ENTITY_SENTENCES: Final = 400  # of the traffic and company texts an epoch; all would drown the news
LONGEST: Final = 120  # words; what is longer is left out of training
EXTRA: Final = frozenset({"smartdata", "mobie"})
WEIGHTS: Final = {"tags": 1.0, "pos": 0.7, "feats": 1.0, "arcs": 1.5, "deps": 1.0, "entities": 1.5}


def loss_of(teacher: Teacher, scores: Scores, gold: dict[str, Tensor]) -> Tensor:
    """Return the weighted sum of the heads' mean cross entropies."""
    heads = gold["arcs"].clamp(min=0)
    given = {
        "tags": scores.tags,
        "pos": scores.pos,
        "feats": scores.feats,
        "entities": scores.entities,
        "arcs": scores.arcs,
        "deps": teacher.relations(scores, heads),
    }
    losses = [WEIGHTS[name] * _cross_entropy(one, gold[name]) for name, one in given.items()]
    return torch.stack(losses).sum()


def _cross_entropy(scores: Tensor, gold: Tensor) -> Tensor:
    total = functional.cross_entropy(
        scores.flatten(0, 1), gold.flatten(), ignore_index=NOT_SCORED, reduction="sum"
    )
    return total / (gold != NOT_SCORED).sum().clamp(min=1)


def _optimiser(teacher: Teacher) -> torch.optim.Optimizer:
    reader = [p for p in teacher.reader.parameters() if p.requires_grad]
    known = {id(p) for p in reader}
    heads = [p for p in teacher.parameters() if p.requires_grad and id(p) not in known]
    groups = [{"params": reader, "lr": ENCODER_RATE}, {"params": heads, "lr": HEAD_RATE}]
    return torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.01, fused=True)


def _schedule(optimiser: torch.optim.Optimizer, steps: int) -> torch.optim.lr_scheduler.LambdaLR:
    warm = max(1, int(steps * WARM_UP))
    return torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / warm, max(0.02, (steps - step) / (steps - warm)))
    )


def epoch_sentences(train: Sequence[Sentence], chance: random.Random) -> list[Sentence]:
    """Return what one epoch reads: all news sentences and a sample of the other entity corpora."""
    short = [s for s in train if len(s.words) <= LONGEST]
    extra = [s for s in short if s.source in EXTRA]
    kept = [s for s in short if s.source not in EXTRA]
    return kept + chance.sample(extra, min(len(extra), EXTRA_ENTITY_SENTENCES))


def fit(
    encoder: Encoder, train: Sequence[Sentence], dev: Sequence[Sentence], epochs: int, out: Path | None = None
) -> Teacher:
    """Fine-tune on ``train``; every second epoch print figures on ``dev`` and write it to ``out``."""
    torch.manual_seed(SEED)
    chance = random.Random(SEED)  # noqa: S311 - shuffles sentences
    teacher = Teacher(encoder, vocabulary_of(train))
    targets = Targets(teacher.vocabulary)
    optimiser = _optimiser(teacher)
    steps = epochs * sum(1 for _ in batches(encoder, epoch_sentences(train, random.Random(0))))  # noqa: S311
    schedule = _schedule(optimiser, steps)
    for epoch in range(epochs):
        started = time.monotonic()
        groups = batches(encoder, epoch_sentences(train, chance), chance)
        mean = _run_epoch(teacher, encoder, targets, groups, (optimiser, schedule))
        print(f"epoch {epoch + 1} loss {mean:.3f} {time.monotonic() - started:.0f} s", flush=True)
        if epoch % 2 or epoch == epochs - 1:
            print(json.dumps(evaluate(teacher, encoder, dev)), flush=True)
            if out:
                save(teacher, out)
    return teacher


def _run_epoch(
    teacher: Teacher,
    encoder: Encoder,
    targets: Targets,
    groups: Iterable[list[Sentence]],
    stepping: tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LambdaLR],
) -> float:
    optimiser, schedule = stepping
    teacher.train()
    losses = []
    for group in groups:
        batch = read_batch(encoder, group)
        source = targets.sources(group)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = teacher(batch, source, source)
            loss = loss_of(teacher, scores, targets(group, batch.words.shape[1]))
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(teacher.parameters(), 5.0)
        optimiser.step()
        schedule.step()
        losses.append(float(loss.detach()))
    return float(np.mean(losses))


def save(teacher: Teacher, path: Path) -> None:
    """Write the vocabulary and the weights that training changed."""
    weights = {k: v for k, v in teacher.state_dict().items() if k != "reader.word.weight"}
    torch.save({"vocabulary": asdict(teacher.vocabulary), "weights": weights}, path)


def load(path: Path, encoder: Encoder) -> Teacher:
    """Read a teacher written by `save`."""
    stored = torch.load(path, weights_only=True)
    vocabulary = Vocabulary(**{name: tuple(values) for name, values in stored["vocabulary"].items()})
    teacher = Teacher(encoder, vocabulary)
    teacher.load_state_dict(stored["weights"], strict=False)
    teacher.eval()
    return teacher


def main() -> None:
    """Train on the train split of all gold data under DATA and write the teacher to OUT."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    gold = read_gold(arguments.data)
    train = [s for s in gold if s.split == "train"]
    dev = [s for s in gold if s.split == "dev"]
    fit(read_encoder(packaged_model()), train, dev, arguments.epochs, arguments.out)


if __name__ == "__main__":
    main()
