"""The demo network: everything that its content files name is there.

That building is all or nothing stands with the command, which starts from an empty database.
"""

import json
import re
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from django.contrib.auth import authenticate
from django.test import Client
from wagtail.models import Collection, Page

from cms.articles.addresses import url_for
from cms.demo.blocks import ARTICLE_LINK
from cms.demo.building import LOGINS, OWNERS_PASSWORD, is_built
from cms.demo.history import STAFF
from cms.demo.pictures import CONTENT, LOGOS, PICTURES
from cms.media.models import NetworkImage
from cms.models import ArticlePage, ExpertPage, HealthNewsPage, Provider, StandardPage, Topic
from cms.users.models import User
from stores.approval.deciding import waiting_for
from stores.audit.reading import Changes, Filters
from stores.choices import AudienceKind
from stores.hours.schedules import regular_summary
from stores.models import StoreGroup, StorePage, StoreRegistration
from stores.people.roles import EDITOR
from tests.factories.network import FOUNDED_AT

ARTICLES = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in sorted((CONTENT / "articles").glob("*.yaml"))
}
EXPERTS, PAGES, PROVIDERS, TOPICS = (
    yaml.safe_load((CONTENT / f"{name}.yaml").read_text(encoding="utf-8"))
    for name in ("experts", "pages", "providers", "topics")
)
MARKUP = re.compile(r"<[^>]+>")
NOT_PROSE = {"url", "motif", "style", "level"}
NETWORK = json.loads((CONTENT / "stores.json").read_text(encoding="utf-8"))
STORES = {row["code"]: row for row in NETWORK["stores"]}
SAMPLE = re.compile(r"sample|invented|demo", re.IGNORECASE)


built = pytest.mark.usefixtures("network", "db")


def said(content: Any) -> Iterator[tuple[str, Any]]:
    """Every name and value in a content file, however deep."""
    if isinstance(content, dict):
        for name, value in content.items():
            yield str(name), value
            yield from said(value)
    elif isinstance(content, list):
        for value in content:
            yield from said(value)


def words_in(content: Any) -> int:
    """How many words a reader gets of a content file."""
    if isinstance(content, dict):
        return sum(words_in(value) for name, value in content.items() if name not in NOT_PROSE)
    if isinstance(content, list):
        return sum(map(words_in, content))
    return len(MARKUP.sub(" ", str(content)).split())


EVERYTHING = [*said(list(ARTICLES.values())), *said(EXPERTS), *said(PAGES)]


def test_every_motif_that_is_named_has_its_picture_and_no_picture_lies_about() -> None:
    assert {value for name, value in EVERYTHING if name == "motif"} == {path.stem for path in PICTURES.iterdir()}


def test_every_store_has_its_logo() -> None:
    assert set(STORES) == {path.stem for path in LOGOS.iterdir()}


def test_every_article_that_is_linked_is_there() -> None:
    linked = {slug for _name, value in EVERYTHING if isinstance(value, str) for slug in ARTICLE_LINK.findall(value)}
    assert linked
    assert linked - {row["slug"] for row in ARTICLES.values()} == set()


def test_every_expert_topic_and_provider_that_is_named_is_there() -> None:
    for row in ARTICLES.values():
        assert set(row["experts"]) <= {expert["slug"] for expert in EXPERTS}
        assert set(row["topics"]) <= {topic["slug"] for topic in TOPICS}
        assert row["provider"] in {provider["slug"] for provider in PROVIDERS}


def test_every_store_and_group_that_is_named_is_there() -> None:
    groups = {group["slug"] for group in NETWORK["groups"]}
    assert {group for row in STORES.values() for group in row["groups"]} == groups
    assert {row["store"] for row in PAGES["about"]} <= set(STORES)
    assert set(PAGES["health_news"]) == set(STORES)
    for row in ARTICLES.values():
        assert set(row["audience"].get("groups", ())) <= groups
        assert set(row["audience"].get("stores", ())) <= set(STORES)


def test_network_is_as_large_as_the_design_asks() -> None:
    zones = {row["time_zone"] for row in STORES.values()}
    assert len(STORES) >= 6
    assert len(zones) >= 3
    assert len(NETWORK["groups"]) >= 2
    assert (len(ARTICLES), len(EXPERTS)) == (24, 6)


