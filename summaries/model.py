"""The words of Lagebild as types, shared by every room of the core.

All of them are frozen values without behaviour beyond small derived properties, so that a step of the
flow can be called alone in a test.  Character offsets are Python string indices (code points) into
``Document.text`` and ends are exclusive.  Every ``datetime`` is time-zone aware.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class DateSource(StrEnum):
    """Where an article's publication time was read."""

    MANIFEST = "manifest"  # given with the article
    PAGE = "page"  # metadata of the web page
    TEXT = "text"  # printed in the text
    MESSAGE = "message"  # time of the forwarded post
    RECEIVED = "received"  # unknown, so the time of arrival


class BlockKind(StrEnum):
    """What a stretch of an article's text is."""

    HEADLINE = "headline"  # the title repeated in the text, or a subheading
    BODY = "body"  # running text; the only kind that yields statements
    CAPTION = "caption"
    JUNK = "junk"  # teasers, comment forms, cookie text, by-lines, tables of links


class Stance(StrEnum):
    """How a voice stands to a proposition."""

    ASSERTS = "asserts"
    DENIES = "denies"
    DOUBTS = "doubts"
    CONCEDES = "concedes"
    ANNOUNCES = "announces"


class Certainty(StrEnum):
    """Whether the sentence states its proposition as a fact."""

    CERTAIN = "certain"
    HEDGED = "hedged"


class AttributionType(StrEnum):
    """How speech is rendered (the scheme of Petersen-Frey & Biemann 2024)."""

    DIRECT = "Direct"
    INDIRECT = "Indirect"
    REPORTED = "Reported"
    FREE_INDIRECT = "FreeIndirect"
    INDIRECT_FREE_INDIRECT = "IndirectFreeIndirect"


class Status(StrEnum):
    """Where a claim stands; the values are what readers see."""

    UNCONFIRMED = "unbestätigt"
    CONFIRMED = "bestätigt"
    CONTESTED = "umstritten"
    SUPERSEDED = "überholt"


class Rule(StrEnum):
    """The named rule that decided a status; the values are what readers see under *Warum?*."""

    CONTRADICTION = "Widerspruch"
    NUMBER_CONFLICT = "Zahlenkonflikt"
    UPDATE = "Fortschreibung"
    CONCESSION = "Eingeständnis"
    TWO_VOICES = "Zwei unabhängige Stimmen"
    SINGLE_VOICE = "Eine Stimme"
    HEDGED_ONLY = "Nur unter Vorbehalt"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open character range ``[begin, end)`` of ``Document.text``."""

    begin: int
    end: int

    def of(self, text: str) -> str:
        """Return the characters of ``text`` that the span covers."""
        return text[self.begin : self.end]


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who published: ``key`` is a registrable domain or a slug of the given name, ``name`` is shown."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Document:
    """One text of one outlet as intake hands it on: extracted, dated, not yet analysed.

    ``text`` is stored unchanged (for a manifest: byte for byte what it gave) and all offsets point into it.
    ``title`` may stand in the text as well; where a text has none, intake makes one from its first sentence.
    ``url`` is canonical.  ``agency`` is the wire service a credit line names ("dpa"), else None.
    ``modified`` is when the page says that the text was last changed.
    """

    text: str
    title: str
    outlet: Outlet
    published: datetime
    published_source: DateSource
    url: str | None = None
    external_id: str | None = None
    agency: str | None = None
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the text with one kind and one time; blocks are sorted, disjoint and may leave gaps.

    ``as_of`` is the time its sentences count from: a live ticker's own time stamp, else the publication.
    """

    span: Span
    kind: BlockKind
    as_of: datetime


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure with what it counts: ``low`` ≤ ``value`` ≤ ``high``; an open end is None.

    ``of`` is the counted noun as a lemma ("soldat"), ``unit`` a normalised unit ("count", "percent",
    "EUR", "km"), ``planned`` whether the sentence speaks of the future or an intention.
    """

    span: Span
    value: float
    low: float | None
    high: float | None
    unit: str
    of: str
    planned: bool = False


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice: ``name`` as a reader should see it, ``actor`` the key that voices are compared by."""

    name: str
    actor: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """What a statement is about, in a form that can be compared across articles.

    ``predicate`` is the class of the event ("send", "support") or its lemma, ``roles`` maps a role
    ("agent", "object", "place", …) to normalised actors or concepts, ``terms`` holds all content stems.
    """

    predicate: str
    terms: frozenset[str]
    roles: Mapping[str, frozenset[str]] = field(default_factory=dict)
    negated: bool = False
    planned: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """One proposition in one article, with who is responsible for it and how surely it is put.

    ``quote`` covers the proposition (several spans if interrupted), ``sentence`` the whole sentence it stands
    in.  ``speaker`` None means that the article itself speaks; ``type`` is then None as well.
    ``co_speakers`` are those who say the same thing in the same breath ("sowohl A als auch B").
    ``refers`` marks a statement without content of its own ("wies die Vorwürfe zurück"): it applies to the
    statements whose numbers it lists; ``pointer`` says so even where none was found in the article.
    ``line`` is the proposition as one plain German sentence made by dropping and moving words of its source
    only, "" where that is not safe.  ``claimable`` False keeps questions, conditionals, wishes and opinion
    out of the claims.  ``when`` is the time that its clause names ("am Freitag"), counted from ``as_of``.
    ``hedges`` are the words that make it uncertain.  ``channel`` is the paper or agency that carries what the
    speaker says ("Reuters zitiert einen Sprecher").  ``stated`` False marks what an article only asks,
    supposes, wishes or gives as an example.
    """

    number: int
    quote: tuple[Span, ...]
    sentence: Span
    speaker: Speaker | None
    cue: tuple[Span, ...]
    type: AttributionType | None
    stance: Stance
    certainty: Certainty
    as_of: datetime
    content: Content
    quantities: tuple[Quantity, ...] = ()
    refers: tuple[int, ...] = ()
    claimable: bool = True
    line: str = ""
    co_speakers: tuple[Speaker, ...] = ()
    pointer: bool = False
    when: datetime | None = None
    hedges: tuple[Span, ...] = ()
    channel: Speaker | None = None
    stated: bool = True


