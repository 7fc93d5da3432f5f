"""Reads what a message brings: links, an article's text, a file, and whom it was forwarded from.

What a reply quotes from another chat counts like a forward; the words beside it are a note and left alone.

Pure: one Telegram message in, one frozen ``Contribution`` out.  Nothing is fetched, nothing is stored.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import chain
from urllib.parse import urlsplit

from telegram import (
    Chat,
    Document,
    ExternalReplyInfo,
    LinkPreviewOptions,
    Message,
    MessageEntity,
    MessageOrigin,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
)
from telegram.constants import ChatType

from config.delivery import (
    DOCUMENT_BYTES,
    FILE_BYTES,
    MESSAGE_LINKS,
    PASTED_CHANNEL_POST,
    PASTED_GROUP,
    PASTED_PRIVATE,
)
from summaries.intake.problem import IntakeError
from summaries.intake.urls import canonical_url, find_urls

_LINKS = (MessageEntity.URL, MessageEntity.TEXT_LINK)
_TELEGRAM_HOSTS = frozenset({"t.me", "telegram.me", "telegram.dog", "telegram.org"})
_TEXT_FILE = re.compile(r"\.(?:txt|text|html?|xhtml)$", re.IGNORECASE)
_DOCUMENT_FILE = re.compile(r"\.(?:pdf|eml)$", re.IGNORECASE)
_TEXT_TYPES = frozenset({"text/plain", "text/html", "application/xhtml+xml"})
_DOCUMENT_TYPES = {"application/pdf": "pdf", "message/rfc822": "eml"}
_WORDS = re.compile(r"\w+")


class Refusal(StrEnum):
    """Why a file is not even fetched."""

    FILE_TYPE = "file_type"
    FILE_SIZE = "file_size"
    MEDIA = "media"


@dataclass(frozen=True, slots=True)
class Origin:
    """Whom a message was forwarded from: ``key`` names the source among outlets, ``at`` is its time.

    ``channel`` tells published channels from people.  ``url`` is the original post where it is public.
    """

    key: str
    name: str
    at: datetime
    channel: bool
    url: str | None = None

    def to_json(self) -> str:
        """Return the origin in the form that submissions keep."""
        return json.dumps(asdict(self) | {"at": self.at.isoformat()}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Origin:
        """Read what ``to_json`` wrote."""
        fields = json.loads(text)
        return cls(**fields | {"at": datetime.fromisoformat(fields["at"])})


@dataclass(frozen=True, slots=True)
class File:
    """A text, page, mail or PDF to fetch from Telegram; ``id`` is Telegram's file id."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one message brings: links, a file, or an article's text, which stands alone.

    ``surplus`` counts links beyond what one message may bring; ``refusal`` names a file that is no text;
    ``post`` is a channel's own text around its one link, in case that the page cannot be read.
    """

    urls: tuple[str, ...] = ()
    text: str | None = None
    file: File | None = None
    origin: Origin | None = None
    refusal: Refusal | None = None
    surplus: int = 0
    post: str | None = None

    @property
    def empty(self) -> bool:
        """Whether there is nothing to work on."""
        return not self.urls and self.text is None and self.file is None


def read_message(message: Message) -> Contribution:
    """Find out what a message brings.

    Links win over text: who sends a link with words means the linked article.  A forwarded channel post
    without a link is itself the article, as is one whose link leads nowhere; a long text from anyone is a
    pasted one.
    """
    origin = read_origin(message.forward_origin) or _own_channel(message)
    own = _with_links(_urls(message), _file_of(message.document, origin))
    if own.empty and message.external_reply is not None:
        own = read_quoted(message, message.external_reply)
    text = message.text or message.caption or ""
    if not own.empty:
        alone = len(own.urls) == 1 and own.file is None and origin is not None and origin.channel
        return replace(own, post=text) if alone and is_article(text, message, origin) else own
    if is_article(text, message, origin):
        return Contribution(text=text, origin=origin)
    return Contribution(origin=origin, refusal=own.refusal or _refuse_media(message))


def read_quoted(message: Message, reply: ExternalReplyInfo) -> Contribution:
    """Find out what a message brings by replying to one of another chat; its own words are a note.

    Telegram shows the bot only the quoted words, the previewed link and the file of that message.  A quote is
    a part of a post, so it does not stand under the post's address.
    """
    origin = read_origin(reply.origin)
    origin = replace(origin, url=None) if origin is not None else None
    quote = message.quote.text if message.quote is not None else ""
    urls = chain(_addresses(find_urls(quote)), _previewed(reply.link_preview_options))
    found = _with_links(urls, _file_of(reply.document, origin))
    return replace(found, text=quote) if found.empty and is_article(quote, message, origin) else found


def _with_links(urls: Iterable[str], found: Contribution) -> Contribution:
    """Return ``found`` with the links beside it, each article once, as far as one message may bring them."""
    once = tuple({_identity(url): url for url in reversed(list(urls))}.values())[::-1]
    surplus = max(0, len(once) - MESSAGE_LINKS)
    return replace(found, urls=once[:MESSAGE_LINKS], surplus=surplus)


def is_article(text: str, message: Message, origin: Origin | None) -> bool:
    """Tell an article's text from talk, by its length and where it was said."""
    if origin is not None and origin.channel:
        needed = PASTED_CHANNEL_POST
    elif message.chat.type in {ChatType.GROUP, ChatType.SUPERGROUP} and origin is None:
        needed = PASTED_GROUP
    else:
        needed = PASTED_PRIVATE
    return len(text) >= needed and len(_WORDS.findall(text)) * 12 >= len(text)


