"""What may stand in front of the finite verb where a clause loses what stood there, by its tree.

German main clauses have one phrase before the finite verb.  Without "laut Polizei" or "dass" another one must
take that place; which is moved changes no meaning as long as it is a whole phrase with the words that set its
focus ("nur drei Männer").
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from spacy.tokens import Doc, Token

from summaries.statements.lexicon import words
from summaries.statements.trees import AUXILIARIES, SUBJECTS, agree, may_be_nominative, subtree

_FOCUS = words("focus_words")
# Prepositions of phrases that may as well belong to the noun before them: "zwei Männer aus Ulm".
ATTRIBUTIVE = words("attributive_prepositions")
_ARTICLES = frozenset({"der", "die", "das", "ein", "eine"})
_GENITIVE = frozenset({"des", "der", "eines", "einer"})
_ATTRIBUTES = frozenset({"PIAT", "PPOSAT", "PDAT", "ADJA"})
_CORRELATIVE = frozenset({"weder", "noch", "sowohl", "entweder"})
_PREPOSITIONAL = frozenset({"obl", "obl:arg", "nmod"})
_GOING_ON = frozenset({"KON", "NE", "NN", "FM", "CARD", "ADJA"})
_TIME_NOUNS = words("time_nouns")
_GAP = frozenset({"_SP"})


def front_of(doc: Doc, finite: int, rest: Sequence[int]) -> tuple[int, int] | None:
    """Return the token range of the first phrase among ``rest`` that may stand before a finite verb.

    Args:
        doc: A document with trees.
        finite: The index of the finite verb.
        rest: The other words of its clause, in order; adverbs at their start may stay where they are.
    """
    verb = doc[finite]
    heads = {verb.i, verb.head.i} if verb.dep_ in AUXILIARIES else {verb.i}
    if not any(doc[i].dep_ in SUBJECTS and doc[i].head.i in heads for i in rest):
        return None
    for n, index in enumerate(rest):
        token = doc[index]
        top = _under(token, heads)
        if top is None or token.tag_ in {"PTKNEG", "PRF"}:
            return None
        whole = _range(top, set(rest))
        if whole is not None and whole[0] == index and _may_move(top, verb, whole):
            return with_focus(doc, whole, rest[:n])
        if not _may_stay(token, heads):
            return None
    return None


def _under(token: Token, heads: set[int]) -> Token | None:
    """Return the phrase's head that a word belongs to, right under the predicate."""
    while token.head.i not in heads:
        if token.head.i == token.i:
            return None
        token = token.head
    return None if token.i in heads else token


def is_dashed(verb: Token) -> bool:
    """Tell whether a dash parts what follows a verb: the clause may go on behind an inset."""
    return any(t.text in {"–", "—", "-"} for t in verb.doc[verb.i : verb.sent.end])


def _range(top: Token, inside: set[int]) -> tuple[int, int] | None:
    """Return the range of a phrase, if it is whole and holds no clause."""
    loose = frozenset().union(*(subtree(c) for c in top.children if _is_loose(c, top)))
    tokens = [i for i in sorted(subtree(top) - loose) if top.doc[i].tag_ not in _GAP]
    while len(tokens) > 1 and top.doc[tokens[-1]].is_punct:
        tokens.pop()
    adjoining = tokens[-1] - tokens[0] + 1 == len(tokens)
    if not adjoining or not set(tokens) <= inside or any(_breaks(top.doc[i]) for i in tokens):
        return None
    if any(a.tag_ == "NE" and b.tag_ == "CARD" for a, b in pairwise(top.doc[i] for i in tokens)):
        return None  # "Romney 22 Stimmen"
    return tokens[0], tokens[-1] + 1


def _is_loose(child: Token, noun: Token) -> bool:
    """Tell whether a phrase behind a subject says when or why, whatever the tree: "der Plan aufgrund …"."""
    cases = [c.lower_ for c in child.children if c.dep_ == "case"]
    return noun.dep_ in SUBJECTS and child.i > noun.i and bool(cases) and not set(cases) & ATTRIBUTIVE


def _breaks(token: Token) -> bool:
    return (
        token.text in {",", ":", ";", "(", ")", "–"}
        or token.tag_.endswith("FIN")
        or token.lower_ in _CORRELATIVE
    )


def _may_move(top: Token, verb: Token, whole: tuple[int, int]) -> bool:
    """Tell whether a phrase is a subject that ends where it seems to, or one with a preposition."""
    if any(t.dep_ == "case" and t.tag_.startswith("APPR") for t in top.children):
        return top.dep_ in _PREPOSITIONAL and _is_whole(top, whole[1])
    if top.lower_ == "es" and top.doc[whole[1] : whole[1] + 1].text.lower() in _ARTICLES:
        return False  # "es der Verein": the subject follows
    return top.dep_ in SUBJECTS and may_be_nominative(top) and agree(top, verb) and _ends(top.doc, whole[1])


def _is_whole(noun: Token, end: int) -> bool:
    """Tell whether a phrase with a preposition cannot go on: a time and a name never do with another one."""
    follower = noun.doc[end] if end < len(noun.doc) else None
    if follower is None:
        return True
    if is_genitive_behind(follower) or follower.tag_ == "KON":
        return False
    attached = follower.tag_.startswith("APPR") and follower.lower_ in ATTRIBUTIVE
    return not attached or noun.lemma_ in _TIME_NOUNS or noun.tag_ == "NE"


def is_genitive_behind(follower: Token) -> bool:
    """Tell whether what follows a noun may be its genitive: "die Frage vieler Fans", "eine Gruppe der …"."""
    if follower.tag_ == "ART":
        return follower.lower_ in _GENITIVE
    return follower.tag_ in _ATTRIBUTES and follower.lower_.endswith("er")


def _ends(doc: Doc, end: int) -> bool:
    """Tell whether a noun phrase cannot go on at a token."""
    if end >= len(doc):
        return True
    token = doc[end]
    loose = token.tag_.startswith("APPR") and token.lower_ in ATTRIBUTIVE
    ends = token.text in {",", "("} or token.tag_ in _GOING_ON or is_genitive_behind(token)
    return not (loose or ends)


def with_focus(doc: Doc, whole: tuple[int, int], before: Sequence[int]) -> tuple[int, int]:
    """Return the range of a phrase with what stands right before it and belongs to it: "nur", "rund"."""
    begin = whole[0]
    for index in reversed(before):
        if index != begin - 1 or doc[index].lower_ not in _FOCUS:
            break
        begin = index
    return begin, whole[1]


def _may_stay(token: Token, heads: set[int]) -> bool:
    """Tell whether a word at the start may stay behind the verb: an adverb of its own."""
    return token.tag_ in {"ADV", "ADJD", "PROAV"} and token.head.i in heads and token.lower_ != "nicht"
