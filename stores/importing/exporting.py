"""Stores as files that `import_stores` reads back without a change: JSON, CSV, XLSX. No cell is a formula."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from textwrap import indent
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from stores.choices import TIME_ZONES, BuiltInSite, Language, Service, usual_own_doors
from stores.formulas import guarded
from stores.hours.engine.rows import Span
from stores.hours.engine.words import twenty_four
from stores.hours.written.segments import Week
from stores.hours.written.weeks import closing_text, osm_week
from stores.importing.cells.contacts import national
from stores.importing.cells.nested_values import BannerValue, ExceptionValue
from stores.importing.columns import COLUMNS, DAYS, DOORS, HOURS, LINK_COLUMNS, MEANINGS, PHONE_COLUMNS, REQUIRED
from stores.importing.store_values import OWN, THROUGH, store_values, with_all_rows
from stores.languages import own_language
from stores.store.models.store import StorePage

FORMATS = (".json", ".csv", ".xlsx")
_ILLEGAL_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
StoreValues = Mapping[str, Any]
PORTION = 500
"""Stores that are in memory at once."""


class ExportValues:
    """Every store that is not closed for good, by code: values as an import row has them; few queries a portion."""

    def __init__(self) -> None:
        stores = StorePage.objects.filter(registration__closed_at__isnull=True)
        self._ids = list(stores.order_by("registration__code").values_list("pk", flat=True))

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[StoreValues]:
        for start in range(0, len(self), PORTION):
            stores = with_all_rows(StorePage.objects.filter(pk__in=self._ids[start : start + PORTION]))
            yield from map(store_values, stores.order_by("registration__code"))


def write_stores(file: IO[bytes], stores: Iterable[StoreValues], suffix: str) -> None:
    """Write a file of `.json`, `.csv` or `.xlsx`, store by store."""
    match suffix:
        case ".json":
            _write_json(file, map(json_store, stores))
        case ".csv":
            _write_csv(file, map(cells_of, stores))
        case ".xlsx":
            _write_xlsx(file, map(cells_of, stores))
        case _:
            raise ValueError(f"'{suffix}' is none of {', '.join(FORMATS)}.")


def export_bytes(stores: Iterable[StoreValues], suffix: str) -> bytes:
    """A file of `.json`, `.csv` or `.xlsx` of a few stores."""
    file = io.BytesIO()
    write_stores(file, stores, suffix)
    return file.getvalue()


def template_bytes(suffix: str) -> bytes:
    """A file with every column and one sample row; a workbook's second sheet says what goes into each."""
    return export_bytes([SAMPLE], suffix)


_WEEKDAY, _SATURDAY = (Span(9 * 60, 19 * 60),), (Span(9 * 60, 16 * 60),)
_PHARMACY_DAY = (Span(9 * 60, 13 * 60 + 30), Span(14 * 60, 19 * 60))
SAMPLE: StoreValues = {
    **dict.fromkeys(COLUMNS, ""),
    "code": "sample-store",
    "name": "Sample Pharmacy",
    "legal_name": "Sample Pharmacy, Inc.",
    "hostname": "sample-store.example.com",
    "built_in_site": BuiltInSite.REDIRECT.value,
    "street": "39 S Broadway",
    "city": "Pitman",
    "state": "NJ",
    "postal_code": "08071",
    "country": "US",
    "latitude": Decimal("39.7323"),
    "longitude": Decimal("-75.1316"),
    "phone": "+18565892392",
    "fax": "+18565892393",
    "email": "pharmacy@example.com",
    "time_zone": "America/New_York",
    "license_number": "28RS00123400",
    "pharmacist_in_charge": "Dana Reyes, PharmD",
    "pharmacist_license": "28RI00123400",
    "groups": (),
    "services": (Service.DELIVERY.value, Service.IMMUNIZATIONS.value),
    "languages": ("en", "es"),
    "facebook": "https://www.facebook.com/example",
    "hours_store": (*[_WEEKDAY] * 5, _SATURDAY, ()),
    "hours_pharmacy": (*[_PHARMACY_DAY] * 5, _SATURDAY, ()),
    "hours_drive_through": (*[_WEEKDAY] * 5, _SATURDAY, ()),
    "hours_delivery": (*[_WEEKDAY] * 5, (), ()),
    **{column: OWN if counter in usual_own_doors() else THROUGH for column, counter in DOORS.items()},
    "exceptions": (ExceptionValue(date(2027, 12, 25), date(2027, 12, 25), "", "Christmas Day", ()),),
    "banners": (
        BannerValue("Free delivery in Pitman", "info", "https://www.facebook.com/example", "delivery", None, None),
    ),
}
"""The row of a template: to be replaced by one's own stores."""


