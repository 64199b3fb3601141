"""Notices that the law asks for, on a store's site: what each must say, and links to all of them."""

from collections.abc import Iterable
from typing import Any

from api.serializers.shown import Shown
from api.site.languages import speaking
from cms.articles.duties import HEADERS, Duty
from cms.models import StandardPage
from stores.wording import phrase

FOOTER_ORDER = Duty.values


def duty_data(page: StandardPage, shown: Shown) -> dict[str, Any] | None:
    """The parts of such a notice; None for any other page. Its header is in the language of its text."""
    if not page.duty:
        return None
    with speaking(page.language):
        header = phrase(HEADERS.get(page.duty, ""))
    return {
        "kind": page.duty,
        "header": header,
        "effective_on": page.effective_on.isoformat() if page.effective_on else None,
        "contact": shown.text(page.contact),
    }


def shown_notices(pages: Iterable[StandardPage], shown: Shown) -> list[StandardPage]:
    """The pages without those notices of which the store has one of its own kind, in the order of a footer."""
    pages = list(pages)
    own = {page.duty for page in pages if page.path.startswith(shown.store.path)} - {""}
    kept = (page for page in pages if page.duty not in own or page.path.startswith(shown.store.path))
    return sorted(kept, key=lambda page: FOOTER_ORDER.index(page.duty) if page.duty else -1)
