"""Everything the bot says, from ``templates/*.j2``: one environment, everything escaped, nothing undefined.

Values are cleaned on their way into a template exactly as in a digest (``summaries.digest.wording``), so
nothing untrusted changes the format of a message.  Telegram's HTML is returned unless said otherwise.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from datetime import UTC, tzinfo
from functools import cache

from jinja2 import ChoiceLoader, Environment, PackageLoader, Undefined

from summaries.digest import wording
from summaries.digest.render import environment as digest_environment
from summaries.intake.problem import Problem

_SENTENCE_END = re.compile(r"(?<=\.) (?=[A-ZÄÖÜ])")
_MARKS = re.compile(r"[\\`*_{}\[\]<>#|!~]")


@cache
def environment() -> Environment:
    """Return the bot's environment: the digest's filters, rules and macros, and own templates."""
    own = ChoiceLoader([PackageLoader("bot"), PackageLoader("summaries.digest")])
    env = digest_environment().overlay(loader=own)
    env.filters = {
        **env.filters,
        "plural": wording.plural,
        "city": wording.city,
        "bracketed": _bracketed,
        "markdown": _markdown,
    }
    return env


def _markdown(value: str) -> str:
    """Return untrusted text as Markdown that shows it as it is, in one line."""
    return _MARKS.sub(r"\\\g<0>", wording.clean(value).strip())


def _bracketed(value: str | Undefined) -> str:
    """Return a fact in brackets behind what it belongs to, or nothing if it is not known."""
    return "" if isinstance(value, Undefined) or not value else f" ({wording.clip(str(value), 80)})"


def render(template: str, /, *, zone: tzinfo = UTC, **values: object) -> str:
    """Return a whole template as Telegram HTML; ``zone`` is the time zone in which it shows times.

    Raises:
        jinja2.UndefinedError: the template prints a value that was not given.
    """
    text = environment().get_template(f"{template}.j2").render(**values, zone=zone)
    return text.strip("\n ")


def phrase(template: str, name: str, /, *, zone: tzinfo = UTC, **values: object) -> str:
    """Return one block of a template of short texts as Telegram HTML.

    Raises:
        KeyError: the template has no such block.
    """
    source = environment().get_template(f"{template}.j2")
    context = source.new_context({**values, "zone": zone})
    return "".join(source.blocks[name](context)).strip("\n ")


def notice(name: str, /, *, zone: tzinfo = UTC, **values: object) -> str:
    """Return one of the short texts of ``notices.j2``."""
    return phrase("notices", name, zone=zone, **values)


def problem_alone(problem: Problem, detail: Mapping[str, str] | None = None) -> str:
    """Return only what is wrong, without the advice to whoever sent an article."""
    return _SENTENCE_END.split(problem_text(problem, detail), maxsplit=1)[0]


def problem_text(problem: Problem, detail: Mapping[str, str] | None = None) -> str:
    """Return one German sentence, as plain text, that says what is wrong and what to do.

    Args:
        problem: what intake found.
        detail: its facts (see ``Problem``); what is missing is left out of the sentence.
    """
    shown = phrase("problems", problem.value, detail=dict(detail or {}))
    return html.unescape(shown).replace(wording.WORD_JOINER, "")
