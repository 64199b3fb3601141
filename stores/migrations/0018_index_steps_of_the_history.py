"""The lines of one step at several stores are found without reading every entry."""

from typing import Any

from django.db import migrations

NAME = "history_by_step"


def add(apps: Any, schema_editor: Any) -> None:
    """On PostgreSQL: a demo on SQLite is too small to need it."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE INDEX IF NOT EXISTS {NAME} ON wagtailcore_pagelogentry ((data -> 'step'), id) "
            "WHERE (data -> 'step') IS NOT NULL"
        )


def remove(apps: Any, schema_editor: Any) -> None:
    """Takes it away."""
    schema_editor.execute(f"DROP INDEX IF EXISTS {NAME}")


class Migration(migrations.Migration):
    dependencies = [("stores", "0017_screens_say_promo_line_and_holiday"), ("wagtailcore", "0098_apitoken")]

    operations = [migrations.RunPython(add, remove)]
