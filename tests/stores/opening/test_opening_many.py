"""Stores that are opened at once are what they would be if each were opened by itself."""

from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_save, pre_save
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, Page, PageLogEntry, Site

from stores.batches.indexing import INDEXERS
from stores.models import OpeningHours, PromoBanner, StoreGroup, StorePage, StoreRegistration
from stores.opening.opening import Opening, open_store, open_stores
from stores.upstream.django import receivers_of
from tests.factories.network import make_admin, stores_folder
from tests.factories.stores import StoreGroupFactory, StorePageFactory, new_banner
from tests.stores.opening.test_opening import traces

pytestmark = pytest.mark.django_db

NAMES = ("Pitman", "Aaa", "elmer", "Éclair", "Woodbury")
MOVING = {"created_at", "posted_at", "timestamp", "first_published_at", "last_published_at", "translation_key", "uuid"}
OF_THE_MOMENT = MOVING | {"object_id", "title_norm"}
"""What is another each time: moments and ids, and a title's weight against all others that there are by then."""


def opening(name: str, group: StoreGroup, *, slug: str = "", **over: Any) -> Opening:
    code = f"s-{NAMES.index(name)}"
    store = StorePageFactory.build(slug=slug or code, title=name)
    store.opening_hours = [OpeningHours(weekday=1, opens_at="09:00", closes_at="17:00")]
    store.promo_banners = [new_banner(f"Welcome to {name}")]
    facts: dict[str, Any] = {
        "parent": stores_folder(),
        "store": store,
        "registration": StoreRegistration(code=code, npi="1234567893"),
        "hostname": f"{code}.localhost",
        "groups": (group,),
    }
    return Opening(**{**facts, **over})


def facts_of(model: type[Model]) -> list[tuple[Any, ...]]:
    """What the rows of a table say, without ids and moments."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key and not field.is_relation]
    names = [field.name for field in fields if field.name not in OF_THE_MOMENT and not field.unique]
    if model is Collection:
        names = ["name", "depth", "numchild"]
    return sorted(model._base_manager.order_by().values_list(*names), key=repr) if names else []


def links() -> dict[str, Any]:
    """What belongs to each store."""
    found = {}
    for store in StorePage.objects.select_related("registration__collection").order_by("path"):
        row = store.registration
        found[store.path] = (
            row.code,
            row.collection.name,
            [(site.hostname, site.site_name) for site in store.sites_rooted_here.all()],
            [group.slug for group in row.groups.all()],
            [(page.slug, page.path, page.url_path) for page in store.get_children()],
            [(each.counter, each.weekday) for each in store.opening_hours.all()],
            [each.text for each in store.promo_banners.all()],
            [
                (each.action, each.user_id, each.data)
                for each in PageLogEntry.objects.filter(page=store).order_by("pk")
            ],
            [rights_of(group, store) for group in (row.owners, row.staff)],
            StorePage.objects.search(store.title).count(),
        )
    return found


def rights_of(group: Any, store: StorePage) -> tuple[Any, ...]:
    own = sorted(group.permissions.values_list("codename", flat=True))
    pages = sorted(group.page_permissions.filter(page=store).values_list("permission__codename", flat=True))
    pictures = group.collection_permissions.filter(collection=store.registration.collection)
    return group.name, own, pages, sorted(pictures.values_list("permission__codename", flat=True))


def after(make: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """What all tables say when it is done, but for the log of changes; it is taken back."""
    with transaction.atomic():
        make()
        models = [each for each in apps.get_models(include_auto_created=True) if each._meta.app_label != "api"]
        tables = {each._meta.label: facts_of(each) for each in models if each._meta.managed}
        told = links()
        transaction.set_rollback(True)
    return tables, told


def test_rows_are_those_of_stores_that_are_opened_one_by_one() -> None:
    group, admin = StoreGroupFactory.create(slug="river"), make_admin()
    stores_folder()

    def one_by_one() -> None:
        for name in NAMES:
            each = opening(name, group)
            open_store(by=admin, **{field: getattr(each, field) for field in Opening.__slots__})

    def at_once() -> None:
        open_stores(by=admin, openings=[opening(name, group) for name in NAMES])

    assert after(at_once) == after(one_by_one)
    assert len(links()) == 0


def test_more_stores_cost_no_more_statements() -> None:
    group = StoreGroupFactory.create(slug="river")
    stores_folder()
    costs = []
    for names in (NAMES[:2], NAMES[2:]):
        with CaptureQueriesContext(connection) as queries:
            open_stores(by=None, openings=[opening(name, group) for name in names])
        costs.append(len(queries))
    # The folder has children by now: two questions more.
    assert costs[1] <= costs[0] + 3
    assert Page.find_problems() == ([], [], [], [], [])
    assert Collection.find_problems() == ([], [], [], [], [])


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"hostname": "S-0.localhost"}, "hostname"),
        ({"registration": StoreRegistration(code="s-0")}, "code"),
        ({"slug": "s-0"}, "slug"),
    ],
    ids=["host", "code", "slug"],
)
def test_two_that_are_opened_at_once_are_no_less_two(over: dict[str, Any], field: str) -> None:
    group = StoreGroupFactory.create(slug="river")
    stores_folder()
    before = traces()
    with pytest.raises(ValidationError) as error:
        open_stores(by=None, openings=[opening("Pitman", group), opening("Aaa", group, **over)])
    assert list(error.value.message_dict) == [field]
    assert traces() == before


def test_frontend_address_of_two_at_once_is_refused() -> None:
    group = StoreGroupFactory.create(slug="river")
    address = "https://www.example.com/pharmacy"
    both = [
        opening(name, group, registration=StoreRegistration(code=f"c-{name.lower()}", frontend_address=address))
        for name in NAMES[:2]
    ]
    with pytest.raises(ValidationError, match="both have the address"):
        open_stores(by=None, openings=both)


DONE_FOR_ALL = {
    "modelsearch.signal_handlers.post_save_signal_handler": "index_pages",
    "wagtail.signal_handlers.update_reference_index_on_save": "index_pages",
    "stores.opening.frontends.hold_frontend": "check_frontends",
    "stores.opening.registration.hold_site": "check_sites",
    "wagtail.signal_handlers.post_save_site_signal_handler": "once, after all",
    "stores.hours.collisions.refuse_colliding_groups": "check_groups",
    "stores.audience.following.follow_groups": "check_by_hand and keep_members",
}
"""Receivers that are not told of each row, and what does their work."""


def test_who_listens_to_rows_of_stores_is_told_or_done_for_all() -> None:
    """Whoever is not in the list is told of each row; of groups that stores join nobody is, so none may be missing."""
    told = receivers_of(pre_save, Site) + receivers_of(post_save, Site) + receivers_of(pre_save, StoreRegistration)
    told += [each for model in (StorePage, PromoBanner) for each in receivers_of(post_save, model)]
    names = {f"{each.__module__}.{each.__qualname__}" for each in told}
    joining = {
        f"{each.__module__}.{each.__qualname__}"
        for each in receivers_of(m2m_changed, StoreRegistration.groups.through)
    }
    assert joining <= DONE_FOR_ALL.keys()
    assert DONE_FOR_ALL.keys() <= names | joining
    assert {f"{each.__module__}.{each.__qualname__}" for each in INDEXERS} <= DONE_FOR_ALL.keys()
