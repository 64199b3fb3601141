"""A network of any size in minutes: a few stores and articles are made as people make them, then copied by SQL.

The copies have what a reader sees: hosts, hours, promo lines; body, picture, experts, topics, tags, audience,
placements, the search index. What only the admin shows of them is added by `benchmarks.behind`.
"""

from collections.abc import Callable, Iterable, Mapping

from django.db import connection, transaction
from wagtail.models import Page

from benchmarks.chain import REGIONS
from benchmarks.content import PATTERNS, Patterns, make_patterns
from benchmarks.network import found, grow
from benchmarks.sizes import NetworkSize
from cms.articles.founding import Network
from cms.models import ArticlePage
from stores.models import RegionPage, StorePage
from stores.opening.regions import FOLDER_SIZE

Columns = Mapping[str, str]
"""Column -> SQL of its value in copy number `n`; what is not named is as in the row that is copied, `t`."""

DIGITS = """
CREATE OR REPLACE FUNCTION bench_step(n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT string_agg(substr('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', (n / (36 ^ p)::bigint % 36)::int + 1, 1), ''
                      ORDER BY p DESC)
    FROM generate_series(0, 3) p
$$
"""
FIRST_COPY = 1_000
"""Copies stand behind what was made by hand: by their paths, and by their numbers."""


def build_network(size: NetworkSize, done: Callable[[int], object] = lambda _percent: None) -> Network:
    """Found the network, and fill it. The database must be empty. `done` is told how far it is."""
    network = found()
    grow(PATTERNS)
    patterns = make_patterns(network)
    done(25)
    with transaction.atomic(), connection.cursor() as cursor:
        # What is copied is what the triggers would write anew for each row.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(DIGITS)
        copy_stores(size.stores)
        done(40)
        copy_articles(size.articles, network, patterns)
        done(80)
        place_articles()
    with connection.cursor() as cursor:
        for sequence, table, column in _sequences():
            cursor.execute(f"SELECT setval('{sequence}', (SELECT coalesce(max({column}), 1) FROM {table}))")
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT api_bump(ARRAY['hosts'])")
    return network


def _sequences() -> list[tuple[str, str, str]]:
    with connection.cursor() as cursor:
        return [
            (each["name"], table, each["column"])
            for table in connection.introspection.table_names(cursor)
            for each in connection.introspection.get_sequences(cursor, table)
        ]


def _columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
            " AND attgenerated = ''",
            [table],
        )
        return [name for (name,) in cursor.fetchall()]


