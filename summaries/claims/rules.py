"""The named rules that decide a status, each a small function over the voices heard so far.

Numbers follow the list in docs/architecture.md.  The first rule that applies decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from config import claims as limits
from summaries.claims.likeness import alike
from summaries.claims.voices import apart, independent_key, is_identified, side_of
from summaries.model import Certainty, Rule, Stance, Status, Voice
from summaries.statements.lexicon import roles
from summaries.statements.naming import PAPERS

_FOR = frozenset({Stance.ASSERTS, Stance.CONCEDES, Stance.ANNOUNCES})
_SAYING = frozenset({Stance.ASSERTS, Stance.CONCEDES})
_AGAINST = frozenset({Stance.DENIES, Stance.DOUBTS})


_ORGANISERS: Final = "public:veranstalter"  # whoever holds an event, by whatever name papers call it
_BUSINESS: Final = "wirtschaft"  # the field of those who run firms
# Fields of officials who speak for no firm, club or union.
_LOCAL: Final = frozenset({"justiz", "polizei", "feuerwehr", "rettung", "verwaltung"})
_SOME_AUTHORITY: Final = "behörden"
_OFFICIAL: Final = _LOCAL | {"regierung", "zoll", "wahl", "wetter", _SOME_AUTHORITY}
_PRIVATE: Final = frozenset({"unternehmen", "verein", "verband", "gewerkschaft", "partei"})
_WORD: Final = re.compile(r"\w+")
_FIRST_PERSON: Final = re.compile(r"\b(?:ich|mich|mir)\b")
# By what a paper, station or agency is known beside the table of media: titles, and how their names begin.
_TITLES: Final = frozenset({"bild", "stern", "focus"})
_STATIONS: Final = ("radio", "fernseh", "sender", "nachrichtenagentur", "medien")
_RETOLD: Final = timedelta(hours=limits.RETOLD_HOURS)


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule may look at.

    ``voices`` are ordered by the time they speak of; ``supporting`` says something more specific that
    contains the claim; ``agents`` are the sides said to have acted, ``parties`` all names in
    what is said of them; ``fulfilled`` says that a plan has been carried out since, ``fulfilling`` who says
    so; ``own_act`` that it is an act done by telling it, as a resignation; ``exact_figure`` that all who
    say it give one exact large figure that only one body can have counted;
    ``confirming`` names the statements that say that they confirm it; ``fields`` maps actors to the field
    that they speak for, ``quoted`` articles to the sides and fields of all who speak in them.
    """

    voices: tuple[Voice, ...]
    supporting: tuple[Voice, ...] = ()
    agents: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()
    number_conflict: bool = False
    superseded: bool = False
    fulfilled: bool = False
    fulfilling: tuple[Voice, ...] = ()
    exact_figure: bool = False
    own_act: bool = False
    confirming: frozenset[tuple[str, int]] = frozenset()
    fields: Mapping[str, str] = field(default_factory=dict)
    quoted: Mapping[str, frozenset[str]] = field(default_factory=dict)


def decide(case: Case) -> tuple[Status, Rule]:
    """Return the status and the rule that gave it."""
    if conceded(case):
        return Status.CONFIRMED, Rule.CONCESSION
    if contradicted(case) and not case.fulfilled:
        return Status.CONTESTED, Rule.CONTRADICTION
    if case.superseded:
        return Status.SUPERSEDED, Rule.UPDATE
    if case.number_conflict:
        return Status.CONTESTED, Rule.NUMBER_CONFLICT
    if independently_asserted(case):
        return Status.CONFIRMED, Rule.TWO_VOICES
    certain = any(v.stance in _FOR and v.certainty is Certainty.CERTAIN for v in case.voices)
    return Status.UNCONFIRMED, Rule.SINGLE_VOICE if certain else Rule.HEDGED_ONLY


