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
from stores.store.differences import PICTURES, Change, Version, differences, live_version, version_of
from stores.store.models.store import StorePage

ATTRIBUTE = "site_changes"
"""On the request, from the moment of a publish on: words of what it changes; None where the page was not live."""

ADD = "wagtailadmin_pages:add"


def note_changes(request: HttpRequest, page: Page) -> None:
    """The live rows are still the old ones now."""
    if StorePage.objects.above(page.path).exists():
        # A page that is written and published in one go stands there already, and nobody has read it.
        match = request.resolver_match
        live = live_version(page) if match is None or match.view_name != ADD else None
        setattr(request, ATTRIBUTE, changes_between(live, version_of(page), page) if live else None)


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


ON_SCREENS_ALONE = ("service_texts", "tasks")
"""What a store's page holds, and its form has no field for."""
FEW_DAYS = 3
MOST_WORDS = 6
NAMES = {"title": "name"}
"""Fields that people know by another name than the model's, on a store's page."""
OTHER_NAMES = {
    **{f"{name}_id": name for name in PICTURES},
    "line": "promo_banners",
    "line_order": "promo_banners",
    "tagged_items": "tags",
}
"""A difference -> where its form has it."""


def changes_between(before: Version, after: Version, page: Any) -> list[str]:
    """What differs, in the order of the page's form."""
    found = defaultdict(list)
    for change in differences(before, after):
        found[OTHER_NAMES.get(change["name"], change["name"])].append(change)
    names = dict.fromkeys([*_names_in_form(page.get_edit_handler()), *ON_SCREENS_ALONE])
    return list(dict.fromkeys(word for name in names if name in found for word in _words(name, found[name], page)))


def _names_in_form(panel: Any) -> Iterator[str]:
    """Of fields and of rows."""
    name = getattr(panel, "field_name", "") or getattr(panel, "relation_name", "")
    if name:
        yield name
    for child in getattr(panel, "children", ()):
        yield from _names_in_form(child)


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


def _words(name: str, changes: list[Change], page: Page) -> Iterable[str]:
    field = page._meta.get_field(name)
    if name == "opening_hours":
        return _words_of_hours(changes)
    if name == "promo_banners":
        return [_counted("promo line", sum(change["name"] == "line" for change in changes))]
    if field.one_to_many:
        old, new = changes[0]["old"] or [], changes[0]["new"]
        gone, come = ([row for row in rows if row not in others] for rows, others in ((old, new), (new, old)))
        return [_counted(name.replace("_", " ").removesuffix("s"), max(len(gone), len(come)))]
    return [_name_of_field(field, page)]


def _counted(label: str, number: int) -> str:
    """`1 promo line`, `2 promo lines`; where no row itself has changed, `the order of the promo lines`."""
    if not number:
        return f"the order of the {label}s"
    return f"{number} {label}{'s' * (number > 1)}"


def _words_of_hours(changes: Iterable[Change]) -> Iterator[str]:
    days: dict[str, list[int]] = defaultdict(list)
    for change in changes:
        # A day that was closed, or is, where the counter's hours come or go altogether.
        if (change["old"] or []) != (change["new"] or []):
            days[change["counter"]].append(change["weekday"])
    for counter, found in days.items():
        whose = "" if counter == Counter.STORE else f"{Counter(counter).label.lower()} "
        if len(found) > FEW_DAYS:
            yield f"the week's {whose}hours"
        else:
            names = " and ".join(f"{Weekday(day).label}'s" for day in found)
            yield f"{names} {whose}hours"