@pytest.mark.parametrize("name", ARTICLES)
def test_article_is_worth_reading(name: str) -> None:
    row = ARTICLES[name]
    kinds = {kind for block in row["body"] for kind in block}
    assert words_in(row["body"]) >= 350
    assert {"paragraph", "heading", "question", "key_points", "callout"} <= kinds
    assert len(row["sources"]) >= 2
    assert all(source["url"].startswith("https://") and source["title"] for source in row["sources"])


def test_titles_and_audiences_vary() -> None:
    titles = {row["title"] for row in ARTICLES.values()}
    audiences = {json.dumps(row["audience"], sort_keys=True) for row in ARTICLES.values()}
    assert len(titles) == len(ARTICLES)
    assert len(audiences) >= 5


def test_every_picture_has_an_alternative_text() -> None:
    pictures = [value for _name, value in EVERYTHING if isinstance(value, dict) and "motif" in value]
    assert [picture for picture in pictures if not picture.get("alt")] == []


@built
def test_it_is_known_to_be_built() -> None:
    assert is_built()


@built
@pytest.mark.parametrize("code", STORES)
def test_store_is_online_with_what_its_row_says(code: str) -> None:
    row, store = STORES[code], StorePage.objects.online().get(registration__code=code)
    assert store.site.hostname == row["hostname"]
    assert (store.title, store.city, store.time_zone) == (row["name"], row["city"], row["time_zone"])
    ruled = {"new-jersey-vaccines"} if row["state"] == "NJ" and "immunizations" in row["services"] else set()
    assert {group.slug for group in store.registration.groups.all()} == set(row["groups"]) | ruled
    assert {counter.value for counter in store.listed_counters} == set(row["hours"])
    slots = sum(len(slots) for week in row["hours"].values() for slots in (week or {}).values())
    assert store.opening_hours.count() == slots
    assert [line.text for line in store.promo_banners.all()] == [line["text"] for line in row["banners"]]
    own = {line["label"] for line in row["exceptions"]}
    assert own <= set(store.hours_exceptions.values_list("label", flat=True))
    assert store.logo.collection == store.registration.collection
    assert ZoneInfo(store.time_zone)


@built
def test_hours_of_the_model_page_are_those_of_its_store() -> None:
    summary = "Store Mon-Fri 9:00am - 7:00pm | Sat 9:00am - 4:00pm | Sun Closed"
    assert regular_summary(StorePage.objects.get(slug="pitman")) == summary


@built
@pytest.mark.parametrize("name", ARTICLES)
def test_article_is_published_with_what_its_file_says(name: str) -> None:
    row = ARTICLES[name]
    article = ArticlePage.objects.published_at(FOUNDED_AT).get(slug=row["slug"])
    assert (article.title, article.published_on) == (row["title"], row["published_on"])
    assert article.provider.slug == row["provider"]
    assert {topic.slug for topic in article.topics.all()} == set(row["topics"])
    assert {tag.name for tag in article.tags.all()} == set(row["tags"])
    rows = article.article_experts.order_by("sort_order", "pk")
    assert [row.expert.slug for row in rows] == row["experts"]
    assert [block.block_type for block in article.body] == [kind for block in row["body"] for kind in block]
    assert [source.value["url"] for source in article.sources] == [source["url"] for source in row["sources"]]
    assert (article.hero.description, article.hero_alt) == (row["hero"]["alt"], row["hero"]["alt"])


@built
@pytest.mark.parametrize("name", ARTICLES)
def test_article_is_carried_by_whom_its_file_says(name: str) -> None:
    row = ARTICLES[name]
    audience = row["audience"]
    wanted = {
        code
        for code, store in STORES.items()
        if audience.get("every_store")
        or code in audience.get("stores", ())
        or set(store["groups"]) & set(audience.get("groups", ()))
    }
    carrying = {
        store.slug
        for store in StorePage.objects.online()
        if ArticlePage.objects.carried_by(store, FOUNDED_AT).filter(slug=row["slug"]).exists()
    }
    assert carrying == wanted


@built
def test_not_every_article_is_everywhere() -> None:
    assert ArticlePage.objects.filter(audience=AudienceKind.CHOSEN).exists()


@built
def test_every_body_is_what_an_editor_could_have_saved() -> None:
    """Building writes past the forms: blocks and tokens are checked here instead."""
    for page in [*ArticlePage.objects.all(), *StandardPage.objects.all()]:
        page.full_clean()
        page.body.stream_block.clean(page.body)
    for other in [*ExpertPage.objects.all(), *HealthNewsPage.objects.all(), *Provider.objects.all()]:
        other.full_clean()
    for store in StorePage.objects.all():
        store.full_clean()
        for child in [*store.opening_hours.all(), *store.promo_banners.all()]:
            child.full_clean()
    for registration in StoreRegistration.objects.all():
        registration.full_clean()


