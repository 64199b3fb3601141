"""What the newsroom does when something happens elsewhere."""

from typing import Any

from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_slug_changed

from cms.articles.models.news import SLUG, HealthNewsPage
from cms.articles.models.slugs import OldSlug
from cms.users.models import User
from stores.models import StorePage
from stores.signals import store_opened


@receiver(store_opened)
def make_health_news(*, store: StorePage, by: User | None, **kwargs: Any) -> None:
    """Every store has its health news from the first moment."""
    at = store.first_published_at
    news = HealthNewsPage(title="Health news", slug=SLUG, owner=by, first_published_at=at, last_published_at=at)
    store.add_child(instance=news)


@receiver(page_slug_changed)
def remember_old_slug(*, instance: Page, instance_before: Page, **kwargs: Any) -> None:
    """One row, whatever the number of stores. A page that takes its own old slug back needs no row for it."""
    OldSlug.objects.filter(page_id=instance.pk, slug=instance.slug).delete()
    OldSlug.objects.get_or_create(page_id=instance.pk, slug=instance_before.slug)
