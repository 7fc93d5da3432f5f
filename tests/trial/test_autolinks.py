"""Entities that Telegram finds without markup."""

from __future__ import annotations

import pytest

from bot.trial.autolinks import found_entities
from bot.trial.entities import Entity
from bot.trial.richtext import parse_html


def found(text, given=()):
    units = text.encode("utf-16-le")
    return [
        (e.kind, units[2 * e.offset : 2 * e.end].decode("utf-16-le")) for e in found_entities(text, given)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Siehe https://blatt.example/a?b=c#d.", [("url", "https://blatt.example/a?b=c#d")]),
        ("(https://blatt.example/a_(b))", [("url", "https://blatt.example/a_(b)")]),
        ("„https://blatt.example/a“", [("url", "https://blatt.example/a")]),
        ("https://blatt.example/a, https://blatt.example/b!", [("url", "https://blatt.example/a"), ("url", "https://blatt.example/b")]),
        ("🔥 blatt.de/politik", [("url", "blatt.de/politik")]),
        ("Das Blatt.Danach kam nichts", []),
        ("http://127.0.0.1/x und https://localhost/", []),
        ("/start", [("bot_command", "/start")]),
        ("/digest@lagebild_bot jetzt", [("bot_command", "/digest@lagebild_bot")]),
        ("und/oder 1/2 /plan 18:00", [("bot_command", "/plan")]),
        ("https://blatt.example/start", [("url", "https://blatt.example/start")]),
        ("#Lage und #2026", [("hashtag", "#Lage")]),
        ("@redaktion, post@blatt.example", [("mention", "@redaktion"), ("email", "post@blatt.example")]),
        ("nur Text", []),
    ],
)  # fmt: skip
def test_it_finds(text, expected):
    assert found(text) == expected


def test_it_leaves_links_and_code_alone():
    parsed = parse_html('<a href="https://blatt.example/a">blatt.de</a> <code>/start</code> <b>/hilfe</b>')
    kinds = [entity.kind for entity in found_entities(parsed.text, parsed.entities)]
    assert kinds == ["text_link", "code", "bot_command", "bold"]


def test_it_keeps_what_was_given():
    assert found_entities("abc", (Entity("bold", 0, 3),)) == (Entity("bold", 0, 3),)
