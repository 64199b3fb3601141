"""Where a store's people are told."""

from wagtail import hooks

from cms.pictures.home import failed_pictures
from stores.desk.home import NOTICE_HOOK

hooks.register(NOTICE_HOOK, failed_pictures, order=20)
