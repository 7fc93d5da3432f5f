"""Stand-ins with readable rules: lines are ``Sprecher > Haltung > Thema``; titles begin with their story."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bot.analysis import Foreign
from summaries.intake import read_file
from summaries.model import (
    Analysis,
    Block,
    BlockKind,
    Certainty,
    Claim,
    Content,
    DateSource,
    Document,
    Evidence,
    Features,
    Outlet,
    Rule,
    Source,
    Span,
    Speaker,
    Stance,
    Statement,
    Status,
    StatusEvent,
    Voice,
)

FILLER = (
    " Am Ufer der {0} stehen seit dem Morgen Helfer mit Sandsäcken, im Rathaus von {0} tagt der Krisenstab."
    " Die Pegel der {0} steigen nach Angaben der Behörden weiter, mehrere Straßen rund um {0} sind gesperrt."
)


def document(
    outlet: str, title: str, lines: Sequence[str], published: datetime, *, filler: str = "", **more: object
) -> Document:
    body = "\n".join([*lines, FILLER.format(filler)]) if filler else "\n".join(lines)
    values = {
        "text": body,
        "title": title,
        "outlet": Outlet(outlet.lower(), outlet),
        "published": published,
        "published_source": DateSource.MANIFEST,
    }
    return Document(**(values | more))


def analysis(doc: Document) -> Analysis:
    statements = []
    begin = 0
    for line in doc.text.split("\n"):
        if line.count(" > ") == 2:
            speaker, stance, topic = line.split(" > ")
            statements.append(_statement(len(statements), begin, line, (speaker, stance, topic), doc))
        begin += len(line) + 1
    block = Block(Span(0, len(doc.text)), BlockKind.BODY, doc.published)
    features = Features(doc.title, doc.published, {doc.title.split()[0]: 1.0}, vector=(0.6, 0.8))
    return Analysis((block,), tuple(statements), features)


def _statement(number, begin, line, parts, doc):
    span = Span(begin, begin + len(line))
    return Statement(
        number=number,
        quote=(span,),
        sentence=span,
        speaker=Speaker(parts[0], parts[0].lower()),
        cue=(),
        type=None,
        stance=Stance(parts[1]),
        certainty=Certainty.CERTAIN,
        as_of=doc.published,
        content=Content(parts[2], frozenset(parts[2].split()), {"agent": frozenset({parts[0]})}),
    )


class FakeAnalyser:
    """Takes texts with the word "English" for English; counts what it is asked."""

    def __init__(self):
        self.asked = 0

    async def analyse(self, document):
        self.asked += 1
        if "English" in document.text:
            return Foreign("en")
        return analysis(document)

    async def extract(self, page, now):
        raise NotImplementedError

    async def read_file(self, file, now):
        return read_file(file.name, file.content, now, outlet=file.outlet, message_time=file.posted)

    async def close(self):
        pass


class FakePlaced:
    evidence, rival, several = (), None, False

    def __init__(self, story=None, continues=None):
        self.story, self.continues = story, continues


class FakeEngine:
    """One story per first word of the title; after thirty days a new chapter."""

    def __init__(self):
        self.stories = {}
        self.added = []

    def __contains__(self, story_id):
        return any(story == story_id for story, _ in self.stories.values())

    def place(self, features):
        word = features.title.split()[0]
        if word not in self.stories:
            return FakePlaced()
        story, latest = self.stories[word]
        old = features.published - latest > timedelta(days=30)
        return FakePlaced(continues=story) if old else FakePlaced(story=story)

    def replace(self, articles, stories):
        self.added += [(article, story) for article, story, *_ in articles]

    def reexamine(self, story_id, rival_id):
        return None

    def add(self, article_id, story_id, features, place=None):
        word = features.title.split()[0]
        self.added.append((article_id, story_id))
        self.stories[word] = (story_id, features.published)


def compare(evidence: Sequence[Evidence]) -> tuple[Claim, ...]:
    topics: dict[str, list[Evidence]] = {}
    for one in evidence:
        topics.setdefault(one.statement.content.predicate, []).append(one)
    return tuple(_claim(topic, members) for topic, members in topics.items())


def _claim(topic, members):
    history = []
    for number, one in enumerate(members, start=1):
        status, rule = _status(members[:number])
        if not history or history[-1].new is not status:
            old = history[-1].new if history else None
            at = one.source.published
            history.append(StatusEvent(at, old, status, rule, (one.source.article, one.statement.number)))
    first = members[0]
    return Claim(
        key=f"{topic}-{first.source.article}-{first.statement.number}",
        text=f"{topic}.",
        status=history[-1].new,
        rule=history[-1].rule,
        voices=tuple(_voice(one) for one in members),
        history=tuple(history),
        members=tuple((one.source.article, one.statement.number) for one in members),
    )


def _status(members):
    stances = [one.statement.stance for one in members]
    voices = {_key(one.source, one.statement) for one in members}
    if Stance.CONCEDES in stances:
        return Status.CONFIRMED, Rule.CONCESSION
    if Stance.DENIES in stances and Stance.ASSERTS in stances:
        return Status.CONTESTED, Rule.CONTRADICTION
    if len(voices) > 1:
        return Status.CONFIRMED, Rule.TWO_VOICES
    return Status.UNCONFIRMED, Rule.SINGLE_VOICE


def _key(source: Source, statement: Statement) -> str:
    return source.agency or source.family


def _voice(one: Evidence) -> Voice:
    return Voice(
        speaker=one.statement.speaker.name,
        actor=one.statement.speaker.actor,
        stance=one.statement.stance,
        certainty=one.statement.certainty,
        source=one.source,
        quote=one.statement.quote[0].of(one.text),
        as_of=one.statement.as_of,
        statement=one.statement.number,
        independent_key=_key(one.source, one.statement),
    )


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now=datetime(2025, 3, 10, 12, 0, tzinfo=UTC)):
        self.now = now

    def __call__(self):
        return self.now
