"""The form of the store page, and of the banners (promo lines, on screens) in it."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.admin.panels import InlinePanel, Panel, get_form_for_model
from wagtail.models import Revision

from stores.ids import id_in
from stores.languages import language_names, name_of_language

PROMO_BANNERS = "promo_banners"
OPENING_HOURS = "opening_hours"
SOMEBODY_ELSE_SAVED = (
    "Somebody else changed this store while you had it open, and nothing of yours is saved yet. Look at the history "
    "for what is new. To keep what you see here instead, save again."
)


class StorePageForm(WagtailAdminPageForm):
    """Knows what the store may replace, and refuses once to write over what others saved after it was opened.

    Wagtail refuses that of its own accord for automatic saves only; what a person sends would undo an import or
    another person's change without a word.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields_of_rows: dict[str, list[str]] = {}
        for rows in (OPENING_HOURS,):
            fields = self._fields_of(rows).fields_for(self.instance)
            self.fields.update(fields)
            self.fields_of_rows[rows] = list(fields)

    def _fields_of(self, rows: str) -> Any:
        rows_model: Any = self.instance._meta.get_field(rows).related_model
        return import_string(rows_model.admin_fields)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self._is_out_of_date():
            self.add_error(None, SOMEBODY_ELSE_SAVED)
        return data

    @property
    def row_notes(self) -> list[str]:
        """What the rows' own forms have to say after they are saved; rooms above this one say it."""
        changed = [self[name] for names in self.fields_of_rows.values() for name in names if name in self.changed_data]
        notes = (note for bound in changed for note in bound.field.notes_about(bound.data))
        return list(dict.fromkeys(notes))

    def save(self, commit: bool = True) -> Any:
        for rows, names in self.fields_of_rows.items():
            # What nobody has touched is not written anew.
            values = {name: self.cleaned_data.get(name) for name in names if name in self.changed_data}
            self._fields_of(rows).write(self.instance, values)
        page = super().save(commit=commit)
        page.row_notes = self.row_notes
        page.saved_names = {*self.changed_data, *(name for name, rows in self.formsets.items() if rows.has_changed())}
        return page

    def _is_out_of_date(self) -> bool:
        """As Wagtail's edit view asks it for automatic saves; a form that names no revision was made of none."""
        latest: Revision | None = self.instance.latest_revision
        if latest is None:
            return False
        if autosaved := self.data.get("overwrite_revision_id"):
            return autosaved != str(latest.pk)
        loaded = self.data.get("loaded_revision_id"), self.data.get("loaded_revision_created_at")
        return loaded != (str(latest.pk), latest.created_at.isoformat()) and not self._is_all_own(*loaded)

    def _is_all_own(self, loaded: str | None, loaded_at: str | None) -> bool:
        """Whether the same person alone has saved since: after automatic saves a browser's form still names what was
        loaded first.
        """
        first = id_in(loaded or "0")
        if self.for_user is None or first is None:
            return False
        since = list(self.instance.revisions.filter(pk__gte=first).only("pk", "user", "created_at"))
        news = [each for each in since if str(each.pk) != loaded or each.created_at.isoformat() != loaded_at]
        return bool(news) and all(each.user_id == self.for_user.pk for each in news)

    @property
    def store(self) -> Any:
        return self.instance

    @cached_property
    def replaceable(self) -> Any:
        """The network's banners for this store that let it put its own in their place."""
        own: Any = self.instance._meta.get_field(PROMO_BANNERS).related_model
        return own._meta.get_field("replaces").related_model.objects.replaceable_by(self.instance)


def _in_its_language(banner: Any) -> str:
    """`Ahorros (Spanish)`; without the language where texts are in one."""
    return str(banner) if len(language_names()) == 1 else f"{banner} ({name_of_language(banner.language)})"


class PromoBannerForm(WagtailAdminModelForm):
    """The form of one banner. It may replace one of `replaceable`, the network's; any other is refused unnamed."""

    def __init__(self, *args: Any, replaceable: Any = None, store: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A new row has no store before it is saved, and would be checked as nobody's.
        if store is not None and store.pk and not self.instance.store_id:
            self.instance.store_id = store.pk
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
        # The rows are read already: no query for each banner of the form.
        field.choices = [("", field.empty_label), *((banner.pk, _in_its_language(banner)) for banner in replaceable)]
        self.fields["replaces"] = field


class FieldsOfRowsPanel(InlinePanel):
    """Rows of the page that a few fields of its form stand for, not a form for each row.

    `admin_fields` of the rows' model names what makes the fields and writes them: rooms above this one have it.
    """

    def get_form_options(self) -> dict[str, Any]:
        return {}

    class BoundPanel(Panel.BoundPanel):
        template_name = "stores/hours/week_panel.html"
        get_comparison = InlinePanel.BoundPanel.get_comparison

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            names = self.form.fields_of_rows[self.panel.relation_name]
            return {**super().get_context_data(parent_context), "fields": [self.form[name] for name in names]}


class PromoBannersPanel(InlinePanel):
    """Builds each banner's form from `PromoBannerForm`."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        formset = options["formsets"][self.relation_name]
        formset["form"] = get_form_for_model(
            self.db_field.related_model,
            form_class=PromoBannerForm,
            defer_required_on_fields=self.child_edit_handler.get_form_options().get("defer_required_on_fields", []),
        )
        formset["inherit_kwargs"] = ["replaceable", "store"]
        return options
