"""/loeschen and /datenschutz: what is known of a person, and how articles and data go away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session
from telegram import Bot
from telegram.error import TelegramError
from telegram.ext import BaseHandler

from bot.asking import Desk, Question
from bot.buttons import button
from bot.commands.operations import unlinked
from bot.inbox import current_inbox
from bot.rights import NotAllowedError, Person
from bot.screens import Screen
from bot.taps import Action, Reaction, Tap
from bot.texts import notice, phrase, render
from bot.tools import Tools
from bot.views.commands import ask_button
from storage import holdings, memos, privacy, takedown
from storage.tables import Article, Chat, Role
from storage.takedown import Removal
from storage.writes import key_of
from summaries.intake import canonical_url, find_urls
from summaries.intake.problem import IntakeError

DELETE, ME, TARGET, NO = "lo", "me", "to", "no"
_KIND = "takedown"


class Deleting:
    """Deletes, each time only after somebody tapped yes."""

    def __init__(self, tools: Tools) -> None:
        """Take what handlers work with."""
        self._tools = tools

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """Return the handlers to register."""
        desk = Desk(self._tools)
        return [
            desk.command(["loeschen", "loesche"], self._delete),
            desk.command("datenschutz", self._privacy),
        ]

    def actions(self) -> Mapping[str, Action]:
        """Return what the buttons do."""
        return {DELETE: self._tapped}

    async def _privacy(self, question: Question) -> Screen:
        text = render("privacy", days=self._tools.retention_days)
        own = button(phrase("labels", "delete_mine"), DELETE, ME)
        return Screen(text, ((own,),) if question.person.user_id is not None else ())

    async def _delete(self, question: Question) -> Screen | str:
        """Without words say what can be deleted; an address or a domain is asked for once more."""
        if not question.words:
            own = button(phrase("labels", "delete_mine"), DELETE, ME)
            return Screen(notice("delete_usage"), ((own,), (ask_button("loeschen"),)))
        target = _target(question.text)
        if target is None:
            return notice("delete_usage")
        found = await self._tools.do.read(lambda session: takedown.matching(session, target))
        if not found:
            return notice("delete_unknown", target=target)
        await self._need_right(question.chat, question.person, found)
        now = self._tools.now()
        key = await self._tools.do.write(
            lambda session: memos.put(session, question.chat_pk, _KIND, {"target": target}, now)
        )
        rows = (_choice(TARGET, key),)
        return Screen(notice("delete_sure", target=target, number=len(found)), rows)

    async def _need_right(self, chat: Chat, person: Person, found: list[Article]) -> None:
        """Refuse who may not delete: the bot's administrators may; admins of a chat what only it brought.

        Raises:
            NotAllowedError: the person may not.
        """
        if self._tools.rights.leads_bot(person):
            return
        keys = [key_of(article) for article in found]
        foreign = await self._tools.do.read(lambda session: holdings.others(session, key_of(chat), keys))
        if foreign:
            raise NotAllowedError(None)
        await self._tools.rights.need(chat, person, Role.ADMIN)

    async def _tapped(self, tap: Tap) -> Reaction:
        what = tap.text(0)
        if what == NO:
            return Reaction(Screen(notice("delete_kept")))
        if what == ME:
            return await self._mine(tap)
        if what == TARGET:
            return await self._take_down(tap)
        raise ValueError("nothing else is deleted by buttons")

    async def _mine(self, tap: Tap) -> Reaction:
        """Say what is known of whoever tapped; with "yes" forget it."""
        user_id = tap.person.user_id or 0
        if tap.args[1:] == (str(user_id),):
            but = current_inbox.get()
            await self._tools.do.write_surely(lambda session: privacy.forget_user(session, user_id, but=but))
            return Reaction(Screen(notice("forgotten")))
        if len(tap.args) > 1:  # asked for by somebody else
            return Reaction(note=notice("not_yours"))
        known = await self._tools.do.read(lambda session: privacy.known_of(session, user_id))
        return Reaction(Screen(notice("forget_sure", known=known), (_choice(ME, user_id),)))

    async def _take_down(self, tap: Tap) -> Reaction:
        key = tap.number(1)

        def read(session: Session) -> tuple[str, list[Article]]:
            target = memos.get(session, key, tap.chat_pk, _KIND)["target"]
            return target, takedown.matching(session, target)

        target, found = await self._tools.do.read(read)
        await self._need_right(tap.chat, tap.person, found)
        removal = await self._tools.flow.take_down(target)
        self._tools.spawn(_unlink(tap.message.get_bot(), removal))
        return Reaction(Screen(notice("deleted", target=target, number=len(removal.articles))))


async def _unlink(bot: Bot, removal: Removal) -> None:
    """Take the links out of posted digests; a message that cannot be edited any more stays."""
    for post in removal.posts:
        try:
            await bot.edit_message_text(unlinked(post, removal.addresses), post.chat_id, post.message_id)
        except TelegramError:
            continue


def _target(text: str) -> str | None:
    """Return an address in its canonical form, or a domain; None if it is neither."""
    urls = find_urls(text)
    try:
        if "://" in text and urls:
            return canonical_url(urls[0])
    except IntakeError:
        return None
    domain = text.strip().lower().rstrip(".").removeprefix("www.")
    return domain if "." in domain and " " not in domain and find_urls(f"https://{domain}/") else None


def _choice(*args: object) -> tuple[Any, ...]:
    yes = button(phrase("labels", "yes_delete"), DELETE, *args)
    return (yes, button(phrase("labels", "no"), DELETE, NO))
