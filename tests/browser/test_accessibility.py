"""axe finds nothing on the homes and the small screens of a store: WCAG 2.2 AA and its best practices.

The suite looks at one screen of each kind, the trial at all of them.
"""

import pytest
from playwright.sync_api import Page
from wagtail.users.models import UserProfile

from cms.users.models import User
from stores.models import StorePage
from stores.people.appointing import appoint_owner
from tests.browser.conftest import Network, PageAt, enter
from tests.browser.page_checks import TALL, axe
from tests.factories.dated import make_exception, make_holiday, make_network_banner
from tests.factories.network import make_editor, make_user
from tests.factories.newsroom import make_article
from tests.factories.stores import add_banner, make_store

STORE_SCREENS = (
    *("today", "dates", "dates/add", "hours", "look", "lines", "lines/add", "health-news"),
    *("about", "services", "tasks", "changes"),
)
OF_EACH_KIND = ("today", "dates", "hours", "look", "lines/add", "health-news", "changes")
NEWSROOM_SCREENS = ("newsroom/drafts", "newsroom/in-review", "newsroom/stores", "snippets/stores/holidayclosure/add")
NEWSROOM_OF_EACH_KIND = ("/admin/newsroom/in-review/", "/admin/snippets/stores/holidayclosure/add/")
MANY_SCREENS = (
    "/admin/stores/many/",
    "/admin/stores/many/close-early/",
    "/admin/stores/many/close-early/?of=all&closes_at=1:00&see=1",
    "/admin/stores/many/dates/?of=these&starts_on=2126-01-01&see=1",
    "/admin/stores/many/closed/?of=all&label=Storm&see=1",
    "/admin/stores/many/line/?of=all&text=Storm&style=alert&kind=none&has_no_end=on&see=1",
)


@pytest.fixture
def pitman(network: Network) -> StorePage:
    """Something on each of its screens."""
    store = make_store("pitman", hours={"store": {"mon": [("09:00", "19:00")]}, "delivery": {}})
    article = make_article("flu", title="The flu is here", review_due_on="2020-01-01")
    article.save_revision()
    make_holiday()
    make_exception(store)
    make_network_banner("Savings", store_may="replace")
    add_banner(store, "Past", show_until="2020-01-01")
    return store


def findings(page: Page) -> list[str]:
    """`rule: selector` of each element that axe objects to."""
    # Scripts name what Wagtail's own widgets leave without a name.
    page.wait_for_load_state("load")
    page.set_viewport_size({"width": page.viewport_size["width"] if page.viewport_size else 390, "height": TALL})
    return axe(page)


def walk(page: Page, network: Network, user: User, theme: str, paths: list[str]) -> dict[str, list[str]]:
    UserProfile.objects.create(user=user, theme=theme)
    enter(page, network, user.username)
    found = {}
    for path in paths:
        page.goto(network.url(None, path))
        found[path] = findings(page)
    return {path: each for path, each in found.items() if each}


@pytest.fixture
def owner(pitman: StorePage) -> User:
    """Of two stores."""
    user = make_user("owner")
    for store in (pitman, make_store("millrace")):
        appoint_owner(by=None, user=user, store=store)
    return user


def screens_of(store: StorePage, names: tuple[str, ...]) -> list[str]:
    return [f"/admin/stores/{store.pk}/{name}/" for name in names]


def test_one_screen_of_each_kind_has_no_finding(
    page_at: PageAt, network: Network, pitman: StorePage, owner: User
) -> None:
    paths = ["/admin/", *screens_of(pitman, OF_EACH_KIND), MANY_SCREENS[-1]]
    assert walk(page_at(390), network, owner, "light", paths) == {}
    paths = ["/admin/", *NEWSROOM_OF_EACH_KIND]
    assert walk(page_at(1280), network, make_editor(), "dark", paths) == {}


SIZES = pytest.mark.parametrize(("width", "theme"), [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")])


@pytest.mark.trial
@SIZES
def test_owner_meets_no_finding(
    width: int, theme: str, page_at: PageAt, network: Network, pitman: StorePage, owner: User
) -> None:
    paths = ["/admin/", *screens_of(pitman, STORE_SCREENS), *MANY_SCREENS]
    assert walk(page_at(width), network, owner, theme, paths) == {}


@pytest.mark.trial
@SIZES
def test_editor_meets_no_finding(width: int, theme: str, page_at: PageAt, network: Network, pitman: StorePage) -> None:
    paths = ["/admin/", *(f"/admin/{screen}/" for screen in NEWSROOM_SCREENS), *MANY_SCREENS]
    assert walk(page_at(width), network, make_editor(), theme, paths) == {}
