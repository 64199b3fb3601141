"""What an import would change: rows of a file against the stores of the database. Reads, never writes."""

from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Literal

from wagtail.models import Page, Site

from stores.accessible import of_link
from stores.audience.following import FOLLOWS
from stores.hours.collisions import conflicting_holidays, why_holidays_collide
from stores.hours.written.weeks import osm_week
from stores.importing.columns import COLUMNS, DOORS, HOURS, LINK_COLUMNS, REQUIRED, like
from stores.importing.door_notes import cut_weeks
from stores.importing.model_checks import refused_by_models
from stores.importing.normalizing import StoreRow, Vocabulary, comparable, normalize, zone_proposed_for
from stores.importing.problems import NO_ANSWERS, Answers, Findings, Note, Problem, shown
from stores.importing.reading import RawTable
from stores.importing.store_values import column_text, store_values, with_all_rows
from stores.readings import Refused
from stores.store.finding import network_hosts
from stores.store.models.groups import StoreGroup
from stores.store.models.hosts import FormerHost
from stores.store.models.registration import LICENSE_OF_NOBODY
from stores.store.models.store import StorePage

CHUNK = 250
"""Rows that are compared with the database at once."""
Outcome = Literal["created", "changed", "unchanged"]
NO_SUCH_GROUP = "There is no such group. Make it first, or say that groups that do not exist are made."


@dataclass(frozen=True, slots=True)
class ColumnChange:
    """The old and the new value of one column of one store, in words."""

    column: str
    old: str
    new: str


@dataclass(slots=True)
class StorePlan:
    """What happens to one store. `values` are those of the columns that change; of a new store, all that are given.

    `before` are their old values; `store_id` is the page of a store that is there.
    """

    row: int
    code: str
    kind: Outcome
    values: dict[str, Any] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    store_id: int | None = None
    has_place: bool = True

    @property
    def changes(self) -> list[ColumnChange]:
        return [
            ColumnChange(column, column_text(column, self.before.get(column)), column_text(column, value))
            for column, value in self.values.items()
        ]


@dataclass(slots=True)
class Plan:
    """The whole import. With `problems` nothing may be written, unless rows with one are skipped.

    `stores` are those of good rows, `bad_rows` the numbers of the others, `new_groups` slug -> name of groups to make.
    `zones` are proposals for rows that have a place and no time zone.
    """

    stores: list[StorePlan]
    problems: list[Problem]
    notes: list[Note]
    groups: dict[str, StoreGroup]
    link_pages: dict[str, int]
    bad_rows: frozenset[int] = frozenset()
    new_groups: dict[str, str] = field(default_factory=dict)
    zones: dict[int, str] = field(default_factory=dict)

    def of(self, kind: Outcome) -> list[StorePlan]:
        return [plan for plan in self.stores if plan.kind == kind]

    @property
    def is_empty(self) -> bool:
        return all(plan.kind == "unchanged" for plan in self.stores)

    @property
    def without_place(self) -> list[str]:
        """Codes of stores that the file brings or changes, and that no search for the nearest store finds."""
        return [plan.code for plan in self.stores if not plan.has_place]

    def leave_out(self, problems: list[Problem]) -> None:
        """Leave out the stores whose writing was refused."""
        self.problems = [*self.problems, *problems]
        self.bad_rows |= {problem.row for problem in problems}
        self.stores = [plan for plan in self.stores if plan.row not in self.bad_rows]

    @property
    def stops(self) -> list[Problem]:
        """Problems of the file as a whole, which no skipping of rows gets round."""
        return [problem for problem in self.problems if problem.row == 0]


