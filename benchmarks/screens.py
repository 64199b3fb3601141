"""Screens of the admin and answers of the directory, by name."""

from collections.abc import Callable, Iterator

from django.test import Client
from django.urls import reverse

from benchmarks.network import People

Screen = Callable[[], object]


def _get(client: Client, url: str) -> Screen:
    def ask() -> None:
        response = client.get(url)
        if response.status_code != 200:
            raise RuntimeError(f"{url} answered {response.status_code}.")

    return ask


def owner_screens(people: People) -> Iterator[tuple[str, Screen]]:
    """What an owner uses every day: flat, whatever the size of the network (design §8)."""
    store = people.store.pk
    yield "owner: home", _get(people.owner, reverse("wagtailadmin_home"))
    yield "owner: store, pages", _get(people.owner, reverse("wagtailadmin_explore", args=[store]))
    yield "owner: store, edit", _get(people.owner, reverse("wagtailadmin_pages:edit", args=[store]))
    yield "owner: today", _get(people.owner, reverse("stores_today", args=[store]))
    yield "owner: images", _get(people.owner, reverse("wagtailimages:index"))
    yield "owner: page chooser", _get(people.owner, reverse("wagtailadmin_choose_page"))


def network_screens(people: People) -> Iterator[tuple[str, Screen]]:
    """What the newsroom and the admins use."""
    stores, region = people.network.stores.pk, people.store.get_parent().pk
    group = people.store.registration.owners_id
    article = reverse("wagtailadmin_pages:edit", args=[people.article.pk])
    yield "admin: home", _get(people.admin, reverse("wagtailadmin_home"))
    yield "editor: home", _get(people.editor, reverse("wagtailadmin_home"))
    yield "admin: stores folder", _get(people.admin, reverse("wagtailadmin_explore", args=[stores]))
    yield "admin: region", _get(people.admin, reverse("wagtailadmin_explore", args=[region]))
    yield "admin: store, edit", _get(people.admin, reverse("wagtailadmin_pages:edit", args=[people.store.pk]))
    yield "admin: page chooser", _get(people.admin, reverse("wagtailadmin_choose_page"))
    yield "admin: page chooser, region", _get(people.admin, reverse("wagtailadmin_choose_page_child", args=[region]))
    yield "admin: page search", _get(people.admin, reverse("wagtailadmin_pages:search") + "?q=birch")
    yield "editor: article, edit", _get(people.editor, article)
    yield "admin: article, edit", _get(people.admin, article)
    banner = reverse("wagtailsnippets_stores_networkbanner:edit", args=[people.banner.pk])
    yield "editor: promo line, edit", _get(people.editor, banner)
    yield "editor: promo lines", _get(people.editor, reverse("wagtailsnippets_stores_networkbanner:list"))
    yield "editor: store groups", _get(people.editor, reverse("wagtailsnippets_stores_storegroup:list"))
    yield "editor: images", _get(people.editor, reverse("wagtailimages:index"))
    yield "admin: images", _get(people.admin, reverse("wagtailimages:index"))
    yield "admin: add image", _get(people.admin, reverse("wagtailimages:add_multiple"))
    yield "admin: group, edit", _get(people.admin, reverse("wagtailusers_groups:edit", args=[group]))
    yield "admin: groups", _get(people.admin, reverse("wagtailusers_groups:index"))
    yield "admin: collections", _get(people.admin, reverse("wagtailadmin_collections:index"))
    yield "admin: user, edit", _get(people.admin, reverse("wagtailusers_users:edit", args=[people.user.pk]))
    yield "admin: users", _get(people.admin, reverse("wagtailusers_users:index"))
    yield "admin: sites", _get(people.admin, reverse("wagtailsites:index"))


def newsroom_screens(people: People) -> Iterator[tuple[str, Screen]]:
    """What stores carry and did, for the newsroom."""
    board, article = reverse("cms_network_board"), people.article.pk
    yield "editor: articles", _get(people.editor, reverse("wagtailadmin_explore", args=[people.network.articles.pk]))
    yield "editor: reach", _get(people.editor, reverse("cms_reach", args=[article]))
    yield "editor: network board", _get(people.editor, board)
    yield "editor: board, needs attention", _get(people.editor, f"{board}?attention=yes")
    yield "editor: board, one store", _get(people.editor, reverse("cms_network_store", args=[people.store.pk]))
    yield "editor: recall", _get(people.editor, reverse("cms_recall", args=[article]))
    yield "editor: recalls", _get(people.editor, reverse("cms_recalls"))

    def count() -> None:
        people.editor.post(reverse("cms_article_count") + f"?of={article}", {"audience": "every", "which": "1"})

    yield "editor: count beside an audience", count


def directory_answers() -> Iterator[tuple[str, Screen]]:
    """`stores/` with each of its filters."""
    client = Client(SERVER_NAME="localhost")
    filters = {
        "plain": "",
        "group": "?group=bench-east",
        "state": "?state=NJ",
        "service": "?service=delivery",
        "language": "?language=es",
        "search": "?search=birch",
        "near": "?near=39.95,-75.16",
        "near, radius": "?near=39.95,-75.16&radius_km=100",
        "open_at": "?open_at=2026-12-18T15:00:00-05:00",
        "everything": "?fields=*",
    }
    for name, query in filters.items():
        yield f"stores/ {name}", _get(client, f"/api/v2/stores/{query}")
    yield "stores/<slug>/", _get(client, "/api/v2/stores/s-00000/")
