"""Articles: written once, carried by many stores."""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.forms import CheckboxSelectMultiple, Select
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, Revision
from wagtail.search import index

from cms.articles.blocks import BodyBlock, CorrectionBlock, LinkBlock
from cms.articles.collisions import OneAddressMixin
from cms.articles.edit_lock import check_delivered, delivered, delivering, restore_in
from cms.articles.forms import ArticleCopyForm, ArticlePageForm
from cms.articles.languages import SpokenMixin
from cms.articles.models.experts import ExpertPage
from cms.articles.models.providers import CanonicalPolicy, Provider
from cms.articles.models.topics import Topic
from cms.articles.panels import (
    CommentsPanel,
    LanguagePanel,
    LockableFieldPanel,
    LockableTitlePanel,
    LockNotice,
    ReachPanel,
    RecallPanel,
    schedule_panel,
)
from cms.articles.querysets import ArticleManager
from cms.articles.refused_html import check_rich_texts
from cms.checklists.embargoes import check_not_held
from cms.checklists.panels import ChecklistPanel
from cms.checklists.ticks import check_ticked
from stores.access.page_testers import StoreContentMixin
from stores.audience.models import AudienceMixin
from stores.audience.panel import audience_panel
from stores.store.previews import StorefrontPreviewMixin
from stores.tokens.fields import TokenInput
from stores.tokens.syntax import validate_tokens

# What only the newsroom says of an article; owners write local articles without it.
DIRECT = "cms.direct_articlepage"


class ArticleTag(TaggedItemBase):
    """A tag of an article."""

    content_object = ParentalKey("cms.ArticlePage", on_delete=models.CASCADE, related_name="tagged_items")


class ArticleExpert(Orderable):
    """An expert of an article, in the article's order."""

    article = ParentalKey("cms.ArticlePage", on_delete=models.CASCADE, related_name="article_experts")
    expert = models.ForeignKey(ExpertPage, on_delete=models.CASCADE, related_name="article_experts")

    panels = [PageChooserPanel("expert", "cms.ExpertPage")]

    class Meta(Orderable.Meta):
        constraints = [
            # Deferred: Wagtail writes swapped rows one after the other.
            models.UniqueConstraint(
                fields=["article", "expert"], name="expert_once_per_article", deferrable=models.Deferrable.DEFERRED
            )
        ]


