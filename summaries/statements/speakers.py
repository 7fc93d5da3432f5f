"""Who is responsible for a statement: the name a reader sees and the key that voices are compared by.

A key reads ``side`` or ``side/detail``: ``RU`` (the state, its capital, its government), ``KR/nis`` (an organ
of it), ``wattol/meier`` (a person who speaks for an organisation), ``-/polizei`` (no side known).  Persons
carry an ``@`` before their surname.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from summaries.language.actors import Actor, ActorKind, actor_of
from summaries.model import Span, Speaker
from summaries.statements.content import compound_parts, event_of
from summaries.statements.lexicon import cues, roles, words
from summaries.statements.nominative import nominative
from summaries.statements.phrases import Phrase, phrases

_NAME_TAGS = frozenset({"NE", "FM"})
_PERSON_PRONOUNS = words("person_pronouns")
_UNKNOWN = "-"
# Whoever the phrase does not name, or only carries what others say: never counts as independent.
_UNNAMED = "?"
_PUBLIC = "public"  # police, town hall …: one voice each, whatever place they are of
_LEGAL_FORMS = words("legal_forms")
_OPENING = frozenset('„»"“‚›')
_PAPERS = (
    "zeitung",
    "blatt",
    "kurier",
    "post",
    "anzeiger",
    "magazin",
    "bote",
    "echo",
    "rundfunk",
    "presse",
    "tv",
)
_SHORT_FORM_REACH = 6  # tokens between a body's noun and its short form in brackets


@dataclass(slots=True)
class Cast:
    """The voices of one article so far: pronouns, surnames and "das Unternehmen" find their bearer here."""

    doc: Doc
    last: tuple[Speaker, ...] = ()
    gender: str = ""
    heard_in_block: bool = False
    person: Speaker | None = None
    people: dict[str, tuple[str, str]] = field(default_factory=dict)  # surname → (full name, side)
    genders: dict[str, str] = field(default_factory=dict)  # surname → "f" or "m", where an office shows it
    organisations: dict[str, tuple[str, str]] = field(default_factory=dict)  # key → (name, kind of body)


def side(actor: str) -> str:
    """The part of an actor key that names whose organ or person it is, "-" if unknown."""
    return actor.partition("/")[0]


def actor_key(found: Actor) -> str:
    """The key of a known actor: its side alone, or side and organ; groups of people speak for themselves."""
    if found.kind is ActorKind.GROUP:
        return f"{_UNKNOWN}/{found.key}"
    top = found.parent or found.key
    return top if found.key == top else f"{top}/{found.key.rpartition(':')[2].lower()}"


def actor_in(text: str) -> str | None:
    """The key of the actor that ``text`` names as a whole, or None."""
    found = actor_of(text)
    return actor_key(found) if found and found.kind is not ActorKind.GROUP else None


def speakers(cast: Cast, found: Sequence[Phrase]) -> tuple[Speaker, ...]:
    """Resolve the phrases of a subject or source to speakers; a pronoun without bearer gives none."""
    resolved: list[Speaker] = []
    for phrase in found:
        span = _span(cast.doc, phrase.begin, phrase.end)
        if phrase.pronoun:
            resolved.extend(replace(s, spans=(span,)) for s in _meant(cast, cast.doc[phrase.begin].lower_))
        else:
            resolved.append(replace(_speaker(cast, phrase), spans=(span,)))
    return tuple(resolved)


def hear(cast: Cast, found: Sequence[Speaker]) -> None:
    """Remember who spoke last, with the grammatical gender that a pronoun must match."""
    if not found:
        return
    cast.last, cast.heard_in_block = tuple(found), True
    spans = found[0].spans
    if spans:
        phrase = cast.doc.char_span(spans[0].begin, spans[0].end, alignment_mode="expand")
        cast.gender = _gender(phrase) if phrase is not None else ""


def note_mentions(cast: Cast, found: Sequence[Phrase]) -> Speaker | None:
    """Remember the persons and organisations that the phrases name; return the last person."""
    last: Speaker | None = None
    for phrase in found:
        names = _name_tokens(cast.doc, phrase)
        _note_short_form(cast, phrase)
        for inner in phrases(cast.doc, range(phrase.core_end, phrase.end)):
            note_mentions(cast, (inner,))
        if not names:
            continue
        if _is_person(cast.doc, phrase, names):
            last = _note_person(cast, phrase, names)
            gender = _gender(cast.doc[phrase.begin : phrase.end])
            cast.genders[_surname_of(last)] = gender or cast.genders.get(_surname_of(last), "")
        elif _is_organisation(cast.doc, phrase, names):
            _note_organisation(cast, phrase, names)
    return last


def is_medium(doc: Doc, phrase: Phrase) -> bool:
    """Whether the phrase names a paper, agency or station: a channel that carries what others say."""
    known = actor_of(phrase.text(doc))
    if known is not None and known.kind is ActorKind.AGENCY:
        return True
    words = {doc[i].lemma_.lower() for i in range(phrase.begin, phrase.end)}
    heads = {part for i in range(phrase.begin, phrase.end) for part in compound_parts(doc[i])[-1:]}
    return bool((words | heads) & roles().media)


def is_voice(doc: Doc, phrase: Phrase, *, named_source: bool = False) -> bool:
    """Whether the phrase can speak at all: a person, a body, a paper; "die Daten" cannot.

    ``named_source`` admits what only stands after "laut" ("laut Bericht", "Schätzungen zufolge").
    """
    head = doc[phrase.head]
    if phrase.pronoun or named_source or head.tag_ == "NE" or head.ent_type_ in {"PER", "ORG"}:
        return True
    if _name_tokens(doc, phrase) or is_medium(doc, phrase) or _is_bare_name(doc, phrase):
        return True
    table, lemma = roles(), head.lemma_.lower()
    last = compound_parts(head)[-1:] or (lemma,)
    if (
        {lemma, *last} & table.voices
        or _kind_of(head) in table.bodies | table.spokespeople
        or _is_office(head)
        or _public_body(head)
    ):
        return True
    if event_of(head) is not None or {lemma, *last} & table.not_voices:
        return False
    known = actor_of(phrase.text(doc))
    return lemma.endswith(table.voice_endings) or (known is not None and known.kind is not ActorKind.GROUP)


def _is_bare_name(doc: Doc, phrase: Phrase) -> bool:
    """A singular noun without article that opens the sentence right before its verb is a name.

    „Nordtank bestreitet das“: a common noun would need its article.
    """
    head, end = doc[phrase.head], phrase.end
    if phrase.end - phrase.begin != 1 or not head.is_sent_start or end >= len(doc):
        return False
    verb = doc[end]
    return head.tag_ == "NN" and verb.tag_.endswith("FIN") and not verb.lower_.endswith("en")


def body_in(cast: Cast, phrase: Phrase) -> str | None:
    """The key of the organisation that a phrase names or means ("die Gewerkschaft"), None if none."""
    if phrase.pronoun:
        return None
    names = _name_tokens(cast.doc, phrase)
    if names and not _is_person(cast.doc, phrase, names):
        before = [t for t in cast.doc[phrase.begin : names[0].i] if t.tag_ in {"NN", "NNA"}]
        kept = [t for t in names if t.text not in _LEGAL_FORMS and not t.is_punct] or names
        return _organisation_key(before, kept)
    return _organisation_of_kind(cast, _kind_of(cast.doc[phrase.head])) or None


# --- resolution ---------------------------------------------------------------------------------------


def _meant(cast: Cast, pronoun: str) -> tuple[Speaker, ...]:
    """„er“, "sie" is the last speaker if the gender allows; "dieser" the person named last before."""
    if pronoun in {"dieser", "diese"}:
        return (cast.person,) if cast.person is not None else ()
    if pronoun not in _PERSON_PRONOUNS:
        return ()
    wanted = "m" if pronoun == "er" else "f"
    spoke = any(_surname_of(voice) for voice in cast.last)
    if not spoke and cast.person is not None and cast.genders.get(_surname_of(cast.person)) == wanted:
        return (cast.person,)  # a body of no certain gender spoke last, but a person was named right before
    if cast.last and cast.gender in {"", wanted}:
        return cast.last
    # "Ida Voss trat vor die Presse. Sie sagte …": nobody spoke yet, so it is who was named right before.
    return (cast.person,) if cast.person is not None and not cast.last else ()


def _surname_of(voice: Speaker) -> str:
    """The surname in the key of a person, "" for a body."""
    return voice.actor.rpartition("@")[2] if "@" in voice.actor else ""


def _gender(phrase: DocSpan) -> str:
    first = phrase[0].lower_
    feminine = any(t.tag_ == "NN" and t.lower_.endswith(("in", "innen")) for t in phrase)
    if first in {"eine", "die", "diese", "sie"} or feminine:
        return "f"
    return "m" if first in {"der", "ein", "dieser", "er"} else ""


def _speaker(cast: Cast, phrase: Phrase) -> Speaker:
    doc = cast.doc
    names = _apposition(doc, phrase) or _name_tokens(doc, phrase)
    public = _public_body(doc[phrase.head])
    state = public == "ministerium" and _known(doc, phrase) is not None  # "das russische Ministerium"
    if public and not state and not _is_office(doc[phrase.head]):
        return Speaker(nominative(doc, phrase), f"{_PUBLIC}:{public}")
    surname = _surname(cast, names)
    if surname in cast.people and not _apposition(doc, phrase):
        full, known_side = cast.people[surname]
        return Speaker(full, f"{known_side or _UNKNOWN}/@{surname}")
    known = None if _mixed(doc, phrase) else _known(doc, phrase)
    if known is not None and known.kind is not ActorKind.GROUP:
        itself = known.key == (known.parent or known.key) and known.kind is not ActorKind.ORGANISATION
        shown = nominative(doc, phrase) if itself else known.name
        return Speaker(shown, actor_key(known))
    if names:
        return _named(cast, phrase, names)
    return _described(cast, phrase)


def _public_body(head: Token) -> str:
    """The public body that a noun stands for: "Ermittler" and "Polizeipräsidium" are the police."""
    table = roles().public
    return table.get(head.lemma_.lower()) or table.get((compound_parts(head) or ("",))[-1], "")


def _surname(cast: Cast, names: Sequence[Token]) -> str:
    if not names:
        return ""
    word = names[-1].text.lower()
    short = word.removesuffix("s")
    return short if word not in cast.people and short in cast.people else word


def _named(cast: Cast, phrase: Phrase, names: Sequence[Token]) -> Speaker:
    if _is_person(cast.doc, phrase, names) or _apposition(cast.doc, phrase):
        return _note_person(cast, phrase, names)
    key = _note_organisation(cast, phrase, names)
    medium = cast.organisations[key][1] == "medium" or _is_paper(cast.doc, phrase, names)
    return Speaker(cast.organisations[key][0], f"{_UNNAMED}/{key}" if medium else key)


def _is_paper(doc: Doc, phrase: Phrase, names: Sequence[Token]) -> bool:
    """Whether a name is a paper's or station's: by its noun, its ending, or quotation marks around it."""
    marked = names[0].i > 0 and doc[names[0].i - 1].text in _OPENING
    return marked or is_medium(doc, phrase) or names[-1].text.lower().endswith(_PAPERS)


def _described(cast: Cast, phrase: Phrase) -> Speaker:
    """A voice without a name: "das Unternehmen", "ein Sprecher des Verbands", "die Polizei"."""
    doc, head = cast.doc, cast.doc[phrase.head]
    shown, kind = nominative(doc, phrase), _kind_of(head)
    lemma = head.lemma_.lower()
    if lemma in cues().bases | cues().pointers or is_medium(doc, phrase):
        return Speaker(shown, f"{_UNNAMED}/{_slug(lemma)}")
    if _is_bare_name(doc, phrase):
        return Speaker(head.text, _note_organisation(cast, phrase, [head]))
    if _public_body(head) or kind in roles().spokespeople:
        public = _public_body(head)
        return Speaker(
            shown, f"{_PUBLIC}:{public}" if public else f"{_body(cast, phrase) or _UNNAMED}/sprecher"
        )
    if doc[phrase.begin].lower_ in {"der", "die", "das", "des", "dem"}:
        key = _organisation_of_kind(cast, kind)
        if key:
            return Speaker(cast.organisations[key][0], key)
    if kind in roles().bodies:
        return Speaker(shown, f"{_UNNAMED}/{kind}")
    return Speaker(shown, _group_key(doc, phrase))


def _group_key(doc: Doc, phrase: Phrase) -> str:
    """The key of people without a name: "ukrainische Experten", "Anwohner"."""
    group = actor_of(phrase.text(doc)) if not _mixed(doc, phrase) else None
    if group is not None:
        return actor_key(group)
    inside = [doc[i] for i in range(phrase.begin, phrase.core_end)]
    adjectives = [token.lemma_.lower() for token in inside if token.tag_ == "ADJA"]
    return f"{_UNKNOWN}/{'-'.join([*adjectives, _slug(doc[phrase.head].lemma_)])}"


def _body(cast: Cast, phrase: Phrase) -> str:
    """The body that a spokesperson speaks for, named after the noun or in it; "" where it is not said."""
    if phrase.end > phrase.core_end:
        inner = phrases(cast.doc, range(phrase.core_end, phrase.end))
        if inner:
            return side(_speaker(cast, inner[0]).actor).replace(_UNKNOWN, _UNNAMED)
    parts = compound_parts(cast.doc[phrase.head])[:-1]  # "Ministeriumssprecher"
    kinds = [roles().kinds[part] for part in parts if part in roles().kinds]
    return _organisation_of_kind(cast, kinds[0]) if kinds else ""


def _organisation_of_kind(cast: Cast, kind: str) -> str:
    """The one organisation of this kind that the article has named, "" if none or several."""
    found = [key for key, (_, own) in cast.organisations.items() if own == kind]
    return found[0] if len(found) == 1 else ""


def _kind_of(head: Token) -> str:
    """The kind of body or role that a noun names: "Tanklagerbetreiber" is a "unternehmen"."""
    table = roles()
    for word in (head.lemma_.lower(), *compound_parts(head)[-1:]):
        if word in table.kinds:
            return table.kinds[word]
        if word in table.spokespeople:
            return word
    return head.lemma_.lower()


def _mixed(doc: Doc, phrase: Phrase) -> bool:
    """„südkoreanische und westliche Dienste“: more than one origin, so no single actor."""
    return any(doc[i].tag_ == "KON" for i in range(phrase.begin, phrase.core_end))


def _known(doc: Doc, phrase: Phrase) -> Actor | None:
    """The actor that the phrase itself is: its full text, its core, or the name in it."""
    for text in (phrase.text(doc), doc[phrase.begin : phrase.core_end].text):
        found = actor_of(text)
        if found is not None:
            return found
    return None


# --- names --------------------------------------------------------------------------------------------


def _note_person(cast: Cast, phrase: Phrase, names: Sequence[Token]) -> Speaker:
    surname = _surname(cast, names)
    full, known_side = cast.people.get(surname, ("", ""))
    name = " ".join(t.text for t in names)
    where = (known_side if known_side != _UNNAMED else "") or _side_in(cast, phrase, names)
    cast.people[surname] = (max(full, name, key=len), where)
    return Speaker(cast.people[surname][0], f"{where or _UNKNOWN}/@{surname}")


def _note_organisation(cast: Cast, phrase: Phrase, names: Sequence[Token]) -> str:
    names = [t for t in names if t.text not in _LEGAL_FORMS and not t.is_punct] or list(names)
    name = " ".join(t.text for t in names)
    before = [t for t in cast.doc[phrase.begin : names[0].i] if t.tag_ in {"NN", "NNA"}]
    key = _organisation_key(before, names)
    kind = _kind_of(before[-1]) if before else cast.organisations.get(key, ("", ""))[1]
    shown = cast.organisations.get(key, (name, ""))[0]
    cast.organisations.pop(key, None)
    cast.organisations[key] = (shown, kind)
    return key


def _organisation_key(before: Sequence[Token], names: Sequence[Token]) -> str:
    """A long name goes by its initials, as its short form does: "Gewerkschaft Wasser und Land" is "gwl"."""
    if len(names) == 1:
        return _slug(names[0].lemma_)
    initials = "".join(t.text[0] for t in [*before[-1:], *names] if t.text[0].isupper())
    return initials.lower() if len(initials) > 2 else _slug(" ".join(t.text for t in names))  # noqa: PLR2004


def _note_short_form(cast: Cast, phrase: Phrase) -> None:
    """„die Gewerkschaft Wasser und Land (GWL)“: the short form in brackets is the body's key and name."""
    kind = _kind_of(cast.doc[phrase.head])
    if kind not in roles().bodies:
        return
    following = list(cast.doc[phrase.core_end : phrase.core_end + _SHORT_FORM_REACH])
    for opening, short, closing in zip(following, following[1:], following[2:], strict=False):
        if opening.text == "(" and closing.text == ")" and short.text.isupper() and len(short.text) > 1:
            cast.organisations[_slug(short.text)] = (short.text, kind)


