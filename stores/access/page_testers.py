"""Stricter page permissions for people who are confined to their stores.

Wagtail lets delete, move, unpublish and privacy follow from change and publish; here they do not.
"""

from typing import Any

from wagtail.models import PagePermissionTester

from stores.access.confinement import confinement_of


class ConfinedPageTester(PagePermissionTester):
    """On a page below the store: write, publish, unpublish and delete; no move, copy, lock or privacy."""

    def __init__(self, user: Any, page: Any) -> None:
        super().__init__(user, page)
        confinement = confinement_of(user)
        self.is_confined = confinement.is_confined
        if self.is_confined and not confinement.has_page(page.path):
            self.permissions: set[str] = set()

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Stock lets everybody who may change a page delete it while it is a draft; here only who may publish."""
        may = not self.is_confined or "publish" in self.permissions
        return may and super().can_delete(ignore_bulk)

    def can_submit_for_moderation(self) -> bool:
        """Owners publish; they would ask themselves."""
        may = not self.is_confined or "publish" not in self.permissions
        return bool(may and super().can_submit_for_moderation())

    def can_move(self) -> bool:
        return not self.is_confined and super().can_move()

    def can_copy(self) -> bool:
        return not self.is_confined and super().can_copy()

    def can_set_view_restrictions(self) -> bool:
        return not self.is_confined and super().can_set_view_restrictions()

    def can_lock(self) -> bool:
        return not self.is_confined and super().can_lock()

    def can_unlock(self) -> bool:
        return not self.is_confined and super().can_unlock()

    def can_reorder_children(self) -> bool:
        return not self.is_confined and super().can_reorder_children()


class FixedPageTester(ConfinedPageTester):
    """On the store page and its fixed pages: change and publish, nothing that takes them away or schedules them."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return not self.is_confined and super().can_delete(ignore_bulk)

    def can_unpublish(self) -> bool:
        return not self.is_confined and super().can_unpublish()

    def can_unschedule(self) -> bool:
        return not self.is_confined and super().can_unschedule()


class StoreContentMixin:
    """A page that an owner writes below the store."""

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return ConfinedPageTester(user, self)


class FixedPageMixin:
    """A page that belongs to the store itself. Its slug and its schedule are no part of a draft.

    A revision keeps them, so a revert, a publish or a tampered form would bring them back; they are taken from the
    live row instead.
    """

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return FixedPageTester(user, self)

    def with_content_json(self, content: dict[str, Any]) -> Any:
        page = super().with_content_json(content)  # type: ignore[misc]
        for name in ("slug", "go_live_at", "expire_at", "expired", "show_in_menus"):
            setattr(page, name, getattr(self, name))
        return page
