"""Random histories of articles, revisions, repeats and restarts: the store says what a fresh look says."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select

from bot.flow import Flow, Outcome
from bot.flow.chains import evidence_of, home_of, load_chain
from storage import Database, claims
from storage.articles import latest_revision
from storage.tables import Article, Claim, Statement, StatusEvent, Story
from tests.digest.build import at
from tests.flow.fakes import Clock, FakeAnalyser, FakeEngine, compare, document

TOPICS = ["Deich gebrochen", "Hilfe da", "Schule zu"]
LINES = st.lists(
    st.tuples(
        st.sampled_from(["Feuerwehr", "Landrat", "THW"]),
        st.sampled_from(["asserts", "denies", "concedes"]),
        st.sampled_from(TOPICS),
    ),
    min_size=1,
    max_size=3,
)
ARTICLE = st.tuples(
    st.integers(1, 4),  # which address: a second text at one address is a revision
    st.sampled_from(["Deich", "Brücke"]),
    st.sampled_from([0, 1, 60]),  # days; sixty make a new chapter
    LINES,
    st.booleans(),  # restart before it
)


def make(database):
    options = {"clock": Clock(), "engine": FakeEngine(), "compare": compare}
    return Flow(database, FakeAnalyser(), zone=ZoneInfo("Europe/Berlin"), **options)


def take_in(database, history):
    flow = make(database)
    outcomes = []
    for number, word, day, lines, restart in history:
        if restart:
            flow = make(database)
        text = [" > ".join(line) for line in lines]
        one = document(
            f"Blatt {number % 2}",
            f"{word} {day}",
            text,
            at(1) + timedelta(days=day),
            url=f"https://blatt.example/{number}",
        )
        outcomes.append((number, asyncio.run(flow.take_in(one))))
    return outcomes


def check(database):
    with database.reading() as session:
        for story in session.exec(select(Story)):
            assert story.payload == "{}"
            chain = load_chain(session, story.id)
            computed = compare(evidence_of(session, chain))
            stored = [one for chapter in chain.chapters for one in claims.of_story(session, chapter.id)]
            assert sorted((c.text, c.status.value, home_of(c, chain.homes)) for c in computed) == sorted(
                (one.text, one.status, one.story_id) for one in stored
            )
            for one in stored:
                (own,) = [c for c in computed if c.text == one.text]
                told = [(event.at, event.new_status) for event in claims.history(session, one.id)]
                assert told == [(event.at, event.new.value) for event in own.history]
        keys = [(one.story_id, one.key) for one in session.exec(select(Claim))]
        assert len(keys) == len(set(keys))
        assert len(session.exec(select(StatusEvent)).all()) >= len(session.exec(select(Claim)).all())


HISTORIES = st.lists(ARTICLE, min_size=1, max_size=6)


@settings(max_examples=8)
@given(HISTORIES)
def test_it_always_stores_what_a_fresh_comparison_says(template, history):
    live_through(template, history)


@pytest.mark.long
@settings(max_examples=100)
@given(HISTORIES)
def test_a_hundred_histories_are_stored_as_a_fresh_comparison_says(template, history):
    live_through(template, history)


def live_through(template, history):
    with tempfile.TemporaryDirectory(dir=template.parent.parent) as folder:
        shutil.copytree(template.parent, folder, dirs_exist_ok=True)
        database = Database(Path(folder) / template.name)
        outcomes = take_in(database, history)
        check(database)
        with database.reading() as session:
            known = session.exec(select(Article)).all()
            assert len(known) == sum(one.outcome in {Outcome.NEW, Outcome.COPY} for _, one in outcomes)
            assert all(one.claim_id for one in session.exec(select(Statement)) if _latest(session, one))
        again = take_in(database, history[-1:])
        assert again[0][1].outcome is Outcome.DUPLICATE
        database.close()


def _latest(session, statement):
    return latest_revision(session, statement.article_id).id == statement.revision_id
