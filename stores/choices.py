"""The closed lists that a store chooses from. A slug is part of the API and of import files: add, never rename."""

from django.db import models
from localflavor.us.us_states import USPS_CHOICES

from stores.wording import _


class Counter(models.TextChoices):
    """A part of a store with its own hours."""

    STORE = "store", _("Store")
    PHARMACY = "pharmacy", _("Pharmacy")
    DRIVE_THROUGH = "drive-through", _("Drive-through")
    DELIVERY = "delivery", _("Delivery")


BEHIND_THE_DOOR = [(value, label) for value, label in Counter.choices if value != Counter.STORE]
"""Counters that are reached through the store, unless they have a door of their own."""


def usual_own_doors() -> list[str]:
    """Counters that are reached from outside unless their store says otherwise."""
    return [Counter.DRIVE_THROUGH.value]


class Weekday(models.IntegerChoices):
    """ISO 8601."""

    MONDAY = 1, "Monday"
    TUESDAY = 2, "Tuesday"
    WEDNESDAY = 3, "Wednesday"
    THURSDAY = 4, "Thursday"
    FRIDAY = 5, "Friday"
    SATURDAY = 6, "Saturday"
    SUNDAY = 7, "Sunday"


class Service(models.TextChoices):
    """What a patient searches a pharmacy by."""

    BLOOD_PRESSURE_CHECKS = "blood-pressure-checks", _("Blood pressure checks")
    COMPOUNDING = "compounding", _("Compounding")
    DELIVERY = "delivery", _("Delivery")
    DRIVE_THROUGH = "drive-through", _("Drive-through")
    IMMUNIZATIONS = "immunizations", _("Immunizations")
    MEDICATION_DISPOSAL = "medication-disposal", _("Medication disposal")
    MEDICATION_SYNC = "medication-sync", _("Medication synchronization")
    REFILLS_BY_APP = "refills-by-app", _("Refills by app")
    SPECIALTY = "specialty", _("Specialty pharmacy")
    TESTING = "testing", _("Point-of-care testing")
    TRAVEL_VACCINES = "travel-vaccines", _("Travel vaccines")


class Language(models.TextChoices):
    """Spoken at the counter: ISO 639 codes of the languages most spoken in the United States."""

    ENGLISH = "en", _("English")
    SPANISH = "es", _("Spanish")
    CHINESE = "zh", _("Chinese")
    TAGALOG = "tl", _("Tagalog")
    VIETNAMESE = "vi", _("Vietnamese")
    ARABIC = "ar", _("Arabic")
    FRENCH = "fr", _("French")
    KOREAN = "ko", _("Korean")
    RUSSIAN = "ru", _("Russian")
    PORTUGUESE = "pt", _("Portuguese")
    HAITIAN_CREOLE = "ht", _("Haitian Creole")
    HINDI = "hi", _("Hindi")
    GERMAN = "de", _("German")
    ITALIAN = "it", _("Italian")
    POLISH = "pl", _("Polish")
    SIGN = "ase", _("American Sign Language")


class TaskKind(models.TextChoices):
    """What a patient comes to do."""

    REFILL = "refill", _("Refill a prescription")
    TRANSFER = "transfer", _("Transfer a prescription")
    VACCINATION = "vaccination", _("Book a vaccination")
    APP = "app", _("Get our app")
    TEXT = "text", _("Text us")
    OTHER = "other", _("Something else")


class Payment(models.TextChoices):
    """What one can pay with."""

    CASH = "cash", _("Cash")
    CREDIT = "credit-cards", _("Credit cards")
    DEBIT = "debit-cards", _("Debit cards")
    CONTACTLESS = "contactless", _("Phone or watch")
    CHECKS = "checks", _("Checks")
    FSA = "hsa-fsa", _("HSA and FSA cards")
    EBT = "ebt", _("EBT")


class StepFree(models.TextChoices):
    """Whether one gets in without a step."""

    YES = "yes", "Yes"
    RAMP = "ramp", "With a ramp"
    HELP = "help", "With our help"
    NO = "no", "No"


class Theme(models.TextChoices):
    """The storefront's looks: type, density, header and shapes. Colors are the store's own."""

    CLASSIC = "classic", "Classic"
    CLEAR = "clear", "Clear"
    COMPACT = "compact", "Compact"


class BannerStyle(models.TextChoices):
    """How loud a promo line is."""

    INFO = "info", "Information"
    PROMO = "promo", "Promotion"
    ALERT = "alert", "Alert"


class StoreMay(models.TextChoices):
    """What a store may do with a promo line of the network."""

    NOTHING = "nothing", "Not change it"
    HIDE = "hide", "Hide it"
    HIDE_OR_REPLACE = "replace", "Hide it or replace it with their own"


class AudienceKind(models.TextChoices):
    """Which stores may carry something."""

    EVERY_STORE = "every", "Every store"
    CHOSEN = "chosen", "Chosen groups and stores"


# The zones of the United States and its territories. A store's zone is never derived from its ZIP or state.
TIME_ZONES = [
    (zone, f"{zone.partition('/')[2].replace('_', ' ').replace('/', ', ')} ({zone})")
    for zone in (
        "America/New_York",
        "America/Detroit",
        "America/Indiana/Indianapolis",
        "America/Indiana/Knox",
        "America/Indiana/Marengo",
        "America/Indiana/Petersburg",
        "America/Indiana/Tell_City",
        "America/Indiana/Vevay",
        "America/Indiana/Vincennes",
        "America/Indiana/Winamac",
        "America/Kentucky/Louisville",
        "America/Kentucky/Monticello",
        "America/Chicago",
        "America/Menominee",
        "America/North_Dakota/Beulah",
        "America/North_Dakota/Center",
        "America/North_Dakota/New_Salem",
        "America/Denver",
        "America/Boise",
        "America/Phoenix",
        "America/Los_Angeles",
        "America/Anchorage",
        "America/Juneau",
        "America/Metlakatla",
        "America/Nome",
        "America/Sitka",
        "America/Yakutat",
        "America/Adak",
        "Pacific/Honolulu",
        "America/Puerto_Rico",
        "America/St_Thomas",
        "Pacific/Guam",
        "Pacific/Saipan",
        "Pacific/Pago_Pago",
    )
]


STATES = {code: str(name) for code, name in USPS_CHOICES}


def usps_states() -> list[tuple[str, str]]:
    """USPS codes of states, territories and military posts. A callable, so that no migration holds the list."""
    # Read once: the library translates all names and sorts them each time.
    return list(STATES.items())


class BuiltInSite(models.TextChoices):
    """What a store's built-in site does where the store has a frontend of its own."""

    REDIRECT = "redirect", "leads to the frontend"
    NOINDEX = "noindex", "stays, and search engines leave it out"
