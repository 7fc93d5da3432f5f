"""What a proposition is about, in terms that can be compared across articles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from summaries.language.compounds import parts_of
from summaries.model import Content
from summaries.statements.clauses import Clause
from summaries.statements.lexicon import concepts, cues, events, roles, words
from summaries.statements.phrases import Phrase, phrases, subject

_CONTENT_TAGS = frozenset(
    {"NN", "NE", "NNA", "ADJA", "ADJD", "VVFIN", "VVINF", "VVPP", "VVIZU", "CARD", "FM"}
)
_NOUN_TAGS = frozenset({"NN", "NNA", "NE", "FM"})
_NEGATIONS = words("content_negations")
_COUNTERED = frozenset(["nur", "allein", "bloß", "lediglich"])  # "nicht nur" does not negate
_INTENTIONS = words("intentions")
_PLANS = frozenset({"planen", "beabsichtigen", "vorhaben", "ankündigen", "drohen", "androhen"})
_PLACE_PREPOSITIONS = words("place_prepositions")

# Nouns of time, measure and text structure: they frame a proposition and are not what it is about.
_FRAME_NOUNS = words("frame_nouns")

_ANYBODY = frozenset({"Unbekannte", "Täter", "Mensch", "Leute", "Person"})
_TOTALS = frozenset({"Zahl", "Anzahl"})
_YEAR = re.compile(r"(?:18|19|20)\d\d")
# "Wagen der Baujahre 2022 und 2023": which ones, not when
_VINTAGES = frozenset(["baujahr", "jahrgang", "modelljahr"])
_PAST = words("past")
# Named months and bases of comparison: "im März gestiegen" does not speak of April.
_WHEN = words("when")
_AMONG = frozenset({"darunter", "worunter"})
_FEWEST = 3  # words before it, so that it does not open the sentence
_SETTING = frozenset({"nach", "seit", "wegen", "trotz", "während", "angesichts", "infolge", "aufgrund"})
_CHANGED = frozenset({"wieder", "inzwischen", "mittlerweile", "nun", "mehr", "jetzt"})
_DONE = frozenset(["musste", "mussten", "konnte", "konnten"])  # "mussten gerettet werden": they were
_AHEAD = frozenset(["übermorgen", "demnächst", "künftig", "bald"])
_WEEKDAYS = words("weekdays")
_PERSONS = words("counted_persons")

_TELLING_PART = 4  # characters; shorter parts of compounds are linking elements and prefixes

ActorsOf = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Reading:
    """The means to read a document.

    ``actor`` resolves a word to an actor's key, ``body`` a phrase to the organisation that it means.
    """

    doc: Doc
    actor: ActorsOf
    body: Callable[[Phrase], str | None] = lambda _phrase: None


def content_of(
    reading: Reading,
    tokens: Sequence[int],
    clause: Clause | None,
    *,
    agent: Iterable[str] = (),
    planned: bool = False,
) -> Content:
    """Describe the proposition over ``tokens``.

    Args:
        reading: Document and actor resolution.
        tokens: Indices of its tokens, without the words that attribute it.
        clause: Its main clause, None for a noun phrase ("die Beteiligung …").
        agent: Actor keys known from outside (whoever concedes, is accused, announces).
        planned: Whether its surroundings already make it a plan.
    """
    words = _without_members([reading.doc[i] for i in tokens])
    predicate, verb = _predicate(reading.doc, words, clause)
    return Content(
        predicate=predicate,
        terms=frozenset(_terms(words)),
        roles={
            **_roles_of_words(reading, words),
            "agent": frozenset({*agent, *_agents(reading, clause)}),
            "subject": frozenset(_subject_kinds(reading.doc, clause)),
            "verb": frozenset({verb} if verb else ()),
            "verbs": frozenset(_joined_verbs(words, clause)),
            "object": frozenset(_objects(words, clause)),
        },
        negated=_negated(words, clause),
        planned=planned or is_planned(words, clause, reading.doc),
    )


def _without_members(words: list[Token]) -> list[Token]:
    """Leave out who or what is among them: "sieben Menschen, darunter drei Mitglieder einer Familie"."""
    at = next((n for n, word in enumerate(words) if word.lower_ in _AMONG), len(words))
    return words[:at] if at >= _FEWEST else words


def taking_up(content: Content, earlier: Content) -> Content:
    """Return a content with what its "darauf" stands for: things and names of the sentence before."""
    taken = {name: content.roles[name] | earlier.roles.get(name, frozenset()) for name in ("things", "names")}
    return replace(content, terms=content.terms | earlier.terms, roles={**content.roles, **taken})


def _roles_of_words(reading: Reading, words: Sequence[Token]) -> dict[str, frozenset[str]]:
    """What the words name, wherever they stand in the proposition."""
    return {
        "events": frozenset(_events(words)),
        "actors": frozenset(_actors(reading, words)),
        "things": frozenset(_things(words)),
        "names": frozenset(_names(words)),
        "origins": frozenset(_origins(words)),
        "place": frozenset(_places(reading.doc, words)),
        "time": frozenset(_times(words)),
        "when": frozenset(
            w.lemma_.lower() for w in words if w.lemma_ in _WEEKDAYS or w.lemma_.lower() in _WHEN
        ),
        "change": frozenset({"yes"} if any(w.lower_ in _CHANGED for w in words) else ()),
        "setting": frozenset(_setting(words)),
    }


def _setting(words: Iterable[Token]) -> Iterable[str]:
    """Nouns that only say after what: "Nach dem Einsturz gibt es Kritik" tells of no collapse."""
    for word in words:
        before = {child.lower_ for child in word.children if child.dep_ == "case"}
        if word.tag_ in _NOUN_TAGS and before & _SETTING:
            yield from _terms([word])


def concept(token: Token) -> str:
    """The noun that stands for the token's kind: its group's, else its own lemma or compound head."""
    lemma = token.lemma_.lower()
    groups = concepts()
    if lemma in groups:
        return groups[lemma]
    parts = compound_parts(token)
    return groups.get(parts[-1], lemma) if len(parts) > 1 else lemma


def compound_parts(token: Token) -> tuple[str, ...]:
    """Lower-case parts of a compound as the pipeline found them, () where it is none."""
    return parts_of(token.text, token.tag_)


def event_of(token: Token) -> str | None:
    """The event class that the token names, or None."""
    lemma = token.lemma_.lower()
    found = events().of.get(lemma)
    if found is None and token.tag_ in _NOUN_TAGS:
        parts = compound_parts(token)
        found = events().of.get(parts[-1]) if len(parts) > 1 else None
    return found.name if found else None


def is_planned(words: Sequence[Token], clause: Clause | None, doc: Doc) -> bool:
    """Whether the proposition is a plan, an intention or a possibility rather than something done."""
    aims = any(w.tag_ in {"VVIZU", "PTKZU"} for w in words)
    if any(w.lemma_.lower() in (_INTENTIONS if aims else _PLANS) for w in words if w.tag_.startswith("VV")):
        return True
    if clause is None or clause.finite is None:
        return False
    finite = doc[clause.finite]
    if _looks_ahead(words):
        return True
    tags = {doc[i].tag_ for i in clause.verbs}
    perfect = (
        "VVPP" in tags
        and (tags & {"VAINF", "VAFIN"})
        and any(doc[i].lower_ in {"haben", "sein"} for i in clause.verbs)
    )
    if finite.tag_ == "VMFIN":
        return not perfect and finite.lower_ not in _DONE
    return finite.lemma_ == "werden" and ("VVINF" in tags or "VAINF" in tags)


def _looks_ahead(words: Sequence[Token]) -> bool:
    """„ab Montag“, "in der kommenden Woche": the present tense speaks of the future."""
    for position, word in enumerate(words):
        following = words[position + 1] if position + 1 < len(words) else None
        if word.lower_ in _AHEAD or (word.tag_ == "ADJA" and word.lemma_.lower() in {"kommend", "nächst"}):
            return True
        if (
            word.lower_ == "ab"
            and following is not None
            and (following.lemma_ in _WEEKDAYS or following.tag_ == "CARD")
        ):
            return True
    return False


def _predicate(doc: Doc, words: Sequence[Token], clause: Clause | None) -> tuple[str, str]:
    """Return (event class or lemma, lemma) of the word that carries the proposition."""
    counted = _counted_noun(words)
    if counted is not None:
        return event_of(counted) or concept(counted), "zahl"
    carrier = _carrier(doc, words, clause)
    if carrier is None:
        return _copula(doc, clause)
    if carrier.lemma_ in {"kommen", "verlieren"} and "kill" in set(_events(words)):
        return "kill", carrier.lemma_
    return event_of(carrier) or carrier.lemma_.lower(), carrier.lemma_.lower()


def _joined_verbs(words: Sequence[Token], clause: Clause | None) -> Iterable[str]:
    """„verlässt den Verein und wechselt nach Turin“: the verbs that share the clause's subject."""
    own = set(clause.verbs if clause is not None else ())
    for word in words:
        if word.tag_.startswith("VV") and word.dep_ == "conj" and word.head.i in own:
            own.add(word.i)
    return (word.lemma_.lower() for word in words if word.i in own and word.tag_.startswith("VV"))


