"""What a chat follows and mutes: stories, and words in headlines and claims."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.flow.audience import Audience
from storage.interests import Wishes
from storage.text import fold, has_any
from summaries.digest import StoryInput
from summaries.model import Status
from tests.digest.build import A1, article, at, claim, voice

UNSURE = Status.UNCONFIRMED
SINCE = datetime(2025, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("Debatte", "Haushaltsdebatten im Bundestag"),
        ("haushaltsdebatte", "Die Haushaltsdebatte"),
        ("Munchen", "Stau in München"),
        ("Muenchen", "Stau in München"),
        ("München", "Stau in Muenchen"),
        ("Straße", "Strassen gesperrt"),
        ("EU", "Die EU berät"),
        ("Truppen in", "Truppen in Kursk"),
        ("Streiks", "Warnstreik bei der Bahn"),
    ],
)
def test_a_word_is_found_with_endings_umlauts_and_in_compounds(word, text):
    assert has_any(frozenset([fold(word)]))(text)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("EU", "Eulen in Europa"),
        ("Ei", "Einer kam"),
        ("Truppen in", "In Kursk Truppen"),
        ("Debatte", "Der Haushalt"),
    ],
)
def test_a_short_word_or_phrase_stands_for_itself(word, text):
    assert not has_any(frozenset([fold(word)]))(text)


def test_without_words_nothing_is_found():
    assert not has_any(frozenset())("Irgendwas")


def story(number=1, title="Deich gebrochen", headlines=("Deich gebrochen",), lines=("Der Deich hält.",)):
    told = [article(n, "Bote", 3, title=one) for n, one in enumerate(headlines)]
    said = [claim(str(n), [voice(A1, "Amt")], [(at(3), UNSURE)], text=one) for n, one in enumerate(lines)]
    return StoryInput(number, title, tuple(told), tuple(said))


def reader(**wishes):
    return Audience(wishes=Wishes(**wishes))


def test_a_word_in_a_claim_is_followed_since_the_wish():
    chat = reader(followed_words={"landrat": SINCE, "wetter": at(1)})
    assert chat.followed_since(story(lines=("Der Landrat schweigt.",))) == SINCE
    assert chat.followed_since(story()) is None


def test_a_story_is_followed_since_the_earliest_wish():
    chat = reader(followed={1: at(9)}, followed_words={"deich": SINCE})
    assert chat.followed_since(story()) == SINCE
    assert chat.followed_since(story(2, "Wetter", ("Wetter",), ())) is None


def test_a_muted_word_takes_claims_out_and_stories_that_are_about_it():
    chat = reader(muted_words=frozenset({"landrat"}))
    both = story(lines=("Der Landrat schweigt.", "Der Deich hält."))
    assert [one.claim.text for one in chat.heard(both).claims] == ["Der Deich hält."]
    assert chat.heard(story(headlines=("Landrat geht", "Landratsamt schweigt", "Deich hält"))) is None
    assert chat.heard(story(headlines=("Landrat geht", "Deich hält", "Deich bricht"))) is not None
    assert chat.heard(story(title="Der Landrat geht")) is None


def test_what_is_followed_is_never_muted():
    chat = reader(followed={1: SINCE}, muted_words=frozenset({"deich"}))
    assert chat.heard(story()) == story()
    assert chat.heard(story(2)) is None
