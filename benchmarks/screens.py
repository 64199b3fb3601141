"""Screens of the admin, by name."""

from collections.abc import Callable, Iterator

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benchmarks.network import Viewers
from cms.intake.models import FeedItem
from cms.models import Release
from cms.newsroom.waiting import WAITING_LISTS
from stores.models import StoreGroup

Screen = Callable[[], object]


def _get(client: Client, url: str) -> Screen:
    def ask() -> None:
        response = client.get(url)
        if response.status_code != 200:
            raise RuntimeError(f"{url} answered {response.status_code}.")

    return ask


def owner_screens(viewers: Viewers) -> Iterator[tuple[str, Screen]]:
    """What an owner uses every day."""
    store = viewers.store.pk
    yield "owner: home", _get(viewers.owner, reverse("wagtailadmin_home"))
    yield "owner: store, pages", _get(viewers.owner, reverse("wagtailadmin_explore", args=[store]))
    yield "owner: store, edit", _get(viewers.owner, reverse("wagtailadmin_pages:edit", args=[store]))
    yield "owner: today", _get(viewers.owner, reverse("stores_today", args=[store]))
    yield "owner: health news", _get(viewers.owner, reverse("cms_board", args=[store]))
    yield "owner: who changed what", _get(viewers.owner, reverse("stores_changes", args=[store]))
    yield "owner: images", _get(viewers.owner, reverse("wagtailimages:index"))
    yield "owner: page chooser", _get(viewers.owner, reverse("wagtailadmin_choose_page"))
    yield "owner of ten: home", _get(viewers.keeper, reverse("wagtailadmin_home"))
    yield "owner of ten: several stores", _get(viewers.keeper, reverse("stores_many"))
    yield "owner of ten: close early", _get(viewers.keeper, reverse("stores_many_change", args=["close-early"]))


def network_screens(viewers: Viewers) -> Iterator[tuple[str, Screen]]:
    """What network admins use."""
    store = viewers.store.pk
    region, group = viewers.region.pk, viewers.store.registration.owners_id
    yield "admin: home", _get(viewers.admin, reverse("wagtailadmin_home"))
    yield "admin: stores folder", _get(viewers.admin, reverse("wagtailadmin_explore", args=[viewers.stores.pk]))
    yield "admin: stores of a region", _get(viewers.admin, reverse("wagtailadmin_explore", args=[region]))
    yield "admin: articles", _get(viewers.admin, reverse("wagtailadmin_explore", args=[viewers.articles.pk]))
    yield "admin: article, edit", _get(viewers.admin, reverse("wagtailadmin_pages:edit", args=[viewers.article.pk]))
    yield "admin: store, edit", _get(viewers.admin, reverse("wagtailadmin_pages:edit", args=[store]))
    yield "admin: page chooser", _get(viewers.admin, reverse("wagtailadmin_choose_page"))
    yield "admin: page chooser, region", _get(viewers.admin, reverse("wagtailadmin_choose_page_child", args=[region]))
    yield "admin: search", _get(viewers.admin, reverse("wagtailadmin_pages:search") + "?q=birchbrook")
    yield "admin: users", _get(viewers.admin, reverse("wagtailusers_users:index"))
    yield "admin: users, searched", _get(viewers.admin, reverse("wagtailusers_users:index") + "?q=bench-owner")
    yield "admin: user, edit", _get(viewers.admin, reverse("wagtailusers_users:edit", args=[viewers.user.pk]))
    yield "admin: groups", _get(viewers.admin, reverse("wagtailusers_groups:index"))
    yield "admin: group, edit", _get(viewers.admin, reverse("wagtailusers_groups:edit", args=[group]))
    yield "admin: collections", _get(viewers.admin, reverse("wagtailadmin_collections:index"))
    yield "admin: sites", _get(viewers.admin, reverse("wagtailsites:index"))
    yield "admin: images", _get(viewers.admin, reverse("wagtailimages:index"))
    yield "admin: add image", _get(viewers.admin, reverse("wagtailimages:add_multiple"))
    yield "admin: site history", _get(viewers.admin, reverse("wagtailadmin_reports:site_history"))
    yield "admin: all stores", _get(viewers.admin, reverse("stores_network:index"))
    yield "admin: all stores, searched", _get(viewers.admin, reverse("stores_network:index") + "?q=birchbrook")
    yield "admin: a store's registration", _get(viewers.admin, reverse("stores_network:registration", args=[store]))
    yield "admin: open a store", _get(viewers.admin, reverse("stores_network:open"))
    yield "admin: close a store", _get(viewers.admin, reverse("stores_network:close", args=[store]))
    yield "admin: import and export", _get(viewers.admin, reverse("stores_network:import"))
    yield "admin: people", _get(viewers.admin, reverse("stores_network_people"))
    yield "admin: who changed what", _get(viewers.admin, reverse("stores_network_changes"))
    yield "admin: network health", _get(viewers.admin, reverse("cms_network_health"))


