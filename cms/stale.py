"""What the newsroom changed of an article since a store wrote its own words about it."""

from wagtail.admin.compare import FieldComparison, StreamFieldComparison, TextFieldComparison

from cms.models import ArticlePage, Placement
from cms.placing import is_stale

COMPARED: dict[str, type[FieldComparison]] = {
    "title": TextFieldComparison,
    "teaser": TextFieldComparison,
    "body": StreamFieldComparison,
}


def changes_since(placement: Placement, article: ArticlePage) -> list[FieldComparison]:
    """Wagtail's comparisons of what differs; each has `field_label()` and `htmldiff()`.

    Empty when nothing of it changed, and when the older version is no longer kept.
    """
    before, now = placement.written_for, article.live_revision
    if before is None or now is None or not is_stale(placement, article):
        return []
    old, new = before.as_object(), now.as_object()
    found = [kind(ArticlePage._meta.get_field(name), old, new) for name, kind in COMPARED.items()]
    return [each for each in found if each.has_changed()]
