"""Texts that a provider keeps as delivered, whichever way somebody tries to change them."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from cms.models import ArticlePage, Provider
from tests.cms.admin_forms import edit_url, errors_of, form_at, logged_in, paragraphs, saved, send, stream, text_of
from tests.factories.blocks import paragraph
from tests.factories.network import articles_folder, make_admin, make_editor
from tests.factories.newsroom import ProviderFactory, TopicFactory, make_article, publish

pytestmark = pytest.mark.django_db

OTHER = {
    "title": "Ours now",
    "teaser": "Ours.",
    **paragraphs("body", "<p>Ours.</p>"),
    **stream("sources"),
    **stream("corrections"),
}


@pytest.fixture
def agency() -> Provider:
    return ProviderFactory.create(slug="agency", name="The Agency", may_edit="no_text")


@pytest.fixture
def article(agency: Provider) -> ArticlePage:
    """Delivered: published once, with a revision before the last."""
    made = make_article("flu", title="Flu", teaser="Delivered.", body=[paragraph("Delivered.")], provider=agency)
    publish(made)
    return ArticlePage.objects.get(pk=made.pk)


@pytest.fixture(params=["editor", "admin"])
def client(request: pytest.FixtureRequest) -> Client:
    return logged_in(make_editor() if request.param == "editor" else make_admin())


def texts(article: ArticlePage) -> tuple[str, str, Any, str]:
    """What must stay, as it is live and in the newest draft: both are the same."""
    row = ArticlePage.objects.get(pk=article.pk)
    found = [
        (said.title, said.teaser, said.body[0].value.source, said.provider.slug)
        for said in (row, row.get_latest_revision_as_object())
    ]
    assert found[0] == found[1]
    return found[0]


DELIVERED = ("Flu", "Delivered.", "<p>Delivered.</p>", "agency")


def test_form_shows_the_texts_names_the_provider_and_has_no_field_for_them(
    client: Client, article: ArticlePage
) -> None:
    response = client.get(edit_url(article))
    page = text_of(response)
    assert "stay as The Agency delivered them" in page
    assert "Delivered." in page
    assert not {"title", "teaser", "body", "provider"} & set(response.context["form"].fields)


@pytest.mark.parametrize("action", ["publish", "draft"])
def test_tampered_form_changes_no_text_and_everything_else(client: Client, article: ArticlePage, action: str) -> None:
    topic, ours = TopicFactory.create(slug="sleep"), ProviderFactory.create(slug="ours")
    url = edit_url(article)
    changes = {**OTHER, "provider": ours.pk, "topics": [topic.pk], "slug": "flu-season", "hero_alt": "A syringe"}
    saved(send(client, url, form_at(client, url), action=action, **changes))
    assert texts(article) == DELIVERED
    newest = ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()
    assert (newest.slug, newest.hero_alt, list(newest.topics.all())) == ("flu-season", "A syringe", [topic])


def test_autosave_changes_no_text(client: Client, article: ArticlePage) -> None:
    url = edit_url(article)
    form = form_at(client, url)
    for name, value in {**OTHER, "hero_alt": "A syringe"}.items():
        form[name] = str(value)
    response = client.post(url, form, headers={"accept": "application/json"})
    assert response.json()["success"]
    assert texts(article) == DELIVERED


def test_older_version_brings_back_everything_but_the_texts(client: Client, article: ArticlePage) -> None:
    older = article.save_revision()
    older.content.update(title="Older", teaser="Older.", hero_alt="Older picture")
    older.save()
    publish(article)
    url = reverse("wagtailadmin_pages:revisions_revert", args=[article.pk, older.pk])
    assert "Older" not in client.get(url).context["form"].instance.title
    saved(send(client, edit_url(article), form_at(client, url), **stream("sources"), **stream("corrections")))
    assert texts(article) == DELIVERED
    assert ArticlePage.objects.get(pk=article.pk).hero_alt == "Older picture"


def test_draft_from_before_the_rule_is_published_with_the_delivered_texts(
    agency: Provider, article: ArticlePage
) -> None:
    article.title, article.hero_alt = "Ours", "A syringe"
    Provider.objects.filter(pk=agency.pk).update(may_edit="everything")
    revision = article.save_revision()
    Provider.objects.filter(pk=agency.pk).update(may_edit="no_text")
    revision.publish()
    row = ArticlePage.objects.get(pk=article.pk)
    assert (row.title, row.hero_alt) == ("Flu", "A syringe")
    assert texts(article) == DELIVERED


def test_script_that_changes_them_is_refused_and_told_each_field(article: ArticlePage) -> None:
    article.title, article.body = "Ours", [("paragraph", "<p>Ours.</p>")]
    article.provider = ProviderFactory.create(slug="ours")
    with pytest.raises(ValidationError) as error:
        article.save()
    assert set(error.value.message_dict) == {"title", "body", "provider"}
    assert error.value.message_dict["title"] == ["Stays as The Agency delivered it."]


def test_script_may_save_the_rest(article: ArticlePage) -> None:
    article.hero_alt = "A syringe"
    article.save()
    assert ArticlePage.objects.get(pk=article.pk).hero_alt == "A syringe"


def test_copy_is_refused_and_names_the_provider(client: Client, article: ArticlePage) -> None:
    response = client.post(
        reverse("wagtailadmin_pages:copy", args=[article.pk]),
        {"new_title": "Ours", "new_slug": "ours", "new_parent_page": articles_folder().pk},
    )
    assert "The Agency keeps its articles as delivered" in text_of(response)
    assert ArticlePage.objects.count() == 1


def test_draft_that_was_never_published_is_still_being_delivered(client: Client, agency: Provider) -> None:
    draft = make_article("flu", title="Flu", live=False, provider=agency)
    url = edit_url(draft)
    saved(send(client, url, form_at(client, url), **OTHER))
    assert ArticlePage.objects.get(pk=draft.pk).title == "Ours now"
    assert "title" not in client.get(url).context["form"].fields


def test_article_that_was_unpublished_stays_locked(client: Client, article: ArticlePage) -> None:
    article.unpublish()
    url = edit_url(article)
    saved(send(client, url, form_at(client, url), action="draft", **OTHER))
    assert texts(article) == DELIVERED


def test_newsroom_may_write_again_when_the_rule_is_changed(
    client: Client, agency: Provider, article: ArticlePage
) -> None:
    Provider.objects.filter(pk=agency.pk).update(may_edit="everything")
    url = edit_url(article)
    assert "delivered them" not in text_of(client.get(url))
    saved(send(client, url, form_at(client, url), **OTHER))
    assert ArticlePage.objects.get(pk=article.pk).title == "Ours now"


def test_form_of_a_locked_article_still_refuses_what_is_wrong(client: Client, article: ArticlePage) -> None:
    url = edit_url(article)
    response = send(client, url, form_at(client, url), **stream("sources"), **stream("corrections"), published_on="")
    assert "published_on" in errors_of(response)
