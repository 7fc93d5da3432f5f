"""Many messages at once: one answer that fills up; albums; quotes; reactions instead of answers."""

from __future__ import annotations

import asyncio
import time

import pytest
from sqlmodel import select

from bot.trial.chats import Upload
from bot.trial.inbound import from_channel, from_hidden, from_user
from storage import chats
from storage.tables import Article, Inbox, Outlet, Submission
from summaries.intake.problem import Problem
from tests.bot.conftest import NOW
from tests.intake.pdfs import made_pdf
from tests.intake.test_attachments import LINES, TITLE, mail

BURSTS = True
HELFER = (
    "Am Morgen haben Helfer am Deich Sandsäcke gestapelt, sagte die Sprecherin der Stadt. Die Pegel steigen, "
    "und im Rathaus tagt der Krisenstab. Mehrere Straßen sind gesperrt, wie die Polizei am Mittag mitteilte. "
    "Am Abend soll sich die Lage nach Angaben der Behörden langsam entspannen."
)
PICTURE = Upload("bild.jpg", b"x", "image/jpeg")


def rows(house, table=Submission):
    with house.database.reading() as session:
        return session.exec(select(table)).all()


def publish(house, number, **more):
    url = f"https://blatt{number}.example/a"
    place = "".join(chr(97 + int(digit)) * 3 for digit in str(number))
    said = f"Sprecher{number} > asserts > S{number}"
    return house.web.publish(url, f"Thema{number % 4} heute", said, filler=place)


def room(house, kind, person):
    if kind == "private":
        return house.world.private(person)
    if kind == "group":
        return house.world.supergroup("Redaktion", members=[person])
    return house.world.channel("Lage", admins=[person])


@pytest.mark.parametrize(
    "kind", ["group", *(pytest.param(kind, marks=pytest.mark.long) for kind in ("private", "channel"))]
)
async def test_fifty_forwards_get_one_answer_that_fills_up(house, ada, kind):
    chat = room(house, kind, ada)
    urls = [publish(house, number) for number in range(49)] + ["https://fehlt.example/x"]
    async with house.running() as bot:
        # Edits at every article would take longer than the articles, and a group takes twenty a minute.
        bot.answers.every = bot.answers.every_group = 1.0
        for number, url in enumerate(urls):
            origin = from_channel(f"Kanal {number % 5}", NOW, message_id=number)
            house.people.forward(chat, origin, f"Lest das: {url}")
        await house.says(chat, "von 50 gespeichert", seconds=90)
        await house.quiet(bot)
    (message,) = house.world.sent(chat)
    shown = message["text"].replace("\u00a0", " ").replace("\u2060", "")
    assert shown.startswith("49 von 50 gespeichert\n49 neu\n– Thema0 heute · 13 Artikel\n")
    assert "• https://fehlt.example/x: Diesen Artikel gibt es nicht" in shown
    assert len(shown.splitlines()) == 7
    assert len(house.world.calls_of("sendMessage")) == 1
    assert len(rows(house, Article)) == 49
    assert message["reply_to_message"]["message_id"] == min(row.message_id for row in rows(house))


async def test_a_burst_is_counted_before_any_page_has_answered(house, ada):
    chat = house.world.private(ada)
    house.web.gate = asyncio.Event()
    async with house.running() as bot:
        for number in range(12):
            house.people.write(chat, publish(house, number))
        await house.says(chat, "⏳ 0 von 12 gelesen")
        assert len(chat.reactions) == 5  # the others are in the count
        house.web.gate.set()
        await house.says(chat, "12 von 12 gespeichert")
        await house.quiet(bot)
    assert len(house.world.sent(chat)) == 1


async def test_progress_is_shown_in_the_same_message(house, ada):
    chat = house.world.private(ada)
    urls = [publish(house, number) for number in range(12)]
    house.web.problems[urls[7]] = [Problem.SERVER_ERROR]
    async with house.running() as bot:
        for url in urls:
            house.people.write(chat, url)
        await house.says(chat, "⏳ 11 von 12 gelesen")
        house.clock.forward(seconds=9)
        bot.worker.wake()
        await house.says(chat, "12 von 12 gespeichert")
    assert len(house.world.sent(chat)) == 1


async def test_edits_of_one_burst_keep_their_distance(house, ada):
    group = house.world.supergroup("Redaktion", members=[ada])
    urls = [publish(house, number) for number in range(20)]
    async with house.running() as bot:
        bot.answers.every_group, begin = 0.4, time.monotonic()
        for url in urls:
            house.people.write(group, url)
        await house.says(group, "20 von 20 gespeichert")
        spent = time.monotonic() - begin
    assert len(house.world.calls_of("editMessageText")) <= spent / 0.4 + 1


