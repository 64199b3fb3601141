"""A store's holidays and special days as a calendar (RFC 5545)."""

from collections.abc import Iterator
from datetime import UTC, date, timedelta
from typing import Any

from django.http import HttpResponse

from api.hosts import HostedRequest
from api.serializers.shown import Shown
from api.serializers.store_answers import store_answer
from frontend_templates.machines import for_machines
from frontend_templates.templatetags.storefront import counter_label, slots_words
from stores.wording import _, phrase

CALENDAR = "text/calendar; charset=utf-8"
OCTETS = 74
"""Of a line, before its end; longer ones are folded."""


@for_machines
def calendar(request: HostedRequest, shown: Shown) -> HttpResponse:
    """Each day as an event of a whole day, with the hours of each department."""
    store = store_answer(shown)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Mortar//Special days//EN",
        f"X-WR-CALNAME:{_text(store['name'])}",
        *(line for day in store["special_days"] for line in _event(day, store, shown)),
        "END:VCALENDAR",
    ]
    body = "".join(f"{_folded(line)}\r\n" for line in lines)
    return HttpResponse(body, content_type=CALENDAR)


def _event(day: dict[str, Any], store: dict[str, Any], shown: Shown) -> Iterator[str]:
    on = date.fromisoformat(day["date"])
    changed = (shown.store.last_published_at or shown.at).astimezone(UTC)
    hours = [f"{counter_label(counter)}: {slots_words(slots)}" for counter, slots in day["hours"].items()]
    words = phrase(_("Open as usual")) if day["is_as_usual"] else ", ".join(hours)
    yield "BEGIN:VEVENT"
    yield f"UID:{day['date']}@{shown.store.site.hostname}"
    yield f"DTSTAMP:{changed:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(': '.join(filter(None, [store['name'], phrase(day['label'] or '')])))}"
    yield f"DESCRIPTION:{_text(words)}"
    yield f"LOCATION:{_text(store['address']['one_line'])}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(text: str) -> str:
    """Text with what means something else written so that it doesn't."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> str:
    """At most 75 octets in a line, never within a character."""
    parts, part = [], ""
    for character in line:
        if len((part + character).encode()) > OCTETS:
            parts.append(part)
            part = ""
        part += character
    return "\r\n ".join([*parts, part])
