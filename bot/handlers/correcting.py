"""Putting stories right by tapping: split, merge and rename, for admins of the chat, each with a way back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session
from telegram.ext import BaseHandler

from bot.asking import Desk, Question
from bot.buttons import Rows, button, titled
from bot.flow.naming import called, titles_told
from bot.screens import Screen, turning_open
from bot.taps import Action, Reaction, Tap
from bot.texts import notice, phrase
from bot.tools import Tools, kind_of
from bot.views.story import EDIT, NOWHERE, STORY, back
from config.face import PAGE
from storage import articles, holdings, listing, memos, stories, story_events
from storage.articles import StoredArticle
from storage.tables import Chat, Role
from storage.writes import key_of

SPLIT, MERGE, RENAME, UNDO = "sp", "me", "rn", "un"
_CHOICE, _UNDOING, _RENAMING = "split", "undo", "umbenennen"
_LONGEST_TITLE = 200


class Correcting:
    """Lets admins of a chat put stories right."""

    def __init__(self, tools: Tools) -> None:
        """Take what handlers work with."""
        self._tools = tools
        self._desk = Desk(tools)

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """Return the handlers to register."""
        return [self._desk.command(_RENAMING, self._rename_by_words, Role.ADMIN)]

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
        story_id, origin = await self._story(tap), tap.text(1)
        title = await self._title(tap.chat, story_id)
        ways = [
            button(phrase("labels", "split"), SPLIT, story_id, 0, origin),
            button(phrase("labels", "merge"), MERGE, story_id, 0, 0, origin),
            button(phrase("labels", "rename"), RENAME, story_id, origin),
        ]
        undo = await self._tools.do.read(lambda session: _last_change(session, tap.chat_pk, story_id))
        if undo is not None:
            ways.append(button(phrase("labels", "undo_last"), UNDO, undo, origin))
        rows: Rows = (*((way,) for way in ways), _to_story(story_id, origin))
        return Reaction(Screen(notice("edit_story", title=title), rows))

    # Split: tap the articles that do not belong, then the button that splits

    async def _split(self, tap: Tap) -> Reaction:
        """Show the articles to choose from: choice 0 begins, another goes on with what was tapped."""
        await self._need_admin(tap)
        story_id, choice, origin = await self._story(tap), tap.number(1), tap.text(2)
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
        story_id, page, origin = await self._story(tap), tap.number(1), tap.text(3)
        other = tap.number(2)
        await self._title(tap.chat, story_id)
        if other:
            await self._title(tap.chat, other)
            return await self._merge_into(tap, story_id, other, origin)
        found = await self._tools.do.read(
            lambda session: called(
                session, tap.chat, listing.stories(session, tap.chat, limit=PAGE + 2, offset=page * PAGE)
            )
        )
        others = [one for one in found if one.story.id != story_id]
        rows = tuple(
            (titled("", one.title, MERGE, story_id, 0, one.story.id, origin),) for one in others[:PAGE]
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
        story_id = await self._story(tap)
        title = await self._title(tap.chat, story_id)
        if kind_of(tap.message) == "channel":  # nobody can answer there
            text = notice("rename_in_channel", number=story_id)
            return Reaction(Screen(text, (_to_edit(story_id, tap.text(1)),)))
        known = Question(tap.message, tap.chat, tap.person, (str(story_id),))
        problem = await self._desk.ask(known, _RENAMING, notice("rename_how", title=title))
        return Reaction(note=problem or notice("rename_note"))

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
        home = (button(phrase("labels", "to_story"), STORY, story_id, 0, origin),)
        return Reaction(Screen(notice("undone"), (home, *back(origin))))

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

    async def _story(self, tap: Tap) -> int:
        """Return the story that a button is about, or the one that it has become part of."""
        return await self._tools.do.read(lambda session: story_events.current(session, tap.number(0)))

    async def _title(self, chat: Chat, story_id: int) -> str:
        """Return the title of a story.

        Raises:
            LookupError: the chat may not read it.
        """

        def work(session: Session) -> str:
            if not _readable(session, chat, story_id):
                raise LookupError("the chat has no article of this story")
            return titles_told(session, chat, [story_id])[story_id]

        return await self._tools.do.read(work)

    async def _remember(self, chat: Chat, kind: str, value: dict[str, Any]) -> int:
        now = self._tools.now()
        return await self._tools.do.write(lambda session: memos.put(session, key_of(chat), kind, value, now))


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


def _last_change(session: Session, chat_pk: int, story_id: int) -> int | None:
    """Return the number of what takes the last correction of a story back."""
    kept = memos.of_chat(session, chat_pk, _UNDOING)
    return next((key for key, memo in kept if story_id in {memo.get("story"), memo.get("into")}), None)


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
