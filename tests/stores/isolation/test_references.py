"""What is sent by whoever is confined refers to what is theirs, whatever field, block or entity it stands in."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.contrib.auth.models import Group
from django.db import models
from django.test.utils import isolate_apps
from draftjs_exporter.dom import DOM
from wagtail import blocks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.rich_text.converters.html_to_contentstate import LinkElementHandler
from wagtail.embeds.models import Embed
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Collection, Page
from wagtail.rich_text import LinkHandler, features
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms.media.models import NetworkImage
from cms.models import ArticlePage, HealthNewsPage, StandardPage
from cms.users.models import User
from stores.access.confinement import confinement_of
from stores.access.references import entities_in, id_of
from stores.isolation.references import NOBODYS_ID, OUTSIDE, Usable, usable_now
from stores.models import NetworkBanner, StoreGroup, StorePage
from stores.people.appointing import appoint_owner, appoint_staff
from tests.cms.admin_forms import add_rows, edit_url, form_at, logged_in, send
from tests.factories.blocks import document_link, image_block, page_link, paragraph
from tests.factories.dated import make_network_banner
from tests.factories.media import make_document, make_image
from tests.factories.network import make_editor, make_user
from tests.factories.newsroom import health_news_of, make_article, make_page, publish
from tests.factories.stores import StoreGroupFactory, make_store

pytestmark = pytest.mark.django_db

NOT_AVAILABLE = "That choice is not one of the available choices."


@pytest.fixture
def pitman(db: None) -> StorePage:
    return make_store("pitman")


@pytest.fixture
def other(db: None) -> StorePage:
    return make_store("switchback")


@pytest.fixture
def ann(pitman: StorePage) -> Any:
    """The owner of Pitman."""
    user = make_user("ann")
    appoint_owner(by=None, user=user, store=pitman)
    return user


@pytest.fixture
def asked_by_ann(ann: Any) -> Iterator[Usable]:
    """As the middleware sets it for each of her requests."""
    usable = Usable(confinement_of(ann))
    token = usable_now.set(usable)
    yield usable
    usable_now.reset(token)


def picture_at(store: StorePage, name: str) -> NetworkImage:
    return make_image(f"{name}.png", collection=store.registration.collection, is_ready=False)


class GroupLinkHandler(LinkHandler):
    """An entity that somebody adds one day."""

    identifier = "store-group"

    @staticmethod
    def get_model() -> type[models.Model]:
        return StoreGroup


def group_entity(props: dict[str, Any]) -> Any:
    return DOM.create_element("a", {"linktype": "store-group", "id": props.get("id")}, props["children"])


@pytest.fixture
def new_entity() -> Iterator[None]:
    features.get_link_types()
    rule = {
        "from_database_format": {'a[linktype="store-group"]': LinkElementHandler("GROUP")},
        "to_database_format": {"entity_decorators": {"GROUP": group_entity}},
    }
    features.register_link_type(GroupLinkHandler)
    features.register_converter_rule("contentstate", "store-group", rule)
    features.register_editor_plugin("draftail", "store-group", features.get_editor_plugin("draftail", "link"))
    yield
    del features.link_types["store-group"]
    del features.converter_rules_by_converter["contentstate"]["store-group"]
    del features.plugins_by_editor["draftail"]["store-group"]


def content_state(kind: str, **data: Any) -> str:
    """A paragraph that is one entity, as the editor sends it."""
    ranges = [{"offset": 0, "length": 4, "key": 0}]
    block = {
        "key": "a",
        "text": "here",
        "type": "unstyled",
        "depth": 0,
        "inlineStyleRanges": [],
        "entityRanges": ranges,
    }
    return json.dumps({"blocks": [block], "entityMap": {"0": {"type": kind, "mutability": "MUTABLE", "data": data}}})


def form_of_a_new_model() -> type[WagtailAdminModelForm]:
    """A model with a key, a block deep inside others and a rich text, of which nobody told the isolation."""

    class GroupChooserBlock(blocks.ChooserBlock):
        target_model = StoreGroup
        widget = forms.Select()

    class Wish(models.Model):
        group = models.ForeignKey(StoreGroup, null=True, blank=True, on_delete=models.CASCADE)
        many = models.ManyToManyField(StoreGroup, blank=True)
        picture = models.ForeignKey(NetworkImage, null=True, blank=True, on_delete=models.CASCADE)
        body = StreamField(
            [
                ("deep", blocks.ListBlock(blocks.StructBlock([("group", GroupChooserBlock(required=False))]))),
                ("image", ImageChooserBlock()),
                ("text", blocks.RichTextBlock(features=["link", "document-link", "store-group"])),
            ],
            blank=True,
        )
        text = RichTextField(blank=True, features=["link", "store-group"])

        class Meta:
            app_label = "stores"

    class WishForm(WagtailAdminModelForm):
        class Meta:
            model = Wish
            fields = ["group", "many", "picture", "body", "text"]

    return WishForm


def sent(**fields: Any) -> dict[str, Any]:
    return {**nested_form_data({"body": streamfield([])}), "text": "null", **fields}


def block(kind: str, value: Any) -> dict[str, Any]:
    return nested_form_data({"body": streamfield([(kind, value)])})


@isolate_apps("stores")
def test_new_key_block_and_entity_are_refused_without_a_line_for_them(
    pitman: StorePage, asked_by_ann: Usable, new_entity: None
) -> None:
    group = StoreGroupFactory.create()
    form_class = form_of_a_new_model()
    deep = {"count": 1, "0-deleted": "", "0-order": 0, "0-type": "item", "0-value-group": group.pk}
    cases: dict[str, dict[str, Any]] = {
        "group": {"group": group.pk},
        "many": {"many": [group.pk]},
        "body": block("deep", deep),
        "text": {"text": content_state("GROUP", id=group.pk)},
    }
    for name, fields in cases.items():
        form = form_class(data=sent(**fields))
        assert set(form.errors) == {name}
        assert name == "body" or group.name not in form[name].as_widget()
    rich = form_class(data=sent(**block("text", content_state("GROUP", id=group.pk))))
    assert rich.errors == {"body": [OUTSIDE]}


@isolate_apps("stores")
def test_same_form_takes_everything_of_who_is_not_confined(pitman: StorePage, new_entity: None) -> None:
    group = StoreGroupFactory.create()
    fields = {"group": group.pk, "many": [group.pk], "text": content_state("GROUP", id=group.pk)}
    assert form_of_a_new_model()(data=sent(**fields)).errors == {}


@isolate_apps("stores")
def test_new_fields_of_known_models_take_what_is_the_store_s_own(
    pitman: StorePage, other: StorePage, asked_by_ann: Usable
) -> None:
    form_class = form_of_a_new_model()
    for store, is_own in ((pitman, True), (other, False)):
        picture = picture_at(store, store.slug)
        page = make_article(f"local-{store.slug}", at_store=store, live=False)
        document = make_document(f"{store.slug}.txt", collection=store.registration.collection)
        for fields in (
            {"picture": picture.pk},
            block("image", picture.pk),
            block("text", content_state("LINK", id=page.pk)),
            block("text", content_state("DOCUMENT", id=document.pk)),
            {"text": content_state("LINK", id=page.pk)},
        ):
            form = form_class(data=sent(**fields))
            assert form.is_valid() is is_own, (fields, form.errors)
            # Nor does the form that comes back name it.
            shown = str(form["picture"]) + json.dumps(form["text"].as_widget())
            assert is_own or not {picture.title, page.slug, page.title} & set(shown.replace('"', " ").split())


def test_plain_form_is_asked_like_any_other(pitman: StorePage, other: StorePage, asked_by_ann: Usable) -> None:
    class Plain(forms.Form):
        page = forms.ModelChoiceField(Page.objects.all(), required=False)
        group = forms.ModelChoiceField(Group.objects.all(), required=False)

    assert Plain({"page": pitman.pk}).is_valid()
    assert NOT_AVAILABLE in str(Plain({"page": other.pk}).errors)
    assert NOT_AVAILABLE in str(Plain({"group": pitman.registration.owners_id}).errors)
    assert other.title not in str(Plain()["page"])


def test_people_are_those_of_the_own_stores(pitman: StorePage, other: StorePage, asked_by_ann: Usable) -> None:
    colleague, neighbour, nobody = make_user("bob"), make_user("carol"), make_user("dan")
    appoint_staff(by=None, user=colleague, store=pitman)
    appoint_owner(by=None, user=neighbour, store=other)
    assert not asked_by_ann.is_outside(User, colleague.pk)
    assert asked_by_ann.is_outside(User, neighbour.pk)
    assert asked_by_ann.is_outside(User, nobody.pk)


def test_collections_and_lines_are_those_of_the_own_stores(
    pitman: StorePage, other: StorePage, asked_by_ann: Usable
) -> None:
    for store, is_outside in ((pitman, False), (other, True)):
        line = make_network_banner("A line", stores=[store])
        assert asked_by_ann.is_outside(Collection, store.registration.collection_id) is is_outside
        assert asked_by_ann.is_outside(NetworkBanner, line.pk) is is_outside


@pytest.mark.parametrize("pk", ["", "x", "1e3", "٧", "-1", "99999999999999999999", None, "0"])
def test_what_is_no_id_is_outside(pitman: StorePage, asked_by_ann: Usable, pk: Any) -> None:
    assert id_of(Page, pk) is None
    assert asked_by_ann.is_outside(Page, pk)


@pytest.mark.parametrize(
    ("text", "models_of"),
    [
        ('<a linktype="page" id="3">x</a>', [Page]),
        ('<p>a</p><embed embedtype="image" format="left" id="3"/>', [NetworkImage]),
        ('<a linktype="of-nobody" id="3">x</a>', [None]),
        ('<a linktype="page">x</a>', [Page]),
        ('<embed embedtype="media" url="https://video.example/"/>', [Embed]),
        ('<a href="https://site.example/?linktype=page&id=3">x</a>', []),
    ],
)
def test_entities_of_a_text(text: str, models_of: list[Any]) -> None:
    assert [model for model, _pk in entities_in(text)] == models_of


def test_editor_is_given_no_id_of_what_is_outside(pitman: StorePage, other: StorePage, asked_by_ann: Usable) -> None:
    text = f"<p>{page_link(pitman.pk, 'own')} and {page_link(other.pk, 'theirs')}</p>"
    assert asked_by_ann.without_outside(text) == (
        f"<p>{page_link(pitman.pk, 'own')} and {page_link(int(NOBODYS_ID), 'theirs')}</p>"
    )


# What stands


def test_picture_that_an_editor_chose_stays_through_drafts(pitman: StorePage, ann: Any) -> None:
    theirs, another = make_image("library.png", is_ready=False), make_image("another.png", is_ready=False)
    article = make_article("local", at_store=pitman, hero=theirs)
    client = logged_in(ann)
    form = form_at(client, edit_url(article))
    assert form["hero"] == str(theirs.pk)
    for title in ("First", "Second"):
        send(client, edit_url(article), form_at(client, edit_url(article)), action="draft", title=title, **body())
        assert ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object().hero_id == theirs.pk
    answer = send(client, edit_url(article), form, hero=str(another.pk), **body())
    assert NOT_AVAILABLE in answer.content.decode()
    assert another.title not in answer.content.decode()


def body() -> dict[str, Any]:
    return nested_form_data(
        {"body": streamfield([("heading", {"text": "How", "level": "2"})]), "sources": streamfield([])}
    )


def test_links_and_blocks_that_an_editor_set_stay(pitman: StorePage, other: StorePage, ann: Any) -> None:
    picture = picture_at(other, "theirs")
    document = make_document("theirs.txt")
    page = make_page(
        "about", at_store=pitman, body=[image_block(picture.pk), paragraph(document_link(document.pk, "x"))]
    )
    page.save_revision(user=make_editor("ed"))
    usable = Usable(confinement_of(ann))
    usable.keep_standing(page)
    assert not usable.is_outside(NetworkImage, picture.pk)
    assert not usable.is_outside(type(document), document.pk)
    assert usable.is_outside(NetworkImage, make_image("more.png", is_ready=False).pk)


def test_what_an_owner_put_into_a_draft_against_the_rule_does_not_stand(
    pitman: StorePage, other: StorePage, ann: Any
) -> None:
    """A draft of before the rule: it can't be saved again with it, and its form does not name it."""
    picture = picture_at(other, "theirs")
    page = make_page("about", at_store=pitman)
    page.body = StandardPage(body=[image_block(picture.pk)]).body
    page.save_revision(user=ann)
    usable = Usable(confinement_of(ann))
    usable.keep_standing(page)
    assert usable.is_outside(NetworkImage, picture.pk)


