"""What an item says, written into an article: a new one, or another version of it."""

import json
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.timezone import localdate
from wagtail.models import Locale, Revision

from cms.articles.collisions import free_slug
from cms.articles.edit_lock import DELIVERED, delivering
from cms.articles.models.articles import ArticlePage
from cms.articles.models.library import ArticlesPage
from cms.articles.models.topics import Topic
from cms.intake.bodies import texts_of
from cms.intake.cleaning.blocks import Block
from cms.intake.cleaning.html import text_in
from cms.intake.models import FeedRule, ProviderFeed
from cms.intake.stories import LONGEST_TEASER, Story, StoryKind, without_markup
from cms.media.models import NetworkImage
from stores.choices import AudienceKind
from stores.languages import language_names, name_of_language, own_language

UNSAID_CORRECTION = "The text was corrected by its provider."


def text_digest(article: ArticlePage) -> str:
    """Of what a provider delivers: another one means that somebody has changed the text since."""
    said = [article.title, article.teaser, texts_of(article.body)]
    return sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def draft_of(article: ArticlePage) -> ArticlePage:
    """The article as it was written last, live or not."""
    found: ArticlePage = article.get_latest_revision_as_object()
    return found


def fill_article(article: ArticlePage, story: Story, body: list[Block], feed: ProviderFeed) -> list[str]:
    """Write what a version says into an article in memory; notes on what stands otherwise than it came."""
    notes = list(story.notes)
    article.title = story.title
    article.teaser = _teaser(story, body, notes)
    article.body = json.dumps(body)
    # Another text is checked anew.
    article.ticked = []
    article.byline, article.dateline, article.credit = story.byline, story.dateline, story.credit
    article.original_url = story.original_url
    article.expire_at = story.expires_at or _end(article, story, feed)
    article.go_live_at = article.embargo_until = story.embargo_until
    return notes


def _end(article: ArticlePage, story: Story, feed: ProviderFeed) -> datetime | None:
    if feed.days_shown is None:
        return article.expire_at
    begins = story.embargo_until or story.published_at
    return begins + timedelta(days=feed.days_shown) if begins else article.expire_at


def _teaser(story: Story, body: list[Block], notes: list[str]) -> str:
    text = story.teaser or next(
        (without_markup(str(each["value"])) for each in body if each["type"] == "paragraph"), ""
    )
    text = text.replace("{{", "{ {").replace("}}", "} }") or story.title
    if len(text) <= LONGEST_TEASER:
        return text
    if story.teaser:
        notes.append(f"The teaser had {len(text)} characters: it ends after {LONGEST_TEASER}.")
    return f"{text[: LONGEST_TEASER - 1].rsplit(' ', 1)[0]}…"


def new_article(story: Story, feed: ProviderFeed, at: datetime) -> ArticlePage:
    """An article in memory with all that an item says only once: where it stands, in which language, for whom."""
    article = ArticlePage(provider=feed.provider, published_on=localdate(at), live=False)
    article.slug = free_slug(ArticlePage, story.title, ArticlesPage.objects.get())
    article.has_unpublished_changes = True
    article.locale = Locale.objects.get_for_language(_language(story.language) or own_language())
    if feed.rule == FeedRule.GROUPS:
        article.audience = AudienceKind.CHOSEN
        article.audience_groups.set(feed.groups.all())
    return article


def post(article: ArticlePage, story: Story, at: datetime) -> list[str]:
    """Say on which day a new article was posted: none that lies ahead while it is read; notes on what it came with."""
    latest = max(at, story.embargo_until or at)
    said = story.published_at or at
    article.published_on = localdate(min(said, latest))
    return [f"It says that it is of {localdate(said):%B %-d, %Y}, which lies ahead."] if said > latest else []


def _language(text: str) -> str:
    """A language of the network's that `es-US` and its like mean; "" for none."""
    code = text.strip().replace("_", "-").lower()
    known = {each.lower(): each for each in language_names()}
    return known.get(code) or known.get(code.partition("-")[0], "")


