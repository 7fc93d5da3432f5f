import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from storage import Database, articles, statements, stories
from storage.articles import Featured
from storage.tables import Article, Outlet, Revision, Statement
from storage.writes import key_of
from tests.storage import make
from tests.storage.make import hours


def test_an_outlet_is_stored_once_and_keeps_its_name(database: Database) -> None:
    with database.writing() as session:
        first = articles.outlet(session, "kurier.example", "Kurier", family="Verlag Süd")
        second = articles.outlet(session, "kurier.example", "Der Kurier")
        assert second is first
        assert (second.name, second.family) == ("Kurier", "Verlag Süd")


def test_an_article_comes_back_with_its_outlet_and_text(database: Database) -> None:
    with database.writing() as session:
        key = make.article(session, "Der Damm hält.", canonical_url="https://kurier.example/damm")
    with database.reading() as session:
        stored = articles.get(session, key)
    assert (stored.revision.text, stored.revision.number) == ("Der Damm hält.", 1)
    assert (stored.outlet.key, stored.article.text_hash) == ("kurier.example", "hash of Der Damm hält.")


def test_an_unknown_article_is_a_lookup_error(database: Database) -> None:
    with database.reading() as session:
        with pytest.raises(LookupError):
            articles.get(session, 7)
        with pytest.raises(LookupError):
            articles.latest_revision(session, 7)


def test_an_article_is_found_by_url_text_and_external_id(database: Database) -> None:
    with database.writing() as session:
        key = make.article(session, "A", canonical_url="https://kurier.example/a", external_id="m-1")
    with database.reading() as session:
        for found in (
            articles.find_by_url(session, "https://kurier.example/a"),
            articles.find_by_text_hash(session, "hash of A"),
            articles.find_by_external_id(session, "m-1"),
        ):
            assert found is not None
            assert found.id == key
        assert articles.find_by_url(session, "https://kurier.example/b") is None
        assert articles.find_by_text_hash(session, "hash of A", outlet_key="x") is None
        assert articles.find_by_external_id(session, "m-2") is None


def test_two_articles_cannot_have_one_url(database: Database) -> None:
    with pytest.raises(IntegrityError), database.writing() as session:  # noqa: PT012
        make.article(session, "A", canonical_url="https://kurier.example/a")
        make.article(session, "B", canonical_url="https://kurier.example/a")


def test_any_number_of_articles_may_have_no_url(database: Database) -> None:
    with database.writing() as session:
        make.article(session, "A")
        make.article(session, "B")


def test_a_revision_replaces_the_text_but_not_the_article(database: Database) -> None:
    with database.writing() as session:
        key = make.article(session, "Zehn Tote")
        articles.add_revision(session, key, make.revision("Zwölf Tote"))
    with database.reading() as session:
        stored = articles.get(session, key)
        assert (stored.revision.number, stored.revision.text) == (2, "Zwölf Tote")
        assert (stored.article.title, stored.article.text_hash) == ("Zwölf Tote", "hash of Zwölf Tote")
        assert len(session.exec(select(Article)).all()) == 1


def test_an_earlier_text_still_leads_to_its_article(database: Database) -> None:
    with database.writing() as session:
        key = make.article(session, "Zehn Tote")
        articles.add_revision(session, key, make.revision("Zwölf Tote"))
        found = articles.find_by_text_hash(session, "hash of Zehn Tote")
        assert found is not None
        assert found.id == key


def test_prints_are_those_of_all_revisions(database: Database) -> None:
    with database.writing() as session:
        key = make.article(session, "eins", at=hours(-1))
        articles.add_revision(session, key, make.revision("zwei"))
        bare = make.article(session, "drei")
        articles.latest_revision(session, bare).fingerprint = ""
        found = articles.prints(session, [bare, key, 99])
        assert [(one.article_id, one.outlet_key, one.fingerprint) for one in found] == [
            (key, "kurier.example", "print of eins"),
            (key, "kurier.example", "print of zwei"),
        ]
        assert found[0].published == hours(-1)


def test_a_story_gives_its_articles_by_publication_up_to_a_moment(database: Database) -> None:
    with database.writing() as session:
        story = key_of(make.story(session))
        late = make.article(session, "B", at=hours(2), story_id=story)
        early = make.article(session, "A", at=hours(1), story_id=story)
        make.article(session, "C", at=hours(1))
    with database.reading() as session:
        assert [s.article.id for s in articles.of_story(session, story)] == [early, late]
        assert [s.article.id for s in articles.of_story(session, story, until=hours(1))] == [early]


def test_published_takes_a_window_that_is_open_at_its_start(database: Database) -> None:
    with database.writing() as session:
        for hour in range(4):
            make.article(session, f"Text {hour}", at=hours(hour))
    with database.reading() as session:
        found = articles.published(session, since=hours(0), until=hours(2))
        assert [stored.article.published_at for stored in found] == [hours(1), hours(2)]
        assert len(articles.published(session)) == 4


def test_articles_wait_for_a_story_until_they_are_placed(database: Database) -> None:
    with database.writing() as session:
        key = make.article(session)
        assert [s.article.id for s in articles.without_story(session)] == [key]
        story = key_of(make.story(session))
        articles.place(session, key, story)
        assert articles.without_story(session) == []
        assert articles.features(session, [story], 9) == [Featured(key, story, "{}", 1)]


def test_articles_in_other_languages_wait_for_no_story(database: Database) -> None:
    with database.writing() as session:
        make.article(session, "English", language="en")
        assert articles.without_story(session) == []


