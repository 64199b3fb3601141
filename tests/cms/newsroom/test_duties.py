"""The report of stores that lack a notice which the law asks for."""

import csv
import io

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from cms.articles.duties import HELP_LANGUAGES, LANGUAGES_WANTED, Duty
from cms.models import StandardPage
from cms.newsroom.duties import Duties
from stores.models import StorePage, StoreRegistration
from tests.factories.newsroom import make_page
from tests.factories.people import ClientOf
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db


def lacks_of(store: StorePage) -> list[str]:
    return [lack.words for lack in Duties.load(timezone.now()).lacks.get(store.pk, [])]


def write_all(languages: int = LANGUAGES_WANTED) -> dict[str, StandardPage]:
    """Every notice, for every store."""
    texts = [{"language": code, "states": ["NJ"], "text": "Call."} for code in list(HELP_LANGUAGES)[:languages]]
    day, contact = "2026-02-16", "{{ store.privacy_contact }}"
    return {
        Duty.PRIVACY: make_page("privacy", duty=Duty.PRIVACY, effective_on=day, contact=contact),
        Duty.NONDISCRIMINATION: make_page("rights", duty=Duty.NONDISCRIMINATION, contact="Us"),
        Duty.LANGUAGE_HELP: make_page(
            "help", duty=Duty.LANGUAGE_HELP, body=[{"type": "language_help", "value": {"texts": texts}}]
        ),
        Duty.ACCESSIBILITY: make_page("access", duty=Duty.ACCESSIBILITY, contact="{{ store.email }}"),
    }


def register(store: StorePage, **values: str) -> None:
    StoreRegistration.objects.filter(store=store).update(**values)


def test_store_lacks_what_nobody_has_written_and_then_what_it_has_no_value_for(pitman: StorePage) -> None:
    add = reverse("wagtailadmin_pages:add", args=["cms", "standardpage", 0])[: -len("0/")]
    make_page("about")
    first = Duties.load(timezone.now()).lacks[pitman.pk]
    assert [lack.duty for lack in first] == Duty.values
    assert first[0].words == "No notice of privacy practices: nobody has written one"
    assert first[0].url.startswith(add)
    pages = write_all(languages=3)
    register(pitman, legal_name="", privacy_contact="")
    lacks = Duties.load(timezone.now()).lacks[pitman.pk]
    assert [lack.words for lack in lacks] == [
        "The notice of privacy practices names the store's legal name, and there is none",
        "The notice of privacy practices names the store's privacy contact, and there is none",
        "Help with languages in New Jersey: 3 of 15 languages",
        "The accessibility statement names the store's email address, and there is none",
    ]
    assert [lack.url for lack in lacks] == [
        reverse("stores_network:registration", args=[pitman.pk]),
        reverse("stores_network:registration", args=[pitman.pk]),
        reverse("wagtailadmin_pages:edit", args=[pages[Duty.LANGUAGE_HELP].pk]),
        reverse("wagtailadmin_pages:edit", args=[pitman.pk]),
    ]


def test_store_lacks_nothing_once_all_is_there_and_its_audience_decides(pitman: StorePage) -> None:
    pages = write_all()
    register(pitman, legal_name="Pitman Pharmacy", privacy_contact="Privacy Officer")
    StorePage.objects.filter(pk=pitman.pk).update(email="us@example.com")
    assert lacks_of(pitman) == []
    away = make_store("millrace", state="OR", email="mill@example.com")
    register(away, legal_name="Millrace", privacy_contact="Us")
    assert lacks_of(away) == ["Help with languages in Oregon: 0 of 15 languages"]
    pages[Duty.ACCESSIBILITY].excluded_stores.set([pitman])
    pages[Duty.ACCESSIBILITY].save()
    title = pages[Duty.ACCESSIBILITY].title
    assert lacks_of(pitman) == [f"No accessibility statement: “{title}” is not for this store"]
    make_page("our-access", at_store=pitman, duty=Duty.ACCESSIBILITY, contact="Us")
    assert lacks_of(pitman) == []
    StandardPage.objects.filter(pk=pages[Duty.NONDISCRIMINATION].pk).update(live=False)
    title = pages[Duty.NONDISCRIMINATION].title
    assert lacks_of(pitman) == [f"No notice of nondiscrimination: “{title}” is not published"]


def test_newsroom_reads_filters_and_downloads_the_report(pitman: StorePage, client_of: ClientOf) -> None:
    write_all(languages=1)
    register(pitman, legal_name="Pitman Pharmacy", privacy_contact="Privacy Officer")
    StorePage.objects.filter(pk=pitman.pk).update(email="us@example.com")
    for role in ("owner", "staff", "neighbour"):
        client = client_of(role)
        for view in ("cms_duties", "cms_duties_results"):
            assert client.get(reverse(view)).status_code == 404
    client = client_of("editor")
    page = BeautifulSoup(client.get(reverse("cms_duties")).content, "html.parser")
    rows = {row.select_one("td").text.strip(): row for row in page.select("main tbody tr")}
    link = rows["Pitman Pharmacy"].select_one("li a")
    assert link is not None
    assert link.text == "Help with languages in New Jersey: 1 of 15 languages"
    answer = client.get(reverse("cms_duties_results") + "?duty=accessibility")
    assert "Pitman" not in {row.store.title for row in answer.context["table"].data}
    file = client.get(reverse("cms_duties") + "?export=csv&duty=language_help").getvalue().decode()
    found = list(csv.reader(io.StringIO(file)))
    assert found[0] == ["Code", "Store", "City", "State", "What it lacks"]
    assert ["pitman", "Pitman Pharmacy", "Pitman", "NJ", link.text] in found
