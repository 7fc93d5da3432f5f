"""What a reader has not seen: windows, ledgers, order and limits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from summaries.digest import Gaps, KnownClaim, Limits, StoryInput, build_digest, status_at
from summaries.digest.rank import independent_voices
from summaries.model import Status
from tests.digest.build import A1, A2, A3, BERLIN, article, at, claim, flood, voice


def tell(stories=None, since=None, now=None, **more):
    return build_digest(stories or [flood()], since, now or at(7), zone=BERLIN, **more)


def ids(digest):
    return [view.id for story in digest.stories for view in story.claims]


def test_it_shows_everything_without_a_begin():
    digest = tell()
    assert ids(digest) == ["k-homes", "k-broken", "k-cost"]
    assert all(view.new and view.changed_from is None for view in digest.stories[0].claims)


def test_it_puts_a_changed_status_first():
    first = tell(since=at(5)).stories[0].claims[0]
    assert (first.id, first.new, first.changed_from) == ("k-broken", False, Status.CONTESTED)


def test_it_takes_the_status_that_stood_at_the_begin_of_the_window():
    views = {view.id: view for view in tell(since=at(3)).stories[0].claims}
    assert views["k-broken"].changed_from is Status.UNCONFIRMED
    assert views["k-homes"].new


def test_it_leaves_out_what_did_not_change():
    stale = claim("stale", [voice(A1, "THW")], [(at(3), Status.UNCONFIRMED)])
    story = replace(flood(), claims=(*flood().claims, stale))
    assert "k-stale" not in ids(tell([story], since=at(5)))


def test_it_excludes_the_begin_and_includes_the_end_of_the_window():
    assert tell(since=at(6)).empty
    assert [entry.id for entry in tell(since=at(4), now=at(6)).stories[0].articles] == ["art-3"]


def test_it_gives_every_article_to_exactly_one_of_two_neighbouring_windows():
    before = tell(since=None, now=at(4)).stories[0].articles
    after = tell(since=at(4), now=at(7)).stories[0].articles
    assert [entry.id for entry in (*before, *after)] == ["art-1", "art-2", "art-3"]


def test_it_counts_the_articles_of_the_window_and_all():
    story = tell(since=at(5)).stories[0]
    assert (len(story.articles), story.articles_total) == (1, 3)


def test_it_leaves_out_a_story_without_anything_in_the_window():
    old = StoryInput(8, "Alt", (A1,), (claim("old", [voice(A1, "THW")], [(at(3), Status.UNCONFIRMED)]),))
    assert [story.id for story in tell([flood(), old], since=at(5)).stories] == [7]


def test_it_names_a_story_whose_articles_brought_nothing_new():
    story = StoryInput(9, "Neu ohne Neues", (A3,), ())
    told = tell([story], since=at(5)).stories[0]
    assert told.claims == ()
    assert told.more == 0


def test_it_reads_what_a_chat_knows_from_its_ledger():
    seen = {"k-homes": Status.CONTESTED, "k-broken": Status.CONTESTED}
    views = tell(seen=seen).stories[0].claims
    assert [(view.id, view.new, view.changed_from) for view in views] == [
        ("k-broken", False, Status.CONTESTED),
        ("k-cost", True, None),
    ]


def test_it_counts_articles_of_a_chat_by_their_arrival():
    late = replace(A1, received=at(6, 18))
    story = StoryInput(7, "Spät", (late, replace(A2, received=at(4))), ())
    assert [entry.id for entry in tell([story], since=at(6), seen={}).stories[0].articles] == ["art-1"]


def test_it_shows_unchanged_claims_when_all_are_asked_for():
    digest = tell(since=at(5), all_claims=True)
    stale = claim("stale", [voice(A1, "THW")], [(at(3), Status.UNCONFIRMED)])
    story = replace(flood(), claims=(*flood().claims, stale))
    assert "k-stale" in ids(tell([story], since=at(5), all_claims=True))
    assert len(digest.stories[0].articles) == 3


def many(number: int, status: Status = Status.CONTESTED) -> tuple[KnownClaim, ...]:
    return tuple(
        claim(f"{n:02}", [voice(A3, "THW")], [(at(6), status)], weight=n, text=f"Deich {n} ist gebrochen.")
        for n in range(number)
    )


def test_it_cuts_claims_and_counts_the_rest():
    story = tell([StoryInput(1, "Viel", (A3,), many(9))], limits=Limits(claims=4)).stories[0]
    assert [view.id for view in story.claims] == ["k-08", "k-07", "k-06", "k-05"]
    assert story.more == 5


def test_it_keeps_few_unconfirmed_claims():
    story = tell([StoryInput(1, "Viel", (A3,), many(9, Status.UNCONFIRMED))]).stories[0]
    assert (len(story.claims), story.more) == (3, 6)


def test_it_cuts_nothing_when_all_are_asked_for():
    story = tell([StoryInput(1, "Viel", (A3,), many(30))], all_claims=True).stories[0]
    assert (len(story.claims), story.more) == (30, 0)


def test_it_cuts_stories_and_counts_the_rest():
    stories = [StoryInput(n, f"Story {n}", (article(n, f"Blatt {n}", 6),), ()) for n in range(1, 13)]
    digest = tell(stories)
    assert (len(digest.stories), digest.more_stories) == (8, 4)
    assert len(tell(stories, all_claims=True).stories) == 12


def test_it_orders_by_change_then_contested_then_confirmed_then_unconfirmed_then_superseded():
    order = [Status.SUPERSEDED, Status.UNCONFIRMED, Status.CONFIRMED, Status.CONTESTED]
    claims = [
        claim(status, [voice(A3, "THW")], [(at(6), status)], text=f"Deich {n} ist gebrochen.")
        for n, status in enumerate(order)
    ]
    claims.append(
        claim("moved", [voice(A1, "THW")], [(at(3), Status.CONFIRMED), (at(6), Status.UNCONFIRMED)]),
    )
    shown = ids(tell([StoryInput(1, "Reihe", (A1, A3), tuple(claims))], since=at(5)))
    assert shown == ["k-moved", "k-umstritten", "k-bestätigt", "k-unbestätigt"]
    story = tell([StoryInput(1, "Reihe", (A1, A3), tuple(claims))], since=at(5), all_claims=True).stories[0]
    assert [view.id for view in story.claims][-1] == "k-überholt"


def test_it_prefers_more_independent_voices():
    alone = claim("alone", [voice(A3, "THW"), voice(A2, "THW")], [(at(6), Status.CONFIRMED)], weight=9)
    pair = claim("pair", [voice(A3, "THW"), voice(A2, "Polizei")], [(at(6), Status.CONFIRMED)])
    assert ids(tell([StoryInput(1, "S", (A2, A3), (alone, pair))])) == ["k-pair", "k-alone"]
    assert independent_voices(alone.claim) == 1


def test_it_prefers_the_fresher_of_two_equal_claims():
    older = claim("a", [voice(A1, "THW")], [(at(3), Status.CONTESTED)])
    newer = claim("b", [voice(A3, "THW")], [(at(6), Status.CONTESTED)])
    assert ids(tell([StoryInput(1, "S", (A1, A3), (older, newer))])) == ["k-b", "k-a"]


def test_it_leads_with_the_story_that_changed():
    calm = StoryInput(2, "Ruhig", (A1, A2, A3), many(1))
    assert [story.id for story in tell([calm, flood()], since=at(5)).stories] == [7, 2]


def test_it_does_not_depend_on_the_order_of_its_input():
    calm = StoryInput(2, "Ruhig", (A1, A2, A3), many(4))
    turned = replace(flood(), claims=tuple(reversed(flood().claims)))
    assert tell([calm, flood()]) == tell([turned, calm])


def test_it_counts_in_the_foot_and_names_gaps():
    foot = tell(since=at(3, 13), gaps=Gaps(failed=2, ungrouped=1)).foot
    assert (foot.articles, foot.outlets, foot.newest) == (2, 2, at(6))
    assert foot.gaps == Gaps(2, 1)


def test_it_reads_a_status_from_history():
    history = flood().claims[2].claim
    assert status_at(history, at(2)) is None
    assert status_at(history, at(4)) is Status.CONTESTED
    assert status_at(history, None) is None


def test_it_keeps_room_for_new_figures_beside_many_disputes():
    figures = tuple(
        claim(f"f{n}", [voice(A3, "THW")], [(at(6), Status.UNCONFIRMED)], text=text)
        for n, text in enumerate(["Es regnet seit dem 3. März 2025.", "Es fielen 12 Bäume um."])
    )
    shown = ids(tell([StoryInput(1, "Viel", (A3,), (*many(9), *figures))]))
    assert shown == ["k-08", "k-07", "k-06", "k-05", "k-04", "k-f1", "k-f0"]


def test_it_cuts_no_change_for_the_sake_of_variety():
    history = [(at(3), Status.UNCONFIRMED), (at(6), Status.CONTESTED)]
    changed = tuple(claim(f"c{n}", [voice(A3, "THW")], history) for n in range(9))
    shown = tell([StoryInput(1, "Viel", (A1, A3), (*many(3), *changed))], since=at(5)).stories[0].claims
    assert [view.changed_from for view in shown] == [Status.UNCONFIRMED] * 7


@pytest.mark.parametrize(
    ("text", "is_figure"),
    [
        ("Es fielen 12 Bäume um.", True),
        ("Rund 1.500 Menschen kamen.", True),
        ("Der Anteil stieg auf 3,5 Prozent.", True),
        ("Am 3. März begann es.", False),
        ("Seit 2024 gilt das.", False),
        ("Um 10:30 Uhr kam die Polizei.", False),
        ("Um 10 Uhr kam die Polizei.", False),
    ],
)
def test_it_prefers_unconfirmed_figures(text, is_figure):
    plain = claim("a-plain", [voice(A3, "THW")], [(at(6), Status.UNCONFIRMED)], text="Es regnet.")
    other = claim("other", [voice(A3, "THW")], [(at(6), Status.UNCONFIRMED)], text=text)
    first = ids(tell([StoryInput(1, "S", (A3,), (plain, other))]))[0]
    assert (first == "k-other") is is_figure


def test_what_weighs_more_comes_before_a_figure():
    news = claim(
        "lead", [voice(A3, "THW")], [(at(6), Status.UNCONFIRMED)], text="Der Deich brach.", weight=2.0
    )
    figure = claim("figure", [voice(A3, "THW")], [(at(6), Status.UNCONFIRMED)], text="Es fielen 12 Bäume um.")
    assert ids(tell([StoryInput(1, "Deichbruch", (A3,), (figure, news))])) == ["k-lead", "k-figure"]
