"""How surely a proposition is put, and by which words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from spacy.tokens import Doc, Token

from summaries.model import Certainty
from summaries.statements.frame import Frame
from summaries.statements.lexicon import cues, words
from summaries.statements.naming import is_nobody, is_voice
from summaries.statements.phrases import Phrase
from summaries.statements.trees import has_trees, is_relative, predicate_of, subject_of

_HEDGE_PHRASES = tuple(tuple(phrase.split()) for phrase in sorted(words("hedge_phrases")))
# Words of a time to come: what "soll" happen then cannot be hearsay.
_AHEAD = words("ahead")
_STATES = words("states_of_things")
_CAUSES = (
    "ursache",
    "ursachen",
    "grund",
    "gründe",
    "gründen",
    "motiv",
    "motive",
    "hintergrund",
    "auslöser",
    "täter",
    "tätern",
)
_DATES = words("days_and_months")
# What a count of a part says of the whole is a guess, whoever counts.
_PROJECTIONS = frozenset({"hochrechnung", "prognose"})
_ESTIMATES = frozenset({"schätzung", "vermutung", "hochrechnung", "spekulation", "gerücht", "mutmaßung"})


def lacks_evidence(doc: Doc, tokens: Sequence[int]) -> bool:
    """„keine Beweise für …“: the proposition after it is doubted."""
    table = cues()
    for i in tokens:
        if doc[i].lower_ in {"keine", "keinen", "keinerlei", "kein", "wenig", "kaum"}:
            following = [t for t in doc[i + 1 : i + 4] if t.tag_ in {"NN", "NNA"}]
            if following and following[0].lemma_.lower() in table.evidence:
                return True
    nouns = [i for i in tokens if doc[i].lemma_.lower() in table.doubt_nouns]
    return any(not (i and doc[i - 1].lower_.startswith(("kein", "ohne", "außer"))) for i in nouns)


def certainty_of(doc: Doc, tokens: Sequence[int], frame: Frame | None) -> Certainty:
    """Return whether a proposition is hedged: by its words, its cue, or since nobody is named for it."""
    unnamed = frame is not None and not frame.speakers
    return Certainty.HEDGED if unnamed or hedging(doc, tokens, frame) else Certainty.CERTAIN


def hedging(doc: Doc, tokens: Sequence[int], frame: Frame | None) -> list[int]:
    """The words that make a proposition uncertain: "angeblich", "soll", "könnte", the verb of a guess."""
    cue = frame.cue if frame is not None else ()
    said = sorted({*tokens, *cue})
    hedges = [i for i in said if _is_hedge(doc[i]) and not _is_of_part(doc[i], said)]
    found = sorted({*hedges, *_hedge_phrase(doc, said)})
    guessed = frame is not None and (frame.kind == "believe" or _is_estimate(doc, frame))
    return found + [i for i in cue if guessed and i not in found]


def _is_of_part(token: Token, said: Sequence[int]) -> bool:
    """Whether a hedge only touches a relative clause, or what may come of the fact that stands before.

    "… drei Kinder, die vermutlich vergiftet wurden"; "… umfasst 20 Strecken und könnte noch wachsen".
    """
    predicate = predicate_of(token) if has_trees(token.doc) else token
    if predicate.head.i not in said:
        return False
    return _is_joined(token, said) or (predicate.dep_ == "acl" and is_relative(predicate))


def _is_joined(modal: Token, said: Sequence[int]) -> bool:
    """Whether a modal verb joins a second half to a fact: its verb stands right behind "und"."""
    doc, at = modal.doc, modal.i
    if modal.tag_ != "VMFIN" or not at or doc[at - 1].tag_ != "KON":
        return False
    facts = [doc[i] for i in said if i < at and doc[i].tag_.endswith("FIN")]
    return bool(facts) and all(
        t.tag_ in {"VVFIN", "VAFIN"} and "Sub" not in t.morph.get("Mood", []) for t in facts
    )


def _is_estimate(doc: Doc, frame: Frame) -> bool:
    """Whether nobody but an estimate or a rumour stands behind it: "Schätzungen zufolge"."""
    heads = {doc[p.head].lemma_.lower() for p in frame.speakers if p.end == p.core_end}
    if frame.speakers and all(is_nobody(doc, p) for p in frame.speakers):
        return True
    cue = {doc[i].lemma_.lower() for i in frame.cue}
    return (bool(heads) and heads <= _ESTIMATES) or bool(cue & _PROJECTIONS)


def _hedge_phrase(doc: Doc, tokens: Sequence[int]) -> list[int]:
    """The words of "unter Umständen", "es sieht so aus": no single one of them is a hedge."""
    forms = [doc[i].lower_ for i in tokens]
    for phrase in _HEDGE_PHRASES:
        begins = (at for at, form in enumerate(forms) if form == phrase[0])
        for at in begins:
            if tuple(forms[at : at + len(phrase)]) == phrase:
                return list(tokens[at : at + len(phrase)])
    return []


def _is_hedge(token: Token) -> bool:
    table, lemma = cues(), token.lemma_.lower()
    if token.lower_ in table.hedge_adverbs or (token.tag_ == "ADJA" and lemma in table.hedge_adjectives):
        return lemma != "möglich" or _is_of_cause(token)
    if token.tag_ != "VMFIN" or is_plan(token):
        return False
    return is_own_claim(token) or (lemma in table.hedge_modals and not _plain_ability(token.lower_))


def _is_of_cause(adjective: Token) -> bool:
    """Whether "möglich" leaves open what happened: "als mögliche Ursache", not "die mögliche Fusion"."""
    return adjective.head.lower_.endswith(_CAUSES)


def is_plan(modal: Token) -> bool:
    """Whether "sollen" tells what is planned or ought to be, not what is rumoured.

    "sollen gestrichen werden" and "soll nun beginnen" are plans, "soll gestrichen worden sein" is hearsay; so
    is of a thing what it shall do, become or cost ("soll 20 Millionen kosten"), not of a person.
    """
    if modal.lemma_ != "sollen":
        return False
    verbs = [t for t in modal.sent if t.tag_.startswith(("VV", "VA")) and not t.tag_.endswith("FIN")]
    after = [t for t in verbs if t.i > modal.i] or verbs
    pairs = [(a, b) for a, b in pairwise(after) if b.i == a.i + 1]
    if any(b.lower_ == "haben" or (a.lower_, b.lower_) == ("worden", "sein") for a, b in pairs):
        return False
    if lies_ahead(modal):
        return True
    if any(a.tag_.endswith("PP") and b.lower_ == "sein" for a, b in pairs):
        return False
    past = modal.lower_ in {"sollte", "sollten"}
    if past or _is_for_something(modal, after):
        return True
    return any(a.tag_ == "VVPP" and b.lower_ == "werden" for a, b in pairs)


def _is_for_something(modal: Token, verbs: Sequence[Token]) -> bool:
    """Whether a thing is the subject of an infinitive that is no state: "Der Beschluss soll … erlauben"."""
    infinitive = next((t for t in verbs if t.tag_.endswith("INF")), None)
    if infinitive is None or not has_trees(modal.doc) or infinitive.lemma_.lower() in _STATES:
        return False
    subject = subject_of(predicate_of(modal))
    if subject is None or subject.tag_ != "NN" or subject.ent_type_ in {"PER", "ORG", "LOC"}:
        return False
    phrase = Phrase(subject.left_edge.i, subject.i + 1, subject.i, subject.i + 1)
    return not is_voice(modal.doc, phrase)


def lies_ahead(modal: Token) -> bool:
    """Whether a word in a verb's sentence places it ahead: "nun", "am Freitag"."""
    return any(t.lower_ in _AHEAD or _is_date(t) for t in modal.sent)


def _is_date(token: Token) -> bool:
    """Whether a token is the preposition of a day or month: "am Freitag", "im Oktober"."""
    following = token.i + 1 < len(token.doc) and token.nbor().lower_
    return token.lower_ in {"am", "im", "ab", "bis"} and following in _DATES


def is_own_claim(modal: Token) -> bool:
    """„will drei Schüsse gehört haben“: who says so of himself is not believed at once."""
    if modal.lemma_ != "wollen":
        return False
    after = [t for t in modal.sent if t.i > modal.i and t.tag_.startswith("V")]
    return any(a.tag_ == "VVPP" and b.lower_ in {"haben", "sein"} for a, b in pairwise(after))


def _plain_ability(form: str) -> bool:
    """„kann“, "darf" in the indicative state an ability or a permission, not a doubt."""
    return form in {
        "kann",
        "können",
        "darf",
        "dürfen",
        "konnte",
        "konnten",
        "durfte",
        "durften",
        "mag",
        "mögen",
    }
