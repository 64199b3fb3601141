"""What the JSON contract nests: weeks, exceptions and promo lines, from JSON to values of a store. Pure."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.core.exceptions import ValidationError

from stores.banners.linked import LONGEST, with_label
from stores.choices import BannerStyle
from stores.hours.engine.rows import DAY, MAX_SLOTS, DatedHours, Span, TimeRange, find_conflicts
from stores.hours.engine.words import twenty_four
from stores.hours.written.times import SlotRefused, Times, apart, slot_between
from stores.hours.written.weeks import closing_text, osm_day, osm_week, read_day, read_week
from stores.importing.cells.contacts import phone, web_address
from stores.importing.cells.dated_text import begins_with_a_date, dated_hours_in
from stores.importing.columns import COUNTERS, DAYS
from stores.languages import language_names, name_of_language, own_language
from stores.readings import Reading, Refused
from stores.tokens.syntax import store_token_names, tokens_text, validate_store_tokens
from stores.validators import validate_site_path

SPECIAL = "Special hours"
NOT_NAMED = "Weekdays are not named"


@dataclass(frozen=True, slots=True)
class ExceptionValue:
    """Hours of some dates; `counter` empty: all, `spans` empty: closed, `last` empty: until further notice."""

    first: date
    last: date | None
    counter: str
    label: str
    spans: tuple[Span, ...]

    def __str__(self) -> str:
        dates = f"{self.first} to {self.last or 'further notice'}" if self.first != self.last else f"{self.first}"
        return f"{dates} {self.counter or 'all departments'} “{self.label}” {osm_day(self.spans)}"

    def order(self) -> tuple[date, str, str, date]:
        return self.first, self.counter, self.label, self.last or date.max

    def as_dated_hours(self) -> DatedHours:
        ranges = tuple(TimeRange(_time(span.start), _time(span.end)) for span in self.spans)
        return DatedHours(self.first, self.last, self.label, ranges, self.counter or None)


@dataclass(frozen=True, slots=True)
class BannerValue:
    """A promo line. `link` is a web address, `tel:`, a path on the store's own site, or `page:` and a page's path.

    `language`: its code; empty for the network's own.
    """

    text: str
    style: str
    link: str
    label: str
    show_from: date | None
    show_until: date | None
    language: str = ""

    def __str__(self) -> str:
        spoken = f", in {name_of_language(self.language)}" if self.language else ""
        link = f" ({self.label}: {self.link})" if self.link else ""
        return f"“{self.text}”{link} {self.show_from or 'now'} to {self.show_until or 'no end'}{spoken}"


def _time(minute: int) -> time:
    return time(minute % DAY // 60, minute % 60)


def week(value: Any, *, blank_days_closed: bool = False) -> Reading:
    """`{"mon": [["09:00", "19:00"]], …}` or text as a table has it. All seven weekdays are wanted.

    `blank_days_closed`: one that is not named is closed.
    """
    if isinstance(value, str):
        return read_week(value)
    if value is None:
        return Reading(None)
    if not isinstance(value, Mapping):
        raise Refused('Give weekdays with their slots: {"mon": [["09:00", "19:00"]], …}.')
    unknown = [name for name in value if name not in DAYS]
    if unknown:
        raise Refused(f"'{unknown[0]}' is no weekday. Known: {', '.join(DAYS)}.")
    reasons: list[str] = []
    if missing := [name for name in DAYS if name not in value]:
        if not blank_days_closed:
            message = f"{NOT_NAMED}: {', '.join(missing)}. Give their slots, or [] for closed."
            raise Refused(message)
        reasons.append(f"weekdays that are not named are closed, as was answered: {', '.join(missing)}")
    days: list[tuple[Span, ...]] = []
    for name in DAYS:
        reading = _day_named(name, value.get(name, []))
        days.append(reading.value)
        reasons.extend(f"{name}: {reason}" for reason in reading.notes)
    if not any(days):
        raise Refused("Closed on every day can't be told from unknown: give null for unknown hours.")
    return Reading(tuple(days), osm_week(days), tuple(reasons))


def _day_named(name: str, value: Any) -> Reading:
    try:
        return _day_spans(value)
    except Refused as refused:
        # What is suggested is one day's, and no whole value to paste.
        likely = f" Did you mean '{refused.suggestion}'?" if refused.suggestion else ""
        raise Refused(f"{name}: {refused.message}{likely}") from None


def _day_spans(value: Any) -> Reading:
    if value is None:
        return Reading((), "closed", ("null stands for closed",))
    if isinstance(value, str):
        return read_day(value)
    spans, reasons = slots(value)
    return Reading(spans, osm_day(spans), reasons)


def slots(value: Any) -> tuple[tuple[Span, ...], tuple[str, ...]]:
    """Spans of `[["09:00", "13:00"], ["14:00", "18:00"]]`, and what was read in our own way."""
    if not isinstance(value, list):
        raise Refused('Give a list of slots, such as [["09:00", "19:00"]]; [] is closed.')
    if len(value) > MAX_SLOTS:
        raise Refused(f"At most {MAX_SLOTS} slots a day.")
    found = [_slot_times(slot) for slot in value]
    return apart(times.span for times in found), tuple(times.why for times in found if times.why)


def _slot_times(slot: Any) -> Times:
    if not (isinstance(slot, list) and len(slot) == 2 and all(isinstance(part, str) for part in slot)):
        raise Refused(f'{json.dumps(slot, default=str)} is no slot: write ["09:00", "19:00"].')
    opens, closes = (_minute(part) for part in slot)
    if opens >= DAY:
        raise Refused("A slot can't begin at 24:00.")
    try:
        return slot_between(opens, closes)
    except SlotRefused as refused:
        likely = f' Did you mean ["{twenty_four(opens)}", "{closing_text(refused.likely)}"]?' if refused.likely else ""
        raise Refused(f"{json.dumps(slot)}: {refused.message}{likely}") from None


def _minute(text: str) -> int:
    """Of a time in 24 hours; up to 48:00, which is how a closing on the next day can be written."""
    match = re.fullmatch(r"([0-3]\d|4[0-7]):([0-5]\d)(?::00)?|(48):(00)", text.strip())
    if match is None:
        raise Refused(f"'{text}' is no time: write 09:00, and 24:00 for the end of a day.")
    hour, minute = (match.group(1) or match.group(3)), (match.group(2) or match.group(4))
    return int(hour) * 60 + int(minute)


def _json_list(value: Any, what: str) -> list[Any]:
    """A JSON list, out of a cell's text where it comes from a table."""
    if isinstance(value, str):
        try:
            value = json.loads(value) if value.strip() else []
        except (ValueError, RecursionError):
            raise Refused(f"Give a JSON list of {what}, as in the import contract.") from None
        if value is None:
            raise Refused(f"Give a list of {what}; to empty it, leave the cell empty or write [].")
    if value is None:
        return []
    if not isinstance(value, list):
        raise Refused(f"Give a list of {what}.")
    return value


