"""A story on a screen: its claims, why they stand so, and how it went."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from telegram import InlineKeyboardButton

from bot.buttons import Rows, button
from bot.flow import Placements
from bot.screens import Screen, paged
from bot.texts import phrase, render
from config.digest import OUTLETS_PER_STORY
from storage.tables import Wish
from summaries.digest import ArticleView, StoryEventView, StoryView
from summaries.digest.stands import OutletLink, stands
from summaries.model import Claim, Status

EXPORT = "ex"
STORY, WHY, LINE, FOLLOW, MUTE, EDIT, PICTURE = "st", "wy", "tl", "fo", "mu", "ed", "pc"
NOWHERE = "-"
DARK = "d"


@dataclass(frozen=True, slots=True)
class Moment:
    """A point of a story's timeline: an article, a claim with another status, or a merge or split."""

    at: datetime
    article: ArticleView | None = None
    text: str = ""
    old: Status | None = None
    new: Status | None = None
    event: StoryEventView | None = None


def story_screen(view: StoryView, wish: Wish | None, page: int, origin: str) -> Screen:
    """Return the claims of a story with voices and quotes.

    Args:
        view: The story as its chat may read it.
        wish: What the chat wants of it.
        page: Which page, from 0.
        origin: The button's argument that leads back; ``NOWHERE`` for none.
    """
    top = render("story_top", zone=view.zone, view=view, wish=wish, outlets=_outlets(view))
    claims = (
        render(
            "story_claim",
            zone=view.zone,
            claim=known.claim,
            stands=stands(known.claim),
            repeated=_repeats(known.claim),
        )
        for known in view.claims
    )
    screen = paged([top, *claims], page, lambda label, n: button(label, STORY, view.id, n, origin))
    return Screen(screen.text, (*screen.rows, *_ways(view.id, wish, origin)))


def why_screen(view: StoryView, placements: Placements, page: int, origin: str) -> Screen:
    """Return by which rule each claim has its status, with every voice, and why the articles are together."""
    top = render("story_why_top", view=view)
    claims = (render("story_why", zone=view.zone, claim=known.claim) for known in view.claims)
    grounds = render("story_grounds", zone=view.zone, view=view, events=placements.events)
    placed = (render("story_placement", zone=view.zone, placed=one) for one in placements.articles)
    blocks = [top, *claims, grounds, *placed]
    screen = paged(blocks, page, lambda label, n: button(label, WHY, view.id, n, origin))
    return Screen(screen.text, (*screen.rows, _home(view.id, origin)))


def line_screen(view: StoryView, page: int, origin: str) -> Screen:
    """Return articles and changes of status in order of time."""
    text = render("story_line", zone=view.zone, view=view, moments=moments(view))
    screen = paged([text], page, lambda label, n: button(label, LINE, view.id, n, origin))
    pictures = (
        button(phrase("labels", "picture"), PICTURE, view.id),
        button(phrase("labels", "dark_picture"), PICTURE, view.id, DARK),
    )
    return Screen(screen.text, (*screen.rows, pictures, _home(view.id, origin)))


def moments(view: StoryView) -> list[Moment]:
    """Return what happened in a story, oldest first; an article stands before what it changed."""
    found = [*_articles(view), *_changes(view), *(Moment(one.at, event=one) for one in view.events)]
    return sorted(found, key=lambda one: (one.at, one.article is None))


def back(origin: str) -> Rows:
    """Return the row that leads back to where a screen was opened; nothing if it leads nowhere."""
    if origin == NOWHERE:
        return ()
    verb, _, rest = origin.partition(".")
    return ((button(phrase("labels", "back"), verb, *rest.split(".")),),)


def origin_of(verb: str, *args: object) -> str:
    """Return the argument under which a button remembers another one to lead back to."""
    return ".".join([verb, *(str(arg) for arg in args)])


def _repeats(claim: Claim) -> bool:
    """Tell whether quotes would only say the line of a claim again."""
    return all(voice.quote.strip() == claim.text.strip() for voice in claim.voices)


def _articles(view: StoryView) -> Iterator[Moment]:
    for article in view.articles:
        yield Moment(article.published, article=article)


def _changes(view: StoryView) -> Iterator[Moment]:
    for known in view.claims:
        for event in known.claim.history:
            if event.old is not None or event.new is not Status.UNCONFIRMED:
                yield Moment(event.at, text=known.claim.text, old=event.old, new=event.new)


def _outlets(view: StoryView) -> dict[str, object]:
    first: dict[str, OutletLink] = {}
    for article in view.articles:
        first.setdefault(article.outlet, OutletLink(article.outlet, article.url))
    links = list(first.values())
    return {"shown": links[:OUTLETS_PER_STORY], "more": max(len(links) - OUTLETS_PER_STORY, 0)}


def _ways(story_id: int, wish: Wish | None, origin: str) -> Rows:
    """Return the buttons under a story; each remembers where the story was opened."""

    def way(label: str, verb: str) -> InlineKeyboardButton:
        page = (0,) if verb in {WHY, LINE} else ()
        return button(phrase("labels", label), verb, story_id, *page, origin)

    follow = "unfollow" if wish is Wish.FOLLOW else "follow"
    mute = "unmute" if wish is Wish.MUTE else "mute"
    return (
        (way("why", WHY), way("timeline", LINE)),
        (way(follow, FOLLOW), way(mute, MUTE)),
        (way("edit", EDIT), button(phrase("labels", "export"), EXPORT, story_id, "-", origin)),
        *back(origin),
    )


def _home(story_id: int, origin: str) -> tuple[InlineKeyboardButton, ...]:
    return (button(phrase("labels", "back"), STORY, story_id, 0, origin),)
