"""The picture itself, drawn with Pillow and fonts of this room."""

from __future__ import annotations

import io
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from PIL import Image, ImageColor, ImageDraw, ImageFont

from config import picture as sizes
from summaries.digest.views import StoryView
from summaries.model import Status
from summaries.picture.labels import label
from summaries.picture.scene import ClaimRow, OutletRow, Scene, scene_of

_FONTS: Final = Path(__file__).parent / "fonts"
_SIGNS: Final = {
    Status.UNCONFIRMED: "?",
    Status.CONFIRMED: "✓",
    Status.CONTESTED: "≠",
    Status.SUPERSEDED: "→",
}
_LEFT: Final = sizes.PADDING + sizes.LABELS
_RIGHT: Final = sizes.WIDTH - sizes.PADDING
_MOST_HEIGHT: Final = 2_600
_DOT, _MARK, _BAR = 11, 19, 14  # radius, radius, height
_ROW, _GAP = 54, 20
_ELLIPSIS = "…"
_DARKEST: Final = 0.04045  # below it sRGB is linear


class Theme(StrEnum):
    """Colours of the picture; both carry their own ground, so each is readable in any chat."""

    LIGHT = "light"
    DARK = "dark"


def timeline_png(view: StoryView, theme: Theme = Theme.LIGHT) -> bytes:
    """Draw a story's timeline: who reported when, and how its claims' statuses changed.

    Pure: the same view gives the same bytes.  It takes about a quarter of a second, so a caller on an event
    loop runs it in a thread and sends the result as a photo::

        view = await flow.story(story_id)
        picture = await asyncio.to_thread(timeline_png, view)
        await bot.send_photo(chat_id, picture, caption=...)

    Args:
        view: The story in full, as ``Flow.story`` returns it.
        theme: Colours.

    Returns:
        A PNG, 1080 pixels wide, at most 2600 high, some 50 KB.

    Raises:
        ValueError: the story has no article.
    """
    scene = scene_of(view)
    canvas = Canvas(sizes.LIGHT if theme is Theme.LIGHT else sizes.DARK)
    bottom = _paint(canvas, scene, view)
    return canvas.png(bottom)


