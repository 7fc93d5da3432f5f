"""Digests by window and by chat, status and single stories."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import delete, update

from bot.flow import ledger_entries
from storage import chats, digests, state, submissions
from storage.tables import Claim, Comparison, Submission, SubmissionKind
from summaries.digest import digest_json
from summaries.model import Status
from tests.digest.build import at
from tests.flow.fakes import compare, document

BROKEN = "Deich gebrochen"


def bote(day=3, stance="asserts", topic=BROKEN, **more):
    lines = [f"Feuerwehr > {stance} > {topic}"]
    return document("Bote", f"Deich {day}", lines, at(day), filler=f"Niederau {day}", **more)


def kurier(day=4, stance="denies", topic=BROKEN, **more):
    lines = [f"Landrat > {stance} > {topic}"]
    return document("Kurier", f"Deich {day}", lines, at(day), filler=f"Altenfurt {day}", **more)


@pytest.fixture
async def filled(flow):
    """Three articles: asserted on day 3, denied on day 4, conceded on day 6."""
    for one in (bote(3, external_id="b-3"), kurier(4), kurier(6, "concedes", url="https://kurier.example/6")):
        await flow.take_in(one)
    return flow


def claims_of(digest):
    return [view for story in digest.stories for view in story.claims]


async def test_it_knows_nothing_of_later_articles(filled):
    view = claims_of(await filled.digest(None, at(5)))[0]
    assert (view.claim.status, view.new, view.changed_from) == (Status.CONTESTED, True, None)
    assert [one.id for one in (await filled.digest(None, at(5))).stories[0].articles] == ["b-3", "a2"]


async def test_it_tells_a_change_of_status_in_its_window(filled):
    view = claims_of(await filled.digest(at(5), at(7)))[0]
    assert (view.claim.status, view.new, view.changed_from) == (Status.CONFIRMED, False, Status.CONTESTED)


async def test_it_keeps_the_id_of_a_claim_in_every_window(filled):
    ids = {claims_of(await filled.digest(since, now))[0].id for since, now in [(None, at(3)), (at(5), at(7))]}
    assert len(ids) == 1


async def test_it_leaves_out_stories_without_anything_in_the_window(filled):
    other = document("Bote", "Brücke gesperrt", ["Polizei > asserts > Brücke gesperrt"], at(8))
    await filled.take_in(other)
    assert [one.title for one in (await filled.digest(at(7), at(9))).stories] == ["Brücke gesperrt"]
    assert len((await filled.digest(None, at(9))).stories) == 2
    assert (await filled.digest(at(9), at(10))).empty


async def test_it_gives_ids_and_quotes_as_they_came(filled):
    shown = digest_json(await filled.digest(None, at(7)))
    assert list(shown) == ["now", "since", "stories"]
    assert list(shown["stories"][0]) == ["id", "title", "continues", "articles", "claims"]
    claim = shown["stories"][0]["claims"][0]
    assert list(claim) == ["id", "text", "status", "new", "changed_from", "rule", "voices"]
    assert claim["voices"][0] == {
        "speaker": "Feuerwehr",
        "stance": "asserts",
        "certainty": "certain",
        "outlet": "Bote",
        "article": "b-3",
        "published": "2025-03-03T12:00:00+01:00",
        "quote": "Feuerwehr > asserts > Deich gebrochen",
    }
    assert shown["stories"][0]["articles"][2] == {
        "id": "a3",
        "outlet": "Kurier",
        "url": "https://kurier.example/6",
        "published": "2025-03-06T12:00:00+01:00",
    }


async def test_it_tells_a_chapter_with_the_claims_whose_latest_voice_it_has(filled):
    late = kurier(6, "concedes", topic="Brücke hält nicht").published + timedelta(days=60)
    lines = ["Minister > asserts > Deich gebrochen", "Minister > announces > Neubau"]
    stored = await filled.take_in(document("Anzeiger", "Deich 60", lines, late, filler="Neustadt"))
    story = (await filled.digest(at(20), late)).stories[0]
    assert (story.id, story.continues) == (stored.story_id, stored.story_id - 1)
    assert story.continues_title.startswith("Deich")
    everything = await filled.digest(None, late)
    homes = {view.claim.text: story.id for story in everything.stories for view in story.claims}
    assert homes == {"Deich gebrochen.": stored.story_id, "Neubau.": stored.story_id}


async def test_it_tells_everything_when_asked(filled):
    await filled.take_in(bote(7, topic="Hilfe da"))
    assert len(claims_of(await filled.digest(at(6), at(8)))) == 1
    assert len(claims_of(await filled.digest(at(6), at(8), all_claims=True))) == 2


async def test_it_gives_the_same_digest_twice_and_after_a_restart(filled, make_flow):
    assert await filled.digest(None, at(9)) == await filled.digest(None, at(9))
    assert await make_flow().digest(None, at(9)) == await filled.digest(None, at(9))


@pytest.fixture
def chat(database, clock):
    with database.writing() as session:
        return chats.register(session, -100, "group", "Redaktion", clock.now).id


def tell(database, clock, chat, digest, slot):
    """Write a digest into the chat's ledger, as the delivery does."""
    with database.writing() as session:
        row = digests.create(
            session,
            chat_pk=chat,
            slot_key=slot,
            kind="plan",
            window_start=None,
            window_end=clock.now,
            now=clock.now,
        )
        digests.write(session, row.id, [digests.Part("x")], ledger_entries(digest))


