"""An item as it is meant: what it is, what it says, and when it may be shown."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from email.utils import parsedate_to_datetime
from enum import StrEnum
from html import unescape

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import is_naive, make_aware

from cms.intake.cleaning.html import is_too_deep
from cms.intake.formats.raw import NESTED, Raw
from cms.intake.mapping import Mapped

LONGEST_TITLE = 255
LONGEST_ID = 400
LONGEST_TEASER = 300
LONGEST_ADDRESS = 200
LONGEST = {"byline": 255, "dateline": 160, "credit": 255, "correction": 500}
"""Characters of what stands on one line of an article."""
TAGS = re.compile(r"<[^<>]*>")
PREFIX = re.compile(r"^\s*(?:CORRECTION|CORRECTED|KILL|UPDATE)\s*[:\u2013\u2014-]\s+")


YEARS = range(1900, 2200)
"""Other years are of programs that know none: 1, 9999."""


class StoryKind(StrEnum):
    """What an item is to be."""

    STORY = "story"
    CORRECTION = "correction"
    HOLD = "hold"
    KILL = "kill"

    @property
    def withdraws(self) -> bool:
        """Whether nobody may read the item from now on."""
        return self in {StoryKind.HOLD, StoryKind.KILL}


@dataclass(frozen=True, slots=True)
class Story:
    """An item that was understood. Of one that withdraws only `id`, `version`, `title` and `correction` are sure.

    `notes`: what of it is not kept as it came.
    """

    id: str
    version: str
    kind: StoryKind
    title: str = ""
    teaser: str = ""
    html: str = ""
    byline: str = ""
    dateline: str = ""
    credit: str = ""
    published_at: datetime | None = None
    embargo_until: datetime | None = None
    expires_at: datetime | None = None
    correction: str = ""
    topics: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    language: str = ""
    translation_of: str = ""
    original_url: str = ""
    experts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read_story(raw: Raw, mapped: Mapped) -> Story:
    """What an item means. ValidationError names each thing that is missing or can't be read."""
    if raw.problem:
        raise ValidationError(raw.problem)
    problems: list[str] = []
    notes: list[str] = []
    kind = _kind(raw.values, mapped, problems)
    one = {name: mapped.one(name, raw.values) for name in mapped.members}
    names = ("published", "updated", "embargo", "expires")
    moments = {name: _likely(_moment(one[name], name, problems), one[name], name, problems, notes) for name in names}
    title = without_markup(one["title"])
    if kind.withdraws:
        # Whatever else is wrong with it: nothing holds it up.
        problems, title = [], title[:LONGEST_TITLE]
    else:
        problems += _missing(title, one["body"]) + ([NESTED] if is_too_deep(one["body"]) else [])
    problems += _unusable(one["id"], title)
    if problems:
        raise ValidationError(problems)
    updated = moments["updated"]
    return Story(
        id=one["id"],
        version=one["version"][:60] or (updated.astimezone(UTC).isoformat() if updated else ""),
        kind=kind,
        title=PREFIX.sub("", title),
        teaser=without_markup(one["teaser"]),
        html=one["body"],
        **_lines(one, mapped.of("byline", raw.values), notes),
        published_at=moments["published"],
        embargo_until=moments["embargo"],
        expires_at=moments["expires"],
        topics=tuple(mapped.of("topics", raw.values)),
        tags=_tags(mapped.of("tags", raw.values)),
        language=one["language"],
        translation_of=one["translation"][:LONGEST_ID],
        original_url=_address(one["original"], notes),
        experts=tuple(mapped.of("expert", raw.values)),
        notes=tuple(notes),
    )


def _lines(one: Mapping[str, str], bylines: Sequence[str], notes: list[str]) -> dict[str, str]:
    """What stands on one line of an article, each as long as there is room for it."""
    lines = {name: without_markup(one[name]) for name in ("dateline", "credit", "correction")}
    lines["byline"] = ", ".join(dict.fromkeys(map(without_markup, bylines)))
    for name, text in lines.items():
        if len(text) > LONGEST[name]:
            notes.append(f"Its {name} had {len(text)} characters: it ends after {LONGEST[name]}.")
    return {name: text[: LONGEST[name]] for name, text in lines.items()}


def _address(text: str, notes: list[str]) -> str:
    if not text or (text.startswith(("https://", "http://")) and len(text) <= LONGEST_ADDRESS):
        return text
    notes.append(f"Where it was first published is no address of at most {LONGEST_ADDRESS} characters: {text[:60]}")
    return ""


def _kind(values: Mapping[str, list[str]], mapped: Mapped, problems: list[str]) -> StoryKind:
    status = mapped.one("status", values)
    meaning = mapped.meaning(status) if status else "usable"
    if meaning is None:
        problems.append(f"Nobody has said what the status '{status[:60]}' means: add “status {status[:60]} = …”.")
    signals = {mapped.meaning(word) for word in mapped.of("signal", values)}
    title = mapped.one("title", values)
    for each in (StoryKind.KILL, StoryKind.HOLD, StoryKind.CORRECTION):
        if meaning == each or each in signals:
            return each
    is_corrected = bool(PREFIX.match(title)) and "CORRECT" in title[:12]
    return StoryKind.CORRECTION if is_corrected else StoryKind.STORY


def _missing(title: str, body: str) -> list[str]:
    said = (("title", title), ("text", without_markup(body)))
    return [f"It has no {name}: look at the mapping." for name, value in said if not value]


def _unusable(id_: str, title: str) -> list[str]:
    found = [] if id_ else ["It has no id: nobody could tell its next version from another item."]
    if len(id_) > LONGEST_ID or len(title) > LONGEST_TITLE:
        found.append(f"Its id or title is longer than {LONGEST_ID} or {LONGEST_TITLE} characters.")
    return found


def without_markup(html: str) -> str:
    """A text without markup, on one line."""
    return " ".join(unescape(TAGS.sub(" ", html)).split())


def _tags(words: Sequence[str]) -> tuple[str, ...]:
    found = (word.strip()[:100] for text in words for word in text.split(","))
    return tuple(dict.fromkeys(word for word in found if word))


def _moment(text: str, name: str, problems: list[str]) -> datetime | None:
    """A moment as RSS (RFC 822) or the others (ISO 8601) say it; one without a zone is of the network's."""
    if not text:
        return None
    found: datetime | None = None
    try:
        found = parse_datetime(text)
        day = parse_date(text) if found is None else None
        found = datetime.combine(day, time.min) if day else found or parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        problems.append(f"'{text[:60]}' ({name}) is no moment that can be read.")
        return None
    return make_aware(found) if is_naive(found) else found


def _likely(found: datetime | None, text: str, name: str, problems: list[str], notes: list[str]) -> datetime | None:
    """A moment that can be meant; without one it is not said when, or that it never ends."""
    if found is None or found.year in YEARS:
        return found
    if name == "embargo" or (name == "expires" and found.year < YEARS.start):
        problems.append(f"'{text[:60]}' ({name}) can't be meant.")
    elif name == "expires":
        notes.append(f"It has no end: '{text[:60]}' means that.")
    else:
        notes.append(f"'{text[:60]}' ({name}) can't be meant, and is not kept.")
    return None
