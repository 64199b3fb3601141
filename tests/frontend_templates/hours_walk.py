"""What each surface says of a store's hours at a moment, read back from the page as a patient or a robot does."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bs4 import BeautifulSoup, Tag
from django.template.loader import render_to_string
from opening_hours import OpeningHours, State

from api.serializers.hours import StoreHours
from api.serializers.shown import Shown
from api.serializers.stores import store_data
from api.site.metadata import metadata_of
from api.site.pages import PageData
from frontend_templates.clock import clock_of
from stores.choices import Counter
from stores.hours.schedules import DatedHoursBook
from stores.models import StorePage

DAY = 24 * 60
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NAMES = {counter.label: counter.value for counter in Counter}
OSM_STATES = {State.OPEN: "open", State.CLOSED: "closed", State.UNKNOWN: "unknown"}
Spans = list[tuple[int, int]]
"""Minutes after the midnight that begins a date; past 1440 for the night."""


@dataclass(slots=True)
class Tally:
    """What a walk looked at, and what differed."""

    stores: int = 0
    moments: int = 0
    counters: int = 0
    answers: int = 0
    differences: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.stores} stores, {self.moments} moments, {self.counters} counters at moments, "
            f"{self.answers} answers compared, {len(self.differences)} differences"
        )


def walk(store: StorePage, book: DatedHoursBook, moments: Iterable[datetime], tally: Tally) -> None:
    """Compare the surfaces of one store at each moment."""
    tally.stores += 1
    for at in moments:
        tally.moments += 1
        shown = Shown(store, at, {}, StoreHours.of(store, book))
        answer = store_data(shown)
        said = list(_surfaces(shown, answer))
        for counter, hours in answer["hours"].items():
            tally.counters += 1
            status = hours["status"]
            for surface, states in said:
                tally.answers += 1
                if counter not in states or states[counter] != status["state"]:
                    where = f"{store.slug} {at.isoformat()} {counter}"
                    tally.differences.append(f"{where}: API {status['state']}, {surface} {states.get(counter)}")
        tally.differences += [f"{store.slug} {at.isoformat()}: {line}" for line in _wrong(shown, answer, said)]


def _surfaces(shown: Shown, answer: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
    """Name of each surface, and the state that it tells of each counter."""
    local = shown.at.astimezone(shown.store.zone)
    metadata = metadata_of(PageData({"type": "home", "title": shown.store.title}, "/"), dict(answer), shown)
    page = {"type": "home", "title": shown.store.title, "articles": []}
    context = {"store": answer, "page": page, "metadata": metadata, "banners": [], "navigation": [], "path": "/"}
    for template in ("home", "404"):
        html = BeautifulSoup(
            render_to_string(f"frontend_templates/{template}.html", {**context, **clock_of(shown)}), "html.parser"
        )
        place = "table" if template == "home" else "sidebar"
        yield f"header of {template}", header_states(html, answer["hours"])
        yield f"captions of the {place}", dict(caption_states(html))
        yield f"rows of the {place}", dict(row_states(html, local, answer["hours"]))
    documents = [json.loads(tag.text) for tag in html.select('script[type="application/ld+json"]')]
    yield "JSON-LD", dict(json_ld_states(documents[0], local, answer["hours"]))
    if not is_clock_change(local):
        yield "OSM", {counter: osm_state(hours["osm"], local) for counter, hours in answer["hours"].items()}


def _wrong(shown: Shown, answer: Mapping[str, Any], said: list[tuple[str, dict[str, str]]]) -> Iterator[str]:
    """What is false though all surfaces agree: something open behind a closed door, another counter that leads."""
    hours = answer["hours"]
    door = hours.get("store", {}).get("status", {}).get("state")
    for counter, each in hours.items():
        is_open = each["status"]["state"] == "open"
        if each["door"] == "store" and is_open and door == "closed":
            yield f"{counter} is open behind a closed door"
    leading = "pharmacy" if "pharmacy" in hours else next(iter(hours), None)
    status = answer["status"]
    if status["counter"] != leading:
        yield f"{status['counter']} leads, not {leading}"
    if leading is not None:
        own = hours[leading]["status"]
        if [status[name] for name in ("state", "until", "reason")] != [
            own[name] for name in ("state", "until", "reason")
        ]:
            yield f"the store's status is not that of {leading}"
        if not status["text"].startswith(Counter(leading).label):
            yield f"the store's status names nobody: {status['text']}"


def is_clock_change(local: datetime) -> bool:
    """Whether opening-hours-py has another rule for this hour: the nights on which the clock changes."""
    midnight = datetime.combine(local.date(), time(), local.tzinfo)
    return local.hour < 4 and midnight.utcoffset() != (midnight + timedelta(days=1)).utcoffset()


def header_states(html: BeautifulSoup, hours: Mapping[str, Any]) -> dict[str, str]:
    """The state of each counter that the header names. Those whose hours are unknown are named nowhere in it."""
    found = {counter: "unknown" for counter, each in hours.items() if each["status"]["state"] == "unknown"}
    is_told_open = False
    for line in html.select(".now-status .status"):
        words = line.text.strip()
        verb = next(verb for verb in (" open ", " closed", " until ") if verb in words)
        if verb == " until ":
            assert is_told_open, words
        is_told_open = verb != " closed"
        state = "open" if is_told_open else "closed"
        assert f"status-{state}" in line["class"], words
        for name in words.partition(verb)[0].replace(" and ", ", ").split(", "):
            found[NAMES[name[:1].upper() + name[1:]]] = state
        _check_words(words, found, hours)
    return found


def _check_words(words: str, found: Mapping[str, str], hours: Mapping[str, Any]) -> None:
    """The line ends with what the API says of its counters."""
    ends = {each["status"]["text"].removeprefix("Open ").removeprefix("Closed") for each in hours.values()}
    assert any(words.endswith(end) for end in ends), (words, ends)


def caption_states(html: BeautifulSoup) -> Iterator[tuple[str, str]]:
    for counter in html.select(".hours .counter"):
        # A counter of which nothing is known but a change of today has no table.
        caption = counter.select_one("caption, .counter-name")
        assert caption is not None
        words = caption.find(string=True, recursive=False)
        status = caption.select_one(".status")
        yield NAMES[str(words).strip()], str(status["class"][-1]).removeprefix("status-") if status else "unknown"


def row_states(html: BeautifulSoup, local: datetime, hours: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What the rows of the tables say of the moment: the week, and below it the dates that differ."""
    for table in html.select(".hours table"):
        caption = table.select_one("caption")
        assert caption is not None
        counter = NAMES[str(caption.find(string=True, recursive=False)).strip()]
        rows = table.select("tbody:not(.special-days) tr")
        week = _week(rows)
        dates = {str(row.select_one("time")["datetime"]): row for row in table.select(".special-day")}  # type: ignore[index]
        plan = {day: _spans(row) for day, row in dates.items()}
        if week is None:
            # "Please call us": the rows say nothing of what nobody knows.
            yield counter, hours[counter]["status"]["state"]
            continue
        yield counter, state_at(local, lambda day: plan.get(day.isoformat(), week[day.weekday()]))  # noqa: B023
    for name in html.select(".hours .counter:not(:has(table)) .counter-name"):
        counter = NAMES[str(name.find(string=True, recursive=False)).strip()]
        yield counter, hours[counter]["status"]["state"]  # no rows


