"""What the page shows and does, without a browser."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.trial.api import answer
from bot.trial.chats import Upload
from bot.trial.desk import Desk, DeskError, split_like_the_apps
from bot.trial.examples import Example, read_examples
from bot.trial.rooms import (
    ADMIN,
    CHANNEL_ID,
    FORUM_ID,
    GROUP_ID,
    MEMBER,
    PRIVATE_ID,
    TRIAL_CHATS,
    trial_world,
)

AT = datetime(2026, 3, 9, 7, 40, tzinfo=UTC)
LATER = datetime(2026, 3, 10, 7, 40, tzinfo=UTC)
EXAMPLES = (
    Example("a", "Blatt", AT, "Deich hält", "Der Deich hält."),
    Example("b", "Kurier", LATER, "Deich bricht", "Deich bricht\n\nEr brach."),
)


@pytest.fixture
def desk():
    return Desk(trial_world(lambda: datetime(2026, 5, 4, tzinfo=UTC)), EXAMPLES)


def texts(desk, chat_id):
    return [message["text"] for message in desk.world.chats[chat_id].messages.values()]


def test_it_shows_every_room(desk):
    state = desk.state()
    assert [chat["id"] for chat in state["chats"]] == list(TRIAL_CHATS)
    assert [topic["name"] for topic in state["chats"][3]["topics"]] == ["Politik", "Wirtschaft"]
    assert [example["id"] for example in state["examples"]] == ["a", "b"]
    json.dumps(state)


def test_a_restarted_world_reuses_no_number():
    first = trial_world(lambda: datetime(2026, 5, 4, 12, 0, 0, tzinfo=UTC))
    second = trial_world(lambda: datetime(2026, 5, 4, 12, 0, 5, tzinfo=UTC))
    assert second.chats[PRIVATE_ID].last_message_id - first.chats[PRIVATE_ID].last_message_id == 50
    assert second.updates.next_id > first.updates.next_id
    assert second.chats[PRIVATE_ID].last_message_id < 2**31


def test_it_writes(desk):
    desk.do({"do": "write", "chat": GROUP_ID, "text": "/digest"})
    (update,) = desk.world.updates.pending
    assert update["message"]["from"]["id"] == desk.person.id
    assert update["message"]["entities"][0]["type"] == "bot_command"


def test_it_writes_as_the_group(desk):
    desk.do({"do": "write", "chat": GROUP_ID, "text": "/digest", "anonymous": True})
    assert desk.world.updates.pending[0]["message"]["sender_chat"]["id"] == GROUP_ID


def test_it_splits_long_texts_as_the_apps_do(desk):
    desk.do({"do": "write", "chat": PRIVATE_ID, "text": "Wort " * 1500})
    assert [len(text) for text in texts(desk, PRIVATE_ID)] == [4094, 3404]


@pytest.mark.parametrize("text", ["a" * 10_000, "𝔘" * 3000, "a b\n" * 3000])
def test_no_part_is_too_long_and_nothing_gets_lost(text):
    parts = split_like_the_apps(text)
    assert all(0 < len(part.encode("utf-16-le")) <= 2 * 4096 for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("origin", "kind", "name"),
    [
        ("channel", "channel", lambda o: o["chat"]["title"]),
        ("person", "user", lambda o: o["sender_user"]["first_name"]),
        ("hidden", "hidden_user", lambda o: o["sender_user_name"]),
    ],
)
def test_it_forwards(desk, origin, kind, name):
    deed = {"do": "forward", "chat": PRIVATE_ID, "origin": origin, "name": "Blatt", "text": "Text"}
    desk.do(deed | {"at": "2026-03-01T08:30:00Z"})
    found = desk.world.updates.pending[0]["message"]["forward_origin"]
    assert (found["type"], name(found)) == (kind, "Blatt")
    assert found["date"] == int(datetime(2026, 3, 1, 8, 30, tzinfo=UTC).timestamp())


def test_it_sends_an_example_as_a_forward_of_its_outlet(desk):
    desk.do({"do": "example", "chat": PRIVATE_ID, "example": "a"})
    message = desk.world.updates.pending[0]["message"]
    assert message["text"] == "Deich hält\n\nDer Deich hält."
    assert message["forward_origin"]["chat"]["title"] == "Blatt"
    assert message["forward_origin"]["date"] == int(AT.timestamp())
    assert desk.state()["sent"] == [{"chat": PRIVATE_ID, "example": "a"}]


def test_it_sends_what_is_missing_in_order(desk):
    desk.do({"do": "examples", "chat": PRIVATE_ID, "day": "2026-03-10"})
    desk.do({"do": "examples", "chat": PRIVATE_ID})
    desk.do({"do": "examples", "chat": PRIVATE_ID})
    assert [text.split("\n")[0] for text in texts(desk, PRIVATE_ID)] == ["Deich bricht", "Deich hält"]


def test_it_writes_into_topics_and_channels(desk):
    (politics, _) = desk.world.chats[FORUM_ID].topics
    desk.do({"do": "write", "chat": FORUM_ID, "thread": politics, "text": "hallo"})
    desk.do({"do": "write", "chat": CHANNEL_ID, "text": "hallo"})
    said, posted = desk.world.updates.pending
    assert said["message"]["message_thread_id"] == politics
    assert "from" not in posted["channel_post"]


def test_it_uploads(desk):
    desk.upload(desk.chat(PRIVATE_ID), Upload("a.txt", b"abc", "text/plain"), caption="hier")
    message = desk.world.updates.pending[0]["message"]
    assert (message["document"]["file_name"], message["caption"]) == ("a.txt", "hier")


@pytest.mark.parametrize(
    ("deed", "error"),
    [
        ({"do": "write", "chat": 1, "text": "x"}, "unknown_chat"),
        ({"do": "write", "chat": "x", "text": "x"}, "unknown_chat"),
        ({"do": "fliegen", "chat": PRIVATE_ID}, "unknown_deed"),
        ({"do": "write", "chat": PRIVATE_ID, "text": "  "}, "empty_text"),
        ({"do": "write", "chat": PRIVATE_ID, "text": 5}, "bad_text"),
        ({"do": "write", "chat": FORUM_ID, "thread": 1, "text": "x"}, "unknown_topic"),
        ({"do": "forward", "chat": PRIVATE_ID, "name": " ", "text": "x"}, "empty_name"),
        ({"do": "forward", "chat": PRIVATE_ID, "name": "A", "text": "x", "at": "gestern"}, "bad_time"),
        ({"do": "example", "chat": PRIVATE_ID, "example": "z"}, "unknown_example"),
        ({"do": "tap", "chat": PRIVATE_ID, "message_id": 1, "data": "x"}, "unknown_message"),
    ],
)
def test_it_refuses(desk, deed, error):
    with pytest.raises(DeskError, match=error):
        desk.do(deed)
    assert desk.world.updates.pending == []


async def test_the_narrowest_menu_wins(desk):
    async def set_menu(name, **scope):
        values = {"commands": [{"command": name, "description": "x"}], **scope}
        await answer(desk.world, "setMyCommands", values)

    await set_menu("everyone")
    await set_menu("german", language_code="de")
    await set_menu("groups", scope={"type": "all_group_chats"})
    await set_menu("admins", scope={"type": "all_chat_administrators"})
    chats = desk.world.chats
    rooms = (PRIVATE_ID, GROUP_ID, CHANNEL_ID, FORUM_ID)
    menus = {chat: [c["command"] for c in desk.commands(chats[chat], desk.person)] for chat in rooms}
    assert menus == {PRIVATE_ID: ["german"], GROUP_ID: ["admins"], CHANNEL_ID: [], FORUM_ID: ["admins"]}
    of_all = {person: menu[0]["command"] for person, menu in desk.menus(chats[GROUP_ID]).items()}
    assert of_all == {str(desk.person.id): "admins", str(ADMIN.id): "admins", str(MEMBER.id): "groups"}


# People and roles


def test_it_does_things_as_whoever_is_chosen(desk):
    desk.do({"do": "write", "chat": GROUP_ID, "text": "Moin", "as": MEMBER.id})
    (message,) = desk.world.chats[GROUP_ID].messages.values()
    assert message["from"]["first_name"] == "Ben"
    upload = Upload("bild.png", b"x", "image/png")
    desk.upload(desk.world.chats[GROUP_ID], upload, person=ADMIN.id, album="7")
    message = list(desk.world.chats[GROUP_ID].messages.values())[-1]
    assert message["from"]["first_name"] == "Ada"
    assert message["media_group_id"] == "7"
    assert "photo" in message


def test_subscribers_of_a_channel_do_not_write_in_it(desk):
    with pytest.raises(DeskError, match="may_not_write"):
        desk.do({"do": "write", "chat": CHANNEL_ID, "text": "Moin", "as": MEMBER.id})
    desk.do({"do": "write", "chat": CHANNEL_ID, "text": "Moin", "as": ADMIN.id})
    assert texts(desk, CHANNEL_ID) == ["Moin"]


def test_it_does_nothing_as_a_stranger(desk):
    with pytest.raises(DeskError, match="unknown_person"):
        desk.do({"do": "write", "chat": GROUP_ID, "text": "x", "as": 1})


# Asking the bot by its name


async def test_what_the_bot_offers_can_be_posted(desk):
    asked = desk.do({"do": "ask", "chat": GROUP_ID, "text": "deich", "as": MEMBER.id})
    (update,) = desk.world.updates.pending
    assert update["inline_query"]["query"] == "deich"
    assert update["inline_query"]["chat_type"] == "supergroup"
    content = {"message_text": "<b>Der Deich</b> hält", "parse_mode": "HTML"}
    result = {"type": "article", "id": "1", "title": "Deich", "input_message_content": content}
    told = []
    desk.world.listeners.append(told.append)
    await answer(desk.world, "answerInlineQuery", {"inline_query_id": asked["query"], "results": [result]})
    assert told[0]["results"] == [{"id": "1", "title": "Deich", "description": ""}]
    chosen = {"do": "choose", "chat": GROUP_ID, "query": asked["query"], "result": "1", "as": MEMBER.id}
    desk.do(chosen)
    (message,) = desk.world.chats[GROUP_ID].messages.values()
    assert message["text"] == "Der Deich hält"
    assert message["via_bot"]["username"] == desk.world.bot.username
    assert message["from"]["first_name"] == "Ben"
    with pytest.raises(DeskError, match="unknown_result"):
        desk.do(chosen | {"result": "2"})


def test_it_cannot_ask_where_inline_mode_is_off(desk):
    desk.world.inline = False
    with pytest.raises(DeskError, match="no_inline"):
        desk.do({"do": "ask", "chat": GROUP_ID, "text": "deich"})


def test_it_reads_a_manifest(tmp_path):
    line = {"id": "b", "outlet": "Blatt", "published": "2026-03-09T07:40:00+01:00", "title": "T"}
    (tmp_path / "b.txt").write_text("Text\n", encoding="utf-8")
    lines = [
        line | {"file": "b.txt"},
        line | {"id": "a", "published": "2026-03-08T07:40:00+01:00", "text": "A"},
    ]
    (tmp_path / "manifest.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\n\n", encoding="utf-8")
    assert [(e.id, e.text) for e in read_examples(tmp_path)] == [("a", "A"), ("b", "Text")]
    assert read_examples(tmp_path / "fehlt.jsonl") == read_examples(None) == ()


def test_it_refuses_a_broken_manifest(tmp_path):
    (tmp_path / "manifest.jsonl").write_text('{"id": "a"}', encoding="utf-8")
    with pytest.raises(ValueError, match="lacks outlet, published, title"):
        read_examples(tmp_path)


def test_the_projects_own_examples_fit_into_one_message_each():
    folder = Path(__file__).parents[2] / "examples"
    examples = read_examples(folder)
    if not examples:
        pytest.skip("no examples/manifest.jsonl")
    assert all(len(split_like_the_apps(example.message)) == 1 for example in examples)


def test_it_answers_and_edits(desk):
    said = desk.do({"do": "write", "chat": GROUP_ID, "text": "Guten Morgen"})["messages"][0]
    answer = desk.do({"do": "write", "chat": GROUP_ID, "text": "/rolle", "reply_to": said})["messages"][0]
    messages = desk.world.chats[GROUP_ID].messages
    assert messages[answer]["reply_to_message"]["message_id"] == said
    desk.do({"do": "edit", "chat": GROUP_ID, "message_id": said, "text": "Guten Abend"})
    assert messages[said]["text"] == "Guten Abend"
    assert messages[said]["edit_date"]
    for deed, error in (
        ({"do": "edit", "message_id": said, "text": " "}, "empty_text"),
        ({"do": "edit", "message_id": said, "text": "x", "as": MEMBER.id}, "not_yours"),
        ({"do": "edit", "message_id": 1, "text": "x"}, "unknown_message"),
        ({"do": "write", "reply_to": "1", "text": "x"}, "unknown_message"),
    ):
        with pytest.raises(DeskError, match=error):
            desk.do({"chat": GROUP_ID, **deed})


async def test_the_field_for_an_answer_opens_for_whom_the_bot_asks(desk):
    world, events = desk.world, []
    world.listeners.append(events.append)
    said = desk.do({"do": "write", "chat": GROUP_ID, "text": "/suche", "as": MEMBER.id})["messages"][0]
    markup = {"force_reply": True, "selective": True, "input_field_placeholder": "Wörter"}
    values = {"chat_id": GROUP_ID, "text": "Wonach?", "reply_parameters": {"message_id": said}}
    await answer(world, "sendMessage", values | {"reply_markup": markup})
    (wanted,) = [event for event in events if event["type"] == "wanted"]
    assert (wanted["field"], wanted["people"]) == ("Wörter", [MEMBER.id])
    await answer(world, "sendMessage", values | {"reply_markup": {"force_reply": True}})
    assert [event["people"] for event in events if event["type"] == "wanted"][1] is None
