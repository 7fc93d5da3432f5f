"""The command with a language model of somebody else's: it loads before the bot promises anything."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from bot.analysis import Workbench
from bot.app import _try_model
from config import ConfigError
from summaries.intake.problem import IntakeError, Problem
from tests.bot.test_process import ended, lagebild, server  # noqa: F401 - a fixture
from tests.language.test_installed import COMPONENTS, GOLD, RARE, SMALL, example

READY = "Der Bot läuft als"


def saved(nlp: Language, folder: Path) -> str:
    nlp.to_disk(folder)
    return str(folder)


def fit(folder: Path) -> str:
    nlp = spacy.blank("de")
    for component in COMPONENTS:
        nlp.add_pipe(component, config={"model": {"tok2vec": SMALL}, **RARE.get(component, {})})
    nlp.initialize(lambda: [example(nlp, block) for block in GOLD])
    return saved(nlp, folder)


def endless(folder: Path) -> tuple[str, Path]:
    """Return a model that is never loaded to its end, and the pipe that its loading waits for."""
    model = saved(spacy.blank("de"), folder)
    pipe = folder / "vocab" / "strings.json"
    pipe.unlink()
    os.mkfifo(pipe)
    return model, pipe


async def opened(pipe: Path) -> int:
    """Open a pipe for writing as soon as somebody reads it."""
    async with asyncio.timeout(60):
        while True:
            try:
                return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
            except OSError:  # nobody does yet
                await asyncio.sleep(0.05)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("model", "trouble"),
    [
        (lambda _: "de_core_news_lg", "'de_core_news_lg' is not installed; install it with"),
        (lambda folder: saved(spacy.blank("de"), folder / "leer"), "lacks tagger, morphologizer"),
    ],
)
async def test_a_model_that_cannot_be_used_stops_it_at_once(server, tmp_path, model, trouble):  # noqa: F811
    name = model(tmp_path)
    async with lagebild(server, tmp_path / "data", level="WARNING", LAGEBILD_LANGUAGE_MODEL=name) as process:
        code, output = await ended(process)
    assert code == 2
    first, problem = output.splitlines()
    assert first == "Die Einstellungen sind nicht benutzbar:"
    assert problem.startswith("  LAGEBILD_LANGUAGE_MODEL: ")
    assert trouble in problem
    assert server.world.calls == []


@pytest.mark.long
async def test_it_starts_with_a_model_that_can_be_used(server, tmp_path):  # noqa: F811
    name = fit(tmp_path / "model")
    async with lagebild(server, tmp_path / "data", LAGEBILD_LANGUAGE_MODEL=name) as process:
        async with asyncio.timeout(60):
            while READY not in (line := (await process.stdout.readline()).decode()):
                assert line, "it ended"
        process.send_signal(signal.SIGTERM)
        code, _ = await ended(process)
    assert code == 0


@pytest.mark.long
async def test_it_can_be_stopped_while_a_model_loads(server, tmp_path):  # noqa: F811
    model, pipe = endless(tmp_path / "model")
    async with lagebild(server, tmp_path / "data", LAGEBILD_LANGUAGE_MODEL=model) as process:
        held = await opened(pipe)
        process.send_signal(signal.SIGTERM)
        code, _ = await ended(process)
        os.close(held)
    assert code == 0
    assert server.world.calls == []


async def test_it_tells_of_a_model_that_breaks_when_it_is_loaded():
    class Breaking(Workbench):
        async def warm_up(self):
            raise IntakeError(Problem.UNREADABLE, {"reason": "crash"})

    with pytest.raises(ConfigError) as caught:
        await _try_model(Breaking(), "de_broken")
    assert "'de_broken' breaks when it is loaded" in caught.value.problems[0]
