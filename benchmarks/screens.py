"""Screens of the admin and answers of the directory, by name."""

from collections.abc import Callable, Iterator

from django.test import Client
from django.urls import reverse

from benchmarks.network import Viewers

Screen = Callable[[], object]


def _get(client: Client, url: str) -> Screen:
    def ask() -> None:
        response = client.get(url)
        if response.status_code != 200:
            raise RuntimeError(f"{url} answered {response.status_code}.")

    return ask


def owner_screens(viewers: Viewers) -> Iterator[tuple[str, Screen]]:
    """What an owner uses every day: flat, whatever the size of the network (design §8)."""
    store = viewers.store.pk
    yield "owner: home", _get(viewers.owner, reverse("wagtailadmin_home"))
    yield "owner: store, pages", _get(viewers.owner, reverse("wagtailadmin_explore", args=[store]))
    yield "owner: store, edit", _get(viewers.owner, reverse("wagtailadmin_pages:edit", args=[store]))
    yield "owner: today", _get(viewers.owner, reverse("stores_today", args=[store]))
    yield "owner: images", _get(viewers.owner, reverse("wagtailimages:index"))
    yield "owner: page chooser", _get(viewers.owner, reverse("wagtailadmin_choose_page"))


def network_screens(viewers: Viewers) -> Iterator[tuple[str, Screen]]:
    """What the newsroom and the admins use."""
    stores, region = viewers.network.stores.pk, viewers.store.get_parent().pk
    group = viewers.store.registration.owners_id
    article = reverse("wagtailadmin_pages:edit", args=[viewers.article.pk])
    yield "admin: home", _get(viewers.admin, reverse("wagtailadmin_home"))
    yield "editor: home", _get(viewers.editor, reverse("wagtailadmin_home"))
    yield "admin: stores folder", _get(viewers.admin, reverse("wagtailadmin_explore", args=[stores]))
    yield "admin: region", _get(viewers.admin, reverse("wagtailadmin_explore", args=[region]))
    yield "admin: store, edit", _get(viewers.admin, reverse("wagtailadmin_pages:edit", args=[viewers.store.pk]))
    yield "admin: page chooser", _get(viewers.admin, reverse("wagtailadmin_choose_page"))
    yield "admin: page chooser, region", _get(viewers.admin, reverse("wagtailadmin_choose_page_child", args=[region]))
    yield "admin: page search", _get(viewers.admin, reverse("wagtailadmin_pages:search") + "?q=birch")
    yield "editor: article, edit", _get(viewers.editor, article)
    yield "admin: article, edit", _get(viewers.admin, article)
    banner = reverse("wagtailsnippets_stores_networkbanner:edit", args=[viewers.banner.pk])
    yield "editor: promo line, edit", _get(viewers.editor, banner)
    yield "editor: promo lines", _get(viewers.editor, reverse("wagtailsnippets_stores_networkbanner:list"))
    yield "editor: store groups", _get(viewers.editor, reverse("wagtailsnippets_stores_storegroup:list"))
    yield "editor: images", _get(viewers.editor, reverse("wagtailimages:index"))
    yield "admin: images", _get(viewers.admin, reverse("wagtailimages:index"))
    yield "admin: add image", _get(viewers.admin, reverse("wagtailimages:add_multiple"))
    yield "admin: group, edit", _get(viewers.admin, reverse("wagtailusers_groups:edit", args=[group]))
    yield "admin: groups", _get(viewers.admin, reverse("wagtailusers_groups:index"))
    yield "admin: collections", _get(viewers.admin, reverse("wagtailadmin_collections:index"))
    yield "admin: user, edit", _get(viewers.admin, reverse("wagtailusers_users:edit", args=[viewers.user.pk]))
    yield "admin: users", _get(viewers.admin, reverse("wagtailusers_users:index"))
    yield "admin: sites", _get(viewers.admin, reverse("wagtailsites:index"))


def newsroom_screens(viewers: Viewers) -> Iterator[tuple[str, Screen]]:
    """What the newsroom sees of what stores carry and did with it."""
    board, article = reverse("cms_network_board"), viewers.article.pk
    yield "editor: articles", _get(viewers.editor, reverse("wagtailadmin_explore", args=[viewers.network.articles.pk]))
    yield "editor: reach", _get(viewers.editor, reverse("cms_reach", args=[article]))
    yield "editor: network board", _get(viewers.editor, board)
    yield "editor: board, needs attention", _get(viewers.editor, f"{board}?attention=yes")
    yield "editor: board, one store", _get(viewers.editor, reverse("cms_network_store", args=[viewers.store.pk]))
    yield "editor: recall", _get(viewers.editor, reverse("cms_recall", args=[article]))
    yield "editor: recalls", _get(viewers.editor, reverse("cms_recalls"))

    def count() -> None:
        viewers.editor.post(reverse("cms_article_count") + f"?of={article}", {"audience": "every", "which": "1"})

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
