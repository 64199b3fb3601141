"""What hangs on topics, tags, providers, experts and pictures of the newsroom; and the folders that must stay."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Q
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from taggit.models import Tag, TaggedItem
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex

from cms.articles.models.articles import ArticleExpert, ArticlePage, ArticleTag
from cms.articles.models.experts import ExpertPage
from cms.articles.models.library import ArticlesPage, ExpertsPage, LibraryPage, SharedPagesPage
from cms.articles.models.news import HealthNewsPage
from cms.articles.models.pages import StandardPage
from cms.articles.models.providers import Provider
from cms.articles.models.topics import Topic
from stores.access.who import Actor
from stores.removal.drafts import change_versions, swapped, waiting_versions
from stores.removal.fixed import keep_rows
from stores.removal.losses import (
    Removal,
    Replacement,
    Way,
    counted,
    named,
    pages_named,
    refuses,
    replaced_by,
    takes_along,
)


def _folder(page: Page) -> str:
    return f"'{page.title}' is a folder of the library: it stays."


for _model in (LibraryPage, ArticlesPage, ExpertsPage, SharedPagesPage):
    keep_rows(_model, _folder)
keep_rows(HealthNewsPage, lambda page: f"'{page.title}' is the health news of a store: it stays with the store.")


def _articles_line(articles: Any, what: str) -> Iterator[str]:
    """`3 articles (2 published) lose the topic: “Flu shots” …`"""
    rows = dict(articles.values_list("pk", "live"))
    if rows:
        live, verb = sum(rows.values()), "loses" if len(rows) == 1 else "lose"
        yield f"{counted(len(rows), 'article')} ({live} published) {verb} the {what}{pages_named(rows)}."


@takes_along(Topic, Way.DELETE)
def loses_topic(removal: Removal) -> Iterator[str]:
    """The articles of the topics."""
    pairs = ArticlePage.topics.through.objects.filter(topic__in=[row.pk for row in removal.objects])
    yield from _articles_line(ArticlePage.objects.filter(pk__in=pairs.values("articlepage")), "topic")


@takes_along(Tag, Way.DELETE)
def loses_tag(removal: Removal) -> Iterator[str]:
    """The articles of the tags."""
    tagged = ArticleTag.objects.filter(tag__in=[row.pk for row in removal.objects])
    yield from _articles_line(ArticlePage.objects.filter(pk__in=tagged.values("content_object")), "tag")
    media = TaggedItem.objects.filter(tag__in=[row.pk for row in removal.objects]).count()
    if media:
        number, verb = (
            counted(media, "picture or document", "pictures and documents"),
            "loses" if media == 1 else "lose",
        )
        yield f"{number} {verb} it."


@refuses(Provider, Way.DELETE)
def has_articles(removal: Removal) -> Iterator[str]:
    """Whose articles stand in the library stays: below each of them its lines must stand."""
    articles = ArticlePage.objects.filter(provider__in=[row.pk for row in removal.objects])
    number = articles.count()
    if number:
        verb, names = "is" if number == 1 else "are", pages_named(list(articles.values_list("pk", flat=True)))
        whose = named(removal.objects)
        yield f"{counted(number, 'article')} {verb} from {whose}{names}. Give each another provider first."


@takes_along(ExpertPage, Way.DELETE, Way.UNPUBLISH, Way.RESTRICT)
def loses_expert(removal: Removal) -> Iterator[str]:
    """The articles that name the experts, and those that they reviewed."""
    ids = [row.pk for row in removal.objects]
    speaks = ArticleExpert.objects.filter(expert__in=ids).values("article")
    yield from _articles_line(ArticlePage.objects.filter(pk__in=speaks), "expert")
    yield from _articles_line(ArticlePage.objects.filter(reviewed_by__in=ids), "name of who reviewed it")


def _others(model: type[Any]) -> Callable[[Sequence[Any]], list[tuple[str, str]]]:
    def choices(gone: Sequence[Any]) -> list[tuple[str, str]]:
        rows = model._default_manager.exclude(pk__in=[row.pk for row in gone])
        return [(str(row.pk), str(row)) for row in rows.order_by("name")]

    return choices


def put_topic(by: Actor | None, topics: Sequence[Topic], value: str) -> None:
    """Articles get the other topic, in their drafts, too."""
    gone, through = [topic.pk for topic in topics], ArticlePage.topics.through
    articles = through.objects.filter(topic__in=gone).values_list("articlepage", flat=True).distinct()
    rows = [through(articlepage_id=pk, topic_id=int(value)) for pk in articles]
    through.objects.bulk_create(rows, ignore_conflicts=True)
    change_versions("topics", gone, swapped(gone, [int(value)]))


def put_tag(by: Actor | None, tags: Sequence[Tag], value: str) -> None:
    """Articles get the other tag, in their drafts, too."""
    gone, new = [tag.pk for tag in tags], int(value)
    had = ArticleTag.objects.filter(tag=new).values("content_object")
    ids = ArticleTag.objects.filter(tag__in=gone).exclude(content_object__in=had)
    for pk in set(ids.values_list("content_object", flat=True)):
        ArticleTag.objects.create(tag_id=new, content_object_id=pk)
    for row in TaggedItem.objects.filter(tag__in=gone):
        same: dict[str, Any] = {"content_type": row.content_type, "object_id": row.object_id}
        TaggedItem.objects.get_or_create(tag_id=new, **same)
    change_versions("tagged_items", gone, lambda items: _retagged(items, set(gone), new))


def _retagged(items: Any, gone: set[int], new: int) -> Any:
    """A draft's tags with the new one where one of the others stood, once."""
    if not isinstance(items, list):
        return items
    by_tag: dict[int, Any] = {}
    for item in items:
        tag = new if item.get("tag") in gone else item.get("tag")
        by_tag.setdefault(tag, item if tag == item.get("tag") else {**item, "pk": None, "tag": tag})
    return list(by_tag.values())


