"""Who is responsible for a statement: the name a reader sees and the key that voices are compared by.

A key reads ``side`` or ``side/detail``: ``RU`` (the state, its capital, its government), ``KR/nis`` (an organ
of it), ``wattol/meier`` (a person who speaks for an organisation), ``-/polizei`` (no side known).  Persons
carry an ``@`` before their surname.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from summaries.language.actors import Actor, ActorKind, actor_of
from summaries.model import Span, Speaker
from summaries.statements.cast import (
    Cast,
    Mention,
    lone_body,
    note_short_form,
    organisation_called,
    organisation_of_kind,
    surname_in,
    surname_of,
)
from summaries.statements.content import compound_parts
from summaries.statements.lexicon import cues, person_kinds, roles, words
from summaries.statements.meant import meant, person_described
from summaries.statements.naming import (
    PAPERS,
    apposition,
    gender_of,
    institution_name,
    is_bare_name,
    is_compound_name,
    is_described,
    is_institution,
    is_medium,
    is_mixed,
    is_office,
    is_office_compound,
    is_organisation,
    is_paper,
    is_person,
    kind_of,
    marked_name,
    name_tokens,
    organisation_key,
    public_body,
    slug,
)
from summaries.statements.nominative import nominative
from summaries.statements.phrases import Phrase, phrases

UNKNOWN = "-"
# Whoever the phrase does not name, or only carries what others say: never counts as independent.
UNNAMED = "?"
_APOSTROPHES = ("'", "’")
PUBLIC = "public"  # police, town hall …: one voice each, whatever place they are of
_ARTICLES = frozenset({"der", "die", "das", "des", "dem"})
_TAKING_UP = frozenset({"den", "diesen", "dem", "diesem", "der", "dieser"})
_LEGAL_FORMS = words("legal_forms")
_OF_FIRMS = (
    "geschäftsführer",
    "vorstand",
    "konzernchef",
    "firmenchef",
    "unternehmenschef",
    "personalvorstand",
)
_PARTS_OF_PARTIES = ("fraktion", "landesverband", "parteispitze")
_TEXTS = frozenset(
    {"artikel", "beitrag", "test", "interview", "text", "kommentar", "reportage", "post", "brief"}
)
_NEAR_AUTHOR = 6  # tokens
_RESEARCHERS = frozenset(
    {"forscher", "wissenschaftler", "fachleute", "experte", "ökonom", "wirtschaftsforscher"}
)
_SCHOOLS = ("institut", "universität", "hochschule", "forschungszentrum", "akademie")
_AUTHORITIES = ("amt", "behörde", "agentur", "aufsicht", "präsidium")
_GROUPS = frozenset({"gruppe", "team", "forscher", "wissenschaftler", "forschergruppe", "kreis", "bündnis"})
_CLUBS = words("forms_of_clubs")
_NO_FIRM_NAMES = words("bodies_that_are_no_firms")
_NO_FIRMS = frozenset({"gericht", "behörde", "ministerium", "partei", "gewerkschaft"})
# Endings of nouns that no place says alone: "Landgericht Köln", "Landeskriminalamt Sachsen".
_NAMED_BY_PLACE = ("gericht", "amt", "behörde", "präsidium", "direktion", "universität", "klinikum")


def side(actor: str) -> str:
    """The part of an actor key that names whose organ or person it is, "-" if unknown."""
    return actor.partition("/")[0]


def actor_key(found: Actor) -> str:
    """The key of a known actor: its side alone, or side and organ; groups of people speak for themselves."""
    if found.kind is ActorKind.GROUP:
        return f"{UNKNOWN}/{found.key}"
    if found.kind is ActorKind.PARTY:
        return found.key.rpartition(":")[2].lower()  # of one country, but on sides of their own
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
        taken_up = phrase.pronoun or _is_of_somebody(cast.doc, phrase)
        known = meant(cast, cast.doc[phrase.begin]) if taken_up else ()
        if known or (taken_up and cast.doc[phrase.begin].lower_ not in {"deren", "dessen"}):
            resolved.extend(replace(s, spans=(span,)) for s in known)
        else:
            resolved.append(replace(_speaker(cast, phrase), spans=(span,)))
    return tuple(_by_kind(cast, voice) for voice in resolved)


def _is_of_somebody(doc: Doc, phrase: Phrase) -> bool:
    """Whether a source is of somebody named before: "nach seinen Worten", "nach deren Angaben"."""
    own = doc[phrase.begin]
    theirs = own.tag_ == "PPOSAT" or own.lower_ in {"deren", "dessen"}
    return theirs and doc[phrase.head].lemma_.lower() in cues().bases


def _by_kind(cast: Cast, voice: Speaker) -> Speaker:
    """An institution goes by its kind: papers shorten its name at will ("Landesumweltamt")."""
    kind = cast.organisations.get(voice.actor, ("", ""))[1]
    return (
        replace(voice, actor=f"{UNNAMED}/{kind}") if voice.actor.startswith(f"{UNNAMED}/") and kind else voice
    )


def note_mentions(cast: Cast, found: Sequence[Phrase], finite: int | None = None) -> None:
    """Remember the persons and organisations that the phrases name; ``finite`` is their clause's verb."""
    for phrase in found:
        names = name_tokens(cast.doc, phrase)
        note_short_form(cast, phrase)
        inner = phrases(cast.doc, range(phrase.core_end, phrase.end))
        note_mentions(cast, inner)
        leads = finite is not None and phrase.end <= finite
        if names:
            _note(cast, phrase, names, leads=leads)
        elif is_institution(cast.doc, phrase):
            _note_institution(cast, phrase, leads=leads)
        elif not phrase.pronoun and is_described(cast.doc, phrase):
            _note_described(cast, phrase, leads=leads)


