"""The store page's form: a promo line may stand only for a line of the network that is for the store to replace."""

from functools import cached_property
from typing import Any

from django import forms
from django.apps import apps
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.admin.panels import InlinePanel, get_form_for_model

from stores.audience import audience_includes
from stores.choices import StoreMay

PROMO_BANNERS = "promo_banners"


class StorePageForm(WagtailAdminPageForm):
    """Knows what the store may replace, once for all of its lines."""

    @cached_property
    def replaceable(self) -> Any:
        """The network's lines for this store that let it put its own in their place."""
        banners = apps.get_model("stores", "NetworkBanner")
        found = banners.objects.filter(audience_includes(banners, self.instance), store_may=StoreMay.HIDE_OR_REPLACE)
        return found.order_by("sort_order", "pk")


class PromoBannerForm(WagtailAdminModelForm):
    """One promo line. Any other line of the network than those in `replaceable` is refused, and not named."""

    def __init__(self, *args: Any, replaceable: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "replaces" not in self.fields:
            return
        if not replaceable:
            del self.fields["replaces"]
            return
        field = forms.ModelChoiceField(
            replaceable,
            required=False,
            label="Instead of the network's",
            empty_label="None: it stands beside them",
            help_text="Where this line stands, patients do not read the network's.",
        )
        # The rows are read already: no query for each line of the form.
        field.choices = [("", field.empty_label), *((banner.pk, str(banner)) for banner in replaceable)]
        self.fields["replaces"] = field


class PromoLinesPanel(InlinePanel):
    """Builds each line's form from `PromoBannerForm`."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        formset = options["formsets"][self.relation_name]
        formset["form"] = get_form_for_model(
            self.db_field.related_model,
            form_class=PromoBannerForm,
            defer_required_on_fields=self.child_edit_handler.get_form_options().get("defer_required_on_fields", []),
        )
        formset["inherit_kwargs"] = ["replaceable"]
        return options
