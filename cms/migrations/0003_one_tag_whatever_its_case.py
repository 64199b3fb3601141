"""Tags that differ in case become one, in drafts, too, and each has a slug."""

from collections import defaultdict

from django.db import migrations


def _merge(apps, kept, others):
    tagged = apps.get_model("cms", "ArticleTag")
    for row in tagged.objects.filter(tag__in=others).order_by("pk"):
        if tagged.objects.filter(tag=kept, content_object=row.content_object_id).exists():
            row.delete()
        else:
            tagged.objects.filter(pk=row.pk).update(tag=kept)
    media = apps.get_model("taggit", "TaggedItem")
    for row in media.objects.filter(tag__in=others).order_by("pk"):
        same = {"tag": kept, "content_type": row.content_type_id, "object_id": row.object_id}
        if media.objects.filter(**same).exists():
            row.delete()
        else:
            media.objects.filter(pk=row.pk).update(tag=kept)


def _merge_in_versions(apps, new_ids):
    """`new_ids`: id of a tag that goes -> the one that stays."""
    for version in apps.get_model("wagtailcore", "Revision").objects.filter(content__tagged_items__isnull=False):
        items, found = version.content["tagged_items"], {}
        for item in items:
            tag = new_ids.get(item.get("tag"), item.get("tag"))
            found.setdefault(tag, {**item, "tag": tag})
        if list(found.values()) != items:
            version.content["tagged_items"] = list(found.values())
            version.save(update_fields=["content"])


def merge_tags(apps, schema_editor):
    tag_model = apps.get_model("taggit", "Tag")
    by_name = defaultdict(list)
    for tag in tag_model.objects.order_by("pk"):
        by_name[tag.name.lower()].append(tag)
    new_ids = {}
    for same in by_name.values():
        kept, *others = same
        _merge(apps, kept.pk, [tag.pk for tag in others])
        new_ids |= {tag.pk: kept.pk for tag in others}
    if new_ids:
        _merge_in_versions(apps, new_ids)
        tag_model.objects.filter(pk__in=new_ids).delete()
    for tag in tag_model.objects.filter(slug=""):
        tag_model.objects.filter(pk=tag.pk).update(slug=f"tag-{tag.pk}")


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0002_placements_licences_and_recalls"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        # What was one word in two spellings stays one on the way back.
        migrations.RunPython(merge_tags, migrations.RunPython.noop, elidable=True),
    ]
