"""The chat page in a real Chromium."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.trial.examples import read_examples
from bot.trial.rooms import CHANNEL_ID, GROUP_ID, PRIVATE_ID, trial_world
from bot.trial.server import serve
from tests.trial.conftest import CHROMIUM, NO_CHROMIUM, in_process, until

playwright = pytest.importorskip("playwright.async_api")
expect = playwright.expect
expect.set_options(timeout=20_000)  # ms; a busy machine is no fault of the page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM),
]
ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
GERMAN = {"locale": "de-DE", "timezone_id": "Europe/Berlin"}
DESKTOP = {"viewport": {"width": 1400, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 800}, "has_touch": True}


@asynccontextmanager
async def chromium() -> AsyncIterator[playwright.Browser]:
    async with playwright.async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        await browser.close()


@asynccontextmanager
async def open_page(url, **look):
    """Open the page; afterwards nothing may have failed in it or gone to another host."""
    problems = []

    def check(request):
        if not request.url.startswith((url, url.replace("http", "ws"))):
            problems.append(f"request to {request.url}")

    async with chromium() as browser:
        context = await browser.new_context(**GERMAN, **look)
        page = await context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda said: problems.append(said.text) if said.type != "log" else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("request", check)
        await page.goto(url)
        await expect(page.locator("#room-name")).to_have_text("Lagebild-Bot")
        yield page
        await context.close()
    assert problems == []


@pytest.fixture
async def server():
    world = trial_world()
    made = await serve(world, examples=EXAMPLES)
    application = in_process(world)
    async with application:
        await application.bot.set_my_commands([("start", "Begrüßung"), ("digest", "Lagebild jetzt")])
        await application.updater.start_polling(poll_interval=0, timeout=5)
        await application.start()
        yield made
        await application.updater.stop()
        await application.stop()
    await made.close()
    world.check()


def received(page):
    return page.locator("#log .message:not(.mine):not(.dots)")


async def test_a_newcomer_starts_taps_and_writes(server):
    async with open_page(server.url, **DESKTOP) as page:
        await expect(page.locator("nav .local")).to_contain_text("nichts verlässt diesen Rechner")
        await page.get_by_role("button", name="Starten").click()
        answer = received(page).first
        await expect(answer.locator("b")).to_have_text("Willkommen")
        await answer.get_by_role("button", name="Warum?").click()
        await expect(answer.locator(".body")).to_have_text("Weil Echo.")
        await expect(answer.locator(".meta")).to_contain_text("bearbeitet")
        await expect(answer.locator(".keys")).to_have_count(0)
        await expect(page.locator("#toast")).to_have_text("Gut getippt")

        await page.fill("#text", "<img src=x onerror=alert(1)> & <b>kein Markup</b>")
        await page.press("#text", "Enter")
        await expect(page.locator(".mine .body").last).to_have_text(
            "<img src=x onerror=alert(1)> & <b>kein Markup</b>"
        )
        await expect(page.get_by_label("Reaktion 👀")).to_be_visible()
        await expect(received(page).last.locator(".body")).to_contain_text("Echo: <img")
        assert await page.locator("#log img").count() == 0


async def test_it_suggests_commands(server):
    async with open_page(server.url, **DESKTOP) as page:
        await page.locator("#text").press_sequentially("/")
        options = page.locator("#suggestions").get_by_role("option")
        await expect(options).to_have_count(2)
        await page.press("#text", "ArrowDown")
        await expect(options.nth(1)).to_have_attribute("aria-selected", "true")
        await page.press("#text", "Tab")
        assert await page.input_value("#text") == "/digest "
        await page.fill("#text", "/st")
        await page.press("#text", "Enter")
        await expect(page.locator(".mine .body")).to_have_text("/start")
        assert server.world.chats[PRIVATE_ID].messages


async def test_it_forwards_pastes_and_drops(server):
    async with open_page(server.url, **DESKTOP) as page:
        await page.fill("#text", "https://blatt.example/deich")
        await page.get_by_role("button", name="Weiterleiten von …").click()
        await page.get_by_label("Name").fill("Blatt")
        await page.get_by_label("Ursprünglich gesendet").fill("2026-03-01T09:30")
        await page.locator("#forward").get_by_role("button", name="Weiterleiten").click()
        await expect(page.locator(".origin")).to_have_text("Weitergeleitet von Blatt · 1. März 2026 um 09:30")
        await expect(page.locator(".mine .body a")).to_have_attribute("href", "https://blatt.example/deich")

        await page.fill("#text", "Der Deich hält. " * 400)
        await page.press("#text", "Enter")
        await expect(page.locator("#toast")).to_contain_text("2 Nachrichten")
        await expect(page.locator(".message.long")).to_have_count(2)
        await page.get_by_role("button", name="Ganzen Text zeigen").first.click()
        await expect(page.locator(".message.long")).to_have_count(1)

        chosen = {"name": "artikel.txt", "mimeType": "text/plain", "buffer": "Die Fähre fährt.".encode()}
        await page.set_input_files("#file", chosen)
        await expect(page.locator(".file b")).to_have_text("artikel.txt")
        await expect(received(page).last.locator(".body")).to_have_text("Echo: Die Fähre fährt.")


async def test_it_switches_rooms_and_counts_what_is_unread(server):
    world = server.world
    async with open_page(server.url, **DESKTOP) as page:
        server.desk.do({"do": "write", "chat": GROUP_ID, "text": "hallo Gruppe"})
        rooms = page.locator("#room-list")
        await expect(rooms.get_by_label("2 ungelesen")).to_be_visible()
        await rooms.get_by_role("button", name="Redaktion").click()
        await expect(page.locator("#room-name")).to_have_text("Redaktion")
        await expect(rooms.get_by_label("ungelesen")).to_have_count(0)
        await expect(received(page).locator(".author")).to_have_text("Lagebild")

        await rooms.get_by_role("button", name="Kanal").click()
        await page.fill("#text", "Meldung")
        await page.press("#text", "Enter")
        await until(lambda: any(m["chat"]["id"] == CHANNEL_ID for m in world.sent()))
        await expect(page.locator("#log .body").last).to_have_text("Echo: Meldung")

        await rooms.get_by_role("button", name="Politik").click()
        await page.fill("#text", "Zum Thema")
        await page.press("#text", "Enter")
        await expect(received(page).locator(".body")).to_have_text("Echo: Zum Thema")
        await rooms.get_by_role("button", name="Allgemein").click()
        await expect(page.locator("#log .message:not(.dots)")).to_have_count(0)
        await page.fill("#text", "An alle")
        await page.press("#text", "Enter")
        await expect(received(page).locator(".body")).to_have_text("Echo: An alle")


async def test_it_sends_examples_with_outlet_and_date(server):
    if not read_examples(EXAMPLES):
        pytest.skip("no examples/manifest.jsonl")
    async with open_page(server.url, **DESKTOP) as page:
        first = page.locator("#days li button").first
        await first.click()
        await expect(first.get_by_label("gesendet")).to_be_visible()
        await expect(page.locator(".origin")).to_contain_text("2026")
        await page.get_by_role("button", name="Alle senden").click()
        await expect(page.get_by_role("button", name="Alle gesendet")).to_be_disabled()
        await expect(page.locator(".mine")).to_have_count(len(read_examples(EXAMPLES)))


async def test_it_fits_a_phone(server):
    async with open_page(server.url, **PHONE, color_scheme="dark") as page:
        await expect(page.locator("main .local")).to_contain_text("nichts verlässt diesen Rechner")
        assert await page.evaluate("document.documentElement.scrollWidth") <= 390
        await page.get_by_role("button", name="Beispiele", exact=True).tap()
        await expect(page.get_by_role("heading", name="Beispielartikel")).to_be_in_viewport()
        await page.get_by_role("button", name="Beispiele schließen").tap()
        await page.get_by_role("button", name="Zur Chatliste").tap()
        await expect(page.locator("main")).to_be_hidden()
        await page.get_by_role("button", name="Redaktion").tap()
        await expect(page.locator("#room-name")).to_have_text("Redaktion")


NAMELESS = """() => [...document.querySelectorAll("button, input:not([hidden]), textarea, select, a")]
    .filter((each) => !(each.textContent.trim() || each.getAttribute("aria-label") || each.labels?.length))
    .map((each) => each.outerHTML)"""


async def test_it_can_be_used_with_the_keyboard_alone(server):
    async with open_page(server.url, **DESKTOP) as page:
        assert await page.evaluate(NAMELESS) == []
        await expect(page.locator("#text")).to_be_focused()
        await page.keyboard.type("/start")
        await page.keyboard.press("Enter")
        await expect(received(page)).to_have_count(1)
        await received(page).get_by_role("button", name="Warum?").focus()
        await page.keyboard.press("Enter")
        await expect(received(page).locator(".body")).to_have_text("Weil Echo.")
        await page.locator("#forward-open").focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("dialog")).to_be_visible()
        await expect(page.get_by_label("Name")).to_be_focused()
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_be_hidden()


async def test_it_tells_when_the_program_stopped_and_recovers(server):
    async with open_page(server.url, **DESKTOP) as page:
        for listener in tuple(server.world.listeners):
            listener.__self__.close()
        await expect(page.locator("#lost")).to_be_visible()
        await expect(page.locator("#lost")).to_be_hidden()


async def announced(output, said):
    """Return the page's address out of what the program says, and go on reading."""
    while line := (await output.readline()).decode():
        said.append(line)
        if address := re.search(r"http://127\.0\.0\.1:\d+/", line):
            return address[0]
    raise AssertionError("".join(said))


