"""Which claims are worth a reader's time, and which lines can stand alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from config import claims as limits
from summaries.model import Evidence, Stance, Status, Voice
from summaries.statements.lexicon import events

# A line that begins with one of these leans on the sentence before it.
_LEANING = re.compile(
    r"^(?:(?:und|aber|doch|denn|sondern|zwar|dabei|damit|daher|deshalb|dadurch|darauf|dazu|zudem|außerdem|"
    r"allerdings|dennoch|trotzdem|hingegen|dagegen|demnach|so|dort|dann|auch|bereits zuvor|zuvor|insgesamt|"
    r"dies|diese|dieser|dieses|diesen|diesem|er|sie|es|ihr|ihre|sein|seine|das|man|jener|jene|"
    r"beide|letztere|erstere|derartige|solche)\b)",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:er|ihn|ihm|dieser|diesem|diesen|dieses|diese)\b")
_SHORTEST = 25  # characters; shorter lines say nothing that stands alone
_LEAD = 12  # statements; what stands this early is the news, the rest background


def is_self_contained(item: Evidence) -> bool:
    """Whether the statement's line can be read without its article."""
    line = item.statement.line
    leans = _LEANING.match(line) or _PRONOUN.search(line)
    return _SHORTEST <= len(line) <= limits.LINE_LENGTH and not leans


def weight_of(
    members: Sequence[Evidence], against: Sequence[Evidence], status: Status, voices: Sequence[Voice]
) -> float:
    """Rank a claim within its story: contested and confirmed first, then many voices, figures and leads."""
    founder = members[0].statement
    score = {Status.CONTESTED: 3.0, Status.CONFIRMED: 2.0}.get(status, 0.0)
    score += 0.6 * (len({v.independent_key for v in voices}) - 1)
    score += 0.5 * any(m.statement.speaker is not None for m in members)
    score += 0.6 * bool(founder.quantities)
    score += 0.5 * any(q.value >= limits.TELLING_FIGURE for q in founder.quantities)
    score += 0.5 * (founder.content.predicate in events().classes)
    score += 0.2 * min(3, len(founder.content.roles.get("actors", frozenset())))
    score += 0.5 * any(m.statement.number < _LEAD for m in members)
    score += 0.5 * any(m.statement.stance is Stance.CONCEDES for m in members) + 0.3 * bool(against)
    return round(score, 3)
