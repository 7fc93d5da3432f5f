"""Texts whose time is over: blank but for what is quoted, and everything goes on as before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.flow.retaining import thin_texts, thinned
from bot.housekeeping import Housekeeping
from bot.transactions import Transactions
from storage import retention
from storage.tables import Revision, Submission, SubmissionKind
from storage.text import fold
from summaries.digest import digest_json
from summaries.model import Span
from tests.digest.build import at
from tests.flow.fakes import document
from tests.storage import make

SECRET = "Kanarienvogel im Absatz, den niemand zitiert"
DAYS = 30


async def take_in(flow):
    lines = ["NIS > asserts > Truppen", SECRET, "Kreml > denies > Truppen"]
    await flow.take_in(document("Bote", "Kursk", lines, at(3), filler="Oder"))
    other = ["Ukraine > asserts > Truppen"]
    await flow.take_in(document("Kurier", "Kursk heute", other, at(4), filler="Elbe"))


def later(clock, days=DAYS + 1):
    return clock.now + timedelta(days=days)


def test_it_keeps_the_length_and_the_places():
    assert thinned("Ein Satz. Noch einer.", [Span(4, 9)]) == "    Satz.            "


async def test_it_keeps_only_what_is_quoted(flow, database, clock):
    await take_in(flow)
    with database.writing() as session:
        assert thin_texts(session, clock.now, DAYS) == 0
        assert thin_texts(session, later(clock), DAYS) == 2
        assert thin_texts(session, later(clock), DAYS) == 0
        assert retention.whole(session, later(clock)) == 0
    with database.reading() as session:
        texts = [row.text for row in session.exec(select(Revision))]
    assert SECRET not in "".join(texts)
    assert "Sandsäcken" not in "".join(texts)
    assert "NIS > asserts > Truppen" in texts[0]


async def test_digest_story_and_reasons_stay_the_same(flow, make_flow, database, clock):
    await take_in(flow)
    before = digest_json(await flow.digest(None, at(5), all_claims=True)), await flow.story(1)
    with database.writing() as session:
        thin_texts(session, later(clock), DAYS)
    again = make_flow()
    assert (digest_json(await again.digest(None, at(5), all_claims=True)), await again.story(1)) == before


async def test_a_later_article_finds_its_story_and_changes_the_status(flow, make_flow, database, clock):
    await take_in(flow)
    with database.writing() as session:
        thin_texts(session, later(clock), DAYS)
    again = make_flow()
    stored = await again.take_in(
        document("Blatt", "Kursk", ["Kreml > concedes > Truppen"], at(6), filler="Spree")
    )
    assert (stored.story_id, stored.confirmed) == (1, 1)


async def test_a_statement_whose_sentence_is_gone_is_not_compared(flow, database, clock):
    await take_in(flow)
    with database.writing() as session:
        row = session.get(Revision, 1)
        retention.thin(session, row, " " * len(row.text), at(4))
    digest = await flow.digest(None, at(5), all_claims=True)
    quotes = [voice.quote for story in digest.stories for view in story.claims for voice in view.claim.voices]
    assert quotes == ["Ukraine > asserts > Truppen"]


def test_a_shorter_text_is_refused(database):
    with database.writing() as session:
        make.article(session, "Der Damm hält.")
        with pytest.raises(ValueError, match="places"):
            retention.thin(session, session.get(Revision, 1), "Der", at(3))


def test_superseded_revisions_are_emptied(database, clock):
    from storage import articles  # noqa: PLC0415

    with database.writing() as session:
        key = make.article(session, "Erste Fassung", at(3))
        articles.add_revision(session, key, make.revision("Zweite Fassung", at(3)))
        thin_texts(session, later(clock), DAYS)
        assert [row.text.strip() for row in session.exec(select(Revision))] == ["", ""]


def test_what_was_sent_in_goes_and_links_stay(database, clock):
    with database.writing() as session:
        for number, kind in enumerate(SubmissionKind):
            session.add(make.submission(number, kind=kind, payload=f"{kind} {SECRET}", origin="{}"))
        for row in session.exec(select(Submission)):
            row.done_at = clock.now
        assert retention.forget_submitted(session, later(clock)) == 2
        assert [bool(row.payload) for row in session.exec(select(Submission))] == [True, False, False]


@pytest.mark.sqlite
async def test_housekeeping_leaves_no_trace_in_the_file(flow, database, clock, tmp_path):
    await take_in(flow)
    copy = tmp_path / "lagebild.sqlite.before-0002"
    copy.write_text(SECRET, encoding="utf-8")
    keeper = Housekeeping(Transactions(database), lambda: later(clock, 4000), DAYS, database.path)
    assert await keeper.tidy() == 2
    assert await keeper.tidy() == 0
    database.close()
    assert not copy.exists()
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert SECRET.encode() not in left
    assert fold(SECRET).encode() not in left  # the copy that is searched
    assert b"Truppen" in left
