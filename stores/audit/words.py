"""Changes in words that a pharmacist reads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import groupby
from typing import Any

from phonenumber_field.phonenumber import PhoneNumber
from wagtail.images import get_image_model

from stores.choices import BannerStyle, Counter, Language, Payment, Service, StepFree, Theme
from stores.hours.date_words import counter_name, days_text, slots_text
from stores.hours.engine.days import merged
from stores.hours.engine.rows import span_of
from stores.hours.engine.words import UNKNOWN, WEEKDAYS, day_text
from stores.languages import code_of, name_of_language, own_language
from stores.store.differences import PICTURES, Change
from stores.store.models.store import StorePage
from stores.store.tasks import WAYS, task_name

NOTHING = "nothing"

FIELD_LABELS = {
    "title": "Name",
    "counters": "Departments",
    "own_doors": "Doors of their own",
    "logo_id": "Logo",
    "shop_photo_id": "Photo of the shop",
    "pharmacist_photo_id": "Photo of the pharmacist",
    "seo_title": "Title in search results",
    # Columns of stores that are none any more, in old lines.
    "refill_url": "Link to refill a prescription",
    "transfer_url": "Link to transfer a prescription",
    "vaccination_url": "Link to book a vaccination",
    "app_url": "Link to the app",
}
CHOICES: Mapping[str, Mapping[str, Any]] = {
    "counters": {each.value: each.label for each in Counter},
    "own_doors": {each.value: each.label for each in Counter},
    "services": {each.value: each.label for each in Service},
    "languages": {each.value: each.label for each in Language},
    "payment": {each.value: each.label for each in Payment},
    "step_free": {each.value: each.label for each in StepFree},
    "theme": {each.value: each.label for each in Theme},
}
PICTURE_IDS = frozenset(f"{name}_id" for name in PICTURES)
PHONE_FIELDS = frozenset({"phone", "fax", "sms"})


@dataclass(frozen=True, slots=True)
class Words:
    """One change: what it was about, what was there before, and what is there now."""

    about: str
    old: str = ""
    new: str = ""

    def __str__(self) -> str:
        return f"{self.about}: {self.old} → {self.new}" if self.old or self.new else self.about


def words_of_changes(changes: Sequence[Change]) -> list[Words]:
    """The changes that `differences` found, in words; weekdays in a row that changed alike stand together."""
    found = [
        _field_words(change) for change in changes if change["name"] not in {"opening_hours", "line", "line_order"}
    ]
    hours = [change for change in changes if change["name"] == "opening_hours"]
    for counter, rows in groupby(hours, key=lambda change: change["counter"]):
        found += [_weekday_words(counter, run) for run in _alike_weekdays(list(rows))]
    for change in changes:
        if change["name"] == "line":
            found += _banner_words(change["old"], change["new"])
        elif change["name"] == "line_order":
            found.append(Words("Order of promo lines", _quoted(change["old"]), _quoted(change["new"])))
    return found


def _field_words(change: Change) -> Words:
    name = change["name"]
    label = FIELD_LABELS.get(name) or str(getattr(StorePage._meta.get_field(name), "verbose_name", name))
    return Words(label[:1].upper() + label[1:], field_text(name, change["old"]), field_text(name, change["new"]))


def field_text(name: str, value: Any) -> str:
    """The value of a store page's field for people."""
    if value in (None, "", [], {}):
        return NOTHING
    if name == "tasks":
        return ", ".join(_task_text(task) for task in value)
    if name == "service_texts":
        return ", ".join(f"{Service(slug).label}: “{text}”" for slug, text in value.items())
    if name in PHONE_FIELDS:
        number = PhoneNumber.from_string(str(value), region="US")
        return str(number.as_national) if number.is_valid() else str(value)
    if name in PICTURE_IDS:
        title = get_image_model().objects.filter(pk=value).values_list("title", flat=True).first()
        return f"“{title}”" if title is not None else "a picture that is gone"
    words = CHOICES.get(name, {})
    if name == "insurance":
        return "; ".join(str(value).split("\n"))
    if isinstance(value, list):
        return ", ".join(str(words.get(each, each)) for each in value)
    return str(words.get(value, value))


