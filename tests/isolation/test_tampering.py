"""The newsroom's forms, sent by hand: by whom they are not for, with ids of others, doubled, and far too large."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, ModelLogEntry

from cms.article_templates.beginning import make_template
from cms.intake.formats.reading import read_document
from cms.intake.models import ExpertProposal, FeedItem
from cms.intake.taking import take_document
from cms.models import ArticlePage, ArticleTemplate, Release, ReleasePage
from stores.access.who import NEWSROOM_GROUP
from stores.models import StorePage
from tests.cms.admin_forms import NETWORK, logged_in
from tests.factories.feeds import as_ninjs, make_feed, told
from tests.factories.media import library_collection
from tests.factories.network import articles_folder, experts_folder, make_editor
from tests.factories.newsroom import make_article
from tests.factories.people import ClientOf, client_of, pitman
from tests.factories.stores import StoreGroupFactory, make_store

__all__ = ["client_of", "pitman"]

pytestmark = pytest.mark.django_db

AT = datetime(2026, 4, 1, 12, tzinfo=UTC)
HOSTILE = ("", "-1", "0", "٧", "7\0", "9" * 19, "9" * 40, "9" * 5000, "1e9", "' OR 1=1 --", "x" * 100_000)
"""What stands where an id, a name or a language should."""
ONE_OF_A_KIND = ("", "٧", "7\0", "9" * 19, "9" * 5000, "x" * 100_000)
"""Nothing, an odd digit, a null character; past what the database counts to, what Python reads, what a field holds."""


@dataclass(frozen=True)
class Door:
    """A form and what a browser would send of it, such that something would be written."""

    name: str
    url: str
    sent: dict[str, Any]


def _refuse(href: str) -> bytes:
    raise AssertionError(href)


@pytest.fixture
def doors(pitman: StorePage) -> list[Door]:
    """Each with something real behind it."""
    articles_folder(), experts_folder(), library_collection()
    feed, group = make_feed(rule="draft"), StoreGroupFactory.create(slug="north")
    take_document(feed, read_document(as_ninjs([told(1), told(2)]), "ninjs"), _refuse, AT)
    items = list(feed.items.order_by("pk"))
    article, other = make_article("flu"), make_article("gout", live=False)
    template = make_template(name="Weekly", article=article)
    release = Release.objects.create(name="Spring")
    ReleasePage.objects.create(release=release, page_id=other.pk)
    proposal = ExpertProposal.objects.create(item=items[0], name="Ann Sample")
    ids = [item.pk for item in items]
    return [
        Door("accept", reverse("cms_intake_decide"), {"do": "accept", "item": ids, "back": ""}),
        Door("reject", reverse("cms_intake_decide"), {"do": "reject", "item": ids}),
        Door("audience", reverse("cms_intake_decide"), {"do": "audience", "item": ids, "group": [group.pk]}),
        Door("all", reverse("cms_intake_decide"), {"do": "accept", "all": "on", "asked": "show=decide"}),
        Door("expert", reverse("cms_intake_experts"), {"proposal": proposal.pk, "expert": ""}),
        Door("fetch", reverse("cms_intake_fetch", args=[feed.pk]), {"now": "yes"}),
        Door("begin", reverse("cms_article_templates"), {"begin": template.pk, "title": "New"}),
        Door("delete template", reverse("cms_article_templates"), {"delete": template.pk}),
        Door("make template", reverse("cms_make_template", args=[article.pk]), {"name": "Another"}),
        Door("reviewed", reverse("cms_reviewed", args=[article.pk]), {"due_on": "2030-01-01"}),
        Door("language", reverse("cms_translations", args=[article.pk]), {"language": "es", "original": ""}),
        Door("begin translation", reverse("cms_translations", args=[article.pk]), {"begin": "es"}),
        Door("release", reverse("cms_release", args=[release.pk]), {"do": "publish"}),
        Door("calendar", reverse("cms_calendar"), {"what": f"release-{release.pk}", "to": "2030-01-01"}),
        Door("count", reverse("cms_article_count"), {"audience": "chosen", "which": "1", "audience_groups": group.pk}),
        Door("rule count", reverse("stores_rule_count"), {"rule_groups": group.pk, "rule_states": "NJ"}),
        Door("group", reverse("wagtailsnippets_stores_storegroup:add") + "?saved=1", saved("Saved", group.pk)),
    ]


def saved(name: str, group: int) -> dict[str, Any]:
    return {"name": name, "slug": name.lower(), "rule_groups": [group], "rule_states": ["NJ"]}


TABLES = (
    "cms_feeditem",
    "cms_articletemplate",
    "cms_release",
    "cms_expertproposal",
    "wagtailcore_page",
    "wagtailcore_revision",
    "cms_articlepage",
    "stores_storegroup",
    "wagtailcore_modellogentry",
    "wagtailcore_pagelogentry",
    "django_tasks_database_dbtaskresult",
)


def written() -> list[Any]:
    """All that these doors write, as it is now."""
    found = []
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
            found.append([str(row) for row in cursor.fetchall()])
    return found


def without_rights() -> Client:
    """Somebody of the newsroom, from whose group the library was taken."""
    editor = make_editor()
    GroupPagePermission.objects.filter(group__name=NEWSROOM_GROUP).delete()
    return logged_in(editor)


READ_ONLY = {"count", "rule count"}
"""Doors that write nothing, and tell the newsroom numbers."""


@pytest.mark.parametrize("role", ["anonymous", "owner", "staff", "without rights"])
def test_nobody_whom_they_are_not_for_writes_anything(role: str, doors: list[Door], client_of: ClientOf) -> None:
    if role == "without rights":
        client = without_rights()
        asked = [door for door in doors if door.name not in {*READ_ONLY, "group"}]
    else:
        client = Client(SERVER_NAME=NETWORK) if role == "anonymous" else client_of(role)
        asked = doors
    before = written()
    for door in asked:
        answer = client.post(door.url, door.sent)
        if role == "anonymous":
            assert answer.status_code in {302, 401}, door.name
        elif role == "without rights" and door.name in {"release", "calendar"}:
            assert answer.status_code == 302, door.name
        else:
            assert answer.status_code in {403, 404}, door.name
        assert written() == before, door.name


def hostile(door: Door, values: Sequence[str]) -> Iterator[dict[str, Any]]:
    """What the door is sent, with each of its values in turn something that it can't be, and doubled."""
    for name, value in door.sent.items():
        for wrong in values:
            yield {**door.sent, name: wrong}
        yield {**door.sent, name: [*(value if isinstance(value, list) else [value]), *HOSTILE]}
        yield {key: each for key, each in door.sent.items() if key != name}
    if door.name in {"accept", "reject", "audience"}:
        yield {**door.sent, "back": "٧"}
        yield {**door.sent, "item": ["1"] * 3000}