def _copula(doc: Doc, clause: Clause | None) -> tuple[str, str]:
    """„sind ohne Strom“: a state, told apart by what it is said of."""
    if clause is None or clause.finite is None or doc[clause.finite].tag_ != "VAFIN":
        return "", ""
    return doc[clause.finite].lemma_.lower(), doc[clause.finite].lemma_.lower()


def _intended(words: Sequence[Token], clause: Clause) -> Token:
    """„hat beschlossen, Truppen zu schicken“: what is meant to be done carries the proposition."""
    inside = set(clause.verbs)
    aims = [w for w in words if w.tag_ in {"VVINF", "VVIZU"} and w.i not in inside]
    own = [w for w in words if w.i in inside and w.tag_.startswith("VV")]
    return (aims or own)[-1]


def _counted_noun(words: Sequence[Token]) -> Token | None:
    """„die Zahl der Toten stieg auf …“: the event is the death, not the rise."""
    for position, word in enumerate(words):
        if word.lemma_ in _TOTALS:
            following = [w for w in words[position + 1 : position + 4] if w.tag_ in {"NN", "NNA"}]
            return following[0] if following else None
    return None


def _subject_kinds(doc: Doc, clause: Clause | None) -> Iterable[str]:
    """Kinds of thing in subject position, in active and passive alike: soldiers are no officers."""
    if clause is None:
        return
    for phrase in subject(doc, clause):
        counts = doc[phrase.head].lemma_ in _TOTALS | _ANYBODY
        if not phrase.pronoun and not counts and doc[phrase.head].tag_ in {"NN", "NNA"}:
            yield concept(doc[phrase.head])


