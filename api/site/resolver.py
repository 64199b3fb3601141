"""What stands at a path of a store's site. `storefront/` and the built-in storefront both ask here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q

from api.caching.mirror import Values
from api.protocol.fields import Selection, kept_of
from api.serializers.articles import ArticleLinkSerializer
from api.serializers.banners import banner_answers
from api.serializers.carried import load_related
from api.serializers.plain import represented
from api.serializers.shown import Shown
from api.serializers.store_answers import store_answer
from api.serializers.stores import pictures_of
from api.site.languages import speaking
from api.site.made import experts_page, hours_page, search_page, service_page, services_page
from api.site.metadata import metadata_of
from api.site.pages import (
    PageData,
    article_page,
    expert_page,
    health_news_page,
    home_page,
    navigation_of,
    section_of,
    standard_page,
)
from api.site.redirects import find_redirect
from cms.articles.addresses import (
    HEALTH_NEWS_PATH,
    carried_articles,
    carried_pages,
    path_for,
    path_of,
    shown_experts,
)
from cms.articles.redirects import with_parameters
from cms.models import ArticlePage, OldSlug
from stores.models import StorePage
from stores.shapes import Shape
from stores.store.querysets import with_all_of_profile

PAGE_QUERY = ("page", "topic", "tag", "q", "at")
"""What a page's own address understands; a move to the path with its final slash keeps it."""
NEVER_CACHED = {"Cache-Control": "no-store"}
"""Headers of an answer for a moment that somebody chose."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The page stands elsewhere; `path`: on the store's site, None for what does not."""

    url: str
    status: int = 301
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """No page stands here."""

    path: str


@dataclass(frozen=True, slots=True)
class Gone:
    """An article stood here. `is_recalled`: the newsroom took it back; else the right to show it has ended.

    `instead`: what else the store has on its topics.
    """

    title: str
    language: str = ""
    is_recalled: bool = True
    instead: tuple[dict[str, Any], ...] = ()


Resolved = PageData | Moved | Missing | Gone


def resolve(shown: Shown, path: str, query: dict[str, str], asked: str = "") -> Resolved:
    """The page at `path` of the store's site; `query` is what the page itself understands, anything else is ignored.

    `asked` is the query as it was sent: a redirect may stand at it. A path without its final slash has moved to the
    one with it; one in another spelling of the case, to that of the page. `path` has no language: `shown` speaks it.
    """
    with speaking(shown.language):
        return _resolved(shown, path, query, asked)


def _resolved(shown: Shown, path: str, query: dict[str, str], asked: str) -> Resolved:
    if not path.startswith("/") or "\x00" in path + asked:
        return Missing(path)
    parts = [part for part in path.split("/") if part]
    found = _page_at(shown, parts, query)
    if found is None:
        address = f"{path}?{asked}" if asked else path
        return (
            # An address of a site before this one may begin as a language does.
            (_by_redirect(shown, shown.prefix + address, prefix="") if shown.prefix else None)
            or _new_address(shown, address, parts)
            or _withdrawn_article(shown, parts)
            or _other_case(shown, address, parts)
            or Missing(path)
        )
    canonical = "/" + "".join(f"{part}/" for part in parts)
    if path == canonical:
        return _translated(shown, found) or found
    return _moved(shown, canonical + (f"?{urlencode(query)}" if query else ""))


def _moved(shown: Shown, path: str) -> Moved:
    """To another path of the store's site."""
    return Moved(shown.root + path, path=shown.prefix + path)


def _translated(shown: Shown, found: PageData) -> Moved | None:
    """Below the code of a language, what stands there in that one; what is translated to nothing stays."""
    if not shown.prefix or found.language in ("", shown.language):
        return None
    there = (each for each in found.data.get("translations", ()) if each["language"] == shown.language)
    other = next(there, None)
    return Moved(other["html_url"], 302, other["path"]) if other else None


def _page_at(shown: Shown, parts: list[str], query: dict[str, str]) -> PageData | None:
    match parts:
        case []:
            return home_page(shown)
        case ["health"]:
            return health_news_page(shown, query)
        case ["health", slug]:
            return article_page(shown, slug)
        case ["experts"]:
            return experts_page(shown)
        case ["experts", slug]:
            return expert_page(shown, slug)
        case ["hours"]:
            return hours_page(shown)
        case ["services"]:
            return services_page(shown)
        case ["services", slug]:
            return service_page(shown, slug)
        case ["search"]:
            return search_page(shown, query)
        case [slug]:
            return standard_page(shown, slug)
    return None


def _new_address(shown: Shown, address: str, parts: list[str]) -> Moved | None:
    """Where a path leads that has no page: by an old slug of a page that the store shows, else by a redirect."""
    old = _path_by_old_slug(shown, parts)
    if old is not None:
        return _moved(shown, with_parameters(old, _parameters(address)))
    return _by_redirect(shown, address)


