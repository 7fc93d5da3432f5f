"""Cut an article's text into blocks: running text, headings, captions and what belongs to the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto
from typing import Final

from config import intake as limits
from summaries.intake import noise
from summaries.intake.agencies import credit_begin, dateline_length
from summaries.intake.paragraphs import Paragraph, ends_sentence, paragraphs_of
from summaries.intake.ticker import Stamp, resolve, stamp_of
from summaries.model import Block, BlockKind, Span

_SPACES = re.compile(r"\s+")
_FINISHED = re.compile(
    r"[a-zäöüß]{4}[.!?][“”«»\"]? [„“»«\"]?[A-ZÄÖÜ][^ ]* [^ ]+ "
)  # goes on after a full sentence
_TAIL_ZONE = 3  # paragraphs in which the author may be introduced
_HEAD_ZONE = 15  # paragraphs in which a title may be repeated


class _Role(Enum):
    """What a paragraph looks like on its own."""

    BODY = auto()
    SHORT = auto()  # no finished sentence: a heading, a kicker or the title of another article
    ITEM = auto()  # list item without final punctuation
    TITLE = auto()
    CAPTION = auto()
    JUNK = auto()
    READ_ALSO = auto()  # heading of a list of other articles
    COMMENTS = auto()
    IMPRINT = auto()  # contact of a press release


@dataclass(frozen=True, slots=True)
class _Piece:
    """A paragraph with its role; ``[begin, end)`` is what remains of it without stamps and credits."""

    begin: int
    end: int
    text: str
    role: _Role
    after_blank: bool
    stamp: Stamp | None = None

    @property
    def is_running(self) -> bool:
        """Running text long enough that a page would not use it for a link."""
        return self.role is _Role.BODY and (
            len(self.text) > limits.TEASER_PARAGRAPH_CHARS or self.stamp is not None
        )


def segment(text: str, title: str, published: datetime) -> tuple[Block, ...]:
    """Cut a text into blocks, one per paragraph.

    Args:
        text: the stored article text; all spans are offsets into it.
        title: the article's title, which may stand in the text again.
        published: publication time (aware); no block counts from later.

    Returns:
        Sorted, disjoint, non-empty blocks without blanks at their ends; only BODY yields statements.
        Datelines, ticker marks, bullets and credits at the ends of paragraphs lie in the gaps.
    """
    return _blocks(_pieces(text, title, published), published)


def has_ticker(text: str, published: datetime) -> bool:
    """Tell whether the text has entries with time stamps of their own."""
    return any(piece.stamp and not piece.stamp.heading for piece in _pieces(text, "", published))


def _pieces(text: str, title: str, published: datetime) -> list[_Piece]:
    pieces = [_read(paragraph, title, published) for paragraph in paragraphs_of(text)]
    pieces = _without_title_far_down(pieces)
    pieces = _drop_link_lists(_drop_comments(pieces))
    pieces = _drop_date_lines(pieces)
    pieces = _drop_tail(_drop_items(_drop_author_box(pieces)))
    return _trim_datelines(pieces)


def _read(paragraph: Paragraph, title: str, published: datetime) -> _Piece:
    """Recognise what one paragraph is, regardless of its neighbours."""
    stamp = stamp_of(paragraph, published)
    skip = stamp.length if stamp else noise.bullet_length(paragraph.text)
    end = min(credit_begin(paragraph.text), noise.teaser_begin(paragraph.text))
    text = paragraph.text[skip:end]
    begin = paragraph.begin + skip + len(text) - len(text.lstrip())
    text = text.strip()
    role = _role(text, paragraph.text, title) if not stamp else _stamped_role(text)
    if not text:
        begin, text = paragraph.begin, paragraph.text
        role = _Role.JUNK
    if role is _Role.SHORT and skip and not stamp:
        role = _Role.ITEM
    return _Piece(begin, begin + len(text), text, role, paragraph.after_blank, stamp)


def _stamped_role(text: str) -> _Role:
    """Tell what stands after a ticker mark."""
    if noise.is_caption(text):
        return _Role.CAPTION
    if noise.is_teaser(text) or (text and noise.is_junk(text)):
        return _Role.JUNK
    return _Role.SHORT if _is_short(text) else _Role.BODY


def _role(text: str, whole: str, title: str) -> _Role:
    """Tell what a paragraph without a ticker mark looks like; ``whole`` is it with bullet and credit."""
    if _normal(whole) == _normal(title):
        return _Role.TITLE
    found = next((role for looks_so, role in _LOOKS if looks_so(text)), None)
    if found:
        return found
    if noise.is_table(whole) and not (ends_sentence(text) and dateline_length(whole)):
        return _Role.JUNK
    return _Role.SHORT if _is_short(text) else _Role.BODY


_LOOKS: Final[tuple[tuple[Callable[[str], bool], _Role], ...]] = (
    (noise.is_read_also, _Role.READ_ALSO),
    (noise.is_comment_mark, _Role.COMMENTS),
    (noise.is_imprint, _Role.IMPRINT),
    (noise.is_teaser, _Role.JUNK),
    (noise.is_junk, _Role.JUNK),
    (noise.is_caption, _Role.CAPTION),
)


def _is_short(text: str) -> bool:
    """Tell whether the text is a line that no sentence ends, or a single question."""
    if len(text) > limits.SHORT_LINE_CHARS:
        return False
    if not ends_sentence(text):
        return _FINISHED.search(text) is None
    return text.endswith(("?", ":")) and not any(mark in text[:-1] for mark in (". ", "! ", "? "))


def _normal(text: str) -> str:
    return _SPACES.sub(" ", text).strip().casefold()


def _without_title_far_down(pieces: Sequence[_Piece]) -> list[_Piece]:
    """A paragraph that equals the title is a heading only near the head and beside other text."""
    alone = not any(piece.role is _Role.BODY for piece in pieces)
    return [
        replace(piece, role=_Role.BODY if ends_sentence(piece.text) else _Role.SHORT)
        if piece.role is _Role.TITLE and (alone or index >= _HEAD_ZONE)
        else piece
        for index, piece in enumerate(pieces)
    ]


def _drop_comments(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Readers' comments and a sender's contact reach to the end, unless more text follows than came first."""
    result = list(pieces)
    before, total = 0, _volume(pieces)
    last_stamp = max((index for index, piece in enumerate(pieces) if piece.stamp), default=-1)
    for index, piece in enumerate(pieces):
        if piece.role in {_Role.COMMENTS, _Role.IMPRINT}:
            if before and before >= total - before and index > last_stamp:
                return result[:index] + [_junk(later) for later in result[index:]]
            result[index] = _junk(piece)
        before += _volume([piece])
    return result


