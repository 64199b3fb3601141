"""The screens of releases: the newsroom's, and nobody else's."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.models import ArticlePage, Release, ReleasePage
from cms.releases.releasing import publish_release
from stores.models import StorePage
from tests.factories.newsroom import make_article, publish
from tests.factories.people import ClientOf

pytestmark = pytest.mark.django_db

ADD = reverse("wagtailsnippets_cms_release:add")


def form(*pages: ArticlePage, **fields: Any) -> dict[str, Any]:
    rows = {"TOTAL_FORMS": len(pages), "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 1, "MAX_NUM_FORMS": 1000}
    sent: dict[str, Any] = {f"release_pages-{name}": value for name, value in rows.items()}
    for number, page in enumerate(pages):
        row = {"id": "", "ORDER": number + 1, "DELETE": "", "page": page.pk}
        sent |= {f"release_pages-{number}-{name}": value for name, value in row.items()}
    return {"name": "Spring", "goes_live_at": "", **sent, **fields}


def screen(release: Release) -> str:
    return reverse("cms_release", args=[release.pk])


def test_editor_makes_a_release_publishes_it_and_takes_it_back(pitman: StorePage, client_of: ClientOf) -> None:
    editor, article = client_of("editor"), make_article("new", title="First", live=False)
    assert editor.post(ADD, form(article)).status_code == 302
    release = Release.objects.get()
    assert screen(release) in editor.get(reverse("wagtailsnippets_cms_release:list")).content.decode()
    answer = editor.post(screen(release), {"do": "publish"}, follow=True)
    assert "is live: 1 page." in answer.content.decode()
    assert ArticlePage.objects.get().live
    edit = reverse("wagtailsnippets_cms_release:edit", args=[release.pk])
    assert "Take it back before you change it" in editor.post(edit, form(article)).content.decode()
    delete = editor.post(reverse("wagtailsnippets_cms_release:delete", args=[release.pk]), follow=True)
    assert "Take it back first" in delete.content.decode()
    editor.post(screen(release), {"do": "take-back"})
    assert not ArticlePage.objects.get().live
    assert Release.objects.get().state == "Taken back"


def test_what_keeps_a_page_is_said_beside_it_and_the_button_is_off(client_of: ClientOf) -> None:
    editor, article = client_of("editor"), make_article("new", title="First", live=False)
    editor.post(ADD, form(article))
    ArticlePage.objects.update(locked=True)
    release = Release.objects.get()
    page = BeautifulSoup(editor.get(screen(release)).content, "html.parser")
    assert "'First' is locked." in page.select_one("table.listing").text
    assert page.select_one("button[name=do]").has_attr("disabled")
    assert "Nothing was done. 'First' is locked." in editor.post(
        screen(release), {"do": "publish"}, follow=True
    ).content.decode().replace("&#x27;", "'")
    for nothing in ("", "both"):
        editor.post(screen(release), {"do": nothing})
    assert Release.objects.get().published_at is None


@pytest.mark.parametrize("case", ["local", "elsewhere", "past"])
def test_form_refuses_by_name(case: str, pitman: StorePage, client_of: ClientOf) -> None:
    article = make_article("new", title="First", at_store=pitman if case == "local" else None)
    if case == "elsewhere":
        Release.objects.create(name="Other", release_pages=[ReleasePage(page=article)])
    sent = form(article, goes_live_at="2020-01-01 10:00" if case == "past" else "")
    words = {"local": "of the library", "elsewhere": "waits in the release", "past": "That is over in"}[case]
    answer = client_of("admin").post(ADD, sent)
    assert words in answer.content.decode()
    assert not Release.objects.filter(name="Spring").exists()


@pytest.mark.parametrize("role", ["owner", "staff", "neighbour"])
def test_people_of_stores_find_nothing(role: str, pitman: StorePage, client_of: ClientOf) -> None:
    article = make_article("new", live=False)
    release = Release.objects.create(name="Spring", release_pages=[ReleasePage(page=article)])
    client = client_of(role)
    assert client.get(screen(release)).status_code == 404
    assert client.post(screen(release), {"do": "publish"}).status_code == 404
    assert client.get(ADD).status_code == 404
    assert not ArticlePage.objects.get().live


def test_screen_asks_once_for_all_but_each_version(client_of: ClientOf) -> None:
    client = client_of("editor")

    def queries(number: int) -> tuple[int, int]:
        release = Release.objects.create(name=f"Of {number}")
        for each in range(number):
            page = make_article(f"of-{number}-{each}", title="Old")
            publish(page)
            page.title = "New"
            page.save_revision()
            ReleasePage.objects.create(release=release, page=page)
        address = reverse("cms_release", args=[release.pk])
        client.get(address)
        with CaptureQueriesContext(connection) as waiting:
            client.get(address)
        publish_release(release, by=None)
        with CaptureQueriesContext(connection) as live:
            client.get(address)
        return len(waiting), len(live)

    queries(1)
    two, six = queries(2), queries(6)
    # Each version is read and checked: its references, its slug, its constraints.
    assert six[0] - two[0] <= 4 * 17
    assert six[1] == two[1]