def json_store(values: StoreValues) -> dict[str, Any]:
    """One store as the import contract nests it."""
    apart = {*HOURS, *DOORS, *LINK_COLUMNS}
    plain = {name: _json_value(name, values[name]) for name in COLUMNS if name not in apart}
    plain["links"] = {name: values[name] or None for name in LINK_COLUMNS}
    plain["hours"] = {
        counter: _json_week(values[name], values.get(f"door_{name.removeprefix('hours_')}"))
        for name, counter in HOURS.items()
        if values[name] is not None
    }
    plain |= {name: values[name] for name in _doors_of_unlisted(values)}
    plain["exceptions"] = [_json_exception(value) for value in values["exceptions"]]
    plain["banners"] = [_json_banner(value) for value in values["banners"]]
    return plain


def _doors_of_unlisted(values: StoreValues) -> Iterable[str]:
    """Columns of doors, other than the usual, of counters that are not listed: no hours say how they are reached."""
    usual = usual_own_doors()
    for name, counter in DOORS.items():
        is_listed = values[f"hours_{name.removeprefix('door_')}"] is not None
        if not is_listed and values.get(name) not in {None, "", OWN if counter in usual else THROUGH}:
            yield name


def _json_value(name: str, value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if name in PHONE_COLUMNS and value:
        return national(value)
    if isinstance(value, tuple):
        return list(value)
    return None if value == "" else value


def _json_week(week: Week, door: str | None) -> dict[str, Any] | None:
    """The weekdays, none where the hours are unknown, and how the counter is reached; the store's own has no door."""
    days = {day: _json_slots(spans) for day, spans in zip(DAYS, week, strict=True)} if any(week) else {}
    return {**days, **({"door": door} if door else {})} or None


def _json_slots(spans: Iterable[Span]) -> list[list[str]]:
    """`[["09:00", "19:00"]]`, each as an import reads it without a question."""
    return [[twenty_four(span.start), closing_text(span)] for span in spans]


def _json_exception(value: ExceptionValue) -> dict[str, Any]:
    return {
        "counter": value.counter or None,
        "from": value.first.isoformat(),
        "to": value.last.isoformat() if value.last else None,
        "label": value.label,
        "slots": _json_slots(value.spans),
    }


def _json_banner(value: BannerValue) -> dict[str, Any]:
    page = value.link.removeprefix("page:")
    link = {"page" if page != value.link else "url": page, "label": value.label} if value.link else None
    return {
        "text": value.text,
        "style": value.style,
        "link": link,
        "from": value.show_from.isoformat() if value.show_from else None,
        "until": value.show_until.isoformat() if value.show_until else None,
        "language": value.language or own_language(),
    }


def cells_of(values: StoreValues) -> list[str]:
    """One store as the cells of a table, in the order of the columns, none of them a formula."""
    nested = json_store(values)
    return [guarded(_table_cell(name, values[name], nested)) for name in COLUMNS]


def _table_cell(name: str, value: Any, nested: Mapping[str, Any]) -> str:
    if name in HOURS:
        return "" if value is None else osm_week(value)
    if name in {"exceptions", "banners"}:
        return json.dumps(nested[name], ensure_ascii=False) if value else ""
    if isinstance(value, tuple):
        return "|".join(value)
    if name in PHONE_COLUMNS and value:
        return national(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)


def _write_json(file: IO[bytes], stores: Iterable[dict[str, Any]]) -> None:
    file.write(b'{\n  "stores": [')
    for number, store in enumerate(stores):
        text = indent(json.dumps(store, ensure_ascii=False, indent=2), " " * 4)
        file.write(f"{',' if number else ''}\n{text}".encode())
    file.write(b"\n  ]\n}\n")


def _write_csv(file: IO[bytes], rows: Iterable[list[str]]) -> None:
    """A CSV file of the rows, with a mark at its start, so that Excel reads UTF-8."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    text.detach()


def _write_xlsx(file: IO[bytes], rows: Iterable[list[str]]) -> None:
    """A workbook of the rows. Every cell is text, so that no zero gets lost; only coordinates are numbers."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Stores")
    sheet.freeze_panes = "B2"
    sheet.append(COLUMNS)
    for row in rows:
        sheet.append([_xlsx_cell(sheet, name, text) for name, text in zip(COLUMNS, row, strict=True)])
    about = book.create_sheet("About")
    for line in _about_rows():
        about.append([guarded(text) for text in line])
    book.save(file)


def _xlsx_cell(sheet: Any, name: str, text: str) -> Any:
    if not text:
        return None
    if name in {"latitude", "longitude"}:
        return float(text)
    return text_cell(sheet, text)


def text_cell(sheet: Any, text: str) -> Any:
    """A cell of a sheet that is text, whatever stands in it: no zero gets lost."""
    cell = WriteOnlyCell(sheet, value=_ILLEGAL_IN_XML.sub("", text))
    cell.number_format = "@"
    return cell


def _about_rows() -> Iterable[list[str]]:
    yield ["Column", "What goes in", "A new store needs it"]
    for name, meaning in MEANINGS.items():
        yield [name, meaning, "yes" if name in REQUIRED else ""]
    yield ["Services", "|".join(Service.values)]
    yield ["Languages", "|".join(Language.values)]
    yield ["Time zones", "|".join(zone for zone, _label in TIME_ZONES)]
