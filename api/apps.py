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


def _tables_will_change(plan: list[Any], using: str, **kwargs: Any) -> None:
    if plan:
        triggers.remove(using)


def _tables_stand(using: str, **kwargs: Any) -> None:
    triggers.install(using)
