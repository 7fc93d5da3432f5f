"""The component that settles who does what to whom where the forms of German leave no choice.

German puts the object first as it likes ("Den Vorwurf wies der Minister zurück"); what tells subject and
object apart is case.  A network that sees four words to each side takes the first noun for the subject too
often.  Here each verb's bare noun phrases get the cases that their articles, adjective endings and pronouns
allow (Duden, Die Grammatik: declension), and where a role that the parser gave is excluded by them, subject,
direct and indirect object are shared out anew: the way that breaks no rule and changes least.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Token

from summaries.language.tables import table

_SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass"})
_ROLES: Final = _SUBJECTS | {"obj", "iobj", "obl:arg"}
_SUBJECT, _OBJECT, _INDIRECT = "nsubj", "obj", "obl:arg"
_CASE_OF: Final[Mapping[str, str]] = {_SUBJECT: "Nom", _OBJECT: "Acc", _INDIRECT: "Dat"}
_ALL: Final = frozenset({"Nom", "Acc", "Dat", "Gen"})
_NOMINAL: Final = frozenset({"NOUN", "PROPN", "PRON"})
_MOST: Final = 4  # phrases of one verb; a verb with more is misread
# What a share-out costs: an excluded case or a second subject is never right; the rest chooses among ways.
_EXCLUDED: Final = 20
_DOUBTFUL: Final = 3  # a second direct object, a finite clause without subject, a gender that does not fit
_UNMARKED_DATIVE: Final = 2  # names and bare nouns are rarely indirect objects
_PLURAL_DATIVE: Final = ("n", "s")  # how a noun ends in the dative plural

Forms = frozenset[tuple[str, str]]


@Language.component(
    "lagebild_roles", assigns=["token.dep"], requires=["token.dep", "token.morph", "token.tag"]
)
def settle_roles(doc: Doc) -> Doc:
    """Change ``dep_`` among nsubj, obj and obl:arg, and the ``Case`` with it, where the forms demand it."""
    for verb in doc:
        phrases = [child for child in verb.children if _is_bare_phrase(child)]
        if phrases and len(phrases) <= _MOST and not any(child.dep_ == "cop" for child in verb.children):
            _settle(verb, phrases)
    return doc


def _is_bare_phrase(token: Token) -> bool:
    if token.dep_ not in _ROLES or token.pos_ not in _NOMINAL:
        return False
    return not any(child.dep_ in {"case", "mark"} for child in token.children)


def _settle(verb: Token, phrases: Sequence[Token]) -> None:
    given = tuple(_role_of(phrase) for phrase in phrases)
    if not _is_impossible(verb, phrases, given):
        return
    found = min(
        product(_CASE_OF, repeat=len(phrases)),
        key=lambda roles: (_cost(verb, phrases, roles, given), roles),
    )
    for phrase, role, before in zip(phrases, found, given, strict=True):
        if role != before:
            _assign(verb, phrase, role)


def _is_impossible(verb: Token, phrases: Sequence[Token], roles: Sequence[str]) -> bool:
    """Tell whether a case is excluded, or a phrase can only be what another one is said to be."""
    allowed = [cases_of(phrase) for phrase in phrases]
    if any(_CASE_OF[role] not in cases for role, cases in zip(roles, allowed, strict=True)):
        return True
    sure = {next(iter(cases)) for cases in allowed if len(cases) == 1}
    subjects, things = list(roles).count(_SUBJECT), list(roles).count(_OBJECT)
    lacks_subject = not subjects and things > 1 and _is_finite(verb)
    return (subjects > 1 and "Nom" in sure) or (lacks_subject and "Acc" in sure)


def _cost(verb: Token, phrases: Sequence[Token], roles: Sequence[str], given: Sequence[str]) -> int:
    """Return how badly a share-out breaks the rules and how much it changes."""
    excluded = max(0, list(roles).count(_SUBJECT) - 1)
    doubtful = max(0, list(roles).count(_OBJECT) - 1) + (_SUBJECT not in roles and _is_finite(verb))
    unmarked = 0
    for phrase, role, before in zip(phrases, roles, given, strict=True):
        case, allowed = _CASE_OF[role], cases_of(phrase)
        excluded += case not in allowed
        doubtful += case not in cases_of(phrase, of_its_gender=True)
        unmarked += role == _INDIRECT != before and allowed == _ALL
    changed = sum(a != b for a, b in zip(roles, given, strict=True))
    return _EXCLUDED * excluded + _DOUBTFUL * doubtful + _UNMARKED_DATIVE * unmarked + changed


def _is_finite(verb: Token) -> bool:
    """Tell whether the clause has a finite verb of its own and so needs a subject."""
    if verb.dep_ in {"conj", "xcomp"}:
        return False
    verbs = (verb, *(child for child in verb.children if child.dep_.startswith("aux")))
    return any(token.tag_.endswith("FIN") for token in verbs)


def _assign(verb: Token, phrase: Token, role: str) -> None:
    passive = role == _SUBJECT and any(child.dep_ == "aux:pass" for child in verb.children)
    phrase.dep_ = "nsubj:pass" if passive else role
    if phrase.morph.get("Case", []):
        features = phrase.morph.to_dict() | {"Case": _CASE_OF[role]}
        phrase.set_morph(features)  # type: ignore[attr-defined]  # spaCy's stubs lack it


def _role_of(phrase: Token) -> str:
    if phrase.dep_ in _SUBJECTS:
        return _SUBJECT
    return _OBJECT if phrase.dep_ == "obj" else _INDIRECT


def cases_of(phrase: Token, *, of_its_gender: bool = False) -> frozenset[str]:
    """Return the cases that the form of a noun phrase allows; all four where it says nothing.

    Args:
        phrase: The head of the phrase, with its article and adjectives below it.
        of_its_gender: Whether the noun's gender, which is less sure than its article, counts too.
    """
    pronoun = _pronouns().get(phrase.lower_) if phrase.pos_ == "PRON" else None
    if pronoun:
        return pronoun
    if phrase.pos_ not in {"NOUN", "PROPN"}:
        return _ALL
    gender = phrase.morph.get("Gender", []) if of_its_gender else []
    for child in phrase.lefts:
        forms = _forms_of(child)
        if forms:
            kinds = {"Masc", "Fem", "Neut"} if not gender else set(gender)
            return frozenset(
                case for case, kind in forms if kind in kinds or _may_be_plural(phrase, case, kind)
            )
    return _ALL


def _may_be_plural(phrase: Token, case: str, kind: str) -> bool:
    named = phrase.tag_ == "NE" or any(child.dep_ in {"conj", "flat"} for child in phrase.children)
    return kind == "Plur" and (case != "Dat" or named or phrase.lower_.endswith(_PLURAL_DATIVE))


def _forms_of(token: Token) -> Forms:
    """Return the (case, gender or "Plur") pairs that an article, or a first adjective, stands for."""
    if token.dep_ == "det":
        return _articles().get(token.lower_, frozenset())
    first = token.dep_ == "amod" and token.tag_ == "ADJA" and token.i == token.head.left_edge.i
    return _endings().get(token.lower_[-2:], frozenset()) if first else frozenset()


@cache
def _pronouns() -> dict[str, frozenset[str]]:
    return {form: frozenset(cases.split()) for form, cases in _rows("pronouns")}


@cache
def _articles() -> dict[str, Forms]:
    return {form: _parsed(pairs) for form, pairs in _rows("articles")}


@cache
def _endings() -> dict[str, Forms]:
    return {form: _parsed(pairs) for form, pairs in _rows("endings")}


def _rows(section: str) -> Iterator[tuple[str, str]]:
    """Yield each form of a section of ``data/cases.toml`` with what it stands for."""
    for value, forms in table("cases")[section].items():
        yield from ((form, value) for form in forms.split())


def _parsed(pairs: str) -> Forms:
    return frozenset((case, kind) for case, _, kind in (pair.partition("-") for pair in pairs.split()))