def _by_redirect(shown: Shown, address: str, *, is_exact: bool = True, prefix: str | None = None) -> Moved | None:
    """`prefix` stands before the path to which it leads; None: that of the language that is spoken."""
    before = shown.prefix if prefix is None else prefix
    root = shown.root.removesuffix(shown.prefix) + before
    found = find_redirect(shown.store, shown.at, address, root=root, is_exact=is_exact)
    if found is None:
        return None
    path = None if found.path is None else before + found.path
    return Moved(found.url, 301 if found.redirect.is_permanent else 302, path)


def _parameters(address: str) -> list[str]:
    query = address.partition("?")[2]
    return [query] if query else []


def _other_case(shown: Shown, address: str, parts: list[str]) -> Moved | None:
    """The last resort: the page, or the redirect, whose path differs in capitals only."""
    lowered = [part.lower() for part in parts]
    page = _same_but_for_case(shown, lowered)
    # A page that stands just where it was asked for would have been found: it has nothing at this query.
    if page is not None and page != "/" + "".join(f"{part}/" for part in parts):
        return _moved(shown, with_parameters(page, _parameters(address)))
    return _by_redirect(shown, address, is_exact=False)


RULES = {"health": carried_articles, "experts": shown_experts, "": carried_pages}
"""Below which folder of a site pages stand -> which pages."""


def _folder_and_slug(parts: list[str]) -> tuple[str, str] | None:
    """Where a page with a slug would stand."""
    match parts:
        case ["health" | "experts" as folder, slug]:
            return folder, slug
        case [slug]:
            return "", slug
    return None


def _same_but_for_case(shown: Shown, parts: list[str]) -> str | None:
    """The path of the page at these parts in any case."""
    match parts:
        case ["health"]:
            return HEALTH_NEWS_PATH if section_of(shown) else None
        case ["hours" | "services" | "experts" | "search" as name]:
            return f"/{name}/"
    place = _folder_and_slug(parts)
    if place is None:
        return None
    folder, slug = place
    found = RULES[folder].found(shown.store, shown.at, slug__iexact=slug)
    return path_of(found[0]) if found else None


def _withdrawn_called(store: StorePage, at: datetime, slug: str) -> Any:
    old = OldSlug.objects.filter(slug=slug).values("page")
    return ArticlePage.objects.withdrawn_from(store, at).filter(Q(slug=slug) | Q(pk__in=old)).order_by("pk")


_WITHDRAWN = Shape(_withdrawn_called)


def _withdrawn_article(shown: Shown, parts: list[str]) -> Gone | None:
    """The withdrawn article at this path, by its slug or by one that it once had."""
    match parts:
        case ["health", slug]:
            found = _WITHDRAWN.rows(store=shown.store, at=shown.at, slug=slug)
            return _gone(shown, found[0]) if found else None
    return None


def _gone(shown: Shown, article: ArticlePage) -> Gone:
    load_related(article, shown)
    instead = represented(ArticleLinkSerializer, article.shown_related, {"shown": shown}, many=True)
    return Gone(article.title, article.language, is_recalled=not article.live, instead=tuple(instead))


_OLD = Shape(
    lambda folder, store, at, slug: (
        OldSlug.objects.filter(slug=slug, page__in=RULES[folder].rows(store, at).values("pk"))
        .select_related("page")
        .order_by("-changed_at")[:1]
    )
)


def _path_by_old_slug(shown: Shown, parts: list[str]) -> str | None:
    place = _folder_and_slug(parts)
    if place is None:
        return None
    folder, slug = place
    found = _OLD.rows(folder, store=shown.store, at=shown.at, slug=slug)
    return path_for(RULES[folder].model, found[0].page.slug) if found else None


def answer_for(
    shown: Shown, page: PageData, hours_at: datetime | None = None, selection: Selection | None = None
) -> dict[str, Any]:
    """The whole answer of one page: store, banners, navigation, page, metadata; or what a selection leaves of it.

    `hours_at` moves the clock of the store's hours alone; no search engine should keep such a page.
    """
    with speaking(shown.language):
        return _answer_for(shown, page, hours_at, selection)


def _answer_for(
    shown: Shown, page: PageData, hours_at: datetime | None, selection: Selection | None
) -> dict[str, Any]:
    then = shown.moved_to(hours_at)
    store = cache(partial(store_answer, then))
    parts: dict[str, Callable[[], Any]] = {
        "store": store,
        "banners": partial(banner_answers, shown),
        "navigation": partial(navigation_of, shown),
        "page": lambda: page.data,
        "metadata": lambda: metadata_of(page, store(), then, is_other_moment=hours_at is not None),
        "redirect": lambda: None,
    }
    if selection is None:
        return {name: make() for name, make in parts.items()}
    answer = {name: make() for name, make in parts.items() if name in selection}
    if not selection.nested:
        return answer
    kept: dict[str, Any] = kept_of(answer, selection, shown.html_name)
    return kept


def shown_with_profile(
    store: StorePage, at: datetime, generations: Values | None = None, root: str | None = None, language: str = ""
) -> Shown:
    """The store with all that its pages say of it, and its logo; `root` and `language` as for `Shown`."""
    whole = with_all_of_profile([store])[0]
    shown = Shown(whole, at, generations=generations, root=root, language=language)
    shown.load(image_ids=pictures_of(whole))
    return shown