def _note(cast: Cast, phrase: Phrase, names: Sequence[Token], *, leads: bool) -> None:
    gender = gender_of(cast.doc[phrase.begin : phrase.end])
    if is_person(cast.doc, phrase, names) or surname_in(cast, names) in cast.people:
        voice = _note_person(cast, phrase, names)
        gender = gender or cast.genders.get(surname_of(voice), "")
        cast.genders[surname_of(voice)] = gender
    elif is_organisation(cast.doc, phrase, names):
        key = _note_organisation(cast, phrase, names)
        voice = Speaker(cast.organisations[key][0], key)
    else:
        known = _known(cast.doc, phrase)
        if known is None or known.kind in {ActorKind.GROUP, ActorKind.COUNTRY}:
            return
        voice = Speaker(known.name, actor_key(known))
        if kind_of(names[-1]) == "behörde":  # "die Bundesnetzagentur … Die Behörde"
            cast.organisations[voice.actor] = (known.name, "behörde")
    before = cast.doc[phrase.begin : names[0].i]
    nouns = frozenset(t.lemma_.lower() for t in before if t.tag_ in {"NN", "NNA"})
    cast.mentions.append(
        Mention(voice, "@" in voice.actor, gender, nouns, cast.sentence, phrase.begin, leads)
    )


def _note_described(cast: Cast, phrase: Phrase, *, leads: bool) -> None:
    """Remember somebody without a name: "ein Anwohner", "die Feuerwehr"."""
    head = cast.doc[phrase.head]
    shown, public = nominative(cast.doc, phrase), public_body(head)
    person = is_office(head) or head.lemma_.lower() in person_kinds()
    voice = Speaker(shown, f"{PUBLIC}:{public}" if public else f"{UNKNOWN}/{slug(shown)}")
    gender = gender_of(cast.doc[phrase.begin : phrase.core_end])
    nouns = frozenset({head.lemma_.lower()})
    cast.mentions.append(Mention(voice, person, gender, nouns, cast.sentence, phrase.begin, leads))


def _note_institution(cast: Cast, phrase: Phrase, *, leads: bool) -> None:
    """Remember a body whose noun is its name: "das Bundesamt für Strahlenschutz"."""
    name = institution_name(cast.doc, phrase)
    key = _institution_key(name)
    cast.organisations[key] = (name, kind_of(cast.doc[phrase.head]))
    gender = gender_of(cast.doc[phrase.begin : phrase.end])
    nouns = frozenset({cast.doc[phrase.head].lemma_.lower()})
    cast.mentions.append(
        Mention(Speaker(name, key), False, gender, nouns, cast.sentence, phrase.begin, leads)
    )


