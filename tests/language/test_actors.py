import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.language import ActorKind, actor_of, find_actors
from summaries.language.actors import country_name
from summaries.language.tables import table


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Moskau", "RU"),
        ("der Kreml", "RU"),
        ("die russische Regierung", "RU"),
        ("russisch", "RU"),
        ("Russlands Verteidigungsministerium", "RU"),
        ("ein Sprecher der russischen Regierung", "RU"),
        ("Kremlsprecher", "RU"),
        ("Pjöngjang", "KP"),
        ("Machthaber Kim Jong-un", "KP"),
        ("nordkoreanischen", "KP"),
        ("die staatliche Nachrichtenagentur KCNA", "KP"),
        ("Nordkoreas Staatsmedien", "KP"),
        ("Seoul", "KR"),
        ("NIS", "KR:nis"),
        ("der südkoreanische Geheimdienst", "KR:nis"),
        ("Geheimdienst Südkoreas", "KR:nis"),
        ("britische Geheimdienste", "GB:geheimdienst"),
        ("das Weiße Haus", "US"),
        ("eine Sprecherin des Weißen Hauses", "US"),
        ("der US-Präsident", "US"),
        ("der US-Botschafter bei den Vereinten Nationen", "US"),
        ("der Generalsekretär der Vereinten Nationen", "un"),
        ("Downing Street", "GB"),
        ("der Élysée-Palast", "FR"),
        ("Ankara", "TR"),
        ("die Bundesregierung", "DE"),
        ("des Auswärtigen Amtes", "DE:auswaertiges-amt"),
        ("SPD-Chefin Vogt", "DE:spd"),
        ("den Vereinten Nationen", "un"),
        ("die Nato", "nato"),
        ("die EZB", "eu:ezb"),
        ("der Demokratischen Republik Kongo", "CD"),
        ("Papua-Neuguinea", "PG"),
        ("Nigrische", "NE"),
        ("Nigerianer", "NG"),
        ("die Französinnen", "FR"),
        ("der Internationale Währungsfonds", "iwf"),
    ],
)
def test_it_maps_names_to_one_voice(text, key):
    actor = actor_of(text)
    assert actor is not None
    assert actor.key == key


@pytest.mark.parametrize(
    "text", ["us", "who", "der Bäcker", "Anna Vogt", "", "rom", "die pole position", "2024"]
)
def test_it_finds_no_actor_where_none_is_named(text):
    assert actor_of(text) is None


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("ukrainische Experten", "UA:experte"),
        ("Experten aus Kiew", "UA:experte"),
        ("Putin-Kritiker", "RU:kritiker"),
        ("Anwohner in Moskau", "RU:anwohner"),
        ("Berliner Feuerwehr", "DE:feuerwehr"),
    ],
)
def test_people_of_a_country_do_not_speak_for_it(text, key):
    actor = actor_of(text)
    assert actor is not None
    assert (actor.key, actor.kind) == (key, ActorKind.GROUP)
    assert actor.parent == key.partition(":")[0]
    assert not actor.is_state_organ


def test_former_office_holders_do_not_speak_for_the_state():
    actor = actor_of("der ehemalige US-Präsident")
    assert actor is not None
    assert actor.key != "US"
    assert actor.parent == "US"


def test_state_media_are_organs_of_their_state():
    actor = actor_of("KCNA")
    assert actor is not None
    assert (actor.name, actor.parent, actor.is_state_organ) == ("KCNA", "KP", True)


@pytest.mark.parametrize("code", sorted(table("countries")["countries"]))
def test_every_state_is_found_by_its_own_forms(code):
    adjectives, inhabitants, seats, names = (
        [form.strip() for form in field.split(";") if form.strip()]
        for field in table("countries")["countries"][code]
    )
    for form in (country_name(code), *seats, *names, *inhabitants, *(stem + "en" for stem in adjectives)):
        actor = actor_of(form)
        assert actor is not None, form
        assert actor.key == code, form


def test_every_named_organisation_is_found_by_its_own_names():
    for key, (_, _, _, names) in table("organisations")["organisations"].items():
        for name in names.split(";"):
            actor = actor_of(name.strip())
            assert actor is not None, name
            assert actor.key == key, name


def test_the_table_has_all_members_of_the_united_nations():
    others = {"TW", "XK", "PS", "EH", "GL", "HK", "VA"}
    assert len(set(table("countries")["countries"]) - others) == 193


def test_mentions_carry_offsets():
    text = "Wie Moskau und die ukrainische Regierung sagten"
    mentions = find_actors(text)
    assert [(text[m.begin : m.end], m.actor.key, m.by_name) for m in mentions] == [
        ("Moskau", "RU", True),
        ("ukrainische", "UA", False),
    ]


@given(st.text(max_size=60))
def test_any_text_is_bearable(text):
    for mention in find_actors(text):
        assert 0 <= mention.begin < mention.end <= len(text)
    actor_of(text)