@pytest.mark.usefixtures("known_askers")
@pytest.mark.parametrize("values", [ONE_OF_A_KIND, pytest.param(HOSTILE, marks=pytest.mark.trial)], ids=["few", "all"])
def test_nothing_that_is_sent_is_an_error_of_ours(
    values: Sequence[str], doors: list[Door], client_of: ClientOf
) -> None:
    """No door changes who the editor is."""
    client = client_of("editor")
    client.raise_request_exception = False
    wrong = []
    for door in doors:
        for sent in hostile(door, values):
            answer = client.post(door.url, sent)
            if answer.status_code >= 500:
                wrong.append((door.name, {key: str(value)[:60] for key, value in sent.items()}))
    assert not wrong, wrong


def test_ids_of_a_stores_own_articles_lead_nowhere(doors: list[Door], client_of: ClientOf) -> None:
    local = make_article("local", at_store=make_store("switchback"))
    client = client_of("editor")
    for url, sent in (
        (reverse("cms_make_template", args=[local.pk]), {"name": "Theirs"}),
        (reverse("cms_reviewed", args=[local.pk]), {"due_on": "2030-01-01"}),
        (reverse("cms_translations", args=[local.pk]), {"language": "es", "original": ""}),
        (reverse("cms_calendar"), {"what": f"page-{local.pk}", "to": "2030-01-01"}),
    ):
        before = written()
        assert client.post(url, sent).status_code in {302, 404}, url
        assert written() == before, url


def test_what_is_sent_twice_is_done_once(doors: list[Door], client_of: ClientOf) -> None:
    client, by_name = client_of("editor"), {door.name: door for door in doors}
    for name in ("make template", "accept", "begin translation", "release"):
        for _turn in range(2):
            assert client.post(by_name[name].url, by_name[name].sent).status_code in {200, 302}, name
    assert ArticleTemplate.objects.filter(name="Another").count() == 1
    assert ArticlePage.objects.filter(locale__language_code="es").count() == 1
    own = FeedItem.objects.filter(pk__in=by_name["accept"].sent["item"])
    assert [item.state for item in own] == ["live", "live"]
    history = ModelLogEntry.objects.filter(action="cms.publish_release").count()
    assert history == 1
