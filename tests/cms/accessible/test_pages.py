"""What is found on each kind of page, with words of its own or of the picture."""

from typing import Any

import pytest

from cms.accessible.pages import barriers_of, barriers_of_pages
from stores.models import StorePage
from stores.store.tasks import task_of
from tests.factories.blocks import VIDEO, block, document_link, one_of_each_block, paragraph
from tests.factories.media import empty_storage, make_image
from tests.factories.newsroom import make_article, make_expert, make_page
from tests.factories.stores import new_banner

__all__ = ["empty_storage"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_storage")]


def words(page: object) -> list[str]:
    return [barrier.words for barrier in barriers_of(page)]


def test_article_that_everybody_can_use_has_none() -> None:
    image = make_image("a.png", is_ready=False)
    assert words(make_article("flu", body=one_of_each_block(image_id=image.pk))) == []


def test_each_block_is_looked_at_and_a_pictures_own_words_stand_in() -> None:
    bare, described = make_image("a.png", is_ready=False), make_image("b.png", description="A nurse", is_ready=False)
    table = {"columns": [{"type": "text", "heading": ""}], "rows": [{"values": ["1"]}], "caption": ""}
    reference = {"type": "item", "value": {"text": "Study", "url": "https://a.example/s.pdf"}, "id": "1"}
    body = [
        block("image", {"image": bare.pk, "alt": "", "caption": ""}, "1"),
        block("image", {"image": described.pk, "alt": "", "caption": ""}, "2"),
        block("table", table, "3"),
        block("video", {"url": VIDEO, "title": "V", "picture": None, "captions": False}, "4"),
        block("question", {"question": "Q", "answer": f"<p>{document_link(1, 'A list')}</p>"}, "5"),
        block("references", {"items": [reference]}, "6"),
    ]
    sources = [{"type": "source", "value": {"title": "Data", "url": "https://a.example/d.xlsx"}, "id": "7"}]
    article = make_article("flu", body=body, hero=bare, hero_alt="IMG_1.jpg", sources=sources)
    assert words(article) == [
        "The main image has a file’s name for its alternative text, “IMG_1.jpg”.",
        "The picture in block 1 (Image) has no alternative text.",
        "The table in block 3 (Table) has no headings.",
        "The video in block 4 (Video) has no captions.",
        "“A list” in block 5 (Question) leads to a file.",
        "“Study” in block 6 (References) leads to a PDF.",
        "“Data” in block 1 (source) leads to a file (.xlsx).",
    ]


def test_experts_health_news_and_stores_have_barriers_of_their_own(pitman: StorePage) -> None:
    image = make_image("a.png", is_ready=False)
    expert = make_expert("ana", photo=image, biography='<p><a href="https://a.example/cv.pdf">CV</a></p>')
    assert words(expert) == ["“CV” in the biography leads to a PDF.", "The photo has no alternative text."]
    pitman.shop_photo = image
    pitman.tasks = [task_of("refill", web="https://a.example/form.pdf")]
    pitman.promo_banners = [new_banner("See our prices", link_url="https://a.example/p.pdf")]
    assert words(pitman) == [
        "The photo of the shop has no alternative text.",
        "The task “Refill a prescription” leads to a PDF.",
        "The promo line “See our prices” leads to a PDF.",
    ]


def test_many_pages_ask_once_for_their_pictures(django_assert_num_queries: object) -> None:
    pages: list[Any] = [
        make_article(f"a-{number}", hero=make_image(f"{number}.png", is_ready=False)) for number in range(3)
    ]
    pages.append(make_page("plain", body=[paragraph("Hello")]))
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = barriers_of_pages(pages)
    assert [len(found[page.pk]) for page in pages] == [1, 1, 1, 0]
