"""A store's promo lines on the screen: their state in words, and the changes that one tap makes."""

from dataclasses import dataclass
from datetime import date, timedelta

from stores.banners.linked import with_label
from stores.banners.models import BANNER_LINKS, PromoBanner
from stores.choices import BannerStyle
from stores.hours.engine.words import MONTHS
from stores.languages import name_of_language
from stores.store.models.store import StorePage
from stores.tokens.syntax import fill
from stores.tokens.values import store_tokens

NO_END = "no end date"
ENDED, COMING, ON = "ended", "coming", "on"
YESTERDAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Line:
    """One line on the screen: what patients read before, in and after its link.

    `is_waiting`: it stands in a draft alone, so nothing can be done with it here.
    """

    row: PromoBanner
    parts: tuple[str, str, str]
    state: str
    words: str
    is_waiting: bool

    @property
    def language(self) -> str:
        """`Spanish`; nothing for the network's own."""
        return name_of_language(self.row.language) if self.row.locale_id else ""

    @property
    def is_alert(self) -> bool:
        return self.row.style == BannerStyle.ALERT


def rows_in(version: StorePage) -> list[PromoBanner]:
    """The lines of a version of the store, in their order."""
    return sorted(version.promo_banners.all(), key=lambda row: (row.sort_order or 0, row.pk or 0))


def lines_in(version: StorePage, today: date) -> list[Line]:
    """The same, for the screen."""
    values = store_tokens(version)
    found = []
    for row in rows_in(version):
        text = fill(with_label(row.text, row.link_label), values, is_html=False)
        has_link = any(getattr(row, name, None) for name in BANNER_LINKS)
        label = (fill(row.link_label, values, is_html=False) or text) if has_link else ""
        parts = text.partition(label) if label else (text, "", "")
        found.append(Line(row, parts, *state_of(row, today), is_waiting=row.pk is None))
    return found


def state_of(row: PromoBanner, today: date) -> tuple[str, str]:
    """`on`, `coming` or `ended`, and in words: `On now until December 5`."""
    if row.show_until is not None and row.has_ended(today):
        return ENDED, f"Ended {named_day(row.show_until, today)}"
    until = f"until {named_day(row.show_until, today)}" if row.show_until else NO_END
    if row.show_from is not None and row.show_from > today:
        return COMING, f"Starts {named_day(row.show_from, today)}, {until}"
    return ON, f"On now {until}" if row.show_until else f"On now, {until}"


def named_day(day: date, today: date) -> str:
    """`December 5`, with the year where it is another one."""
    year = f", {day.year}" if day.year != today.year else ""
    return f"{MONTHS[day.month - 1]} {day.day}{year}"


def end(row: PromoBanner, today: date) -> None:
    """Patients do not read it from now on; it stays in the list, to be shown again."""
    last = today - YESTERDAY
    row.show_until, row.has_no_end = last, False
    if row.show_from is not None and row.show_from > last:
        row.show_from = last


def moved(rows: list[PromoBanner], row: PromoBanner, steps: int) -> list[PromoBanner]:
    """The rows with one of them a step higher (-1) or lower (1); as they are at either end."""
    others = [each for each in rows if each is not row]
    place = min(max(rows.index(row) + steps, 0), len(others))
    return [*others[:place], row, *others[place:]]
