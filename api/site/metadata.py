"""What search engines and social networks read of a page."""

from datetime import datetime
from typing import Any

from api.serializers.shown import Shown
from api.site.pages import PageData
from stores.choices import Counter
from stores.hours.engine.schedule import Schedule
from stores.hours.schedules import leading_counter

SCHEMA = "https://schema.org"


def metadata_of(
    page: PageData, store: dict[str, Any], shown: Shown, *, is_other_moment: bool = False
) -> dict[str, Any]:
    """Title, description, canonical address, Open Graph and JSON-LD of one page of the store's site.

    The opening hours in it are those that `shown` has, for its moment.
    """
    data = page.data
    is_home = data["type"] == "home"
    # What an editor wrote for search results stands as it is.
    title = page.seo_title or (store["name"] if is_home else f"{data['title']} | {store['name']}")
    canonical_url = page.canonical_url or shown.store.front_url + page.path
    return {
        "title": title,
        "description": page.description,
        "canonical_url": canonical_url,
        "robots": "noindex" if is_other_moment else "index",
        "open_graph": _open_graph(page, store, title, canonical_url),
        "json_ld": [_pharmacy_json_ld(store, shown), *_subject_json_ld(data, canonical_url)],
    }


def _open_graph(page: PageData, store: dict[str, Any], title: str, url: str) -> dict[str, str]:
    properties = {
        "og:type": "article" if page.data["type"] == "article" else "website",
        "og:site_name": store["name"],
        "og:title": page.data.get("title") or title,
        "og:url": url,
    }
    if page.description:
        properties["og:description"] = page.description
    hero = page.data.get("hero")
    if hero:
        return properties | _open_graph_image(hero["crops"]["share"], hero)
    look = store["look"]
    if look["logo"] and look["share"]:
        return properties | _open_graph_image(look["share"], look["logo"])
    return properties


def _open_graph_image(crop: dict[str, Any] | None, picture: dict[str, Any]) -> dict[str, str]:
    """The cut for sharing; the picture itself until that is there."""
    alt = {"og:image:alt": picture["alt"]}
    if crop is None:
        return {"og:image": picture["src"], **alt}
    return {
        **alt,
        "og:image": crop["src"],
        "og:image:width": str(crop["width"]),
        "og:image:height": str(crop["height"]),
    }


DEPARTMENT_TYPES = {Counter.PHARMACY: "Pharmacy", Counter.DELIVERY: "LocalBusiness"}
"""Types that search engines know; any other counter is part of a shop."""


def _pharmacy_json_ld(store: dict[str, Any], shown: Shown) -> dict[str, Any]:
    """The store with the hours of its own counter, else of the leading one; each other counter is a department."""
    address = store["address"]
    schedules = shown.schedules
    root = shown.store.front_url
    own = Counter.STORE if Counter.STORE in schedules else leading_counter(schedules)
    document: dict[str, Any] = {
        "@context": SCHEMA,
        "@type": "Pharmacy",
        "@id": f"{root}/#pharmacy",
        "name": store["name"],
        "url": f"{root}/",
        "telephone": store["phone"]["e164"],
        "address": {
            "@type": "PostalAddress",
            "streetAddress": address["street"],
            "addressLocality": address["city"],
            "addressRegion": address["state"],
            "postalCode": address["postal_code"],
            "addressCountry": address["country"],
        },
    }
    if store["fax"]:
        document["faxNumber"] = store["fax"]["e164"]
    if store["location"]:
        document["geo"] = {"@type": "GeoCoordinates", **store["location"]}
    if own is not None:
        document |= _hours_json_ld(schedules[own], shown.at)
    departments = [
        {
            "@type": DEPARTMENT_TYPES.get(counter, "Store"),
            "@id": f"{root}/#counter-{counter.value}",
            "name": f"{store['name']}: {counter.label}",
            **_hours_json_ld(schedule, shown.at),
        }
        for counter, schedule in schedules.items()
        if counter != own
    ]
    return {**document, "department": departments} if departments else document


def _hours_json_ld(schedule: Schedule, at: datetime) -> dict[str, Any]:
    """The regular week, and the dates that differ from it, that of a night that still counts included."""
    entries = schedule.schema_org(schedule.first_date(at))
    regular, special = ([entry for entry in entries if ("validFrom" in entry) == is_date] for is_date in (False, True))
    found = {"openingHoursSpecification": regular, "specialOpeningHoursSpecification": special}
    return {name: each for name, each in found.items() if each}


def _subject_json_ld(data: dict[str, Any], url: str) -> list[dict[str, Any]]:
    if data["type"] == "article":
        return [_article_json_ld(data, url)]
    if data["type"] == "expert":
        person = {"@context": SCHEMA, "@type": "Person", "name": data["name"], "jobTitle": data["post"]}
        return [person | {"affiliation": {"@type": "Organization", "name": data["institution"]}}]
    return []


def _article_json_ld(data: dict[str, Any], url: str) -> dict[str, Any]:
    document = {
        "@context": SCHEMA,
        "@type": "Article",
        "headline": data["title"],
        "description": data["teaser"],
        "datePublished": data["published_on"],
        "mainEntityOfPage": url,
        "publisher": {"@type": "Organization", "name": data["provider"]["name"]},
        "keywords": data["tags"],
    }
    if data["meta"]["last_published_at"]:
        document["dateModified"] = data["meta"]["last_published_at"]
    if data["hero"]:
        document["image"] = data["hero"]["src"]
    return document
