"""Everybody asks for everything: another store shows nothing and changes nothing, whoever asks."""

import sys
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from time import perf_counter

import pytest
from django.test import override_settings

from stores.isolation.verdicts import verdict_for
from tests.isolation.answers import Answer
from tests.isolation.crawl import BARE, FULL, ONCE, READ, SEARCH, Crawl, Views, every_view
from tests.isolation.planting import Planted
from tests.isolation.report import differences, errors_in, leaks_in, lines, summary
from tests.isolation.roles import Role, roles_of
from tests.isolation.routes import filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_asking", "known_askers")]

Asks = tuple[str, str]

Ask = Callable[..., list[Answer]]

EXTENT = pytest.mark.parametrize("is_whole", [False, pytest.param(True, marks=pytest.mark.trial)])
"""In the suite every view is asked for something of a kind; in the trial for each thing, in every way."""

DOCUMENTED: dict[str, tuple[int, str]] = {
    "wagtailadmin_explore_root": (302, "leads to the own store's folder"),
    "wagtailadmin_login": (302, "is logged in already"),
    "account_login": (302, "is logged in already"),
    "mfa_authenticate": (302, "is logged in already"),
    "mfa_login_webauthn": (302, "is logged in already"),
    "mfa_reauthenticate": (302, "has no factor, so the password is asked"),
    "mfa_reauthenticate_webauthn": (302, "has no factor, so the password is asked"),
    **{
        f"mfa_{name}": (302, "asks for the password again")
        for name in ("activate_totp", "add_webauthn", "remove_webauthn", "generate_recovery_codes")
    },
    "mfa_deactivate_totp": (404, "has no app"),
    "mfa_view_recovery_codes": (404, "has no codes"),
    "wagtailadmin_pages:add_subpage": (302, "one type to choose leads straight to its form"),
    "wagtailadmin_pages:revisions_index": (302, "leads to the history"),
    "wagtailadmin_logout": (405, "takes POST only"),
    "wagtailadmin_editing_sessions:ping": (405, "takes POST only"),
    "wagtailadmin_editing_sessions:release": (405, "takes POST only"),
    **{
        f"stores_{name}": (405, "takes POST only")
        for name in ("remove_dates", "open_as_usual", "follow_network", "hide_banner", "show_banner")
    },
    **{f"stores_{name}": (405, "takes POST only") for name in ("send_again", "revoke")},
    "stores_choose": (405, "takes POST only"),
    **{f"stores_{name}": (404, "is for owners of several") for name in ("many", "many_change", "many_step")},
    "stores_do_line": (405, "takes POST only"),
    "cms_place": (405, "takes POST only"),
    "cms_undo_placement": (405, "takes POST only"),
    "wagtailimages:edit_multiple": (405, "takes POST only"),
    "wagtailimages:delete_multiple": (405, "takes POST only"),
    "wagtailimages:create_multiple_from_uploaded_image": (405, "takes POST only"),
    "wagtailimages:delete_upload_multiple": (405, "takes POST only"),
    "wagtaildocs:edit_multiple": (405, "takes POST only"),
    "wagtaildocs:delete_multiple": (405, "takes POST only"),
    "wagtaildocs:create_multiple_from_uploaded_document": (405, "takes POST only"),
    "wagtaildocs:delete_upload_multiple": (405, "takes POST only"),
}
"""Allowed views that do not answer a GET with 200, also where everything is one's own."""

NOT_THE_FIRST = {
    *(f"wagtailadmin_pages:{name}" for name in ("unpublish", "delete")),
    "wagtailadmin_choose_page_chosen_multiple",
    "wagtaildocs_chooser:chosen_multiple",
    "wagtailimages_chooser:chosen_multiple",
}
"""Allowed views that open for another page than the store's, or for what a query names: asked ONCE, they do not."""

OWNERS_ONLY = {f"wagtailadmin_pages:{name}" for name in ("unpublish", "delete", "collect_workflow_action_data")}
"""Allowed views in which staff have no page of their own to ask for, or nothing to decide."""

