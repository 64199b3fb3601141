"""The store's board shows an article and its translations together; each is placed by itself."""

from datetime import UTC, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.board.board import board_articles, board_rows, together
from cms.models import ArticlePage
from cms.translating.translating import join, set_language
from stores.models import StorePage
from tests.factories.newsroom import make_article
from tests.factories.people import ClientOf

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)


def translated(english: ArticlePage, slug: str, title: str, **fields: Any) -> ArticlePage:
    made = make_article(slug, title=title, **fields)
    set_language(page=made, language="es", by=None)
    join(page=ArticlePage.objects.get(pk=made.pk), original=english, by=None)
    return ArticlePage.objects.get(pk=made.pk)


def listed(store: StorePage) -> list[tuple[str, list[str]]]:
    offered = board_articles(store, AT)
    rows = board_rows(store, together(offered)[0], offered)
    return [(row.title, [other.title for other in row.others]) for row in rows]


def test_a_group_is_one_row_with_its_languages(pitman: StorePage) -> None:
    flu = make_article("flu", title="Flu")
    translated(flu, "gripe", "La gripe")
    make_article("alone", title="Alone")
    assert listed(pitman) == [("Alone", []), ("Flu", ["La gripe"])]


def test_translation_stands_alone_where_the_original_is_not_offered(pitman: StorePage) -> None:
    flu = make_article("flu", title="Flu", excluded=[pitman])
    translated(flu, "gripe", "La gripe")
    assert listed(pitman) == [("La gripe", [])]
    (row,) = board_rows(pitman, board_articles(pitman, AT))
    assert row.language_name == "Spanish"


def test_translation_that_is_not_offered_is_not_named(pitman: StorePage) -> None:
    flu = make_article("flu", title="Flu")
    translated(flu, "gripe", "La gripe", excluded=[pitman])
    translated(make_article("cold", title="Colds"), "resfriado", "El resfriado", live=False)
    assert sorted(listed(pitman)) == [("Colds", []), ("Flu", [])]


def test_board_and_home_show_them_together_and_each_is_placed(pitman: StorePage, client_of: ClientOf) -> None:
    flu = make_article("flu", title="Flu")
    spanish = translated(flu, "gripe", "La gripe")
    client, url = client_of("owner"), reverse("cms_board", args=[pitman.pk])
    for query, number in (("", 1), ("?q=gripe", 1), ("?q=flu", 1)):
        answer = client.get(url + query)
        assert answer.context["page"].paginator.count == number, query
    page = BeautifulSoup(client.get(url).content, "html.parser")
    rows = [" ".join(row.get_text(" ").split()) for row in page.select("main .stores-row")]
    assert [("English" in row, "Spanish" in row, row.split(" Posted")[0]) for row in rows] == [
        (True, False, "Flu"),
        (False, True, "La gripe"),
    ]
    client.post(reverse("cms_place", args=[pitman.pk, spanish.pk, "hide"]))
    hidden = client.get(f"{url}?show=hidden").context["rows"]
    assert [(row.title, row.language_name) for row in hidden] == [("La gripe", "Spanish")]
    home = BeautifulSoup(client.get(reverse("wagtailadmin_home")).content, "html.parser")
    assert [each.text.strip() for each in home.select("#panel-news-section h3, .stores-row h3")][:2] == [
        "Flu",
        "La gripe",
    ]


def test_search_for_the_translation_finds_its_group(pitman: StorePage) -> None:
    flu = make_article("flu", title="Flu")
    translated(flu, "gripe", "La gripe")
    offered = board_articles(pitman, AT)
    found = board_rows(pitman, together(board_articles(pitman, AT, words="gripe"))[0], offered)
    assert [(row.title, [other.title for other in row.others]) for row in found] == [("La gripe", ["Flu"])]


def test_many_groups_cost_as_many_queries_as_one(pitman: StorePage) -> None:
    def cost() -> int:
        offered = board_articles(pitman, AT)
        with CaptureQueriesContext(connection) as made:
            for row in board_rows(pitman, together(offered)[0], offered):
                assert row.language_name
        return len(made)

    translated(make_article("flu"), "gripe", "La gripe")
    cost()
    few = cost()
    for number in range(5):
        translated(make_article(f"article-{number}"), f"articulo-{number}", f"Articulo {number}")
    assert cost() <= few <= 4
