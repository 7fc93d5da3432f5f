"""Keeping a bot by the command line: backup and restore, health, takedown, figures."""

from __future__ import annotations

import sqlite3
import threading
import urllib.request
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.commands.health import HEARTBEAT, LAST_TICK
from bot.metrics import offer
from bot.trial.server import serve
from bot.trial.world import World
from config import Settings
from storage import Database, InstanceLock, StorageError, digests, inbox, state, upgrade
from storage.digests import Part
from storage.tables import Article, Delivery, Inbox
from storage.writes import key_of
from tests.cli.test_commands import FIRST, SECOND
from tests.storage import make

CANARY = "Kanarienvogel"


@pytest.fixture
def filled(line):
    assert line("ingest", line.manifest(FIRST, SECOND)).exit_code == 0
    return line


def store(line) -> Database:
    return line.wiring.database(line.wiring.settings())


def count(line) -> int:
    with store(line).reading() as session:
        return len(session.exec(select(Article)).all())


def test_a_backup_brings_everything_back(filled, tmp_path):
    with store(filled).writing() as session:
        chat, now = key_of(make.chat(session)), filled.wiring.clock()
        made = digests.create(
            session, chat_pk=chat, slot_key="1", kind="plan", window_start=None, window_end=now, now=now
        )
        digests.write(session, key_of(made), [Part("x")], {})
        digests.claim(session, 1, now)
        digests.mark_sent(session, 1, 7, now)
    before = filled("digest", "--format", "json", "--all").stdout
    result = filled("backup", tmp_path / "kopie.sqlite")
    assert (result.exit_code, "gesichert in" in result.stdout) == (0, True)
    assert (tmp_path / "kopie.sqlite").stat().st_mode & 0o777 == 0o600
    third = FIRST | {"id": "a-3", "title": "Neu", "text": "A > asserts > B\nGanz anders geht es hier zu."}
    filled("ingest", filled.manifest(third))
    assert count(filled) == 3
    result = filled("restore", tmp_path / "kopie.sqlite")
    assert result.exit_code == 0
    assert "lagebild.sqlite.replaced" in result.stdout
    assert not list(tmp_path.glob("kopie.sqlite-*"))
    assert count(filled) == 2
    assert filled("digest", "--format", "json", "--all").stdout == before
    with store(filled).reading() as session:  # what was sent stays sent, so it is not sent again
        assert digests.due(session, filled.wiring.clock()) == []
        assert session.exec(select(Delivery)).one().message_id == 7


def test_a_backup_can_be_made_while_the_bot_writes(filled, tmp_path):
    database, stop = store(filled), threading.Event()

    def write():
        number = 0
        while not stop.is_set():
            number += 1
            with database.writing() as session:
                inbox.put(session, {"update_id": number, "message": {}}, filled.wiring.clock())

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            assert filled("backup", tmp_path / f"{number}.sqlite").exit_code == 0
    finally:
        stop.set()
        writer.join()
    for number in range(3):
        copy = Database(tmp_path / f"{number}.sqlite")
        upgrade(copy)
        with copy.reading() as session:
            numbers = session.exec(select(Inbox.update_id)).all()
            assert sorted(numbers) == list(range(1, len(numbers) + 1))
        copy.close()


def test_it_writes_over_no_file(filled, tmp_path):
    (tmp_path / "da").write_text("x")
    result = filled("backup", tmp_path / "da")
    assert result.exit_code == 1
    assert "gibt es schon" in result.stderr
    assert (tmp_path / "da").read_text() == "x"


@pytest.mark.parametrize("content", [b"", b"kein Speicher", b"SQLite format 3\x00" + b"\xff" * 5000])
def test_it_restores_nothing_that_is_no_store(filled, tmp_path, content):
    (tmp_path / "kaputt").write_bytes(content)
    result = filled("restore", tmp_path / "kaputt")
    assert result.exit_code == 1
    assert isinstance(result.exception, StorageError)
    assert count(filled) == 2


def test_it_restores_no_database_of_another_program(filled, tmp_path):
    foreign = sqlite3.connect(tmp_path / "fremd.sqlite")
    foreign.execute("CREATE TABLE x (y)")
    foreign.commit()
    foreign.close()
    result = filled("restore", tmp_path / "fremd.sqlite")
    assert result.exit_code == 1
    assert "foreign" in str(result.exception)
    assert count(filled) == 2


def test_it_restores_under_no_running_bot(filled, tmp_path):
    filled("backup", tmp_path / "kopie.sqlite")
    with InstanceLock(filled.wiring.settings().data_dir):
        result = filled("restore", tmp_path / "kopie.sqlite")
    assert "in_use" in str(result.exception)