def _institution_key(name: str) -> str:
    """The key of an institution within its article."""
    return f"{UNNAMED}/{slug(name)}"


def body_in(cast: Cast, phrase: Phrase) -> str | None:
    """The key of the organisation that a phrase names or means ("die Gewerkschaft"), None if none."""
    if phrase.pronoun:
        return None
    names = name_tokens(cast.doc, phrase)
    if names and not is_person(cast.doc, phrase, names):
        before = [t for t in cast.doc[phrase.begin : names[0].i] if t.tag_ in {"NN", "NNA"}]
        kept = [t for t in names if t.text not in _LEGAL_FORMS and not t.is_punct] or names
        return organisation_key(before, kept)
    return organisation_called(cast, kind_of(cast.doc[phrase.head]), cast.doc[phrase.head]) or None


def _speaker(cast: Cast, phrase: Phrase) -> Speaker:
    """Resolve a phrase; where a body sits is shown but no part of its key: "Generalstab in Kiew"."""
    doc = cast.doc
    inner = phrase.end - 2
    if inner > phrase.head and doc[inner].lower_ == "in":
        found = _speaker(cast, replace(phrase, end=inner, core_end=min(phrase.core_end, inner)))
        return found if "@" in found.actor else replace(found, name=f"{found.name} in {doc[inner + 1].text}")
    return _titled(doc, phrase) or _by_words(cast, phrase)


def _by_words(cast: Cast, phrase: Phrase) -> Speaker:
    doc = cast.doc
    names = apposition(doc, phrase) or name_tokens(doc, phrase)
    if not names and phrase.end - phrase.begin == 1 and doc[phrase.head].lower_ in cast.people:
        names = [doc[phrase.head]]  # a surname that is a word as well: "Kreis sagte"
    public = public_body(doc[phrase.head])
    state = public == "ministerium" and _known(doc, phrase) is not None  # "das russische Ministerium"
    if public and not state and not is_office(doc[phrase.head]):
        return Speaker(nominative(doc, phrase), f"{PUBLIC}:{public}")
    surname = surname_in(cast, names)
    if surname in cast.people and not apposition(doc, phrase):
        full, known_side = cast.people[surname]
        return Speaker(full, f"{known_side or UNKNOWN}/@{surname}")
    known = None if is_mixed(doc, phrase) else _known(doc, phrase)
    taken_up = person_described(cast, phrase) if known is not None and _is_member(doc, phrase) else None
    if known is not None and known.kind is not ActorKind.GROUP:
        itself = known.key == (known.parent or known.key) and known.kind is not ActorKind.ORGANISATION
        told = itself or _is_part_of_party(doc, phrase)  # "die Grünen-Politikerin" is not her party
        owned = doc[phrase.begin : phrase.end].text == f"{known.name}s"  # "nach Angaben Deutschlands"
        shown = nominative(doc, phrase) if told and not owned else known.name
        member = not itself and is_office_compound(doc[phrase.head])
        name = taken_up.name if taken_up is not None else shown  # "die Grünen-Politikerin", just named
        return Speaker(name, f"{actor_key(known)}/{slug(shown)}" if member else actor_key(known))
    if names:
        return _named(cast, phrase, names)
    return _described(cast, phrase)


def _is_member(doc: Doc, phrase: Phrase) -> bool:
    return is_office_compound(doc[phrase.head])


def _is_part_of_party(doc: Doc, phrase: Phrase) -> bool:
    """Whether a noun means somebody or some part of a party: "SPD-Landtagsfraktion" is not the party."""
    return _is_member(doc, phrase) or doc[phrase.head].lower_.endswith(_PARTS_OF_PARTIES)


