from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, select

from storage import Database, articles, chats, claims, digests, statements, stories
from storage.claims import ClaimRecord, EventRecord
from storage.tables import Statement, StatusEvent
from storage.writes import key_of
from tests.storage import make
from tests.storage.make import NOW, hours


def event(article: int, at: datetime = NOW, old: str | None = None, new: str = "unbestätigt") -> EventRecord:
    return EventRecord(at, old, new, "Eine Stimme", article, 1)


def record(key: str, **values: object) -> ClaimRecord:
    base = ClaimRecord(
        key=key,
        text=f"Text von {key}",
        status="unbestätigt",
        rule="Eine Stimme",
        first_at=NOW,
        changed_at=NOW,
    )
    return replace(base, **values)  # type: ignore[arg-type]


def story_with_statements(session: Session, number: int = 3) -> tuple[int, int]:
    """Return a story and its one article, which states ``number`` things."""
    story = key_of(make.story(session))
    article = make.article(session, story_id=story)
    stated = [make.statement(n) for n in range(1, number + 1)]
    statements.replace(session, articles.latest_revision(session, article), stated)
    return story, article


def test_claims_come_back_heaviest_first(database: Database) -> None:
    with database.writing() as session:
        story, _ = story_with_statements(session)
        claims.replace(session, story, [record("a", weight=1.0), record("b", weight=2.0)], NOW)
    with database.reading() as session:
        assert [claim.key for claim in claims.of_story(session, story)] == ["b", "a"]


def test_a_claim_keeps_its_id_by_its_key(database: Database) -> None:
    with database.writing() as session:
        story, _ = story_with_statements(session)
        [before] = claims.replace(session, story, [record("a")], NOW)
        [after] = claims.replace(session, story, [record("a", status="bestätigt")], NOW)
        assert (after.id, after.status) == (before.id, "bestätigt")


def test_a_claim_keeps_its_id_under_a_new_key_if_the_id_is_given(database: Database) -> None:
    with database.writing() as session:
        story, _ = story_with_statements(session)
        [before] = claims.replace(session, story, [record("a")], NOW)
        [after] = claims.replace(session, story, [record("z", id=before.id)], NOW)
        assert (after.id, after.key) == (before.id, "z")


def test_claims_may_swap_their_keys(database: Database) -> None:
    with database.writing() as session:
        story, _ = story_with_statements(session)
        a, b = claims.replace(session, story, [record("a"), record("b")], NOW)
        claims.replace(session, story, [record("b", id=a.id), record("a", id=b.id)], NOW)
        assert (a.key, b.key) == ("b", "a")


def test_a_claim_that_is_gone_is_retired_and_comes_back_as_itself(database: Database) -> None:
    with database.writing() as session:
        story, _ = story_with_statements(session)
        [claim] = claims.replace(session, story, [record("a")], NOW)
        assert claims.replace(session, story, [], hours(1)) == []
        assert claims.of_story(session, story) == []
        assert claims.get(session, key_of(claim)).retired_at == hours(1)
        claims.replace(session, story, [], hours(2))
        assert claim.retired_at == hours(1)
        [back] = claims.replace(session, story, [record("a")], hours(3))
        assert (back.id, back.retired_at) == (claim.id, None)


def test_a_key_that_a_retired_claim_had_is_free_for_another(database: Database) -> None:
    with database.writing() as session:
        story, _ = story_with_statements(session)
        a, b = claims.replace(session, story, [record("a"), record("b")], NOW)
        [kept] = claims.replace(session, story, [record("a", id=b.id)], NOW)
        assert (kept.id, kept.key, a.retired_at) == (b.id, "a", NOW)


@pytest.mark.parametrize("ids", [(1, 1), (1, 2)])
def test_a_claim_of_another_story_or_one_used_twice_is_refused(
    database: Database, ids: tuple[int, int]
) -> None:
    with database.writing() as session:
        story, _ = story_with_statements(session)
        other, _ = story_with_statements(session)
        claims.replace(session, story, [record("a")], NOW)
        claims.replace(session, other, [record("b")], NOW)
        with pytest.raises(ValueError, match="claim"):
            claims.replace(session, story, [record("a", id=ids[0]), record("b", id=ids[1])], NOW)


def test_a_claim_that_does_not_exist_is_refused(database: Database) -> None:
    with database.writing() as session:
        story, _ = story_with_statements(session)
        with pytest.raises(LookupError):
            claims.replace(session, story, [record("a", id=77)], NOW)


def test_events_are_written_once_however_often_they_are_computed(database: Database) -> None:
    with database.writing() as session:
        story, article = story_with_statements(session)
        first = event(article)
        second = event(article, hours(1), "unbestätigt", "bestätigt")
        claims.replace(session, story, [record("a", events=(first,))], NOW)
        ids = session.exec(select(StatusEvent.id)).all()
        for _ in range(3):
            [claim] = claims.replace(session, story, [record("a", events=(first, second))], NOW)
        found = claims.history(session, key_of(claim))
        assert [row.new_status for row in found] == ["unbestätigt", "bestätigt"]
        assert [found[0].id] == list(ids)


