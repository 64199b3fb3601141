"""Drafts as the site of the chosen store shows them, at the chosen time."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from cms.models import ArticlePage, ExpertPage, HealthNewsPage, Placement, StandardPage
from stores.choices import AudienceKind
from stores.models import HolidayClosure, NetworkBanner, StorePage
from stores.people.appointing import appoint_owner, appoint_staff
from tests.cms.admin_forms import edit_url, form_at, html_field, logged_in, paragraphs, stream
from tests.factories.network import articles_folder, experts_folder, make_editor, make_user, shared_pages_folder
from tests.factories.newsroom import ProviderFactory, health_news_of, make_article, make_expert, make_page
from tests.factories.stores import make_store
from tests.frontend_templates.previewing import BANNER, banner_form, banner_frame, frame, new_frame, preview_url

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
"""A Monday, 10 am in New York."""
CHRISTMAS = "2026-12-25T10:00"


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def stores() -> tuple[StorePage, StorePage]:
    return make_store("pitman"), make_store("switchback", time_zone="America/Denver", phone="(303) 555-0199")


@pytest.fixture
def editor(stores: tuple[StorePage, StorePage]) -> Client:
    return logged_in(make_editor())


@pytest.fixture
def owner(stores: tuple[StorePage, StorePage]) -> Client:
    user = make_user("owner")
    appoint_owner(by=None, user=user, store=stores[0])
    return logged_in(user)


def test_unsaved_article_is_shown_with_the_tokens_of_the_chosen_store(editor: Client) -> None:
    article = make_article("flu")
    body = paragraphs("body", "<p>Call {{ store.phone }} today.</p>")
    for store, phone in (("pitman", "(856) 589-2392"), ("switchback", "(303) 555-0199")):
        html = frame(editor, article, {"title": "Flu, a draft", **body}, store=store)
        assert "Flu, a draft" in html
        assert f"Call {phone} today." in html
    assert ArticlePage.objects.get(pk=article.pk).title == "Flu"


def test_moment_is_on_the_stores_own_clock(editor: Client) -> None:
    HolidayClosure.objects.create(label="Christmas Day", starts_on=date(2026, 12, 25), ends_on=date(2026, 12, 25))
    article = make_article("flu")
    assert "Friday, December 25, 2026, 10:00am EST" in frame(editor, article, store="pitman", at=CHRISTMAS)
    html = frame(editor, article, store="switchback", at=CHRISTMAS)
    assert "Friday, December 25, 2026, 10:00am MST" in html
    assert "Pharmacy today, Christmas Day" in html
    assert "now: " in frame(editor, article, store="pitman", at="")


def test_placement_of_the_chosen_store_is_shown(editor: Client, stores: tuple[StorePage, StorePage]) -> None:
    article = make_article("flu")
    Placement.objects.create(store=stores[1], article=article, title="Flu in Denver", note="Come in.")
    assert "Flu in Denver" in frame(editor, article, store="switchback")
    assert "Flu in Denver" not in frame(editor, article, store="pitman")


def test_store_outside_the_forms_own_audience_shows_it_and_says_why(editor: Client) -> None:
    article = make_article("flu")
    chosen = {"audience": AudienceKind.CHOSEN, "audience_stores": "switchback"}
    assert "This store is not in its audience." in frame(editor, article, chosen, store="pitman")
    assert "Patients would not see it" not in frame(editor, article, chosen, store="switchback")
    # The store that nobody chose is one of the audience.
    html = frame(editor, article, chosen, store="")
    assert "<strong>Switchback Pharmacy</strong>" in html


def test_experts_and_topics_are_those_of_the_form(editor: Client) -> None:
    article = make_article("flu", experts=[make_expert("sample-expert", title="Sample Expert")])
    assert "Sample Expert" in frame(editor, article, store="pitman")
    html = frame(editor, article, {"article_experts-0-DELETE": "1"}, store="pitman")
    assert "Sample Expert" not in html


@pytest.mark.parametrize("page_type", [ArticlePage, ExpertPage, StandardPage])
def test_new_page_is_shown_before_anything_but_its_title_is_filled_in(editor: Client, page_type: type[Page]) -> None:
    parents: dict[type[Page], Page] = {
        ArticlePage: articles_folder(),
        ExpertPage: experts_folder(),
        StandardPage: shared_pages_folder(),
    }
    # What has no blank in the database is asked for before there is a preview.
    needed = {"provider": ProviderFactory.create().pk, "published_on": "2026-11-20"}
    for fields in ({"title": "Brand new"}, {}):
        before = Page.objects.count()
        values = {**needed, **fields}
        html = new_frame(editor, page_type, parents[page_type], values, store="switchback").content.decode()
        assert (fields.get("title") or "Placeholder title") in html
        assert "<strong>Switchback Pharmacy</strong>" in html
        assert Page.objects.count() == before


def test_owner_sees_a_new_local_article_and_a_new_page_at_the_own_store(
    owner: Client, stores: tuple[StorePage, StorePage]
) -> None:
    needed = {"provider": ProviderFactory.create().pk, "published_on": "2026-11-20"}
    for page_type, parent in ((ArticlePage, health_news_of(stores[0])), (StandardPage, stores[0])):
        html = new_frame(owner, page_type, parent, {**needed, "title": "Ours alone"}).content.decode()
        assert "Ours alone" in html
        assert "<strong>Pitman Pharmacy</strong>" in html
        assert "Patients would not see it" not in html


def test_expert_is_shown_and_who_is_named_nowhere_is_told(editor: Client) -> None:
    expert = make_expert("sample-expert")
    html = frame(editor, expert, {"biography": html_field("<p>Sees people at {{ store.name }}.</p>")}, store="pitman")
    assert "Sees people at Pitman Pharmacy." in html
    assert "No article that this store carries names this person." in html
    make_article("flu", experts=[expert])
    assert "No article that this store" not in frame(editor, expert, store="pitman")


def test_store_page_shows_the_forms_lines_hours_and_colour_at_the_moment(
    owner: Client, stores: tuple[StorePage, StorePage]
) -> None:
    changes = {
        "promo_banners-0-text": "Advent at {{ store.name }}",
        "promo_banners-0-link_label": "",
        "promo_banners-0-show_from": "2026-12-01",
        "promo_banners-0-show_until": "2026-12-24",
        "promo_banners-0-has_no_end": "",
        "accent": "#7a1f1f",
    }
    shown = frame(owner, stores[0], changes, at="2026-12-24T12:00")
    assert "Advent at Pitman Pharmacy" in shown
    assert "--sign:#7a1f1f" in shown
    assert "Advent" not in frame(owner, stores[0], changes, at=CHRISTMAS)
    assert "Advent" not in frame(owner, stores[0], changes, at="")


def test_half_filled_form_of_a_store_is_shown(owner: Client, stores: tuple[StorePage, StorePage]) -> None:
    empty = dict.fromkeys(("time_zone", "phone", "street", "city", "state", "postal_code", "accent", "theme"), "")
    form = form_at(owner, edit_url(stores[0]))
    for name, value in empty.items():
        form[name] = value
    answer = owner.post(preview_url(stores[0]), form).json()
    assert answer["is_available"]
    assert owner.get(preview_url(stores[0])).status_code == 200


def test_health_news_page_is_shown(owner: Client, stores: tuple[StorePage, StorePage]) -> None:
    news = HealthNewsPage.objects.get(path__startswith=stores[0].path)
    assert "Get well!" in frame(owner, news, {"title": "Get well!"})


# The network's promo lines


def test_line_of_the_network_stands_among_the_stores_own(editor: Client) -> None:
    NetworkBanner.objects.create(text="The first", has_no_end=True, sort_order=1)
    saved = NetworkBanner.objects.create(text="As saved", has_no_end=True, sort_order=9)
    for banner in (saved, None):
        html = banner_frame(editor, banner, "pitman", text="Now at {{ store.name }}", sort_order=5)
        found = [html.index(text) for text in ("The first", "Now at Pitman Pharmacy", "Free delivery")]
        assert found == sorted(found)
        assert ("As saved" in html) is (banner is None)
        assert "Patients would not see it" not in html
    assert NetworkBanner.objects.count() == 2


def test_line_outside_its_days_or_audience_is_shown_and_told(editor: Client) -> None:
    fields = {"show_from": "2026-12-20", "show_until": "2026-12-26", "has_no_end": ""}
    assert "Patients would not see it" not in banner_frame(editor, None, "pitman", CHRISTMAS, **fields)
    html = banner_frame(editor, None, "pitman", "2026-12-27T00:00", text="Season", **fields)
    assert "Season" in html
    assert "It ended on Saturday, December 26, 2026." in html
    html = banner_frame(editor, None, "pitman", **fields)
    assert "It starts on Sunday, December 20, 2026." in html
    chosen = {"audience": AudienceKind.CHOSEN, "audience_stores": "switchback"}
    assert "This store is not in its audience." in banner_frame(editor, None, "pitman", **chosen)


def test_owner_has_no_preview_of_the_networks_banners(owner: Client) -> None:
    banner = NetworkBanner.objects.create(text="As saved", has_no_end=True)
    for url in (preview_url(banner), reverse(f"{BANNER}:preview_on_add")):
        assert owner.get(url).status_code == owner.post(url, {}).status_code == 404


# What kind of answer it is


def test_answer_is_nobodys_to_keep_to_index_or_to_frame(editor: Client) -> None:
    article = make_article("flu")
    frame(editor, article)
    answers = [
        editor.get(preview_url(article), {"store": "pitman"}),
        editor.get(preview_url(article), {"store": "nobody"}),
        editor.get(reverse("wagtailadmin_pages:view_draft", args=[article.pk])),
    ]
    for answer in answers:
        assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert 'name="robots" content="noindex"' in answer.content.decode()
        policy = answer["Content-Security-Policy"]
        assert "frame-ancestors 'self'" in policy
        assert "default-src 'none'" in policy
        assert "form-action 'none'" in policy
    assert answers[0]["X-Frame-Options"] == "SAMEORIGIN"
    assert answers[2]["X-Frame-Options"] == "DENY"
    assert '<base target="_blank">' in answers[0].content.decode()


def test_site_itself_has_no_trace_of_previews(client: Client, stores: tuple[StorePage, StorePage]) -> None:
    html = client.get("/", headers={"host": "pitman.localhost:8000"}).content.decode()
    assert "preview" not in html
    assert "<base" not in html


def test_draft_and_earlier_states_are_shown_as_the_chosen_store(editor: Client) -> None:
    article = make_article("flu")
    article.title = "An earlier state"
    revision = article.save_revision()
    article.title = "The latest draft"
    article.save_revision()
    frame(editor, article, store="switchback", at=CHRISTMAS)
    draft = editor.get(reverse("wagtailadmin_pages:view_draft", args=[article.pk])).content.decode()
    earlier = editor.get(reverse("wagtailadmin_pages:revisions_view", args=[article.pk, revision.pk]))
    assert "The latest draft" in draft
    assert "An earlier state" in earlier.content.decode()
    for html in (draft, earlier.content.decode()):
        assert "<strong>Switchback Pharmacy</strong>, <time" in html
        assert "December 25, 2026" in html
    query = {"store": "pitman", "at": ""}
    url = reverse("wagtailadmin_pages:view_draft", args=[article.pk])
    assert "<strong>Pitman Pharmacy</strong>, now" in editor.get(url, query).content.decode()


def test_network_without_a_store_says_so() -> None:
    editor = logged_in(make_editor())
    article = make_article("flu")
    assert "There is no store yet" in frame(editor, article)


# Whose preview it is


@pytest.mark.parametrize("role", ["owner", "staff"])
def test_another_store_in_the_url_is_refused_like_one_that_is_not_there(
    role: str, stores: tuple[StorePage, StorePage]
) -> None:
    user = make_user(role)
    (appoint_staff if role == "staff" else appoint_owner)(by=None, user=user, store=stores[0])
    client = logged_in(user)
    article = make_article("ours", at_store=stores[0])
    article.save_revision()
    frame(client, article)
    urls = [
        preview_url(article),
        reverse("wagtailadmin_pages:view_draft", args=[article.pk]),
        reverse("wagtailadmin_pages:revisions_view", args=[article.pk, article.latest_revision_id]),
    ]
    for url in urls:
        theirs, nobodys = client.get(url, {"store": "switchback"}), client.get(url, {"store": "no-such-store"})
        assert theirs.status_code == nobodys.status_code == 404
        assert theirs.content == nobodys.content
        assert b"Switchback" not in theirs.content
        assert client.get(url, {"store": "pitman"}).status_code == 200
        assert b"<strong>Pitman Pharmacy</strong>" in client.get(url).content


def test_store_in_what_is_sent_changes_nothing(owner: Client, stores: tuple[StorePage, StorePage]) -> None:
    article = make_article("ours", at_store=stores[0])
    html = frame(owner, article, {"store": "switchback", "preview_as": str(stores[1].pk)})
    assert "<strong>Pitman Pharmacy</strong>" in html
    form = form_at(owner, edit_url(article))
    form.update({**stream("body"), **stream("sources"), **stream("corrections"), "store": "switchback"})
    assert owner.post(f"{preview_url(article)}?store=switchback", form).json()["is_valid"]
    assert b"<strong>Pitman Pharmacy</strong>" in owner.get(preview_url(article)).content


def test_page_of_another_store_has_no_preview(owner: Client, stores: tuple[StorePage, StorePage]) -> None:
    for page in (stores[1], make_article("theirs", at_store=stores[1]), make_article("shared")):
        for query in ("", "?store=pitman", "?store=switchback"):
            assert owner.get(preview_url(page) + query).status_code == 404
            assert owner.post(preview_url(page) + query, {"title": "x"}).status_code == 404


def test_bad_choice_is_a_clear_message(editor: Client) -> None:
    article = make_article("flu")
    frame(editor, article)
    for query, status, words in (
        ({"store": "no-such-store"}, 404, "There is no such store"),
        ({"at": "soon"}, 400, "The time must be"),
        ({"store": "pitman\x00", "at": ""}, 404, "There is no such store"),
    ):
        answer = editor.get(preview_url(article), query)
        assert answer.status_code == status
        assert words in answer.content.decode()
    assert editor.get(preview_url(article)).status_code == 200


# What it costs


READS = ("SELECT", "SAVEPOINT", "RELEASE SAVEPOINT")


def writes(queries: Any) -> list[str]:
    """Statements that are no reading; the choice itself is remembered in the session."""
    sql = [query["sql"].lstrip("(") for query in queries]
    return [each for each in sql if not each.startswith(READS) and "django_session" not in each]


def test_preview_costs_the_same_for_any_number_of_stores_and_writes_nothing(editor: Client) -> None:
    article = make_article("flu", experts=[make_expert("sample-expert")])
    banner = NetworkBanner.objects.create(text="As saved", has_no_end=True)
    page = make_page("savings")
    editor.post(preview_url(banner), banner_form(editor, preview_url(banner)))
    for shared in (article, page):
        frame(editor, shared)
    costs: list[list[int]] = []
    for slugs in ((), [f"more-{number}" for number in range(10)]):
        for slug in slugs:
            make_store(slug)
        costs.append([])
        for url in (preview_url(article), preview_url(page), preview_url(banner)):
            query = {"store": "switchback", "at": CHRISTMAS}
            editor.get(url, query)
            with CaptureQueriesContext(connection) as queries:
                assert editor.get(url, query).status_code == 200
            assert writes(queries) == []
            costs[-1].append(len(queries))
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 70
