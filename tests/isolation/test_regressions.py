"""One test per class of leak that Wagtail itself had to mend in 2025 and 2026, each tried on our models."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse
from wagtail.admin.models import FormState
from wagtail.models import Page, Revision

from cms.media.models import NetworkDocument, NetworkImage, Rendition
from cms.models import ArticlePage
from stores.isolation.hooks import LEFT_OUT
from stores.models import StorePage
from stores.people.appointing import appoint_owner, appoint_staff, dismiss_owner
from tests.factories.blocks import document_link, image_block, paragraph
from tests.factories.network import make_user
from tests.factories.newsroom import make_article, make_page
from tests.isolation.answers import body_of, text_of
from tests.isolation.crawl import Visitor
from tests.isolation.forms import Data, form_data
from tests.isolation.markers import NEIGHBOUR, opened, secret, signs_in
from tests.isolation.payloads import AUTOSAVE, JSON, TITLE
from tests.isolation.planting import NOW, Planted
from tests.isolation.report import lines
from tests.isolation.routes import API_ACTIONS, all_routes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_asking")]

Log = Callable[[Any], Visitor]


@pytest.fixture
def owner(planted: Planted) -> Visitor:
    """The owner of the own store."""
    return Visitor.of(planted.own.user)


@pytest.fixture
def staff(planted: Planted) -> Visitor:
    return Visitor.of(planted.people.staff)


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def form_of(planted: Planted, page: Page) -> Data:
    """What the page's form holds, with every field that a network admin has."""
    return form_data(Visitor.of(planted.people.admin).send("get", edit_url(page))) or {}


def assert_unknown(response: HttpResponse) -> None:
    """As if it did not exist, and by our own check."""
    assert response.status_code == 404
    assert getattr(response, "refused_by_isolation", False)
    assert not [sign for sign in signs_in(body_of(response).decode()) if sign.owner == NEIGHBOUR and sign.kind != "id"]


def state_of(page: Page) -> dict[str, Any]:
    """The page's row as it is now."""
    return Page.objects.filter(pk=page.pk).values().get()


# Pages


def test_preview_cannot_be_posted_without_edit_right(planted: Planted, owner: Visitor) -> None:
    page = planted.neighbour.pages.article
    data = {**form_of(planted, page), **TITLE}
    for url in (
        reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk]),
        reverse("wagtailadmin_pages:preview_on_add", args=["cms", "articlepage", planted.neighbour.pages.news.pk]),
    ):
        for method in ("post", "get", "delete"):
            assert_unknown(owner.send(method, url, data if method == "post" else None))
    assert not FormState.objects.filter(user=planted.own.user).exists()


@pytest.mark.parametrize("role", ["owner", "staff"])
def test_own_draft_cannot_be_seen_as_another_store(planted: Planted, role: str, request: Any) -> None:
    visitor: Visitor = request.getfixturevalue(role)
    for page in (planted.own.pages.article, planted.own.pages.store):
        url = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
        for at in ("", "2026-12-25T10:00"):
            theirs = visitor.send("get", f"{url}?store={planted.neighbour.store.slug}&at={at}")
            assert theirs.status_code == 404
            assert theirs.content == visitor.send("get", f"{url}?store=no-such-store&at={at}").content
            assert not [sign for sign in signs_in(body_of(theirs).decode()) if sign.owner == NEIGHBOUR]
        assert visitor.send("get", f"{url}?store={planted.own.store.slug}").status_code == 200


@pytest.mark.parametrize("which", ["article", "draft", "store", "private"])
def test_history_and_comparison_need_edit_right(planted: Planted, owner: Visitor, which: str) -> None:
    page = getattr(planted.neighbour.pages, which)
    first, last = planted.neighbour.pages.revisions[page.pk]
    for name, args in {
        "history": [page.pk],
        "history_results": [page.pk],
        "revisions_index": [page.pk],
        "revisions_view": [page.pk, first],
        "revisions_compare": [page.pk, first, last],
        "workflow_history": [page.pk],
        "workflow_history_detail": [page.pk, planted.neighbour.traces.workflow_state.pk],
        "view_draft": [page.pk],
    }.items():
        assert_unknown(owner.send("get", reverse(f"wagtailadmin_pages:{name}", args=args)))


