"""The storefront on each store's own host."""

import gzip
import json
import re
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from api.protocol.renderers import JSONRenderer
from frontend_templates.views import server_error
from stores.opening.opening import close_store
from stores.opening.registration import change_registration
from tests.factories.blocks import VIDEO, one_of_each_block
from tests.factories.lupus import LupusNetwork
from tests.factories.newsroom import TopicFactory, make_article, make_expert
from tests.factories.rich import picture
from tests.factories.stores import make_store
from tests.frontend_templates.reading import inline_styles_of, loaded_by, words_of

pytestmark = pytest.mark.django_db

HOST = "pitman.localhost:8000"
OUR_HOSTS = {"", HOST, "localhost:8000"}
KILOBYTE = 1024

PAGES = {
    "home": "/",
    "hours": "/hours/",
    "services": "/services/",
    "experts": "/experts/",
    "search": "/search/",
    "health_news": "/health/",
    "article": "/health/new-treatments-for-lupus/",
    "expert": "/experts/sample-rheumatologist/",
    "standard": "/savings/",
}
MISSING = "/nothing/"
EVERY = {**PAGES, "404": MISSING}

PARTS = ("store", "banners", "navigation", "page", "metadata", "redirect")


def get(client: Client, path: str, *, host: Any = HOST, **query: str) -> Any:
    return client.get(path, query_params=query, headers={"host": host})


def page_at(client: Client, path: str, *, host: Any = HOST, status: Any = 200, **query: str) -> str:
    response = get(client, path, host=host, **query)
    assert response.status_code == status
    assert response["Content-Type"] == "text/html; charset=utf-8"
    text: str = response.content.decode()
    return text


def plain(value: Any) -> Any:
    """As the API would have sent it."""
    return json.loads(JSONRenderer().render([value]))[0]


def test_every_kind_of_page_is_served(client: Client, lupus_network: LupusNetwork, subtests: pytest.Subtests) -> None:
    for kind, path in PAGES.items():
        with subtests.test(kind=kind):
            page = page_at(client, path)
            assert page.startswith("<!doctype html>")
            assert "Pitman Pharmacy" in words_of(page)


def test_hours_page_has_the_licenses_in_both_languages(client: Client, lupus_network: LupusNetwork) -> None:
    assert "License" not in words_of(page_at(client, PAGES["hours"]))
    store, license_number = lupus_network.pitman, "28RS1"
    change_registration(by=None, store=store, license_number=license_number, pharmacist_in_charge="Dana Reyes")
    change_registration(by=None, store=store, pharmacist_license="28RI1")
    english, spanish = (words_of(page_at(client, f"{start}{PAGES['hours']}")) for start in ("", "/es"))
    assert "Pharmacy license, NJ 28RS1 Pharmacist in charge Dana Reyes License 28RI1" in english
    assert "Licencia de la farmacia, NJ 28RS1 Farmacéutico responsable Dana Reyes Licencia 28RI1" in spanish


def test_article_has_every_line_of_the_model_page(client: Client, lupus_network: LupusNetwork) -> None:
    page = page_at(client, PAGES["article"])
    words = words_of(page)
    for line in (
        "See our generic savings programme at Pitman Pharmacy",
        "Free delivery: see our Facebook page for updates",
        "39 S Broadway, Pitman, NJ 08071",
        "Call (856) 589-2392",
        "Fax (856) 589-5206",
        "Mon-Fri 9:00am - 7:00pm | Sat 9:00am - 4:00pm | Sun Closed",
        "Get Healthy!",
        "Posted August 8, 2025",
        "New treatments for lupus",
        "How it works",
        "What should patients expect?",
        "Ask at Pitman Pharmacy.",
        "About the experts",
        "Sample Rheumatologist, MD",
        "Associate professor, Sample University",
        "Rheumatology, Internal medicine",
        "Sample Rheumatologist is a sample.",
        "Health news is provided as a service to Pitman Pharmacy site users by Network newsroom.",
        "Copyright © 2025 Network newsroom. All Rights Reserved.",
        "Share",
        "clinical trials",
        "lupus",
        "Immune system",
    ):
        assert line in words
    assert 'href="http://pitman.localhost:8000/savings/"' in page
    assert 'href="https://facebook.example/pitman"' in page
    assert 'href="tel:+18565892392"' in page
    assert 'href="mailto:?subject=' in page


def test_article_shows_every_kind_of_block(client: Client, lupus_network: LupusNetwork) -> None:
    page = page_at(client, PAGES["article"])
    words = words_of(page)
    for text in (
        "Key points",
        "Call (856) 589-2392.",
        "At Pitman Pharmacy",
        "Ask early.",
        "A sample patient",
        "Doses at Pitman Pharmacy",
        "Once a day",
        "Warning",
        "Watch: How lupus is treated",
        "Sample registry",
    ):
        assert text in words
    assert f'href="{VIDEO}"' in page
    assert '<h2 id="how-it-works">How it works</h2>' in page
    assert 'href="http://pitman.localhost:8000/health/living-with-lupus/"' in page
    assert 'href="http://localhost:8000/documents/900031/lupus-leaflet.pdf"' in page


