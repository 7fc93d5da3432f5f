"""Full-text search: umlauts, endings, compounds, and who may read what."""

import pytest
from sqlalchemy import delete
from sqlmodel import col, select

from storage import Database, articles, claims, holdings, search, statements
from storage.claims import ClaimRecord
from storage.tables import Article, Chat, Searchable, Word
from storage.text import fold
from storage.writes import key_of
from tests.storage import make

TEXTS = {
    "a": "Die Haushaltsdebatte im Bundestag dauerte bis in die Nacht.",
    "b": "In München stiegen die Preise für Öl und Rohöl.",
    "c": "Die Größe der Straßenbahnen überrascht Fahrgäste.",
    "d": "Soldaten aus Nordkorea stehen in Kursk.",
    "e": "Im Ukraine-Krieg fehlen Waffen; der Streit um den Haushalt lähmt die Koalition.",
}

INDEXED = ("full_text", "searchable")


@pytest.fixture
def chat(database: Database) -> Chat:
    with database.writing() as session:
        for text in TEXTS.values():
            make.article(session, text)
        return make.chat(session)


def found(database: Database, chat: Chat, wanted: str) -> set[str]:
    with database.reading() as session:
        hits = search.find(session, chat, wanted, limit=20)
        assert search.count(session, chat, wanted) == len(hits)
        texts = [articles.latest_revision(session, hit.article_id or 0).text for hit in hits]
    return {name for name, text in TEXTS.items() if text in texts}


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ("Haushaltsdebatte", "a"),
        ("debatte", "a"),
        ("DEBATTEN", "a"),
        ("haushalt", "ae"),
        ("Ukrainekrieg", "e"),
        ("Ukrainekriegs", "e"),
        ("Haushaltsstreit", "e"),
        ("Koalitionsstreits", "e"),
        ("Bundestagsnacht", "a"),
        ("Bundestagssoldaten", ""),
        ("münchen", "b"),
        ("Muenchen", "b"),
        ("Munchen", "b"),
        ("öl", "b"),
        ("Größe", "c"),
        ("groesse", "c"),
        ("Strassenbahn", "c"),
        ("straßenbahnen", "c"),
        ("soldat", "d"),
        ("Nordkorea Soldaten", "d"),
        ("Nordkorea Bundestag", ""),
        ("die", "abce"),
        ("xyzzy", ""),
        ("", ""),
        ("\" OR * NEAR( -'", ""),
    ],
)
def test_it_finds_german_words_as_people_type_them(
    database: Database, chat: Chat, wanted: str, names: str
) -> None:
    assert found(database, chat, wanted) == set(names)


def test_it_ranks_a_headline_above_the_text(database: Database) -> None:
    with database.writing() as session:
        chat = make.chat(session)
        low = make.article(session, "Im Rathaus von Emden spricht am Ende noch jemand über den Deich.")
        high = make.article(session, "Deich bricht. Das Wasser steigt seit der Nacht im Hafen von Emden.")
    with database.reading() as session:
        hits = search.find(session, chat, "Deich", limit=5)
    assert [hit.article_id for hit in hits] == [high, low]


def test_it_follows_a_changed_text(database: Database, chat: Chat) -> None:
    with database.writing() as session:
        key = make.article(session, "Der Damm hält.")
        articles.add_revision(session, key, make.revision("Der Damm bricht."))
    with database.reading() as session:
        assert not search.find(session, chat, "hält", limit=5)
        assert [hit.article_id for hit in search.find(session, chat, "bricht", limit=5)] == [key]


def test_it_forgets_what_is_deleted(database: Database, chat: Chat) -> None:
    with database.writing() as session:
        session.exec(delete(Article).where(col(Article.title).startswith("Soldaten")))
    assert found(database, chat, "Nordkorea") == set()
    with database.writing() as session:
        connection = session.connection()
        if database.path is not None:
            connection.exec_driver_sql("INSERT INTO full_text(full_text) VALUES ('integrity-check')")
        rows = [connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() for table in INDEXED]
    assert rows[0] == rows[1] > 0


def test_it_finds_claims_that_still_stand(database: Database) -> None:
    with database.writing() as session:
        chat = make.chat(session)
        story = make.story(session)
        article = make.article(session, "Der Damm hält.", story_id=story.id)
        revision = articles.latest_revision(session, article)
        statements.replace(session, revision, [make.statement(0)])
        record = ClaimRecord(
            "k", "Der Deich ist sicher.", "bestätigt", "r", make.NOW, make.NOW, members=((article, 0),)
        )
        claim = key_of(claims.replace(session, key_of(story), [record], make.NOW)[0])
    with database.reading() as session:
        assert search.find_claims(session, chat, "Deich sicher", 5) == [claim]
    with database.writing() as session:
        claims.replace(session, key_of(story), [], make.NOW)
    with database.reading() as session:
        assert search.find_claims(session, chat, "Deich sicher", 5) == []


def test_it_shows_a_chat_only_what_it_may_read(database: Database) -> None:
    with database.writing() as session:
        mine, other = make.chat(session), make.chat(session, chat_id=-2)
        own, common, foreign = (make.article(session, f"Deich Nummer {n}.") for n in ("eins", "zwei", "drei"))
        holdings.hold(session, key_of(mine), own, make.NOW)
        holdings.hold(session, key_of(other), foreign, make.NOW)
    with database.reading() as session:
        assert {hit.article_id for hit in search.find(session, mine, "deich", limit=9)} == {own, common}
        mine.shared = True
        assert {hit.article_id for hit in search.find(session, mine, "deich", limit=9)} == {
            own,
            common,
            foreign,
        }


def test_it_catches_up_with_what_was_stored_before(database: Database, chat: Chat) -> None:
    with database.writing() as session:
        session.exec(delete(Searchable))
        session.exec(delete(Word))
    with database.writing() as session:
        assert search.catch_up(session, 3) == 3
        assert search.catch_up(session, 3) == 2
        assert search.catch_up(session, 3) == 0
    assert found(database, chat, "debatte") == {"a"}
    with database.reading() as session:
        assert session.exec(select(Word.text)).first()


def test_folding_spells_out_umlauts_and_keeps_words() -> None:
    assert fold("Über-Größe: Café, 12.000 Mio. ẞ") == "ueber groesse cafe 12 000 mio ss"