def _is_organisation(doc: Doc, phrase: Phrase, names: Sequence[Token]) -> bool:
    """Whether a mention surely names a body: by its label or by a noun of kind before it."""
    if actor_of(" ".join(t.text for t in names)) is not None:
        return False
    before = [t for t in doc[phrase.begin : names[0].i] if t.tag_ in {"NN", "NNA"}]
    return any(t.ent_type_ == "ORG" for t in names) or (
        bool(before) and _kind_of(before[-1]) in roles().bodies
    )


def _name_tokens(doc: Doc, phrase: Phrase) -> list[Token]:
    """The name in the phrase: the run of name words at its core's end."""
    names: list[Token] = []
    for token in reversed(doc[phrase.begin : phrase.core_end]):
        if token.is_space:
            continue
        surname = (
            not names and token.tag_ == "NN" and token.i > phrase.begin and doc[token.i - 1].tag_ == "NE"
        )
        labelled = token.ent_type_ in {"PER", "ORG"} and token.tag_ != "ART"
        if surname or labelled or token.tag_ in _NAME_TAGS:
            names.insert(0, token)
        else:
            break
    while len(names) > 1 and _is_office_compound(names[0]):
        names = names[1:]
    # An office before a name is no part of it even where the recogniser thinks so.
    while len(names) > 1 and names[0].tag_ in {"NN", "ADJA"} and names[1].tag_ in _NAME_TAGS:
        names = names[1:]
    if any(t.tag_ in _NAME_TAGS or t.ent_type_ == "ORG" for t in names):
        return names
    nouns = [t for t in doc[phrase.begin : phrase.core_end] if t.tag_ in {"NN", "NNA"}]
    named_body = len(nouns) > 1 and _kind_of(nouns[0]) in roles().bodies
    return list(doc[nouns[1].i : phrase.core_end]) if named_body else []


