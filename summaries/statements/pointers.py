"""What "diese Vorwürfe", "die Anschuldigungen" and "sie" in a denial point to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from summaries.model import Speaker, Stance, Statement
from summaries.statements.lexicon import cues
from summaries.statements.speakers import side

# How far back "diese Behauptungen" reaches, in statements: a paragraph's worth.
_REACH = 6
_PLURAL_MOST = 3
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
    near = [s for s in before if _deniable(denial, s) and s.speaker is not None and _fits(denial, s)]
    said = [s for s in before if _is_others(denial, s) and s.speaker is not None]
    if near and not _is_plural(denial, text) and said[-1].number > near[-1].number and not _names(denial):
        return (said[-1].number,)  # "das" is what was said last, be it a judgement that makes no claim
    bare = not _is_plural(denial, text) and not _names(denial)
    if near and bare and not _stands_before(near[-1], before):
        return ()  # "das" is what stands right before, and that was not read as anybody's
    if near:
        meant = near if _is_plural(denial, text) else _run_of_last_speaker(near)
        return tuple(s.number for s in meant[-_PLURAL_MOST:])
    later = [
        s for s in statements if s.as_of <= denial.as_of and _deniable(denial, s) and _is_known(s.speaker)
    ]
    return tuple(s.number for s in later if _accuses(s, denial))[:_PLURAL_MOST]


def _answers_a_denial(before: Sequence[Statement]) -> bool:
    """Whether „diese Behauptung ist falsch“ stands right behind what somebody denies.

    The same side denies the same again.  Who else says so may mean the denial, or what it denies.
    """
    return bool(before) and before[-1].stance in _REFUTING and not before[-1].pointer


def _stands_before(statement: Statement, before: Sequence[Statement]) -> bool:
    """Whether a statement is of the last sentence before a denial, or its voice goes on up to there."""
    gone_on = [s for s in before if s.number > statement.number]
    return all(s.sentence == statement.sentence or s.speaker == statement.speaker for s in gone_on)


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
    run: list[Statement] = []
    for statement in reversed(near):
        if statement.speaker is None or last is None or statement.speaker.actor != last.actor:
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
    """An accusation is denied by whom it names, "die Einigung" where one was told, a report by anybody."""
    taken_up = denial.content.roles.get("events", frozenset())
    if taken_up and not taken_up & other.content.roles.get("events", frozenset()):
        return False
    if not denial.content.roles.get("things", frozenset()) & cues().accusations:
        return True
    return bool(other.content.roles.get("accusation")) or _accuses(other, denial)


def _accuses(statement: Statement, denial: Statement) -> bool:
    """Whether the statement says that the denying side did something."""
    return bool(statement.content.roles.get("agent", frozenset()) & _sides(denial))


def _sides(statement: Statement) -> set[str]:
    voices: tuple[Speaker | None, ...] = (statement.speaker, *statement.co_speakers)
    unknown = ("-", "?")
    return {v.actor if v.actor.startswith(unknown) else side(v.actor) for v in voices if v is not None}
