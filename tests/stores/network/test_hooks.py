"""The menu of network admins."""

import pytest
from django.test import RequestFactory
from django.urls import reverse
from wagtail.admin.menu import admin_menu

from tests.factories.network import make_admin


@pytest.mark.django_db
def test_no_entry_is_marked_because_its_name_begins_another_s() -> None:
    """Wagtail's script marks each entry whose name the open one's begins with."""
    # Groups of screens enter the menu when the admin's addresses are read.
    request = RequestFactory().get(reverse("wagtailadmin_home"))
    request.user = make_admin()
    names = [item.name for item in admin_menu.menu_items_for_request(request)]
    assert "stores" in names
    assert [(name, other) for name in names for other in names if name != other and other.startswith(name)] == []
