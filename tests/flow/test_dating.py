"""The time that a text counts from: a later state has its own, a copy that of the state which it repeats."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from bot.analysis import Workbench
from bot.flow import Flow, Outcome
from bot.flow.chains import evidence_of, load_chain
from storage.tables import Revision
from summaries.claims import compare
from summaries.model import DateSource, Document, Outlet, Status
from tests.digest.build import at
from tests.flow.fakes import Clock, FakeEngine, document

BEFORE = (
    "Bei dem Unglück in Karsk sind {} Bergleute getötet worden, teilte die Feuerwehr mit. Am Schacht warten"
    " seit dem Morgen die Angehörigen, das Rote Kreuz hat ein Zelt aufgebaut und verteilt Tee und Decken."
    " Der Betreiber der Grube wollte sich zunächst nicht äußern. Die Ursache der Explosion in achthundert"
    " Metern Tiefe ist noch nicht bekannt, die Bergbehörde hat das Gelände weiträumig abgesperrt."
)
OTHER = "Nach dem Unglück in der Grube von Karsk sind {} Bergleute getötet worden, teilte die Feuerwehr mit."
URL = "https://bote.example/grube"


class RealAnalyser:
    """Analyses in this process, as the command line does."""

    def __init__(self):
        self.bench = Workbench(None)

    async def analyse(self, document):
        return self.bench.analyse(document)


@pytest.fixture(scope="module")
def analyser():
    return RealAnalyser()


@pytest.fixture
def clock():
    return Clock(at(4))


@pytest.fixture
def real(database, analyser, clock):
    return Flow(database, analyser, zone=clock.now.tzinfo, clock=clock, engine=FakeEngine(), compare=compare)


def page(toll: str, outlet: str = "Bote", **more: object) -> Document:
    values: dict[str, object] = {
        "text": BEFORE.format(toll),
        "title": "Karsk: Tote bei Grubenunglück",
        "outlet": Outlet(outlet.lower(), outlet),
        "published": at(3),
        "published_source": DateSource.PAGE,
        "url": URL if outlet == "Bote" else None,
    }
    return Document(**(values | more))


def statuses(database, story_id):
    """Return status and figure of the claims about the dead, in the order in which they were made."""
    with database.reading() as session:
        found = compare(evidence_of(session, load_chain(session, story_id)))
    told = [one for one in found if "Bergleute" in one.text]
    return {one.text.split(" Bergleute")[0].split()[-1]: one.status for one in told}


@pytest.mark.parametrize("modified", [None, at(5)], ids=["fetched", "as the page says"])
@pytest.mark.parametrize("published", [at(3) + timedelta(minutes=20), at(8)], ids=["early", "late"])
async def test_a_copy_of_the_older_version_replaces_no_newer_figure(
    real, database, clock, modified, published
):
    first = await real.take_in(page("zwölf"))
    clock.now = at(6)
    assert (await real.take_in(page("fünfzehn", modified=modified))).outcome is Outcome.REVISION
    clock.now = at(9)
    copy = await real.take_in(page("zwölf", "Kurier", published=published))
    assert copy.outcome is Outcome.COPY
    found = statuses(database, first.story_id)
    assert found["fünfzehn"] is Status.UNCONFIRMED
    assert found.get("zwölf", Status.SUPERSEDED) is Status.SUPERSEDED


async def test_a_later_figure_in_a_new_version_replaces_that_of_another_paper(real, database, clock):
    await real.take_in(page("zwölf"))
    other = replace(
        page("dreizehn", "Kurier", published=at(4)),
        text=OTHER.format("dreizehn"),
    )
    stored = await real.take_in(other)
    clock.now = at(6)
    await real.take_in(page("fünfzehn"))
    found = statuses(database, stored.story_id)
    assert found["fünfzehn"] is Status.UNCONFIRMED
    assert found["dreizehn"] is Status.SUPERSEDED


def times(database):
    with database.reading() as session:
        rows = session.exec(select(Revision).order_by(Revision.id)).all()
        return [row.dated_at for row in rows]


CASES: dict[str, tuple[dict[str, object], datetime]] = {
    "as the page says": ({"modified": at(5)}, at(5)),
    "before it was published": ({"modified": at(2)}, at(6)),
    "in the future": ({"modified": at(6) + timedelta(days=3)}, at(6)),
    "not known": ({}, at(6)),
    "published anew": ({"published": at(4) + timedelta(minutes=30)}, at(4) + timedelta(minutes=30)),
    "a manifest": ({"published_source": DateSource.MANIFEST}, at(3) + timedelta(seconds=1)),
    "a dated manifest": ({"published_source": DateSource.MANIFEST, "published": at(9)}, at(9)),
}


@pytest.mark.parametrize(("more", "expected"), CASES.values(), ids=CASES.keys())
async def test_a_new_version_counts_from(flow, database, clock, more, expected):
    await flow.take_in(short())
    clock.now = at(6)
    await flow.take_in(short("Feuerwehr > asserts > Pegel", **more))
    assert times(database) == [None, expected]


async def test_the_third_version_is_later_than_the_second(flow, database, clock):
    await flow.take_in(short())
    for line in ("Feuerwehr > asserts > Pegel", "Feuerwehr > asserts > Tore"):
        await flow.take_in(short(line))
    first, second, third = times(database)
    assert first is None
    assert at(3) < second < third


async def test_what_was_said_before_keeps_its_time(flow, database, clock):
    first = await flow.take_in(short())
    clock.now = at(6)
    await flow.take_in(short("Feuerwehr > asserts > Deich", "THW > asserts > Pegel"))
    with database.reading() as session:
        evidence = evidence_of(session, load_chain(session, first.story_id))
    told = {one.statement.content.predicate: (one.statement.as_of, one.source.published) for one in evidence}
    assert told == {"Deich": (at(3), at(3)), "Pegel": (at(6), at(6))}


async def test_a_change_of_a_text_is_news_for_the_next_digest(flow, clock):
    await flow.take_in(short())
    clock.now = at(6)
    await flow.take_in(short("Feuerwehr > concedes > Deich"))
    told = await flow.digest(at(5), at(7))
    assert [view.claim.status for story in told.stories for view in story.claims] == [Status.CONFIRMED]
    assert (await flow.digest(at(6), at(7))).empty


def short(*lines, **more):
    lines = lines or ("Feuerwehr > asserts > Deich",)
    values = {"url": URL, "published_source": DateSource.PAGE} | more
    published = values.pop("published", at(3))
    return document("Bote", "Deich", lines, published, **values)