async def read_on(output, said):
    while line := await output.readline():
        said.append(line.decode())


@asynccontextmanager
async def running_bot(data_dir):
    """Run the program itself without a token; give the page's address and what it says."""
    environment = os.environ | {"LAGEBILD_DATA_DIR": str(data_dir), "LAGEBILD_TRIAL_PORT": "0"}
    environment.pop("LAGEBILD_TELEGRAM_TOKEN", None)
    command, said = (sys.executable, "-m", "bot", "run"), []
    pipe, same = asyncio.subprocess.PIPE, asyncio.subprocess.STDOUT
    bot = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environment, stdout=pipe, stderr=same)
    try:
        async with asyncio.timeout(60):
            address = await announced(bot.stdout, said)
        reading = asyncio.create_task(read_on(bot.stdout, said))
        yield address
        bot.send_signal(signal.SIGTERM)
        async with asyncio.timeout(10):
            assert await bot.wait() == 0
            await reading
        assert "Traceback" not in "".join(said)
    finally:
        if bot.returncode is None:
            bot.kill()
            await bot.wait()


@pytest.mark.long
@pytest.mark.timeout(240)
async def test_a_newcomer_sees_a_full_digest(tmp_path):
    examples = read_examples(EXAMPLES)
    if not examples:
        pytest.skip("no examples/manifest.jsonl")
    async with running_bot(tmp_path) as url, open_page(url, **DESKTOP) as page:
        await page.get_by_role("button", name="Starten").click()
        await expect(received(page)).to_have_count(1)
        await page.get_by_role("button", name="Alle senden").click()
        everything = f"{len(examples)} von {len(examples)} gespeichert"
        await expect(received(page).nth(1)).to_contain_text(everything, timeout=120_000)
        await page.get_by_role("button", name="Lagebild anfordern").click()
        digest = received(page).filter(has_text=re.compile("Umstritten.*Bestätigt", re.DOTALL))
        await expect(digest.first).to_be_visible(timeout=30_000)
        await expect(digest.first).to_contain_text("bestreitet")
