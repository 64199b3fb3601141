"""Recall in the admin: who may, what it leaves, and that it happens once."""

import csv
import io
import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.models import ArticlePage, Placement, Recall
from cms.recalls.recalling import recall_article
from stores.models import StorePage
from tests.cms.admin_forms import edit_url, logged_in
from tests.factories.network import make_editor
from tests.factories.newsroom import make_article
from tests.factories.people import ClientOf
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)
REASON = {"reason": "Wrong dose"}
RECEIPTS = ("cms_receipt", "cms_receipt_csv", "cms_receipt_print")


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


def recall_url(article: ArticlePage) -> str:
    return reverse("cms_recall", args=[article.pk])


def recalled(title: str = "Flu") -> Recall:
    return recall_article(by=None, article=make_article("flu", title=title), reason="Wrong dose", at=AT)


@pytest.mark.parametrize("role", ["owner", "staff", "neighbour"])
def test_people_of_a_store_get_404(role: str, pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of(role)
    for article in (make_article("shared"), make_article("local", at_store=pitman)):
        assert client.get(recall_url(article)).status_code == 404
        assert client.post(recall_url(article), REASON).status_code == 404
        assert ArticlePage.objects.get(pk=article.pk).live
    recall = recalled()
    for view in RECEIPTS:
        assert client.get(reverse(view, args=[recall.pk])).status_code == 404
    for view in ("cms_recalls", "cms_recalls_results"):
        assert client.get(reverse(view)).status_code == 404
    assert Recall.objects.count() == 1


def test_anonymous_is_sent_to_the_login(pitman: StorePage) -> None:
    article, client = make_article("flu"), Client(SERVER_NAME="localhost")
    assert client.post(recall_url(article), REASON).status_code == 302
    assert not Recall.objects.exists()


@pytest.mark.parametrize("role", ["editor", "admin"])
def test_newsroom_recalls_and_gets_the_receipt(role: str, pitman: StorePage, client_of: ClientOf) -> None:
    client, article = client_of(role), make_article("flu", title="The flu")
    Placement.objects.create(store=make_store("millrace"), article=article, is_hidden=True)
    assert "Carried by 1 of 2 stores now." in client.get(recall_url(article)).content.decode()
    response = client.post(recall_url(article), REASON, follow=True)
    receipt = Recall.objects.get()
    assert (receipt.reason, receipt.recalled_at, receipt.recalled_by.username) == ("Wrong dose", AT, role)
    assert not ArticlePage.objects.carried_by(pitman, AT).exists()
    text = " ".join(BeautifulSoup(response.content, "html.parser").select_one("main").text.split())
    for words in ("The flu", "Fri, Dec 18, 2026, 3:00 PM EST", role, "Wrong dose", "pitman.localhost", "1 store"):
        assert words in text
    assert "millrace" not in text


def test_editor_recalls_no_local_article_and_a_network_admin_does(pitman: StorePage, client_of: ClientOf) -> None:
    local = make_article("local", at_store=pitman)
    assert client_of("editor").post(recall_url(local), REASON).status_code == 404
    client_of("admin").post(recall_url(local), REASON)
    assert Recall.objects.get().stores == [{"code": "pitman", "name": pitman.title, "host": "pitman.localhost"}]


def test_no_reason_is_a_form_error(pitman: StorePage, client_of: ClientOf) -> None:
    article, client = make_article("flu"), client_of("editor")
    for reason in ("", "  ", "x" * 501):
        assert client.post(recall_url(article), {"reason": reason}).context["form"].errors["reason"]
    assert not Recall.objects.exists()


def test_second_post_leads_to_the_first_receipt(pitman: StorePage, client_of: ClientOf) -> None:
    client, article = client_of("editor"), make_article("flu")
    for reason in ("Wrong dose", "Sent twice", ""):
        response = client.post(recall_url(article), {"reason": reason})
        receipt = Recall.objects.get()
        assert response["Location"] == reverse("cms_receipt", args=[receipt.pk])
    assert receipt.reason == "Wrong dose"
    assert client.get(recall_url(article))["Location"] == response["Location"]


def test_draft_leads_back_to_its_page(pitman: StorePage, client_of: ClientOf) -> None:
    client, draft = client_of("editor"), make_article("draft", live=False)
    for response in (client.get(recall_url(draft)), client.post(recall_url(draft), REASON)):
        assert response["Location"] == edit_url(draft)
    assert not Recall.objects.exists()


def test_buttons_lead_to_reach_and_recall_where_one_may(pitman: StorePage, client_of: ClientOf) -> None:
    article, draft = make_article("flu"), make_article("draft", live=False)
    client = client_of("editor")
    html = client.get(edit_url(article)).content.decode()
    assert recall_url(article) in html
    assert reverse("cms_reach", args=[article.pk]) in html
    assert recall_url(draft) not in client.get(edit_url(draft)).content.decode()
    listing = client.get(reverse("wagtailadmin_explore", args=[article.get_parent().pk])).content.decode()
    assert recall_url(article) in listing
    assert recall_url(draft) not in listing
    local = make_article("local", at_store=pitman)
    owners = client_of("owner").get(edit_url(local)).content.decode()
    assert recall_url(local) not in owners


def test_list_names_every_recall_and_what_became_of_it(pitman: StorePage, client_of: ClientOf) -> None:
    recalled(title="The flu")
    other = recall_article(by=None, article=make_article("cough", title="A cough"), reason="Typo", at=AT)
    ArticlePage.objects.filter(pk=other.article_id).update(live=True)
    client = client_of("editor")
    page = BeautifulSoup(client.get(reverse("cms_recalls")).content, "html.parser")
    rows = [" ".join(row.text.split()) for row in page.select("main tbody tr")]
    assert [row.split(" Just")[0].split(" now")[0][:7] for row in rows] == ["A cough", "The flu"]
    assert ("Published again" in rows[0], "Published again" in rows[1]) == (True, False)
    found = client.get(reverse("cms_recalls_results") + "?q=dose")
    assert [row.title for row in found.context["object_list"]] == ["The flu"]
    assert reverse("cms_recalls") in client.get("/admin/").content.decode()


def test_list_costs_the_same_for_many(pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of("editor")
    recalled()
    client.get(reverse("cms_recalls"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("cms_recalls"))
    for number in range(11):
        recall_article(by=None, article=make_article(f"a-{number}"), reason="Typo", at=AT)
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("cms_recalls"))
    assert len(many) <= len(few)


def test_file_and_paper_hold_every_store_and_no_formula(pitman: StorePage, client_of: ClientOf) -> None:
    recall = recalled(title="=1+1")
    stores = [{"code": f"s-{number}", "name": "@evil", "host": f"s-{number}.localhost"} for number in range(120)]
    Recall.objects.filter(pk=recall.pk).update(stores=stores)
    client = client_of("editor")
    response = client.get(reverse("cms_receipt_csv", args=[recall.pk]))
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert len(rows) == 121
    assert (rows[1][0], rows[1][4], rows[1][6]) == ("'=1+1", "Wrong dose", "'@evil")
    assert response["Content-Disposition"] == f'attachment; filename="recall-{recall.pk}-flu.csv"'
    paper = BeautifulSoup(client.get(reverse("cms_receipt_print", args=[recall.pk])).content, "html.parser")
    assert len(paper.select("tbody tr")) == 120
    screen = BeautifulSoup(client.get(reverse("cms_receipt", args=[recall.pk]) + "?p=3").content, "html.parser")
    assert len(screen.select("main tbody tr")) == 20


def test_receipt_stays_true_when_article_store_and_account_are_gone(pitman: StorePage, client_of: ClientOf) -> None:
    article, ann = make_article("flu", title="The flu"), make_editor("ann")
    recall = recall_article(by=ann, article=article, reason="Wrong dose", at=AT)
    ann.delete()
    ArticlePage.objects.get(pk=article.pk).delete()
    StorePage.objects.filter(pk=pitman.pk).update(title="Another name")
    client = client_of("admin")
    for view in RECEIPTS:
        text = client.get(reverse(view, args=[recall.pk])).content.decode()
        for words in ("The flu", "ann", "Wrong dose", "Pitman Pharmacy"):
            assert words in text, view
    assert "The article was deleted since." in client.get(reverse("cms_receipt", args=[recall.pk])).content.decode()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_recalls_at_once_leave_one_receipt() -> None:
    make_store("pitman")
    article, clients = make_article("flu"), [logged_in(make_editor(name)) for name in ("ann", "bob")]
    answers: list[str] = []
    together = threading.Barrier(2)

    def send(client: Client) -> None:
        together.wait()
        answers.append(client.post(recall_url(article), REASON)["Location"])
        connection.close()

    threads = [threading.Thread(target=send, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert answers == [reverse("cms_receipt", args=[Recall.objects.get().pk])] * 2
