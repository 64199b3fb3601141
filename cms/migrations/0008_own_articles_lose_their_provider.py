"""A store's own article has no provider. Apart from the column's change: PostgreSQL alters no table with rows under way."""

import json

from django.db import migrations


def forward(apps, schema_editor):
    """Articles below a store stand for themselves; copies of the library's stay licensed as they were."""
    article = apps.get_model("cms", "ArticlePage")
    paths = list(apps.get_model("stores", "StorePage").objects.values_list("path", flat=True))
    rows = list(article.objects.values_list("pk", "path", "lineage", "latest_revision"))
    local = [row for row in rows if any(row[1].startswith(path) for path in paths)]
    shared = {row[2] for row in rows if row not in local}
    own = [row for row in local if row[2] not in shared]
    article.objects.filter(pk__in=[row[0] for row in own]).update(provider=None)
    for revision in apps.get_model("wagtailcore", "Revision").objects.filter(pk__in=[row[3] for row in own if row[3]]):
        content = json.loads(revision.content) if isinstance(revision.content, str) else revision.content
        revision.content = {**content, "provider": None}
        revision.save(update_fields=["content"])


def backward(apps, schema_editor):
    """The column knew no article without one: the first provider takes them."""
    first = apps.get_model("cms", "Provider").objects.order_by("pk").first()
    if first is not None:
        apps.get_model("cms", "ArticlePage").objects.filter(provider=None).update(provider=first)


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0007_a_stores_own_article_has_no_provider"),
        ("stores", "0011_a_link_is_a_stretch_of_a_banners_text"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(forward, backward)]