def test_neighbours_revision_is_not_shown_as_one_of_an_own_page(planted: Planted, owner: Visitor) -> None:
    own = planted.own.pages.article
    revision = planted.neighbour.pages.revisions[planted.neighbour.pages.article.pk][0]
    for name, args in (("revisions_view", [own.pk, revision]), ("revisions_compare", [own.pk, revision, "latest"])):
        response = owner.send("get", reverse(f"wagtailadmin_pages:{name}", args=args))
        assert response.status_code == 404
    response = owner.send("post", reverse("wagtailadmin_pages:revisions_revert", args=[own.pk, revision]), TITLE)
    assert response.status_code == 404


@pytest.mark.parametrize("which", ["article", "page"])
def test_copying_needs_a_right_on_the_source(planted: Planted, owner: Visitor, which: str) -> None:
    source = getattr(planted.neighbour.pages, which)
    target = planted.own.pages.news if which == "article" else planted.own.store
    before = Page.objects.count()
    url = reverse("wagtailadmin_pages:copy", args=[source.pk])
    data = {"new_title": "Mine", "new_slug": "mine", "new_parent_page": target.pk, "copy_subpages": "on"}
    assert_unknown(owner.send("get", url))
    assert_unknown(owner.send("post", url, data))
    assert Page.objects.count() == before


@pytest.mark.parametrize("action", API_ACTIONS)
@pytest.mark.parametrize("whose", ["own", "neighbour"])
def test_admin_api_acts_on_no_page_for_owners(planted: Planted, owner: Visitor, action: str, whose: str) -> None:
    pages = getattr(planted, whose).pages
    before, count = state_of(pages.article), Page.objects.count()
    url = reverse("wagtailadmin_api:pages:action", args=[pages.article.pk, action])
    data = {"destination_page_id": planted.own.pages.news.pk, "slug": "mine", "locale": "en", "alias": True}
    assert_unknown(owner.send("post", url, data, content_type=JSON))
    assert (state_of(pages.article), Page.objects.count()) == (before, count)


@pytest.mark.parametrize("action", ["delete", "unpublish", "publish", "move"])
@pytest.mark.parametrize(
    "query",
    [
        "?id={theirs}",
        "?id={mine}&id={theirs}",
        "?id=all&childOf={their_news}",
        "?id=all&childOf={my_store}&id={theirs}",
        "?id=all",
        "?id=all&q=quokka",
    ],
)
def test_bulk_action_reaches_no_page_of_another_parent(
    planted: Planted, owner: Visitor, action: str, query: str
) -> None:
    own, neighbour = planted.own.pages, planted.neighbour.pages
    before = [state_of(page) for page in neighbour.all]
    ids = {
        "theirs": neighbour.article.pk,
        "mine": own.article.pk,
        "their_news": neighbour.news.pk,
        "my_store": own.store.pk,
    }
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action]) + query.format(**ids)
    for method in ("get", "post"):
        data = {"include_descendants": "on", "chooser": own.news.pk} if method == "post" else None
        text = body_of(owner.send(method, url, data)).decode()
        assert not [sign for sign in signs_in(text) if sign.owner == NEIGHBOUR and sign.kind != "id"]
    assert [state_of(page) for page in neighbour.all] == before


@pytest.mark.parametrize("action", ["delete", "add_tags", "add_to_collection"])
@pytest.mark.parametrize("model", [NetworkImage, NetworkDocument])
def test_bulk_action_reaches_no_file_of_another_collection(
    planted: Planted, owner: Visitor, action: str, model: Any
) -> None:
    kind = model._meta.model_name
    theirs = (planted.neighbour.media.images if model is NetworkImage else planted.neighbour.media.documents)[0]
    mine = (planted.own.media.images if model is NetworkImage else planted.own.media.documents)[0]
    url = reverse("wagtail_bulk_action", args=["media", kind, action])
    data = {"tags": "tampered", "collection": planted.own.media.collection.pk}
    for query in (f"?id={theirs.pk}", f"?id={mine.pk}&id={theirs.pk}"):
        assert_unknown(owner.send("post", url + query, data))
    owner.send("post", f"{url}?id=all", data)
    left = model.objects.get(pk=theirs.pk)
    assert left.collection_id == planted.neighbour.media.collection.pk
    assert "tampered" not in [tag.name for tag in left.tags.all()]


