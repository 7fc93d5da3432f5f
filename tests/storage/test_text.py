import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.text import clean_text, fold, has_any

ANY = st.text(st.characters(codec=None, exclude_categories=[]))  # with NUL and lone surrogates


@given(ANY)
def test_clean_text_can_always_be_stored(text: str) -> None:
    cleaned = clean_text(text)
    assert "\x00" not in cleaned
    cleaned.encode("utf-8")


@given(ANY)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00")))
def test_clean_text_comes_back_as_the_same_object(text: str) -> None:
    assert clean_text(text) is text


def test_offsets_stay_valid() -> None:
    dirty = "a\x00b\ud800c\udfffd"
    assert clean_text(dirty) == "a\ufffdb\ufffdc\ufffdd"


def test_a_surrogate_pair_becomes_its_character() -> None:
    assert clean_text("\x00\ud83c\udf0a") == "\ufffd\U0001f30a"


@pytest.mark.parametrize(
    ("word", "text", "has"),
    [
        ("Ukrainekrieg", "Waffen für den Ukraine-Krieg", True),
        ("Ukraine-Krieg", "Waffen für den Ukraine-Krieg", True),
        ("Krieg", "Waffen für den Ukraine-Krieg", True),
        ("Ukrainekrieg", "Die Ukraine und der Krieg", False),
    ],
)
def test_a_wish_finds_a_compound_with_and_without_its_hyphen(word: str, text: str, has: bool) -> None:
    assert has_any(frozenset({fold(word)}))(text) is has
