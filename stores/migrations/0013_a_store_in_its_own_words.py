"""What a store says of itself; its four links to refill, transfer, book and get the app become tasks.

Backward, the first task of each of those kinds that has a web address is its link again; what else a store wrote goes.
Every revision is rewritten, so that a draft, an approval and a revert to an old version keep the links.
"""

import json

import django.db.models.deletion
import stores.fields
import stores.store.models.own_words
import stores.store.tasks
from django.db import migrations, models


KINDS = ("refill", "transfer", "vaccination", "app")


def tasks_of(links):
    return [
        {"kind": kind, "label": "", "web": links[f"{kind}_url"], "phone": "", "sms": ""}
        for kind in KINDS
        if links.get(f"{kind}_url")
    ]


def links_of(tasks):
    return {
        f"{kind}_url": next((task["web"] for task in tasks if task["kind"] == kind and task["web"]), "")
        for kind in KINDS
    }


def change_revisions(apps, change):
    types = apps.get_model("contenttypes", "ContentType").objects.filter(app_label="stores", model="storepage")
    for revision in apps.get_model("wagtailcore", "Revision").objects.filter(content_type__in=types).iterator():
        content = json.loads(revision.content) if isinstance(revision.content, str) else revision.content
        change(content)
        revision.content = content
        revision.save(update_fields=["content"])


def forward(apps, schema_editor):
    for page in apps.get_model("stores", "StorePage").objects.iterator():
        page.tasks = tasks_of({f"{kind}_url": getattr(page, f"{kind}_url") for kind in KINDS})
        if page.tasks:
            page.save(update_fields=["tasks"])

    def change(content):
        content["tasks"] = tasks_of(content)
        for kind in KINDS:
            content.pop(f"{kind}_url", None)

    change_revisions(apps, change)


def backward(apps, schema_editor):
    for page in apps.get_model("stores", "StorePage").objects.iterator():
        for name, web in links_of(page.tasks).items():
            setattr(page, name, web)
        if page.tasks:
            page.save(update_fields=[f"{kind}_url" for kind in KINDS])

    def change(content):
        content.update(links_of(content.pop("tasks", [])))

    change_revisions(apps, change)


class Migration(migrations.Migration):

    dependencies = [
        ('media', '0003_documents_are_stored_under_names_that_nobody_guesses'),
        ('stores', '0012_who_confirmed_a_holiday'),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.AddField(
            model_name='storepage',
            name='access_note',
            field=models.CharField(blank=True, help_text='Such as: Ring the bell, and we open the wide door.', max_length=200, verbose_name='about the way in'),
        ),
        migrations.AddField(
            model_name='storepage',
            name='insurance',
            field=models.TextField(blank=True, help_text='One plan on each line. Empty: ask us.', max_length=2000, verbose_name='insurance taken'),
        ),
        migrations.AddField(
            model_name='storepage',
            name='parking',
            field=models.CharField(blank=True, help_text='Such as: Free, behind the building.', max_length=200),
        ),
        migrations.AddField(
            model_name='storepage',
            name='payment',
            field=stores.fields.ChoiceListField(blank=True, default=list, verbose_name='payment taken'),
        ),
        migrations.AddField(
            model_name='storepage',
            name='pharmacist_line',
            field=models.CharField(blank=True, max_length=200, verbose_name='a line about the pharmacist'),
        ),
        migrations.AddField(
            model_name='storepage',
            name='pharmacist_name',
            field=models.CharField(blank=True, max_length=80, verbose_name='pharmacist in charge'),
        ),
        migrations.AddField(
            model_name='storepage',
            name='pharmacist_photo',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='media.networkimage', verbose_name='photo of the pharmacist'),
        ),
        migrations.AddField(
            model_name='storepage',
            name='service_texts',
            field=models.JSONField(blank=True, default=dict, validators=[stores.store.models.own_words.validate_service_texts], verbose_name='texts of services'),
        ),
        migrations.AddField(
            model_name='storepage',
            name='shop_photo',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='media.networkimage', verbose_name='photo of the shop'),
        ),
        migrations.AddField(
            model_name='storepage',
            name='shop_photo_alt',
            field=models.CharField(blank=True, help_text="For people who can't see it.", max_length=120, verbose_name='what the photo shows'),
        ),
        migrations.AddField(
            model_name='storepage',
            name='step_free',
            field=models.CharField(blank=True, choices=[('yes', 'Yes'), ('ramp', 'With a ramp'), ('help', 'With our help'), ('no', 'No')], default='', max_length=10, verbose_name='step-free entrance'),
        ),
        migrations.AddField(
            model_name='storepage',
            name='tasks',
            field=models.JSONField(blank=True, default=list, validators=[stores.store.tasks.validate_tasks], verbose_name='tasks'),
        ),
        migrations.AddField(
            model_name='storepage',
            name='welcome',
            field=models.TextField(blank=True, max_length=600, verbose_name='welcome text'),
        ),
        migrations.RunPython(forward, backward),
        migrations.RemoveField(
            model_name='storepage',
            name='app_url',
        ),
        migrations.RemoveField(
            model_name='storepage',
            name='refill_url',
        ),
        migrations.RemoveField(
            model_name='storepage',
            name='transfer_url',
        ),
        migrations.RemoveField(
            model_name='storepage',
            name='vaccination_url',
        ),
    ]
