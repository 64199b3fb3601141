"""The network in Wagtail's admin: a table of contents. What each room registers stands in its `hooks.py`."""

from stores.approval import hooks as approval  # noqa: F401
from stores.audience import hooks as audience  # noqa: F401
from stores.audit import hooks as audit  # noqa: F401
from stores.banners import hooks as banners  # noqa: F401
from stores.desk import hooks as desk  # noqa: F401
from stores.editing import hooks as editing  # noqa: F401
from stores.exports import hooks as exports  # noqa: F401
from stores.hours import hooks as hours  # noqa: F401
from stores.isolation import hooks as isolation  # noqa: F401
from stores.many import hooks as many  # noqa: F401
from stores.network import hooks as network  # noqa: F401
from stores.people import hooks as people  # noqa: F401
from stores.previewing import hooks as previewing  # noqa: F401
from stores.removal import hooks as removal  # noqa: F401
from stores.tokens import hooks as tokens  # noqa: F401
