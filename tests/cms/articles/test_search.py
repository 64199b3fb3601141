"""Whatever people type into a search, it finds what it can and breaks on nothing."""

import pytest

from cms.models import ArticlePage
from tests.factories.newsroom import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _articles() -> None:
    make_article("flu", title="Flu season", teaser="What to ask.")
    make_article("pollen", title="Spring allergies", teaser="What to know.")


def found(query: str) -> list[str]:
    return [article.slug for article in ArticlePage.objects.live().search(query)]


@pytest.mark.parametrize("query", ["flu", "FLU", "season", '"flu', 'flu"', '"flu season"', "flu; season"])
def test_article_is_found_by_its_words(query: str) -> None:
    assert found(query) == ["flu"]


@pytest.mark.parametrize(
    "query", ["", '"', '""', "(", "*", "'", "\\", "%", "-", "AND", "flu AND (", "flu* OR", "a:b", "\x07"]
)
def test_nothing_that_is_typed_is_an_error(query: str) -> None:
    found(query)


def test_word_that_nowhere_stands_finds_nothing() -> None:
    assert found("unicorn") == []
