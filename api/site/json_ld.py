"""What search engines read of a page as data: documents in the vocabulary of schema.org."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from api.serializers.shown import Shown
from api.site.breadcrumbs import Crumb
from stores.choices import Counter, TaskKind
from stores.hours.engine.schedule import Schedule
from stores.hours.schedules import leading_counter

SCHEMA = "https://schema.org"
DEPARTMENT_TYPES = {Counter.PHARMACY: "Pharmacy", Counter.DELIVERY: "LocalBusiness"}
"""Types that search engines know; any other counter is part of a shop."""
ACTIONS = {TaskKind.REFILL: "OrderAction", TaskKind.TRANSFER: "OrderAction", TaskKind.VACCINATION: "ReserveAction"}
"""What a patient does on the page that a task leads to."""
NETWORKS = ("facebook", "instagram")

Document = dict[str, Any]


def documents_of(
    data: dict[str, Any], store: dict[str, Any], shown: Shown, url: str, crumbs: list[Crumb]
) -> list[Any]:
    """The pharmacy, the page's subject, and the way to it. `url`: the page's own address, wherever that is.

    The opening hours are those that `shown` has, for its moment.
    """
    documents, root = [_pharmacy(store, shown)], shown.store.front_url
    if data["type"] == "article":
        documents.append(_article(data, documents[0], url, root))
        if data["review"]["reviewed_by"]:
            documents.append(_reviewed(data, url, root))
    if data["type"] == "expert":
        documents.append({"@context": SCHEMA, **_expert(data, url)})
    if crumbs:
        documents.append(_breadcrumbs(crumbs, root))
    return documents


def _without_nothing(document: Mapping[str, Any]) -> Document:
    """Without members that have no value: an empty one says something false."""
    return {name: value for name, value in document.items() if value not in (None, "", [], {})}


def _pharmacy(store: dict[str, Any], shown: Shown) -> Document:
    """The store with the hours of its own counter, else of the leading one; each other counter is a department."""
    root, schedules = shown.store.front_url, shown.schedules
    own = Counter.STORE if Counter.STORE in schedules else leading_counter(schedules)
    departments = [
        {
            "@type": DEPARTMENT_TYPES.get(counter, "Store"),
            "@id": f"{root}/#counter-{counter.value}",
            "name": f"{store['name']}: {counter.label}",
            **_hours(schedule, shown.at),
        }
        for counter, schedule in schedules.items()
        if counter != own
    ]
    return _without_nothing(
        {
            "@context": SCHEMA,
            "@type": "Pharmacy",
            "@id": f"{root}/#pharmacy",
            "name": store["name"],
            "url": f"{root}/",
            **_contact(store),
            **(_hours(schedules[own], shown.at) if own is not None else {}),
            "department": departments,
            **_profile(store),
        }
    )


def _contact(store: dict[str, Any]) -> Document:
    address, fax, location = store["address"], store["fax"], store["location"]
    return {
        "telephone": store["phone"]["e164"] if store["phone"] else None,
        "faxNumber": fax["e164"] if fax else None,
        "email": store["email"],
        "address": {
            "@type": "PostalAddress",
            "streetAddress": address["street"],
            "addressLocality": address["city"],
            "addressRegion": address["state"],
            "postalCode": address["postal_code"],
            "addressCountry": address["country"],
        },
        "geo": {"@type": "GeoCoordinates", **location} if location else None,
        "hasMap": f"https://www.google.com/maps/search/?{urlencode({'api': 1, 'query': address['one_line']})}",
    }


def _profile(store: dict[str, Any]) -> Document:
    """Pictures, services, languages, payment, and what a patient can do on the web."""
    look, links = store["look"], store["links"]
    pictures = [store["photo"]["src"] if store["photo"] else None, look["share"]["src"] if look["share"] else None]
    return {
        "image": [picture for picture in pictures if picture],
        "logo": look["logo"]["src"] if look["logo"] else None,
        "sameAs": [links[name] for name in NETWORKS if links[name]],
        "identifier": list(_identifiers(store)),
        "employee": _pharmacist(store),
        "knowsLanguage": store["languages"],
        "paymentAccepted": ", ".join(way["name"] for way in store["payment"]),
        "makesOffer": [_offer(service) for service in store["services"]],
        "potentialAction": list(_actions(store["tasks"])),
    }


def _identifiers(store: dict[str, Any]) -> Iterable[Document]:
    """Its numbers, and the license of its state."""
    license_name = f"Pharmacy license, {store['address']['state']}"
    for name, value in (("NPI", store["npi"]), ("NCPDP", store["ncpdp"]), (license_name, store["license_number"])):
        if value:
            yield _identifier(name, value)


def _identifier(name: str, value: str) -> Document:
    return {"@type": "PropertyValue", "propertyID": name, "value": value}


def _pharmacist(store: dict[str, Any]) -> Document | None:
    """The pharmacist in charge, with the license number where that is said."""
    person = store["pharmacist"]
    if person is None:
        return None
    number, photo = person["license_number"], person["photo"]
    said = {"name": person["name"], "jobTitle": "Pharmacist in charge", "image": photo["src"] if photo else None}
    license_name = f"Pharmacist license, {store['address']['state']}"
    document = {"@type": "Person", **said, "identifier": _identifier(license_name, number) if number else None}
    return _without_nothing(document)


def _offer(service: dict[str, str]) -> Document:
    """A service. schema.org knows `availableService` of clinics and hospitals, and not of pharmacies."""
    about = _without_nothing({"@type": "Service", "name": service["name"], "description": service["text"]})
    return {"@type": "Offer", "itemOffered": about}


def _actions(tasks: Iterable[dict[str, Any]]) -> Iterable[Document]:
    for task in tasks:
        if task["way"] == "web" and task["kind"] in ACTIONS:
            yield {
                "@type": ACTIONS[TaskKind(task["kind"])],
                "name": task["label"],
                "target": {"@type": "EntryPoint", "urlTemplate": task["href"]},
            }


def _hours(schedule: Schedule, at: datetime) -> Document:
    """The regular week, and the dates that differ from it, that of a night that still counts included."""
    entries = schedule.schema_org(schedule.first_date(at))
    regular, special = ([entry for entry in entries if ("validFrom" in entry) == is_date] for is_date in (False, True))
    return _without_nothing({"openingHoursSpecification": regular, "specialOpeningHoursSpecification": special})


def _article(data: dict[str, Any], pharmacy: Document, url: str, root: str) -> Document:
    """An article, by whom, and who has the rights."""
    provider = {"@type": "Organization", "name": data["provider"]["name"]}
    hero = data["hero"]
    document = {
        "@context": SCHEMA,
        "@type": "Article",
        "@id": f"{url}#article",
        "headline": data["title"],
        "description": data["teaser"],
        "inLanguage": data["language"],
        "datePublished": data["published_on"],
        "dateModified": data["meta"]["last_published_at"],
        "mainEntityOfPage": url,
        "image": _shapes(hero) if hero else [],
        "author": [_author(expert, root) for expert in data["experts"]] or provider,
        "publisher": _publisher(pharmacy),
        "copyrightHolder": provider,
        "articleSection": [topic["name"] for topic in data["topics"]],
        "keywords": data["tags"],
        "creditText": data["credit"],
        "correction": [correction["text"] for correction in data["corrections"]],
        "citation": [source["title"] or source["url"] for source in data["sources"]],
    }
    return _without_nothing(document)


def _reviewed(data: dict[str, Any], url: str, root: str) -> Document:
    """The page of a reviewed article: of pages alone schema.org knows who reviewed them."""
    document = {
        "@context": SCHEMA,
        "@type": "MedicalWebPage",
        "name": data["title"],
        "url": url,
        "inLanguage": data["language"],
        "reviewedBy": _author(data["review"]["reviewed_by"], root),
        "lastReviewed": data["review"]["reviewed_on"],
        "mainEntity": {"@type": "Article", "@id": f"{url}#article"},
    }
    return _without_nothing(document)


def _publisher(pharmacy: Document) -> Document:
    """The pharmacy on whose site it stands, as `@id` says."""
    logo = pharmacy.get("logo")
    named = {name: pharmacy[name] for name in ("@type", "@id", "name", "url")}
    return {**named, "logo": {"@type": "ImageObject", "url": logo}} if logo else named


def _shapes(picture: dict[str, Any]) -> list[str]:
    """The picture and the shapes of it that search engines ask for."""
    cuts = [picture["crops"][shape] for shape in ("wide", "square")]
    return [picture["src"], *(cut["src"] for cut in cuts if cut)]


def _author(expert: Mapping[str, Any], root: str) -> Document:
    return _without_nothing(
        {
            "@type": "Person",
            "name": expert["name"],
            "honorificSuffix": expert["credentials"],
            "jobTitle": expert.get("post"),
            "url": root + expert["path"],
        }
    )


def _expert(data: dict[str, Any], url: str) -> Document:
    orcid, npi = data["identifiers"]["orcid"], data["identifiers"]["npi"]
    institution, photo = data["institution"], data["photo"]
    document = {
        "@type": "Person",
        "name": data["name"],
        "honorificSuffix": data["credentials"],
        "jobTitle": data["post"],
        "affiliation": {"@type": "Organization", "name": institution} if institution else None,
        "knowsAbout": data["specialities"],
        "url": url,
        "image": photo["src"] if photo else None,
        "sameAs": [
            *([f"https://orcid.org/{orcid}"] if orcid else []),
            *(link["url"] for link in data["links"]),
        ],
        "identifier": _identifier("NPI", npi) if npi else None,
    }
    return _without_nothing(document)


def _breadcrumbs(crumbs: list[Crumb], root: str) -> Document:
    items = [
        {"@type": "ListItem", "position": number, "name": crumb["title"], "item": root + crumb["path"]}
        for number, crumb in enumerate(crumbs, 1)
    ]
    return {"@context": SCHEMA, "@type": "BreadcrumbList", "itemListElement": items}
