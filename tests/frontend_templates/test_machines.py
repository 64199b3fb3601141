"""What programs read of a store's site: robots.txt, sitemap, feeds, icons; tried on the store's host."""

import json
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from cms.articles.models.providers import CanonicalPolicy
from cms.media.making import make
from cms.models import ArticlePage
from cms.recalls.recalling import recall_article
from frontend_templates import crawlers
from frontend_templates.icons import letter_of
from stores.opening.frontends import change_frontend
from stores.opening.opening import close_store
from tests.factories.lupus import LupusNetwork
from tests.factories.newsroom import publish

pytestmark = pytest.mark.django_db

HOST = "pitman.localhost:8000"
ROOT = f"http://{HOST}"
ARTICLE = "/health/new-treatments-for-lupus/"
FEEDS = ("/health/rss.xml", "/health/atom.xml", "/health/feed.json")
FILES = (
    "/robots.txt",
    "/sitemap.xml",
    *FEEDS,
    "/favicon.ico",
    "/icon.svg",
    "/icon-192.png",
    "/share.jpg",
    "/site.webmanifest",
)
NAMES = {"s": crawlers.SITEMAPS}
QUERIES = 16


def get(client: Client, path: str, host: str = HOST, status: int = 200) -> Any:
    response = client.get(path, headers={"host": host})
    assert response.status_code == status, path
    return response


def locations(response: Any, of: str = "url") -> list[str]:
    tree = ElementTree.fromstring(response.content)  # noqa: S314  (our own answer)
    return [each.text or "" for each in tree.iterfind(f"s:{of}/s:loc", NAMES)]


def read(client: Client, path: str) -> ElementTree.Element:
    return ElementTree.fromstring(get(client, path).content)  # noqa: S314


def titles(client: Client, path: str) -> list[str]:
    if path.partition("?")[0].endswith(".json"):
        return [item["title"] for item in get(client, path).json()["items"]]
    return [entry["title"] for entry in entries(get(client, path))]


def entries(response: Any) -> list[dict[str, str]]:
    """Items of RSS or entries of Atom, each member by its name."""
    tree = ElementTree.fromstring(response.content)  # noqa: S314
    items = [*tree.iter("item"), *tree.iter("{http://www.w3.org/2005/Atom}entry")]
    return [{member.tag.rpartition("}")[2]: (member.text or "") for member in item} for item in items]


def test_sitemap_lists_what_the_site_has_and_robots_names_it(client: Client, lupus_network: LupusNetwork) -> None:
    text = get(client, "/robots.txt").content.decode()
    assert text == f"User-agent: *\nDisallow: /api/\n\nSitemap: {ROOT}/sitemap.xml\n"
    found = locations(get(client, "/sitemap.xml"))
    assert {f"{ROOT}/", f"{ROOT}/health/", ROOT + ARTICLE, f"{ROOT}/savings/"} <= set(found)
    for url in found:
        assert f'<link rel="canonical" href="{url}">' in get(client, url.removeprefix(ROOT)).content.decode()


def test_article_whose_own_address_is_elsewhere_is_in_no_sitemap(client: Client, lupus_network: LupusNetwork) -> None:
    ArticlePage.objects.filter(slug="new-treatments-for-lupus").update(
        original_url="https://provider.example/lupus", canonical_policy=CanonicalPolicy.ORIGINAL
    )
    assert ROOT + ARTICLE not in locations(get(client, "/sitemap.xml"))
    ArticlePage.objects.filter(slug="new-treatments-for-lupus").update(canonical_policy=CanonicalPolicy.STORE)
    assert ROOT + ARTICLE in locations(get(client, "/sitemap.xml"))


