"""What "diese Vorwürfe", "die Anschuldigungen" and "sie" in a denial point to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from summaries.model import Certainty, Speaker, Stance, Statement
from summaries.statements.lexicon import cues
from summaries.statements.naming import PAPERS
from summaries.statements.speakers import side

# How far back "diese Behauptungen" reaches, in statements: a paragraph's worth.
_REACH = 6
_REPORTS = frozenset({"meldung", "bericht", "medienbericht", "zeitungsbericht", "pressebericht"})
_PLURAL_MOST = 3
_RUMOURS = frozenset({"gerücht", "spekulation", "mutmaßung", "vermutung"})
_FROM = re.compile(r"\baus ([A-ZÄÖÜ]\w{3,})$")
_STEM = 4  # letters that a name shares with its adjective
_OWNED = re.compile(r"(ihr|sein)(?:e[nrms]?)?\s", re.IGNORECASE)
_REFUTING = (Stance.DENIES, Stance.DOUBTS)


def resolve_pointers(statements: Sequence[Statement], text: str) -> tuple[Statement, ...]:
    """Fill ``refers`` of each pointing denial with the numbers of the statements that it denies.

    „Das bestätigte …“ means the sentence right before it, "… bestätigte die Einigung" the last one that told
    of it, a denial assertions of other voices.  In a text that runs newest first (a live ticker) they may
    stand later; then accusations that name the denying side are taken.
    """
    return tuple(_resolved(s, statements, text) if s.pointer else s for s in statements)


def _resolved(statement: Statement, statements: Sequence[Statement], text: str) -> Statement:
    if statement.stance in _REFUTING:
        return replace(statement, refers=_targets(statement, statements, text))
    told = [s for s in statements if 0 < statement.number - s.number <= _REACH and not s.pointer]
    last = next((s for s in reversed(told) if _may_be_last(statement, s)), None)
    same = [s for s in told if last is not None and s.sentence == last.sentence]
    return replace(statement, refers=tuple(s.number for s in same if s.claimable and _fits(statement, s)))


def _may_be_last(pointer: Statement, other: Statement) -> bool:
    """„Das“ is what was said last, "die Einigung" what told of one last."""
    return not pointer.content.roles.get("events") or _fits(pointer, other)


def _targets(denial: Statement, statements: Sequence[Statement], text: str) -> tuple[int, ...]:
    before = [s for s in statements if s.number < denial.number and denial.number - s.number <= _REACH]
    if before and denial.as_of < before[-1].as_of:  # "am Dienstag hatte sie das noch bestritten"
        conceded = [s for s in before if s.stance is Stance.CONCEDES and _sides(s) & _sides(denial)]
        return tuple(s.number for s in conceded[-1:])
    if _answers_a_denial(before):
        return tuple(s.number for s in before[-1:] if _sides(s) & _sides(denial))
    answered = _met_by_words(denial, before, statements)
    if answered is not None:
        return (answered.number,)
    near = [s for s in before if _deniable(denial, s) and _is_voiced(s) and _fits(denial, s)]
    near = [s for s in near if _may_own(denial, s, text)]
    if marked := _met_by_answer(denial, near, statements) or _report_meant(denial, near, text):
        return (marked.number,)
    return _last_said(denial, near, before, text) if near else _accused_later(denial, statements)


def _may_own(denial: Statement, other: Statement, text: str) -> bool:
    """„Ihre Darstellung“ is no spokesman's, as his office shows; "Angaben aus Kalo" are of somebody there."""
    words = denial.quote[0].of(text) if denial.quote else ""
    origin = _FROM.search(words)
    if origin is not None and other.speaker is not None:
        return origin[1][:_STEM] in other.sentence.of(text)
    owner = _OWNED.match(words)
    if owner is None or other.speaker is None or "@" not in other.speaker.actor:
        return True
    office = re.search(rf"\b([A-ZÄÖÜ][\w-]+)\s+{re.escape(other.speaker.name)}\b", text)
    if office is None:
        return True
    feminine = office[1].endswith("in")
    return feminine == (owner[1].lower() == "ihr")


def _last_said(
    denial: Statement, near: Sequence[Statement], before: Sequence[Statement], text: str
) -> tuple[int, ...]:
    """What was said last and can be denied, several things for "diese Vorwürfe"."""
    said = [s for s in before if _is_others(denial, s) and s.speaker is not None and not _demands(s, text)]
    plural = _is_plural(denial, text)
    bare = not plural and not _names(denial)
    if bare and said and said[-1].number > near[-1].number:
        return (said[-1].number,)  # "das" is what was said last, be it a judgement that makes no claim
    if bare and not _stands_before(near[-1], [s for s in before if not _demands(s, text)]):
        return ()  # "das" is what stands right before, and that was not read as anybody's
    meant = near if plural else _run_of_last_speaker(near)
    return tuple(s.number for s in meant[-_PLURAL_MOST:])


def _accused_later(denial: Statement, statements: Sequence[Statement]) -> tuple[int, ...]:
    """The accusations of the denying side in a text that runs newest first."""
    told = [
        s for s in statements if s.as_of <= denial.as_of and _deniable(denial, s) and _is_known(s.speaker)
    ]
    return tuple(s.number for s in told if _accuses(s, denial))[:_PLURAL_MOST]


def _met_by_answer(
    denial: Statement, near: Sequence[Statement], statements: Sequence[Statement]
) -> Statement | None:
    """„Der Generalstab widersprach: Drubin werde gehalten“: what follows the colon names what is meant."""
    answer = statements[denial.number + 1] if denial.number + 1 < len(statements) else None
    if _names(denial) or answer is None or answer.sentence != denial.sentence:
        return None
    names = answer.content.roles.get("names", frozenset()) | answer.content.roles.get("place", frozenset())
    return next((s for s in reversed(near) if names & s.content.roles.get("names", frozenset())), None)


