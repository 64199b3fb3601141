from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stores', '0025_previews_in_frontends'),
    ]

    operations = [
        migrations.AddField(
            model_name='export',
            name='done',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='export',
            name='total',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
    ]
