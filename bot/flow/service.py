"""The flow: documents in, digests out.

Each arrow of the design is one method.  Everything that waits or counts stands in the store; the memory
(story engine, fingerprints) follows the store and may be thrown away at any time.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.analysis import Analyser, Foreign
from bot.flow import correcting, telling
from bot.flow.alerting import only_urgent
from bot.flow.arrival import Arrival, hash_of, recognise, storable
from bot.flow.audience import Audience, audience_of
from bot.flow.chains import Compare, load_chain, shown_id
from bot.flow.claims import STALE, Change
from bot.flow.comparing import Comparer, stored_number
from bot.flow.grounds import event_views, placed_views, shared_names
from bot.flow.keeping import Circumstances, Kept, keep, note, story_of
from bot.flow.memory import Engine, Memory
from bot.flow.naming import standing
from bot.flow.neighbours import names_of
from bot.flow.noting import note_everything, note_heir
from bot.flow.results import News, Outcome, Placements, StatusReport, Stored
from bot.flow.settling import Settler
from bot.flow.updates import updates_of
from config.flow import ASIDE_SHOWN, FIRST_WINDOW, NEWS_COUNTED, NEWS_NAMED
from storage import Database, articles, digests, state, stories, story_events, submissions, takedown
from storage.articles import StoredArticle
from storage.postgres import lock
from storage.tables import SubmissionState
from storage.takedown import Removal
from storage.writes import key_of
from summaries.digest import Digest, ForeignLink, Gaps, StoryInput, StoryView, build_digest
from summaries.digest.rank import story_view_order
from summaries.intake.problem import IntakeError, Problem
from summaries.model import Analysis, Document, Evidence, Status
from summaries.model import Claim as CoreClaim

Clock = Callable[[], datetime]
NextDigest = Callable[[Session, datetime], datetime | None]


def utc_now() -> datetime:
    """Return the time of the machine's clock."""
    return datetime.now(UTC)


