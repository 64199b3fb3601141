"""A store's health news."""

from typing import Any

from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from cms.articles.blocks import STORE_TEXT_FEATURES
from cms.articles.refused_html import check_rich_texts
from stores.access.page_testers import FixedPageMixin
from stores.store.previews import StorefrontPreviewMixin
from stores.tokens.syntax import validate_store_tokens

SLUG = "health"


class HealthNewsPage(FixedPageMixin, StorefrontPreviewMixin, Page):
    """Title and intro of a store's health news, and the parent of its local articles. Made when a store is opened."""

    intro = RichTextField(blank=True, features=STORE_TEXT_FEATURES, validators=[validate_store_tokens])

    is_creatable = False
    parent_page_types = ["stores.StorePage"]
    subpage_types = ["cms.ArticlePage"]
    max_count_per_parent = 1

    content_panels = [FieldPanel("title", classname="title"), FieldPanel("intro")]
    promote_panels = [FieldPanel("seo_title"), FieldPanel("search_description")]
    settings_panels: list[Any] = []

    class Meta:
        verbose_name = "health news"

    def clean(self) -> None:
        super().clean()
        check_rich_texts(self)
