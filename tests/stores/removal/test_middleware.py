"""Every door asks first what a removal takes along, and keeps it in the history."""

import html
import re
from datetime import UTC, date, datetime
from typing import Any
from unittest import mock

import pytest
from django.db import transaction
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, ModelLogEntry, PageLogEntry, Revision

from cms.models import ArticlePage, Provider, StandardPage, Topic
from cms.users.models import User
from stores.choices import AudienceKind
from stores.models import HolidayClosure, NetworkBanner, StoreGroup, StorePage
from tests.cms.admin_forms import logged_in
from tests.factories.blocks import paragraph
from tests.factories.media import make_document
from tests.factories.network import make_admin, make_editor, make_user
from tests.factories.newsroom import ProviderFactory, health_news_of, make_article, make_expert, make_page
from tests.factories.stores import StoreGroupFactory, make_store
from tests.stores.removal.asking import asked, lines_in

pytestmark = pytest.mark.django_db

BULK = "wagtail_bulk_action"


@pytest.fixture
def east() -> StoreGroup:
    return StoreGroupFactory.create(slug="east", name="East")


@pytest.fixture
def stores(east: StoreGroup) -> list[StorePage]:
    return [make_store("pitman", groups=[east]), make_store("switchback", groups=[east]), make_store("night-heron")]


@pytest.fixture
def editor() -> Client:
    return logged_in(make_editor())


@pytest.fixture
def admin() -> Client:
    return logged_in(make_admin())


def hang_on(group: StoreGroup) -> ArticlePage:
    """An article, a promo line, a holiday and a license for the group."""
    chosen: dict[str, Any] = {"audience": AudienceKind.CHOSEN}
    banner = NetworkBanner.objects.create(text="Free delivery", has_no_end=True, **chosen)
    holiday = HolidayClosure.objects.create(
        starts_on=date(2030, 7, 4), ends_on=date(2030, 7, 4), label="July", **chosen
    )
    provider = ProviderFactory.create(slug="wire", name="Wire", **chosen)
    for row in (banner, holiday, provider):
        row.audience_groups.set([group])
        row.save()
    return make_article("flu", groups=[group], **chosen)


LOST = [
    "1 article leaves 2 stores: “Flu”.",
    "1 license leaves 2 stores: “Wire”.",
    "1 holiday leaves 2 stores: “July (2030-07-04)”.",
    "1 promo line leaves 2 stores: “Free delivery”.",
    "2 stores are in it.",
]


def doors_of(group: StoreGroup) -> list[str]:
    bulk = reverse("wagtail_bulk_action", args=["stores", "storegroup", "delete"])
    return [reverse("wagtailsnippets_stores_storegroup:delete", args=[group.pk]), f"{bulk}?id={group.pk}"]


@pytest.mark.parametrize("door", [0, 1])
def test_group_with_audiences_needs_something_in_its_place(
    stores: list[StorePage], east: StoreGroup, editor: Client, door: int
) -> None:
    article = hang_on(east)
    url = doors_of(east)[door]
    assert sorted(lines_in(editor.get(url).content.decode())) == sorted(LOST)
    lines, sent = asked(editor, url)
    assert sorted(lines) == sorted(LOST)
    again = editor.post(url, {**sent, "in_place": "nothing"})
    assert "Say what takes its place." in again.content.decode()
    assert StoreGroup.objects.filter(pk=east.pk).exists()
    assert editor.post(url, {**sent, "in_place": "stores"}).status_code == 302
    assert not StoreGroup.objects.filter(pk=east.pk).exists()
    assert set(ArticlePage.objects.get(pk=article.pk).audience_stores.all()) == set(stores[:2])
    assert set(NetworkBanner.objects.get().audience_stores.all()) == set(stores[:2])
    entry = ModelLogEntry.objects.get(action="stores.take_away")
    assert sorted(entry.data["lines"]) == sorted(LOST)
    assert entry.data["replacement"] == "The stores that are in it now, by name"


