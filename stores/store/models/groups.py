"""Named sets of stores: put together by hand, or by a rule."""

from django.db import models

from stores.choices import STATES, Language, Service
from stores.fields import ChoiceListField

RULE_LISTS = ("rule_states", "rule_services", "rule_languages")
RULE_FIELDS = ("rule_groups", *RULE_LISTS)
"""What a rule asks of a store: all of what is named, and of each any one."""


NONE = models.Value([], output_field=models.JSONField())


class StoreGroup(models.Model):
    """A region, a banner, a franchisee. A store that joins is in every audience that names the group.

    A *saved audience* is a group whose stores follow from a rule (`stores.audience.rules`): none is put in by hand.
    """

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=80, unique=True, help_text="The group's name in the API and in import files.")
    is_ruled = models.BooleanField("stores follow from a rule", default=False, db_default=False)
    rule_groups = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="ruling",
        verbose_name="groups",
        limit_choices_to={"is_ruled": False},
        help_text="Stores of any of these groups. None: of any group, or of none.",
    )
    rule_states = ChoiceListField(
        "states", options=list(STATES.items()), db_default=NONE, help_text="Stores in any of these states."
    )
    rule_services = ChoiceListField(
        "services", options=Service.choices, db_default=NONE, help_text="Stores with any of these services."
    )
    rule_languages = ChoiceListField(
        "languages",
        options=Language.choices,
        db_default=NONE,
        help_text="Stores where any of these languages is spoken.",
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
