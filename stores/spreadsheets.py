"""Exports of Wagtail's reports and listings: no cell of a CSV file is a formula."""

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from stores.importing.cells import guarded


def guard_exports() -> None:
    """Wagtail writes formulas as plain text into workbooks only; a title such as `=1+1` would run from its CSV files.

    Set on Wagtail's own mixin, because each of its reports is a view of its own.
    """
    by_class = SpreadsheetExportMixin.custom_value_preprocess
    SpreadsheetExportMixin.custom_value_preprocess = {**by_class, str: {SpreadsheetExportMixin.FORMAT_CSV: guarded}}
