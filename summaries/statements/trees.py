"""Dependency trees as speech is read from them: which words a clause is, and what hangs on its verb.

The relations are those of UD_German-GSD.  A parser errs at about every fifth arc, so nothing here trusts an
arc alone: what a clause is, is decided by its verb and its opening word as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from summaries.statements.lexicon import words

CLAUSAL = frozenset(
    {"ccomp", "xcomp", "csubj", "csubj:pass", "parataxis", "advcl", "acl", "conj", "dep", "appos"}
)
SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
AUXILIARIES = frozenset({"aux", "aux:pass", "cop"})
_VERB_TAGS = ("VV", "VA", "VM")
_NOMINATIVE = frozenset({"er", "ich", "wir", "man"})
_AMBIGUOUS_RELATIVES = frozenset({"die", "das", "was"})
_NOT_NOMINATIVE = words("not_nominative")
_OBLIQUE_PRONOUNS = words("oblique_pronouns")
_D_WORDS = words("d_words") - {"was", "wer"}
_OPENING_TAGS = frozenset({"KOUS", "KOUI", "PRELS", "PRELAT", "PWAV", "PWS", "PWAT", "KOKOM"})
# "zurückzutreten": the particle, "zu" and the infinitive in one word, which taggers confuse with others.
_WITH_ZU = re.compile(r"[a-zäöü]{2,}zu[a-zäöü]{3,}n")
_MEASURING = tuple(sorted(words("measuring_nouns")))
_NEAR_JOINT = 8  # tokens around a noun where another may be joined to it
_ADVERBIAL = words("adverbial_conjunctions")


def has_trees(doc: Doc) -> bool:
    """Tell whether a parser has read the document."""
    return bool(doc.has_annotation("DEP"))


def subtree(token: Token) -> frozenset[int]:
    """Return the token and all that hangs on it."""
    return frozenset(inner.i for inner in token.subtree)


def heads_clause(token: Token) -> bool:
    """Tell whether a token is the predicate of a clause: a verb, or a noun or adjective with a copula."""
    if token.tag_.startswith(_VERB_TAGS) and token.dep_ not in AUXILIARIES:
        return token.dep_ != "amod"
    return any(child.dep_ in AUXILIARIES or child.dep_ in SUBJECTS for child in token.children)


def clause_of(token: Token) -> frozenset[int]:
    """Return the words of the clause that ``token`` is the predicate of, without the clauses within it."""
    return frozenset(inner.i for inner in _walk(token))


def _walk(token: Token) -> Iterator[Token]:
    waiting = [token]  # no recursion: a list of a hundred words hangs each on the one before
    while waiting:
        inner = waiting.pop()
        yield inner
        waiting.extend(c for c in inner.children if not (c.dep_ in CLAUSAL and heads_clause(c)))


def predicate_of(token: Token) -> Token:
    """Return the predicate of the clause that a word stands in."""
    while token.dep_ != "ROOT" and token.head.i != token.i:
        if heads_clause(token):
            return token
        token = token.head
    return token


def finite_of(predicate: Token) -> Token | None:
    """Return the finite verb of a predicate: itself or its auxiliary."""
    verbs = [predicate, *(child for child in predicate.children if child.dep_ in AUXILIARIES)]
    return next((verb for verb in verbs if verb.tag_.endswith(("FIN", "IMP"))), None)


def opener_of(predicate: Token) -> str:
    """Return the word that subordinates a clause, in lower case, "" for a main clause."""
    for child in predicate.children:
        if child.i < predicate.i and child.dep_ == "mark" and child.tag_ != "PTKZU":
            return child.lower_
    first = next(
        (t for t in _in_order(predicate) if not t.is_punct and t.tag_ not in {"APPR", "KON", "ADV"}),
        predicate,
    )
    return first.lower_ if first.tag_ in _OPENING_TAGS else ""


def _in_order(predicate: Token) -> list[Token]:
    return sorted(_walk(predicate), key=lambda token: token.i)


def words_under(token: Token) -> frozenset[int]:
    """Return the token and all words that hang on it, without the punctuation at the edges."""
    inside = set(subtree(token))
    for edge in (min, max):
        while len(inside) > 1 and token.doc[edge(inside)].is_punct:
            inside.remove(edge(inside))
    return frozenset(inside)


def is_infinitive(predicate: Token) -> bool:
    """Tell whether a clause is an infinitive with "zu"."""
    if predicate.tag_ == "VVIZU" or (
        predicate.tag_.startswith("VV") and _WITH_ZU.fullmatch(predicate.lower_)
    ):
        return finite_of(predicate) in {None, predicate}
    inner = [predicate, *(child for child in predicate.children if child.dep_ in AUXILIARIES)]
    return any(child.tag_ in {"PTKZU", "VVIZU"} for verb in inner for child in [verb, *verb.children])


def is_overheard(verb: Token) -> bool:
    """Tell whether something "ist zu hören" from somewhere: nobody says it, somebody is heard."""
    inner = list(verb.children)
    heard = verb.lemma_ == "hören" and any(c.lemma_ == "sein" and c.dep_ in AUXILIARIES for c in inner)
    return heard and any(c.tag_ == "PTKZU" for c in inner)


def is_adverbial(predicate: Token) -> bool:
    """Tell whether a clause gives a reason, a time or a condition, so that it is not what is said."""
    return opener_of(predicate) in _ADVERBIAL


def subject_of(predicate: Token) -> Token | None:
    """Return the head of the subject, for a verb joined to another without one that of the other."""
    seen = 0
    while True:
        found = _own_subject(predicate)
        if found is not None:
            return found
        joined = predicate.dep_ in {"conj", "xcomp"} or (predicate.dep_ == "ccomp" and _goes_on(predicate))
        joined = joined and heads_clause(predicate.head)
        if not joined or seen > len(predicate.doc):
            return None
        predicate, seen = _joined_to(predicate), seen + 1


def _goes_on(predicate: Token) -> bool:
    """Tell whether a verb in the indicative stands right behind "und": it shares another verb's subject."""
    finite = finite_of(predicate)
    if finite is None or not finite.i or is_subjunctive_form(finite):
        return False
    return finite.nbor(-1).tag_ == "KON"


