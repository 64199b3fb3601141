"""The tokens that articles add to the closed list."""

from collections import ChainMap
from collections.abc import Mapping
from typing import Any

TOKENS = {
    "provider.name": "provider's name",
    "article.title": "article's title",
    "article.year": "year in which the article was published",
}


def article_tokens(article: Any, store_values: Mapping[str, str]) -> Mapping[str, str]:
    """The store's values and the article's own."""
    return ChainMap(
        {
            "provider.name": article.provider.name if article.provider else store_values.get("store.name", ""),
            "article.title": article.title_at_store,
            "article.year": str(article.published_on.year),
        },
        store_values,  # type: ignore[arg-type]
    )
