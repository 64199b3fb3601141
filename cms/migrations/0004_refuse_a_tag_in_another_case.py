"""The database refuses another spelling of a tag. On its own: PostgreSQL makes no index beside rows that just moved."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cms", "0003_one_tag_whatever_its_case")]

    operations = [
        migrations.RunSQL(
            "CREATE UNIQUE INDEX tag_once_whatever_its_case ON taggit_tag (LOWER(name))",
            "DROP INDEX tag_once_whatever_its_case",
        ),
    ]
