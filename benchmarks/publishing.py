"""One publish in the admin: what it costs, and which rows it writes. Both are the same at any number of stores."""

from collections.abc import Callable

from django.db import connection, transaction
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from wagtail.fields import StreamField
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, rich_text, streamfield

from benchmarks.network import Viewers
from cms.articles.blocks import RICH_TEXT_FEATURES
from cms.models import ArticlePage

WRITTEN = "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
"""What the current transaction has written so far, by table."""


def publish(viewers: Viewers) -> Callable[[], object]:
    """The newsroom changes an article's text and publishes it by the form; the database then forgets it again."""
    url = reverse("wagtailadmin_pages:edit", args=[viewers.article.pk])
    form = _article_form(viewers.editor, url)
    form["teaser"] = "Changed by the newsroom."
    form["action-publish"] = "action-publish"

    def ask() -> None:
        with transaction.atomic():
            response = viewers.editor.post(url, form)
            changed = ArticlePage.objects.get(pk=viewers.article.pk).teaser
            transaction.set_rollback(True)
        if response.status_code != 302 or changed != form["teaser"]:
            raise RuntimeError(f"{url} answered {response.status_code} and did not publish.")

    return ask


def _article_form(client: Client, url: str) -> QueryDict:
    form = article_form_of(client.get(url).content.decode(), "<p>Ask at {{ store.name }}.</p>")
    form["comment_notifications"] = "on"  # a box without a value, for which a browser sends this
    return form


def article_form_of(html: str, text: str) -> QueryDict:
    """The fields of Wagtail's form of an article with their values; its body is this paragraph.

    The fields of its streams are made by scripts, so they are written here: all but the body are empty.
    """
    form = querydict_from_html(html, form_id="page-edit-form")
    for name in [name for name in form if "__prefix__" in name]:
        del form[name]
    streams = {field.name: streamfield([]) for field in ArticlePage._meta.fields if isinstance(field, StreamField)}
    streams["body"] = streamfield([("paragraph", rich_text(text, features=RICH_TEXT_FEATURES))])
    form.update(nested_form_data(streams))
    return form


def rows_written(call: Callable[[], object]) -> dict[str, int]:
    """Rows that `call` writes, by table, whether or not they are taken back."""
    with transaction.atomic():
        before = _rows_so_far()
        call()
        after = _rows_so_far()
        transaction.set_rollback(True)
    changed = {table: rows - before.get(table, 0) for table, rows in after.items()}
    return {table: rows for table, rows in sorted(changed.items()) if rows}


def _rows_so_far() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return {str(table): int(rows) for table, rows in cursor.fetchall()}
