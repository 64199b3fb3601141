"""Forms of promo lines on the store page: one may stand only for a line of the network that the store may replace."""

from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import InlinePanel, get_form_for_model

PROMO_BANNERS = "promo_banners"


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
