"""Pages that a site makes of what is known of its store: hours and contact, services, experts, search."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from api.protocol.fields import Selection
from api.protocol.parameters import SEARCH_LENGTH, SEARCH_WORDS
from api.serializers.experts import ExpertSerializer
from api.serializers.loading import load_experts
from api.serializers.plain import represented
from api.serializers.shown import Shown
from api.site.pages import PageData, link_to, section_of, topic_links
from api.site.searching import found_items, hits_of, meant, spoken_hits
from cms.articles.addresses import EXPERTS_PATH, HOURS_PATH, SEARCH_PATH, SERVICES_PATH, shown_experts
from stores.choices import Service, TaskKind
from stores.store.own_words import SERVICE_TEXTS
from stores.wording import _, phrase

MOST_EXPERTS = 200
FOUND_PER_PAGE = 20
TASKS = {
    Service.IMMUNIZATIONS: TaskKind.VACCINATION,
    Service.TRAVEL_VACCINES: TaskKind.VACCINATION,
    Service.REFILLS_BY_APP: TaskKind.APP,
    Service.MEDICATION_SYNC: TaskKind.REFILL,
}
"""What a patient comes to do at a service."""


def hours_page(shown: Shown) -> PageData:
    """Hours and contact. All that it shows stands in `store`."""
    return PageData({"type": "hours", "title": phrase(_("Hours and contact"))}, HOURS_PATH)


def services_page(shown: Shown) -> PageData | None:
    """What the store offers; None for one that has named nothing."""
    services = list(_services(shown))
    if not services:
        return None
    return PageData({"type": "services", "title": phrase(_("Services")), "services": services}, SERVICES_PATH)


def _services(shown: Shown) -> Iterator[dict[str, Any]]:
    """Each with its text; with an address where the store itself has written about it."""
    for slug in shown.store.services:
        if slug in Service.values:
            path = service_path(slug) if shown.store.service_texts.get(slug) else None
            yield {
                "slug": slug,
                "name": phrase(str(Service(slug).label)),
                "text": shown.store.service_text(slug),
                "url": shown.root + path if path else None,
                "path": shown.prefix + path if path else None,
            }


def service_path(slug: str) -> str:
    return f"{SERVICES_PATH}{slug}/"


def service_page(shown: Shown, slug: str) -> PageData | None:
    """A service of the store about which it has written something of its own."""
    services = list(_services(shown))
    service = next((each for each in services if each["slug"] == slug and each["path"]), None)
    if service is None:
        return None
    data = {
        "type": "service",
        "title": service["name"],
        "slug": slug,
        "text": service["text"],
        "usual": phrase(SERVICE_TEXTS.get(slug, "")),
        "task": TASKS.get(Service(slug)),
        "others": [each for each in services if each is not service],
    }
    return PageData(data, service_path(slug), service["text"])


def experts_page(shown: Shown) -> PageData | None:
    """Everybody who speaks in what the store carries, by name; None for a store without."""
    rows = list(shown_experts(shown.store, shown.at).order_by("title", "pk")[:MOST_EXPERTS])
    if not rows:
        return None
    selection = Selection(ExpertSerializer.list_fields)
    load_experts(rows, shown, selection)
    experts = represented(ExpertSerializer, rows, {"shown": shown}, selection, many=True)
    return PageData({"type": "experts", "title": phrase(_("Our experts")), "experts": experts}, EXPERTS_PATH)


def search_page(shown: Shown, query: dict[str, str]) -> PageData | None:
    """What fits the words of `q`; where nothing does, what may have been meant. None past its end."""
    words = " ".join(query.get("q", "").replace("\x00", " ")[:SEARCH_LENGTH].split()[:SEARCH_WORDS])
    number = query.get("page", "1")
    if not (number.isascii() and number.isdecimal() and len(number) < 6 and int(number)):
        return None
    hits = spoken_hits(shown, hits_of(shown, words)) if words else []
    start = (int(number) - 1) * FOUND_PER_PAGE
    if start and start >= len(hits):
        return None
    other = meant(shown, words) if words and not hits else None
    data = {
        "type": "search",
        "title": phrase(_("Search")),
        "words": words,
        "items": found_items(shown, hits[start : start + FOUND_PER_PAGE], words),
        "suggestion": link_to(shown, other, _path(other, 1)) if other else None,
        "topics": [] if hits else topic_links(shown),
        "health_news": section_of(shown),
        "pagination": _pagination(shown, words, int(number), len(hits)),
    }
    return PageData(data, _path(words, int(number)))


def _path(words: str, number: int) -> str:
    query = {**({"q": words} if words else {}), **({"page": str(number)} if number > 1 else {})}
    return SEARCH_PATH + (f"?{urlencode(query)}" if query else "")


def _pagination(shown: Shown, words: str, number: int, total: int) -> dict[str, Any]:
    pages = max(1, -(-total // FOUND_PER_PAGE))
    return {
        "page": number,
        "pages": pages,
        "total_count": total,
        "previous_url": shown.root + _path(words, number - 1) if number > 1 else None,
        "next_url": shown.root + _path(words, number + 1) if number < pages else None,
    }
