"""What a noun phrase names: a person, a body, a paper, an office; and whether it can speak at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from summaries.language.actors import ActorKind, actor_of
from summaries.statements.content import compound_parts, event_of
from summaries.statements.lexicon import person_kinds, roles, words
from summaries.statements.phrases import Phrase

_DEFINITE = frozenset({"der", "die", "das", "des", "dem", "den", "dieser", "diese", "dieses"})
_OPENING = frozenset('„»«"“‚›')
PAPERS = (
    "zeitung", "blatt", "kurier", "post", "anzeiger", "magazin", "bote", "echo", "rundfunk", "presse", "tv",
)  # fmt: skip
_MASCULINE_OR_NEUTER = frozenset(
    {"dem", "den", "des", "einem", "einen", "eines", "diesem", "diesen", "dieses"}
)
_OF_WHAT = frozenset({"von", "vom", "in", "im", "bei", "beim", "für", "der"})
_LONGEST_PLACE = 6  # tokens
_IN_PLACE = frozenset({"ART", "NE", "NN", "ADJA", "APPR", "APPRART", "TRUNC", "KON"})
_NAME_TAGS = frozenset({"NE", "FM"})
# Nouns for accounts that nobody gives where no owner stands beside them, and what says how good they are.
_OF_NOBODY = words("accounts_of_nobody")
_VAGUE = words("vague_adjectives")
_DAYS = words("days_and_months")
_LEGAL_FORMS = words("legal_forms")
_OWNING = frozenset({"von", "vom", "aus", "der", "des", "seitens", "durch"})
_NEAR_OWNER = 3  # tokens
_CLOSING = frozenset('“”«»"’‘')
_LONGEST_TITLE = 9  # tokens with the closing mark
_ORDINAL = re.compile(r"\d+\.")


def is_medium(doc: Doc, phrase: Phrase) -> bool:
    """Whether the phrase names a paper, agency or station: a channel that carries what others say."""
    known = actor_of(phrase.text(doc))
    if known is not None and known.kind is ActorKind.AGENCY:
        return True
    if kind_of(doc[phrase.head]) == "behörde":
        return False  # "die Bundesnetzagentur"
    core = range(phrase.begin, phrase.core_end)
    nouns = {doc[i].lemma_.lower() for i in core} | {
        part for i in core for part in compound_parts(doc[i])[-1:]
    }
    return bool(nouns & roles().media)


def is_paper(doc: Doc, phrase: Phrase) -> bool:
    """Tell whether a name is a paper's or station's: by its noun, its ending, or marks around it."""
    names = name_tokens(doc, phrase)
    if not names:
        return False
    marked = names[0].i > 0 and doc[names[0].i - 1].text in _OPENING
    return marked or is_medium(doc, phrase) or names[-1].text.lower().endswith(PAPERS)


def is_voice(doc: Doc, phrase: Phrase, *, named_source: bool = False) -> bool:
    """Whether the phrase can speak at all: a person, a body, a paper; "die Daten" cannot.

    ``named_source`` admits what only stands after "laut" ("laut Bericht", "Schätzungen zufolge").
    """
    head = doc[phrase.head]
    if phrase.pronoun or named_source or head.tag_ == "NE" or head.ent_type_ in {"PER", "ORG"}:
        return True
    if name_tokens(doc, phrase) or is_medium(doc, phrase) or is_bare_name(doc, phrase):
        return True
    table, lemma = roles(), head.lemma_.lower()
    last = compound_parts(head)[-1:] or (lemma,)
    if (
        {lemma, *last} & table.voices
        or kind_of(head) in table.bodies | table.spokespeople
        or is_office(head)
        or public_body(head)
    ):
        return True
    singular = lemma.removesuffix("en")  # the lemma of "Ökonomen" may still be a plural
    if event_of(head) is not None or {lemma, singular, *last} & table.not_voices:
        return False
    known = actor_of(phrase.text(doc))
    ends = lemma.endswith(table.voice_endings) or singular.endswith(table.voice_endings)
    return ends or (known is not None and known.kind is not ActorKind.GROUP)


def is_bare_name(doc: Doc, phrase: Phrase) -> bool:
    """A singular noun without article that opens the sentence right before its verb is a name.

    „Nordtank bestreitet das“: a common noun would need its article.
    """
    head, end = doc[phrase.head], phrase.end
    if phrase.end - phrase.begin != 1 or not head.is_sent_start or end >= len(doc):
        return False
    verb = doc[end]
    return head.tag_ == "NN" and verb.tag_.endswith("FIN") and not verb.lower_.endswith("en")


def kind_of(head: Token) -> str:
    """The kind of body or role that a noun names: "Tanklagerbetreiber" is a "unternehmen"."""
    table = roles()
    for word in (head.lemma_.lower(), *compound_parts(head)[-1:]):
        if word in table.kinds:
            return table.kinds[word]
        if word in table.spokespeople:
            return word
    return head.lemma_.lower()


def public_body(head: Token) -> str:
    """The public body that a noun stands for: "Ermittler" and "Polizeipräsidium" are the police."""
    table, lemma = roles().public, head.lemma_.lower()
    if lemma in roles().kinds:  # a "Reiseveranstalter" is a firm
        return table.get(lemma, "")
    return table.get(lemma) or table.get((compound_parts(head) or ("",))[-1], "")


def name_tokens(doc: Doc, phrase: Phrase) -> list[Token]:
    """The name in the phrase: the run of name words at its core's end."""
    names: list[Token] = []
    for token in reversed(doc[phrase.begin : phrase.core_end]):
        if token.is_space:
            continue
        behind_name = token.i > phrase.begin and doc[token.i - 1].tag_ == "NE"
        if token.tag_ == "NN" and behind_name and doc[token.i - 1].text.endswith(("'", "’")):
            break  # "Reinders' Anwalt"
        surname = not names and token.tag_ == "NN" and behind_name
        labelled = token.ent_type_ in {"PER", "ORG"} and token.tag_ != "ART"
        if surname or labelled or token.tag_ in _NAME_TAGS:
            names.insert(0, token)
        else:
            break
    while len(names) > 1 and is_office_compound(names[0]):
        names = names[1:]
    # An office before a name is no part of it even where the recogniser thinks so.
    while len(names) > 1 and names[0].tag_ in {"NN", "ADJA"} and names[1].tag_ in _NAME_TAGS:
        if _ORDINAL.fullmatch(names[0].text) or _is_uninflected(names[0]):
            break  # "1. FC Mornau", "New Mornau Times"
        names = names[1:]
    names = _of_firm(doc, phrase, names)
    if any(t.tag_ in _NAME_TAGS or t.ent_type_ == "ORG" for t in names):
        return names
    nouns = [t for t in doc[phrase.begin : phrase.core_end] if t.tag_ in {"NN", "NNA"}]
    named_body = len(nouns) > 1 and kind_of(nouns[0]) in roles().bodies
    return list(doc[nouns[1].i : phrase.core_end]) if named_body else []