def _met_by_words(
    denial: Statement, before: Sequence[Statement], statements: Sequence[Statement]
) -> Statement | None:
    """„… durch Schlagstöcke verletzt. Die Polizei wies das zurück: Man habe keine Schlagstöcke eingesetzt“.

    What stands right before is meant where the answer behind the colon negates something that it names.
    """
    answer = statements[denial.number + 1] if denial.number + 1 < len(statements) else None
    if not before or answer is None or answer.sentence != denial.sentence or not answer.content.negated:
        return None
    last = before[-1]
    things = answer.content.roles.get("things", frozenset()) & last.content.roles.get("things", frozenset())
    return last if things and _deniable(denial, last) and last.speaker is not None else None


def _demands(statement: Statement, text: str) -> bool:
    """Whether somebody demands it: what shall be nobody can deny."""
    words = " ".join(span.of(text) for span in statement.cue).lower().split()
    return not statement.claimable and any(word.startswith(_demanding()) for word in words)


@cache
def _demanding() -> tuple[str, ...]:
    return tuple(
        verb.removesuffix("en").removesuffix("n") for verb, kind in cues().verbs.items() if kind == "demand"
    )


def _report_meant(denial: Statement, near: Sequence[Statement], text: str) -> Statement | None:
    """„Die Meldung“ is what a paper reported, not what somebody said of it."""
    means = bool(denial.content.roles.get("things", frozenset()) & _REPORTS)
    return next((s for s in reversed(near) if means and _is_reported(s, text)), None)


def _is_reported(statement: Statement, text: str) -> bool:
    """Whether it is told as what a paper has found out: "nach einem Bericht der …"."""
    cue = " ".join(span.of(text) for span in statement.cue).lower()
    name = statement.speaker.name.lower() if statement.speaker is not None else ""
    return any(word in cue for word in ("bericht", "information", "recherche")) or name.endswith(PAPERS)


def _answers_a_denial(before: Sequence[Statement]) -> bool:
    """Whether „diese Behauptung ist falsch“ stands right behind what somebody denies.

    The same side denies the same again.  Who else says so may mean the denial, or what it denies.
    """
    return bool(before) and before[-1].stance in _REFUTING and not before[-1].pointer


def _stands_before(statement: Statement, before: Sequence[Statement]) -> bool:
    """Whether a statement is of the last sentence before a denial, or its voice goes on up to there."""
    gone_on = [s for s in before if s.number > statement.number]
    return all(s.sentence == statement.sentence or s.speaker == statement.speaker for s in gone_on)


def _is_voiced(statement: Statement) -> bool:
    """Whether somebody says it, or somebody who is not named is said to accuse: "ihm wird vorgeworfen"."""
    return statement.speaker is not None or bool(statement.content.roles.get("accusation"))


def _is_known(speaker: Speaker | None) -> bool:
    """Whether it is said whose voice it is: a spokesperson of nobody named may be the denying side's own."""
    return speaker is not None and not speaker.actor.startswith("?")


def _is_plural(denial: Statement, text: str) -> bool:
    """„diese Behauptungen“ gathers what several voices said; "das" is what the last one said."""
    words = denial.quote[0].of(text).split() if denial.quote else []
    return (
        bool(words)
        and words[0].lower() in {"diese", "die", "alle", "solche", "derartige", "diesen", "den"}
        and words[-1].endswith("n")
    )


def _run_of_last_speaker(near: Sequence[Statement]) -> list[Statement]:
    last = near[-1].speaker
    if last is None:  # "ihm wird vorgeworfen": by whom, is not said
        return [near[-1]]
    run: list[Statement] = []
    for statement in reversed(near):
        if statement.speaker is None or statement.speaker.actor != last.actor:
            break
        run.insert(0, statement)
    return run


def _names(denial: Statement) -> bool:
    """Whether a pointer says what kind of thing it means: "den Vorwurf", "die Einigung", not "das"."""
    roles = denial.content.roles
    return bool(roles.get("events") or roles.get("things"))


def _deniable(denial: Statement, other: Statement) -> bool:
    return other.claimable and _is_others(denial, other)


def _is_others(denial: Statement, other: Statement) -> bool:
    """Whether somebody else than who denies asserts it."""
    if other is denial or other.stance is not Stance.ASSERTS:
        return False
    return not (_sides(denial) & _sides(other))


def _fits(denial: Statement, other: Statement) -> bool:
    """An accusation is denied by whom it names, "die Einigung" where one was told, a report by anybody.

    Rumours are what nobody who is named says for certain.
    """
    taken_up = denial.content.roles.get("events", frozenset())
    if taken_up and not taken_up & other.content.roles.get("events", frozenset()):
        return False
    if denial.content.roles.get("things", frozenset()) & _RUMOURS and _is_sure(other):
        return False
    if not denial.content.roles.get("things", frozenset()) & cues().accusations:
        return True
    return bool(other.content.roles.get("accusation")) or _accuses(other, denial)


def _is_sure(statement: Statement) -> bool:
    """Whether somebody who is named says it with certainty: that is no rumour."""
    return statement.certainty is Certainty.CERTAIN and _is_known(statement.speaker)


def _accuses(statement: Statement, denial: Statement) -> bool:
    """Whether the statement says that the denying side did something."""
    return bool(statement.content.roles.get("agent", frozenset()) & _sides(denial))


def _sides(statement: Statement) -> set[str]:
    voices: tuple[Speaker | None, ...] = (statement.speaker, *statement.co_speakers)
    unknown = ("-", "?")
    return {v.actor if v.actor.startswith(unknown) else side(v.actor) for v in voices if v is not None}
