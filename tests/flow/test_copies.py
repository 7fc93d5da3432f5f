"""The same text in several papers, in new versions, and many times over."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.flow import Outcome
from bot.flow.chains import evidence_of, load_chain
from config.flow import COPIES_COMPARED
from storage.tables import Article, CopyKey, Setting, Story, StoryTerm
from summaries.model import Outlet
from tests.digest.build import at
from tests.flow.fakes import compare, document
from tests.intake.test_copies import COPIES, LONG, OTHERS, WIRE

THEN = at(3)
LINE = "Feuerwehr > asserts > Deich gebrochen"


def report(text=WIRE, outlet="Bote", when=THEN, **more):
    lines = [LINE, *text.split("\n")]
    return replace(document(outlet, "Deich bricht", lines, when), **more)


def rows(database, table):
    with database.reading() as session:
        return list(session.exec(select(table)).all())


@pytest.mark.parametrize("text", COPIES.values(), ids=COPIES.keys())
async def test_an_edited_wire_copy_is_no_second_voice(flow, database, text):
    first = await flow.take_in(report())
    stored = await flow.take_in(report(text, "Kurier", at(4)))
    assert (stored.outcome, stored.source_count, stored.confirmed) == (Outcome.COPY, 2, 0)
    assert rows(database, Article)[1].copy_of_id == first.article_id


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS.keys())
async def test_another_report_is_a_voice_of_its_own(flow, text):
    await flow.take_in(report())
    stored = await flow.take_in(report(text, "Kurier", at(4)))
    assert (stored.outcome, stored.confirmed) == (Outcome.NEW, 1)


@pytest.mark.parametrize(("first", "second"), [("dpa", None), (None, "dpa")])
async def test_a_text_is_the_agencys_if_one_of_its_papers_says_so(flow, database, first, second):
    await flow.take_in(report(agency=first))
    stored = await flow.take_in(report(outlet="Kurier", when=at(4), agency=second))
    await flow.take_in(report(LONG, "Anzeiger", at(5), agency="dpa"))
    with database.reading() as session:
        sources = {one.source for one in evidence_of(session, load_chain(session, stored.story_id))}
    assert {one.agency for one in sources} == {"dpa"}


async def test_a_copy_counts_as_its_first_publisher(flow, database):
    await flow.take_in(replace(report(), outlet=Outlet("hna.de", "HNA")))
    stored = await flow.take_in(report(outlet="Kurier", when=at(4)))
    with database.reading() as session:
        sources = [one.source for one in evidence_of(session, load_chain(session, stored.story_id))]
    assert [one.family for one in sources] == ["ippen", "ippen"]


async def test_a_form_filled_in_anew_is_no_copy_of_yesterdays(flow):
    await flow.take_in(report(url="https://bote.example/mittwoch"))
    later = report(
        WIRE.replace("80", "90"), when=at(3) + timedelta(days=3), url="https://bote.example/samstag"
    )
    assert (await flow.take_in(later)).outcome is Outcome.NEW
    soon = report(WIRE.replace("80", "70"), when=at(3) + timedelta(hours=2), url="https://bote.example/abend")
    assert (await flow.take_in(soon)).outcome is Outcome.COPY


async def test_a_nameless_text_revises_its_own_papers_even_after_a_copy(flow):
    await flow.take_in(report(outlet="Kurier", when=at(2)))
    own = await flow.take_in(report(when=at(3)))
    again = await flow.take_in(report(WIRE + "\nNachtrag am Abend.", when=at(3)))
    assert (again.outcome, again.article_id) == (Outcome.REVISION, own.article_id)


async def test_a_copy_of_an_agencys_first_version_is_one_after_the_second(flow):
    url = "https://bote.example/1"
    first = await flow.take_in(report(url=url))
    await flow.take_in(report(LONG, url=url))
    stored = await flow.take_in(report(outlet="Kurier", when=at(4)))
    edited = await flow.take_in(report(COPIES["subheadings"], "Anzeiger", at(4)))
    assert (stored.outcome, edited.outcome) == (Outcome.COPY, Outcome.COPY)
    assert stored.story_id == edited.story_id == first.story_id


async def test_a_stub_under_many_titles_is_many_articles(flow, database):
    for number in range(3):
        stub = document(
            "Bote", f"Deich {number}", ["Nur für Abonnenten."], at(3), url=f"https://bote.example/{number}"
        )
        assert (await flow.take_in(stub)).outcome is Outcome.NEW
    assert len(rows(database, Article)) == 3


async def test_five_hundred_papers_with_one_report_are_one_voice(flow, database):
    first = await flow.take_in(report(outlet="blatt0"))
    outcomes = set()
    for number in range(1, 60):
        own = f"\n\nMehr dazu lesen Sie im Blatt {number} am Kiosk."
        text = WIRE + own if number % 2 else WIRE
        stored = await flow.take_in(report(text, f"blatt{number}", at(3) + timedelta(minutes=number)))
        outcomes.add((stored.outcome, stored.story_id))
    assert outcomes == {(Outcome.COPY, first.story_id)}
    assert stored.source_count == 60
    keys = [one.article_id for one in rows(database, CopyKey)]
    assert keys.count(1) > 4 * max(keys.count(number) for number in range(2, 61))
    with database.reading() as session:
        compared = evidence_of(session, load_chain(session, first.story_id))
    assert len(compared) == COPIES_COMPARED


async def test_a_hundred_articles_at_once_are_all_kept(flow, database):
    documents = [
        document(
            f"Blatt{n}", f"Ort{n % 10} Meldung", [f"Stadt > asserts > Sache {n}"], at(3), filler=f"Ort{n}"
        )
        for n in range(100)
    ]
    stored = await asyncio.gather(*(flow.take_in(one) for one in documents))
    assert len({one.article_id for one in stored}) == len(rows(database, Article)) == 100
    assert len(rows(database, Story)) == 10
    assert await flow.recover() == 0


async def test_it_notes_what_an_older_version_stored(make_flow, database):
    await make_flow().take_in(report())
    with database.writing() as session:
        for table in (CopyKey, StoryTerm, Setting):
            for row in session.exec(select(table)):
                session.delete(row)
    stored = await make_flow().take_in(report(outlet="Kurier", when=at(4)))
    edited = await make_flow().take_in(report(COPIES["subheadings"], "Anzeiger", at(4)))
    assert (stored.outcome, edited.outcome) == (Outcome.COPY, Outcome.COPY)
    assert rows(database, StoryTerm)
    assert [one.value for one in rows(database, Setting) if one.key == "lookup_version"] == ["1"]


async def test_a_story_shows_what_a_new_version_changed(flow):
    url = "https://bote.example/1"
    await flow.take_in(report(LONG, url=url))
    lines = [LINE.replace("Deich", "Damm"), "THW > asserts > Hilfe da", *LONG.split("\n")]
    stored = await flow.take_in(document("Bote", "Deich bricht", lines, at(3), url=url))
    (article,) = (await flow.story(stored.story_id)).articles
    (update,) = article.updates
    assert update.new == ("THW > asserts > Hilfe da",)
    assert update.changed == ((LINE, LINE.replace("Deich", "Damm")),)
    assert update.gone == ()


async def test_a_large_story_is_compared_in_steps_and_in_full_for_a_digest(make_flow, monkeypatch):
    monkeypatch.setattr("bot.flow.settling.COMPARED_AT_ONCE", 4)
    monkeypatch.setattr("bot.flow.settling.COMPARED_SHARE", 0.5)
    seen = []

    def counting(evidence):
        seen.append(len(evidence))
        return compare(evidence)

    flow = make_flow(compare=counting)
    for number in range(10):
        lines = [f"Stadt > asserts > Sache {number}"]
        await flow.take_in(document(f"Blatt{number}", "Deich bricht", lines, at(3), filler=f"Ort{number}"))
    assert seen == [1, 2, 3, 4, 8]
    assert await flow.recover() == 1
    assert seen[-1] == 10
    assert await flow.recover() == 0


async def test_copies_stay_one_voice_when_their_original_is_taken_down(flow, database):
    await flow.take_in(report(url="https://bote.example/1"))
    for number in (2, 3):
        await flow.take_in(
            report(outlet=f"Blatt {number}", when=at(4), url=f"https://blatt.example/{number}")
        )
    await flow.take_down("https://bote.example/1")
    assert [one.copy_of_id for one in rows(database, Article)] == [None, 2]
    edited = report(COPIES["subheadings"], "Anzeiger", at(4), url="https://anzeiger.example/4")
    assert (await flow.take_in(edited)).outcome is Outcome.COPY
