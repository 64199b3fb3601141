"""The stores' tree and the store page."""

from collections import Counter as Counted
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from phonenumber_field.modelfields import PhoneNumberField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.models import Page, Site

from stores.access.page_testers import FixedPageMixin
from stores.choices import (
    BEHIND_THE_DOOR,
    TIME_ZONES,
    Counter,
    Language,
    Service,
    Theme,
    usps_states,
    usual_own_doors,
)
from stores.fields import ChoiceListField
from stores.store.frontends import Frontend, frontend_of
from stores.store.look import validate_logo, validate_readable_on_white
from stores.store.models.frontends import NetworkFrontend
from stores.store.models.own_words import OwnWords
from stores.store.page_form import (
    OPENING_HOURS,
    PROMO_BANNERS,
    FieldsOfRowsPanel,
    PromoBannersPanel,
    StorePageForm,
)
from stores.store.previews import StorefrontPreviewMixin
from stores.store.querysets import StoreManager
from stores.store.tasks import LINKED_KINDS
from stores.validators import validate_accent, validate_zip

LINKS = ("facebook", "instagram", *(kind.value for kind in LINKED_KINDS))


class StoresPage(Page):
    """The folder of all stores."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["stores.RegionPage", "stores.StorePage"]
    max_count = 1
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []
    preview_modes: list[tuple[str, str]] = []


class RegionPage(Page):
    """A folder of stores, so that no folder holds a thousand siblings."""

    parent_page_types = ["stores.StoresPage"]
    subpage_types = ["stores.StorePage"]
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []
    preview_modes: list[tuple[str, str]] = []


def _default_frontend(site: Site) -> Frontend:
    """The network's default: come along with the site (`with_default_frontend`), else asked for."""
    if hasattr(site, "default_frontend"):
        names = "default_frontend", "default_built_in_site", "default_preview_path"
        return Frontend(*(getattr(site, name, None) or "" for name in names))
    only = NetworkFrontend.objects.first()
    return Frontend(only.address, only.built_in_site, only.preview_path) if only else Frontend("", "")


