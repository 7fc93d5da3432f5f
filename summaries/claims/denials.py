"""What each denial of a story denies: by what it points to, by its content, its figure or its words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta

from config import claims as limits
from summaries.claims.deeds import is_of_accused
from summaries.claims.denying import denies, excluding_events, names_in_common, opposite
from summaries.claims.drafts import Draft, Drafts, agents_of, found_under, id_of, met_by, side_keys
from summaries.claims.kinds import are_converse, events_in, kinds_named_by, kinds_of, own_kinds
from summaries.claims.likeness import alike, parties
from summaries.claims.nouns import is_anybody
from summaries.claims.reading import is_partial, speaks_of_past, speaks_of_self
from summaries.claims.retold import is_likely
from summaries.claims.voices import voices_of
from summaries.model import Content, Evidence, Quantity
from summaries.statements.lexicon import events

_NEAR = timedelta(hours=limits.CONFLICT_WINDOW_HOURS)


def attach_denials(drafts: Drafts, denials: Iterable[Evidence]) -> list[Evidence]:
    """Attach each denial to what it denies; return those that deny nothing known."""
    leftover: list[Evidence] = []
    for denial in denials:
        hit = (
            pointed_at(drafts, denial)
            or _accused_of(drafts, denial)
            or _denied_by_content(drafts, denial)
            or _denied_by_figure(drafts, denial)
            or _named_in(drafts, denial)
            or _denied_by_words(drafts, denial)
        )
        for draft in hit:
            draft.against.append(denial)
        if not hit and not denial.statement.pointer:
            leftover.append(denial)
    return leftover


def attach_own_denials(drafts: Drafts, asides: Iterable[Evidence]) -> None:
    """„Wir schließen das Werk nicht“: stands against the claim that they do."""
    for item in (one for one in asides if not is_partial(one)):
        standing = next(iter(drafts.with_members([id_of(item)])), None)
        for draft in drafts.about(excluding_events(item.statement.content)):
            content = draft.founder.statement.content
            apart = not (side_keys(item) & side_keys(draft.founder))
            near = in_time(item, draft.founder) and drafts.scenes.meet(item, draft.founder)
            own = speaks_of_self(item) or _is_about(item, content)
            excluded = opposite(answer_to(item, content), content, own=own)
            if draft is not standing and apart and near and excluded and may_be_self(item, draft):
                draft.against.append(item)
                take_out(drafts, standing)
                standing = None


def take_out(drafts: Drafts, standing: Draft | None) -> None:
    """Take out the claim that a denial, or those who deny alike, were before it met what is denied."""
    if standing is not None and (len(standing.members) == 1 or _only_denies(standing)):
        drafts.remove(standing)


def _only_denies(draft: Draft) -> bool:
    return all(member.statement.content.negated for member in draft.members)


def attach_bare_negations(drafts: Drafts, items: Iterable[Evidence]) -> None:
    """„Er hat niemanden angegriffen“, "eine Einigung gibt es nicht": stands against the one claim of it."""
    for item in items:
        if item.statement.speaker is None or not _names_nothing(item.statement.content):
            continue
        own = next(iter(drafts.with_members([id_of(item)])), None)
        claimed = [d for d in drafts.about(kinds_of(item.statement.content)) if _is_answered(drafts, d, item)]
        if len(claimed) == 1 and (own is None or len(own.members) == 1) and claimed[0] is not own:
            claimed[0].against.append(item)
            if own is not None:
                drafts.remove(own)


def attach_likely_negations(drafts: Drafts, items: Iterable[Evidence]) -> None:
    """„Das größte Exemplar sei es nicht“: stands against who says that it is, where no rule sees that.

    Only what somebody says by name denies; in one text it denies no paper's own words.
    """
    for item in items:
        standing = next(iter(drafts.with_members([id_of(item)])), None)
        own = standing is None or len(standing.members) == 1
        for draft in drafts.about(_denied_kinds(item)) if item.statement.speaker is not None and own else ():
            if draft is not standing and not is_partial(item) and _likely_negates(drafts, item, draft):
                draft.against.append(item)
                take_out(drafts, standing)
                break


def _likely_negates(drafts: Drafts, item: Evidence, draft: Draft) -> bool:
    claimed = draft.founder
    if claimed.statement.content.negated or side_keys(item) & side_keys(claimed):
        return False
    same_text = item.source.article == claimed.source.article
    if not own_kinds(item.statement.content) & own_kinds(claimed.statement.content):
        return False
    if (same_text and claimed.statement.speaker is None) or not in_time(item, claimed):
        return False
    content = replace(answer_to(item, claimed.statement.content), negated=False)
    told = replace(item, statement=replace(item.statement, content=content))
    context = limits.EVIDENCE_CONTEXT * drafts.scenes.tell_of_whom(item, claimed)
    return drafts.scenes.meet(item, claimed) and is_likely(told, claimed, context)


def _is_answered(drafts: Drafts, draft: Draft, item: Evidence) -> bool:
    """Whether a negation that names nothing but the event can be an answer to a claim."""
    claimed = draft.founder.statement.content
    answer = answer_to(item, claimed)
    apart = not (side_keys(item) & side_keys(draft.founder)) and draft.founder.statement.speaker is not None
    fits = answer.planned == claimed.planned and not claimed.negated and was_said(draft, item)
    return apart and fits and in_time(item, draft.founder) and drafts.meet(item, draft.founder)


def _names_nothing(content: Content) -> bool:
    """Whether a proposition names its event alone, of nobody in particular."""
    things = {t for t in content.roles.get("things", frozenset()) if not is_anybody(t)}
    named = (content.roles.get(name) for name in ("names", "actors", "place"))
    return bool(content.predicate) and not things and not any(named)


def _is_about(item: Evidence, claimed: Content) -> bool:
    """Whether a claim is of who speaks: "bei Vento seien keine Daten abgeflossen", says Vento.

    Counsel of an accused speaks of what he is accused of.
    """
    if claimed.roles.get("accusation") and is_of_accused(item.statement.content):
        return True
    names = claimed.roles.get("names", frozenset()) | claimed.roles.get("agent", frozenset())
    keys = {
        key
        for voice in voices_of(item, {})
        for key in (voice.actor.partition("/")[0], voice.actor.rpartition("@")[2])
    }
    return bool({key for key in keys if len(key) > 1} & names)


def answer_to(item: Evidence, claimed: Content) -> Content:
    """„Das Museum wird nicht geschlossen“ answers the plan to close it; "wurde nicht" does not."""
    content = item.statement.content
    answers = claimed.planned and not content.planned and not speaks_of_past(item)
    if claimed.roles.get("accusation") and is_of_accused(content):  # "ihr Mandant": whoever that is
        own = {name: claimed.roles.get(name, frozenset()) for name in ("agent", "subject")}
        content = replace(content, roles={**content.roles, **own})
    return replace(content, planned=True) if answers else content


def in_time(a: Evidence, b: Evidence) -> bool:
    """Whether two statements speak of one moment; what something is ("giftig") does not pass so soon."""
    predicate = a.statement.content.predicate
    state = not predicate.endswith("n") and predicate not in events().classes
    window = timedelta(days=limits.STATE_WINDOW_DAYS) if state else _NEAR
    return abs(a.statement.as_of - b.statement.as_of) <= window


def may_be_self(item: Evidence, draft: Draft) -> bool:
    """Whether a speaker who speaks of himself can be the one that the claim names as acting."""
    doers = agents_of(draft)
    if not speaks_of_self(item) or not doers:
        return True
    if are_converse(kinds_of(item.statement.content), found_under(draft)):
        return True  # who received nothing is not the one who is said to have paid
    keys = {voice.actor for voice in voices_of(item, {})}
    known = {part for key in keys for part in (key.partition("/")[0], key.rpartition("@")[2])}
    unnamed = any(key.startswith("?") or (key.startswith("-") and "@" not in key) for key in keys)
    return bool(known & doers) or unnamed or any(key.startswith("public:") for key in keys)


def pointed_at(drafts: Drafts, denial: Evidence) -> list[Draft]:
    """Return the drafts of what a statement points to in its own article, be it what is denied there."""
    meant = {(denial.source.article, number) for number in denial.statement.refers}
    return drafts.with_members(meant) or [
        draft for draft in drafts.all() if meant & {id_of(item) for item in draft.against}
    ]


def _denied_by_content(drafts: Drafts, denial: Evidence) -> list[Draft]:
    sides = side_keys(denial)
    found = [
        d
        for d in (drafts.all() if denial.statement.pointer else drafts.about(_denied_kinds(denial)))
        if was_said(d, denial)
        and drafts.scenes.meet(denial, d.founder)
        and denies(denial.statement.content, d.founder.statement.content, reported=denial.statement.pointer)
        and _other_side_asserts(d, sides)
        and not (_only_takes_part(denial) and not agents_of(d) & sides)
    ]
    found.sort(key=lambda d: -common_terms(denial, d.founder))
    return found[: limits.DENIED_MOST]


def _accused_of(drafts: Drafts, denial: Evidence) -> list[Draft]:
    """„Ein Sprecher bestritt eine Beteiligung“ answers those who blame his side."""
    sides = side_keys(denial)
    return [
        d
        for d in (drafts.all() if _only_takes_part(denial) else ())
        if d.founder.statement.content.roles.get("accusation")
        and agents_of(d) & sides
        and was_said(d, denial)
        and _other_side_asserts(d, sides)
        and drafts.scenes.meet(denial, d.founder)
    ][: limits.DENIED_MOST]


def _only_takes_part(denial: Evidence) -> bool:
    """„Ein Sprecher bestritt eine Beteiligung“: in what, is not said, so only in what his own side did."""
    content = denial.statement.content
    named = (
        parties(content) | content.roles.get("agent", frozenset()) | content.roles.get("actors", frozenset())
    )
    return denial.statement.pointer and content.predicate == "participate" and not named


def _denied_kinds(denial: Evidence) -> frozenset[str]:
    return events_in(denial.statement.content) | met_by(denial)


def _denied_by_figure(drafts: Drafts, denial: Evidence) -> list[Draft]:
    """„Die Zahl von 800 Einstellungen ist falsch“: denies what gives this figure for this."""
    exact = [q for q in denial.statement.quantities if q.low == q.high]  # "Tausende" is said of many things
    figures = [q for q in exact if q.value >= limits.TELLING_FIGURE]
    sides = side_keys(denial)
    return [
        d
        for d in (drafts.all() if figures else ())
        if any(_is_figure(q, f, d.founder) for q in d.founder.statement.quantities for f in figures)
        and drafts.scenes.meet(denial, d.founder)
        and was_said(d, denial)
        and _other_side_asserts(d, sides)
    ][: limits.DENIED_MOST]


def _is_figure(quantity: Quantity, figure: Quantity, founder: Evidence) -> bool:
    """Whether a figure is the very one that is denied: as much of the same, by noun or by the event in it."""
    if (quantity.value, quantity.unit) != (figure.value, figure.unit):
        return False
    named = kinds_named_by(figure.of)
    return alike(quantity.of, figure.of) or bool(named & kinds_of(founder.statement.content))


def _denied_by_words(drafts: Drafts, denial: Evidence) -> list[Draft]:
    """„Gerüchte über Schimmel in der Schule“: the one claim that speaks of it, whatever its verb."""
    content, sides = denial.statement.content, side_keys(denial)
    found: dict[int, list[Draft]] = {}
    for draft in drafts.all():
        claimed = draft.founder.statement.content
        planned = denial.statement.pointer or content.planned or not claimed.planned
        if planned and was_said(draft, denial) and _other_side_asserts(draft, sides):
            around, reported = _around(drafts, draft), denial.statement.pointer
            common = names_in_common(content, claimed, around, reported=reported)
            found.setdefault(common, []).append(draft)
    best = max(found, default=0)
    near = [
        d for d in found.get(best, ()) if any(m.source.article == denial.source.article for m in d.members)
    ]
    meant = near if len(near) == 1 else found.get(best, [])  # of two the one told in the same article
    return meant if best and len(meant) == 1 else []


def _around(drafts: Drafts, draft: Draft) -> Callable[[str], bool]:
    return lambda word: drafts.scenes.speaks_of(draft.founder.source.article, word)


def was_said(draft: Draft, denial: Evidence) -> bool:
    """What nobody said yet is not denied; a report that is denied came before, a statement on the day."""
    ahead = draft.founder.statement.as_of - denial.statement.as_of
    return ahead <= (timedelta(0) if denial.statement.pointer else _NEAR)


def _named_in(drafts: Drafts, denial: Evidence) -> list[Draft]:
    """„… bezeichnete Berichte über den Beschuss eines Wohnhauses als falsch“: it names all of a claim.

    Only what the denying side itself is said to have done.
    """
    if not denial.statement.pointer:
        return []
    words, sides = _said_of(denial), side_keys(denial)
    return [
        d
        for d in drafts.all()
        if agents_of(d) & sides
        and d.founder.statement.as_of - denial.statement.as_of <= _NEAR
        and len(_named(d)) > 1
        and _is_told(_named(d), denial, words)
        and _other_side_asserts(d, sides)
    ][: limits.DENIED_MOST]


def _said_of(denial: Evidence) -> str:
    """The words that say what is denied, without those that name who denies it."""
    return " ".join(span.of(denial.text) for span in denial.statement.quote).lower()


def _is_told(named: frozenset[str], denial: Evidence, words: str) -> bool:
    """Whether the denied words name all of a claim but for who denies it."""
    speaker = denial.statement.speaker.name.lower() if denial.statement.speaker is not None else ""
    others = [word for word in named if word not in speaker]
    return bool(others) and all(word in words for word in others)


def _named(draft: Draft) -> frozenset[str]:
    content = draft.founder.statement.content
    return parties(content) | content.roles.get("place", frozenset())


def _other_side_asserts(draft: Draft, sides: set[str]) -> bool:
    return any(not (side_keys(m) & sides) for m in draft.members)


def common_terms(a: Evidence, b: Evidence) -> int:
    """Return how many stems two statements have in common."""
    return len(a.statement.content.terms & b.statement.content.terms)
