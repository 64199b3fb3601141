"""The audience's form fields, and how many stores it includes, counted while somebody changes it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import CheckboxSelectMultiple
from django.urls import reverse
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel

from stores.audience.store_names import StoreNames
from stores.choices import AudienceKind
from stores.store.models.groups import RULE_FIELDS
from stores.store.models.store import StorePage

COUNT_VIEW = "stores_audience_count"
FIELDS = (
    *("audience", "audience_groups", "audience_stores", "excluded_stores", "provider", "is_required"),
    *RULE_FIELDS,
)
"""Fields of the form that are sent to be counted, as far as it has them."""


class AudienceCount(Panel):
    """A sentence such as "42 of 45 stores", and which they are. `count_view` names the view that is asked."""

    def __init__(self, count_view: str = COUNT_VIEW, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.count_view = count_view

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "count_view": self.count_view}

    class BoundPanel(Panel.BoundPanel):
        template_name = "stores/audience/count.html"

        class Media:
            js = ("stores/audience_count.js",)
            css = {"all": ("stores/admin.css",)}

        def is_local(self) -> bool:
            """Whether the page stands below a store: then the audience says nothing."""
            parent = getattr(self.form, "parent_page", None)
            return parent is not None and StorePage.objects.ancestor_of(parent, inclusive=True).exists()

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            url = reverse(self.panel.count_view)
            return {
                **context,
                "is_local": self.is_local(),
                "url": f"{url}?of={self.instance.pk}" if self.instance.pk else url,
                "fields": FIELDS,
            }


class GroupBoxes(CheckboxSelectMultiple):
    """Groups as check boxes: first those that are put together by hand, then saved audiences, named as such."""

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> list[Any]:
        boxes = super().optgroups(name, value, attrs)
        return sorted(boxes, key=lambda box: _is_ruled(box[1][0]["value"]))

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        words = f"{label} (saved audience)" if _is_ruled(value) else label
        return super().create_option(name, value, words, *args, **kwargs)


def _is_ruled(choice: Any) -> bool:
    """Of a box's value, which brings the group along."""
    return bool(getattr(getattr(choice, "instance", None), "is_ruled", False))


class AudienceForm(WagtailAdminModelForm):
    """Refuses a chosen audience that names nobody."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        check_audience(data)
        return data


def audience_panel(permission: str, count_view: str = COUNT_VIEW) -> MultiFieldPanel:
    """The audience's form fields, for people with `permission` (`app.codename`): what is local has no audience.

    `count_view` names the view that counts the stores while one chooses.
    """
    return MultiFieldPanel(
        [
            FieldPanel("audience", permission=permission),
            FieldPanel("audience_groups", widget=GroupBoxes, permission=permission),
            FieldPanel("audience_stores", widget=StoreNames, permission=permission),
            FieldPanel("excluded_stores", widget=StoreNames, permission=permission),
            AudienceCount(count_view),
        ],
        heading="Audience",
        permission=permission,
    )


def check_audience(form_data: dict[str, Any]) -> None:
    """A chosen audience names somebody: ValidationError on `audience_groups` when it names nobody."""
    chosen = form_data.get("audience") == AudienceKind.CHOSEN
    if chosen and not form_data.get("audience_groups") and not form_data.get("audience_stores"):
        raise ValidationError({"audience_groups": "Choose at least one group or store, or choose 'Every store'."})
