"""Sentences cut into clauses by their verbs and commas.

German marks clause borders well: commas are obligatory, the finite verb stands second in a main clause and
last in a subordinate one.  That makes clauses recoverable from part-of-speech tags (STTS) alone, without a
parse (the topological field model; Drach 1937, and as a shallow annotation Telljohann et al., TüBa-D/Z 2004).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from spacy.tokens import Doc, Span, Token

from summaries.statements.lexicon import words

_FINITE = ("VVFIN", "VAFIN", "VMFIN", "VVIMP", "VAIMP")
_NON_FINITE = ("VVINF", "VAINF", "VMINF", "VVPP", "VAPP", "VMPP", "VVIZU")
_SEPARATORS = frozenset(",;:()–—-[]")
_MARKS = frozenset("„“”\"»«‚‘’'›‹")
_ALSO_PREPOSITIONS = frozenset({"während", "seit", "bis"})  # "während des Einsatzes wurden …"
_SHORTEST_HOW = 3  # tokens: "wie Amt mitteilte"
_LEADING = ("KON", "ADV", "$(", "PTKNEG", "APPR", "APPRART")
_D_WORDS = words("d_words")


class ClauseKind(StrEnum):
    """How a clause hangs in its sentence."""

    MAIN = "main"
    SUBORDINATE = "subordinate"
    RELATIVE = "relative"
    INFINITIVE = "infinitive"


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: token indices in the document (ascending, may have gaps) and what rules it.

    ``opener`` is the lower-case conjunction or relative word, ``finite`` the index of the finite verb,
    ``verbs`` all verb tokens, ``parent`` the position of the governing clause in the sentence's list.
    """

    tokens: tuple[int, ...]
    kind: ClauseKind
    opener: str = ""
    finite: int | None = None
    verbs: tuple[int, ...] = ()
    parent: int | None = None

    @property
    def first(self) -> int:
        """Index of the first token."""
        return self.tokens[0]

    @property
    def last(self) -> int:
        """Index of the last token."""
        return self.tokens[-1]


def clauses_of(sentence: Span) -> tuple[Clause, ...]:
    """Cut ``sentence`` into clauses in order of their first token."""
    doc = sentence.doc
    merged: list[Clause] = []
    for part in _colon_parts(sentence):
        pieces = [piece for piece in _pieces(part) if piece]
        merged.extend(_merge([_clause(doc, piece) for piece in pieces], doc))
    return _with_parents(merged)


def _colon_parts(sentence: Span) -> list[Span]:
    """What stands before and after a colon never merges into one clause."""
    doc = sentence.doc
    cuts = [t.i for t in sentence if t.text == ":"]
    borders = [sentence.start, *(cut + 1 for cut in cuts), sentence.end]
    return [doc[a:b] for a, b in itertools.pairwise(borders) if a < b]


def is_finite(token: Token) -> bool:
    """Whether the token is a finite verb by its tag."""
    return token.tag_ in _FINITE


def is_verb(token: Token) -> bool:
    """Whether the token is a verb form of any kind."""
    return token.tag_ in _FINITE or token.tag_ in _NON_FINITE


def _pieces(sentence: Span) -> list[list[int]]:
    pieces: list[list[int]] = [[]]
    inset_end = sentence.start
    for token in sentence:
        if token.i < inset_end:
            continue
        inset_end = _inset_end(token, sentence)
        if inset_end > token.i:
            continue
        if _sets_off_clock_time(token):
            continue
        if token.text in _SEPARATORS and not _inside_word(token):
            pieces.append([])
        elif _opens_coordinated_clause(token, sentence, pieces[-1]):
            pieces.append([token.i])
        elif token.text not in _MARKS and not token.is_space and token.tag_ != "$.":
            pieces[-1].append(token.i)
    return pieces


def _inset_end(token: Token, sentence: Span) -> int:
    """Where a bracketed inset without a verb ends ("(National Service)"): it interrupts no clause."""
    if token.text != "(":
        return token.i
    for later in sentence.doc[token.i + 1 : sentence.end]:
        if is_finite(later) and not _is_participle(later):
            break
        if later.text == ")":
            return later.i + 1
    return token.i


def _is_participle(token: Token) -> bool:
    """Whether a finite verb by its tag has no person by its features: "(gegründet 1987)"."""
    return "Fin" in token.morph.get("VerbForm", []) and not token.morph.get("Person", [])


def _sets_off_clock_time(token: Token) -> bool:
    """Whether a comma stands beside an hour that says more of a day: "bis Freitag, 18 Uhr, dauern"."""
    if token.text != ",":
        return False
    before, behind = token.doc[max(token.i - 3, 0) : token.i], token.doc[token.i + 1 : token.i + 3]
    opens = [t.lower_ for t in behind[1:]] == ["uhr"] and behind[0].like_num
    closes = [t.lower_ for t in before[2:]] == ["uhr"] and before[0].text == "," and before[1].like_num
    return (opens and token.i > 0 and before[-1].tag_ in {"NN", "NE"}) or closes


