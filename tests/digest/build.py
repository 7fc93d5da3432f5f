"""Builders of invented articles, voices and claims for the tests of digest, flow and command line."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from summaries.digest import ArticleView, KnownClaim, StoryInput
from summaries.model import Certainty, Claim, Rule, Source, Stance, Status, StatusEvent, Voice

BERLIN = ZoneInfo("Europe/Berlin")


def at(day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(2025, 3, day, hour, minute, tzinfo=BERLIN)


def article(number: int, outlet: str, day: int, **more: object) -> ArticleView:
    values = {
        "id": f"art-{number}",
        "outlet": outlet,
        "title": f"Deich bei Niederau gebrochen ({number})",
        "published": at(day),
        "url": f"https://{outlet.lower().replace(' ', '-')}.example/{number}",
    }
    return ArticleView(**(values | more))


def source(entry: ArticleView, **more: object) -> Source:
    values = {
        "article": entry.id,
        "outlet": entry.outlet,
        "outlet_key": entry.outlet.lower(),
        "published": entry.published,
        "url": entry.url,
        "title": entry.title,
    }
    return Source(**(values | more))


def voice(entry: ArticleView, speaker: str, stance: Stance = Stance.ASSERTS, **more: object) -> Voice:
    values = {
        "speaker": speaker,
        "actor": speaker.lower(),
        "stance": stance,
        "certainty": Certainty.CERTAIN,
        "source": source(entry),
        "quote": f"{speaker} hat sich zum Deich geäußert.",
        "as_of": entry.published,
        "statement": 0,
        "independent_key": speaker.lower(),
    }
    return Voice(**(values | more))


def claim(
    key: str,
    voices: list[Voice],
    history: list[tuple[datetime, Status]],
    *,
    text: str = "Der Deich bei Niederau ist gebrochen.",
    rule: Rule = Rule.SINGLE_VOICE,
    weight: float = 1.0,
) -> KnownClaim:
    events = []
    old = None
    for when, status in history:
        events.append(StatusEvent(when, old, status, rule, (voices[0].source.article, 0)))
        old = status
    assert old is not None
    members = tuple((voice.source.article, voice.statement) for voice in voices)
    known = Claim(key, text, old, rule, tuple(voices), tuple(events), members, weight)
    return KnownClaim(f"k-{key}", known)


A1 = article(1, "Elbkurier", 3)
A2 = article(2, "Niederauer Bote", 4)
A3 = article(3, "Radio Nord", 6, url=None)


def flood() -> StoryInput:
    """One story of three articles with a contested, a changed and an unconfirmed claim."""
    broken = claim(
        "broken",
        [
            voice(A1, "Feuerwehr"),
            voice(A2, "Landrat", Stance.DENIES),
            voice(A3, "Landrat", Stance.CONCEDES),
        ],
        [(at(3), Status.UNCONFIRMED), (at(4), Status.CONTESTED), (at(6), Status.CONFIRMED)],
        rule=Rule.CONCESSION,
    )
    homes = claim(
        "homes",
        [voice(A2, "Feuerwehr"), voice(A3, "Bürgerinitiative", Stance.DOUBTS)],
        [(at(4), Status.UNCONFIRMED), (at(6), Status.CONTESTED)],
        text='"Rund" 1.200 Häuser stehen unter Wasser.',
        rule=Rule.CONTRADICTION,
    )
    cost = claim(
        "cost",
        [voice(A3, "Radio Nord", certainty=Certainty.HEDGED)],
        [(at(6), Status.UNCONFIRMED)],
        text="Der Schaden soll 12 Millionen Euro betragen.",
        rule=Rule.HEDGED_ONLY,
    )
    return StoryInput(7, 'Hochwasser: "Deich" bei Niederau gebrochen', (A1, A2, A3), (cost, homes, broken))
