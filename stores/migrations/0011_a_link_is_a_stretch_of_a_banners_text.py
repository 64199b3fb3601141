"""A banner's link is a stretch of its text. Labels that stood beside their text are put behind it.

Backward, a label at the end of its text leaves it again: the site showed text, then label.
"""

import json

from django.db import migrations

LONGEST = 200


def with_label(text, label):
    if not label or label in text:
        return text
    joined = f"{text.rstrip()} {label}"
    return joined if len(joined) <= LONGEST else f"{text.rstrip()}{label}"


def without_label(text, label):
    shorter = text.removesuffix(label).rstrip() if label and text.endswith(label) else text
    return (shorter or text)[:140]


def change_rows(apps, change):
    for name in ("PromoBanner", "NetworkBanner"):
        for row in apps.get_model("stores", name).objects.exclude(link_label=""):
            row.text = change(row.text, row.link_label)
            row.save(update_fields=["text"])
    change_drafts(apps, change)


def change_drafts(apps, change):
    """The newest revision of each store: what its form opens with, what an approval publishes."""
    revisions = apps.get_model("wagtailcore", "Revision").objects
    newest = apps.get_model("stores", "StorePage").objects.exclude(latest_revision=None)
    for pk in newest.values_list("latest_revision", flat=True):
        revision = revisions.get(pk=pk)
        content = json.loads(revision.content) if isinstance(revision.content, str) else revision.content
        for row in content.get("promo_banners", []):
            row["text"] = change(row["text"], row.get("link_label", ""))
        revision.content = content
        revision.save(update_fields=["content"])


def forward(apps, schema_editor):
    change_rows(apps, with_label)


def backward(apps, schema_editor):
    change_rows(apps, without_label)


class Migration(migrations.Migration):
    dependencies = [
        ("stores", "0010_longer_banners_and_when_alerts_were_posted"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(forward, backward)]
