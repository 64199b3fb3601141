"""The form of what the newsroom says for an audience."""

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm

from stores.audience import check_audience


class AudienceForm(WagtailAdminModelForm):
    """Refuses a chosen audience that names nobody."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        check_audience(data)
        return data
