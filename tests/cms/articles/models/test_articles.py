"""Articles with their experts, and what the database refuses of them."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.db.models import ProtectedError
from django.http import HttpResponse, QueryDict
from django.test import Client

from cms.models import ArticleExpert, ArticlePage, ArticlesPage, ExpertPage, HealthNewsPage
from tests.cms.admin_forms import add_rows, edit_url, errors_of, form_at, logged_in, paragraphs, saved, send, stream
from tests.factories.network import make_editor
from tests.factories.newsroom import ProviderFactory, make_article, make_expert
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db

EARLY, LATE = date(2026, 1, 15), date(2027, 1, 15)


@pytest.fixture
def editor() -> Client:
    return logged_in(make_editor())


@pytest.fixture
def ann() -> ExpertPage:
    return make_expert("ann")


@pytest.fixture
def bob() -> ExpertPage:
    return make_expert("bob")


def speakers(article: ArticlePage) -> list[str]:
    """Who speaks, in the order of the API; what waits for the end of the transaction is checked now."""
    connection.check_constraints()
    rows = ArticleExpert.objects.filter(article=article).select_related("expert").order_by("sort_order", "pk")
    return [row.expert.slug for row in rows]


def sent(client: Client, article: ArticlePage, form: QueryDict, *, action: str = "publish") -> HttpResponse:
    fields = {**paragraphs("body", "<p>Wash your hands.</p>"), **stream("sources"), **stream("corrections")}
    return send(client, edit_url(article), form, action=action, **fields)


def test_editor_swaps_two_experts_and_publishes(editor: Client, ann: ExpertPage, bob: ExpertPage) -> None:
    article = make_article("flu", experts=[ann, bob])
    form = form_at(editor, edit_url(article))
    form["article_experts-0-expert"], form["article_experts-1-expert"] = str(bob.pk), str(ann.pk)
    saved(sent(editor, article, form))
    assert speakers(article) == ["bob", "ann"]


def test_editor_turns_the_order_of_two_experts_round(editor: Client, ann: ExpertPage, bob: ExpertPage) -> None:
    article = make_article("flu", experts=[ann, bob])
    form = form_at(editor, edit_url(article))
    form["article_experts-0-ORDER"], form["article_experts-1-ORDER"] = "2", "1"
    saved(sent(editor, article, form))
    assert speakers(article) == ["bob", "ann"]


def test_editor_deletes_an_expert_and_adds_them_again(editor: Client, ann: ExpertPage, bob: ExpertPage) -> None:
    article = make_article("flu", experts=[ann, bob])
    form = form_at(editor, edit_url(article))
    form["article_experts-0-DELETE"] = "1"
    add_rows(form, "article_experts", {"expert": ann.pk})
    saved(sent(editor, article, form))
    assert speakers(article) == ["bob", "ann"]


def test_swap_that_waited_in_a_draft_is_published(editor: Client, ann: ExpertPage, bob: ExpertPage) -> None:
    article = make_article("flu", experts=[ann, bob])
    form = form_at(editor, edit_url(article))
    form["article_experts-0-expert"], form["article_experts-1-expert"] = str(bob.pk), str(ann.pk)
    saved(sent(editor, article, form, action="draft"))
    assert speakers(article) == ["ann", "bob"]
    article.refresh_from_db()
    article.get_latest_revision().publish()
    assert speakers(article) == ["bob", "ann"]


def test_older_draft_that_is_published_brings_its_experts_back(ann: ExpertPage, bob: ExpertPage) -> None:
    article = make_article("flu", experts=[ann, bob])
    before = article.save_revision()
    article.article_experts = [ArticleExpert(expert=bob, sort_order=0), ArticleExpert(expert=ann, sort_order=1)]
    article.save_revision().publish()
    assert speakers(article) == ["bob", "ann"]
    before.publish()
    assert speakers(article) == ["ann", "bob"]


def test_same_expert_twice_is_refused_in_the_form(editor: Client, ann: ExpertPage) -> None:
    article = make_article("flu", experts=[ann])
    form = form_at(editor, edit_url(article))
    add_rows(form, "article_experts", {"expert": ann.pk})
    assert "article_experts" in errors_of(sent(editor, article, form))
    assert speakers(article) == ["ann"]


@pytest.mark.postgresql
def test_database_refuses_the_same_expert_twice(ann: ExpertPage) -> None:
    article = make_article("flu", experts=[ann])
    ArticleExpert.objects.bulk_create([ArticleExpert(article=article, expert=ann)])
    with pytest.raises(IntegrityError, match="expert_once_per_article"):
        connection.check_constraints()


def test_database_takes_one_expert_for_two_articles_and_two_for_one(ann: ExpertPage, bob: ExpertPage) -> None:
    assert speakers(make_article("flu", experts=[ann, bob])) == ["ann", "bob"]
    assert speakers(make_article("measles", experts=[ann])) == ["ann"]


def test_article_loses_an_expert_who_is_deleted(ann: ExpertPage, bob: ExpertPage) -> None:
    article = make_article("flu", experts=[ann, bob], reviewed_by=ann, reviewed_on=EARLY)
    ann.delete()
    assert speakers(article) == ["bob"]
    assert ArticlePage.objects.get(pk=article.pk).reviewed_by is None


def review(article: ArticlePage, **fields: Any) -> None:
    """Writes past every form and validator."""
    ArticlePage.objects.filter(pk=article.pk).update(**fields)


@pytest.mark.parametrize(
    "dates",
    [
        {},
        {"reviewed_on": EARLY},
        {"reviewed_on": EARLY, "review_due_on": LATE},
        {"review_due_on": LATE},
    ],
)
def test_database_takes_a_review_that_is_due_later_or_never(dates: dict[str, date]) -> None:
    review(make_article("flu"), **dates)


def test_database_takes_a_reviewer_with_a_day(ann: ExpertPage) -> None:
    review(make_article("flu"), reviewed_by=ann, reviewed_on=EARLY)


def test_database_refuses_a_reviewer_without_a_day(ann: ExpertPage) -> None:
    article = make_article("flu")
    with pytest.raises(IntegrityError, match="article_review_has_person_and_day"):
        review(article, reviewed_by=ann)


@pytest.mark.parametrize("due", [EARLY, date(2025, 1, 1)])
def test_database_refuses_a_review_that_is_due_before_it_was_done(due: date) -> None:
    article = make_article("flu")
    with pytest.raises(IntegrityError, match="article_review_is_due_after_it_was_done"):
        review(article, reviewed_on=EARLY, review_due_on=due)


def test_form_says_what_is_wrong_with_a_review(editor: Client, ann: ExpertPage) -> None:
    article = make_article("flu")
    form = form_at(editor, edit_url(article))
    form["reviewed_by"] = str(ann.pk)
    errors = errors_of(sent(editor, article, form))
    assert [message for messages in errors.values() for message in messages] == ["Say when the article was reviewed."]


def test_provider_of_an_article_cannot_be_deleted() -> None:
    article = make_article("flu")
    with pytest.raises(ProtectedError):
        article.provider.delete()


def test_article_stands_in_the_library_or_below_health_news() -> None:
    assert set(ArticlePage.allowed_parent_page_models()) == {ArticlesPage, HealthNewsPage}
    assert make_article("flu").is_in_library
    assert not make_article("shots", at_store=make_store("pitman")).is_in_library


ORIGINAL = "https://newsroom.example/flu"


@pytest.mark.parametrize(
    ("own", "providers", "address", "canonical"),
    [
        ("", "store", ORIGINAL, None),
        ("", "original", ORIGINAL, ORIGINAL),
        ("", "original", "", None),
        ("store", "original", ORIGINAL, None),
        ("original", "store", ORIGINAL, ORIGINAL),
        ("original", "store", "", None),
    ],
)
def test_canonical_address_is_the_articles_choice_before_the_providers(
    own: str, providers: str, address: str, canonical: str | None
) -> None:
    provider = ProviderFactory.create(canonical_policy=providers)
    article = make_article("flu", provider=provider, canonical_policy=own, original_url=address)
    assert article.canonical_original == canonical


def test_nothing_is_filled_in_of_a_medical_review() -> None:
    article = make_article("flu")
    assert (article.reviewed_by, article.reviewed_on, article.review_due_on) == (None, None, None)


def test_article_without_a_body_may_be_a_draft_and_is_not_published(editor: Client) -> None:
    article = make_article("flu", live=False)
    form = form_at(editor, edit_url(article))
    empty = {**stream("body"), **stream("sources"), **stream("corrections")}
    assert list(errors_of(send(editor, edit_url(article), form, **empty))) == ["body"]
    form = form_at(editor, edit_url(article))
    saved(send(editor, edit_url(article), form, action="draft", **empty))
