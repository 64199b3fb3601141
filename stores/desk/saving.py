"""After a save, says what it changed on a store's site, and leads there. Wagtail's own words know of no store."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.messages import SUCCESS, get_messages
from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin import messages
from wagtail.models import Page

from stores.choices import Counter, Weekday
from stores.store.models.store import StorePage

ATTRIBUTE = "site_changes"
"""On the request, from the moment of a publish on: words of what it changes; None where the page was not live."""


def note_changes(request: HttpRequest, page: Page) -> None:
    """The live rows are still the old ones now."""
    live = type(page)._default_manager.filter(pk=page.pk, live=True).first()
    if StorePage.objects.above(page.path).exists():
        setattr(request, ATTRIBUTE, changes_between(live, page, request) if live else None)


def tell(request: HttpRequest, page: Page) -> None:
    """Instead of Wagtail's line. Its lines about schedules, moderation and the like stay."""
    # A script asked, as for an automatic save: nobody reads a line then.
    store = StorePage.objects.with_profile().above(page.path).first() if request.accepts("text/html") else None
    if store is None:
        return
    if page.go_live_at is None and hasattr(request, ATTRIBUTE):
        see = messages.button(address_at(store, page), "See it on the site", new_window=True)
        _replace(request, _published(page, getattr(request, ATTRIBUTE)), [see, _edit(page)])
    elif not any(name.startswith("action-") for name in request.POST):
        text = "The site has not changed." if page.live else "It is not on the site yet."
        draft = messages.button(reverse("wagtailadmin_pages:view_draft", args=[page.pk]), "View draft")
        _replace(request, f"“{page.get_admin_display_title()}” is saved as a draft. {text}", [draft, _edit(page)])


def address_at(store: StorePage, page: Page) -> str:
    """Where patients read a page of the store, without asking all Sites for it."""
    return f"{store.root_url}{page.url_path[len(store.url_path) - 1 :]}"


def _published(page: Page, words: list[str] | None) -> str:
    if words is None:
        return f"“{page.title}” is on the site now."
    if not words:
        return f"“{page.title}” is published. Nothing on the site has changed."
    return f"“{page.title}” is published. Changed on the site: {sentence(words)}."


def _edit(page: Page) -> Any:
    return messages.button(reverse("wagtailadmin_pages:edit", args=[page.pk]), "Edit")


def _replace(request: HttpRequest, text: str, buttons: list[Any]) -> None:
    """In place of the last line that tells of success. Reading all lines takes them off; those that stay go on."""
    storage: Any = get_messages(request)
    lines = list(storage)
    last = next((line for line in reversed(lines) if line.level == SUCCESS), None)
    for line in lines:
        if line is not last:
            storage.add(line.level, line.message, line.extra_tags)
    messages.success(request, text, buttons=buttons)


FEW_DAYS = 3
MOST_WORDS = 6
NAMES = {"title": "name"}
"""Fields that people know by another name than the model's, on a store's page."""


def changes_between(live: Any, new: Any, request: HttpRequest) -> list[str]:
    """What differs, by Wagtail's own comparison of the form's fields, in the form's order. Both are specific pages."""
    panel = new.get_edit_handler().get_bound_panel(instance=new, request=request, form=None)
    found: list[str] = []
    for compare in panel.get_comparison():
        comparison = compare(live, new)
        if comparison.is_child_relation:
            found += _words_of_rows(comparison)
        elif comparison.has_changed():
            found.append(_name_of_field(comparison.field, new))
    return list(dict.fromkeys(found))


def sentence(words: list[str]) -> str:
    """`phone, Monday's hours and 2 promo lines`; of many, the first six and how many more."""
    shown, rest = words[:MOST_WORDS], words[MOST_WORDS:]
    if rest:
        shown = [*shown, f"{len(rest)} more"]
    return " and ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))


def _name_of_field(field: Any, page: Any) -> str:
    if field.name in NAMES and hasattr(page, "registration"):
        return NAMES[field.name]
    name = str(getattr(field, "verbose_name", None) or field.name.replace("_", " "))
    return f"{name} link" if field.name.endswith("_url") else name


def _words_of_rows(comparison: Any) -> list[str]:
    rows = comparison.get_child_comparisons()
    changed = [each for each in rows if _is_changed(each)]
    label = str(comparison.field_label()).lower().removesuffix("s")
    if not changed:
        return [f"the order of the {label}s"] if _is_reordered(rows) else []
    if comparison.field.related_name == "opening_hours":
        return list(_words_of_hours(row for each in changed for row in (each.obj_a, each.obj_b) if row))
    return [f"1 {label}" if len(changed) == 1 else f"{len(changed)} {label}s"]


def _is_reordered(rows: Iterable[Any]) -> bool:
    """Whether rows stand in another order; the numbers themselves may differ, as a form counts them anew."""
    places = [[getattr(row, "sort_order", 0) or 0 for row in (each.obj_a, each.obj_b)] for each in rows]
    before = [old for old, _new in sorted(places, key=lambda place: place[1])]
    return before != sorted(before)


def _is_changed(child: Any) -> bool:
    return bool(child.is_addition() or child.is_deletion() or child.get_num_differences())


def _words_of_hours(rows: Iterable[Any]) -> Iterator[str]:
    days: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        days[row.counter].add(row.weekday)
    for counter, found in days.items():
        whose = "" if counter == Counter.STORE else f"{Counter(counter).label.lower()} "
        if len(found) > FEW_DAYS:
            yield f"the week's {whose}hours"
        else:
            names = " and ".join(f"{Weekday(day).label}'s" for day in sorted(found))
            yield f"{names} {whose}hours"
