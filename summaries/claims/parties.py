"""Who speaks, by name, and whether what is said is of him; what his words name beside him."""

from __future__ import annotations

from summaries.claims.kinds import kinds_named_by, kinds_of
from summaries.claims.likeness import role
from summaries.claims.nouns import is_anybody
from summaries.claims.voices import voices_of
from summaries.model import Content, Evidence

_NAMING = ("things", "names", "agent", "object", "subject")


def own_names(item: Evidence) -> frozenset[str]:
    """Return the names of who speaks and of his body: "hansamar", "wolf"."""
    keys = {part for v in voices_of(item, {}) for part in (*v.actor.split("/"), v.actor.rpartition("@")[2])}
    return frozenset(key for key in keys if len(key) > 1 and "@" not in key)


def is_party(item: Evidence, claim: Content) -> bool:
    """Whether a claim is of who speaks, or of his body."""
    parts = {part for key in own_names(item) for part in (key, *key.split("-"))}
    return bool(parts & (naming(claim) | role(claim, "self")))


def naming(claim: Content) -> frozenset[str]:
    """Return what a proposition names."""
    return frozenset().union(*(role(claim, name) for name in _NAMING))


def named_in(item: Evidence) -> frozenset[str]:
    """Return what a statement names beside who gives it, without words for anybody and for its event."""
    content = item.statement.content
    own = kinds_of(content)
    things = {t for t in role(content, "things") if not is_anybody(t) and not kinds_named_by(t) & own}
    return frozenset(things | role(content, "names")) - own_names(item)
