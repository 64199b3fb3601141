"""The report of what some patients can't use, by store and in the library."""

import csv
import io

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Collection

from cms.accessible.looking import look_at_new
from cms.newsroom.accessible import BarrierNumbers
from stores.models import StorePage
from tests.factories.blocks import VIDEO, block, document_link, paragraph
from tests.factories.many import make_many_stores
from tests.factories.media import empty_storage, make_document, make_image
from tests.factories.newsroom import make_article, make_page
from tests.factories.people import ClientOf
from tests.factories.stores import make_store

__all__ = ["empty_storage"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_storage")]

LIST = [paragraph(document_link(987_654, "List"))]
SILENT = [block("video", {"url": VIDEO, "title": "V", "picture": None, "captions": False}, "1")]


def test_library_is_counted_once_and_each_store_has_its_own(pitman: StorePage) -> None:
    make_store("millrace")
    make_article("flu", body=[*LIST, *SILENT])
    make_page("prices", at_store=pitman, body=LIST)
    make_document("form.pdf", collection=pitman.registration.collection)
    barriers = BarrierNumbers.load()
    none = {"pictures": 0, "documents": 0, "tables": 0, "videos": 0}
    assert barriers.library == {**none, "documents": 1, "videos": 1}
    assert barriers.library_pages == 1
    assert barriers.stores == {pitman.pk: {**none, "documents": 2}}
    assert barriers.having("document") == {pitman.pk}
    assert barriers.having("video") == frozenset()


def test_uploads_of_the_newsroom_are_the_librarys(pitman: StorePage, client_of: ClientOf) -> None:
    root = Collection.get_first_root_node()
    below = pitman.registration.collection.add_child(name="Below")
    closed = make_store("millrace")
    make_document("brochure.pdf", collection=root)
    make_image("bare.png", collection=root)
    make_image("theirs.png", collection=below)
    make_document("old.pdf", collection=closed.registration.collection)
    StorePage.objects.filter(pk=closed.pk).update(live=False)
    barriers = BarrierNumbers.load()
    assert barriers.library == {"pictures": 1, "documents": 1, "tables": 0, "videos": 0}
    assert (barriers.library_pages, barriers.library_uploads) == (0, 2)
    editor = client_of("editor")
    assert "on 0 pages and 2 uploads that stand on no page" in " ".join(
        BeautifulSoup(editor.get(reverse("cms_accessible")).content, "html.parser").text.split()
    )
    listed = [place.words for place in editor.get(reverse("cms_accessible_library")).context["uploads"]]
    assert [words.partition(".")[0].lower() for words in listed] == [
        "the picture “bare” has no alternative text",
        "the document “brochure” is a pdf",
    ]


def test_newsroom_reads_filters_and_downloads_it(pitman: StorePage, client_of: ClientOf) -> None:
    page = make_page("prices", at_store=pitman, title="Prices", body=LIST)
    article = make_article("flu", body=SILENT)
    views = ("cms_accessible", "cms_accessible_results", "cms_accessible_library", "cms_accessible_library_results")
    for role in ("owner", "staff", "neighbour"):
        client = client_of(role)
        assert {client.get(reverse(view)).status_code for view in views} == {404}
    editor = client_of("editor")
    shown = BeautifulSoup(editor.get(reverse("cms_accessible")).content, "html.parser")
    row = shown.select_one("main tbody tr")
    assert row is not None
    place = row.select_one("li a")
    assert place is not None
    assert place.text == "Prices: “List” in block 1 (Paragraph) leads to a file."
    assert place["href"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "0 pictures, 0 documents, 0 tables, 1 videos, on 1 page." in " ".join(shown.text.split())
    assert "Pitman" not in editor.get(reverse("cms_accessible_results") + "?kind=video").content.decode()
    library = editor.get(reverse("cms_accessible_library")).content.decode()
    assert "The video in block 1 (Video) has no captions." in library
    assert article.title in library
    file = editor.get(reverse("cms_accessible") + "?export=csv").getvalue().decode()
    found = list(csv.reader(io.StringIO(file)))
    assert found[0] == ["Code", "Store", "City", "State", "Pictures", "Documents", "Tables", "Videos", "Where"]
    assert found[1] == ["pitman", "Pitman Pharmacy", "Pitman", "NJ", "0", "1", "0", "0", place.text]


def test_thousand_stores_cost_as_many_queries_as_ten(pitman: StorePage, client_of: ClientOf) -> None:
    """Of this report, and of that of notices beside it."""
    editor = client_of("editor")
    make_page("prices", at_store=pitman, body=LIST)
    make_page("rights", duty="nondiscrimination", contact="Us")
    costs: dict[str, list[int]] = {"cms_accessible": [], "cms_duties": []}
    for first, number in ((0, 10), (10, 1000)):
        stores = make_many_stores(number, first=first)
        StorePage.objects.filter(pk__in=[store.pk for store in stores]).update(
            tasks=[{"kind": "app", "label": "", "web": "https://a.example/a.pdf", "phone": "", "sms": ""}]
        )
        while look_at_new():
            pass
        for view, found in costs.items():
            with CaptureQueriesContext(connection) as queries:
                response = editor.get(reverse(view))
            found.append(len(queries))
            assert len(response.context["table"].data) in range(min(number, 50), 51)
    assert {view: many <= few for view, (few, many) in costs.items()} == dict.fromkeys(costs, True)
