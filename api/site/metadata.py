"""What search engines and social networks read of a page."""

from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils.translation import get_language_info

from api.serializers.shown import Shown
from api.site.breadcrumbs import breadcrumbs_of, narrowed_to, section_seen
from api.site.feeds import feed_links
from api.site.json_ld import documents_of
from api.site.pages import PageData
from cms.articles.languages import site_languages
from stores.languages import own_language
from stores.wording import _, phrase

WITHOUT_ADDRESS = frozenset({"not_found", "gone", "unreadable"})
"""Kinds of pages that stand nowhere."""
LOCALES = {"en": "en_US", "es": "es_US"}
SHARE_WIDTH, SHARE_HEIGHT = 1200, 630
DRAWN_CARD = "/share.jpg"
"""On a built-in site: name and town on the store's color."""


def metadata_of(
    page: PageData, store: dict[str, Any], shown: Shown, *, is_other_moment: bool = False
) -> dict[str, Any]:
    """Title, description, canonical address, Open Graph, JSON-LD, breadcrumbs and feeds of one page of a store's site.

    The opening hours in it are those that `shown` has, for its moment.
    """
    title = title_of(page, store, shown.language)
    canonical_url = page.canonical_url or shown.own_url(page.path, page.language or shown.language)
    description = description_of(page, store)
    crumbs = breadcrumbs_of(page, shown)
    current = next((topic["slug"] for topic in page.data.get("topics", ()) if topic.get("is_current")), "")
    return {
        "title": title,
        "description": description,
        "canonical_url": canonical_url,
        "language": shown.language,
        "text_language": page.language or shown.language,
        "languages": languages_of(page, shown),
        "robots": "noindex" if is_other_moment or page.data["type"] == "search" else "index",
        "open_graph": _open_graph(page, store, title, canonical_url, description, shown),
        "json_ld": documents_of(page.data, store, shown, canonical_url, crumbs),
        "breadcrumbs": crumbs,
        "feeds": feed_links(shown, section_seen(page, shown), current),
    }


def languages_of(page: PageData, shown: Shown) -> list[dict[str, Any]]:
    """The page in each language of the site: a text in its translation, else as it is among words of that one.

    `is_translated`: whether the page itself is in the language; nothing in a site of one language.
    """
    codes = site_languages() if page.data["type"] not in WITHOUT_ADDRESS else ()
    return [_in_language(page, shown, code) for code in codes] if len(codes) > 1 else []


def _in_language(page: PageData, shown: Shown, code: str) -> dict[str, Any]:
    others = {each["language"]: each["path"].removeprefix(shown.prefix) for each in page.data.get("translations", ())}
    prefix = "" if code == own_language() else f"/{code}"
    path = prefix + others.get(code, page.path)
    return {
        "language": code,
        "name": get_language_info(code)["name_local"].capitalize(),
        "url": shown.root.removesuffix(shown.prefix) + path,
        "path": path,
        "is_current": code == shown.language,
        "is_translated": page.language in ("", code) or code in others,
    }


def title_of(page: PageData, store: dict[str, Any], language: str) -> str:
    """The subject, and the store with its town. What an editor wrote for search results stands as it is.

    The pages of a list have one text of an editor's: it is that of the first. Health news have one title, which stands
    among words of another language with what it means.
    """
    data, address = page.data, store["address"]
    number = data["pagination"]["page"] if data["type"] == "health_news" else 1
    topic = narrowed_to(data)
    if page.seo_title and number == 1 and not topic:
        return page.seo_title
    if data["type"] == "home":
        what = phrase(_("Pharmacy in {city}, {state}"), city=address["city"], state=address["state"])
        return f"{store['name']} | {what}"
    page_number = [phrase(_("page {number}"), number=number)] if number > 1 else []
    is_spoken = data["type"] != "health_news" or language == own_language()
    named = data["title"] if is_spoken else f"{data['title']}: {phrase(_('Health news'))}"
    subject = ", ".join([topic or named, *page_number])
    return f"{subject} | {name_with_town(store)}"