def newsroom_screens(viewers: Viewers) -> Iterator[tuple[str, Screen]]:
    """What the newsroom uses: what it writes, and what stores carry and did with it."""
    board, article = reverse("cms_network_board"), viewers.article.pk
    banner = reverse("wagtailsnippets_stores_networkbanner:edit", args=[viewers.banner.pk])
    yield "editor: home", _get(viewers.editor, reverse("wagtailadmin_home"))
    yield "editor: articles", _get(viewers.editor, reverse("wagtailadmin_explore", args=[viewers.articles.pk]))
    yield "editor: article, edit", _get(viewers.editor, reverse("wagtailadmin_pages:edit", args=[article]))
    yield "editor: article, history", _get(viewers.editor, reverse("wagtailadmin_pages:history", args=[article]))
    yield "editor: article, usage", _get(viewers.editor, reverse("wagtailadmin_pages:usage", args=[article]))
    yield "editor: promo lines", _get(viewers.editor, reverse("wagtailsnippets_stores_networkbanner:list"))
    yield "editor: promo line, edit", _get(viewers.editor, banner)
    yield "editor: store groups", _get(viewers.editor, reverse("wagtailsnippets_stores_storegroup:list"))
    yield "editor: images", _get(viewers.editor, reverse("wagtailimages:index"))
    yield "editor: image chooser", _get(viewers.editor, reverse("wagtailimages_chooser:choose"))
    yield "editor: reach", _get(viewers.editor, reverse("cms_reach", args=[article]))
    yield "editor: network board", _get(viewers.editor, board)
    yield "editor: board, needs attention", _get(viewers.editor, f"{board}?attention=yes")
    yield "editor: board, one store", _get(viewers.editor, reverse("cms_network_store", args=[viewers.store.pk]))
    yield "editor: recall", _get(viewers.editor, reverse("cms_recall", args=[article]))
    yield "editor: recalls", _get(viewers.editor, reverse("cms_recalls"))
    yield "editor: holiday answers", _get(viewers.editor, reverse("stores_holiday_answers"))
    yield "editor: several stores", _get(viewers.editor, reverse("stores_many"))
    yield "editor: close early", _get(viewers.editor, reverse("stores_many_change", args=["close-early"]))
    yield "editor: store names, typed", _get(viewers.editor, reverse("stores_names") + "?term=birch")

    yield from desk_screens(viewers)

    def count() -> None:
        viewers.editor.post(reverse("cms_article_count") + f"?of={article}", {"audience": "every", "which": "1"})

    yield "editor: count beside an audience", count


def desk_screens(viewers: Viewers) -> Iterator[tuple[str, Screen]]:
    """What comes in, what is due, and what is prepared."""
    item, near = FeedItem.objects.order_by("pk")[0], FeedItem.objects.filter(has_near=True).order_by("pk")[0]
    group, release = StoreGroup.objects.filter(is_ruled=True)[0], Release.objects.order_by("pk")[0]
    intake = reverse("cms_intake")
    places = {
        "intake": intake,
        "intake, to decide": f"{intake}?show=decide",
        "intake, searched": f"{intake}?q=asthma",
        "intake, last page": f"{intake}?p=400",
        "item": reverse("cms_intake_item", args=[item.pk]),
        "item, comparison": reverse("cms_intake_item", args=[near.pk]),
        "proposed experts": reverse("cms_intake_experts"),
        "feeds": reverse("cms_intake_feeds"),
        "feed": reverse("cms_intake_feed", args=[item.feed_id]),
        "calendar, month": reverse("cms_calendar"),
        "calendar, week": reverse("cms_calendar") + f"?week={timezone.localdate()}",
        "releases": reverse("wagtailsnippets_cms_release:list"),
        "release of 50": reverse("cms_release", args=[release.pk]),
        "release of 50, edit": reverse("wagtailsnippets_cms_release:edit", args=[release.pk]),
        "reviews": reverse("cms_reviews"),
        "reviews, overdue": reverse("cms_reviews") + "?due=overdue",
        "reviewed today": reverse("cms_reviewed", args=[viewers.article.pk]),
        "templates": reverse("cms_article_templates"),
        "provider, checklist": reverse("wagtailsnippets_cms_provider:edit", args=[item.feed.provider_id]),
        "saved audience": reverse("wagtailsnippets_stores_storegroup:edit", args=[group.pk]),
        "saved audience, new": reverse("wagtailsnippets_stores_storegroup:add") + "?saved=1",
        "translations": reverse("cms_translations", args=[viewers.article.pk]),
        "notices that stores lack": reverse("cms_duties"),
        "what patients can't use": reverse("cms_accessible"),
        "what patients can't use, library": reverse("cms_accessible_library"),
        **{f"waiting, {each.name}": reverse(each.view) for each in WAITING_LISTS},
    }
    for name, url in places.items():
        yield f"editor: {name}", _get(viewers.editor, url)
