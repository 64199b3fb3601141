"""Generations of answers, changes, allowances, webhooks, keys and previews.

Which page expires next is asked after each publish: few pages do, and no other is looked at.
"""

import api.changes.models
import api.webhooks.models
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def leave_out_of_the_log(apps, schema_editor):
    # Counts of seconds: a crash may forget them, and no replica needs them.
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE api_allowance SET UNLOGGED")


class Migration(migrations.Migration):

    replaces = [
        ('api', '0001_generations_of_answers'),
        ('api', '0002_index_next_page_to_expire'),
        ('api', '0003_allowances'),
        ('api', '0004_feeds_of_changes'),
        ('api', '0005_webhooks'),
        ('api', '0006_keys'),
        ('api', '0007_previews'),
    ]

    initial = True

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('stores', '0001_to_0028_stores'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Allowance',
            fields=[
                ('name', models.TextField(primary_key=True, serialize=False)),
                ('good_at', models.DateTimeField(db_index=True)),
            ],
            options={
                'verbose_name': 'allowance',
            },
        ),
        migrations.CreateModel(
            name='ApiKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100)),
                ('scopes', models.CharField(max_length=100)),
                ('prefix', models.CharField(max_length=20, unique=True)),
                ('digest', models.CharField(max_length=64)),
                ('old_prefix', models.CharField(blank=True, default='', max_length=20)),
                ('old_digest', models.CharField(blank=True, default='', max_length=64)),
                ('old_until', models.DateTimeField(null=True)),
                ('per_second', models.PositiveIntegerField(null=True)),
                ('expires_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField()),
                ('rotated_at', models.DateTimeField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('last_used_at', models.DateTimeField(null=True)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('store', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.storepage')),
            ],
            options={
                'verbose_name': 'API key',
            },
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('generation', models.BigIntegerField(db_index=True)),
                ('scope', models.TextField()),
                ('kind', models.TextField()),
                ('object_id', models.BigIntegerField()),
                ('changed_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'change',
            },
        ),
        migrations.CreateModel(
            name='Feed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=api.changes.models.new_key, max_length=20, unique=True)),
                ('generation', models.BigIntegerField()),
                ('told_at', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('newest', models.BigIntegerField(default=0)),
                ('state', models.BinaryField()),
                ('asked_at', models.DateTimeField(db_index=True)),
                ('store', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.storepage')),
            ],
            options={
                'verbose_name': 'feed of changes',
                'constraints': [models.UniqueConstraint(models.ExpressionWrapper(models.Q(('store__isnull', True)), output_field=models.BooleanField()), condition=models.Q(('store__isnull', True)), name='api_one_feed_of_the_network')],
            },
        ),
        migrations.CreateModel(
            name='Generation',
            fields=[
                ('scope', models.TextField(primary_key=True, serialize=False)),
                ('value', models.BigIntegerField(db_index=True)),
            ],
            options={
                'verbose_name': 'generation',
            },
        ),
        migrations.CreateModel(
            name='NetworkAccess',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('anonymous_read', models.BooleanField(default=True)),
            ],
            options={
                'verbose_name': 'access to the API',
                'verbose_name_plural': 'access to the API',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='api_networkaccess_only')],
            },
        ),
        migrations.CreateModel(
            name='Preview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=64, unique=True)),
                ('token', models.CharField(max_length=64, null=True, unique=True)),
                ('login', models.CharField(max_length=40)),
                ('session', models.CharField(max_length=64)),
                ('object_id', models.CharField(blank=True, max_length=40)),
                ('content', models.JSONField()),
                ('at', models.DateTimeField(null=True)),
                ('ends_at', models.DateTimeField(db_index=True)),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contenttypes.contenttype')),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
                ('revision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.revision')),
                ('store', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.storepage')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'preview',
            },
        ),
        migrations.CreateModel(
            name='Touch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('transaction', models.BigIntegerField()),
                ('scope', models.TextField()),
                ('kind', models.TextField()),
                ('object_id', models.BigIntegerField()),
            ],
            options={
                'verbose_name': 'touch',
                'verbose_name_plural': 'touches',
                'constraints': [models.UniqueConstraint(fields=('transaction', 'scope', 'kind', 'object_id'), name='api_touch_once')],
            },
        ),
        migrations.CreateModel(
            name='Webhook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100)),
                ('url', models.CharField(max_length=500)),
                ('types', models.JSONField(default=list)),
                ('secret', models.TextField()),
                ('old_secret', models.TextField(blank=True, default='')),
                ('rotated_at', models.DateTimeField(null=True)),
                ('key', models.CharField(max_length=20)),
                ('number', models.BigIntegerField()),
                ('created_at', models.DateTimeField()),
                ('failing_since', models.DateTimeField(null=True)),
                ('disabled_at', models.DateTimeField(null=True)),
                ('disabled_why', models.TextField(blank=True, default='')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('store', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.storepage')),
            ],
            options={
                'verbose_name': 'webhook',
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message', models.CharField(default=api.webhooks.models.new_message_id, max_length=40, unique=True)),
                ('body', models.TextField()),
                ('about', models.CharField(max_length=200)),
                ('state', models.CharField(choices=[('waiting', 'on its way'), ('sent', 'arrived'), ('failed', 'given up')], default='waiting', max_length=10)),
                ('created_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ('next_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('queued_at', models.DateTimeField(null=True)),
                ('tries', models.JSONField(default=list)),
                ('failures', models.IntegerField(default=0)),
                ('webhook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='api.webhook')),
            ],
            options={
                'verbose_name': 'delivery',
                'verbose_name_plural': 'deliveries',
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['webhook', 'id'], name='api_delivery_waiting')],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.BigIntegerField()),
                ('at', models.DateTimeField(db_index=True)),
                ('body', models.JSONField()),
                ('feed', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='api.feed')),
            ],
            options={
                'verbose_name': 'event',
                'constraints': [models.UniqueConstraint(fields=('feed', 'number'), name='api_event_once')],
            },
        ),
        migrations.RunPython(leave_out_of_the_log, migrations.RunPython.noop),
        migrations.RunSQL(
            "CREATE INDEX api_page_expires ON wagtailcore_page (expire_at) WHERE expire_at IS NOT NULL",
            "DROP INDEX api_page_expires",
        ),
    ]
