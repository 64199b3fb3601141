"""The newsroom sees how far an article reaches, before and after, and takes it back."""

import re

from playwright.sync_api import expect

from cms.models import ArticlePage
from tests.browser.conftest import Network, PageAt, enter
from tests.factories.network import make_editor
from tests.factories.newsroom import make_article
from tests.factories.stores import make_store


def edited(network: Network) -> ArticlePage:
    for slug in ("pitman", "switchback", "millrace"):
        make_store(slug)
    make_editor("editor")
    return make_article("flu", title="The flu")


def test_count_follows_the_form_and_names_the_stores(
    page_at: PageAt, network: Network, foreign_requests: list[str]
) -> None:
    article, page = edited(network), page_at(1280)
    enter(page, network, "editor")
    page.goto(network.url(None, f"/admin/pages/{article.pk}/edit/"))
    summary = page.locator("[data-stores-audience-count-target=summary]")
    expect(summary).to_have_text("3 of 3 stores")
    page.locator("#id_audience").select_option("chosen")
    expect(summary).to_have_text("0 of 3 stores")
    # A store is chosen from what is completed: a change that no event of the browser tells of.
    tags = page.locator("ul.tagit").first.locator("input")
    tags.press_sequentially("Switch")
    page.get_by_text("Switchback Pharmacy (switchback)").click()
    expect(summary).to_have_text("1 of 3 stores")
    page.get_by_text("Which stores").click()
    expect(page.locator(".stores-count__list")).to_contain_text("Switchback Pharmacy")
    page.get_by_label("Search these stores").fill("pitman pharmacy")
    expect(page.locator(".stores-count__list")).to_contain_text("None.")
    page.get_by_label("Search these stores").press("Enter")
    expect(page).to_have_url(re.compile("/edit/"))
    assert foreign_requests == []


def test_editor_recalls_and_publishes_again_knowingly(page_at: PageAt, network: Network) -> None:
    article, page = edited(network), page_at(1280)
    enter(page, network, "editor")
    page.goto(network.url(None, f"/admin/articles/{article.pk}/recall/"))
    page.get_by_label("Why").fill("Wrong dose")
    page.get_by_role("button", name="Withdraw from all stores").click()
    expect(page.locator("main tbody tr")).to_have_count(3)
    response = page_at(390).goto(network.url("pitman", "/health/flu/"))
    assert response is not None
    assert response.status == 410
    page.goto(network.url(None, f"/admin/pages/{article.pk}/edit/"))
    page.get_by_label("I know that it was withdrawn. Publish it again.").check()
    page.locator("footer").get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_role("status").or_(page.locator(".messages")).first).to_contain_text("published")
    response = page_at(390).goto(network.url("pitman", "/health/flu/"))
    assert response is not None
    assert response.status == 200
