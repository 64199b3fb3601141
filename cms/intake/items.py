"""What becomes of one item: an article written and published by the feed's rule, a recall, or a failure kept."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Revision

from cms.accessible.pages import barriers_of
from cms.articles.forms import standing_recall
from cms.articles.models.articles import ArticlePage
from cms.intake.bodies import with_pictures
from cms.intake.cleaning.blocks import Converted, words_in_blocks
from cms.intake.following import is_left_out, item_state_of
from cms.intake.formats.raw import Raw
from cms.intake.likeness import MUCH_ALIKE, candidates, likeness, prints_of, same_title, write_prints
from cms.intake.models import FeedItem, FeedRule, ItemState, ProviderFeed
from cms.intake.people import propose
from cms.intake.pictures import Album
from cms.intake.stories import Story, StoryKind, without_markup
from cms.intake.watch_words import words_found
from cms.intake.writing import (
    correct,
    draft_of,
    fill_article,
    is_correction,
    join_translations,
    label,
    new_article,
    post,
    save_version,
    text_digest,
)
from cms.recalls.recalling import recall_article
from stores.zone_words import moment_text

KILLED_WHY = {StoryKind.KILL: "Withdrawn by its provider.", StoryKind.HOLD: "Withheld by its provider."}
MOST_COMPARED = 20


@dataclass(frozen=True, slots=True)
class ItemVersion:
    """A version of an item with all that is needed to write it."""

    story: Story
    raw: Raw
    made: Converted
    album: Album


def apply(item: FeedItem, version: ItemVersion, at: datetime, *, by: Any = None, is_accepted: bool = False) -> None:
    """Write a version into its article, and publish it if the rule says so. Within a transaction.

    `is_accepted`: the newsroom has decided for it, whatever rule and words say.
    """
    story, feed = version.story, item.feed
    _note_version(item, version, at)
    article = _article_of(item)
    if article is not None and not is_accepted and _is_changed_since(item, article):
        item.is_unapplied = True
        item.save()
        return
    is_new = article is None
    article = article or new_article(story, feed, at)
    body = with_pictures(version.made, version.album)
    hero, alt = _hero(version, body)
    item.notes = [*version.made.notes, *version.album.notes, *fill_article(article, story, body, feed)]
    if is_correction(story, article):
        correct(article, story, at)
        item.corrected_at = at
    if is_new:
        item.notes += [
            *post(article, story, at),
            *label(article, story, feed),
            *join_translations(article, story, feed),
        ]
    revision = save_version(article, hero, alt)
    item.notes += map(str, barriers_of(article))
    item.article, item.is_unapplied, item.text_digest = article, False, text_digest(article)
    _look_at(item, version, article)
    if is_accepted or (_goes_live(item, article) and not is_left_out(item, article)):
        # What the feed's rule lets through is published by nobody, whoever had it taken again.
        publish_version(item, revision, at, by if is_accepted else None)
    elif item.state != ItemState.REJECTED or article.first_published_at is not None:
        # What was taken down may come back: the newsroom says so.
        item.state = ItemState.WAITS
    item.save()
    write_prints(item, without_markup(story.html))
    propose(item, story, version.made)


def _note_version(item: FeedItem, version: ItemVersion, at: datetime) -> None:
    if item.digest != version.raw.digest:
        item.versions += 1
    item.version, item.digest, item.raw = version.story.version, version.raw.digest, version.raw.as_json()
    item.title = version.story.title or item.title
    item.translation_of = version.story.translation_of or item.translation_of
    item.changed_at, item.problem = at, ""
    if item.state == ItemState.FAILED:
        item.state = ItemState.WAITS


def _article_of(item: FeedItem) -> ArticlePage | None:
    if item.article_id is None:
        return None
    article = ArticlePage.objects.filter(pk=item.article_id).first()
    return draft_of(article) if article is not None else None


def _is_changed_since(item: FeedItem, article: ArticlePage) -> bool:
    """Whether somebody of the newsroom has written another text than the provider's last one."""
    return bool(item.text_digest) and text_digest(article) != item.text_digest


def _hero(version: ItemVersion, body: Iterable[Any]) -> tuple[Any, str]:
    """The first picture that belongs to the item and stands not in its text."""
    inside = {block["value"]["image"] for block in body if block["type"] == "image"}
    for each in version.raw.pictures:
        image = version.album.image(each.href, each.alt)
        if image is not None and image.pk not in inside:
            return image, each.alt or each.caption
    return None, ""


