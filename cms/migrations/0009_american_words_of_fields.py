"""What screens say of fields: licenses, specialties, a job title, the main image. No column changes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cms', '0008_own_articles_lose_their_provider'),
        ('media', '0003_documents_are_stored_under_names_that_nobody_guesses'),
        ('stores', '0015_screens_say_department_and_email'),
    ]

    operations = [
        migrations.AlterField(
            model_name='articlepage',
            name='hero',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='media.networkimage', verbose_name='main image'),
        ),
        migrations.AlterField(
            model_name='articlepage',
            name='hero_alt',
            field=models.CharField(blank=True, max_length=255, verbose_name="main image's alternative text"),
        ),
        migrations.AlterField(
            model_name='expertpage',
            name='post',
            field=models.CharField(blank=True, max_length=160, verbose_name='job title'),
        ),
        migrations.AlterField(
            model_name='expertpage',
            name='speciality_list',
            field=models.CharField(blank=True, help_text='Separated by commas.', max_length=255, verbose_name='specialties'),
        ),
        migrations.AlterField(
            model_name='provider',
            name='licence_ends_at',
            field=models.DateTimeField(blank=True, help_text='From this moment on every article of the provider is gone. Empty: no end.', null=True, verbose_name='license ends at'),
        ),
        migrations.AlterField(
            model_name='provider',
            name='licence_starts_at',
            field=models.DateTimeField(blank=True, help_text='Empty: it has started.', null=True, verbose_name='license starts at'),
        ),
        migrations.AlterConstraint(
            model_name='provider',
            name='licence_ends_after_it_starts',
            constraint=models.CheckConstraint(condition=models.Q(('licence_starts_at__isnull', True), ('licence_ends_at__isnull', True), ('licence_ends_at__gt', models.F('licence_starts_at')), _connector='OR'), name='licence_ends_after_it_starts', violation_error_message='The license ends before it starts.'),
        ),
    ]
