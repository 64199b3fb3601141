"""Store groups in the admin: which stores are in each, shown to the newsroom and changed by network admins."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, QueryDict
from django.urls import path
from django.utils.functional import cached_property
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import CreateView, IndexView, SnippetViewSet

from stores.access.who import is_network_admin
from stores.audience.counting import AudienceCountView
from stores.audience.following import members_at_the_end
from stores.audience.members import StoreIds
from stores.audience.panel import AudienceCount
from stores.audience.rules import StoreRule, facts_of, rule_in_words, rule_of
from stores.audience.store_names import StoreNames
from stores.ids import ids_in
from stores.opening.members import change_members, check_members, members_of
from stores.store.models.groups import RULE_FIELDS, RULE_LISTS, StoreGroup
from stores.store.models.store import StorePage

RULE_COUNT = "stores_rule_count"
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
        is_ruled = self.instance.is_ruled
        for name in () if is_ruled else RULE_FIELDS:
            del self.fields[name]
        if is_ruled or not is_network_admin(self.for_user):
            del self.fields["stores"], self.fields["were"]
        elif self.instance.pk:
            members = list(members_of(self.instance).values_list("pk", flat=True))
            self.initial |= {"stores": members, "were": " ".join(map(str, members))}

    def clean_were(self) -> set[int]:
        return ids_in(self.cleaned_data["were"].split())

    def clean_stores(self) -> QuerySet[StorePage]:
        stores: QuerySet[StorePage] = self.cleaned_data["stores"]
        check_members(self.instance, stores)
        return stores

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        if self.instance.is_ruled and not any(data.get(name) for name in RULE_FIELDS):
            raise ValidationError("Choose at least one group, state, service or language: else no store follows.")
        return data

    def save(self, commit: bool = True) -> StoreGroup:
        if not commit:
            raise ValidationError("A group is saved with its stores.")
        with members_at_the_end():
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
            return bool(self.instance.pk) and not (self.instance.is_ruled or is_network_admin(self.request.user))

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            members = members_of(self.instance)
            number = members.count()
            return {**context, "number": number, "stores": members[:NAMED], "more": max(0, number - NAMED)}


class RulePanel(FieldPanel):
    """One list of a saved audience's rule."""

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            return bool(self.instance.is_ruled) and super().is_shown()


class RuleCount(AudienceCount):
    """Which stores the rule is for, counted while somebody changes it."""

    class BoundPanel(AudienceCount.BoundPanel):
        def is_shown(self) -> bool:
            return bool(self.instance.is_ruled)


class RuleCountView(AudienceCountView):
    """POST the lists of a rule, for the newsroom: which online stores it is for."""

    @cached_property
    def stores(self) -> StoreIds:
        return posted_rule(self.request.POST).members(facts_of(self.roster.stores))


def posted_rule(sent: QueryDict) -> StoreRule:
    """The rule that a form sends; what names no group counts for nothing."""
    states, services, languages = (frozenset(sent.getlist(name)) for name in RULE_LISTS)
    groups = frozenset(ids_in(sent.getlist("rule_groups")))
    return StoreRule(states, services, languages, groups)


class AddGroupView(CreateView):
    """A new group: put together by hand, or with `?saved=1` by a rule."""

    @cached_property
    def is_ruled(self) -> bool:
        return "saved" in self.request.GET

    def get_add_url(self) -> str:
        url: str = super().get_add_url()
        return f"{url}?saved=1" if self.is_ruled else url

    def get_page_subtitle(self) -> str:
        return "Saved audience" if self.is_ruled else str(super().get_page_subtitle())

    def get_initial_form_instance(self) -> StoreGroup:
        return StoreGroup(is_ruled=self.is_ruled)


class GroupsView(IndexView):
    """All groups, with what the rule of each saved audience says."""

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        buttons: list[HeaderButton] = list(super().header_buttons)
        if self.add_url:
            buttons.append(HeaderButton("Add saved audience", url=f"{self.add_url}?saved=1", icon_name="plus"))
        return buttons


def _rule_words(group: StoreGroup) -> str:
    if not group.is_ruled:
        return "Put in by hand"
    return f"All {rule_in_words(rule_of(group), {each.pk: each.name for each in group.rule_groups.all()})}"


class StoreGroupViewSet(SnippetViewSet):
    """The admin's screens of store groups."""

    model = StoreGroup
    icon = "group"
    menu_label = "Store groups"
    add_to_admin_menu = True
    menu_order = 240
    index_view_class = GroupsView
    add_view_class = AddGroupView
    copy_view_enabled = False
    list_display = [
        "name",
        "slug",
        Column("number", label="Stores", sort_key="number"),
        Column("rule", label="Which stores", accessor=_rule_words),
    ]
    search_fields = ["name"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("slug"),
            FieldPanel("stores"),
            FieldPanel("were"),
            MultiFieldPanel(
                [
                    RulePanel("rule_groups", heading="Groups", widget=CheckboxSelectMultiple),
                    RulePanel("rule_states", heading="States"),
                    RulePanel("rule_services", heading="Services"),
                    RulePanel("rule_languages", heading="Languages"),
                    RuleCount(RULE_COUNT),
                ],
                heading="Stores for which all of this is true",
                help_text="Of each list any one is enough. A store that moves, or offers something else, joins and "
                "leaves by itself, and with it the articles and promo lines for this audience.",
                classname="stores-rule",
            ),
            MembersPanel(heading="Stores"),
        ],
        base_form_class=StoreGroupForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[StoreGroup]:
        is_there = Q(registrations__closed_at__isnull=True)
        groups = StoreGroup.objects.prefetch_related("rule_groups")
        return groups.annotate(number=Count("registrations", filter=is_there, distinct=True)).order_by("name")


def group_urls() -> list[Any]:
    """The URL that counts the stores of a rule, to stand below `/admin/`."""
    return [path("groups/count/", RuleCountView.as_view(), name=RULE_COUNT)]
