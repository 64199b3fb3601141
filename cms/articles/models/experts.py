"""Experts: one record for many articles."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.articles.blocks import STORE_TEXT_FEATURES, LinkBlock
from cms.articles.forms import NoAliasCopyForm, ScheduledForm
from cms.articles.panels import CommentsPanel, schedule_panel
from cms.articles.querysets import ExpertManager
from cms.articles.refused_html import check_rich_texts
from stores.store.previews import StorefrontPreviewMixin
from stores.tokens.syntax import validate_store_tokens
from stores.validators import validate_npi

validate_orcid = RegexValidator(r"^\d{4}-\d{4}-\d{4}-\d{3}[\dX]\Z", "Write the ORCID as 0000-0002-1825-0097.")


class ExpertPage(StorefrontPreviewMixin, Page):
    """A person who speaks in articles. The title is the name."""

    credentials = models.CharField(max_length=80, blank=True, help_text="Letters after the name, such as MD.")
    post = models.CharField("job title", max_length=160, blank=True)
    institution = models.CharField(max_length=160, blank=True)
    speciality_list = models.CharField("specialties", max_length=255, blank=True, help_text="Separated by commas.")
    biography = RichTextField(blank=True, features=STORE_TEXT_FEATURES, validators=[validate_store_tokens])
    photo = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    photo_alt = models.CharField("photo's alternative text", max_length=255, blank=True)
    orcid = models.CharField("ORCID", max_length=19, blank=True, validators=[validate_orcid])
    npi = models.CharField("NPI", max_length=10, blank=True, validators=[validate_npi])
    links = StreamField([("link", LinkBlock())], blank=True)

    objects: ClassVar[Any] = ExpertManager()

    base_form_class = ScheduledForm
    copy_form_class = NoAliasCopyForm

    parent_page_types = ["cms.ExpertsPage"]
    subpage_types: list[str] = []

    content_panels = [
        *Page.content_panels,
        FieldRowPanel([FieldPanel("credentials"), FieldPanel("post")]),
        FieldPanel("institution"),
        FieldPanel("speciality_list"),
        FieldPanel("biography"),
        MultiFieldPanel([FieldPanel("photo"), FieldPanel("photo_alt")], heading="Photo"),
        FieldRowPanel([FieldPanel("orcid"), FieldPanel("npi")]),
        FieldPanel("links"),
    ]
    settings_panels = [schedule_panel(), CommentsPanel()]
    search_fields = [
        *Page.search_fields,
        index.SearchField("biography"),
        index.SearchField("speciality_list"),
        index.AutocompleteField("biography"),
        index.AutocompleteField("speciality_list"),
    ]

    class Meta:
        verbose_name = "expert"

    def clean(self) -> None:
        super().clean()
        check_rich_texts(self)

    @property
    def specialities(self) -> list[str]:
        return [name.strip() for name in self.speciality_list.split(",") if name.strip()]