def test_each_store_shows_the_article_as_its_own(client: Client, lupus_network: LupusNetwork) -> None:
    words = words_of(page_at(client, PAGES["article"], host="switchback.localhost:8000"))
    assert "a service to Switchback Pharmacy site users" in words
    assert "12 Main St, Leadville, CO 80461" in words
    assert "Pitman" not in words
    assert "Fax" not in words


def test_pages_show_what_the_api_answers(
    client: Client, lupus_network: LupusNetwork, subtests: pytest.Subtests
) -> None:
    for path in PAGES.values():
        with subtests.test(path=path):
            context = get(client, path).context
            answer = client.get("/api/v2/storefront/", query_params={"path": path}, headers={"host": HOST}).json()
            assert {name: plain(context[name]) for name in PARTS} == answer


def test_topic_and_page_of_health_news_are_those_of_the_api(client: Client) -> None:
    make_store("pitman")
    topic = TopicFactory.create(slug="skin")
    for day in range(1, 15):
        make_article(f"article-{day}", published_on=date(2026, 1, day), topics=[topic])
    query = {"topic": "skin", "page": "2"}
    context = get(client, "/health/", **query).context
    answer = client.get(
        "/api/v2/storefront/", query_params={"path": "/health/", **query}, headers={"host": HOST}
    ).json()
    assert plain(context["page"]) == answer["page"]
    assert len(answer["page"]["articles"]) == 2


def test_campaign_parameters_change_nothing(
    client: Client, lupus_network: LupusNetwork, subtests: pytest.Subtests
) -> None:
    for path in PAGES.values():
        for query in ({"fbclid": "x"}, {"utm_source": "a", "utm_medium": "b"}, {"store": "switchback"}, {"q": "\x00"}):
            with subtests.test(path=path, query=query):
                assert page_at(client, path, **query) == page_at(client, path)


def test_missing_page_is_404_inside_the_stores_site(client: Client, lupus_network: LupusNetwork) -> None:
    page = page_at(client, MISSING, status=404)
    words = words_of(page)
    for text in (
        "Page not found",
        "Pitman Pharmacy",
        "39 S Broadway, Pitman, NJ 08071",
        "Mon-Fri 9:00am - 7:00pm",
        "Free delivery: see our Facebook page for updates",
        "Get Healthy!",
    ):
        assert text in words
    assert '<meta name="robots" content="noindex">' in page


@pytest.mark.parametrize("path", ["/health/nothing/", "/experts/nobody/", "/a/b/c/", "/%E2%82%AC/", "/%00/", "/[/"])
def test_any_path_of_no_page_is_404(path: str, client: Client, lupus_network: LupusNetwork) -> None:
    answer = client.get(path, headers={"host": HOST, "accept-encoding": "gzip"})
    assert (answer.status_code, answer["Content-Encoding"]) == (404, "gzip")


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/lupus/", "/health/new-treatments-for-lupus/"),
        ("/lupus", "/health/new-treatments-for-lupus/"),
        ("/health", "/health/"),
        ("/savings", "/savings/"),
        ("//savings/", "/savings/"),
    ],
)
def test_moved_page_is_redirected_on_the_stores_host(
    path: str, location: str, client: Client, lupus_network: LupusNetwork
) -> None:
    response = client.get(f"http://{HOST}{path}", headers={"host": HOST})
    assert (response.status_code, response["Location"]) == (301, f"http://{HOST}{location}")


def test_closed_store_is_410_and_names_the_nearest(client: Client, lupus_network: LupusNetwork) -> None:
    make_store("avon", title="Avon Pharmacy", latitude="39.700000", longitude="-75.100000")
    close_store(by=None, store=lupus_network.pitman)
    for path in (*PAGES.values(), MISSING):
        words = words_of(page_at(client, path, status=410))
        assert "Pitman Pharmacy has closed" in words
        assert "The nearest of our stores is Avon Pharmacy, " in words
    answer = client.get("/api/v2/storefront/?path=/", headers={"host": HOST})
    assert (answer.status_code, answer.json()["detail"]) == (410, "'Pitman Pharmacy' has closed.")


