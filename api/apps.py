from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate

from api.caching import triggers


class ApiConfig(AppConfig):
    name = "api"
    verbose_name = "API"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        pre_migrate.connect(_tables_will_change, sender=self)
        post_migrate.connect(_tables_stand, sender=self)
        _tidy_up()


def _tidy_up() -> None:
    # These name models, which are loaded by now.
    from api.caching.models import old_changes  # noqa: PLC0415
    from api.changes.tokens import old_events, unused_feeds  # noqa: PLC0415
    from api.keys.models import old_keys  # noqa: PLC0415
    from api.limits.checks import register_limit_checks  # noqa: PLC0415
    from api.limits.models import Allowance  # noqa: PLC0415
    from api.previewing.models import old_previews  # noqa: PLC0415
    from api.webhooks.checks import register_webhook_check  # noqa: PLC0415
    from api.webhooks.dispatching import follow  # noqa: PLC0415
    from api.webhooks.models import old_deliveries  # noqa: PLC0415
    from cms.running.scheduling import BESIDE  # noqa: PLC0415
    from cms.running.tidying import LEFTOVERS, Leftovers  # noqa: PLC0415

    LEFTOVERS.append(Leftovers("lines of the log of changes", old_changes))
    LEFTOVERS.append(Leftovers("counts of costly requests", lambda at: Allowance.objects.filter(good_at__lt=at)))
    LEFTOVERS.append(Leftovers("events of feeds", old_events))
    LEFTOVERS.append(Leftovers("feeds that nobody reads", unused_feeds))
    LEFTOVERS.append(Leftovers("calls of webhooks", old_deliveries))
    LEFTOVERS.append(Leftovers("keys that ended long ago", old_keys))
    LEFTOVERS.append(Leftovers("previews that are over", old_previews))
    BESIDE.append(follow)
    register_limit_checks()
    register_webhook_check()


def _tables_will_change(plan: list[Any], using: str, **kwargs: Any) -> None:
    if plan:
        triggers.remove(using)


def _tables_stand(using: str, **kwargs: Any) -> None:
    triggers.install(using)
