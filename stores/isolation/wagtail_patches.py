"""Functions of Wagtail 8.0.1 that are replaced, because it has no hook for what they show.

Its listings offer filters that would name other stores, their people and their tags; it names whoever edits, saved or
locked a page; it counts the tags of every store's media; it mails comments to whoever followed a page once; and its
CSV exports keep formulas. Each is narrowed in place once the admin's hooks are loaded. `stores.upstream.wagtail` lists
what is leaned on.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from wagtail import locks
from wagtail.admin import filters
from wagtail.admin.mail import send_notification
from wagtail.admin.models import popular_tags_for_model
from wagtail.admin.templatetags import wagtailadmin_tags
from wagtail.admin.ui.tables import UserColumn
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views import editing_sessions
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.admin.views.pages import edit
from wagtail.admin.views.pages.listing import PageFilterSet
from wagtail.images.views import chooser

from stores.access.commenting import may_comment
from stores.access.confinement import confinement_of
from stores.access.who import people_of_network, who_is
from stores.formulas import guarded
from stores.isolation.middleware import is_confined_now, who_asks

PEOPLE = ("owner", "edited_by")


def _narrowed(stock: Callable[[HttpRequest], QuerySet[Any]]) -> Callable[[HttpRequest], QuerySet[Any]]:
    """Nobody to choose from, for who is confined."""

    def people(request: HttpRequest) -> QuerySet[Any]:
        found = stock(request)
        return found.none() if confinement_of(request.user).is_confined else found

    return people


def _and_below(filter_set: type[PageFilterSet]) -> list[type[PageFilterSet]]:
    found = [filter_set]
    for below in filter_set.__subclasses__():
        found += _and_below(below)
    return found


def narrow_filters() -> None:
    """No site filter for anybody (it lists a thousand stores, and costs a second there); people for the newsroom."""
    for filter_set in _and_below(PageFilterSet):
        base_filters: dict[str, Any] = getattr(filter_set, "base_filters")  # noqa: B009
        base_filters.pop("site", None)
        for name in PEOPLE:
            if name in base_filters and not hasattr(base_filters[name].queryset, "is_narrowed"):
                base_filters[name].queryset = _narrowed(base_filters[name].queryset)
                base_filters[name].queryset.is_narrowed = True


@wraps(popular_tags_for_model)
def own_popular_tags(model: Any, count: int = 10) -> Any:
    """Wagtail counts the tags of every store's media."""
    return [] if is_confined_now.get() else popular_tags_for_model(model, count)


COLLEAGUE = "A colleague"
GONE = "Somebody who has left"


def name_of(user: Any) -> str:
    """Wagtail's name of a person; for who is confined, without e-mail addresses and without anybody elsewhere.

    Whoever of the network did something has a name, too.
    """
    asker = who_asks.get()
    if asker is None or user is None or user.pk == asker.pk:
        return str(get_user_display_name(user))
    colleagues, network = _people_around(asker)
    return _without_address(user) if user.pk in colleagues | network else GONE


def _without_address(user: Any) -> str:
    """`sam` for `sam@example.com`."""
    return str(get_user_display_name(user)).partition("@")[0].strip() or COLLEAGUE


def _people_around(asker: Any) -> tuple[set[int], set[int]]:
    """Ids of the people of the asker's stores, and of the network. Kept on the user, as `who_is` is."""
    known: tuple[set[int], set[int]] | None = asker.__dict__.get("_people_around")
    if known is None:
        people = get_user_model()._default_manager
        stores = [store.pk for store in who_is(asker).stores]
        of_stores = Q(groups__owned_store__store__in=stores) | Q(groups__staffed_store__store__in=stores)
        known = (
            set(people.filter(of_stores).values_list("pk", flat=True)),
            set(people_of_network().values_list("pk", flat=True)),
        )
        asker.__dict__["_people_around"] = known
    return known


stock_cell = UserColumn.get_cell_context_data


@wraps(stock_cell)
def _cell(column: UserColumn, instance: Any, parent_context: Any) -> dict[str, Any]:
    context: dict[str, Any] = stock_cell(column, instance, parent_context)
    if who_asks.get() is not None and context["value"]:
        context["display_name"] = name_of(context["value"])
    return context


COUNT_TAGS: tuple[Any, ...] = (filters, chooser)
"""Modules of Wagtail that import the function which counts tags."""
NAME_PEOPLE: tuple[Any, ...] = (wagtailadmin_tags, editing_sessions, filters, locks)
"""Modules of Wagtail that import the function which names a person."""


def guard_exports() -> None:
    """Wagtail writes formulas as plain text into workbooks only; a title such as `=1+1` would run from its CSV files.

    Set on Wagtail's own mixin, because each of its reports is a view of its own.
    """
    by_class = SpreadsheetExportMixin.custom_value_preprocess
    SpreadsheetExportMixin.custom_value_preprocess = {**by_class, str: {SpreadsheetExportMixin.FORMAT_CSV: guarded}}


@wraps(send_notification)
def notify_commenters(recipient_users: Any, notification: str, extra_context: dict[str, Any]) -> Any:
    """Mail about comments quotes them: it goes to nobody who may not edit the page any more, whoever follows it."""
    readers = [each for each in recipient_users if may_comment(each, extra_context["page"])]
    return send_notification(readers, notification, extra_context)


def replace() -> None:
    """Put all of them in place; safe to repeat."""
    narrow_filters()
    for module in COUNT_TAGS:
        module.popular_tags_for_model = own_popular_tags
    UserColumn.get_cell_context_data = _cell
    for module in NAME_PEOPLE:
        module.get_user_display_name = name_of
    edit.send_notification = notify_commenters
    guard_exports()
