"""The drawn timeline: sizes in pixels and colours, each with its reason."""

from __future__ import annotations

from typing import Final

# Telegram shows photos up to 1280 pixels; 1080 is the width of most phones, so one pixel stays one pixel.
WIDTH: Final = 1080
PADDING: Final = 48
# Left of the time axis stand outlets and statuses; 262 pixels hold "unbestätigt" and most outlets' names.
LABELS: Final = 262
# A phone shows 1080 pixels at about 380 points, so 28 pixels read like the small print of a chat.
FONT_TITLE: Final = 44
FONT_TEXT: Final = 32
FONT_SMALL: Final = 28
LINE_SPACING: Final = 1.3

# More rows than these no longer fit a phone's screen; the rest is counted in one line.
OUTLETS: Final = 6
CLAIMS: Final = 6
TITLE_LINES: Final = 3
CLAIM_LINES: Final = 2

# Labels of times are about 130 pixels wide; five of them leave air on an axis of 700.
TICKS: Final = 5
# The axis goes on after the last event by this share of its span, so that a last change can be seen as a bar.
AFTER: Final = 0.08
# A single moment still needs an axis: half an hour before and after it.
LEAST_SPAN_S: Final = 3_600

# Drawn at twice the size and made smaller, edges become smooth; more is not seen and costs time.
OVERSAMPLING: Final = 2
# Smooth edges need about this many shades between a colour and the ground; nine colours then fit one palette.
SHADES: Final = 24

# Text stands out from the ground by at least 4.5 : 1, signs by 3 : 1 (WCAG 2.2, 1.4.3 and 1.4.11; tested).
# The statuses are told apart by colours that colour-blind readers can tell, and by a sign in each.
LIGHT: Final = {
    "ground": "#fbfbf9",
    "text": "#1b1f24",
    "muted": "#59626d",
    "grid": "#dfe3e8",
    "article": "#2563a8",
    "on_mark": "#ffffff",
    "unbestätigt": "#78828e",
    "bestätigt": "#17804f",
    "umstritten": "#c2570c",
    "überholt": "#7a58b0",
}
DARK: Final = {
    "ground": "#17212b",
    "text": "#f1f4f7",
    "muted": "#a9b5c1",
    "grid": "#2d3b48",
    "article": "#6ab2f2",
    "on_mark": "#10181f",
    "unbestätigt": "#93a0ad",
    "bestätigt": "#45c486",
    "umstritten": "#f39c4a",
    "überholt": "#b39ae6",
}
