"""What a publish changes on the site, in words: `Monday's hours`, `phone`, `2 promo lines`."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest

from stores.choices import Counter, Weekday

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
