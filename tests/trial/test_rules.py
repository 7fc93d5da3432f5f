"""What Telegram refuses, and in which words."""

from __future__ import annotations

import json
import struct
from datetime import timedelta

import pytest

from bot.trial.api import answer
from bot.trial.chats import Upload
from bot.trial.errors import ContractError
from bot.trial.rules import NOT_MODIFIED
from bot.trial.world import World
from tests.trial.conftest import NOW

KEYBOARD = "can't parse inline keyboard button: "
BAD_URL = "inline keyboard button URL '{}' is invalid: Wrong HTTP URL"
SEND = {"chat_id": 1, "text": "x"}
MESSAGE = {"chat_id": 1, "message_id": 1}
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 1080, 1390)
REPLIED = "message to be replied not found"


class Caller:
    def __init__(self, world):
        self.world = world

    async def __call__(self, method, uploads=None, **values):
        wire = {k: v if isinstance(v, str) else json.dumps(v) for k, v in values.items()}
        reply = await answer(self.world, method, wire, uploads)
        body = json.loads(reply.body)
        return body["result"] if body["ok"] else body["description"]


@pytest.fixture
def call(world):
    return Caller(world)


@pytest.fixture
def chat(world):
    return world.private(world.user())


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "message text is empty"),
        (" \n ", "text must be non-empty"),
        ("\u202e", "text must be non-empty"),
        ("a" * 4097, "message is too long"),
        ("𝔘" * 2049, "message is too long"),
    ],
)
async def test_it_checks_the_length(call, chat, text, error):
    assert await call("sendMessage", chat_id=chat.id, text=text) == f"Bad Request: {error}"


@pytest.mark.parametrize("text", ["a" * 4096, "𝔘" * 2048, "<b>" + "a" * 4096 + "</b>", "&lt;" * 4096])
async def test_it_counts_after_parsing(call, chat, text):
    mode = {"parse_mode": "HTML"} if text[0] in "<&" else {}
    assert (await call("sendMessage", chat_id=chat.id, text=text, **mode))["message_id"]


async def test_it_shows_a_hundred_entities_only(call, chat):
    sent = await call("sendMessage", chat_id=chat.id, parse_mode="HTML", text="<b>x</b> " * 130)
    assert len(sent["entities"]) == 100
    assert sent["text"].count("x") == 130


async def test_it_limits_captions(call, chat):
    upload = {"document": Upload("a.txt", b"x")}
    sent = await call("sendDocument", upload, chat_id=chat.id, caption="a" * 1024)
    assert sent["document"]["file_name"] == "a.txt"
    refused = await call("sendDocument", upload, chat_id=chat.id, caption="a" * 1025)
    assert refused == "Bad Request: message caption is too long"
    empty = await call("sendDocument", {"document": Upload("a", b"")}, chat_id=chat.id)
    assert empty == "Bad Request: file must be non-empty"


def keys(*rows):
    return {"inline_keyboard": [list(row) for row in rows]}


def tap(data, text="x"):
    return {"text": text, "callback_data": data}


@pytest.mark.parametrize(
    ("markup", "error"),
    [
        (keys([tap("")]), "BUTTON_DATA_INVALID"),
        (keys([tap("a" * 65)]), "BUTTON_DATA_INVALID"),
        (keys([tap("ä" * 33)]), "BUTTON_DATA_INVALID"),
        (keys([tap("a")] * 9), "reply markup is too long"),
        (keys(*[[tap("a")]] * 101), "reply markup is too long"),
        (keys([{"text": "x"}]), KEYBOARD + "Text buttons are unallowed in the inline keyboard"),
        (keys([tap("a", " ")]), KEYBOARD + "button text must be non-empty"),
        (keys([tap("a") | {"url": "https://x.example"}]), KEYBOARD + "exactly one action is allowed"),
        (keys([{"text": "x", "url": "javascript:x"}]), BAD_URL.format("javascript:x")),
        (keys([{"text": "x", "url": "http://localhost/"}]), BAD_URL.format("http://localhost/")),
        (keys([{"text": "x", "copy_text": {"text": ""}}]), "BUTTON_COPY_TEXT_INVALID"),
    ],
)  # fmt: skip
async def test_it_checks_keyboards(call, chat, markup, error):
    assert (
        await call("sendMessage", chat_id=chat.id, text="x", reply_markup=markup) == f"Bad Request: {error}"
    )
    assert not chat.messages


