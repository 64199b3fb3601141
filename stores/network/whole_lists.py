"""Wagtail's screens that draw something of every store: drawn in pages, and without what the network keeps by itself.

The folder, the groups and the rights of a store are made when it opens and kept by `sync_roles`; who works there is
said on its screen of people. So a group's form offers the network's folders, and those that the group has already.
"""

from typing import Any

from django.db.models import Q, QuerySet
from django.forms import Form
from wagtail.admin.forms.collections import BaseGroupCollectionMemberPermissionFormSet
from wagtail.admin.views.collections import Index
from wagtail.models import Collection
from wagtail.models.reference_index import ReferenceGroups

PAGE = 50


def _folders_of(group_id: int | None) -> QuerySet[Collection]:
    """Those of no store, and those that the group may do something with."""
    found: QuerySet[Collection] = Collection.objects.filter(
        Q(registration__isnull=True)
        | Q(pk__in=Collection.objects.filter(group_permissions__group=group_id).values("pk"))
    )
    return found.prefetch_related("group_permissions")


def add_fields(self: Any, form: Form, index: int | None) -> None:
    """The row of one folder in a group's form: choices are asked for anew in each row, of which the form has many."""
    super(BaseGroupCollectionMemberPermissionFormSet, self).add_fields(form, index)
    form.fields["collection"].queryset = _folders_of(self.instance.pk)  # type: ignore[attr-defined]


def some_groups(self: ReferenceGroups, key: Any) -> Any:
    """Only what a page shows is loaded, of a picture or an article that thousands refer to."""
    if not isinstance(key, slice) or not isinstance(self.qs, QuerySet):
        return list(self)[key]
    which = Q(pk__in=[])
    for kind, pk in self.qs.values_list("base_content_type", "object_id").distinct()[key]:
        which |= Q(base_content_type=kind, object_id=pk)
    return list(ReferenceGroups(self.qs.filter(which)))


BaseGroupCollectionMemberPermissionFormSet.add_fields = add_fields
ReferenceGroups.__getitem__ = some_groups  # type: ignore[method-assign]
Index.paginate_by = PAGE
