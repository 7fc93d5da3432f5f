"""What was just said or sent, so that a burst of messages does not get a burst of explanations."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from typing import Final

from telegram import Message

from config.delivery import BURST_GAP

_REMEMBERED: Final = 1000


class Hearsay:
    """A short memory of explanations and of albums; losing it costs a repeated line."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        """Take the clock."""
        self._now = now
        self._said: OrderedDict[tuple[int, int, str], datetime] = OrderedDict()
        self._albums: OrderedDict[tuple[int, str], None] = OrderedDict()

    def is_new(self, message: Message, sentence: str) -> bool:
        """Tell whether ``sentence`` was not yet said about this sender's burst; now it is."""
        sender = message.from_user.id if message.from_user else 0
        key, now = (message.chat_id, sender, sentence), self._now()
        before = self._said.pop(key, None)
        self._said[key] = now
        _shorten(self._said)
        return before is None or now - before > BURST_GAP

    def note_album(self, message: Message) -> None:
        """Remember that an album brought something."""
        if message.media_group_id:
            self._albums[message.chat_id, message.media_group_id] = None
            _shorten(self._albums)

    def album_brought(self, message: Message) -> bool:
        """Tell whether another message of the same album brought something."""
        return (message.chat_id, message.media_group_id) in self._albums


def _shorten(
    memory: OrderedDict[tuple[int, int, str], datetime] | OrderedDict[tuple[int, str], None],
) -> None:
    while len(memory) > _REMEMBERED:
        memory.popitem(last=False)