def _joined_to(predicate: Token) -> Token:
    """Return the clause whose subject a joined verb shares, whatever clause the tree joins it to.

    A verb in the indicative right behind "und" goes on with who speaks, not with what is said: "Sie sagte,
    dass der Deich halte, und fügte hinzu".
    """
    above = joint = predicate.head
    if predicate.dep_ != "conj" or not _goes_on(predicate):
        return joint
    while above.dep_ in {"conj", "ccomp", "csubj"} and heads_clause(above.head) and above.head.i < above.i:
        above = above.head
        joint = above if above.dep_ != "conj" else joint
    return joint


def _own_subject(predicate: Token) -> Token | None:
    """Return the subject among what hangs on a predicate and its auxiliaries, the nominative first."""
    verbs = [predicate, *(child for child in predicate.children if child.dep_ in AUXILIARIES)]
    below = sorted((child for verb in verbs for child in verb.children), key=lambda child: child.i)
    named = [child for child in below if child.dep_ in SUBJECTS]
    fitting = [child for child in named if may_be_nominative(child)]
    fitting = [child for child in fitting if _agrees(child, verbs)] or fitting
    if len(fitting) > 1 and fitting[0].tag_ == "PRELS" and fitting[0].lower_ in _AMBIGUOUS_RELATIVES:
        fitting = fitting[1:]  # "die Studie, die Meier nannte": the pronoun is the object
    sure = [child for child in fitting if child.lower_ in _NOMINATIVE]
    return next(iter([*sure, *fitting, *named]), None)


def _agrees(noun: Token, verbs: list[Token]) -> bool:
    """Tell whether a noun may be the subject of a finite verb among some by its number."""
    finite = next((verb for verb in verbs if verb.tag_.endswith("FIN")), None)
    return finite is None or agree(noun, finite)


def agree(noun: Token, finite: Token) -> bool:
    """Tell whether a noun and a finite verb may be of one number: "fordern die Nennung" names no subject.

    A singular goes with a plural verb where another noun is joined to it, or where it measures others ("eine
    Reihe von").
    """
    verb, own = finite.morph.get("Number", []), noun.morph.get("Number", [])
    if noun.tag_ not in {"NN", "NE"} or len(verb) != 1 or len(own) != 1:
        return True
    if own == ["Plur"] or verb == ["Sing"]:
        return noun.tag_ == "NE" or own == verb
    return noun.lemma_.lower().endswith(_MEASURING) or _is_joined(noun)


def _is_joined(noun: Token) -> bool:
    """Tell whether another noun may be joined to one: an "und" stands near, or a list goes on."""
    near = noun.doc[max(noun.i - _NEAR_JOINT, 0) : noun.i + _NEAR_JOINT]
    return any(t.tag_ == "KON" or t.lower_ in {"/", "sowie", "bis"} for t in near)


def may_be_nominative(noun: Token) -> bool:
    """Tell whether a noun or pronoun stands in the nominative, as far as its form and its article say."""
    if (
        noun.tag_ in {"PPER", "PDS", "PIS", "PRF", "PRELS"}
        and noun.lower_ in _OBLIQUE_PRONOUNS
        and noun.tag_ != "PRELS"
    ):
        return False
    first = next(
        (child for child in noun.children if child.dep_.startswith("det") and child.i < noun.i), None
    )
    if any(child.dep_ == "case" and child.tag_.startswith("APP") for child in noun.children):
        return False
    if first is not None and first.lower_ == "der" and _is_weak(noun, first):
        return False  # "der englischen Zeitung" is a dative or a genitive
    return first is None or first.lower_ not in _NOT_NOMINATIVE


def is_weak_noun(noun: Token) -> bool:
    """„der 49-Jährigen“, "der Zeugen": behind "der" a form in -n of a noun in -e is no nominative."""
    return noun.lower_.endswith("n") and noun.lemma_.endswith("e")


def _is_weak(noun: Token, article: Token) -> bool:
    """Tell whether an adjective between article and noun, or one that is the noun, ends in -n."""
    return is_weak_noun(noun) or any(
        t.tag_ == "ADJA" and t.lower_.endswith("n") for t in noun.doc[article.i + 1 : noun.i]
    )


def is_relative(predicate: Token) -> bool:
    """Tell whether a relative pronoun opens a clause."""
    first = next((t for t in _in_order(predicate) if not t.is_punct and t.tag_ != "APPR"), predicate)
    if first.tag_ in {"PRELS", "PRELAT"}:
        return True
    if predicate.dep_ != "acl" or first.lower_ not in _D_WORDS:
        return False
    return first.dep_ != "det" or not _is_second(predicate, first)  # "die Nachricht, der Damm halte nicht"


def _is_second(predicate: Token, article: Token) -> bool:
    """Tell whether the finite verb stands right behind the noun of an article that opens its clause."""
    finite = finite_of(predicate)
    return finite is not None and finite.i == article.head.i + 1 and is_subjunctive_form(finite)


def is_subjunctive_form(finite: Token) -> bool:
    """Tell whether a finite verb is in the subjunctive, as far as its features say."""
    return "Sub" in finite.morph.get("Mood", [])
