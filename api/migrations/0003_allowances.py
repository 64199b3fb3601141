from django.db import migrations, models


def leave_out_of_the_log(apps, schema_editor):
    # Counts of seconds: a crash may forget them, and no replica needs them.
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE api_allowance SET UNLOGGED")


class Migration(migrations.Migration):
    """How often who asks what costs much."""

    dependencies = [("api", "0002_index_next_page_to_expire")]

    operations = [
        migrations.CreateModel(
            name="Allowance",
            fields=[
                ("name", models.TextField(primary_key=True, serialize=False)),
                ("good_at", models.DateTimeField(db_index=True)),
            ],
            options={"verbose_name": "allowance"},
        ),
        migrations.RunPython(leave_out_of_the_log, migrations.RunPython.noop),
    ]
