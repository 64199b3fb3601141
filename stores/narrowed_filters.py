"""Filters of Wagtail's listings that would name other stores, their people and their tags.

Wagtail has no hook for them, so they are narrowed in place when the admin's hooks are loaded.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.admin import filters
from wagtail.admin.models import popular_tags_for_model
from wagtail.admin.views.pages.listing import PageFilterSet
from wagtail.images.views import chooser

from stores.isolation import is_confined_now
from stores.reach import reach_of

PEOPLE = ("owner", "edited_by")


def _narrowed(stock: Callable[[HttpRequest], QuerySet[Any]]) -> Callable[[HttpRequest], QuerySet[Any]]:
    """Nobody to choose from, for who is confined."""

    def people(request: HttpRequest) -> QuerySet[Any]:
        found = stock(request)
        return found.none() if reach_of(request.user).is_confined else found

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


def own_popular_tags(model: Any, count: int = 10) -> Any:
    """Wagtail counts the tags of every store's media."""
    return [] if is_confined_now.get() else popular_tags_for_model(model, count)


narrow_filters()
filters.popular_tags_for_model = own_popular_tags
chooser.popular_tags_for_model = own_popular_tags