def test_nothing_stands_in_a_page_of_somebody_else(pitman: StorePage, other: StorePage, ann: Any) -> None:
    article = make_article("theirs", at_store=other, hero=picture_at(other, "theirs"))
    usable = Usable(confinement_of(ann))
    usable.keep_standing(article)
    assert usable.is_outside(NetworkImage, article.hero_id)


def test_what_stands_may_stay_though_it_was_asked_for_before(pitman: StorePage, other: StorePage, ann: Any) -> None:
    picture = picture_at(other, "theirs")
    article = make_article("local", at_store=pitman, hero=picture)
    usable = Usable(confinement_of(ann))
    assert usable.is_outside(NetworkImage, picture.pk)
    usable.keep_standing(article)
    assert not usable.is_outside(NetworkImage, picture.pk)


def test_nothing_stands_in_a_page_that_is_not_live(pitman: StorePage, other: StorePage, ann: Any) -> None:
    """Its row holds what its first draft said, and an owner may have written that."""
    article = make_article("first-draft", at_store=pitman, live=False, hero=picture_at(other, "theirs"))
    article.revisions.all().delete()
    usable = Usable(confinement_of(ann))
    usable.keep_standing(article)
    assert usable.is_outside(NetworkImage, article.hero_id)


def test_choice_among_a_part_of_the_rows_is_among_none(pitman: StorePage, asked_by_ann: Usable) -> None:
    """What is cut off already can't be narrowed any more."""
    pages = Page.objects.order_by("pk")
    assert asked_by_ann.narrow(pages).filter(pk=pitman.pk).exists()
    assert list(asked_by_ann.narrow(pages[:50])) == []


