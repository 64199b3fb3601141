"""`manage.py starter`: a store is the starter's, and a webhook calls it, for as long as it runs."""

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from api.models import Webhook
from frontend_templates.management.commands.starter import called, led_to_starter
from stores.models import StorePage
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db
AT = "http://cedar-point.localhost:4321"


def where() -> tuple[str, str]:
    row = StorePage.objects.get(slug="cedar-point").registration
    return row.frontend_address, row.preview_path


def test_store_and_webhook_are_the_starters_until_it_ends() -> None:
    make_store("cedar-point")
    secrets = set()
    for _time in range(2):
        with led_to_starter(4321), called(4321) as secret:
            secrets.add(secret)
            assert where() == (AT, "/preview")
            hook = Webhook.objects.active().get()
            assert (hook.url, hook.store) == ("http://127.0.0.1:4321/webhooks", None)
        assert where() == ("", "")
        assert Webhook.objects.get().disabled_at is not None
    assert len(secrets) == 2


def test_it_runs_beside_the_demo_alone(settings: LazySettings) -> None:
    settings.DEMO_ALLOWED = False
    with pytest.raises(CommandError, match="beside the demo only"):
        call_command("starter")