async def test_it_takes_a_keyboard_at_the_limits(call, chat):
    markup = keys([tap("ä" * 32)], *[[tap("a")] * 8] * 12)
    sent = await call("sendMessage", chat_id=chat.id, text="x", reply_markup=markup)
    assert sent["reply_markup"] == markup


@pytest.mark.parametrize(
    ("method", "values", "error"),
    [
        ("sendMessage", {"chat_id": 42, "text": "x"}, "chat not found"),
        ("sendMessage", {"chat_id": "@niemand", "text": "x"}, "chat not found"),
        ("sendMessage", {"text": "x", "message_thread_id": 7}, "message thread not found"),
        ("sendMessage", {"text": "x", "reply_parameters": {"message_id": 99}}, REPLIED),
        ("editMessageText", {"text": "x", "message_id": 99}, "message to edit not found"),
        ("editMessageText", {"text": "x"}, "message identifier is not specified"),
        ("deleteMessage", {"message_id": 99}, "message to delete not found"),
        ("setMessageReaction", {"message_id": 99}, "message to react not found"),
        ("pinChatMessage", {"message_id": 99}, "message to pin not found"),
        ("unpinChatMessage", {}, "message to unpin not found"),
        ("getFile", {"file_id": "x"}, "invalid file_id"),
        ("sendDocument", {"document": "x"}, "wrong file identifier/HTTP URL specified"),
        ("leaveChat", {}, "chat member status can't be changed in private chats"),
        ("getChatAdministrators", {}, "there are no administrators in the private chat"),
        ("getChatMember", {"user_id": 99}, "PARTICIPANT_ID_INVALID"),
    ],
)  # fmt: skip
async def test_it_refuses_what_is_not_there(call, chat, method, values, error):
    assert (
        await call(method, **{"chat_id": chat.id, **values} if method != "getFile" else values)
        == f"Bad Request: {error}"
    )


async def test_it_sends_without_a_vanished_reply_if_told_so(call, chat):
    reply = {"message_id": 99, "allow_sending_without_reply": True}
    sent = await call("sendMessage", chat_id=chat.id, text="x", reply_parameters=reply)
    assert "reply_to_message" not in sent


async def test_it_refuses_an_edit_that_changes_nothing(call, chat):
    markup = keys([tap("a")])
    text = {"chat_id": chat.id, "text": "<b>x</b>", "parse_mode": "HTML", "reply_markup": markup}
    sent = await call("sendMessage", **text)
    assert (
        await call("editMessageText", **text, message_id=sent["message_id"]) == f"Bad Request: {NOT_MODIFIED}"
    )
    same_keys = {"chat_id": chat.id, "message_id": sent["message_id"], "reply_markup": markup}
    assert await call("editMessageReplyMarkup", **same_keys) == f"Bad Request: {NOT_MODIFIED}"
    text["text"] = "x"
    edited = await call("editMessageText", **text, message_id=sent["message_id"])
    assert "entities" not in edited
    assert call.world.calls_of("sendMessage")[0].result == sent
    assert edited["edit_date"]


async def test_an_edit_without_keyboard_removes_it(call, chat):
    sent = await call("sendMessage", chat_id=chat.id, text="x", reply_markup=keys([tap("a")]))
    edited = await call("editMessageText", chat_id=chat.id, message_id=sent["message_id"], text="x")
    assert "reply_markup" not in edited


