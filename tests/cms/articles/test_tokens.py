"""What articles add to the tokens."""

from datetime import date

import pytest

from cms.articles.tokens import TOKENS, article_tokens
from stores.tokens.syntax import fill, known_tokens
from stores.tokens.values import store_tokens
from tests.factories.newsroom import ProviderFactory, make_article
from tests.factories.stores import make_store


@pytest.mark.django_db
def test_article_has_a_value_for_every_token_that_it_adds_and_keeps_the_stores() -> None:
    provider = ProviderFactory.create(slug="agency", name="The Agency")
    article = make_article("flu", title="Flu", provider=provider, published_on=date(2025, 8, 8))
    values = article_tokens(article, store_tokens(make_store("pitman")))
    assert {name: values[name] for name in TOKENS} == {
        "provider.name": "The Agency",
        "article.title": "Flu",
        "article.year": "2025",
    }
    assert set(values) == set(known_tokens())


@pytest.mark.django_db
def test_disclaimer_and_copyright_read_as_on_the_model_page() -> None:
    article = make_article(
        "flu", provider=ProviderFactory.create(name="Sample Newsroom"), published_on=date(2025, 8, 8)
    )
    values = article_tokens(article, store_tokens(make_store("pitman")))
    assert fill(article.provider.disclaimer, values, is_html=False) == (
        "Health news is provided as a service to Pitman Pharmacy site users by Sample Newsroom."
    )
    assert fill(article.provider.copyright, values, is_html=False) == (
        "Copyright © 2025 Sample Newsroom. All Rights Reserved."
    )


@pytest.mark.django_db
def test_title_that_looks_like_a_token_is_not_read_again() -> None:
    article = make_article("flu", title="{{ store.phone }}")
    values = article_tokens(article, store_tokens(make_store("pitman")))
    assert fill("{{ article.title }}", values, is_html=False) == "{{ store.phone }}"
