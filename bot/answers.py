"""The one answer to a message or burst: sent when there is something to say, edited as work goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime
from enum import Enum
from functools import partial
from itertools import groupby
from typing import Any

import structlog
from sqlmodel import Session, col, select
from telegram import Bot, Message, ReplyParameters
from telegram.error import BadRequest, TelegramError

from bot.boards import Board, Line, Place
from bot.flow import Outcome, Stored
from bot.flow.naming import as_told, standing
from bot.parts import split
from bot.sending import Fate, backoff, judge, send_surely
from bot.texts import problem_text, render
from bot.tools import react
from bot.transactions import Transactions
from bot.work import Result, is_open
from config.delivery import (
    ANSWER_EVERY,
    ANSWER_EVERY_GROUP,
    ANSWER_GRACE,
    ANSWER_LINES,
    ANSWER_OWED,
    ANSWER_REFRESHED,
    ANSWER_STORIES,
    BURST_REACTIONS,
)
from storage import StorageError, articles, chats, submissions
from storage.submissions import CRASHED
from storage.tables import Chat, Submission, SubmissionKind, SubmissionState
from summaries.intake.problem import Problem

_log = structlog.get_logger(__name__)

# Stands in the place of the answer's number from just before it is sent until Telegram has told its number.
_ON_ITS_WAY = 0
# An edit may be repeated; a message of which this is not certain is marked as on its way.
_MAY_BE_REPEATED = frozenset({Fate.NOT_SENT, Fate.UNKNOWN})


class _Shown(Enum):
    """Whether an answer says everything there is to say about its burst."""

    PART = "part"
    ALL = "all"
    TRY_AGAIN = "try again"


class Answers:
    """Keeps one answer for each burst up to date, in the order of events, not more often than needed."""

    def __init__(
        self,
        transactions: Transactions,
        bot: Bot,
        result_of: Callable[[int], Result | None],
        spawn: Callable[[Coroutine[Any, Any, None]], object],
    ) -> None:
        """Take what answering needs; ``spawn`` starts a task."""
        self._do = transactions
        self._bot = bot
        self._result_of = result_of
        self._spawn = spawn
        self._dirty: dict[tuple[int, int], bool] = {}
        self.grace = ANSWER_GRACE.total_seconds()
        self.every = ANSWER_EVERY.total_seconds()
        self.every_group = ANSWER_EVERY_GROUP.total_seconds()

    def touch(self, submission: Submission) -> None:
        """Note that there is something new to say about the burst of a submission."""
        if submission.message_id > 0:  # else it is from a feed: nobody waits for an answer
            self.show(submission.chat_id, submission.batch_id)

    def show(self, chat_id: int, batch_id: int) -> None:
        """Note that there is something new to say about a burst."""
        key = (chat_id, batch_id)
        running = key in self._dirty
        self._dirty[key] = True
        if not running:
            self._spawn(self._keep_up(key))

    async def _keep_up(self, key: tuple[int, int]) -> None:
        pause = self.every if key[0] > 0 else self.every_group
        tries = 0
        try:
            await asyncio.sleep(self.grace)
            while self._dirty[key]:
                self._dirty[key] = False
                shown = await self._show(*key)
                if shown is _Shown.TRY_AGAIN:
                    tries += 1
                    self._dirty[key] = True
                    await asyncio.sleep(backoff(tries).total_seconds())
                elif self._dirty[key] or shown is _Shown.PART:  # more will come, not sooner than in a moment
                    await asyncio.sleep(pause)
        finally:
            del self._dirty[key]

    async def _show(self, chat_id: int, batch_id: int) -> _Shown:
        """Bring an answer up to date; return whether something is left to be said about its burst."""
        try:
            board = await self._do.read(lambda session: self._board(session, chat_id, batch_id))
            if board.worth_saying and not board.silent:
                await self._publish(chat_id, batch_id, board)
            if board.complete:
                await self._react(chat_id, board)
        except (TelegramError, StorageError) as error:
            _log.warning("answer_not_shown", chat_id=chat_id, error=type(error).__name__)
            again = isinstance(error, TelegramError) and judge(error).fate in _MAY_BE_REPEATED
            return _Shown.TRY_AGAIN if again else _Shown.ALL
        return _Shown.ALL if board.complete else _Shown.PART

    async def _react(self, chat_id: int, board: Board) -> None:
        for place in board.places[:BURST_REACTIONS]:
            await react(self._bot, chat_id, place.message_id, place.mood)

    async def _publish(self, chat_id: int, batch_id: int, board: Board) -> None:
        text = split([render("answer", board=board, shown=_shown(board), most_stories=ANSWER_STORIES)])[0]
        if board.reply_id is not None:
            await self._edit(chat_id, board.reply_id, text)
            return
        await self._note_reply(chat_id, batch_id, _ON_ITS_WAY)
        try:
            sent = await self._send(chat_id, board, text)
        except TelegramError as error:
            if judge(error).fate is not Fate.UNKNOWN:
                await self._note_reply(chat_id, batch_id, None)
            raise
        await self._note_reply(chat_id, batch_id, sent.message_id)

    async def _note_reply(self, chat_id: int, batch_id: int, reply_id: int | None) -> None:
        await self._do.write_surely(lambda session: _remember_reply(session, chat_id, batch_id, reply_id))

    async def _send(self, chat_id: int, board: Board, text: str) -> Message:
        return await send_surely(
            partial(self._bot.send_message, chat_id),
            text,
            message_thread_id=board.thread_id or None,
            disable_notification=True,
            reply_parameters=ReplyParameters(board.reply_to, allow_sending_without_reply=True),
        )

    async def _edit(self, chat_id: int, reply_id: int, text: str) -> None:
        try:
            await send_surely(self._bot.edit_message_text, text, chat_id=chat_id, message_id=reply_id)
        except BadRequest as error:
            if "not modified" not in error.message:
                raise

    def _board(self, session: Session, chat_id: int, batch_id: int) -> Board:
        rows = submissions.of_batch(session, chat_id, batch_id)
        replies = {row.reply_message_id for row in rows if row.reply_message_id is not None}
        chat = chats.find(session, chat_id)
        by_message = groupby(rows, key=lambda row: row.message_id)
        return Board(
            places=tuple(
                Place(message_id, tuple(self._line(session, row, chat) for row in own))
                for message_id, own in by_message
            ),
            reply_to=batch_id,
            reply_id=max(replies - {_ON_ITS_WAY}, default=None),
            unsure=replies == {_ON_ITS_WAY},
            thread_id=rows[0].thread_id if rows else 0,
            reactions_only=chat is not None and chat.reactions_only,
        )

    def _line(self, session: Session, row: Submission, chat: Chat | None) -> Line:
        """Return what is to be said; what this process does not remember is read from the store."""
        label = row.payload if row.kind is SubmissionKind.URL else ""
        if is_open(row):
            return Line(label)
        result = self._result_of(row.id or 0)
        if row.state is SubmissionState.FAILED:
            return Line(label, problem=_sentence(row.problem, result))
        stored = result.stored if result is not None and result.stored is not None else _recall(session, row)
        if stored is None:
            return Line(label, problem=_sentence(None, None))
        if chat is not None:
            stored = as_told(session, chat, stored, first=submissions.brought(session, row))
        return Line(label, stored=stored)


def left_open(session: Session, now: datetime) -> list[Submission]:
    """Return finished submissions whose answer a dead process may not have shown, one for each burst.

    That is: none is known to be sent, or it told of several things and the last of them ended shortly before.
    """
    asked = col(Submission.message_id) > 0  # nobody waits for an answer to what a feed brought
    recent = select(Submission).where(col(Submission.done_at) > now - ANSWER_OWED, asked)
    found: dict[tuple[int, int], Submission] = {}
    for row in session.exec(recent.order_by(col(Submission.id))):
        fresh = row.done_at is not None and row.done_at > now - ANSWER_REFRESHED
        several = row.ordinal > 0 or row.batch_id != row.message_id
        if not row.reply_message_id or (several and fresh):
            found[row.chat_id, row.batch_id] = row
    return list(found.values())


def _shown(board: Board) -> tuple[Line, ...]:
    """Return the lines to show in full; of many only what was not compared, the rest is counted."""
    if len(board.lines) <= ANSWER_LINES:
        return board.lines
    return tuple(line for line in board.lines if line.apart)[:ANSWER_LINES]


def _sentence(code: str | None, result: Result | None) -> str:
    detail = result.detail if result is not None else {}
    known = code is not None and code != CRASHED and code in set(Problem)
    return problem_text(Problem(code) if known and code else Problem.UNREADABLE, detail)


def _recall(session: Session, row: Submission) -> Stored | None:
    """Return what the store knows of an article: its story, but no longer what was new with it."""
    if row.article_id is None:
        return None
    found = articles.get(session, row.article_id)
    outcome = Outcome.DUPLICATE if row.state is SubmissionState.DUPLICATE else Outcome.NEW
    bare = Stored.bare(found, outcome)
    if found.article.story_id is None:
        return bare if bare.foreign else None
    return standing(session, bare, found.article.story_id)


def _remember_reply(session: Session, chat_id: int, batch_id: int, reply_id: int | None) -> None:
    rows = submissions.of_batch(session, chat_id, batch_id)
    submissions.set_reply(session, [row.id for row in rows if row.id is not None], reply_id)
