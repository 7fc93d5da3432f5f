import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Der Stadtrat hat am Montag über das neue Schwimmbad beraten.", "de"),
        ("The city council discussed the new swimming pool on Monday.", "en"),
        ("Le conseil municipal a discuté lundi de la nouvelle piscine.", "fr"),
        ("De gemeenteraad heeft maandag over het nieuwe zwembad gesproken.", "nl"),
        ("Городской совет обсудил в понедельник новый бассейн.", "ru"),
        ("STADTRAT BESCHLIESST DAS NEUE SCHWIMMBAD FÜR DIE BÜRGER DER STADT", "de"),
    ],
)
def test_it_names_the_language(text, language):
    assert detect_language(text) == language


def test_the_title_counts():
    assert detect_language("", title="Der Stadtrat berät heute über das neue Schwimmbad") == "de"


@pytest.mark.parametrize("text", ["", "   ", "123 456", "😀😀", "https://beispiel.de/x"])
def test_text_without_words_is_undetermined(text):
    assert detect_language(text) == "und"


@given(st.text(max_size=200))
def test_it_always_answers(text):
    assert detect_language(text)
