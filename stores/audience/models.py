"""Audience: which stores may carry something. Every store, or chosen groups and stores, minus excluded stores."""

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from modelcluster.fields import ParentalManyToManyField

from stores.choices import AudienceKind
from stores.store.models.store import StorePage


class AudienceMixin(models.Model):
    """Fields of an audience. A store that joins a chosen group is in by itself."""

    audience = models.CharField(max_length=10, choices=AudienceKind, default=AudienceKind.EVERY_STORE)
    audience_groups = ParentalManyToManyField("stores.StoreGroup", blank=True, related_name="+", verbose_name="groups")
    audience_stores = ParentalManyToManyField("stores.StorePage", blank=True, related_name="+", verbose_name="stores")
    excluded_stores = ParentalManyToManyField(
        "stores.StorePage", blank=True, related_name="+", verbose_name="but not these stores"
    )

    audience_noun = ""
    """What screens call such a row; empty: the model's own name."""

    class Meta:
        abstract = True


def _store_list(model: type[models.Model], field_name: str) -> Any:
    """One of the mixin's many-to-many fields."""
    return model._meta.get_field(field_name)


def _names(model: type[models.Model], field_name: str, store: StorePage) -> Exists:
    """Whether the outer row names the store in one of its store lists."""
    field = _store_list(model, field_name)
    named = {field.m2m_field_name(): OuterRef("pk"), field.m2m_reverse_field_name(): store.pk}
    return Exists(field.remote_field.through.objects.filter(**named))


def audience_includes(model: type[models.Model], store: StorePage) -> Q:
    """Rows of `model` (an AudienceMixin) whose audience includes `store`. Subqueries only: no joins, no `distinct`."""
    groups = _store_list(model, "audience_groups")
    # A join inside, not one more subquery: SQLite before 3.46 reads only so many brackets.
    of_store = groups.remote_field.through.objects.filter(storegroup__registrations__store=store.pk)
    in_group = Exists(of_store.filter(**{groups.m2m_field_name(): OuterRef("pk")}))
    chosen = Q(audience=AudienceKind.CHOSEN) & (Q(in_group) | Q(_names(model, "audience_stores", store)))
    return (Q(audience=AudienceKind.EVERY_STORE) | chosen) & ~Q(_names(model, "excluded_stores", store))
