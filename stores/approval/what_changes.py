"""What would change on the site if a page's newest draft went live."""

from typing import Any

from django.utils.text import capfirst
from wagtail.models import Page

from stores.audit.differences import differences, live_version, version_of
from stores.audit.words import NOTHING, words_of_changes
from stores.store.models.store import StorePage

BESIDE = frozenset(
    {
        "pk", "path", "depth", "numchild", "url_path", "page_ptr", "content_type", "translation_key", "locale",
        "alias_of", "owner", "draft_title", "live", "has_unpublished_changes", "expired", "locked", "locked_by",
        "locked_at", "latest_revision", "latest_revision_created_at", "live_revision", "first_published_at",
        "last_published_at", "wagtail_admin_comments",
    }
)  # fmt: skip
"""Fields of every page that nobody writes in a form."""


SHORT = 120
"""Characters of a text that is quoted in full."""


def what_changes(page: Any) -> list[str]:
    """One sentence per change; of what is long, on other pages than the store's, the field's name. Empty: the same."""
    draft = page.get_latest_revision_as_object()
    if isinstance(draft, StorePage):
        live = live_version(draft.pk)
        return (
            [str(words) for words in words_of_changes(differences(live, version_of(draft)))]
            if live
            else ["The whole page"]
        )
    live_page = page.specific_class.objects.filter(pk=page.pk, live=True).first() if page.specific_class else None
    if live_page is None:
        return ["A new page, which is not on your site yet"]
    old, new = live_page.serializable_data(), draft.serializable_data()
    changed = [name for name in new if name not in BESIDE and _without_ids(old.get(name)) != _without_ids(new[name])]
    return [_sentence(capfirst(_field_name(draft, name)), old.get(name), new[name]) for name in changed]


def _sentence(label: str, old: object, new: object) -> str:
    """`Title: About us → About our team`, or the label alone."""
    is_short = all(isinstance(value, str) and len(value) <= SHORT and value[:1] not in "[{" for value in (old, new))
    return f"{label}: {old or NOTHING} → {new or NOTHING}" if is_short else label


def _without_ids(value: object) -> object:
    """The value; rows in it without their ids, which a draft may not have yet."""
    if isinstance(value, list):
        return [
            {name: each[name] for name in each if name != "pk"} if isinstance(each, dict) else each for each in value
        ]
    return value


def _field_name(page: Page, name: str) -> str:
    field = page._meta.get_field(name)
    return str(getattr(field, "verbose_name", "") or name.replace("_", " "))
