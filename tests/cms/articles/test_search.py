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


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("Shots for children", "child"),
        ("Shots for a child", "children's shots"),
        ("Allergies in spring gardens", "allergy garden"),
        ("Storm help in Mayagüez", "mayaguez"),
        ("Storm help in Mayaguez", "Mayagüez"),
        ("Night-herons and West Nile", "night-heron"),
        ("Our door on S. Broadway", "S. Broadway"),
        ("Our door on S. Broadway", "s broadway"),
        ("Vaccinations at the counter", "vaccine"),
        ("How we are getting vaccinated", "the vaccination"),
    ],
)
def test_article_is_found_by_another_form_or_spelling_of_its_words(title: str, query: str) -> None:
    article = make_article("sought", title=title, teaser="What to ask.")
    assert found(query)[0] == article.slug


def test_title_that_holds_all_words_leads_whatever_stands_in_others() -> None:
    """On the demo "blood pressure" put the article of that title fifth."""
    for number in range(5):
        make_article(
            f"other-{number}",
            title=f"Pressure {number}",
            teaser="Blood pressure, blood pressure: blood, pressure, blood pressure.",
        )
    make_article("sought", title="What your blood pressure numbers mean and when to ask", teaser="Two numbers.")
    assert found("blood pressure")[0] == "sought"
    assert found("Pressures, blood")[0] == "sought"
    assert len(found("blood pressure")) == len(set(found("blood pressure"))) == 6


def test_typing_completes_words_as_they_are_written() -> None:
    make_article("sought", title="Vaccinations in Mayagüez", teaser="What to ask.")
    titles = [article.slug for article in ArticlePage.objects.autocomplete("vaccinations mayag")]
    assert titles == ["sought"]
