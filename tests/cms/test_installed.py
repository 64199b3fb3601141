"""The admin as an app on a phone."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image

from tests.cms.admin_forms import NETWORK, logged_in
from tests.factories.network import make_admin

pytestmark = pytest.mark.django_db


def manifest() -> Any:
    """As a browser asks for it: without a cookie."""
    response = Client(SERVER_NAME=NETWORK).get("/admin/app.webmanifest")
    assert (response.status_code, response["Content-Type"]) == (200, "application/manifest+json")
    return response.json()


def test_manifest_names_the_network_and_opens_its_home_without_a_browser(settings: Any) -> None:
    settings.WAGTAIL_SITE_NAME = "Corner Pharmacies"
    facts = manifest()
    assert facts["name"] == "Corner Pharmacies"
    assert (facts["display"], facts["start_url"], facts["scope"]) == ("standalone", "/admin/", "/admin/")


def test_icons_are_there_in_the_sizes_that_the_manifest_says() -> None:
    sizes = set()
    for icon in manifest()["icons"]:
        file = finders.find(icon["src"].removeprefix("/static/"))
        assert isinstance(file, str)
        with Image.open(file) as image:
            assert icon["sizes"] == "{}x{}".format(*image.size)
            sizes.add(image.width)
    assert sizes == {192, 512}


def test_screens_lead_to_the_manifest_and_let_browsers_load_it() -> None:
    response = logged_in(make_admin()).get("/admin/")
    link = BeautifulSoup(response.content, "html.parser").select_one("link[rel=manifest]")
    assert link is not None
    assert link["href"] == "/admin/app.webmanifest"
    assert "manifest-src 'self'" in response["Content-Security-Policy"]
    assert b"serviceWorker" not in response.content


def test_icons_of_screens_are_kept_at_their_own_address_alone() -> None:
    client = logged_in(make_admin())
    html = client.get("/admin/").content.decode()
    url = html.partition('data-icon-url="')[2].partition('"')[0]
    assert "immutable" in client.get(url)["Cache-Control"]
    for other in ("/admin/sprite/", "/admin/sprite/?h=00000000"):
        assert client.get(other)["Cache-Control"] == "no-store"
        assert client.get(other).content == client.get(url).content
