"""Functions of Django and Wagtail that resolve an id which a form brought, replaced: they never ask whose it is.

Each asks `stores.isolation.references` what the person may refer to, while somebody who is confined is answered, and
is itself for everybody else. Each wraps what it replaces, which is what the suite keeps by hash (`stores.upstream`).
"""

from functools import wraps
from typing import Any

from django.db.models import Model, QuerySet
from django.forms import BaseForm, ModelChoiceField
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.admin.widgets import BaseChooser

from stores.isolation.references import OUTSIDE, refused_fields, usable_now

# Without their types: a type checker knows no class whose methods change.
_field: Any = ModelChoiceField
_form: Any = BaseForm

stock_rows = _field.queryset
stock_full_clean = BaseForm.full_clean
stock_init = WagtailAdminModelForm.__init__
stock_instance = BaseChooser.get_instance
stock_format = DraftailRichTextArea.format_value


@wraps(stock_rows.fget)
def usable_rows(field: ModelChoiceField) -> QuerySet[Any] | None:
    """Among which rows a field chooses: of lists, choosers, chooser blocks and hidden ids alike."""
    rows: QuerySet[Any] | None = stock_rows.fget(field)
    usable = usable_now.get()
    return rows if usable is None or rows is None else usable.narrow(rows)


@wraps(stock_full_clean)
def full_clean(form: BaseForm) -> None:
    """Refuses what fields took that look nothing up themselves: entities of rich text, blocks, fields of one's own."""
    stock_full_clean(form)
    if usable_now.get() is None or not form.is_bound:
        return
    cleaned: dict[str, Any] = getattr(form, "cleaned_data", {})
    fields = [name for name in cleaned if name in form.fields]
    unasked = [(name, cleaned[name]) for name in fields if not isinstance(form.fields[name], ModelChoiceField)]
    for name in refused_fields(unasked):
        form.add_error(name, OUTSIDE)


@wraps(stock_init)
def init(form: Any, data: Any = None, files: Any = None, instance: Any = None, **kwargs: Any) -> None:
    """What stands in the object of the form may stay."""
    usable = usable_now.get()
    if usable is not None:
        usable.keep_standing(instance)
    stock_init(form, data, files, instance=instance, **kwargs)


@wraps(stock_instance)
def get_instance(chooser: BaseChooser, value: Any) -> Model | None:
    """What a chooser names: nothing, where the person may not refer to it."""
    usable = usable_now.get()
    pk = value.pk if isinstance(value, Model) else value
    if usable is not None and pk is not None and usable.is_outside(chooser.model_class, pk):
        return None
    found: Model | None = stock_instance(chooser, value)
    return found


@wraps(stock_format)
def format_value(editor: DraftailRichTextArea, value: Any) -> Any:
    """What the editor is given: it looks up all that a text links to."""
    usable = usable_now.get()
    return stock_format(editor, usable.without_outside(str(value)) if usable is not None and value else value)


def ask_of_references() -> None:
    """Put all of them in place; safe to repeat."""
    _field.queryset = property(usable_rows, stock_rows.fset)
    _form.full_clean = full_clean
    WagtailAdminModelForm.__init__ = init
    BaseChooser.get_instance = get_instance
    DraftailRichTextArea.format_value = format_value
