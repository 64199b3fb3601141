"""The intake desk: what came in, and what the newsroom decides about it."""

import gzip
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission

from cms.intake.formats.reading import read_document
from cms.intake.models import ExpertProposal, FeedItem, ItemState, ProviderFeed
from cms.intake.taking import take_document
from cms.models import ArticlePage, ChecklistItem, ExpertPage
from stores.models import StorePage
from stores.people.roles import EDITOR
from tests.cms.admin_forms import logged_in, text_of
from tests.factories.feeds import RSS_MAPPING, Told, as_ninjs, as_rss, make_feed, told
from tests.factories.network import experts_folder, make_editor, make_user
from tests.factories.stores import StoreGroupFactory, make_store

pytestmark = pytest.mark.django_db
AT = datetime(2026, 4, 1, 12, tzinfo=UTC)


@pytest.fixture
def client() -> Client:
    return logged_in(make_editor())


def take(feed: ProviderFeed, *stories: Told) -> None:
    def refuse(href: str) -> bytes:
        raise AssertionError(href)

    take_document(feed, read_document(as_ninjs(stories), "ninjs"), refuse, AT)


def decide(client: Client, do: str, *numbers: int, **more: Any) -> str:
    ids = FeedItem.objects.filter(item_id__in=[told(each).id for each in numbers]).values_list("pk", flat=True)
    data = {"do": do, "item": list(ids), **more}
    return text_of(client.post(reverse("cms_intake_decide"), data, follow=True))


def article_of(number: int) -> ArticlePage:
    return ArticlePage.objects.get(feed_items__item_id=told(number).id)


def test_newsroom_accepts_and_rejects_in_bulk(client: Client, pitman: StorePage) -> None:
    feed = make_feed(rule="draft")
    take(feed, *(told(each) for each in range(1, 5)), replace(told(5), html=""))
    page = text_of(client.get(reverse("cms_intake")))
    assert "It has no text" in page
    assert "1 item is accepted" in decide(client, "accept", 1)
    assert "1 item is rejected" in decide(client, "reject", 2)
    said = decide(client, "accept", all="on", asked=f"feed={feed.pk}&state=waits")
    assert "2 items are accepted" in said
    assert [article_of(each).live for each in (1, 2, 3, 4)] == [True, False, True, True]
    assert "it is live: withdraw it on its own page" in decide(client, "reject", 1)
    assert "It has no text" in decide(client, "accept", 5)
    feed.mapping = "body = headline"
    feed.save()
    assert "1 item is taken again" in decide(client, "again", 5)
    assert FeedItem.objects.get(item_id=told(5).id).state == ItemState.WAITS
    take(feed, replace(told(2), version=2))
    assert FeedItem.objects.get(item_id=told(2).id).state == ItemState.REJECTED


