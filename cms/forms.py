"""Forms of the newsroom's pages."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminPageForm

from cms.collisions import refusal, twin_of
from cms.edit_lock import LOCKED, delivered, restore
from cms.recall_forms import RecalledFormMixin
from stores.audience import check_audience
from stores.reach import reach_of

if TYPE_CHECKING:
    from cms.models import Provider


class AudiencePageForm(WagtailAdminPageForm):
    """Refuses a chosen audience that names nobody."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        check_audience(data)
        return data


class OneAddressForm(AudiencePageForm):
    """Refuses a slug that would put two pages at one address of a store."""

    def clean(self) -> dict[str, Any]:
        # Wagtail's own check takes the slug of a sibling away, and names nobody.
        slug = self.cleaned_data.get("slug") or ""
        twin = twin_of(type(self.instance), slug, self.parent_page, self.instance.pk)
        data = super().clean()
        if twin is not None:
            raise ValidationError({"slug": refusal(twin)})
        return data


class ArticlePageForm(RecalledFormMixin, OneAddressForm):
    """Has no fields for texts that stay as a provider delivered them: what is sent for them is not read."""

    locked_by: "Provider | None" = None
    locked_fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A panel's permission hides an inline panel; it does not keep a tampered form from filling it.
        if self.for_user is not None and reach_of(self.for_user).is_confined:
            self.formsets.pop("article_experts", None)
        row = delivered(self.instance)
        if row is not None:
            self.locked_by, self.locked_fields = row.provider, LOCKED
            restore(self.instance, row)
            for name in LOCKED:
                self.fields.pop(name, None)