def _checked_object(item: Any, known: Iterable[str], required: Iterable[str]) -> Mapping[str, Any]:
    if not isinstance(item, Mapping):
        raise Refused(f"Give an object with {', '.join(known)}.")
    if unknown := [name for name in item if name not in known]:
        raise Refused(f"'{unknown[0]}' is unknown. Known: {', '.join(known)}.")
    if missing := [name for name in required if name not in item]:
        raise Refused(f"'{missing[0]}' is missing.")
    return item


def _date(value: Any, name: str) -> date | None:
    if value in (None, ""):
        return None
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)):
            raise ValueError
        return date.fromisoformat(str(value))
    except ValueError:
        raise Refused(f"'{name}' is no date: write 2026-12-24.") from None


def exceptions(value: Any) -> Reading:
    """Dated hours: the contract's list, or text such as `2026-12-24: 09:00-13:00, 2026-12-25: x` for all counters."""
    reasons: tuple[str, ...] = ()
    if isinstance(value, str) and begins_with_a_date(value):
        dated, own = dated_hours_in(value)
        found = [ExceptionValue(item.first, item.last, "", SPECIAL, item.spans) for item in dated]
        reasons = (*own, f"dates without a label are called “{SPECIAL}”")
    else:
        found = [_exception_value(item) for item in _json_list(value, "exceptions")]
    if conflicts := find_conflicts(item.as_dated_hours() for item in found):
        raise Refused(str(conflicts[0]))
    values = tuple(sorted(found, key=ExceptionValue.order))
    return Reading(values, "; ".join(map(str, values)), tuple(dict.fromkeys(reasons)))


