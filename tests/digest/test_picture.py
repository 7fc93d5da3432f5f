"""The drawn timeline: what it shows, and that it can be read."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from PIL import Image

from config import picture as sizes
from summaries.digest import StoryView
from summaries.digest.wording import NBSP
from summaries.model import Status
from summaries.picture import Theme, timeline_png
from summaries.picture.axis import Axis
from summaries.picture.labels import drawable
from summaries.picture.paint import contrast, wrap
from summaries.picture.scene import scene_of
from tests.digest.build import BERLIN, article, at, claim, voice

FLOOD = tuple(article(n, f"Blatt {n}", 3 + n // 4) for n in range(9))
ONE_VOICE = [voice(FLOOD[0], "Landkreis")]
HISTORY = [(at(3), Status.UNCONFIRMED), (at(4), Status.CONTESTED), (at(5), Status.CONFIRMED)]


def view(articles=FLOOD, claims=None, **more):
    claims = (claim("deich", ONE_VOICE, HISTORY),) if claims is None else claims
    return StoryView(1, "Deich bei Niederau", at(8), BERLIN, articles, claims, **more)


def image(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png))


@pytest.mark.parametrize("theme", list(Theme))
def test_it_is_a_small_png_of_a_phones_width(theme):
    png = timeline_png(view(), theme)
    drawn = image(png)
    assert drawn.format == "PNG"
    assert drawn.width == sizes.WIDTH
    assert drawn.height < 2 * sizes.WIDTH
    assert len(png) < 150_000


def test_the_same_story_gives_the_same_bytes():
    assert timeline_png(view()) == timeline_png(view())


@pytest.mark.parametrize(("theme", "colours"), [(Theme.LIGHT, sizes.LIGHT), (Theme.DARK, sizes.DARK)])
def test_every_status_of_a_history_has_its_colour_in_the_picture(theme, colours):
    pixels = image(timeline_png(view(), theme)).convert("RGB")
    seen = {f"#{r:02x}{g:02x}{b:02x}" for _, (r, g, b) in pixels.getcolors(1 << 20)}
    assert {colours[name] for name in ("ground", "unbestätigt", "umstritten", "bestätigt", "article")} <= seen
    assert colours["überholt"] not in seen


@pytest.mark.parametrize("colours", [sizes.LIGHT, sizes.DARK])
def test_colours_stand_out_from_their_ground(colours):
    for name in ("text", "muted"):
        assert contrast(colours[name], colours["ground"]) >= 4.5, name
    for status in Status:
        assert contrast(colours[str(status)], colours["ground"]) >= 3, status
        assert contrast(colours["on_mark"], colours[str(status)]) >= 3, status


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_phases_follow_one_another_to_the_end_of_the_axis():
    (row,) = scene_of(view()).claims
    assert [phase.status for phase in row.phases] == [status for _, status in HISTORY]
    assert all(left.end == right.begin for left, right in zip(row.phases, row.phases[1:], strict=False))
    assert row.phases[-1].end == 1.0
    assert row.status is Status.CONFIRMED


def test_outlets_beyond_the_sixth_share_a_row():
    rows = scene_of(view()).outlets
    assert len(rows) == sizes.OUTLETS
    assert rows[-1].name == f"4{NBSP}weitere Quellen"
    assert sum(len(row.places) for row in rows) == len(FLOOD)


def test_claims_that_changed_come_first_and_the_rest_is_counted():
    steady = [claim(f"s{n}", ONE_VOICE, HISTORY[:1], weight=5.0 + n) for n in range(7)]
    moved = claim("m", ONE_VOICE, HISTORY, text="Das Wasser steigt.", weight=0.1)
    scene = scene_of(view(claims=(*steady, moved)))
    assert scene.claims[0].text == "Das Wasser steigt."
    assert len(scene.claims) == sizes.CLAIMS
    assert scene.more_claims == 2


def test_one_article_and_no_claim_still_give_a_picture():
    assert image(timeline_png(view(FLOOD[:1], ()))).width == sizes.WIDTH


def test_a_story_without_articles_is_refused():
    with pytest.raises(ValueError, match="no article"):
        timeline_png(view(()))


def test_labels_are_german():
    scene = scene_of(view())
    assert scene.subtitle == f"9{NBSP}Artikel aus 9{NBSP}Quellen · 3. März 2025 bis 5. März 2025"
    assert [tick.name for tick in scene.axis.ticks()] == ["4. März", "5. März"]


@pytest.mark.parametrize(
    ("hours", "names"),
    [(2, ["12:00", "13:00", "14:00"]), (30, ["12:00", "4. März", "12:00"])],
)
def test_short_stories_name_hours(hours, names):
    axis = Axis(at(3), at(3) + timedelta(hours=hours), BERLIN)
    assert [tick.name for tick in axis.ticks()][-len(names) :] == names


@pytest.mark.parametrize("days", [1, 3, 10, 40, 400, 4000])
def test_an_axis_never_names_more_than_fits(days):
    ticks = Axis(at(3), at(3) + timedelta(days=days), BERLIN).ticks()
    assert 1 <= len(ticks) <= sizes.TICKS
    assert all(0 <= tick.place <= 1 for tick in ticks)


def test_signs_without_a_glyph_and_control_signs_are_left_out():
    assert drawable("Größe\u202e 🚀 Über\x00fall 新聞") == "Größe Überfall"


def test_long_words_and_texts_are_cut_with_an_ellipsis():
    assert wrap("Donaudampfschifffahrtsgesellschaft" * 3, 28, 300, 1)[0].endswith("…")
    rows = wrap("ein Satz, der nicht endet, " * 20, 28, 300, 2)
    assert len(rows) == 2
    assert rows[1].endswith("…")