class StorePage(FixedPageMixin, StorefrontPreviewMixin, OwnWords, Page):
    """One pharmacy: the root page of its own Site. Its title is the name that patients read.

    Opened by `open_store`, which also makes what stands beside it: registration, Site, collection.
    """

    street = models.CharField(max_length=120)
    city = models.CharField(max_length=80)
    state = models.CharField(max_length=2, choices=usps_states)
    postal_code = models.CharField("ZIP code", max_length=10, validators=[validate_zip])
    country = models.CharField(max_length=2, choices=[("US", "United States")], default="US")
    latitude = models.DecimalField(
        max_digits=8,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    time_zone = models.CharField(max_length=40, choices=TIME_ZONES)

    phone = PhoneNumberField()
    fax = PhoneNumberField(blank=True)
    sms = PhoneNumberField("text line", blank=True)
    email = models.EmailField("email", blank=True)

    facebook_url = models.URLField("Facebook", blank=True)
    instagram_url = models.URLField("Instagram", blank=True)

    counters = ChoiceListField(
        "departments",
        options=Counter.choices,
        help_text="Departments whose hours patients find here. One without any hours below says “hours unknown”.",
    )
    own_doors = ChoiceListField(
        "doors of their own",
        options=BEHIND_THE_DOOR,
        default=usual_own_doors,
        help_text="Departments that patients reach without walking through the store. All others show as open only "
        "while the store is, where its own hours are known.",
    )
    services = ChoiceListField(options=Service.choices)
    languages = ChoiceListField(options=Language.choices)

    theme = models.CharField(max_length=20, choices=Theme, default=Theme.CLASSIC)
    accent = models.CharField(
        "accent color", max_length=7, default="#0b6e4f", validators=[validate_accent, validate_readable_on_white]
    )
    logo = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    logo_alt = models.CharField(
        "words for the logo",
        max_length=120,
        blank=True,
        default="",
        db_default="",
        help_text="For people who can't see it: what can be read on it. Empty: the store's name.",
    )

    objects: ClassVar[Any] = StoreManager()

    # A store page alone would have no host, registration or collection: `open_store` makes it.
    is_creatable = False
    parent_page_types = ["stores.StoresPage", "stores.RegionPage"]

    content_panels = [
        # Not the title panel: it would fill in a slug, which is no part of this form.
        FieldPanel("title", heading="Name", classname="title"),
        MultiFieldPanel(
            [
                FieldPanel("street"),
                FieldRowPanel([FieldPanel("city"), FieldPanel("state"), FieldPanel("postal_code")]),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude"), FieldPanel("time_zone")]),
            ],
            heading="Location",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("phone"), FieldPanel("fax")]),
                FieldRowPanel([FieldPanel("sms"), FieldPanel("email")]),
            ],
            heading="Contact",
        ),
        MultiFieldPanel(
            [FieldPanel("facebook_url"), FieldPanel("instagram_url")], heading="Links", classname="collapsed"
        ),
        MultiFieldPanel([FieldPanel("services"), FieldPanel("languages")], heading="Services", classname="collapsed"),
    ]
    hours_panels = [
        FieldPanel("counters", heading="Departments"),
        FieldPanel("own_doors", heading="Departments with a door of their own"),
        FieldsOfRowsPanel(OPENING_HOURS, heading="Regular hours"),
    ]
    banner_panels = [PromoBannersPanel(PROMO_BANNERS, heading="Promo lines", label="Promo line")]
    about_panels = [
        FieldPanel("welcome"),
        MultiFieldPanel([FieldPanel("shop_photo"), FieldPanel("shop_photo_alt")], heading="Photo of the shop"),
        MultiFieldPanel(
            [FieldPanel("pharmacist_name"), FieldPanel("pharmacist_photo"), FieldPanel("pharmacist_line")],
            heading="Pharmacist in charge",
        ),
        MultiFieldPanel([FieldPanel("insurance"), FieldPanel("payment")], heading="Insurance and payment"),
        MultiFieldPanel(
            [FieldPanel("parking"), FieldPanel("step_free"), FieldPanel("access_note")], heading="Getting here"
        ),
    ]
    look_panels = [
        FieldPanel("logo"),
        FieldPanel("logo_alt"),
        FieldRowPanel([FieldPanel("theme"), FieldPanel("accent")]),
    ]

    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading="Store"),
            ObjectList(about_panels, heading="About"),
            ObjectList(hours_panels, heading="Hours"),
            ObjectList(banner_panels, heading="Promo lines"),
            ObjectList(look_panels, heading="Look"),
            ObjectList([FieldPanel("seo_title"), FieldPanel("search_description")], heading="Search"),
        ],
        base_form_class=StorePageForm,
    )

    class Meta:
        verbose_name = "store"
        constraints = [
            models.CheckConstraint(
                name="store_has_both_coordinates_or_none",
                # Said outright: a comparison with NULL is neither true nor false, and a check lets that pass.
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                violation_error_message="Give both latitude and longitude, or neither.",
            ),
        ]

    @cached_property
    def site(self) -> Site:
        """The Site whose host is the store's; the first one when there are several. Site.DoesNotExist without one."""
        sites = sorted(self.sites_rooted_here.all(), key=lambda site: site.pk)
        if not sites:
            raise Site.DoesNotExist(f"Store {self.slug} has no Site.")
        return sites[0]

    @property
    def root_url(self) -> str:
        """`http://pitman.localhost:8000`, no slash at the end: where the API and the built-in site answer."""
        return self.site.root_url

    @cached_property
    def frontend(self) -> Frontend | None:
        """The store's own frontend, if it has one. A store without a registration has none."""
        registration = getattr(self, "registration", None)
        if registration is None:
            return None
        own = Frontend(registration.frontend_address, registration.built_in_site, registration.preview_path)
        return frontend_of(own, _default_frontend(self.site), self.slug)

    @property
    def front_url(self) -> str:
        """Where patients find the store's pages, no slash at the end: at its frontend, else on its built-in site."""
        return self.frontend.url if self.frontend else self.root_url

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def today(self, at: datetime) -> date:
        """The store's own date at the moment `at`."""
        return at.astimezone(self.zone).date()

    @property
    def listed_counters(self) -> list[Counter]:
        """Counters that the store lists, or that have a row, in the closed list's order."""
        listed = {*self.counters, *(row.counter for row in self.opening_hours.all())}
        return [counter for counter in Counter if counter in listed]

    def is_behind_the_door(self, counter: str) -> bool:
        """Whether the counter is reached through the store."""
        return counter != Counter.STORE and counter not in self.own_doors

    @property
    def address_line(self) -> str:
        """`39 S Broadway, Pitman, NJ 08071`"""
        return f"{self.street}, {self.city}, {self.state} {self.postal_code}"

    @property
    def links(self) -> dict[str, str | None]:
        """Name -> web address, None where the store gives none."""
        return {name: getattr(self, f"{name}_url") or None for name in LINKS}

    @classmethod
    def _slug_is_available(cls, slug: str, parent_page: Page | None, page: Page | None = None) -> bool:
        """Wagtail asks among siblings; a store's slug is its name in the API, so it is asked among all stores."""
        others = StorePage.objects.filter(slug=slug)
        if page is not None and page.pk:
            others = others.exclude(pk=page.pk)
        return not others.exists() and super()._slug_is_available(slug, parent_page, page)

    def clean(self) -> None:
        # Before Wagtail's own check, which names a parent page.
        self.check_slugs([self])
        super().clean()
        self.check_logo()

    @classmethod
    def check_slugs(cls, stores: "Sequence[StorePage]") -> None:
        """ValidationError unless each slug is one in the network; of many stores that are saved at once, too."""
        slugs = [store.slug for store in stores]
        those = [store.pk for store in stores if store.pk]
        there = StorePage.objects.filter(slug__in=slugs).exclude(pk__in=those).values_list("slug", flat=True)
        taken = {*there, *(slug for slug, number in Counted(slugs).items() if number > 1)}
        for store in stores:
            if store.slug in taken:
                raise ValidationError({"slug": f"Another store has the slug '{store.slug}'."})

    def check_fields(self, *, kept: Collection[str], is_new_logo: bool = True) -> None:
        """What `full_clean` says, all of it; but for columns that are `kept`, and for what the database is asked.

        Whoever saves the page asks `check_slugs`, and tells what a constraint refuses (`stores.batches`).
        """
        errors: dict[str, Any] = {}
        for check in (lambda: self.clean_fields(exclude=kept), self.check_logo if is_new_logo else lambda: None):
            try:
                check()
            except ValidationError as error:
                error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def check_logo(self) -> None:
        """A new one: what stands there already keeps no other change from being saved."""
        if self.logo is None or StorePage.objects.filter(pk=self.pk, logo=self.logo_id).exists():
            return
        try:
            validate_logo(self.logo.width, self.logo.height)
        except ValidationError as error:
            raise ValidationError({"logo": error.messages}) from error
