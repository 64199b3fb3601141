"""Builds the demo network from `content/`: all of it or nothing."""

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import yaml
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.articles.founding import Network, found_network
from cms.articles.models.articles import ArticleExpert, ArticlePage
from cms.articles.models.experts import ExpertPage
from cms.articles.models.library import LibraryPage
from cms.articles.models.news import HealthNewsPage
from cms.articles.models.pages import StandardPage
from cms.articles.models.providers import Provider
from cms.articles.models.topics import Topic
from cms.checklists.models import ChecklistItem
from cms.demo.audiences import choose_audience
from cms.demo.blocks import Blocks
from cms.demo.closed_store import close_a_store
from cms.demo.feeds import bring_news
from cms.demo.history import STORE_WITH_HISTORY, live_through_days
from cms.demo.network import announce_holidays, confirm_holidays, say_in_own_words, show_banners
from cms.demo.pictures import CONTENT, Pictures, logo_of
from cms.demo.scheduled import schedule_articles
from cms.demo.spanish import shared_page, translate_demo
from cms.demo.stores import open_demo_stores
from stores.models import StoreGroup, StorePage
from stores.people.appointing import appoint_owner
from stores.people.roles import EDITOR

LOGINS = {"admin": "mortar-admin", "editor": "mortar-editor"}
LOGIN_WORDS = {
    "admin": "the network (stores, webhooks, keys, frontend addresses)",
    "editor": "the newsroom (articles and their previews)",
}
OWNERS_PASSWORD = "mortar-owner"  # noqa: S105  (the demo prints it)
# One owner per store; Wrenfield's owns Millrace too.
SECOND_STORES = {"wrenfield": "millrace"}


def _read(name: str) -> Any:
    return yaml.safe_load((CONTENT / name).read_text(encoding="utf-8"))


def is_built() -> bool:
    """Whether this database holds a network already."""
    return LibraryPage.objects.exists()


@transaction.atomic
def build() -> None:
    """The whole demo network, published."""
    network = found_network(by=None)
    make_logins()
    file = json.loads((CONTENT / "stores.json").read_text(encoding="utf-8"))
    today, content = timezone.localdate(), _read("network.yaml")
    stores = open_demo_stores(file, content["own_days"], today)
    for row in content["saved_audiences"]:
        StoreGroup.objects.create(is_ruled=True, **row)
    announce_holidays(content["holidays"], stores, today)
    confirm_holidays(content["confirmed"], stores)
    show_banners(content["banners"], stores, today)
    say_in_own_words(content["own_words"], stores)
    _give_logos(stores)
    _appoint_owners(stores)
    close_a_store(get_user_model().objects.get(username="admin"), stores["millrace"])
    pictures = Pictures(network.collection)
    for row in _read("topics.yaml"):
        Topic.objects.create(**row)
    for row in _read("providers.yaml"):
        _make_provider(row, stores)
    experts = {row["slug"]: _make_expert(row, network, pictures) for row in _read("experts.yaml")}
    _make_articles(network, experts, stores, pictures, today)
    _make_pages(network, stores, pictures)
    spanish = _read("spanish.yaml")
    translate_demo(spanish["articles"], spanish["pages"], network, Blocks(pictures, {}), _publish)
    for old_path, slug in content["moved"].items():
        Redirect.add_redirect(old_path, ArticlePage.objects.get(slug=slug))
    bring_news()
    schedule_articles(network.articles, _read("scheduled.yaml"), Blocks(pictures, {}), today)
    live_through_days(stores[STORE_WITH_HISTORY], OWNERS_PASSWORD)


def make_logins() -> None:
    """The two logins that the demo prints."""
    users = get_user_model().objects
    users.create_superuser("admin", "admin@mortar.example", LOGINS["admin"], first_name="Ada", last_name="Network")
    editor = users.create_user(
        "editor", "editor@mortar.example", LOGINS["editor"], first_name="Ed", last_name="Newsroom"
    )
    editor.groups.add(Group.objects.get(name=EDITOR.name))


def _appoint_owners(stores: dict[str, StorePage]) -> None:
    admin = get_user_model().objects.get(username="admin")
    for code, store in stores.items():
        name = f"owner-{code}"
        owner = get_user_model().objects.create_user(
            name, f"{name}@mortar.example", OWNERS_PASSWORD, first_name="Owner", last_name=store.title
        )
        appoint_owner(by=admin, user=owner, store=store)
        if code in SECOND_STORES:
            appoint_owner(by=admin, user=owner, store=stores[SECOND_STORES[code]])