def name_with_town(store: dict[str, Any]) -> str:
    """The store with its town, which its name may hold already."""
    name, city, state = store["name"], store["address"]["city"], store["address"]["state"]
    return f"{name}, {state}" if city.lower() in name.lower() else f"{name}, {city}"


def description_of(page: PageData, store: dict[str, Any]) -> str:
    """What an editor wrote, else what the page begins with, or is."""
    data, address = page.data, store["address"]
    town = f"{address['city']}, {address['state']}"
    topic = narrowed_to(data)
    if topic:
        words = _("{topic}: health news from {store} in {town}.")
        return phrase(words, topic=topic, store=store["name"], town=town)
    if page.description and data["type"] != "home":
        return page.description
    if data["type"] == "home":
        return page.description or _home_description(store, town)
    if data["type"] == "expert":
        who = ", ".join(filter(None, [data["name"], data["post"], data["institution"]]))
        return phrase(_("{expert}, in the health news of {store}."), expert=who, store=store["name"])
    return phrase(_("{page}, at {store} in {town}."), page=data["title"], store=store["name"], town=town)


def _home_description(store: dict[str, Any], town: str) -> str:
    services = [service["name"].lower() for service in store["services"][:3]]
    prescriptions = phrase(_("prescriptions"))
    offered = ", ".join([prescriptions, *services]) if services else phrase(_("prescriptions and advice"))
    call = " " + phrase(_("Call {phone}."), phone=store["phone"]["display"]) if store["phone"] else ""
    start = phrase(_("{store} in {town}: {offered}."), store=store["name"], town=town, offered=offered)
    return f"{start} {store['address']['street']}.{call}"


def _open_graph(
    page: PageData, store: dict[str, Any], title: str, url: str, description: str, shown: Shown
) -> dict[str, str]:
    data = page.data
    is_article = data["type"] == "article"
    properties = {
        "og:type": "article" if is_article else "website",
        "og:site_name": store["name"],
        "og:locale": LOCALES.get(page.language or shown.language, "en_US"),
        "og:title": data.get("title") or title,
        "og:url": url,
    }
    if description:
        properties["og:description"] = description
    if is_article:
        properties["article:published_time"] = data["published_on"]
        changed = data["meta"]["last_published_at"]
        properties |= {"article:modified_time": changed} if changed else {}
    return properties | _picture_of(data, store, shown)


def _picture_of(data: dict[str, Any], store: dict[str, Any], shown: Shown) -> dict[str, str]:
    """The page's own picture, else the logo's card, else the store's photo; else one drawn of its name."""
    look = store["look"]
    hero = data.get("hero") or data.get("photo")
    if hero:
        return _open_graph_image(hero["crops"]["share"], hero)
    if look["logo"] and look["share"]:
        return _open_graph_image(look["share"], look["logo"])
    if store["photo"]:
        return _open_graph_image(store["photo"]["crops"]["share"], store["photo"])
    leads_away = shown.store.frontend is not None and shown.store.frontend.takes_over
    path = static(settings.SHARE_PICTURE) if leads_away else DRAWN_CARD
    usual = {"src": shown.store.root_url + path, "width": SHARE_WIDTH}
    return _open_graph_image({**usual, "height": SHARE_HEIGHT}, {"alt": store["name"]})


def _open_graph_image(crop: dict[str, Any] | None, picture: dict[str, Any]) -> dict[str, str]:
    """The cut for sharing; the picture itself until that is there."""
    alt = {"og:image:alt": picture["alt"]}
    if crop is None:
        return {"og:image": picture["src"], **alt}
    return {
        "og:image": crop["src"],
        "og:image:width": str(crop["width"]),
        "og:image:height": str(crop["height"]),
        **alt,
    }
