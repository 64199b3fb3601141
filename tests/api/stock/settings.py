"""Wagtail's own test project with our apps beside it, and our endpoints at the addresses that its tests ask."""

from typing import Any

from wagtail.test.settings import *  # noqa: F403
from wagtail.test.settings import INSTALLED_APPS as WAGTAILS
from wagtail.test.settings import MIDDLEWARE as ON_THE_WAY
from wagtail.test.settings import TEMPLATES as ALL_TEMPLATES

from cms.settings import test as ours

LEFT = {"WAGTAILAPI_BASE_URL"}
"""What Wagtail's project leaves as it usually is."""
globals().update(
    {name: value for name, value in vars(ours).items() if name.isupper() and name not in LEFT | globals().keys()}
)
REPLACED = {"wagtail.test.apps.CustomUsersAppConfig", "wagtail.contrib.redirects.apps.WagtailRedirectsAppConfig"}
INSTALLED_APPS = [*dict.fromkeys([*ours.INSTALLED_APPS, *(each for each in WAGTAILS if each not in REPLACED)])]
WAGTAILIMAGES_IMAGE_MODEL = "wagtailimages.Image"
WAGTAILDOCS_DOCUMENT_MODEL = "wagtaildocs.Document"
MIDDLEWARE = [*ON_THE_WAY, "allauth.account.middleware.AccountMiddleware"]  # type: ignore[assignment]
TEMPLATES = ALL_TEMPLATES[:1]
WAGTAILAPI_LIMIT_MAX = 20
REST_FRAMEWORK = ours.REST_FRAMEWORK  # type: ignore[assignment]
ROOT_URLCONF = "tests.api.stock.urls"


class Unmigrated(dict[str, Any]):
    """All tables are made from their models at once; what migrations fill in, `running` does."""

    def __contains__(self, label: object) -> bool:
        return True

    def __getitem__(self, label: str) -> None:
        return None


MIGRATION_MODULES = Unmigrated()