class Flow:
    """Takes articles in and tells what they state.

    Safe to use from several tasks and threads: what is written is written one article at a time.
    """

    def __init__(
        self,
        database: Database,
        analyser: Analyser,
        *,
        zone: tzinfo,
        clock: Clock = utc_now,
        engine: Engine | None = None,
        compare: Compare | None = None,
        next_digest: NextDigest | None = None,
    ) -> None:
        """Wire the flow.

        Args:
            database: The store, upgraded.
            analyser: Who does the language work.
            zone: Time zone in which digests show times and days begin.
            clock: Returns the present moment, aware.
            engine: Story engine without stories; None for the project's own, made at its first use.
            compare: Makes claims of evidence; None for the project's own.
            next_digest: Returns when the next digest is planned; without it none is known.
        """
        self._database = database
        self._analyser = analyser
        self._zone = zone
        self._clock = clock
        self._engine = engine
        self._compare = compare or _own_compare
        self._comparer = Comparer(database, self._compare, clock)
        self._next_digest = next_digest
        self._memory: Memory | None = None
        self._noted = False
        self._settler = Settler(database, self._compare, clock)
        self._turn = threading.Lock()

    async def take_in(self, document: Document, *, origin: str | None = None) -> Stored:
        """Store an article with everything that is made of it; running it twice does no harm.

        One that is not German is stored as a link: not analysed, in no story, no source of a claim.

        Args:
            document: The article as intake gave it.
            origin: Whom the message was forwarded from.

        Raises:
            IntakeError: the text cannot be analysed, or was taken down; nothing is stored.
            StorageError: the store cannot be written; nothing is stored.
        """
        document = storable(document)
        await asyncio.to_thread(self._refuse_if_taken_down, document)
        known = await asyncio.to_thread(self._known, document)
        if known is not None:
            return known
        analysis = await self._analyser.analyse(document)
        return await asyncio.to_thread(self._take_in, document, analysis, origin)

    async def digest(
        self,
        since: datetime | None,
        now: datetime,
        *,
        all_claims: bool = False,
        chat_pk: int | None = None,
    ) -> Digest:
        """Return what was published in the window ``(since, now]``.

        Args:
            since: Begin of the window; None for everything up to ``now``.
            now: End of the window; later articles do not exist for it.
            all_claims: Every claim, uncut.
            chat_pk: A chat, to leave out what it may not or does not want to read; None for everything.
        """
        return await asyncio.to_thread(self._digest, since, now, all_claims, chat_pk)

    async def digest_for_chat(
        self, chat_pk: int, now: datetime, since: datetime | None = None, *, thread_id: int = 0
    ) -> Digest:
        """Return what a chat, or a topic of it, has not been told yet, by its ledger.

        Args:
            chat_pk: The chat's own key.
            now: End of the digest's window.
            since: Articles that came in later count as new; None for the end of the last digest there.
            thread_id: The topic.
        """
        return await asyncio.to_thread(self._digest_for_chat, chat_pk, now, since, thread_id)

    async def alert(self, chat_pk: int, since: datetime, now: datetime, *, thread_id: int = 0) -> Digest:
        """Return what a chat is to be told at once of what it follows; empty if that is nothing.

        Args:
            chat_pk: The chat's own key.
            since: Up to when it was alerted before.
            now: The present moment.
            thread_id: The topic that is told.
        """
        return await asyncio.to_thread(self._alert, chat_pk, since, now, thread_id)

    async def status(
        self, now: datetime | None = None, chat_pk: int | None = None, *, thread_id: int = 0
    ) -> StatusReport:
        """Return how the store stands, or what a chat may read and has sent; its last digest by topic."""
        return await asyncio.to_thread(self.status_now, now or self._clock(), chat_pk, thread_id)

    async def news(self, chat_pk: int, now: datetime, *, thread_id: int = 0) -> News:
        """Return how much a digest would tell a chat or topic now; nothing is kept of it."""
        return await asyncio.to_thread(self._news, chat_pk, now, thread_id)

    async def story(
        self, story_id: int, now: datetime | None = None, chat_pk: int | None = None
    ) -> StoryView:
        """Return one story in full, for a chat only what it may read.

        Raises:
            LookupError: there is no such story or chat, or it had no article to tell at ``now``.
        """
        return await asyncio.to_thread(self._story, story_id, now or self._clock(), chat_pk)

    async def placements(
        self, story_id: int, now: datetime | None = None, chat_pk: int | None = None
    ) -> Placements:
        """Return why a story's articles stand in it, for a chat only what it may read.

        Raises:
            LookupError: there is no such story or chat.
        """
        return await asyncio.to_thread(self._placements, story_id, now or self._clock(), chat_pk)

    async def split(self, article_ids: Collection[int]) -> None:
        """Open a story of its own for articles of one story; see ``correcting.split``."""
        await asyncio.to_thread(
            self._correct, lambda session: correcting.split(session, article_ids, self._clock())
        )

    async def merge(self, story_id: int, into_id: int) -> None:
        """Move all articles of a story into another; see ``correcting.merge``."""
        await asyncio.to_thread(
            self._correct, lambda session: correcting.merge(session, story_id, into_id, self._clock())
        )

    async def move(self, article_id: int, story_id: int) -> None:
        """Put an article into another story; see ``correcting.move``."""
        await asyncio.to_thread(
            self._correct, lambda session: correcting.move(session, article_id, story_id, self._clock())
        )

    async def rename(self, story_id: int, title: str | None) -> None:
        """Give a story a title that stays; see ``correcting.rename``."""
        await asyncio.to_thread(
            self._correct, lambda session: correcting.rename(session, story_id, title, self._clock())
        )

    async def recover(self) -> int:
        """Compare the claims of stories that a dead process left behind; return how many there were."""
        return await asyncio.to_thread(self._recover)

    def status_now(self, now: datetime, chat_pk: int | None = None, thread_id: int = 0) -> StatusReport:
        """Return the same without an event loop and without the language model."""
        with self._database.reading() as session:
            audience = audience_of(session, chat_pk)
            zone = self._zone_of(audience)
            midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
            seen = state.overview(session, midnight, audience.chat, thread_id)
            upcoming = self._next_digest(session, now) if self._next_digest else None
            aside = submissions.set_aside(session, now - ASIDE_SHOWN, audience.chat)
        return StatusReport(
            now=now,
            articles_today=seen.articles_since,
            articles_total=seen.articles,
            stories_today=seen.stories_since,
            stories_total=seen.stories,
            queued=seen.queued,
            failed=seen.failed_since,
            newest=seen.newest_received,
            last_digest=seen.last_digest,
            next_digest=upcoming,
            foreign_total=seen.foreign,
            aside=tuple(aside),
        )

    def _refuse_if_taken_down(self, document: Document) -> None:
        with self._database.reading() as session:
            if takedown.is_blocked(session, document.url, hash_of(document.text)):
                raise IntakeError(Problem.TAKEN_DOWN)

    async def take_down(self, target: str) -> Removal:
        """Remove the article at an address, or all of a domain, for good; see ``takedown.remove``."""
        return await asyncio.to_thread(self._take_down, target)

    def _take_down(self, target: str) -> Removal:
        with self._turn:
            with self._database.writing() as session:
                removal = takedown.remove(session, target, self._clock(), STALE)
                for heir in removal.heirs:
                    note_heir(session, heir)
            self._memory = None  # it is read anew, without what has gone
        self._recover()
        return removal

    def _known(self, document: Document) -> Stored | None:
        """Return the stored article if ``document`` brings nothing new; saves the analysis."""
        with self._database.reading() as session:
            return self._duplicate(session, recognise(session, document))

    def _duplicate(self, session: Session, arrival: Arrival) -> Stored | None:
        if arrival.outcome is not Outcome.DUPLICATE or arrival.known is None:
            return None
        return _stored(session, articles.get(session, arrival.known), Outcome.DUPLICATE, [])

    def _take_in(self, document: Document, analysis: Analysis | Foreign, origin: str | None) -> Stored:
        came = Circumstances(self._clock(), origin)
        with self._turn:
            self._catch_up()
            self._remember()
            arrival, kept = self._write(document, analysis, came)
            stored = kept.article
            if arrival.outcome is Outcome.DUPLICATE:
                return self._told(stored, arrival, [])
            if arrival.outcome is Outcome.REVISION:
                self._relearn(stored)
            if isinstance(analysis, Foreign):
                return replace(Stored.bare(stored, arrival.outcome), language=analysis.language)
            merged = kept.merged is not None
            changes = self._settler.settle_if_due(stored.article.story_id or 0, at_once=merged)
            return replace(self._told(stored, arrival, changes), merged=kept.merged)

    def _write(
        self, document: Document, analysis: Analysis | Foreign, came: Circumstances
    ) -> tuple[Arrival, Kept]:
        """Store an article; the memory may learn of it before that is final, so a failure throws it away."""
        names = [*names_of(document, None if isinstance(analysis, Foreign) else analysis.features)]

        def work(session: Session) -> tuple[Arrival, Kept]:
            with self._memory_at_risk():  # of each try: the next one must not know what this one has learnt
                lock(session, names)
                arrival = recognise(session, document)
                if arrival.outcome is Outcome.DUPLICATE and arrival.known is not None:
                    return arrival, Kept(articles.get(session, arrival.known))
                return arrival, _keep(session, self._remembered(session), arrival, analysis, came)

        with self._memory_at_risk():
            return self._database.write(work)

    @contextmanager
    def _memory_at_risk(self) -> Iterator[None]:
        """Throw the memory away if what it learns meanwhile does not come to its end."""
        done = False
        try:
            yield
            done = True
        finally:
            if not done:
                self._memory = None

    def _told(self, stored: StoredArticle, arrival: Arrival, changes: Sequence[Change]) -> Stored:
        with self._database.reading() as session:
            return _stored(session, stored, arrival.outcome, changes)

    def _relearn(self, stored: StoredArticle) -> None:
        with self._database.reading() as session:
            self._remembered(session).relearn(session, stored)

    def _catch_up(self) -> None:
        """Note what older versions stored without keys to look it up by; once in the life of a process."""
        if not self._noted:
            note_everything(self._database, self._clock)
            self._noted = True

    def _remember(self) -> None:
        """Read the stories before a transaction that others wait for: a start takes seconds."""
        if self._memory is None:
            with self._database.reading() as session:
                self._remembered(session)

    def _remembered(self, session: Session) -> Memory:
        """Return the memory, brought up to what the session sees."""
        if self._memory is None:
            self._memory = Memory(_own_engine() if self._engine is None else self._engine)
        self._memory.refresh(session)
        return self._memory

    def _correct(self, operation: Callable[[Session], Iterable[int]]) -> None:
        with self._turn:
            with self._database.reading() as session:
                self._remembered(session)
            with self._database.writing() as session:
                touched = operation(session)
            with self._database.reading() as session:
                self._remembered(session)
            for story_id in touched:
                self._settler.settle(story_id)

    def _recover(self) -> int:
        with self._turn:
            self._catch_up()
            with self._database.reading() as session:
                left = telling.unsettled(session, STALE)
            for story_id in left:
                self._settler.settle(story_id)
            return len(left)

    def _digest(self, since: datetime | None, now: datetime, all_claims: bool, chat_pk: int | None) -> Digest:
        with self._database.reading() as session:
            audience = audience_of(session, chat_pk)
            touched = telling.touched_stories(session, since, now, audience)
            told = telling.gather(session, touched, now, self._comparer, audience)
            gaps = _gaps(
                session, audience, since or now, telling.links(session, since, now, audience=audience)
            )
        self._comparer.keep()
        return self._build(told, audience, since, now, all_claims=all_claims, gaps=gaps)

    def _digest_for_chat(self, chat_pk: int, now: datetime, since: datetime | None, thread_id: int) -> Digest:
        self._recover()
        return self._untold(chat_pk, now, since, thread_id)

    def _news(self, chat_pk: int, now: datetime, thread_id: int) -> News:
        """Count without comparing what waits for it: a large story may take seconds."""
        with self._database.reading() as session:
            begin = telling.last_told(session, chat_pk, now, thread_id) or now - FIRST_WINDOW
            arrived = telling.arrived_stories(session, begin, now, audience_of(session, chat_pk))
            waiting = frozenset(telling.unsettled(session, STALE))
        if len(arrived) > NEWS_COUNTED:
            return News(more=len(arrived))
        return News.of(self._untold(chat_pk, now, None, thread_id, waiting), NEWS_NAMED)

    def _untold(
        self,
        chat_pk: int,
        now: datetime,
        since: datetime | None,
        thread_id: int,
        without: Collection[int] = (),
    ) -> Digest:
        with self._database.reading() as session:
            audience = audience_of(session, chat_pk)
            begin = since or telling.last_told(session, chat_pk, now, thread_id)
            first = begin or now - FIRST_WINDOW
            every = telling.arrived_stories(session, first, now, audience)
            arrived = [one for one in every if one not in without]
            told = telling.gather(session, arrived, now, self._comparer, audience)
            seen = _seen(session, chat_pk, thread_id)
            foreign = telling.links(session, first, now, received=True, audience=audience)
            gaps = _gaps(session, audience, first, foreign)
        self._comparer.keep()
        lasting = [telling.lasting(story) for story in told]
        return self._build(lasting, audience, begin, now, seen=seen, gaps=gaps)

    def _alert(self, chat_pk: int, since: datetime, now: datetime, thread_id: int) -> Digest:
        left = self._settle_followed(chat_pk, since, now)
        with self._database.reading() as session:
            audience = audience_of(session, chat_pk)
            every = telling.arrived_stories(session, since, now, audience)
            arrived = [one for one in every if one not in left]
            told = telling.gather(session, arrived, now, self._comparer, audience)
            seen = _seen(session, chat_pk, thread_id)
            came = telling.arrivals(session, arrived, audience)
        self._comparer.keep()
        followed = [telling.lasting(one) for one in told if audience.followed_since(one) is not None]
        digest = self._build(followed, audience, since, now, seen=seen, gaps=Gaps())
        return only_urgent(digest, {one.id: one for one in followed}, audience, came, since)

    def _settle_followed(self, chat_pk: int, since: datetime, now: datetime) -> set[int]:
        """Compare the large stories that wait for it and that a chat follows; return those still waiting."""
        with self._database.reading() as session:
            audience = audience_of(session, chat_pk)
            arrived = telling.arrived_stories(session, since, now, audience)
            waiting = {*telling.unsettled(session, STALE)} & {*arrived}
            titles = {one: stories.get(session, one).title for one in waiting}
            followed = {one for one, title in titles.items() if audience.follows_title(one, title)}
        with self._turn:
            for story_id in sorted(followed):
                self._settler.settle(story_id)
        return waiting - followed

    def _build(
        self,
        told: Sequence[StoryInput],
        audience: Audience,
        since: datetime | None,
        now: datetime,
        *,
        gaps: Gaps,
        seen: Mapping[str, Status] | None = None,
        all_claims: bool = False,
    ) -> Digest:
        heard = [one for story in told if (one := audience.heard(story)) is not None]
        return build_digest(
            heard,
            since,
            now,
            zone=self._zone_of(audience),
            seen=seen,
            all_claims=all_claims,
            gaps=gaps,
            followed=frozenset(one.id for one in heard if audience.followed_since(one) is not None),
            trusted=audience.wishes.trusted_outlets,
        )

    def _zone_of(self, audience: Audience) -> tzinfo:
        return self._zone if audience.chat is None else ZoneInfo(audience.chat.timezone)

    def _story(self, story_id: int, now: datetime, chat_pk: int | None) -> StoryView:
        with self._database.reading() as session:
            audience = audience_of(session, chat_pk)
            story_id = story_events.current(session, story_id)
            chain = load_chain(session, story_id, now, audience)
            told = telling.chapters(chain, self._comparer.claims_of(session, [chain])[0])
            events = event_views(session, audience, (story_id,), now).get(story_id, ())
            own_articles = [one for c in chain.chapters if c.id == story_id for one in c.articles]
            names = shared_names(own_articles)
            updates = updates_of(session, own_articles)
        self._comparer.keep()
        own = next((story for story in told if story.id == story_id), None)
        if own is None:
            raise LookupError(f"story {story_id} has no article yet")
        zone = self._zone_of(audience)
        changed = {shown_id(one): updates.get(key_of(one.article), ()) for one in own_articles}
        shown = tuple(replace(one, updates=changed.get(one.id, ())) for one in own.articles)
        return replace(_view(own, told, now, zone), shared_names=names, articles=shown, events=events)

    def _placements(self, story_id: int, now: datetime, chat_pk: int | None) -> Placements:
        with self._database.reading() as session:
            audience = audience_of(session, chat_pk)
            story_id = key_of(stories.get(session, story_events.current(session, story_id)))
            placed = placed_views(session, audience, story_id, now)
            events = event_views(session, audience, (story_id,), now, why=True)
        return Placements(placed, events.get(story_id, ()))


