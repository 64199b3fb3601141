"""What the newsroom does when something happens elsewhere."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models.signals import pre_save
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_slug_changed, page_unpublished

from cms.articles.forms import NO_ALIAS
from cms.articles.models.articles import ArticlePage
from cms.articles.models.experts import ExpertPage
from cms.articles.models.news import SLUG, HealthNewsPage
from cms.articles.models.pages import StandardPage
from cms.articles.models.slugs import OldSlug
from cms.users.models import User
from stores.batches.pages import add_children
from stores.models import StorePage
from stores.signals import stores_opened


@receiver(stores_opened)
def make_health_news(*, stores: list[StorePage], by: User | None, **kwargs: Any) -> None:
    """Every store has its health news from the first moment."""
    placed: list[tuple[Page, Page]] = []
    for store in stores:
        at = store.first_published_at
        news = HealthNewsPage(title="Health news", slug=SLUG, owner=by, first_published_at=at, last_published_at=at)
        placed.append((store, news))
    add_children(placed, by=by)


@receiver(page_slug_changed)
def remember_old_slug(*, instance: Page, instance_before: Page, **kwargs: Any) -> None:
    """One row, whatever the number of stores. A page that takes its own old slug back needs no row for it."""
    OldSlug.objects.filter(page_id=instance.pk, slug=instance.slug).delete()
    OldSlug.objects.get_or_create(page_id=instance.pk, slug=instance_before.slug)


@receiver(pre_save, sender=ArticlePage)
@receiver(pre_save, sender=StandardPage)
@receiver(pre_save, sender=ExpertPage)
def make_no_alias(*, instance: Page, raw: bool, **kwargs: Any) -> None:
    """By no door: one made before stays as it is."""
    if not raw and instance.pk is None and instance.alias_of_id:
        raise ValidationError(NO_ALIAS)


@receiver(page_unpublished)
def clear_dates(*, instance: Page, **kwargs: Any) -> None:
    """What was taken down, by hand or by its date, has no dates left that would keep it from being saved again."""
    if instance.go_live_at is None and instance.expire_at is None:
        return
    Page.objects.filter(pk=instance.pk).update(go_live_at=None, expire_at=None)
    instance.go_live_at = instance.expire_at = None
    version = instance.latest_revision
    if version is not None:
        version.content |= {"go_live_at": None, "expire_at": None}
        version.save(update_fields=["content"])
