"""Keeps every role, every store's groups and the approval workflow as the code says they are."""

from django.contrib.auth.models import Group
from django.db import transaction

from stores.approval.deciding import keep_approval
from stores.people.roles import ROLES, STORES_AT_ONCE, _permission_ids, _sync_role, grant_store_rights
from stores.store.models.registration import StoreRegistration


@transaction.atomic
def sync_roles() -> list[Group]:
    """Make every role's group, and give it and every store's groups exactly their rights. Safe to repeat.

    The workflow by which owners approve what staff write is kept with them.
    """
    ids = _permission_ids()
    groups = [_sync_role(role, ids) for role in ROLES]
    registrations = list(StoreRegistration.objects.select_related("owners", "staff").order_by("pk"))
    for start in range(0, len(registrations), STORES_AT_ONCE):
        grant_store_rights(*registrations[start : start + STORES_AT_ONCE])
    for registration in registrations:
        groups += [registration.owners, registration.staff]
    keep_approval()
    return groups
