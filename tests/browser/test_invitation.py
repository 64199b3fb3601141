"""An invitation on a phone, from the link to the second factor, and the login after it: by code and by passkey."""

import pytest
from playwright.sync_api import Page, expect

from stores.models import StorePage
from stores.people.appointing import appoint_owner
from stores.people.inviting import invite
from tests.browser.conftest import Network, PageAt
from tests.factories.invitations import mailed_token
from tests.factories.network import PASSWORD, make_admin, make_user
from tests.factories.second_factors import code_now
from tests.factories.stores import make_store

NEW = "quiet-river-42-stones"
ROSA = "rosa@pitman.example"
PASSKEYS = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def pitman(network: Network) -> StorePage:
    return make_store("pitman")


def sign_in(page: Page, network: Network, name: str, password: str) -> None:
    page.goto(network.url(None, "/admin/login/"))
    page.get_by_label("Username or email").fill(name)
    page.locator("input[name=password]").fill(password)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in").click()


def tap(page: Page, role: str, name: str) -> None:
    with page.expect_navigation():
        page.locator("main").get_by_role(role, name=name).click()  # type: ignore[arg-type]


def test_owner_accepts_sets_up_an_app_and_logs_in_with_its_code_or_a_recovery_code(
    page_at: PageAt, network: Network, pitman: StorePage, foreign_requests: list[str]
) -> None:
    invite(by=make_admin(), store=pitman, email=ROSA, role="owner")
    token = mailed_token()
    phone = page_at(390)
    seen: list[str] = []
    phone.on("request", lambda request: seen.append(f"{request.url} {request.headers}"))
    phone.goto(network.url(None, f"/admin/invitation/#{token}"))
    phone.get_by_label("First name").fill("Rosa")
    phone.get_by_label("Last name").fill("Diaz")
    phone.locator("input[name=password]").fill(NEW)
    tap(phone, "button", "Accept and go in")
    expect(phone.locator(".messages")).to_contain_text(f"You now have access to {pitman.title}")
    assert not [request for request in seen if token in request]
    assert token not in phone.url
    phone.goto(network.url(None, "/admin/second-factor/"))
    tap(phone, "link", "Set up an app")
    secret = phone.locator(".entrance-key").inner_text()
    assert phone.locator(".entrance-picture").evaluate("picture => picture.naturalWidth") > 0
    phone.get_by_label("Authenticator code").fill(code_now(secret))
    tap(phone, "button", "Turn it on")
    codes = phone.locator(".entrance-codes code").all_inner_texts()
    assert len(codes) == 10
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    tap(phone, "link", "I have written them down")
    phone.wait_for_url(network.url(None, "/admin/"))
    for code in (code_now(secret, steps=1), codes[0]):
        other = page_at(390)
        sign_in(other, network, ROSA, NEW)
        other.goto(network.url(None, "/admin/"))
        other.wait_for_url(network.url(None, "/admin/login/second-factor/"))
        other.get_by_label("Code").fill(code)
        tap(other, "button", "Sign in")
        other.wait_for_url(network.url(None, "/admin/"))
    assert foreign_requests == []


def test_passkey_is_a_second_factor_and_opens_alone(page_at: PageAt, network: Network, pitman: StorePage) -> None:
    appoint_owner(by=None, user=make_user("owner"), store=pitman)
    phone = page_at(390)
    devices = phone.context.new_cdp_session(phone)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": PASSKEYS})
    sign_in(phone, network, "owner", PASSWORD)
    phone.goto(network.url(None, "/admin/second-factor/passkeys/add/"))
    phone.get_by_label("Sign in with it alone").check()
    tap(phone, "button", "Add the passkey")
    assert phone.locator(".entrance-codes code").count() == 10
    # Nothing on its way brings a cookie back.
    phone.goto("about:blank")
    phone.context.clear_cookies()
    sign_in(phone, network, "owner", PASSWORD)
    phone.wait_for_url(network.url(None, "/admin/login/second-factor/"))
    tap(phone, "button", "Use a passkey")
    phone.wait_for_url(network.url(None, "/admin/"))
    # Nothing on its way brings a cookie back.
    phone.goto("about:blank")
    phone.context.clear_cookies()
    phone.goto(network.url(None, "/admin/login/"))
    tap(phone, "button", "Use a passkey")
    phone.wait_for_url(network.url(None, "/admin/"))