def test_owner_moves_no_file_into_another_collection(planted: Planted, owner: Visitor) -> None:
    image = planted.own.media.image
    theirs = planted.neighbour.media.collection.pk
    url = reverse("wagtail_bulk_action", args=["media", "networkimage", "add_to_collection"])
    owner.send("post", f"{url}?id={image.pk}", {"collection": theirs})
    owner.send("post", reverse("wagtailimages:edit", args=[image.pk]), {"title": "Tampered", "collection": theirs})
    assert NetworkImage.objects.get(pk=image.pk).collection_id == planted.own.media.collection.pk


def test_slug_and_schedule_of_the_store_are_not_the_owners_to_tamper_with(
    planted: Planted, owner: Visitor, staff: Visitor
) -> None:
    store = planted.own.store
    before = state_of(store)
    ahead = (NOW + timedelta(days=9)).strftime("%Y-%m-%d %H:%M")
    data = {**form_of(planted, store), **TITLE, "slug": "tampered", "expire_at": ahead, "show_in_menus": "on"}
    for visitor in (staff, owner):
        for more in (
            {},
            {"action-publish": "1"},
            {"action-submit": "1"},
            {"go_live_at": ahead, "action-publish": "1"},
        ):
            visitor.send("post", edit_url(store), {**data, **more})
    StorePage.objects.get(pk=store.pk).get_latest_revision().publish(user=planted.people.admin)
    after = state_of(store)
    kept = ("slug", "url_path", "path", "go_live_at", "expire_at", "expired", "live", "show_in_menus", "locked")
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    assert after["title"] == "Tampered"


def test_staff_publish_nothing(planted: Planted, staff: Visitor) -> None:
    for page in (planted.own.store, planted.own.pages.article, planted.own.pages.draft):
        before = state_of(page)
        staff.send("post", edit_url(page), {**form_of(planted, page), **TITLE, "action-publish": "1"})
        after = state_of(page)
        kept = ("title", "live", "last_published_at", "live_revision_id", "slug")
        assert {name: after[name] for name in kept} == {name: before[name] for name in kept}


def test_revert_restores_no_field_that_the_form_withholds(planted: Planted, owner: Visitor) -> None:
    store = StorePage.objects.get(pk=planted.own.store.pk)
    slug, store.slug, store.expire_at = store.slug, "earlier-slug", NOW + timedelta(days=9)
    store.show_in_menus = True
    old = store.save_revision(user=planted.people.admin)
    url = reverse("wagtailadmin_pages:revisions_revert", args=[store.pk, old.pk])
    assert "earlier-slug" not in body_of(owner.send("get", url)).decode()
    form = {**form_of(planted, store), **TITLE, "revision": old.pk, "action-publish": "1"}
    owner.send("post", edit_url(store), form)
    after = state_of(store)
    assert (after["slug"], after["expire_at"], after["show_in_menus"]) == (slug, None, False)


def test_revert_says_what_of_the_version_is_left_out(planted: Planted, owner: Visitor) -> None:
    """A logo of somebody else's was shown as none, and the site lost its own without a word."""
    store = StorePage.objects.get(pk=planted.own.store.pk)
    store.logo_id = planted.neighbour.media.image.pk
    with_logo = store.save_revision(user=planted.people.admin)
    StorePage.objects.get(pk=store.pk).save_revision(user=planted.people.admin)
    told = body_of(owner.send("get", reverse("wagtailadmin_pages:revisions_revert", args=[store.pk, with_logo.pk])))
    assert LEFT_OUT.format(labels="Logo").replace("'", "&#x27;") in told.decode()
    plain = StorePage.objects.get(pk=store.pk).save_revision(user=planted.people.admin)
    told = body_of(owner.send("get", reverse("wagtailadmin_pages:revisions_revert", args=[store.pk, plain.pk])))
    assert "left out" not in told.decode()


