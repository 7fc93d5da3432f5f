"""The one answer to a message or burst: sent when there is something to say, edited as work goes on."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

import structlog
from sqlmodel import Session, col, select
from telegram import Bot, Message, ReplyParameters
from telegram.constants import ReactionEmoji
from telegram.error import BadRequest, TelegramError

from bot.flow import Outcome, Stored
from bot.parts import split
from bot.texts import problem_text, render
from bot.tools import react
from bot.transactions import Transactions
from bot.work import CRASHED, Result, is_open
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
from storage import StorageError, articles, chats, stories, submissions
from storage.tables import Submission, SubmissionKind, SubmissionState
from storage.writes import key_of
from summaries.intake.problem import Problem

_log = structlog.get_logger(__name__)

_READ, _STORED, _FAILED = ReactionEmoji.EYES, ReactionEmoji.THUMBS_UP, ReactionEmoji.THUMBS_DOWN


@dataclass(frozen=True, slots=True)
class Line:
    """What an answer says about one link, text or file: it is open, stored, or has a problem."""

    label: str
    stored: Stored | None = None
    problem: str | None = None

    @property
    def open(self) -> bool:
        """Whether nothing can be said yet."""
        return self.stored is None and self.problem is None

    @property
    def apart(self) -> bool:
        """Whether it is not compared: it has a problem, or is in another language."""
        return self.problem is not None or (self.stored is not None and self.stored.foreign)


@dataclass(frozen=True, slots=True)
class Place:
    """One message of a burst, and the lines that it brought."""

    message_id: int
    lines: tuple[Line, ...]

    @property
    def mood(self) -> str:
        """The reaction that fits what is known so far."""
        if any(line.open for line in self.lines):
            return _READ
        return _STORED if any(line.stored for line in self.lines) else _FAILED


@dataclass(frozen=True, slots=True)
class Board:
    """Everything that an answer says: one line for each submission of a burst of messages."""

    places: tuple[Place, ...]
    reply_to: int
    reply_id: int | None
    thread_id: int
    reactions_only: bool = False

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of all messages."""
        return tuple(line for place in self.places for line in place.lines)

    @property
    def done(self) -> int:
        """How many lines have come to their end."""
        return sum(not line.open for line in self.lines)

    @property
    def complete(self) -> bool:
        """Whether all lines have come to their end."""
        return self.done == len(self.lines)

    @property
    def silent(self) -> bool:
        """Whether the reactions say it all: the chat wants it so, and there is no problem to explain."""
        return self.reactions_only and not any(line.problem for line in self.lines)

    @property
    def stored(self) -> tuple[Stored, ...]:
        """The articles that are known so far."""
        return tuple(line.stored for line in self.lines if line.stored is not None)

    @property
    def outcomes(self) -> Counter[str]:
        """How many articles are new, known, copies, revisions, or in another language."""
        return Counter("foreign" if one.foreign else one.outcome.value for one in self.stored)

    @property
    def stories(self) -> tuple[tuple[str, int], ...]:
        """Titles of the stories with how many of the articles each has got, the largest first."""
        titles = {one.story_id: one.story_title for one in self.stored if one.story_id is not None}
        sizes = Counter(one.story_id for one in self.stored if one.story_id is not None)
        return tuple((titles[story], size) for story, size in sizes.most_common())


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
        if submission.message_id < 0:  # from a feed: nobody waits for an answer
            return
        key = (submission.chat_id, submission.batch_id)
        running = key in self._dirty
        self._dirty[key] = True
        if not running:
            self._spawn(self._keep_up(key))

    async def _keep_up(self, key: tuple[int, int]) -> None:
        pause = self.every if key[0] > 0 else self.every_group
        try:
            await asyncio.sleep(self.grace)
            while self._dirty[key]:
                self._dirty[key] = False
                complete = await self._show(*key)
                if self._dirty[key] or not complete:  # more will come, and not sooner than in a moment
                    await asyncio.sleep(pause)
        finally:
            del self._dirty[key]

    async def _show(self, chat_id: int, batch_id: int) -> bool:
        """Bring an answer up to date; return whether nothing is left to be said about its burst."""
        try:
            board = await self._do.read(lambda session: self._board(session, chat_id, batch_id))
            if board.done and not board.silent:
                await self._publish(chat_id, batch_id, board)
            if board.complete:
                await self._react(chat_id, board)
        except (TelegramError, StorageError) as error:
            _log.warning("answer_not_shown", chat_id=chat_id, error=type(error).__name__)
            return True
        return board.complete

    async def _react(self, chat_id: int, board: Board) -> None:
        for place in board.places[:BURST_REACTIONS]:
            await react(self._bot, chat_id, place.message_id, place.mood)

    async def _publish(self, chat_id: int, batch_id: int, board: Board) -> None:
        text = split([render("answer", board=board, shown=_shown(board), most_stories=ANSWER_STORIES)])[0]
        if board.reply_id is not None:
            await self._edit(chat_id, board.reply_id, text)
            return
        sent = await self._send(chat_id, board, text)
        await self._do.write_surely(
            lambda session: _remember_reply(session, chat_id, batch_id, sent.message_id)
        )

    async def _send(self, chat_id: int, board: Board, text: str) -> Message:
        return await self._bot.send_message(
            chat_id,
            text,
            message_thread_id=board.thread_id or None,
            disable_notification=True,
            reply_parameters=ReplyParameters(board.reply_to, allow_sending_without_reply=True),
        )

    async def _edit(self, chat_id: int, reply_id: int, text: str) -> None:
        try:
            await self._bot.edit_message_text(text, chat_id, reply_id)
        except BadRequest as error:
            if "not modified" not in error.message:
                raise

    def _board(self, session: Session, chat_id: int, batch_id: int) -> Board:
        rows = submissions.of_batch(session, chat_id, batch_id)
        chat = chats.find(session, chat_id)
        by_message = groupby(rows, key=lambda row: row.message_id)
        return Board(
            places=tuple(
                Place(message_id, tuple(self._line(session, row) for row in own))
                for message_id, own in by_message
            ),
            reply_to=batch_id,
            reply_id=next((row.reply_message_id for row in rows if row.reply_message_id), None),
            thread_id=rows[0].thread_id if rows else 0,
            reactions_only=chat is not None and chat.reactions_only,
        )

    def _line(self, session: Session, row: Submission) -> Line:
        """Return what is to be said; what this process does not remember is read from the store."""
        label = row.payload if row.kind is SubmissionKind.URL else ""
        if is_open(row):
            return Line(label)
        result = self._result_of(row.id or 0)
        if row.state is SubmissionState.FAILED:
            return Line(label, problem=_sentence(row.problem, result))
        stored = result.stored if result is not None and result.stored is not None else _recall(session, row)
        return (
            Line(label, stored=stored) if stored is not None else Line(label, problem=_sentence(None, None))
        )


def left_open(session: Session, now: datetime) -> list[Submission]:
    """Return finished submissions whose answer a dead process may not have shown, one for each burst.

    That is: none was sent, or it told of several things and the last of them ended shortly before.
    """
    asked = col(Submission.message_id) > 0  # nobody waits for an answer to what a feed brought
    recent = select(Submission).where(col(Submission.done_at) > now - ANSWER_OWED, asked)
    found: dict[tuple[int, int], Submission] = {}
    for row in session.exec(recent.order_by(col(Submission.id))):
        fresh = row.done_at is not None and row.done_at > now - ANSWER_REFRESHED
        several = row.ordinal > 0 or row.batch_id != row.message_id
        if row.reply_message_id is None or (several and fresh):
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
    story = stories.get(session, found.article.story_id)
    outlets = {one.outlet.key for one in articles.of_story(session, key_of(story))}
    return replace(bare, story_id=key_of(story), story_title=story.title, source_count=len(outlets))


def _remember_reply(session: Session, chat_id: int, batch_id: int, reply_id: int) -> None:
    rows = submissions.of_batch(session, chat_id, batch_id)
    submissions.set_reply(session, [row.id for row in rows if row.id is not None], reply_id)
