"""Nobody is logged in: no draft, nothing private, nothing of another store comes out, however it is asked for."""

import sys
from time import perf_counter

import pytest
from django.conf import settings
from django.test import Client

from tests.factories.blocks import document_link, image_block, paragraph
from tests.isolation.markers import FIRST_ID, NEIGHBOUR
from tests.isolation.planting import Planted, StorePlants
from tests.isolation.public import PUBLIC, Places, PublicCrawl
from tests.isolation.report import errors_in, leaks_in, lines, summary
from tests.isolation.routes import all_routes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_asking")]


SILENT = {
    "api:ninjs:listing",
    "api:ninjs:detail",
    "preview",
    "",
    "api/",
    "api:experts:detail",
    "api:experts:find",
    "api:pages:find",
    "api:images:find",
    "api:documents:find",
    "api:redirects:find",
    "wagtaildocs_authenticate_with_password",
    "wagtailcore_login",
    "storefront:part_of_sitemap",
    "storefront:security",
}
"""Public views that answer nobody with 200 here: redirects, what needs a key, and things that are not planted."""


def get(path: str) -> tuple[int, str]:
    response = Client(raise_request_exception=False, headers={"host": settings.NETWORK_HOST}).get(path)
    return response.status_code, response.content.decode()


def show_media(plants: StorePlants) -> None:
    """On a page that is on the site; what nothing shows is not listed."""
    page, media = plants.pages.page, plants.media
    link = document_link(media.document.pk, "this")
    page.body = [*page.body.get_prep_value(), image_block(media.image.pk), paragraph(f"<p>{link}</p>")]
    page.save()


def test_every_public_view_is_asked() -> None:
    assert {route.view for route in all_routes() if not route.is_admin} - set(PUBLIC) == set()


@pytest.mark.parametrize("is_whole", [False, pytest.param(True, marks=pytest.mark.trial)])
def test_anonymous_sees_what_is_published_and_nothing_else(
    planted: Planted, capsys: pytest.CaptureFixture[str], is_whole: bool
) -> None:
    show_media(planted.neighbour)
    begun = perf_counter()
    answers = list(PublicCrawl(planted, is_whole=is_whole).run())
    with capsys.disabled():
        sys.stdout.write(summary("anonymous, API and sites", answers, perf_counter() - begun))
    found = [*leaks_in(answers), *errors_in(answers)]
    assert not found, lines(found)
    # And it is not blind: what is open at the neighbour's comes out when the neighbour asks.
    answered = {answer.view for answer in answers if answer.status == 200 and answer.target in {NEIGHBOUR, "nobody"}}
    assert set(PUBLIC) - answered - SILENT == set()


@pytest.mark.parametrize("resource", ["articles", "pages", "images", "documents", "redirects"])
def test_hidden_thing_is_answered_like_one_that_is_not_there(planted: Planted, resource: str) -> None:
    places = Places(planted)
    ids = {"images": places.images, "documents": places.documents, "redirects": places.redirects}.get(
        resource, places.pages
    )()
    ghost, store = FIRST_ID["ghost"], planted.own.store.slug
    answer = get(f"/api/v2/{resource}/{ghost}/?store={store}")
    for pk in ids:
        status, text = get(f"/api/v2/{resource}/{pk}/?store={store}")
        if status != 200:
            assert (status, text.replace(str(pk), str(ghost))) == answer
