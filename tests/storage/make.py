"""Rows for tests, with everything filled in that a test does not care about."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import Session

from storage import articles, chats, stories
from storage.tables import Article, Chat, Revision, Statement, Story, Submission, SubmissionKind
from storage.writes import key_of

NOW = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)


def hours(number: float) -> datetime:
    return NOW + timedelta(hours=number)


def article(session: Session, text: str = "Der Damm hält.", at: datetime = NOW, **columns: Any) -> int:
    outlet = articles.outlet(session, columns.pop("outlet", "kurier.example"), "Kurier")
    row = Article(
        outlet_id=key_of(outlet),
        title=text[:20],
        published_at=at,
        published_source="manifest",
        text_hash="",
        received_at=at,
        **columns,
    )
    stored = articles.add_article(session, row, revision(text, at))
    return key_of(stored.article)


def revision(text: str, at: datetime = NOW, **columns: Any) -> Revision:
    values: dict[str, Any] = {
        "article_id": 0,
        "number": 0,
        "fingerprint": f"print of {text}",
        "text_hash": f"hash of {text}",
        **columns,
    }
    return Revision(title=text[:20], text=text, stored_at=at, **values)


def statement(number: int, **columns: Any) -> Statement:
    values: dict[str, Any] = {
        "article_id": 0,
        "revision_id": 0,
        "begin": 0,
        "end": 5,
        "stance": "asserts",
        "certainty": "certain",
        "as_of": NOW,
        "payload": "{}",
        **columns,
    }
    return Statement(number=number, **values)


def story(session: Session, title: str = "Hochwasser", at: datetime = NOW) -> Story:
    return stories.open_story(session, title, at)


def chat(session: Session, chat_id: int = -100, **columns: Any) -> Chat:
    return chats.register(session, chat_id, columns.pop("kind", "group"), "Redaktion", NOW)


def submission(message_id: int, ordinal: int = 0, **columns: Any) -> Submission:
    values: dict[str, Any] = {
        "chat_id": -100,
        "kind": SubmissionKind.URL,
        "payload": "https://kurier.example/damm",
        "received_at": NOW,
        **columns,
    }
    return Submission(message_id=message_id, ordinal=ordinal, **values)