def test_revert_names_whoever_made_the_version_by_no_address(planted: Planted, owner: Visitor) -> None:
    """Who was invited has the address as user name."""
    store = StorePage.objects.get(pk=planted.own.store.pk)
    gone = make_user("hidden.person@elsewhere.example")
    old = store.save_revision(user=gone)
    url = reverse("wagtailadmin_pages:revisions_revert", args=[store.pk, old.pk])
    told = body_of(owner.send("get", url)).decode()
    assert "hidden.person" not in told
    assert "Somebody who has left" in told


def test_revert_of_a_local_article_brings_back_nothing_that_the_newsroom_took_away(
    planted: Planted, owner: Visitor
) -> None:
    article = ArticlePage.objects.get(pk=planted.own.pages.article.pk)
    article.tags.add("directed")
    article.canonical_policy, article.original_url = "original", "https://directed.example/"
    old = article.save_revision(user=planted.people.admin)
    article = ArticlePage.objects.get(pk=article.pk)
    article.save_revision(user=planted.people.admin).publish()
    form = {**form_of(planted, article), **TITLE, "tags": "directed", "original_url": "https://directed.example/"}
    owner.send("get", reverse("wagtailadmin_pages:revisions_revert", args=[article.pk, old.pk]))
    owner.send("post", edit_url(article), {**form, "revision": old.pk, "action-publish": "1"})
    now = ArticlePage.objects.get(pk=article.pk)
    assert now.title == "Tampered"
    assert (now.canonical_policy, now.original_url) == ("", "")
    assert "directed" not in [tag.name for tag in now.tags.all()]


def test_autosave_reaches_no_page_of_another_store(planted: Planted, owner: Visitor) -> None:
    theirs = planted.neighbour.pages
    before = Revision.objects.filter(object_id__in=[str(page.pk) for page in theirs.all]).count()
    for page in (theirs.article, theirs.draft, theirs.store):
        data = {**form_of(planted, page), **TITLE}
        assert_unknown(owner.send("post", edit_url(page), data, headers=AUTOSAVE))
    url = reverse("wagtailadmin_pages:add", args=["cms", "articlepage", theirs.news.pk])
    assert_unknown(owner.send("post", url, TITLE, headers=AUTOSAVE))
    assert Revision.objects.filter(object_id__in=[str(page.pk) for page in theirs.all]).count() == before


def test_autosave_overwrites_no_revision_of_another_page(planted: Planted, owner: Visitor) -> None:
    mine, theirs = planted.own.pages.article, planted.neighbour.pages.article
    revision = planted.neighbour.pages.revisions[theirs.pk][1]
    content = Revision.objects.get(pk=revision).content
    data = {**form_of(planted, mine), **TITLE, "overwrite_revision_id": str(revision)}
    response = owner.send("post", edit_url(mine), data, headers=AUTOSAVE)
    assert response.status_code in {400, 403, 404, 409}
    assert Revision.objects.get(pk=revision).content == content


def test_autosave_of_the_store_keeps_slug_and_schedule(planted: Planted, owner: Visitor) -> None:
    store = planted.own.store
    slug = state_of(store)["slug"]
    data = {**form_of(planted, store), **TITLE, "slug": "tampered", "expire_at": "2030-01-01 09:00"}
    owner.send("post", edit_url(store), data, headers=AUTOSAVE)
    StorePage.objects.get(pk=store.pk).get_latest_revision().publish()
    after = state_of(store)
    assert (after["title"], after["slug"], after["expire_at"]) == ("Tampered", slug, None)


# Choosers, lists and the admin API


