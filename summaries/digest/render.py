"""A digest as HTML for Telegram and as plain text; all German wording stands in ``templates/*.j2``.

The HTML uses only the tags that Telegram knows (b, i, a, blockquote).  The plain text is the same rendering
with its markup taken out, so both always say the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from config import digest as limits
from config.digest import OUTLETS_PER_STORY, PART_CHARACTERS, PART_ENTITIES
from summaries.digest import wording
from summaries.digest.stands import OutletLink, dated_by, quoted, stands
from summaries.digest.succession import heads, together
from summaries.digest.views import ArticleView, ClaimView, Digest, StoryDigest, StoryView
from summaries.model import Claim, Status

if TYPE_CHECKING:
    from summaries.stories.reasons import Reason  # loads spaCy, which a digest does without

_BLANK_LINE = "\n\n"
_ENTITY = re.compile(r"<[a-z]")
# Where voices were held against each other they are quoted; of what one states the line itself is enough.
_COMPARED = frozenset({Status.CONTESTED, Status.CONFIRMED})
_QUOTED = "  │ "


@dataclass(frozen=True, slots=True)
class Piece:
    """HTML that fits one message, and the story that it tells of, if it is about one."""

    html: str
    story: int | None = None


def render_parts(digest: Digest) -> list[str]:
    """Return the digest as pieces of HTML that each fit one message; see ``render_pieces``."""
    return [piece.html for piece in render_pieces(digest)]


def render_pieces(digest: Digest) -> list[Piece]:
    """Return head, stories and foot of a digest.

    A story that is too long for one message is cut between claims.  A digest without news is one short line.
    """
    if digest.empty:
        return [Piece(_fill("nothing.html.j2", digest.zone, digest=digest))]
    head, foot = (_fill(f"{name}.html.j2", digest.zone, digest=digest) for name in ("head", "foot"))
    return [Piece(head), *_bodies(digest), Piece(foot)]


def render_alert(digest: Digest) -> list[Piece]:
    """Return news of what a reader follows."""
    return [Piece(_fill("alert_head.html.j2", digest.zone, digest=digest)), *_bodies(digest)]


def _bodies(digest: Digest) -> Iterator[Piece]:
    for story in digest.stories:
        for part in _story_parts(story, digest):
            yield Piece(part, story.id)


def render_html(digest: Digest) -> str:
    """Return the whole digest as one piece of HTML."""
    return _BLANK_LINE.join(render_parts(digest))


def render_text(digest: Digest) -> str:
    """Return the whole digest as plain text."""
    return plain(render_html(digest))


def render_story_parts(view: StoryView) -> list[str]:
    """Return one story in full as pieces of HTML that each fit one message."""
    blocks = [render_why(known.claim, view.zone) for known in view.claims]
    timeline = _fill("timeline.html.j2", view.zone, view=view)
    return pack([_fill("story_head.html.j2", view.zone, view=view), *blocks, timeline])


def render_story_text(view: StoryView) -> str:
    """Return one story in full as plain text, with the addresses of its articles."""
    return plain(_BLANK_LINE.join(render_story_parts(view)), addresses=True)


def render_why(claim: Claim, zone: tzinfo) -> str:
    """Return why a claim has its status: rule, voices, quotes, history, as HTML."""
    return _fill("why.html.j2", zone, claim=claim)


def render_placement(found: Sequence[Reason], zone: tzinfo) -> str:
    """Return why an article stands in its story, as HTML."""
    return _fill("placement.html.j2", zone, reasons=found)


def pack(
    blocks: Iterable[str], characters: int = PART_CHARACTERS, entities: int = PART_ENTITIES
) -> list[str]:
    """Join ``blocks`` of HTML into as few parts as fit the limits; a block is never cut."""
    parts: list[str] = []
    for block in blocks:
        joined = f"{parts[-1]}{_BLANK_LINE}{block}" if parts else block
        if parts and len(plain(joined)) <= characters and len(_ENTITY.findall(joined)) <= entities:
            parts[-1] = joined
        else:
            parts.append(block)
    return parts


def plain(html: str, *, addresses: bool = False) -> str:
    """Return the visible text of ``html`` (of ours); ``addresses`` adds the targets of links."""
    reader = _TextOf(addresses)
    reader.feed(html)
    reader.close()
    return "".join(reader.pieces).replace(wording.WORD_JOINER, "")


class _TextOf(HTMLParser):
    def __init__(self, addresses: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._addresses = addresses
        self._target: str | None = None
        self._quoting = False

    def handle_data(self, data: str) -> None:
        self.pieces.append(data.replace("\n", f"\n{_QUOTED}") if self._quoting else data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._target = dict(attrs).get("href")
        if tag == "blockquote":
            self._quoting = True
            self.pieces.append(_QUOTED)

    def handle_endtag(self, tag: str) -> None:
        if tag == "blockquote":
            self._quoting = False
        if tag == "a" and self._addresses and self._target:
            self.pieces.append(f" <{self._target}>")


def _story_parts(story: StoryDigest, digest: Digest) -> list[str]:
    outlets = _outlets(story.articles)
    shown, more = outlets[:OUTLETS_PER_STORY], max(len(outlets) - OUTLETS_PER_STORY, 0)
    heading = _fill("story.html.j2", digest.zone, story=story, outlets={"shown": shown, "more": more})
    mixed = not all(view.news for view in story.claims)
    older = together(story.claims)
    blocks = [
        heading,
        *(_claim(view, older.get(view.id, ()), mixed, digest) for view in heads(story.claims)),
    ]
    if story.more:
        blocks.append(_fill("more.html.j2", digest.zone, number=story.more))
    return pack(blocks)


def _claim(view: ClaimView, replaced: Sequence[ClaimView], mixed: bool, digest: Digest) -> str:
    sides = stands(view.claim)
    compared = view.claim.status in _COMPARED or view.changed_from is not None
    quotes = quoted(sides) if compared else ()
    before = [(one.claim.text, stands(one.claim)) for one in replaced]
    dated = dated_by(view.claim, digest.now)
    return _fill(
        "claim.html.j2",
        digest.zone,
        view=view,
        mixed=mixed,
        stands=sides,
        quotes=quotes,
        before=before,
        dated=dated,
    )


def _outlets(articles: Sequence[ArticleView]) -> list[OutletLink]:
    first: dict[str, OutletLink] = {}
    for article in articles:
        first.setdefault(article.outlet, OutletLink(article.outlet, article.url))
    return list(first.values())


def _fill(template: str, zone: tzinfo, **values: object) -> str:
    return environment().get_template(template).render(**values, zone=zone).strip("\n ")


def finalise(value: object) -> object:
    """Clean every untrusted string that a template prints; escaping follows after this."""
    if isinstance(value, Markup | wording.Href) or not isinstance(value, str):
        return value
    return wording.isolate(wording.defuse(wording.clean(value)))


@pass_context
def _moment(context: Context, when: datetime) -> str:
    return wording.moment(when.astimezone(context["zone"]))


@pass_context
def _short_moment(context: Context, when: datetime) -> str:
    return wording.short_moment(when.astimezone(context["zone"]))


@pass_context
def _date(context: Context, when: datetime) -> str:
    return wording.date(when.astimezone(context["zone"]))


@pass_context
def _day(context: Context, when: datetime) -> str:
    return wording.day(when.astimezone(context["zone"]))


@pass_context
def _clock(context: Context, when: datetime) -> str:
    return wording.clock(when.astimezone(context["zone"]))


@cache
def environment() -> Environment:
    """Return the template environment of the digest; everything is escaped, nothing may be undefined."""
    env = Environment(
        loader=PackageLoader("summaries.digest"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalise,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # a bot goes on with the texts it began with while a new version is put in place
    )
    env.filters |= {
        "clip": wording.clip,
        "typeset": wording.typeset,
        "cite": wording.cite,
        "quoted": wording.quoted,
        "href": wording.href,
        "count": wording.count,
        "language": wording.language,
        "moment": _moment,
        "short_moment": _short_moment,
        "day": _day,
        "date": _date,
        "clock": _clock,
        "age": wording.age,
    }
    env.globals |= {"limits": limits, "nbsp": wording.NBSP}
    return env
