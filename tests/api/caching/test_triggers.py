"""What makes answers old: the writes that readers see, and no others."""

from collections.abc import Callable, Iterable
from datetime import time
from typing import Any

import pytest
from django.db import connection, transaction
from taggit.models import Tag
from wagtail.models import Site

from api.caching.models import Change, Generation, Touch
from api.caching.tables import RULES
from api.caching.triggers import DUE, LAST, install, remove
from api.keys.keeping import let_anybody_read, revoke_key
from api.keys.models import ApiKey
from api.keys.uses import write_uses
from cms.models import ArticlePage, Placement, Provider, Topic
from stores.models import StorePage, StoreRegistration, TodayChange
from stores.removal.fixed import lifted
from tests.api.keys.asking import made
from tests.factories.dated import make_holiday
from tests.factories.network import FOUNDED_AT
from tests.factories.newsroom import make_article, make_page, publish
from tests.factories.stores import StoreGroupFactory, make_store

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


def commit() -> None:
    """Runs what a commit would; on SQLite rows are logged one by one."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS api_due, api_commit IMMEDIATE; SET CONSTRAINTS api_due, api_commit DEFERRED")


def touched(write: Callable[[], Any]) -> set[str]:
    """The scopes that a transaction bumps in which this alone is written."""
    commit()
    before = dict(Generation.objects.values_list("scope", "value"))
    write()
    commit()
    assert not Touch.objects.exists()
    after = dict(Generation.objects.values_list("scope", "value"))
    return {scope for scope, value in after.items() if scope and value != before.get(scope)}


def scope_of(*stores: StorePage) -> set[str]:
    return {f"store:{store.pk}" for store in stores}


def rows(queryset: Any, **values: Any) -> Callable[[], int]:
    return lambda: queryset.update(**values)


def test_publishing_an_article_touches_the_library_alone() -> None:
    article = make_article("flu")
    article.title = "Flu season"
    assert touched(lambda: publish(article)) == {"library"}


def test_saving_a_draft_touches_nothing() -> None:
    article = make_article("flu")
    article.title = "Flu season"
    assert touched(article.save_revision) == set()


def test_locking_a_page_and_writing_what_stands_there_touches_nothing() -> None:
    article = make_article("flu")
    pages = ArticlePage.objects.filter(pk=article.pk)
    assert touched(rows(pages, locked=True, locked_at=FOUNDED_AT, teaser=article.teaser)) == set()


def test_an_update_in_bulk_touches_as_a_form_does() -> None:
    article = make_article("flu")
    assert touched(rows(ArticlePage.objects.filter(pk=article.pk), teaser="New")) == {"library"}


def test_a_local_article_touches_its_store_alone() -> None:
    store, _other = make_store("pitman"), make_store("millrace")
    article = make_article("local", at_store=store)
    assert touched(lambda: publish(article)) == scope_of(store)
    assert touched(rows(ArticlePage.objects.filter(pk=article.pk), teaser="New")) == scope_of(store)


def test_what_a_store_does_with_an_article_touches_the_store_alone() -> None:
    store, article = make_store("pitman"), make_article("flu")
    hidden = Placement(store=store, article=article, is_hidden=True)
    assert touched(hidden.save) == scope_of(store)
    assert touched(hidden.delete) == scope_of(store)


def test_what_a_flagship_store_hides_or_joins_touches_every_store() -> None:
    store, article = make_store("pitman"), make_article("flu")
    Provider.objects.filter(pk=article.provider_id).update(flagship=store)
    hidden = Placement(store=store, article=article, is_hidden=True)
    assert touched(hidden.save) == scope_of(store) | {"library"}
    assert touched(hidden.delete) == scope_of(store) | {"library"}
    group = StoreGroupFactory.create()
    assert touched(lambda: store.registration.groups.add(group)) == scope_of(store) | {"directory", "library"}


def test_hours_touch_the_store_and_the_directory() -> None:
    store = make_store("pitman")
    change = TodayChange(store=store, on=FOUNDED_AT.date(), closes_at=time(16))
    assert touched(change.save) == scope_of(store) | {"directory"}
    assert touched(rows(store.opening_hours.all(), closes_at=time(20))) == scope_of(store) | {"directory"}


def test_changing_a_store_leaves_other_stores_and_the_hosts_alone() -> None:
    store, _other = make_store("pitman"), make_store("millrace")
    store.phone = "+18565550199"
    assert touched(lambda: publish(store)) == scope_of(store) | {"directory"}


def test_a_store_that_goes_offline_touches_everything() -> None:
    store = make_store("pitman")
    # Not the store by itself: every answer is made of `hosts`, and an import opens ten thousand stores.
    assert touched(rows(StorePage.objects.filter(pk=store.pk), live=False)) == {"hosts", "directory"}
    registrations = StoreRegistration.objects.filter(store=store)
    assert touched(rows(registrations, closed_at=FOUNDED_AT)) == {"hosts", "directory"}
    assert touched(rows(Site.objects.filter(root_page=store), hostname="new.example")) == {"hosts"}


def test_who_owns_a_store_is_in_no_answer() -> None:
    store, other = make_store("pitman"), make_store("millrace")
    owners = StoreRegistration.objects.get(store=other).owners
    with lifted():
        StoreRegistration.objects.filter(store=other).delete()
    assert touched(rows(StoreRegistration.objects.filter(store=store), owners=owners)) == set()


def test_a_holiday_touches_everybody_and_the_directory() -> None:
    assert touched(make_holiday) == {"library", "directory"}


def test_a_license_and_a_topic_touch_the_library() -> None:
    make_article("flu")
    assert touched(rows(Provider.objects.all(), licence_ends_at=FOUNDED_AT)) == {"library"}
    assert touched(lambda: Topic.objects.create(name="Heart", slug="heart")) == {"library"}


def test_pages_of_a_store_and_of_the_library() -> None:
    store = make_store("pitman")
    own, shared = make_page("about", at_store=store), make_page("privacy")
    assert touched(lambda: publish(own)) == scope_of(store)
    assert touched(lambda: publish(shared)) == {"library"}


def test_a_transaction_that_fails_touches_nothing() -> None:
    article = make_article("flu")

    def give_up() -> None:
        with transaction.atomic():
            ArticlePage.objects.filter(pk=article.pk).update(teaser="New")
            transaction.set_rollback(True)

    assert touched(give_up) == set()


def test_a_table_that_is_emptied_touches_everything() -> None:
    def empty() -> None:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE cms_oldslug")

    assert touched(empty) == {"hosts"}


def test_generations_grow_and_the_highest_is_that_of_all() -> None:
    make_article("flu")
    commit()
    first = Generation.objects.get(scope="").value
    Topic.objects.create(name="Heart", slug="heart")
    commit()
    second = Generation.objects.get(scope="").value
    assert second > first
    assert Generation.objects.get(scope="library").value == second


def test_the_log_says_what_was_written_in_one_commit() -> None:
    store, article = make_store("pitman"), make_article("flu")
    commit()
    last = Generation.objects.get(scope="").value
    Placement.objects.create(store=store, article=article, is_hidden=True)
    ArticlePage.objects.filter(pk=article.pk).update(teaser="New")
    commit()
    changes = Change.objects.filter(generation__gt=last)
    assert set(changes.values_list("scope", "kind", "object_id")) == {
        (f"store:{store.pk}", "article", article.pk),
        (f"store:{store.pk}", "carried", article.pk),
        ("library", "article", article.pk),
    }
    assert len(set(changes.values_list("generation", flat=True))) == 1


def test_while_triggers_are_away_a_scope_says_so() -> None:
    remove()
    values = dict(Generation.objects.values_list("scope", "value"))
    assert values["paused"] > values["hosts"]
    assert touched(lambda: Topic.objects.create(name="Heart", slug="heart")) == set()
    install()
    values = dict(Generation.objects.values_list("scope", "value"))
    assert values["hosts"] > values["paused"]
    assert touched(rows(Topic.objects.all(), name="Hearts")) == {"library"}


def test_triggers_are_made_anew_without_locking_readers_out() -> None:
    standing = "SELECT tgname FROM pg_trigger WHERE starts_with(tgname, 'api_seen_') ORDER BY 1"
    locked = "SELECT relation::regclass::text FROM pg_locks WHERE pid = pg_backend_pid() AND granted"
    with connection.cursor() as cursor:
        cursor.execute(standing)
        before = cursor.fetchall()
        install()
        cursor.execute(f"{locked} AND mode = 'AccessExclusiveLock'")
        assert {name for (name,) in cursor.fetchall()} & set(RULES) == set()
        cursor.execute("CREATE TRIGGER api_seen_of_before AFTER INSERT ON taggit_tag EXECUTE FUNCTION api_truncated()")
        install()
        cursor.execute(standing)
        assert cursor.fetchall() == before


def test_writing_many_stores_is_one_generation() -> None:
    stores: Iterable[StorePage] = [make_store(f"store-{number}") for number in range(3)]
    assert touched(rows(StorePage.objects.all(), city="Salem")) == scope_of(*stores) | {"directory"}
    values = Generation.objects.filter(scope__in=scope_of(*stores)).values_list("value", flat=True)
    assert len(set(values)) == 1


def test_commit_looks_at_all_that_was_touched_once() -> None:
    """A deferred trigger for each touch looks through all of them as often as there are: minutes after an import."""
    make_store("pitman")
    StorePage.objects.update(city="Salem")
    assert Touch.objects.count() > Touch.objects.filter(scope=DUE).count() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = 'api_commit'")
        assert f"WHEN ((new.scope = '{LAST}'::text))" in cursor.fetchone()[0]
    commit()
    assert not Touch.objects.exists()
    assert not Change.objects.filter(scope__in=[DUE, LAST]).exists()


def test_a_statement_of_many_rows_costs_each_the_same_whatever_the_connection_wrote_before() -> None:
    """A plan that is kept from a statement of no rows must not compare each row with all others."""
    rows_of_tags = "INSERT INTO taggit_tag (name, slug) SELECT 'tag ' || n, 'tag-' || n FROM generate_series(1, %s) n"
    with connection.cursor() as cursor:
        cursor.execute(f"{rows_of_tags} ON CONFLICT (slug) DO UPDATE SET name = 'again'", [1])
        cursor.execute(f"{rows_of_tags} ON CONFLICT DO NOTHING", [6_000])
        cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) UPDATE taggit_tag SET name = name || '.'")
        ((told,),) = cursor.fetchone()
    (trigger,) = (each for each in told["Triggers"] if each["Trigger Name"].startswith("api_seen_"))
    assert trigger["Time"] < 1_500


def test_scopes_are_looked_up_by_indexes_however_few_rows_there_are() -> None:
    """A plan that is kept from a network of ten stores reads all of ten thousand, for each row of an import."""
    store = make_store("pitman")
    article = make_article("flu", at_store=store)
    read = "SELECT sum(seq_tup_read) FROM pg_stat_xact_user_tables WHERE relname = ANY(%s)"
    asked = "SELECT api_scope_of_path(%s), api_scope_of_page(%s), api_scope_of_page(1)"
    both = ["stores_storepage", "wagtailcore_page"]
    with connection.cursor() as cursor:
        cursor.execute(read, [both])
        before = cursor.fetchone()
        cursor.execute(asked, [article.path, store.pk])
        assert cursor.fetchone() == (f"store:{store.pk}", f"store:{store.pk}", "library")
        cursor.execute(read, [both])
        assert cursor.fetchone() == before
        cursor.execute(read, [both[:1]])
        before = cursor.fetchone()
        cursor.execute("UPDATE wagtailcore_page SET title = 'Again' WHERE id = %s", [store.pk])
        cursor.execute(read, [both[:1]])
        assert cursor.fetchone() == before


@pytest.mark.django_db(transaction=True)
def test_the_row_that_every_writer_needs_is_locked_after_foreign_keys_are_checked() -> None:
    """A commit checks a million of them after an import of ten thousand stores, and a recall would wait."""
    before = Generation.objects.get(scope="").value
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION is_early() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " PERFORM set_config('test.then', value::text, false) FROM api_generation WHERE scope = '';"
            " RETURN NULL; END $$;"
            " CREATE CONSTRAINT TRIGGER is_early AFTER INSERT ON taggit_tag DEFERRABLE INITIALLY DEFERRED"
            " FOR EACH ROW EXECUTE FUNCTION is_early()"
        )
    with transaction.atomic():
        Topic.objects.create(name="Heart", slug="heart")
        Tag.objects.create(name="late", slug="late")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('test.then')::bigint")
        assert cursor.fetchone() == (before,)
    assert Generation.objects.get(scope="").value > before
    assert not Touch.objects.exists()


def test_keys_make_no_answer_old_and_their_use_says_nothing_at_all() -> None:
    assert touched(lambda: made(per_second=3)) == {"keys"}
    key = ApiKey.objects.get()
    assert touched(lambda: write_uses([key.pk], FOUNDED_AT)) == set()
    assert touched(rows(ApiKey.objects, name="Another")) == set()
    assert touched(lambda: revoke_key(key, by=None, at=FOUNDED_AT)) == {"keys"}
    assert touched(lambda: let_anybody_read(False, by=None)) == {"keys"}
    # No feed tells of it.
    assert not Change.objects.filter(scope="keys").exists()