def _copy(table: str, numbers: str, row: str, changed: Columns, *, leave: Iterable[str] = ("id",)) -> None:
    """Insert a copy of `row` (SQL that chooses rows `t`) for each of `numbers` (SQL that gives rows `n`)."""
    columns = [name for name in _columns(table) if name in changed or name not in leave]
    values = ", ".join(changed.get(name, f't."{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {numbers} JOIN {table} t ON {row}")


def copy_stores(number: int) -> None:
    """Stores up to the number: the copy of each of the patterns in turn."""
    made = StorePage.objects.order_by("pk")
    patterns = [store.pk for store in made]
    extra = number - len(patterns)
    if extra <= 0:
        return
    parents = _folders(made[0].get_parent(), number)
    first = Page.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1
    chosen = f"(ARRAY{patterns})[n % {len(patterns)} + 1]"
    numbers = f"generate_series(0, {extra - 1}) n"
    path = f"(ARRAY{[each.path for each in parents]})[n % {len(parents)} + 1] || bench_step(n + {FIRST_COPY})"
    url_path = f"(ARRAY{[each.url_path for each in parents]})[n % {len(parents)} + 1] || {SLUG} || '/'"
    page = {
        **_UNREVISED,
        "id": f"{first} + n",
        "path": path,
        "slug": SLUG,
        "title": "t.title || ' ' || n",
        "draft_title": "t.title || ' ' || n",
        "url_path": url_path,
        "depth": f"{parents[0].depth + 1}",
    }
    _copy("wagtailcore_page", numbers, f"t.id = {chosen}", page)
    _copy("stores_storepage", numbers, f"t.page_ptr_id = {chosen}", {"page_ptr_id": f"{first} + n"})
    _register(first, chosen, numbers)
    site = {"root_page_id": f"{first} + n", "hostname": f"{SLUG} || '.bench.localhost'"}
    _copy("wagtailcore_site", numbers, f"t.root_page_id = {chosen}", site)
    for table in ("stores_openinghours", "stores_promobanner", "stores_hoursexception"):
        _copy(table, numbers, f"t.store_id = {chosen}", {"store_id": f"{first} + n"})
    news = Page.objects.get(depth=made[0].depth + 1, path__startswith=made[0].path).pk
    shelf = f"{first} + {extra} + n"
    below = {
        "path": f"{path} || '0001'",
        "depth": f"{parents[0].depth + 2}",
        "url_path": f"{url_path} || t.slug || '/'",
    }
    _copy("wagtailcore_page", numbers, f"t.id = {news}", {**_UNREVISED, "id": shelf, **below})
    _copy("cms_healthnewspage", numbers, f"t.page_ptr_id = {news}", {"page_ptr_id": shelf})
    _count_children(parents)


def _count_children(parents: Iterable[Page]) -> None:
    for each in parents:
        Page.objects.filter(pk=each.pk).update(numchild=Page.objects.child_of(each).count())


def _folders(folder: Page, number: int) -> list[Page]:
    """Regions, as an import makes them, where one folder would hold too many."""
    if number <= FOLDER_SIZE:
        return [folder]
    return [
        folder.add_child(instance=RegionPage(title=state, slug=f"in-{state.lower()}")) for state, *_rest in REGIONS
    ]


SLUG = "'t-' || lpad(n::text, 5, '0')"


def _register(first: int, chosen: str, numbers: str) -> None:
    """A registration for each store, with a folder and groups of its own; nobody is in them."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO wagtailcore_collection (id, path, depth, numchild, name) SELECT {first} + n,"
            f" (SELECT min(path) FROM wagtailcore_collection) || bench_step(n + {FIRST_COPY}), 2, 0, {SLUG}"
            f" FROM {numbers}"
        )
        cursor.execute(
            f"INSERT INTO auth_group (id, name) SELECT {first} + n * 2, 'Owners of ' || {SLUG} FROM {numbers}"
        )
        cursor.execute(
            f"INSERT INTO auth_group (id, name) SELECT {first} + n * 2 + 1, 'Staff of ' || {SLUG} FROM {numbers}"
        )
    own = {
        "id": f"{first} + n",
        "store_id": f"{first} + n",
        "code": SLUG,
        "collection_id": f"{first} + n",
        "owners_id": f"{first} + n * 2",
        "staff_id": f"{first} + n * 2 + 1",
    }
    _copy("stores_storeregistration", numbers, f"t.store_id = {chosen}", own)
    of_store = f"t.storeregistration_id = (SELECT g.id FROM stores_storeregistration g WHERE g.store_id = {chosen})"
    _copy("stores_storeregistration_groups", numbers, of_store, {"storeregistration_id": f"{first} + n"})


_UNREVISED: Columns = {
    "translation_key": "gen_random_uuid()",
    "latest_revision_id": "NULL",
    "live_revision_id": "NULL",
    "numchild": "t.numchild",
}


def copy_articles(number: int, network: Network, patterns: Patterns) -> None:
    """Articles up to the number: 70 % for every store, 20 % by group, 10 % for named stores."""
    ids = list(ArticlePage.objects.order_by("pk").values_list("pk", flat=True))
    extra = number - len(ids)
    if extra <= 0:
        return
    first = Page.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1
    chosen = f"(ARRAY{ids})[n % {len(ids)} + 1]"
    numbers = f"generate_series(0, {extra - 1}) n"
    slug = "'piece-' || n"
    words = patterns.words
    title = (
        f"initcap((ARRAY{list(words)})[n % {len(words)} + 1] || ' ' || (ARRAY{list(words)})[n / 7 % {len(words)} + 1]"
        f" || ' ' || n)"
    )
    page = {
        **_UNREVISED,
        "id": f"{first} + n",
        "path": f"'{network.articles.path}' || bench_step(n + {FIRST_COPY})",
        "slug": slug,
        "title": title,
        "draft_title": title,
        "url_path": f"'{network.articles.url_path}' || {slug} || '/'",
    }
    _copy("wagtailcore_page", numbers, f"t.id = {chosen}", page)
    article = {
        "page_ptr_id": f"{first} + n",
        "published_on": f"DATE '2026-11-01' - (({extra} - n) / 15)::int",
        "audience": "CASE WHEN n % 10 < 7 THEN 'every' ELSE 'chosen' END",
        "lineage": "gen_random_uuid()",
    }
    _copy("cms_articlepage", numbers, f"t.page_ptr_id = {chosen}", article)
    _copy("cms_articlepage_topics", numbers, f"t.articlepage_id = {chosen}", {"articlepage_id": f"{first} + n"})
    _copy("cms_articleexpert", numbers, f"t.article_id = {chosen}", {"article_id": f"{first} + n"})
    _say_who_reads(first, numbers, patterns)
    Page.objects.filter(pk=network.articles.pk).update(numchild=number)
    entry = {"object_id": f"({first} + n)::text", "title": f"setweight(to_tsvector('simple', {title}), 'A')"}
    _copy("wagtailsearch_indexentry", numbers, f"t.object_id = {chosen}::text", entry)


def _say_who_reads(first: int, numbers: str, patterns: Patterns) -> None:
    """Three tags each; of ten articles two are for a group, and one for three stores by name."""
    groups, stores = patterns.group_ids, list(StorePage.objects.order_by("pk").values_list("pk", flat=True))
    with connection.cursor() as cursor:
        for step in (1, 7, 31):
            tag = f"(ARRAY{patterns.tag_ids})[n * {step} % {len(patterns.tag_ids)} + 1]"
            cursor.execute(
                f"INSERT INTO cms_articletag (tag_id, content_object_id) SELECT {tag}, {first} + n FROM {numbers}"
                " ON CONFLICT DO NOTHING"
            )
        cursor.execute(
            f"INSERT INTO cms_articlepage_audience_groups (articlepage_id, storegroup_id) SELECT {first} + n,"
            f" (ARRAY{groups})[n / 10 % {len(groups)} + 1] FROM {numbers} WHERE n % 10 IN (7, 8)"
        )
        for step in (1, 5, 11):
            cursor.execute(
                f"INSERT INTO cms_articlepage_audience_stores (articlepage_id, storepage_id) SELECT {first} + n,"
                f" (ARRAY{stores})[(n / 10 + {step}) % {len(stores)} + 1] FROM {numbers} WHERE n % 10 = 9"
                " ON CONFLICT DO NOTHING"
            )


def place_articles() -> None:
    """Six placements per store: two pinned, two hidden, two with a note."""
    stores, articles = (
        list(StorePage.objects.order_by("pk").values_list("pk", flat=True)),
        list(ArticlePage.objects.filter(audience="every").order_by("pk").values_list("pk", flat=True)),
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cms_placement (store_id, article_id, is_hidden, pinned_as, title, teaser, note, changed_at)"
            " SELECT s.pk, (%s::bigint[])[(s.n * 7 + p * 13) %% %s + 1], p IN (3, 4),"
            " CASE WHEN p IN (1, 2) THEN p END, CASE WHEN p = 1 THEN 'Our own title ' || s.n ELSE '' END, '',"
            " CASE WHEN p > 4 THEN 'Ask us about it.' ELSE '' END, now()"
            " FROM unnest(%s::bigint[]) WITH ORDINALITY s(pk, n), generate_series(1, 6) p ON CONFLICT DO NOTHING",
            [articles, len(articles), stores],
        )
