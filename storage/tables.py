"""The tables: one class per table, no behaviour.

Rules that hold for all of them:

* ``id`` is the key that other tables point to; it is None until the row is flushed.
* Every ``datetime`` is aware; a naive one is refused when it is written, and values come back in UTC.
* Ids given by Telegram are 64 bit. ``chat_id`` is always Telegram's id, ``chat_pk`` always ``Chat.id``.
* A topic of a forum is ``thread_id``; 0 stands for "no topic", because NULLs would defeat unique keys.
* Columns named ``payload``, ``blocks`` or ``features`` hold JSON as text: the core writes and reads it, the
  database never looks inside.
* Table classes do not validate what they are given. Text from outside goes through
  ``storage.text.clean_text`` first.

This module imports nothing of the project, so status and stance columns hold the values of
``summaries.model`` as plain text.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Enum, Index, MetaData, UniqueConstraint
from sqlmodel import Field, SQLModel

from config.language import GERMAN

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class InboxState(StrEnum):
    """How far a raw update has come."""

    NEW = "new"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"  # a handler failed for good
    POISON = "poison"  # cannot be read, or took the process down with it


class SubmissionKind(StrEnum):
    """What was sent in."""

    URL = "url"
    TEXT = "text"
    FILE = "file"


class SubmissionState(StrEnum):
    """How far a submission has come; the last three are final."""

    QUEUED = "queued"
    WORKING = "working"
    STORED = "stored"
    DUPLICATE = "duplicate"
    FAILED = "failed"


class DigestState(StrEnum):
    """How far a digest has come; all but the first two are final."""

    NEW = "new"  # the slot is taken, nothing is written yet
    READY = "ready"  # its parts are written and wait to be sent
    DONE = "done"  # every part was sent
    EMPTY = "empty"  # there was nothing new to say
    SKIPPED = "skipped"  # too late, its contents belong to the next one
    FAILED = "failed"  # at least one part could not be sent


class DeliveryState(StrEnum):
    """What is known about a part of a digest."""

    PENDING = "pending"
    SENDING = "sending"  # handed to Telegram, no answer yet
    SENT = "sent"
    UNKNOWN = "unknown"  # handed over, the answer was lost: never sent again by itself
    FAILED = "failed"


class CorrectionKind(StrEnum):
    """What a person did to stories."""

    SPLIT = "split"
    MERGE = "merge"
    MOVE = "move"
    RENAME = "rename"


class PlacementKind(StrEnum):
    """How an article came into its story."""

    OPENED = "opened"  # the evidence is that against the nearest story, if there was one
    JOINED = "joined"
    CHAPTER = "chapter"  # it opened a story that takes up an old one, by this evidence
    COPY = "copy"  # it stands beside its original
    BY_HAND = "by hand"


class StoryEventKind(StrEnum):
    """What happened to a story after its articles had been placed."""

    MERGE = "merge"  # the other story, which is gone, is part of it now
    SPLIT = "split"  # the other story was part of it


def _choice(values: type[StrEnum], name: str) -> Any:
    """Return a text column type that takes the values of an enumeration and nothing else."""
    return Enum(
        values,
        name=name,
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=16,
        values_callable=lambda members: [member.value for member in members],
    )


class Wish(StrEnum):
    """What a chat wants of a story, a word or an outlet."""

    FOLLOW = "follow"
    MUTE = "mute"
    TRUST = "trust"  # of outlets alone


class Role(StrEnum):
    """What a person may do in a chat; each role includes those before it."""

    READER = "reader"
    EDITOR = "editor"
    ADMIN = "admin"


class Table(SQLModel):
    """Base of all tables; carries the naming convention that migrations rely on."""

    metadata = MetaData(naming_convention=NAMING)


class Outlet(Table, table=True):
    """Who published. ``family`` is equal for outlets of one publisher."""

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    name: str
    family: str | None = None


class Story(Table, table=True):
    """Articles about one event chain. ``continues_id`` is the story that it carries on.

    ``given_title`` is the name that a person gave it; no headline replaces it.
    """

    id: int | None = Field(default=None, primary_key=True)
    title: str
    continues_id: int | None = Field(default=None, foreign_key="story.id", ondelete="SET NULL", index=True)
    opened_at: datetime
    last_published_at: datetime = Field(index=True)
    payload: str = Field(default="{}", index=True)  # what waits to be compared is looked for at each digest
    given_title: str | None = Field(default=None, index=True)


class Article(Table, table=True):
    """One text of one outlet; ``text_hash`` is that of its latest revision.

    ``external_id`` is the id that a manifest gave. ``copy_of_id`` is the earlier article that this one
    repeats (a wire copy or near duplicate). ``forward_origin`` is whom the message was forwarded from.
    One whose ``language`` (ISO 639-1) is not German is kept as a link: it has no statements and no story.
    """

    __table_args__ = (Index(None, "language", "story_id"), Index(None, "language", "received_at"))

    id: int | None = Field(default=None, primary_key=True)
    outlet_id: int = Field(foreign_key="outlet.id", index=True)
    external_id: str | None = Field(default=None, index=True)
    canonical_url: str | None = Field(default=None, unique=True)
    title: str
    published_at: datetime = Field(index=True)
    published_source: str
    agency: str | None = None
    language: str = GERMAN
    text_hash: str = Field(index=True)
    story_id: int | None = Field(default=None, foreign_key="story.id", ondelete="SET NULL", index=True)
    copy_of_id: int | None = Field(default=None, foreign_key="article.id", ondelete="SET NULL", index=True)
    received_at: datetime = Field(index=True)
    forward_origin: str | None = None


class Revision(Table, table=True):
    """One state of an article's text; numbers count from 1. Offsets of statements point into ``text``.

    ``dated_at`` is the time that its statements count from where that is not the article's publication: a
    later state has its own, and a copy that of the state which it repeats.
    """

    __table_args__ = (UniqueConstraint("article_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    article_id: int = Field(foreign_key="article.id", ondelete="CASCADE")
    number: int
    title: str
    text: str
    text_hash: str = Field(index=True)
    fingerprint: str = ""
    stored_at: datetime = Field(index=True)
    thinned_at: datetime | None = Field(default=None, index=True)  # since then only quoted sentences are kept
    blocks: str = "[]"
    features: str = "{}"
    dated_at: datetime | None = Field(default=None, index=True)


class Placement(Table, table=True):
    """Why an article stands in its story: ``kind`` is a ``PlacementKind``, ``payload`` the evidence."""

    article_id: int = Field(primary_key=True, foreign_key="article.id", ondelete="CASCADE")
    kind: str
    payload: str = "[]"


class StoryEvent(Table, table=True):
    """A merge or split of stories: ``kind`` is a ``StoryEventKind``, ``payload`` what it moved and why.

    ``other_id`` is the number of the other story: after a merge there is none with it any more, and it leads
    to ``story_id``.
    """

    __tablename__ = "story_event"

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    story_id: int = Field(foreign_key="story.id", ondelete="CASCADE", index=True)
    other_id: int = Field(index=True)
    other_title: str
    by_hand: bool = False
    at: datetime
    payload: str = "{}"


class CopyKey(Table, table=True):
    """Under which keys of its text an article is found when its text comes again.

    ``day`` counts the days from 1970 to its publication.  A hint to be checked, never deleted: no references.
    """

    __tablename__ = "copy_key"
    __table_args__ = {"sqlite_with_rowid": False}

    key: int = Field(primary_key=True, sa_type=BigInteger)
    day: int = Field(primary_key=True)
    article_id: int = Field(primary_key=True)


class StoryTerm(Table, table=True):
    """Under which words a story is found again; a hint to be checked, as above."""

    __tablename__ = "story_term"
    __table_args__ = {"sqlite_with_rowid": False}

    term: str = Field(primary_key=True)
    story_id: int = Field(primary_key=True)


class Correction(Table, table=True):
    """What a person put right. ``story_id`` and ``other_id`` may have gone since."""

    id: int | None = Field(default=None, primary_key=True)
    kind: CorrectionKind = Field(sa_type=_choice(CorrectionKind, "kind"))
    story_id: int
    other_id: int | None = None
    made_at: datetime


class Pair(Table, table=True):
    """Two articles that a person said to be of one story, or not; what grouping can be measured by."""

    id: int | None = Field(default=None, primary_key=True)
    correction_id: int = Field(foreign_key="correction.id", ondelete="CASCADE", index=True)
    left_id: int = Field(foreign_key="article.id", ondelete="CASCADE", index=True)
    right_id: int = Field(foreign_key="article.id", ondelete="CASCADE", index=True)
    same: bool


class Claim(Table, table=True):
    """What statements are about, with its present status; ``key`` names it within its story.

    ``retired_at`` is set once the story's articles no longer give this claim.
    """

    __table_args__ = (UniqueConstraint("story_id", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    story_id: int = Field(foreign_key="story.id", ondelete="CASCADE")
    key: str
    text: str
    status: str
    rule: str
    weight: float = 0.0
    first_at: datetime
    changed_at: datetime = Field(index=True)
    retired_at: datetime | None = None
    payload: str = "{}"


class Statement(Table, table=True):
    """One proposition of one revision; ``begin`` and ``end`` enclose it, ``payload`` is the whole of it."""

    __table_args__ = (UniqueConstraint("revision_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    article_id: int = Field(foreign_key="article.id", ondelete="CASCADE", index=True)
    revision_id: int = Field(foreign_key="revision.id", ondelete="CASCADE")
    number: int
    begin: int
    end: int
    speaker: str | None = None
    actor: str | None = None
    stance: str
    certainty: str
    as_of: datetime
    claim_id: int | None = Field(default=None, foreign_key="claim.id", ondelete="SET NULL", index=True)
    payload: str


class Comparison(Table, table=True):
    """What comparing a story gave; ``key`` names the texts it was made from and the rules it was made by."""

    id: int | None = Field(default=None, primary_key=True)
    story_id: int = Field(foreign_key="story.id", ondelete="CASCADE", index=True)
    key: str = Field(unique=True)
    payload: str
    made_at: datetime


class StatusEvent(Table, table=True):
    """A claim's change of status, caused by one statement; ``at`` is when that was published."""

    __tablename__ = "status_event"
    __table_args__ = (
        UniqueConstraint(
            "claim_id", "at", "new_status", "article_id", "statement_number", name="uq_status_event_change"
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    claim_id: int = Field(foreign_key="claim.id", ondelete="CASCADE")
    at: datetime = Field(index=True)
    old_status: str | None = None
    new_status: str
    rule: str
    article_id: int | None = Field(default=None, foreign_key="article.id", ondelete="SET NULL", index=True)
    statement_number: int


class Chat(Table, table=True):
    """A chat that the bot serves. ``migrated_from`` is its id before it became a supergroup.

    ``quiet_from`` and ``quiet_until`` ("HH:MM", local) enclose the hours in which nothing is posted; what
    falls into them comes at their end. ``silent`` chats get what is posted at night without a sound.
    ``news_only`` chats get no planned digest that has nothing to tell.
    ``shared`` chats also read the articles that only other chats brought. Nothing is planned before
    ``paused_until``.
    ``reactions_only`` keeps the bot from writing about what it has stored: a reaction says it.
    ``alerts`` chats are told at once what changes in what they follow; up to ``alerted_until`` that was done.
    """

    id: int | None = Field(default=None, primary_key=True)
    chat_id: int = Field(sa_type=BigInteger, unique=True)
    kind: str
    title: str = ""
    timezone: str = "Europe/Berlin"
    active: bool = True
    added_at: datetime
    reactions_only: bool = False
    migrated_from: int | None = Field(default=None, sa_type=BigInteger, index=True)
    quiet_from: str | None = None
    quiet_until: str | None = None
    silent: bool = False
    news_only: bool = False
    shared: bool = False
    paused_until: datetime | None = None
    alerts: bool = True
    alerted_until: datetime | None = None


class Slot(Table, table=True):
    """A time of a chat's plan; ``local_time`` is "HH:MM" in the chat's own time zone.

    ``days`` are the weekdays on which it counts, as ISO numbers: "12345" from Monday to Friday.
    """

    __table_args__ = (UniqueConstraint("chat_pk", "thread_id", "local_time"),)

    id: int | None = Field(default=None, primary_key=True)
    chat_pk: int = Field(foreign_key="chat.id", ondelete="CASCADE")
    thread_id: int = Field(default=0, sa_type=BigInteger)
    local_time: str
    created_at: datetime
    paused: bool = False
    days: str = "1234567"


class Digest(Table, table=True):
    """One digest of one chat: at most one for each ``slot_key``, which is what makes it exactly once.

    The window is half open, ``[window_start, window_end)``; no start means from the beginning.
    """

    __table_args__ = (UniqueConstraint("chat_pk", "thread_id", "slot_key"),)

    id: int | None = Field(default=None, primary_key=True)
    chat_pk: int = Field(foreign_key="chat.id", ondelete="CASCADE")
    thread_id: int = Field(default=0, sa_type=BigInteger)
    slot_key: str
    kind: str
    window_start: datetime | None = None
    window_end: datetime
    created_at: datetime
    state: DigestState = Field(default=DigestState.NEW, sa_type=_choice(DigestState, "state"), index=True)
    late: bool = False
    payload: str = "{}"


class DigestEntry(Table, table=True):
    """The ledger: a digest has told its chat that a claim stood so."""

    __tablename__ = "digest_entry"
    __table_args__ = (UniqueConstraint("digest_id", "claim_id"),)

    id: int | None = Field(default=None, primary_key=True)
    digest_id: int = Field(foreign_key="digest.id", ondelete="CASCADE")
    claim_id: int = Field(foreign_key="claim.id", ondelete="CASCADE", index=True)
    status: str


class Delivery(Table, table=True):
    """One part of a digest on its way; parts count from 1. ``markup`` is Telegram's keyboard as JSON.

    ``untold`` names what the administrators are still to be told about it.
    """

    __table_args__ = (UniqueConstraint("digest_id", "part"), Index(None, "state", "not_before"))

    id: int | None = Field(default=None, primary_key=True)
    digest_id: int = Field(foreign_key="digest.id", ondelete="CASCADE")
    part: int
    text: str
    markup: str | None = None
    state: DeliveryState = Field(default=DeliveryState.PENDING, sa_type=_choice(DeliveryState, "state"))
    message_id: int | None = Field(default=None, sa_type=BigInteger)
    tries: int = 0
    error: str | None = None
    untold: str | None = Field(default=None, index=True)
    not_before: datetime | None = None
    claimed_at: datetime | None = None
    sent_at: datetime | None = None


class Inbox(Table, table=True):
    """A raw update, written before anything else happens with it.

    An update may arrive again under another ``update_id``, so a message is also known by its chat, its
    number, the kind of update and its edition (0 if not edited, else the second of the edit and a checksum of
    the words, since two edits may fall into one second).
    """

    __table_args__ = (UniqueConstraint("chat_id", "message_id", "kind", "edition"),)

    id: int | None = Field(default=None, primary_key=True)
    update_id: int = Field(sa_type=BigInteger, unique=True)
    chat_id: int | None = Field(default=None, sa_type=BigInteger)
    message_id: int | None = Field(default=None, sa_type=BigInteger)
    kind: str
    edition: int = Field(default=0, sa_type=BigInteger)
    payload: str
    state: InboxState = Field(default=InboxState.NEW, sa_type=_choice(InboxState, "state"), index=True)
    tries: int = 0
    interrupted: int = 0  # how often the process ended while working on it
    error: str | None = None
    received_at: datetime = Field(index=True)
    done_at: datetime | None = None


class Submission(Table, table=True):
    """One link, text or file out of one message; ``ordinal`` counts them from 0.

    ``payload`` is the link, the text, or Telegram's file id. ``origin`` names whom the message was
    forwarded from. ``problem`` says why it failed, as intake's problem code. ``batch_id`` is the first
    message of the burst that it came with, its own if it came alone; a burst gets one answer.  ``fallback``
    is the text of a channel's post around its link, which stands in for a page that cannot be read.
    """

    __table_args__ = (
        UniqueConstraint("chat_id", "message_id", "ordinal"),
        Index(None, "chat_id", "batch_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    inbox_id: int | None = Field(default=None, foreign_key="inbox.id", ondelete="SET NULL", index=True)
    chat_id: int = Field(sa_type=BigInteger)
    thread_id: int = Field(default=0, sa_type=BigInteger)
    message_id: int = Field(sa_type=BigInteger)
    ordinal: int = 0
    batch_id: int = Field(default=0, sa_type=BigInteger)
    user_id: int | None = Field(default=None, sa_type=BigInteger, index=True)
    kind: SubmissionKind = Field(sa_type=_choice(SubmissionKind, "kind"))
    payload: str
    fallback: str | None = None
    canonical_url: str | None = Field(default=None, index=True)
    origin: str | None = None
    state: SubmissionState = Field(
        default=SubmissionState.QUEUED, sa_type=_choice(SubmissionState, "state"), index=True
    )
    article_id: int | None = Field(default=None, foreign_key="article.id", ondelete="SET NULL", index=True)
    problem: str | None = None
    tries: int = 0
    interrupted: int = 0  # how often the process ended while working on it
    reply_message_id: int | None = Field(default=None, sa_type=BigInteger)  # 0: sent, its number not known
    received_at: datetime = Field(index=True)
    done_at: datetime | None = None


class Holding(Table, table=True):
    """An article that a chat brought or subscribed to; one that no chat holds belongs to all of them."""

    __table_args__ = (UniqueConstraint("chat_pk", "article_id"), Index(None, "chat_pk", "added_at"))

    id: int | None = Field(default=None, primary_key=True)
    chat_pk: int = Field(foreign_key="chat.id", ondelete="CASCADE")
    article_id: int = Field(foreign_key="article.id", ondelete="CASCADE", index=True)
    added_at: datetime


class Interest(Table, table=True):
    """A wish of a chat about one story, one folded word, or one outlet."""

    __table_args__ = (
        UniqueConstraint("chat_pk", "story_id"),
        UniqueConstraint("chat_pk", "word"),
        UniqueConstraint("chat_pk", "outlet_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    chat_pk: int = Field(foreign_key="chat.id", ondelete="CASCADE")
    wish: Wish = Field(sa_type=_choice(Wish, "wish"))
    story_id: int | None = Field(default=None, foreign_key="story.id", ondelete="CASCADE", index=True)
    outlet_id: int | None = Field(default=None, foreign_key="outlet.id", ondelete="CASCADE", index=True)
    word: str | None = None
    shown: str = ""
    created_at: datetime


class Memo(Table, table=True):
    """What a button stands for where that is longer than a button may be; ``payload`` is JSON."""

    id: int | None = Field(default=None, primary_key=True)
    chat_pk: int = Field(foreign_key="chat.id", ondelete="CASCADE", index=True)
    kind: str
    payload: str
    created_at: datetime = Field(index=True)


class Membership(Table, table=True):
    """A role that was given to a person in a chat, in place of the one that Telegram suggests."""

    __table_args__ = (UniqueConstraint("chat_pk", "user_id"),)

    id: int | None = Field(default=None, primary_key=True)
    chat_pk: int = Field(foreign_key="chat.id", ondelete="CASCADE")
    user_id: int = Field(sa_type=BigInteger)
    name: str = ""
    role: Role = Field(sa_type=_choice(Role, "role"))


class Feed(Table, table=True):
    """An RSS or Atom feed of a chat. ``etag`` and ``modified`` are what its server last sent with it."""

    __table_args__ = (UniqueConstraint("chat_pk", "url"),)

    id: int | None = Field(default=None, primary_key=True)
    chat_pk: int = Field(foreign_key="chat.id", ondelete="CASCADE")
    url: str
    title: str = ""
    etag: str | None = None
    modified: str | None = None
    next_at: datetime = Field(index=True)
    checked_at: datetime | None = None
    failures: int = 0
    problem: str | None = None
    created_at: datetime


class FeedItem(Table, table=True):
    """An entry of a feed that was seen; ``key`` is a digest of its address."""

    __tablename__ = "feed_item"
    __table_args__ = (UniqueConstraint("feed_id", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    feed_id: int = Field(foreign_key="feed.id", ondelete="CASCADE")
    key: str
    seen_at: datetime


class Searchable(Table, table=True):
    """The folded text of an article or a claim (the other is None), which a search reads."""

    id: int | None = Field(default=None, primary_key=True)
    article_id: int | None = Field(default=None, foreign_key="article.id", ondelete="CASCADE", unique=True)
    claim_id: int | None = Field(default=None, foreign_key="claim.id", ondelete="CASCADE", unique=True)
    head: str = ""
    body: str


class Word(Table, table=True):
    """A folded word that stands somewhere in what can be searched; finds compounds by their parts."""

    text: str = Field(primary_key=True)


class Setting(Table, table=True):
    """A small fact of the running system: heartbeats, counters, the schema's origin."""

    key: str = Field(primary_key=True)
    value: str
    updated_at: datetime
