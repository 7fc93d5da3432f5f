"""Putting stories right by tapping: split, merge and rename, for admins of the chat, each with a way back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlmodel import Session
from telegram import ForceReply, Message, Update
from telegram.error import TelegramError
from telegram.ext import BaseHandler, MessageHandler, filters

from bot.asking import FRESH, Desk, Question
from bot.buttons import Rows, button, titled
from bot.rights import NotAllowedError, Person
from bot.screens import Screen, show, turning_open
from bot.taps import Action, Reaction, Tap
from bot.texts import notice, phrase
from bot.tools import Tools, kind_of
from bot.views.story import EDIT, NOWHERE, STORY, back
from config.face import PAGE
from storage import articles, holdings, listing, memos, stories
from storage.articles import StoredArticle
from storage.tables import Chat, Role
from storage.writes import key_of

SPLIT, MERGE, RENAME, UNDO = "sp", "me", "rn", "un"
_CHOICE, _UNDOING, _NAMING = "split", "undo", "naming"
_LONGEST_TITLE = 200
# Older questions for a name are not looked for: who answers them has scrolled far up.
_OPEN_QUESTIONS = 50


class Correcting:
    """Lets admins of a chat put stories right."""

    def __init__(self, tools: Tools) -> None:
        """Take what handlers work with."""
        self._tools = tools

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """Return the handlers to register, before those that take articles in."""
        answers = FRESH & filters.REPLY & filters.TEXT & ~filters.COMMAND & _Asked(self._asked)
        return [
            Desk(self._tools).command("umbenennen", self._rename_by_words, Role.ADMIN),
            MessageHandler(answers, self._named),
        ]

    def actions(self) -> Mapping[str, Action]:
        """Return what the buttons do."""
        return {
            EDIT: self._edit,
            SPLIT: self._split,
            MERGE: self._merge,
            RENAME: self._ask_name,
            UNDO: self._undo,
        }

    async def _edit(self, tap: Tap) -> Reaction:
        await self._need_admin(tap)
        story_id, origin = tap.number(0), tap.text(1)
        title = await self._title(tap.chat, story_id)
        ways = [
            button(phrase("labels", "split"), SPLIT, story_id, 0, origin),
            button(phrase("labels", "merge"), MERGE, story_id, 0, 0, origin),
            button(phrase("labels", "rename"), RENAME, story_id, origin),
        ]
        rows: Rows = (*((way,) for way in ways), _to_story(story_id, origin))
        return Reaction(Screen(notice("edit_story", title=title), rows))

    # Split: tap the articles that do not belong, then the button that splits

    async def _split(self, tap: Tap) -> Reaction:
        """Show the articles to choose from: choice 0 begins, another goes on with what was tapped."""
        await self._need_admin(tap)
        story_id, choice, origin = tap.number(0), tap.number(1), tap.text(2)
        found = await self._tools.do.read(lambda session: _readable(session, tap.chat, story_id))
        chosen = await self._chosen(tap, choice)
        tapped = [int(arg) for arg in tap.args[3:]]
        if tapped == [0] and chosen:
            return await self._split_off(tap, story_id, sorted(chosen), origin)
        chosen = chosen.symmetric_difference(tapped) & {key_of(one.article) for one in found}
        return Reaction(await self._choose(tap, story_id, found, chosen, origin))

    async def _chosen(self, tap: Tap, choice: int) -> set[int]:
        if not choice:
            return set()
        memo = await self._tools.do.read(lambda session: memos.get(session, choice, tap.chat_pk, _CHOICE))
        return set(memo["articles"])

    async def _choose(
        self, tap: Tap, story_id: int, found: list[StoredArticle], chosen: set[int], origin: str
    ) -> Screen:
        if len(found) < 2:  # noqa: PLR2004 - one article alone cannot be split
            return Screen(notice("split_one"), (_to_edit(story_id, origin),))
        choice = await self._remember(tap.chat, _CHOICE, {"articles": sorted(chosen)})
        rows = [
            (self._article_button(one, key_of(one.article) in chosen, story_id, choice, origin),)
            for one in found[:_MOST_ARTICLES]
        ]
        if chosen:
            rows.append((button(phrase("labels", "split"), SPLIT, story_id, choice, origin, 0),))
        return Screen(notice("split_which"), (*rows, _to_edit(story_id, origin)))

    @staticmethod
    def _article_button(one: StoredArticle, chosen: bool, story_id: int, choice: int, origin: str) -> Any:
        mark = phrase("labels", "picked" if chosen else "unpicked")
        name = f"{one.outlet.name}: {one.article.title}"
        return titled(f"{mark} ", name, SPLIT, story_id, choice, origin, key_of(one.article))

    async def _split_off(self, tap: Tap, story_id: int, chosen: list[int], origin: str) -> Reaction:
        await self._tools.flow.split(chosen)
        new_id = await self._tools.do.read(lambda session: _story_of(session, chosen[0]))
        undo = await self._remember(tap.chat, _UNDOING, {"act": "split", "story": new_id, "into": story_id})
        return Reaction(_done("split_done", undo, new_id, origin, number=len(chosen)))

    # Merge: tap the other story

    async def _merge(self, tap: Tap) -> Reaction:
        """Show stories to merge with; a fifth argument is the one that was tapped."""
        await self._need_admin(tap)
        story_id, page, origin = tap.number(0), tap.number(1), tap.text(3)
        other = tap.number(2)
        await self._title(tap.chat, story_id)
        if other:
            await self._title(tap.chat, other)
            return await self._merge_into(tap, story_id, other, origin)
        found = await self._tools.do.read(
            lambda session: listing.stories(session, tap.chat, limit=PAGE + 2, offset=page * PAGE)
        )
        others = [one for one in found if one.story.id != story_id]
        rows = tuple(
            (titled("", one.story.title, MERGE, story_id, 0, one.story.id, origin),) for one in others[:PAGE]
        )
        more = turning_open(
            page, len(found) > PAGE, lambda label, n: button(label, MERGE, story_id, n, 0, origin)
        )
        text = notice("merge_which") if others else notice("merge_none")
        return Reaction(Screen(text, (*rows, *more, _to_edit(story_id, origin))))

    async def _merge_into(self, tap: Tap, story_id: int, other: int, origin: str) -> Reaction:
        gone = await self._tools.do.read(lambda session: _state(session, other))
        await self._tools.flow.merge(other, story_id)
        undo = await self._remember(tap.chat, _UNDOING, {"act": "merge", "into": story_id, **gone})
        return Reaction(_done("merge_done", undo, story_id, origin, title=gone["title"]))

    # Rename: answer the bot's question, or /umbenennen 12 Name

    async def _ask_name(self, tap: Tap) -> Reaction:
        await self._need_admin(tap)
        story_id = tap.number(0)
        title = await self._title(tap.chat, story_id)
        if kind_of(tap.message) == "channel":  # nobody can answer there
            text = notice("rename_in_channel", number=story_id)
            return Reaction(Screen(text, (_to_edit(story_id, tap.text(1)),)))
        sent = await self._send_question(tap.message, notice("rename_how", title=title))
        if sent is not None:
            await self._remember(tap.chat, _NAMING, {"message": sent.message_id, "story": story_id})
        return Reaction(note=notice("rename_note") if sent is not None else notice("tap_stuck"))

    @staticmethod
    async def _send_question(message: Message, text: str) -> Message | None:
        field = phrase("labels", "name_field")
        try:
            return await message.reply_text(text, reply_markup=ForceReply(input_field_placeholder=field))
        except TelegramError:
            return None

    def _asked(self, message: Message) -> int | None:
        """Return the story whose name a message gives, if it answers such a question."""
        asked = message.reply_to_message
        if asked is None or asked.from_user is None or asked.from_user.id != message.get_bot().id:
            return None

        def work(session: Session) -> int | None:
            found = memos.latest(session, message.chat_id, _NAMING, _OPEN_QUESTIONS)
            return next((memo["story"] for memo in found if memo["message"] == asked.message_id), None)

        return self._tools.do.read_now(work)

    async def _named(self, update: Update, _: Any) -> None:
        message = update.effective_message
        story_id = self._asked(message) if message is not None else None
        if message is None or story_id is None:
            return
        chat, person = await self._tools.known(message), Person.of_message(message)
        try:
            await self._tools.rights.need(chat, person, Role.ADMIN)
        except NotAllowedError as error:
            await show(message, Screen(notice("not_allowed", role=error.role)))
            return
        await show(message, await self._rename(chat, story_id, message.text or ""))

    async def _rename_by_words(self, question: Question) -> Screen:
        number = question.words[0].removeprefix("#") if question.words else ""
        if not number.isdecimal() or len(question.words) < 2:  # noqa: PLR2004 - a number and a name
            return Screen(notice("rename_usage"))
        try:
            await self._title(question.chat, int(number))
        except LookupError:
            return Screen(notice("no_story", number=number))
        return await self._rename(question.chat, int(number), " ".join(question.words[1:]))

    async def _rename(self, chat: Chat, story_id: int, title: str) -> Screen:
        title = " ".join(title.split())[:_LONGEST_TITLE]
        before = await self._tools.do.read(lambda session: _state(session, story_id))
        await self._tools.flow.rename(story_id, title)
        undo = await self._remember(chat, _UNDOING, {"act": "rename", "story": story_id, **before})
        return _done("rename_done", undo, story_id, NOWHERE, title=title)

    # The way back

    async def _undo(self, tap: Tap) -> Reaction:
        await self._need_admin(tap)
        key, origin = tap.number(0), tap.text(1)
        memo = await self._tools.do.read(lambda session: memos.get(session, key, tap.chat_pk, _UNDOING))
        story_id = await self._take_back(memo)
        await self._tools.do.write(lambda session: memos.drop(session, key))
        return Reaction(Screen(notice("undone"), (_to_story(story_id, origin),)))

    async def _take_back(self, memo: Mapping[str, Any]) -> int:
        """Do the opposite of a correction; return the story to show then.

        Raises:
            LookupError: a story or article of it has gone since.
            ValueError: it has been changed in another way since.
        """
        flow = self._tools.flow
        if memo["act"] == "split":
            await flow.merge(memo["story"], memo["into"])
            return int(memo["into"])
        if memo["act"] == "merge":
            await flow.split(memo["articles"])
            new_id = await self._tools.do.read(lambda session: _story_of(session, memo["articles"][0]))
            if memo["given"]:
                await flow.rename(new_id, memo["given"])
            return new_id
        await flow.rename(memo["story"], memo["given"])
        return int(memo["story"])

    async def _need_admin(self, tap: Tap) -> None:
        await self._tools.rights.need(tap.chat, tap.person, Role.ADMIN)

    async def _title(self, chat: Chat, story_id: int) -> str:
        """Return the title of a story.

        Raises:
            LookupError: the chat may not read it.
        """

        def work(session: Session) -> str:
            if not _readable(session, chat, story_id):
                raise LookupError("the chat has no article of this story")
            return stories.get(session, story_id).title

        return await self._tools.do.read(work)

    async def _remember(self, chat: Chat, kind: str, value: dict[str, Any]) -> int:
        now = self._tools.now()
        return await self._tools.do.write(lambda session: memos.put(session, key_of(chat), kind, value, now))


class _Asked(filters.MessageFilter):
    """Takes the messages that answer a question of the bot, and no others."""

    def __init__(self, asked: Callable[[Message], int | None]) -> None:
        super().__init__("asked")
        self._asked = asked

    def filter(self, message: Message) -> bool:
        """Look into the store, for answers to the bot alone."""
        return self._asked(message) is not None


_MOST_ARTICLES = 40


def _readable(session: Session, chat: Chat, story_id: int) -> list[StoredArticle]:
    found = articles.of_story(session, story_id)
    mine = holdings.readable_of(session, chat, (key_of(one.article) for one in found))
    return [one for one in found if key_of(one.article) in mine]


def _story_of(session: Session, article_id: int) -> int:
    return articles.get(session, article_id).article.story_id or 0


def _state(session: Session, story_id: int) -> dict[str, Any]:
    """Return what a correction may change of a story."""
    story = stories.get(session, story_id)
    own = [key_of(one.article) for one in articles.of_story(session, story_id)]
    return {"articles": own, "title": story.title, "given": story.given_title}


def _done(name: str, undo: int, story_id: int, origin: str, **values: Any) -> Screen:
    rows: Rows = (
        (button(phrase("labels", "undo"), UNDO, undo, origin),),
        (button(phrase("labels", "to_story"), STORY, story_id, 0, origin),),
        *back(origin),
    )
    return Screen(notice(name, **values), rows)


def _to_story(story_id: int, origin: str) -> tuple[Any, ...]:
    return (button(phrase("labels", "back"), STORY, story_id, 0, origin),)


def _to_edit(story_id: int, origin: str) -> tuple[Any, ...]:
    return (button(phrase("labels", "back"), EDIT, story_id, origin),)