def plan_import(table: RawTable, answers: Answers = NO_ANSWERS) -> Plan:
    """The plan of a file that was read. A constant number of queries for each `CHUNK` of rows."""
    findings = Findings(list(table.findings.problems), list(table.findings.notes))
    groups = {group.slug: group for group in StoreGroup.objects.all()}
    vocabulary = Vocabulary({slug: group.name for slug, group in groups.items()})
    planner = _Planner(findings, groups)
    plans: list[StorePlan] = []
    rows = normalize(table.rows, vocabulary, findings, answers)
    while chunk := list(islice(rows, CHUNK)):
        planner.load(chunk)
        plans.extend(planner.plan(row) for row in chunk)
    planner.check_missing_columns(len(table.rows))
    planner.check_groups(answers)
    problems = sorted(findings.problems, key=lambda problem: (problem.row, _column_order(problem.column)))
    notes = sorted(findings.notes, key=lambda note: note.row)
    bad_rows = frozenset(row for problem in problems for row in problem.rows if row)
    stores = [plan for plan in plans if plan.row not in bad_rows] if answers.skip_bad else plans
    new_groups = _groups_to_make(findings, bad_rows) if answers.make_groups else {}
    return Plan(stores, problems, notes, groups, planner.link_pages, bad_rows, new_groups, planner.zones)


def _groups_to_make(findings: Findings, bad_rows: Container[int]) -> dict[str, str]:
    """Slug -> name of the groups that good rows name."""
    new: dict[str, str] = {}
    for name, rows in findings.unknown_groups.items():
        if any(row not in bad_rows for row in rows):
            new.setdefault(comparable(name), name)
    return new


def _column_order(column: str) -> int:
    return COLUMNS.index(column) if column in COLUMNS else len(COLUMNS)