def _apposition(doc: Doc, phrase: Phrase) -> list[Token]:
    """The name after an office: "die Sprecherin des Verbands, Femke Tjarks,"."""
    if phrase.end + 1 >= len(doc) or doc[phrase.end].text != "," or _name_tokens(doc, phrase):
        return []
    names: list[Token] = []
    for token in doc[phrase.end + 1 : phrase.end + 5]:
        if token.tag_ not in _NAME_TAGS:
            break
        names.append(token)
    return names if len(names) > 1 else []


def _is_person(doc: Doc, phrase: Phrase, names: Sequence[Token]) -> bool:
    country = actor_of(" ".join(t.text for t in names))
    if country is not None and country.kind is ActorKind.COUNTRY:
        return False  # "ein Vertreter Nordkoreas"
    labels = {t.ent_type_ for t in names}
    before = [t for t in doc[phrase.begin : names[0].i] if t.tag_ in {"NN", "NNA"} or _is_office_compound(t)]
    if before:
        kind = _kind_of(before[-1])
        if _is_office_compound(before[-1]):
            return True
        if kind in roles().bodies:
            return False
        if kind in roles().spokespeople or kind in roles().offices or _is_office(before[-1]):
            return True
    if "ORG" in labels:
        return False
    return len(names) > 1 and not labels & {"LOC"}


