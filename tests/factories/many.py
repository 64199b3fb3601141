"""A thousand stores in a second: rows like those of `open_store`, without its checks, its log and its health news.

Pages of the library come by the batch that imports write: what they say and where it is found is as if each was saved.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth.models import Group
from django.db import connection
from wagtail.models import Collection, Page, Site

from cms.models import ArticlePage, StandardPage, Topic
from stores.batches.pages import add_children
from stores.models import StoreGroup, StorePage, StoreRegistration
from tests.factories.blocks import paragraph
from tests.factories.network import articles_folder, shared_pages_folder, stores_folder
from tests.factories.newsroom import NETWORK_PROVIDER, ArticleFactory, ProviderFactory, StandardPageFactory
from tests.factories.stores import make_store


def make_many_articles(slugs: Iterable[str], *, topics: Sequence[Topic] = ()) -> list[ArticlePage]:
    """Published articles of the library, as `make_article` makes each."""
    folder, provider = articles_folder(), ProviderFactory.create(pk=NETWORK_PROVIDER)
    pages = [ArticleFactory.build(slug=slug, provider=provider, body=_body(slug)) for slug in slugs]
    add_children([(folder, page) for page in pages], by=None)
    through = ArticlePage.topics.through
    through.objects.bulk_create(through(articlepage=page, topic=topic) for page in pages for topic in topics)
    return pages


def make_many_pages(slugs: Iterable[str], **fields: Any) -> list[StandardPage]:
    """Published standard pages of the library, as `make_page` makes each."""
    folder = shared_pages_folder()
    pages = [StandardPageFactory.build(slug=slug, body=_body(slug), **fields) for slug in slugs]
    add_children([(folder, page) for page in pages], by=None)
    return pages


def _body(slug: str) -> list[dict[str, Any]]:
    return [paragraph(f"About {slug}.", slug)]


def make_many_stores(number: int, *, group: StoreGroup | None = None, first: int = 0) -> list[StorePage]:
    """Online stores `many-0` and so on, each like the store that is made for the purpose; all in `group`."""
    like = StorePage.objects.filter(slug="many").first() or make_store("many")
    slugs = [f"many-{place}" for place in range(first, first + number)]
    parent = stores_folder()
    parent.refresh_from_db()
    pages: list[Any] = Page.objects.bulk_create(
        _page(like, parent, slug, place) for place, slug in enumerate(slugs, parent.numchild + 1)
    )
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + number)
    _copy_row(like, pages)
    Site.objects.bulk_create(Site(hostname=f"{page.slug}.localhost", port=8000, root_page=page) for page in pages)
    registrations = StoreRegistration.objects.bulk_create(_registrations(slugs, pages))
    if group is not None:
        group.registrations.add(*registrations)
    return list(StorePage.objects.filter(slug__in=slugs).order_by("pk"))


def _page(like: StorePage, parent: Page, slug: str, place: int) -> Page:
    return Page(
        path=Page._get_path(parent.path, parent.depth + 1, place),
        depth=parent.depth + 1,
        title=f"{slug.title()} Pharmacy",
        draft_title=f"{slug.title()} Pharmacy",
        slug=slug,
        url_path=f"{parent.url_path}{slug}/",
        content_type=like.content_type,
        locale=like.locale,
        live=True,
        first_published_at=like.first_published_at,
        last_published_at=like.last_published_at,
    )


def _copy_row(like: StorePage, pages: list[Page]) -> None:
    """The part of a store's page that `bulk_create` can't write: Django refuses a table that inherits."""
    names = [str(each.column) for each in StorePage._meta.local_concrete_fields if not each.primary_key]
    columns = ", ".join(connection.ops.quote_name(name) for name in names)
    table, key = StorePage._meta.db_table, "page_ptr_id"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({key}, {columns})"
            f" SELECT wagtailcore_page.id, {columns} FROM {table}, wagtailcore_page"
            f" WHERE {table}.{key} = %s AND wagtailcore_page.id BETWEEN %s AND %s",
            [like.pk, pages[0].pk, pages[-1].pk],
        )


def _registrations(slugs: list[str], pages: list[Page]) -> list[StoreRegistration]:
    groups = Group.objects.bulk_create(
        Group(name=f"{role} of {slug}") for slug in slugs for role in ("Owners", "Staff")
    )
    root: Any = Collection.get_first_root_node()
    start = root.numchild + 1
    collections = Collection.objects.bulk_create(
        Collection(name=slug, path=Collection._get_path(root.path, 2, place), depth=2)
        for place, slug in enumerate(slugs, start)
    )
    Collection.objects.filter(pk=root.pk).update(numchild=root.numchild + len(slugs))
    return [
        StoreRegistration(
            store_id=page.pk,
            code=page.slug,
            collection=collections[place],
            owners=groups[2 * place],
            staff=groups[2 * place + 1],
        )
        for place, page in enumerate(pages)
    ]