class _Planner:
    """Compares rows with what the database holds, a chunk of them loaded at once."""

    def __init__(self, findings: Findings, groups: Mapping[str, StoreGroup]) -> None:
        self.findings = findings
        self.groups = groups
        self.stores: dict[str, StorePage] = {}
        self.hosts: dict[str, int | None] = dict(Site.objects.values_list("hostname", "root_page_id"))
        self.former_hosts = dict(FormerHost.objects.values_list("hostname", "store__title"))
        self.conflicting_holidays = conflicting_holidays()
        known = list(StorePage.objects.values_list("slug", "registration__code"))
        self.slugs = {slug for slug, _code in known}
        self.codes_with_zeros = {code.lstrip("0"): code for _slug, code in known if code and code.startswith("0")}
        self.rows_by_host: dict[str, int] = {}
        self.link_pages: dict[str, int] = {}
        self.missing: dict[str, list[int]] = {}
        self.zones: dict[int, str] = {}

    def load(self, rows: list[StoreRow]) -> None:
        """What the database holds of these rows."""
        codes = [row.code for row in rows]
        stores = with_all_rows(StorePage.objects.filter(registration__code__in=codes))
        self.stores = {store.registration.code: store for store in stores}
        self.link_pages |= self._load_link_pages(rows)

    def _load_link_pages(self, rows: list[StoreRow]) -> dict[str, int]:
        """Full URL path -> page id, of those that promo lines of the rows lead to."""
        paths = {
            self.stores[row.code].url_path + banner.link.removeprefix("page:/")
            for row in rows
            if row.code in self.stores
            for banner in row.values.get("banners", ())
            if banner.link.startswith("page:")
        }
        pages = Page.objects.filter(url_path__in=paths).values_list("url_path", "pk") if paths else ()
        return dict(pages)

    def _check_saved_audiences(self, row: StoreRow) -> None:
        """No file puts a store where only a rule does."""
        for slug in row.values.get("groups", ()):
            if slug in self.groups and self.groups[slug].is_ruled:
                self._refuse(row, "groups", f"'{slug}' is a saved audience. {FOLLOWS} Leave it out here.")

    def plan(self, row: StoreRow) -> StorePlan:
        self._check_host(row)
        self._check_holidays(row)
        self._check_saved_audiences(row)
        self._check_link_pages(row)
        if ("time_zone" in row.refused or "time_zone" not in row.values) and (zone := zone_proposed_for(row.values)):
            self.zones[row.number] = zone
        store = self.stores.get(row.code)
        return self._plan_new(row) if store is None else self._plan_known(row, store)

    def _check_holidays(self, row: StoreRow) -> None:
        """No two holidays of one rank meet at a store because of the groups that it joins."""
        store = self.stores.get(row.code)
        if self.conflicting_holidays and row.values.get("groups"):
            ids = {self.groups[slug].pk for slug in row.values["groups"] if slug in self.groups}
            words = why_holidays_collide(ids, store.pk if store else 0, self.conflicting_holidays)
            if words:
                self._refuse(row, "groups", words)

    def _refuse(self, row: StoreRow, column: str, message: str, suggestion: str = "") -> None:
        value = row.values.get(column, "")
        self.findings.refuse(row.number, column, value if isinstance(value, str) else "", Refused(message, suggestion))

    def _plan_new(self, row: StoreRow) -> StorePlan:
        known = self.codes_with_zeros.get(row.code)
        if known:
            self._refuse(row, "code", f"The network has a store {known}: has a leading zero been lost?", known)
        # A row that is probably of a store that is there needs nothing more.
        for column in REQUIRED if not known else ():
            if column not in row.values and column not in row.refused:
                self.missing.setdefault(column, []).append(row.number)
        if row.code in self.slugs:
            self._refuse(row, "code", "Another store has this as its slug.")
        values = {column: row.values[column] for column in COLUMNS if column in row.values}
        if row.refused.isdisjoint(HOURS) and all(values.get(column) is None for column in HOURS):
            note = Note(row.number, "hours", "", "unknown", "no department is listed: patients read 'Hours unknown'")
            self.findings.notes.append(note)
        self._note_cut_days(row, values, values.keys())
        self._note_files(row, values)
        self._check_pharmacist(row, values, values)
        plan = StorePlan(row.number, row.code, "created", values, has_place=values.get("latitude") is not None)
        self._check_fields(row, plan)
        return plan

    def _check_fields(self, row: StoreRow, plan: StorePlan) -> None:
        """What the models would refuse when they are saved is refused now: a dry run says what an import says."""
        for column, value, message in refused_by_models(plan.values, row.code):
            self.findings.refuse(row.number, column, value, Refused(message))

    def _check_pharmacist(self, row: StoreRow, values: Mapping[str, Any], changed: Mapping[str, Any]) -> None:
        """`values`: as they would be then. A number of nobody is refused where it comes in, or loses its name."""
        name, number = ("pharmacist_in_charge", "pharmacist_license")
        if values.get(number) and not values.get(name) and name not in row.refused:
            self._refuse(row, number if number in changed else name, LICENSE_OF_NOBODY)

    def _note_cut_days(self, row: StoreRow, values: Mapping[str, Any], changed: Collection[str]) -> None:
        """Name each day of the regular week on which a counter is cut by the store's door."""
        if {*HOURS, *DOORS}.isdisjoint(changed):
            return
        zone = values.get("time_zone") or "UTC"
        for column, line in cut_weeks(zone, values):
            week = osm_week(values[column])
            self.findings.notes.append(Note(row.number, column, week, week, line))

    def _note_files(self, row: StoreRow, values: Mapping[str, Any]) -> None:
        """Name each link that leads to a file, which some patients can't use."""
        links = [(column, values[column]) for column in LINK_COLUMNS if column in values]
        links += [("banners", banner.link) for banner in values.get("banners", ())]
        for column, link in links:
            for barrier in of_link("the link", link):
                self.findings.notes.append(Note(row.number, column, shown(link), shown(link), str(barrier)))

    def _plan_known(self, row: StoreRow, store: StorePage) -> StorePlan:
        before = store_values(store)
        self._check_placeholders(row, before)
        changed = {
            column: row.values[column]
            for column in COLUMNS
            if column in row.values and not is_same(column, row.values[column], before[column])
        }
        if store.registration.closed_at is not None:
            self._refuse(row, "code", "This store is closed for good: take the row out.")
        elif changed and not store.live:
            self._refuse(row, "code", "This store is unpublished: publish it first, or take the row out.")
        if "hostname" in changed:
            message = "The store has another host, which is changed in the admin, so that the old one redirects."
            self._refuse(row, "hostname", message, before["hostname"])
        has_place = {**before, **changed}["latitude"] is not None
        if not changed:
            return StorePlan(row.number, row.code, "unchanged", has_place=has_place)
        self._note_cut_days(row, {**before, **row.values}, changed.keys())
        self._note_files(row, changed)
        self._check_pharmacist(row, {**before, **changed}, changed)
        old = {column: before[column] for column in changed}
        plan = StorePlan(row.number, row.code, "changed", changed, old, store.pk, has_place)
        self._check_fields(row, plan)
        return plan

    def _check_placeholders(self, row: StoreRow, before: dict[str, Any]) -> None:
        """What stands for nothing, such as `n/a`, takes nothing away that the store has: only an empty cell does."""
        for column, text in row.placeholders.items():
            if column in before and before[column] not in (None, "", ()):
                has = column_text(column, before[column])
                message = f"It would take away what the store has: {shown(has)}. Leave the cell empty to do that."
                self.findings.refuse(row.number, column, text, Refused(message))

    def _check_host(self, row: StoreRow) -> None:
        host = row.values.get("hostname")
        if not host:
            return
        store = self.stores.get(row.code)
        if host in network_hosts():
            self._refuse(row, "hostname", "This is the network's own host.")
        elif host in self.rows_by_host:
            self._refuse(row, "hostname", f"Row {self.rows_by_host[host]} has the same host.")
        elif host in self.hosts and (store is None or self.hosts[host] != store.pk):
            self._refuse(row, "hostname", "Another site has this host.")
        elif store is None and host in self.former_hosts:
            message = f"It leads to {self.former_hosts[host]}, which had it before: release it there first."
            self._refuse(row, "hostname", message)
        self.rows_by_host.setdefault(host, row.number)

    def _check_link_pages(self, row: StoreRow) -> None:
        store = self.stores.get(row.code)
        for banner in row.values.get("banners", ()):
            if not banner.link.startswith("page:"):
                continue
            path = banner.link.removeprefix("page:/")
            if store is None or store.url_path + path not in self.link_pages:
                self._refuse(row, "banners", f"The store has no page /{path}.")

    def check_missing_columns(self, total: int) -> None:
        """A column that new stores need and that is nowhere in the file is one problem; else each row is."""
        for column, (first, *more) in self.missing.items():
            message = "A new store needs it: add the column." if total > 1 else "A new store needs it."
            suggestion = ""
            if column == "time_zone" and (zones := sorted({zone for row, zone in self.zones.items()})):
                message += f" By their places, {', '.join(zones)} {'are' if len(zones) > 1 else 'is'} likely."
                suggestion = zones[0] if len(zones) == 1 else ""
            self.findings.problems.append(Problem(first, column, "", message, suggestion, tuple(more)))

    def check_groups(self, answers: Answers) -> None:
        """Each group that does not exist is one problem, however many rows have it, unless it is to be made."""
        for name, (first, *more) in () if answers.make_groups else self.findings.unknown_groups.items():
            likely = like(name, self.groups)
            others = tuple(dict.fromkeys(more))
            self.findings.problems.append(Problem(first, "groups", name, NO_SUCH_GROUP, likely, others))


def is_same(column: str, new: Any, old: Any) -> bool:
    """Whether a value of the file says what the database holds."""
    if column in {"services", "languages", "groups"}:
        return set(new) == set(old)
    if column == "exceptions":
        return sorted(map(str, new)) == sorted(map(str, old))
    return bool(new == old)
