"""Forms of articles and shared pages: editing, copying, and publishing what was recalled."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import ChoiceField
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm
from wagtail.models import Locale

from cms.articles.collisions import refusal, twin_of
from cms.articles.edit_lock import LOCKED, delivered, locking_provider, restore
from cms.articles.models.providers import Provider
from cms.checklists.embargoes import held_words, why_held
from cms.checklists.forms import ChecklistForm
from cms.checklists.ticks import why_unticked
from stores.access.commenting import may_comment, without_gone
from stores.access.confinement import confinement_of
from stores.audience.panel import check_audience
from stores.languages import language_names, own_language
from stores.store.models.store import StorePage
from stores.zone_words import moment_text, zone_name

CONFIRMED = "publish_recalled"
"""The box that says so, on the edit page."""
NO_ALIAS = "Stores show one article, page or expert of the library: it needs no alias. Choose its audience instead."
PUBLISHING = ("action-publish", "action-submit")


def standing_recall(article: Any) -> Any:
    """The recall of an article that has not been published since; None where there is none."""
    if article.live or not article.pk:
        return None
    return article.recalls.select_related("recalled_by").defer("stores").first()


def standing_recalls(articles: Iterable[Any]) -> dict[int, Any]:
    """The same of many, by their ids; one query where any is not live."""
    down = [article for article in articles if not article.live]
    if not down:
        return {}
    found = type(down[0]).recalls.rel.related_model.objects.filter(article__in=[article.pk for article in down])
    # The newest comes first.
    return {recall.article_id: recall for recall in reversed(list(found.defer("stores")))}


class RecalledFormMixin:
    """Refuses to publish what was recalled unless the box is ticked; drafts are saved as ever."""

    data: Any
    instance: Any

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()  # type: ignore[misc]
        is_publishing = any(name in self.data for name in PUBLISHING)
        recall = standing_recall(self.instance) if is_publishing and CONFIRMED not in self.data else None
        if recall is not None:
            raise ValidationError(
                f"It was withdrawn on {recall.recalled_at:%B %-d, %Y} ({recall.reason}). "
                "To publish it again, tick the box at the top."
            )
        return data


class CommentedForm(WagtailAdminPageForm):
    """Comments are read and written by whoever edits many pages, and by nobody who is confined to stores."""

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        page = kwargs.get("instance")
        if data and page is not None:
            data = without_gone(data, [comment.pk for comment in page.wagtail_admin_comments.all()])
        super().__init__(data, *args, **kwargs)
        if not self.show_comments_toggle:
            self.formsets.pop("comments", None)

    @property
    def show_comments_toggle(self) -> bool:
        return bool(super().show_comments_toggle) and may_comment(self.for_user)


class ScheduledForm(CommentedForm):
    """Dates that are over keep no draft from being saved; new ones lie ahead; none is published for nobody."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        begins = data.get("go_live_at")
        if begins is not None and begins <= timezone.now() and not _same_minute(begins, self.instance.go_live_at):
            self.add_error("go_live_at", f"That is over already in {zone_name()}. To publish at once, leave it empty.")
        return data

    def add_error(self, field: Any, error: Any) -> None:
        """Wagtail adds its own about an end that is over after `clean`; one that was there before may stay."""
        ended = self.instance.expire_at
        is_kept = field == "expire_at" and ended is not None and ended <= timezone.now()
        if is_kept and _same_minute(self.cleaned_data.get("expire_at"), ended):
            if not any(name in self.data for name in PUBLISHING):
                return
            error = f"It ended on {moment_text(ended)}. Clear that under Set schedule, or nobody would see it."
        super().add_error(field, error)


def _same_minute(one: datetime | None, other: datetime | None) -> bool:
    """The form knows no seconds."""
    return (
        one is not None
        and other is not None
        and one.replace(second=0, microsecond=0) == other.replace(second=0, microsecond=0)
    )


class AudiencePageForm(ScheduledForm):
    """Refuses a chosen audience that names nobody."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        check_audience(data)
        return data


class SpokenForm(AudiencePageForm):
    """Asks for the language of a page that is new: it is part of no draft."""

    language = ChoiceField(
        label="Language", help_text="What it is a translation of is said on a screen of its own, once it is saved."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None or len(language_names()) == 1:
            del self.fields["language"]
        else:
            field: Any = self.fields["language"]
            field.choices = list(language_names().items())
            self.initial.setdefault("language", own_language())

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "language" in data:
            self.instance.locale = Locale.objects.get_for_language(data["language"])
        return data


class OneAddressForm(SpokenForm):
    """Refuses a slug that would put two pages at one address of a store."""

    def clean(self) -> dict[str, Any]:
        # Wagtail's own check takes the slug of a sibling away, and names nobody.
        slug = self.cleaned_data.get("slug") or ""
        twin = twin_of(type(self.instance), slug, self.parent_page, self.instance.pk)
        data = super().clean()
        if twin is not None:
            raise ValidationError({"slug": refusal(twin)})
        return data


class ArticlePageForm(RecalledFormMixin, ChecklistForm, OneAddressForm):
    """Has no fields for texts that stay as a provider delivered them: what is sent for them is not read."""

    locked_by: Provider | None = None
    locked_fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A panel's permission hides an inline panel; it does not keep a tampered form from filling it.
        if self.for_user is not None and confinement_of(self.for_user).is_confined:
            self.formsets.pop("article_experts", None)
            self.fields.pop("checklist", None)
        self._fit_to_its_place()
        row = delivered(self.instance)
        if row is not None:
            self.locked_by, self.locked_fields = row.provider, LOCKED
            restore(self.instance, row)
            for name in LOCKED:
                self.fields.pop(name, None)
        self.fit_checklist()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        words = held_words(data.get("title", ""), self.instance.embargo_until, data.get("go_live_at"))
        if words and self.is_published:
            self.add_error("go_live_at" if "go_live_at" in self.fields else None, f"{words}.")
        return data

    def _fit_to_its_place(self) -> None:
        """A store's own article is of today, without provider and corrections; one of the library needs a provider."""
        path = self.instance.path or (self.parent_page.path if self.parent_page is not None else "")
        store = StorePage.objects.above(path).first() if path else None
        if store is None:
            if "provider" in self.fields:
                self.fields["provider"].required = True
            return
        self.fields.pop("corrections", None)
        self.fields.pop("checklist", None)
        if self.instance.provider_id is None:
            self.fields.pop("provider", None)
        if self.instance.pk is None and self.initial.get("published_on") is None:
            self.initial["published_on"] = store.today(timezone.now())


class NoAliasCopyForm(CopyForm):
    """Makes no alias: what is shared is shown by every store, and a second address of it would only confuse."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("alias", None)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        if "alias" in self.data:
            # Wagtail's page shows the errors of fields only.
            self.add_error("new_title", NO_ALIAS)
        return data


class OneAddressCopyForm(NoAliasCopyForm):
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
            self.add_error("new_title", f"{provider.name} keeps its articles as delivered: they can't be copied.")
        page = self.page.specific
        words = (why_held(page) or why_unticked(page)) if data.get("publish_copies") else ""
        if words:
            self.add_error("publish_copies", f"{words}.")
        return data
