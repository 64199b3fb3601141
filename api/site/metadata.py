"""What search engines and social networks read of a page."""

from typing import Any

from api.site.pages import PageData

SCHEMA = "https://schema.org"


def metadata_of(page: PageData, store: dict[str, Any]) -> dict[str, Any]:
    """Title, description, canonical address, Open Graph and JSON-LD of one page of the store's site."""
    data = page.data
    is_home = data["type"] == "home"
    title = store["name"] if is_home else f"{data['title']} | {store['name']}"
    canonical_url = page.canonical_url or store["site"]["root_url"] + page.path
    return {
        "title": title,
        "description": page.description,
        "canonical_url": canonical_url,
        "robots": "index",
        "open_graph": _open_graph(page, store, title, canonical_url),
        "json_ld": [_pharmacy_json_ld(store), *_subject_json_ld(data, canonical_url)],
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
        properties |= {"og:image": hero["src"], "og:image:alt": hero["alt"]}
    return properties


def _pharmacy_json_ld(store: dict[str, Any]) -> dict[str, Any]:
    address = store["address"]
    document = {
        "@context": SCHEMA,
        "@type": "Pharmacy",
        "@id": f"{store['site']['root_url']}/#pharmacy",
        "name": store["name"],
        "url": f"{store['site']['root_url']}/",
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
    return document


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
