"""Drafts in a store's own frontend: what the panel opens, what its code is worth, what a token shows and ends by."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.http import QueryDict
from django.test import Client
from wagtail.models import Page, Revision

from api.models import Preview
from cms.models import ArticlePage
from stores.models import NetworkBanner, StorePage
from stores.opening.frontends import change_frontend
from stores.people.appointing import appoint_owner
from tests.api.asking import NETWORK, Api
from tests.cms.admin_forms import edit_url, form_at, logged_in, paragraphs, stream
from tests.factories.media import empty_storage
from tests.factories.network import articles_folder, make_editor, make_user
from tests.factories.newsroom import ProviderFactory, make_article, make_expert, make_page
from tests.factories.rich import rich_article
from tests.factories.stores import make_store
from tests.frontend_templates.previewing import banner_frame, frame, new_frame, preview_url, seen

__all__ = ["empty_storage"]
pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
FRONT = "https://www.example.com/pitman"


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def stores() -> tuple[StorePage, StorePage]:
    pitman = make_store("pitman")
    change_frontend(by=None, store=pitman, address=FRONT, built_in_site="redirect", preview_path="/api/preview")
    return pitman, make_store("switchback")


@pytest.fixture
def editor(stores: tuple[StorePage, StorePage]) -> Client:
    return logged_in(make_editor())


@pytest.fixture
def api() -> Api:
    return Api(Client())


def filled(client: Client, draft: Page) -> QueryDict:
    """The form of an article as the browser sends it, which draws its blocks itself."""
    form = form_at(client, edit_url(draft))
    for name, value in {**stream("body"), **stream("sources"), **stream("corrections")}.items():
        form[name] = str(value)
    return form


def code_in(html: str) -> str:
    found = re.search(rf'<iframe[^>]* src="{FRONT}/api/preview\?code=([^"]+)"', html)
    assert found, html[:2000]
    return unescape(found[1])


def exchanged(code: str, status: int = 200) -> Any:
    response = Client().post(
        "/api/v2/preview/", {"code": code}, content_type="application/json", headers={"host": NETWORK}
    )
    assert response.status_code == status, response.content
    assert response["Cache-Control"] == "private, no-store"
    if status == 401:
        assert response["Content-Type"] == "application/problem+json"
        assert response["WWW-Authenticate"].startswith("Bearer")
    return response.json()


def ask(token: str, path: str, status: int = 200, /, *, host: str = NETWORK, **query: Any) -> Any:
    headers = {"host": host, "authorization": f"Bearer {token}"}
    response = Client().get(f"/api/v2/{path}", query, headers=headers)
    assert response.status_code == status, response.content
    if status in {200, 401}:
        assert "no-store" in response["Cache-Control"]
        assert "public" not in response["Cache-Control"]
    return response.json()


def opened(client: Client, draft: Page, changes: dict[str, Any] | None = None, **query: Any) -> Any:
    """What a frontend gets for the code that the panel opens it with."""
    return exchanged(code_in(frame(client, draft, changes, **query)))


def test_frame_leads_to_the_stores_frontend_alone_and_the_built_in_site_stands_beside(
    editor: Client, stores: tuple[StorePage, StorePage]
) -> None:
    article = make_article("flu")
    url, form = preview_url(article), filled(editor, article)
    answer = seen(editor, url, form, store="pitman")
    html = answer.content.decode()
    assert len(code_in(html)) > 60
    assert "<strong>Pitman Pharmacy</strong>" in html
    policy = answer["Content-Security-Policy"]
    assert "frame-src https://www.example.com;" in policy + ";"
    assert "frame-ancestors 'self'" in policy
    assert answer["Cache-Control"].startswith("private, no-store")
    assert answer["Referrer-Policy"] == "no-referrer"
    # The admin's own page opens no other site, and offers both.
    page = editor.get(edit_url(article))
    assert "frame-src 'self';" in page["Content-Security-Policy"] + ";"
    assert "The built-in site" in page.content.decode()
    assert "preview-frame" not in seen(editor, url, form, store="pitman", mode="built-in").content.decode()
    assert "preview-frame" not in seen(editor, url, form, store="switchback").content.decode()
    seen(editor, url, form, 404, store="pitman", mode="other")


def test_unsaved_article_is_answered_as_the_draft_and_only_to_its_token(editor: Client, api: Api) -> None:
    article = make_article("flu")
    changes = {"title": "Flu, a draft", "slug": "flu-2027", **paragraphs("body", "<p>Call {{ store.name }}.</p>")}
    token = opened(editor, article, changes, store="pitman")
    assert token == {
        "token": token["token"],
        "token_type": "Bearer",
        "expires_at": "2026-11-23T15:15:00+00:00",
        "store": "pitman",
        "path": "/health/flu-2027/",
        "at": None,
        "type": "article",
        "id": article.pk,
        "edit_url": f"http://{NETWORK}/admin/pages/{article.pk}/edit/",
    }
    secret = token["token"]
    page = ask(secret, "storefront/", path=token["path"])["page"]
    assert page["title"] == "Flu, a draft"
    block = page["body"][0]
    assert "Call Pitman Pharmacy." in block["value"]["html"]
    form = f"{token['edit_url']}#:w:contentpath="
    assert page["edit"]["fields"]["title"] == f"{form}title"
    assert block["edit"] == {"url": f"{form}body.{block['id']}" if block["id"] else f"{form}body"}
    detail = ask(secret, f"articles/{article.pk}/", store="pitman")
    assert (detail["title"], detail["edit"]) == ("Flu, a draft", page["edit"])
    assert ask(secret, "articles/find/", slug="flu-2027")["title"] == "Flu, a draft"
    chosen = ask(secret, "storefront/", path=token["path"], fields="_,page(title)")
    assert chosen["page"]["title"] == "Flu, a draft"
    # The rest is what is public: its old address, lists, and everybody without the token.
    live = ask(secret, "storefront/", path="/health/flu/")["page"]
    assert live["title"] == "Flu"
    assert "edit" not in live
    assert [each["title"] for each in ask(secret, "articles/")["items"]] == ["Flu"]
    public = api.get(f"articles/{article.pk}/", store="pitman")
    assert public["title"] == "Flu"
    assert "edit" not in public
    assert "edit" not in public["body"][0]
    assert api.ask("storefront/", store="pitman", path="/health/flu-2027/").status_code == 404
    assert ArticlePage.objects.get(pk=article.pk).title == "Flu"


def test_code_is_good_once_and_for_a_minute(editor: Client, clock: Any) -> None:
    article = make_article("flu")
    code = code_in(frame(editor, article, store="pitman"))
    assert code not in str(list(Preview.objects.values()))
    token = exchanged(code)["token"]
    assert token not in str(list(Preview.objects.values()))
    ask(token, "storefront/", path="/health/flu/")
    exchanged(code, 401)
    ask(token, "storefront/", 401, path="/health/flu/")
    late = code_in(frame(editor, article, store="pitman"))
    clock.shift(timedelta(seconds=61))
    exchanged(late, 401)
    for wrong in ("", "preview_code_x", late[:-1], "preview_code_" + "x" * 40 + ".y", "\x00", late + "é"):
        exchanged(wrong, 401)
    for body in ('{"code": 1}', "[]", "{", '{"code": "x", "more": 1}', '"x"', "null"):
        response = Client().post("/api/v2/preview/", body, content_type="application/json", headers={"host": NETWORK})
        assert response.status_code == 400, body
    assert Client().get("/api/v2/preview/", headers={"host": NETWORK}).status_code == 405


def test_token_ends_by_the_clock_and_a_wrong_one_is_refused_everywhere(editor: Client, clock: Any) -> None:
    article = make_article("flu")
    token = opened(editor, article, store="pitman")["token"]
    clock.shift(timedelta(minutes=14, seconds=59))
    ask(token, "storefront/", path="/health/flu/")
    clock.shift(timedelta(seconds=1))
    ask(token, "storefront/", 401, path="/health/flu/")
    for path in ("storefront/", "articles/", "stores/", "pages/", "images/", "search/", "banners/"):
        ask(token[:-1] + "x", path, 401)
        ask("preview_token_x", path, 401)


def test_token_is_of_one_store_and_one_moment(editor: Client, stores: tuple[StorePage, StorePage]) -> None:
    article = make_article("flu", published_on=NOW.date())
    given = opened(editor, article, store="pitman", at="2026-12-25T10:00")
    assert given["at"] == "2026-12-25T10:00:00-05:00"
    token = given["token"]
    for query in ({"store": "switchback"}, {"site": stores[1].site.hostname}):
        assert "pitman" in ask(token, "storefront/", 400, path="/", **query)["detail"]
    ask(token, "storefront/", 400, host=stores[1].site.hostname, path="/")
    ask(token, "articles/", 400, store="switchback")
    answer = ask(token, "storefront/", host=stores[0].site.hostname, path="/health/flu/")
    assert answer["metadata"]["robots"] == "noindex"
    assert answer["store"]["status"]["until"].startswith("2026-12-25")


def _leaves(client: Client, editor: Any) -> None:
    editor.is_active = False
    editor.save()


def _loses_the_right(client: Client, editor: Any) -> None:
    editor.groups.clear()


def _is_logged_out_by_an_admin(client: Client, editor: Any) -> None:
    editor.end_sessions()
    editor.save()


def _logs_out(client: Client, editor: Any) -> None:
    Session.objects.all().delete()


def _has_another_password(client: Client, editor: Any) -> None:
    editor.set_password("another one, long enough")
    editor.save()


def _revision_is_deleted(client: Client, editor: Any) -> None:
    Page.objects.update(latest_revision=None)
    Revision.objects.all().delete()


def _page_is_deleted(client: Client, editor: Any) -> None:
    ArticlePage.objects.get().delete()


@pytest.mark.parametrize(
    "ends",
    [
        *(_leaves, _loses_the_right, _is_logged_out_by_an_admin, _logs_out, _has_another_password),
        *(_revision_is_deleted, _page_is_deleted),
    ],
)
def test_token_and_code_end_with_what_they_stand_on(stores: tuple[StorePage, StorePage], ends: Any) -> None:
    user = make_editor()
    client, article = logged_in(user), make_article("flu")
    article.save_revision()
    url, form = preview_url(article), filled(client, article)
    first, code = (code_in(seen(client, url, form, store="pitman").content.decode()) for _time in range(2))
    token = exchanged(first)["token"]
    ask(token, "articles/", 200)
    user.refresh_from_db()
    ends(client, user)
    ask(token, "articles/", 401)
    exchanged(code, 401)


def test_new_article_is_seen_before_it_is_saved(editor: Client) -> None:
    fields = {"title": "Brand new", "provider": ProviderFactory.create().pk, "published_on": "2026-11-20"}
    html = new_frame(editor, ArticlePage, articles_folder(), fields, store="pitman").content.decode()
    given = exchanged(code_in(html))
    assert given["id"] is None
    assert "/admin/pages/add/cms/articlepage/" in given["edit_url"]
    assert ask(given["token"], "storefront/", path=given["path"])["page"]["title"] == "Brand new"
    ask(given["token"], "storefront/", 404, path="/health/another/")


def test_expert_page_banner_and_health_news_are_seen(editor: Client, stores: tuple[StorePage, StorePage]) -> None:
    expert = make_expert("sample-expert", title="Sample Expert")
    given = opened(editor, expert, {"title": "Sam Draft"}, store="pitman")
    assert ask(given["token"], f"experts/{expert.pk}/")["name"] == "Sam Draft"
    page = ask(given["token"], "storefront/", path=given["path"])["page"]
    assert page["edit"]["fields"]["name"].endswith("#:w:contentpath=title")
    standard = make_page("about", title="About us")
    given = opened(editor, standard, {"title": "About, a draft"}, store="pitman")
    assert ask(given["token"], f"pages/{standard.pk}/")["title"] == "About, a draft"
    assert ask(given["token"], f"pages/{standard.pk}/")["edit"]["fields"]["title"]
    banner = NetworkBanner.objects.create(text="Ask us about savings", has_no_end=True)
    given = exchanged(code_in(banner_frame(editor, banner, "pitman", text="A draft of savings")))
    assert (given["type"], given["path"]) == ("banner", "/")
    for answer in (ask(given["token"], "banners/")["items"], ask(given["token"], "storefront/", path="/")["banners"]):
        drafts = [each for each in answer if "edit" in each]
        assert [each["text"] for each in drafts] == ["A draft of savings"]
        assert drafts[0]["edit"]["fields"]["text"].endswith("#:w:contentpath=text")


def test_owner_sees_the_own_store_and_where_it_is_edited(stores: tuple[StorePage, StorePage], editor: Client) -> None:
    user = make_user("owner")
    appoint_owner(by=None, user=user, store=stores[0])
    owner = logged_in(user)
    given = opened(owner, stores[0], {"title": "Pitman, a draft", "phone": "(856) 555-0123"})
    token = given["token"]
    store = ask(token, "storefront/", path="/")["store"]
    assert store["phone"]["display"] == "(856) 555-0123"
    assert ask(token, "stores/pitman/")["name"] == "Pitman, a draft"
    assert "edit" not in ask(token, "stores/switchback/")
    form = owner.get(edit_url(stores[0])).content.decode()
    for name, url in store["edit"]["fields"].items():
        assert f'data-contentpath="{url.partition("=")[2]}"' in form, name
    # The draft of another store's page is refused to them as ever, and a token ends with the ownership.
    assert owner.get(preview_url(stores[1])).status_code in {302, 403, 404}
    stores[0].registration.owners.user_set.clear()
    ask(token, "stores/pitman/", 401)


@pytest.mark.parametrize("make", [make_article, make_expert, make_page])
def test_every_place_to_edit_is_one_of_the_form(editor: Client, make: Any) -> None:
    draft = make("sample")
    given = opened(editor, draft, store="pitman")
    fields = ask(given["token"], "storefront/", path=given["path"])["page"]["edit"]["fields"]
    form = editor.get(edit_url(draft)).content.decode()
    assert len(fields) > 1
    for name, url in fields.items():
        assert f'data-contentpath="{url.partition("=")[2]}"' in form, name


def test_old_previews_of_a_person_go(editor: Client) -> None:
    article = make_article("flu")
    first = opened(editor, article, store="pitman")["token"]
    url, form = preview_url(article), filled(editor, article)
    for _time in range(12):
        seen(editor, url, form, store="pitman")
    assert Preview.objects.count() == 12
    ask(first, "articles/", 401)


def test_nothing_of_it_is_logged_or_kept(editor: Client, caplog: pytest.LogCaptureFixture) -> None:
    article = make_article("flu")
    code = code_in(frame(editor, article, store="pitman"))
    with caplog.at_level("DEBUG"):
        token = exchanged(code)["token"]
        ask(token, "storefront/", path="/health/flu/")
        exchanged(code, 401)
        ask(token, "storefront/", 401, path="/health/flu/")
    assert code not in caplog.text
    assert token not in caplog.text


@pytest.mark.usefixtures("empty_storage")
def test_preview_costs_what_it_asks_of_the_person_and_the_draft_beside_what_is_public(editor: Client) -> None:
    """Wagtail asks of each expert, topic and tag of a draft whether it is there; nothing else grows (ADR 0078)."""
    costs = []
    for parts in (1, 5):
        article = rich_article(f"rich-{parts}", make_page(f"target-{parts}").pk, parts=parts)
        given = opened(editor, article, store="pitman")
        client = Client(headers={"authorization": f"Bearer {given['token']}"})
        asked = [("storefront/", {"path": given["path"]}), (f"articles/{article.pk}/", {})]
        # The first time what is public is read, too, which every worker then knows.
        costs.append([min(Api(client).count_queries(path, **query) for _time in range(2)) for path, query in asked])
    assert [cost <= most for cost, most in zip(costs[0], (46, 36), strict=True)] == [True, True], costs
    assert [many - few <= 4 * 5 for few, many in zip(*costs, strict=True)] == [True, True], costs


MOST_OF_THE_PERSON = 14
"""Questions about the row, the account, its session and rights, the page, and the store."""


@pytest.mark.usefixtures("empty_storage")
def test_answers_without_the_draft_cost_what_is_public_and_the_person(editor: Client) -> None:
    """The draft is not made for them, whatever it refers to."""
    article = rich_article("rich", make_page("target").pk, parts=5)
    other = rich_article("other", article.pk)
    token = opened(editor, article, store="pitman")["token"]
    seeing, public = Api(Client(headers={"authorization": f"Bearer {token}"})), Api(Client())
    asked: list[tuple[str, dict[str, str]]] = [
        (f"{name}/", {}) for name in ("articles", "banners", "topics", "images")
    ]
    asked += [("navigation/", {}), ("stores/", {}), ("stores/pitman/", {}), (f"articles/{other.pk}/", {})]
    asked += [("storefront/", {"path": path}) for path in ("/", "/health/", "/health/other/", "/target/")]
    more = {}
    for path, query in asked:
        store = {} if path.startswith("stores/") else {"store": "pitman"}
        cost = min(seeing.count_queries(path, **query) for _time in range(2))
        more[f"{path} {query}"] = cost - min(public.count_queries(path, **store, **query) for _time in range(2))
    assert {name: number for name, number in more.items() if number > MOST_OF_THE_PERSON} == {}, more
