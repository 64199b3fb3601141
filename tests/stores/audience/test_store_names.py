"""Stores are named by typing: the form costs nothing for those that are not chosen."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.models import ArticlePage
from stores.audience.store_names import Label, StoreNames
from stores.choices import AudienceKind
from stores.opening.opening import close_store
from stores.people.appointing import appoint_owner
from tests.cms.admin_forms import edit_url, form_at, logged_in, paragraphs, saved, send, stream
from tests.factories.network import make_editor, make_user
from tests.factories.newsroom import make_article
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db

URL = "/admin/stores/names/"
BODY = {**paragraphs("body", "<p>Ours.</p>"), **stream("sources"), **stream("corrections")}


@pytest.fixture
def editor() -> Client:
    return logged_in(make_editor())


def suggested(client: Client, term: str) -> list[str]:
    return list(client.get(URL, {"term": term}).json())


def sent(text: str) -> list[object]:
    data = QueryDict(mutable=True)
    data["stores"] = text
    return list(StoreNames().value_from_datadict(data, {}, "stores"))


def test_beginning_of_name_city_or_slug_finds_a_store(editor: Client) -> None:
    make_store("pitman")
    make_store("p-2", title="Elmer Drugs", city="Elmer")
    assert suggested(editor, "pitm") == ["Pitman Pharmacy (pitman)"]
    assert suggested(editor, "elm") == suggested(editor, "P-2") == ["Elmer Drugs (p-2)"]
    assert suggested(editor, "") == suggested(editor, "nothing") == []


def test_closed_store_is_not_offered(editor: Client) -> None:
    close_store(by=None, store=make_store("pitman"))
    assert suggested(editor, "pitman") == []


def test_owner_is_told_of_no_store() -> None:
    owner = make_user("owner")
    appoint_owner(by=None, user=owner, store=make_store("pitman"))
    assert logged_in(owner).get(URL, {"term": "p"}).status_code == 404


def test_what_the_form_shows_comes_back_as_the_same_stores() -> None:
    one, other = make_store("pitman"), make_store("p-2", title='Smith, "Sons" (and) Co')
    shown = StoreNames().format_value([one.pk, other.pk])
    assert set(sent(shown)) == {one.pk, other.pk}


def test_label_has_nothing_that_separates_it_from_the_next() -> None:
    assert Label.of("Smith, Sons", "p-2") == "Smith  Sons (p-2)"


def test_ids_are_taken_as_a_list_of_choices_sends_them() -> None:
    data = QueryDict("stores=3&stores=5")
    assert StoreNames().value_from_datadict(data, {}, "stores") == ["3", "5"]


def test_store_that_is_not_there_is_refused_by_its_name(editor: Client) -> None:
    make_store("pitman")
    article = make_article("flu")
    fields = {**BODY, "audience_stores": '"Pitman Pharmacy (pitman)", "Gone (gone)"'}
    response = send(editor, edit_url(article), form_at(editor, edit_url(article)), audience="chosen", **fields)
    assert "Gone (gone)" in str(response.context["form"].errors["audience_stores"])


def test_audience_saves_and_reloads(editor: Client) -> None:
    stores = [make_store("pitman"), make_store("elmer")]
    article = make_article("flu", audience=AudienceKind.CHOSEN, stores=stores)
    form = form_at(editor, edit_url(article))
    assert form["audience_stores"] == '"Elmer Pharmacy (elmer)", "Pitman Pharmacy (pitman)"'
    saved(send(editor, edit_url(article), form, **BODY))
    assert set(ArticlePage.objects.get(pk=article.pk).audience_stores.all()) == set(stores)


def test_stores_that_are_not_chosen_cost_nothing(editor: Client) -> None:
    url = edit_url(make_article("flu", audience=AudienceKind.CHOSEN, stores=[make_store("pitman")]))
    editor.get(url)
    costs = []
    for slugs in ((), ("elmer", "mercer", "vineland")):
        for slug in slugs:
            make_store(slug)
        editor.get(url)  # the root paths of all Sites are cached
        with CaptureQueriesContext(connection) as queries:
            page = editor.get(url).content.decode()
        costs.append(len(queries))
        assert "elmer" not in page
    assert costs[0] == costs[1]