class Canvas:
    """A ground to draw on in pixels of the finished picture; drawn larger, made smaller at the end."""

    def __init__(self, colours: Mapping[str, str]) -> None:
        """Take the colours by name."""
        self._colours = colours
        size = (sizes.WIDTH * sizes.OVERSAMPLING, _MOST_HEIGHT * sizes.OVERSAMPLING)
        self._image = Image.new("RGB", size, colours["ground"])
        self._draw = ImageDraw.Draw(self._image)

    def text(self, x: float, y: float, text: str, size: int, colour: str = "text", **how: object) -> None:
        """Write one line; ``bold`` and ``anchor`` (Pillow's, by default left and top) may be given."""
        font = _font(size * sizes.OVERSAMPLING, bold=bool(how.get("bold")))
        self._draw.text(
            (x * sizes.OVERSAMPLING, y * sizes.OVERSAMPLING),
            text,
            fill=self._colours[colour],
            font=font,
            anchor=str(how.get("anchor", "la")),
        )

    def line(self, start: tuple[float, float], end: tuple[float, float], colour: str) -> None:
        """Draw a straight line, two pixels wide."""
        ends = [value * sizes.OVERSAMPLING for value in (*start, *end)]
        self._draw.line(ends, fill=self._colours[colour], width=2 * sizes.OVERSAMPLING)

    def bar(self, x0: float, x1: float, y: float, height: float, colour: str) -> None:
        """Draw a lying bar around the height ``y``."""
        box = [x0, y - height / 2, max(x1, x0 + 1), y + height / 2]
        self._draw.rectangle([v * sizes.OVERSAMPLING for v in box], fill=self._colours[colour])

    def dot(self, x: float, y: float, radius: float, colour: str) -> None:
        """Draw a disc with a rim of the ground, so that neighbours stay apart."""
        for reach, fill in ((radius + 3, "ground"), (radius, colour)):
            box = [(x - reach), (y - reach), (x + reach), (y + reach)]
            self._draw.ellipse([v * sizes.OVERSAMPLING for v in box], fill=self._colours[fill])

    def png(self, height: int) -> bytes:
        """Return the upper part as PNG."""
        big = self._image.crop((0, 0, self._image.width, height * sizes.OVERSAMPLING))
        small = big.resize((sizes.WIDTH, height), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        few = small.quantize(palette=_palette(tuple(self._colours.values())), dither=Image.Dither.NONE)
        few.save(out, "PNG", optimize=True)
        return out.getvalue()


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours ("#rrggbb") by WCAG 2.2, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def wrap(text: str, size: int, width: float, lines: int, *, bold: bool = False) -> list[str]:
    """Return ``text`` in at most ``lines`` lines that each fit ``width`` pixels; a cut shows an ellipsis."""
    font = _font(size, bold=bold)
    rows: list[str] = []
    rest = text.split(" ")
    while rest and len(rows) < lines:
        taken = 1
        while taken < len(rest) and font.getlength(" ".join(rest[: taken + 1])) <= width:
            taken += 1
        rows.append(" ".join(rest[:taken]))
        rest = rest[taken:]
    if rest:
        rows[-1] += _ELLIPSIS
    return [_fitted(row, font, width) for row in rows]


def _fitted(row: str, font: ImageFont.FreeTypeFont, width: float) -> str:
    if font.getlength(row) <= width:
        return row
    row = row.removesuffix(_ELLIPSIS)
    while row and font.getlength(row + _ELLIPSIS) > width:
        row = row[:-1]
    return row.rstrip(" ,;:–-") + _ELLIPSIS


def _paint(canvas: Canvas, scene: Scene, view: StoryView) -> int:
    """Draw from top to bottom; return where it ends."""
    y = _head(canvas, scene)
    y = _heading(canvas, scene, y, label("articles", view.zone))
    for row in scene.outlets:
        y = _outlet(canvas, scene, row, y)
    if scene.claims:
        y = _heading(canvas, scene, y, label("claims", view.zone))
    for claim in scene.claims:
        y = _claim(canvas, scene, claim, y)
    if not scene.claims:
        y = _note(canvas, y + _GAP, label("no_claims", view.zone))
    if scene.more_claims:
        y = _note(canvas, y, label("more_claims", view.zone, number=scene.more_claims))
    return _note(canvas, y + _GAP, scene.as_of) + _GAP


def _head(canvas: Canvas, scene: Scene) -> int:
    y, size = sizes.PADDING, sizes.FONT_TITLE
    for row in wrap(scene.title, size, _RIGHT - sizes.PADDING, sizes.TITLE_LINES, bold=True):
        canvas.text(sizes.PADDING, y, row, size, bold=True)
        y += _height(size)
    return _note(canvas, y + _GAP // 2, scene.subtitle)


def _heading(canvas: Canvas, scene: Scene, y: int, text: str) -> int:
    """Write what a block of rows shows, and the names of moments above them."""
    y += 2 * _GAP
    canvas.text(sizes.PADDING, y, text, sizes.FONT_TEXT, bold=True)
    y += _height(sizes.FONT_TEXT) + _GAP // 2
    free = 0.0
    for tick in scene.axis.ticks():
        half = _font(sizes.FONT_SMALL).getlength(tick.name) / 2
        middle = min(max(_x(tick.place), _LEFT + half), _RIGHT - half)
        if middle - half >= free:
            canvas.text(middle, y, tick.name, sizes.FONT_SMALL, "muted", anchor="ma")
            free = middle + half + _GAP
    return y + _height(sizes.FONT_SMALL) + _GAP // 2


def _outlet(canvas: Canvas, scene: Scene, row: OutletRow, y: int) -> int:
    middle = y + _ROW // 2
    _grid(canvas, scene, y, y + _ROW)
    name = wrap(row.name, sizes.FONT_SMALL, sizes.LABELS - _GAP, 1)
    canvas.text(sizes.PADDING, middle, "".join(name), sizes.FONT_SMALL, anchor="lm")
    canvas.line((_LEFT, middle), (_RIGHT, middle), "grid")
    for place in row.places:
        canvas.dot(_x(place), middle, _DOT, "article")
    return y + _ROW


def _claim(canvas: Canvas, scene: Scene, row: ClaimRow, y: int) -> int:
    """Write a claim and below it, in one row, its present status and the bar of its history."""
    for line in wrap(row.text, sizes.FONT_TEXT, _RIGHT - sizes.PADDING, sizes.CLAIM_LINES):
        canvas.text(sizes.PADDING, y, line, sizes.FONT_TEXT)
        y += _height(sizes.FONT_TEXT)
    middle = y + _ROW // 2
    _grid(canvas, scene, y, y + _ROW)
    canvas.text(
        sizes.PADDING, middle, str(row.status), sizes.FONT_SMALL, str(row.status), bold=True, anchor="lm"
    )
    for phase in row.phases:
        canvas.bar(_x(phase.begin), _x(phase.end), middle, _BAR, str(phase.status))
    for phase in row.phases:
        _mark(canvas, _x(phase.begin), middle, phase.status)
    return y + _ROW + _GAP


def _mark(canvas: Canvas, x: float, y: float, status: Status) -> None:
    canvas.dot(x, y, _MARK, str(status))
    canvas.text(x, y, _SIGNS[status], sizes.FONT_SMALL, "on_mark", bold=True, anchor="mm")


def _note(canvas: Canvas, y: int, text: str) -> int:
    for row in wrap(text, sizes.FONT_SMALL, _RIGHT - sizes.PADDING, 2):
        canvas.text(sizes.PADDING, y, row, sizes.FONT_SMALL, "muted")
        y += _height(sizes.FONT_SMALL)
    return y


def _grid(canvas: Canvas, scene: Scene, top: int, bottom: int) -> None:
    for tick in scene.axis.ticks():
        canvas.line((_x(tick.place), top), (_x(tick.place), bottom), "grid")


def _x(place: float) -> float:
    """Return the pixel of a place on the axis; both ends leave room for a mark."""
    return _LEFT + _MARK + place * (_RIGHT - _LEFT - 2 * _MARK)


@cache
def _palette(colours: tuple[str, ...]) -> Image.Image:
    """Return a palette of each colour (the first is the ground) and its blends with the ground."""
    ground, *others = [ImageColor.getrgb(colour)[:3] for colour in colours]
    steps = [step / sizes.SHADES for step in range(1, sizes.SHADES + 1)]
    blends = [
        round(low + (high - low) * step)
        for other in others
        for step in steps
        for low, high in zip(ground, other, strict=True)
    ]
    palette = Image.new("P", (1, 1))
    palette.putpalette([*ground, *blends])
    return palette


def _height(size: int) -> int:
    return round(size * sizes.LINE_SPACING)


@cache
def _font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    name = "Inter-SemiBold.otf" if bold else "Inter-Regular.otf"
    return ImageFont.truetype(str(_FONTS / name), size)


def _luminance(colour: str) -> float:
    parts = [channel / 255 for channel in ImageColor.getrgb(colour)[:3]]
    red, green, blue = (
        part / 12.92 if part <= _DARKEST else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