@dataclass(frozen=True, slots=True)
class Attribution:
    """One stretch of speech as it stands in the text; statements are the propositions in it.

    ``quote`` is, by type: the quotation with its marks, also a partial one (Direct); what is said, from its
    first word to its last (Indirect); the clause that tells the act (Reported); whole sentences with their
    stop that go on reporting (FreeIndirect, IndirectFreeIndirect).  ``speaker`` are the words that name the
    voice, with apposition and office, wherever they stand; ``cue`` the verb with its parts, or the
    preposition.
    """

    type: AttributionType
    quote: tuple[Span, ...]
    speaker: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Features:
    """What the story engine compares articles by.

    ``terms`` are weighted stems and compound parts (raw counts), ``actors`` normalised names and places,
    ``numbers`` figures as written and what is numbered or named in a series, ``vector`` the sentence vector
    of title and lead (L2-normalised float32 as a tuple), empty where no encoder was given, ``headline`` the
    title's terms, ``words`` how many words of the body were read (0 for a headline alone), ``names`` those of
    the terms that stand in names, ``places`` those that stand in names of places.
    """

    title: str
    published: datetime
    terms: Mapping[str, float]
    actors: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    vector: tuple[float, ...] = ()
    headline: frozenset[str] = frozenset()
    words: int = 0
    names: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything the language work makes of one document; the same document gives an equal Analysis."""

    blocks: tuple[Block, ...]
    statements: tuple[Statement, ...]
    features: Features
    attributions: tuple[Attribution, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """The article behind a statement, as far as statuses and digests need it."""

    article: str
    outlet: str
    outlet_key: str
    published: datetime
    url: str | None = None
    title: str = ""
    family: str | None = None
    agency: str | None = None
    copy_of: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A statement with its source and the stored text that its spans point into."""

    source: Source
    statement: Statement
    text: str


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice's stand on a claim, with the evidence a reader can check.

    ``quote`` is verbatim from the stored text.  ``independent_key`` is equal for voices that count once.
    """

    speaker: str
    actor: str
    stance: Stance
    certainty: Certainty
    source: Source
    quote: str
    as_of: datetime
    statement: int
    independent_key: str


@dataclass(frozen=True, slots=True)
class StatusEvent:
    """A change of status: ``at`` is the publication that caused it; ``statement`` is (article, number)."""

    at: datetime
    old: Status | None
    new: Status
    rule: Rule
    statement: tuple[str, int]


@dataclass(frozen=True, slots=True)
class Claim:
    """What statements of several articles are about, with its status at one moment and how it came there.

    ``key`` stays the same as more articles arrive.  ``text`` is one line of plain German that is true to
    ``voices[0].quote``.  ``weight`` ranks claims within a story (higher first).  ``members`` lists the
    statements behind it as (article, number), oldest first.
    """

    key: str
    text: str
    status: Status
    rule: Rule
    voices: tuple[Voice, ...]
    history: tuple[StatusEvent, ...]
    members: tuple[tuple[str, int], ...] = ()
    weight: float = 0.0
