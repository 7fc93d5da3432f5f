"""Updates that wait for the bot: kept until confirmed by a higher offset, fetched by long poll."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from copy import deepcopy

from bot.trial.chats import Json
from bot.trial.errors import ApiError, BadRequestError, conflict

MOST_UPDATES = 100
LONGEST_POLL_S = 50
# Telegram sends these only to bots that ask for them.
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class UpdateQueue:
    """The queue of one bot."""

    def __init__(self, first_id: int = 1000) -> None:
        self.next_id = first_id
        self.pending: list[Json] = []
        self.confirmed: list[int] = []
        self.allowed: frozenset[str] | None = None
        self.webhook_url = ""
        self._wake: asyncio.Event | None = None

    def put(self, kind: str, payload: Json) -> Json:
        """Queue an update and return it; one of a kind that the bot did not ask for is dropped."""
        update: Json = {
            "update_id": self.next_id,
            kind: deepcopy(payload),
        }  # later edits are updates of their own
        self.next_id += 1
        if self._wanted(kind):
            self.put_raw(update)
        return update

    def put_raw(self, update: Json) -> None:
        """Queue any JSON, also one that no bot can read."""
        self.pending.append(update)
        if self._wake is not None:
            self._wake.set()

    def _wanted(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in ON_REQUEST

    @property
    def waiting(self) -> bool:
        """Whether a poll is open now."""
        return self._wake is not None

    def clear(self) -> None:
        """Forget what waits."""
        self.pending.clear()

    def confirm(self, offset: int) -> None:
        """Drop what lies before ``offset``; a negative one keeps only that many from the end."""
        if offset < 0:
            offset = self.pending[offset:][0]["update_id"] if self.pending else 0
        dropped = [update for update in self.pending if update["update_id"] < offset]
        self.confirmed += [update["update_id"] for update in dropped]
        self.pending = [update for update in self.pending if update["update_id"] >= offset]

    async def get(
        self,
        offset: int = 0,
        limit: int = MOST_UPDATES,
        wait_s: float = 0,
        allowed: Sequence[str] | None = None,
    ) -> list[Json]:
        """Answer ``getUpdates``; it waits at most ``wait_s`` seconds.

        Raises:
            ApiError: 409 where a webhook is set or another poll took over.
        """
        self._refuse_webhook()
        if not 1 <= limit <= MOST_UPDATES:
            raise BadRequestError("limit must be between 1 and 100")
        if allowed is not None:
            self.allowed = frozenset(allowed) or None
        if offset:
            self.confirm(offset)
        if self._wake is not None:
            self._wake.set()
        if not self.pending and wait_s > 0:
            await self._wait(min(wait_s, LONGEST_POLL_S))
        return self.pending[:limit]

    def _refuse_webhook(self) -> None:
        if self.webhook_url:
            text = "can't use getUpdates method while webhook is active"
            raise ApiError(409, f"Conflict: {text}; use deleteWebhook to delete the webhook first")

    async def _wait(self, seconds: float) -> None:
        mine = self._wake = asyncio.Event()
        try:
            await asyncio.wait_for(mine.wait(), seconds)
        except TimeoutError:
            return
        finally:
            replaced = self._wake is not mine
            if not replaced:
                self._wake = None
        if replaced or not self.pending:
            fault = conflict()
            raise ApiError(fault.code, fault.description)
