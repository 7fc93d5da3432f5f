"""What a chat is told at once, and what it costs to find out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.flow import telling
from bot.flow.claims import STALE
from storage import chats, interests
from storage.interests import Subject
from storage.tables import Wish
from tests.digest.build import at
from tests.flow.fakes import document


@pytest.fixture
def chat(database, clock):
    with database.writing() as session:
        return chats.register(session, -100, "group", "Redaktion", clock.now).id


@pytest.fixture
def _large(monkeypatch):
    """Let stories be large from their second article on."""
    monkeypatch.setattr("bot.flow.settling.COMPARED_AT_ONCE", 1)
    monkeypatch.setattr("bot.flow.settling.COMPARED_SHARE", 1)


def follow(database, clock, chat, subject):
    with database.writing() as session:
        interests.put(session, chat, subject, Wish.FOLLOW, clock.now)


async def bring(flow, clock, story, number, stance):
    clock.now += timedelta(minutes=1)
    lines = [f"Stimme{number} > {stance} > Truppen"]
    title = f"{story} {number}"
    await flow.take_in(document(f"Blatt {number}{story}", title, lines, at(number), filler=title))


@pytest.mark.parametrize("subject", [Subject(story_id=1), Subject.of_word("deich")])
@pytest.mark.usefixtures("_large")
async def test_a_large_story_is_compared_at_once_only_where_it_is_followed(
    flow, database, clock, chat, subject
):
    for story in ("Deich", "Wetter"):
        await bring(flow, clock, story, 1, "asserts")
    follow(database, clock, chat, subject)
    since = clock.now
    for story in ("Deich", "Wetter"):
        await bring(flow, clock, story, 2, "denies")
    digest = await flow.alert(chat, since, clock.now)
    assert [story.title.split()[0] for story in digest.stories] == ["Deich"]
    assert digest.stories[0].claims[0].new
    with database.reading() as session:
        assert telling.unsettled(session, STALE) == [2]


async def test_what_came_before_the_wish_is_no_news(flow, database, clock, chat):
    await bring(flow, clock, "Deich", 1, "asserts")
    await bring(flow, clock, "Deich", 2, "denies")
    clock.now += timedelta(minutes=10)
    follow(database, clock, chat, Subject(story_id=1))
    await bring(flow, clock, "Deich", 3, "asserts")
    digest = await flow.alert(chat, clock.now - timedelta(hours=1), clock.now)
    assert digest.empty  # it was contested before, and still is
