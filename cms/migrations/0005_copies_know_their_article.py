"""Copies of one article share a lineage. Of copies from before, those are known that brought its versions along."""

from collections import defaultdict
from uuid import uuid4

from django.db import migrations, models


def give_lineages(apps, schema_editor):
    articles = apps.get_model("cms", "ArticlePage")
    content_types = apps.get_model("contenttypes", "ContentType")
    article_type = content_types.objects.filter(app_label="cms", model="articlepage").first()
    lineage = {pk: uuid4() for pk in articles.objects.order_by("pk").values_list("pk", flat=True)}
    if article_type is not None:
        # A copied version keeps the moment at which it was written, to the microsecond.
        by_moment = defaultdict(set)
        versions = apps.get_model("wagtailcore", "Revision").objects.filter(content_type=article_type.pk)
        for page, moment in versions.order_by("object_id").values_list("object_id", "created_at"):
            by_moment[moment].add(int(page))
        for pages in by_moment.values():
            known = sorted(pk for pk in pages if pk in lineage)
            for pk in known[1:]:
                lineage[pk] = lineage[known[0]]
    for pk, value in lineage.items():
        articles.objects.filter(pk=pk).update(lineage=value)


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0004_refuse_a_tag_in_another_case"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.AddField(
            model_name="articlepage",
            name="lineage",
            field=models.UUIDField(
                db_index=True,
                default=uuid4,
                editable=False,
                help_text="The same in all copies of one article, however made.",
            ),
        ),
        migrations.RunPython(give_lineages, migrations.RunPython.noop, elidable=True),
    ]
