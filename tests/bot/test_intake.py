"""What people send in, from message to answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.trial import errors
from bot.trial.chats import Upload
from bot.trial.inbound import from_channel
from storage.tables import Article, Outlet, Statement, Story, Submission
from summaries.intake.problem import Problem
from tests.bot.conftest import NOW

NIS = "NIS > asserts > Truppen"
PLACES = ("Aurich an der Küste", "Bautzen im Osten", "Celle in der Heide", "Demmin im Norden")
HELFER = (
    "Am Morgen haben Helfer am Deich Sandsäcke gestapelt, sagte die Sprecherin der Stadt. Die Pegel steigen, "
    "und im Rathaus tagt der Krisenstab. Mehrere Straßen sind gesperrt, wie die Polizei am Mittag mitteilte. "
    "Am Abend soll sich die Lage nach Angaben der Behörden langsam entspannen."
)


def rows(house, table=Submission):
    with house.database.reading() as session:
        return session.exec(select(table)).all()


async def test_it_fills_one_message_up_as_links_are_read(house, ada):
    chat = house.world.private(ada)
    urls = [
        house.web.publish(
            f"https://blatt{n}.example/a",
            f"Thema{n} heute",
            f"Sprecher{n} > asserts > Sache{n}",
            filler=PLACES[n],
        )
        for n in range(4)
    ]
    async with house.running() as bot:
        house.people.write(chat, " ".join([*urls, "https://fehlt.example/x"]))
        await house.says(chat, "4 von 5 gespeichert")
        await house.quiet(bot)
    (message,) = house.world.sent(chat)
    assert len(house.world.calls_of("sendMessage")) == 1
    shown = message["text"].replace("\u2060", "")
    assert "Blatt3: gespeichert · neue Story Thema3 heute" in shown
    assert "https://fehlt.example/x: Diesen Artikel gibt es nicht" in shown
    assert len(rows(house, Article)) == 4


async def test_it_shows_progress_in_the_same_message(house, ada):
    chat = house.world.private(ada)
    first, second = (house.web.publish(f"https://blatt{n}.example/a", f"Thema{n}", NIS) for n in range(2))
    house.web.problems[second] = [Problem.SERVER_ERROR]
    async with house.running() as bot:
        house.people.write(chat, f"{first} {second}")
        assert "wird gelesen" in await house.says(chat, "⏳ 1 von 2 gelesen")
        house.clock.forward(seconds=5)
        bot.worker.wake()
        await house.says(chat, "2 von 2 gespeichert")
    assert len(house.world.sent(chat)) == 1
    assert len(house.world.calls_of("editMessageText")) == 1


async def test_it_counts_an_article_once(house, ada):
    chat = house.world.private(ada)
    url = house.web.publish("https://kurier.example/a", "Truppen in Kursk", NIS)
    async with house.running():
        house.people.write(chat, url)
        await house.says(chat, "neue Story")
        house.people.write(chat, f"{url}?utm_source=chat#oben")
        house.web.pages[f"{url}?utm_source=chat#oben"] = house.web.pages[url]
        await house.says(chat, "schon gespeichert, zählt nicht noch einmal")
    assert len(rows(house, Article)) == 1
    assert [row.state.value for row in rows(house)] == ["stored", "duplicate"]


async def test_it_reads_a_pasted_text(house, ada):
    chat = house.world.private(ada)
    async with house.running():
        house.people.write(chat, HELFER)
        await house.says(chat, "gespeichert")
    assert rows(house, Article)[0].title.startswith("Am Morgen haben Helfer")


async def test_it_puts_a_text_together_that_a_client_cut_in_two(house, ada):
    chat = house.world.private(ada)
    whole = " ".join(f"{HELFER} Das war Absatz {n}." for n in range(14))
    cut = whole.rindex(" ", 0, 4090)
    async with house.running() as bot:
        house.people.write(chat, whole[:cut])
        house.people.write(chat, whole[cut + 1 :])
        await house.quiet(bot)
        house.clock.forward(seconds=3)
        bot.worker.wake()
        await house.says(chat, "gespeichert")
    (submission,) = rows(house)
    assert submission.payload == whole
    assert len(house.world.sent(chat)) == 1


async def test_it_does_not_join_texts_of_two_people(house, ada, bea):
    group = house.world.supergroup("Redaktion", members=[ada, bea])
    async with house.running() as bot:
        house.people.write(group, (HELFER + " ") * 11, sender=ada)
        house.people.write(group, "Danke dir!", sender=bea)
        await house.quiet(bot)
    assert len(rows(house)) == 1
    assert "Danke" not in rows(house)[0].payload


async def test_it_takes_a_forwarded_post_as_an_article_of_its_channel(house, bea):
    group = house.world.supergroup("Redaktion", members=[bea])
    origin = from_channel("Küstenblatt", NOW, username="kuestenblatt", message_id=7)
    async with house.running():
        house.people.forward(group, origin, HELFER)
        await house.says(group, "gespeichert")
    assert rows(house, Outlet)[0].name == "Küstenblatt"
    (article,) = rows(house, Article)
    assert article.canonical_url == "https://t.me/kuestenblatt/7"
    assert article.forward_origin == "Küstenblatt"


@pytest.mark.parametrize("problem", [Problem.PAYWALL, Problem.CONNECTION])
async def test_a_post_stands_in_for_a_page_that_cannot_be_read(house, bea, problem, monkeypatch):
    monkeypatch.setattr("bot.work.WORK_BACKOFF", (timedelta(0),))
    group = house.world.supergroup("Redaktion", members=[bea])
    origin = from_channel("Küstenblatt", NOW, username="kuestenblatt", message_id=7)
    address = "https://zeitung.example/1"
    house.web.problems[address] = [problem] * 3
    async with house.running():
        house.people.forward(group, origin, f"{HELFER} {address}")
        await house.says(group, "gespeichert")
    (article,) = rows(house, Article)
    assert article.canonical_url == "https://t.me/kuestenblatt/7"
    assert rows(house, Submission)[0].fallback is None  # what was said is forgotten
    assert house.web.fetched == [address] * (1 if problem is Problem.PAYWALL else 3)


@pytest.mark.parametrize(("name", "mime"), [("artikel.txt", "text/plain"), ("ARTIKEL.TXT", "application/x")])
async def test_it_reads_a_text_file(house, ada, name, mime):
    chat = house.world.private(ada)
    async with house.running():
        house.people.upload(chat, Upload(name, HELFER.encode(), mime))
        await house.says(chat, "gespeichert")
    assert rows(house, Article)[0].title.startswith("Am Morgen haben Helfer")


async def test_it_reads_a_saved_page(house, ada):
    chat = house.world.private(ada)
    paragraphs = "".join(f"<p>{HELFER} Das war Absatz {n}.</p>" for n in range(4))
    page = (
        "<!doctype html><html lang='de'><head><meta charset='utf-8'><title>Deich in Emden hält stand</title>"
        f"</head><body><article><h1>Deich in Emden hält stand</h1>{paragraphs}</article></body></html>"
    )
    async with house.running():
        house.people.upload(chat, Upload("seite.html", page.encode(), "text/html"))
        await house.says(chat, "gespeichert")
    (article,) = rows(house, Article)
    assert article.title == "Deich in Emden hält stand"


async def test_it_notes_a_link_in_another_language_and_says_so(house, ada):
    chat = house.world.private(ada)
    url = house.web.publish("https://herald.example/a", "Troops in Kursk", "NIS > asserts > English")
    async with house.running() as bot:
        house.people.write(chat, url)
        text = await house.says(chat, "ist auf Englisch")
        said = "ist auf Englisch; ich habe den Link gemerkt, vergleiche aber nur deutsche Artikel."
        assert text == f"Troops in Kursk {said}"
        house.people.write(chat, url)
        await house.says(chat, "den Link habe ich schon gemerkt")
        house.people.write(chat, "/status")
        assert "1\u00a0Link in einer anderen Sprache" in await house.says(chat, "Noch ist hier kein Artikel")
        house.people.write(chat, "/digest")
        assert "Herald (Englisch)" in await house.says(chat, "Nichts Neues")
        await house.quiet(bot)
    (article,) = rows(house, Article)
    assert (article.canonical_url, article.language, article.story_id) == (url, "en", None)
    assert [row.state.value for row in rows(house)] == ["stored", "duplicate"]
    assert rows(house, Statement) == rows(house, Story) == []


async def test_it_notes_a_pasted_text_in_another_language(house, ada):
    chat = house.world.private(ada)
    async with house.running():
        house.people.write(chat, f"English {HELFER}")
        await house.says(chat, "ich habe den Text gemerkt")


async def test_it_remembers_after_a_restart_that_a_link_is_in_another_language(house, ada):
    chat = house.world.private(ada)
    first = house.web.publish("https://herald.example/a", "Troops in Kursk", "NIS > asserts > English")
    second = house.web.publish("https://kurier.example/a", "Deich", NIS)
    async with house.running():
        message = house.people.write(chat, first)
        await house.says(chat, "ist auf Englisch")
    async with house.running():
        house.people.edit(chat, message["message_id"], f"{first} und {second}")
        assert "Troops in Kursk ist auf Englisch" in await house.says(chat, "2 von 2 gespeichert")


async def test_it_names_a_link_in_another_language_among_many(house, ada):
    chat = house.world.private(ada)
    urls = [
        house.web.publish(f"https://blatt{n}.example/a", f"Thema{n}", f"S > asserts > T{n}", filler=f"O{n}")
        for n in range(9)
    ]
    urls.append(house.web.publish("https://herald.example/a", "Troops", "NIS > asserts > English"))
    async with house.running():
        house.people.write(chat, " ".join(urls))
        text = await house.says(chat, "10 von 10 gespeichert")
    assert text.count("•") == 1
    assert "Herald: Troops ist auf Englisch" in text.replace("\u2060", "")


@pytest.mark.parametrize(
    ("upload", "answer"),
    [
        (Upload("artikel.docx", b"PK", "application/msword"), "Diese Datei kann ich noch nicht lesen"),
        (Upload("artikel.pdf", b"%PDF-1.7", "application/pdf"), "keinen Text herauslesen"),
        (Upload("leer.txt", b"", "text/plain"), "Da steht kein Text"),
        (Upload("bild.txt", b"\x89PNG\r\n\x1a\n" + bytes(200), "text/plain"), "ein Bild"),
    ],
)
@pytest.mark.parametrize("kind", ["private", "group"])
async def test_it_says_what_is_wrong_with_a_file(house, ada, upload, answer, kind):
    chat = house.world.private(ada) if kind == "private" else house.world.group("Redaktion", admins=[ada])
    async with house.running():
        house.people.upload(chat, upload)
        await house.says(chat, answer)
    assert rows(house, Article) == []


async def test_it_refuses_a_file_by_its_size_without_loading_it(house, ada):
    chat = house.world.private(ada)
    async with house.running():
        house.people.upload(chat, Upload("a.txt", b"x", "text/plain"), listed_size=30_000_000)
        await house.says(chat, "zu groß")
    assert house.world.calls_of("getFile") == []


@pytest.mark.parametrize("kind", ["group", "channel"])
async def test_it_is_silent_about_talk_outside_of_private_chats(house, ada, kind):
    chat = house.world.group("Redaktion", admins=[ada]) if kind == "group" else house.world.channel("Lage")
    async with house.running() as bot:
        house.people.write(chat, "Guten Morgen zusammen!")
        house.people.write(chat, "/unbekannt")
        house.people.write(chat, "/digest@ein_anderer_bot")
        house.people.photo(chat, Upload("bild.jpg", b"x", "image/jpeg"))
        await house.quiet(bot)
    assert house.world.sent(chat) == []
    assert chat.reactions == {}


async def test_it_helps_with_one_line_in_private(house, ada):
    chat = house.world.private(ada)
    async with house.running() as bot:
        house.people.write(chat, "Hallo")
        house.people.write(chat, "/unbekannt")
        house.people.photo(chat, Upload("bild.jpg", b"x", "image/jpeg"))
        await house.quiet(bot)
    texts = house.texts(chat)
    assert len(texts) == 3
    assert "Link" in texts[0]
    assert texts[1] == "Diesen Befehl kenne ich nicht. /hilfe zeigt, was ich kann."
    assert "/hilfe" in texts[0]
    assert "Bilder" in texts[2]


async def test_it_takes_its_own_name_in_a_command(house, ada):
    group = house.world.supergroup("Redaktion", admins=[ada])
    async with house.running():
        house.people.write(group, f"/status@{house.world.bot.username}")
        await house.says(group, "Stand")


async def test_two_edits_within_one_second_add_both_links(house, ada):
    chat = house.world.private(ada)
    urls = [
        house.web.publish(f"https://blatt{n}.example/a", f"Meldung {n}", f"A > asserts > S{n}")
        for n in range(3)
    ]
    message = house.people.write(chat, urls[0])
    for many in (2, 3):
        house.people.edit(chat, message["message_id"], " ".join(urls[:many]))
    async with house.running():
        await house.until(lambda: {*urls} <= {*house.web.fetched})


async def test_an_edit_adds_links_and_runs_no_command(house, ada):
    chat = house.world.private(ada)
    first = house.web.publish("https://kurier.example/a", "Truppen in Kursk", NIS)
    second = house.web.publish(
        "https://tagblatt.example/b", "Deich in Emden", "Stadt > asserts > Deich", filler="x"
    )
    async with house.running() as bot:
        message = house.people.write(chat, first)
        await house.says(chat, "neue Story")
        house.people.edit(chat, message["message_id"], f"{first} und {second}")
        await house.says(chat, "2 von 2 gespeichert")
        house.people.edit(chat, message["message_id"], "/status")
        await house.quiet(bot)
    assert len(house.world.sent(chat)) == 1
    assert house.web.fetched == [first, second]


async def test_a_forwarded_command_does_nothing(house, ada):
    group = house.world.supergroup("Redaktion", admins=[ada])
    async with house.running() as bot:
        house.people.forward(group, from_channel("Küstenblatt", NOW), "/digest")
        await house.quiet(bot)
    assert house.world.sent(group) == []


async def test_it_reacts_before_it_has_read(house, ada):
    chat = house.world.private(ada)
    url = house.web.publish("https://kurier.example/a", "Truppen in Kursk", NIS)
    house.web.problems[url] = [Problem.SERVER_ERROR]
    async with house.running() as bot:
        message = house.people.write(chat, url)
        await house.until(lambda: chat.reactions.get(message["message_id"]))
        await house.quiet(bot)
        assert chat.reactions[message["message_id"]][0]["emoji"] == "👀"
        assert house.world.sent(chat) == []


async def test_it_can_do_without_reactions(house, ada):
    chat = house.world.channel("Lage")
    url = house.web.publish("https://kurier.example/a", "Truppen in Kursk", NIS)
    house.world.fail_next("setMessageReaction", errors.bad_request("REACTION_INVALID"), times=2)
    async with house.running():
        house.people.write(chat, url)
        await house.says(chat, "gespeichert")


async def test_it_says_when_it_is_too_much(house, ada, monkeypatch):
    monkeypatch.setattr("bot.queueing.HOURLY_SUBMISSIONS", 3)
    chat = house.world.private(ada)
    async with house.running() as bot:
        house.people.write(chat, " ".join(f"https://a.example/{n}" for n in range(3)))
        for number in range(4):
            house.people.write(chat, f"https://a.example/{number + 9}")
        await house.says(chat, "mehr, als ich in einer Stunde lesen kann")
        await house.quiet(bot)
    assert len(rows(house)) == 3
    assert sum("mehr, als ich" in text for text in house.texts(chat)) == 1


async def test_what_waited_for_a_bot_that_was_down_is_no_flood(house, ada, monkeypatch):
    monkeypatch.setattr("bot.queueing.HOURLY_SUBMISSIONS", 3)
    chat = house.world.private(ada)
    for number in range(5):
        house.people.write(chat, f"https://a.example/{number}")
        house.clock.forward(minutes=15)
    async with house.running() as bot:
        await house.quiet(bot)
    assert len(rows(house)) == 5


async def test_it_names_links_beyond_the_limit(house, ada):
    chat = house.world.private(ada)
    async with house.running() as bot:
        house.people.write(chat, " ".join(f"https://a.example/{n}" for n in range(27)))
        assert "die ersten 25" in await house.says(chat, "viele Links")
        await house.quiet(bot)
    board = next(text for text in house.texts(chat) if "gespeichert" in text)
    assert board.startswith("0 von 25 gespeichert")
    assert board.count("•") == 8


@pytest.mark.parametrize("problem", [Problem.PAYWALL, Problem.PRIVATE_ADDRESS, Problem.TIMEOUT])
async def test_it_answers_a_problem_with_one_sentence(house, ada, problem):
    chat = house.world.private(ada)
    house.web.problems["https://a.example/1"] = [problem] * 5
    async with house.running() as bot:
        message = house.people.write(chat, "https://a.example/1")
        await house.until(lambda: house.world.sent(chat))
        await house.quiet(bot)
    (text,) = house.texts(chat)
    assert text.count(". ") == 1 or text.count(".") <= 2
    assert chat.reactions[message["message_id"]][0]["emoji"] == "👎"
    assert len(house.web.fetched) == 1


async def test_a_stranger_text_does_not_change_the_format(house, ada):
    chat = house.world.private(ada)
    title = 'Truppen </i><a href="https://boese.example">Klick</a>\u202e /stop @alle'
    url = house.web.publish("https://kurier.example/a", title, NIS)
    async with house.running():
        house.people.write(chat, url)
        text = await house.says(chat, "gespeichert")
    (message,) = house.world.sent(chat)
    assert {entity["type"] for entity in message["entities"]} == {"italic"}
    assert '<a href="https' in text
    assert "\u202e" not in text
