"""A store's own barriers: kept by version, brought up when asked, and of no other store."""

import pytest
from django.urls import reverse

from cms.accessible.looking import look_at_new, not_looked_at
from cms.accessible.models import PageBarriers
from cms.accessible.own import own_barriers, own_number
from cms.accessible.tasks import look_at_the_rest
from cms.media.models import NetworkImage
from stores.models import StorePage
from stores.opening.changing import change_store
from stores.store.tasks import task_of
from tests.factories.blocks import document_link, paragraph
from tests.factories.media import empty_storage, make_document, make_image
from tests.factories.newsroom import health_news_of, make_article, make_page, publish
from tests.factories.people import ClientOf
from tests.factories.stores import make_store

__all__ = ["empty_storage"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_storage")]


def words(store: StorePage) -> list[str]:
    return [found.barrier.words for found in own_barriers(store)]


def test_barriers_follow_what_is_published_whoever_publishes(pitman: StorePage) -> None:
    page = make_page("prices", at_store=pitman, body=[paragraph(document_link(1, "List"))])
    leads = "“List” in block 1 (Paragraph) leads to a file."
    assert words(pitman) == [leads]
    page.body = [("paragraph", "<p>On this page.</p>")]
    page.save_revision()
    assert words(pitman) == [leads]
    publish(page)
    assert words(pitman) == []
    change_store(by=None, store=pitman, fields={"tasks": [task_of("refill", web="https://a.example/f.pdf")]})
    assert words(pitman) == ["The task “Refill a prescription” leads to a PDF."]
    assert own_barriers(pitman)[0].url == reverse("stores_tasks", args=[pitman.pk])


def test_words_that_a_picture_gets_later_count(pitman: StorePage) -> None:
    own = pitman.registration.collection
    image, document = make_image("a.png", collection=own), make_document("list.pdf", collection=own)
    assert words(pitman) == [
        f"The picture “{image.title}” has no alternative text.",
        f"The document “{document.title}” is a PDF.",
    ]
    make_article("local", at_store=pitman, hero=image)
    assert words(pitman)[0] == "The main image has no alternative text."
    assert own_number(pitman) == 1
    image = NetworkImage.objects.get(pk=image.pk)
    image.description = "Our door"
    image.save()
    assert own_number(pitman) == 0


def test_worker_looks_at_all_and_what_is_deleted_leaves_nothing(pitman: StorePage) -> None:
    page = make_page("prices", at_store=pitman, body=[paragraph(document_link(1, "List"))])
    make_page("draft", at_store=pitman, live=False)
    assert look_at_new(most=1) == 1
    waiting = not_looked_at().count()
    assert look_at_the_rest.call() == waiting > 1
    assert not not_looked_at().exists()
    assert PageBarriers.objects.get(page=page.pk).documents == 1
    page.delete()
    assert not PageBarriers.objects.filter(page=page.pk).exists()


def test_people_of_the_store_read_it_and_nobody_elses(pitman: StorePage, client_of: ClientOf) -> None:
    other = make_store("millrace")
    make_page("prices", at_store=pitman, body=[paragraph(document_link(1, "Our list"))])
    make_page("costs", at_store=other, body=[paragraph(document_link(1, "Their list"))])
    news = health_news_of(pitman)
    news.intro = '<p><a href="https://a.example/n.pdf">News</a></p>'
    publish(news)
    url = reverse("cms_store_accessible", args=[pitman.pk])
    owner = client_of("owner")
    for client in (owner, client_of("staff"), client_of("admin")):
        page = client.get(url).content.decode()
        assert "“Our list” in block 1 (Paragraph) leads to a file." in page
        assert "“News” in the intro leads to a PDF." in page
        assert "Their list" not in page
    for role in ("neighbour", "editor"):
        assert client_of(role).get(url).status_code == 404
    assert owner.post(url).status_code == 404
    home = owner.get("/admin/").content.decode()
    assert "2 things here are of no use to some patients" in home
    assert url in home
