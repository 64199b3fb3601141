"""One publish in the admin: what it costs, and which rows it writes. Both are the same at any number of stores."""

from collections.abc import Callable

from django.db import connection, transaction
from django.urls import reverse

from benchmarks.network import People
from cms.models import ArticlePage
from tests.cms.admin_forms import form_at, paragraphs, send

WRITTEN = "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
"""What the current transaction has written so far, by table."""


def publish(people: People) -> Callable[[], object]:
    """The newsroom changes an article's text and publishes it, by the form; the answer leads on where it was taken."""
    url = reverse("wagtailadmin_pages:edit", args=[people.article.pk])
    form = form_at(people.editor, url)
    form.update(paragraphs("body", "<p>Ask at {{ store.name }}.</p>"))
    form.update({"sources-count": "0"})
    form["teaser"] = "Changed by the newsroom."

    def ask() -> None:
        with transaction.atomic():
            response = send(people.editor, url, form.copy())
            changed = ArticlePage.objects.get(pk=people.article.pk).teaser
            transaction.set_rollback(True)
        if response.status_code != 302 or changed != form["teaser"]:
            raise RuntimeError(f"{url} answered {response.status_code} and did not publish.")

    return ask


def rows_written(call: Callable[[], object]) -> dict[str, int]:
    """Rows that `call` writes, by table, whether or not they are taken back."""
    with transaction.atomic():
        before = _written()
        call()
        after = _written()
        transaction.set_rollback(True)
    changed = {table: rows - before.get(table, 0) for table, rows in after.items()}
    return {table: rows for table, rows in sorted(changed.items()) if rows}


def _written() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return {str(table): int(rows) for table, rows in cursor.fetchall()}
