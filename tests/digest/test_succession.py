"""A figure that was replaced is told together with what replaced it, in one place."""

from __future__ import annotations

from dataclasses import replace

from summaries.digest import Limits, StoryInput, build_digest, digest_json, render_text
from summaries.digest.wording import NBSP
from summaries.model import Certainty, Status, StatusEvent
from tests.digest.build import A1, A2, A3, BERLIN, at, claim, voice

TWO = "Zwei Menschen sind gestorben."
THREE = "Drei Menschen sind gestorben."
FOUR = "Vier Menschen sind gestorben."


def toll(key, text, entry, until=None, statement=0):
    """Return a claim of one voice that the statement of another article replaces."""
    known = claim(
        key,
        [voice(entry, "Polizei", quote=text, statement=statement)],
        [(entry.published, Status.UNCONFIRMED)],
        text=text,
    )
    if until is None:
        return known
    event = StatusEvent(
        until.published, Status.UNCONFIRMED, Status.SUPERSEDED, known.claim.rule, (until.id, 0)
    )
    told = replace(known.claim, status=Status.SUPERSEDED, history=(*known.claim.history, event))
    return replace(known, claim=told)


SEEN_TWO = at(3, 18)


def told(*claims, since=SEEN_TWO, **more):
    return build_digest([StoryInput(1, "Deich", (A1, A2, A3), claims)], since, at(7), zone=BERLIN, **more)


def shown(digest):
    return render_text(digest).replace(NBSP, " ").split("\n\n")


def test_a_new_figure_stands_above_the_one_it_replaced():
    digest = told(toll("three", THREE, A2), toll("two", TWO, A1, until=A2))
    assert shown(digest)[2] == (
        "🔄 Neuer Stand\n"
        "Drei Menschen sind gestorben.\n"
        "unbestätigt · sagt: Polizei (Niederauer Bote)\n"
        "zuvor: Zwei Menschen sind gestorben. · sagt: Polizei (Elbkurier)"
    )
    assert "überholt" not in render_text(digest)
    assert "🔄 1 geändert" in shown(digest)[0]


def test_a_chain_of_figures_leads_to_the_last():
    claims = [toll("two", TWO, A1, until=A2), toll("three", THREE, A2, until=A3), toll("four", FOUR, A3)]
    digest = told(*claims, seen={"k-two": Status.UNCONFIRMED, "k-three": Status.UNCONFIRMED})
    (block,) = shown(digest)[2:-1]
    first, line, _, *before = block.split("\n")
    assert (first, line) == ("🔄 Neuer Stand", FOUR)
    assert sorted(one.split(" · ")[0] for one in before) == [f"zuvor: {THREE}", f"zuvor: {TWO}"]
    assert digest.tally.changed == 1


def test_who_never_saw_the_old_figure_is_told_the_new_one_alone():
    (block,) = shown(told(toll("three", THREE, A2), toll("two", TWO, A1, until=A2), since=None))[2:3]
    assert block == "🆕 Drei Menschen sind gestorben.\nunbestätigt · sagt: Polizei (Niederauer Bote)"


def test_a_figure_whose_successor_is_no_news_is_told_as_replaced():
    seen = {"k-two": Status.UNCONFIRMED, "k-three": Status.UNCONFIRMED}
    digest = told(toll("three", THREE, A2), toll("two", TWO, A1, until=A2), seen=seen)
    assert shown(digest)[2].startswith("🔄 Geändert: unbestätigt → überholt\nZwei Menschen")


def test_who_denies_the_replacing_statement_does_not_stand_in_its_place():
    found = toll("three", THREE, A2)
    (said,) = found.claim.voices
    against = replace(found, claim=replace(found.claim, voices=(replace(said, stance="denies"),)))
    digest = told(against, toll("two", TWO, A1, until=A2))
    assert "Neuer Stand" not in render_text(digest)


def test_the_status_of_the_new_figure_is_told_with_it():
    confirmed = claim(
        "three",
        [voice(A2, "Polizei", quote=THREE), voice(A3, "Landrat", quote=THREE)],
        [(at(4), Status.UNCONFIRMED), (at(6), Status.CONFIRMED)],
        text=THREE,
    )
    block = shown(told(confirmed, toll("two", TWO, A1, until=A2)))[2]
    assert block.startswith("🔄 Neuer Stand · ✅ Bestätigt\nDrei Menschen")
    assert "unbestätigt" not in block


def test_hedges_stay_hedges():
    found = toll("three", THREE, A2)
    (said,) = found.claim.voices
    hedged = replace(said, certainty=Certainty.HEDGED)
    soft = replace(found, claim=replace(found.claim, voices=(hedged,)))
    assert "unbestätigt · unter Vorbehalt: Polizei" in shown(told(soft, toll("two", TWO, A1, until=A2)))[2]


def test_a_replaced_figure_takes_no_place_from_others():
    others = [
        claim(f"o{n}", [voice(A3, "THW")], [(at(6), Status.CONTESTED)], text=f"Damm {n} hält.")
        for n in range(3)
    ]
    digest = told(*others, toll("three", THREE, A2), toll("two", TWO, A1, until=A2), limits=Limits(claims=4))
    assert {view.id for view in digest.stories[0].claims} == {"k-three", "k-two", "k-o0", "k-o1", "k-o2"}


def test_the_contract_still_names_both():
    claims = digest_json(told(toll("three", THREE, A2), toll("two", TWO, A1, until=A2)))["stories"][0]
    statuses = {entry["text"]: (entry["status"], entry["changed_from"]) for entry in claims["claims"]}
    assert statuses == {THREE: ("unbestätigt", None), TWO: ("überholt", "unbestätigt")}
