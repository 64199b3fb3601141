"""Standard pages: one store's own, or shared by audience."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.articles.blocks import StandardBodyBlock, texts_in
from cms.articles.collisions import OneAddressMixin
from cms.articles.duties import Duty, check_parts
from cms.articles.forms import OneAddressCopyForm, OneAddressForm
from cms.articles.languages import SpokenMixin, site_languages
from cms.articles.panels import CommentsPanel, LanguagePanel, schedule_panel
from cms.articles.querysets import StandardPageManager
from cms.articles.refused_html import check_rich_texts
from stores.access.page_testers import StoreContentMixin
from stores.audience.models import AudienceMixin
from stores.audience.panel import audience_panel
from stores.store.previews import StorefrontPreviewMixin
from stores.tokens.fields import TokenInput
from stores.tokens.syntax import validate_store_tokens

# First parts of paths on a store's site that are not a standard page's to take.
RESERVED_SLUGS = frozenset(
    {"admin", "api", "documents", "experts", "health", "hours", "media", "search", "services", "static"}
)


class StandardPage(SpokenMixin, OneAddressMixin, StoreContentMixin, AudienceMixin, StorefrontPreviewMixin, Page):
    """A page at `/<slug>/` of its store, or of every store in its audience when it stands in the library."""

    body = StreamField(StandardBodyBlock(), blank=True)
    duty = models.CharField(
        "what the law asks for",
        max_length=20,
        blank=True,
        default="",
        db_default="",
        choices=[("", "No, an ordinary page"), *Duty.choices],
        help_text="Such a page stands in the footer of every page of a site, and has parts that it must have.",
    )
    effective_on = models.DateField("in force since", null=True, blank=True)
    contact = models.CharField(
        max_length=300,
        blank=True,
        default="",
        db_default="",
        help_text="Whom to ask, to complain to, or to tell what can't be used: a person or an office, and how to "
        "reach them.",
    )

    objects: ClassVar[Any] = StandardPageManager()
    base_form_class = OneAddressForm
    copy_form_class = OneAddressCopyForm

    parent_page_types = ["stores.StorePage", "cms.SharedPagesPage"]
    subpage_types: list[str] = []

    content_panels = [
        LanguagePanel("language"),
        *Page.content_panels,
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("duty"),
                FieldPanel("effective_on"),
                FieldPanel("contact", widget=TokenInput(is_store_only=True)),
            ],
            heading="Notices that the law asks for",
        ),
        audience_panel("cms.direct_articlepage"),
    ]
    settings_panels = [schedule_panel(), CommentsPanel()]
    search_fields = [*Page.search_fields, index.SearchField("body"), index.AutocompleteField("body")]

    class Meta:
        verbose_name = "standard page"

    def clean(self) -> None:
        super().clean()
        check_rich_texts(self)
        if self.slug in RESERVED_SLUGS or self.slug in site_languages():
            raise ValidationError({"slug": f"'/{self.slug}/' belongs to the site itself. Choose another slug."})
        check_parts(self)
        for place, text in [*texts_in(self.body), ("contact", self.contact)]:
            try:
                validate_store_tokens(text)
            except ValidationError as error:
                field = "contact" if place == "contact" else "body"
                raise ValidationError({field: f"In {place}: {error.messages[0]}"}, code="unknown_token") from error
