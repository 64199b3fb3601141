"""Every view of the admin has a verdict, and every verdict has a view."""

from fnmatch import fnmatchcase

import pytest

from stores.isolation.verdicts import VERDICTS, verdict_for
from tests.isolation.routes import Route, all_routes, filled
from tests.isolation.targets import Target

VIEWS = sorted({route.view for route in all_routes() if route.is_admin and route.is_named})


def test_every_view_of_the_admin_has_a_verdict() -> None:
    assert [view for view in VIEWS if verdict_for(view) is None] == []


def test_every_verdict_is_about_a_view_that_exists() -> None:
    assert [each.view for each in VERDICTS if not any(fnmatchcase(view, each.view) for view in VIEWS)] == []


def test_every_verdict_has_a_reason_and_stands_once() -> None:
    assert [each.view for each in VERDICTS if not each.reason.strip()] == []
    assert len({each.view for each in VERDICTS}) == len(VERDICTS)


def test_view_that_nobody_has_judged_is_refused() -> None:
    assert verdict_for("a_view_of_tomorrow") is None
    assert verdict_for(None) is None
    assert verdict_for("") is None


def test_no_view_is_allowed_by_a_pattern_that_would_take_in_new_ones() -> None:
    """Except for what is open to everybody before the login."""
    globs = [each.view for each in VERDICTS if each.allow and "*" in each.view]
    assert globs in ([], ["wagtailadmin_password_reset*"])


def test_arguments_that_nobody_knows_how_to_fill_fail_the_build() -> None:
    route = Route("cms.urls", "a_view_of_tomorrow", "admin/x/<int:unheard_of>/", ("unheard_of",), True)
    with pytest.raises(LookupError, match="unheard_of"):
        filled(route, Target("nobody", {}, {}))
