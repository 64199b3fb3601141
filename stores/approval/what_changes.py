"""What would change on the site if a page's newest draft went live."""

from typing import Any

from django.utils.text import capfirst
from wagtail.models import Page

from stores.audit.words import NOTHING, words_of_changes
from stores.store.differences import Change, differences, live_version, version_of
from stores.store.models.store import StorePage

SHORT = 120
"""Characters of a text that is quoted in full."""


def what_changes(page: Any) -> list[str]:
    """One sentence per change; of what is long, on other pages than the store's, the field's name. Empty: the same."""
    draft = page.get_latest_revision_as_object()
    is_store = isinstance(draft, StorePage)
    live = live_version(draft)
    if live is None:
        return ["The whole page" if is_store else "A new page, which is not on your site yet"]
    changes = differences(live, version_of(draft))
    return (
        [str(words) for words in words_of_changes(changes)]
        if is_store
        else [_sentence(draft, each) for each in changes]
    )


def _sentence(page: Page, change: Change) -> str:
    """`Title: About us → About our team`, or the label alone."""
    name, old, new = change["name"], change["old"], change["new"]
    label = capfirst(str(getattr(page._meta.get_field(name), "verbose_name", "") or name.replace("_", " ")))
    is_short = all(isinstance(value, str) and len(value) <= SHORT and value[:1] not in "[{" for value in (old, new))
    return f"{label}: {old or NOTHING} → {new or NOTHING}" if is_short else label