def contradicted(case: Case) -> bool:
    """Rule 1: one voice asserts, a voice of another side denies or doubts and has not asserted it since.

    Where it is granted after the denial, and it is not sure that the two are of different sides, nothing is
    called contested.
    """
    against = [
        v
        for v in case.voices
        if v.stance in _AGAINST and not _asserts_later(v, case) and not _granted_later(v, case)
    ]
    held = [v for v in (*case.voices, *case.supporting) if v.stance in _FOR]
    return any(side_of(a.actor) != side_of(b.actor) for a in against for b in held)


def conceded(case: Case) -> bool:
    """Rule 4: the side that denied, or that acted, says it itself, or has done what it denied to plan.

    Who grants something after a denial by somebody who need not be of another side speaks for that side.
    """
    denials = [v for v in case.voices if v.stance is Stance.DENIES]
    if any(_granted_later(denial, case) for denial in denials) or _tells_own_act(case, denials):
        return True
    return any(
        v.stance is Stance.CONCEDES and _had_reason_to_deny(v, case, denials) for v in case.voices
    ) or any(
        v.stance in _FOR and v.certainty is Certainty.CERTAIN and _denied_before(v, denials, case.fields)
        for v in (*case.voices, *case.fulfilling)
    )


def _tells_own_act(case: Case, denials: Sequence[Voice]) -> bool:
    """Whether who acts now tells his own act, as that he resigns, which was denied before he spoke."""
    own = [
        v
        for v in case.voices
        if case.own_act and v.stance in _FOR and v.actor.rpartition("@")[2] in case.agents
    ]
    first = min((v.as_of for v in own), default=None)
    sure = any(v.certainty is Certainty.CERTAIN for v in own)
    return first is not None and sure and any(v.as_of < first for v in denials)


def independently_asserted(case: Case) -> bool:
    """Rule 5: two independent voices assert it with certainty.

    Who announces something promises it: that is no second voice for what another one says has happened.
    What a paper says in its own words may be retold, so it counts beside other papers, and beside a speaker
    only if it quotes others and not him.  An exact figure it has from somebody, mostly from whom the
    other one has it, so there it does not count.  A spokesperson of an unnamed body ("?") counts for nobody.
    """
    certain = [v for v in case.voices if v.stance in _SAYING and v.certainty is Certainty.CERTAIN]
    spoken = [v for v in certain if is_identified(v.actor) or v.actor in case.fields]
    printed = [v for v in certain if v.actor.startswith("outlet/") and not case.exact_figure]
    alone = any(_apart(paper, speaker, case) for paper in printed for speaker in spoken)
    return _independent(spoken, case.fields) or _independent(printed, case.fields) or alone or confirmed(case)


def confirmed(case: Case) -> bool:
    """Whether somebody confirms what another paper has said before in its own words.

    Who confirms answers what was known without him, so the paper need name no source, and a figure is no
    echo; but it must not have spoken to him.
    """
    certain = [v for v in case.voices if v.stance in _SAYING and v.certainty is Certainty.CERTAIN]
    printed = [v for v in certain if v.actor.startswith("outlet/")]
    answering = [
        v for v in certain if (v.source.article, v.statement) in case.confirming and v not in printed
    ]
    return any(
        paper.source.published <= speaker.source.published and _unheard(paper, speaker, case)
        for paper in printed
        for speaker in answering
    ) or _answers_medium(certain, answering)


def _answers_medium(certain: Sequence[Voice], answering: Sequence[Voice]) -> bool:
    """„Laut ‚Bild‘ tritt Lohse zurück. Das bestätigte die Regierung“: another paper had found it out."""
    media = [v for v in certain if _is_medium(v)]
    return any(
        paper.source.published <= speaker.source.published and paper.actor != speaker.actor
        for paper in media
        for speaker in answering
        if not _is_medium(speaker) and ("@" in speaker.actor or not speaker.actor.startswith("?"))
    )


