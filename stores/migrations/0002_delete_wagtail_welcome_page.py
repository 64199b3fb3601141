"""No Site is ever the default: Wagtail's initial Site, its welcome page and its two groups with rights on the root go."""

from django.db import migrations


def delete_welcome(apps, schema_editor):
    """Only what Wagtail's own migrations made; a page that somebody made stays."""
    page_model = apps.get_model("wagtailcore", "Page")
    site_model = apps.get_model("wagtailcore", "Site")
    group_model = apps.get_model("auth", "Group")
    welcome = page_model.objects.filter(depth=2, url_path="/home/", content_type__model="page").first()
    if welcome is None:
        return
    site_model.objects.filter(root_page_id=welcome.pk).delete()
    welcome.delete()
    page_model.objects.filter(depth=1).update(numchild=page_model.objects.filter(depth=2).count())
    group_model.objects.filter(name__in=["Moderators", "Editors"], user__isnull=True).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("stores", "0001_to_0028_stores"),
        ("wagtailcore", "0054_initial_locale"),
        # Their own migrations still look for the groups that go here.
        ("wagtailadmin", "0005_editingsession_is_editing"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [migrations.RunPython(delete_welcome, migrations.RunPython.noop)]
