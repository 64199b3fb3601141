"""Templates of articles: made, begun from, and nowhere but in the newsroom."""

import pytest
from django.urls import reverse

from cms.article_templates.beginning import make_template
from cms.models import ArticlePage, ArticleTemplate, Provider
from stores.choices import AudienceKind
from stores.models import StorePage
from tests.cms.admin_forms import edit_url, logged_in, text_of
from tests.factories.blocks import paragraph
from tests.factories.network import make_editor
from tests.factories.newsroom import ProviderFactory, TopicFactory, make_article
from tests.factories.people import ClientOf
from tests.factories.stores import StoreGroupFactory, make_store

pytestmark = pytest.mark.django_db


def test_article_begins_with_what_the_template_says(pitman: StorePage) -> None:
    topic, gone = TopicFactory.create(slug="heart"), StoreGroupFactory.create(name="Gone")
    article = make_article(
        "weekly",
        title="Weekly",
        teaser="Each week.",
        body=[paragraph("<p>Ask us.</p>")],
        topics=[topic],
        tags=["ask"],
        audience=AudienceKind.CHOSEN,
        stores=[pitman],
        groups=[gone],
        provider=ProviderFactory.create(slug="agency"),
    )
    editor = make_editor()
    client = logged_in(editor)
    make = reverse("cms_make_template", args=[article.pk])
    assert make in client.get(edit_url(article)).content.decode()
    assert client.post(make, {"name": "Ask us"}).status_code == 302
    assert "already exists" in text_of(client.post(make, {"name": "Ask us"}))
    article.audience_groups.clear()
    article.save()
    gone.delete()
    number = ArticlePage.objects.count()
    template = ArticleTemplate.objects.get()
    url = reverse("cms_article_templates")
    assert "Ask us" in text_of(client.get(url))
    for title in ("", "x" * 256):
        client.post(url, {"begin": template.pk, "title": title})
    assert ArticlePage.objects.count() == number
    for _twice in range(2):
        answer = client.post(url, {"begin": template.pk, "title": "Colds"})
        assert answer.status_code == 302
    begun = ArticlePage.objects.order_by("pk").last()
    assert begun is not None
    assert answer.headers["Location"] == edit_url(begun)
    assert (begun.slug, begun.live, begun.owner, begun.is_in_library) == ("colds-2", False, editor, True)
    draft = begun.get_latest_revision_as_object()
    assert (draft.title, draft.teaser, draft.provider.slug) == ("Colds", "Each week.", "agency")
    assert [block.block_type for block in draft.body] == ["paragraph"]
    assert [each.slug for each in draft.topics.all()] == ["heart"]
    assert list(draft.tags.names()) == ["ask"]
    assert (draft.audience, list(draft.audience_stores.all())) == (AudienceKind.CHOSEN, [pitman])
    assert (list(draft.audience_groups.all()), draft.lineage) != ([gone], article.lineage)
    assert client.get(edit_url(begun)).status_code == 200
    client.post(url, {"delete": template.pk})
    assert not ArticleTemplate.objects.exists()
    assert client.post(url, {"delete": template.pk}).status_code == 404


def test_people_of_stores_find_no_template_and_delivered_texts_make_none(
    pitman: StorePage, client_of: ClientOf
) -> None:
    article = make_article("flu", provider=ProviderFactory.create(slug="agency"))
    template = make_template(name="Flu", article=article)
    make_store("millrace")
    for role in ("owner", "staff", "neighbour"):
        client = client_of(role)
        for url in (reverse("cms_article_templates"), reverse("cms_make_template", args=[article.pk])):
            assert client.get(url).status_code == 404
            assert client.post(url, {"delete": template.pk, "name": "Ours"}).status_code == 404
    local = make_article("ours", at_store=pitman)
    admin = client_of("admin")
    assert admin.get(reverse("cms_make_template", args=[local.pk])).status_code == 404
    Provider.objects.filter(slug="agency").update(may_edit="no_text")
    answer = admin.post(reverse("cms_make_template", args=[article.pk]), {"name": "Again"})
    assert "keeps its articles as delivered" in text_of(answer)
    assert ArticleTemplate.objects.get() == template
