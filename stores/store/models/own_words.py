"""What a store says of itself in its own words: columns of its page, so that drafts carry them."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from stores.choices import Payment, Service, StepFree, TaskKind
from stores.fields import ChoiceListField
from stores.store.own_words import SERVICE_TEXTS
from stores.store.tasks import validate_tasks, web_of, with_web
from stores.wording import phrase

LONGEST_SERVICE = 140


def validate_service_texts(value: Any) -> None:
    """An object from services to short texts."""
    if not isinstance(value, dict):
        raise ValidationError("Give an object from services to texts.")
    for slug, text in value.items():
        if slug not in Service.values:
            raise ValidationError(f"“{slug}” is no service.")
        if not isinstance(text, str) or len(text) > LONGEST_SERVICE:
            raise ValidationError(f"{Service(slug).label}: a text has at most {LONGEST_SERVICE} characters.")


def _photo(name: str) -> Any:
    model = settings.WAGTAILIMAGES_IMAGE_MODEL
    return models.ForeignKey(
        model, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=name
    )


def _web_property(kind: TaskKind) -> Any:
    """The web address of a task, as imports and files know it."""

    def read(page: Any) -> str:
        return web_of(page.tasks, kind)

    def write(page: Any, web: str) -> None:
        page.tasks = with_web(page.tasks, kind, web or "")

    return property(read, write)


class OwnWords(models.Model):
    """Mixed into the store page. What is empty has a default where patients read it."""

    welcome = models.TextField("welcome text", max_length=600, blank=True)
    shop_photo = _photo("photo of the shop")
    shop_photo_alt = models.CharField(
        "what the photo shows", max_length=120, blank=True, help_text="For people who can't see it."
    )
    pharmacist_name = models.CharField("pharmacist in charge", max_length=80, blank=True)
    pharmacist_photo = _photo("photo of the pharmacist")
    pharmacist_line = models.CharField("a line about the pharmacist", max_length=200, blank=True)
    service_texts = models.JSONField(
        "texts of services", default=dict, blank=True, validators=[validate_service_texts]
    )
    insurance = models.TextField(
        "insurance taken", max_length=2000, blank=True, help_text="One plan on each line. Empty: ask us."
    )
    payment = ChoiceListField("payment taken", options=Payment.choices)
    parking = models.CharField(max_length=200, blank=True, help_text="Such as: Free, behind the building.")
    step_free = models.CharField("step-free entrance", max_length=10, choices=StepFree, blank=True, default="")
    access_note = models.CharField(
        "about the way in", max_length=200, blank=True, help_text="Such as: Ring the bell, and we open the wide door."
    )
    tasks = models.JSONField("tasks", default=list, blank=True, validators=[validate_tasks])

    refill_url = _web_property(TaskKind.REFILL)
    transfer_url = _web_property(TaskKind.TRANSFER)
    vaccination_url = _web_property(TaskKind.VACCINATION)
    app_url = _web_property(TaskKind.APP)

    class Meta:
        abstract = True

    @property
    def insurance_plans(self) -> list[str]:
        """One name each."""
        lines = (" ".join(line.split()) for line in self.insurance.splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def service_text(self, slug: str) -> str:
        """The store's own, or one that is true of any pharmacy."""
        return self.service_texts.get(slug) or phrase(SERVICE_TEXTS.get(slug, ""))
