"""What is answered from parts that a worker knows is, after every write, what the database says: byte for byte."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.test import Client
from django.test.utils import CaptureQueriesContext

from api.caching import shelf
from api.caching.freshness import FRESHNESS, GENERATIONS
from api.caching.models import Change, Generation
from api.caching.scopes import HOSTS
from api.caching.tables import RULES, models_by_table, seen_columns
from api.caching.tags import scope_tag, tags_of_line
from cms.models import ArticlePage, ExpertPage, Placement
from stores.models import HolidayClosure, HoursException, NetworkBanner, OpeningHours, StorePage
from tests.api.caching.test_triggers import commit
from tests.factories.newsroom import make_article, make_page
from tests.factories.rich import picture, rich_article, rich_page
from tests.factories.stores import StoreGroupFactory, add_banner, make_store

pytestmark = [pytest.mark.usefixtures("empty_storage"), pytest.mark.postgresql, pytest.mark.django_db]

TOMORROW = datetime.now(tz=UTC).date() + timedelta(days=1)
FIXED = {
    *("id", "page_ptr_id", "path", "depth", "numchild", "content_type_id", "file", "url_path"),
    # Ids that are kept as text.
    *("object_id", "to_object_id"),
}
"""What no write changes by itself."""


def fill() -> None:
    """Two stores that share a group, and one of everything that they show."""
    group = StoreGroupFactory.create(slug="group-0")
    for number in range(2):
        store = make_store(f"store-{number}", groups=[group])
        store.logo = picture(f"logo-{number}")
        store.save(update_fields=["logo"])
        OpeningHours.objects.create(store=store, counter="pharmacy", weekday=1, opens_at="09:00", closes_at="17:00")
        HoursException.objects.create(store=store, starts_on=TOMORROW, ends_on=TOMORROW, label="Stock", slots=[])
    article = rich_article("article-0", make_page("target").pk)
    article = rich_article("article-1", article.pk)
    page = rich_page("page-0", article.pk)
    own = StorePage.objects.get(slug="store-0")
    add_banner(own, "Line", link_page=page, link_label="More")
    NetworkBanner.objects.create(text="For all", style="info", has_no_end=True)
    HolidayClosure.objects.create(starts_on=TOMORROW, ends_on=TOMORROW, label="Holiday", slots=[])
    Placement.objects.create(store=own, article=article, title="Ours", note="Ask us", pinned_as=1)


def paths() -> Iterator[tuple[str, str]]:
    """Host and path of each kind of answer."""
    article, expert = ArticlePage.objects.order_by("pk")[0], ExpertPage.objects.order_by("pk")[0]
    network = "localhost:8000"
    yield network, "/api/v2/stores/"
    for store in ("store-0", "store-1"):
        yield network, f"/api/v2/stores/{store}/"
        yield network, f"/api/v2/articles/?store={store}"
    for path in (
        *("articles/?fields=*", "articles/?search=article", "topics/", "images/", "documents/"),
        *(f"articles/{article.pk}/", f"articles/find/?slug={article.slug}"),
    ):
        yield network, f"/api/v2/{path}{'&' if '?' in path else '?'}store=store-0"
    for path in ("/", "/health/", f"/experts/{expert.slug}/"):
        yield network, f"/api/v2/storefront/?store=store-0&path={path}"
    for path in ("/", "/health/", f"/health/{article.slug}/", "/page-0/"):
        yield "store-0.localhost:8000", path


TOLD: dict[str, frozenset[str]] = {}
"""Path -> the tags of its last answer from parts."""


def ask(client: Client, host: str, path: str, **environ: Any) -> tuple[str, int, bytes]:
    response = client.get(path, headers={"host": host}, **environ)
    freshness = response.wsgi_request.META.get(FRESHNESS)
    if freshness is not None:
        TOLD[path] = freshness.tags
    return path, response.status_code, response.content


def from_parts(client: Client, asked: list[tuple[str, str]]) -> list[Any]:
    commit()
    known: Any = {GENERATIONS: dict(Generation.objects.values_list("scope", "value")), FRESHNESS: None}
    return [ask(client, host, path, **known) for host, path in asked]


def another(field: Any) -> Any:
    """Another value of a column, in SQL; None where there is no simple one."""
    if isinstance(field, models.BooleanField):
        return models.Case(models.When(**{field.attname: True}, then=False), default=True)
    if isinstance(field, models.DateTimeField):
        return datetime.fromisoformat("2026-01-02T03:04:05+00:00")
    if isinstance(field, models.DateField):
        return TOMORROW + timedelta(days=3)
    if isinstance(field, models.IntegerField) and not field.is_relation:
        return F(field.attname) + 1
    # Other packages' fields, and ours, take only some texts.
    is_text = isinstance(field, models.CharField | models.TextField) and type(field).__module__.startswith("django.")
    if is_text and not field.choices:
        return Concat(F(field.attname), Value("z"))
    if field.null:
        return None
    return field


def changes(table: str) -> Iterator[tuple[str, Any]]:
    """Each column that readers see, and another value for it."""
    model = models_by_table()[table]
    seen = {column for rule in RULES[table] for column in seen_columns(table, rule)} - FIXED
    for field in model._meta.local_concrete_fields:
        value = another(field)
        if field.column in seen and value is not field:
            yield field.attname, value


def change(table: str, column: str, value: Any) -> bool:
    """Whether the rows let themselves be changed: what must be unique changes in one row alone."""
    rows = models_by_table()[table]._default_manager.all()
    for some in (rows, rows.filter(pk=rows.order_by("pk").values("pk")[:1])):
        try:
            with transaction.atomic():
                return bool(some.update(**{column: value}))
        except DatabaseError:
            continue
    return False


SHORT = (
    *("/api/v2/stores/", "/api/v2/articles/?store=store-1", "/api/v2/storefront/?store=store-0&path=/health/"),
    *("/api/v2/images/", "/api/v2/documents/"),
)
"""What is asked after each write; `make trial` asks for everything."""
HIDING = {
    *("live", "slug", "hostname", "port", "closed_at", "is_hidden", "audience"),
    *("expire_at", "licence_starts_at", "licence_ends_at"),
}
"""After whose change nothing more is seen of the rest."""


def after_write(client: Client, table: str, asked: list[tuple[str, str]], but: set[str] = HIDING) -> bool:
    """Whether readers see it when all columns of a table are changed. What is known is what the database says."""
    before = from_parts(client, asked)
    told, last = dict(TOLD), last_line()
    columns = list(changes(table))
    for column, value in columns:
        if column not in but:
            change(table, column, value)
    if not columns and not but:
        # Rows that connect others; a collection is held by its store.
        with suppress(models.ProtectedError), transaction.atomic():
            models_by_table()[table]._default_manager.all().delete()
    after = from_parts(client, asked)
    assert (table, after) == (table, [ask(client, host, path) for host, path in asked])
    touched = touched_since(last)
    for (path, *was), (_path, *now) in zip(before, after, strict=True):
        assert was == now or told[path] & touched, (table, path, sorted(told[path]), sorted(touched))
    return after != before


def last_line() -> int:
    return Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def touched_since(line: int) -> set[str]:
    """The tags of what was written."""
    touched: set[str] = set()
    for scope, kind, pk in Change.objects.filter(pk__gt=line).values_list("scope", "kind", "object_id"):
        own = scope_tag(scope) if scope.startswith("store:") else ""
        touched |= tags_of_line(kind, pk, own)
        touched |= {HOSTS} if scope == HOSTS else set()
    return touched


def test_answers_from_parts_are_current_after_a_write_to_any_table(client: Client) -> None:
    fill()
    shelf.SHELF._empty(0)
    asked = [(host, path) for host, path in paths() if path.startswith(SHORT)]
    seen = [table for table in RULES if after_write(client, table, asked)]
    assert len(seen) > 12, seen


def test_items_that_are_written_once_for_all_stores_say_what_each_would_say(client: Client) -> None:
    fill()
    shelf.SHELF._empty(0)
    StorePage.objects.filter(slug="store-1").update(time_zone="America/Los_Angeles")
    stores = StorePage.objects.order_by("slug")
    for number, teaser in enumerate(["Ask at {{ store.name }}", "{{ article.title }}, {{ article.year }}", "Plain"]):
        make_article(f"more-{number}", teaser=teaser)
    make_article("own", at_store=stores[0], teaser="Of {{ provider.name }}")
    forms = [
        "",
        "&links=path",
        "&fields=share,canonical_url,copyright",
        "&fields=local_note&rich_text_format=markdown",
    ]
    asked = [("localhost:8000", f"/api/v2/articles/?store={each.slug}{form}") for form in forms for each in stores]
    said = [ask(client, host, path) for host, path in asked]
    assert {status for _path, status, _body in said} == {200}
    assert from_parts(client, asked) == from_parts(client, asked) == said
    # In two forms: three at the first store, which has placed one more, and four at the other, in its own zone.
    keys: Any = list(shelf.SHELF.parts._parts)
    alike = [key for key in keys if key[0][0] == "alike"]
    written = [shelf.SHELF.parts._parts[key].made.value for key in alike]
    assert len([item for item in written if item is not None]) == 2 * (3 + 4)


MOST_AFTER_A_PUBLISH = {
    "/api/v2/articles/?store=store-0": 4,
    "/api/v2/stores/store-0/": 1,
    "/api/v2/stores/": 2,
    "/api/v2/articles/?search=article&store=store-0": 6,
    "/api/v2/storefront/?store=store-0&path=/health/": 5,
}
"""Questions: what was written; the new article, its people and labels."""


def test_after_a_publish_little_is_asked(client: Client) -> None:
    fill()
    shelf.SHELF._empty(0)
    asked = [("localhost:8000", path) for path in MOST_AFTER_A_PUBLISH]
    from_parts(client, asked)
    article = ArticlePage.objects.order_by("-pk")[0]
    costs = {}
    for number, (host, path) in enumerate(asked):
        ArticlePage.objects.filter(pk=article.pk).update(title=f"News {number}", teaser=f"It is {number}")
        commit()
        known: Any = {GENERATIONS: dict(Generation.objects.values_list("scope", "value")), FRESHNESS: None}
        with CaptureQueriesContext(connection) as captured:
            ask(client, host, path, **known)
        costs[path] = len(captured)
    assert {path: cost for path, cost in costs.items() if cost > MOST_AFTER_A_PUBLISH[path]} == {}


@pytest.mark.trial
def test_every_answer_from_parts_is_current_after_any_write(client: Client) -> None:
    fill()
    asked = list(paths())
    seen = []
    for table in RULES:
        shelf.SHELF._empty(0)
        with transaction.atomic():
            point = transaction.savepoint()
            if after_write(client, table, asked, set()):
                seen.append(table)
            transaction.savepoint_rollback(point)
    assert len(seen) > 20, seen
