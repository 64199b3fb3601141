"""Forms of the newsroom's pages."""

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminPageForm

from cms.recall_forms import RecalledFormMixin
from stores.audience import check_audience
from stores.reach import reach_of

if TYPE_CHECKING:
    from cms.models import ArticlePage


class AudiencePageForm(WagtailAdminPageForm):
    """Refuses a chosen audience that names nobody."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        check_audience(data)
        return data


class ArticlePageForm(RecalledFormMixin, AudiencePageForm):
    """Refuses a slug that would put two articles at one address of a store."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A panel's permission hides an inline panel; it does not keep a tampered form from filling it.
        if self.for_user is not None and reach_of(self.for_user).is_confined:
            self.formsets.pop("article_experts", None)

    def clean(self) -> dict[str, Any]:
        # Wagtail's own check takes the slug of a sibling away, and names nobody.
        twin = self._twin(self.cleaned_data.get("slug") or "")
        data = super().clean()
        if twin is not None:
            place = "library" if twin.is_in_library else "local"
            raise ValidationError(
                {"slug": f"The {place} article '{twin.title}' (id {twin.pk}) has this slug already."}
            )
        return data

    def _twin(self, slug: str) -> "ArticlePage | None":
        """A library article takes its slug at every store; a local one only at its own."""
        articles = apps.get_model("cms", "ArticlePage").objects
        others = articles.filter(slug=slug).exclude(pk=self.instance.pk)
        is_shared = self.parent_page.specific_class.__name__ == "ArticlesPage"
        return others.first() if is_shared else others.in_library().first()