def read_origin(origin: MessageOrigin | None) -> Origin | None:
    """Return whom a message was forwarded from, or None if it was not forwarded."""
    if isinstance(origin, MessageOriginChannel):
        return _from_chat(origin.chat, origin.date, origin.message_id)
    if isinstance(origin, MessageOriginChat):
        return _from_chat(origin.sender_chat, origin.date, None)
    if isinstance(origin, MessageOriginUser):
        name = origin.sender_user.full_name
        return Origin(f"tg-user-{origin.sender_user.id}", name, origin.date, channel=False)
    if isinstance(origin, MessageOriginHiddenUser):
        name = origin.sender_user_name
        return Origin(f"tg-name-{_slug(name)}", name, origin.date, channel=False)
    return None


def _from_chat(chat: Chat, at: datetime, message_id: int | None) -> Origin:
    name = chat.title or chat.username or str(chat.id)
    key = f"t.me/{chat.username.lower()}" if chat.username else f"tg-chat-{abs(chat.id)}"
    url = f"https://t.me/{chat.username}/{message_id}" if chat.username and message_id else None
    return Origin(key, name, at, channel=chat.type == ChatType.CHANNEL, url=url)


def _own_channel(message: Message) -> Origin | None:
    """Return the linked channel whose post Telegram copied into its discussion group."""
    if message.is_automatic_forward and message.sender_chat is not None:
        return _from_chat(message.sender_chat, message.date, None)
    return None


def _urls(message: Message) -> Iterator[str]:
    """Yield web addresses in order: marked ones, unmarked ones, the previewed one."""
    text = message.text or message.caption or ""
    parsed = message.parse_entities(list(_LINKS)) | message.parse_caption_entities(list(_LINKS))
    for entity, shown in sorted(parsed.items(), key=lambda item: item[0].offset):
        yield from _web_address(entity.url or shown)
    if not parsed:  # a client that marks nothing
        yield from _addresses(find_urls(text))
    yield from _previewed(message.link_preview_options)


def _addresses(found: Iterable[str]) -> Iterator[str]:
    for address in found:
        yield from _web_address(address)


def _previewed(preview: LinkPreviewOptions | None) -> Iterator[str]:
    if preview is not None and isinstance(preview.url, str):
        yield from _web_address(preview.url)


def _identity(url: str) -> str:
    """Return what two addresses of one article have in common."""
    try:
        return canonical_url(url)
    except IntakeError:
        return url


def _web_address(found: str) -> Iterator[str]:
    """Yield the address with its scheme, unless it leads to Telegram itself or nowhere."""
    address = found.strip()
    if "://" not in address:
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        yield address  # the fetcher says what is wrong with it
        return
    if parts.scheme.lower() in {"http", "https"} and host not in _TELEGRAM_HOSTS:
        yield address


def _file_of(document: Document | None, origin: Origin | None) -> Contribution:
    """Return the file that a message brings, or why it is not read."""
    if document is None:
        return Contribution(origin=origin)
    name, kind = document.file_name or "", (document.mime_type or "").lower()
    rich = _DOCUMENT_FILE.search(name) or (kind in _DOCUMENT_TYPES and not _TEXT_FILE.search(name))
    if not rich and not _TEXT_FILE.search(name) and kind not in _TEXT_TYPES:
        return Contribution(origin=origin, refusal=Refusal.FILE_TYPE)
    if (document.file_size or 0) > (DOCUMENT_BYTES if rich else FILE_BYTES):
        return Contribution(origin=origin, refusal=Refusal.FILE_SIZE)
    return Contribution(file=File(document.file_id, name or f"text.{_suffix_of(kind)}"), origin=origin)


def _suffix_of(mime: str) -> str:
    return _DOCUMENT_TYPES.get(mime, "txt")


def _refuse_media(message: Message) -> Refusal | None:
    media = message.photo or message.video or message.voice or message.audio or message.video_note
    return Refusal.MEDIA if media and not (message.caption or "").strip() else None


def _slug(name: str) -> str:
    return "-".join(_WORDS.findall(name.lower()))[:60] or "unbekannt"
