"""The reckoning: what people sent against what the store and the chats hold in the end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session, select

from bot.plans import plan_of
from bot.schedule import due_slots
from storage import Database, chats
from storage.digests import PLAN
from storage.tables import (
    Article,
    Chat,
    Delivery,
    DeliveryState,
    Digest,
    DigestEntry,
    DigestState,
    Inbox,
    InboxState,
    Submission,
    SubmissionState,
)
from storage.writes import key_of
from summaries.intake.urls import canonical_url
from tests.torture.crowd import ADMIN, WORDS, Crowd

ENDS = {SubmissionState.STORED, SubmissionState.DUPLICATE}


@dataclass
class Reckoning:
    """What was found; ``lost`` and ``doubled`` hold one line for each breach of a promise."""

    links: int = 0
    texts: int = 0
    articles: int = 0
    digests: int = 0
    slots: int = 0
    parts: int = 0
    unsure: int = 0
    told: int = 0
    poison: int = 0
    answers_twice: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        return not (self.lost or self.doubled or self.broken)


def reckon(
    database: Database, crowd: Crowd, now: datetime, log: str = "", patience: timedelta = timedelta(minutes=5)
) -> Reckoning:
    """Compare everything with everything, and look into the log for what must not be there.

    Slots of the last ``patience`` may still be without a digest: the tick comes twice a minute.
    """
    found = Reckoning(broken=[f"the log quotes {word!r}" for word in _unsaid(crowd) if word in log])
    with database.reading() as session:
        _links(session, crowd, found)
        _digests(session, crowd, found)
        _slots(session, found, now - patience)
        _ledger(session, found)
        _inbox(session, crowd, found)
        _whole(session, found)
    return found


def _unsaid(crowd: Crowd) -> tuple[str, ...]:
    """Return what people's messages say beside their links, and the secret part of the token."""
    return *WORDS, crowd.world.token.partition(":")[2]


def _links(session: Session, crowd: Crowd, found: Reckoning) -> None:
    rows: dict[tuple[int, int], list[Submission]] = {}
    for row in session.exec(select(Submission)):
        rows.setdefault((row.chat_id, row.message_id), []).append(row)
    for key, urls in crowd.expected.items():
        found.links += len(urls)
        stored = Counter(str(row.canonical_url) for row in rows.get(key, []))
        wanted = Counter(canonical_url(url) for url in urls)
        found.lost += [f"link {url} of message {key}" for url in wanted - stored]
        found.doubled += [f"submission of {url} of message {key}" for url in stored - wanted]
    for key in crowd.texts:
        found.texts += 1
        count = len(rows.get(key, []))
        found.lost += [f"text of message {key}"] * (count == 0)
        found.doubled += [f"text of message {key}"] * (count > 1)
    strangers = set(rows) - set(crowd.expected) - crowd.texts
    found.broken += [f"a row of message {key} that nobody sent" for key in strangers]
    for row in (row for group in rows.values() for row in group):
        if row.state not in ENDS or row.article_id is None:
            found.lost.append(f"submission {row.id} ended as {row.state} ({row.problem})")
    _articles(session, found, [row for group in rows.values() for row in group])


def _articles(session: Session, found: Reckoning, rows: list[Submission]) -> None:
    urls = Counter(article.canonical_url for article in session.exec(select(Article)))
    found.articles = urls.total()
    wanted = {row.canonical_url for row in rows if row.canonical_url}
    found.lost += [f"article {url}" for url in wanted - set(urls)]
    found.doubled += [f"article {url}" for url, count in urls.items() if url and count > 1]
    firsts = Counter(row.article_id for row in rows if row.state is SubmissionState.STORED)
    found.doubled += [
        f"article {key} counted as new {count} times" for key, count in firsts.items() if count > 1
    ]


