"""What an import would change: rows of a file against the stores of the database. Reads, never writes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from wagtail.models import Page, Site

from stores.hours.collisions import conflicting_holidays, why_holidays_collide
from stores.hours.written.weeks import osm_week
from stores.importing.columns import COLUMNS, DOORS, HOURS, REQUIRED
from stores.importing.door_notes import cut_weeks
from stores.importing.normalizing import StoreRow, Vocabulary, normalize
from stores.importing.problems import Findings, Note, Problem
from stores.importing.reading import RawTable
from stores.importing.store_values import column_text, store_values, with_all_rows
from stores.readings import Refused
from stores.store.finding import network_hosts
from stores.store.models.groups import StoreGroup
from stores.store.models.hosts import FormerHost
from stores.store.models.store import StorePage

Outcome = Literal["created", "changed", "unchanged"]


@dataclass(frozen=True, slots=True)
class ColumnChange:
    """The old and the new value of one column of one store, in words."""

    column: str
    old: str
    new: str


@dataclass(slots=True)
class StorePlan:
    """What happens to one store. `values` are those of the columns that change; of a new store, all that are given."""

    row: int
    code: str
    kind: Outcome
    values: dict[str, Any]
    before: dict[str, Any] = field(default_factory=dict)
    store: StorePage | None = None

    @property
    def changes(self) -> list[ColumnChange]:
        return [
            ColumnChange(column, column_text(column, self.before.get(column)), column_text(column, value))
            for column, value in self.values.items()
        ]


@dataclass(slots=True)
class Plan:
    """The whole import. With `problems` nothing may be written."""

    stores: list[StorePlan]
    problems: list[Problem]
    notes: list[Note]
    groups: dict[str, StoreGroup]
    link_pages: dict[str, int]

    def of(self, kind: Outcome) -> list[StorePlan]:
        return [plan for plan in self.stores if plan.kind == kind]

    @property
    def is_empty(self) -> bool:
        return all(plan.kind == "unchanged" for plan in self.stores)


def plan_import(table: RawTable) -> Plan:
    """The plan of a file that was read. A constant number of queries, whatever the number of rows and stores."""
    findings = Findings(list(table.findings.problems), list(table.findings.notes))
    groups = {group.slug: group for group in StoreGroup.objects.all()}
    vocabulary = Vocabulary({slug: group.name for slug, group in groups.items()})
    rows = normalize(table.rows, vocabulary, findings)
    planner = _Planner(rows, findings)
    plans = [planner.plan(row) for row in rows]
    planner.check_missing_columns(len(table.rows))
    problems = sorted(findings.problems, key=lambda problem: (problem.row, _column_order(problem.column)))
    notes = sorted(findings.notes, key=lambda note: note.row)
    return Plan(plans, problems, notes, groups, planner.link_pages)


def _column_order(column: str) -> int:
    return COLUMNS.index(column) if column in COLUMNS else len(COLUMNS)


class _Planner:
    """Compares each row with what the database holds, all of it loaded at once."""

    def __init__(self, rows: list[StoreRow], findings: Findings) -> None:
        self.findings = findings
        codes = [row.code for row in rows]
        stores = with_all_rows(StorePage.objects.filter(registration__code__in=codes))
        self.stores: dict[str, StorePage] = {store.registration.code: store for store in stores}
        self.hosts: dict[str, int | None] = dict(Site.objects.values_list("hostname", "root_page_id"))
        self.former_hosts = {former.hostname: former for former in FormerHost.objects.select_related("store")}
        self.slugs = set(StorePage.objects.values_list("slug", flat=True))
        self.rows_by_host: dict[str, int] = {}
        self.link_pages = self._load_link_pages(rows)
        self.missing: dict[str, int] = {}
        self.conflicting_holidays = conflicting_holidays()

    def _load_link_pages(self, rows: list[StoreRow]) -> dict[str, int]:
        """Full URL path -> page id, of those that promo lines of the file lead to."""
        paths = {
            self.stores[row.code].url_path + banner.link.removeprefix("page:/")
            for row in rows
            if row.code in self.stores
            for banner in row.values.get("banners", ())
            if banner.link.startswith("page:")
        }
        pages = Page.objects.filter(url_path__in=paths).values_list("url_path", "pk") if paths else ()
        return dict(pages)

    def plan(self, row: StoreRow) -> StorePlan:
        self._check_host(row)
        self._check_groups(row)
        self._check_link_pages(row)
        store = self.stores.get(row.code)
        return self._plan_new(row) if store is None else self._plan_known(row, store)

    def _check_groups(self, row: StoreRow) -> None:
        """No two holidays of one rank meet at a store because of the groups that it joins."""
        store = self.stores.get(row.code)
        if self.conflicting_holidays and row.values.get("groups"):
            ids = StoreGroup.objects.filter(slug__in=row.values["groups"]).values_list("pk", flat=True)
            words = why_holidays_collide(set(ids), store.pk if store else 0, self.conflicting_holidays)
            if words:
                self._refuse(row, "groups", words)

    def _refuse(self, row: StoreRow, column: str, message: str, suggestion: str = "") -> None:
        self.findings.refuse(row.number, column, row.values.get(column, ""), Refused(message, suggestion))

    def _plan_new(self, row: StoreRow) -> StorePlan:
        for column in REQUIRED:
            if column not in row.values and column not in row.refused:
                self.missing.setdefault(column, row.number)
        if row.code in self.slugs:
            self._refuse(row, "code", "Another store has this as its slug.")
        values = {column: row.values[column] for column in COLUMNS if column in row.values}
        if row.refused.isdisjoint(HOURS) and all(values.get(column) is None for column in HOURS):
            note = Note(row.number, "hours", "", "unknown", "no counter is listed: patients read 'Hours unknown'")
            self.findings.notes.append(note)
        self._note_cut_days(row, values, values.keys())
        return StorePlan(row.number, row.code, "created", values)

    def _note_cut_days(self, row: StoreRow, values: Mapping[str, Any], changed: Collection[str]) -> None:
        """Name each day of the regular week on which a counter is cut by the store's door."""
        if {*HOURS, *DOORS}.isdisjoint(changed):
            return
        zone = values.get("time_zone") or "UTC"
        for column, line in cut_weeks(zone, values):
            week = osm_week(values[column])
            self.findings.notes.append(Note(row.number, column, week, week, line))

    def _plan_known(self, row: StoreRow, store: StorePage) -> StorePlan:
        before = store_values(store)
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
        self._note_cut_days(row, {**before, **row.values}, changed.keys())
        kind: Outcome = "changed" if changed else "unchanged"
        return StorePlan(row.number, row.code, kind, changed, before, store)

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
            message = (
                f"It leads to {self.former_hosts[host].store.title}, which had it before: release it there first."
            )
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
        """A column that new stores need and that is nowhere in the file is said once; else each row is."""
        for column, row in self.missing.items():
            message = "A new store needs it: add the column." if total > 1 else "A new store needs it."
            self.findings.problems.append(Problem(row, column, "", message))


def is_same(column: str, new: Any, old: Any) -> bool:
    """Whether a value of the file says what the database holds."""
    if column in {"services", "languages", "groups"}:
        return set(new) == set(old)
    if column == "exceptions":
        return sorted(map(str, new)) == sorted(map(str, old))
    return bool(new == old)
