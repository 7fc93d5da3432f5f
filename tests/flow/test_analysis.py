"""The language work in a child process that may be killed, and in this one."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.analysis import ChildAnalyser, Foreign, InProcessAnalyser, Workbench
from config import ConfigError
from summaries.intake.problem import IntakeError, Problem
from tests.digest.build import at
from tests.flow.benches import Bench
from tests.flow.fakes import document


@pytest.fixture
async def starts(tmp_path):
    return tmp_path / "starts"


@pytest.fixture
async def child(starts):
    limits = {"seconds": 1.5, "extract_seconds": 1.5, "memory": 2 << 30, "extract_memory": 2 << 30}
    analyser = ChildAnalyser(str(starts), workbench=Bench, **limits)
    yield analyser
    await analyser.close()


def count(starts):
    return len(starts.read_text(encoding="utf-8").split())


async def test_it_reads_in_one_child_and_analyses_in_another(child, starts):
    await child.warm_up()
    assert await child.analyse("eins") == "EINS"
    assert await child.extract("zwei", at(3)) == "ZWEI"
    assert await child.extract("drei", at(3)) == "DREI"
    assert count(starts) == 2


async def test_a_hostile_page_costs_the_pipeline_nothing(child, starts):
    await child.warm_up()
    reading = asyncio.ensure_future(child.extract("hang", at(3)))
    assert await child.analyse("eins") == "EINS"
    assert not reading.done()
    with pytest.raises(IntakeError):
        await reading
    assert await child.analyse("zwei") == "ZWEI"
    assert count(starts) == 2


async def test_it_hands_a_refusal_on_with_its_facts(child, starts):
    with pytest.raises(IntakeError) as caught:
        await child.analyse("refuse")
    assert (caught.value.problem, caught.value.detail) == (Problem.TOO_LONG, {"chars": "9"})
    assert await child.analyse("weiter") == "WEITER"
    assert count(starts) == 1


async def test_it_kills_what_takes_too_long_and_goes_on(child, starts):
    begin = time.monotonic()
    with pytest.raises(IntakeError) as caught:
        await child.analyse("hang")
    assert caught.value.problem is Problem.UNREADABLE
    assert await child.analyse("weiter") == "WEITER"
    assert time.monotonic() - begin < 15
    assert count(starts) == 2


async def test_it_tries_a_second_time_when_the_child_dies(child, starts, tmp_path):
    order = f"die once {tmp_path / 'mark'}"
    assert await child.analyse(order) == order.upper()
    assert count(starts) == 2


async def test_it_gives_an_article_up_that_kills_every_child(child, starts):
    with pytest.raises(IntakeError) as caught:
        await child.analyse("die")
    assert caught.value.detail == {"reason": "crash"}
    assert await child.analyse("weiter") == "WEITER"
    assert count(starts) == 3


@pytest.mark.parametrize("order", ["crash", "eat"])
async def test_it_survives_errors_and_greed_of_the_child(child, order):
    with pytest.raises(IntakeError):
        await child.analyse(order)
    assert await child.analyse("weiter") == "WEITER"


async def test_it_does_not_block_the_loop(child):
    await child.warm_up()
    gaps = []

    async def watch():
        while True:
            begin, spent = time.monotonic(), time.process_time()
            await asyncio.sleep(0.01)
            # No longer than what this process computed meanwhile: other programs do not count.
            gaps.append(min(time.monotonic() - begin, time.process_time() - spent))

    watcher = asyncio.create_task(watch())
    with pytest.raises(IntakeError):
        await child.analyse("hang")
    watcher.cancel()
    assert len(gaps) > 5
    assert max(gaps) < 0.25


async def test_it_takes_questions_from_many_tasks(child):
    answers = await asyncio.gather(*(child.analyse(f"frage {n}") for n in range(20)))
    assert answers == [f"FRAGE {n}" for n in range(20)]


async def test_it_can_be_closed_unused_and_twice():
    analyser = ChildAnalyser(workbench=Bench)
    await analyser.close()
    await analyser.close()


GERMAN = (
    "Der Deich bei Niederau ist in der Nacht gebrochen. Nach Angaben der Feuerwehr stehen rund 1.200 Häuser "
    "unter Wasser. Der Landrat wies Vorwürfe zurück, die Behörden hätten zu spät gewarnt."
)
ENGLISH = (
    "The dyke near the village broke last night. The fire brigade says that some 1,200 houses are under "
    "water, and the authorities rejected the accusation that they had issued their warnings too late."
)


async def test_it_analyses_german_the_same_way_twice():
    analyser = InProcessAnalyser()
    one = document("Bote", "Deich bricht", [GERMAN], at(3))
    first = await analyser.analyse(one)
    assert first == await analyser.analyse(one)
    assert first.statements
    assert first.features.vector


async def test_it_names_a_language_model_that_is_not_there():
    one = document("Bote", "Deich bricht", [GERMAN], at(3))
    child = ChildAnalyser("de_no_such_model")
    try:
        for analyser in (child, InProcessAnalyser("de_no_such_model")):
            with pytest.raises(ConfigError) as caught:
                await analyser.analyse(one)
            assert "de_no_such_model" in caught.value.problems[0]
    finally:
        await child.close()


def test_it_gives_the_same_features_with_and_without_statements():
    one = document("Bote", "Deich bricht bei Niederau", [GERMAN], at(3))
    bench = Workbench()
    assert bench.features(one) == bench.analyse(one).features


async def test_it_only_names_other_languages(monkeypatch):
    monkeypatch.setattr(Workbench, "nlp", None)
    found = await InProcessAnalyser().analyse(document("Herald", "Dyke breaks", [ENGLISH], at(3)))
    assert found == Foreign("en")


@pytest.mark.parametrize(("title", "text"), [("2:1", "3 : 0 (1:0)"), ("Ja", "Ja."), ("", "1.200")])
def test_it_takes_what_is_too_short_to_tell_for_german(title, text):
    assert Workbench().language_of(document("Bote", title, [text], at(3))) == "de"


async def test_it_names_other_languages_out_of_the_child():
    analyser = ChildAnalyser()
    try:
        assert await analyser.analyse(document("Herald", "Dyke", [ENGLISH], at(3))) == Foreign("en")
    finally:
        await analyser.close()


async def test_it_analyses_in_the_child_as_in_process():
    one = document("Bote", "Deich bricht", [GERMAN], at(3))
    analyser = ChildAnalyser()
    try:
        assert await analyser.analyse(one) == Workbench().analyse(one)
    finally:
        await analyser.close()


async def test_who_waits_for_a_child_holds_no_thread_of_the_store(child):
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))
    waiting = [asyncio.ensure_future(child.extract("hang", at(3))) for _ in range(3)]
    await asyncio.sleep(0.05)
    await asyncio.to_thread(lambda: None)
    assert not all(task.done() for task in waiting)  # each in turn would have held the only thread
    await asyncio.gather(*waiting, return_exceptions=True)