async def test_it_edits_only_the_bots_own_text(call, chat, people):
    other = people.write(chat, "hallo")
    edit = {"chat_id": chat.id, "message_id": other["message_id"], "text": "x"}
    assert await call("editMessageText", **edit) == "Bad Request: message can't be edited"
    sent = await call("sendDocument", {"document": Upload("a", b"x")}, chat_id=chat.id)
    edit["message_id"] = sent["message_id"]
    assert await call("editMessageText", **edit) == "Bad Request: there is no text in the message to edit"
    captioned = await call(
        "editMessageCaption", chat_id=chat.id, message_id=sent["message_id"], caption="neu"
    )
    assert captioned["caption"] == "neu"


@pytest.mark.parametrize(
    ("commands", "error"),
    [
        ([{"command": "Start", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "über", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "a" * 33, "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "a", "description": ""}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": "a", "description": "x" * 257}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": "a", "description": "x"}] * 101, "BOT_COMMANDS_TOO_MUCH"),
    ],
)
async def test_it_checks_commands(call, commands, error):
    assert await call("setMyCommands", commands=commands) == f"Bad Request: {error}"


async def test_it_keeps_commands_per_scope_and_language(call):
    menu = [{"command": "digest", "description": "Lagebild jetzt"}]
    scope = {"type": "all_group_chats"}
    await call("setMyCommands", commands=menu, scope=scope, language_code="de")
    assert await call("getMyCommands", scope=scope, language_code="de") == menu
    assert await call("getMyCommands", scope=scope) == []
    await call("deleteMyCommands", scope=scope, language_code="de")
    assert await call("getMyCommands", scope=scope, language_code="de") == []


@pytest.mark.parametrize(
    ("reactions", "error"),
    [
        ([{"type": "emoji", "emoji": "📰"}], "REACTION_INVALID"),
        ([{"type": "custom_emoji", "custom_emoji_id": "1"}], "REACTION_INVALID"),
        ([{"type": "emoji", "emoji": "👀"}, {"type": "emoji", "emoji": "👍"}], "REACTIONS_TOO_MANY"),
    ],
)
async def test_it_checks_reactions(call, chat, people, reactions, error):
    message = people.write(chat, "hallo")
    react = {"chat_id": chat.id, "message_id": message["message_id"], "reaction": reactions}
    assert await call("setMessageReaction", **react) == f"Bad Request: {error}"
    react["reaction"] = reactions[:1] if error == "REACTIONS_TOO_MANY" else []
    assert await call("setMessageReaction", **react) is True
    assert chat.reactions[message["message_id"]] == react["reaction"]


@pytest.mark.parametrize(
    ("kind", "status", "error"),
    [
        ("private", "blocked", "Forbidden: bot was blocked by the user"),
        ("supergroup", "kicked", "Forbidden: bot was kicked from the supergroup chat"),
        ("channel", "left", "Forbidden: bot is not a member of the channel chat"),
        ("channel", "member", "Bad Request: need administrator rights in the channel chat"),
        ("supergroup", "restricted", "Bad Request: not enough rights to send text messages to the chat"),
    ],
)
async def test_it_knows_where_the_bot_may_write(call, world, kind, status, error):
    user = world.user()
    chat = world.private(user) if kind == "private" else getattr(world, kind)("Redaktion", admins=[user])
    chat.bot_status = status
    assert await call("sendMessage", chat_id=chat.id, text="x") == error


async def test_it_tells_where_a_group_moved(world, people, call):
    group = world.group("Redaktion", admins=[world.user()])
    moved = people.migrate(group)
    reply = await answer(world, "sendMessage", {"chat_id": str(group.id), "text": "x"})
    assert json.loads(reply.body)["parameters"] == {"migrate_to_chat_id": moved.id}
    assert (await call("sendMessage", chat_id=moved.id, text="x"))["chat"]["id"] == moved.id


async def test_it_limits_posts_a_minute_if_told_so(world, call):
    world.flood_limit = 20
    group = world.supergroup("Redaktion", admins=[world.user()])
    for _ in range(20):
        await call("sendMessage", chat_id=group.id, text="x")
    reply = await answer(world, "sendMessage", {"chat_id": str(group.id), "text": "x"})
    assert (reply.code, json.loads(reply.body)["parameters"]) == (429, {"retry_after": 60})


async def test_it_answers_a_query_once(world, people, call, chat):
    sent = await call("sendMessage", chat_id=chat.id, text="x", reply_markup=keys([tap("a")]))
    with pytest.raises(ValueError, match="no button"):
        people.tap(chat, sent["message_id"], "b")
    query = people.tap(chat, sent["message_id"], "a")
    assert await call("answerCallbackQuery", callback_query_id=query, text="a" * 200) is True
    again = await call("answerCallbackQuery", callback_query_id=query)
    assert again == "Bad Request: query is too old and response timeout expired or query ID is invalid"


def article(name="1", **more):
    return {
        "type": "article",
        "id": name,
        "title": "Titel",
        "input_message_content": {"message_text": "x"},
    } | more


@pytest.mark.parametrize(
    ("results", "error"),
    [
        ([article(str(n)) for n in range(51)], "RESULTS_TOO_MUCH"),
        ([article(), article()], "RESULT_ID_DUPLICATE"),
        ([article("")], "RESULT_ID_INVALID"),
        ([article("ä" * 33)], "RESULT_ID_INVALID"),
        ([article(title=" ")], "ARTICLE_TITLE_EMPTY"),
        ([article(input_message_content={"message_text": ""})], "message text is empty"),
        ([article(input_message_content={"message_text": "a" * 4097})], "message is too long"),
        ([article(reply_markup=keys([tap("ä" * 33)]))], "BUTTON_DATA_INVALID"),
    ],
)
async def test_it_checks_what_is_offered_inline(call, people, chat, results, error):
    query = people.ask_inline("deich", sender=people.world.users[chat.id])
    found = await call("answerInlineQuery", inline_query_id=query, results=results)
    assert found == f"Bad Request: {error}"


async def test_it_takes_one_answer_to_an_inline_query(call, people, chat):
    query = people.ask_inline("deich", sender=people.world.users[chat.id])
    values = {"inline_query_id": query, "results": [article()], "cache_time": 0, "is_personal": True}
    assert await call("answerInlineQuery", **values) is True
    assert "query ID is invalid" in await call("answerInlineQuery", **values)


async def test_a_text_may_become_a_picture_and_not_back(call, world, chat):
    sent = await call("sendMessage", chat_id=chat.id, text="Zeitleiste", reply_markup=keys([tap("a")]))
    where = {"chat_id": chat.id, "message_id": sent["message_id"]}
    picture = Upload("bild.png", PNG, "image/png")
    media = {"type": "photo", "media": "attach://bild", "caption": "<b>Verlauf</b>", "parse_mode": "HTML"}
    shown = await call("editMessageMedia", {"bild": picture}, **where, media=media)
    assert shown["photo"][0]["width"] == 1080
    assert shown["caption"] == "Verlauf"
    assert "text" not in shown
    assert "reply_markup" not in shown
    error = await call("editMessageText", **where, text="zurück")
    assert error == "Bad Request: there is no text in the message to edit"
    same = {"type": "photo", "media": shown["photo"][0]["file_id"], "caption": "Verlauf"}
    assert "message is not modified" not in await call(
        "editMessageMedia", **where, media=same | {"caption": "x"}
    )


@pytest.mark.parametrize(
    ("caption", "error"), [("a" * 1025, "message caption is too long"), ("<x>", "can't parse entities")]
)
async def test_it_checks_the_caption_of_a_new_picture(call, chat, caption, error):
    sent = await call("sendMessage", chat_id=chat.id, text="x")
    media = {"type": "photo", "media": "attach://bild", "caption": caption, "parse_mode": "HTML"}
    picture = {"bild": Upload("bild.png", PNG, "image/png")}
    found = await call(
        "editMessageMedia", picture, chat_id=chat.id, message_id=sent["message_id"], media=media
    )
    assert error in found


@pytest.mark.parametrize(
    ("hours", "kind", "gone"), [(47, "private", True), (49, "private", False), (49, "channel", True)]
)
async def test_a_bot_deletes_only_what_is_younger_than_two_days(hours, kind, gone):
    now = [NOW]
    world = World(clock=lambda: now[0])
    call = Caller(world)
    chat = world.private(world.user()) if kind == "private" else world.channel("Lage")
    sent = await call("sendMessage", chat_id=chat.id, text="x")
    now[0] += timedelta(hours=hours)
    found = await call("deleteMessage", chat_id=chat.id, message_id=sent["message_id"])
    assert found is True if gone else found == "Bad Request: message can't be deleted"
    edited = await call("sendMessage", chat_id=chat.id, text="y")
    now[0] += timedelta(hours=500)
    assert (await call("editMessageText", chat_id=chat.id, message_id=edited["message_id"], text="z"))[
        "text"
    ] == "z"


async def test_it_names_members(world, call):
    admin, member, stranger = world.user("Ada"), world.user("Ben"), world.user("Cem")
    group = world.supergroup("Redaktion", admins=[admin], members=[member])
    statuses = [
        (await call("getChatMember", chat_id=group.id, user_id=u.id))["status"]
        for u in (admin, member, stranger)
    ]
    assert statuses == ["administrator", "member", "left"]
    leading = await call("getChatAdministrators", chat_id=group.id)
    assert [m["user"]["first_name"] for m in leading] == ["Ada"]


async def test_big_files_cannot_be_fetched(world, people, call, chat):
    message = people.upload(chat, Upload("groß.txt", b"x"), listed_size=21 * 1024 * 1024)
    assert await call("getFile", file_id=message["document"]["file_id"]) == "Bad Request: file is too big"


async def test_a_webhook_shuts_polling_out(world, call):
    assert (
        await call("setWebhook", url="http://x.example")
        == "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
    )
    await call("setWebhook", url="https://x.example/hook")
    assert (await call("getWebhookInfo"))["url"] == "https://x.example/hook"
    assert "webhook is active" in await call("getUpdates")
    await call("deleteWebhook", drop_pending_updates=True)
    assert await call("getUpdates") == []


@pytest.mark.parametrize(
    ("method", "values", "problem"),
    [
        ("sendMessage", SEND | {"disable_web_page_preview": True}, "has no field"),
        ("sendMessage", {"text": "x"}, "lacks the field 'chat_id'"),
        ("sendMessage", SEND | {"message_thread_id": "drei"}, "must be Integer"),
        ("sendMessage", SEND | {"link_preview_options": {"disabled": True}}, "has no field 'disabled'"),
        ("sendMessage", SEND | {"reply_markup": {"tasten": []}}, "must be ReplyMarkup"),
        ("sendMessage", SEND | {"reply_markup": keys([{"text": "x", "daten": "y"}])}, "has no field 'daten'"),
        ("sendMessage", SEND | {"parse_mode": "HTLM"}, "must be one of"),
        ("setMessageReaction", MESSAGE | {"reaction": [{"type": "bild"}]}, "must be ReactionType"),
        ("sendChatAction", {"chat_id": 1, "action": "tippen"}, "must be one of"),
        ("getUpdates", {"allowed_updates": ["nachricht"]}, "must be one of"),
        ("sendPoll", {"chat_id": 1}, "is no method"),
    ],
)  # fmt: skip
async def test_it_remembers_calls_that_make_no_sense(method, values, problem):
    world = World()
    reply = await Caller(world)(method, **values)
    assert reply.startswith(("Bad Request", "Not Found"))
    with pytest.raises(ContractError, match=problem):
        world.check()


async def test_it_records_every_call(world, call, chat):
    await call("sendmessage", chat_id=chat.id, text="x")
    await call("sendMessage", chat_id=1, text="x")
    first, second = world.calls_of("sendMessage")
    assert first.params == {"chat_id": chat.id, "text": "x"}
    assert (first.error, second.error) == ("", "Bad Request: chat not found")
