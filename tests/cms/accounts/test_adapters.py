"""What allauth asks of this project before factors are changed."""

import time
from typing import Any

import pytest
from allauth.core import context
from django.test import RequestFactory

from cms.accounts.adapters import AccountAdapter
from cms.users.models import User
from stores.upstream.allauth import record_authentication
from tests.factories.network import make_user
from tests.factories.second_factors import give_app

pytestmark = pytest.mark.django_db


def asks_again(user: User, *methods: str, minutes_ago: float = 0) -> bool:
    """Whether a session that was opened in these ways has to confirm who it is before it changes a factor."""
    request: Any = RequestFactory().get("/")
    request.user, request.session = user, {}
    for method in methods:
        record_authentication(request, user, method)
    for record in request.session.get("account_authentication_methods", []):
        record["at"] = time.time() - minutes_ago * 60
    with context.request_context(request):
        return AccountAdapter(request).is_reauthentication_required(app="mfa")


def test_person_with_a_factor_gives_it_before_factors_are_changed() -> None:
    user = make_user("rosa")
    give_app(user)
    assert asks_again(user, "password")
    assert not asks_again(user, "password", "mfa")


def test_person_without_a_factor_has_come_in_lately() -> None:
    user = make_user("rosa")
    assert not asks_again(user, "password")
    assert asks_again(user, "password", minutes_ago=60)
    assert asks_again(user)


@pytest.mark.parametrize(
    ("proxies", "told", "counted"),
    [
        (0, "203.0.113.7", "127.0.0.1"),
        (1, "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        # Somebody has come past one of the two.
        (2, "203.0.113.7", "127.0.0.1"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (1, "2001:db8:1:2::9", "2001:db8:1:2::"),
    ],
)
def test_who_asks_is_counted_by_what_trusted_proxies_say(settings: Any, proxies: int, told: str, counted: str) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = RequestFactory().get("/", headers={"x-forwarded-for": told})
    assert AccountAdapter(request).get_client_ip(request) == counted