def _titled(doc: Doc, phrase: Phrase) -> Speaker | None:
    """The voice whose name stands in quotation marks that the phrase would cut off.

    Of a text the paper that it is of: "ein Test des Magazins „Rund ums Rad“".
    """
    inside = marked_name(doc, phrase)
    if inside is None:
        return None
    begin, end = inside
    name = doc[begin:end].text
    head = doc[phrase.head]
    if phrase.head >= begin or is_medium(doc, phrase) or _is_text(head):
        return Speaker(name, f"{UNNAMED}/{slug(name)}")
    shown = nominative(doc, replace(phrase, end=end + 1))
    return Speaker(shown, f"{UNNAMED}/{slug(name)}")


def _is_text(noun: Token) -> bool:
    return bool({noun.lemma_.lower(), *compound_parts(noun)[-1:]} & (_TEXTS | cues().bases))


def _named(cast: Cast, phrase: Phrase, names: Sequence[Token]) -> Speaker:
    if is_person(cast.doc, phrase, names) or apposition(cast.doc, phrase):
        return _note_person(cast, phrase, names)
    key = _note_organisation(cast, phrase, names)
    medium = cast.organisations[key][1] == "medium" or is_paper(cast.doc, phrase)
    return Speaker(cast.organisations[key][0], f"{UNNAMED}/{key}" if medium else key)


def _described(cast: Cast, phrase: Phrase) -> Speaker:
    """A voice without a name: "das Unternehmen", "ein Sprecher des Verbands", "die Polizei"."""
    before = person_described, _for_somebody, _paper_before, _author, _account, _role
    for reader in (*before, _body_named_before, _near_body):
        found = reader(cast, phrase)
        if found is not None:
            return found
    shown, kind = f"{nominative(cast.doc, phrase)}{_led_by(cast.doc, phrase)}", kind_of(cast.doc[phrase.head])
    return Speaker(shown, f"{UNNAMED}/{kind}" if kind in roles().bodies else _group_key(cast.doc, phrase))


def _for_somebody(cast: Cast, phrase: Phrase) -> Speaker | None:
    """Somebody who acts for a person named before is that person's voice: "Reinders' Anwalt"."""
    doc, first = cast.doc, cast.doc[phrase.begin]
    surname = surname_in(cast, [first]) if first.tag_ == "NE" and phrase.head > phrase.begin else ""
    if surname not in cast.people or not is_office(doc[phrase.head]) or first.lower_ == surname:
        return None
    return Speaker(nominative(doc, phrase), f"{cast.people[surname][1] or UNKNOWN}/@{surname}")


def _account(cast: Cast, phrase: Phrase) -> Speaker | None:
    """„Angaben“, "der Bericht", "die Zeitung": of whoever was heard, else a text with the words of others."""
    lemma = cast.doc[phrase.head].lemma_.lower()
    if lemma in cues().bases and _takes_up(cast, phrase):
        return cast.last[0]  # "den Angaben zufolge": of whoever gave them
    if ({lemma, *compound_parts(cast.doc[phrase.head])[-1:]} & (cues().bases | cues().pointers)) or is_medium(
        cast.doc, phrase
    ):
        shown, country = nominative(cast.doc, phrase), _country_of(cast.doc, phrase)
        return Speaker(shown, f"{country}/{slug(lemma)}" if country else f"{UNNAMED}/{slug(lemma)}")
    return None


def _takes_up(cast: Cast, phrase: Phrase) -> bool:
    """Whether an account is that of whoever was heard; "den Berichten" are those of papers."""
    head, last = cast.doc[phrase.head], cast.last[0] if cast.last else None
    reports = head.lemma_.lower().endswith("bericht") and "Plur" in head.morph.get("Number", [])
    if last is None or cast.doc[phrase.begin].lower_ not in _TAKING_UP:
        return False
    return not reports or last.actor.startswith(f"{UNNAMED}/")


def _author(cast: Cast, phrase: Phrase) -> Speaker | None:
    """Whose text is meant where its owner follows under a preposition: "ein Artikel von „Mornau heute“"."""
    doc, begin = cast.doc, phrase.end + 1
    owned = _is_text(doc[phrase.head]) and doc[phrase.end : begin].text.lower() in {"von", "vom"}
    marked = begin < len(doc) and doc[begin].is_quote
    inner = phrases(doc, range(begin + marked, min(begin + _NEAR_AUTHOR, doc[phrase.head].sent.end)))
    first = next(iter(inner), None) if owned else None
    if first is None or first.begin > begin + marked or first.preposition not in {"", "von", "vom"}:
        return None
    named = name_tokens(doc, first) or is_institution(doc, first) or public_body(doc[first.head])
    whole = replace(first, begin=first.begin - 1) if marked else first
    return _speaker(cast, whole if marked_name(doc, whole) else first) if named else None


