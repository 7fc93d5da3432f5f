"""Compared claims as text for the store, and back: much is read at once, so they are short and read fast."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.flow.chains import Member, article_key, article_number
from summaries.digest import KnownClaim
from summaries.model import Certainty, Claim, Rule, Source, Stance, Status, StatusEvent, Voice

# Rises when what is written here changes, or a rule of the comparison so much that readers should see it
# before their stories get another article.
VERSION = 1

# Calling an enumeration takes five times as long as a table, and a week's digest does it 70,000 times.
_STATUS = {one.value: one for one in Status}
_RULE = {one.value: one for one in Rule}
_STANCE = {one.value: one for one in Stance}
_CERTAINTY = {one.value: one for one in Certainty}


def dump(claims: Sequence[KnownClaim]) -> str:
    """Return claims as JSON; of their sources only the number."""
    return json.dumps([_row(known) for known in claims], ensure_ascii=False, separators=(",", ":"))


def load(text: str, sources: Mapping[int, Source]) -> tuple[KnownClaim, ...]:
    """Return the claims that ``dump`` made ``text`` of.

    Args:
        text: What was stored.
        sources: The articles behind them, by number.
    """
    return tuple(_known(row, sources) for row in json.loads(text))


def _row(known: KnownClaim) -> list[Any]:
    claim = known.claim
    return [
        known.id,
        claim.key,
        claim.text,
        claim.status.value,
        claim.rule.value,
        [_voice_row(one) for one in claim.voices],
        [_event_row(one) for one in claim.history],
        [_pair(one) for one in claim.members],
        claim.weight,
    ]


def _voice_row(voice: Voice) -> list[Any]:
    return [
        voice.speaker,
        voice.actor,
        voice.stance.value,
        voice.certainty.value,
        article_number(voice.source.article),
        voice.quote,
        voice.as_of.isoformat(),
        voice.statement,
        voice.independent_key,
    ]


def _event_row(event: StatusEvent) -> list[Any]:
    old = event.old.value if event.old else None
    return [event.at.isoformat(), old, event.new.value, event.rule.value, *_pair(event.statement)]


def _pair(member: Member) -> tuple[int, int]:
    return article_number(member[0]), member[1]


def _known(row: Sequence[Any], sources: Mapping[int, Source]) -> KnownClaim:
    number, key, text, status, rule, voices, history, members, weight = row
    claim = Claim(
        key=key,
        text=text,
        status=_STATUS[status],
        rule=_RULE[rule],
        voices=tuple(_voice(one, sources) for one in voices),
        history=tuple(_event(*one) for one in history),
        members=tuple((article_key(article), place) for article, place in members),
        weight=weight,
    )
    return KnownClaim(number, claim)


def _voice(row: Sequence[Any], sources: Mapping[int, Source]) -> Voice:
    speaker, actor, stance, certainty, article, quote, as_of, statement, independent = row
    moment = datetime.fromisoformat(as_of)
    return Voice(
        speaker,
        actor,
        _STANCE[stance],
        _CERTAINTY[certainty],
        sources[article],
        quote,
        moment,
        statement,
        independent,
    )


def _event(at: str, old: str | None, new: str, rule: str, article: int, place: int) -> StatusEvent:  # noqa: PLR0917
    before = _STATUS[old] if old is not None else None
    cause = (article_key(article), place)
    return StatusEvent(datetime.fromisoformat(at), before, _STATUS[new], _RULE[rule], cause)
