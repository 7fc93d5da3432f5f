"""What a verb or noun of saying governs: its clauses, and how far they reach."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Span, Token

from summaries.statements.acts import MARKS, PAST_SUBJUNCTIVES
from summaries.statements.insertions import is_inserted
from summaries.statements.lexicon import cues, words
from summaries.statements.trees import (
    AUXILIARIES,
    clause_of,
    finite_of,
    heads_clause,
    is_adverbial,
    is_infinitive,
    is_overheard,
    is_relative,
    is_subjunctive_form,
    opener_of,
    predicate_of,
    subtree,
    words_under,
)

_COMPLEMENTS = frozenset({"ccomp", "xcomp", "csubj", "csubj:pass", "parataxis", "advcl", "acl", "dep", "obj"})
_SAID_OPENERS = words("said_openers")
_SETTING_OFF = MARKS | {",", ":"}
_PURPOSES = frozenset({"um", "ohne", "statt", "anstatt"})
_LINKING = frozenset({"ADV", "PROAV", "KON", "KOUS"})  # what begins with these gives a reason or goes on
_RELATIVES = frozenset({"der", "die", "das", "dem", "den", "denen", "dessen", "deren"})
_SHORTEST_RELATIVE = 3  # words: "in der gilt"
# Adjectives that are one word with a verb of saying: "gab bekannt", "stellte klar".
_FIRST_PARTS = frozenset({"bekannt", "klar"})


def is_said(child: Token, verb: Token) -> bool:
    """Tell whether a dependent clause is what a word of saying governs."""
    opener = opener_of(child)
    joined = child.dep_ == "conj" and (opener in {"dass", "ob"} or _follows_alone(child, verb))
    if not (child.dep_ in _COMPLEMENTS or joined) or not heads_clause(child):
        return False
    if opener in _SAID_OPENERS:
        return not _is_consequence(child)
    if is_adverbial(child) or is_relative(child) or _is_governed_relative(child):
        return False
    if is_infinitive(child):
        return True
    return finite_of(child) is not None and is_set_off(words_under(child), verb)


def clause_from(sentence: Span, comma: int) -> Token | None:
    """Return the predicate of a clause that says something and begins behind a comma, whatever it hangs on.

    It opens with "dass", is an infinitive, or has its verb second and in the subjunctive.

    Args:
        sentence: The sentence.
        comma: The index of the token that must be the comma.
    """
    first = sentence.doc[comma + 1] if comma + 1 < sentence.end and sentence.doc[comma].text == "," else None
    if first is None or first.lower_ in _PURPOSES:
        return None
    predicate = predicate_of(first)
    inside = [i for i in words_under(predicate) if i > comma]
    if predicate.i <= comma or min(inside) != first.i:
        return None
    finite = finite_of(predicate)
    if first.lower_ == "dass" or (is_infinitive(predicate) and finite is None):
        return predicate
    second = finite is not None and first.i < finite.i and (finite.i < max(inside) or finite.i == first.i + 1)
    reported = second and finite is not None and is_subjunctive_form(finite)
    return predicate if reported and first.tag_ not in _LINKING else None


def _follows_alone(child: Token, verb: Token) -> bool:
    """Tell whether a verb-second clause that seems joined to a verb is what it says: "hieß, er sei …"."""
    finite = finite_of(verb)
    if child.i < verb.i or not is_subjunctive(child) or any(c.dep_ == "cc" for c in child.children):
        return False
    return finite is None or "Sub" not in finite.morph.get("Mood", [])


def _is_governed_relative(child: Token) -> bool:
    """Tell a relative clause behind a preposition that the tags hide: "eine Datei, in der Namen stehen"."""
    inside = sorted(i for i in words_under(child) if not child.doc[i].is_space)
    if len(inside) < _SHORTEST_RELATIVE or child.doc[inside[0]].tag_ != "APPR":
        return False
    behind = inside[0] > 1 and child.doc[inside[0] - 1].text == ","
    noun = child.doc[inside[0] - 2].tag_ in {"NN", "NE", "$("} if behind else False
    finite = finite_of(child)
    last = finite is not None and finite.i == inside[-1] and not is_subjunctive(child)
    return noun and last and child.doc[inside[1]].lower_ in _RELATIVES


def _is_consequence(child: Token) -> bool:
    """„so dass“, „so eingestellt, dass“ names a consequence."""
    mark = next((c for c in child.children if c.lower_ == "dass"), None)
    if mark is None:
        return False
    before = child.doc[max(mark.i - 4, 0) : mark.i]
    return any(t.lower_ in {"so", "derart"} for t in before)


def is_set_off(inside: frozenset[int], verb: Token) -> bool:
    """Tell whether a comma, a colon or a mark stands between a verb and a clause."""
    first, last = min(inside), max(inside)
    last = last if last < verb.i or first > verb.i else verb.i
    between = range(verb.i + 1, first + 1) if first > verb.i else range(last, verb.i)
    return (first > verb.i or last < verb.i) and any(verb.doc[i].text in _SETTING_OFF for i in between)


def is_reported(child: Token, verb: Token) -> bool:
    """Tell whether a clause under a verb that is no verb of saying is reported speech, by its mood."""
    own = finite_of(verb)
    return (
        child.dep_ == "ccomp"
        and is_subjunctive(child)
        and (own is None or "Sub" not in own.morph.get("Mood", []))
        and (opener_of(child) in _SAID_OPENERS or min(subtree(child)) > verb.i)
    )


def is_subjunctive(predicate: Token) -> bool:
    """Tell whether a clause stands in the first subjunctive, or in one that only takes its place."""
    finite = finite_of(predicate)
    if finite is None or "Sub" not in finite.morph.get("Mood", []):
        return False
    return finite.lower_ not in PAST_SUBJUNCTIVES


def rest_of(sentence: Span, verb: Token, said: Sequence[Token]) -> frozenset[int]:
    """Return the sentence without the clause of saying and what hangs on it beside what is said."""
    inside: set[int] = set()
    for one in said:
        inside |= subtree(one)
    rest = frozenset(t.i for t in sentence) - (subtree(verb) - inside) - clause_of(verb)
    finite = finite_of(verb)
    if finite is None or not is_inserted(verb):
        return rest
    before = frozenset(range(sentence.start, finite.i))
    colon = next((t.i for t in sentence if t.text == ":" and t.i > verb.i), sentence.end)
    return before | frozenset(i for i in rest if i < colon)


def filled(said: Sequence[Token], verb: Token) -> frozenset[int]:
    """Return the words of the clauses that are said, with what stands between them."""
    inside = frozenset().union(*(subtree(one) for one in said))
    inside -= _resumed(verb.doc, inside, said[0])
    own = clause_of(verb)
    if not inside - own:
        return inside
    begin = _start_behind(verb, said[0], min(inside))
    return frozenset(range(begin, max(inside) + 1)) - (own if begin == min(inside) else frozenset())


def _start_behind(verb: Token, said: Token, first: int) -> int:
    """Where a clause seems to begin with its finite verb, its subject stands between it and the comma."""
    finite = finite_of(said)
    if finite is None or first <= verb.i or opener_of(said) or is_infinitive(said):
        return first
    words_ = [i for i in range(first, finite.i) if not verb.doc[i].is_punct]
    if words_:
        return first
    return next((i + 1 for i in range(verb.i + 1, first) if verb.doc[i].text in {",", ":"}), first)


def _resumed(doc: Doc, inside: frozenset[int], said: Token) -> frozenset[int]:
    """Return the words of a joined clause in which a new cue begins: "…, doch Y erklärte …"."""
    gone: set[int] = set()
    for i in inside:
        token = doc[i]
        cue = token.dep_ == "conj" and token.tag_ == "VVFIN" and lemma_of(token) in cues().speech
        if cue and token.i > said.i and "Sub" not in token.morph.get("Mood", []):
            gone |= subtree(token)
    return frozenset(gone)


def to_the_end(sentence: Span, content: frozenset[int], verb: Token) -> frozenset[int]:
    """Add what follows to the end of the sentence where no clause in the indicative begins there."""
    rest = [t for t in sentence if t.i > max(content)]
    if not content or max(content) < verb.i or any(t.i in clause_of(verb) and not t.is_punct for t in rest):
        return content
    if any(t.tag_.endswith("FIN") and "Sub" not in t.morph.get("Mood", []) for t in rest):
        return content
    return content | {t.i for t in rest}


def told_relative(verb: Token) -> Token | None:
    """Return a relative clause in the subjunctive within a verb's clause: it is the speaker's as well."""
    for index in sorted(clause_of(verb)):
        for child in verb.doc[index].children:
            if child.dep_ == "acl" and child.i > verb.i and heads_clause(child) and is_subjunctive(child):
                return child
    return None


def lemma_of(verb: Token) -> str:
    """Return the lemma of a verb, with "bekannt" or "klar" where that belongs to it."""
    if verb.lower_ == "bekannt":
        return "bekanntwerden"
    if is_overheard(verb):
        return "verlauten"
    lemma = _without_strange_particle(verb, verb.lemma_.lower())
    part = next(
        (c.lower_ for c in verb.children if c.lower_ in _FIRST_PARTS and c.dep_ not in AUXILIARIES), ""
    )
    if part and not lemma.startswith(part) and f"{part}{lemma}" in cues().speech:
        return part + lemma
    return lemma


def _without_strange_particle(verb: Token, lemma: str) -> str:
    """Return "schätzen" for "aufschätzen" where the particle is another clause's."""
    known = cues().speech
    if lemma not in known and lemma.removeprefix("weiter") in known:
        return lemma.removeprefix("weiter")  # "sagte weiter" is no verb of its own
    if lemma in known or any(c.tag_ == "PTKVZ" or c.dep_ == "compound:prt" for c in verb.children):
        return lemma
    base = next((lemma[i:] for i in range(2, len(lemma) - 4) if lemma[i:] in known), lemma)
    prefix = lemma.removesuffix(base)
    return lemma if verb.lower_.startswith(prefix) else base
