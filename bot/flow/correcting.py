"""Corrections of stories by hand, in the store.  Each returns the stories to compare the claims of anew."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlmodel import Session

from bot.flow.chains import article_key
from bot.flow.claims import STALE, stored_claims
from bot.flow.keeping import title_of
from bot.flow.noting import note_words
from bot.flow.placing import Moved, dump_moved
from storage import articles, claims, corrections, placements, stories, story_events
from storage.tables import CorrectionKind, PlacementKind, StoryEventKind
from storage.writes import key_of


def split(session: Session, article_ids: Collection[int], at: datetime) -> tuple[int, ...]:
    """Open a story of its own for articles of one story.

    Raises:
        ValueError: they are not of one story, or they are all that it has.
        LookupError: one of them does not exist.
    """
    moved = [articles.get(session, number) for number in sorted(article_ids)]
    homes = {one.article.story_id for one in moved}
    home = homes.pop() if len(homes) == 1 else None
    if home is None:
        raise ValueError("the articles are not of one story")
    before = _placed(session, (home,))
    if set(before) == set(article_ids):
        raise ValueError("the story has no other articles")
    opened = stories.open_story(session, moved[0].article.title, moved[0].article.published_at)
    _place(session, article_ids, home, key_of(opened))
    title = moved[0].article.title
    _tell(session, StoryEventKind.SPLIT, (home, key_of(opened), title), article_ids, at)
    return _settle(session, CorrectionKind.SPLIT, (home, key_of(opened)), before, at)


def merge(session: Session, story_id: int, into_id: int, at: datetime) -> tuple[int, ...]:
    """Move all articles of a story into another; the first is gone.

    Raises:
        ValueError: both are the same story.
        LookupError: one of them does not exist.
    """
    before = _placed(session, (story_id, into_id))
    moved = [number for number, story in before.items() if story == story_id]
    title = stories.get(session, story_id).title
    stories.merge(session, story_id, into_id)
    _tell(session, StoryEventKind.MERGE, (into_id, story_id, title), moved, at)
    return _settle(session, CorrectionKind.MERGE, (into_id, story_id), before, at)


def move(session: Session, article_id: int, story_id: int, at: datetime) -> tuple[int, ...]:
    """Put an article into another story; a story that loses its last article is merged into that one.

    Raises:
        ValueError: it is in that story, or in none.
        LookupError: the article or the story does not exist.
    """
    home = articles.get(session, article_id).article.story_id
    if home is None or home == story_id:
        raise ValueError("the article is in that story, or in none")
    before = _placed(session, (home, stories.get(session, story_id).id or 0))
    if list(before.values()).count(home) == 1:
        return merge(session, home, story_id, at)
    _place(session, (article_id,), home, story_id)
    return _settle(session, CorrectionKind.MOVE, (story_id, home), before, at)


def rename(session: Session, story_id: int, title: str | None, at: datetime) -> tuple[int, ...]:
    """Give a story a title that stays; None lets its headlines name it again.

    Raises:
        ValueError: the title is empty.
        LookupError: there is no such story.
    """
    if title is not None and not title.strip():
        raise ValueError("a title has at least one letter")
    stories.rename(session, story_id, " ".join(title.split()) if title is not None else None)
    corrections.record(session, CorrectionKind.RENAME, story_id, None, at=at)
    if title is not None:
        return ()
    _refresh(session, story_id)
    return (story_id,)


def _placed(session: Session, story_ids: Iterable[int]) -> dict[int, int]:
    return {key_of(one.article): story for story in story_ids for one in articles.of_story(session, story)}


def _place(session: Session, article_ids: Collection[int], home: int, story_id: int) -> None:
    """Move articles, and the claims that only they are behind, so that nobody is told these again."""
    for number in article_ids:
        articles.place(session, number, story_id)
        placements.record(session, number, PlacementKind.BY_HAND)
    keys = {article_key(number) for number in article_ids}
    taken = {one.key for one in stored_claims(session, (story_id,))}
    for known in stored_claims(session, (home,)):
        if known.members and all(member.partition(":")[0] in keys for member in known.members):
            row = claims.get(session, known.id)
            row.story_id, row.key = story_id, f"~{known.id}" if row.key in taken else row.key
    session.flush()


def _tell(
    session: Session, kind: StoryEventKind, two: tuple[int, int, str], moved: Collection[int], at: datetime
) -> None:
    story_id, other, title = two
    payload = dump_moved(Moved(tuple(sorted(moved))))
    story_events.record(session, kind, story_id, (other, title), at=at, by_hand=True, payload=payload)


def _settle(
    session: Session, kind: CorrectionKind, ids: tuple[int, int], before: Mapping[int, int], at: datetime
) -> tuple[int, ...]:
    from summaries.stories.corrections import pairs_of  # noqa: PLC0415 - loads spaCy, which a status must not

    after = _placed(session, ids if kind is not CorrectionKind.MERGE else ids[:1])
    pairs = [(pair.left, pair.right, pair.same) for pair in pairs_of(before, after)]
    corrections.record(session, kind, *ids, at=at, pairs=pairs)
    left = tuple(sorted(set(after.values())))
    for story_id in left:
        _refresh(session, story_id)
    return left


def _refresh(session: Session, story_id: int) -> None:
    """Set title, times and look-up of a story by the articles that it has now; it is to be compared anew."""
    own = articles.of_story(session, story_id)
    for one in own:
        note_words(session, one)
    story = stories.get(session, story_id)
    stories.follow(session, story_id, title_of(session, story), own[0].article.published_at)
    stories.span(session, story_id, own[0].article.published_at, own[-1].article.published_at)
    story.payload = STALE
    session.flush()