def _drop_link_lists(pieces: Sequence[_Piece]) -> list[_Piece]:
    result: list[_Piece] = []
    before, total = 0, _volume(pieces)
    while len(result) < len(pieces):
        index = len(result)
        piece = pieces[index]
        if piece.role is _Role.READ_ALSO:
            end = len(pieces) if _is_teaser_tail(pieces, index, before, total) else _list_end(pieces, index)
            result.extend(_junk(later) for later in pieces[index:end])
        else:
            result.append(piece)
        before += _volume([piece])
    return result


def _list_end(pieces: Sequence[_Piece], start: int) -> int:
    """Return the index of the first paragraph after a list of other articles that begins at ``start``."""
    end = start + 1
    while end < len(pieces) and not (pieces[end].role is _Role.BODY or pieces[end].stamp):
        end += 1
    last = pieces[end - 1]
    if end == len(pieces) or last.role is not _Role.SHORT or not last.after_blank:
        return end
    listed = any(piece.role is _Role.ITEM for piece in pieces[start + 1 : end - 1])
    return end - 1 if listed else end


def _is_teaser_tail(pieces: Sequence[_Piece], start: int, before: int, total: int) -> bool:
    """Tell whether only teasers follow: at least two pairs of a title and a short text, nothing longer."""
    if total - before > before / 2:
        return False
    tail = pieces[start + 1 :]
    bodies = [index for index, piece in enumerate(tail) if piece.role is _Role.BODY]
    return len(bodies) > 1 and all(
        index > 0
        and not tail[index].is_running
        and tail[index - 1].role in {_Role.SHORT, _Role.ITEM, _Role.JUNK, _Role.CAPTION}
        for index in bodies
    )