def _inside_word(token: Token) -> bool:
    return token.text == "-" and not token.whitespace_


def _opens_coordinated_clause(token: Token, sentence: Span, piece: Sequence[int]) -> bool:
    """Whether "und", "oder", "aber" joins two clauses: a finite verb stands on both sides of it."""
    if token.tag_ != "KON" or token.lower_ in {"sowohl", "als", "weder", "noch"}:
        return False
    doc = sentence.doc
    if not any(is_finite(doc[i]) for i in piece):
        return False
    for later in doc[token.i + 1 : sentence.end]:
        if later.text in _SEPARATORS or later.tag_ == "KON":
            return False
        if is_finite(later):
            return True
    return False


def _clause(doc: Doc, piece: Sequence[int]) -> Clause:
    verbs = tuple(i for i in piece if is_verb(doc[i]))
    finite = _finite(doc, piece, verbs)
    kind, opener = _kind(doc, piece, verbs, finite)
    return Clause(tuple(piece), kind, opener, finite, verbs)


def _finite(doc: Doc, piece: Sequence[int], verbs: Sequence[int]) -> int | None:
    for i in verbs:
        if is_finite(doc[i]) and not _is_perfect_infinitive(doc, i):
            return i
    # Taggers confuse "behauptet" (finite) with the participle and "bestreiten", "werden" with the infinitive.
    if len(verbs) == 1 and not _has_zu(doc, piece) and _may_be_finite(doc[verbs[0]]):
        return verbs[0]
    opener = _opener(doc, piece)
    if opener and _subordinates(doc[opener[0]]) and verbs and doc[verbs[-1]].tag_.endswith("INF"):
        return verbs[-1]
    return None


def _is_perfect_infinitive(doc: Doc, at: int) -> bool:
    """„… bezahlt haben zu lassen“: an auxiliary right before "zu" is no finite verb."""
    following = doc[at + 1] if at + 1 < len(doc) else None
    return doc[at].lower_ in {"haben", "sein"} and following is not None and following.tag_ == "PTKZU"


def _subordinates(token: Token) -> bool:
    return token.tag_ in {"KOUS", "PRELS", "PRELAT", "PWAV", "PWS", "PWAT"}


def _may_be_finite(token: Token) -> bool:
    word = token.lower_
    if token.tag_ == "VVINF":
        return True
    return token.tag_ == "VVPP" and word.endswith("t") and not word.startswith("ge")


def _has_zu(doc: Doc, piece: Sequence[int]) -> bool:
    return any(doc[i].tag_ in {"PTKZU", "VVIZU"} for i in piece)


def _kind(doc: Doc, piece: Sequence[int], verbs: Sequence[int], finite: int | None) -> tuple[ClauseKind, str]:
    opener = _opener(doc, piece)
    if opener and finite is not None:
        token = doc[opener[0]]
        preposition = opener[1] in _ALSO_PREPOSITIONS and not _verb_final(piece, verbs, finite)
        if (token.tag_ == "KOUS" or opener[1] in {"dass", "ob"}) and not preposition:
            return ClauseKind.SUBORDINATE, opener[1]
        if _verb_final(piece, verbs, finite) and len(piece) > 1:
            relative = token.lower_ in _D_WORDS and token.lower_ not in {"was", "wer"}
            return (ClauseKind.RELATIVE if relative else ClauseKind.SUBORDINATE), opener[1]
    if opener and not verbs and _subordinates(doc[opener[0]]):
        return ClauseKind.SUBORDINATE, opener[1]  # its verb follows after an enumeration
    if finite is None and _has_zu(doc, piece):
        return ClauseKind.INFINITIVE, "um" if doc[piece[0]].lower_ == "um" else ""
    return ClauseKind.MAIN, ""


def _opener(doc: Doc, piece: Sequence[int]) -> tuple[int, str] | None:
    """The subordinating word near the start of the piece, with its lower-case form."""
    for i in piece[:3]:
        token = doc[i]
        if _subordinates(token) or token.lower_ in {"dass", "ob"} or _tells_how(doc, token, piece):
            return i, token.lower_
        if _is_relative(doc, token, piece):
            return i, token.lower_
        if token.tag_ not in _LEADING:
            return None
    return None


def _tells_how(doc: Doc, token: Token, piece: Sequence[int]) -> bool:
    """Whether "wie" opens a clause though tagged as in a comparison: "…, wie Polizei und Amt mitteilten"."""
    last = doc[piece[-1]]
    told = token.lower_ == "wie" and last.tag_ == "VVFIN"
    return told and token.i == piece[0] and len(piece) >= _SHORTEST_HOW