def _week(rows: Sequence[Tag]) -> list[Spans] | None:
    week: list[Spans] = [[] for _day in DAYS]
    for row in rows:
        heading = row.select_one("th")
        assert heading is not None
        if heading.text == "Regular hours":
            return None
        first, _to, last = heading.text.partition(" to ")
        for index in range(DAYS.index(first), DAYS.index(last or first) + 1):
            week[index] = _spans(row)
    return week


def _spans(row: Tag) -> Spans:
    spans = []
    for slot in row.select(".slot"):
        if slot.text == "Open 24 hours":
            spans.append((0, DAY))
            continue
        start, end = (_minute(text) for text in slot.text.split(" to "))
        spans.append((start, end if end > start else end + DAY))
    return spans


def _minute(text: str) -> int:
    if text in {"noon", "midnight"}:
        return 12 * 60 if text == "noon" else 0
    hour, minute = text[:-2].split(":")
    return int(hour) % 12 * 60 + int(minute) + 12 * 60 * text.endswith("pm")


def state_at(local: datetime, spans_of: Any) -> str:
    """Open or closed by the spans of a date and of the date before it, at a moment.

    As the product has it: a time means the first moment at which the clock shows it, or a later time.
    """
    zone = local.tzinfo
    assert isinstance(zone, ZoneInfo)
    for day in (local.date() - timedelta(days=1), local.date()):
        for start, end in spans_of(day):
            if _reached(local, day, start) and not _reached(local, day, end):
                return "open"
    return "closed"


def _reached(local: datetime, day: date, minute: int) -> bool:
    """Whether the clock has shown the wall time, or a later one, by then: in the second hour of autumn it has."""
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    naive = local.replace(tzinfo=None, fold=0)
    if local.fold:
        hour = timedelta(hours=1)
        naive = max(naive, (naive.replace(minute=0, second=0, microsecond=0) + hour) - timedelta(microseconds=1))
    return naive >= wall


def json_ld_states(
    document: Mapping[str, Any], local: datetime, hours: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    """What a robot makes of the specifications: those of a date replace those of its weekday."""
    root = "store" if "store" in hours else "pharmacy" if "pharmacy" in hours else next(iter(hours), "")
    departments = {each["@id"].rpartition("#counter-")[2]: each for each in document.get("department", ())}
    for counter, each in hours.items():
        place = document if counter == root else departments[counter]
        regular = place.get("openingHoursSpecification", [])
        special = place.get("specialOpeningHoursSpecification", [])
        if not each["known"]:
            yield counter, each["status"]["state"]  # nothing is said of regular hours that nobody knows
            continue

        def spans_of(day: date, regular: Any = regular, special: Any = special) -> Spans:
            own = [entry for entry in special if entry["validFrom"] == day.isoformat()]
            entries = own or [entry for entry in regular if DAYS[day.weekday()] in entry["dayOfWeek"]]
            return [span for entry in entries for span in _specified(entry)]

        yield counter, state_at(local, spans_of)


def _specified(entry: Mapping[str, Any]) -> Spans:
    start, end = (int(entry[name][:2]) * 60 + int(entry[name][3:]) for name in ("opens", "closes"))
    if start == end:
        return []
    end = end if end > start else end + DAY
    return [(start, end + 1 if (end + 1 - start) % DAY == 0 else end)]


def osm_state(text: str, local: datetime) -> str:
    zone = local.tzinfo
    assert isinstance(zone, ZoneInfo)
    return OSM_STATES[OpeningHours(text, timezone=zone).state(local)[0]]
