"""One plain sentence per proposition, made from the source's own words.

Words are only dropped (the attribution) and, where German word order asks for it, moved: "dass Soldaten
entsandt wurden" becomes "Soldaten wurden entsandt".  Nothing is inflected or added.  Where that is not
certain to be right the whole original sentence is the line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Doc

from summaries.statements.attribution import Frame, Sentence
from summaries.statements.clauses import Clause, ClauseKind
from summaries.statements.phrases import Phrase, subject

# Verbs whose finite form may carry a separable prefix at the end of a clause cannot simply be moved.
_SEPARABLE = re.compile(
    r"^(?!(?:einigen|antworten|hindern|herrschen|festigen|umfassen|urteilen|wiederholen|anerkennen)$)"
    r"(?:ab|an|auf|aus|bei|bekannt|durch|ein|empor|entgegen|fest|fort|frei|her|hin|los|mit|nach|nieder|statt|teil|"
    r"über(?=laufen|greifen|gehen|treten|schwappen)|um|unter(?=bringen|gehen|kommen|tauchen|bleiben)|vor|weg|wieder|zu|zurück|zusammen|dar|bereit|hervor|vorbei|fehl|still|voraus|wahr|preis)"
)
# "heute" is wrong in a digest of tomorrow; inside a clause it can go without harm to the grammar.
_TODAY = re.compile(
    r"(?<=[\w,]) (?:heute|gestern)(?: (?:Morgen|Vormittag|Mittag|Nachmittag|Abend|früh))?(?= [\wäöü])"
)
# Adverbs that lead over from the sentence before; they can go where they stand alone in front of the verb.
_LINKS = frozenset(
    {
        "dabei",
        "damit",
        "dadurch",
        "zudem",
        "außerdem",
        "demnach",
        "deshalb",
        "daher",
        "unterdessen",
        "dennoch",
        "trotzdem",
    }
)
_MOVABLE_TAGS = frozenset({"VAFIN", "VMFIN", "VVFIN", "VVINF", "VAINF", "VMINF"})


def line_of(sentence: Sentence, frame: Frame | None, clause: Clause | None, tokens: Sequence[int]) -> str:
    """Return the proposition as one sentence.

    Args:
        sentence: The sentence it stands in.
        frame: Its attribution, None where the article speaks.
        clause: The proposition's main clause, None for a noun phrase.
        tokens: The proposition's token indices.
    """
    whole = tidy(sentence.span.text)
    if clause is None or not tokens:
        return whole
    doc = sentence.doc
    if clause.kind is ClauseKind.SUBORDINATE and clause.opener == "dass":
        return _finish(_verb_second(doc, clause, _without_siblings(sentence, clause, tokens))) or whole
    if clause.kind is not ClauseKind.MAIN:
        return whole
    if frame is None:
        return _own_clause(doc, clause, tokens) or whole
    kept = _without_link(doc, clause, sorted(tokens))
    if len(kept) < len(tokens) and kept[0] == clause.finite:
        return _finish(_subject_first(doc, clause, kept)) or whole
    return _finish(_without_source(doc, clause, tokens, set(frame.cue))) or whole


def _without_link(doc: Doc, clause: Clause, kept: list[int]) -> list[int]:
    """„Dabei kamen vier Menschen ums Leben“: the adverb only ties the sentence to the one before."""
    linked = len(kept) > 1 and doc[kept[0]].lower_ in _LINKS and kept[1] == clause.finite
    return kept[1:] if linked else kept


def _without_siblings(sentence: Sentence, clause: Clause, tokens: Sequence[int]) -> list[int]:
    """Leave out what a second "und dass …" adds."""
    doc = sentence.doc
    siblings = [c for c in sentence.clauses if c.first > clause.last and doc[c.first].tag_ == "KON"]
    end = min((c.first for c in siblings), default=sentence.span.end)
    return [i for i in tokens if i < end]


def _own_clause(doc: Doc, clause: Clause, tokens: Sequence[int]) -> str:
    """A main clause of the article itself; after a subordinate clause it gets its subject in front."""
    kept = sorted(tokens)
    while kept and doc[kept[0]].tag_ == "KON":
        kept = kept[1:]
    if not subject(doc, clause):
        return ""
    kept = _without_link(doc, clause, kept)
    if kept and kept[0] == clause.finite:
        return _finish(_subject_first(doc, clause, kept))
    return _finish(_slice(doc, kept))


def tidy(text: str) -> str:
    """Collapse white space."""
    return re.sub(r"\s+", " ", text).strip()


def _finish(text: str) -> str:
    """Capitalise and close the sentence; "" stays ""."""
    text = _TODAY.sub("", tidy(text).strip(" ,;:–-"))
    if text[:1] in {"„", "»"} and text[-1:] in {"“", "«"} and not set("„“»«") & set(text[1:-1]):
        text = text[1:-1]
    if not text or _unbalanced(text):
        return ""
    text = text[0].upper() + text[1:]
    return text if text[-1] in ".!?" else text + "."


def _unbalanced(text: str) -> bool:
    pairs = (("„", "“"), ("»", "«"), ("(", ")"))
    return any(text.count(a) != text.count(b) for a, b in pairs) or text.count('"') % 2 == 1


def _slice(doc: Doc, tokens: Sequence[int]) -> str:
    """The text from the first to the last token, gaps left out."""
    runs = _runs(doc, tokens)
    text = "".join(_before(doc, runs, n) + doc[a:b].text for n, (a, b) in enumerate(runs))
    return re.sub(r"(?<!\s)\s+([,;:.!?])", r"\1", text)


def _before(doc: Doc, runs: Sequence[tuple[int, int]], n: int) -> str:
    """What joins a run to the one before it: a comma where one stood in the gap."""
    if n == 0:
        return ""
    return ", " if "," in doc[runs[n - 1][1] : runs[n][0]].text else " "


def _runs(doc: Doc, tokens: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[list[int]] = []
    for index in sorted(tokens):
        gap = doc[runs[-1][1] : index] if runs else None
        if gap is not None and all(t.is_punct or t.is_quote or t.text in "()–" for t in gap):
            runs[-1][1] = index + 1
        else:
            runs.append([index, index + 1])
    return [(_widen_left(doc, a), _widen_right(doc, b)) for a, b in runs]


def _widen_left(doc: Doc, begin: int) -> int:
    """Take an opening mark along that belongs to the first word."""
    return begin - 1 if begin and doc[begin - 1].text in {"„", "»", "("} else begin


def _widen_right(doc: Doc, end: int) -> int:
    return end + 1 if end < len(doc) and doc[end].text in {"“", "”", "«", ")"} else end


def _verb_second(doc: Doc, clause: Clause, tokens: Sequence[int]) -> str:
    """Turn "dass S … V" into "S V …"; "" where the subject or the verb is not certain."""
    acting = subject(doc, clause)
    opener = next((i for i in clause.tokens if doc[i].lower_ == "dass"), None)
    if not acting or opener is None or clause.finite is None or acting[0].begin != opener + 1:
        return ""
    if not _movable(doc, clause.finite) or acting[-1].end > clause.finite:
        return ""
    front = doc[acting[0].begin : acting[-1].end].text
    middle = _slice(doc, [i for i in tokens if acting[-1].end <= i < clause.finite])
    rest = [i for i in tokens if i > clause.finite]
    return _glue(front, doc[clause.finite].text, middle, _tail(doc, clause.finite, rest))


def _movable(doc: Doc, finite: int) -> bool:
    token = doc[finite]
    if token.tag_ not in _MOVABLE_TAGS:
        return False
    return not token.tag_.startswith("VV") or not _SEPARABLE.match(token.lemma_.lower())


def _tail(doc: Doc, after: int, rest: Sequence[int]) -> str:
    """What follows the verb, with the comma that parts it."""
    if not rest:
        return ""
    comma = ", " if any(doc[i].text == "," for i in range(after + 1, rest[0])) else ""
    return comma + _slice(doc, rest)


def _glue(*pieces: str) -> str:
    return re.sub(r"(?<!\s)\s+([,;:.])", r"\1", " ".join(p for p in pieces if p))


def _without_source(doc: Doc, clause: Clause, tokens: Sequence[int], cue: set[int]) -> str:
    """Drop "laut X": in the middle it just goes, in front the subject takes its place."""
    if clause.finite is None or clause.finite not in tokens:
        return ""
    kept = sorted(tokens)
    if kept[0] != clause.finite:
        leftover = cue and min(cue) < clause.finite and kept[0] > min(cue)  # "laut Akten aus dem Archiv …"
        return "" if leftover else _slice(doc, kept)
    if not cue or min(cue) > kept[-1]:
        return ""
    return _subject_first(doc, clause, kept)


def _subject_first(doc: Doc, clause: Clause, kept: Sequence[int]) -> str:
    """„haben die Truppen …“ becomes "die Truppen haben …"; "" where that is not certain to be right."""
    acting = _movable_subject(doc, clause)
    if acting is None or clause.finite is None:
        return ""
    begin, end = acting
    middle = [i for i in kept if clause.finite < i < begin]
    rest = [i for i in kept if i >= end]
    tail = _tail(doc, end - 1, rest)
    return _glue(doc[begin:end].text, doc[clause.finite].text, _slice(doc, middle) if middle else "", tail)


def _movable_subject(doc: Doc, clause: Clause) -> tuple[int, int] | None:
    """The subject after the finite verb, if nothing but adverbs stands between."""
    if clause.finite is None:
        return None
    found: tuple[Phrase, ...] = subject(doc, clause)
    if not found or found[0].begin <= clause.finite:
        return None
    between = [doc[i] for i in range(clause.finite + 1, found[0].begin)]
    if any(t.tag_ not in {"ADV", "PTKNEG", "ADJD"} for t in between) or any(
        t.tag_ == "PTKNEG" for t in between
    ):
        return None
    end = found[-1].end
    if end < len(doc) and (doc[end].text == "," or doc[end].tag_ == "KON"):
        return None  # an enumeration or apposition goes on
    return found[0].begin, end
