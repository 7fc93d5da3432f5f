"""A chain is compared once as long as nothing in it changes."""

from __future__ import annotations

import asyncio
from zoneinfo import ZoneInfo

from bot.flow import Flow
from tests.digest.build import at
from tests.flow.fakes import Clock, FakeAnalyser, FakeEngine, compare, document


def test_turning_pages_compares_nothing_anew_and_a_new_article_does(database):
    asked = []

    def counting(evidence):
        asked.append(len(evidence))
        return compare(evidence)

    options = {"clock": Clock(), "engine": FakeEngine(), "compare": counting}
    flow = Flow(database, FakeAnalyser(), zone=ZoneInfo("Europe/Berlin"), **options)
    for number in (1, 2):
        lines = [f"Stimme{number} > asserts > Deich gebrochen"]
        asyncio.run(flow.take_in(document(f"Blatt {number}", f"Deich {number}", lines, at(number))))
        first = asyncio.run(flow.story(1))
        before = len(asked)
        assert asyncio.run(flow.story(1)) == first
        assert len(asked) == before
        assert len(first.claims[0].claim.voices) == number