def test_nothing_takes_the_place_of_what_the_screen_left_where_it_was(
    stores: list[StorePage], east: StoreGroup, editor: Client
) -> None:
    """All of it or nothing, and no word of it in the history."""
    article = hang_on(east)
    url = doors_of(east)[0]
    _lines, sent = asked(editor, url)
    with mock.patch.object(StoreGroup, "delete"):
        editor.post(url, {**sent, "in_place": "stores"})
    assert set(ArticlePage.objects.get(pk=article.pk).audience_groups.all()) == {east}
    assert not ModelLogEntry.objects.filter(action="stores.take_away").exists()


def test_another_group_takes_its_place_in_drafts_too(
    stores: list[StorePage], east: StoreGroup, editor: Client
) -> None:
    article = hang_on(east)
    article.save_revision()
    west = StoreGroupFactory.create(slug="west", name="West")
    url = doors_of(east)[0]
    _lines, sent = asked(editor, url)
    editor.post(url, {**sent, "in_place": str(west.pk)})
    article = ArticlePage.objects.get(pk=article.pk)
    assert set(article.audience_groups.all()) == {west}
    assert article.get_latest_revision().content["audience_groups"] == [west.pk]


def test_another_group_takes_its_place_in_a_version_that_is_to_go_live_though_a_later_one_was_written(
    stores: list[StorePage], east: StoreGroup, editor: Client
) -> None:
    article = hang_on(east)
    scheduled = article.save_revision(approved_go_live_at=datetime(2030, 1, 1, tzinfo=UTC))
    article.save_revision()
    west = StoreGroupFactory.create(slug="west", name="West")
    url = doors_of(east)[0]
    _lines, sent = asked(editor, url)
    editor.post(url, {**sent, "in_place": str(west.pk)})
    assert Revision.objects.get(pk=scheduled.pk).content["audience_groups"] == [west.pk]


def test_group_without_audiences_goes_with_one_question_or_none(stores: list[StorePage], editor: Client) -> None:
    empty = StoreGroupFactory.create(slug="empty")
    assert editor.post(doors_of(empty)[0]).status_code == 302
    assert not StoreGroup.objects.filter(pk=empty.pk).exists()


def test_model_refuses_a_group_that_an_audience_names(stores: list[StorePage], east: StoreGroup) -> None:
    hang_on(east)
    with pytest.raises(ProtectedError), transaction.atomic():
        east.delete()


def test_other_numbers_are_asked_about_anew(stores: list[StorePage], east: StoreGroup, editor: Client) -> None:
    hang_on(east)
    url = doors_of(east)[0]
    _lines, sent = asked(editor, url)
    make_article("cold", groups=[east], audience=AudienceKind.CHOSEN)
    lines, _sent = asked(editor, url, **sent, in_place="stores")
    assert "2 articles leave 2 stores: “Cold” and “Flu”." in lines


def test_topic_says_its_articles_and_hands_them_on(editor: Client) -> None:
    heart, blood = (Topic.objects.create(name=name, slug=name.lower()) for name in ("Heart", "Blood"))
    article = make_article("flu", topics=[heart])
    article.save_revision()
    url = reverse("wagtailsnippets_cms_topic:delete", args=[heart.pk])
    lines, sent = asked(editor, url)
    assert lines == ["1 article (1 published) loses the topic: “Flu”."]
    editor.post(url, {**sent, "in_place": str(blood.pk)})
    article = ArticlePage.objects.get(pk=article.pk)
    assert [topic.name for topic in article.topics.all()] == ["Blood"]
    assert article.get_latest_revision().content["topics"] == [blood.pk]


@pytest.mark.parametrize("door", ["single", "bulk"])
def test_provider_with_articles_stays(editor: Client, door: str) -> None:
    article = make_article("flu")
    provider = article.provider
    bulk = f"{reverse(BULK, args=['cms', 'provider', 'delete'])}?id={provider.pk}"
    single = reverse("wagtailsnippets_cms_provider:delete", args=[provider.pk])
    answer = editor.post(single if door == "single" else bulk, follow=True)
    assert "Give each another provider first." in answer.content.decode()
    assert Provider.objects.filter(pk=provider.pk).exists()


