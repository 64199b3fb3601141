"""A network in which each row that a trigger watches shows in some answer, and a write of each such row by itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction

from api.caching.tables import RULES, Event
from api.keys.models import NetworkAccess
from cms.articles.models.slugs import OldSlug
from cms.media.models import NetworkDocument
from cms.models import ArticlePage, Placement, Recall
from stores.choices import Counter
from stores.hours.holidays.models import HolidayConfirmation, proposal_of
from stores.models import FormerHost, HiddenBanner, NetworkFrontend, StorePage, TodayChange
from tests.api.keys.asking import made
from tests.factories.blocks import document_link, paragraph
from tests.factories.dated import make_exception, make_holiday, make_network_banner
from tests.factories.media import library_collection, make_document, make_image
from tests.factories.network import FOUNDED_AT
from tests.factories.newsroom import ProviderFactory, TopicFactory, make_article, make_expert, make_page
from tests.factories.stores import StoreGroupFactory, make_store


@dataclass(frozen=True, slots=True)
class Asked:
    """A request; `key`: of the API."""

    path: str
    host: str
    key: str = ""


class Scene:
    """The network, what is asked of it, and the rows: `rows[table]` is which one, and what is written into it."""

    def __init__(self) -> None:
        self.rows: dict[str, tuple[str, str]] = {}
        self.shown: dict[str, list[Asked]] = {}
        _key, self.key = made("read")
        self.east = StoreGroupFactory.create(slug="east", name="East")
        self.west = StoreGroupFactory.create(slug="west", name="West")
        self.store = make_store("pitman", groups=[self.east])
        self.other = make_store("switchback", groups=[self.west])
        self.host = f"{self.store.site.hostname}:8000"
        self.today = self.store.today(timezone.now())
        self._articles()
        self._audiences()
        self._stores()
        self._media()
        self._who_may_ask()

    def lone(self, table: str, which: str, change: str, *shown: str) -> None:
        """Of this table which row, what is written into it, and where it shows."""
        self.rows[table] = which, change
        self.shown[table] = [self._asked(each) for each in shown]

    def let_anybody_read(self, may: bool) -> None:
        """From now on."""
        NetworkAccess.objects.update(anonymous_read=may)

    def _asked(self, text: str) -> Asked:
        """`/` at the store's host, `topics/` of its API, `net:stores/` of the network's; `key:` with an API key."""
        kind, _colon, path = text.rpartition(":")
        if kind == "former":
            return Asked(path, "former.localhost:8000")
        path = path if path.startswith("/") else f"/api/v2/{path}"
        host = settings.NETWORK_HOST if kind == "net" else self.host
        return Asked(path, host, self.key if kind == "key" else "")

    def _articles(self) -> None:
        topics = [TopicFactory.create(slug=slug) for slug in ("immune-system", "asthma")]
        experts = [make_expert(f"dr-{number}") for number in range(2)]
        self.document = make_document("leaflet.pdf")
        self.hero = make_image("lupus.jpg", size=(600, 10))
        self.unused = make_image("unused.jpg", size=(600, 10))
        body = [paragraph(f"<p>Read {document_link(self.document.pk, 'the leaflet')}.</p>")]
        filled: dict[str, Any] = {"experts": experts[:1], "topics": topics[:1], "tags": ["lupus"], "body": body}
        self.article = make_article("lupus", hero=self.hero, hero_alt="A clinic", **filled)
        self.second = make_article("asthma", experts=experts[1:], topics=topics[1:], tags=["breath"])
        pk, second = self.article.pk, self.second.pk
        self.one = one = f"articles/{pk}/"
        self.lone("wagtailcore_page", f"id = {pk}", "title = 'Another title'", "articles/", one, "/health/lupus/")
        self.lone("cms_articlepage", f"page_ptr_id = {pk}", "teaser = 'Another teaser'", "articles/", one)
        self.lone(
            "cms_articlepage_topics",
            f"articlepage_id = {pk}",
            f"topic_id = {topics[1].pk}",
            "articles/",
            "topics/",
            one,
        )
        tags = "(SELECT id FROM taggit_tag WHERE name = 'breath')"
        self.lone("cms_articletag", f"content_object_id = {pk}", f"tag_id = {tags}", "articles/", "tags/", one)
        self.lone("cms_articleexpert", f"article_id = {pk}", f"expert_id = {experts[1].pk}", "experts/", one)
        self.lone("cms_expertpage", f"page_ptr_id = {experts[0].pk}", "credentials = 'PhD'", "experts/", one)
        self.lone("cms_topic", f"id = {topics[0].pk}", "name = 'Another topic'", "topics/", one)
        self.lone("taggit_tag", "name = 'lupus'", "name = 'another tag'", "tags/", one)
        self.lone("cms_provider", f"id = {self.article.provider_id}", "name = 'Another provider'", "articles/", one)
        Placement.objects.create(store=self.store, article=self.second, note="At our store, too")
        self.lone(
            "cms_placement",
            f"article_id = {second}",
            "is_hidden = true, note = ''",
            "articles/",
            f"articles/{second}/",
        )
        gone, also = make_article("gone", live=False), make_article("also-gone", live=False)
        Recall.objects.create(article=gone, title="Gone", slug="gone", reason="Wrong", recalled_at=FOUNDED_AT)
        self.lone(
            "cms_recall",
            f"article_id = {gone.pk}",
            f"article_id = {also.pk}",
            f"articles/{gone.pk}/",
            f"articles/{also.pk}/",
            "/health/gone/",
        )
        OldSlug.objects.create(page=self.second, slug="was-asthma")
        self.lone(
            "cms_oldslug",
            "slug = 'was-asthma'",
            "slug = 'never-asthma'",
            "/health/was-asthma/",
            "/health/never-asthma/",
        )
        Redirect.objects.create(
            old_path=Redirect.normalise_path("/moved/"), site=self.store.site, redirect_page=self.second
        )
        self.lone(
            "wagtailredirects_redirect", "old_path = '/moved'", f"redirect_page_id = {pk}", "redirects/", "/moved/"
        )
        kind = ContentType.objects.get_for_model(ArticlePage).pk
        self.lone(
            "wagtailsearch_indexentry",
            f"content_type_id = {kind} AND object_id = '{pk}'",
            "title = ''::tsvector, body = ''::tsvector, autocomplete = ''::tsvector",
            "articles/?search=lupus",
            "search/?search=lupus",
        )
        private = make_article("private")
        PageViewRestriction.objects.create(page=Page.objects.get(pk=private.pk), restriction_type="login")
        self.lone(
            "wagtailcore_pageviewrestriction",
            f"page_id = {private.pk}",
            f"page_id = {second}",
            "articles/",
            f"articles/{private.pk}/",
        )

    def _audiences(self) -> None:
        """What is for a group, for a store, for all but one: of each kind that has an audience."""
        east, here, there = [self.east], [self.store], [self.other]
        group, store = f"storegroup_id = {self.west.pk}", f"storepage_id = {self.other.pk}"
        back = f"storepage_id = {self.store.pk}"
        lists, pages = ["articles/"], ["pages/", "navigation/"]
        hours = ["net:stores/pitman/", "net:stores/switchback/"]
        made_by: dict[str, tuple[Any, list[str]]] = {
            "cms_articlepage": (lambda name, **few: make_article(name, **few, **_chosen(few)), lists),
            "cms_standardpage": (
                lambda name, **few: make_page(name, show_in_menus=True, **few, **_chosen(few)),
                pages,
            ),
            "cms_provider": (self._provider, lists),
            "stores_networkbanner": (self._banner, ["banners/"]),
            "stores_holidayclosure": (self._holiday, hours),
        }
        for table, (make, shown) in made_by.items():
            column = f"{table.partition('_')[2]}_id"
            for name, few, change in (
                ("audience_groups", {"groups": east}, group),
                ("audience_stores", {"stores": here}, store),
                ("excluded_stores", {"excluded": there}, back),
            ):
                where = [f"net:{each}?store=switchback" for each in shown] if "excluded" in few else shown
                where = shown if table == "stores_holidayclosure" else where
                row = make(f"{table.partition('_')[2]}-{name.replace('_', '-')}", **few)
                self.lone(f"{table}_{name}", f"{column} = {row.pk}", change, *where)
        page = make_page("about-us", at_store=self.store, show_in_menus=True)
        self.lone("cms_standardpage", f"page_ptr_id = {page.pk}", "body = '[]'", f"pages/{page.pk}/", "/about-us/")

    def _provider(self, name: str, **few: Any) -> Any:
        row = ProviderFactory.create(slug=name, name=name, **_chosen(few))
        _name_stores(row, few)
        make_article(f"of-{name}", provider=row)
        return row

    def _holiday(self, name: str, **few: Any) -> Any:
        """Each on a day of its own: of two on one day, one rules."""
        day = self.today + timedelta(("groups", "stores", "excluded").index(next(iter(few))) + 2)
        return make_holiday(name, **few, starts_on=day, ends_on=day)

    @staticmethod
    def _banner(name: str, **few: Any) -> Any:
        row = make_network_banner(name, **_chosen(few))
        _name_stores(row, few)
        return row

    def _stores(self) -> None:
        pk, other = self.store.pk, self.other.pk
        self.lone(
            "cms_healthnewspage",
            f"page_ptr_id = {_health_news(self.store)}",
            "intro = '<p>Another.</p>'",
            "/health/",
            "storefront/?path=/health/",
        )
        self.lone(
            "stores_storepage",
            f"page_ptr_id = {other}",
            "street = '1 Another Street'",
            "net:stores/",
            "net:stores/switchback/",
        )
        self.lone(
            "stores_openinghours",
            f"store_id = {pk} AND weekday = 1",
            "closes_at = '16:45'",
            "net:stores/",
            "net:stores/pitman/",
            "/",
        )
        self.lone(
            "stores_promobanner", f"store_id = {pk} AND sort_order = 0", "text = 'Another line'", "banners/", "/"
        )
        self.lone(
            "stores_storegroup",
            f"id = {self.east.pk}",
            "slug = 'another-group', name = 'Another'",
            "net:stores/pitman/",
            "net:stores/?group=east",
            "net:stores/?group=another-group",
        )
        self.lone(
            "stores_storeregistration_groups",
            f"storegroup_id = {self.east.pk}",
            f"storegroup_id = {self.west.pk}",
            "net:stores/pitman/",
            "net:stores/?group=east",
        )
        self.lone(
            "stores_storeregistration",
            f"store_id = {other}",
            "npi = '1999999984'",
            "net:stores/switchback/",
            "net:stores/",
        )
        self.lone(
            "wagtailcore_site",
            f"root_page_id = {other}",
            "hostname = 'another.localhost'",
            "net:stores/",
            "net:stores/switchback/",
        )
        FormerHost.objects.create(hostname="former.localhost", store=self.store, retired_at=FOUNDED_AT)
        self.lone("stores_formerhost", "hostname = 'former.localhost'", f"store_id = {other}", "former:/")
        NetworkFrontend.objects.create(pk=1, address="https://{store}.example.com", built_in_site="noindex")
        self.lone(
            "stores_networkfrontend",
            "id = 1",
            "address = 'https://{store}.another.example'",
            "net:stores/pitman/",
            "/",
        )
        make_exception(self.store, starts_on=self.today + timedelta(6), ends_on=self.today + timedelta(6))
        self.lone("stores_hoursexception", f"store_id = {pk}", "label = 'Another reason'", "net:stores/pitman/", "/")
        TodayChange.objects.create(store=self.store, on=self.today + timedelta(1), is_closed=True)
        self.lone(
            "stores_todaychange",
            f"store_id = {pk}",
            "is_closed = false, opens_at = '12:15'",
            "net:stores/pitman/",
            "/",
        )
        eighth = self.today + timedelta(8)
        holiday = make_holiday("For all", starts_on=eighth, ends_on=eighth)
        self.lone(
            "stores_holidayclosure",
            f"id = {holiday.pk}",
            "label = 'For all of us'",
            "net:stores/pitman/",
            "net:stores/",
        )
        tenth = self.today + timedelta(10)
        asked = make_holiday("Asked about", starts_on=tenth, ends_on=tenth)
        HolidayConfirmation.objects.create(store=self.store, holiday=asked, proposal=proposal_of(asked))
        self.lone(
            "stores_holidayconfirmation",
            f"store_id = {pk}",
            f"counter = '{Counter.PHARMACY}'",
            "net:stores/pitman/",
            "net:stores/",
        )
        shown = make_network_banner("For all stores", store_may="hide")
        hidden = make_network_banner("Hidden at one", store_may="hide")
        HiddenBanner.objects.create(store=self.store, banner=hidden)
        self.lone("stores_networkbanner", f"id = {shown.pk}", "text = 'For each store'", "banners/", "/")
        self.lone("stores_hiddenbanner", f"store_id = {pk}", f"banner_id = {shown.pk}", "banners/", "/")

    def _media(self) -> None:
        library = library_collection()
        library.refresh_from_db()
        private, within = library.add_child(name="Private"), None
        private.refresh_from_db()
        within = library.add_child(name="Within")
        CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
        in_private, in_within = (
            make_document(f"{each.name}.pdf".lower(), collection=each) for each in (private, within)
        )
        links = ", ".join(document_link(each.pk, each.title) for each in (in_private, in_within))
        make_article("documents", body=[paragraph(f"<p>{links}</p>")])
        self.hero.tags.add("summer")
        one, image, picture = self.one, ContentType.objects.get_for_model(type(self.hero)), self.hero.pk
        document = ContentType.objects.get_for_model(NetworkDocument)
        self.lone("media_networkimage", f"id = {picture}", "title = 'Another picture'", "images/", one, "articles/")
        self.lone("media_networkdocument", f"id = {self.document.pk}", "title = 'Another document'", "documents/", one)
        self.lone("media_rendition", _one_rendition(picture), "file = 'images/another.jpg'", one, "articles/")
        self.lone(
            "taggit_taggeditem",
            f"object_id = {picture} AND content_type_id = {image.pk}",
            "tag_id = (SELECT id FROM taggit_tag WHERE name = 'breath')",
            "images/",
            f"images/{picture}/",
        )
        self.lone(
            "wagtailcore_collection",
            f"id = {within.pk}",
            f"path = '{private.path}0001'",
            "documents/",
            f"documents/{in_within.pk}/",
            "documents/?limit=1",
        )
        self.lone(
            "wagtailcore_collectionviewrestriction",
            f"collection_id = {private.pk}",
            f"collection_id = {within.pk}",
            "documents/",
            f"documents/{in_private.pk}/",
        )
        self.lone(
            "wagtailcore_referenceindex",
            f"to_content_type_id = {document.pk} AND to_object_id = '{in_within.pk}'",
            "to_object_id = '0'",
            "documents/",
            f"documents/{in_within.pk}/",
        )

    def _who_may_ask(self) -> None:
        self.lone("api_apikey", "name = 'Website'", "revoked_at = now()", "key:topics/")
        NetworkAccess.objects.create(pk=1, anonymous_read=True)
        self.lone("api_networkaccess", "id = 1", "anonymous_read = true", "topics/")


def _chosen(few: dict[str, Any]) -> dict[str, Any]:
    return {} if "excluded" in few else {"audience": "chosen"}


def _name_stores(row: Any, few: dict[str, Any]) -> None:
    row.audience_groups.set(few.get("groups", []))
    row.audience_stores.set(few.get("stores", []))
    row.excluded_stores.set(few.get("excluded", []))
    row.save()


def _health_news(store: StorePage) -> int:
    return int(store.get_children().get(slug="health").pk)


def _one_rendition(image: int) -> str:
    return f"id = (SELECT max(id) FROM media_rendition WHERE image_id = {image})"


def watched() -> Iterator[tuple[str, Event]]:
    """Each trigger: its table, and what it is for."""
    for table, rules in RULES.items():
        events: tuple[Event, ...] = ("INSERT", "UPDATE", "DELETE")
        yield from ((table, event) for event in events if any(event in rule.events for rule in rules))


COLUMNS = """
    SELECT array_agg(attname::text) FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
