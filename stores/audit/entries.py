"""Which log entries are about what is live, what each is about, and how it is said.

Packages above this one add theirs by `register_entry` when they are ready.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from stores.access.display_names import short_name
from stores.audience.history import ACTION as FOLLOW
from stores.audience.history import moves_in_words
from stores.audit.kinds import Kind
from stores.audit.words import NOTHING, Words, dated_hours_text, words_of_changes
from stores.hours.date_words import counter_name
from stores.hours.engine.words import clock_text
from stores.removal.losses import ACTION as TAKE_AWAY
from stores.removal.losses import removal_text

PUBLISH, UNPUBLISH, DELETE = "wagtail.publish", "wagtail.unpublish", "wagtail.delete"

Say = Callable[[str, Mapping[str, Any]], list[Words]]
"""Turns an entry's label (what the page was called) and its data into words."""


@dataclass(frozen=True, slots=True)
class EntryType:
    """An action of the log that is shown: of which kind it is, and how it is put into words.

    `is_summed`: a line about a store that the network's history leaves out, since it has one for all stores.
    """

    action: str
    kind: Kind
    say: Say
    is_summed: bool = False


_types: dict[str, EntryType] = {}


def register_entry(action: str, kind: Kind, say: Say, *, is_summed: bool = False) -> None:
    """Show entries of this action as changes of this kind."""
    _types[action] = EntryType(action, kind, say, is_summed)


def is_shown(action: str) -> bool:
    """Whether entries of this action say what is live."""
    return action in _types


def actions_of(kind: str = "", *, of_network: bool = False) -> list[str]:
    """The actions of a kind, or of all; `of_network`: of those about pages, what the network's history shows."""
    found = (each for each in _types.values() if not kind or each.kind == kind)
    return [each.action for each in found if not (of_network and each.is_summed)]


def type_of(action: str) -> EntryType:
    """How an action is shown; KeyError for one that is not."""
    return _types[action]


def value_text(value: Any) -> str:
    """A value of a log entry in words."""
    if isinstance(value, Mapping):
        return (
            ", ".join(f"{str(name).replace('_', ' ')} {value_text(each)}" for name, each in value.items()) or NOTHING
        )
    if isinstance(value, list):
        return ", ".join(map(value_text, value)) or NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    return NOTHING if value in (None, "") else str(value)


def per_field(label: str, data: Mapping[str, Any]) -> list[Words]:
    """One change for each of the fields that `old` and `new` say."""
    old, new = data.get("old") or {}, data.get("new") or {}
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    return [Words(_registration_label(name), value_text(old.get(name)), value_text(new.get(name))) for name in names]


REGISTRATION_LABELS = {
    "npi": "NPI",
    "ncpdp": "NCPDP id",
    "license_number": "State license number",
    "pharmacist_license": "License number of the pharmacist in charge",
}


def _registration_label(name: str) -> str:
    return REGISTRATION_LABELS.get(name) or name.replace("_", " ").capitalize()


def _published_page(label: str, data: Mapping[str, Any]) -> list[Words]:
    if "changes" in data:
        return words_of_changes(data["changes"]) or [Words("Published without a change")]
    return [Words(f"Published “{label}”")]


def _unpublished_page(label: str, data: Mapping[str, Any]) -> list[Words]:
    return [Words(f"Took “{label}” off the site")]


def _removed_page(label: str, data: Mapping[str, Any]) -> list[Words]:
    return [Words(f"Deleted “{data.get('page', '')}” ({data.get('kind', 'page')})")]


def _dated_hours(label: str, data: Mapping[str, Any]) -> list[Words]:
    return [Words("Hours on some days", dated_hours_text(data.get("old")), dated_hours_text(data.get("new")))]


def _imported_dates(label: str, data: Mapping[str, Any]) -> list[Words]:
    gone = [Words("Hours on some days", dated_hours_text(row), NOTHING) for row in data.get("old") or []]
    return gone + [Words("Hours on some days", NOTHING, dated_hours_text(row)) for row in data.get("new") or []]