def _look_at(item: FeedItem, version: ItemVersion, article: ArticlePage) -> None:
    """Why the newsroom should look at it: words that it chose, and others that say much the same.

    What is live already was no repetition then: its correction does not wait because another came after it.
    """
    item.words_found = words_found(item.feed.words, read_texts(version))
    item.has_near = has_near(item, version.story)
    item.needs_look = bool(item.words_found or (item.has_near and not article.live))


def read_texts(version: ItemVersion) -> Iterator[str]:
    """Everything of a version that a reader may come to read."""
    story = version.story
    yield from (story.title, story.teaser, story.byline, story.dateline, story.credit, story.correction, *story.tags)
    yield from words_in_blocks(version.made.blocks)
    for each in version.raw.pictures:
        yield from (each.alt, each.caption, each.credit)


def has_near(item: FeedItem, story: Story) -> bool:
    if same_title(story.title, item.article_id).exists():
        return True
    text = without_markup(story.html)
    others = candidates(item, prints_of(text))[:MOST_COMPARED]
    mapped = {item.feed_id: item.feed.mapped()}
    for other in others.select_related("feed"):
        mapping = mapped.setdefault(other.feed_id, other.feed.mapped())
        if likeness(text, without_markup(mapping.one("body", other.raw["values"]))) >= MUCH_ALIKE:
            return True
    return False


def _goes_live(item: FeedItem, article: ArticlePage) -> bool:
    """By the feed's rule. What was withdrawn waits, by whomever it was: nothing but the newsroom brings it back."""
    is_let_through = item.feed.rule in {FeedRule.LIVE, FeedRule.GROUPS} and not item.needs_look
    return is_let_through and standing_recall(article) is None


def publish_version(item: FeedItem, revision: Revision, at: datetime, by: Any) -> None:
    """Publish a version, or have it wait for the end of its embargo. ValidationError: it is over already, or was
    withdrawn.
    """
    page: Any = revision.as_object()
    recall = standing_recall(page)
    if recall is not None:
        raise ValidationError(f"It was withdrawn on {moment_text(recall.recalled_at)}: publish it from its own page.")
    if page.expire_at is not None and page.expire_at <= at:
        raise ValidationError(f"By its license it was shown until {moment_text(page.expire_at)}: it is over.")
    revision.publish(user=by)
    item.state, item.needs_look = item_state_of(ArticlePage.objects.get(pk=page.pk)) or item.state, False


def kill(item: FeedItem, version: ItemVersion, at: datetime) -> None:
    """Take its article back from every store at once, with a receipt; what has not gone live yet never does."""
    story = version.story
    _note_version(item, version, at)
    article = ArticlePage.objects.filter(pk=item.article_id).first() if item.article_id else None
    if article is not None and article.live:
        provider = item.feed.provider.name
        why = f"{provider}: {story.correction or KILLED_WHY[story.kind]}"
        who = f"{provider}, its provider"
        item.recall = recall_article(by=None, by_name=who, article=article, reason=why[:500], at=at)
    elif article is not None:
        unschedule(article)
    item.state, item.killed_at, item.is_unapplied, item.needs_look = ItemState.KILLED, at, False, False
    item.save()


def unschedule(article: ArticlePage) -> None:
    """Whatever of it waits for its moment goes live no more."""
    waiting = Revision.page_revisions.filter(object_id=str(article.pk), approved_go_live_at__isnull=False)
    waiting.update(approved_go_live_at=None)


def fail(feed: ProviderFeed, raw: Raw, item_id: str, words: str, at: datetime) -> None:
    """Keep what could not be taken, and why. An article that is there stays as it is."""
    with transaction.atomic():
        item = locked_item(feed, item_id)
        if item is None:
            item = FeedItem(feed=feed, item_id=item_id, received_at=at, state=ItemState.FAILED)
            item.title = without_markup(feed.mapped().one("title", raw.values))[:255]
        item.digest, item.raw, item.problem, item.changed_at = raw.digest, raw.as_json(), words, at
        item.is_unapplied = item.article_id is not None and item.state != ItemState.KILLED
        item.save()


def locked_item(feed: ProviderFeed, item_id: str) -> FeedItem | None:
    """An item as it is now. Until the transaction ends nobody else writes items of its feed."""
    ProviderFeed.objects.select_for_update().get(pk=feed.pk)
    found: FeedItem | None = feed.items.select_for_update().filter(item_id=item_id).first()
    return found
