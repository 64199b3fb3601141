"""Forms of the network's own screens: open a store, change its registration and its host, close it."""

from collections.abc import Mapping

from django import forms
from django.core.exceptions import ValidationError
from wagtail.admin.paginator import WagtailPaginator


def add_errors(form: forms.BaseForm, error: ValidationError, names: Mapping[str, str] | None = None) -> None:
    """What an action refused, at the form's fields; `names` says what a field is called in the form."""
    by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for name, texts in by_field.items():
        field = (names or {}).get(name, name)
        for text in texts:
            form.add_error(field if field in form.fields else None, text)


class StoresPaginator(WagtailPaginator):
    """Counts what people call stores."""

    verbose_name = "store"
    verbose_name_plural = "stores"
