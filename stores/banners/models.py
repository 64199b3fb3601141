"""Banners (promo lines, on screens): a store's own, the network's, and where a store hides one of the network's."""

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.forms import Select
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from phonenumber_field.modelfields import PhoneNumberField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Locale, Orderable, Page

from stores.audience.models import AudienceMixin, audience_includes
from stores.banners.linked import LONGEST
from stores.choices import BannerStyle, StoreMay
from stores.languages import code_of, own_language
from stores.store.models.store import StorePage
from stores.store.previews import StorefrontPreviewMixin
from stores.tokens.fields import TokenInput
from stores.tokens.syntax import validate_store_tokens
from stores.validators import refuse_far_days, validate_site_path

BANNER_LINKS = ("link_url", "link_phone", "link_page", "link_path")


class BannerFields(models.Model):
    """What a banner says, where it leads and when it shows. Dates are in each store's own calendar, inclusive."""

    text = models.CharField(
        max_length=LONGEST, validators=[validate_store_tokens], help_text="May name the store by its tokens."
    )
    style = models.CharField(max_length=20, choices=BannerStyle, default=BannerStyle.INFO)
    posted_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When a line of the style “alert” was written."
    )
    link_label = models.CharField(
        "words that are the link",
        max_length=LONGEST,
        blank=True,
        help_text="A part of the text, such as Facebook page. Empty: the whole line is the link.",
    )
    link_url = models.URLField("link to a web address", blank=True)
    link_phone = PhoneNumberField("link to a phone number", blank=True)
    link_page = models.ForeignKey(
        Page,
        verbose_name="link to a page of this store",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    link_path = models.CharField(
        "link to a path on the store's own site", max_length=200, blank=True, validators=[validate_site_path]
    )
    show_from = models.DateField(null=True, blank=True, help_text="First day; empty: at once.")
    show_until = models.DateField(null=True, blank=True, help_text="Last day.")
    has_no_end = models.BooleanField("no end date", default=False, help_text="Shows until you remove it.")
    locale = models.ForeignKey(
        Locale,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Its language; empty: the network's own.",
    )
    # Read by Wagtail's index of references.
    locale.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    translation_key = models.UUIDField(
        null=True, editable=False, help_text="Lines that say the same in several languages share it."
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_ends_or_says_that_it_does_not",
                condition=Q(has_no_end=True, show_until__isnull=True) | Q(has_no_end=False, show_until__isnull=False),
                violation_error_message="Give a last day, or say that there is no end.",
            ),
            models.CheckConstraint(
                name="%(class)s_ends_after_it_begins",
                condition=Q(show_from__isnull=True)
                | Q(show_until__isnull=True)
                | Q(show_until__gte=models.F("show_from")),
                violation_error_message="The last day is before the first.",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def language(self) -> str:
        """`en`, `es`."""
        return code_of(self.locale_id) if self.locale_id else own_language()

    def has_ended(self, today: date) -> bool:
        """Whether its last day is over."""
        return self.show_until is not None and self.show_until < today

    def is_shown_on(self, day: date) -> bool:
        """Whether its dates include the day, both ends too."""
        return not self.has_ended(day) and (self.show_from is None or self.show_from <= day)

    def clean(self) -> None:
        """At most one link, on words that are in the text; days that may be meant."""
        super().clean()
        refuse_far_days(show_from=self.show_from, show_until=self.show_until)
        links = [name for name in BANNER_LINKS if getattr(self, name, None)]
        if len(links) > 1:
            raise ValidationError({links[1]: "A promo line has one link: clear the others."})
        if not links:
            self.link_label = ""
        elif not self.link_label:
            self.link_label = self.text
        elif self.link_label not in self.text:
            raise ValidationError({"link_label": f"These words are not in the text: “{self.link_label}”."})
        self._note_when_posted()

    def _note_when_posted(self) -> None:
        """An alert says when it was posted, once and for all; one from before that was kept does not know it."""
        if self.style != BannerStyle.ALERT:
            self.posted_at = None
        elif self.posted_at is None and not self._was_alert():
            self.posted_at = timezone.now()

    def _was_alert(self) -> bool:
        rows = type(self)._default_manager.filter(pk=self.pk, style=BannerStyle.ALERT)
        return self.pk is not None and rows.exists()


class NetworkBannerQuerySet(models.QuerySet["NetworkBanner"]):
    """Banners of the network, in their order."""

    def for_store(self, store: StorePage) -> Self:
        """Banners whose audience includes the store."""
        return self.filter(audience_includes(NetworkBanner, store)).order_by("sort_order", "pk")

    def replaceable_by(self, store: StorePage) -> Self:
        """Banners in whose place the store may put one of its own."""
        return self.for_store(store).filter(store_may=StoreMay.HIDE_OR_REPLACE)


class NetworkBanner(AudienceMixin, StorefrontPreviewMixin, BannerFields, ClusterableModel):
    """A banner of the newsroom, for an audience. Previewed on the home of a store, among the store's others."""

    # A page of one store has no address at the others: link to a path instead.
    link_page = None
    audience_noun = "promo line"
    store_may = models.CharField("a store may", max_length=10, choices=StoreMay, default=StoreMay.NOTHING)
    sort_order = models.PositiveSmallIntegerField("order", default=0, help_text="Low numbers first.")

    objects = NetworkBannerQuerySet.as_manager()

    class Meta(BannerFields.Meta):
        abstract = False
        ordering = ["sort_order", "pk"]
        verbose_name = "network promo line"


class HiddenBanner(models.Model):
    """One store does not show one banner of the network. Outside the page's drafts: live at once."""

    store = models.ForeignKey("stores.StorePage", on_delete=models.CASCADE, related_name="hidden_banners")
    banner = models.ForeignKey(NetworkBanner, on_delete=models.CASCADE, related_name="hidden_at")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["store", "banner"], name="banner_hidden_once_per_store")]

    def __str__(self) -> str:
        return f"{self.banner} at {self.store}"


class PromoBanner(Orderable, BannerFields):
    """A banner of one store."""

    store = ParentalKey("stores.StorePage", on_delete=models.CASCADE, related_name="promo_banners")
    replaces = models.ForeignKey(
        NetworkBanner,
        verbose_name="instead of the network's",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    panels = [
        FieldPanel("text", help_text=f"At most {LONGEST} characters.", widget=TokenInput(is_store_only=True)),
        FieldRowPanel([FieldPanel("style"), FieldPanel("link_label")]),
        MultiFieldPanel([FieldPanel(name) for name in BANNER_LINKS], heading="Link", classname="collapsed"),
        FieldRowPanel([FieldPanel("show_from"), FieldPanel("show_until"), FieldPanel("has_no_end")]),
        FieldPanel("replaces", widget=Select),
    ]

    class Meta(Orderable.Meta, BannerFields.Meta):
        abstract = False
        verbose_name = "promo line"

    def clean(self) -> None:
        if self.link_page and self.store_id and not self.link_page.path.startswith(self.store.path):
            raise ValidationError({"link_page": "Choose a page of this store."})
        super().clean()