def test_security_policy_lets_nothing_in_but_our_own(
    client: Client, lupus_network: LupusNetwork, subtests: pytest.Subtests
) -> None:
    for path in EVERY.values():
        with subtests.test(path=path):
            policy = get(client, path)["Content-Security-Policy"]
            directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
            assert directives == {
                "default-src": "'none'",
                "img-src": "'self'",
                "style-src": "'self'",
                "font-src": "'self'",
                "manifest-src": "'self'",
                "connect-src": "'self'",
                "form-action": "'self'",
                "base-uri": "'none'",
                "frame-ancestors": "'none'",
            }


def test_other_headers_keep_the_page_to_itself(client: Client, lupus_network: LupusNetwork) -> None:
    response = get(client, "/")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert not response.cookies


def test_pages_load_nothing_from_elsewhere(
    client: Client, lupus_network: LupusNetwork, subtests: pytest.Subtests
) -> None:
    for path in EVERY.values():
        with subtests.test(path=path):
            page = get(client, path).content.decode()
            urls = loaded_by(page)
            assert [url for url in urls if urlsplit(url).netloc not in OUR_HOSTS] == []
            assert [urlsplit(url).path for url in urls if url.endswith(".css")]
            assert inline_styles_of(page) == []
            assert not re.search(r"\son[a-z]+=", re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL))


def test_pictures_and_styles_that_a_page_loads_are_there(client: Client, lupus_network: LupusNetwork) -> None:
    urls = set(loaded_by(page_at(client, PAGES["article"])))
    assert any(url.endswith(".avif") for url in urls)
    for url in urls:
        host = urlsplit(url).netloc or HOST
        assert get(client, urlsplit(url).path, host=host).status_code == 200, url


def test_style_sheets_are_small_load_nothing_and_work_on_old_phones(
    client: Client, lupus_network: LupusNetwork
) -> None:
    sheets = [b"".join(get(client, path)) for path in ("/static/frontend_templates/storefront.css", "/theme.css")]
    css = b"".join(sheets).decode()
    assert "@import" not in css
    assert re.findall(r"url\(([^)]*)\)", css) == []
    assert re.findall(r"color-mix\(|okl(?:ch|ab)\(|:has\(|:is\(|:where\(|inset:|@layer|@container", css) == []
    assert sum(len(gzip.compress(sheet)) for sheet in sheets) <= 15 * KILOBYTE


def test_theme_is_the_stores_own(client: Client) -> None:
    for slug, accent in (("pitman", "#0b6e4f"), ("switchback", "#1d4f91")):
        make_store(slug, accent=accent)
        assert 'data-theme="classic"' in get(client, "/", host=f"{slug}.localhost:8000").content.decode()
        response = get(client, "/theme.css", host=f"{slug}.localhost:8000")
        assert response["Content-Type"] == "text/css; charset=utf-8"
        assert f"--sign:{accent}" in response.content.decode()


def test_pages_weigh_little(client: Client, lupus_network: LupusNetwork, subtests: pytest.Subtests) -> None:
    for path in EVERY.values():
        with subtests.test(path=path):
            assert len(gzip.compress(get(client, path).content)) <= 30 * KILOBYTE


def test_long_pages_weigh_little_too(client: Client, empty_storage: None) -> None:
    make_store("pitman")
    topics = [TopicFactory.create(slug=f"topic-{number}") for number in range(12)]
    for number in range(12):
        make_article(f"article-{number}", hero=picture(f"hero-{number}"), topics=topics, tags=["a", "b"])
    body = [block for _ in range(12) for block in one_of_each_block(image_id=picture("body").pk)]
    make_article("long", body=body, experts=[make_expert(f"expert-{number}") for number in range(5)])
    for path in ("/", "/health/", "/health/long/"):
        assert len(gzip.compress(page_at(client, path).encode())) <= 30 * KILOBYTE


def test_head_answers_and_nothing_may_be_posted(client: Client, lupus_network: LupusNetwork) -> None:
    for path in EVERY.values():
        headers = {"host": HOST}
        assert client.head(path, headers=headers).status_code == get(client, path).status_code
        assert client.head(path, headers=headers).content == b""
        assert client.post(path, headers=headers).status_code == 405


def test_pages_need_no_script(client: Client, lupus_network: LupusNetwork, subtests: pytest.Subtests) -> None:
    for path in EVERY.values():
        with subtests.test(path=path):
            kinds = re.findall(r"<script([^>]*)>", get(client, path).content.decode())
            assert set(kinds) <= {' type="application/ld+json"'}


def test_structured_data_is_json(client: Client, lupus_network: LupusNetwork) -> None:
    page = page_at(client, PAGES["article"])
    documents = [json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)]
    kinds = [document["@type"] for document in documents]
    assert kinds == ["Pharmacy", "Article", "MedicalWebPage", "BreadcrumbList"]


def test_last_resort_asks_nothing_of_the_database(rf: Any, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        response = server_error(rf.get("/"))
    assert response.status_code == 500
    assert "Something went wrong" in words_of(response.content.decode())