def _times(words: Iterable[Token]) -> Iterable[str]:
    """Explicit years and words for a time long past: such a sentence speaks of another event."""
    words = list(words)
    vintage = any(word.lemma_.lower() in _VINTAGES for word in words)
    for word in words:
        if (_YEAR.fullmatch(word.text) and not vintage) or word.lemma_.lower() in _PAST:
            yield word.lemma_.lower()


def _carrier(doc: Doc, words: Sequence[Token], clause: Clause | None) -> Token | None:
    if clause is not None:
        verbs = [doc[i] for i in clause.verbs if doc[i].tag_.startswith("VV")]
        if verbs:
            return _intended(words, clause) if verbs[-1].lemma_.lower() in _INTENTIONS else verbs[-1]
        predicative = [w for w in words if w.tag_ == "ADJD"]
        nouns = [w for w in words if event_of(w)]
        return next(iter([*predicative, *nouns]), None)
    nouns = [w for w in words if w.tag_ in _NOUN_TAGS and w.lemma_.lower() not in _FRAME_NOUNS]
    named = [w for w in [*nouns, *words] if event_of(w)]
    return next(iter([*named, *nouns]), None)


def _terms(words: Iterable[Token]) -> Iterable[str]:
    for word in words:
        if word.tag_ in _CONTENT_TAGS and not word.is_stop:
            yield word.lemma_.lower()
            yield from (part for part in compound_parts(word) if len(part) >= _TELLING_PART)