def _drop_date_lines(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Keep the marks of a ticker; a single bare time or date is the article's own date line."""
    sure = {index for index, piece in enumerate(pieces) if _is_sure(piece)}
    bare = [
        index
        for index, piece in enumerate(pieces)
        if piece.stamp and index not in sure and not piece.stamp.heading and _leads_to_body(pieces, index)
    ]
    named = {(stamp.day, stamp.weekday, stamp.clock) for index in bare if (stamp := pieces[index].stamp)}
    keep = sure | (set(bare) if len(named) > 1 or sure else set())
    return [
        piece
        if not piece.stamp or index in keep or (piece.stamp.heading and keep)
        else replace(piece, stamp=None, role=_Role.BODY if piece.role is _Role.BODY else _Role.JUNK)
        for index, piece in enumerate(pieces)
    ]


def _is_sure(piece: _Piece) -> bool:
    """Tell whether the mark stands for itself: a word says so, or a time alone begins a sentence."""
    stamp = piece.stamp
    return stamp is not None and (stamp.marked or (piece.role is _Role.BODY and not stamp.dated))


def _leads_to_body(pieces: Sequence[_Piece], index: int) -> bool:
    """Tell whether text follows the mark, in its own paragraph or below at most one heading."""
    if pieces[index].role is _Role.BODY:
        return True
    following = [piece.role for piece in pieces[index + 1 : index + 3] if not piece.stamp]
    return _Role.BODY in following and following[0] in {_Role.BODY, _Role.SHORT, _Role.TITLE}


def _drop_author_box(pieces: Sequence[_Piece]) -> list[_Piece]:
    """A heading about the author takes the paragraph below with it; a note stands near the end."""
    result = [
        _junk(piece)
        if piece.role is _Role.BODY and index >= len(pieces) - _TAIL_ZONE and noise.is_author_note(piece.text)
        else piece
        for index, piece in enumerate(pieces)
    ]
    for index, piece in enumerate(pieces[:-1]):
        if noise.is_author_heading(piece.text):
            result[index : index + 2] = map(_junk, pieces[index : index + 2])
    return result


def _drop_items(pieces: Sequence[_Piece]) -> list[_Piece]:
    """List items without a full stop are text where a colon introduces them, else links."""
    result: list[_Piece] = []
    introduced = False
    for piece in pieces:
        if piece.role is _Role.ITEM:
            result.append(replace(piece, role=_Role.BODY if introduced else _Role.JUNK))
            continue
        introduced = piece.text.endswith(":")
        result.append(piece)
    return result


def _drop_tail(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Short lines after the last sentence are tags and links; so are single words before the first one."""
    bodies = [index for index, piece in enumerate(pieces) if piece.role is _Role.BODY]
    if not bodies:
        return list(pieces)
    return [
        replace(piece, role=_Role.JUNK)
        if piece.role is _Role.SHORT and (index > bodies[-1] or (index < bodies[0] and _is_label(piece.text)))
        else piece
        for index, piece in enumerate(pieces)
    ]


def _is_label(text: str) -> bool:
    return len(text.split()) <= 2  # noqa: PLR2004


def _trim_datelines(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Leave the dateline out of the first paragraph of the article and of every ticker entry."""
    result: list[_Piece] = []
    expected = True
    for piece in pieces:
        expected = expected or piece.stamp is not None
        if piece.role is _Role.BODY and expected:
            skip = dateline_length(piece.text)
            rest = piece.text[skip:].lstrip()
            result.append(replace(piece, begin=piece.end - len(rest), text=rest) if rest else piece)
            expected = False
        else:
            result.append(piece)
    return result


def _volume(pieces: Sequence[_Piece]) -> int:
    return sum(len(piece.text) for piece in pieces if piece.role is _Role.BODY)


def _junk(piece: _Piece) -> _Piece:
    return replace(piece, role=_Role.JUNK, stamp=None)


_KINDS = {
    _Role.BODY: BlockKind.BODY,
    _Role.SHORT: BlockKind.HEADLINE,
    _Role.TITLE: BlockKind.HEADLINE,
    _Role.CAPTION: BlockKind.CAPTION,
}


def _blocks(pieces: Sequence[_Piece], published: datetime) -> tuple[Block, ...]:
    stamps = [piece.stamp for piece in pieces if piece.stamp]
    moments = iter(resolve(stamps, published))
    current = published
    blocks: list[Block] = []
    for piece in pieces:
        if piece.stamp:
            current = next(moments)
            _move_heading(blocks, current)
        kind = _KINDS.get(piece.role, BlockKind.JUNK)
        blocks.append(Block(Span(piece.begin, piece.end), kind, current))
    return tuple(blocks)


def _move_heading(blocks: list[Block], moment: datetime) -> None:
    """A heading right above a ticker entry belongs to that entry."""
    if len(blocks) > 1 and blocks[-1].kind is BlockKind.HEADLINE:
        blocks[-1] = replace(blocks[-1], as_of=moment)