def test_sitemap_of_a_very_large_site_is_a_list_of_lists(
    client: Client, lupus_network: LupusNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = locations(get(client, "/sitemap.xml"))
    get(client, "/sitemap-1.xml", status=404)
    monkeypatch.setattr(crawlers, "URLS_PER_SITEMAP", 2)
    parts = locations(get(client, "/sitemap.xml"), of="sitemap")
    listed = [url for part in parts for url in locations(get(client, part.removeprefix(ROOT)))]
    assert listed == whole
    for number in (0, len(parts) + 1):
        get(client, f"/sitemap-{number}.xml", status=404)


def test_feeds_tell_the_newest_and_of_one_topic(client: Client, lupus_network: LupusNetwork) -> None:
    listed = get(client, "/api/v2/articles/?order=-published_on").json()["items"]
    newest = sorted(listed, key=lambda item: (item["published_on"], item["id"]), reverse=True)
    slug = newest[0]["topics"][0]["slug"]
    of_topic = [item["title"] for item in newest if slug in {topic["slug"] for topic in item["topics"]}]
    for path in FEEDS:
        assert titles(client, path) == [item["title"] for item in newest]
        assert titles(client, f"{path}?topic={slug}") == of_topic
        get(client, f"{path}?topic=nothing", status=404)
    rss, atom = (entries(get(client, path)) for path in FEEDS[:2])
    assert [item["guid"] for item in rss] == [entry["id"] for entry in atom]
    assert {entry["link"] for entry in rss} == {item["meta"]["html_url"] for item in newest}
    assert all(item["creator"] and item["pubDate"] and item["language"] == "en-US" for item in rss)


def test_what_was_pasted_along_breaks_no_feed(client: Client, lupus_network: LupusNetwork) -> None:
    article = lupus_network.lupus
    article.title, article.teaser = "Treatments\x0bfor lupus", "New\x01 ones.\ufffe"
    publish(article)
    for path in FEEDS[:2]:
        assert "Treatments for lupus" in ElementTree.tostring(read(client, path), encoding="unicode"), path


def test_withdrawn_article_is_in_no_feed_and_no_sitemap(client: Client, lupus_network: LupusNetwork) -> None:
    recall = recall_article(by=None, article=lupus_network.lupus, reason="It is wrong.", at=timezone.now())
    for path in (*FEEDS, "/sitemap.xml"):
        assert "new-treatments-for-lupus" not in get(client, path).content.decode()
    id_, at = f"tag:localhost,2026:articles/{lupus_network.lupus.pk}", recall.recalled_at.isoformat()
    for path in FEEDS[:2]:
        tree = ElementTree.fromstring(get(client, path).content)  # noqa: S314
        (gone,) = tree.iter("{http://purl.org/atompub/tombstones/1.0}deleted-entry")
        assert gone.attrib == {"ref": id_, "when": at}
    assert get(client, FEEDS[2]).json()["_mortar"]["withdrawn"] == [{"id": id_, "withdrawn_at": at}]


def test_frontend_of_a_store_gets_them_or_they_are_listed_nowhere(client: Client, lupus_network: LupusNetwork) -> None:
    front, store = "https://www.example.com/pitman", lupus_network.pitman
    change_frontend(by=None, store=store, address=front, built_in_site="noindex")
    assert "Sitemap" not in get(client, "/robots.txt").content.decode()
    get(client, "/sitemap.xml", status=404)
    for path in FEEDS:
        assert get(client, path)["X-Robots-Tag"] == "noindex"
    change_frontend(by=None, store=store, address=front, built_in_site="redirect")
    for path in FILES:
        assert get(client, path, status=308)["Location"] == front + path


def test_closed_store_and_unknown_hosts_have_none(client: Client, lupus_network: LupusNetwork) -> None:
    for path in FILES:
        get(client, path, host="nobody.example", status=404)
        get(client, path, host="localhost:8000", status=404)
    close_store(by=None, store=lupus_network.pitman)
    for path in FILES:
        get(client, path, status=410)


def test_icons_are_the_logo_or_drawn_from_name_and_color(client: Client, lupus_network: LupusNetwork) -> None:
    make(lupus_network.media.logo.pk)
    icon = Image.open(BytesIO(get(client, "/favicon.ico").content))
    assert (icon.format, icon.size) == ("ICO", (192, 192))
    drawn = Image.open(BytesIO(get(client, "/favicon.ico", host="switchback.localhost:8000").content))
    assert drawn.format == "ICO"
    svg = get(client, "/icon.svg", host="switchback.localhost:8000").content.decode()
    assert ElementTree.fromstring(svg)[1].text == "S"  # noqa: S314
    plain = json.loads(get(client, "/site.webmanifest", host="switchback.localhost:8000").content)
    for path, size in (*((each["src"], each["sizes"]) for each in plain["icons"][1:]), ("/share.jpg", "1200x630")):
        picture = Image.open(BytesIO(get(client, path, host="switchback.localhost:8000").content))
        assert f"{picture.width}x{picture.height}" == size
        assert len(picture.getcolors(picture.width * picture.height) or ()) > 2
    get(client, "/icon-999.png", status=404)
    manifest = json.loads(get(client, "/site.webmanifest").content)
    assert manifest["name"] == "Pitman Pharmacy"
    assert manifest["icons"][0]["type"] == "image/png"


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        *(("Pitman Pharmacy", "P"), ("The Corner Drug", "C"), ("The", "T"), ("24/7 Care", "2"), ("& Co.", "C")),
        *(("The E\u0301toile", "É"), ("ñandú", "Ñ"), ("ßnothing", "ß"), ("“Rx” Drugs", "R"), ("—", "+")),
    ],
)
def test_letter_of_a_name(name: str, letter: str) -> None:
    assert letter_of(name) == letter


def test_security_txt_is_there_where_the_network_names_a_contact(
    client: Client, lupus_network: LupusNetwork, settings: Any
) -> None:
    path = "/.well-known/security.txt"
    get(client, path, status=404)
    settings.SECURITY_CONTACT = "mailto:security@example.com"
    lines = dict(line.split(": ", 1) for line in get(client, path).content.decode().splitlines())
    assert lines["Contact"] == "mailto:security@example.com"
    assert lines["Canonical"] == ROOT + path
    assert timezone.now().isoformat() < lines["Expires"]


def test_each_costs_few_queries(
    client: Client, lupus_network: LupusNetwork, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for path in FILES:
        with django_assert_max_num_queries(QUERIES):
            get(client, path)
