"""Who licensed an article to us, or ourselves."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from modelcluster.models import ClusterableModel

from stores.audience.models import AudienceMixin
from stores.store.models.store import StorePage
from stores.tokens.syntax import validate_tokens


class CanonicalPolicy(models.TextChoices):
    """Which address search engines should take for the article's own."""

    STORE = "store", "The page at each store"
    ORIGINAL = "original", "The original, where the article names it"
    FLAGSHIP = "flagship", "The page at the flagship store"


class MayEdit(models.TextChoices):
    """What the newsroom may change of a provider's articles."""

    EVERYTHING = "everything", "Everything"
    NO_TEXT = "no_text", "Not title, teaser and text: they stay as delivered"


class Provider(AudienceMixin, ClusterableModel):
    """A source of articles, the lines that must stand below each of them, and the licence to carry them.

    The audience is the licence's: no store outside of it carries an article of the provider. Before the licence
    starts and from its end on nobody does.
    """

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    dateline = models.CharField(
        max_length=160, blank=True, help_text="Stands before the text, such as an agency's name."
    )
    disclaimer = models.TextField(validators=[validate_tokens], help_text="May name store and provider by tokens.")
    copyright = models.CharField(max_length=255, validators=[validate_tokens])
    canonical_policy = models.CharField(max_length=10, choices=CanonicalPolicy, default=CanonicalPolicy.STORE)
    flagship = models.ForeignKey(
        StorePage,
        verbose_name="flagship store",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Its pages are the ones that search engines list. Of what it does not carry, each store's own are.",
    )

    may_edit = models.CharField("the newsroom may edit", max_length=12, choices=MayEdit, default=MayEdit.EVERYTHING)
    may_pass_on = models.BooleanField(
        "partners may take its articles",
        default=False,
        db_default=False,
        help_text="With an API key for news, to publish them elsewhere. Only if the license allows it.",
    )
    licence_starts_at = models.DateTimeField(
        "license starts at", null=True, blank=True, help_text="Empty: it has started."
    )
    licence_ends_at = models.DateTimeField(
        "license ends at",
        null=True,
        blank=True,
        help_text="From this moment on every article of the provider is gone. Empty: no end.",
    )

    review_months = models.PositiveSmallIntegerField(
        "months between medical reviews",
        default=12,
        db_default=12,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text="When somebody says that an article was reviewed today, the next review is due so much later.",
    )

    audience_noun = "license"

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="licence_ends_after_it_starts",
                condition=Q(licence_starts_at__isnull=True)
                | Q(licence_ends_at__isnull=True)
                | Q(licence_ends_at__gt=F("licence_starts_at")),
                violation_error_message="The license ends before it starts.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.flagship_id is None:
            if self.canonical_policy == CanonicalPolicy.FLAGSHIP:
                raise ValidationError({"flagship": "Choose the flagship store, or another canonical policy."})
        elif not StorePage.objects.online().filter(pk=self.flagship_id).exists():
            raise ValidationError({"flagship": "Choose a store that is open."})