def _of_firm(doc: Doc, phrase: Phrase, names: list[Token]) -> list[Token]:
    """The name with the noun that only a legal form follows ("die Autobahn GmbH"), none of "die Airline"."""
    if len(names) == 1 and _is_class(doc, phrase, names[0]):
        return []
    bare = bool(names) and all(t.text in _LEGAL_FORMS for t in names)
    return [t for t in doc[phrase.head : phrase.core_end] if t.tag_ in {"NN", "NE"}] if bare else names


def _is_class(doc: Doc, phrase: Phrase, noun: Token) -> bool:
    """Whether a noun for any body of its kind only looks like a name: "die Airline"."""
    definite = doc[phrase.begin].tag_ in {"ART", "PDAT"}
    return definite and noun.tag_ == "NN" and noun.lemma_.lower() in roles().kinds


def _is_uninflected(token: Token) -> bool:
    """Whether what is tagged as an attribute has no ending of one, so that it is part of a name."""
    return token.tag_ == "ADJA" and not token.lower_.endswith(("e", "en", "er", "es", "em"))


def marked_name(doc: Doc, phrase: Phrase) -> tuple[int, int] | None:
    """Return the tokens of a name in quotation marks that a phrase cuts off, None where it cuts none.

    „des Magazins „Rund ums Rad““ ends with "Rund" for whoever looks for noun phrases.
    """
    before = max(phrase.begin - 1, 0)
    behind = doc[phrase.end - 1].lemma_.lower() in roles().media  # "des Magazins | „Rund ums Rad“"
    last = min(phrase.end + behind, len(doc))
    begin = next((i for i in range(before, last) if doc[i].text in _OPENING), None)
    if begin is None:
        return None
    inside = doc[begin + 1 : begin + _LONGEST_TITLE]
    end = next((t.i for t in inside if t.is_quote or t.text in _CLOSING), None)
    whole = end is not None and end > phrase.end and not any(_is_said(t) for t in doc[begin + 1 : end])
    return (begin + 1, end) if end is not None and whole else None


