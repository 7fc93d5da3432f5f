"""A newcomer's first five minutes, and a team's week, in the trial chat of the program itself.

``SCREENSHOTS=docs/images .venv/bin/python -m pytest tests/trial/test_walks.py -n0`` writes the pictures
of the README.
"""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import pytest
from PIL import Image

from tests.intake.pdfs import made_pdf
from tests.intake.test_attachments import FIRST, LINES, SECOND, TITLE
from tests.trial.conftest import CHROMIUM, NO_CHROMIUM
from tests.trial.test_browser import DESKTOP, PHONE, expect, open_page, running_bot

pytestmark = [
    pytest.mark.browser,
    pytest.mark.long,
    pytest.mark.timeout(420),
    pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM),
]
PATIENCE = 120_000  # ms; 18 articles on a busy machine
FOLDER = os.environ.get("SCREENSHOTS")
SHADES = 256  # of a screenshot; text and flat colours need no more, and files stay small


def said(page, words: str | re.Pattern[str] = ""):
    """Return the bot's messages, or those that say something in these very words."""
    wanted = re.compile(re.escape(words)) if isinstance(words, str) else words
    return page.locator("#log .message.bot").filter(has_text=wanted)


async def shot(page, name: str) -> None:
    """Write a screenshot where pictures for the README are wanted."""
    if FOLDER:
        taken = Image.open(io.BytesIO(await page.screenshot(animations="disabled")))
        taken.convert("RGB").quantize(SHADES).save(Path(FOLDER, f"{name}.png"), optimize=True)


async def write(page, text: str) -> None:
    await page.fill("#text", text)
    await page.press("#text", "Enter")


async def enter(page, room: str) -> None:
    await page.locator("#room-list").get_by_role("button", name=re.compile(room)).click()


async def tap(page, label: str | re.Pattern[str], message=None) -> None:
    """Tap a button under a message, by default under the last one."""
    await (message or last(page)).locator(".keys").get_by_role("button", name=label).first.click()


async def part_with(page, story: str | re.Pattern[str]):
    """Return the message of the digest in which a story stands, whatever it shows later."""
    message = said(page).filter(has=page.locator(".keys").get_by_role("button", name=story)).first
    place = await message.evaluate(
        "node => [...document.querySelectorAll('#log .message.bot')].indexOf(node)"
    )
    return said(page).nth(place)


async def become(page, name: str) -> None:
    value = await page.locator("#person option", has_text=name).get_attribute("value")
    await page.select_option("#person", value)
    await expect(page.locator("#toast")).to_contain_text(f"als {name}")


def last(page):
    return said(page).last


# Which headline a story gets depends on the order in which its articles were read.
TANKS = re.compile("Unfall|Tanklager|Lösungsmittel")
STORY = re.compile(r"Story \d+ · ")


async def told(page, words: str | re.Pattern[str]) -> None:
    """Wait for a message of the bot that says something."""
    await expect(said(page, words).last).to_be_visible(timeout=PATIENCE)


async def search_by_tapping(page) -> None:
    """Let the bot ask what to search for; the field for the answer opens by itself."""
    await tap(page, "Suche")
    await expect(page.locator("#target")).to_contain_text("Wonach soll ich suchen?")
    await expect(page.locator("#text")).to_be_focused()
    await write(page, "Lösungsmittel")
    await told(page, "Fundstellen")
    await expect(page.locator("#target")).to_be_hidden()


async def give_a_role(page) -> None:
    """Answer a message of Ben's with /rolle, and tap what he is to be."""
    asked = page.locator("#log .message:not(.bot)").filter(has_text="/plan 18:00").last
    await asked.get_by_role("button", name="Antworten").click()
    await write(page, "/rolle")
    await told(page, "Ben hat hier die übliche Rolle")
    await tap(page, "Redakteur")
    await expect(last(page)).to_contain_text("Ben ist hier Redakteur")


async def test_a_newcomers_first_five_minutes(tmp_path):
    async with running_bot(tmp_path) as url, open_page(url, **DESKTOP) as page:
        # What is this, and where does what I write go?
        await expect(page.locator("nav .local")).to_have_text("Probechat – nichts verlässt diesen Rechner")
        await expect(page.locator("#empty")).to_contain_text("Willkommen im Probechat")
        await page.get_by_role("button", name="Starten").click()
        await told(page, "Ich bin Lagebild")

        # Articles in, one answer that fills up, the digest out.
        await page.get_by_role("button", name="Alle senden").click()
        await told(page, "18 von 18 gespeichert")
        await page.get_by_role("button", name="Lagebild anfordern").click()
        await told(page, "Umstritten")
        await told(page, "neuester")  # the foot: every part has come
        await shot(page, "digest-light")

        # Look behind a line, in place, and back again.
        digest = await part_with(page, TANKS)
        count = await said(page).count()
        await tap(page, TANKS, digest)
        await expect(digest).to_contain_text(STORY)
        await tap(page, "Warum?", digest)
        await expect(digest).to_contain_text("Warum? ·")
        await tap(page, "zurück", digest)
        await expect(digest).to_contain_text(STORY)
        await tap(page, "Zeitleiste", digest)
        await expect(digest).to_contain_text("Zeitleiste ·")
        assert await said(page).count() == count
        await tap(page, "Als Bild", digest)
        picture = page.get_by_alt_text("Zeitleiste")
        await expect(picture).to_be_visible(timeout=30_000)
        assert await picture.evaluate("image => image.naturalWidth") == 1080
        await picture.scroll_into_view_if_needed()
        await shot(page, "timeline-light")

        # Quote a claim to the others: the bot is asked by its name.
        await enter(page, "Redaktion")
        await page.locator("#text").press_sequentially("@lagebild_trial_bot lösungsmittel")
        offers = page.locator("#suggestions").get_by_role("option")
        await expect(offers.first).to_be_visible(timeout=30_000)
        await page.press("#text", "Enter")
        quoted = page.locator("#log .mine").last
        await expect(quoted).to_contain_text("über @lagebild_trial_bot")
        await expect(quoted).to_contain_text(re.compile("Umstritten|Bestätigt|Unbestätigt"))
        await enter(page, "Lagebild-Bot")

        # What else is there? What does a mistake look like?
        await write(page, "/hilfe")
        await told(page, "So geht’s")
        await search_by_tapping(page)
        await write(page, "Hallo?")
        await told(page, "Schick mir einen Link")
        await write(page, "http://127.0.0.1/geheim")
        await told(page, "nicht öffentlich")
        await write(page, "/status")
        await told(page, "insgesamt 18")
        await told(page, re.compile("nichts Neues|neu"))