def _events(words: Sequence[Token]) -> Iterable[str]:
    for word in words:
        name = event_of(word)
        if name:
            yield name
        if word.lemma_ == "Leben" and _dies(words):
            yield "kill"
        if word.lemma_ == "Seite" and _beside_somebody(word):
            yield "participate"  # "an der Seite der …", "auf Seiten Russlands"


def _dies(words: Sequence[Token]) -> bool:
    """„ums Leben kommen“, "das Leben verlieren"."""
    return any(w.lemma_ in {"kommen", "verlieren"} for w in words) and any(
        w.lower_ in {"ums", "das"} for w in words
    )


def _beside_somebody(word: Token) -> bool:
    doc = word.doc
    before = {doc[i].lower_ for i in range(max(0, word.i - 2), word.i)}
    after = doc[word.i + 1] if word.i + 1 < len(doc) else None
    return bool(before & {"an", "auf"}) and after is not None and after.tag_ in {"ART", "NE", "APPR", "ADJA"}


def _actors(reading: Reading, words: Iterable[Token]) -> Iterable[str]:
    for word in words:
        if word.tag_ in _NOUN_TAGS or word.tag_ in {"ADJA", "TRUNC"}:
            for piece in {word.text, word.lemma_, *word.text.split("-")}:
                key = reading.actor(piece)
                if key:
                    yield key.partition("/")[0]


def _names(words: Iterable[Token]) -> Iterable[str]:
    """Proper names of any kind, known or not, but not the town that somebody is from."""
    return (w.lemma_.lower() for w in words if _is_name(w) and not _is_home(w))


def _origins(words: Iterable[Token]) -> Iterable[str]:
    """Adjectives that say of where or whom something is: "das Dresdner Landgericht", "torvische Soldaten"."""
    return (
        w.lemma_.lower()
        for w in words
        if w.tag_ == "ADJA" and (w.lemma_.endswith("isch") or (w.text[0].isupper() and w.text.endswith("er")))
    )


def _is_home(name: Token) -> bool:
    """„Ein Gärtner aus Radebeul“: where somebody lives is not where it happens."""
    before = name.nbor(-1) if name.i else None
    noun = name.nbor(-2) if name.i > 1 else None
    if before is None or noun is None or before.lower_ != "aus" or noun.tag_ not in {"NN", "NNA"}:
        return False
    lemma = noun.lemma_.lower()
    person = lemma in _PERSONS or (lemma.endswith(("er", "erin", "jährige")) and lemma not in roles().kinds)
    return person and any(child.lemma_ == "ein" for child in noun.children)


def _is_name(word: Token) -> bool:
    """Whether a word is a proper name: by its tag, or as a place or person tagged as a noun."""
    return word.tag_ == "NE" or (word.tag_ == "NN" and word.ent_type_ in {"LOC", "PER"})


def _objects(words: Sequence[Token], clause: Clause | None) -> Iterable[str]:
    """What is done something to: the kinds and names in the direct objects of the clause's own verbs."""
    inside, verbs = {w.i for w in words}, set(clause.verbs if clause is not None else ())
    for word in words:
        if (
            word.dep_ != "obj"
            or word.head.i not in verbs
            or word.lemma_.lower() in _FRAME_NOUNS
            or event_of(word)
        ):
            continue
        near = [word, *word.children, *(t for child in word.children for t in child.children)]
        yield from (t.lemma_.lower() for t in near if t.i in inside and _is_name(t))
        if word.tag_ in {"NN", "NNA"} and not _is_name(word):
            yield concept(word)


def _things(words: Iterable[Token]) -> Iterable[str]:
    for word in words:
        lemma = word.lemma_.lower()
        if lemma in _FRAME_NOUNS or lemma in cues().evidence:
            continue
        if word.tag_ in {"NN", "NNA"} and not _is_name(word) and not event_of(word):
            yield concept(word)