# The page's own forms


def test_promo_line_links_to_a_page_of_this_store_only(pitman: StorePage, other: StorePage, ann: Any) -> None:
    """New rows, too: they know no store before they are saved."""
    news = health_news_of(other)
    row = {"text": "Hello", "style": "info", "link_label": "Read", "has_no_end": "on", "link_page": news.pk}
    editor = logged_in(ann)
    appoint_owner(by=None, user=ann, store=other)
    form = form_at(editor, edit_url(pitman))
    add_rows(form, "promo_banners", row)
    answer = send(editor, edit_url(pitman), form)
    assert "Choose a page of this store." in answer.content.decode()


def test_form_that_comes_back_names_no_page_of_others(pitman: StorePage, other: StorePage, ann: Any) -> None:
    draft = make_article("their-draft", at_store=other, live=False, title="Their secret draft")
    news = HealthNewsPage.objects.get(pk=health_news_of(pitman).pk)
    publish(news)
    client = logged_in(ann)
    form = form_at(client, edit_url(news))
    for title in ("", "Health"):
        answer = send(client, edit_url(news), form, title=title, intro=content_state("LINK", id=draft.pk))
        assert answer.status_code == 200
        assert "secret draft" not in answer.content.decode()
        assert "their-draft" not in answer.content.decode()