def _is_relative(doc: Doc, token: Token, piece: Sequence[int]) -> bool:
    """Whether a word tagged as an article is a relative pronoun: after a comma, without its own noun."""
    if token.tag_ not in {"ART", "PDS"} or token.lower_ not in _D_WORDS or token.i - piece[0] > 1:
        return False
    following = doc[token.i + 1].tag_ if token.i < piece[-1] else ""
    alone = following not in {"NN", "NE", "NNA", "ADJA", "CARD"}
    last = doc[piece[-1]]  # "ein Gutachten, das BILD vorliegt": names seldom have an article
    before_name = following in {"NN", "NE"} and last.tag_.endswith("FIN") and last.dep_ == "acl"
    return _after_comma(doc, piece[0]) and (alone or before_name)


def _after_comma(doc: Doc, first: int) -> bool:
    return first > 0 and doc[first - 1].text in {",", "–", "("}


def _verb_final(piece: Sequence[int], verbs: Sequence[int], finite: int) -> bool:
    """Whether only verbs stand in the right bracket after the finite verb's cluster begins."""
    after = [i for i in piece if i > finite]
    return all(i in verbs for i in after) and finite != piece[0]


def _merge(found: list[Clause], doc: Doc) -> list[Clause]:
    """Join fragments without a verb of their own to the clause they belong to."""
    merged: list[Clause] = []
    for clause in found:
        target = _target(clause, merged, doc)
        if target is None:
            merged.append(clause)
        else:
            merged[target] = _joined(merged[target], clause, doc)
    return merged


def _target(clause: Clause, merged: Sequence[Clause], doc: Doc) -> int | None:
    """The earlier clause that a piece belongs to, None where it is a clause of its own."""
    if not merged or clause.kind is not ClauseKind.MAIN:
        return None
    if clause.finite is not None and not _is_guess(clause, doc):
        return _interrupted(clause, merged, doc)
    awaiting = _awaiting_participle(merged, doc)
    if clause.finite is not None:
        return awaiting if awaiting is not None else _interrupted(clause, merged, doc)
    if awaiting is not None:  # the rest of a main clause after an inset: "…, der …, gesehen"
        return awaiting
    return _last_main(merged) if clause.verbs else len(merged) - 1


def _interrupted(clause: Clause, merged: Sequence[Clause], doc: Doc) -> int | None:
    """The piece without a verb before an inset, which this clause's verb completes."""
    waiting = [n for n, other in enumerate(merged) if other.finite is None and not other.verbs]
    opened = bool(waiting) and merged[waiting[-1]].kind is ClauseKind.SUBORDINATE  # "dass die Brücke, …"
    goes_on = (
        opened or clause.first == clause.finite or _short_lead(clause, doc) or len(merged) - 1 in waiting
    )
    return waiting[-1] if waiting and goes_on else None


def _last_main(merged: Sequence[Clause]) -> int:
    mains = [
        n for n, other in enumerate(merged) if other.kind is ClauseKind.MAIN and other.finite is not None
    ]
    return mains[-1] if mains else len(merged) - 1


def _is_guess(clause: Clause, doc: Doc) -> bool:
    """Whether the finite verb was only guessed from a participle."""
    return clause.kind is ClauseKind.MAIN and clause.finite is not None and not is_finite(doc[clause.finite])


def _awaiting_participle(merged: Sequence[Clause], doc: Doc) -> int | None:
    """The main clause whose auxiliary still lacks its participle: "hatte X (Y) den Z … beschuldigt"."""
    for n, clause in enumerate(merged):
        lone = clause.finite is not None and clause.verbs == (clause.finite,)
        if clause.kind is ClauseKind.MAIN and lone and doc[clause.finite or 0].tag_ == "VAFIN":
            return n
    return None


def _short_lead(clause: Clause, doc: Doc) -> bool:
    return clause.finite is not None and all(
        doc[i].tag_ in {"ADV", "PROAV"} for i in clause.tokens if i < clause.finite
    )


def _joined(left: Clause, right: Clause, doc: Doc) -> Clause:
    tokens = tuple(sorted({*left.tokens, *right.tokens}))
    if left.finite is None:
        return _clause(doc, tokens)
    return replace(left, tokens=tokens, verbs=tuple(sorted({*left.verbs, *right.verbs})))


def _with_parents(found: Sequence[Clause]) -> tuple[Clause, ...]:
    """Hang each dependent clause on the clause before it, a leading one on the first main clause."""
    first_main = next((n for n, clause in enumerate(found) if clause.kind is ClauseKind.MAIN), None)
    linked: list[Clause] = []
    for n, clause in enumerate(found):
        parent = None
        if clause.kind is not ClauseKind.MAIN:
            parent = n - 1 if n else first_main
        linked.append(replace(clause, parent=parent))
    return tuple(linked)
