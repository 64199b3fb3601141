"""What stands for a store that has not said something of its own yet, so that its page looks finished."""

from collections.abc import Mapping

from stores.wording import _, phrase

SERVICE_TEXTS: Mapping[str, str] = {
    "blood-pressure-checks": _("Sit down for two minutes, and we check it with you."),
    "compounding": _("Medicines made for you when no ready one fits. Ask us what your prescriber needs to send."),
    "delivery": _("We bring your prescriptions to you. Ask us about days and areas."),
    "drive-through": _("Pick up without leaving the car."),
    "immunizations": _("Flu, COVID-19, shingles and other shots. Ask us which are in stock."),
    "medication-disposal": _("Bring medicines that you no longer need, and we dispose of them safely."),
    "medication-sync": _("All of your refills on one day of the month."),
    "refills-by-app": _("Order your refills from your phone."),
    "specialty": _("Medicines for complex conditions, with somebody to call."),
    "testing": _("Quick tests here at the pharmacy. Ask us which we offer."),
    "travel-vaccines": _("Tell us where you are going, at least four weeks before you leave."),
}
"""A short text for each service."""


def welcome_of(text: str, name: str, city: str) -> str:
    """The store's welcome, or one that is true of any pharmacy."""
    usual = _("Welcome to {name}, your pharmacy in {city}. Call us or stop by: we are glad to help.")
    return text or phrase(usual, name=name, city=city)
