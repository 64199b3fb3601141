"""Store groups that audiences name: what leaves which stores with them, and what may take their place."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from wagtail.models import Page

from stores.access.who import Actor
from stores.audience.members import NO_STORES, Roster, audiences_of
from stores.audience.models import AudienceMixin
from stores.choices import AudienceKind
from stores.removal.drafts import change_versions, swapped, waiting_versions
from stores.removal.fixed import keep_rows
from stores.removal.losses import Removal, Replacement, Way, counted, named, pages_named, replaced_by, takes_along
from stores.store.models.groups import StoreGroup
from stores.store.models.registration import StoreRegistration

BY_NAME = "stores"


def audience_models() -> list[type[Any]]:
    """Every model with an audience; a new one is in by itself."""
    found = [model for model in apps.get_models() if issubclass(model, AudienceMixin)]
    return sorted(found, key=lambda model: model._meta.label)


def _naming(model: type[Any], groups: Sequence[StoreGroup]) -> Any:
    lists: Any = model._meta.get_field("audience_groups")
    pairs = lists.remote_field.through._default_manager.filter(storegroup__in=[group.pk for group in groups])
    return model._default_manager.filter(pk__in=pairs.values(lists.m2m_field_name()), audience=AudienceKind.CHOSEN)


@takes_along(StoreGroup, Way.DELETE)
def what_leaves_stores(removal: Removal) -> Iterator[str]:
    """`12 articles leave 3 stores: “Flu shots” …`, by kind; and the stores that are in the group."""
    roster, gone = Roster.online(), frozenset(group.pk for group in removal.objects)
    for model in audience_models():
        rows = _naming(model, removal.objects)
        before = audiences_of(rows, roster.stores)
        if not before:
            continue
        left = NO_STORES
        for audience in before.values():
            left |= roster.members(audience) - roster.members(replace(audience, groups=audience.groups - gone))
        noun, verb = model.audience_noun or str(model._meta.verbose_name), "leaves" if len(before) == 1 else "leave"
        names = (
            pages_named(before, removal.confinement) if issubclass(model, Page) else f": {named(rows.order_by('pk'))}"
        )
        yield f"{counted(len(before), noun)} {verb} {counted(len(left), 'store')}{names}."
    for group in removal.objects:
        if rules := [str(each) for each in group.ruling.all()]:
            yield f"“{group}” is in the rule of {named(rules)}."
    members = StoreRegistration.objects.filter(groups__in=gone).distinct().count()
    if members:
        yield f"{counted(members, 'store')} {'is' if members == 1 else 'are'} in it."


def _why_named(group: StoreGroup) -> str:
    if rules := [str(each) for each in group.ruling.all()]:
        return f"“{group}” is in the rule of {named(rules)}. Say first what takes its place."
    names = [f"{row}" for model in audience_models() for row in _naming(model, [group])]
    return f"“{group}” is in the audience of {named(names)}. Say first what takes its place." if names else ""


def _choices(groups: Sequence[StoreGroup]) -> list[tuple[str, str]]:
    # No saved audience: what names the group may be a rule or a holiday, which name none.
    others = StoreGroup.objects.filter(is_ruled=False).exclude(pk__in=[group.pk for group in groups])
    return [(BY_NAME, "The stores that are in it now, by name"), *((str(each.pk), each.name) for each in others)]


def put_group(by: Actor | None, groups: Sequence[StoreGroup], value: str) -> None:
    """Every audience that names one of the groups names another group, or their stores, instead; drafts too."""
    gone = [group.pk for group in groups]
    _put_in_rules(groups, value)
    stores: list[int] = []
    if value == BY_NAME:
        rows = StoreRegistration.objects.filter(groups__in=gone).distinct()
        stores = list(rows.values_list("store_id", flat=True))
    others = [] if value == BY_NAME else [int(value)]
    for model in audience_models():
        ids = list(_naming(model, groups).values_list("pk", flat=True))
        for name, targets in (("audience_groups", others), ("audience_stores", stores)):
            lists: Any = model._meta.get_field(name)
            row, target = lists.m2m_field_name(), lists.m2m_reverse_field_name()
            through = lists.remote_field.through
            new = [through(**{f"{row}_id": pk, f"{target}_id": each}) for pk in ids for each in targets]
            through._default_manager.bulk_create(new, ignore_conflicts=True)
            if name == "audience_groups":
                through._default_manager.filter(storegroup__in=gone).delete()
    if stores:
        _name_stores_in_drafts(gone, stores)
    change_versions("audience_groups", gone, swapped(gone, others))


def _put_in_rules(groups: Sequence[StoreGroup], value: str) -> None:
    """Rules that name one of the groups name another; without one they would ask less, and stores would join."""
    for ruling in StoreGroup.objects.filter(rule_groups__in=groups).distinct():
        if value == BY_NAME:
            words = f"It is in the rule of “{ruling}”, which names groups alone: choose the one that takes its place."
            raise ValidationError(words)
        ruling.rule_groups.add(int(value))
        ruling.rule_groups.remove(*groups)


def _name_stores_in_drafts(gone: Sequence[int], stores: Sequence[int]) -> None:
    """A draft that names a group gets its stores: the list of stores stands beside that of groups."""
    for version in waiting_versions().filter(content__audience_groups__isnull=False):
        if not set(gone).isdisjoint(version.content.get("audience_groups") or ()):
            named_stores = version.content.get("audience_stores") or []
            version.content["audience_stores"] = list(dict.fromkeys([*named_stores, *stores]))
            version.save(update_fields=["content"])


keep_rows(StoreGroup, _why_named, is_replaceable=True)
replaced_by(StoreGroup, Replacement("In audiences its place takes", _choices, put_group, is_needed=True))
