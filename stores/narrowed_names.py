"""Names of people, for who is confined to their stores: colleagues by name, everybody of the network as the network.

Wagtail names whoever edits, saved or locked a page, and has no hook for it; its functions are narrowed in place when
the admin's hooks are loaded.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from wagtail import locks
from wagtail.admin import filters
from wagtail.admin.templatetags import wagtailadmin_tags
from wagtail.admin.ui.tables import UserColumn
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views import editing_sessions

from stores.isolation import who_asks
from stores.reach import NEWSROOM_GROUP, reach_of

NETWORK = "The network"
COLLEAGUE = "A colleague"
GONE = "Somebody who has left"


def name_of(user: Any) -> str:
    """Wagtail's name of a person; for who is confined, without e-mail addresses and without anybody elsewhere."""
    asker = who_asks.get()
    if asker is None or user is None or user.pk == asker.pk:
        return str(get_user_display_name(user))
    colleagues, newsroom = _people_around(asker)
    if user.pk in colleagues:
        return _without_address(user)
    return NETWORK if user.is_superuser or user.pk in newsroom else GONE


def _without_address(user: Any) -> str:
    """`sam` for `sam@example.com`."""
    return str(get_user_display_name(user)).partition("@")[0].strip() or COLLEAGUE


def _people_around(asker: Any) -> tuple[set[int], set[int]]:
    """Ids of the people of the asker's stores, and of the newsroom. Kept on the user, as the reach is."""
    known: tuple[set[int], set[int]] | None = asker.__dict__.get("_people_around")
    if known is None:
        people = get_user_model()._default_manager
        stores = [store.pk for store in reach_of(asker).stores]
        of_stores = Q(groups__owned_store__store__in=stores) | Q(groups__staffed_store__store__in=stores)
        known = (
            set(people.filter(of_stores).values_list("pk", flat=True)),
            set(people.filter(groups__name=NEWSROOM_GROUP).values_list("pk", flat=True)),
        )
        asker.__dict__["_people_around"] = known
    return known


def _cell(column: UserColumn, instance: Any, parent_context: Any) -> dict[str, Any]:
    context: dict[str, Any] = stock_cell(column, instance, parent_context)
    if who_asks.get() is not None and context["value"]:
        context["display_name"] = name_of(context["value"])
    return context


stock_cell = UserColumn.get_cell_context_data
UserColumn.get_cell_context_data = _cell
MODULES: tuple[Any, ...] = (wagtailadmin_tags, editing_sessions, filters, locks)
for module in MODULES:
    module.get_user_display_name = name_of
