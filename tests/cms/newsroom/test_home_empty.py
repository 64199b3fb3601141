"""A network that was founded this minute: no store, no article, no provider. Every screen of the newsroom opens."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from cms.newsroom.waiting import WAITING_LISTS
from tests.cms.admin_forms import logged_in
from tests.factories.network import make_admin, make_editor, make_network

pytestmark = pytest.mark.django_db

SCREENS = {
    "wagtailadmin_home": "Nothing waits for the newsroom",
    "cms_intake": "Feeds say where news comes from.",
    "cms_intake_experts": "Nobody waits.",
    "cms_intake_feeds": "There are no feeds to display.",
    "cms_intake_feed_add": "Try it on the sample",
    "cms_calendar": "Sunday,",
    "wagtailsnippets_cms_release:list": "There are no releases to display. Why not add one",
    "wagtailsnippets_cms_release:add": "Pages that go live together",
    "cms_reviews": "No medical review is overdue or due within 90 days.",
    "cms_article_templates": "choose “Save as template”",
    "wagtailsnippets_cms_provider:list": "There are no providers to display. Why not add one",
    "wagtailsnippets_cms_provider:add": "Checklist before an article is published",
    "wagtailsnippets_stores_storegroup:list": "Why not add one",
    "wagtailsnippets_stores_storegroup:add": "The group's name in the API",
    "wagtailsnippets_stores_networkbanner:list": "Why not add one",
    "cms_network_board": "There are no stores to display.",
    "cms_duties": "No store lacks any of them.",
    "cms_accessible": "on 0 pages",
    "cms_accessible_library": "There are no pages to display.",
    "cms_recalls": "There are no withdrawals to display.",
    "stores_holiday_answers": "No holiday in the next two weeks.",
    "stores_many": "You see what it changes at each store first.",
    **{each.view: each.nothing for each in WAITING_LISTS},
}
OF_ADMINS = {
    "cms_network_health": "Nothing is waiting",
    "stores_network:index": "There are no stores to display. Why not add one",
    "stores_network_people": "Nobody is waiting.",
    "stores_network_changes": "Was given the role",
}


def said(client: Client, name: str) -> str:
    answer: Any = client.get(reverse(name))
    assert answer.status_code == 200, (name, answer.status_code)
    main = BeautifulSoup(answer.content, "html.parser").select_one("main")
    for each in main.select("script, style, template, svg"):
        each.decompose()
    return " ".join(main.get_text(" ").split())


def test_every_screen_opens_and_says_what_comes_next() -> None:
    make_network()
    editor, admin = logged_in(make_editor()), logged_in(make_admin())
    for client, screens in ((editor, SCREENS), (admin, {**SCREENS, **OF_ADMINS})):
        for name, words in screens.items():
            assert words in said(client, name), name
