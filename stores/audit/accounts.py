"""Accounts that were closed or opened again, by form, in bulk or by script: noted beside roles."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver
from django.http import HttpRequest
from wagtail.log_actions import get_active_log_context, log

from stores.access.display_names import display_name

OPEN, CLOSE = "stores.open_account", "stores.close_account"
_WAS = "_was_active"


@receiver(pre_save, sender=get_user_model())
def read_account(*, instance: Any, update_fields: Any, **kwargs: Any) -> None:
    """Keep whether it was open; a login, which saves its time alone, asks nothing."""
    if instance.pk and (update_fields is None or "is_active" in update_fields):
        found = get_user_model()._default_manager.filter(pk=instance.pk).values_list("is_active", flat=True)
        instance.__dict__[_WAS] = found.first()


@receiver(post_save, sender=get_user_model())
def note_account(*, instance: Any, **kwargs: Any) -> None:
    """Log what has changed."""
    was = instance.__dict__.pop(_WAS, None)
    if was is not None and was != instance.is_active:
        _log(instance, instance.is_active)


def note_accounts(request: HttpRequest, action_type: str, objects: list[Any], bulk_action: Any) -> None:
    """Wagtail's bulk action writes past every signal; `objects` stand as they were before."""
    if action_type != "set_active_state":
        return
    people = get_user_model()._default_manager.in_bulk([person.pk for person in objects])
    for before in objects:
        now = people[before.pk].is_active
        if now != before.is_active:
            _log(before, now)


def _log(person: Any, is_open: bool) -> None:
    by = get_active_log_context().user
    data = {"user": display_name(person), "by": display_name(by)}
    log(person, OPEN if is_open else CLOSE, user=by, data=data)