def label(article: ArticlePage, story: Story, feed: ProviderFeed) -> list[str]:
    """Topics and tags of a new article; notes on words that lead nowhere."""
    mapped = feed.mapped()
    by_word = {topic.slug.lower(): topic for topic in Topic.objects.all()}
    by_word |= {topic.name.lower(): topic for topic in list(by_word.values())}
    found: list[Topic] = []
    unknown: list[str] = []
    for word in story.topics:
        topic = by_word.get(mapped.topics.get(word.strip().lower(), word.strip()).lower())
        if topic is not None:
            found.append(topic)
        else:
            unknown.append(word)
    article.topics.set(list(dict.fromkeys(found)))
    article.tags.set(story.tags)
    return [f"No topic of ours for {', '.join(map(str, unknown[:10]))}."] if unknown else []


def join_translations(article: ArticlePage, story: Story, feed: ProviderFeed) -> list[str]:
    """Have a new article belong with the one that it translates, or that translates it; notes on why it does not."""
    original = Q(item_id=story.translation_of) if story.translation_of else Q()
    others = feed.items.filter(original | Q(translation_of=story.id), article__isnull=False).exclude(item_id=story.id)
    other = others.select_related("article").order_by("pk").first()
    if other is None or other.article is None:
        return [f"What it translates ({story.translation_of}) is not here yet."] if story.translation_of else []
    key = other.article.translation_key
    twin = ArticlePage.objects.filter(translation_key=key, locale=article.locale).first()
    if twin is not None:
        language = name_of_language(article.language)
        return [f"It stands by itself: of “{other}” there is “{twin.title}” in {language} already."]
    article.translation_key = key
    return []


def correct(article: ArticlePage, story: Story, at: datetime) -> None:
    """Say on the article what was corrected, and when."""
    words = story.correction or UNSAID_CORRECTION
    said = [(child.value["corrected_on"], child.value["text"]) for child in article.corrections]
    today = localdate(at)
    if (today, words) not in said:
        article.corrections = [
            *(("correction", child.value) for child in article.corrections),
            ("correction", {"corrected_on": today, "text": words}),
        ]


def save_version(article: ArticlePage, hero: NetworkImage | None, alt: str) -> Revision:
    """Save the article as a draft, with all its checks. ValidationError names what is wrong, and nothing is saved."""
    if article.hero_id is None and hero is not None:
        article.hero, article.hero_alt = hero, alt[:255]
    with delivering():
        try:
            article.body = article.body.stream_block.clean(article.body)
        except ValidationError as error:
            raise ValidationError(_words_of(error)) from error
        if article.pk is None:
            ArticlesPage.objects.get().add_child(instance=article)
        else:
            article.full_clean()
        revision = article.save_revision(clean=False, changed=True)
        revision.content[DELIVERED] = True
        revision.save(update_fields=["content"])
    return revision


def _words_of(error: ValidationError) -> list[str]:
    """What is wrong in blocks of a body, each with the number of its block."""
    found = []
    for place, below in getattr(error, "block_errors", {}).items():
        inner = getattr(below, "block_errors", None)
        words = (
            [f"{name}: {_flat(each)}" for name, each in inner.items()] if isinstance(inner, dict) else [_flat(below)]
        )
        found += [f"Block {int(place) + 1}: {each}" for each in words]
    return found or [_flat(error)]


def _flat(error: Any) -> str:
    if isinstance(error, ValidationError) and not hasattr(error, "block_errors"):
        return " ".join(error.messages)
    return text_in(str(error))[:300]


def is_correction(story: Story, article: ArticlePage) -> bool:
    """Whether readers are to be told: of what nobody has read yet nothing is corrected."""
    return story.kind is StoryKind.CORRECTION and article.first_published_at is not None
