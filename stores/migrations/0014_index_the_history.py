"""What the filters of "Who changed what" ask is found without reading every entry: a network writes a million of them."""

from typing import Any

from django.db import migrations

KINDS = ("hours", "lines", "details")
"""Kinds of change that a publication of a store page notes (`stores.audit.reading.PUBLISHED_KINDS`)."""
NEWEST_FIRST = '"timestamp" DESC, id DESC'

INDEXES = {
    "history_by_action": f"wagtailcore_pagelogentry (action, {NEWEST_FIRST})",
    **{
        f"history_of_{kind}": f"wagtailcore_pagelogentry ({NEWEST_FIRST}) "
        f"WHERE action = 'wagtail.publish' AND (data #> '{{kinds,{kind}}}') = 'true'"
        for kind in KINDS
    },
    "history_by_person": f"wagtailcore_pagelogentry ((data ->> 'by'), {NEWEST_FIRST})",
    "network_history_by_person": f"wagtailcore_modellogentry ((data ->> 'by'), {NEWEST_FIRST})",
}


def add(apps: Any, schema_editor: Any) -> None:
    """On PostgreSQL: a demo on SQLite is too small to need them."""
    if schema_editor.connection.vendor == "postgresql":
        for name, columns in INDEXES.items():
            schema_editor.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {columns}")


def remove(apps: Any, schema_editor: Any) -> None:
    """Takes them away."""
    for name in INDEXES:
        schema_editor.execute(f"DROP INDEX IF EXISTS {name}")


class Migration(migrations.Migration):
    dependencies = [("stores", "0013_a_store_in_its_own_words"), ("wagtailcore", "0098_apitoken")]

    operations = [migrations.RunPython(add, remove)]
