"""Store groups in the admin: which stores are in each, shown to the newsroom and changed by network admins."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList, Panel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from stores.access.who import is_network_admin
from stores.audience.store_names import StoreNames
from stores.opening.members import change_members, check_members, members_of
from stores.store.models.groups import StoreGroup
from stores.store.models.store import StorePage

NAMED = 50
"""Stores of a group that are named where they can't be changed."""


class StoreGroupForm(WagtailAdminModelForm):
    """A group, with its stores for whoever keeps registrations."""

    stores = forms.ModelMultipleChoiceField(
        StorePage.objects.filter(registration__closed_at__isnull=True),
        required=False,
        widget=StoreNames,
        help_text="Articles, promo lines and holidays for the group reach a store when it joins, and leave with it.",
    )

    were = forms.CharField(required=False, widget=forms.HiddenInput)
    """Ids of the stores that the form was opened with: who came or went meanwhile by another door stays so."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_network_admin(self.for_user):
            del self.fields["stores"], self.fields["were"]
        elif self.instance.pk:
            members = list(members_of(self.instance).values_list("pk", flat=True))
            self.initial |= {"stores": members, "were": " ".join(map(str, members))}

    def clean_were(self) -> set[int]:
        return {int(pk) for pk in self.cleaned_data["were"].split() if pk.isdecimal()}

    def clean_stores(self) -> QuerySet[StorePage]:
        stores: QuerySet[StorePage] = self.cleaned_data["stores"]
        check_members(self.instance, stores)
        return stores

    def save(self, commit: bool = True) -> StoreGroup:
        if not commit:
            raise ValidationError("A group is saved with its stores.")
        group: StoreGroup = super().save()
        if "stores" in self.fields:
            stores, were = self.cleaned_data["stores"], self.cleaned_data["were"]
            change_members(by=self.for_user, group=group, stores=stores, were=were)
        return group


class MembersPanel(Panel):
    """The stores of the group, for those who may not change them."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "stores/network/group_members.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk) and not is_network_admin(self.request.user)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            members = members_of(self.instance)
            number = members.count()
            return {**context, "number": number, "stores": members[:NAMED], "more": max(0, number - NAMED)}


class StoreGroupViewSet(SnippetViewSet):
    """The admin's screens of store groups."""

    model = StoreGroup
    icon = "group"
    menu_label = "Store groups"
    add_to_admin_menu = True
    menu_order = 240
    list_display = ["name", "slug", Column("number", label="Stores", sort_key="number")]
    search_fields = ["name"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("slug"),
            FieldPanel("stores"),
            FieldPanel("were"),
            MembersPanel(heading="Stores"),
        ],
        base_form_class=StoreGroupForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[StoreGroup]:
        is_there = Q(registrations__closed_at__isnull=True)
        return StoreGroup.objects.annotate(number=Count("registrations", filter=is_there)).order_by("name")
