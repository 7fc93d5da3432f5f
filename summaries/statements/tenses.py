"""When a proposition takes place, by the words and the tense of its clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from spacy.tokens import Doc

from summaries.model import Content
from summaries.statements.clauses import Clause
from summaries.statements.times import time_of

_SINCE: Final = re.compile(r"\bseit\b", re.IGNORECASE)  # "liegt seit Donnerstag": the last one


def when_of(doc: Doc, tokens: Sequence[int], clause: Clause | None, as_of: datetime) -> datetime | None:
    """The time that the proposition names."""
    wording = "".join(doc[i].text_with_ws for i in tokens)
    past = clause is None or is_past(doc, clause) or _SINCE.search(wording) is not None
    return time_of(wording, as_of, past=past)


def planned_for(
    doc: Doc, content: Content, clause: Clause | None, when: datetime | None, as_of: datetime
) -> Content:
    """What takes place on a later day in the present tense is planned: "beginnt am Samstag"."""
    ahead = when is not None and when.date() > as_of.date()
    if not ahead or clause is None or is_past(doc, clause):
        return content
    return replace(content, planned=True)


def is_past(doc: Doc, clause: Clause) -> bool:
    """Whether a clause tells what has been: by its tense, or by a participle with "haben", "sein"."""
    verbs = [doc[i] for i in clause.verbs]
    finite = doc[clause.finite] if clause.finite is not None else None
    if finite is None or "Past" in finite.morph.get("Tense", []):
        return True
    perfect = any(verb.tag_.endswith("PP") for verb in verbs)
    return perfect and any(verb.lemma_ in {"haben", "sein"} for verb in verbs)
