"""Who says what about a claim, gathered for one readable line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from config.digest import DIGEST_QUOTES, OUTLETS_PER_VOICE, VOICES_PER_CLAIM, WEEKDAY_DAYS
from summaries.model import Certainty, Claim, Stance, Status, Voice

_WEEKDAY = re.compile(
    r"\b(?:(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch|Sonnabend|Wochenende|Vortag|heute|gestern)|"
    r"\b(?:[Ii]n der Nacht|[Aa]m (?:Morgen|Vormittag|Mittag|Nachmittag|Abend))\b(?! (?:auf|zum|des|vom) )"
)
_ORDER = (Stance.CONCEDES, Stance.ASSERTS, Stance.ANNOUNCES, Stance.DENIES, Stance.DOUBTS)


@dataclass(frozen=True, slots=True)
class OutletLink:
    """An outlet as shown behind a voice."""

    name: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Mention:
    """A voice with the outlets that carry it; ``itself`` where outlets are the voice.

    ``quote`` is what it says in the first of them, verbatim.
    """

    name: str
    outlets: tuple[OutletLink, ...]
    more_outlets: int
    itself: bool
    quote: str


@dataclass(frozen=True, slots=True)
class Stand:
    """All voices that take one stance; ``past`` where they have since said something else."""

    stance: Stance
    hedged: bool
    past: bool
    mentions: tuple[Mention, ...]
    more: int = 0


_DISTRIBUTORS = frozenset({"ots"})  # they pass on what others write and stand behind none of it


def stands(claim: Claim, *, uncut: bool = False) -> tuple[Stand, ...]:
    """Gather the voices of ``claim`` by stance; at most ``VOICES_PER_CLAIM`` are named unless ``uncut``."""
    groups: dict[tuple[int, bool, bool], list[Voice]] = {}
    last = _last_stances(claim.voices)
    for voice in claim.voices:
        past = _side(voice.stance) != _side(last[voice.actor]) or _is_withdrawn(voice, claim)
        hedged = voice.certainty is Certainty.HEDGED
        groups.setdefault((_ORDER.index(voice.stance), hedged, past), []).append(voice)
    room = len(claim.voices) if uncut else VOICES_PER_CLAIM
    outlets = len(claim.voices) if uncut else OUTLETS_PER_VOICE
    sides = {side: _mentions(groups[side], outlets) for side in sorted(groups)}
    shown = _share_out([len(mentions) for mentions in sides.values()], room)
    return tuple(
        Stand(_ORDER[stance], hedged, past, tuple(mentions[:size]), len(mentions) - size)
        for ((stance, hedged, past), mentions), size in zip(sides.items(), shown, strict=True)
    )


def dated_by(claim: Claim, now: datetime) -> datetime | None:
    """Return when a line was written whose day a reader would take for a later one ("am Dienstag")."""
    written = max((voice.source.published for voice in claim.voices), default=now)
    relative = _WEEKDAY.search(claim.text) is not None
    return written if relative and now - written >= timedelta(days=WEEKDAY_DAYS) else None


def quoted(found: Sequence[Stand], room: int = DIGEST_QUOTES) -> tuple[Mention, ...]:
    """Return the voices to quote: of each side the first, then in turn while there is room."""
    shares = _share_out([len(stand.mentions) for stand in found], room)
    return tuple(
        mention for stand, size in zip(found, shares, strict=True) for mention in stand.mentions[:size]
    )


def _share_out(wanted: Sequence[int], room: int) -> list[int]:
    """Return how many voices of each side are named: one of each side, then in turn while there is room."""
    sizes = [min(1, want) for want in wanted]
    while sum(sizes) < min(room, sum(wanted)):
        poorest = min((n for n, want in enumerate(wanted) if sizes[n] < want), key=lambda n: sizes[n])
        sizes[poorest] += 1
    return sizes


def _last_stances(voices: Iterable[Voice]) -> dict[str, Stance]:
    return {voice.actor: voice.stance for voice in sorted(voices, key=lambda voice: voice.as_of)}


def _is_withdrawn(voice: Voice, claim: Claim) -> bool:
    """Whether what is confirmed now was denied by the house that has granted it, or by nobody named."""
    if claim.status is not Status.CONFIRMED or not _side(voice.stance):
        return False
    later = [one for one in claim.voices if not _side(one.stance) and one.as_of > voice.as_of]
    house = voice.actor.partition("/")[0]
    same = house != "outlet" and any(one.actor.partition("/")[0] == house for one in later)
    return bool(later) and (same or house in {"?", "-"})


def _side(stance: Stance) -> bool:
    return stance in {Stance.DENIES, Stance.DOUBTS}


def _mentions(voices: Sequence[Voice], outlets: int) -> list[Mention]:
    """Gather voices under the names that their articles use: "Moskau" is not put into the Kremlin's mouth."""
    by_voice: dict[tuple[str, str], list[Voice]] = {}
    for voice in voices:
        speaks = _is_agencys(voice)
        key = (voice.independent_key, "") if speaks else (voice.actor, voice.speaker)
        by_voice.setdefault(key, []).append(voice)
    return [_mention(same, outlets) for same in by_voice.values()]


def _mention(voices: Sequence[Voice], outlets: int) -> Mention:
    first = voices[0]
    links = {voice.source.outlet: OutletLink(voice.source.outlet, voice.source.url) for voice in voices}
    agency = first.source.agency if _is_agencys(first) else None
    shown = tuple(links.values())[:outlets]
    return Mention(
        name=agency or first.speaker,
        outlets=shown,
        more_outlets=len(links) - len(shown),
        itself=agency is None and _outlet_speaks(first),
        quote=first.quote,
    )


def _is_agencys(voice: Voice) -> bool:
    return _outlet_speaks(voice) and voice.source.agency not in _DISTRIBUTORS


def _outlet_speaks(voice: Voice) -> bool:
    return voice.speaker == voice.source.outlet
