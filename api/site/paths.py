"""Every path of a store's site, and its menus with what stands below each of their links."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from api.serializers.page_meta import local_iso
from api.serializers.shown import Shown
from api.site.made import service_path
from api.site.pages import navigation_of, offers_services, section_of, topic_links
from cms.articles.addresses import EXPERTS_PATH, HEALTH_NEWS_PATH, HOURS_PATH, KINDS, SERVICES_PATH, path_for
from cms.articles.languages import site_languages
from cms.carrying.flagships import slugs_elsewhere
from cms.models import ArticlePage, ExpertPage, HealthNewsPage, StandardPage
from stores.languages import code_of, own_language
from stores.models import StorePage

LISTED: tuple[Any, ...] = (ArticlePage, ExpertPage, StandardPage)


def every_path(shown: Shown) -> list[dict[str, Any]]:
    """Home, what is made of the store, and health news, then articles, experts and pages, by path.

    The store's own page hides a shared one. What the site makes itself stands once for each of its languages.
    """
    store, at = shown.store, shown.at
    found = {"/": _entry(shown, StorePage, store.pk, store.slug, store.last_published_at)}
    rules = (ArticlePage.objects.carried_by, ExpertPage.objects.shown_by, StandardPage.objects.carried_by)
    section = section_of(shown)
    if section:
        news = HealthNewsPage.objects.live().filter(path__startswith=store.path).values_list(*COLUMNS).first()
        if news is not None:
            found[HEALTH_NEWS_PATH] = _entry(shown, HealthNewsPage, *news[:3])
    for model, rule in zip(LISTED, rules, strict=True):
        for pk, slug, changed, tree, locale in rule(store, at).order_by("slug", "pk").values_list(*COLUMNS, "locale"):
            entry = _entry(shown, model, pk, slug, changed, code_of(locale))
            if entry["path"] not in found or tree.startswith(store.path):
                found[entry["path"]] = entry
    return [*found.values(), *_made(shown, found)]


def _made(shown: Shown, found: dict[str, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What the site makes itself, in its own language; in each other one, home and health news, too."""
    store = shown.store
    pages = [("hours", HOURS_PATH)]
    if offers_services(shown):
        pages.append(("services", SERVICES_PATH))
        pages += [("service", service_path(slug)) for slug in store.services if store.service_texts.get(slug)]
    if any(entry["type"] == "expert" for entry in found.values()):
        pages.append(("experts", EXPERTS_PATH))
    own, *others = site_languages()
    again = [(entry["type"], path) for path, entry in found.items() if path in ("/", HEALTH_NEWS_PATH)]
    changed = local_iso(store.last_published_at, shown)
    for language in (own, *others):
        for kind, path in pages if language == own else [*again, *pages]:
            whole = path if language == own else f"/{language}{path}"
            yield {
                "type": kind,
                "id": None,
                "slug": "",
                "language": language,
                "url": shown.root + whole,
                "path": whole,
                "last_changed_at": changed,
            }


def indexed_paths(shown: Shown) -> list[dict[str, Any]]:
    """The same without articles whose own address is elsewhere: what search engines shall list of the site.

    Each text at its one address, which begins with its language.
    """
    left_out = {path_for(ArticlePage, slug) for slug in slugs_elsewhere(shown.store, shown.at)}
    return [
        entry if entry["id"] is None else {**entry, "url": shown.own_url(entry["path"], entry["language"])}
        for entry in every_path(shown)
        if entry["path"] not in left_out
    ]


COLUMNS = ("pk", "slug", "last_published_at", "path")


def _entry(
    shown: Shown, model: Any, pk: int, slug: str, changed: datetime | None, language: str = ""
) -> dict[str, Any]:
    path = path_for(model, slug)
    return {
        "type": KINDS[model],
        "id": pk,
        "slug": slug,
        "language": language or own_language(),
        "url": shown.root + path,
        "path": path,
        "last_changed_at": local_iso(changed, shown),
    }


def menus_of(shown: Shown) -> list[dict[str, Any]]:
    """The site's navigation; below the health news the topics that the store has something on."""
    section = section_of(shown)
    news = section["path"] if section else None
    return [
        {**link, "children": [{**each, "children": []} for each in topic_links(shown)] if link["path"] == news else []}
        for link in navigation_of(shown)
    ]
