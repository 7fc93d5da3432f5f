"""Subject, object and indirect object, settled by the forms of German where the parser cannot be right."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from summaries.language.roles import cases_of, settle_roles

VOCAB = spacy.blank("de").vocab
_POS = {
    "NN": "NOUN",
    "NE": "PROPN",
    "PPER": "PRON",
    "ART": "DET",
    "VVFIN": "VERB",
    "VVPP": "VERB",
    "ADJA": "ADJ",
}
_POS |= {"VAFIN": "AUX", "VVINF": "VERB", "APPR": "ADP", "VMFIN": "AUX", "CARD": "NUM", "PIDAT": "DET"}


def tree(text: str) -> Doc:
    """Build a sentence of "word/tag/relation/head[/gender]" with heads counted from 0."""
    rows = [word.split("/") for word in text.split()]
    genders = [f"Gender={row[4]}" if len(row) > 4 else "" for row in rows]
    return Doc(
        VOCAB,
        words=[row[0] for row in rows],
        tags=[row[1] for row in rows],
        pos=[_POS[row[1]] for row in rows],
        deps=[row[2] for row in rows],
        heads=[int(row[3]) for row in rows],
        morphs=genders,
    )


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        (
            "Den/ART/det/1 Vorwurf/NN/nsubj/2 wies/VVFIN/ROOT/2 der/ART/det/4 Rat/NN/nsubj/2/Masc",
            {"Vorwurf": "obj", "Rat": "nsubj"},
        ),
        (
            "Das/ART/det/1 Tor/NN/nsubj/2 erzielte/VVFIN/ROOT/2 der/ART/det/4 Gast/NN/obj/2/Masc",
            {"Tor": "obj", "Gast": "nsubj"},
        ),
        (
            "Die/ART/det/1 Akten/NN/nsubj/2 prüft/VVFIN/ROOT/2 er/PPER/nsubj/2",
            {"Akten": "obj", "er": "nsubj"},
        ),
        (
            "Den/ART/det/1 Text/NN/obj/5 haben/VAFIN/aux/5 beide/PIDAT/det/4 Seiten/NN/obj/5 gelesen/VVPP/ROOT/5",  # noqa: E501
            {"Text": "obj", "Seiten": "nsubj"},
        ),
        (
            "Dem/ART/det/1 Dorf/NN/obj/2 fehlt/VVFIN/ROOT/2 Wasser/NN/nsubj/2",
            {"Dorf": "obl:arg", "Wasser": "nsubj"},
        ),
        (
            "Einem/ART/det/1 Akt/NN/nsubj/2 entnahm/VVFIN/ROOT/2 der/ART/det/4 Rat/NN/nsubj/2/Masc das/PPER/obj/2",  # noqa: E501
            {"Akt": "obl:arg", "Rat": "nsubj", "das": "obj"},
        ),
    ],
)
def test_a_role_that_the_form_excludes_is_changed(text: str, roles: dict[str, str]) -> None:
    doc = settle_roles(tree(text))
    assert {token.text: token.dep_ for token in doc if token.text in roles} == roles


@pytest.mark.parametrize(
    "text",
    [
        "Die/ART/det/1 Firma/NN/nsubj/2 kauft/VVFIN/ROOT/2 die/ART/det/4 Stadt/NN/obj/2",
        "Anna/NE/nsubj/1 hilft/VVFIN/ROOT/1 Ben/NE/obj/1",
        "Der/ART/det/1 Plan/NN/nsubj/2 hilft/VVFIN/ROOT/2 der/ART/det/4 Stadt/NN/obl:arg/2/Fem",
        "Der/ART/det/1 Riese/NN/nsubj/2/Fem schläft/VVFIN/ROOT/2",
        "Das/ART/det/1 Haus/NN/nsubj:pass/3 wurde/VAFIN/aux:pass/3 verkauft/VVPP/ROOT/3",
        "Den/ART/det/1 Bau/NN/obj/3 wollen/VMFIN/aux/3 stoppen/VVINF/ROOT/3",
    ],
)
def test_a_reading_that_the_forms_allow_stays(text: str) -> None:
    before = tree(text)
    assert [token.dep_ for token in settle_roles(tree(text))] == [token.dep_ for token in before]


def test_a_changed_role_brings_its_case_along() -> None:
    doc = tree("Den/ART/det/1 Vorwurf/NN/nsubj/2 wies/VVFIN/ROOT/2 der/ART/det/4 Rat/NN/obj/2/Masc")
    for token in (doc[1], doc[4]):
        token.set_morph(token.morph.to_dict() | {"Case": "Nom"})
    settle_roles(doc)
    assert [doc[1].morph.get("Case"), doc[4].morph.get("Case")] == [["Acc"], ["Nom"]]


def test_the_subject_of_a_passive_is_called_so() -> None:
    doc = tree(
        "Dem/ART/det/1 Mann/NN/nsubj:pass/5 wird/VAFIN/aux:pass/5 ein/ART/det/4 Rat/NN/obj/5/Masc erteilt/VVPP/ROOT/5"  # noqa: E501
    )
    settle_roles(doc)
    assert [doc[1].dep_, doc[4].dep_] == ["obl:arg", "nsubj:pass"]


@pytest.mark.parametrize(
    ("phrase", "cases"),
    [
        ("den/ART/det/1 Hund/NN/ROOT/1", "Acc"),
        ("den/ART/det/1 Hunden/NN/ROOT/1", "Acc Dat"),
        ("dem/ART/det/1 Hund/NN/ROOT/1", "Dat"),
        ("der/ART/det/1 Hund/NN/ROOT/1", "Nom Dat Gen"),
        ("die/ART/det/1 Frau/NN/ROOT/1", "Nom Acc"),
        ("kaltes/ADJA/amod/1 Wasser/NN/ROOT/1", "Nom Acc"),
        ("Hund/NN/ROOT/0", "Nom Acc Dat Gen"),
        ("Er/PPER/ROOT/0", "Nom"),
        ("ihm/PPER/ROOT/0", "Dat"),
    ],
)
def test_forms_allow_cases(phrase: str, cases: str) -> None:
    doc = tree(phrase)
    assert cases_of(next(token for token in doc if token.head == token)) == set(cases.split())


def test_gender_narrows_cases_where_it_is_asked_for() -> None:
    (head,) = [t for t in tree("der/ART/det/1 Hund/NN/ROOT/1/Masc") if t.head == t]
    assert cases_of(head, of_its_gender=True) == {"Nom", "Gen"}
