"""The promises that the store has to keep whatever happens, tried with random histories."""

import shutil
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlmodel import select

from storage import Database, digests, upgrade
from storage.digests import Part
from storage.tables import DeliveryState, DigestState, Inbox
from storage.writes import key_of
from tests.storage import make
from tests.storage.make import NOW

ROOT = Path(__file__).parents[2]

RECEIVE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from storage import Database, inbox
database = Database(Path(sys.argv[1]))
for number in range(int(sys.argv[2]), 10**6):
    with database.writing() as session:
        chat = {"id": 1}
        raw = {"update_id": number, "message": {"message_id": number, "chat": chat}}
        inbox.put(session, raw, datetime.now(UTC))
    print(number, flush=True)
"""


@pytest.mark.parametrize("delay", [0.0, 0.013, 0.037])
def test_what_was_acknowledged_is_there_after_a_kill(path: Path, delay: float) -> None:
    acknowledged = []
    for start in (0, 10_000):  # the second process finds what the first one left
        command = [sys.executable, "-c", RECEIVE, str(path), str(start)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            acknowledged.append(int(process.stdout.readline()))
            time.sleep(delay)
            process.kill()
            acknowledged += [int(line) for line in process.stdout if line.endswith("\n")]
    database = Database(path)
    upgrade(database)
    with database.reading() as session:
        stored = session.exec(select(Inbox.update_id)).all()
        assert session.connection().exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    database.close()
    assert set(acknowledged) <= set(stored)
    assert len(stored) == len(set(stored))


class Deliveries(RuleBasedStateMachine):
    """Two senders, one chat, and a process that may die at any point."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "lagebild.sqlite"
        shutil.copy(self.template, path)
        self.database = Database(path)
        self.now = NOW
        self.handed_over: list[tuple[int, int]] = []  # what Telegram has been given, in order
        self.claimed: list[int] = []
        with self.database.writing() as session:
            self.chat = key_of(make.chat(session))
        self.write(parts=3, slot=0)

    def teardown(self) -> None:
        self.database.close()
        self.folder.cleanup()

    @rule(parts=st.integers(1, 4), slot=st.integers(0, 5))
    def write(self, parts: int, slot: int) -> None:
        with self.database.writing() as session:
            digest = digests.create(
                session,
                chat_pk=self.chat,
                slot_key=str(slot),
                kind="slot",
                window_start=None,
                window_end=NOW,
                now=self.now,
            )
            if digest is not None:
                digests.write(session, key_of(digest), [Part("x")] * parts, {})

    @rule(senders=st.integers(1, 2))
    def send_next(self, senders: int) -> None:
        with self.database.reading() as session:
            due = digests.due(session, self.now)
        for outgoing in due * senders:
            part = key_of(outgoing.delivery)
            with self.database.writing() as session:
                mine = digests.claim(session, part, self.now)
            if mine:
                self.handed_over.append((outgoing.delivery.digest_id, outgoing.delivery.part))
                self.claimed.append(part)

    @rule(outcome=st.sampled_from(["sent", "unknown", "failed"]))
    def answer(self, outcome: str) -> None:
        """Telegram answers the oldest call."""
        for part in self.claimed[:1]:
            with self.database.writing() as session:
                if outcome == "sent":
                    digests.mark_sent(session, part, 1, self.now)
                elif outcome == "unknown":
                    digests.mark_unknown(session, part, "timeout")
                else:
                    digests.mark_failed(session, part, "broken")
        del self.claimed[:1]

    @rule(minutes=st.sampled_from([0, 5]))
    def refuse(self, minutes: int) -> None:
        """Telegram says that it did not take the part of the oldest call."""
        for part in self.claimed[:1]:
            with self.database.writing() as session:
                digests.mark_retry(session, part, self.now + timedelta(minutes=minutes), "429")
            del self.handed_over[-len(self.claimed)]
        del self.claimed[:1]

    @rule()
    def wait(self) -> None:
        self.now += timedelta(minutes=3)

    @rule()
    def die_and_start_again(self) -> None:
        self.claimed.clear()
        self.database.close()
        with self.database.writing() as session:
            digests.recover(session)

    @invariant()
    def no_part_is_handed_over_twice(self) -> None:
        assert len(self.handed_over) == len(set(self.handed_over))

    @invariant()
    def parts_are_handed_over_in_order(self) -> None:
        assert self.handed_over == sorted(self.handed_over)

    @invariant()
    def a_digest_is_closed_exactly_when_no_part_is_open(self) -> None:
        with self.database.reading() as session:
            for number in {digest for digest, _part in self.handed_over}:
                states = {part.state for part in digests.parts_of(session, number)}
                waits = bool(states & {DeliveryState.PENDING, DeliveryState.SENDING})
                assert waits == (digests.get(session, number).state is DigestState.READY)


def test_no_history_of_crashes_sends_a_part_twice_or_out_of_order(template: Path) -> None:
    Deliveries.template = template
    case = Deliveries.TestCase
    case.settings = settings(max_examples=20, stateful_step_count=20, deadline=None)
    case("runTest").runTest()