def test_events_in_the_hour_that_clocks_repeat_are_written_once(database: Database) -> None:
    night = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"), fold=1)
    with database.writing() as session:
        story, article = story_with_statements(session)
        claims.replace(session, story, [record("a", events=(event(article, night),))], NOW)
        before = session.exec(select(StatusEvent.id)).all()
    with database.writing() as session:
        claims.replace(session, story, [record("a", events=(event(article, night),))], NOW)
        assert session.exec(select(StatusEvent.id)).all() == before


def test_a_history_that_an_older_article_changes_is_corrected(database: Database) -> None:
    with database.writing() as session:
        story, article = story_with_statements(session)
        claims.replace(session, story, [record("a", events=(event(article),))], NOW)
        earlier = event(article, hours(-9))
        [claim] = claims.replace(session, story, [record("a", events=(earlier,))], NOW)
        assert [row.at for row in claims.history(session, key_of(claim))] == [hours(-9)]


def test_events_of_one_time_stand_as_they_were_computed(database: Database) -> None:
    with database.writing() as session:
        story, article = make.story(session), make.article(session)
        doubted = event(article, new="umstritten")
        claims.replace(session, key_of(story), [record("k", events=(doubted,))], NOW)
    with database.writing() as session:
        first = event(article)
        later = replace(doubted, old_status="unbestätigt")
        (claim,) = claims.replace(session, key_of(story), [record("k", events=(first, later))], NOW)
        told = [row.new_status for row in claims.history(session, key_of(claim))]
    assert told == ["unbestätigt", "umstritten"]
    with database.writing() as session:
        (claim,) = claims.replace(session, key_of(story), [record("k", events=(doubted, first))], NOW)
        told = [row.new_status for row in claims.history(session, key_of(claim))]
    assert told == ["umstritten", "unbestätigt"]


def test_changes_of_a_window_come_with_their_claims(database: Database) -> None:
    with database.writing() as session:
        story, article = story_with_statements(session)
        events = tuple(event(article, hours(n)) for n in range(3))
        claims.replace(session, story, [record("a", events=events), record("b", events=events[:1])], NOW)
        found = claims.changes(session, hours(0), hours(1))
        assert [(row.at, claim.key) for row, claim in found] == [(hours(1), "a")]
        claims.replace(session, story, [], NOW)
        assert claims.changes(session, hours(-1), hours(9)) == []


def test_statements_know_their_claim(database: Database) -> None:
    with database.writing() as session:
        story, article = story_with_statements(session)
        members = ((article, 1), (article, 3))
        [claim] = claims.replace(session, story, [record("a", members=members)], NOW)
        assert [s.number for s in statements.of_claim(session, key_of(claim))] == [1, 3]
        [claim] = claims.replace(session, story, [record("a", members=((article, 2),))], NOW)
        assert [s.number for s in statements.of_claim(session, key_of(claim))] == [2]


def test_statements_of_other_stories_are_left_alone(database: Database) -> None:
    with database.writing() as session:
        story, article = story_with_statements(session)
        other, there = story_with_statements(session)
        [claim] = claims.replace(session, other, [record("x", members=((there, 1),))], NOW)
        claims.replace(session, story, [record("a", members=((article, 1),))], NOW)
        assert len(statements.of_claim(session, key_of(claim))) == 1


def test_statements_are_those_of_the_latest_revision(database: Database) -> None:
    with database.writing() as session:
        _, article = story_with_statements(session, 3)
        revision = articles.add_revision(session, article, make.revision("Neuer Text"))
        statements.replace(session, revision, [make.statement(1, speaker="Amt")])
        assert [s.speaker for s in statements.of_article(session, article)] == ["Amt"]
        assert [s.speaker for s in statements.of_revisions(session, [key_of(revision)])] == ["Amt"]


def test_statements_of_a_revision_are_replaced_not_added(database: Database) -> None:
    with database.writing() as session:
        _, article = story_with_statements(session, 3)
        revision = articles.latest_revision(session, article)
        statements.replace(session, revision, [make.statement(1)])
        assert len(session.exec(select(Statement)).all()) == 1


def test_merged_stories_keep_claims_and_what_chats_were_told(database: Database) -> None:
    with database.writing() as session:
        kept, _ = story_with_statements(session)
        gone, _ = story_with_statements(session)
        claims.replace(session, kept, [record("a")], NOW)
        told = claims.replace(session, gone, [record("a"), record("b")], NOW)
        chat = key_of(chats.register(session, -1, "group", "", NOW))
        digest = digests.create(
            session,
            chat_pk=chat,
            slot_key="x",
            kind="slot",
            window_start=None,
            window_end=NOW,
            now=NOW,
        )
        assert digest is not None
        digests.write(session, key_of(digest), [digests.Part("x")], {key_of(c): c.status for c in told})
        stories.merge(session, gone, kept)
        assert len(claims.of_story(session, kept)) == 3
        assert set(digests.ledger(session, chat)) == {key_of(claim) for claim in told}