async def test_it_tells_a_chat_each_status_once(flow, database, clock, chat):
    await flow.take_in(bote())
    first = await flow.digest_for_chat(chat, clock.now)
    assert [(view.new, view.claim.status) for view in claims_of(first)] == [(True, Status.UNCONFIRMED)]
    tell(database, clock, chat, first, "1")
    clock.now += timedelta(hours=1)
    assert (await flow.digest_for_chat(chat, clock.now)).empty
    await flow.take_in(kurier())
    second = await flow.digest_for_chat(chat, clock.now)
    assert claims_of(second)[0].changed_from is Status.UNCONFIRMED
    assert [one.outlet for one in second.stories[0].articles] == ["Kurier"]


async def test_what_a_digest_only_counted_is_no_news_the_next_day(flow, database, clock, chat, monkeypatch):
    monkeypatch.setattr("summaries.digest.rank.UNCONFIRMED_PER_STORY", 0)
    await flow.take_in(bote())
    first = await flow.digest_for_chat(chat, clock.now)
    assert (first.stories[0].claims, first.stories[0].more) == ((), 1)
    tell(database, clock, chat, first, "1")
    assert (await flow.digest_for_chat(chat, clock.now)).empty
    assert not (await flow.news(chat, clock.now)).tally
    monkeypatch.undo()
    clock.now += timedelta(hours=1)
    await flow.take_in(kurier())
    second = await flow.digest_for_chat(chat, clock.now)
    assert claims_of(second)[0].changed_from is Status.UNCONFIRMED


async def test_it_tells_another_chat_what_the_first_one_knows(flow, database, clock, chat):
    await flow.take_in(bote())
    tell(database, clock, chat, await flow.digest_for_chat(chat, clock.now), "1")
    with database.writing() as session:
        other = chats.register(session, -200, "group", "Neu", clock.now).id
    assert claims_of(await flow.digest_for_chat(other, clock.now))[0].new


async def test_it_tells_an_article_again_whose_digest_was_only_reserved(flow, database, clock, chat):
    await flow.take_in(bote())
    with database.writing() as session:
        digests.create(
            session,
            chat_pk=chat,
            slot_key="1",
            kind="plan",
            window_start=None,
            window_end=clock.now,
            now=clock.now,
        )
    clock.now += timedelta(hours=1)
    assert not (await flow.digest_for_chat(chat, clock.now)).empty


async def test_it_tells_a_late_article_of_an_old_day(flow, database, clock, chat):
    await flow.take_in(kurier(4))
    tell(database, clock, chat, await flow.digest_for_chat(chat, clock.now), "1")
    clock.now += timedelta(hours=1)
    await flow.take_in(bote(3))
    late = await flow.digest_for_chat(chat, clock.now)
    assert [one.outlet for one in late.stories[0].articles] == ["Bote"]
    assert claims_of(late)[0].changed_from is Status.UNCONFIRMED


async def test_it_tells_a_new_chat_about_the_last_week_only(flow, clock, chat):
    await flow.take_in(bote())
    assert not (await flow.digest_for_chat(chat, clock.now + timedelta(days=6))).empty
    assert (await flow.digest_for_chat(chat, clock.now + timedelta(days=8))).empty


async def test_it_reports_how_it_stands(filled, database, clock, make_flow):
    with database.writing() as session:
        for ordinal in range(3):
            row = Submission(
                chat_id=1,
                message_id=1,
                ordinal=ordinal,
                kind=SubmissionKind.URL,
                payload="x",
                received_at=clock.now,
            )
            submissions.put(session, row)
        submissions.mark_failed(session, 1, "not_found", clock.now)
        state.put(session, "x", "y", clock.now)
    planned = clock.now + timedelta(hours=3)
    report = await make_flow(next_digest=lambda _, now: planned).status(clock.now)
    assert (report.articles_today, report.articles_total) == (3, 3)
    assert (report.stories_today, report.stories_total) == (1, 1)
    assert (report.queued, report.failed) == (2, 1)
    assert (report.newest, report.next_digest) == (clock.now, planned)
    tomorrow = await filled.status(clock.now + timedelta(days=1))
    assert (tomorrow.articles_today, tomorrow.stories_today, tomorrow.failed) == (0, 0, 0)


async def test_it_begins_the_day_at_local_midnight(filled, clock):
    late = clock.now.replace(hour=23, minute=30)  # half past midnight in Berlin
    assert (await filled.status(late)).articles_today == 0


async def test_it_shows_a_story_in_full(filled):
    view = await filled.story(1, at(9))
    assert [one.id for one in view.articles] == ["b-3", "a2", "a3"]
    assert [one.claim.status for one in view.claims] == [Status.CONFIRMED]
    assert len(view.claims[0].claim.history) == 3


async def test_it_knows_no_story_that_is_not_there(filled):
    for number, now in [(99, at(9)), (1, at(2))]:
        with pytest.raises(LookupError):
            await filled.story(number, now)


async def test_it_names_failed_inputs_in_the_foot(filled, database, clock):
    with database.writing() as session:
        row = Submission(chat_id=1, message_id=1, kind=SubmissionKind.URL, payload="x", received_at=clock.now)
        submissions.put(session, row)
        submissions.mark_failed(session, 1, "not_found", clock.now)
    assert (await filled.digest(at(1), at(20))).foot.gaps.failed == 1


async def test_the_ledger_takes_no_key_of_digits_for_a_stored_claim(make_flow, database, clock, chat):
    """A key is hexadecimal: one of 1,800 has digits only, and would name a claim that is not there."""

    def keyed(evidence):
        return tuple(replace(one, key="1234567890123456") for one in compare(evidence))

    await make_flow().take_in(bote())
    with database.writing() as session:
        session.exec(update(Claim).values(payload="{}", key="of older rules"))
        session.exec(delete(Comparison))
    told = await make_flow(compare=keyed).digest_for_chat(chat, clock.now)
    assert not told.empty
    tell(database, clock, chat, told, "1")  # a foreign key would fail
    with database.reading() as session:
        assert digests.ledger(session, chat) == {}