def _is_said(token: Token) -> bool:
    """Whether a token shows that what stands in quotation marks is a sentence or a part of one."""
    return token.tag_.endswith("FIN") or token.text in {",", ".", "!", "?"}


def is_nobody(doc: Doc, phrase: Phrase) -> bool:
    """Whether words for a source name none at all: "Schätzungen zufolge", "nach bisherigem Kenntnisstand"."""
    first, head = phrase.begin, doc[phrase.head]
    vague = all(t.tag_ == "ADJA" and t.lemma_.lower() in _VAGUE for t in doc[first : phrase.head])
    if head.lemma_.lower() not in _OF_NOBODY or not vague or phrase.end > phrase.core_end:
        return False
    behind = doc[phrase.end : phrase.end + _NEAR_OWNER]
    owned = bool(behind) and (behind[0].lower_ in _OWNING or behind[0].tag_ == "NE")
    return not owned or any(is_time(t) for t in behind)


def is_time(noun: Token) -> bool:
    """Whether a noun says when: "vom gestrigen Mittwoch"."""
    return noun.tag_ in {"NN", "NE"} and (noun.ent_type_ == "DATE" or noun.lower_ in _DAYS)


def apposition(doc: Doc, phrase: Phrase) -> list[Token]:
    """The name after an office: "die Sprecherin des Verbands, Femke Tjarks,"."""
    comma = _behind_place(doc, phrase)
    if comma + 1 >= len(doc) or doc[comma].text != "," or name_tokens(doc, phrase):
        return []
    names: list[Token] = []
    for token in doc[comma + 1 : comma + 5]:
        if token.tag_ not in _NAME_TAGS:
            break
        names.append(token)
    closed = comma == phrase.end or doc[names[-1].i + 1 : names[-1].i + 2].text == "," if names else False
    return names if len(names) > 1 and closed else []


def _behind_place(doc: Doc, phrase: Phrase) -> int:
    """Where an office ends with the place or body behind it: "der Generalstabschef von Belarus, …"."""
    end = phrase.end
    office = is_office(doc[phrase.head]) or kind_of(doc[phrase.head]) in roles().spokespeople
    if not office or end >= len(doc) or doc[end].lower_ not in _OF_WHAT:
        return end
    stop = end + 1
    while stop < len(doc) and stop - end < _LONGEST_PLACE and doc[stop].tag_ in _IN_PLACE:
        stop += 1
    return stop if doc[stop : stop + 1].text == "," else end


def is_person(doc: Doc, phrase: Phrase, names: Sequence[Token]) -> bool:
    """Tell whether the name in a phrase is a person's, by its label and the noun before it."""
    country = actor_of(" ".join(t.text for t in names))
    if country is not None and country.kind is ActorKind.COUNTRY:
        return False  # "ein Vertreter Nordkoreas"
    labels = {t.ent_type_ for t in names}
    before = [t for t in doc[phrase.begin : names[0].i] if t.tag_ in {"NN", "NNA"} or is_office_compound(t)]
    if before:
        kind = kind_of(before[-1])
        if is_office_compound(before[-1]):
            return True
        if kind in roles().bodies:
            return False
        if kind in roles().spokespeople or kind in roles().offices or is_office(before[-1]):
            return True
    if "ORG" in labels:
        return False
    return len(names) > 1 and not labels & {"LOC"}


def is_office_compound(token: Token) -> bool:
    """„Talora-Chefin“, whatever the tagger takes it for."""
    last = token.text.rpartition("-")[2].lower()
    return "-" in token.text and (last.endswith(tuple(roles().offices)) or last in roles().spokespeople)


def is_office(noun: Token) -> bool:
    """Tell whether a noun is an office or a profession that stands before a name."""
    return noun.lemma_.lower().endswith(tuple(roles().offices))