def test_expert_hands_articles_on_in_drafts_too(editor: Client) -> None:
    ann, ben, cal = (make_expert(name) for name in ("ann", "ben", "cal"))
    flu, cold = make_article("flu", experts=[ann, cal]), make_article("cold", experts=[ben, ann])
    for article in (flu, cold):
        article.save_revision()
    url = page_doors(ann, "delete")[0]
    _lines, sent = asked(editor, url)
    again = editor.post(url, {**sent, "in_place": ""})
    assert "Say what takes its place." in again.content.decode()
    assert editor.post(url, {**sent, "in_place": str(ben.pk)}).status_code == 302
    for article, experts in ((flu, [ben, cal]), (cold, [ben])):
        now = ArticlePage.objects.get(pk=article.pk)
        assert [row.expert_id for row in now.article_experts.order_by("sort_order")] == [each.pk for each in experts]
        draft = now.get_latest_revision().as_object()
        assert [row.expert_id for row in draft.article_experts.all()] == [each.pk for each in experts]


def test_nobody_else_becomes_the_one_who_reviewed(editor: Client) -> None:
    """Another name would say of somebody what they did not do."""
    ann, ben = make_expert("ann"), make_expert("ben")
    article = make_article("flu", experts=[ann])
    ArticlePage.objects.filter(pk=article.pk).update(reviewed_by=ann, reviewed_on=date(2026, 1, 2))
    url = page_doors(ann, "delete")[0]
    _lines, sent = asked(editor, url)
    editor.post(url, {**sent, "in_place": str(ben.pk)})
    assert ArticlePage.objects.get(pk=article.pk).reviewed_by is None


def test_promo_line_that_begins_later_says_where_it_would_have_been(stores: list[StorePage], editor: Client) -> None:
    dates = {"show_from": date(2130, 1, 1), "show_until": date(2130, 2, 1)}
    later = NetworkBanner.objects.create(text="Free delivery", **dates)
    lines, _sent = asked(editor, reverse("wagtailsnippets_stores_networkbanner:delete", args=[later.pk]))
    assert lines == ["1 promo line that begins later will not be shown at 3 stores."]
    over = NetworkBanner.objects.create(text="Over", show_until=date(2020, 1, 1))
    url = reverse("wagtailsnippets_stores_networkbanner:delete", args=[over.pk])
    assert editor.post(url).status_code == 302


def test_holiday_and_promo_line_say_which_stores_they_leave(stores: list[StorePage], editor: Client) -> None:
    banner = NetworkBanner.objects.create(text="Free delivery", has_no_end=True)
    holiday = HolidayClosure.objects.create(starts_on=date(2030, 7, 4), ends_on=date(2030, 7, 4), label="July")
    lines, _sent = asked(editor, reverse("wagtailsnippets_stores_networkbanner:delete", args=[banner.pk]))
    assert lines == ["1 promo line ends at 3 stores that show it now."]
    lines, sent = asked(editor, reverse("wagtailsnippets_stores_holidayclosure:delete", args=[holiday.pk]))
    assert lines == ["July (2030-07-04): 3 stores keep their usual hours."]
    editor.post(reverse("wagtailsnippets_stores_holidayclosure:delete", args=[holiday.pk]), sent)
    assert not HolidayClosure.objects.exists()


def page_doors(page: Any, way: str, *more: Any) -> list[str]:
    view = "move_confirm" if way == "move" else way
    return [
        reverse(f"wagtailadmin_pages:{view}", args=[page.pk, *more]),
        f"{reverse(BULK, args=['wagtailcore', 'page', way])}?id={page.pk}",
    ]


@pytest.mark.parametrize("door", [0, 1])
@pytest.mark.parametrize("way", ["delete", "unpublish"])
def test_article_says_who_shows_it(stores: list[StorePage], admin: Client, way: str, door: int) -> None:
    article = make_article("flu")
    url = page_doors(article, way)[door]
    lines, sent = asked(admin, url)
    assert len(lines) == 1
    assert lines[0].startswith("3 stores show this now: ")
    assert ArticlePage.objects.get(pk=article.pk).live
    admin.post(url, sent)
    assert not ArticlePage.objects.filter(pk=article.pk, live=True).exists()
    entry = PageLogEntry.objects.get(action="stores.take_away")
    assert entry.data["lines"] == lines
    report = admin.get(reverse("stores_network_changes")).content.decode()
    assert f"{way.capitalize()} “Flu”" in report


