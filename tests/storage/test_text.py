from hypothesis import given
from hypothesis import strategies as st

from storage.text import clean_text

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
