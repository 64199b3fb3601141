"""Writing a plan: all of it in one transaction, or nothing."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from wagtail.log_actions import log
from wagtail.models import Page

from stores.access.who import Actor
from stores.audience.following import members_at_the_end
from stores.banners.languages import set_line_language
from stores.banners.models import PromoBanner
from stores.batches.inserting import insert, told_by_field
from stores.batches.search_weights import weights_at_the_end
from stores.choices import usual_own_doors
from stores.hours.dates import log_values
from stores.hours.models import HoursException
from stores.importing.cells.nested_values import BannerValue, ExceptionValue
from stores.importing.columns import DOORS, HOURS
from stores.importing.planning import Plan, StorePlan, plan_import
from stores.importing.problems import NO_ANSWERS, Answers, Problem, shown
from stores.importing.reading import RawTable
from stores.importing.running import alone
from stores.importing.store_values import (
    PAGE_FIELD_OF_COLUMN,
    banner_value,
    banners_in_order,
    counters_of,
    exception_value,
    own_doors_of,
    rows_of,
    slots_json,
    with_all_rows,
)
from stores.opening.changing import LiveChange, change_stores
from stores.opening.opening import Opening, open_stores
from stores.opening.regions import Regions
from stores.opening.registration import put_in_groups
from stores.store.models.groups import StoreGroup
from stores.store.models.registration import FRONTEND_FIELDS, REGISTRATION_FIELDS, StoreRegistration
from stores.store.models.store import StorePage

AT_ONCE = 100
"""Stores that are written by the same statements; how far an import is, is told after each so many."""
Parents = Mapping[int, Page]
"""Row of the file -> the folder that its store comes into."""

Progress = Callable[[int, int], None]
"""Told how many stores are done, of how many."""


def untold(done: int, total: int) -> None:
    """For nobody who wants to know."""


class ImportRefused(Exception):
    """The database or a form's rule refused a store; nothing was written. `problems` says which and why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems


def apply_import(
    table: RawTable,
    *,
    by: Actor | None,
    answers: Answers = NO_ANSWERS,
    on_progress: Progress = untold,
    check: Callable[[Plan], None] = lambda plan: None,
) -> Plan:
    """Plan a file anew and write it, in one transaction. ImportRefused, and nothing written, when there is a problem.

    With `answers.skip_bad`, rows with a problem are left out; the plan that comes back names them, those included that
    only the writing found. `check` sees the plan before anything is written, and may raise. ImportRunning if another
    runs. `on_progress` gets the number of stores written and of those to write, and may raise: nothing is written
    then. A store that doesn't change costs no write; a pending draft stays a draft, and gets what the file changes.
    """
    with alone(by), transaction.atomic():
        plan = good_plan(table, answers, check)
        write_plan(plan, answers, by, on_progress)
    return plan


def good_plan(table: RawTable, answers: Answers, check: Callable[[Plan], None]) -> Plan:
    """The plan that may be written: `check` has seen it. ImportRefused for one with a problem."""
    plan = plan_import(table, answers)
    check(plan)
    if plan.problems and (not answers.skip_bad or plan.stops):
        raise ImportRefused(plan.problems)
    return plan


def in_order(plan: Plan) -> list[StorePlan]:
    """The stores that are written, as they are. New ones by name: their collections are kept in that order."""
    return sorted(plan.of("created"), key=lambda store: (store.values["name"], store.code)) + plan.of("changed")


def write_plan(plan: Plan, answers: Answers, by: Actor | None, on_progress: Progress) -> None:
    """Inside a transaction, which ImportRefused has to roll back."""
    todo = in_order(plan)
    if not todo:
        return
    for slug, title in plan.new_groups.items():
        plan.groups[slug] = StoreGroup.objects.create(slug=slug, name=title)
    regions = Regions(len(plan.of("created")))
    late: list[Problem] = []
    done = 0
    with weights_at_the_end(), members_at_the_end():
        for stores in _batches(todo):
            late += _write_stores(stores, plan, regions, by)
            done += len(stores)
            on_progress(done, len(todo))
    if late and not answers.skip_bad:
        raise ImportRefused(late)
    plan.leave_out(late)
    _forget_query_plans()