def _seen(session: Session, chat_pk: int, thread_id: int) -> dict[str, Status]:
    """Return what a topic was told last of each claim, by the core's names of claims."""
    return {str(key): Status(value) for key, value in digests.ledger(session, chat_pk, thread_id).items()}


def _gaps(session: Session, audience: Audience, since: datetime, foreign: tuple[ForeignLink, ...]) -> Gaps:
    chat_id = audience.chat.chat_id if audience.chat is not None else None
    failed = submissions.count(session, SubmissionState.FAILED, since, chat_id)
    waiting = audience.reads(session, articles.without_story(session))
    reading = sum(submissions.count(session, state, chat_id=chat_id) for state in submissions.OPEN)
    return Gaps(failed=failed, ungrouped=len(waiting), foreign=foreign, waiting=reading)


def ledger_entries(digest: Digest) -> dict[int, str]:
    """Return what a digest tells, for the ledger of its chat: stored claim to status.

    A claim that a digest only counted was told, too: it is no news the next day.
    """
    told = [view for story in digest.stories for view in (*story.claims, *story.rest)]
    shown = [(stored_number(view.id), view) for view in told]
    return {number: view.claim.status.value for number, view in shown if number is not None}


def _view(own: StoryInput, told: Sequence[StoryInput], now: datetime, zone: tzinfo) -> StoryView:
    return StoryView(
        id=own.id,
        title=own.title,
        now=now,
        zone=zone,
        articles=own.articles,
        claims=tuple(sorted(own.claims, key=story_view_order)),
        continues=own.continues,
        continues_title=own.continues_title,
        continued_by=tuple((story.id, story.title) for story in told if story.continues == own.id),
    )


