"""Tags and filters that turn the values of `storefront/` into words on a page.

Every filter answers "" (or nothing at all) to a missing value, so that templates stay free of guards.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.template.context import Context
from django.utils.dateformat import format as format_date
from django.utils.safestring import SafeString, mark_safe

from cms.articles.duties import Duty
from stores.choices import Counter
from stores.hours.engine.words import clock_text
from stores.hours.surfaces import joined
from stores.wording import _, phrase

BLOCK_TYPES = frozenset(
    {
        "callout",
        "heading",
        "image",
        "key_points",
        "language_help",
        "paragraph",
        "question",
        "quote",
        "references",
        "table",
        "video",
    }
)
DUTY_CONTACTS: Mapping[str, str] = {
    Duty.NONDISCRIMINATION: _("If you were treated unfairly"),
    Duty.ACCESSIBILITY: _("Tell us what you can't use"),
}
COUNTER_NAMES = {value: str(label) for value, label in Counter.choices}
LINK_NAMES = {
    "refill": _("Refill a prescription"),
    "transfer": _("Transfer a prescription"),
    "vaccination": _("Book a vaccination"),
    "app": _("Our app"),
    "facebook": _("Find us on Facebook"),
    "instagram": _("Find us on Instagram"),
}
SHARE_NAMES = {"email": _("Email"), "sms": _("Text message"), "linkedin": "LinkedIn", "whatsapp": "WhatsApp"}
CALLOUT_NAMES = {
    "warning": _("Warning"),
    "tip": _("Tip"),
    "info": _("Good to know"),
    "ask": _("Ask us"),
    "soon": _("Get care today"),
    "emergency": _("Call 911"),
}
DEEPEST_HEADING = 6
FEWEST_HEADINGS = 3
FOCAL_STEPS = 10

# What a browser could take for markup inside a script element, as JSON escapes.
SCRIPT_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}

register = template.Library()


@dataclass(frozen=True)
class DayRun:
    """Neighboring weekdays with the same slots, such as Monday to Friday; `last` is None for a single day."""

    first: str
    last: str | None
    slots: list[dict[str, str]]


@register.simple_tag
def json_ld(documents: Iterable[Mapping[str, Any]] | None) -> SafeString:
    """Each document as a JSON-LD data block. No value can end the script element or start another."""
    blocks = []
    for document in documents or []:
        text = json.dumps(document, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))
        blocks.append(f'<script type="application/ld+json">{text.translate(SCRIPT_ESCAPES)}</script>')
    return mark_safe("\n".join(blocks))  # noqa: S308  (every "<", ">" and "&" in it is escaped)


@register.simple_tag(takes_context=True)
def body_block(context: Context, block: Mapping[str, Any]) -> str:
    """One block of a body, rendered by `blocks/<type>.html` with `block` and its `value`; "" for an unknown type."""
    if block.get("type") not in BLOCK_TYPES or context.template is None:
        return ""
    found = context.template.engine.get_template(f"frontend_templates/blocks/{block['type']}.html")
    with context.push(block=block, value=block["value"]):
        return found.render(context)


@register.filter
def outlined(body: Iterable[Mapping[str, Any]] | None) -> list[dict[str, Any]]:
    """The blocks, each with the heading `level` that it takes on the page.

    No level is skipped, whatever the editor chose: a heading goes at most one deeper than the heading
    before it, and the title of a question or of key points one below the heading that it stands under.
    References close the page and take level 2. The page's own title is level 1.
    """
    blocks = []
    current = 1
    for block in body or []:
        if block["type"] == "heading":
            current = max(2, min(int(block["value"]["level"]), current + 1, DEEPEST_HEADING))
            level = current
        else:
            level = 2 if block["type"] == "references" else min(current + 1, DEEPEST_HEADING)
        blocks.append({**block, "level": level})
    return blocks


@register.filter
def contents(blocks: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The headings that a list of contents leads to: none where the page has fewer than three."""
    headings = [block for block in blocks if block["type"] == "heading" and block["value"]["anchor"]]
    return headings if len(headings) >= FEWEST_HEADINGS else []


