"""What the newsroom says of a store. Outside the page's drafts: live at once, never undone by a publish."""

from django.db import models
from django.db.models.functions import Length

from stores.choices import BuiltInSite
from stores.store.frontends import BUILT_IN, validate_frontend_address, validate_preview_path
from stores.store.models.groups import StoreGroup
from stores.validators import validate_code, validate_license, validate_ncpdp, validate_npi, validate_person

models.CharField.register_lookup(Length)

REGISTRATION_FIELDS = (
    *("legal_name", "privacy_contact", "npi", "ncpdp"),
    *("license_number", "pharmacist_in_charge", "pharmacist_license"),
)
"""What the newsroom may change of a registration, beside the store's groups."""
FRONTEND_FIELDS = ("frontend_address", "built_in_site")
"""Where the store's own frontend lives, and what becomes of the built-in site then."""
LICENSE_OF_NOBODY = "Name the pharmacist in charge, or take the pharmacist's license number out: it is nobody's."


class StoreRegistration(models.Model):
    """The identity of one store: `code` is the key of imports and never changes."""

    store = models.OneToOneField("stores.StorePage", on_delete=models.CASCADE, related_name="registration")
    code = models.CharField(max_length=63, unique=True, validators=[validate_code])
    legal_name = models.CharField(max_length=200, blank=True)
    privacy_contact = models.CharField(
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text="Whom patients ask about their privacy: a person or an office, and a phone number.",
    )
    npi = models.CharField("NPI", max_length=10, blank=True, validators=[validate_npi])
    ncpdp = models.CharField("NCPDP id", max_length=7, blank=True, validators=[validate_ncpdp])
    license_number = models.CharField(
        "state license number",
        max_length=40,
        blank=True,
        default="",
        db_default="",
        validators=[validate_license],
        help_text="The pharmacy's own, as its state's board of pharmacy writes it. Patients read it.",
    )
    pharmacist_in_charge = models.CharField(
        max_length=80,
        blank=True,
        default="",
        db_default="",
        validators=[validate_person],
        help_text="Patients read this name. Empty: the one that the store itself names, if it does.",
    )
    pharmacist_license = models.CharField(
        "license number of the pharmacist in charge",
        max_length=40,
        blank=True,
        default="",
        db_default="",
        validators=[validate_license],
        help_text="Only where the state wants patients to read it.",
    )
    groups = models.ManyToManyField(StoreGroup, blank=True, related_name="registrations")
    collection = models.OneToOneField(
        "wagtailcore.Collection",
        on_delete=models.PROTECT,
        related_name="registration",
        help_text="The store's images.",
    )
    owners = models.OneToOneField(
        "auth.Group",
        on_delete=models.PROTECT,
        related_name="owned_store",
        help_text="May change and publish the store.",
    )
    staff = models.OneToOneField(
        "auth.Group", on_delete=models.PROTECT, related_name="staffed_store", help_text="May change, not publish."
    )
    frontend_address = models.CharField(
        max_length=255,
        blank=True,
        default="",
        db_default="",
        validators=[validate_frontend_address],
        help_text="Of the store's own frontend, such as https://www.example.com/pitman, without a slash at its end. "
        "Empty: as the network's default says.",
    )
    built_in_site = models.CharField(
        max_length=10, choices=BuiltInSite, default=BuiltInSite.REDIRECT, db_default=BuiltInSite.REDIRECT
    )
    preview_path = models.CharField(
        max_length=255,
        blank=True,
        default="",
        db_default="",
        validators=[validate_preview_path],
        help_text="Behind the store's own frontend address: where it shows drafts. Such as /api/preview.",
    )
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    prescriptions_at = models.ForeignKey(
        "stores.StorePage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The store that took over the prescriptions of one that has closed.",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="registration_code_is_not_empty",
                condition=~models.Q(code=""),
                violation_error_message="Give a code.",
            ),
            models.CheckConstraint(
                name="registration_npi_has_10_digits", condition=models.Q(npi="") | models.Q(npi__length=10)
            ),
            models.CheckConstraint(
                name="registration_ncpdp_has_7_digits", condition=models.Q(ncpdp="") | models.Q(ncpdp__length=7)
            ),
            models.CheckConstraint(
                name="registration_license_is_of_a_pharmacist",
                condition=models.Q(pharmacist_license="") | ~models.Q(pharmacist_in_charge=""),
                violation_error_message=LICENSE_OF_NOBODY,
            ),
            models.CheckConstraint(
                name="registration_frontend_is_an_address",
                condition=models.Q(frontend_address__in=["", BUILT_IN])
                | models.Q(frontend_address__startswith="http"),
            ),
            models.CheckConstraint(
                name="registration_previews_are_at_a_path",
                condition=models.Q(preview_path="") | models.Q(preview_path__startswith="/"),
            ),
            models.UniqueConstraint(
                fields=["frontend_address"],
                name="one_store_at_a_frontend_address",
                condition=~models.Q(frontend_address__in=["", BUILT_IN]),
                violation_error_message="Another store has this frontend address.",
            ),
        ]

    def __str__(self) -> str:
        return self.code
