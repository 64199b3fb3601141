"""Pages while pictures are not made, can't be, or are."""

from typing import Any

import pytest
from django.test import Client
from PIL import Image

from cms.media.making import make
from cms.media.models import NetworkImage, Rendition
from stores.models import StorePage
from tests.factories.blocks import image_block
from tests.factories.media import make_image, stored_image
from tests.factories.newsroom import make_article
from tests.factories.photos import written
from tests.factories.stores import make_store
from tests.frontend_templates.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_storage")]

SITE, NETWORK = "pitman.localhost:8000", "localhost:8000"
PLACES = [(SITE, "/"), (SITE, "/health/"), (SITE, "/health/lupus/"), (NETWORK, "/api/v2/stores/?fields=*")]


@pytest.fixture
def image() -> NetworkImage:
    """Logo of Pitman, and the hero of an article, with no size of it made."""
    image = make_image("clinic.png", size=(1300, 700), description="A clinic at night", is_ready=False)
    make_store("pitman", logo=image)
    make_article("lupus", hero=image, body=[image_block(image.pk, caption="Open late.")])
    return image


def read(client: Client, host: str, path: str) -> str:
    response: Any = client.get(path, headers={"host": host})
    assert response.status_code == 200
    text: str = response.content.decode()
    return text


@pytest.mark.parametrize(("host", "path"), PLACES)
def test_nobody_waits_for_a_picture(host: str, path: str, image: NetworkImage, client: Client) -> None:
    assert ".png" not in read(client, host, path).replace("/icon-180.png", "")  # drawn of the name
    assert not Rendition.objects.exists()


def test_icon_and_share_picture_of_the_logo_are_in_the_head_of_each_page(image: NetworkImage, client: Client) -> None:
    before = read(client, SITE, "/")
    assert '<link rel="icon" href="/icon.svg" type="image/svg+xml">' in before
    assert f'<meta property="og:image" content="http://{SITE}/share.jpg">' in before
    assert '<link rel="apple-touch-icon" href="/icon-180.png">' in before
    make(image.pk)
    look = client.get("/api/v2/stores/pitman/?fields=look", headers={"host": NETWORK}).json()["look"]
    assert ((look["icon"]["width"], look["icon"]["height"]), look["share"]["width"]) == ((192, 192), 1200)
    # The API names the network's host; a page of the site, its own.
    icon, share = (look[name]["src"].replace(f"//{NETWORK}/", f"//{SITE}/") for name in ("icon", "share"))
    page = read(client, SITE, "/")
    assert f"//{NETWORK}/media/" not in page
    assert f'<link rel="icon" href="{icon}" type="image/png" sizes="192x192">' in page
    assert f'<link rel="apple-touch-icon" href="{icon}">' in page
    assert f'<meta property="og:image" content="{share}">' in page
    assert '<meta property="og:image:alt" content="Pitman Pharmacy">' in page
    # A page with a picture of its own shows that.
    article = read(client, SITE, "/health/lupus/")
    assert f'content="{share}"' not in article
    assert icon in article


def test_uploads_with_a_host_of_their_own_stay_there(image: NetworkImage, client: Client, settings: Any) -> None:
    settings.MEDIA_HOST = "uploads.example.net"
    make(image.pk)
    assert f"//{NETWORK}/media/" in read(client, SITE, "/")


@pytest.mark.parametrize("size", [(20, 17_000), (11_000, 11_000)])
def test_picture_that_can_not_be_made_takes_no_page_down(size: tuple[int, int], client: Client) -> None:
    """From before the limits."""
    large = stored_image("large.png", written(Image.new("1", size), "PNG"), width=size[0], height=size[1])
    StorePage.objects.filter(pk=make_store("pitman").pk).update(logo=large)
    make_article("lupus", hero=large)
    assert make(large.pk)
    for host, path in PLACES:
        read(client, host, path)
    assert not Rendition.objects.exists()


def test_its_text_stands_in_its_place(image: NetworkImage, client: Client) -> None:
    words = words_of(read(client, SITE, "/health/lupus/"))
    assert "A clinic at night" in words
    assert "A waiting room Open late." in words


def test_picture_that_is_made_is_shown_and_shared(image: NetworkImage, client: Client) -> None:
    assert make(image.pk)
    page = read(client, SITE, "/health/lupus/")
    assert "1300w" in page
    assert '<meta property="og:image" content="http://pitman.localhost:8000/media/images/clinic.' in page
    assert '<meta property="og:image:width" content="1200">' in page
    assert '<meta property="og:image:height" content="630">' in page
    assert "picture-missing" not in page