"""
KEY = """
    SELECT a.attname::text FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
    WHERE i.indisprimary AND i.indrelid = %s::regclass
"""


class Row:
    """One row, written by statements of its own, without what usually comes along."""

    def __init__(self, table: str, which: str, change: str) -> None:
        self.table, self.change = table, change
        (columns,) = _all(COLUMNS, [table])[0]
        self.columns = ", ".join(f'"{column}"' for column in columns)
        (self.key,) = _all(KEY, [table])[0]
        (self.pk,) = _all(f"SELECT min({self.key}) FROM {table} WHERE {which}")[0]
        assert self.pk is not None, f"{table} has no row in which {which}."
        _do(f"DROP TABLE IF EXISTS lone; CREATE TABLE lone AS SELECT * FROM {table} WHERE {self.key} = {self.pk}")

    def insert(self) -> None:
        _do(f"INSERT INTO {self.table} ({self.columns}) OVERRIDING SYSTEM VALUE SELECT {self.columns} FROM lone")

    def delete(self) -> None:
        _do(f"DELETE FROM {self.table} WHERE {self.key} = {self.pk}")

    def update(self) -> None:
        _do(f"UPDATE {self.table} SET {self.change} WHERE {self.key} = {self.pk}")

    def restore(self) -> None:
        before = f"SELECT {self.columns} FROM lone"
        _do(f"UPDATE {self.table} SET ({self.columns}) = ({before}) WHERE {self.key} = {self.pk}")


def _do(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _all(sql: str, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def forget_foreign_keys() -> None:
    """So that a row can go without what refers to it."""
    for table, name in _all("SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'f'"):
        _do(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