def is_organisation(doc: Doc, phrase: Phrase, names: Sequence[Token]) -> bool:
    """Whether a mention surely names a body: by its label or by a noun of kind before it."""
    if actor_of(" ".join(t.text for t in names)) is not None:
        return False
    before = [t for t in doc[phrase.begin : names[0].i] if t.tag_ in {"NN", "NNA"}]
    return any(t.ent_type_ == "ORG" for t in names) or (
        bool(before) and kind_of(before[-1]) in roles().bodies
    )


# Bodies whose noun is part of their name; "der Zweitligist" in front of a club's is not.
_NAMED_WITH_KIND = ("gewerkschaft", "verband", "partei", "bund")


def organisation_key(before: Sequence[Token], names: Sequence[Token]) -> str:
    """A long name goes by its initials, as its short form does: "Gewerkschaft Wasser und Land" is "gwl"."""
    names = [t for t in names if not _ORDINAL.fullmatch(t.text)] or list(names)  # papers drop the "1."
    if len(names) == 1:
        return slug(names[0].lemma_)
    kinds = [t for t in before[-1:] if t.lemma_.lower().endswith(_NAMED_WITH_KIND)]
    initials = "".join(t.text[0] for t in [*kinds, *names] if t.text[0].isupper())
    return initials.lower() if len(initials) > 2 else slug(" ".join(t.text for t in names))  # noqa: PLR2004


def is_compound_name(token: Token, piece: str) -> bool:
    """Whether a hyphenated office begins with a body's name ("Siemens-Sprecherin", not "Vize-Chefin")."""
    table, word = roles(), piece.lower()
    common = (
        word in table.kinds
        or word in table.voices
        or word in table.public
        or word in words("office_prefixes")
    )
    return piece != token.text and token.text.startswith(f"{piece}-") and piece[:1].isupper() and not common


def is_mixed(doc: Doc, phrase: Phrase) -> bool:
    """„südkoreanische und westliche Dienste“: more than one origin, so no single actor."""
    return any(doc[i].tag_ == "KON" for i in range(phrase.begin, phrase.core_end))


def is_institution(doc: Doc, phrase: Phrase) -> bool:
    """Tell whether a definite compound is a body's name by itself: "das Bundesamt für Strahlenschutz"."""
    head = doc[phrase.head]
    if doc[phrase.begin].lower_ not in _DEFINITE or "Plur" in head.morph.get("Number", []):
        return False
    kind = kind_of(head)
    return kind in roles().bodies and kind not in {"medium", "unternehmen"} and _is_compound(head)


def _is_compound(noun: Token) -> bool:
    return len(compound_parts(noun)) > 1 or noun.lower_.endswith("agentur")


def is_described(doc: Doc, phrase: Phrase) -> bool:
    """Tell whether a phrase means one person by office or profession, or a public body, without a name."""
    head = doc[phrase.head]
    if "Plur" in head.morph.get("Number", []):
        return False
    if public_body(head) in {"polizei", "feuerwehr", "justiz"}:
        return True
    return doc[phrase.begin].tag_ in {"ART", "PDAT"} and (
        is_office(head) or head.lemma_.lower() in person_kinds()
    )


def institution_name(doc: Doc, phrase: Phrase) -> str:
    """Return the name of an institution: its noun with the genitive, or "für …", behind it."""
    end = phrase.end
    if doc[end : end + 1].text == "für" and end + 1 < len(doc) and doc[end + 1].tag_ == "NN":
        end += 2
        if end + 1 < len(doc) and doc[end].lower_ == "und" and doc[end + 1].tag_ == "NN":
            end += 2
    return " ".join([doc[phrase.head].lemma_, *(t.text for t in doc[phrase.head + 1 : end])])


def slug(text: str) -> str:
    """Return a key for a name: lower-case words joined by hyphens."""
    return re.sub(r"[^\w]+", "-", text.lower()).strip("-") or "unbekannt"


def gender_of(phrase: DocSpan) -> str:
    """Return the gender that a phrase shows: "f", "m", or "" where its article and its noun leave it open."""
    first = phrase[0].lower_
    feminine = any(t.tag_ == "NN" and t.lower_.endswith(("in", "innen")) for t in phrase)
    if first in {"eine", "die", "diese", "sie"} or feminine:
        return "f"
    if first in {"der", "ein", "dieser", "er"}:
        return "m"
    offices = [t for t in phrase if t.tag_ == "NN" and is_office(t)]
    shown = first in _MASCULINE_OR_NEUTER or phrase[0] in offices[:1]
    return "m" if offices and shown else ""
