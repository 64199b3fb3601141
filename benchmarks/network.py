"""A network of any number of stores, always the same: `grow(1300)` opens those that are missing."""

import json
from dataclasses import dataclass
from datetime import time
from typing import Any

from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Page

from benchmarks.chain import GROUPS, REGULAR_WEEK, WEEK_WITH_LUNCH, chain, store_row
from cms.articles.founding import Network, found_network
from cms.models import ArticlePage, ArticlesPage
from cms.users.models import User
from stores.importing.applying import apply_import
from stores.importing.reading import read_bytes
from stores.models import (
    NetworkBanner,
    OpeningHours,
    PromoBanner,
    StoreGroup,
    StorePage,
    StoreRegistration,
    StoresPage,
)
from stores.opening.opening import open_store
from stores.people.appointing import appoint_owner
from stores.people.roles import EDITOR

AUDIENCE = 3
"""Stores that the promo line's audience names."""
OWNED = 10
"""Stores of the owner who has several."""

COPIED_FIELDS = ("street", "city", "state", "postal_code", "phone", "time_zone", "services", "languages")
"""What a store's page takes from a row of the chain as it stands there."""


@dataclass(frozen=True, slots=True)
class Viewers:
    """Who looks at the admin, and what they look at."""

    admin: Client
    editor: Client
    owner: Client
    keeper: Client
    user: User
    stores: StoresPage
    articles: ArticlesPage
    store: StorePage
    region: Page
    article: ArticlePage
    banner: NetworkBanner


def found() -> Network:
    """Found the network: its tree, and the chain's groups."""
    network = found_network(by=None)
    for slug in GROUPS:
        StoreGroup.objects.get_or_create(slug=slug, defaults={"name": slug.replace("-", " ").title()})
    return network


def grow(size: int) -> None:
    """Open the chain's stores up to the first `size`."""
    missing = chain(size)[StorePage.objects.count() :]
    apply_import(read_bytes(json.dumps({"stores": missing}).encode(), "chain.json"), by=None)


def open_one_more(number: int, parent: Page) -> StorePage:
    """A store of the chain, with two counters' hours and two promo lines, by `open_store` alone."""
    row = store_row(number)
    store = StorePage(title=row["name"], counters=["store", "pharmacy"], **{name: row[name] for name in COPIED_FIELDS})
    store.opening_hours.add(*_week_rows("store", REGULAR_WEEK), *_week_rows("pharmacy", WEEK_WITH_LUNCH))
    for place, banner in enumerate(row["banners"]):
        store.promo_banners.add(PromoBanner(text=banner["text"], has_no_end=True, sort_order=place))
    registration = StoreRegistration(code=row["code"], legal_name=row["legal_name"])
    return open_store(by=None, parent=parent, store=store, registration=registration, hostname=row["hostname"])


def _week_rows(counter: str, week: dict[str, Any]) -> list[OpeningHours]:
    return [
        OpeningHours(
            counter=counter,
            weekday=weekday,
            opens_at=time.fromisoformat(opens),
            closes_at=time.fromisoformat(closes),
        )
        for weekday, slots in enumerate(week.values(), start=1)
        for opens, closes in slots
    ]


def viewers() -> Viewers:
    """An admin, an editor, the first store's owner, and one of ten stores, logged in; what each of them looks at."""
    stores = list(StorePage.objects.order_by("pk")[:OWNED])
    article = ArticlePage.objects.filter(audience="every").order_by("pk")[0]
    article.save_revision(changed=False).publish()
    owner, keeper, editor = (_user(f"bench-{name}") for name in ("owner", "keeper", "editor"))
    for user, owned in ((owner, stores[:1]), (keeper, stores)):
        for store in owned:
            appoint_owner(by=None, user=user, store=store)
    editor.groups.add(Group.objects.get(name=EDITOR.name))
    return Viewers(
        admin=_logged_in(_user("bench-admin", is_staff=True, is_superuser=True)),
        editor=_logged_in(editor),
        owner=_logged_in(owner),
        keeper=_logged_in(keeper),
        user=owner,
        stores=StoresPage.objects.get(),
        articles=ArticlesPage.objects.get(),
        store=stores[0],
        region=StorePage.objects.order_by("-pk")[0].get_parent(),
        article=article,
        banner=_show_banner(stores[:AUDIENCE]),
    )


def _show_banner(stores: list[StorePage]) -> NetworkBanner:
    banner, is_new = NetworkBanner.objects.get_or_create(
        text="Three stores have a sale", defaults={"has_no_end": True, "audience": "chosen"}
    )
    if is_new:
        banner.audience_stores = stores
        banner.save()
    return banner


def _user(username: str, **rights: Any) -> User:
    known = User.objects.filter(username=username).first()
    return known or User.objects.create_user(username, f"{username}@mortar.example", **rights)


def _logged_in(user: User) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client
