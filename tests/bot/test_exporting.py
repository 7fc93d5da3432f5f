"""/export: a story or a period as a document."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime

import pytest

from bot.views.export import KINDS, export
from summaries.digest import ArticleView, KnownClaim, StoryView
from summaries.model import Certainty, Claim, Rule, Source, Stance, Status, StatusEvent, Voice
from tests.bot.test_chats import KINDS as CHATS
from tests.bot.test_chats import room
from tests.bot.test_searching import ask
from tests.bot.test_stories import Screen, digest_of

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
EVIL = '=1+1 <b>fett</b> *x* [l](https://boese.example) "q" & `c`'


def view(text: str = EVIL) -> StoryView:
    source = Source("a1", "Kurier", "kurier.example", NOW, "https://kurier.example/a?x=1&y=2", text)
    voice = Voice("NIS", "nis", Stance.ASSERTS, Certainty.CERTAIN, source, text, NOW, 0, "nis")
    event = StatusEvent(NOW, None, Status.UNCONFIRMED, Rule.SINGLE_VOICE, ("a1", 0))
    claim = Claim("k", text, Status.UNCONFIRMED, Rule.SINGLE_VOICE, (voice,), (event,))
    article = ArticleView("a1", "Kurier", text, NOW, "https://kurier.example/a?x=1&y=2")
    return StoryView(1, text, NOW, UTC, (article,), (KnownClaim("1", claim),))


def test_json_carries_everything_as_it_is() -> None:
    story = json.loads(export([view()], "json"))["stories"][0]
    assert story["title"] == EVIL
    assert story["claims"][0]["voices"][0]["quote"] == EVIL
    assert story["claims"][0]["status"] == "unbestätigt"
    assert story["articles"][0]["url"] == "https://kurier.example/a?x=1&y=2"


def test_csv_holds_no_formula() -> None:
    text = export([view(), view("ruhig")], "csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows[0]["zitat"] == f"'{EVIL}"
    assert rows[1]["zitat"] == "ruhig"
    assert (rows[0]["stimme"], rows[0]["haltung"], rows[0]["gewissheit"]) == ("NIS", "sagt", "ohne Vorbehalt")


def test_html_escapes_what_sources_write() -> None:
    text = export([view()], "html").decode()
    assert text.startswith("<!doctype html>")
    assert "<b>fett" not in text
    assert "&lt;b&gt;fett" in text
    assert 'href="https://kurier.example/a?x=1&amp;y=2"' in text


def test_markdown_escapes_what_sources_write() -> None:
    text = export([view()], "md").decode()
    assert "\\[l\\](" in text
    assert "\\*x\\*" in text
    assert "\\<b\\>" in text
    assert "](<https://kurier.example/a?x=1&y=2>)" in text
    assert "\n## " in text


@pytest.mark.parametrize("kind", CHATS)
async def test_a_story_comes_as_a_document(house, ada, kind):
    chat, thread = room(house, kind, ada)
    async with house.running():
        await digest_of(house, chat, thread)
        screen = await ask(house, chat, "/story 1", "Story 1", thread)
        await screen.tap("Exportieren")
        assert screen.labels == ["Markdown", "HTML", "JSON", "CSV", "‹ zurück"]
        for label in ("Markdown", "HTML", "JSON", "CSV"):
            await screen.tap(label)
        await screen.tap("zurück")
        assert "Story 1" in screen.text
    calls = house.world.calls_of("sendDocument")
    names = [next(iter(call.uploads.values())).name for call in calls]
    assert names == [f"lagebild-story-1.{kind}" for kind in KINDS]
    body = next(iter(calls[0].uploads.values())).data.decode()
    assert "Truppen in Kursk" in body
    assert "NIS > asserts > Truppen" in body.replace("\\>", ">")
    assert {message.get("message_thread_id") for message in house.world.sent(chat)} == {thread}


async def test_it_says_what_does_not_fit_into_a_document(house, ada, monkeypatch):
    monkeypatch.setattr("bot.handlers.exporting.EXPORT_STORIES", 1)
    chat = house.world.private(ada)
    async with house.running():
        await digest_of(house, chat)
        house.people.write(chat, "/export 7d json")
        await house.until(lambda: house.world.calls_of("sendDocument"))
        caption = house.world.calls_of("sendDocument")[0].params["caption"].replace("\u00a0", " ")
    assert caption == "📄 1 Story von 2; für die übrigen nimm einen kürzeren Zeitraum"


async def test_a_period_comes_as_a_document(house, ada):
    chat = house.world.private(ada)
    async with house.running() as bot:
        await digest_of(house, chat)
        house.people.write(chat, "/export 7d json")
        await house.until(lambda: house.world.calls_of("sendDocument"))
        body = next(iter(house.world.calls_of("sendDocument")[0].uploads.values())).data
        assert {story["title"] for story in json.loads(body)["stories"]} == {"Truppen in Kursk", "Deich hält"}
        await ask(house, chat, "/export 99 csv", "Eine Story 99 gibt es hier nicht")
        await ask(house, chat, "/export bald", "Schreib die Nummer einer Story oder einen Zeitraum")
        house.people.write(chat, "/export")
        await house.says(chat, "Welcher Zeitraum")
        await house.quiet(bot)
        screen = Screen(house, chat, house.world.sent(chat)[-1])
        await screen.tap("heute")
        assert "In welchem Format" in screen.text
        await screen.tap("CSV")
        assert len(house.world.calls_of("sendDocument")) == 2
