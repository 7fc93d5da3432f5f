"""Drafts of claims: the statements of a story by what they are about, before any status is decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from config import claims as limits
from summaries.claims.align import Relation, in_one_polarity, may_be_same, only_words_differ, relation
from summaries.claims.amounts import amounts_in
from summaries.claims.closeness import closeness
from summaries.claims.kinds import affirmed, converse_of, events_in, is_one_act, kinds_of
from summaries.claims.numbers import scores_in, tell_other_figures
from summaries.claims.retold import covered, is_retold, words_of
from summaries.claims.scenes import Scenes
from summaries.claims.voices import parts_of, voices_of
from summaries.model import Content, Evidence, Stance

AGAINST = (Stance.DENIES, Stance.DOUBTS)


@dataclass(slots=True, eq=False)
class Draft:
    """A claim while its members are being collected.

    A ``latent`` one is no news alone: it becomes a claim when somebody else confirms or contests it.
    """

    members: list[Evidence]
    against: list[Evidence] = field(default_factory=list)
    supporting: list[Evidence] = field(default_factory=list)
    conflicting: list[Evidence] = field(default_factory=list)
    superseded_by: Evidence | None = None
    fulfilled_by: Evidence | None = None
    latent: bool = False
    number: int = 0

    @property
    def founder(self) -> Evidence:
        """The first statement, which says what the claim is."""
        return self.members[0]


@dataclass(slots=True)
class Drafts:
    """All drafts by the event they are about: only those of one event are ever compared."""

    scenes: Scenes
    by_event: dict[str, list[Draft]] = field(default_factory=dict)
    by_member: dict[tuple[str, int], list[Draft]] = field(default_factory=dict)
    told_in: dict[str, set[int]] = field(default_factory=dict)
    added: int = 0

    def add(self, draft: Draft) -> None:
        """Add a draft."""
        self.added += 1
        draft.number = self.added
        for kind in found_under(draft):
            self.by_event.setdefault(kind, []).append(draft)
        for member in draft.members:
            self._note(draft, member)

    def join(self, draft: Draft, item: Evidence) -> None:
        """Make a statement a member of a draft."""
        draft.members.append(item)
        self._note(draft, item)

    def _note(self, draft: Draft, item: Evidence) -> None:
        self.by_member.setdefault(id_of(item), []).append(draft)
        self.told_in.setdefault(item.source.article, set()).add(draft.number)

    def remove(self, draft: Draft) -> None:
        """Take a draft out."""
        for kind in found_under(draft):
            self.by_event[kind].remove(draft)
        for member in draft.members:
            self.by_member[id_of(member)].remove(draft)
            self.told_in[member.source.article].discard(draft.number)

    def meeting(self, item: Evidence) -> list[Draft]:
        """Return the drafts that a statement may belong to: of its event, and planned or denied like it."""
        near = [draft for draft in self.about(met_by(item)) if _in_one_frame(item, draft.founder)]
        return [draft for draft in near if self.scenes.meet(item, draft.founder)]

    def meet(self, a: Evidence, b: Evidence) -> bool:
        """Whether two statements can be of one event, also by a claim that both their articles tell."""
        told, other = (self.told_in.get(item.source.article, set()) for item in (a, b))
        return self.scenes.meet(a, b) or bool(told & other)

    def relation(self, item: Evidence, draft: Draft) -> Relation:
        """Return how a statement stands to a draft, the articles around them taken in."""
        context = limits.EVIDENCE_CONTEXT * self.scenes.tell_of_whom(item, draft.founder)
        found = relation(item.statement, draft.founder.statement, context)
        if found is Relation.UNRELATED and (
            self._is_retold(item, draft, context) or is_retold(item, draft.founder, context)
        ):
            found = Relation.SAME
        if found is Relation.SAME and _is_told_besides(item, draft.founder):
            return Relation.UNRELATED
        other = next((m for m in draft.members if tell_other_figures(item, m)), None)
        if found is not Relation.SAME or other is None:
            return found
        conflict = relation(item.statement, other.statement, context) is Relation.NUMBER_CONFLICT
        return Relation.NUMBER_CONFLICT if conflict else Relation.UNRELATED

    def _is_retold(self, item: Evidence, draft: Draft, context: float) -> bool:
        """Whether a statement says a claim in other words, or in those of one that came to it since."""
        if not may_be_same(item.statement, draft.founder.statement):
            return False
        since = draft.members[1 : 1 + limits.MEMBERS_MET]
        same = any(relation(item.statement, m.statement, context) is Relation.SAME for m in since)
        return same or _is_retold(item, draft.founder)

    def planned_before(self, item: Evidence) -> list[Draft]:
        """Return the drafts of plans that a statement may tell the carrying out of."""
        if item.statement.content.planned:
            return []
        plans = [d for d in self.about(met_by(item)) if d.founder.statement.content.planned]
        return [draft for draft in plans if self.scenes.meet(item, draft.founder)]

    def with_members(self, wanted: Iterable[tuple[str, int]]) -> list[Draft]:
        """Return the drafts that have one of some statements for a member, in the order of ``all``."""
        found = {draft.number: draft for member in wanted for draft in self.by_member.get(member, ())}
        return sorted(found.values(), key=lambda draft: (min(found_under(draft)), draft.number))

    def about(self, names: Iterable[str]) -> list[Draft]:
        """Return the drafts about one of the events, in a fixed order."""
        found = [draft for name in sorted(set(names)) for draft in self.by_event.get(name, ())]
        return list({id(draft): draft for draft in found}.values())

    def all(self) -> list[Draft]:
        """Return all drafts, in a fixed order."""
        return self.about(self.by_event)


def _is_retold(a: Evidence, b: Evidence) -> bool:
    """Whether two statements that structure alone leaves open are near enough to be one in other words."""
    if not only_words_differ(a.statement, b.statement):
        return False
    return closeness(words_of(a), words_of(b)) >= limits.CLOSE


def _is_told_besides(item: Evidence, founder: Evidence) -> bool:
    """Whether two statements of one text, which seldom tells a thing twice, have few words in common."""
    if item.source.article != founder.source.article:
        return False
    a, b = item.statement.content, founder.statement.content
    return max(covered(a, b), covered(b, a)) < limits.SAME_TEXT_COVERED


def found_under(draft: Draft) -> frozenset[str]:
    """The kinds of event and the figures under which a draft is looked up."""
    content = draft.founder.statement.content
    told = affirmed(content)
    also = kinds_of(told) if told is not None else frozenset[str]()
    return (kinds_of(content) or frozenset({""})) | also | figures_in(draft.founder)


def met_by(item: Evidence) -> frozenset[str]:
    """The kinds of event, told from either end, and figures under which a statement may find its claim."""
    told = affirmed(item.statement.content)
    kinds = events_in(item.statement.content) | (kinds_of(told) if told is not None else frozenset())
    return kinds | converse_of(kinds) | figures_in(item)


def figures_in(item: Evidence) -> frozenset[str]:
    """Marks of the exact figures in a statement: unknown verbs may still tell one thing of "246 Soldaten"."""
    exact = [q for q in item.statement.quantities if q.unit != "year"]
    told = frozenset(f"={q.value:g} {q.unit}" for q in exact) | scores_in(item.statement)
    return told | amounts_in(item.statement)


def _in_one_frame(a: Evidence, b: Evidence) -> bool:
    """Whether both are planned or both done, both said or both denied, of one time."""
    one, other = in_one_polarity(a.statement, b.statement)
    left, right = one.content, other.content
    if left.negated != right.negated or _time_of(left) != _time_of(right):
        return False
    return left.planned == right.planned or is_one_act(left, right)


def _time_of(content: Content) -> frozenset[str]:
    return frozenset() if content.planned else content.roles.get("time", frozenset())


def order_of(item: Evidence) -> tuple[datetime, datetime, str, int]:
    """The sort key of a statement: the time it speaks of, then its article and place."""
    return item.statement.as_of, item.source.published, item.source.article, item.statement.number


def side_keys(item: Evidence) -> set[str]:
    """The sides that stand behind a statement."""
    return {key for voice in voices_of(item, {}) for key in parts_of(voice.independent_key)}


def agents_of(draft: Draft) -> frozenset[str]:
    """Who acts in a claim, by name: states, bodies and surnames, no kinds of thing."""
    content = draft.founder.statement.content
    return content.roles.get("agent", frozenset()) - content.roles.get("things", frozenset())


def id_of(item: Evidence) -> tuple[str, int]:
    """The article and number of a statement."""
    return item.source.article, item.statement.number