@pytest.mark.parametrize("mixed_with_own", [False, True])
def test_choosers_name_nothing_of_another_store(planted: Planted, owner: Visitor, mixed_with_own: bool) -> None:
    own, neighbour = planted.own, planted.neighbour
    for view, mine, theirs in (
        ("wagtailadmin_choose_page_chosen_multiple", own.pages.article, neighbour.pages.draft),
        ("wagtailimages_chooser:chosen_multiple", own.media.image, neighbour.media.image),
        ("wagtaildocs_chooser:chosen_multiple", own.media.document, neighbour.media.document),
    ):
        ids = [theirs.pk, mine.pk] if mixed_with_own else [theirs.pk]
        assert_unknown(owner.send("get", f"{reverse(view)}?{'&'.join(f'id={pk}' for pk in ids)}"))
    for view, theirs in (
        ("wagtailimages_chooser", neighbour.media.image),
        ("wagtaildocs_chooser", neighbour.media.document),
    ):
        assert_unknown(owner.send("get", reverse(f"{view}:chosen", args=[theirs.pk])))


def test_external_link_does_not_name_the_page_behind_an_address(planted: Planted, owner: Visitor) -> None:
    store, article = planted.neighbour.store, planted.neighbour.pages.article
    for path in ("", "health/", f"health/{article.slug}/"):
        address = f"http://{store.site.hostname}:8000/{path}"
        data = {"external-link-chooser-url": address, "external-link-chooser-link_text": ""}
        text = body_of(owner.send("post", reverse("wagtailadmin_choose_page_external_link"), data)).decode()
        shown = {sign.text for sign in signs_in(text)} - {sign.text for sign in signs_in(address)}
        assert shown == set()


@pytest.mark.parametrize("view", ["wagtailimages:index", "wagtailimages_chooser:choose", "wagtaildocs:index"])
def test_lists_of_files_name_no_tag_of_another_store(planted: Planted, owner: Visitor, view: str) -> None:
    text = body_of(owner.send("get", reverse(view))).decode()
    assert opened("a", "image") in text or opened("a", "document") in text
    assert not [sign for sign in signs_in(text) if sign.owner == NEIGHBOUR]


def test_filters_of_the_explorer_name_no_person_nor_host_of_another_store(planted: Planted, owner: Visitor) -> None:
    text = body_of(owner.send("get", reverse("wagtailadmin_explore", args=[planted.own.store.pk]))).decode()
    assert not [sign for sign in signs_in(text) if sign.owner == NEIGHBOUR]


@pytest.mark.parametrize("who", ["owner", "staff", "owner_of_nothing"])
def test_admin_api_tells_confined_people_nothing(planted: Planted, who: str) -> None:
    user = planted.own.user if who == "owner" else getattr(planted.people, who)
    visitor = Visitor.of(user)
    queries = ("", "?fields=*", "?child_of=root&for_explorer=1", f"?id={planted.neighbour.pages.draft.pk}")
    for resource in ("pages", "images", "documents"):
        for query in queries:
            assert_unknown(visitor.send("get", reverse(f"wagtailadmin_api:{resource}:listing") + query))
    for page in planted.neighbour.pages.all:
        url = reverse("wagtailadmin_api:pages:detail", args=[page.pk])
        assert_unknown(visitor.send("get", f"{url}?fields=*,parent(*),children(*)"))


def test_admin_api_shows_editors_the_librarys_media_alone(planted: Planted) -> None:
    visitor = Visitor.of(planted.people.editor)
    for resource, shown in (("images", planted.library.image), ("documents", planted.library.document)):
        response = visitor.send("get", reverse(f"wagtailadmin_api:{resource}:listing"))
        assert {item["id"] for item in response.json()["items"]} == {shown.pk}


def test_draft_of_the_store_is_deleted_by_owners_only(planted: Planted, owner: Visitor, staff: Visitor) -> None:
    draft = planted.own.pages.draft
    url = reverse("wagtailadmin_pages:delete", args=[draft.pk])
    staff.send("post", url)
    assert Page.objects.filter(pk=draft.pk).exists()
    owner.send("post", url)
    assert not Page.objects.filter(pk=draft.pk).exists()


# Pictures and documents


