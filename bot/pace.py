"""How often people may ask: a window per person and one per chat, in memory."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from datetime import datetime

from config.face import ASK_WINDOW, CHAT_ASKS, PERSON_ASKS

_REMEMBERED = 1000


class Pace:
    """Counts what people ask; taps and commands alike."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        """Take the clock."""
        self._now = now
        self._asked: OrderedDict[tuple[str, int], deque[datetime]] = OrderedDict()

    def admits(self, chat_id: int, user_id: int | None) -> bool:
        """Count a question and tell whether it may be answered; one that may not is not counted."""
        windows = [(self._window("chat", chat_id), CHAT_ASKS)]
        if user_id is not None:
            windows.append((self._window("person", user_id), PERSON_ASKS))
        if any(len(window) >= most for window, most in windows):
            return False
        for window, _ in windows:
            window.append(self._now())
        return True

    def tells(self, chat_id: int, user_id: int | None) -> bool:
        """Tell whether to say so to who asks too often: once in a while, not to each question."""
        window = self._window("told", user_id if user_id is not None else chat_id)
        if window:
            return False
        window.append(self._now())
        return True

    def _window(self, kind: str, key: int) -> deque[datetime]:
        window = self._asked.setdefault((kind, key), deque())
        self._asked.move_to_end((kind, key))
        while window and self._now() - window[0] >= ASK_WINDOW:
            window.popleft()
        while len(self._asked) > _REMEMBERED:
            self._asked.popitem(last=False)
        return window