def _is_medium(voice: Voice) -> bool:
    """Whether a paper, station or agency is quoted, by its name: no "Angaben", no "Studie", no "Post"."""
    head, _, kind = voice.actor.partition("/")
    if head not in {"?", "-"} or "@" in kind:
        return False
    known = (roles().media - {"bericht"}) | _TITLES
    words = _WORD.findall(voice.speaker.casefold())
    return any(w in known or w.startswith(_STATIONS) or _is_paper(w) for w in words)


def _is_paper(word: str) -> bool:
    return any(word.endswith(end) and word != end for end in PAPERS)


def _apart(paper: Voice, speaker: Voice, case: Case) -> bool:
    """Whether a paper says in its own words, with sources of its own, what another one has from a speaker."""
    return bool(case.quoted.get(paper.source.article)) and _unheard(paper, speaker, case)


def _unheard(paper: Voice, speaker: Voice, case: Case) -> bool:
    """Whether a paper quotes neither a speaker of another paper nor anybody who may be of his side."""
    field = case.fields.get(speaker.actor, "")
    known = {speaker.independent_key, field} | (_OFFICIAL if field == _SOME_AUTHORITY else frozenset())
    sources = case.quoted.get(paper.source.article, frozenset())
    own = independent_key(f"outlet/{speaker.source.outlet_key}", speaker.source)
    return apart(paper.independent_key, own) and not known & sources


def _independent(voices: Sequence[Voice], fields: Mapping[str, str]) -> bool:
    """Whether two of them count separately; two names in one sentence speak with one voice."""
    known = [voice for voice in voices if fields.get(voice.actor) or not _is_vague(voice)]
    different = list({(v.independent_key, v.quote, v.actor): v for v in known}.values())
    if min(len({v.independent_key for v in different}), len({v.quote for v in different})) < 2:  # noqa: PLR2004
        return False  # as in most large stories
    return any(
        apart(a.independent_key, b.independent_key) and a.quote != b.quote and _comparable(a, b, fields)
        for n, a in enumerate(different)
        for b in different[n + 1 :]
    )


def _comparable(a: Voice, b: Voice, fields: Mapping[str, str]) -> bool:
    """Whether two voices surely speak for different bodies.

    A person of unknown side may speak for the very body beside him.  So two of known fields must differ in
    them, and who has no known field counts among persons only.
    """
    left, right = fields.get(a.actor), fields.get(b.actor)
    if _may_be_one(a, b, fields) or _may_be_one(b, a, fields):
        return False
    if (_has_side(a) and _has_side(b)) or _SOME_AUTHORITY in (left, right):
        return True  # two firms are two, though of one field
    if left and right:
        return left != right
    official = _is_of_no_office(a, b, fields) or _is_of_no_office(b, a, fields)
    other = official or _is_done_to(a, b) or _is_done_to(b, a)
    return other or (not (_is_vague(a) or _is_vague(b)) and _is_loose(a) == _is_loose(b))


def _may_be_one(a: Voice, b: Voice, fields: Mapping[str, str]) -> bool:
    """Whether one is called so vaguely that it may be the other: "die Organisatoren", "Behörden"."""
    if _is_role(a) and not _is_role(b):
        return not (a.actor.startswith("public:") and b.actor.startswith("public:"))
    some_authority = fields.get(a.actor) == _SOME_AUTHORITY
    known = _has_side(b) or fields.get(b.actor)
    return (_is_some_firm(a) and not _is_public(b, fields)) or (
        some_authority and not (known and not _is_public(b, fields))
    )


def _is_of_no_office(body: Voice, officer: Voice, fields: Mapping[str, str]) -> bool:
    """Whether one is a firm or club by name and the other of police, court or town, who speak for none."""
    named = _has_side(body) and not _is_public(body, fields)
    return named and fields.get(officer.actor) in _LOCAL


