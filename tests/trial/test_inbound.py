"""Updates of people: each one is what python-telegram-bot expects, with nothing unknown in it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from telegram import Bot, Update

from bot.trial import inbound
from bot.trial.chats import ANONYMOUS_ADMIN, Upload
from bot.trial.inbound import from_channel, from_chat, from_hidden, from_user
from tests.trial.conftest import unknown_fields

AT = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)


@pytest.fixture
def updates(world):
    def read():
        found = [Update.de_json(raw, Bot(world.token)) for raw in world.updates.pending]
        for update in found:
            assert list(unknown_fields(update)) == []
        return found

    return read


@pytest.fixture
def chat(world):
    return world.private(world.user())


def test_it_writes_with_entities(people, chat, updates):
    people.write(chat, "/plan 18:00 🔥 https://blatt.example/a")
    (update,) = updates()
    message = update.effective_message
    assert [message.parse_entity(e) for e in message.entities] == ["/plan", "https://blatt.example/a"]


def test_it_hides_links_behind_words(people, chat, updates):
    people.write(chat, 'Lies <a href="https://blatt.example/a">das</a>', html=True)
    (update,) = updates()
    assert update.message.entities[0].url == "https://blatt.example/a"


def test_it_forwards_from_everyone(people, world, chat, updates):
    group = world.supergroup("Redaktion", username="redaktion")
    origins = [
        from_channel("Blatt", AT, username="blatt", message_id=7),
        from_user(world.user("Ben"), AT),
        from_hidden("Cem", AT),
        from_chat(group, AT),
    ]
    for origin in origins:
        people.forward(chat, origin, "Der Deich hält.")
    found = [update.message.forward_origin for update in updates()]
    assert [origin.type for origin in found] == ["channel", "user", "hidden_user", "chat"]
    assert all(origin.date == AT for origin in found)
    assert (found[0].chat.title, found[0].message_id) == ("Blatt", 7)
    assert found[2].sender_user_name == "Cem"


def test_different_channels_differ(world):
    first, second = (from_channel(name, AT)["chat"]["id"] for name in ("Blatt", "Kurier"))
    assert first != second


def test_it_sends_files_pictures_and_albums(people, chat, updates):
    people.upload(chat, Upload("a.txt", b"abc", "text/plain"), caption="https://blatt.example/a")
    people.photo(chat, Upload("a.png", b"abc", "image/png"), caption="Bild")
    people.album(chat, [Upload("1.txt", b"1"), Upload("2.txt", b"2")], caption="Zwei")
    document, photo, one, two = (update.message for update in updates())
    assert document.document.file_size == 3
    assert document.caption_entities[0].type == "url"
    assert photo.photo[0].width == 90
    assert one.media_group_id == two.media_group_id
    assert (one.caption, two.caption) == ("Zwei", None)


def test_a_channel_post_has_no_user(people, world, updates):
    channel = world.channel("Lagebild")
    people.write(channel, "/digest")
    (update,) = updates()
    assert update.channel_post.text == "/digest"
    assert update.effective_user is None


def test_an_anonymous_administrator_writes_as_the_group(people, world, updates):
    group = world.supergroup("Redaktion", admins=[world.user()])
    people.write(group, "/plan 18:00", sender=ANONYMOUS_ADMIN)
    (update,) = updates()
    assert update.effective_user.id == inbound.ANONYMOUS_ADMIN.id == 1087968824
    assert update.message.sender_chat.id == group.id


def test_it_writes_in_topics(people, world, updates):
    forum = world.forum("Ressorts", ["Politik"], members=[world.user()])
    (thread,) = forum.topics
    people.write(forum, "hallo", thread=thread)
    people.add_topic(forum, "Sport")
    said, opened = updates()
    assert (said.message.message_thread_id, said.message.is_topic_message) == (thread, True)
    assert opened.message.forum_topic_created.name == "Sport"


def test_it_edits(people, world, chat, updates):
    message = people.write(chat, "https://blatt.example/a")
    people.edit(chat, message["message_id"], "nur Text")
    channel = world.channel("Lagebild")
    post = people.write(channel, "alt")
    people.edit(channel, post["message_id"], "neu")
    original, edited, _, edited_post = updates()
    assert original.message.text == "https://blatt.example/a"
    assert edited.edited_message.text == "nur Text"
    assert edited.edited_message.entities == ()
    assert edited_post.edited_channel_post.text == "neu"


def test_it_tells_of_blocking_and_promotion(people, world, chat, updates):
    people.set_bot_status(chat, "blocked")
    channel = world.channel("Lagebild", admins=[world.user()])
    people.set_bot_status(channel, "left")
    people.set_bot_status(channel, "administrator")
    found = [update.my_chat_member.new_chat_member.status for update in updates()]
    assert found == ["kicked", "left", "administrator"]


def test_nobody_is_heard_where_the_bot_is_not(people, world, updates):
    group = world.supergroup("Redaktion", members=[world.user()])
    group.bot_status = "kicked"
    people.write(group, "hallo")
    assert updates() == []


def test_privacy_mode_shows_commands_only(people, world, updates):
    world.reads_all = False
    group = world.supergroup("Redaktion", members=[world.user()])
    people.write(group, "hallo")
    people.forward(group, from_hidden("Cem", AT), "Text")
    people.write(group, "/status")
    assert [update.message.text for update in updates()] == ["/status"]


def test_it_migrates_a_group(people, world, updates):
    group = world.group("Redaktion", admins=[world.user()])
    new = people.migrate(group)
    old_message, new_message = (update.message for update in updates())
    assert old_message.migrate_to_chat_id == new.id
    assert new_message.migrate_from_chat_id == group.id


def test_a_channel_post_appears_in_the_discussion_group(people, world, updates):
    channel, group = world.channel("Lagebild"), world.supergroup("Gespräch")
    post = people.write(channel, "neu")
    people.auto_forward(group, channel, post)
    forwarded = updates()[-1].message
    assert forwarded.is_automatic_forward
    assert forwarded.from_user.id == 777000


def test_updates_wait_only_if_asked_for(people, world, chat):
    world.updates.allowed = frozenset({"callback_query"})
    people.write(chat, "hallo")
    assert world.updates.pending == []


def test_raw_updates_pass_unchecked(world):
    world.updates.put_raw({"update_id": 5, "message": {"date": "NaN"}})
    assert world.updates.pending == [{"update_id": 5, "message": {"date": "NaN"}}]
