"""Whether a line can be understood from what its reader has read before it.

A digest shows few lines of each story, so what a line takes as known ("das Video", "seine Leute", "dafür")
may stand in one that is not shown.  Such a line is told where the story's title or a line before it tells
what is meant, else another one takes its place.  All is read off the words: a digest loads no language model.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib import resources
from itertools import takewhile
from typing import Final

from config.digest import ALIKE_LETTERS, ALIKE_SHARE, REPEATED_SHARE, REPEATED_WORDS

_DETERMINER: Final = r"(?:[Dd](?:er|ie|as|en|em|es))"
_BEFORE: Final = (
    r"(?:In|An|Auf|Aus|Bei|Mit|Nach|Von|Vor|Zu|Für|Gegen|Über|Unter|Um|Durch|Wegen|Trotz|Seit|Neben|Hinter)"
)
_SMALL_BEFORE: Final = (
    r"(?:in|im|an|am|auf|aus|bei|beim|mit|nach|von|vom|vor|zu|zum|zur|für|gegen|über|unter|um|durch|wegen"
    r"|zwischen|nahe|und|oder|als)"
)
# What tells which one is meant stands behind the noun: a genitive, a place, a name, a relative clause.
_TOLD_WHICH: Final = (
    rf"(?! (?:des|der|eines|einer|namens|rund|{_SMALL_BEFORE}\b|\(|[„»\"]|[A-ZÄÖÜ])|"
    r", (?:in |an |auf |mit |von |bei )?"
    r"(?:der|die|das|den|dem|deren|dessen|dass|ob|wo|wonach)\b|[-/])"
)
_TOPIC: Final = re.compile(
    rf"^(?:{_BEFORE} )?(?P<article>{_DETERMINER}) "
    r"(?P<which>(?:\d+ Jahre alten? )?(?:[a-zäöü][\wäöüß-]* ){0,3})"
    rf"(?P<noun>[A-ZÄÖÜ][\w-]++){_TOLD_WHICH}"
)
# "Am Rande des Kongresses": of which one, a line before tells.
_FRAME: Final = re.compile(
    r"^(?:Am Rande|Im Rahmen|Im Vorfeld|Im Verlauf|Zum Abschluss|Zu Beginn|Am Ende|Nach dem Ende|Während)"
    rf" (?:des|der) (?P<noun>[A-ZÄÖÜ][\w-]++){_TOLD_WHICH}"
)
# "60 weitere Menschen": further than those that a line before counts.
_FURTHER: Final = re.compile(r"^(?:[\w.]+ ){1,3}(?:weitere|andere)n? (?P<noun>[A-ZÄÖÜ][\w-]+)")
_INSIDE: Final = re.compile(rf"(?<=[a-zäöüß\d,] ){_DETERMINER} (?P<noun>[A-ZÄÖÜ][\w-]++){_TOLD_WHICH}")
_OWN: Final = re.compile(
    rf"^(?:{_BEFORE}|Am|Im|Zum|Zur|Beim) (?!\d)[^,;]*? (?!{_SMALL_BEFORE} )[a-zäöüß]+"
    r" (?:sein|ihr)e?[nmrs]? [A-ZÄÖÜ]"
)
_WHOSE: Final = re.compile(r"^[A-ZÄÖÜ][\w-]+ (?:seine|ihre)[rs] [A-ZÄÖÜ]")
_BOTH: Final = re.compile(
    r"\b(?:[Bb]eide[nr]?|(?:[Dd]ie|[Dd]en|[Dd]er) beiden|(?:[Dd]ie|[Dd]en) (?:zwei|drei))"
    r" (?P<noun>[A-ZÄÖÜ][\w-]++)"
)
_PAIR: Final = re.compile(r"[A-ZÄÖÜ][\w-]{1,40} und (?:der |die |das |den |dem )?[A-ZÄÖÜ]")
# "stimmten dafür", "kommt es auf 41 Prozent": the sentence before tells what is meant.
_POINTER: Final = re.compile(
    r"^(?:(?! und )[^,;:])*?"
    r"\b(?:(?:dafür|dagegen|davon|daran|darauf|darüber|dazu|darin|dahinter|hiervon|hierfür)\b"
    r"(?!,? (?:dass|ob|wie|wer|wann|was|wo|warum)\b)(?!, [^.;]* zu )|(?:kommt|kam|kämen|komme) es auf\b)"
)
_SMALL_WORD: Final = (
    r"(?:Der|Die|Das|Den|Dem|Des|Ein|Eine|Einer|Einem|Am|Im|In|An|Auf|Aus|Bei|Beim|Mit|Nach|Von|Vor|Zu|Zum|Zur|Für|Gegen|Über|"
    r"Unter|Um|Durch|Wegen|Trotz|Seit|Mehr|Rund|Etwa|Wie|Was|Wer|Zwei|Drei|Vier|Fünf|Sechs|Sieben|Acht|Neun|Zehn|Elf|Zwölf|Viele|"
    r"Mehrere|Weitere|Neue|Neuer|Neues|Erste|Erster|Keine?)\b"
)
# Two words with capitals, capitals within a word, a compound or a quotation: somebody's or something's name.
_NAME: Final = re.compile(
    rf"\b(?!{_SMALL_WORD})[A-ZÄÖÜ][\wäöüß.-]{{1,40}} (?:von )?[A-ZÄÖÜ]\w{{1,40}}"
    r"|\b[A-ZÄÖÜ]\w{0,40}[A-ZÄÖÜ]\w{0,40}|\b[A-ZÄÖÜ]\w{1,40}-[A-ZÄÖÜ]\w{1,40}|[„»‚]\w"
)
# A headline begins with a name where a verb follows: "Kolb gibt Amt auf".
_OPENING: Final = re.compile(
    rf"^(?!{_SMALL_WORD})[A-ZÄÖÜ][\wäöüß]+ (?!(?:{_SMALL_BEFORE}|der|des|den|dem)\b)[a-zäöü]"
)
# "Jan Holm", not "Altes Haus": at the beginning of a headline an adjective has a capital, too.
_PERSON: Final = re.compile(
    rf"\b\w*[Jj]ährige\w?\b|(?:(?<=\W)(?!{_SMALL_WORD})[A-ZÄÖÜ][a-zäöüß-]+|^(?!{_SMALL_WORD})[A-ZÄÖÜ][a-zäöüß-]*(?<!e)(?<!es))"
    r" [A-ZÄÖÜ][a-zäöüß]+"
)
_DATES: Final = re.compile(
    r"(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch|Sonnabend|Januar|Februar|März|April|Mai\b|Ju[nl]i"
    r"|August|September|Oktober|November|Dezember"
)
_ENDING: Final = re.compile(r"(?:ern|en|er|es|em|e|n|s)$")
_BEFORE_NAME: Final = re.compile(r"\b[A-ZÄÖÜ][\w-]+ (?=[A-ZÄÖÜ])")  # "Jan Holm" is one word
# "Jan Holm", "Richterin Holm", but not "die Stadt Holm".
_WHOLE_NAME: Final = re.compile(
    rf"(?:(?P<before>[\wäöüß]{{1,40}}) )?\b(?!{_SMALL_WORD})"
    r"[A-ZÄÖÜ][a-zäöüß]{1,40}(?:-[A-ZÄÖÜ][a-zäöüß]{1,40})? (?=(?P<last>[A-ZÄÖÜ][a-zäöüß-]{2,40}))"
)
_BEFORE_NOUN: Final = re.compile(
    r"(?:d(?:er|ie|as|en|em|es)|ein\w*|[a-zäöü]\w*(?:e|en|er|es|em))$", re.IGNORECASE
)
_ADJECTIVE: Final = re.compile(r"[A-ZÄÖÜ][a-zäöüß]*(?:e|er|es|en) ")
_FIGURE: Final = re.compile(r"\d[\d.,]*")
_UMLAUTS: Final = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "s"})
_WORD: Final = re.compile(r"[^\W\d_]{3,}")


def leans(line: str, before: Sequence[str]) -> bool:
    """Tell whether a line names as known what nobody has told of.

    Args:
        line: The line.
        before: What its reader has read: the story's title, then the lines before this one.
    """
    whose = _WHOSE.match(line) and not any(_has_person(text) for text in before)
    return bool(_POINTER.match(line) or _OWN.match(line) or whose) or any(_open_nouns(line, before))


def is_pointing(line: str) -> bool:
    """Tell whether a line points to the very sentence before it, which no title can stand for."""
    return bool(_POINTER.match(line))


def names_whole(line: str) -> frozenset[str]:
    """Return the surnames that a line gives with a first name or an office: "Jan Holm", "Richter Holm"."""
    return _whole_names(line)


def names_alone(line: str, names: frozenset[str]) -> frozenset[str]:
    """Return those of some surnames that a line has alone, as if its reader knew who that is."""
    words = {word.removesuffix("s") for word in _WORD.findall(line)} | {*_WORD.findall(line)}
    return (names & words) - _whole_names(line)


@lru_cache(maxsize=4096)
def _whole_names(line: str) -> frozenset[str]:
    found = [one for one in _WHOLE_NAME.finditer(line) if not _BEFORE_NOUN.match(one["before"] or "")]
    opens = _ADJECTIVE.match(line)  # "Tausende Menschen" is nobody
    return frozenset(one["last"] for one in found if not (opens and one.start() == 0 and not one["before"]))


def repeats(line: str, before: Sequence[str]) -> bool:
    """Tell whether a line says what one before it has said, without a figure of its own."""
    return any(_says_again(line, other) for other in before)


def _says_again(line: str, other: str) -> bool:
    own, told = _content(line), _content(other)
    if {*_FIGURE.findall(line), *_DATES.findall(line)} - {*_FIGURE.findall(other), *_DATES.findall(other)}:
        return False
    shared = sum(any(_are_alike(word, one) for one in told) for word in own)
    return shared >= REPEATED_WORDS and shared >= REPEATED_SHARE * min(len(own), len(told))


@lru_cache(maxsize=4096)
def _content(line: str) -> frozenset[str]:
    words = _WORD.findall(_BEFORE_NAME.sub("", line))
    return frozenset(_stem(word) for word in words if word.lower() not in _known()["small"])


def _open_nouns(line: str, before: Sequence[str]) -> Iterator[str]:
    """Yield the nouns that a line takes as known and nothing before tells of."""
    topic = _TOPIC.match(line)
    if topic and not _is_known(topic, before):
        yield topic["noun"]
    framed, further = _FRAME.match(line), _FURTHER.match(line)
    if framed and not _is_told(framed["noun"], False, before):
        yield framed["noun"]
    if further and not any(map(_FIGURE.search, before)):
        yield further["noun"]
    for found in _INSIDE.finditer(line):
        kind, own = _kind(found["noun"]), line[: found.start()]
        named = kind == "firms" and _NAME.search(own)
        if kind in {"persons", "firms"} and not (named or _is_told(found["noun"], False, [*before, own])):
            yield found["noun"]
    for found in _BOTH.finditer(line):
        earlier = [*before, line[: found.start()]]
        if not any(_PAIR.search(text) or _meets(found["noun"], text) for text in earlier):
            yield found["noun"]


def _is_known(topic: re.Match[str], before: Sequence[str]) -> bool:
    """Tell whether a reader knows what a line begins with; of several persons, that there are some."""
    several = _is_several(topic["article"], topic["noun"])
    if several and _kind(topic["noun"]) == "firms":
        return True  # "die Versicherer" are all of them
    told = _is_told(topic["noun"], bool(topic["which"]), before)
    return told and (not several or any(map(_has_persons, before)))


def _is_told(noun: str, described: bool, before: Sequence[str]) -> bool:
    """Tell whether a reader knows which one is meant, by what it is or by what stands before."""
    kind = _kind(noun)
    if kind == "known" or any(_meets(noun, text, kind == "firms") for text in before):
        return True
    if kind == "persons":
        return any(_has_person(text) for text in before)
    if described:  # "das neue Werk": which one, the word beside it tells as often as not
        return True
    return kind == "firms" and any(map(_is_of_firm, before[:1]))  # a line before may tell of another firm


@lru_cache(maxsize=4096)
def _kind(noun: str) -> str:
    """Return what sort of thing a noun names: one that is always known, a person, a firm, else ""."""
    known, low = _known(), noun.lower()
    if low in known["things"] or _DATES.search(noun):
        return "known"
    if _ends(low, known["persons"]):
        return "persons"
    if "-" in noun and _NAME.match(noun):
        return "known"
    if _ends(low, known["firms"]):
        return "firms"
    compound = any(low.endswith(part) and low != part for part in known["bodies"])
    proper = compound or _ends(low, known["parts"]) or _ends(low, known["events"]) or noun.isupper()
    return "known" if proper else ""


def _ends(low: str, words: frozenset[str]) -> bool:
    return any(low.endswith(word) for word in words)


@cache
def _known() -> dict[str, frozenset[str]]:
    text = resources.files("summaries.digest").joinpath("known.toml").read_text(encoding="utf-8")
    return {name: frozenset(words) for name, words in tomllib.loads(text).items()}


@lru_cache(maxsize=4096)
def _has_person(text: str) -> bool:
    words = _WORD.findall(text)
    return bool(_OPENING.match(text) or _PERSON.search(text)) or any(_kind(w) == "persons" for w in words)


def _is_several(article: str, noun: str) -> bool:
    """Tell whether several are meant: "die Forscher", where one would be "der Forscher"."""
    return article.lower() == "die" and noun.endswith("er") and _kind(noun) in {"persons", "firms"}


@lru_cache(maxsize=4096)
def _has_persons(text: str) -> bool:
    return any(_kind(word) == "persons" for word in _WORD.findall(text))


def _is_of_firm(title: str) -> bool:
    """Tell whether a title begins with a name: whom it tells of, the whole story does."""
    return bool(_OPENING.match(title) or _NAME.match(title))


@lru_cache(maxsize=65536)
def _meets(noun: str, text: str, whole: bool = False) -> bool:
    """Tell whether a text has a word for what a noun names: a part of it, what it is a part of, its verb.

    ``whole`` asks for the noun itself: "die Fluggesellschaft" is not told of by "Flüge".
    """
    own = _stem(noun.rpartition("-")[2])
    if whole:
        return any(_stem(word).endswith(own) for word in _WORD.findall(text))
    return any(_are_alike(own, _stem(word)) for word in _WORD.findall(text))


def _are_alike(own: str, other: str) -> bool:
    if min(len(own), len(other)) < ALIKE_LETTERS:
        return own == other
    if own.endswith(other) or other.endswith(own):
        return True
    shared = max(_shared_beginning(own, one) for one in (other, other.removeprefix("ge")))
    return shared >= ALIKE_LETTERS and shared >= ALIKE_SHARE * min(len(own), len(other))


def _shared_beginning(own: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(own, other, strict=False)))


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    return _ENDING.sub("", word.lower().translate(_UMLAUTS))