def test_articles_in_other_languages_are_listed_by_publication_or_by_arrival(database: Database) -> None:
    with database.writing() as session:
        make.article(session, "deutsch")
        old = make.article(session, "old", at=hours(-3), language="en")
        new = make.article(session, "nouveau", at=hours(1), language="fr")
        session.get_one(Article, old).received_at = hours(2)
        found = {
            (since, until, received): [
                one.article.id for one in articles.foreign(session, since, until, received=received)
            ]
            for since in (None, hours(0))
            for until in (hours(0), hours(3))
            for received in (False, True)
        }
    everything = {(None, hours(3), False): [old, new], (None, hours(3), True): [old, new]}
    before = {(None, hours(0), False): [old], (None, hours(0), True): [old]}
    windows = {
        (hours(0), hours(3), False): [new],
        (hours(0), hours(3), True): [old, new],
        (hours(0), hours(0), False): [],
        (hours(0), hours(0), True): [old],
    }
    assert found == everything | before | windows


def test_features_are_those_of_a_storys_latest_articles_in_the_order_they_came(database: Database) -> None:
    with database.writing() as session:
        one, other = key_of(make.story(session)), key_of(make.story(session))
        keys = [make.article(session, str(n), at=hours(-n), story_id=one) for n in range(4)]
        alone = make.article(session, "allein", story_id=other)
        make.article(session, "fremd", story_id=key_of(make.story(session)))
        articles.add_revision(session, keys[3], make.revision("neu", features='{"new": 1}'))
        found = articles.features(session, [other, one], 2)
        assert found == [
            Featured(keys[2], one, "{}", 3),
            Featured(keys[3], one, '{"new": 1}', 4),
            Featured(alone, other, "{}", 1),
        ]


def test_articles_stored_later_are_given_in_turn(database: Database) -> None:
    with database.writing() as session:
        assert articles.latest(session) == 0
        keys = [make.article(session, str(n), at=hours(-n)) for n in range(3)]
        assert [key_of(one.article) for one in articles.after(session, keys[0], 1)] == [keys[1]]
        assert articles.after(session, keys[2], 9) == []
        assert articles.latest(session) == keys[2]


def test_the_first_headlines_and_the_outlets_of_a_story_are_read_without_its_texts(
    database: Database,
) -> None:
    with database.writing() as session:
        story = key_of(make.story(session))
        for number in range(4):
            outlet = "bote.example" if number % 2 else "kurier.example"
            last = make.article(session, f"Titel {number}", outlet=outlet, at=hours(-number), story_id=story)
        assert articles.titles(session, story, 2) == ["Titel 0", "Titel 1"]
        assert articles.earlier(session, last) == articles.Earlier(3, 2, own_outlet=True)
        assert articles.earlier(session, last - 2) == articles.Earlier(1, 1, own_outlet=False)


def test_a_deleted_article_takes_its_texts_and_statements_along(database: Database) -> None:
    with database.writing() as session:
        key = make.article(session)
        statements.replace(session, articles.latest_revision(session, key), [make.statement(1)])
        session.delete(session.get_one(Article, key))
    with database.reading() as session:
        assert session.exec(select(Revision)).all() == []
        assert session.exec(select(Statement)).all() == []
        assert len(session.exec(select(Outlet)).all()) == 1


def test_a_story_follows_its_articles_in_both_directions_of_time(database: Database) -> None:
    with database.writing() as session:
        key = key_of(make.story(session, at=hours(5)))
        stories.follow(session, key, "Neuer Titel", hours(9))
        story = stories.follow(session, key, "Noch neuer", hours(1))
        assert (story.opened_at, story.last_published_at, story.title) == (hours(1), hours(9), "Noch neuer")


def test_stories_are_listed_latest_news_first(database: Database) -> None:
    with database.writing() as session:
        old = make.story(session, at=hours(-40))
        new = make.story(session, at=hours(0))
        assert stories.every(session) == [new, old]
        assert stories.every(session, since=hours(-1)) == [new]


def test_a_story_knows_what_carries_it_on(database: Database) -> None:
    with database.writing() as session:
        first = key_of(make.story(session))
        second = stories.open_story(session, "Danach", hours(90), continues_id=first)
        third = stories.open_story(session, "Dann", hours(190), continues_id=key_of(second))
        make.story(session)
        for one in (first, key_of(second), key_of(third)):
            assert stories.connected(session, [one]).keys() == {first, key_of(second), key_of(third)}
        assert stories.get(session, first).continues_id is None


def test_merging_moves_articles_time_and_continuations(database: Database) -> None:
    with database.writing() as session:
        kept, gone = key_of(make.story(session, at=hours(5))), key_of(make.story(session, at=hours(1)))
        after = stories.open_story(session, "Danach", hours(90), continues_id=gone)
        article = make.article(session, story_id=gone)
        stories.merge(session, gone, kept)
        session.refresh(after)
    with database.reading() as session:
        assert articles.get(session, article).article.story_id == kept
        assert stories.get(session, kept).opened_at == hours(1)
        assert stories.connected(session, [kept]).keys() == {kept, after.id}
        assert [s.id for s in stories.every(session)] == [after.id, kept]


def test_merging_a_story_with_its_own_prehistory_leaves_no_loop(database: Database) -> None:
    with database.writing() as session:
        first = key_of(make.story(session))
        second = key_of(stories.open_story(session, "Danach", hours(9), continues_id=first))
        kept = stories.merge(session, first, second)
        assert kept.continues_id is None


def test_a_story_cannot_be_merged_into_itself_or_into_none(database: Database) -> None:
    with database.writing() as session:
        key = key_of(make.story(session))
        with pytest.raises(ValueError, match="itself"):
            stories.merge(session, key, key)
        with pytest.raises(LookupError):
            stories.merge(session, key, 99)
