"""One item: what became of it, and what says much the same, side by side."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.views.generic import TemplateView
from wagtail.admin.compare import diff_text

from cms.intake.bodies import texts_of
from cms.intake.cleaning.blocks import PICTURE, blocks_of
from cms.intake.formats.raw import Raw
from cms.intake.items import MOST_COMPARED
from cms.intake.likeness import MUCH_ALIKE, candidates, likeness, same_title
from cms.intake.mapping import Mapped
from cms.intake.models import FeedItem, ItemState
from cms.intake.stories import Story, read_story, without_markup
from cms.intake.writing import draft_of
from stores.access.shells import NewsroomMixin
from stores.models import StoreGroup

MOST_BESIDE = 3
NO_WORDS = frozenset({"id", "type", "level", "style"})
"""What of a block nobody reads."""
MOST_MARKED = 40_000
"""Characters of two texts: longer ones take too long to compare, and are shown as they are."""


class ItemView(NewsroomMixin, TemplateView):
    """An item, with what the newsroom may do with it."""

    header_icon = "download"
    template_name = "cms/intake/item.html"

    @cached_property
    def item(self) -> FeedItem:
        items = FeedItem.objects.select_related("feed__provider", "article", "recall")
        item = items.filter(pk=self.kwargs["item_id"]).first()
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
            text=text,
            story=story,
            beside=beside(item, text),
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


def beside(item: FeedItem, text: str) -> list[dict[str, Any]]:
    """Items that say much the same, the likest first: each with how like it is."""
    found: list[dict[str, Any]] = []
    if item.has_near and text:
        prints = item.prints.values_list("value", flat=True)
        for other in candidates(item, prints).select_related("feed__provider", "article")[:MOST_COMPARED]:
            theirs = item_text(other, other.feed.mapped())
            part = likeness(text, theirs)
            if part >= MUCH_ALIKE:
                marked = marked_difference(text, theirs)
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
    theirs = _text_of([block["type"], block["value"]] for block in blocks_of(story.html).blocks)
    return marked_difference(ours, theirs) if ours != theirs else ""


def _text_of(blocks: Iterable[list[Any]]) -> str:
    """The words of blocks but pictures, which stand by another name in an article."""
    return " ".join(without_markup(said) for kind, value in blocks if kind != PICTURE for said in _strings(value))


def _strings(value: Any) -> Iterator[str]:
    """In the order of their names, which blocks of an item and of an article have alike."""
    if isinstance(value, dict):
        for name in sorted(value):
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
