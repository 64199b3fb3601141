"""A document of a feed, taken item by item: each is a transaction of its own, and what is broken holds up no other."""

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cms.intake.bodies import hrefs_of
from cms.intake.cleaning.blocks import Converted, blocks_of
from cms.intake.formats.raw import Document, Raw
from cms.intake.items import ItemVersion, apply, fail, kill, locked_item
from cms.intake.mapping import Mapped
from cms.intake.models import FeedItem, ItemState, ProviderFeed
from cms.intake.pictures import Album, Fetch, Fetched, fetch_all
from cms.intake.stories import Story, StoryKind, read_story
from cms.watching.logs import AWAY
from stores.signals import task_moves

logger = logging.getLogger(__name__)

AT_ONCE = 500
"""Ids of one question."""


class ItemOutcome(StrEnum):
    """What became of one item of a document."""

    NEW = "new"
    UPDATED = "updated"
    CORRECTED = "corrected"
    KILLED = "killed"
    SAME = "unchanged"
    OLDER = "older than what is here"
    BROKEN = "broken"


@dataclass
class Tally:
    """What became of a document. `problems`: (id or place, why) of each item that was skipped."""

    counts: Counter[str] = field(default_factory=Counter)
    problems: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Here:
    """What there is of an item already. `was_read`: whether readers have had it."""

    digest: str = ""
    version: str = ""
    was_read: bool = False


def take_document(
    feed: ProviderFeed, document: Document, fetch: Fetch, at: datetime, *, is_dry_run: bool = False
) -> Tally:
    """Take every item. In a dry run each is read and compared, no picture is fetched and nothing is written."""
    mapped = feed.mapped()
    tally = Tally(notes=list(document.notes))
    known = _known(feed, [_id_of(raw, mapped) for raw in document.items])
    for raw in document.items:
        task_moves.send(sender=None)
        item_id = _id_of(raw, mapped)
        here = known.get(item_id)
        outcome, problem, version = _take(feed, raw, item_id, here, None if is_dry_run else fetch, at, mapped)
        if outcome not in {ItemOutcome.SAME, ItemOutcome.OLDER}:
            before = here or Here()
            known[item_id] = Here(raw.digest, before.version if problem else version, before.was_read)
        tally.counts[outcome] += 1
        if problem:
            tally.problems.append((item_id, problem))
    return tally


def _id_of(raw: Raw, mapped: Mapped) -> str:
    """The item's own id; of one that has none, or can't be read, what it is made of."""
    return mapped.one("id", raw.values)[:400] or f"broken:{raw.digest[:40]}"


def _known(feed: ProviderFeed, ids: list[str]) -> dict[str, Here]:
    """Id -> what is here."""
    found: dict[str, Here] = {}
    names = ("item_id", "digest", "version", "article__first_published_at")
    for start in range(0, len(ids), AT_ONCE):
        rows = feed.items.filter(item_id__in=ids[start : start + AT_ONCE]).values_list(*names)
        found |= {item_id: Here(digest, version, read_at is not None) for item_id, digest, version, read_at in rows}
    return found


def _take(
    feed: ProviderFeed,
    raw: Raw,
    item_id: str,
    here: Here | None,
    fetch: Fetch | None,
    at: datetime,
    mapped: Mapped,
) -> tuple[ItemOutcome, str, str]:
    """What became of an item, why it was skipped, and its version. `fetch`: None in a dry run."""
    if here is not None and here.digest == raw.digest:
        return ItemOutcome.SAME, "", here.version
    try:
        story = read_story(raw, mapped)
        if here is not None and is_older(story.version, here.version):
            return ItemOutcome.OLDER, "", story.version
        version = prepared(story, raw, fetch)
        outcome = _would_be(story, here) if fetch is None else write(feed, version, at)
        return outcome, "", story.version
    except AWAY:
        raise
    except Exception as error:
        words = reason(error)
        if fetch is not None:
            fail(feed, raw, item_id, words, at)
        return ItemOutcome.BROKEN, words, ""


def reason(error: Exception) -> str:
    """Why an item was skipped, in words; what is a fault of ours stands in the log, too."""
    if isinstance(error, ValidationError):
        return " ".join(_messages(error))
    if isinstance(error, IntegrityError):
        return "Somebody else has taken it at the same moment, or it contradicts what is here: try again."
    logger.error("An item of a feed can't be taken", exc_info=error)
    return f"Mortar itself has failed ({type(error).__name__}); its log says where."


def _messages(error: ValidationError) -> Iterator[str]:
    if hasattr(error, "error_dict"):
        for name, messages in error.message_dict.items():
            yield from (f"{name}: {message}" if name != "__all__" else message for message in messages)
    else:
        yield from error.messages


def prepared(story: Story, raw: Raw, fetch: Fetch | None) -> ItemVersion:
    """A version with its blocks and its pictures: all that takes long, before anything is written."""
    if story.kind.withdraws:
        return ItemVersion(story, raw, Converted(), Album(Fetched(), {}))
    made = blocks_of(story.html)
    if not made.blocks:
        raise ValidationError("Nothing of its text is left once it is cleaned.")
    hrefs = [each.href for each in raw.pictures] + hrefs_of(made)
    got = fetch_all(hrefs, fetch) if fetch is not None else Fetched()
    return ItemVersion(story, raw, made, Album(got, {each.href: each for each in raw.pictures}))


def write(feed: ProviderFeed, version: ItemVersion, at: datetime) -> ItemOutcome:
    """Write a version, whole or not at all; not where somebody else has written it, or a newer one, meanwhile."""
    story = version.story
    with version.album.or_nothing(), transaction.atomic():
        item = locked_item(feed, story.id)
        if item is not None and item.digest == version.raw.digest:
            return ItemOutcome.SAME
        if item is not None and is_older(story.version, item.version):
            return ItemOutcome.OLDER
        is_new = item is None or item.state == ItemState.FAILED
        if item is None:
            item = FeedItem(feed=feed, item_id=story.id, received_at=at, versions=0)
        if story.kind.withdraws:
            kill(item, version, at)
            return ItemOutcome.KILLED
        was_corrected_at = item.corrected_at
        apply(item, version, at)
    if item.corrected_at != was_corrected_at:
        return ItemOutcome.CORRECTED
    return ItemOutcome.NEW if is_new else ItemOutcome.UPDATED


def _would_be(story: Story, here: Here | None) -> ItemOutcome:
    if story.kind.withdraws:
        return ItemOutcome.KILLED
    if here is None:
        return ItemOutcome.NEW
    is_told = story.kind is StoryKind.CORRECTION and here.was_read
    return ItemOutcome.CORRECTED if is_told else ItemOutcome.UPDATED


def is_older(version: str, than: str) -> bool:
    """Whether a version comes before another: by number, or by moment; of what can't be compared the newest is new."""
    if version.isdecimal() and than.isdecimal():
        return int(version) < int(than)
    return bool(version and than) and version[:4].isdecimal() and than[:4].isdecimal() and version < than