def _agents(reading: Reading, clause: Clause | None) -> set[str]:
    if clause is None or clause.finite is None:
        return set()
    if _passive(reading.doc, clause):
        acting = [p for p in phrases(reading.doc, clause.tokens) if p.preposition in {"von", "vom", "durch"}]
    else:
        acting = list(subject(reading.doc, clause))
    return {key for phrase in acting for key in phrase_keys(reading, phrase)}


def phrase_keys(reading: Reading, phrase: Phrase) -> set[str]:
    """Actor keys and kinds of thing that a noun phrase names."""
    words = [reading.doc[i] for i in range(phrase.begin, phrase.end)]
    if (
        phrase.pronoun
        or reading.doc[phrase.head].lemma_ in _ANYBODY
        or reading.doc[phrase.head].lemma_ in _TOTALS
    ):
        return set()
    # "das Berliner Unternehmen Ryflow" acts by its name, "die Moskauer Führung" by its state.
    named = any(_is_name(w) for w in words if phrase.head <= w.i < phrase.core_end)
    keys = set(
        _actors(reading, [w for w in words if not (named and w.tag_ == "ADJA" and w.text[0].isupper())])
    )
    # "Bausenatorin Petra Wiegand" acts by her name, "die Fahrer in Hamburg" do not by the town's.
    names = [w.lemma_.lower() for w in words if _is_name(w) and phrase.head <= w.i < phrase.core_end]
    return keys or {reading.body(phrase) or (names[-1] if names else concept(reading.doc[phrase.head]))}


def _passive(doc: Doc, clause: Clause) -> bool:
    lemmas = {doc[i].lemma_ for i in clause.verbs}
    tags = {doc[i].tag_ for i in clause.verbs}
    return "werden" in lemmas and "VVPP" in tags


def _places(doc: Doc, words: Sequence[Token]) -> Iterable[str]:
    for word in words:
        if not _is_name(word) or not word.i or word.ent_type_ in {"PER", "ORG"} or _is_home(word):
            continue
        before = doc[word.i - 1]
        if word.ent_type_ in {"LOC", "GPE"}:
            placed = before.lower_ in _PLACE_PREPOSITIONS or before.tag_ == "NN"
        else:
            placed = before.lower_ in {"in", "bei", "aus"}
        if placed:
            yield word.lemma_.lower()


def _negated(words: Sequence[Token], clause: Clause | None) -> bool:
    scope = words if clause is None else [w for w in words if w.i in set(clause.tokens)]
    for position, word in enumerate(scope):
        if word.lower_ in _NEGATIONS:
            following = scope[position + 1].lower_ if position + 1 < len(scope) else ""
            before = scope[position - 1].lower_ if position else ""
            corrected = any(w.lower_ == "sondern" for w in scope[position:])  # "nicht A, sondern B" asserts B
            compared = _in_comparison(scope[:position])
            plain = before not in {"und", "sondern"} and not corrected and not compared
            plain = plain and not _of_attribute(word)
            if following not in _COUNTERED and plain:
                return True
    return False


def _of_attribute(negation: Token) -> bool:
    """„nicht näher genannte Täter“: what is so called is denied, not what they did."""
    doc, at = negation.doc, negation.i + 1
    while at < len(doc) and doc[at].tag_ in {"ADV", "ADJD"}:
        at += 1
    return at < len(doc) and doc[at].tag_ == "ADJA" and doc[at] in negation.ancestors


def _in_comparison(before: Sequence[Token]) -> bool:
    """„so viel wie nie zuvor“, "wie seit zehn Jahren nicht": says how much, and denies nothing."""
    words = [w.lower_ for w in before]
    at = len(words) - 1 - words[::-1].index("wie") if "wie" in words else 0
    if at == len(words) - 1 > 0:
        return True
    return at > 0 and ("so" in words[:at] or words[at - 1] == ",") and "," not in words[at:]
