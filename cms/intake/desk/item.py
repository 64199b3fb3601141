"""One item: what became of it, and what says much the same, side by side."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.views.generic import TemplateView
from wagtail.admin.compare import diff_text

from cms.intake.bodies import texts_of
from cms.intake.cleaning.blocks import PICTURE, blocks_of
from cms.intake.desk.shell import DecidersMixin
from cms.intake.formats.raw import Raw
from cms.intake.items import MOST_COMPARED
from cms.intake.likeness import MUCH_ALIKE, candidates, likeness, same_title
from cms.intake.mapping import Mapped
from cms.intake.models import FeedItem, ItemState
from cms.intake.stories import Story, read_story, without_markup
from cms.intake.writing import draft_of
from stores.models import StoreGroup

MOST_BESIDE = 3
PICTURES = (PICTURE, "image")
"""A picture of an item, and of an article."""
NO_WORDS = frozenset({"id", "type", "level", "style"})
"""What of a block nobody reads."""
LEADING = frozenset({"title", "question", "columns"})
MOST_MARKED = 40_000
"""Characters of two texts: longer ones take too long to compare, and are shown as they are."""


class ItemView(DecidersMixin, TemplateView):
    """An item, with what the newsroom may do with it."""

    header_icon = "download"
    template_name = "cms/intake/item.html"

    @cached_property
    def item(self) -> FeedItem:
        items = FeedItem.objects.select_related("feed__provider", "article", "recall")
        item = items.with_end(timezone.now()).filter(pk=self.kwargs["item_id"]).first()
        if item is None:
            raise Http404
        return item

    def get_page_title(self) -> str:
        return str(self.item)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        intake = {"url": reverse("cms_intake"), "label": "Intake"}
        return [*self.breadcrumbs_items, intake, {"url": "", "label": str(self.item)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        item = self.item
        mapped = item.feed.mapped()
        text, story = item_text(item, mapped), story_of(item, mapped)
        return super().get_context_data(
            item=item,
            text=read_text(story, text),
            story=story,
            beside=beside(item, story, text),
            changed=changed(item, story),
            waits_behind_live=waits_behind_live(item),
            titled=same_title(item.title, item.article_id)[:MOST_BESIDE],
            groups=StoreGroup.objects.order_by("name"),
            proposals=item.proposals.select_related("expert"),
            **kwargs,
        )


def story_of(item: FeedItem, mapped: Mapped) -> Story | None:
    """What the item means; None of one that can't be read."""
    try:
        return read_story(Raw.from_json(item.raw), mapped)
    except ValidationError:
        return None


def item_text(item: FeedItem, mapped: Mapped) -> str:
    """An item's text without markup; as it came, of one that can't be read."""
    return without_markup(mapped.one("body", item.raw["values"])) or item.raw["text"][:10_000]


def read_text(story: Story | None, text: str) -> str:
    """A text as it is read, a paragraph below the other; of an item that can't be read, all of it on one line."""
    blocks = blocks_of(story.html).blocks if story is not None else []
    return _text_of([block["type"], block["value"]] for block in blocks) or text


def beside(item: FeedItem, story: Story | None, text: str) -> list[dict[str, Any]]:
    """Items that say much the same, the likest first: each with how like it is."""
    found: list[dict[str, Any]] = []
    ours, at = read_text(story, text), timezone.now()
    if item.has_near and text:
        prints = item.prints.values_list("value", flat=True)
        for other in candidates(item, prints).select_related("feed__provider").with_end(at)[:MOST_COMPARED]:
            mapped = other.feed.mapped()
            theirs = item_text(other, mapped)
            part = likeness(text, theirs)
            if part >= MUCH_ALIKE:
                marked = marked_difference(ours, read_text(story_of(other, mapped), theirs))
                found.append({"item": other, "text": marked, "percent": round(100 * part)})
    return sorted(found, key=lambda each: -each["percent"])[:MOST_BESIDE]


def waits_behind_live(item: FeedItem) -> bool:
    """Whether readers have the version before, and the newest one waits in the draft."""
    is_live = item.article is not None and item.article.live
    return is_live and item.state == ItemState.WAITS and not item.is_unapplied


def changed(item: FeedItem, story: Story | None) -> SafeString | str:
    """The article's text with what the item's newest version says otherwise; "" where nothing does.

    Where that version waits in the draft, it is held against what readers have meanwhile.
    """
    if item.article is None or story is None:
        return ""
    article = item.article if waits_behind_live(item) else draft_of(item.article)
    ours = _text_of(texts_of(article.body))
    theirs = read_text(story, "")
    return marked_difference(ours, theirs) if ours != theirs else ""


def _text_of(blocks: Iterable[list[Any]]) -> str:
    """The words of blocks but pictures, which have other ones in an article: its blocks below each other."""
    return "\n\n".join(
        "\n".join(filter(None, map(without_markup, _strings(value)))) for kind, value in blocks if kind not in PICTURES
    )


def _strings(value: Any) -> Iterator[str]:
    """What leads first, then by their names, which blocks of an item and of an article have alike."""
    if isinstance(value, dict):
        for name in sorted(value, key=lambda name: (name not in LEADING, name)):
            if name not in NO_WORDS:
                yield from _strings(value[name])
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
    elif isinstance(value, str):
        yield value


def marked_difference(old: str, new: str) -> SafeString | str:
    """The new text, with what is not in the old one, and what is gone, marked as Wagtail marks it."""
    if len(old) + len(new) > MOST_MARKED:
        return new
    marked: SafeString = diff_text(old, new).to_html(tag="span")
    return marked
