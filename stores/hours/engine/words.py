"""Opening times in plain words: the one line of a store, and what is so at a moment."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from stores.hours.engine.rows import DAY, Span, time_of
from stores.wording import _, phrase

WEEKDAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
SHORT_WEEKDAYS = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
MONTHS = (
    _("January"), _("February"), _("March"), _("April"), _("May"), _("June"),
    _("July"), _("August"), _("September"), _("October"), _("November"), _("December"),
)  # fmt: skip

UNKNOWN = _("Hours unknown")
ALL_DAY = _("Open 24 hours")

_MIDNIGHT = time()
_ONE_DAY = timedelta(days=1)
_DAYS_UNTIL_YEAR_IS_NAMED = 180


def twenty_four(minute: int) -> str:
    """`09:00`, and `26:00` for 2 o'clock of the next date: how machines are told a minute after midnight."""
    return f"{minute // 60:02}:{minute % 60:02}"


def opens_and_closes(span: Span) -> tuple[str, str]:
    """`09:00` and `19:00`; `02:00` where it runs past midnight, `00:00` and `24:00` for all day."""
    return twenty_four(span.start), "24:00" if span == (0, DAY) else twenty_four(span.end % DAY)


def twelve(at: time) -> str:
    """`9:00am`, `12:00pm`: how a file may write a time."""
    return f"{at.hour % 12 or 12}:{at.minute:02}{'am' if at.hour < 12 else 'pm'}"


def clock_text(at: time) -> str:
    """`9:00am`, `7:30pm`, `noon`, `midnight`: how people are told a time."""
    if (at.hour, at.minute) == (0, 0):
        return phrase(_("midnight"))
    if (at.hour, at.minute) == (12, 0):
        return phrase(_("noon"))
    return f"{at.hour % 12 or 12}:{at.minute:02}{phrase(_('am')) if at.hour < 12 else phrase(_('pm'))}"


def _time_in_words(at: time) -> str:
    """The same within a sentence: some languages say “the seven”, and another word before one o'clock."""
    text = clock_text(at)
    if at.minute == 0 and at.hour in (0, 12):
        return text
    return phrase(_("{one_oclock}"), one_oclock=text) if at.hour % 12 == 1 else phrase(_("{time}"), time=text)


def span_text(span: Span) -> str:
    """`9:00am - 7:00pm`, or `Open 24 hours` from midnight to midnight."""
    if span == (0, DAY):
        return phrase(ALL_DAY)
    return " - ".join(clock_text(time_of(minute)) for minute in span)


def day_text(spans: Sequence[Span]) -> str:
    """`9:00am - 1:30pm, 2:00pm - 7:00pm`, or `Closed`."""
    return ", ".join(map(span_text, spans)) or phrase(_("Closed"))


def summary_text(week: Sequence[Sequence[Span]]) -> str:
    """`Mon-Fri 9:00am - 7:00pm | Sat 9:00am - 4:00pm | Sun Closed`; neighbors that are alike stand together.

    `week` are the merged spans of Monday to Sunday.
    """
    groups = alike(week)
    if len(groups) == 1 and list(week[0]) == [(0, DAY)]:
        return phrase(_("Open 24 hours, every day"))
    return " | ".join(
        f"{'-'.join(phrase(SHORT_WEEKDAYS[index]) for index in sorted({first, last}))} {day_text(week[first])}"
        for first, last in groups
    )


def alike(week: Sequence[Sequence[Span]]) -> list[tuple[int, int]]:
    """First and last index (0 = Monday) of each run of days with the same spans."""
    groups: list[tuple[int, int]] = []
    for index, spans in enumerate(week):
        if groups and spans == week[groups[-1][0]]:
            groups[-1] = groups[-1][0], index
        else:
            groups.append((index, index))
    return groups


def open_text(at: datetime, until: datetime | None) -> str:
    """`Open until 7:00pm`, `Open until Saturday 10:00pm`, or `Open 24 hours` when it is a week or more.

    Both in the store's zone. The day is named when the time alone would be taken for an earlier one.
    """
    if until is None:
        return phrase(ALL_DAY)
    day = _day_of(until)
    if (day - at.date()).days >= 7:
        return phrase(ALL_DAY)
    if _is_soon(at, until):
        return phrase(_("Open until {time}"), time=_time_in_words(until.time()))
    return phrase(_("Open until {when}"), when=_when(WEEKDAYS[day.weekday()], until))


def _is_soon(at: datetime, until: datetime) -> bool:
    """Whether the time alone is understood: it is at most 24 hours away."""
    return until.astimezone(UTC) - at.astimezone(UTC) <= _ONE_DAY


def closed_text(at: datetime, opens_at: datetime | None, after: Literal["open", "closed", "unknown"]) -> str:
    """`Closed, opens 9:00am` (today), `Closed, opens Monday 9:00am`, `Closed, opens Monday, January 4, 9:00am`.

    Both in the store's zone. Without `opens_at`, `after` tells what follows: `Closed` before unknown hours, else
    `Closed until further notice`. A midnight is named by the night that it belongs to.
    """
    if opens_at is None:
        return phrase(_("Closed")) if after == "unknown" else phrase(_("Closed until further notice"))
    day = _day_of(opens_at)
    days = (day - at.date()).days
    if days <= 0:
        return phrase(_("Closed, opens {time}"), time=_time_in_words(opens_at.time()))
    weekday = WEEKDAYS[day.weekday()]
    if days < 7:
        return phrase(_("Closed, opens {when}"), when=_when(weekday, opens_at))
    is_far = days >= _DAYS_UNTIL_YEAR_IS_NAMED
    pattern = _("{month} {day}, {year}") if is_far else _("{month} {day}")
    year = {"year": day.year} if is_far else {}
    named = {
        "weekday": phrase(weekday),
        "date": phrase(pattern, month=phrase(MONTHS[day.month - 1]), day=day.day, **year),
    }
    if opens_at.time() == _MIDNIGHT:
        return phrase(_("Closed, opens {weekday} night, {date}, at midnight"), **named)
    return phrase(_("Closed, opens {weekday}, {date}, {time}"), **named, time=_time_in_words(opens_at.time()))


def _when(weekday: str, moment: datetime) -> str:
    """`Monday 9:00am`; `Sunday night at midnight`, since “Monday midnight” has two readings."""
    if moment.time() == _MIDNIGHT:
        return phrase(_("{weekday} night at midnight"), weekday=phrase(weekday))
    return phrase(_("{weekday} {time}"), weekday=phrase(weekday), time=_time_in_words(moment.time()))


def _day_of(moment: datetime) -> date:
    """The date that people name with a time: midnight ends one."""
    return (moment - _ONE_DAY).date() if moment.time() == _MIDNIGHT else moment.date()
