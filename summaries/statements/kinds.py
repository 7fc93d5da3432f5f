"""Of what class a clause's verb is: saying, denying or conceding."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Span, Token

from summaries.statements.clauses import Clause, ClauseKind
from summaries.statements.frame import Sentence
from summaries.statements.lexicon import cues, words

_POSSIBLE = words("possible_adjectives")
_TOLLS = words("tolls")
_ARRIVING = frozenset({"kommen", "gelangen"})
_THIS = frozenset({"dem", "diesem"})
_CONCLUDING = 3  # tokens: "zu diesem Schluss"
_CONCLUSIONS = frozenset({"schluss", "ergebnis", "befund", "urteil", "fazit", "einschätzung", "erkenntnis"})
_WELL = frozenset({"gut", "schlecht", "ernst", "böse", "ehrlich"})


def verb_kind(sentence: Sentence, clause: Clause) -> str | None:
    """The class of the clause's lexical verb, with a few fixed phrases."""
    doc = sentence.doc
    verb = lexical_verb(doc, clause)
    if verb is None or verb.lemma_ == "heißen":
        return _phrase_kind(sentence, clause)
    if verb.lower_ == "gestanden" and any(
        c.kind is ClauseKind.INFINITIVE or c.opener == "dass" for c in sentence.clauses
    ):
        return "concede"  # the participle of "stehen" as well
    if verb.lemma_.lower() in _ARRIVING and clause.finite is not None:
        return "assert" if concludes(doc[clause.first : clause.finite]) else None
    around = [doc[i] for i in clause.tokens]
    if declares(verb, around) or takes_lives(verb, around) or means_well(verb, around):
        return None
    return _fixed_kind(doc, clause, verb) or cues().verbs.get(verb.lemma_.lower())


def concludes(front: Span) -> bool:
    """„Zu diesem Schluss kommen Forscher“: what they say stands in the sentence before."""
    if len(front) != _CONCLUDING or front[0].lower_ != "zu" or front[1].lower_ not in _THIS:
        return False
    return front[2].lemma_.lower() in _CONCLUSIONS


def declares(verb: Token, around: Iterable[Token]) -> bool:
    """„erklärte das Gesetz für nichtig“ acts, it does not say anything."""
    if verb.lemma_.lower() != "erklären":
        return False
    behind = (t.nbor() for t in around if t.lower_ == "für" and t.i + 1 < len(t.doc))
    return any(t.tag_ in {"ADJD", "ADJA", "VVPP"} and not _before_noun(t) for t in behind)


def takes_lives(verb: Token, around: Iterable[Token]) -> bool:
    """„forderte 65 Menschenleben“, "hat sechs Verletzte gefordert": nobody demands anything."""
    return verb.lemma_.lower() == "fordern" and any(t.lemma_.lower() in _TOLLS for t in around)


def means_well(verb: Token, around: Iterable[Token]) -> bool:
    """„meinte es gut mit uns“, "meint es ernst": nobody says or thinks anything."""
    forms = {t.lower_ for t in around}
    return verb.lemma_ == "meinen" and "es" in forms and bool(forms & _WELL)


def _before_noun(token: Token) -> bool:
    return token.tag_ == "ADJA" and token.i + 1 < len(token.doc) and token.nbor().tag_ in {"NN", "NE", "ADJA"}


def _fixed_kind(doc: Doc, clause: Clause, verb: Token) -> str | None:
    """„stellt in Abrede“, "weist von sich": the class of a verb with the words beside it."""
    beside = {doc[i].lower_ for i in clause.tokens} | {doc[i].lemma_.lower() for i in clause.tokens}
    fixed = cues().phrases.get(verb.lemma_.lower(), ())
    return next((kind for parts, kind in fixed if parts <= beside), None)


def _phrase_kind(sentence: Sentence, clause: Clause) -> str | None:
    """„sind skeptisch, ob …“, "ist überzeugt, dass …"."""
    lemmas = {sentence.doc[i].lemma_.lower() for i in clause.tokens}
    if "heißen" in lemmas and "es" in {sentence.doc[i].lower_ for i in clause.tokens}:
        return "assert"
    if lemmas & cues().doubt_adjectives and lemmas & {"sein", "bleiben", "zeigen"}:
        return "doubt"
    if "sicher" in lemmas and "sich" in {sentence.doc[i].lower_ for i in clause.tokens}:
        return "assert"  # "ist sich sicher, dass"
    if lemmas & {"überzeugt", "sicher", "zuversichtlich"} and "sein" in lemmas:
        return "believe"
    return None


def lexical_verb(doc: Doc, clause: Clause) -> Token | None:
    """The verb that carries the clause's meaning: the last that is no auxiliary or modal.

    A finite full verb needs no participle: in "weist die Vorwürfe entschieden zurück" that is an adverb, in
    "nannte die Meldung frei erfunden" what it is called.
    """
    full = [doc[i] for i in clause.verbs if doc[i].tag_.startswith("VV")]
    finite = next((t for t in full if t.tag_ in {"VVFIN", "VVIMP"}), None)
    beside = finite is not None and all(t.tag_ == "VVPP" for t in full if t is not finite)
    return finite if beside else full[-1] if full else None


def judged(doc: Doc, tokens: Iterable[int]) -> str:
    """Return the class of "hält es für …, dass" by its words: a guess, a doubt, a denial, else a view."""
    forms = {form for i in tokens for form in (doc[i].lemma_.lower(), doc[i].lower_)}
    if forms & cues().doubt_adjectives:
        return "doubt"
    if forms & cues().false_adjectives:
        return "deny"
    return "believe" if forms & _POSSIBLE else "view"


def is_passive(doc: Doc, clause: Clause) -> bool:
    """Tell whether a clause's verbs are a participle with "werden"."""
    forms = {doc[i].lemma_ for i in clause.verbs}
    return "werden" in forms and any(doc[i].tag_ == "VVPP" for i in clause.verbs)