def _paper_before(cast: Cast, phrase: Phrase) -> Speaker | None:
    """The paper that "das Blatt" or "der Sender" takes up."""
    doc = cast.doc
    if doc[phrase.begin].lower_ not in _ARTICLES or kind_of(doc[phrase.head]) != "medium":
        return None
    key = organisation_called(cast, "medium", doc[phrase.head])
    return Speaker(cast.organisations[key][0], f"{UNNAMED}/{key}") if key else None


def _near_body(cast: Cast, phrase: Phrase) -> Speaker | None:
    """The one body named right before that a noun of its kind must mean: "der Konzern", "die Forscher".

    Not where the sentences before speak of another one of that kind ("Greenpeace verklagt den Autobauer").
    """
    head, begin = cast.doc[phrase.head], phrase.begin
    if cast.doc[begin].lower_ not in _ARTICLES:
        return None
    kind, plural = kind_of(head), "Plur" in head.morph.get("Number", [])
    researching = plural and kind in _RESEARCHERS
    near = lone_body(cast, begin, "" if researching else kind)
    if near is None or near.voice.actor not in cast.organisations or near.sentence == cast.sentence:
        return None
    name = cast.organisations[near.voice.actor][0].lower()
    nouns = {name, *name.split(), *near.nouns}
    if researching:
        fits = any(noun.startswith(_SCHOOLS) or noun.endswith(_SCHOOLS) for noun in nouns)
    elif kind == "verein":
        fits = bool(set(name.split()) & _CLUBS)
    elif kind == "behörde":
        fits = any(noun.endswith(_AUTHORITIES) for noun in nouns)
    else:
        fits = kind == "unternehmen" and _may_be_firm(cast, near, head)
    return near.voice if fits and (researching or not plural) else None


def _may_be_firm(cast: Cast, near: Mention, noun: Token) -> bool:
    """Whether a body can be the firm that a noun means: the subject before, and no other firm is near."""
    begin = cast.doc[near.at].sent.start
    others = [t for t in cast.doc[begin : noun.i] if t.tag_ == "NN" and kind_of(t) == "unternehmen"]
    own = {n for t in others for n in (t.lemma_.lower(),)} <= near.nouns
    name = cast.organisations[near.voice.actor][0]
    other = actor_of(name) is not None or name.lower() in _NO_FIRM_NAMES or name.lower().endswith(PAPERS)
    return near.leads and own and not other


def _led_by(doc: Doc, phrase: Phrase) -> str:
    """Who stands for a group: " um Ida Voss" behind "die Gruppe", "" for none."""
    at = phrase.end
    if doc[at : at + 1].text != "um" or doc[phrase.head].lemma_.lower() not in _GROUPS:
        return ""
    names = []
    for token in doc[at + 1 : at + 4]:
        if token.tag_ != "NE" and token.ent_type_ != "PER":
            break
        names.append(token.text)
    return f" um {' '.join(names)}" if names else ""


def _country_of(doc: Doc, phrase: Phrase) -> str:
    """The state whose authorities "nach ukrainischen Angaben" means, "" for other accounts and for papers."""
    head = doc[phrase.head]
    told = {head.lemma_.lower(), *compound_parts(head)[-1:]} & cues().bases
    if not told or is_mixed(doc, phrase):
        return ""
    found = [actor_of(t.lemma_) for t in doc[phrase.begin : phrase.head] if t.tag_ == "ADJA"]
    states = [a.parent or a.key for a in found if a is not None and a.kind is ActorKind.COUNTRY]
    return states[0] if len(states) == 1 else ""


