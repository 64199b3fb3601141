"""How large a network is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NetworkSize:
    """Stores, and articles of the library."""

    stores: int
    articles: int

    def __str__(self) -> str:
        return f"{self.stores:,} x {self.articles:,}"

    @classmethod
    def read(cls, text: str) -> "NetworkSize":
        """`50x500`."""
        stores, _x, articles = text.partition("x")
        return cls(int(stores), int(articles))