def test_the_worker_decides_about_many(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cms.intake.desk.items.HERE_AT_MOST", 2)
    take(make_feed(rule="draft"), told(1), told(2), replace(told(3), html=""))
    page = decide(client, "accept", all="on", asked="show=decide")
    assert "does that with 3 items" in page
    assert "To decide (1)" in page
    assert [article_of(each).live for each in (1, 2)] == [True, True]
    assert FeedItem.objects.get(item_id=told(3).id).problem.startswith("It has no text")


def test_what_is_rejected_goes_live_no_more_whichever_version_was_scheduled(client: Client) -> None:
    feed = make_feed(rule="draft")
    held = replace(told(1), embargo=datetime(2030, 1, 1, tzinfo=UTC))
    take(feed, held)
    decide(client, "accept", 1)
    assert article_of(1).scheduled_revision is not None
    take(feed, replace(held, version=2, title="Another"))
    decide(client, "reject", 1)
    assert article_of(1).scheduled_revision is None


def test_newsroom_changes_the_audience_of_live_drafted_and_scheduled_ones(client: Client, pitman: StorePage) -> None:
    group = StoreGroupFactory.create(slug="north")
    store = make_store("switchback", groups=[group])
    live, drafts = make_feed(), make_feed("drafts", rule="draft")
    take(live, told(1), replace(told(2), embargo=datetime(2030, 1, 1, tzinfo=UTC)))
    take(drafts, told(3))
    assert "3 items are offered to" in decide(client, "audience", 1, 2, 3, group=[group.pk])
    assert not ArticlePage.objects.carried_by(pitman, AT).exists()
    assert ArticlePage.objects.carried_by(store, AT).get() == article_of(1)
    assert article_of(2).scheduled_revision is not None
    for each in (2, 3):
        assert list(article_of(each).get_latest_revision_as_object().audience_groups.all()) == [group]
    decide(client, "audience", 1)
    assert ArticlePage.objects.carried_by(pitman, AT).get() == article_of(1)


def test_a_version_that_the_newsroom_wrote_over_is_taken_once_it_is_accepted(client: Client) -> None:
    feed = make_feed()
    take(feed, told(1))
    article = article_of(1)
    article.teaser = "Ours."
    article.save_revision().publish()
    take(feed, replace(told(1), version=2, title="Theirs", signal="correction", correction="Mended."))
    assert article_of(1).title == told(1).title
    assert "A new version waits" in text_of(client.get(reverse("cms_intake") + "?show=unapplied"))
    decide(client, "accept", 1)
    assert (article_of(1).title, article_of(1).teaser) == ("Theirs", told(1).teaser)
    assert [child.value["text"] for child in article_of(1).corrections] == ["Mended."]


def test_a_correction_that_waits_says_that_readers_have_the_version_before_and_what_it_changes(client: Client) -> None:
    feed = make_feed(rule="draft")
    take(feed, told(1))
    decide(client, "accept", 1)
    html = told(1).html + "<p>The study began in March.</p>"
    take(feed, replace(told(1), version=2, html=html, signal="correction", correction="The wrong month."))
    assert [article_of(1).live, article_of(1).corrections.raw_data[:]] == [True, []]
    assert "Live as it was before: a new version waits" in text_of(client.get(reverse("cms_intake")))
    item = FeedItem.objects.get(item_id=told(1).id)
    page = client.get(reverse("cms_intake_item", args=[item.pk])).content.decode()
    assert "Its article is live as it was before." in page
    assert re.search(r'<span class="addition">[^<]*The study began in March', page)
    decide(client, "accept", 1)
    assert [child.value["text"] for child in article_of(1).corrections] == ["The wrong month."]
    assert "as it was before" not in text_of(client.get(reverse("cms_intake")))


def test_likeness_is_shown_side_by_side(client: Client) -> None:
    take(make_feed(), told(1), replace(told(2), title="Another", html=told(1).html + "<p>More.</p>"))
    item = FeedItem.objects.get(item_id=told(2).id)
    page = text_of(client.get(reverse("cms_intake_item", args=[item.pk])))
    assert "% the same" in page
    assert told(1).title in page


def test_a_page_of_the_desk_costs_the_same_however_much_came_in(client: Client) -> None:
    feed = make_feed()
    url = reverse("cms_intake")

    def rows(start: int, number: int) -> None:
        raw = {"values": {}, "pictures": [], "text": "", "problem": ""}
        fields = {"digest": "0" * 64, "raw": raw, "received_at": AT, "changed_at": AT, "state": "live"}
        FeedItem.objects.bulk_create(
            FeedItem(feed=feed, item_id=str(each), title=f"Item {each}", **fields)
            for each in range(start, start + number)
        )

    rows(0, 60)
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(url)
    rows(60, 2_000)
    with CaptureQueriesContext(connection) as many:
        assert client.get(url).status_code == 200
    assert len(many) == len(few) <= 24


ABOUT = "Dr. Ana Ruiz, MD, is a professor of medicine at Sample University. She studies sleep."


def test_newsroom_confirms_whom_an_item_proposes(client: Client) -> None:
    experts_folder()
    feed = make_feed()
    about = f"<h2>About the expert</h2><p>{ABOUT}</p>"
    take(feed, replace(told(1), html=told(1).html + about), replace(told(2), html=told(2).html + about))
    first, second = ExpertProposal.objects.order_by("pk")
    assert (first.name, first.credentials, first.post, first.institution) == (
        *("Ana Ruiz", "MD", "professor of medicine", "Sample University"),
    )
    url = reverse("cms_intake_experts")
    assert ABOUT in text_of(client.get(url))
    client.post(url, {"proposal": first.pk, "expert": ""})
    expert = ExpertPage.objects.get()
    assert (expert.title, expert.live, expert.post) == ("Ana Ruiz", True, "Professor of medicine")
    client.post(url, {"proposal": second.pk, "expert": expert.pk})
    for each in (1, 2):
        article = article_of(each)
        assert [row.expert for row in article.article_experts.all()] == [expert]
        assert "About the expert" not in str(article.body.raw_data)
    take(feed, replace(told(3), byline="Ruiz A. Ana"), replace(told(4), byline="Ana C. Ruiz, MD"))
    assert ExpertProposal.objects.latest("pk").expert == expert


def test_a_mapping_is_tried_on_a_sample_before_it_is_saved(client: Client) -> None:
    feed = make_feed()
    url = reverse("cms_intake_feed", args=[feed.pk])
    sample = as_ninjs([told(1), replace(told(2), html="")]).decode()
    data = {"format": "ninjs", "every_minutes": 30, "rule": "live", "mapping": "teaser = headline", "sample": sample}
    tried = client.post(url, {**data, "save": ""})
    page = text_of(tried)
    assert "Item 2: It has no text" in page
    assert f"Teaser: {told(1).title}" in page
    assert ProviderFeed.objects.get().mapping == ""
    stamp = tried.context["stamp"]
    client.post(url, {**data, "mapping": "title = nothing", "save": "", "tried": stamp})
    assert ProviderFeed.objects.get().mapping == ""
    client.post(url, {**data, "save": "", "tried": stamp})
    assert ProviderFeed.objects.get().mapping == "teaser = headline"
    wrong = text_of(client.post(url, {**data, "mapping": "heading = x", "address": "https://a.example/feed"}))
    assert "Line 1: 'heading' is none of" in wrong
    assert "'a.example' of the address is not among them" in wrong


def test_a_sample_is_read_in_whatever_encoding_it_came(client: Client) -> None:
    feed = make_feed(kind="rss")
    url = reverse("cms_intake_feed", args=[feed.pk])
    data = {"format": "rss", "every_minutes": 30, "rule": "live", "mapping": RSS_MAPPING, "sample": ""}
    text = as_rss([told(1, title="Müde? Ana’s rules")]).decode()
    for said in ("iso-8859-1", "utf-16"):
        sample = text.replace("encoding='utf-8'", f"encoding='{said}'")
        uploaded = SimpleUploadedFile("feed.xml", sample.encode("utf-16" if said == "utf-16" else "cp1252"))
        for given in ({"sample": sample}, {"upload": uploaded}):
            tried = client.post(url, {**data, **given, "try": ""})
            assert [each["story"].title for each in tried.context["tried"].stories] == ["Müde? Ana’s rules"], given
    packed = SimpleUploadedFile("feed.xml", gzip.compress(text.encode()))
    assert "It is packed" in text_of(client.post(url, {**data, "upload": packed, "try": ""}))


def test_a_feed_that_is_saved_is_fetched_soon_and_names_hosts_as_they_are(client: Client) -> None:
    feed = make_feed(failures=9, next_at=datetime(2030, 1, 1, tzinfo=UTC), etag="one")
    url = reverse("cms_intake_feed", args=[feed.pk])
    sample = as_ninjs([told(1)]).decode()
    data = {"format": "ninjs", "every_minutes": 30, "rule": "live", "sample": sample}
    for given, words in (
        ({"address": "ftp://a.example/feed", "hosts": "a.example"}, "Only https:// is called."),
        ({"hosts": "https://p.example/a"}, "'https://p.example/a' is no host: write it without https://"),
        ({"hosts": "p.example:8080"}, "'p.example:8080' is no host"),
        ({"days_shown": 2_147_483_647}, "Give 36,500 days at most"),
    ):
        assert words in text_of(client.post(url, {**data, **given})), given
    good = {**data, "address": "https://a.example/feed", "hosts": "a.example\n::1\n192.0.2.1"}
    client.post(url, {**good, "save": "", "tried": client.post(url, good).context["stamp"]})
    feed.refresh_from_db()
    assert (feed.address, feed.failures, feed.next_at, feed.etag) == ("https://a.example/feed", 0, None, "")


def test_nobody_else_sees_it() -> None:
    nobody = logged_in(make_user("nobody"))
    for name in ("cms_intake", "cms_intake_feeds", "cms_intake_experts", "cms_intake_feed_add"):
        assert nobody.get(reverse(name)).status_code in {302, 403, 404}
    assert nobody.post(reverse("cms_intake_decide"), {"do": "accept"}).status_code in {302, 403, 404}


def test_what_may_be_done_is_offered_to_those_alone_who_may_do_it(client: Client) -> None:
    experts_folder()
    feed = make_feed(rule="draft", address="https://news.example.com/feed", hosts="news.example.com")
    take(feed, replace(told(1), html=f"{told(1).html}<h2>About the expert</h2><p>{ABOUT}</p>"))
    item = FeedItem.objects.get()
    screens = [reverse(name) for name in ("cms_intake", "cms_intake_feeds", "cms_intake_experts")]
    screens += [reverse("cms_intake_item", args=[item.pk]), reverse("cms_intake_feed", args=[feed.pk])]

    def offered() -> list[str]:
        answers = [client.get(url) for url in screens]
        assert {answer.status_code for answer in answers} == {200}
        found = [BeautifulSoup(answer.content, "html.parser") for answer in answers]
        buttons = [each.get_text(strip=True) for page in found for each in page.select("main button[type=submit]")]
        boxes = [page.select_one("input[name=item][type=checkbox]") for page in found]
        adds = [each.get_text(strip=True) for page in found for each in page.select("a") if "Add a feed" in each.text]
        return [*buttons, *("a box" for box in boxes if box), *adds]

    assert offered() == [
        *("Accept", "Reject", "Try again", "Change audience"),
        *("Confirm", "Nobody of ours"),
        *("Accept", "Reject", "Try again", "Change audience"),
        *("Try it on the sample", "Fetch it now"),
        *("a box", "Add a feed"),
    ]
    GroupPagePermission.objects.filter(group__name=EDITOR.name, permission__codename="publish_page").delete()
    assert offered() == []
    # What nobody offers is refused all the same.
    assert client.post(reverse("cms_intake_decide"), {"do": "accept", "item": item.pk}).status_code == 404
    assert client.post(reverse("cms_intake_feed", args=[feed.pk]), {"save": ""}).status_code == 404
    assert client.post(reverse("cms_intake_experts"), {"decline": ""}).status_code == 404


def test_whom_the_newsroom_confirms_is_named_below_an_article_that_nobody_has_ticked(client: Client) -> None:
    experts_folder()
    feed = make_feed()
    ChecklistItem.objects.create(provider=feed.provider, text="Dose compared.")
    about = f"<h2>About the expert</h2><p>{ABOUT}</p>"
    held = replace(told(2), html=told(2).html + about, embargo=datetime(2030, 1, 1, tzinfo=UTC))
    take(feed, replace(told(1), html=told(1).html + about), held)
    for proposal in ExpertProposal.objects.order_by("pk"):
        said = text_of(client.post(reverse("cms_intake_experts"), {"proposal": proposal.pk}, follow=True))
        assert "Ana Ruiz is an expert of" in said
    assert [row.expert.title for row in article_of(1).article_experts.all()] == ["Ana Ruiz"]
    assert article_of(1).live
    waiting: Any = article_of(2).scheduled_revision.as_object()
    assert [row.expert.title for row in waiting.article_experts.all()] == ["Ana Ruiz"]


def test_draft_that_somebody_has_begun_behind_a_scheduled_version_stays_a_draft(client: Client) -> None:
    experts_folder()
    about = f"<h2>About the expert</h2><p>{ABOUT}</p>"
    held = replace(told(1), html=told(1).html + about, embargo=datetime(2030, 1, 1, tzinfo=UTC))
    take(make_feed(), held)
    draft: Any = article_of(1).get_latest_revision_as_object()
    draft.title = "Not checked by anybody"
    draft.save_revision()
    client.post(reverse("cms_intake_experts"), {"proposal": ExpertProposal.objects.get().pk})
    latest: Any = article_of(1).get_latest_revision_as_object()
    assert (latest.title, latest.article_experts.count()) == ("Not checked by anybody", 1)
    assert article_of(1).scheduled_revision.as_object().title == told(1).title


def test_item_marks_what_it_says_otherwise_than_the_article_and_its_like(client: Client) -> None:
    html = "<p>" + " ".join(f"Word{number} stands here." for number in range(60)) + "</p>"
    feed = make_feed(rule="draft")
    take(feed, replace(told(1), html=html), replace(told(2), html=html.replace("Word30", "Another")))
    url = reverse("cms_intake_item", args=[FeedItem.objects.get(item_id=told(2).id).pk])
    page = client.get(url).content.decode()
    for mark in ('<span class="deletion">Another', '<span class="addition">Word30'):
        assert mark in page
    assert "says otherwise than the article" not in page
    article = article_of(2).get_latest_revision_as_object()
    article.body = [("paragraph", "<p>Ours &lt;b&gt;</p>")]
    article.save_revision()
    page = client.get(url).content.decode()
    assert "says otherwise than the article" in page
    assert '<span class="deletion">Ours' in page
    assert "<b>" not in page


def test_texts_beside_each_other_keep_their_paragraphs(client: Client) -> None:
    take(make_feed(), told(1), replace(told(2), title="Another", html="<p>First.</p>" + told(1).html))
    page = client.get(reverse("cms_intake_item", args=[FeedItem.objects.get(item_id=told(2).id).pk]))
    text = page.context["text"]
    assert text.startswith("First.\n\nStudy 1 followed")
    assert "Key points\n" in text