def _role(cast: Cast, phrase: Phrase) -> Speaker | None:
    """A name without an article, somebody of a public body, or who speaks for one."""
    head, shown = cast.doc[phrase.head], nominative(cast.doc, phrase)
    if is_bare_name(cast.doc, phrase):
        return Speaker(head.text, _note_organisation(cast, phrase, [head]))
    if public_body(head):
        return Speaker(shown, f"{PUBLIC}:{public_body(head)}")
    return _spokesperson(cast, phrase, shown) if kind_of(head) in roles().spokespeople else None


def _body_named_before(cast: Cast, phrase: Phrase) -> Speaker | None:
    """The body that "das Bundesamt", "die Behörde" or "das Unternehmen" takes up."""
    doc = cast.doc
    key = _institution_key(institution_name(doc, phrase)) if is_institution(doc, phrase) else ""
    if key not in cast.organisations and doc[phrase.begin].lower_ in _ARTICLES:
        key = organisation_called(cast, kind_of(doc[phrase.head]), doc[phrase.head])
    return Speaker(cast.organisations[key][0], key) if key in cast.organisations else None


def _group_key(doc: Doc, phrase: Phrase) -> str:
    """The key of people without a name: "ukrainische Experten", "Anwohner"."""
    group = actor_of(phrase.text(doc)) if not is_mixed(doc, phrase) else None
    if group is not None:
        return actor_key(group)
    inside = [doc[i] for i in range(phrase.begin, phrase.core_end)]
    adjectives = [token.lemma_.lower() for token in inside if token.tag_ == "ADJA"]
    return f"{UNKNOWN}/{'-'.join([*adjectives, slug(doc[phrase.head].lemma_)])}"


def _note_person(cast: Cast, phrase: Phrase, names: Sequence[Token]) -> Speaker:
    surname = surname_in(cast, names)
    full, known_side = cast.people.get(surname, ("", ""))
    name = " ".join(t.text for t in names).rstrip("".join(_APOSTROPHES))
    where = (known_side if known_side != UNNAMED else "") or _side_in(cast, phrase, names) or known_side
    cast.people[surname] = (max(full, name, key=len), where)
    return Speaker(cast.people[surname][0], f"{where or UNKNOWN}/@{surname}")


def _note_organisation(cast: Cast, phrase: Phrase, names: Sequence[Token]) -> str:
    names = [t for t in names if t.text not in _LEGAL_FORMS and not t.is_punct] or list(names)
    before = [t for t in cast.doc[phrase.begin : names[0].i] if t.tag_ in {"NN", "NNA"}]
    if before and before[-1].lemma_.lower().endswith(_NAMED_BY_PLACE):
        names, before = [before[-1], *names], before[:-1]
    kinds = [n for n, t in enumerate(before) if kind_of(t) in roles().bodies]
    if kinds and before[kinds[0] + 1 :]:  # "Sender Kanal Nord": what follows the kind is the name
        names, before = [*before[kinds[0] + 1 :], *names], before[: kinds[0] + 1]
    name = " ".join(map(_in_nominative, names))
    key = organisation_key(before, names)
    kind = kind_of((before or names)[-1 if before else 0])
    known = cast.organisations.get(key, ("", ""))[1]
    kind = known if known and kind not in roles().bodies else kind
    shown = cast.organisations.get(key, (name, ""))[0]
    cast.organisations.pop(key, None)
    cast.organisations[key] = (shown, kind)
    return key


def _in_nominative(word: Token) -> str:
    """A word of a name without its genitive ending: "des Handelsblatts", "Reinders'"."""
    if word.text.endswith(_APOSTROPHES):
        return word.text[:-1]
    genitive = word.tag_ == "NN" and word.morph.get("Case", []) == ["Gen"]
    return word.lemma_ if genitive and word.text == f"{word.lemma_}s" else word.text