def _give_logos(stores: dict[str, StorePage]) -> None:
    for code, store in stores.items():
        store.logo = logo_of(store.title, code, store.registration.collection)
        store.save(update_fields=["logo"])


def _publish(parent: Page, page: Page, on: datetime | None = None) -> None:
    """Add the page and publish its first revision, as an editor would."""
    parent.add_child(instance=page)
    page.save_revision().publish()
    if on is not None:
        type(page).objects.filter(pk=page.pk).update(first_published_at=on, last_published_at=on)


def _make_provider(row: dict[str, Any], stores: dict[str, StorePage]) -> None:
    checklist, flagship = row.pop("checklist", ()), stores.get(row.pop("flagship", ""))
    provider = Provider.objects.create(flagship=flagship, **{name: value or "" for name, value in row.items()})
    for place, each in enumerate(checklist):
        ChecklistItem.objects.create(provider=provider, sort_order=place, **each)


def _make_expert(row: dict[str, Any], network: Network, pictures: Pictures) -> ExpertPage:
    photo = row["photo"]
    expert = ExpertPage(
        title=row["name"],
        slug=row["slug"],
        credentials=row["credentials"],
        post=row["post"],
        institution=row["institution"],
        speciality_list=", ".join(row["specialities"]),
        biography=row["biography"],
        photo=pictures.image(photo["motif"], photo["alt"]),
        photo_alt=photo["alt"],
    )
    _publish(network.experts, expert)
    return expert


def _make_articles(
    network: Network, experts: dict[str, ExpertPage], stores: dict[str, StorePage], pictures: Pictures, today: date
) -> None:
    """Make the articles in two rounds: bodies link to other articles, so every article gets its id first."""
    rows = [_read(f"articles/{path.name}") for path in sorted((CONTENT / "articles").glob("*.yaml"))]
    articles = {}
    for row in rows:
        articles[row["slug"]] = network.articles.add_child(instance=_article_of(row, pictures))
    blocks = Blocks(pictures, {slug: article.pk for slug, article in articles.items()})
    for row in rows:
        article = articles[row["slug"]]
        article.body = blocks.stream(row["slug"], row["body"])
        article.sources = [{"type": "source", "value": source} for source in row["sources"]]
        article.topics.set(Topic.objects.filter(slug__in=row["topics"]))
        article.tags.set(row["tags"])
        article.article_experts = [
            ArticleExpert(expert=experts[slug], sort_order=place) for place, slug in enumerate(row["experts"])
        ]
        if review := row.get("review"):
            article.reviewed_by = experts[review["by"]]
            article.reviewed_on = today - timedelta(days=review["days_ago"])
            article.review_due_on = today + timedelta(days=review["days_ahead"])
        article.corrections = [("correction", each) for each in row.get("corrections", ())]
        choose_audience(article, row["audience"], stores)
        article.save_revision().publish()
        at = datetime.combine(article.published_on, time(13), tzinfo=UTC)
        ArticlePage.objects.filter(pk=article.pk).update(first_published_at=at, last_published_at=at)


def _article_of(row: dict[str, Any], pictures: Pictures) -> ArticlePage:
    return ArticlePage(
        title=row["title"],
        slug=row["slug"],
        teaser=row["teaser"].strip(),
        published_on=row["published_on"],
        provider=Provider.objects.get(slug=row["provider"]),
        hero=pictures.image(row["hero"]["motif"], row["hero"]["alt"]),
        hero_alt=row["hero"]["alt"],
        byline=row.get("byline", ""),
        canonical_policy=row.get("canonical_policy", ""),
        live=False,
    )


def _make_pages(network: Network, stores: dict[str, StorePage], pictures: Pictures) -> None:
    pages = _read("pages.yaml")
    blocks = Blocks(pictures, dict(ArticlePage.objects.values_list("slug", "pk")))
    for row in pages["shared"]:
        body = blocks.stream(row["slug"], row["body"])
        _publish(network.shared_pages, shared_page(row, body))
    for row in pages["about"]:
        body = blocks.stream(f"{row['store']}/{row['slug']}", row["body"])
        page = StandardPage(title=row["title"], slug=row["slug"], body=body, show_in_menus=True)
        _publish(stores[row["store"]], page)
    for code, row in pages["health_news"].items():
        news = HealthNewsPage.objects.get(path__startswith=stores[code].path)
        news.title, news.intro = row["title"], row["intro"]
        news.save_revision().publish()
