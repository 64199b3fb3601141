"""The docs at `/api/docs/`."""

import re

import pytest
from django.test import Client

from api.guide.rendering import PAGES, docs_address, page_of, source_of
from tests.api.asking import NETWORK

LINK = re.compile(r'href="(?P<path>[^"#]*)(?:#(?P<anchor>[^"]*))?"')


def shown(path: str) -> str:
    response = Client(SERVER_NAME="localhost").get(path, headers={"host": NETWORK})
    assert response.status_code == 200, path
    return response.content.decode()


@pytest.mark.django_db
def test_guide_is_the_first_page_and_leads_to_all_others() -> None:
    first = shown("/api/docs/")
    assert "<h1" in first
    assert "Name the store" in first
    for name in PAGES:
        assert f'href="{docs_address(name)}"' in first
        assert shown(docs_address(name)).count('aria-current="page"') == 1
    assert 'href="/api/docs/try/"' in first
    assert "swagger" in shown("/api/docs/try/")
    assert Client().get("/api/docs/operations/", headers={"host": NETWORK}).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_links_between_pages_lead_to_what_is_shown(name: str) -> None:
    html = str(page_of(name).html)
    anchors = {docs_address(each): set(re.findall(r'id="([^"]+)"', str(page_of(each).html))) for each in PAGES}
    for link in LINK.finditer(html):
        path = link["path"] or docs_address(name)
        assert not path.endswith(".md"), f"{path} is not shown"
        if path in anchors and link["anchor"]:
            assert link["anchor"] in anchors[path], link[0]


def test_examples_ask_this_network(settings: pytest.FixtureRequest) -> None:
    settings.NETWORK_URL = "https://cms.example.com"  # type: ignore[attr-defined]
    html = str(page_of("guide").html)
    assert "localhost:8000/api" not in html
    assert '<a href="https://cms.example.com/api/v2/search/?store=pitman&amp;search=flu&amp;limit=1">' in html


def test_nothing_of_a_page_is_raw_html() -> None:
    assert "<!-- deprecations -->" in source_of("api-changes")
    assert "<p>Nothing.</p>" in str(page_of("api-changes").html)
    assert "&lt;p&gt;In lupus" in str(page_of("guide").html)