def _is_office_compound(token: Token) -> bool:
    """„Talora-Chefin“, whatever the tagger takes it for."""
    last = token.text.rpartition("-")[2].lower()
    return "-" in token.text and (last.endswith(tuple(roles().offices)) or last in roles().spokespeople)


def _is_office(noun: Token) -> bool:
    return noun.lemma_.lower().endswith(tuple(roles().offices))


def _side_in(cast: Cast, phrase: Phrase, names: Sequence[Token]) -> str:
    """The side named in the phrase ("ukrainischer Präsident"), "?" where a spokesperson's is not said."""
    own = {t.i for t in names}
    end = max(phrase.end, names[0].i)
    for token in cast.doc[phrase.begin : end]:
        if token.i in own:
            continue
        for piece in (token.text, token.lemma_, *token.text.split("-")[:-1]):
            found = actor_of(piece)
            if found is not None:
                return found.parent or found.key
            if _slug(piece) in cast.organisations or _is_compound_name(token, piece):
                return _slug(piece)
    public = _public_body(cast.doc[phrase.head])
    if public:
        return f"{_PUBLIC}:{public}"
    return (
        (_body(cast, phrase) or _UNNAMED) if _kind_of(cast.doc[phrase.head]) in roles().spokespeople else ""
    )


def _is_compound_name(token: Token, piece: str) -> bool:
    """Whether a hyphenated office begins with a body's name ("Siemens-Sprecherin", not "Vize-Chefin")."""
    table, word = roles(), piece.lower()
    common = (
        word in table.kinds
        or word in table.voices
        or word in table.public
        or word in words("office_prefixes")
    )
    return piece != token.text and token.text.startswith(f"{piece}-") and piece[:1].isupper() and not common


def _slug(text: str) -> str:
    return re.sub(r"[^\w]+", "-", text.lower()).strip("-") or "unbekannt"


def _span(doc: Doc, begin: int, end: int) -> Span:
    last = doc[end - 1]
    return Span(doc[begin].idx, last.idx + len(last.text))
