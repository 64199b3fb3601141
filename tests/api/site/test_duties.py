"""Notices that the law asks for, on a store's site and in the API."""

from datetime import date

from cms.articles.duties import HEADERS, Duty
from cms.translating.translating import set_language
from stores.models import StorePage
from tests.api.asking import Api
from tests.factories.newsroom import make_page
from tests.factories.stores import make_store

TEXTS = [
    {"language": "es", "states": [], "text": "Llame al {{ store.phone }}."},
    {"language": "ar", "states": ["NJ"], "text": "اتصل على {{ store.phone }}."},
]


def privacy(slug: str = "privacy", at_store: StorePage | None = None) -> int:
    contact = "{{ store.privacy_contact }}"
    day = date(2026, 2, 16)
    return make_page(slug, at_store=at_store, duty=Duty.PRIVACY, effective_on=day, contact=contact).pk


def test_notice_has_its_parts_on_the_page_and_in_pages(api: Api) -> None:
    make_store("pitman")
    pk = privacy()
    duty = {
        "kind": "privacy_practices",
        "header": HEADERS["privacy_practices"],
        "effective_on": "2026-02-16",
        "contact": "Pitman Pharmacy, (856) 589-2392",
    }
    assert api.get("storefront/", store="pitman", path="/privacy/")["page"]["duty"] == duty
    assert api.get(f"pages/{pk}/", store="pitman")["duty"] == duty
    page = make_page("privacidad", duty=Duty.PRIVACY, effective_on=date(2026, 2, 16), contact="Us")
    set_language(page=page, language="es", by=None)
    header = api.get("storefront/", store="pitman", path="/es/privacidad/")["page"]["duty"]["header"]
    assert header.startswith("ESTE AVISO DESCRIBE CÓMO")


def test_links_to_notices_come_last_and_a_stores_own_stands_in_place_of_the_networks(api: Api) -> None:
    pitman, _other = make_store("pitman"), make_store("millrace")
    make_page("about", show_in_menus=True)
    make_page("access", duty=Duty.ACCESSIBILITY, contact="Us", show_in_menus=True)
    privacy()
    privacy("our-privacy", at_store=pitman)

    def listed(store: str) -> list[tuple[str, str | None]]:
        return [(link["path"], link["duty"]) for link in api.items("navigation/", store=store)]

    both = [("/hours/", None), ("/our-privacy/", "privacy_practices"), ("/access/", "accessibility")]
    assert listed("pitman")[-3:] == both
    assert ("/about/", None) in listed("pitman")
    assert listed("millrace")[-2:] == [("/privacy/", "privacy_practices"), ("/access/", "accessibility")]


def test_language_help_is_that_of_the_stores_state_and_keeps_numbers_whole(api: Api) -> None:
    make_store("pitman")
    make_store("millrace", state="OR")
    make_page("help", duty=Duty.LANGUAGE_HELP, body=[{"type": "language_help", "value": {"texts": TEXTS}, "id": "a"}])
    items = api.get("storefront/", store="pitman", path="/help/")["page"]["body"][0]["value"]["items"]
    assert items == [
        {
            "language": "ar",
            "direction": "rtl",
            "name": "العربية",
            "text": "اتصل على \u2066(856) 589-2392\u2069.",
        },
        {"language": "es", "direction": "ltr", "name": "Español", "text": "Llame al (856) 589-2392."},
    ]
    body = api.get("storefront/", store="millrace", path="/help/")["page"]["body"]
    assert [item["language"] for item in body[0]["value"]["items"]] == ["es"]