def _digests(session: Session, crowd: Crowd, found: Reckoning) -> None:
    """Count how often each part was really posted."""
    posts: Counter[tuple[int, str]] = Counter()
    for call in crowd.world.calls_of("sendMessage"):
        if call.result is not None:
            posts[int(call.params["chat_id"]), str(call.params["text"])] += 1
    written: Counter[tuple[int, str]] = Counter()
    least: Counter[tuple[int, str]] = Counter()
    for part, _, chat in _parts(session):
        key = (chat.chat_id, part.text)
        found.parts += 1
        written[key] += 1
        least[key] += part.state is DeliveryState.SENT
        found.unsure += part.state is DeliveryState.UNKNOWN
        if part.state in {DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.FAILED}:
            found.lost.append(f"part {part.part} of digest {part.digest_id} is {part.state} ({part.error})")
    found.doubled += [
        f"digest part in {chat}" for (chat, text), n in posts.items() if 0 < written[chat, text] < n
    ]
    found.lost += [f"digest part in {key[0]}" for key, count in least.items() if posts[key] < count]
    states = Counter(row.state for row in session.exec(select(Digest)))
    found.digests = states.total()
    found.lost += [f"digest left {state}" for state in (DigestState.NEW, DigestState.READY) if states[state]]
    notices = [
        text for (chat, text), n in posts.items() if chat == ADMIN and "ist unklar" in text for _ in range(n)
    ]
    found.told = len(notices)
    replies = Counter(
        (call.params["chat_id"], str(call.params["reply_parameters"]))
        for call in crowd.world.calls_of("sendMessage")
        if call.result is not None and "reply_parameters" in call.params and "gespeichert" in str(call.params)
    )
    found.answers_twice = sum(count - 1 for count in replies.values())
    found.doubled += [f"answer in {chat}" for (chat, _), count in replies.items() if count > 1]


def _parts(session: Session) -> list[tuple[Delivery, Digest, Chat]]:
    query = select(Delivery, Digest, Chat).where(Delivery.digest_id == Digest.id, Digest.chat_pk == Chat.id)
    return list(session.exec(query).all())


def _slots(session: Session, found: Reckoning, now: datetime) -> None:
    """Each planned slot has a digest, or was told with the next one.

    The bot leaves a slot that it could not look at for ``LATEST_SLOT`` to the next one.  So plans of the rig
    have several times a day: whoever looks at the end always finds one that is not too old.
    """
    kept = {
        (row.chat_pk, row.thread_id, row.slot_key): row
        for row in session.exec(select(Digest).where(Digest.kind == PLAN))
    }
    for row, chat in chats.active_slots(session):
        span = now - row.created_at
        for slot in due_slots(plan_of(row, chat), now, span + timedelta(days=1)):
            found.slots += 1
            later = [d for (pk, _, _), d in kept.items() if pk == chat.id and d.window_end >= slot.moment]
            if (key_of(chat), row.thread_id, slot.key) not in kept and not later:
                found.lost.append(f"slot {slot.key}")


def _ledger(session: Session, found: Reckoning) -> None:
    """No chat, and no topic of one, is told the same about a claim twice in a row."""
    query = (
        select(Digest, DigestEntry.claim_id, DigestEntry.status)
        .join(DigestEntry)
        .order_by(Digest.window_end, Digest.id)  # type: ignore[arg-type]
    )
    told: dict[tuple[int, int, int], str] = {}
    for digest, claim, status in session.exec(query):
        chat, thread = digest.chat_pk, digest.thread_id
        if digest.state is DigestState.FAILED:
            continue
        if told.get((chat, thread, claim)) == status:
            found.doubled.append(f"claim {claim} told twice as {status} in chat {chat}, topic {thread}")
        told[chat, thread, claim] = status


def _inbox(session: Session, crowd: Crowd, found: Reckoning) -> None:
    states = Counter(row.state for row in session.exec(select(Inbox)))
    found.poison = states[InboxState.POISON]
    for state in (InboxState.NEW, InboxState.WORKING, InboxState.FAILED):
        found.lost += [f"{states[state]} updates are {state}"] * bool(states[state])
    own = {chat.id for chat in crowd.chats}
    found.broken += [
        f"a message to {chat.id}" for chat in crowd.world.chats.values() if chat.id not in own and chat.by_bot
    ]


def _whole(session: Session, found: Reckoning) -> None:
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        return  # a server checks references itself, and its pages by sums
    verdict = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
    found.broken += [f"integrity check: {verdict}"] * (verdict != "ok")
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    found.broken += [f"{len(orphans)} rows point nowhere"] * bool(orphans)
