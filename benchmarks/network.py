"""A network of any number of stores, always the same: `grow(1300)` opens those that are missing."""

import json
from dataclasses import dataclass
from typing import Any

from django.test import Client

from benchmarks.chain import GROUPS, chain
from cms.articles.founding import Network, found_network
from cms.models import ArticlePage
from cms.users.models import User
from stores.importing.applying import apply_import
from stores.importing.reading import RawTable, read_bytes
from stores.models import NetworkBanner, StoreGroup, StorePage
from stores.people.appointing import appoint_owner
from tests.factories.network import make_admin, make_editor, make_user
from tests.factories.newsroom import make_article

AUDIENCE = 3
"""Stores that the article's audience names."""


@dataclass(frozen=True, slots=True)
class People:
    """Who looks at the admin, and what they look at."""

    admin: Client
    editor: Client
    owner: Client
    user: User
    network: Network
    store: StorePage
    article: ArticlePage
    banner: NetworkBanner


def table(rows: list[dict[str, Any]]) -> RawTable:
    """Rows of a chain as an import reads them."""
    return read_bytes(json.dumps({"stores": rows}).encode(), "chain.json")


def found() -> Network:
    """The tree, and the chain's groups."""
    network = found_network(by=None)
    for slug in GROUPS:
        StoreGroup.objects.get_or_create(slug=slug, defaults={"name": slug.replace("-", " ").title()})
    return network


def grow(size: int) -> None:
    """The network has the chain's first `size` stores."""
    there = StorePage.objects.count()
    apply_import(table(chain(size)[there:]), by=None)


def people(network: Network) -> People:
    """An admin, an editor and the first store's owner, logged in; something for each to look at."""
    store = StorePage.objects.get(slug="s-00000")
    owner = make_user("bench-owner")
    appoint_owner(by=None, user=owner, store=store)
    article: ArticlePage = make_article("bench-article")
    banner = NetworkBanner(text="Flu shots are here", has_no_end=True, audience="chosen")
    banner.audience_stores = list(StorePage.objects.order_by("pk")[:AUDIENCE])
    banner.save()
    return People(
        admin=_logged_in(make_admin("bench-admin")),
        editor=_logged_in(make_editor("bench-editor")),
        owner=_logged_in(owner),
        user=owner,
        network=network,
        store=store,
        article=article,
        banner=banner,
    )


def _logged_in(user: User) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client