async def test_only_the_first_messages_of_a_burst_get_reactions(house, ada):
    chat = house.world.private(ada)
    async with house.running() as bot:
        written = [house.people.write(chat, publish(house, number)) for number in range(9)]
        await house.says(chat, "9 von 9")
        await house.quiet(bot)
    assert sorted(chat.reactions) == [message["message_id"] for message in written[:5]]
    assert {found[0]["emoji"] for found in chat.reactions.values()} == {"👍"}


async def test_each_message_of_a_small_burst_gets_its_own_reaction(house, ada):
    chat = house.world.private(ada)
    async with house.running() as bot:
        good = house.people.write(chat, publish(house, 1))
        bad = house.people.write(chat, "https://fehlt.example/x")
        await house.says(chat, "1 von 2 gespeichert")
        await house.quiet(bot)
    assert chat.reactions[good["message_id"]][0]["emoji"] == "👍"
    assert chat.reactions[bad["message_id"]][0]["emoji"] == "👎"


async def test_messages_of_two_people_are_two_bursts(house, ada, bea):
    group = house.world.supergroup("Redaktion", members=[ada, bea])
    async with house.running() as bot:
        house.people.write(group, publish(house, 1), sender=ada)
        house.people.write(group, publish(house, 2), sender=bea)
        await house.until(lambda: len(house.world.sent(group)) == 2)
        await house.quiet(bot)
    assert len(house.world.sent(group)) == 2


async def test_a_later_message_is_a_burst_of_its_own(house, ada):
    chat = house.world.private(ada)
    async with house.running() as bot:
        house.people.write(chat, publish(house, 1))
        await house.says(chat, "gespeichert")
        await house.quiet(bot)
        house.clock.forward(seconds=4)
        house.people.write(chat, publish(house, 2))
        await house.until(lambda: len(house.world.sent(chat)) == 2)
        await house.quiet(bot)
    assert all("von 2" not in text for text in house.texts(chat))


async def test_a_burst_goes_on_in_its_answer_after_a_restart(house, ada):
    chat = house.world.private(ada)
    urls = [publish(house, number) for number in range(3)]
    house.web.problems[urls[2]] = [Problem.SERVER_ERROR]
    async with house.running():
        for url in urls:
            house.people.write(chat, url)
        await house.says(chat, "⏳ 2 von 3 gelesen")
    async with house.running():
        await house.says(chat, "3 von 3 gespeichert")
    assert len(house.world.sent(chat)) == 1


async def test_an_album_gets_one_answer(house, ada):
    chat = house.world.private(ada)
    files = [
        Upload("deich.pdf", made_pdf(LINES, title=TITLE), "application/pdf"),
        Upload("helfer.txt", HELFER.encode(), "text/plain"),
        Upload("lage.eml", mail(subject="Pegel sinken", plain=HELFER[::-1]).as_bytes(), "message/rfc822"),
    ]
    async with house.running() as bot:
        house.people.album(chat, files)
        await house.says(chat, "3 von 3 gespeichert")
        await house.quiet(bot)
    assert len(house.world.sent(chat)) == 1
    assert {row.name for row in rows(house, Outlet)} == {"deich.pdf", "helfer.txt", "tagesschau"}


async def test_pictures_around_a_text_are_not_complained_about(house, ada):
    chat = house.world.private(ada)
    async with house.running() as bot:
        house.people.photo(chat, PICTURE, group_id="77")
        house.people.photo(chat, PICTURE, caption=HELFER, group_id="77")
        house.people.photo(chat, PICTURE, group_id="77")
        await house.says(chat, "gespeichert")
        await house.quiet(bot)
    assert len(house.world.sent(chat)) == 1


async def test_an_album_without_words_is_complained_about_once(house, ada):
    chat = house.world.private(ada)
    async with house.running() as bot:
        for _ in range(6):
            house.people.photo(chat, PICTURE, group_id="78")
        await house.says(chat, "Bilder")
        await house.quiet(bot)
    assert len(house.world.sent(chat)) == 1


async def test_forwards_without_an_article_are_complained_about_once(house, ada):
    chat = house.world.private(ada)
    async with house.running() as bot:
        for number in range(8):
            house.people.forward(chat, from_hidden("Karl", NOW), f"Guten Morgen {number}")
        await house.quiet(bot)
    assert len(house.world.sent(chat)) == 1


@pytest.mark.parametrize("kind", ["user", "hidden"])
async def test_what_people_pass_on_is_stored_under_their_name(house, ada, kind):
    chat = house.world.private(ada)
    origin = from_hidden("Karl K.", NOW) if kind == "hidden" else from_user(house.world.user("Karl K."), NOW)
    async with house.running():
        house.people.forward(chat, origin, HELFER)
        await house.says(chat, "gespeichert")
    assert [row.name for row in rows(house, Outlet)] == ["Karl K."]