@built
def test_every_expert_topic_provider_and_page_is_there() -> None:
    assert set(ExpertPage.objects.live().values_list("slug", flat=True)) == {row["slug"] for row in EXPERTS}
    assert set(Topic.objects.values_list("slug", flat=True)) == {row["slug"] for row in TOPICS}
    assert set(Provider.objects.values_list("slug", flat=True)) == {"health-wire", *(row["slug"] for row in PROVIDERS)}
    by_hand = StoreGroup.objects.filter(is_ruled=False).values_list("slug", flat=True)
    assert set(by_hand) == {row["slug"] for row in NETWORK["groups"]}
    saved = StoreGroup.objects.get(is_ruled=True)
    assert saved.registrations.count() == 3
    shared = (
        StandardPage.objects.live().in_library().exclude(locale__language_code="es").values_list("slug", flat=True)
    )
    assert set(shared) == {row["slug"] for row in PAGES["shared"]}
    for row in PAGES["about"]:
        store = StorePage.objects.get(slug=row["store"])
        assert StandardPage.objects.live().below(store).get(slug=row["slug"]).title == row["title"]
    for code, row in PAGES["health_news"].items():
        news = HealthNewsPage.objects.get(path__startswith=StorePage.objects.get(slug=code).path)
        assert (news.title, news.live) == (row["title"], True)


@built
def test_people_who_are_invented_say_so() -> None:
    assert [expert.title for expert in ExpertPage.objects.all() if not SAMPLE.search(expert.biography)] == []


@built
def test_each_picture_is_taken_once() -> None:
    motifs = {value for name, value in EVERYTHING if name == "motif"}
    library = Collection.objects.get(name="Library")
    titles = list(NetworkImage.objects.filter(collection=library).values_list("title", flat=True))
    assert sorted(titles) == sorted(f"Sample: {motif}" for motif in motifs)


@built
def test_printed_logins_work() -> None:
    logins = {**LOGINS, **{f"owner-{code}": OWNERS_PASSWORD for code in STORES}, STAFF: OWNERS_PASSWORD}
    assert [name for name, password in logins.items() if authenticate(username=name, password=password) is None] == []
    assert User.objects.get(username="admin").is_superuser
    assert list(User.objects.get(username="editor").groups.values_list("name", flat=True)) == [EDITOR.name]


@built
def test_staff_have_left_something_for_the_owner_and_the_store_has_a_history() -> None:
    owner = User.objects.get(username="owner-pitman")
    assert [(row.title, row.by) for row in waiting_for(owner)] == [("About us and our team", "Sam Rivera")]
    store = StorePage.objects.get(slug="pitman")
    rows = list(Changes(Filters(zone=store.zone, paths=(store.path,))).every())
    told = [str(words) for row in rows for words in row.words]
    assert "Pharmacy, Saturday: 9:00am - 4:00pm → 9:00am - 5:00pm" in told
    assert "Fax: (856) 589-5260 → (856) 589-5206" in told
    assert not store.has_unpublished_changes


@built
@pytest.mark.parametrize("code", STORES)
def test_owner_owns_the_store_of_their_name(code: str) -> None:
    owners = StoreRegistration.objects.get(code=code).owners
    assert owners.user_set.filter(username=f"owner-{code}").exists()


@built
@pytest.mark.parametrize("code", ["pitman", "switchback"])
def test_every_page_of_a_stores_site_opens(code: str) -> None:
    store = StorePage.objects.get(slug=code)
    pages: list[Page] = [
        store,
        *HealthNewsPage.objects.filter(path__startswith=store.path),
        *ArticlePage.objects.carried_by(store, FOUNDED_AT),
        *ExpertPage.objects.shown_by(store, FOUNDED_AT),
        *StandardPage.objects.carried_by(store, FOUNDED_AT),
    ]
    client = Client(SERVER_NAME=store.site.hostname)
    answers = {url: client.get(url) for page in pages if (url := url_for(page, store))}
    assert {url: answer.status_code for url, answer in answers.items() if answer.status_code != 200} == {}
    assert [url for url, answer in answers.items() if "{{" in answer.content.decode()] == []
    assert len(answers) > len(EXPERTS)
