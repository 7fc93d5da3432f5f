"""Inline mode: ``@bot nordkorea`` offers claims with their status, to post them anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from sqlmodel import Session
from telegram import InlineQueryResultArticle, InputTextMessageContent, LinkPreviewOptions, Update
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import BaseHandler, InlineQueryHandler

from bot.flow.naming import titles_told
from bot.parts import plain
from bot.taps import Action
from bot.texts import phrase, render
from bot.tools import Tools
from config.face import INLINE_RESULTS, INLINE_SECONDS, INLINE_SOURCES
from storage import chats, claims, search
from storage.claims import Behind
from storage.tables import Chat, Claim
from summaries.digest import wording

_log = structlog.get_logger(__name__)

_TITLE, _LINE = 100, 200


@dataclass(frozen=True, slots=True)
class Offer:
    """A claim to post, with the title of its story and who is behind it."""

    claim: Claim
    story: str
    behind: list[Behind]


class Inline:
    """Offers claims to people who may write to the bot in private: what their private chat may read."""

    def __init__(self, tools: Tools) -> None:
        """Take what handlers work with."""
        self._tools = tools

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """Return the handlers to register."""
        return [InlineQueryHandler(self._offer)]

    @staticmethod
    def actions() -> Mapping[str, Action]:
        """Return what the buttons do: there are none."""
        return {}

    async def _offer(self, update: Update, _: Any) -> None:
        query = update.inline_query
        if query is None:
            return
        user_id, words = query.from_user.id, query.query
        offers = await self._tools.do.read(lambda session: _offers(session, user_id, words))
        try:
            await query.answer(
                [_result(offer) for offer in offers], cache_time=INLINE_SECONDS, is_personal=True
            )
        except TelegramError as error:  # the person typed on, or the question is from before a restart
            _log.debug("inline_not_answered", error=type(error).__name__)


def _offers(session: Session, user_id: int, words: str) -> list[Offer]:
    chat = chats.find(session, user_id)
    if chat is None or not words.strip():
        return []
    return [_offer(session, chat, key) for key in search.find_claims(session, chat, words, INLINE_RESULTS)]


def _offer(session: Session, chat: Chat, claim_id: int) -> Offer:
    claim = claims.get(session, claim_id)
    behind = claims.behind(session, chat, claim_id)
    title = titles_told(session, chat, [claim.story_id])[claim.story_id]
    return Offer(claim, title, behind)


def _result(offer: Offer) -> InlineQueryResultArticle:
    """Return the claim as Telegram lists it: line as title, status and story below."""
    shown = offer.behind[:INLINE_SOURCES]
    text = render("inline", offer=offer, shown=shown, more=len(offer.behind) - len(shown))
    status = plain(phrase("labels", "inline_line", status=offer.claim.status, story=offer.story))
    return InlineQueryResultArticle(
        id=str(offer.claim.id),
        title=wording.clip(offer.claim.text, _TITLE),
        description=wording.clip(status, _LINE),
        input_message_content=InputTextMessageContent(
            text, parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
        ),
    )