@pytest.mark.parametrize("spec", ["original", "width-9000", "max-20000x20000", "fill-1x1|format-png"])
@pytest.mark.parametrize("whose", ["own", "neighbour"])
def test_image_preview_makes_no_rendition_of_any_size(planted: Planted, owner: Visitor, whose: str, spec: str) -> None:
    image = getattr(planted, whose).media.image
    before = Rendition.objects.count()
    assert_unknown(owner.send("get", reverse("wagtailimages:preview", args=[image.pk, spec])))
    assert_unknown(owner.send("get", reverse("wagtailimages:url_generator", args=[image.pk])))
    assert Rendition.objects.count() == before


def test_no_public_address_makes_renditions(planted: Planted) -> None:
    with pytest.raises(NoReverseMatch):
        reverse("wagtailimages_serve", args=["signature", planted.own.media.image.pk, "width-9000"])


@pytest.mark.parametrize("which", ["hidden", "deeper"])
def test_private_collection_and_what_is_below_it_stay_out_of_the_api(planted: Planted, which: str) -> None:
    nobody = Visitor.of(None)
    for plants in (planted.own, planted.neighbour):
        shown = paragraph(document_link(plants.media.document.pk, "x"))
        make_page("that-shows", at_store=plants.store, body=[image_block(plants.media.image.pk), shown])
        image, document = getattr(plants.media, f"{which}_image"), getattr(plants.media, f"{which}_document")
        for resource, thing in (("images", image), ("documents", document)):
            listing = body_of(nobody.send("get", f"/api/v2/{resource}/?store={plants.store.slug}&fields=*&limit=100"))
            assert thing.title.split()[0] not in listing.decode()
            assert opened(plants.owner, resource[:-1]) in listing.decode()
            detail = nobody.send("get", f"/api/v2/{resource}/{thing.pk}/?store={plants.store.slug}")
            assert detail.status_code == 404


@pytest.mark.parametrize("which", ["hidden", "deeper"])
def test_private_document_is_not_served_whatever_its_address(planted: Planted, which: str) -> None:
    nobody = Visitor.of(None)
    document = getattr(planted.neighbour.media, f"{which}_document")
    marker = secret(NEIGHBOUR, f"{which}document")
    for url in (f"/documents/{document.pk}/{document.filename}", f"/media/{document.file.name}"):
        response = nobody.send("get", url)
        assert f"{marker}content" not in body_of(response).decode()


def test_nobody_learns_by_a_condition_that_something_is_there(planted: Planted, owner: Visitor) -> None:
    """An ETag that is compared before the permission is asked would answer 304 to a right guess."""
    document = NetworkDocument.objects.get(pk=planted.neighbour.media.hidden_document.pk)
    page = planted.neighbour.pages.draft
    guesses = [{"if-none-match": f'"{document.get_file_hash()}"'}, {"if-none-match": "*"}]
    guesses.append({"if-modified-since": "Fri, 01 Jan 2038 00:00:00 GMT"})
    for headers in guesses:
        for visitor in (owner, Visitor.of(None)):
            response = visitor.send("get", f"/documents/{document.pk}/{document.filename}", headers=headers)
            assert response.status_code not in {200, 304} or "password" in body_of(response).decode()
            assert "ETag" not in response
        url = f"/api/v2/pages/{page.pk}/?store={planted.neighbour.store.slug}"
        assert Visitor.of(None).send("get", url, headers=headers).status_code == 404
        assert_unknown(owner.send("get", edit_url(page), headers=headers))
        assert_unknown(owner.send("get", reverse("wagtailimages:preview", args=[1, "original"]), headers=headers))


# People and sessions


def test_rights_at_one_store_are_no_rights_at_another(planted: Planted) -> None:
    """Owner of one and staff of the other: publishes at the first only."""
    user = make_user("isolation-owner-here-staff-there")
    appoint_owner(by=None, user=user, store=planted.own.store)
    appoint_staff(by=None, user=user, store=planted.neighbour.store)
    for plants, is_published in ((planted.own, True), (planted.neighbour, False)):
        page = plants.pages.article
        data = {**form_of(planted, page), **TITLE, "action-publish": "1"}
        Visitor.of(user).send("post", edit_url(page), data)
        assert (Page.objects.get(pk=page.pk).title == "Tampered") is is_published


