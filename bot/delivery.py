"""From digest to chat: each digest once per slot, each part at most once, in order, also after a crash.

``DigestDesk`` takes the slot, has the digest worked out, and writes its parts with the ledger in one
transaction.  ``Outbox`` claims one part of each chat at a time, commits, sends, and notes what is known.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, time
from functools import partial
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import structlog
from sqlmodel import Session
from telegram import Bot, InlineKeyboardMarkup, Message
from telegram.error import TelegramError

from bot.access import Gate
from bot.background import place_of
from bot.flow import ledger_entries
from bot.parts import packed, plain
from bot.schedule import is_quiet
from bot.sending import Fate, Verdict, backoff, judge, reason_of
from bot.texts import notice
from bot.transactions import Transactions
from bot.views.digest import digest_rows, look_back_rows
from config.delivery import LONG_WAIT, NIGHT, SEND_TRIES
from storage import StorageError, chats, digests
from storage.digests import ALERT, LOOKING_BACK, PLAN, Outgoing, Part
from storage.postgres import is_server, lock
from storage.tables import Chat, DigestState
from storage.tables import Digest as DigestRow
from storage.writes import key_of
from summaries.digest import Digest, Piece, render_alert, render_pieces

_log = structlog.get_logger(__name__)

REQUEST = "request"
_RUNNING = (DigestState.NEW, DigestState.READY)
_IDLE_SECONDS = 5.0


class TellsChats(Protocol):
    """The part of the flow that the desk needs."""

    async def digest_for_chat(self, chat_pk: int, now: datetime, *, thread_id: int) -> Digest:
        """Return what a topic of a chat has not been told yet."""
        ...

    async def digest(self, since: datetime | None, now: datetime, *, chat_pk: int | None = None) -> Digest:
        """Return what was published in a window, told or not."""
        ...

    async def alert(self, chat_pk: int, since: datetime, now: datetime, *, thread_id: int) -> Digest:
        """Return what a chat is to be told at once of what it follows."""
        ...


@dataclass(frozen=True, slots=True)
class Order:
    """A digest to make: for which chat and topic, which slot, and since when it was due."""

    chat_pk: int
    slot_key: str
    kind: str  # PLAN, REQUEST, LOOKING_BACK or ALERT
    thread_id: int = 0
    planned: datetime | None = None
    late: bool = False
    window: tuple[datetime, datetime] | None = None  # the period to look back at, or to be alerted of


@dataclass(frozen=True, slots=True)
class Reservation:
    """The key of a digest that is to be written; without one its slot has had its digest, or ``busy``."""

    digest_id: int | None
    busy: bool = False


class DigestDesk:
    """Makes digests; safe against asking twice, crashes in between, and failing work."""

    def __init__(
        self,
        transactions: Transactions,
        flow: TellsChats,
        now: Callable[[], datetime],
        ready: Callable[[], None],
    ) -> None:
        """Take the door to the store, the flow, the clock, and what to call when parts wait to be sent."""
        self._do = transactions
        self._flow = flow
        self._now = now
        self._ready = ready
        self._turns: dict[int, asyncio.Lock] = {}  # of a chat: what one digest tells the next one does not

    async def reserve(self, order: Order) -> Reservation:
        """Take the slot of an order.

        Only requests give way to another digest; a planned one is told after it, of several processes at its
        next look at the plan.

        Raises:
            StorageError: the store cannot be written.
        """
        return await self._do.write(lambda session: self._reserve(session, order))

    async def write(self, digest_id: int) -> None:
        """Work out a reserved digest and put its parts into the outbox; nothing if that was done before.

        Raises:
            StorageError: the store cannot be written; the digest can be tried again.
        """
        row, chat = await self._do.read(lambda session: _load(session, digest_id))
        if row.state is not DigestState.NEW:
            return
        async with self._turns.setdefault(row.chat_pk, asyncio.Lock()):
            digest = await self._told(row)
            await self._put(row, digest, chat)
        self._ready()

    async def _told(self, row: DigestRow) -> Digest:
        if row.kind == LOOKING_BACK:
            told = await self._flow.digest(row.window_start, row.window_end, chat_pk=row.chat_pk)
            return replace(told, past=True)
        if row.kind == ALERT:
            since = row.window_start or row.window_end
            return await self._flow.alert(row.chat_pk, since, row.window_end, thread_id=row.thread_id)
        return await self._flow.digest_for_chat(row.chat_pk, row.window_end, thread_id=row.thread_id)

    async def _put(self, row: DigestRow, digest: Digest, chat: Chat) -> None:
        """Store what a digest says; an alert that another digest has told meanwhile says nothing."""
        digest_id = key_of(row)
        if row.kind == ALERT and digest.empty:
            await self.abandon(digest_id)
            return
        messages = [] if stays_unsaid(row, digest, chat) else compose(_pieces(row, digest, chat), digest)
        parts = [one.part(digest_id, number) for number, one in enumerate(messages, 1)]
        entries = {} if row.kind == LOOKING_BACK else ledger_entries(digest)
        payload = json.dumps(json.loads(row.payload) | {"stories": [one.stories for one in messages]})
        await self._do.write_surely(
            lambda session: digests.write(session, digest_id, parts, entries, payload)
        )

    async def unfinished(self) -> list[int]:
        """Return the digests that were reserved and never written, oldest first."""
        return await self._do.read(
            lambda session: [row.id for row in digests.unfinished(session) if row.id is not None]
        )

    async def write_or_abandon(self, digest_id: int) -> bool:
        """Write a reserved digest; if that fails in any way, free the chat for the next one.

        Returns:
            Whether it was written.  A stop of the process leaves it reserved, for the next start.
        """
        work = asyncio.ensure_future(self.write(digest_id))
        await asyncio.wait([work])
        failure = work.exception()
        if failure is not None:
            _log.error(
                "digest_failed", digest=digest_id, error=type(failure).__name__, place=place_of(failure)
            )
            await self.abandon(digest_id)
        return failure is None

    async def abandon(self, digest_id: int) -> None:
        """Close a reserved digest that could not be worked out; what it would have said comes later."""
        await self._do.write_surely(lambda session: digests.skip(session, digest_id))

    def _reserve(self, session: Session, order: Order) -> Reservation:
        now = self._now()
        lock(session, [f"digest {order.chat_pk}"])
        if digests.find(session, order.chat_pk, order.slot_key, order.thread_id) is not None:
            return Reservation(None)
        if (
            order.kind != LOOKING_BACK
            and is_server(session)
            and digests.is_being_made(session, order.chat_pk)
        ):
            return Reservation(None, busy=True)  # in another process; here one waits for its turn
        latest = digests.last(session, order.chat_pk, order.thread_id)
        if order.kind in {REQUEST, ALERT} and latest is not None and latest.state in _RUNNING:
            return Reservation(None, busy=True)
        begin, end = order.window or (latest.window_end if latest is not None else None, now)
        row = digests.create(
            session,
            chat_pk=order.chat_pk,
            thread_id=order.thread_id,
            slot_key=order.slot_key,
            kind=order.kind,
            window_start=begin,
            window_end=end,
            now=now,
            late=order.late,
        )
        if row is not None and order.planned is not None:
            row.payload = json.dumps({"planned": order.planned.isoformat()})
        return Reservation(row.id if row is not None else None)


def _load(session: Session, digest_id: int) -> tuple[DigestRow, Chat]:
    row = digests.get(session, digest_id)
    return row, chats.get(session, row.chat_pk)


def stays_unsaid(row: DigestRow, digest: Digest, chat: Chat) -> bool:
    """Tell whether a chat is spared a planned digest that would say no more than that nothing is new."""
    return chat.news_only and row.kind == PLAN and digest.idle


def _pieces(row: DigestRow, digest: Digest, chat: Chat) -> list[Piece]:
    pieces = render_alert(digest) if row.kind == ALERT else render_pieces(digest)
    if row.late:
        late = notice("late", zone=ZoneInfo(chat.timezone), planned=_planned_at(row))
        pieces.insert(0, Piece(late))
    return pieces


@dataclass(frozen=True, slots=True)
class Told:
    """One message of a digest, with number and title of the stories that stand in it."""

    text: str
    stories: tuple[tuple[int, str], ...]
    empty: bool = False  # nothing is new: past periods are offered

    def part(self, digest_id: int, number: int) -> Part:
        """Return it as part ``number`` of a digest, with the buttons of its stories."""
        rows = look_back_rows() if self.empty else digest_rows(self.stories, digest_id, number)
        return Part(self.text, json.dumps(InlineKeyboardMarkup(rows).to_dict()) if rows else None)


def compose(pieces: Sequence[Piece], digest: Digest) -> list[Told]:
    """Return a digest as messages."""
    titles = {story.id: story.title for story in digest.stories}
    messages = packed([piece.html for piece in pieces])
    told: list[Told] = []
    for number, message in enumerate(messages, 1):
        here = dict.fromkeys(pieces[place].story for place in sorted(message.blocks))
        last = f"\n\n{notice('part', number=number, total=len(messages))}" if len(messages) > 1 else ""
        if digest.empty and digest.since is None:
            last = f" {notice('nothing_yet')}"
        stories = tuple((key, titles[key]) for key in here if key is not None)
        told.append(Told(message.text + last, stories, digest.empty))
    return told


def _planned_at(row: DigestRow) -> datetime:
    planned = json.loads(row.payload).get("planned")
    return datetime.fromisoformat(planned) if planned else row.window_end


class Outbox:
    """Sends what waits, one part of each chat and topic at a time."""

    def __init__(
        self,
        transactions: Transactions,
        bot: Bot,
        gate: Gate,
        now: Callable[[], datetime],
        tell_admins: Callable[[str], Awaitable[bool]],
    ) -> None:
        """Take what sending needs: ``gate`` follows chats that move.

        ``tell_admins`` sends them a line and returns whether that is done.
        """
        self._do = transactions
        self._bot = bot
        self._gate = gate
        self._now = now
        self._tell_admins = tell_admins
        self._wake = asyncio.Event()
        self._closing = False
        self._turn = asyncio.Lock()

    def close(self) -> None:
        """Finish what is being sent and begin nothing more; ``run`` then returns."""
        self._closing = True
        self._wake.set()

    def wake(self) -> None:
        """Look for parts to send now."""
        self._wake.set()

    async def recover(self) -> None:
        """After a start: settle parts that were under way when the process died, and tell the admins."""
        await self._do.write_surely(digests.recover)
        await self._tell()

    async def run(self) -> None:
        """Send until ``close``; a store that cannot be used is tried again."""
        while not self._closing:
            try:
                await self.drain()
            except StorageError as error:
                _log.error("outbox_waits_for_store", problem=str(error.problem))
            with suppress(TimeoutError):
                async with asyncio.timeout(_IDLE_SECONDS):
                    await self._wake.wait()
            self._wake.clear()

    async def drain(self) -> int:
        """Send everything that may be sent now; return how many messages were tried."""
        async with self._turn:
            return await self._drain()

    async def _drain(self) -> int:
        count = 0
        while not self._closing and (due := await self._do.read(self._due)):
            await asyncio.gather(*(self._deliver(outgoing) for outgoing in due))
            count += len(due)
        await self._tell()
        return count

    async def _tell(self) -> None:
        """Tell the admins what has become of parts; what none of them could be told now is told later."""
        for outgoing in await self._do.read(digests.untold):
            part = outgoing.delivery
            if not await self._report(part.untold or "", outgoing, reason=part.error):
                return  # who cannot be reached with one word now cannot with the next
            await self._do.write_surely(partial(digests.mark_told, delivery_id=_key(outgoing)))

    def _due(self, session: Session) -> list[Outgoing]:
        return digests.due(session, self._now())

    async def _deliver(self, outgoing: Outgoing) -> None:
        """Claim, commit, send, note: in this order, so that no crash can send a part twice."""
        if not await self._do.write_surely(
            lambda session: digests.claim(session, _key(outgoing), self._now())
        ):
            return
        try:
            sent = await self._send(outgoing, outgoing.delivery.text)
        except TelegramError as error:
            await self._settle(outgoing, error)
        else:
            await self._note_sent(outgoing, sent)

    async def _send(self, outgoing: Outgoing, text: str, **options: Any) -> Message:
        markup = outgoing.delivery.markup
        return await self._bot.send_message(
            outgoing.chat.chat_id,
            text,
            message_thread_id=outgoing.digest.thread_id or None,
            disable_notification=outgoing.digest.kind == ALERT or is_silent(outgoing.chat, self._now()),
            reply_markup=InlineKeyboardMarkup.de_json(json.loads(markup), self._bot) if markup else None,
            **options,
        )

    async def _note_sent(self, outgoing: Outgoing, sent: Message) -> None:
        now = self._now()
        await self._do.write_surely(lambda s: digests.mark_sent(s, _key(outgoing), sent.message_id, now))

    async def _settle(self, outgoing: Outgoing, error: TelegramError) -> None:
        """Note what an error says about a part, and go on as far as that allows."""
        verdict, reason = judge(error), reason_of(error)
        _log.warning(
            "part_not_delivered", delivery=_key(outgoing), fate=verdict.fate, reason=type(error).__name__
        )
        if verdict.fate is Fate.NOT_SENT:
            await self._retry(outgoing, verdict, reason)
        elif verdict.fate is Fate.MOVED and verdict.chat_id is not None:
            await self._move(outgoing, verdict.chat_id)
        elif verdict.fate is Fate.MARKUP:
            await self._send_plain(outgoing, reason)
        elif verdict.fate is Fate.UNKNOWN:
            await self._do.write_surely(lambda s: digests.mark_unknown(s, _key(outgoing), reason))
        else:
            await self._give_up(outgoing, reason, gone=verdict.fate is Fate.GONE)

    async def _retry(self, outgoing: Outgoing, verdict: Verdict, reason: str) -> None:
        tries = outgoing.delivery.tries + 1
        if tries >= SEND_TRIES and verdict.wait is None:
            await self._give_up(outgoing, reason, gone=False)
            return
        wait = verdict.wait or backoff(tries)
        until = self._now() + wait
        await self._do.write_surely(lambda s: digests.mark_retry(s, _key(outgoing), until, reason))
        if wait >= LONG_WAIT and verdict.wait is not None:
            await self._report("long_wait", outgoing, until=until)

    async def _move(self, outgoing: Outgoing, new_id: int) -> None:
        now = self._now()

        def work(session: Session) -> None:
            chats.migrate(session, outgoing.chat.chat_id, new_id)
            digests.mark_retry(session, _key(outgoing), now, "ChatMigrated")

        await self._do.write_surely(work)
        self._gate.move(outgoing.chat.chat_id, new_id)

    async def _send_plain(self, outgoing: Outgoing, reason: str) -> None:
        """Send a part without its markup, once; the incident is in the log."""
        try:
            sent = await self._send(outgoing, plain(outgoing.delivery.text), parse_mode=None)
        except TelegramError as error:
            if judge(error).fate is Fate.MARKUP:
                await self._give_up(outgoing, reason, gone=False)
            else:
                await self._settle(outgoing, error)
        else:
            await self._note_sent(outgoing, sent)

    async def _give_up(self, outgoing: Outgoing, reason: str, *, gone: bool) -> None:
        """Close the digest; where the bot was shut out the chat rests until it is let in again."""

        def work(session: Session) -> None:
            untold = "removed" if gone else "not_sent"
            digests.mark_failed(session, _key(outgoing), reason, rest=True, untold=untold)
            if gone:
                chats.set_active(session, outgoing.digest.chat_pk, False)

        await self._do.write_surely(work)

    async def _report(self, name: str, outgoing: Outgoing, **values: object) -> bool:
        title = outgoing.chat.title or str(outgoing.chat.chat_id)
        zone = ZoneInfo(outgoing.chat.timezone)
        text = notice(name, chat=title, part=outgoing.delivery.part, zone=zone, **values)
        return await self._tell_admins(text)


def is_silent(chat: Chat, now: datetime) -> bool:
    """Tell whether a chat wants what comes now without a sound: at night, or in its own quiet hours."""
    local = now.astimezone(ZoneInfo(chat.timezone)).time()
    return chat.silent and is_quiet(local, quiet_hours(chat) or NIGHT)


def quiet_hours(chat: Chat) -> tuple[time, time] | None:
    """Return the hours in which a chat wants nothing posted."""
    if chat.quiet_from is None or chat.quiet_until is None:
        return None
    return time.fromisoformat(chat.quiet_from), time.fromisoformat(chat.quiet_until)


def _key(outgoing: Outgoing) -> int:
    return outgoing.delivery.id or 0