STOCK_LEAKS = {
    "wagtail_bulk_action",
    "wagtailadmin_choose_page_child",
    "wagtailadmin_choose_page_search",
    "wagtailadmin_pages:move_confirm",
    "wagtailadmin_pages:set_privacy",
    "wagtailadmin_pages:type_use",
    "wagtailadmin_reports:workflow",
    "wagtailadmin_reports:site_history",
    "wagtailadmin_tag_autocomplete",
    "wagtailimages:index",
}
"""Views of Wagtail 8.0.1 that show or change another store's when nothing is done about it."""

WRITERS = {
    "pages": {f"wagtailadmin_pages:{name}" for name in ("add", "edit", "delete", "copy")},
    "images": {f"wagtailimages:{name}" for name in ("edit", "delete", "add")},
    "users": {"wagtailusers_users:edit", "wagtailusers_users:delete", "wagtailusers_groups:edit"},
}
"""Views that somebody with every right changes things by: what must be seen of each kind of thing."""


def is_open(view: str) -> bool:
    verdict = verdict_for(view)
    return verdict is not None and verdict.allow


def of_pages(view: str) -> bool:
    return view.startswith("wagtailadmin_pages:")


def not_of_pages(view: str) -> bool:
    return not of_pages(view)


@pytest.fixture
def roles(planted: Planted) -> dict[str, Role]:
    return roles_of(planted)


@pytest.fixture
def ask(crawl: Crawl, roles: dict[str, Role], capsys: pytest.CaptureFixture[str]) -> Ask:
    """Crawls as a role, and writes a summary where one reads it, whatever is captured."""

    def run(title: str, *depths: Asks, role: Role | None = None, views: Views = every_view) -> list[Answer]:
        begun = perf_counter()
        answers = crawl.run(role or roles[title], *depths, views=views)
        with capsys.disabled():
            sys.stdout.write(summary(title, answers, perf_counter() - begun))
        return answers

    return run


def unanswered(answers: Sequence[Answer], *, but: AbstractSet[str] = frozenset()) -> list[str]:
    """Views that the table allows, and that do not answer their owner as they should."""
    found: dict[str, set[int]] = {}
    for answer in answers:
        verdict = verdict_for(answer.view)
        if answer.target == "own" and answer.method == "GET" and verdict is not None and verdict.allow:
            found.setdefault(answer.view, set()).add(answer.status)
    return [
        f"allowed, but answers {sorted(statuses)}: {view}"
        for view, statuses in found.items()
        if DOCUMENTED.get(view, (200, ""))[0] not in statuses and view not in but
    ]


def unopened(answers: Sequence[Answer]) -> list[str]:
    """Views that the table denies, and that nevertheless answered."""
    return [
        f"denied, but not by us: {answer}"
        for answer in answers
        if (verdict := verdict_for(answer.view)) is not None and not verdict.allow and not answer.is_refused
    ]


def test_every_view_of_the_admin_is_asked_with_something_in_its_arguments(crawl: Crawl) -> None:
    asked = {
        (route.view, route.parameters)
        for route in crawl.routes
        if any(True for target in crawl.targets.values() for _ in filled(route, target))
    }
    assert {(route.view, route.parameters) for route in crawl.routes} - asked == set()


def test_owner_reaches_nothing_of_a_neighbour(ask: Ask, crawl: Crawl, roles: dict[str, Role]) -> None:
    answers = ask("owner", ("neighbour", FULL), ("ghost", READ))
    found = [*leaks_in(answers), *errors_in(answers), *unopened(answers)]
    bare = set(crawl.bare_urls(roles["owner"], "neighbour"))
    known = [each for each in answers if each.target == "neighbour" and each.method == "GET" and each.url in bare]
    found += differences(known, [each for each in answers if each.target == "ghost"])
    assert not found, lines(found)
    denied = [answer for answer in answers if answer.is_denied]
    assert sum(answer.is_refused for answer in denied) >= 0.9 * len(denied)