def test_owner_of_two_stores_reaches_both_until_dismissed_from_one(planted: Planted) -> None:
    user = planted.people.owner_of_both
    things = [(plants.pages.article, plants.media.image) for plants in (planted.own, planted.neighbour)]
    for page, image in things:
        assert Visitor.of(user).send("get", edit_url(page)).status_code == 200
        assert Visitor.of(user).send("get", reverse("wagtailimages:edit", args=[image.pk])).status_code == 200
    dismiss_owner(by=None, user=user, store=planted.neighbour.store)
    page, image = things[1]
    visitor = Visitor.of(user)
    assert_unknown(visitor.send("get", edit_url(page)))
    assert_unknown(visitor.send("get", reverse("wagtailimages:edit", args=[image.pk])))
    assert visitor.send("get", edit_url(things[0][0])).status_code == 200


def test_session_holds_no_token_and_leaves_nothing_to_the_next_person(planted: Planted) -> None:
    page = planted.neighbour.pages.draft
    visitor = Visitor.of(planted.neighbour.user)
    client = visitor.client
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    client.post(url, {**form_of(planted, page), **TITLE})
    client.get(edit_url(page))
    client.get(url)
    assert not signs_in(str({name: value for name, value in client.session.items() if name != "_auth_user_id"}))
    client.post(reverse("wagtailadmin_logout"))
    client.force_login(planted.own.user)
    assert set(client.session.keys()) == {"_auth_user_id", "_auth_user_backend", "_auth_user_hash"}
    assert_unknown(client.get(url))


def test_link_that_resets_a_password_leaves_the_address_bar_and_ends_with_its_use(planted: Planted) -> None:
    """The token waits in the session of whoever opened the link, and nobody else's."""
    client = Visitor.of(None).client
    client.post(reverse("wagtailadmin_password_reset"), {"email": planted.own.user.email})
    target = reverse("wagtailadmin_password_reset_confirm", args=["NTU", "set-password"])
    assert "new_password1" not in client.get(target).content.decode()


# Exports

FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(1)")


def formulas_in(text: str) -> list[str]:
    """Cells of a CSV file that a spreadsheet would compute."""
    return [cell for row in csv.reader(io.StringIO(text)) for cell in row if cell[:1] in {"=", "+", "-", "@"}]


def exports_for(visitor: Visitor) -> Iterator[tuple[str, HttpResponse]]:
    """Views of lists, and each file that they hand out. Whatever has a CSV file is asked for a workbook, too."""
    for route in all_routes():
        if route.is_admin and route.is_named and not route.parameters:
            for format_name in ("csv", "xlsx"):
                response = visitor.send("get", f"{reverse(route.view)}?export={format_name}")
                kind = response.get("Content-Type", "")
                if "csv" not in kind and "spreadsheet" not in kind:
                    break
                yield route.view, response


@pytest.mark.parametrize("who", ["owner", pytest.param("staff", marks=pytest.mark.trial), "editor"])
def test_exports_carry_no_formula(planted: Planted, who: str) -> None:
    user = planted.own.user if who == "owner" else getattr(planted.people, who)
    for number, text in enumerate(FORMULAS):
        article = make_article(f"formula-{number}", title=text, locked=True, locked_by=user, locked_at=NOW)
        article.save_revision(user=user).publish()
    found, kinds = [], set()
    for view, response in exports_for(Visitor.of(user)):
        kind, body = response["Content-Type"], body_of(response)
        kinds.add(kind.partition(";")[0])
        # In a workbook, Wagtail writes what looks like a formula as a string.
        if kind.startswith("text/csv") and formulas_in(body.decode()):
            found.append(f"{view}: {formulas_in(body.decode())}")
        if who != "editor" and signs_in(text_of(response, body)):
            found.append(f"{view} exports to {who}")
    assert not found, lines(found)
    assert who != "editor" or len(kinds) == 2
