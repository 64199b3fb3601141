"""`ninjs/`: what partners take, by the schema of the IPTC; who may, and what is never passed on."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from api.keys.models import NetworkAccess
from cms.models import ArticlePage, Placement, Provider
from cms.recalls.recalling import recall_article
from stores.models import StorePage
from tests.api.declared import document_of_today
from tests.api.keys.asking import Worker, made
from tests.factories.blocks import paragraph
from tests.factories.newsroom import ProviderFactory, TopicFactory, make_article, make_expert
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db

SCHEMA = Path(__file__).parent / "ninjs-schema_3.0.json"
"""As the IPTC publishes it (https://www.iptc.org/std/ninjs/ninjs-schema_3.0.json, CC BY 4.0), of
github.com/iptc/newsinjson at 3ace397.
"""
ITEMS = "/api/v2/ninjs/?store=pitman"
PAST = datetime(2026, 1, 2, tzinfo=UTC)


@pytest.fixture
def pitman(db: None) -> StorePage:
    return make_store("pitman")


@pytest.fixture
def agency(pitman: StorePage) -> Provider:
    """Who lets its articles be passed on."""
    return ProviderFactory.create(slug="agency", name="Agency", dateline="AGENCY", may_pass_on=True)


@pytest.fixture
def worker(pitman: StorePage) -> Iterator[Worker]:
    # The test's transaction outlives a request.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield Worker()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def key_for(worker: Worker, *scopes: str, store: StorePage | None = None) -> str:
    key = made(*(scopes or ("news",)), store=store)[1]
    worker.source.look()
    return key


def ask(worker: Worker, key: str, path: str = ITEMS) -> Any:
    status, _headers, body = worker.ask(path, key)
    assert status == 200, body
    return json.loads(body)


def problems(item: dict[str, Any]) -> list[str]:
    """What the schema of the standard finds wrong, dates and addresses included."""
    validator = Draft202012Validator(
        json.loads(SCHEMA.read_text()), format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    return [f"{list(each.path)}: {each.message}" for each in validator.iter_errors(item)]


BODY = [
    paragraph("Call <b>us</b> & rest.", "one"),
    {"type": "heading", "value": {"text": "At {{ store.name }}", "level": "2"}},
    {"type": "question", "value": {"question": "Who <may>?", "answer": "<p>Anybody.</p>"}},
    {"type": "key_points", "value": {"title": "Key points", "points": ["Rest", "Drink"]}},
    {"type": "quote", "value": {"text": "Rest.", "attribution": "Ann"}},
    {"type": "callout", "value": {"style": "tip", "text": "<p>Ask.</p>"}},
    {"type": "references", "value": {"items": [{"text": "A study", "url": "https://example.com/?a=1&b=2"}]}},
    {"type": "video", "value": {"url": "https://vimeo.com/76979871", "title": "A film", "captions": True}},
]


def whole(agency: Provider) -> ArticlePage:
    return make_article(
        "flu",
        title="Flu & you",
        provider=agency,
        byline="Ann Writer",
        credit="Agency/Ann",
        topics=[TopicFactory.create(slug="flu", name="Flu")],
        tags=["winter"],
        experts=[make_expert("ann", title="Ann")],
        corrections=[{"type": "correction", "value": {"corrected_on": "2026-12-01", "text": "The dose was wrong."}}],
        expire_at=datetime(2030, 1, 2, tzinfo=UTC),
        original_url="https://agency.example.com/flu",
        body=BODY,
    )


def test_item_is_whole_and_keeps_the_standard(worker: Worker, agency: Provider) -> None:
    article = whole(agency)
    answer = ask(worker, key_for(worker))
    (item,) = answer["items"]
    assert problems(item) == []
    assert answer["meta"]["total_count"] == 1
    assert item["uri"].endswith(f"2026:articles/{article.pk}")
    assert (item["pubStatus"], item["language"], item["by"], item["located"]) == (
        "usable",
        "en",
        "Ann Writer",
        "AGENCY",
    )
    assert item["headlines"] == [{"role": "main", "contentType": "text/plain", "value": "Flu & you"}]
    assert item["edNote"] == "Corrected on 2026-12-01: The dose was wrong."
    assert item["expires"].startswith("2030-01-01T19:00:00")
    assert item["infoSources"] == [
        {"name": "Agency", "role": "provider"},
        {"name": "Agency/Ann", "role": "credit"},
    ]
    assert item["copyrightHolder"] == "Agency"
    assert "Agency" in item["copyrightNotice"]
    assert item["usageTerms"] == "Health news is provided as a service to Pitman Pharmacy site users by Agency."
    assert {each["name"] for each in item["subjects"]} == {"Flu", "winter"}
    assert item["people"][0]["name"] == "Ann"
    assert {each["role"] for each in item["altIds"]} == {"id", "page", "original"}


def test_body_is_one_piece_of_html_and_says_what_it_lacks(worker: Worker, agency: Provider) -> None:
    whole(agency)
    (item,) = ask(worker, key_for(worker))["items"]
    html = item["bodies"][0]["value"]
    for part in (
        "<h2>At Pitman Pharmacy</h2>",
        "<h2>Who &lt;may&gt;?</h2><p>Anybody.</p>",
        "<ul><li>Rest</li><li>Drink</li></ul>",
        "<blockquote><p>Rest.</p><p><cite>Ann</cite></p></blockquote>",
        '<li><a href="https://example.com/?a=1&amp;b=2">A study</a></li>',
    ):
        assert part in html
    assert ("vimeo" in html, item["representationType"]) == (False, "partial")


def test_end_of_the_license_is_the_end_of_the_item_if_it_is_sooner(worker: Worker, agency: Provider) -> None:
    agency.licence_ends_at = datetime(2029, 5, 6, 12, tzinfo=UTC)
    agency.save()
    whole(agency)
    (item,) = ask(worker, key_for(worker))["items"]
    assert item["expires"] == "2029-05-06T08:00:00-04:00"


def test_nothing_is_passed_on_unless_its_provider_says_so(worker: Worker, agency: Provider, pitman: StorePage) -> None:
    assert Provider._meta.get_field("may_pass_on").default is False
    theirs = make_article("theirs", provider=ProviderFactory.create(slug="strict"))
    own, kept = make_article("own", at_store=pitman), make_article("flu", provider=agency)
    key = key_for(worker)
    assert [each["altIds"][0]["value"] for each in ask(worker, key)["items"]] == [str(kept.pk)]
    for article in (theirs, own):
        assert worker.status(f"/api/v2/ninjs/{article.pk}/?store=pitman", key) == 404
    recall_article(by=None, article=ArticlePage.objects.get(pk=theirs.pk), reason="Wrong dose", at=timezone.now())
    assert ask(worker, key, f"{ITEMS}&status=canceled")["items"] == []
    assert worker.status(f"/api/v2/ninjs/{theirs.pk}/?store=pitman", key) == 404


def test_what_the_store_does_not_carry_is_not_there(worker: Worker, agency: Provider, pitman: StorePage) -> None:
    hidden = make_article("hidden", provider=agency)
    Placement.objects.create(store=pitman, article=hidden, is_hidden=True)
    others = [
        hidden,
        make_article("draft", provider=agency, live=False),
        make_article("excluded", provider=agency, excluded=[pitman]),
        make_article("over", provider=agency, expire_at=PAST),
    ]
    key = key_for(worker)
    assert ask(worker, key)["items"] == []
    assert {worker.status(f"/api/v2/ninjs/{each.pk}/?store=pitman", key) for each in others} == {404}


def test_withdrawn_article_is_canceled_by_its_id_and_in_the_list(worker: Worker, agency: Provider) -> None:
    article, gone = make_article("flu", provider=agency), timezone.now() - timedelta(minutes=1)
    recall_article(by=None, article=ArticlePage.objects.get(pk=article.pk), reason="The reason is ours.", at=gone)
    key = key_for(worker)
    (item,) = ask(worker, key, f"{ITEMS}&status=canceled")["items"]
    assert item == ask(worker, key, f"/api/v2/ninjs/{article.pk}/?store=pitman")
    assert problems(item) == []
    assert (item["pubStatus"], "headlines" in item, "ours" in json.dumps(item)) == ("canceled", False, False)
    assert datetime.fromisoformat(item["versionCreated"]) == gone.replace(microsecond=0)
    assert ask(worker, key)["items"] == []


def test_end_of_a_license_cancels(worker: Worker, agency: Provider) -> None:
    make_article("flu", provider=agency)
    agency.licence_ends_at = PAST
    agency.save()
    (item,) = ask(worker, key_for(worker), f"{ITEMS}&status=canceled")["items"]
    assert (item["pubStatus"], item["versionCreated"]) == ("canceled", "2026-01-01T19:00:00-05:00")


def test_nobody_takes_them_without_a_key_for_news_however_open_the_network_is(
    worker: Worker, agency: Provider, pitman: StorePage
) -> None:
    article = make_article("flu", provider=agency)
    key, other = key_for(worker), key_for(worker, "read", "live", "preview")
    for path in (ITEMS, f"/api/v2/ninjs/{article.pk}/?store=pitman", "/api/v2/s/pitman/ninjs/"):
        # The one with the key first: nothing of its answer is kept for others.
        assert (worker.status(path, key), worker.status(path), worker.status(path, other)) == (200, 401, 403), path
        assert (worker.status(path, "mortar_nonsense"), worker.status(path)) == (401, 401), path
    headers = worker.ask(ITEMS, key)[1]
    assert headers["cache-control"] == "private, no-cache"
    NetworkAccess.objects.create(pk=1, anonymous_read=False)
    worker.source.look()
    assert (worker.status(ITEMS, key), worker.status(ITEMS)) == (200, 401)


def test_partner_that_has_an_answer_already_is_sent_no_body(
    worker: Worker, agency: Provider, pitman: StorePage
) -> None:
    article = make_article("flu", provider=agency)
    key, other = key_for(worker), key_for(worker, "read")
    for path in (ITEMS, f"{ITEMS}&status=canceled", f"/api/v2/ninjs/{article.pk}/?store=pitman"):
        first = worker.ask(path, key)[1]
        has = {"if-none-match": first["etag"]}
        status, headers, body = worker.ask(path, key, **has)
        assert (status, headers["etag"], headers["cache-control"], body) == (
            304,
            first["etag"],
            "private, no-cache",
            b"",
        )
        # Whoever may not have it is not told that it is the same.
        assert (worker.status(path, **has), worker.status(path, other, **has)) == (401, 403)
        assert worker.ask(path, **has)[1]["cache-control"] != "private, no-cache"
    one = f"/api/v2/ninjs/{article.pk}/?store=pitman"
    has = {"if-none-match": worker.ask(one, key)[1]["etag"]}
    ArticlePage.objects.filter(pk=article.pk).update(title="Flu, corrected")
    assert worker.status(one, key, **has) == 200
    Provider.objects.filter(pk=agency.pk).update(may_pass_on=False)
    status, headers, _body = worker.ask(one, key, **has)
    assert (status, headers["cache-control"], "etag" in headers) == (404, "private, no-store", False)


def test_key_of_a_store_takes_that_stores_alone(worker: Worker, agency: Provider, pitman: StorePage) -> None:
    make_store("millrace")
    make_article("flu", provider=agency)
    key = key_for(worker, store=pitman)
    assert worker.status(ITEMS, key) == 200
    assert worker.status(ITEMS.replace("pitman", "millrace"), key) == 403
    assert worker.status(ITEMS.replace("pitman", "millrace"), key_for(worker)) == 200


@pytest.mark.parametrize(
    "query", ["status=x", "status=", "ids=x", "limit=x", "limit=1001", "offset=-1", "fields=title", "colour=red"]
)
def test_what_is_not_understood_is_refused(query: str, worker: Worker, agency: Provider) -> None:
    status, _headers, body = worker.ask(f"{ITEMS}&{query}", key_for(worker))
    assert (status, json.loads(body)["errors"][0]["field"]) == (400, query.partition("=")[0])


def test_list_is_paged_and_picked_and_costs_the_same_for_any_number(worker: Worker, agency: Provider) -> None:
    first: dict[str, Any] = {"topics": [TopicFactory.create()], "experts": [make_expert("e")], "tags": ["t"]}
    articles = [make_article("first", provider=agency, body=BODY, **first)]
    key = key_for(worker)
    ask(worker, key)
    with CaptureQueriesContext(connection) as few:
        ask(worker, key)
    for number in range(8):
        parts: dict[str, Any] = {
            "topics": [TopicFactory.create()],
            "experts": [make_expert(f"e-{number}")],
            "tags": [f"t{number}"],
        }
        articles.append(make_article(f"article-{number}", provider=agency, body=BODY, **parts))
    with CaptureQueriesContext(connection) as many:
        answer = ask(worker, key)
    assert len(answer["items"]) == 9
    assert len(many) <= len(few) <= 14, (len(few), len(many))
    page = ask(worker, key, f"{ITEMS}&limit=2&offset=8")
    assert (len(page["items"]), page["meta"]["total_count"], page["meta"]["next"]) == (1, 9, None)
    picked = ask(worker, key, f"{ITEMS}&ids={articles[0].pk},{articles[3].pk},999999999")
    assert {each["altIds"][0]["value"] for each in picked["items"]} == {str(articles[0].pk), str(articles[3].pk)}


def test_answers_are_those_of_the_openapi_document(worker: Worker, agency: Provider) -> None:
    whole(agency)
    document = document_of_today()
    schema = {**document["components"]["schemas"]["NinjsItemListing"], "components": document["components"]}
    key = key_for(worker)
    for query in ("", "&status=canceled"):
        found = [each.message for each in Draft202012Validator(schema).iter_errors(ask(worker, key, ITEMS + query))]
        assert found == []
    example = document["paths"]["/api/v2/ninjs/"]["get"]["responses"]["200"]["content"]["application/json"]["example"]
    assert [problems(item) for item in example["items"]] == [[]]
    assert set(ask(worker, key)["items"][0]) <= set(document["components"]["schemas"]["NinjsItem"]["properties"])