def _other_experts(gone: Sequence[ExpertPage]) -> list[tuple[str, str]]:
    others = ExpertPage.objects.live().exclude(pk__in=[expert.pk for expert in gone]).order_by("title")
    return [(str(pk), title) for pk, title in others.values_list("pk", "title")]


def put_expert(by: Actor | None, experts: Sequence[ExpertPage], value: str) -> None:
    """Articles name the other expert at the same place, in their drafts, too. Who reviewed one is nobody else."""
    gone, new = [expert.pk for expert in experts], int(value)
    rows = ArticleExpert.objects.filter(expert__in=gone)
    had = set(ArticleExpert.objects.filter(expert=new).values_list("article", flat=True))
    for row in rows.order_by("article", "sort_order", "pk"):
        if row.article_id not in had:
            had.add(row.article_id)
            row.expert_id = new
            row.save(update_fields=["expert"])
    change_versions("article_experts", gone, lambda items: _renamed(items, set(gone), new))


def _renamed(items: Any, gone: set[int], new: int) -> Any:
    """A draft's experts with the new one where one of the others stood, once."""
    if not isinstance(items, list):
        return items
    is_there, found = any(item.get("expert") == new for item in items), []
    for item in items:
        if item.get("expert") not in gone:
            found.append(item)
        elif not is_there:
            is_there = True
            found.append({**item, "expert": new})
    return found


replaced_by(ExpertPage, Replacement("Its articles name", _other_experts, put_expert))
replaced_by(Topic, Replacement("Its articles get the topic", _others(Topic), put_topic))
replaced_by(Tag, Replacement("Its articles get the tag", _others(Tag), put_tag))


def _without_picture(blocks: Iterable[Any], pk: int) -> list[Any]:
    """The body without the picture's own blocks: a block without its picture can't be published."""
    return [block for block in blocks if not (block["type"] == "image" and block["value"].get("image") == pk)]


@receiver(pre_delete, sender=get_image_model())
def take_blocks_along(*, instance: Any, **kwargs: Any) -> None:
    """A picture that is deleted, through whatever door, takes its blocks out of bodies: live ones and drafts."""
    uses = ReferenceIndex.get_references_to(instance).filter(model_path__startswith="body.")
    ids = {int(pk) for pk in uses.values_list("object_id", flat=True)}
    for model in (ArticlePage, StandardPage):
        for page in model.objects.filter(pk__in=ids):
            kept = _without_picture(page.body.raw_data, instance.pk)
            if len(kept) != len(page.body.raw_data):
                page.body = page._meta.get_field("body").stream_block.to_python(kept)
                page.save(update_fields=["body"])
    for version in waiting_versions().filter(Q(content__body__icontains=str(instance.pk))):
        _take_out_of(version, instance.pk)


def _take_out_of(version: Any, pk: int) -> None:
    field = ArticlePage._meta.get_field("body")
    body: Any = field.to_python(version.content["body"])
    kept = _without_picture(body.raw_data, pk)
    if len(kept) != len(body.raw_data):
        version.content["body"] = field.get_prep_value(field.stream_block.to_python(kept))
        version.save(update_fields=["content"])