def _side_in(cast: Cast, phrase: Phrase, names: Sequence[Token]) -> str:
    """The side named in the phrase ("ukrainischer Präsident"), "?" where a spokesperson's is not said."""
    own = {t.i for t in names}
    end = phrase.core_end if _is_addressed(cast.doc, phrase) else max(phrase.end, names[0].i)
    for token in cast.doc[phrase.begin : end]:
        if token.lower_ in {"in", "im"}:  # where somebody works is not for whom
            break
        if token.i in own or token.tag_ == "TRUNC":  # "Straßen- und Tiefbauamt"
            continue
        parts = token.text.split("-")[:-1]
        for piece in (token.text, token.lemma_, "-".join(parts), *parts):
            found = actor_of(piece) if piece else None
            if found is not None:
                return actor_key(found) if found.kind is ActorKind.PARTY else found.parent or found.key
            if slug(piece) in cast.organisations or is_compound_name(token, piece):
                return slug(piece)
    public = public_body(cast.doc[phrase.head])
    if public:
        return f"{PUBLIC}:{public}"
    if kind_of(cast.doc[phrase.head]) not in roles().spokespeople:
        return ""
    near = lone_body(cast, phrase.begin)  # "Das bestätigte Vorstandschefin Ida Voss": of the firm just named
    kind = cast.organisations.get(near.voice.actor, ("", ""))[1] if near is not None else ""
    fits = near is not None and _may_lead(cast.doc[phrase.head], near.voice.actor, kind)
    return _body(cast, phrase) or (near.voice.actor if near is not None and fits else UNNAMED)


def _may_lead(office: Token, body: str, kind: str) -> bool:
    """Whether an office can be one of a body: a "Werksleiter" is none of the fire brigade.

    Of a public body is a spokesperson, or whose office names it; no court has a "Geschäftsführer".
    """
    parts, noun = compound_parts(office)[:-1], office.lemma_.lower()
    head, _, public = body.partition(":")
    if head == PUBLIC:
        named = any(roles().public.get(part) == public for part in parts)
        return named or (not parts and noun.startswith("sprecher"))
    if noun.startswith(_OF_FIRMS) and kind in _NO_FIRMS:
        return False
    return not parts or "/" not in body or not body[:2].isupper()


def _body(cast: Cast, phrase: Phrase) -> str:
    """The body that a spokesperson speaks for, named after the noun or in it; "" where it is not said."""
    if phrase.end > phrase.core_end and not _is_addressed(cast.doc, phrase):
        inner = phrases(cast.doc, range(phrase.core_end, phrase.end))
        if inner:
            return side(_speaker(cast, inner[0]).actor).replace(UNKNOWN, UNNAMED)
    parts = compound_parts(cast.doc[phrase.head])[:-1]  # "Ministeriumssprecher"
    kinds = [roles().kinds[part] for part in parts if part in roles().kinds]
    return organisation_of_kind(cast, kinds[0], phrase.begin) if kinds else ""


def _is_addressed(doc: Doc, phrase: Phrase) -> bool:
    """Whether what follows an office with a name is a dative: "sagte Sprecherin Ida Voss der Zeitung"."""
    return doc[phrase.core_end - 1].tag_ == "NE" and doc[phrase.head].tag_ == "NN"


def _spokesperson(cast: Cast, phrase: Phrase, shown: str) -> Speaker:
    """Somebody who speaks for a body: named with it, or for the one body that was just named."""
    body = _body(cast, phrase)
    if phrase.end > phrase.core_end:
        return Speaker(shown, f"{body or UNNAMED}/sprecher")
    parts = compound_parts(cast.doc[phrase.head])[:-1]  # "Unternehmenssprecherin"
    kind = next((roles().kinds[part] for part in parts if part in roles().kinds), "")
    near = lone_body(cast, phrase.begin, kind) if not body and (kind or not parts) else None
    key = near.voice.actor if near is not None else body
    named = f"{shown} ({cast.organisations[key][0]})" if key in cast.organisations else shown
    return Speaker(named, f"{key or UNNAMED}/sprecher")


def _known(doc: Doc, phrase: Phrase) -> Actor | None:
    """The actor that the phrase itself is: its full text, its core, or the name in it."""
    for text in (phrase.text(doc), doc[phrase.begin : phrase.core_end].text):
        found = actor_of(text)
        if found is not None:
            return found
    return None


def _span(doc: Doc, begin: int, end: int) -> Span:
    last = doc[end - 1]
    return Span(doc[begin].idx, last.idx + len(last.text))