@pytest.mark.parametrize("door", [0, 1])
def test_what_stands_below_counts_where_it_goes_along(stores: list[StorePage], admin: Client, door: int) -> None:
    """Wagtail's screen of a folder offers to unpublish all that is below it."""
    articles = make_article("flu").get_parent()
    url = page_doors(articles, "unpublish")[door]
    lines, sent = asked(admin, url, include_descendants="on")
    assert len(lines) == 1
    assert lines[0].startswith("3 stores show this now: ")
    assert ArticlePage.objects.get().live
    assert admin.post(url, sent).status_code == 302
    assert not ArticlePage.objects.get().live


def test_all_stores_at_once_are_named(stores: list[StorePage], admin: Client) -> None:
    url = page_doors(stores[0].get_parent(), "unpublish")[0]
    lines, _sent = asked(admin, url, include_descendants="on")
    assert [line for line in lines if line.startswith("Every page of")] == [
        f"Every page of {store.title} answers 404 from then on. To close the store for good, use All stores."
        for store in stores
    ]
    assert StorePage.objects.live().count() == 3


def test_page_takes_those_below_it_along(stores: list[StorePage], admin: Client) -> None:
    above = make_page("about", live=False)
    below = StandardPage(title="Team", slug="team", body=above.body)
    above.add_child(instance=below)
    lines, _sent = asked(admin, page_doors(above, "delete")[0])
    assert lines[0].startswith("3 stores show one of these now: ")


@pytest.mark.parametrize("door", [0, 1])
def test_move_to_one_store_says_who_loses_it(stores: list[StorePage], admin: Client, door: int) -> None:
    article = make_article("flu")
    news = health_news_of(stores[0])
    url = page_doors(article, "move", news.pk)[door] if door == 0 else page_doors(article, "move", news.pk)[1]
    lines, sent = asked(admin, url, **({} if door == 0 else {"chooser": str(news.pk)}))
    assert len(lines) == 1
    assert lines[0].startswith("2 stores show this now: ")
    admin.post(url, sent)
    assert ArticlePage.objects.get(pk=article.pk).get_parent().pk == news.pk


def test_draft_that_nobody_shows_goes_as_ever(stores: list[StorePage], admin: Client) -> None:
    draft = make_article("flu", live=False)
    assert admin.post(page_doors(draft, "delete")[0]).status_code == 302
    assert not ArticlePage.objects.filter(pk=draft.pk).exists()


def test_expert_and_shared_page_say_who_shows_them(stores: list[StorePage], admin: Client) -> None:
    ann = make_expert("ann")
    make_article("flu", experts=[ann])
    lines, _sent = asked(admin, page_doors(ann, "unpublish")[0])
    assert lines[0] == "1 article (1 published) loses the expert: “Flu”."
    assert lines[1].startswith("3 stores show this now: ")
    page = make_page("privacy", excluded=stores[:1])
    lines, _sent = asked(admin, page_doors(page, "delete")[0])
    assert lines[0].startswith("2 stores show this now: ")
    assert StandardPage.objects.get().live


def test_who_may_not_delete_learns_nothing(stores: list[StorePage], editor: Client) -> None:
    group = StoreGroupFactory.create(slug="secret", name="Secret group")
    nobody = logged_in(make_user("nobody"))
    assert "Secret group" not in nobody.post(doors_of(group)[0], follow=True).content.decode()
    assert StoreGroup.objects.filter(pk=group.pk).exists()


def private(page: Any) -> str:
    return reverse("wagtailadmin_pages:set_privacy", args=[page.pk])


