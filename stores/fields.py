"""Model fields of our own."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields.json import JSONField


class ChoiceListField(JSONField):
    """Several of a closed list, kept in the list's order as a JSON array of slugs: `["delivery", "immunizations"]`.

    A row per choice would cost every read of a store a query for each list. Filter with `field__has="delivery"`.
    The options are code, not schema: a new one needs no migration.
    """

    def __init__(self, *args: Any, options: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        self.options = list(options)
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        known = [slug for slug, _label in self.options]
        if not isinstance(value, list):
            raise ValidationError(f"Give a list of: {', '.join(known)}.")
        unknown = [str(item) for item in value if item not in known]
        if unknown:
            raise ValidationError(f"Unknown: {', '.join(unknown)}. Known: {', '.join(known)}.")

    def pre_save(self, model_instance: models.Model, add: bool) -> list[str]:
        """Stored once each, in the order of the closed list."""
        chosen = set(getattr(model_instance, self.attname) or [])
        value = [slug for slug, _label in self.options if slug in chosen]
        setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **kwargs: Any) -> forms.Field:
        return forms.MultipleChoiceField(
            choices=self.options,
            widget=forms.CheckboxSelectMultiple,
            required=not self.blank,
            label=kwargs.get("label", self.verbose_name),
            help_text=self.help_text,
            initial=self.get_default(),
        )


@ChoiceListField.register_lookup
class Has(models.Lookup):
    """`field__has="slug"`: the list holds the slug. Slugs are ASCII, so the JSON text can be searched as it is."""

    lookup_name = "has"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any, *, function: str = "INSTR") -> tuple[str, tuple[Any, ...]]:
        left, left_params = self.process_lhs(compiler, connection)
        return f"{function}(CAST({left} AS TEXT), %s) > 0", (*left_params, f'"{self.rhs}"')

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return self.as_sql(compiler, connection, function="STRPOS")