def _is_done_to(body: Voice, person: Voice) -> bool:
    """Whether somebody says what a body did to him, which he cannot say for it: "vom FC entlassen"."""
    said = person.quote.casefold()
    doer = re.escape(body.speaker.casefold())
    return (
        bool(_FIRST_PERSON.search(said))
        and re.search(rf"\b(?:vom?|von der|von dem) {doer}\b", said) is not None
    )


def _is_role(voice: Voice) -> bool:
    return side_of(voice.actor) == _ORGANISERS


def _is_some_firm(voice: Voice) -> bool:
    """Whether a voice is a firm, a club or a union that the words for it do not name."""
    head, _, kind = voice.actor.partition("/")
    return head == "?" and kind in _PRIVATE


def _is_public(voice: Voice, fields: Mapping[str, str]) -> bool:
    named = voice.actor.startswith(("public:", "outlet/")) or side_of(voice.actor).isupper()
    return named or fields.get(voice.actor) in _OFFICIAL


def _is_vague(voice: Voice) -> bool:
    return not (is_identified(voice.actor) or voice.actor.startswith("outlet/"))


def _is_loose(voice: Voice) -> bool:
    return voice.actor.startswith("-/@")


def _had_reason_to_deny(voice: Voice, case: Case, denials: Sequence[Voice]) -> bool:
    surname = voice.actor.rpartition("@")[2]
    side = side_of(voice.actor)
    acted = any(alike(side, agent) or surname == agent for agent in case.agents) or surname in case.parties
    return acted or _denied_before(voice, denials, case.fields)


def _denied_before(voice: Voice, denials: Sequence[Voice], fields: Mapping[str, str]) -> bool:
    if not denials:
        return False
    side = side_of(voice.actor)
    if not (is_identified(voice.actor) or "@" in voice.actor):
        return False  # "ein Sprecher" today need not be the one of yesterday
    return any(
        (side_of(v.actor) == side or _is_namesake(voice, v, fields)) and v.as_of < voice.as_of
        for v in denials
    )


def _is_namesake(person: Voice, body: Voice, fields: Mapping[str, str]) -> bool:
    """Whether the head of a firm bears its name: "Geschäftsführer Thilo Kessenich" speaks for Kessenich.

    A name alone is no office: "Anwohnerin Petra Winter" does not speak for the firm Winter.
    """
    heads = _is_loose(person) and fields.get(person.actor) == _BUSINESS
    return heads and person.actor.rpartition("@")[2] == side_of(body.actor)


def _granted_later(denial: Voice, case: Case) -> bool:
    """Whether somebody who need not be of another side than the denier has granted it since.

    A person of unknown side may speak for the body that denied it; two known sides are two.
    """
    return any(
        _grants(v, denial, case)
        and (v.as_of > denial.as_of or _is_retold(denial))
        and not (_has_side(v) and _has_side(denial) and side_of(v.actor) != side_of(denial.actor))
        for v in case.voices
    )


def _grants(voice: Voice, denial: Voice, case: Case) -> bool:
    """Whether somebody admits it, or confirms what one of the same field, like a state's organs, denied."""
    confirms = (voice.source.article, voice.statement) in case.confirming and voice.stance in _SAYING
    field = case.fields.get(voice.actor)
    return voice.stance is Stance.CONCEDES or (
        confirms and field is not None and field == case.fields.get(denial.actor)
    )


def _has_side(voice: Voice) -> bool:
    return is_identified(voice.actor) and not _is_loose(voice)


def _is_retold(denial: Voice) -> bool:
    """„Das hatte die Firma stets bestritten“: told of an earlier time, whenever it is printed."""
    return denial.as_of < denial.source.published - _RETOLD


def _asserts_later(denial: Voice, case: Case) -> bool:
    side = side_of(denial.actor)
    return any(
        v.stance in _FOR
        and (side_of(v.actor) == side or _is_namesake(v, denial, case.fields))
        and v.as_of > denial.as_of
        for v in case.voices
    )