def test_it_restores_where_nothing_is_left(filled, tmp_path):
    filled("backup", tmp_path / "kopie.sqlite")
    folder = filled.wiring.settings().data_dir
    for path in folder.iterdir():
        if path.name.startswith("lagebild.sqlite"):
            path.unlink()
    assert filled("restore", tmp_path / "kopie.sqlite").exit_code == 0
    assert count(filled) == 2


def facts(line, **ages: float) -> None:
    with store(line).writing() as session:
        for key, age in ages.items():
            state.put(session, key, "", line.wiring.clock() - timedelta(seconds=age))


def test_it_is_well(line):
    facts(line, **{HEARTBEAT: 5, LAST_TICK: 20})
    result = line("healthcheck")
    assert result.exit_code == 0
    assert "in Ordnung" in result.stdout


def test_it_notices_that_plans_are_not_looked_at(line):
    facts(line, **{HEARTBEAT: 5, LAST_TICK: 600})
    result = line("healthcheck")
    assert (result.exit_code, "Pläne" in result.stderr) == (1, True)


def test_it_notices_what_waits_too_long(line):
    facts(line, **{HEARTBEAT: 5})
    old = line.wiring.clock() - timedelta(hours=2)
    with store(line).writing() as session:
        inbox.put(session, {"update_id": 1, "message": {}}, old)
        session.add(make.submission(1, received_at=old))
    result = line("healthcheck")
    assert result.exit_code == 1
    assert "niemand bearbeitet" in result.stderr
    assert "Warteschlange" in result.stderr


def test_it_takes_an_article_down(filled):
    result = filled("takedown", SECOND["url"])
    assert result.exit_code == 0
    assert "1\N{NO-BREAK SPACE}Artikel entfernt" in result.stdout
    assert count(filled) == 1
    assert filled("ingest", filled.manifest(SECOND)).exit_code == 1
    assert filled("takedown", "https://user@x.example/").exit_code == 1


def test_it_gives_figures_without_names(filled):
    facts(filled, **{HEARTBEAT: 5})
    with store(filled).writing() as session:
        session.add(make.submission(1, payload=CANARY))
        make.chat(session)
    settings = Settings(data_dir=filled.wiring.settings().data_dir)
    database = Database(settings.database)
    end = offer(0, database, filled.wiring.clock)
    try:
        port = end.__closure__[0].cell_contents.server_port
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
            text = answer.read().decode()
    finally:
        end()
    assert "lagebild_articles 2.0" in text
    assert 'lagebild_submissions{state="queued"} 1.0' in text
    assert "lagebild_healthy 1.0" in text
    assert "lagebild_poll_age_seconds 5.0" in text
    assert CANARY not in text
    assert "Redaktion" not in text


async def test_the_doctor_finds_what_is_wrong(tmp_path):
    from bot.commands.doctor import Finding, _collected  # noqa: PLC0415

    world = World(reads_all=False)
    server = await serve(world)
    ada = world.user("Ada")
    world.private(ada)
    group, channel = world.supergroup("Redaktion", members=[ada]), world.channel("Kanal")
    channel.bot_status = "member"
    settings = Settings(
        data_dir=tmp_path,
        telegram_token=world.token,
        api_base_url=server.url.rstrip("/"),
        allowed_chats=(group.id, channel.id, -999),
        admins=(ada.id, 42),
    )
    found = await _collected(settings)
    wrong = await _collected(
        settings.model_copy(update={"telegram_token": type(settings.telegram_token)("1:x")})
    )
    await server.close()
    texts = "\n".join(f"{finding.grade} {finding.text}" for finding in found)
    for part in (
        "0 Telegram kennt das Token",
        "1 Der Privatsphäre-Modus ist an",
        "1 In der Gruppe „Redaktion“ sieht der Bot keine Artikel",
        "2 Im Kanal „Kanal“ darf der Bot nichts veröffentlichen",
        "2 Den Chat -999 kennt der Bot nicht",
        "1 Den Administrator 42 erreicht der Bot nicht",
    ):
        assert part in texts
    assert world.token not in texts
    assert [finding.grade for finding in wrong] == [Finding.WRONG]
    assert "@BotFather" in wrong[0].text


def test_the_doctor_looks_at_this_machine(line):
    line("ingest", line.manifest(FIRST))
    result = line("doctor")
    assert result.exit_code == 0
    for part in ("Zeitzone Europe/Berlin", "SQLite", "Der Speicher ist heil", "lädt", "Kein Token gesetzt"):
        assert part in result.stdout


def test_the_doctor_says_that_the_folder_is_closed(line, monkeypatch):
    def closed(*_args, **_more):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.touch", closed)
    result = line("doctor")
    assert result.exit_code == 1
    assert "lässt sich nicht schreiben" in result.stdout