def _keep(
    session: Session, memory: Memory, arrival: Arrival, analysis: Analysis | Foreign, came: Circumstances
) -> Kept:
    if isinstance(analysis, Foreign):
        return note(session, arrival, analysis.language, came)
    return keep(session, memory, arrival, analysis, came)


def _stored(session: Session, stored: StoredArticle, outcome: Outcome, changes: Sequence[Change]) -> Stored:
    bare = Stored.bare(stored, outcome)
    if bare.foreign:
        return bare
    # Another process may have joined stories since the article was stored.
    stored.article.story_id = articles.story_of(session, bare.article_id)
    moved = [change for change in changes if change.before != change.claim.status]
    return replace(
        standing(session, bare, key_of(story_of(session, stored.article))),
        new_claims=sum(change.before is None for change in changes),
        contested=sum(change.claim.status is Status.CONTESTED for change in moved),
        confirmed=sum(change.claim.status is Status.CONFIRMED for change in moved),
        changes=sum(change.before is not None for change in moved),
    )


def _own_engine() -> Engine:
    from summaries.stories import StoryEngine  # noqa: PLC0415 - loads spaCy, which a status must not

    return StoryEngine()


def _own_compare(evidence: Sequence[Evidence]) -> tuple[CoreClaim, ...]:
    from summaries.claims import compare  # noqa: PLC0415

    return compare(evidence)