def _exception_value(item: Any) -> ExceptionValue:
    fields = _checked_object(item, ("counter", "from", "to", "label", "slots"), ("from", "to", "label", "slots"))
    counter = fields.get("counter") or ""
    if counter and counter not in COUNTERS:
        raise Refused(f"'{counter}' is no department. Known: {', '.join(COUNTERS)}.")
    first, last = _date(fields["from"], "from"), _date(fields["to"], "to")
    if first is None:
        raise Refused("'from' is missing.")
    if last is not None and last < first:
        raise Refused(f"The last day, {last}, is before the first, {first}.")
    label = str(fields["label"] or "").strip()
    if not 1 <= len(label) <= 80:
        raise Refused("Give a 'label' of at most 80 characters, such as Christmas Day.")
    return ExceptionValue(first, last, counter, label, slots(fields["slots"])[0])


def banners(value: Any) -> Reading:
    """The contract's list of promo lines, in order."""
    notes: list[str] = []
    found = tuple(_banner_value(item, notes) for item in _json_list(value, "promo lines"))
    return Reading(found, "", tuple(dict.fromkeys(notes)))


def _banner_value(item: Any, notes: list[str]) -> BannerValue:
    fields = _checked_object(item, ("text", "style", "link", "from", "until", "language"), ("text",))
    text = str(fields["text"] or "").strip()
    if not 1 <= len(text) <= LONGEST:
        raise Refused(f"A promo line has 1 to {LONGEST} characters.")
    try:
        validate_store_tokens(text)
    except ValidationError as error:
        raise Refused(f"{error.messages[0]} Known: {tokens_text(store_token_names())}.") from None
    style = fields.get("style") or BannerStyle.INFO.value
    styles = BannerStyle.values
    if style not in styles:
        raise Refused(f"'{style}' is no style. Known: {', '.join(styles)}.")
    link, label = _link_and_label(fields.get("link"))
    if label and label not in text:
        text = with_label(text, label)
        if len(text) > LONGEST:
            raise Refused(f"With the words of its link, “{label}”, the promo line has more than {LONGEST} characters.")
        notes.append(f"“{label}” was not in the promo line: it stands behind it now, and is its link")
    if link and not label:
        label = text
    show_from, show_until = _date(fields.get("from"), "from"), _date(fields.get("until"), "until")
    if show_from and show_until and show_until < show_from:
        raise Refused(f"The last day, {show_until}, is before the first, {show_from}.")
    return BannerValue(text, style, link, label, show_from, show_until, _language(fields.get("language")))


def _language(value: Any) -> str:
    """Empty for the network's own, which is also what silence stands for."""
    code = str(value or own_language())
    if code not in language_names():
        raise Refused(f"'{code}' is no language that texts may be in. Known: {', '.join(language_names())}.")
    return "" if code == own_language() else code


def _link_and_label(value: Any) -> tuple[str, str]:
    if value is None:
        return "", ""
    fields = _checked_object(value, ("url", "page", "label"), ())
    url, page, label = (str(fields.get(name) or "").strip() for name in ("url", "page", "label"))
    if len(label) > LONGEST:
        raise Refused("'label' is a part of the promo line that is its link; empty: the whole line.")
    if bool(url) == bool(page):
        raise Refused("A link has a 'url' (a web address, tel: or a path) or a 'page' of the store.")
    path = page or url
    if path.startswith("/"):
        try:
            validate_site_path(path)
        except ValidationError as error:
            raise Refused(error.messages[0]) from None
        return (f"page:{path}" if page else path), label
    if page:
        raise Refused("'page' is the path of a page of the store, such as /about-us/.")
    if url.startswith("tel:"):
        number = phone(url).value
        if number is None:
            raise Refused("This is no phone number.")
        return f"tel:{number}", label
    return web_address(url).value, label
