"""A form that counts what it does not carry is refused in words, before anything reads it."""

import json
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from cms.counted_forms import carries_what_it_counts
from cms.models import ArticlePage
from tests.cms.admin_forms import edit_url, form_at, logged_in, paragraphs, saved, send, stream
from tests.factories.network import make_admin
from tests.factories.newsroom import make_article

pytestmark = pytest.mark.django_db

HINTS = "/admin/dismissibles/"
BLOCK = {"body-0-deleted": "", "body-0-order": "0", "body-0-type": "paragraph", "body-0-value": "x"}

ENTITY_THAT_IS_NOT_THERE = json.dumps(
    {
        "blocks": [
            {"key": "a", "text": "x", "type": "unstyled", "depth": 0, "inlineStyleRanges": [],
             "entityRanges": [{"offset": 0, "length": 1, "key": 7}]}
        ],
        "entityMap": {},
    }
)  # fmt: skip


def form(fields: dict[str, Any]) -> QueryDict:
    made = QueryDict(mutable=True)
    made.update(fields)
    return made


@pytest.mark.parametrize(
    ("fields", "is_good"),
    [
        ({"body-count": "0"}, True),
        ({"body-count": "1", **BLOCK}, True),
        ({"body-count": "1", "body-0-deleted": "1"}, True),
        ({"title": "No blocks"}, True),
        ({"body-count": "2", **BLOCK}, False),
        ({"body-count": "1000000000", **BLOCK}, False),
        ({"body-count": "9" * 5000}, False),
        ({"body-count": "-1"}, False),
        ({"body-count": "many"}, False),
        ({"body-count": ""}, False),
        ({"body-count": "\u0661", **BLOCK}, False),
        ({"body-count": "1", **BLOCK, "body-0-order": "x"}, False),
        ({"body-count": "1", **BLOCK, "body-0-value-items-count": "1000000000"}, False),
    ],
)
def test_each_count_is_held_against_what_is_there(fields: dict[str, Any], is_good: bool) -> None:
    assert carries_what_it_counts(form(fields)) is is_good


@pytest.fixture
def flu() -> ArticlePage:
    article: ArticlePage = make_article("flu")
    return article


@pytest.mark.parametrize(
    "changes",
    [
        {"body-count": "1000000000"},
        {"body-count": "none"},
        {"body-count": "1", "body-0-deleted": ""},
        {"body-count": "1", "body-0-deleted": "", "body-0-order": "0"},
        {"sources-count": "1000000000"},
        {"body-count": "1", **BLOCK, "body-0-value": "{"},
        {"body-count": "1", **BLOCK, "body-0-value": "[]"},
        {"body-count": "1", **BLOCK, "body-0-value": '{"blocks": 1, "entityMap": {}}'},
        {"body-count": "1", **BLOCK, "body-0-value": ENTITY_THAT_IS_NOT_THERE},
        {"article_experts-TOTAL_FORMS": "1", "article_experts-INITIAL_FORMS": "1", "article_experts-0-id": "abc"},
    ],
)
def test_page_form_with_a_false_count_is_refused_in_words(changes: dict[str, str], flu: ArticlePage) -> None:
    client = logged_in(make_admin())
    fields = form_at(client, edit_url(flu))
    fields.update({"body-count": "0", "sources-count": "0", "corrections-count": "0", **changes})
    for name, value in changes.items():
        fields[name] = value
    answer = client.post(edit_url(flu), fields)
    assert answer.status_code == 400
    assert "A part of this form is missing" in answer.content.decode()
    answer = client.post(edit_url(flu), fields, HTTP_ACCEPT="application/json")
    assert (answer.status_code, answer.json()["error_code"]) == (400, "validation_error")


def test_fault_of_our_own_stays_one(flu: ArticlePage, monkeypatch: pytest.MonkeyPatch) -> None:
    client = logged_in(make_admin())
    fields = form_at(client, edit_url(flu))
    fields.update({"body-count": "0", "sources-count": "0", "corrections-count": "0"})

    def fail(*args: Any, **kwargs: Any) -> None:
        raise KeyError("ours")

    monkeypatch.setattr("cms.articles.models.articles.ArticlePage.clean", fail)
    with pytest.raises(KeyError, match="ours"):
        client.post(edit_url(flu), fields)


def test_page_form_with_its_blocks_is_saved(flu: ArticlePage) -> None:
    client = logged_in(make_admin())
    fields = form_at(client, edit_url(flu))
    fields.update({**paragraphs("body", "<p>One.</p>", "<p>Two.</p>"), **stream("sources"), **stream("corrections")})
    saved(send(client, edit_url(flu), fields))
    assert len(ArticlePage.objects.get(pk=flu.pk).body) == 2


@pytest.mark.parametrize(
    "sent",
    [
        {f"hint-{number}": True for number in range(60_000)},
        {f"hint-{number}": True for number in range(201)},
        {"x" * 101: True},
        {"nul\0": True},
        {"hint": "x" * 101},
        {"hint": {"deep": 1}},
        ["hint"],
        "hint",
        None,
    ],
)
def test_hints_that_are_none_are_refused_and_nothing_is_kept(sent: Any) -> None:
    client = logged_in(make_admin())
    answer = client.patch(HINTS, json.dumps(sent), content_type="application/json")
    assert answer.status_code == 400
    assert client.get(HINTS).json() == {}


def test_hint_is_dismissed() -> None:
    client = logged_in(make_admin())
    answer = client.patch(
        HINTS, json.dumps({"whats-new-in-wagtail-version-8.0": True}), content_type="application/json"
    )
    assert answer.json() == {"whats-new-in-wagtail-version-8.0": True} == client.get(HINTS).json()
    assert "/admin/login/" in Client(SERVER_NAME="localhost").get(HINTS)["Location"]