def _forget_query_plans() -> None:
    """PostgreSQL checks foreign keys at commit, by plans that a connection keeps from when the tables were small.

    A scan of ten rows is one of twenty thousand now, for each of some hundred thousand rows: minutes instead of
    seconds. Without kept plans it looks at the tables as they are.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DISCARD PLANS")


def _batches(todo: list[StorePlan]) -> Iterator[list[StorePlan]]:
    """New stores by themselves, and those that change; `AT_ONCE` of them each."""
    for _is_new, plans in groupby(todo, key=lambda store: store.store_id is None):
        rest = list(plans)
        while rest:
            yield rest[:AT_ONCE]
            rest = rest[AT_ONCE:]


def _write_stores(stores: list[StorePlan], plan: Plan, regions: Regions, by: Actor | None) -> list[Problem]:
    """Write them at once. Where that is refused, by halves, so that what is wrong with a store is told of it alone."""
    write = _open_planned if stores[0].store_id is None else _change_planned
    # A region that is made now stays, whatever becomes of its first stores.
    parents = {store.row: regions.parent_for(store.values["state"]) for store in stores if store.store_id is None}
    try:
        with transaction.atomic():
            write(stores, plan, parents, by)
        return []
    except (ValidationError, IntegrityError) as error:
        if len(stores) == 1:
            return _problems_of(stores[0], error)
    half = len(stores) // 2
    return [
        *_write_stores(stores[:half], plan, regions, by),
        *_write_stores(stores[half:], plan, regions, by),
    ]


def _problems_of(store: StorePlan, error: ValidationError | IntegrityError) -> list[Problem]:
    """A problem for each field that the model refused."""
    if isinstance(error, IntegrityError):
        message = f"The database refuses it: {str(error).splitlines()[0]}"
        return [Problem(store.row, "row", store.code, message)]
    if not hasattr(error, "error_dict"):
        return [Problem(store.row, "row", store.code, " ".join(error.messages))]
    columns = {name: column for column, name in PAGE_FIELD_OF_COLUMN.items()}
    refused = [(columns.get(name, name), " ".join(texts)) for name, texts in error.message_dict.items()]
    return [Problem(store.row, name, shown(store.values.get(name, "")), text) for name, text in refused]


def _page_fields(values: Mapping[str, Any]) -> dict[str, Any]:
    fields = {name: values[column] for column, name in PAGE_FIELD_OF_COLUMN.items() if column in values}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in fields.items()}


def _open_planned(stores: list[StorePlan], whole: Plan, parents: Parents, by: Actor | None) -> None:
    opened = open_stores(by=by, openings=[_opening(plan, whole, parents[plan.row]) for plan in stores])
    dates = [
        _dated(store, value)
        for store, plan in zip(opened, stores, strict=True)
        for value in plan.values.get("exceptions", ())
    ]
    for row in dates:
        row.full_clean(exclude=["store"], validate_constraints=False)
    with told_by_field(dates):
        insert(dates)


def _opening(plan: StorePlan, whole: Plan, parent: Page) -> Opening:
    values = plan.values
    weeks = {column: values.get(column) for column in HOURS}
    doors = own_doors_of(values, usual_own_doors())
    store = StorePage(slug=plan.code, counters=counters_of(weeks), own_doors=doors, **_page_fields(values))
    store.opening_hours.add(*rows_of(weeks))
    store.promo_banners.add(*_banner_rows(values.get("banners", ()), None, whole))
    given = {name: values[name] for name in (*REGISTRATION_FIELDS, *FRONTEND_FIELDS) if name in values}
    registration = StoreRegistration(code=plan.code, **given)
    groups = tuple(whole.groups[slug] for slug in values.get("groups", ()))
    return Opening(parent, store, registration, values["hostname"], groups)


def _change_planned(stores: list[StorePlan], whole: Plan, _parents: Parents, by: Actor | None) -> None:
    ids = [plan.store_id for plan in stores]
    there = with_all_rows(StorePage.objects.filter(pk__in=ids)).in_bulk()
    pairs = [(plan, there[plan.store_id]) for plan in stores if plan.store_id is not None]
    changes = [_live_change(plan, store, whole) for plan, store in pairs]
    change_stores(by=by, changes=[each for each in changes if each is not None])
    for plan, store in pairs:
        _change_beside(plan, store, whole, by)


def _live_change(plan: StorePlan, store: StorePage, whole: Plan) -> LiveChange | None:
    """What changes of the page; None where only what stands beside it does."""
    values = plan.values
    fields = _page_fields(values)
    if not DOORS.keys().isdisjoint(values):
        fields["own_doors"] = own_doors_of(values, store.own_doors)
    hours = {
        HOURS[column]: None if week is None else rows_of({column: week})
        for column, week in values.items()
        if column in HOURS
    }
    banners = _banner_rows(values["banners"], store, whole) if "banners" in values else None
    if not fields and not hours and banners is None:
        return None
    return LiveChange(store, fields, hours, banners)


def _change_beside(plan: StorePlan, store: StorePage, whole: Plan, by: Actor | None) -> None:
    values = plan.values
    beside = [*REGISTRATION_FIELDS, *FRONTEND_FIELDS, "groups", "exceptions"]
    if any(column in values for column in beside):
        before = _change_registration(store.registration, values, whole)
        if before:
            data = {"old": before, "new": {name: values[name] for name in before}}
            log(store, "stores.change_registration", user=by, data=data)
        if "exceptions" in values:
            gone, added = _set_exceptions(store, values["exceptions"])
            log(store, "stores.import_dates", user=by, data={"old": gone, "new": added})


def _change_registration(registration: StoreRegistration, values: Mapping[str, Any], whole: Plan) -> dict[str, Any]:
    """Write what the file changes of the registration, and return the old values of those fields."""
    changed = [name for name in (*REGISTRATION_FIELDS, *FRONTEND_FIELDS) if name in values]
    before = {name: getattr(registration, name) for name in changed}
    for name in changed:
        setattr(registration, name, values[name])
    if changed:
        # What constraints say, the fields' validators say, and the receivers of the model.
        registration.full_clean(validate_constraints=False)
        registration.save(update_fields=changed)
    if "groups" in values:
        before["groups"], _after = put_in_groups(registration, (whole.groups[slug] for slug in values["groups"]))
    return before


def _set_exceptions(
    store: StorePage, values: Iterable[ExceptionValue]
) -> tuple[list[dict[str, Any] | None], list[dict[str, Any] | None]]:
    """Make these the store's dated hours, and return what the rows that went and that came say, as the log keeps it.

    Rows that say the same stay as they are.
    """
    missing = list(values)
    gone, added = [], []
    for row in store.hours_exceptions.all():
        value = exception_value(row)
        if value in missing:
            missing.remove(value)
        else:
            gone.append(row)
    if gone:
        HoursException.objects.filter(pk__in=[row.pk for row in gone]).delete()
    for value in missing:
        row = _dated(store, value)
        row.full_clean()
        row.save()
        added.append(row)
    return [log_values(row) for row in gone], [log_values(row) for row in added]


def _dated(store: StorePage, value: ExceptionValue) -> HoursException:
    return HoursException(
        store=store,
        counter=value.counter,
        starts_on=value.first,
        ends_on=value.last,
        label=value.label,
        slots=slots_json(value.spans),
    )


def _banner_rows(values: Iterable[BannerValue], store: StorePage | None, whole: Plan) -> list[PromoBanner]:
    """Promo lines in the file's order; one that says the same as before keeps what a file does not tell."""
    there = [(banner_value(row, store), row) for row in banners_in_order(store)] if store else []
    rows = []
    for place, value in enumerate(values):
        match = next((pair for pair in there if pair[0] == value), None)
        if match is not None:
            there.remove(match)
        rows.append(match[1] if match else _banner_row(value, store, whole.link_pages))
        rows[-1].sort_order = place
    return rows


def _banner_row(value: BannerValue, store: StorePage | None, pages: Mapping[str, int]) -> PromoBanner:
    row = PromoBanner(
        text=value.text,
        style=value.style,
        link_label=value.label,
        show_from=value.show_from,
        show_until=value.show_until,
        has_no_end=value.show_until is None,
    )
    if value.language:
        set_line_language(row, value.language)
    if value.link.startswith("tel:"):
        row.link_phone = value.link.removeprefix("tel:")
    elif value.link.startswith("page:") and store is not None:
        row.link_page_id = pages[store.url_path + value.link.removeprefix("page:/")]
    elif value.link.startswith("/"):
        row.link_path = value.link
    else:
        row.link_url = value.link
    return row