def fields_of(answer: Any) -> dict[str, str]:
    """What the next form of the dialog sends."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', answer.json()["html"])
    return {name: html.unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def test_folder_of_the_library_is_made_private_after_its_stores_were_named(
    stores: list[StorePage], admin: Client
) -> None:
    """One click, and every article was gone from every store."""
    folder = make_article("flu").get_parent()
    assert "restriction_type" in admin.get(private(folder)).json()["html"]
    answer = admin.post(private(folder), {"restriction_type": "login", "password": ""})
    assert answer.json()["step"] == "set_privacy"
    said = lines_in(html.unescape(answer.json()["html"]))
    assert len(said) == 1
    assert said[0].startswith("3 stores show this now: ")
    assert not folder.view_restrictions.exists()
    sent = fields_of(answer)
    assert sent["restriction_type"] == "login"
    again = admin.post(private(folder), {**sent, "takes_away": "0" * 24})
    assert not folder.view_restrictions.exists()
    done = admin.post(private(folder), fields_of(again))
    assert done.json() == {"step": "set_privacy_done", "is_public": False}
    assert folder.view_restrictions.exists()
    assert PageLogEntry.objects.get(action="stores.take_away").data["lines"] == said
    assert "Restrict “Articles”" in admin.get(reverse("stores_network_changes")).content.decode()
    public = admin.post(private(folder), {"restriction_type": "none"})
    assert public.json()["is_public"]


def test_stores_that_become_private_are_named(stores: list[StorePage], admin: Client) -> None:
    answer = admin.post(private(stores[0].get_parent()), {"restriction_type": "login"})
    said = lines_in(html.unescape(answer.json()["html"]))
    assert len([line for line in said if line.startswith("Every page of ")]) == 3
    assert StorePage.objects.get(pk=stores[0].pk).get_view_restrictions().count() == 0


def test_private_page_that_nobody_shows_is_not_asked_about(stores: list[StorePage], admin: Client) -> None:
    draft = make_article("flu", live=False)
    done = admin.post(private(draft), {"restriction_type": "login"})
    assert done.json()["step"] == "set_privacy_done"


def test_collection_is_made_private_after_the_texts_that_link_to_its_documents_were_named(
    stores: list[StorePage], admin: Client
) -> None:
    collection = Collection.get_first_root_node().add_child(name="Leaflets")
    leaflet = make_document("Leaflet", collection=collection)
    link = f'<p><a linktype="document" id="{leaflet.pk}">Read</a></p>'
    make_article("flu", body=[paragraph(link, "flu")])
    url = reverse("wagtailadmin_collections:set_privacy", args=[collection.pk])
    answer = admin.post(url, {"restriction_type": "login"})
    said = lines_in(html.unescape(answer.json()["html"]))
    assert said == ["1 published page links to documents in it: there plain text stays: “Flu”."]
    assert not collection.view_restrictions.exists()
    assert admin.post(url, fields_of(answer)).json()["step"] == "set_privacy_done"
    assert collection.view_restrictions.exists()


def test_place_that_is_not_there_is_no_place_to_move_to(stores: list[StorePage], admin: Client) -> None:
    gone = reverse("wagtailadmin_pages:move_confirm", args=[make_article("flu").pk, 999_999])
    assert admin.get(gone).status_code == 404


def person_doors(*people: User) -> list[str]:
    bulk = reverse(BULK, args=["users", "user", "delete"])
    return [
        reverse("wagtailusers_users:delete", args=[people[0].pk]),
        f"{bulk}?{'&'.join(f'id={person.pk}' for person in people)}",
    ]


@pytest.mark.parametrize("door", [0, 1])
def test_account_says_which_roles_end_and_which_store_has_no_owner_then(
    stores: list[StorePage], admin: Client, door: int
) -> None:
    ann, ben = make_user("ann"), make_user("ben")
    stores[0].registration.owners.user_set.add(ann)
    stores[1].registration.owners.user_set.add(ann, ben)
    url = person_doors(ann)[door]
    lines, sent = asked(admin, url)
    assert lines == [
        "“ann” loses 2 roles: “Owners of pitman” and “Owners of switchback”.",
        "1 store is left without an owner: “Pitman Pharmacy”.",
    ]
    assert User.objects.filter(pk=ann.pk).exists()
    assert admin.post(url, sent).status_code == 302
    assert not User.objects.filter(pk=ann.pk).exists()
    gone = PageLogEntry.objects.filter(action="stores.dismiss_owner").values_list("page", "data__user")
    assert set(gone) == {(stores[0].pk, "ann"), (stores[1].pk, "ann")}
    assert ModelLogEntry.objects.get(action="stores.take_away").data["lines"] == lines
