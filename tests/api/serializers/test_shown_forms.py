"""Rich text in each form that may be asked for, wherever it stands."""

from typing import Any

import pytest
from django.utils import timezone
from markdown_it import MarkdownIt

from cms.carrying.placing import Placed, place
from cms.models import ArticlePage
from stores.models import StorePage
from tests.api.asking import Api
from tests.api.serializers.test_markup_forms import words_of
from tests.factories.lupus import LupusNetwork

ASKED: dict[str, tuple[str, dict[str, str]]] = {
    "article": ("articles/900041/", {}),
    "articles": ("articles/", {"fields": "*"}),
    "expert": ("experts/900012/", {}),
    "experts": ("experts/", {"fields": "*"}),
    "page of an article": ("storefront/", {"path": "/health/new-treatments-for-lupus/"}),
    "page of an expert": ("storefront/", {"path": "/experts/sample-rheumatologist/"}),
    "page of health news": ("storefront/", {"path": "/health/"}),
    "standard page": ("storefront/", {"path": "/savings/"}),
    "pages": ("pages/", {"type": "cms.HealthNewsPage", "fields": "intro"}),
}
FLAT = ("local_note", "intro")


@pytest.fixture
def pitman(lupus_network: LupusNetwork) -> StorePage:
    store = StorePage.objects.get(slug="pitman")
    article = ArticlePage.objects.get(pk=900041)
    place(by=None, store=store, article=article, placed=Placed(note="Ask *us* < you."), at=timezone.now())
    return store


def text_of_tree(nodes: list[dict[str, Any]]) -> str:
    return "".join(
        "".join(node["text"].split()) if node["type"] == "text" else text_of_tree(node.get("children", []))
        for node in nodes
    )


def same_in(name: str, html: Any, markdown: Any, tree: Any) -> int:
    """How many rich texts of an answer say the same in each form."""
    if isinstance(html, list):
        return sum(same_in(name, *each) for each in zip(html, markdown, tree, strict=True))
    if not isinstance(html, dict):
        assert html == markdown == tree
        return 0
    count = 0
    is_rich = "html" in html and "origin" not in html
    for key, value in html.items():
        in_markdown, in_tree = ("markdown", "tree") if key == "html" and is_rich else (key, key)
        assert in_markdown in markdown, (name, key)
        if (key == "html" and is_rich) or (key in FLAT and value):
            rendered = MarkdownIt().enable("table").render(markdown[in_markdown])
            assert words_of(rendered) == words_of(value) == text_of_tree(tree[in_tree])
            count += 1
        else:
            count += same_in(name, value, markdown[in_markdown], tree[in_tree])
    assert len(html) == len(markdown) == len(tree)
    return count


def test_every_rich_text_says_the_same_in_each_form(api: Api, pitman: StorePage, subtests: pytest.Subtests) -> None:
    for name, (path, query) in ASKED.items():
        with subtests.test(name=name):
            found = [
                api.get(path, store="pitman", **query, **({"rich_text_format": form} if form else {}))
                for form in ("html", "markdown", "json")
            ]
            assert found[0] == api.get(path, store="pitman", **query)
            assert same_in(name, found[0], found[1], found[2]) > 0


def test_links_of_a_tree_say_what_they_lead_to(api: Api, lupus_network: LupusNetwork) -> None:
    body = api.get("articles/900041/", store="pitman", rich_text_format="json", links="path")["body"]
    links: list[Any] = []

    def walk(value: Any) -> None:
        if isinstance(value, list):
            for each in value:
                walk(each)
        elif isinstance(value, dict):
            links.extend([value] if value.get("type") == "a" else [])
            for each in value.values():
                walk(each)

    walk(body)
    by_type = {link["to"]["type"] if link["to"] else None: link for link in links}
    assert by_type["article"]["to"]["path"] == by_type["article"]["href"]
    assert ArticlePage.objects.get(pk=by_type["article"]["to"]["id"]).slug == by_type["article"]["to"]["slug"]
    assert by_type["document"]["to"] == {
        "type": "document",
        "id": lupus_network.media.leaflet.pk,
        "slug": None,
        "path": None,
    }


def test_a_page_that_the_store_does_not_carry_has_no_link_in_any_form(api: Api, pitman: StorePage) -> None:
    for form in ("markdown", "json"):
        text = str(api.get("articles/900041/", store="switchback", rich_text_format=form)["body"])
        assert "/flu-shots-here/" not in text


@pytest.mark.parametrize("path", ["articles/", "articles/900041/", "experts/", "storefront/", "pages/"])
@pytest.mark.parametrize("form", ["db_html", "db_markdown", "JSON", ""])
def test_other_form_is_refused_with_what_there_is(form: str, path: str, api: Api, lupus_network: LupusNetwork) -> None:
    extra = {"path": "/"} if path == "storefront/" else {}
    document = api.problem(400, path, store="pitman", rich_text_format=form, **extra)
    assert document["detail"] == f"'rich_text_format' must be one of html, markdown, json, not '{form}'."