@EXTENT
def test_owner_reaches_all_of_the_own_store_and_of_the_library_what_is_open(ask: Ask, is_whole: bool) -> None:
    """In the suite they knock at closed doors for the neighbor's things alone: a door does not read what is asked."""
    own, library = ("own", FULL if is_whole else ONCE), ("library", BARE if is_whole else ONCE)
    answers = ask("owner", own, library, views=every_view if is_whole else is_open)
    unasked = set() if is_whole else NOT_THE_FIRST
    found = [*leaks_in(answers), *errors_in(answers), *unanswered(answers, but=unasked), *unopened(answers)]
    assert not found, lines(found)


@EXTENT
def test_staff_publishes_none_of_the_own_pages(ask: Ask, is_whole: bool) -> None:
    answers = ask("staff", ("own", FULL if is_whole else ONCE), views=of_pages)
    found = [
        *leaks_in(answers),
        *errors_in(answers),
        *unopened(answers),
        *unanswered(answers, but=OWNERS_ONLY),
    ]
    assert not found, lines(found)


@pytest.mark.trial
def test_staff_reaches_the_rest_of_the_own_store_as_the_owner_does(ask: Ask) -> None:
    """The table says the same of both, and the owner is asked for all of it in the suite."""
    answers = ask("staff", ("own", BARE), views=not_of_pages)
    found = [*leaks_in(answers), *errors_in(answers), *unopened(answers)]
    assert not found, lines(found)


@EXTENT
def test_staff_reaches_nothing_of_a_neighbour(ask: Ask, is_whole: bool) -> None:
    answers = ask("staff", ("neighbour", BARE if is_whole else ONCE))
    found = [*leaks_in(answers), *errors_in(answers), *unopened(answers)]
    assert not found, lines(found)


@EXTENT
def test_owner_of_nothing_sees_no_store(ask: Ask, is_whole: bool) -> None:
    answers = ask("owner of nothing", ("neighbour", BARE if is_whole else ONCE))
    found = [*leaks_in(answers), *errors_in(answers), *unopened(answers)]
    assert not found, lines(found)


@EXTENT
def test_editor_changes_no_store_and_manages_nothing(ask: Ask, is_whole: bool) -> None:
    answers = ask("editor", ("neighbour", BARE if is_whole else ONCE))
    found = [*leaks_in(answers), *errors_in(answers)]
    assert not found, lines(found)


@EXTENT
def test_anonymous_sees_nothing_of_the_admin(ask: Ask, is_whole: bool) -> None:
    answers = ask("anonymous", ("neighbour", BARE if is_whole else ONCE))
    found = [*leaks_in(answers), *errors_in(answers)]
    assert not found, lines(found)


def test_crawl_finds_what_stock_wagtail_leaks(ask: Ask, roles: dict[str, Role]) -> None:
    """A blind crawl is worse than none."""
    with override_settings(STORE_ISOLATION=False):
        answers = ask(
            "owner, hardening off", ("neighbour", SEARCH), role=roles["owner"], views=STOCK_LEAKS.__contains__
        )
        answers += ask("the same, own pages", ("own", BARE), role=roles["owner"], views=STOCK_LEAKS.__contains__)
    leaking = [answer for answer in answers if answer.leaks]
    assert len(leaking) >= 30
    assert STOCK_LEAKS - {answer.view for answer in leaking} == set()
    assert not any(answer.is_refused for answer in answers)


@pytest.mark.parametrize("kind", WRITERS)
def test_crawl_sees_what_somebody_with_every_right_changes(
    ask: Ask, roles: dict[str, Role], planted: Planted, kind: str
) -> None:
    """What is sent would change things, if only one were let: the crawl is not quiet for want of a good form."""
    everybody = replace(roles["owner"], user=planted.people.admin)
    answers = ask(
        "every right, judged as owner", ("neighbour", BARE), role=everybody, views=WRITERS[kind].__contains__
    )
    changed = {answer.view for answer in answers for leak in answer.leaks if not leak.startswith("shows")}
    assert WRITERS[kind] - changed == set()