async def test_a_quoted_post_of_another_chat_is_an_article_of_its_channel(house, bea):
    group = house.world.supergroup("Redaktion", members=[bea])
    origin = from_channel("Küstenblatt", NOW, username="kuestenblatt", message_id=7)
    async with house.running():
        house.people.reply_elsewhere(group, "Nur für uns: stimmt das?", origin, quote=HELFER)
        await house.says(group, "gespeichert")
    assert [row.name for row in rows(house, Outlet)] == ["Küstenblatt"]
    assert rows(house, Article)[0].canonical_url is None


async def test_private_notes_beside_an_article_are_not_kept(house, ada):
    chat = house.world.private(ada)
    note = "GEHEIM: das kommt von meiner Quelle im Ministerium"
    async with house.running() as bot:
        house.people.write(chat, f"{note} {publish(house, 1)}")
        file = Upload("a.txt", HELFER.encode(), "text/plain")
        house.people.upload(chat, file, caption=note)
        house.people.reply_elsewhere(chat, note, from_hidden("Karl", NOW), quote=HELFER[::-1])
        await house.says(chat, "3 von 3")
        await house.quiet(bot)
    assert {row.state.value for row in rows(house, Inbox)} == {"done"}
    with house.database.reading() as session:
        tables = session.connection().exec_driver_sql("SELECT name FROM sqlite_master WHERE type='table'")
        for (table,) in tables.all():
            stored = session.connection().exec_driver_sql(f"SELECT * FROM '{table}'").all()
            assert "GEHEIM" not in str(stored), table


@pytest.mark.parametrize("kind", ["group", "channel"])
async def test_reactions_only_says_nothing_about_what_went_well(house, ada, kind):
    chat = room(house, kind, ada)
    chat.statuses[ada.id] = "administrator"
    async with house.running() as bot:
        house.people.write(chat, "/antworten")
        await house.says(chat, "kurzen Nachricht")
        message = house.world.sent(chat)[0]
        house.people.tap(chat, message["message_id"], "answers:reactions", sender=ada)
        await house.says(chat, "nur eine Reaktion")
        link = house.people.write(chat, publish(house, 1))
        await house.until(lambda: chat.reactions.get(link["message_id"], [{}])[0].get("emoji") == "👍")
        await house.quiet(bot)
        assert len(house.world.sent(chat)) == 1
        house.clock.forward(seconds=9)
        house.people.write(chat, "https://fehlt.example/x")
        assert "gibt es nicht" in await house.says(chat, "Diesen Artikel")
        await house.quiet(bot)
    buttons = house.world.sent(chat)[0]["reply_markup"]["inline_keyboard"][0]
    assert [button["text"] for button in buttons] == ["Nachricht", "● Nur Reaktion"]


async def test_only_administrators_choose_how_a_group_is_answered(house, ada, bea):
    group = house.world.supergroup("Redaktion", members=[bea], admins=[house.world.user("Chef")])
    async with house.running() as bot:
        house.people.write(group, "/antworten", sender=bea)
        await house.says(group, "kurzen Nachricht")
        number = house.world.sent(group)[0]["message_id"]
        house.people.tap(group, number, "answers:reactions", sender=bea)
        await house.quiet(bot)
    assert "Administrator" in house.world.query_answers[-1]["text"]
    with house.database.reading() as session:
        chat = chats.find(session, group.id)
        assert chat is not None
        assert not chat.reactions_only


async def test_tapping_the_same_choice_twice_is_fine(house, ada):
    chat = house.world.private(ada)
    async with house.running() as bot:
        house.people.write(chat, "/antworten")
        await house.says(chat, "kurzen Nachricht")
        number = house.world.sent(chat)[0]["message_id"]
        for data in ("answers:full", "answers:full", "answers:unfug"):
            house.people.tap(chat, number, data, sender=ada, forged=True)
        await house.quiet(bot)
    assert len(house.texts(chat)) == 1


async def test_no_message_shows_a_link_preview(house, ada):
    chat = house.world.private(ada)
    async with house.running() as bot:
        house.people.write(chat, "/start")
        house.people.write(chat, publish(house, 1))
        house.people.write(chat, "https://fehlt.example/x")
        house.people.write(chat, "Hallo")
        house.people.write(chat, "/digest")
        await house.says(chat, "von 2")
        await house.quiet(bot)
    calls = house.world.calls_of("sendMessage", "editMessageText")
    assert len(calls) >= 5
    assert all(call.params["link_preview_options"] == {"is_disabled": True} for call in calls)