@register.filter
def around_key_points(blocks: Iterable[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    """The blocks up to the first key points, and those `after`; all are after where there are no key points."""
    every = list(blocks)
    places = [place for place, block in enumerate(every, 1) if block["type"] == "key_points"]
    end = places[0] if places else 0
    return {"before": every[:end], "after": every[end:]}


@register.filter
def long_date(value: str | date | None) -> str:
    """`2025-08-08`, or the date of an ISO 8601 moment, as "August 8, 2025"."""
    return _dated(value, phrase(_("F j, Y")))


@register.filter
def weekday_date(value: str | date | None) -> str:
    """`2026-12-24` as "Thu, Dec 24"."""
    return _dated(value, phrase(_("D, M j")))


def _dated(value: str | date | None, pattern: str) -> str:
    if not value:
        return ""
    day = value if isinstance(value, date) else date.fromisoformat(value[:10])
    return format_date(day, pattern)


@register.filter
def time_of_day(value: str | None) -> str:
    """`09:00` as "9:00am"; 12:00 is "noon", 00:00 and 24:00 are "midnight"."""
    if not value:
        return ""
    return clock_text(time.min if value == "24:00" else time.fromisoformat(value))


@register.filter
def moment_words(value: str | None) -> str:
    """`2026-12-24T18:05:00-05:00` as "Thursday, December 24, 2026, 6:05pm", on its own clock."""
    if not value:
        return ""
    at = datetime.fromisoformat(value)
    return f"{format_date(at, phrase(_('l, F j, Y')))}, {time_of_day(f'{at:%H:%M}')}"


@register.filter
def slots_words(slots: Iterable[Mapping[str, str]]) -> str:
    """A date's slots in a sentence: "10:00am to 2:00pm", "open 24 hours", "closed"."""
    words = [phrase(_("open 24 hours")) if is_all_day(slot) else from_to(slot) for slot in slots]
    return ", ".join(words) or phrase(_("closed"))


@register.filter
def from_to(slot: Mapping[str, str]) -> str:
    """A slot as "10:00am to 2:00pm"."""
    return phrase(_("{opens} to {closes}"), opens=time_of_day(slot["opens"]), closes=time_of_day(slot["closes"]))


@register.filter
def iso_weekday(day: str | None) -> int:
    """1 for the Monday of a date (ISO); 0 without one."""
    return date.fromisoformat(day).isoweekday() if day else 0


@register.filter
def on_date(hours: Mapping[str, Any] | None, day: str | None) -> Mapping[str, Any] | None:
    """A counter's hours of a date (ISO) when they differ from the regular ones."""
    return next((entry for entry in (hours or {}).get("dates", ()) if entry["date"] == day), None)


@register.filter
def of(values: Mapping[str, Any] | None, key: str) -> Any:
    """The value that a mapping has for the key, None without one."""
    return (values or {}).get(key)


@register.filter
def status_words(hours: Mapping[str, Any] | None) -> str:
    """The API's words for the state of a counter; a break at midday is called lunch. "" when the state is unknown."""
    status = (hours or {}).get("status")
    if not status or status["state"] == "unknown":
        return ""
    text: str = status["text"]
    closed, lunch = phrase(_("Closed")), phrase(_("Closed for lunch"))
    return text.replace(closed, lunch, 1) if status["reason"] == "lunch" else text


@register.filter
def is_all_day(slot: Mapping[str, str]) -> bool:
    """Whether the slot is the whole day: `00:00` to `24:00`."""
    return slot["opens"] == "00:00" and slot["closes"] == "24:00"


@register.filter
def day_runs(week: Iterable[Mapping[str, Any]] | None) -> list[DayRun]:
    """The regular week with neighboring days of the same slots put together, in the week's order."""
    runs = []
    for slots, group in groupby(week or [], key=lambda day: day["slots"]):
        days = [day["day"] for day in group]
        runs.append(DayRun(first=days[0], last=days[-1] if len(days) > 1 else None, slots=slots))
    return runs


@register.filter
def leading_hours(store: Mapping[str, Any], todays: Mapping[str, str] | None) -> dict[str, Any]:
    """The hours of the counter whose status leads, with its `name` and its date `today`; both "" without a counter."""
    counter = store["status"]["counter"]
    if counter is None:
        return {"name": "", "today": ""}
    return {**store["hours"][counter], "name": counter_label(counter), "today": of(todays, counter)}


@register.filter
def week_lines(store: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The regular week on one line, with whose it is: of the counter that leads, and of the store itself.

    One line where they are the same; none where they are unknown.
    """
    counters = dict.fromkeys((store["status"]["counter"], "store"))
    weeks: dict[str, list[str]] = {}
    for counter in counters:
        hours = store["hours"].get(counter)
        if hours and hours["known"]:
            weeks.setdefault(hours["summary"], []).append(counter_label(counter))
    return [(joined(names), week) for week, names in weeks.items()]


@register.filter("counter_name")
def counter_label(counter: str) -> str:
    """The display name of a counter: `drive_through` and `drive-through` are "Drive-through"."""
    key = counter.replace("_", "-")
    return phrase(COUNTER_NAMES.get(key, _readable(key)))


@register.filter
def named_links(links: Mapping[str, str | None] | None) -> list[tuple[str, str]]:
    """A store's links that are set, as (name, URL): those that serve a prescription first, unknown ones last."""
    set_links = {key: url for key, url in (links or {}).items() if url}
    keys = [key for key in LINK_NAMES if key in set_links] + [key for key in set_links if key not in LINK_NAMES]
    return [(phrase(LINK_NAMES.get(key, _readable(key))), set_links[key]) for key in keys]


@register.filter
def share_name(network: str) -> str:
    """What a place to share on is called: `email` is "Email", `facebook` is "Facebook"."""
    return phrase(SHARE_NAMES.get(network, _readable(network)))


@register.filter
def duty_contact(kind: str) -> str:
    """The heading above whom to turn to, by the kind of notice."""
    return phrase(DUTY_CONTACTS.get(kind, _("Questions about this notice")))


@register.filter
def callout_name(style: str) -> str:
    """The word above a callout, so that its meaning does not depend on a color."""
    return phrase(CALLOUT_NAMES.get(style, _("Note")))


def _readable(key: str) -> str:
    words = key.replace("_", " ").replace("-", " ")
    return words[:1].upper() + words[1:]


@register.filter
def nav_current(url: str, path: str | None) -> str:
    """The value for `aria-current` of a link: "page" on that page, "true" on a page below it, else ""."""
    target = urlsplit(url).path or "/"
    here = urlsplit(path or "").path
    if here == target:
        return "page"
    return "true" if target != "/" and here.startswith(target.rstrip("/") + "/") else ""


@register.filter
def alerts(banners: Iterable[Mapping[str, Any]] | None) -> list[Mapping[str, Any]]:
    """What stands above everything: promo lines that warn."""
    return [banner for banner in banners or [] if banner["style"] == "alert"]


@register.filter
def promo_lines(banners: Iterable[Mapping[str, Any]] | None) -> list[Mapping[str, Any]]:
    """All other promo lines, which follow the store's status and tiles."""
    return [banner for banner in banners or [] if banner["style"] != "alert"]


@register.filter
def first_of_kind(tasks: Iterable[Mapping[str, Any]] | None, kind: str) -> Mapping[str, Any] | None:
    """The first task of a kind: the one that a tile of the header leads to."""
    return next((task for task in tasks or [] if task["kind"] == kind), None)


@register.filter
def other_tasks(tasks: Iterable[Mapping[str, Any]] | None) -> list[Mapping[str, Any]]:
    """Tasks that no tile of the header leads to: all but the first refill."""
    every = list(tasks or [])
    tiled = first_of_kind(every, "refill")
    return [task for task in every if task is not tiled]


@register.filter
def have_experts(articles: Iterable[Mapping[str, Any]] | None) -> bool:
    """Whether somebody speaks in one of the articles."""
    return any(article["experts"] for article in articles or [])


@register.filter
def has_current(links: Iterable[Mapping[str, Any]] | None) -> bool:
    """Whether one of the links `is_current`."""
    return any(link["is_current"] for link in links or [])


@register.filter
def is_wordmark(logo: Mapping[str, Any] | None) -> bool:
    """Whether a logo is wide enough to hold the store's name, so that the name need not stand beside it."""
    return logo is not None and logo["width"] >= 2 * logo["height"]


@register.filter
def focal_classes(focal_point: Mapping[str, float] | None) -> str:
    """A focal point (`x` and `y`, 0 to 1) as two class names of the stylesheet; inline styles are not allowed."""
    if not focal_point:
        return ""
    return " ".join(f"focal-{axis}{round(focal_point[axis] * FOCAL_STEPS)}" for axis in ("x", "y"))
