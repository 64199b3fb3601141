"""Titles, descriptions, pictures, JSON-LD and the way to a page, on every kind of page of a store's site."""

from copy import deepcopy
from typing import Any

import pytest

from stores.opening.frontends import change_frontend
from tests.api.asking import Api
from tests.api.site.schema_org import faults_of
from tests.factories.lupus import LupusNetwork
from tests.factories.newsroom import TopicFactory, make_article
from tests.factories.stores import make_store

TOPIC = "/health/?topic=immune-system"
TAG = "/health/?tag=lupus"
PATHS = (
    "/",
    "/health/",
    TOPIC,
    TAG,
    "/health/new-treatments-for-lupus/",
    "/experts/sample-rheumatologist/",
    "/savings/",
    "/about-us/",
)


def metadata(api: Api, path: str, store: str = "pitman") -> dict[str, Any]:
    found: dict[str, Any] = api.get("storefront/", store=store, path=path, fields="metadata")["metadata"]
    return found


def of_type(documents: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    return next(each for each in documents if kind == each["@type"])


@pytest.fixture
def whole(api: Api, lupus_network: LupusNetwork) -> dict[str, dict[str, Any]]:
    """By path."""
    return {path: metadata(api, path) for path in PATHS}


def test_titles_name_subject_and_town_and_no_two_are_alike(whole: dict[str, Any], api: Api) -> None:
    titles = {path: each["title"] for path, each in whole.items()}
    assert len(set(titles.values())) == len(titles)
    assert titles["/"] == "Pitman Pharmacy | Pharmacy in Pitman, NJ"
    assert titles["/health/new-treatments-for-lupus/"] == "New treatments for lupus | Pitman Pharmacy, NJ"
    assert titles[TOPIC] == "Immune system | Pitman Pharmacy, NJ"
    other = metadata(api, "/health/", store="switchback")
    assert other["title"].endswith("| Switchback Pharmacy, Leadville")


def test_health_news_among_spanish_words_have_a_title_of_their_own(api: Api, lupus_network: LupusNetwork) -> None:
    spanish = metadata(api, "/es/health/")["title"]
    assert spanish == "Get Healthy!: Noticias de salud | Pitman Pharmacy, NJ"


def test_pages_of_a_list_have_titles_of_their_own(api: Api, lupus_network: LupusNetwork) -> None:
    for number in range(12):
        make_article(f"article-{number}")
    first, second = (metadata(api, path)["title"] for path in ("/health/", "/health/?page=2"))
    assert first != second
    assert second == "Get Healthy!, page 2 | Pitman Pharmacy, NJ"


def test_every_page_has_a_description_and_a_picture_to_share(whole: dict[str, Any]) -> None:
    for path, each in whole.items():
        assert 10 <= len(each["description"]) <= 300, path
        assert each["open_graph"]["og:image"].startswith("http"), path
        assert each["open_graph"]["og:description"] == each["description"]
        assert each["open_graph"]["og:url"] == each["canonical_url"]


def test_documents_say_what_schema_org_knows(whole: dict[str, Any]) -> None:
    for path, each in whole.items():
        assert faults_of(each["json_ld"]) == [], path


def test_what_schema_org_does_not_know_is_found(whole: dict[str, Any]) -> None:
    pharmacy = deepcopy(whole["/"]["json_ld"][0])
    week = pharmacy["openingHoursSpecification"][0]
    week |= {"opens": None, "dayOfWeek": ["Someday"]}
    pharmacy |= {"availableService": [], "isOpen": True, "geo": {"@type": "Person", "name": "Nobody"}}
    assert {fault.partition(": ")[0] for fault in faults_of([pharmacy, {"@type": "Shop"}])} == {
        "Pharmacy.openingHoursSpecification",
        "Pharmacy.availableService",
        "Pharmacy.isOpen",
        "Pharmacy.geo",
        "Shop",
    }


def test_pharmacy_says_where_when_and_what(whole: dict[str, Any]) -> None:
    for each in whole.values():
        pharmacy = each["json_ld"][0]
        assert (pharmacy["@type"], pharmacy["@id"]) == ("Pharmacy", "http://pitman.localhost:8000/#pharmacy")
        assert "google.com/maps/search/?api=1&query=39+S+Broadway" in pharmacy["hasMap"]
        assert {offer["itemOffered"]["@type"] for offer in pharmacy["makesOffer"]} == {"Service"}
        assert pharmacy["openingHoursSpecification"]
        assert pharmacy["department"]
        assert "en" in pharmacy["knowsLanguage"]


def test_actions_are_those_that_are_done_on_the_web(api: Api, lupus_network: LupusNetwork) -> None:
    store = make_store(
        "north",
        refill_url="https://refill.example.com/",
        facebook_url="https://www.facebook.com/north",
    )
    pharmacy = metadata(api, "/", store=store.slug)["json_ld"][0]
    assert pharmacy["sameAs"] == ["https://www.facebook.com/north"]
    action = pharmacy["potentialAction"][0]
    assert (action["@type"], action["target"]["urlTemplate"]) == ("OrderAction", "https://refill.example.com/")


def test_pharmacy_names_its_licenses_and_the_pharmacist_in_charge(api: Api, lupus_network: LupusNetwork) -> None:
    numbers = {"npi": "1234567893", "ncpdp": "0612345", "license_number": "28RS1"}
    of_person = {"pharmacist_in_charge": "Dana Reyes, PharmD", "pharmacist_license": "28RI1"}
    store = make_store("north", state="NJ", registration={**numbers, **of_person})
    pharmacy = metadata(api, "/", store=store.slug)["json_ld"][0]
    assert [(each["propertyID"], each["value"]) for each in pharmacy["identifier"]] == [
        ("NPI", "1234567893"),
        ("NCPDP", "0612345"),
        ("Pharmacy license, NJ", "28RS1"),
    ]
    assert (pharmacy["employee"]["name"], pharmacy["employee"]["identifier"]["value"]) == (
        "Dana Reyes, PharmD",
        "28RI1",
    )
    assert faults_of([pharmacy]) == []
    unnamed = metadata(api, "/")["json_ld"][0]
    assert {"identifier", "employee"}.isdisjoint(unnamed)


def test_article_names_author_reviewer_publisher_and_who_has_the_rights(whole: dict[str, Any]) -> None:
    documents = whole["/health/new-treatments-for-lupus/"]["json_ld"]
    article, page = of_type(documents, "Article"), of_type(documents, "MedicalWebPage")
    assert page["mainEntity"]["@id"] == article["@id"]
    assert article["author"][0]["@type"] == "Person"
    assert page["reviewedBy"]["name"]
    assert article["publisher"]["@id"] == "http://pitman.localhost:8000/#pharmacy"
    assert article["copyrightHolder"]["name"] != article["publisher"]["name"]
    expert = of_type(whole["/experts/sample-rheumatologist/"]["json_ld"], "Person")
    assert expert["url"] == "http://pitman.localhost:8000/experts/sample-rheumatologist/"


def test_breadcrumbs_are_said_as_they_are_seen(whole: dict[str, Any]) -> None:
    trails = {path: [crumb["title"] for crumb in each["breadcrumbs"]] for path, each in whole.items()}
    assert trails["/"] == []
    assert trails["/health/"] == ["Home", "Get Healthy!"]
    assert trails[TOPIC] == ["Home", "Get Healthy!", "Immune system"]
    assert trails["/health/new-treatments-for-lupus/"] == ["Home", "Get Healthy!", "New treatments for lupus"]
    assert trails[TAG] == ["Home", "Get Healthy!", "lupus"]
    for path, each in whole.items():
        if not trails[path]:
            continue
        items = of_type(each["json_ld"], "BreadcrumbList")["itemListElement"]
        assert [item["name"] for item in items] == trails[path]
        assert items[-1]["item"] == each["canonical_url"]


def test_feeds_are_those_of_the_topic_and_none_where_the_site_leads_away(
    whole: dict[str, Any], api: Api, lupus_network: LupusNetwork
) -> None:
    assert whole["/"]["feeds"][0]["url"] == "http://pitman.localhost:8000/health/rss.xml"
    assert whole[TOPIC]["feeds"][0]["url"] == "http://pitman.localhost:8000/health/rss.xml?topic=immune-system"
    front = "https://www.example.com/pitman"
    change_frontend(by=None, store=lupus_network.pitman, address=front, built_in_site="redirect")
    led_away = metadata(api, "/health/")
    assert led_away["feeds"] == []
    assert of_type(led_away["json_ld"], "BreadcrumbList")["itemListElement"][0]["item"] == f"{front}/"


def test_article_without_review_is_no_medical_page(api: Api, lupus_network: LupusNetwork) -> None:
    make_article("plain", topics=[TopicFactory.create()])
    documents = metadata(api, "/health/plain/")["json_ld"]
    assert [each["@type"] for each in documents] == ["Pharmacy", "Article", "BreadcrumbList"]
    assert documents[1]["author"]["@type"] == "Organization"
