"""A session that ends while somebody writes: the page says so, and nothing that was typed is lost."""

from playwright.sync_api import expect

from cms.models import ArticlePage
from cms.users.models import User
from tests.browser.conftest import Network, PageAt, enter
from tests.cms.admin_forms import edit_url
from tests.factories.network import PASSWORD, make_editor
from tests.factories.newsroom import make_article

TYPED = "What was typed & meant, “at length”."


def test_form_is_kept_and_sent_again_after_a_login_in_another_tab(page_at: PageAt, network: Network) -> None:
    article = make_article("flu")
    make_editor()
    page = enter(page_at(1280), network, "editor")
    page.goto(network.url(None, edit_url(article)))
    page.wait_for_load_state("networkidle")
    User.objects.get(username="editor").end_sessions()
    page.locator("[name=teaser]").fill(TYPED)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.get_by_role("alert").filter(has_text="You are logged out")).to_contain_text("still here")
    page.evaluate("document.getElementById('page-edit-form').submit()")
    expect(page.get_by_role("heading", name="Nothing is lost")).to_be_visible()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Log in in another tab").click()
    tab = opened.value
    tab.get_by_label("Username or email").fill("editor")
    tab.locator("input[name=password]").fill(PASSWORD)
    tab.get_by_role("button", name="Sign in").click()
    expect(tab.get_by_role("heading", name="You are logged in again")).to_be_visible()
    tab.close()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.wait_for_timeout(500)
    page.get_by_role("button", name="Send what I typed").click()
    expect(page.locator(".messages")).to_contain_text("has been updated")
    assert ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object().teaser == TYPED
