"""Asks the feeds of chats for new articles: rarely, conditionally, and less often where they fail."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlmodel import Session

from bot.reading import FetchesFeeds
from bot.transactions import Transactions
from config.face import FEED_EVERY, FEED_FIRST, FEED_LONGEST_WAIT, FEED_MOST, FEEDS_AT_ONCE
from storage import chats, feeds, submissions
from storage.tables import Feed, FeedItem, Submission, SubmissionKind
from storage.writes import key_of
from summaries.intake.feeds import FeedContent, find_feed, read_feed
from summaries.intake.fetch import FeedAnswer
from summaries.intake.problem import IntakeError
from summaries.intake.urls import canonical_url

_log = structlog.get_logger(__name__)


class FeedReader:
    """Looks into feeds and queues what is new in them, as if their chat had sent it in."""

    def __init__(
        self,
        transactions: Transactions,
        fetcher: FetchesFeeds,
        now: Callable[[], datetime],
        wake: Callable[[], None],
    ) -> None:
        """Take the door to the store, who fetches, the clock, and what to call when something was queued."""
        self._do = transactions
        self._fetcher = fetcher
        self._now = now
        self._wake = wake

    async def look(self) -> int:
        """Ask the feeds that are due; return how many articles were queued."""
        now = self._now()
        due = await self._do.read(
            lambda session: [feed for feed, _ in feeds.due(session, now, FEEDS_AT_ONCE)]
        )
        return sum(await asyncio.gather(*(self._ask(feed) for feed in due)))

    async def probe(self, url: str) -> tuple[str, FeedContent]:
        """Return the address and content of the feed at ``url``, or of the one that the page there names.

        Raises:
            IntakeError: there is none.
        """
        answer = await self._fetcher.fetch_feed(url)
        try:
            return answer.url, await _content(answer)
        except IntakeError:
            named = await asyncio.to_thread(find_feed, answer.body or b"", answer.url)
            if named is None:
                raise
        answer = await self._fetcher.fetch_feed(named)
        return answer.url, await _content(answer)

    async def _ask(self, feed: Feed) -> int:
        try:
            answer = await self._fetcher.fetch_feed(feed.url, feed.etag, feed.modified)
            content = await _content(answer) if answer.body is not None else None
        except IntakeError as error:
            _log.info("feed_failed", feed=feed.id, problem=error.problem)
            failure = error
            await self._do.write_surely(lambda session: self._note_failure(session, key_of(feed), failure))
            return 0
        queued = await self._do.write_surely(
            lambda session: self._take(session, key_of(feed), answer, content)
        )
        if queued:
            self._wake()
        return queued

    def _take(self, session: Session, feed_id: int, answer: FeedAnswer, content: FeedContent | None) -> int:
        """Queue what is new in a feed; of one that is asked for the first time only the newest."""
        feed, now = feeds.get(session, feed_id), self._now()
        first = feed.checked_at is None
        feed.etag, feed.modified = answer.etag, answer.modified
        feed.checked_at, feed.next_at = now, now + FEED_EVERY
        feed.failures, feed.problem = 0, None
        if content is None:
            return 0
        feed.title = content.title or feed.title
        urls = {feeds.key_of_url(url): url for url in content.urls}
        fresh = feeds.unseen(session, feed_id, content.urls, now)
        wanted = fresh[: FEED_FIRST if first else FEED_MOST]
        return sum(self._queue(session, feed, item, urls[item.key]) for item in reversed(wanted))

    def _queue(self, session: Session, feed: Feed, item: FeedItem, url: str) -> bool:
        """Queue an entry; it has no message, so its number stands for one."""
        row = Submission(
            chat_id=chats.get(session, feed.chat_pk).chat_id,
            message_id=-key_of(item),
            user_id=-key_of(feed),
            kind=SubmissionKind.URL,
            payload=url,
            canonical_url=_canonical(url),
            received_at=self._now(),
        )
        return submissions.put(session, row)

    def _note_failure(self, session: Session, feed_id: int, error: IntakeError) -> None:
        feed, now = feeds.get(session, feed_id), self._now()
        feed.failures += 1
        feed.checked_at, feed.problem = now, error.problem.value
        feed.next_at = now + max(_wait(feed.failures), _asked_wait(error))


async def _content(answer: FeedAnswer) -> FeedContent:
    return await asyncio.to_thread(read_feed, answer.body or b"", answer.url)


def _wait(failures: int) -> timedelta:
    """Return how long a feed rests after so many failures in a row: twice as long each time."""
    factor: int = 2 ** min(failures, 16)
    return min(FEED_EVERY * factor, FEED_LONGEST_WAIT)


def _asked_wait(error: IntakeError) -> timedelta:
    """Return how long the server asked to wait, as far as it gave seconds."""
    seconds = error.detail.get("retry_after", "")
    return timedelta(seconds=min(int(seconds), 7 * 86400)) if seconds.isdecimal() else timedelta()


def _canonical(url: str) -> str | None:
    try:
        return canonical_url(url)
    except IntakeError:
        return None
