"""Forms of Wagtail's copy view."""

from typing import Any

from wagtail.admin.forms.pages import CopyForm

from cms.collisions import refusal, twin_of
from cms.edit_lock import locking_provider


class OneAddressCopyForm(CopyForm):
    """Refuses a copy that would stand at the address of another page."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        slug, parent = data.get("new_slug"), data.get("new_parent_page") or self.page.get_parent()
        twin = twin_of(self.page.specific_class, slug, parent, None) if slug else None
        if twin is not None:
            self.add_error("new_slug", refusal(twin))
        return data


class ArticleCopyForm(OneAddressCopyForm):
    """Refuses a copy of texts that stay as a provider delivered them: a copy is a draft that anybody may change."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        provider = locking_provider(self.page.specific)
        if provider is not None:
            # Wagtail's page shows the errors of fields only.
            self.add_error("new_title", f"{provider.name} keeps its articles as delivered: they can't be copied.")
        return data