def _task_text(task: Mapping[str, str]) -> str:
    way = next(task[way] for way in WAYS if task[way])
    return f"{task_name(task)} ({way})"


def _alike_weekdays(rows: list[Change]) -> list[list[Change]]:
    runs: list[list[Change]] = []
    for row in rows:
        last = runs[-1][-1] if runs else None
        is_next = last is not None and last["weekday"] + 1 == row["weekday"]
        if last is not None and is_next and (last["old"], last["new"]) == (row["old"], row["new"]):
            runs[-1].append(row)
        else:
            runs.append([row])
    return runs


def _weekday_words(counter: str, run: list[Change]) -> Words:
    first, last = (WEEKDAYS[row["weekday"] - 1] for row in (run[0], run[-1]))
    days = first if len(run) == 1 else f"{first} to {last}"
    return Words(f"{counter_name(counter)}, {days}", week_day(run[0]["old"]), week_day(run[0]["new"]))


def week_day(slots: Iterable[Sequence[str]] | None) -> str:
    """`9:00am - 1:30pm, 2:00pm - 7:00pm`, `Closed`, or `Hours unknown` for None."""
    if slots is None:
        return UNKNOWN
    return day_text(merged(span_of(time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in slots))


def _quoted(texts: Iterable[str]) -> str:
    return ", ".join(f"“{text}”" for text in texts) or NOTHING


def _banner_words(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> list[Words]:
    if old is None or new is None:
        return [Words("Promo line", _banner_text(old), _banner_text(new))]
    about = f"Promo line “{new['text']}”"
    found = []
    if old["text"] != new["text"]:
        found.append(Words("Promo line", f"“{old['text']}”", f"“{new['text']}”"))
    if _shown_text(old) != _shown_text(new):
        found.append(Words(f"{about}, shown", _shown_text(old), _shown_text(new)))
    if _link_text(old) != _link_text(new):
        found.append(Words(f"{about}, link", _link_text(old), _link_text(new)))
    if old["style"] != new["style"]:
        found.append(Words(f"{about}, style", _style_text(old), _style_text(new)))
    if old.get("locale") != new.get("locale"):
        found.append(Words(f"{about}, language", *(_language_text(each) for each in (old, new))))
    if old.get("translation_key") != new.get("translation_key"):
        texts = ["a line in another language" if each.get("translation_key") else NOTHING for each in (old, new)]
        found.append(Words(f"{about}, says the same as", *texts))
    if old["replaces"] != new["replaces"]:
        texts = ["the network's line" if each["replaces"] else NOTHING for each in (old, new)]
        found.append(Words(f"{about}, instead of", *texts))
    return found


def _banner_text(banner: Mapping[str, Any] | None) -> str:
    return NOTHING if banner is None else f"“{banner['text']}” ({_shown_text(banner)})"


def _shown_text(banner: Mapping[str, Any]) -> str:
    since, until = banner.get("show_from"), banner.get("show_until")
    return " ".join([f"from {since}" if since else "at once", f"until {until}" if until else "without an end"])


def _link_text(banner: Mapping[str, Any]) -> str:
    return f"{banner['link_label']} ({banner['link']})" if banner["link"] else NOTHING


def _language_text(banner: Mapping[str, Any]) -> str:
    pk = banner.get("locale")
    return name_of_language(code_of(pk) if pk else own_language())


def _style_text(banner: Mapping[str, Any]) -> str:
    return str(dict(BannerStyle.choices).get(banner["style"], banner["style"]))


def dated_hours_text(row: Mapping[str, Any] | None) -> str:
    """A row of dated hours as the log keeps it: `“Inventory”, Friday, December 25, 2026, all counters: Closed`."""
    if not row:
        return NOTHING
    ends_on = date.fromisoformat(row["ends_on"]) if row.get("ends_on") else None
    days = days_text(date.fromisoformat(row["starts_on"]), ends_on)
    counter = counter_name(row.get("counter", ""))
    return f"“{row.get('label', '')}”, {days}, {counter}: {slots_text(row.get('slots', ()))}"
