"""The flow: documents in, digests out.

Each arrow of the design is one method.  Everything that waits or counts stands in the store; the memory
(story engine, fingerprints) follows the store and may be thrown away at any time.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.analysis import Analyser, Foreign
from bot.flow import correcting, telling
from bot.flow.arrival import Arrival, hash_of, recognise, storable
from bot.flow.audience import Audience, audience_of
from bot.flow.chains import Compare, load_chain, shown_id
from bot.flow.claims import STALE, Change
from bot.flow.comparing import Comparer
from bot.flow.grounds import shared_names
from bot.flow.keeping import Circumstances, keep, note, story_of
from bot.flow.memory import Engine, Memory
from bot.flow.noting import note_everything, note_heir
from bot.flow.results import Outcome, StatusReport, Stored
from bot.flow.settling import Settler
from bot.flow.updates import updates_of
from config.flow import FIRST_WINDOW
from storage import Database, articles, digests, state, stories, submissions, takedown
from storage.articles import StoredArticle
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
        self._comparer = Comparer(self._compare)
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

    async def digest_for_chat(self, chat_pk: int, now: datetime, since: datetime | None = None) -> Digest:
        """Return what a chat has not been told yet, by its ledger.

        Args:
            chat_pk: The chat's own key.
            now: End of the digest's window.
            since: Articles that came in later count as new; None for the end of the chat's last digest.
        """
        return await asyncio.to_thread(self._digest_for_chat, chat_pk, now, since)

    async def status(self, now: datetime | None = None) -> StatusReport:
        """Return how the store stands."""
        return await asyncio.to_thread(self.status_now, now or self._clock())

    async def story(
        self, story_id: int, now: datetime | None = None, chat_pk: int | None = None
    ) -> StoryView:
        """Return one story in full, for a chat only what it may read.

        Raises:
            LookupError: there is no such story or chat, or it had no article to tell at ``now``.
        """
        return await asyncio.to_thread(self._story, story_id, now or self._clock(), chat_pk)

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

    def status_now(self, now: datetime) -> StatusReport:
        """Return how the store stands, without an event loop and without the language model."""
        midnight = now.astimezone(self._zone).replace(hour=0, minute=0, second=0, microsecond=0)
        with self._database.reading() as session:
            seen = state.overview(session, midnight)
            upcoming = self._next_digest(session, now) if self._next_digest else None
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
            with self._database.writing() as session:
                arrival = recognise(session, document)
                known = self._duplicate(session, arrival)
                if known is not None:
                    return known
                memory = self._remembered(session)
                stored = _keep(session, memory, arrival, analysis, came)
            memory.relearn(stored)
            if isinstance(analysis, Foreign):
                return replace(Stored.bare(stored, arrival.outcome), language=analysis.language)
            changes = self._settler.settle_if_due(stored.article.story_id or 0)
            with self._database.reading() as session:
                return _stored(session, stored, arrival.outcome, changes)

    def _catch_up(self) -> None:
        """Note what older versions stored without keys to look it up by; once in the life of a process."""
        if not self._noted:
            note_everything(self._database, self._clock)
            self._noted = True

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
            told = telling.gather(session, touched, now, self._compare, audience)
            gaps = _gaps(
                session, audience, since or now, telling.links(session, since, now, audience=audience)
            )
        return self._build(told, audience, since, now, all_claims=all_claims, gaps=gaps)

    def _digest_for_chat(self, chat_pk: int, now: datetime, since: datetime | None) -> Digest:
        self._recover()
        with self._database.reading() as session:
            audience = audience_of(session, chat_pk)
            begin = since or telling.last_told(session, chat_pk, now)
            first = begin or now - FIRST_WINDOW
            arrived = telling.arrived_stories(session, first, now, audience)
            told = telling.gather(session, arrived, now, self._compare, audience)
            seen = {str(key): Status(value) for key, value in digests.ledger(session, chat_pk).items()}
            foreign = telling.links(session, first, now, received=True, audience=audience)
            gaps = _gaps(session, audience, begin or now, foreign)
        lasting = [telling.lasting(story) for story in told]
        return self._build(lasting, audience, begin, now, seen=seen, gaps=gaps)

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
        return build_digest(
            [story for story in told if audience.wants(story)],
            since,
            now,
            zone=self._zone if audience.chat is None else ZoneInfo(audience.chat.timezone),
            seen=seen,
            all_claims=all_claims,
            gaps=gaps,
            followed=frozenset(story.id for story in told if audience.follows(story)),
            trusted=audience.wishes.trusted_outlets,
        )

    def _story(self, story_id: int, now: datetime, chat_pk: int | None) -> StoryView:
        with self._database.reading() as session:
            audience = audience_of(session, chat_pk)
            chain = load_chain(session, story_id, now, audience)
            told = telling.chapters(session, chain, self._comparer.claims_of(chain), audience)
            own_articles = [one for c in chain.chapters if c.id == story_id for one in c.articles]
            names = shared_names(own_articles)
            updates = updates_of(session, own_articles)
        own = next((story for story in told if story.id == story_id), None)
        if own is None:
            raise LookupError(f"story {story_id} has no article yet")
        zone = self._zone if audience.chat is None else ZoneInfo(audience.chat.timezone)
        changed = {shown_id(one): updates.get(key_of(one.article), ()) for one in own_articles}
        shown = tuple(replace(one, updates=changed.get(one.id, ())) for one in own.articles)
        return replace(_view(own, told, now, zone), shared_names=names, articles=shown)


def _gaps(session: Session, audience: Audience, since: datetime, foreign: tuple[ForeignLink, ...]) -> Gaps:
    chat_id = audience.chat.chat_id if audience.chat is not None else None
    failed = submissions.count(session, SubmissionState.FAILED, since, chat_id)
    waiting = audience.reads(session, articles.without_story(session))
    return Gaps(failed=failed, ungrouped=len(waiting), foreign=foreign)


def ledger_entries(digest: Digest) -> dict[int, str]:
    """Return what a digest tells, for the ledger of its chat: stored claim to status."""
    shown = [view for story in digest.stories for view in story.claims]
    return {int(view.id): view.claim.status.value for view in shown if view.id.isdecimal()}


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
) -> StoredArticle:
    if isinstance(analysis, Foreign):
        return note(session, arrival, analysis.language, came)
    return keep(session, memory, arrival, analysis, came)


def _stored(session: Session, stored: StoredArticle, outcome: Outcome, changes: Sequence[Change]) -> Stored:
    bare = Stored.bare(stored, outcome)
    if bare.foreign:
        return bare
    story = story_of(session, stored.article)
    before = stories.get(session, story.continues_id) if story.continues_id is not None else None
    moved = [change for change in changes if change.before != change.claim.status]
    return replace(
        bare,
        story_id=key_of(story),
        story_title=story.title,
        continues_title=before.title if before is not None else None,
        source_count=articles.outlet_count(session, key_of(story)),
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