async def test_a_teams_week(tmp_path):
    async with running_bot(tmp_path) as url, open_page(url, **DESKTOP, color_scheme="dark") as page:
        # Monday: Ben forwards what he reads; each burst gets one answer.
        await become(page, "Ben")
        await enter(page, "Redaktion")
        await expect(page.locator("#room-kind")).to_have_text("Gruppe · Mitglied")
        days = page.get_by_role("button", name=re.compile("Alle vom"))
        await days.nth(0).click()
        await told(page, "6 von 6 gespeichert")
        answers = await said(page).count()
        assert answers == 1

        # He may not plan; Ada, who administers the group, may, and turns the answers down.
        await write(page, "/plan 18:00")
        await told(page, "nur")
        await become(page, "Ada")
        await give_a_role(page)
        await write(page, "/plan 18:00")
        await told(page, "18:00")
        await write(page, "/antworten")
        await told(page, "kurzen Nachricht")
        await tap(page, "Nur Reaktion")
        await told(page, "nur eine Reaktion")
        count = await said(page).count()

        # Tuesday: articles come in without a word, and the digest tells what is new.
        await become(page, "Ben")
        await days.nth(1).click()
        await expect(page.get_by_label("Reaktion 👍").last).to_be_visible(timeout=PATIENCE)
        await expect(page.locator("#log .mine .reactions").last).to_be_visible()
        assert await said(page).count() == count
        await write(page, "/digest")
        await told(page, "🗞")
        await shot(page, "group-dark")

        # Wednesday: a colleague drops two files into the private chat of the bot: one answer for both.
        await enter(page, "Lagebild-Bot")
        await page.set_input_files(
            "#file",
            [
                {"name": "deich.pdf", "mimeType": "application/pdf", "buffer": made_pdf(LINES, title=TITLE)},
                {"name": "pegel.txt", "mimeType": "text/plain", "buffer": f"{SECOND} {FIRST}".encode()},
            ],
        )
        await told(page, "2 von 2 gespeichert")

        # Thursday: the channel is for those who run it; the forum has its own digest in a topic.
        await enter(page, "Kanal")
        await expect(page.locator("#text")).to_be_hidden()
        await expect(page.get_by_role("note")).to_contain_text("nur seine Administratoren")
        await become(page, "Ada")
        await write(page, "/start")
        await told(page, "in diesen Kanal")
        await enter(page, "Politik")
        await write(page, "/digest")
        await expect(last(page)).to_be_visible(timeout=PATIENCE)

        # Friday: what each of them wrote is theirs; the private chats stay apart.
        await enter(page, "Redaktion")
        await expect(page.locator("#log .message.mine")).to_have_count(
            3
        )  # Ada: a role, the plan, the answers
        await become(page, "Ben")
        await enter(page, "Lagebild-Bot")
        await expect(page.locator("#log .mine")).to_have_count(2)
        await become(page, "Du")
        await expect(page.locator("#log .message")).to_have_count(0)


async def test_the_first_minutes_on_a_phone_in_the_dark(tmp_path):
    look = PHONE | {"color_scheme": "dark", "device_scale_factor": 2}
    async with running_bot(tmp_path) as url, open_page(url, **look) as page:
        await expect(page.locator(".strip")).to_be_visible()
        await page.get_by_role("button", name="Starten").click()
        await told(page, "Ich bin Lagebild")
        await page.get_by_role("button", name="Beispiele").click()
        await page.get_by_role("button", name="Alle senden").click()
        await expect(page.locator("#examples")).to_be_hidden()  # the chat shows what comes of it
        await told(page, "18 von 18 gespeichert")
        await write(page, "/digest")
        await told(page, "Umstritten")
        digest = await part_with(page, TANKS)
        await tap(page, TANKS, digest)
        await expect(digest).to_contain_text(STORY)
        await digest.scroll_into_view_if_needed()
        await shot(page, "story-phone-dark")
        wide = await page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert not wide
        await page.get_by_role("button", name="Zur Chatliste").click()
        await expect(page.get_by_label("Du schreibst als")).to_be_visible()
