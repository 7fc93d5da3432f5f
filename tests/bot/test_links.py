"""What a message brings, read from Telegram's own JSON."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Message

from bot.links import Contribution, File, Origin, Refusal, read_message
from bot.trial.chats import Upload
from bot.trial.inbound import Inbound, from_channel, from_chat, from_hidden, from_user
from bot.trial.world import World
from config.delivery import FILE_BYTES

AT = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
LONG = "Am Morgen haben Helfer am Deich Sandsäcke gestapelt, sagte die Sprecherin der Stadt. " * 8


@pytest.fixture
def people() -> Inbound:
    return Inbound(World())


@pytest.fixture
def chat(people: Inbound):
    return people.world.private(people.world.user())


@pytest.fixture
def group(people: Inbound):
    return people.world.supergroup("Redaktion", members=[people.world.user()])


def read(message: dict) -> Contribution:
    return read_message(Message.de_json(message, None))


def test_it_finds_written_links_in_order(people, chat):
    brought = read(people.write(chat, "Erst https://a.example/1, dann www.b.example/2 und c.example."))
    assert brought.urls == ("https://a.example/1", "https://www.b.example/2", "https://c.example")


def test_it_finds_links_behind_words(people, chat):
    brought = read(people.write(chat, '<a href="https://a.example/1?x=1&amp;y=2">hier</a>', html=True))
    assert brought.urls == ("https://a.example/1?x=1&y=2",)


def test_it_finds_links_in_captions(people, chat):
    brought = read(people.photo(chat, Upload("bild.jpg", b"x", "image/jpeg"), caption="https://a.example/1"))
    assert brought.urls == ("https://a.example/1",)


def test_it_finds_the_previewed_link(people, chat):
    brought = read(people.write(chat, "Lest das", preview={"url": "https://a.example/1"}))
    assert brought.urls == ("https://a.example/1",)


def test_it_counts_one_article_once_within_a_message(people, chat):
    text = "https://a.example/1?utm_source=x https://a.example/1 https://a.example/1#oben"
    assert read(people.write(chat, text)).urls == ("https://a.example/1?utm_source=x",)


def test_it_finds_links_behind_emoji(people, chat):
    text = "👩‍👩‍👧🇩🇪 https://a.example/1 😀 https://b.example/2"
    assert read(people.write(chat, text)).urls == ("https://a.example/1", "https://b.example/2")


def test_it_leaves_out_links_into_telegram(people, chat):
    assert read(people.write(chat, "https://t.me/kanal/5 und https://www.telegram.me/x")).empty


def test_it_takes_only_so_many_links(people, chat):
    brought = read(people.write(chat, " ".join(f"https://a.example/{n}" for n in range(40))))
    assert len(brought.urls) == 25
    assert brought.surplus == 15


def test_it_keeps_odd_addresses_for_the_fetcher_to_refuse(people, chat):
    assert read(people.write(chat, "http://127.0.0.1/x")).urls == ("http://127.0.0.1/x",)


def test_it_takes_a_long_text_for_an_article(people, chat):
    assert read(people.write(chat, LONG)).text == LONG.strip()
    assert read(people.write(chat, "Guten Morgen zusammen")).empty


def test_it_needs_more_text_in_a_group(people, group):
    assert read(people.write(group, LONG[:400])).empty
    assert read(people.write(group, LONG)).text is not None


def test_it_takes_no_art_for_an_article(people, chat):
    assert read(people.write(chat, "=-" * 400)).empty


def test_it_takes_a_channels_post_for_its_article(people, group):
    origin = from_channel("Küstenblatt", AT, username="kuestenblatt", message_id=77)
    text = "Der Deich bei Emden hält, teilte die Stadt am Abend mit. Die Pegel sinken wieder langsam."
    brought = read(people.forward(group, origin, text))
    assert brought.text == text
    assert brought.origin == Origin(
        "t.me/kuestenblatt", "Küstenblatt", AT, channel=True, url="https://t.me/kuestenblatt/77"
    )


def test_it_prefers_the_link_of_a_channels_post(people, group):
    brought = read(people.forward(group, from_channel("Küstenblatt", AT), f"{LONG} https://a.example/1"))
    assert brought.urls == ("https://a.example/1",)
    assert brought.text is None
    assert brought.origin is not None
    assert brought.origin.name == "Küstenblatt"


def test_it_keeps_a_channels_words_beside_its_one_link(people, group):
    channel = from_channel("Küstenblatt", AT)
    text = f"{LONG} https://a.example/1"
    assert read(people.forward(group, channel, text)).post == text
    assert read(people.forward(group, channel, f"{text} https://a.example/2")).post is None
    assert read(people.forward(group, channel, "Lesen: https://a.example/1")).post is None
    assert read(people.forward(group, from_hidden("Karl", AT), text)).post is None
    assert read(people.write(group, text)).post is None


@pytest.mark.parametrize("kind", ["user", "hidden", "chat"])
def test_it_keeps_whom_a_message_was_forwarded_from(people, chat, group, kind):
    person = people.world.user("Karl")
    origins = {"user": from_user(person, AT), "hidden": from_hidden("Karl", AT), "chat": from_chat(group, AT)}
    brought = read(people.forward(chat, origins[kind], LONG))
    assert brought.origin is not None
    assert brought.origin.name == ("Redaktion" if kind == "chat" else "Karl")
    assert brought.origin.at == AT
    assert not brought.origin.channel
    assert brought.text is not None


def test_it_remembers_an_origin_word_by_word():
    origin = Origin("t.me/x", 'Kanal "<ä>"', AT, channel=True, url=None)
    assert Origin.from_json(origin.to_json()) == origin


@pytest.mark.parametrize(
    ("name", "mime", "expected"),
    [
        ("artikel.txt", "text/plain", None),
        ("ARTIKEL.HTML", "application/octet-stream", None),
        ("seite.htm", "text/html", None),
        ("ohne", "text/plain", None),
        ("artikel.PDF", "application/pdf", None),
        ("artikel.pdf", "application/octet-stream", None),
        ("lage.eml", "message/rfc822", None),
        ("artikel.docx", "application/msword", Refusal.FILE_TYPE),
        ("bild.png", "image/png", Refusal.FILE_TYPE),
        ("artikel.txt.exe", "application/octet-stream", Refusal.FILE_TYPE),
    ],
)
def test_it_takes_text_files_only(people, chat, name, mime, expected):
    brought = read(people.upload(chat, Upload(name, b"Text", mime)))
    assert brought.refusal is expected
    assert (brought.file is not None) is (expected is None)
    assert brought.file is None or brought.file.name == name


def test_it_refuses_a_file_that_is_too_large(people, chat):
    upload = Upload("artikel.txt", b"Text", "text/plain")
    assert read(people.upload(chat, upload, listed_size=50_000_000)).refusal is Refusal.FILE_SIZE


def test_it_lets_a_pdf_be_larger_than_a_text(people, chat):
    size = FILE_BYTES + 1
    pdf = people.upload(chat, Upload("a.pdf", b"x", "application/pdf"), listed_size=size)
    assert read(pdf).file == File(pdf["document"]["file_id"], "a.pdf")
    assert read(people.upload(chat, Upload("a.txt", b"x", "text/plain"), listed_size=size)).file is None


@pytest.mark.parametrize(("mime", "name"), [("application/pdf", "text.pdf"), ("message/rfc822", "text.eml")])
def test_it_knows_a_file_without_a_name_by_its_type(people, chat, mime, name):
    brought = read(people.upload(chat, Upload("", b"x", mime)))
    assert brought.file is not None
    assert brought.file.name == name


def test_it_takes_a_file_and_the_links_beside_it(people, chat):
    brought = read(people.upload(chat, Upload("a.pdf", b"x"), caption="aus https://a.example/1"))
    assert brought.file is not None
    assert brought.urls == ("https://a.example/1",)


def test_it_takes_the_words_beside_a_file_that_it_cannot_read(people, chat):
    brought = read(people.upload(chat, Upload("bild.png", b"x", "image/png"), caption=LONG))
    assert brought.text == LONG.strip()
    assert brought.refusal is None


# What a reply quotes from another chat


def test_it_takes_a_quote_of_a_channel_and_leaves_the_note(people, chat):
    origin = from_channel("Küstenblatt", AT, username="kuestenblatt", message_id=7)
    brought = read(people.reply_elsewhere(chat, "Bitte heute noch prüfen, nur für uns!", origin, quote=LONG))
    assert brought.text == LONG.strip()
    assert brought.origin == Origin("t.me/kuestenblatt", "Küstenblatt", AT, channel=True, url=None)
    assert "prüfen" not in str(brought)


def test_it_finds_links_in_a_quote_and_behind_its_preview(people, chat):
    origin = from_channel("Küstenblatt", AT)
    quote = "Mehr unter https://a.example/1"
    preview = {"url": "https://b.example/2"}
    brought = read(people.reply_elsewhere(chat, "Guckt mal", origin, quote=quote, preview=preview))
    assert brought.urls == ("https://a.example/1", "https://b.example/2")


def test_it_takes_the_file_of_the_message_that_is_answered(people, chat):
    upload = Upload("lage.pdf", b"x", "application/pdf")
    brought = read(people.reply_elsewhere(chat, "Das hier", from_hidden("Karl", AT), upload=upload))
    assert brought.file is not None
    assert brought.file.name == "lage.pdf"


def test_own_links_win_over_a_quote(people, chat):
    reply = people.reply_elsewhere(chat, "https://a.example/1", from_channel("Küstenblatt", AT), quote=LONG)
    assert read(reply).urls == ("https://a.example/1",)
    assert read(reply).text is None


def test_a_short_quote_is_talk(people, chat):
    assert read(people.reply_elsewhere(chat, "Stimmt", from_hidden("Karl", AT), quote="Bis morgen!")).empty


def test_it_names_media_without_words(people, chat):
    assert read(people.photo(chat, Upload("bild.jpg", b"x", "image/jpeg"))).refusal is Refusal.MEDIA


def test_it_takes_a_file_with_a_note_as_the_file(people, chat):
    brought = read(people.upload(chat, Upload("a.txt", b"x", "text/plain"), caption="für euch"))
    assert isinstance(brought.file, File)


def test_it_reads_a_channels_copy_in_its_discussion_group(people, group):
    channel = people.world.channel("Küstenblatt")
    post = people.write(channel, LONG)
    brought = read(people.auto_forward(group, channel, post))
    assert brought.text == LONG.strip()


@given(st.text(max_size=300))
def test_it_reads_any_text(text):
    world = World()
    message = Inbound(world).write(world.private(world.user()), text or "x")
    brought = read(message)
    assert all(url.startswith(("http://", "https://")) for url in brought.urls)
