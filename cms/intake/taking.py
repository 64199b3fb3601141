"""A document of a feed, taken item by item: each is a transaction of its own, and what is broken holds up no other."""

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cms.intake.bodies import hrefs_of
from cms.intake.cleaning.blocks import Converted, blocks_of
from cms.intake.formats.raw import Document, Raw
from cms.intake.items import ItemVersion, apply, fail, kill
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
        outcome, problem = _take(feed, raw, item_id, known.get(item_id), fetch, at, mapped, is_dry_run)
        known[item_id] = (raw.digest, known.get(item_id, ("", ""))[1])
        tally.counts[outcome] += 1
        if problem:
            tally.problems.append((item_id, problem))
    return tally


def _id_of(raw: Raw, mapped: Mapped) -> str:
    """The item's own id; of one that has none, or can't be read, what it is made of."""
    return mapped.one("id", raw.values)[:400] or f"broken:{raw.digest[:40]}"


def _known(feed: ProviderFeed, ids: list[str]) -> dict[str, tuple[str, str]]:
    """Id -> digest and version of what is here."""
    found: dict[str, tuple[str, str]] = {}
    for start in range(0, len(ids), AT_ONCE):
        rows = feed.items.filter(item_id__in=ids[start : start + AT_ONCE])
        found |= {pk: (digest, version) for pk, digest, version in rows.values_list("item_id", "digest", "version")}
    return found


def _take(
    feed: ProviderFeed,
    raw: Raw,
    item_id: str,
    here: tuple[str, str] | None,
    fetch: Fetch,
    at: datetime,
    mapped: Mapped,
    is_dry_run: bool,
) -> tuple[ItemOutcome, str]:
    if here is not None and here[0] == raw.digest:
        return ItemOutcome.SAME, ""
    try:
        story = read_story(raw, mapped)
        if here is not None and is_older(story.version, here[1]):
            return ItemOutcome.OLDER, ""
        version = prepared(story, raw, fetch if not is_dry_run else None)
        if is_dry_run:
            return _would_be(story, here), ""
        return write(feed, version, at), ""
    except AWAY:
        raise
    except Exception as error:
        words = reason(error)
        if not is_dry_run:
            fail(feed, raw, item_id, words, at)
        return ItemOutcome.BROKEN, words


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
    if story.kind is StoryKind.KILL:
        return ItemVersion(story, raw, Converted(), Album(Fetched(), {}))
    made = blocks_of(story.html)
    if not made.blocks:
        raise ValidationError("Nothing of its text is left once it is cleaned.")
    hrefs = [each.href for each in raw.pictures] + hrefs_of(made)
    got = fetch_all(hrefs, fetch) if fetch is not None else Fetched()
    return ItemVersion(story, raw, made, Album(got, {each.href: each for each in raw.pictures}))


def write(feed: ProviderFeed, version: ItemVersion, at: datetime, by: Any = None) -> ItemOutcome:
    """Write a version, whole or not at all."""
    story = version.story
    with version.album.or_nothing(), transaction.atomic():
        # One importer of a feed at a time writes; whoever waited looks again.
        ProviderFeed.objects.select_for_update().get(pk=feed.pk)
        item = feed.items.select_for_update().filter(item_id=story.id).first()
        is_new = item is None or item.state == ItemState.FAILED
        if item is None:
            item = FeedItem(feed=feed, item_id=story.id, received_at=at, versions=0)
        if story.kind in {StoryKind.KILL, StoryKind.HOLD} and (item.article_id or story.kind is StoryKind.KILL):
            kill(item, version, at)
            return ItemOutcome.KILLED
        was_corrected_at = item.corrected_at
        apply(item, version, at, by=by)
    if item.corrected_at != was_corrected_at:
        return ItemOutcome.CORRECTED
    return ItemOutcome.NEW if is_new else ItemOutcome.UPDATED


def _would_be(story: Story, here: tuple[str, str] | None) -> ItemOutcome:
    if story.kind is StoryKind.KILL:
        return ItemOutcome.KILLED
    if here is None:
        return ItemOutcome.NEW
    return ItemOutcome.CORRECTED if story.kind is StoryKind.CORRECTION else ItemOutcome.UPDATED


def is_older(version: str, than: str) -> bool:
    """Whether a version comes before another: by number, or by moment; of what can't be compared the newest is new."""
    if version.isdecimal() and than.isdecimal():
        return int(version) < int(than)
    return bool(version and than) and version[:4].isdecimal() and than[:4].isdecimal() and version < than
