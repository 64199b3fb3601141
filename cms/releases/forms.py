"""The form of a release: its name, its time, its pages."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.models import Page

from cms.releases.checking import why_not_in_a_release
from cms.releases.models import Release, ReleasePage
from stores.zone_words import zone_name


class ReleaseForm(WagtailAdminModelForm):
    """What is live is not changed; a time lies ahead; a page waits in one release only."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        if self.instance.is_live:
            raise ValidationError("This release is live. Take it back before you change it.")
        begins = data.get("goes_live_at")
        if begins is not None and begins <= timezone.now() and "goes_live_at" in self.changed_data:
            self.add_error("goes_live_at", f"That is over in {zone_name()}. To publish at once, leave it empty.")
        return data

    def is_valid(self) -> bool:
        """Rows are known only after the form's own fields."""
        is_valid: bool = super().is_valid()
        if not is_valid:
            return False
        for row in self.formsets["release_pages"].forms:
            page: Page | None = row.cleaned_data.get("page")
            words = self._why_not(page) if page is not None and not row.cleaned_data.get("DELETE") else ""
            if words:
                row.add_error("page", words)
                is_valid = False
        return is_valid

    def _why_not(self, page: Page) -> str:
        words = why_not_in_a_release(page, self.for_user)
        others = ReleasePage.objects.filter(page=page.pk, release__in=Release.objects.waiting()).exclude(
            release=self.instance.pk
        )
        other = others.select_related("release").first()
        return words or (f"'{page.title}' waits in the release '{other.release}' already." if other else "")
