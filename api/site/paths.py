"""Every path of a store's site, and its menus with what stands below each of their links."""

from datetime import datetime
from typing import Any

from api.serializers.page_meta import local_iso
from api.serializers.shown import Shown
from api.site.pages import navigation_of, section_of, topic_links
from cms.articles.addresses import HEALTH_NEWS_PATH, KINDS, path_for
from cms.models import ArticlePage, ExpertPage, HealthNewsPage, StandardPage
from stores.models import StorePage

LISTED: tuple[Any, ...] = (ArticlePage, ExpertPage, StandardPage)


def every_path(shown: Shown) -> list[dict[str, Any]]:
    """Home and health news, then articles, experts and pages, by path. The store's own page hides a shared one."""
    store, at = shown.store, shown.at
    found = {"/": _entry(shown, StorePage, store.pk, store.slug, store.last_published_at)}
    rules = (ArticlePage.objects.carried_by, ExpertPage.objects.shown_by, StandardPage.objects.carried_by)
    section = section_of(shown)
    if section:
        news = HealthNewsPage.objects.live().filter(path__startswith=store.path).values_list(*COLUMNS).first()
        if news is not None:
            found[HEALTH_NEWS_PATH] = _entry(shown, HealthNewsPage, *news[:3])
    for model, rule in zip(LISTED, rules, strict=True):
        for pk, slug, changed, tree in rule(store, at).order_by("slug", "pk").values_list(*COLUMNS):
            entry = _entry(shown, model, pk, slug, changed)
            if entry["path"] not in found or tree.startswith(store.path):
                found[entry["path"]] = entry
    return list(found.values())


def indexed_paths(shown: Shown) -> list[dict[str, Any]]:
    """The same without articles whose own address is elsewhere: what search engines shall list of the site."""
    elsewhere = (
        ArticlePage.objects.carried_by(shown.store, shown.at).canonical_elsewhere().values_list("slug", flat=True)
    )
    left_out = {path_for(ArticlePage, slug) for slug in elsewhere}
    return [entry for entry in every_path(shown) if entry["path"] not in left_out]


COLUMNS = ("pk", "slug", "last_published_at", "path")


def _entry(shown: Shown, model: Any, pk: int, slug: str, changed: datetime | None) -> dict[str, Any]:
    path = path_for(model, slug)
    return {
        "type": KINDS[model],
        "id": pk,
        "slug": slug,
        "url": shown.root + path,
        "path": path,
        "last_changed_at": local_iso(changed, shown),
    }


def menus_of(shown: Shown) -> list[dict[str, Any]]:
    """The site's navigation; below the health news the topics that the store has something on."""
    section = section_of(shown)
    return [
        {**link, "children": [{**each, "children": []} for each in topic_links(shown)] if link == section else []}
        for link in navigation_of(shown)
    ]
