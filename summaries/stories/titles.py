"""Headlines: cleaned of what an outlet adds to them, and the clearest one of a story."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from config.stories import (
    TITLE_BEST_LENGTHS,
    TITLE_INPUT_LENGTH,
    TITLE_LEAD_OVER_FIRST,
    TITLE_MAX_LENGTH,
    TITLE_OUTDATED,
)
from summaries.statements.quantities import NUMBER_WORDS
from summaries.stories.terms import stem

_TIME = r"\d{1,2}[:.]\d{2}(?:\s*Uhr)?"
_TICKER = re.compile(
    r"^(?:(?:jetzt\s+)?(?:im\s+)?(?:(?P<name>[\w-]{2,40})[-\s])?"
    r"(?:live-?\s?ticker|live-?\s?blog|news-?\s?ticker|news-?\s?blog|ticker|live-?stream)\s*[:|+–-]+\s*)",
    re.IGNORECASE,
)
_TICKER_NAME = re.compile(r"(?=.*[a-zäöüß])[\w-]{5,}")
_ROUNDUP = re.compile(
    r"\b(?:(?:Wochen|Tages|Monats|Jahres)(?:rück|über)blick|Nachrichtenüberblick|Presse(?:schau|stimmen|spiegel)"
    r"|(?:Nachrichten|Meldungen|Themen|Schlagzeilen|Ereignisse|Woche|Tag)(?: des Tages| der Woche)?"
    r"(?: in Kürze| kompakt| kurz gefasst| im Überblick)|Das (?:Wichtigste|war) (?:vom|am|des|der)"
    r"|(?:Nachrichten|News|Newsletter|Briefing) (?:vom|am) (?:Tag|Morgen|Mittag|Abend|\w+tag))\b"
)
_ENTRIES = re.compile(r"\+\+\+")
_MANY_ENTRIES = 3
_LABEL = re.compile(
    r"^(?:eilmeldung|eil|breaking(?: news)?|update|video|fotos|bilder|podcast|kommentar|analyse|interview|"
    r"newsletter|exklusiv|liveticker|live|jetzt live|anzeige|meinung|leitartikel|hintergrund)\s*[:+|–-]+\s*",
    re.IGNORECASE,
)
_OUTLET_PREFIX = re.compile(
    r"^(?:WP|NYT|WSJ|FT|CNN|BBC|FAZ|F\.A\.Z\.|SZ|NZZ|ZDF|ARD|NDR|WDR|MDR|SWR|RBB|HR|BR|ORF|SRF|RTL|ntv|n-tv|taz|dpa|AFP|"
    r"AP|APA|SID|KNA|epd|Reuters|Bloomberg|Bild|BamS|Spiegel|Stern|Focus|Zeit|Welt|Handelsblatt|Tagesschau|"
    r"Washington Post|New York Times|Guardian|Politico|Axios|Medienbericht|Bericht)\s*:\s+"
)
_OUTLET_WORDS = (
    r"zeitung|anzeiger|nachrichten|rundschau|presse|tagblatt|tageblatt|volksblatt|blatt|kurier|bote|merkur|"
    r"spiegel|stern|focus|welt|zeit|verlag|verlagshaus|news|online|express|rheinpfalz|morgenpost|abendblatt|"
    r"standard|tagesschau|heute|handelsblatt|wirtschaftswoche|faz|taz|nzz|sz|bild|mopo|ntv|n-tv|rtl|ard|zdf|"
    r"ndr|wdr|mdr|swr|rbb|br|hr|orf|srf|gmx|t-online|watson|sport|politik|wirtschaft|panorama|kultur|ausland|inland"
)
_OUTLET = re.compile(rf"(?:\w+-)?(?:{_OUTLET_WORDS})", re.IGNORECASE)
_SEPARATED_TAIL = re.compile(r"\s+[|•·»\"]\s+[^|•·»\"]*$")  # a quotation mark between blanks was a »
_DASHED_TAIL = re.compile(
    rf"\s+[-–—]\s+(?:[\w.]+\.(?:de|at|ch|com|net|org)|[A-ZÄÖÜ]{{3,}}(?:\s[A-ZÄÖÜ]{{3,}})*"
    rf"|(?:[A-ZÄÖÜ][\w-]*\s){{0,3}}(?:[A-ZÄÖÜ][\w-]*)?(?i:{_OUTLET_WORDS}))$"
)
# The day behind a title in an archive, the credit of a picture.
_CREDIT = re.compile(r"\s*(?:\(\d{4}-\d\d-\d\d\)|\b(?:Foto|Bild|Quelle|Archiv(?:bild|foto)): .*)$")
_BAIT = re.compile(
    r"\b(?:darum|deshalb|so (?:geht|ehrt|sieht|reagiert|viel|einfach)|das steckt|dahinter|unglaublich|"
    r"schock\w*|irre|krass\w*|wahnsinn|jetzt|diese[rsnm]?|was sie|was du|wissen müssen|"
    r"kurios\w*|sensation\w*|hammer|peinlich\w*|skandal(?:ös\w*)?|brisant|überraschend\w*|jeder|niemand)\b",
    re.IGNORECASE,
)
# What is only awaited or rumoured is out of date as soon as a headline tells what came of it.
_AWAITED = re.compile(
    r"\bvor (?:dem|der) (?:Aus|Rücktritt|Abschied|Ende|Entscheidung|Abschluss|Verkauf|Urteil|Wechsel|"
    r"Entlassung|Einigung|Rauswurf|Pleite|Insolvenz)\b|\b(?:droht|drohen|könnten?|erwägt|erwägen|Plädoyers?|"
    r"Gerüchte|Wirbel|Spekulationen|wohl|offenbar|angeblich|möglicherweise|womöglich)\b|"
    r"\b(?:soll|sollen|will|wollen)\b.{3,80} (?:haben|sein)$"
)
# So is a denial once somebody grants it, and what is told as settled once it is taken back.
_DENYING = re.compile(
    r"\b(?:bestreite[nt]|dementier(?:t|en)|(?:weis(?:t|en)|wies(?:en)?)\b.{3,60}\bzurück|widersprich?t|"
    r"(?:streite[nt])\b.{3,60}\bab)\b"
)
_GRANTING = re.compile(
    r"\b(?:räum(?:t|en)|gesteh(?:t|en)|bestätig(?:t|en)|zugegeben|eingeräumt|gib(?:t)\b.{3,60}\bzu|geben\b.{3,60}\bzu)\b"
)
_TAKING_BACK = re.compile(r"\b(?:noch kein\w?|doch nicht|doch kein\w?|kein\w? Einigung)\b")
_OPINION = re.compile(
    r"^\W*(?:kommentar|meinung|leitartikel|glosse|kolumne|satire|interview|pressestimmen|presseschau)\b",
    re.IGNORECASE,
)
_SHOUTED = re.compile(r"\b[A-ZÄÖÜ]{5,}\b")
_SHOUTED_LABEL = re.compile(r"^[A-ZÄÖÜ]{5,}(?=:\s)")
_FIGURE = rf"(?P<figure>\d(?:[\d.,]*\d)?|ein(?:e[nr]?)?|{'|'.join(NUMBER_WORDS)}|dutzende|hunderte|tausende)"
_COUNTS = (
    re.compile(rf"\b(?i:{_FIGURE})\s+(?P<noun>[A-ZÄÖÜ][\w-]{{2,}})"),
    re.compile(
        rf"\bZahl der (?P<noun>[A-ZÄÖÜ][\w-]+)\b.{{0,80}}?"
        rf"\bauf\s+(?:(?:rund|mindestens|über|fast)\s+)?(?i:{_FIGURE})\b"
    ),
)
_ONE = re.compile(r"eine?[nr]?")
_ENDING = re.compile(r"(?:e[nrsm]?|[ns])$")
_BORDER = re.compile(r"(?<=[\w\"“”»])(?:[.;:]|\s[–—-])\s|,\s")


@cache
def clean_title(title: str) -> str:
    """Return a headline without outlet names, ticker marks, clock times, labels and exclamation marks.

    Args:
        title: As published; anything beyond ``TITLE_INPUT_LENGTH`` characters is ignored.

    Returns:
        The cleaned headline, possibly empty.
    """
    text = " ".join(title[:TITLE_INPUT_LENGTH].split())
    text = re.sub(rf"\+\+\+?|(?:^|(?<=\+ )){_TIME}\s*[:|+–-]?\s", " ", text).strip()
    text = _CREDIT.sub("", _without_tail(_without_prefix(text)))
    text = re.sub(r"\s*!+", lambda found: "" if found.end() == len(text) else ".", text)
    text = re.sub(r"\s+([:.,;?])", r"\1", " ".join(text.split()))
    return text.lstrip(" .,").strip(" |+-–—:")


def ticker_of(title: str) -> str:
    """Return the name of the ticker that a headline is an entry of ("coronavirus"), "" if it names none.

    An outlet's ticker about everything ("LZ-Ticker") has no name of its own.
    """
    found = _TICKER.match(" ".join(title[:TITLE_INPUT_LENGTH].split()))
    name = (found["name"] if found else None) or ""
    return name.lower() if _TICKER_NAME.fullmatch(name) and not _OUTLET.fullmatch(name) else ""


def is_roundup(title: str) -> bool:
    """Tell whether a headline announces several events: a review of the week, a row of headlines."""
    text = title[:TITLE_INPUT_LENGTH]
    entries = [entry for entry in _ENTRIES.split(text) if len(entry.split()) > 1]
    return len(entries) >= _MANY_ENTRIES or bool(_ROUNDUP.search(text))


def _without_prefix(text: str) -> str:
    for _ in range(3):
        shorter = text
        for pattern in (_TICKER, _LABEL, _OUTLET_PREFIX):
            shorter = pattern.sub("", shorter).strip(" +")
        shorter = re.sub(rf"^{_TIME}\s+", "", shorter)
        if shorter == text or not shorter:
            break
        text = shorter
    return text


def _without_tail(text: str) -> str:
    for _ in range(3):
        shorter = _DASHED_TAIL.sub("", _SEPARATED_TAIL.sub("", text))
        if shorter == text or len(shorter.split()) < 2:  # noqa: PLR2004
            break
        text = shorter
    return text


def choose_title(titles: Sequence[str]) -> str:
    """Return the clearest headline of a story, cleaned and cut to a readable length.

    Earlier headlines are preferred: a later one wins only where it is clearly better, or where it counts the
    same otherwise, so that a story's title seldom changes.

    Args:
        titles: The headlines as published, in order of arrival.

    Returns:
        A headline of at most ``TITLE_MAX_LENGTH`` characters, "" if no title has a word in it.
    """
    news = [title for title in titles if not _OPINION.match(title[:TITLE_INPUT_LENGTH])] or titles
    cleaned = [text for text in map(clean_title, news) if re.search(r"[^\W\d_]{2}", text)]
    if not cleaned:
        return ""
    return shorten(_calm(_usual_spelling(_settled(cleaned), cleaned)))


def _settled(titles: Sequence[str]) -> str:
    """Return the title that stands after all have come: each newcomer is held against the one so far.

    Held against all at once, an old headline could return when the words of others become common.
    """
    seen: Counter[str] = Counter()
    best = titles[0]
    for number, text in enumerate(titles, start=1):
        seen.update(_stems(text))
        if text != best and _leads(text, best, {word: count / number for word, count in seen.items()}):
            best = text
    return best


def _leads(text: str, best: str, shares: Mapping[str, float]) -> bool:
    outdated = TITLE_OUTDATED * (_has_moved_on(text, best) or _counts_otherwise(text, best))
    return _clarity(text, shares) > _clarity(best, shares) + TITLE_LEAD_OVER_FIRST - outdated


def _has_moved_on(text: str, best: str) -> bool:
    """Whether a headline tells what came of what another one awaits, denies or takes for settled."""
    if _AWAITED.search(best) or _DENYING.search(best):
        return not _AWAITED.search(text) and (bool(_AWAITED.search(best)) or bool(_GRANTING.search(text)))
    return bool(_TAKING_BACK.search(text))


def _counts_otherwise(text: str, other: str) -> bool:
    """Whether two headlines give different figures for the same: "Ein Toter", "Drei Tote"."""
    here, there = _counted(text), _counted(other)
    return any(here[noun] != there[noun] for noun in here.keys() & there.keys())


def _counted(text: str) -> dict[str, str]:
    """Return what a headline counts, without its ending ("tot"), and the figure as written."""
    found = [match for pattern in _COUNTS for match in pattern.finditer(text)]
    figures = [(_ENDING.sub("", match["noun"].lower()), match["figure"].lower()) for match in found]
    return {noun: "ein" if _ONE.fullmatch(figure) else figure for noun, figure in reversed(figures)}


def _usual_spelling(best: str, titles: Sequence[str]) -> str:
    """Return the most frequent headline that differs in one word at most: a slip of one paper is not kept."""
    words = best.split()
    alike = Counter(text for text in titles if _one_word_apart(words, text.split()))
    usual, count = max(alike.items(), key=lambda item: item[1])
    return usual if count > alike[best] else best


def _one_word_apart(left: Sequence[str], right: Sequence[str]) -> bool:
    return len(left) == len(right) and sum(a != b for a, b in zip(left, right, strict=True)) <= 1


def _stems(text: str) -> set[str]:
    return {stem(word) for word in re.findall(r"[^\W\d_]{4,}", text)}


def _clarity(text: str, shares: Mapping[str, float]) -> float:
    words = _stems(text)
    shared = sum(shares.get(word, 0.0) for word in words) / len(words) if words else 0.0
    low, high = TITLE_BEST_LENGTHS
    length = max(low - len(text), len(text) - high, 0) / high + 0.5 * (len(text) > TITLE_MAX_LENGTH)
    bait = bool(_BAIT.search(text)) + text.endswith("?") + ("…" in text or "..." in text)
    shouting = len(_SHOUTED.findall(text)) + 2 * text.isupper()
    return shared - length - 0.4 * bait - 0.3 * shouting


def _calm(text: str) -> str:
    """Return a headline in capitals, or a shouted word before a colon, with capital first letters only."""
    text = _SHOUTED_LABEL.sub(lambda found: found[0].capitalize(), text)
    if not text.isupper() or len(text.split()) < 2:  # noqa: PLR2004
        return text
    return " ".join(word.capitalize() if len(word) > 3 else word for word in text.split())  # noqa: PLR2004


def shorten(text: str, limit: int = TITLE_MAX_LENGTH) -> str:
    """Return ``text`` cut to ``limit`` characters: after a clause, else after a word and with "…"."""
    if len(text) <= limit:
        return text
    borders = [found.start() for found in _BORDER.finditer(text, limit // 3, limit)]
    if borders:
        return text[: borders[-1]].rstrip()
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"
