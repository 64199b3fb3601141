from django.db import migrations


class Migration(migrations.Migration):
    """Which page expires next is asked after each publish: few pages do, and no other is looked at."""

    dependencies = [("api", "0001_generations_of_answers"), ("wagtailcore", "0094_alter_page_locale")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX IF NOT EXISTS api_page_expires ON wagtailcore_page (expire_at) WHERE expire_at IS NOT NULL",
            "DROP INDEX IF EXISTS api_page_expires",
        ),
    ]