def _confirmed_holiday(label: str, data: Mapping[str, Any]) -> list[Words]:
    counter = f", {counter_name(data['counter'])}" if data.get("counter") else ""
    return [Words(f"Confirmed “{data.get('label', '')}” ({data.get('days', '')}{counter}): {data.get('hours', '')}")]


def _taken_back_holiday(label: str, data: Mapping[str, Any]) -> list[Words]:
    return [Words(f"Took back the confirmation of “{data.get('label', '')}” ({data.get('days', '')})")]


def _today_change(label: str, data: Mapping[str, Any]) -> list[Words]:
    return [Words(f"On {data.get('on', '')} only", today_text(data.get("old")), today_text(data.get("new")))]


def today_text(values: Mapping[str, Any] | None) -> str:
    """A change of one day as the log keeps it: `closes 3:00pm`, or `as usual`."""
    if not values:
        return "as usual"
    if values.get("is_closed"):
        return "closed"
    parts = [
        f"{verb} {clock_text(time.fromisoformat(values[name]))}"
        for verb, name in (("opens", "opens_at"), ("closes", "closes_at"))
        if values.get(name)
    ]
    return ", ".join(parts) + (" after midnight" if values.get("closes_next_day") else "") or "as usual"


def _hidden_banner(label: str, data: Mapping[str, Any]) -> list[Words]:
    old, new = (("hidden" if (data.get(which) or {}).get("is_hidden") else "shown") for which in ("old", "new"))
    return [Words(f"The network's line “{data.get('text', '')}”", old, new)]


def _changed_host(label: str, data: Mapping[str, Any]) -> list[Words]:
    return [Words("Host", value_text(data.get("old")), value_text(data.get("new")))]


def _released_host(label: str, data: Mapping[str, Any]) -> list[Words]:
    return [Words("Former host", value_text(data.get("old")), "released")]


def _closed_store(label: str, data: Mapping[str, Any]) -> list[Words]:
    keeper = data.get("prescriptions_at")
    return [Words("Closed for good"), *([Words("Prescriptions at", NOTHING, keeper)] if keeper else [])]


def _taken_away(label: str, data: Mapping[str, Any]) -> list[Words]:
    return [Words(removal_text(data))]


def _followed(label: str, data: Mapping[str, Any]) -> list[Words]:
    return [Words(text) for text in moves_in_words(data)]


def _appointment(text: str) -> Say:
    return lambda label, data: [Words(f"{text}: {short_name(str(data.get('user', '')))}")]


for _action, _kind, _say in (
    (PUBLISH, Kind.PAGES, _published_page),
    (UNPUBLISH, Kind.PAGES, _unpublished_page),
    ("stores.remove_page", Kind.PAGES, _removed_page),
    ("stores.change_today", Kind.DATES, _today_change),
    ("stores.add_dated_hours", Kind.DATES, _dated_hours),
    ("stores.change_dated_hours", Kind.DATES, _dated_hours),
    ("stores.remove_dated_hours", Kind.DATES, _dated_hours),
    ("stores.import_dates", Kind.DATES, _imported_dates),
    ("stores.confirm_holiday", Kind.DATES, _confirmed_holiday),
    ("stores.take_back_holiday", Kind.DATES, _taken_back_holiday),
    ("stores.hide_banner", Kind.BANNERS, _hidden_banner),
    ("stores.show_banner", Kind.BANNERS, _hidden_banner),
    ("stores.change_registration", Kind.REGISTRATION, per_field),
    ("stores.change_host", Kind.REGISTRATION, _changed_host),
    ("stores.release_host", Kind.REGISTRATION, _released_host),
    (TAKE_AWAY, Kind.NETWORK, _taken_away),
    ("stores.close", Kind.REGISTRATION, _closed_store),
    ("stores.appoint_owner", Kind.PEOPLE, _appointment("Appointed as owner")),
    ("stores.appoint_staff", Kind.PEOPLE, _appointment("Appointed as staff")),
    ("stores.dismiss_owner", Kind.PEOPLE, _appointment("Dismissed")),
):
    register_entry(_action, _kind, _say)
register_entry(FOLLOW, Kind.REGISTRATION, _followed, is_summed=True)