class ArticlePage(SpokenMixin, OneAddressMixin, StoreContentMixin, AudienceMixin, StorefrontPreviewMixin, Page):
    """An article of the library, or a local one below a store's health news. Its body is said once for all stores."""

    teaser = models.CharField(max_length=300, validators=[validate_tokens])
    hero = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name="main image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    hero_alt = models.CharField("main image's alternative text", max_length=255, blank=True)
    body = StreamField(BodyBlock())
    published_on = models.DateField("publish date", help_text="Shown to patients.")
    provider = models.ForeignKey(
        Provider,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="articles",
        help_text="Whoever licensed it. A store's own article has none: the store itself stands for it.",
    )
    topics = ParentalManyToManyField(Topic, blank=True, related_name="articles")
    tags = ClusterTaggableManager(through=ArticleTag, blank=True)
    reviewed_by = models.ForeignKey(
        ExpertPage, null=True, blank=True, on_delete=models.SET_NULL, related_name="reviewed_articles"
    )
    reviewed_on = models.DateField(null=True, blank=True)
    review_due_on = models.DateField(null=True, blank=True)
    sources = StreamField([("source", LinkBlock())], blank=True)
    canonical_policy = models.CharField(
        max_length=10, choices=[("", "As the provider says"), *CanonicalPolicy.choices], blank=True, default=""
    )
    is_required = models.BooleanField(
        "required", default=False, help_text="Stores can't hide it. Use for drug recalls and safety notices."
    )
    byline = models.CharField(
        max_length=255, blank=True, default="", db_default="", help_text="Who wrote it, as the provider says."
    )
    dateline = models.CharField(
        max_length=160,
        blank=True,
        default="",
        db_default="",
        help_text="Stands before the text. Empty: the provider's own dateline.",
    )
    credit = models.CharField(
        "credit line",
        max_length=255,
        blank=True,
        default="",
        db_default="",
        help_text="Whom the provider wants named.",
    )
    corrections = StreamField(
        [("correction", CorrectionBlock())],
        blank=True,
        default=list,
        db_default=models.Value([], output_field=models.JSONField()),
        help_text="What was corrected, and when. Readers see it above the text.",
    )
    original_url = models.URLField("original", blank=True, help_text="Where the article was first published.")
    embargo_until = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="Its provider holds this version until then."
    )
    ticked = models.JSONField(
        default=list,
        blank=True,
        editable=False,
        db_default=models.Value([], output_field=models.JSONField()),
        help_text="What of its provider's list was checked, by whom and when.",
    )
    lineage = models.UUIDField(
        default=uuid4, editable=False, db_index=True, help_text="The same in all copies of one article, however made."
    )

    # What the store that is asked shows of it; set by whoever loads articles for an answer.
    shown_experts: Sequence[ExpertPage]
    shown_reviewer: ExpertPage | None
    shown_topics: Sequence[Any]
    shown_topic_ids: Sequence[int]
    shown_tags: Sequence[str]
    shown_related: Sequence["ArticlePage"]
    shown_translations: Sequence["ArticlePage"]

    # What the store that is asked did with it; `with_placement` loads it.
    placed: dict[str, Any] | None = None

    objects: ClassVar[Any] = ArticleManager()
    base_form_class = ArticlePageForm
    copy_form_class = ArticleCopyForm
    # A copy is checked for itself, and so is what is to be its translation.
    exclude_fields_in_copy = ["ticked"]

    parent_page_types = ["cms.ArticlesPage", "cms.HealthNewsPage"]
    subpage_types: list[str] = []

    content_panels = [
        RecallPanel(heading="Withdrawn", icon="warning"),
        LockNotice(),
        LanguagePanel("language"),
        LockableTitlePanel("title"),
        LockableFieldPanel("teaser", widget=TokenInput()),
        FieldRowPanel([FieldPanel("published_on"), LockableFieldPanel("provider", widget=Select)]),
        MultiFieldPanel([FieldPanel("hero"), FieldPanel("hero_alt")], heading="Main image"),
        LockableFieldPanel("body"),
        MultiFieldPanel(
            [InlinePanel("article_experts", label="Expert")], heading="About the expert", permission=DIRECT
        ),
        FieldPanel("sources"),
        FieldPanel("corrections", permission=DIRECT),
        MultiFieldPanel(
            [
                FieldPanel("byline", permission=DIRECT),
                FieldPanel("dateline", permission=DIRECT),
                FieldPanel("credit", permission=DIRECT),
            ],
            heading="Byline and credit",
            permission=DIRECT,
        ),
        ChecklistPanel(heading="Checklist", icon="clipboard-list"),
        audience_panel(DIRECT, count_view="cms_article_count"),
        FieldPanel("is_required", permission=DIRECT),
        ReachPanel(heading="Reach", icon="globe"),
    ]
    promote_panels = [
        *Page.promote_panels,
        MultiFieldPanel(
            [FieldPanel("topics", widget=CheckboxSelectMultiple), FieldPanel("tags", permission=DIRECT)],
            heading="Topics and tags",
        ),
        MultiFieldPanel(
            [FieldPanel("canonical_policy", permission=DIRECT), FieldPanel("original_url", permission=DIRECT)],
            heading="Canonical address",
            permission=DIRECT,
        ),
        MultiFieldPanel(
            [
                PageChooserPanel("reviewed_by", "cms.ExpertPage", permission=DIRECT),
                FieldPanel("reviewed_on", permission=DIRECT),
                FieldPanel("review_due_on", permission=DIRECT),
            ],
            heading="Medical review",
            permission=DIRECT,
        ),
    ]
    settings_panels = [schedule_panel(), CommentsPanel()]
    search_fields = [
        *Page.search_fields,
        index.SearchField("teaser"),
        index.SearchField("body"),
        # The admin's searches complete what is typed: they read these alone.
        index.AutocompleteField("teaser"),
        index.AutocompleteField("body"),
        index.FilterField("published_on"),
    ]

    class Meta:
        verbose_name = "article"
        permissions = [("direct_articlepage", "May choose audience, experts, tags and review of articles")]
        constraints = [
            models.CheckConstraint(
                name="article_review_has_person_and_day",
                condition=Q(reviewed_by__isnull=True) | Q(reviewed_on__isnull=False),
                violation_error_message="Say when the article was reviewed.",
            ),
            models.CheckConstraint(
                name="article_review_is_due_after_it_was_done",
                condition=Q(reviewed_on__isnull=True)
                | Q(review_due_on__isnull=True)
                | Q(review_due_on__gt=F("reviewed_on")),
                violation_error_message="The next review is due after the last one.",
            ),
        ]

    def clean(self) -> None:
        super().clean()
        check_rich_texts(self)
        check_delivered(self)
        if self.provider_id is None and self.path and self.is_in_library:
            raise ValidationError({"provider": "Choose who provides this article."})
        if self.canonical_policy == CanonicalPolicy.FLAGSHIP and self.flagship_id is None:
            message = "Its provider names no flagship store: choose one there first."
            raise ValidationError({"canonical_policy": message})

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """Whose copy it is is no part of a draft."""
        page = super().with_content_json(content)
        page.lineage = self.lineage
        return page

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        """Texts that a provider's rule keeps stay as they are, whatever the revision says.

        Unticked: a person publishes it, and not all is checked that the provider wants checked. Embargoed: it would go
        live before its provider allows it, by whomever.
        """
        check_not_held(revision.content)
        check_ticked(self, revision, args[0] if args else kwargs.get("user"))
        with delivering(revision):
            row = delivered(self)
            if row is not None and restore_in(revision.content, row):
                revision.save(update_fields=["content"])
            return super().publish(revision, *args, **kwargs)

    @property
    def title_at_store(self) -> str:
        """The title that the store gave it, else its own."""
        return (self.placed or {}).get("title") or self.title

    @property
    def teaser_at_store(self) -> str:
        """The store's teaser where it wrote one, else the article's; tokens not filled."""
        return (self.placed or {}).get("teaser") or self.teaser

    @property
    def note_at_store(self) -> str:
        """The store's local note, tokens not filled."""
        return (self.placed or {}).get("note") or ""

    @property
    def is_pinned_at_store(self) -> bool:
        return (self.placed or {}).get("pinned_as") is not None

    @property
    def is_in_library(self) -> bool:
        """Whether the article is shared; False for a local one, which stands below a store's health news."""
        return ArticlePage.objects.filter(pk=self.pk).in_library().exists()

    @property
    def canonical_original(self) -> str | None:
        """The address elsewhere that is the article's own; None where each store's page is."""
        return self.original_url or None if self._policy == CanonicalPolicy.ORIGINAL else None

    @property
    def flagship_id(self) -> int | None:
        """The store whose page is the article's own, if it carries the article; None where each store's is."""
        is_led = self.provider is not None and self._policy == CanonicalPolicy.FLAGSHIP
        return self.provider.flagship_id if self.provider is not None and is_led else None

    @property
    def _policy(self) -> str:
        return self.canonical_policy or (self.provider.canonical_policy if self.provider else "")
