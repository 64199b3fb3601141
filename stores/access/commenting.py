"""Comments on pages: the newsroom's and the network's, among themselves."""

from typing import Any

from stores.access.confinement import confinement_of


def may_comment(user: Any, page: Any = None) -> bool:
    """Whether somebody reads and writes comments: of pages at all, or of this one, which they may edit now.

    Whoever is confined to stores does neither: what is said of a page is said by people who edit many.
    """
    if user is None or confinement_of(user).is_confined:
        return False
    return page is None or bool(page.specific.permissions_for_user(user).can_edit())
