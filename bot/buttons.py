"""What a button carries: a verb and short arguments, within Telegram's 64 bytes."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import InlineKeyboardButton

from config.face import LABEL
from summaries.digest import wording

LONGEST_DATA = 64
_BETWEEN = ":"

Rows = tuple[tuple[InlineKeyboardButton, ...], ...]


@dataclass(frozen=True, slots=True)
class Wire:
    """A verb with its arguments as they travel in a button."""

    verb: str
    args: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return what the button carries.

        Raises:
            ValueError: it is longer than Telegram takes.
        """
        text = _BETWEEN.join((self.verb, *self.args))
        if len(text.encode()) > LONGEST_DATA:
            raise ValueError(f"{len(text.encode())} bytes do not fit into a button")
        return text

    @classmethod
    def read(cls, data: str) -> Wire:
        """Return what ``str`` made ``data`` of."""
        verb, *args = data.split(_BETWEEN)
        return cls(verb, tuple(args))


def button(label: str, verb: str, *args: object) -> InlineKeyboardButton:
    """Return a button; ``label`` is plain text of ours."""
    return InlineKeyboardButton(label, callback_data=str(Wire(verb, tuple(str(arg) for arg in args))))


def titled(prefix: str, title: str, verb: str, *args: object) -> InlineKeyboardButton:
    """Return a button that names something untrusted, cleaned and cut to one line of a phone."""
    return button(f"{prefix}{wording.clip(title, LABEL)}", verb, *args)


def grid(buttons: list[InlineKeyboardButton], width: int) -> Rows:
    """Return buttons in rows of ``width``."""
    return tuple(tuple(buttons[begin : begin + width]) for begin in range(0, len(buttons), width))
