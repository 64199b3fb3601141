"""Stores with all that is theirs: hours, promo lines, registrations, hosts, people, files; and the network's own.

With the indexes by which "Who changed what" is read without looking at every entry: a network writes a million of them.
On PostgreSQL: a demo on SQLite is too small to need them.
"""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import modelcluster.fields
import phonenumber_field.modelfields
import stores.access.page_testers
import stores.choices
import stores.fields
import stores.hours.models
import stores.store.frontends
import stores.store.look
import stores.store.models.own_words
import stores.store.previews
import stores.store.tasks
import stores.tokens.syntax
import stores.validators
from django.conf import settings
from django.db import migrations, models


KINDS = ("hours", "lines", "details")
"""Kinds of change that a publication of a store page notes (`stores.audit.reading.PUBLISHED_KINDS`)."""
TABLE = "wagtailcore_pagelogentry"
NEWEST_FIRST = '"timestamp" DESC, id DESC'
INDEXES = {
    "history_by_action": f"{TABLE} (action, {NEWEST_FIRST})",
    **{
        f"history_of_{kind}": f"{TABLE} ({NEWEST_FIRST}) "
        f"WHERE action = 'wagtail.publish' AND (data #> '{{kinds,{kind}}}') = 'true'"
        for kind in KINDS
    },
    "history_by_person": f"{TABLE} ((data ->> 'by'), {NEWEST_FIRST})",
    "network_history_by_person": f"wagtailcore_modellogentry ((data ->> 'by'), {NEWEST_FIRST})",
    "history_by_step": f"{TABLE} ((data -> 'step'), id) WHERE (data -> 'step') IS NOT NULL",
    # Publications of pages that are no store's own page, without reading those of stores, which are most.
    "history_by_action_and_type": f"{TABLE} (action, content_type_id, {NEWEST_FIRST})",
}
STATISTICS = "history_of_actions"


def index_the_history(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for name, columns in INDEXES.items():
        schema_editor.execute(f"CREATE INDEX {name} ON {columns}")
    # Most publications are of stores: what the two columns say together, PostgreSQL does not know of each.
    schema_editor.execute(f"CREATE STATISTICS {STATISTICS} ON action, content_type_id FROM {TABLE}")
    # Each store's number of entries, not that of a mean store.
    schema_editor.execute(f"ALTER TABLE {TABLE} ALTER COLUMN page_id SET STATISTICS 1000")


def take_indexes_away(apps, schema_editor):
    for name in INDEXES:
        schema_editor.execute(f"DROP INDEX IF EXISTS {name}")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE {TABLE} ALTER COLUMN page_id SET STATISTICS -1")
        schema_editor.execute(f"DROP STATISTICS IF EXISTS {STATISTICS}")


class Migration(migrations.Migration):

    replaces = [
        ('stores', '0001_initial'),
        ('stores', '0003_dated_hours_and_network_banners'),
        ('stores', '0004_former_hosts'),
        ('stores', '0005_invitations'),
        ('stores', '0006_owner_approval'),
        ('stores', '0007_doors_nights_and_closures'),
        ('stores', '0008_invitations_to_the_network'),
        ('stores', '0009_answers_of_uploads'),
        ('stores', '0010_longer_banners_and_when_alerts_were_posted'),
        ('stores', '0011_a_link_is_a_stretch_of_a_banners_text'),
        ('stores', '0012_who_confirmed_a_holiday'),
        ('stores', '0013_a_store_in_its_own_words'),
        ('stores', '0014_index_the_history'),
        ('stores', '0015_screens_say_department_and_email'),
        ('stores', '0016_words_for_the_logo'),
        ('stores', '0017_screens_say_promo_line_and_holiday'),
        ('stores', '0018_index_steps_of_the_history'),
        ('stores', '0019_three_themes'),
        ('stores', '0020_imports_run_beside_requests'),
        ('stores', '0021_frontends_of_their_own'),
        ('stores', '0022_one_store_at_a_frontend_address'),
        ('stores', '0023_files_that_the_worker_makes'),
        ('stores', '0024_index_the_history_by_type'),
        ('stores', '0025_previews_in_frontends'),
        ('stores', '0026_how_far_a_file_is'),
        ('stores', '0027_promo_lines_in_a_language'),
        ('stores', '0028_privacy_contact'),
    ]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('media', '0001_to_0004_images_and_documents'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Export',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField()),
                ('kind', models.CharField(max_length=50)),
                ('params', models.JSONField(default=dict)),
                ('title', models.CharField(max_length=200)),
                ('name', models.CharField(max_length=100)),
                ('made_at', models.DateTimeField(null=True)),
                ('problem', models.TextField(blank=True, default='')),
                ('file', models.FileField(blank=True, default='', max_length=200, upload_to='exports')),
                ('size', models.BigIntegerField(default=0)),
                ('done', models.PositiveIntegerField(db_default=0, default=0)),
                ('total', models.PositiveIntegerField(db_default=0, default=0)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'export',
            },
        ),
        migrations.CreateModel(
            name='ImportUpload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uploaded_at', models.DateTimeField()),
                ('name', models.CharField(max_length=200)),
                ('content', models.BinaryField()),
                ('digest', models.CharField(max_length=64)),
                ('plan_digest', models.CharField(blank=True, max_length=64)),
                ('preview', models.JSONField(default=dict)),
                ('report', models.TextField(blank=True)),
                ('answers', models.JSONField(blank=True, default=dict)),
                ('skipped', models.BinaryField(blank=True, default=bytes)),
                ('applied_at', models.DateTimeField(blank=True, null=True)),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='NetworkFrontend',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(blank=True, default='', help_text="Of every store that says nothing else; {store} stands for the store's slug. Such as https://{store}.example.com or https://www.example.com/stores/{store}. Empty: none.", max_length=255, validators=[stores.store.frontends.validate_default_address], verbose_name='frontend address')),
                ('built_in_site', models.CharField(choices=[('redirect', 'leads to the frontend'), ('noindex', 'stays, and search engines leave it out')], default='redirect', max_length=10, verbose_name='its built-in site')),
                ('preview_path', models.CharField(blank=True, db_default='', default='', help_text='Behind the address: where the frontends show drafts. Such as /api/preview. Empty: they show none.', max_length=255, validators=[stores.store.frontends.validate_preview_path])),
            ],
            options={
                'verbose_name': 'default of frontend addresses',
                'verbose_name_plural': 'default of frontend addresses',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_default_of_frontends'), models.CheckConstraint(condition=models.Q(('address', ''), models.Q(('address__contains', '{store}'), ('address__startswith', 'http')), _connector='OR'), name='default_of_frontends_names_the_store'), models.CheckConstraint(condition=models.Q(('preview_path', ''), ('preview_path__startswith', '/'), _connector='OR'), name='default_of_previews_is_a_path')],
            },
        ),
        migrations.CreateModel(
            name='OwnerApprovalTask',
            fields=[
                ('task_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.task')),
            ],
            options={
                'verbose_name': "approval by the store's owner",
            },
            bases=('wagtailcore.task',),
        ),
        migrations.CreateModel(
            name='RegionPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'abstract': False,
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='StoreGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True)),
                ('slug', models.SlugField(help_text="The group's name in the API and in import files.", max_length=80, unique=True)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='StorePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('welcome', models.TextField(blank=True, max_length=600, verbose_name='welcome text')),
                ('shop_photo_alt', models.CharField(blank=True, help_text="For people who can't see it.", max_length=120, verbose_name='what the photo shows')),
                ('pharmacist_name', models.CharField(blank=True, max_length=80, verbose_name='pharmacist in charge')),
                ('pharmacist_line', models.CharField(blank=True, max_length=200, verbose_name='a line about the pharmacist')),
                ('service_texts', models.JSONField(blank=True, default=dict, validators=[stores.store.models.own_words.validate_service_texts], verbose_name='texts of services')),
                ('insurance', models.TextField(blank=True, help_text='One plan on each line. Empty: ask us.', max_length=2000, verbose_name='insurance taken')),
                ('payment', stores.fields.ChoiceListField(blank=True, default=list, verbose_name='payment taken')),
                ('parking', models.CharField(blank=True, help_text='Such as: Free, behind the building.', max_length=200)),
                ('step_free', models.CharField(blank=True, choices=[('yes', 'Yes'), ('ramp', 'With a ramp'), ('help', 'With our help'), ('no', 'No')], default='', max_length=10, verbose_name='step-free entrance')),
                ('access_note', models.CharField(blank=True, help_text='Such as: Ring the bell, and we open the wide door.', max_length=200, verbose_name='about the way in')),
                ('tasks', models.JSONField(blank=True, default=list, validators=[stores.store.tasks.validate_tasks], verbose_name='tasks')),
                ('street', models.CharField(max_length=120)),
                ('city', models.CharField(max_length=80)),
                ('state', models.CharField(choices=stores.choices.usps_states, max_length=2)),
                ('postal_code', models.CharField(max_length=10, validators=[django.core.validators.RegexValidator('^[0-9]{5}(-[0-9]{4})?\\Z', 'Write the ZIP as 08071 or 08071-1234.')], verbose_name='ZIP code')),
                ('country', models.CharField(choices=[('US', 'United States')], default='US', max_length=2)),
                ('latitude', models.DecimalField(blank=True, decimal_places=6, max_digits=8, null=True, validators=[django.core.validators.MinValueValidator(-90), django.core.validators.MaxValueValidator(90)])),
                ('longitude', models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True, validators=[django.core.validators.MinValueValidator(-180), django.core.validators.MaxValueValidator(180)])),
                ('time_zone', models.CharField(choices=[('America/New_York', 'New York (America/New_York)'), ('America/Detroit', 'Detroit (America/Detroit)'), ('America/Indiana/Indianapolis', 'Indiana, Indianapolis (America/Indiana/Indianapolis)'), ('America/Indiana/Knox', 'Indiana, Knox (America/Indiana/Knox)'), ('America/Indiana/Marengo', 'Indiana, Marengo (America/Indiana/Marengo)'), ('America/Indiana/Petersburg', 'Indiana, Petersburg (America/Indiana/Petersburg)'), ('America/Indiana/Tell_City', 'Indiana, Tell City (America/Indiana/Tell_City)'), ('America/Indiana/Vevay', 'Indiana, Vevay (America/Indiana/Vevay)'), ('America/Indiana/Vincennes', 'Indiana, Vincennes (America/Indiana/Vincennes)'), ('America/Indiana/Winamac', 'Indiana, Winamac (America/Indiana/Winamac)'), ('America/Kentucky/Louisville', 'Kentucky, Louisville (America/Kentucky/Louisville)'), ('America/Kentucky/Monticello', 'Kentucky, Monticello (America/Kentucky/Monticello)'), ('America/Chicago', 'Chicago (America/Chicago)'), ('America/Menominee', 'Menominee (America/Menominee)'), ('America/North_Dakota/Beulah', 'North Dakota, Beulah (America/North_Dakota/Beulah)'), ('America/North_Dakota/Center', 'North Dakota, Center (America/North_Dakota/Center)'), ('America/North_Dakota/New_Salem', 'North Dakota, New Salem (America/North_Dakota/New_Salem)'), ('America/Denver', 'Denver (America/Denver)'), ('America/Boise', 'Boise (America/Boise)'), ('America/Phoenix', 'Phoenix (America/Phoenix)'), ('America/Los_Angeles', 'Los Angeles (America/Los_Angeles)'), ('America/Anchorage', 'Anchorage (America/Anchorage)'), ('America/Juneau', 'Juneau (America/Juneau)'), ('America/Metlakatla', 'Metlakatla (America/Metlakatla)'), ('America/Nome', 'Nome (America/Nome)'), ('America/Sitka', 'Sitka (America/Sitka)'), ('America/Yakutat', 'Yakutat (America/Yakutat)'), ('America/Adak', 'Adak (America/Adak)'), ('Pacific/Honolulu', 'Honolulu (Pacific/Honolulu)'), ('America/Puerto_Rico', 'Puerto Rico (America/Puerto_Rico)'), ('America/St_Thomas', 'St Thomas (America/St_Thomas)'), ('Pacific/Guam', 'Guam (Pacific/Guam)'), ('Pacific/Saipan', 'Saipan (Pacific/Saipan)'), ('Pacific/Pago_Pago', 'Pago Pago (Pacific/Pago_Pago)')], max_length=40)),
                ('phone', phonenumber_field.modelfields.PhoneNumberField(max_length=128, region=None)),
                ('fax', phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None)),
                ('sms', phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None, verbose_name='text line')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email')),
                ('facebook_url', models.URLField(blank=True, verbose_name='Facebook')),
                ('instagram_url', models.URLField(blank=True, verbose_name='Instagram')),
                ('counters', stores.fields.ChoiceListField(blank=True, default=list, help_text='Departments whose hours patients find here. One without any hours below says “hours unknown”.', verbose_name='departments')),
                ('own_doors', stores.fields.ChoiceListField(blank=True, default=stores.choices.usual_own_doors, help_text='Departments that patients reach without walking through the store. All others show as open only while the store is, where its own hours are known.', verbose_name='doors of their own')),
                ('services', stores.fields.ChoiceListField(blank=True, default=list)),
                ('languages', stores.fields.ChoiceListField(blank=True, default=list)),
                ('theme', models.CharField(choices=[('classic', 'Classic'), ('clear', 'Clear'), ('compact', 'Compact')], default='classic', max_length=20)),
                ('accent', models.CharField(default='#0b6e4f', max_length=7, validators=[django.core.validators.RegexValidator('^#[0-9a-f]{6}\\Z', 'Write the color as #rrggbb in lower case, such as #0b6e4f.'), stores.store.look.validate_readable_on_white], verbose_name='accent color')),
                ('logo_alt', models.CharField(blank=True, db_default='', default='', help_text="For people who can't see it: what can be read on it. Empty: the store's name.", max_length=120, verbose_name='words for the logo')),
                ('logo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='media.networkimage')),
                ('pharmacist_photo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='media.networkimage', verbose_name='photo of the pharmacist')),
                ('shop_photo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='media.networkimage', verbose_name='photo of the shop')),
            ],
            options={
                'verbose_name': 'store',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('longitude__isnull', True)), models.Q(('latitude__isnull', False), ('latitude__range', (-90, 90)), ('longitude__isnull', False), ('longitude__range', (-180, 180))), _connector='OR'), name='store_has_both_coordinates_or_none', violation_error_message='Give both latitude and longitude, or neither.')],
            },
            bases=(stores.access.page_testers.FixedPageMixin, stores.store.previews.StorefrontPreviewMixin, 'wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='StoresPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'abstract': False,
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='FormerHost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hostname', models.CharField(max_length=255, unique=True, validators=[django.core.validators.RegexValidator('^(?=.{1,253}\\Z)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\\Z', "Write a host name in lower case, without scheme and port, such as 'pitman.example.com'.")])),
                ('retired_at', models.DateTimeField()),
                ('store', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_hosts', to='stores.storepage')),
            ],
            options={
                'ordering': ['-retired_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('hostname', ''), _negated=True), name='former_host_is_not_empty')],
            },
        ),
        migrations.CreateModel(
            name='HolidayClosure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('audience', models.CharField(choices=[('every', 'Every store'), ('chosen', 'Chosen groups and stores')], default='every', max_length=10)),
                ('counter', models.CharField(blank=True, choices=[('', 'All departments'), ('store', 'Store'), ('pharmacy', 'Pharmacy'), ('drive-through', 'Drive-through'), ('delivery', 'Delivery')], default='', help_text='Whose hours.', max_length=20, verbose_name='department')),
                ('starts_on', models.DateField(verbose_name='first day')),
                ('ends_on', models.DateField(blank=True, help_text='Empty: until further notice.', null=True, verbose_name='last day')),
                ('label', models.CharField(help_text='What patients read, such as Christmas Day.', max_length=80)),
                ('slots', models.JSONField(blank=True, default=list, validators=[stores.hours.models.validate_slots])),
                ('closes_by', models.TimeField(blank=True, help_text='Each store keeps its hours and closes no later than this. It opens no door that is shut.', null=True, verbose_name='closes at the latest at')),
                ('audience_groups', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='stores.storegroup', verbose_name='groups')),
                ('audience_stores', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='stores.storepage', verbose_name='stores')),
                ('excluded_stores', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='stores.storepage', verbose_name='but not these stores')),
            ],
            options={
                'verbose_name': 'holiday',
                'ordering': ['starts_on', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='holidayclosure_ends_after_it_begins', violation_error_message='The last day is before the first.'), models.CheckConstraint(condition=models.Q(('counter', ''), ('counter__in', ['store', 'pharmacy', 'drive-through', 'delivery']), _connector='OR'), name='holidayclosure_counter_is_known'), models.CheckConstraint(condition=models.Q(('closes_by__isnull', True), ('slots', []), _connector='OR'), name='holiday_has_slots_or_an_end', violation_error_message='Give the hours of these days, or when the stores close at the latest.')],
            },
        ),
        migrations.CreateModel(
            name='HoursException',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('counter', models.CharField(blank=True, choices=[('', 'All departments'), ('store', 'Store'), ('pharmacy', 'Pharmacy'), ('drive-through', 'Drive-through'), ('delivery', 'Delivery')], default='', help_text='Whose hours.', max_length=20, verbose_name='department')),
                ('starts_on', models.DateField(verbose_name='first day')),
                ('ends_on', models.DateField(blank=True, help_text='Empty: until further notice.', null=True, verbose_name='last day')),
                ('label', models.CharField(help_text='What patients read, such as Christmas Day.', max_length=80)),
                ('slots', models.JSONField(blank=True, default=list, validators=[stores.hours.models.validate_slots])),
                ('store', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hours_exceptions', to='stores.storepage')),
            ],
            options={
                'ordering': ['starts_on', 'pk'],
                'abstract': False,
                'indexes': [models.Index(fields=['store', 'starts_on'], name='hours_exception_by_store')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='hoursexception_ends_after_it_begins', violation_error_message='The last day is before the first.'), models.CheckConstraint(condition=models.Q(('counter', ''), ('counter__in', ['store', 'pharmacy', 'drive-through', 'delivery']), _connector='OR'), name='hoursexception_counter_is_known')],
            },
        ),
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('show', 'try what it would do'), ('apply', 'do it')], max_length=10)),
                ('plan_digest', models.CharField(blank=True, max_length=64)),
                ('answers', models.JSONField(blank=True, default=dict)),
                ('asked_at', models.DateTimeField()),
                ('begun_at', models.DateTimeField(blank=True, null=True)),
                ('waits_for', models.CharField(blank=True, max_length=100)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('seen_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('done', 'done'), ('failed', 'failed'), ('cancelled', 'cancelled')], max_length=10)),
                ('words', models.TextField(blank=True)),
                ('upload', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='runs', to='stores.importupload')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('upload',), name='stores_importrun_one_open_of_an_upload')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='email address')),
                ('role', models.CharField(choices=[('owner', 'Owner: changes and publishes'), ('staff', 'Staff: changes'), ('editor', 'Editor: writes and publishes for the stores'), ('network_admin', 'Network admin: opens and closes stores, and keeps people')], max_length=16)),
                ('token_digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('invited_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('store', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='stores.storepage')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('store'), django.db.models.functions.text.Lower('email'), condition=models.Q(('accepted_at', None), ('revoked_at', None)), name='stores_one_open_invitation_per_address'), models.UniqueConstraint(django.db.models.functions.text.Lower('email'), condition=models.Q(('accepted_at', None), ('revoked_at', None), ('store', None)), name='stores_one_open_invitation_to_the_network'), models.CheckConstraint(condition=models.Q(('accepted_at', None), ('revoked_at', None), _connector='OR'), name='stores_invitation_accepted_or_revoked'), models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('invited_at'))), name='stores_invitation_expires_after_it_began'), models.CheckConstraint(condition=models.Q(models.Q(('role__in', ['owner', 'staff']), ('store__isnull', False)), models.Q(('role__in', ['editor', 'network_admin']), ('store__isnull', True)), _connector='OR'), name='stores_invitation_role_is_known')],
            },
        ),
        migrations.CreateModel(
            name='NetworkBanner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('audience', models.CharField(choices=[('every', 'Every store'), ('chosen', 'Chosen groups and stores')], default='every', max_length=10)),
                ('text', models.CharField(help_text='May name the store by its tokens.', max_length=200, validators=[stores.tokens.syntax.validate_store_tokens])),
                ('style', models.CharField(choices=[('info', 'Information'), ('promo', 'Promotion'), ('alert', 'Alert')], default='info', max_length=20)),
                ('posted_at', models.DateTimeField(blank=True, editable=False, help_text='When a line of the style “alert” was written.', null=True)),
                ('link_label', models.CharField(blank=True, help_text='A part of the text, such as Facebook page. Empty: the whole line is the link.', max_length=200, verbose_name='words that are the link')),
                ('link_url', models.URLField(blank=True, verbose_name='link to a web address')),
                ('link_phone', phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None, verbose_name='link to a phone number')),
                ('link_path', models.CharField(blank=True, max_length=200, validators=[stores.validators.validate_site_path], verbose_name="link to a path on the store's own site")),
                ('show_from', models.DateField(blank=True, help_text='First day; empty: at once.', null=True)),
                ('show_until', models.DateField(blank=True, help_text='Last day.', null=True)),
                ('has_no_end', models.BooleanField(default=False, help_text='Shows until you remove it.', verbose_name='no end date')),
                ('translation_key', models.UUIDField(editable=False, help_text='Lines that say the same in several languages share it.', null=True)),
                ('store_may', models.CharField(choices=[('nothing', 'Not change it'), ('hide', 'Hide it'), ('replace', 'Hide it or replace it with their own')], default='nothing', max_length=10, verbose_name='a store may')),
                ('sort_order', models.PositiveSmallIntegerField(default=0, help_text='Low numbers first.', verbose_name='order')),
                ('locale', models.ForeignKey(editable=False, help_text="Its language; empty: the network's own.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale')),
                ('audience_groups', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='stores.storegroup', verbose_name='groups')),
                ('audience_stores', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='stores.storepage', verbose_name='stores')),
                ('excluded_stores', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='stores.storepage', verbose_name='but not these stores')),
            ],
            options={
                'verbose_name': 'network promo line',
                'ordering': ['sort_order', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('has_no_end', True), ('show_until__isnull', True)), models.Q(('has_no_end', False), ('show_until__isnull', False)), _connector='OR'), name='networkbanner_ends_or_says_that_it_does_not', violation_error_message='Give a last day, or say that there is no end.'), models.CheckConstraint(condition=models.Q(('show_from__isnull', True), ('show_until__isnull', True), ('show_until__gte', models.F('show_from')), _connector='OR'), name='networkbanner_ends_after_it_begins', violation_error_message='The last day is before the first.')],
            },
            bases=(stores.store.previews.StorefrontPreviewMixin, models.Model),
        ),
        migrations.CreateModel(
            name='OpeningHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('counter', models.CharField(choices=[('store', 'Store'), ('pharmacy', 'Pharmacy'), ('drive-through', 'Drive-through'), ('delivery', 'Delivery')], default='store', max_length=20, verbose_name='department')),
                ('weekday', models.PositiveSmallIntegerField(choices=[(1, 'Monday'), (2, 'Tuesday'), (3, 'Wednesday'), (4, 'Thursday'), (5, 'Friday'), (6, 'Saturday'), (7, 'Sunday')])),
                ('opens_at', models.TimeField(verbose_name='opens')),
                ('closes_at', models.TimeField(help_text='If it closes after midnight, enter that time, such as 1:00am.', verbose_name='closes')),
                ('store', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='opening_hours', to='stores.storepage')),
            ],
            options={
                'verbose_name': 'opening hours',
                'verbose_name_plural': 'opening hours',
                'ordering': ['counter', 'weekday', 'opens_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('weekday__range', (1, 7))), name='hours_weekday_is_iso'), models.CheckConstraint(condition=models.Q(('counter__in', ['store', 'pharmacy', 'drive-through', 'delivery'])), name='hours_counter_is_known')],
            },
        ),
        migrations.CreateModel(
            name='StoreRegistration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=63, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9][a-z0-9-]{0,62}\\Z', "Use lower-case letters, digits and hyphens, at most 63, such as 'pitman'.")])),
                ('legal_name', models.CharField(blank=True, max_length=200)),
                ('privacy_contact', models.CharField(blank=True, db_default='', default='', help_text='Whom patients ask about their privacy: a person or an office, and a phone number.', max_length=200)),
                ('npi', models.CharField(blank=True, max_length=10, validators=[stores.validators.validate_npi], verbose_name='NPI')),
                ('ncpdp', models.CharField(blank=True, max_length=7, validators=[django.core.validators.RegexValidator('^[0-9]{7}\\Z', 'An NCPDP id has 7 digits.')], verbose_name='NCPDP id')),
                ('frontend_address', models.CharField(blank=True, db_default='', default='', help_text="Of the store's own frontend, such as https://www.example.com/pitman, without a slash at its end. Empty: as the network's default says.", max_length=255, validators=[stores.store.frontends.validate_frontend_address])),
                ('built_in_site', models.CharField(choices=[('redirect', 'leads to the frontend'), ('noindex', 'stays, and search engines leave it out')], db_default='redirect', default='redirect', max_length=10)),
                ('preview_path', models.CharField(blank=True, db_default='', default='', help_text="Behind the store's own frontend address: where it shows drafts. Such as /api/preview.", max_length=255, validators=[stores.store.frontends.validate_preview_path])),
                ('closed_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('collection', models.OneToOneField(help_text="The store's images.", on_delete=django.db.models.deletion.PROTECT, related_name='registration', to='wagtailcore.collection')),
                ('groups', models.ManyToManyField(blank=True, related_name='registrations', to='stores.storegroup')),
                ('owners', models.OneToOneField(help_text='May change and publish the store.', on_delete=django.db.models.deletion.PROTECT, related_name='owned_store', to='auth.group')),
                ('prescriptions_at', models.ForeignKey(blank=True, help_text='The store that took over the prescriptions of one that has closed.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='stores.storepage')),
                ('staff', models.OneToOneField(help_text='May change, not publish.', on_delete=django.db.models.deletion.PROTECT, related_name='staffed_store', to='auth.group')),
                ('store', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='registration', to='stores.storepage')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('code', ''), _negated=True), name='registration_code_is_not_empty', violation_error_message='Give a code.'), models.CheckConstraint(condition=models.Q(('npi', ''), ('npi__length', 10), _connector='OR'), name='registration_npi_has_10_digits'), models.CheckConstraint(condition=models.Q(('ncpdp', ''), ('ncpdp__length', 7), _connector='OR'), name='registration_ncpdp_has_7_digits'), models.CheckConstraint(condition=models.Q(('frontend_address__in', ['', 'built-in']), ('frontend_address__startswith', 'http'), _connector='OR'), name='registration_frontend_is_an_address'), models.CheckConstraint(condition=models.Q(('preview_path', ''), ('preview_path__startswith', '/'), _connector='OR'), name='registration_previews_are_at_a_path'), models.UniqueConstraint(condition=models.Q(('frontend_address__in', ['', 'built-in']), _negated=True), fields=('frontend_address',), name='one_store_at_a_frontend_address', violation_error_message='Another store has this frontend address.')],
            },
        ),
        migrations.CreateModel(
            name='TodayChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('opens_at', models.TimeField(blank=True, null=True, verbose_name='opens late, at')),
                ('closes_at', models.TimeField(blank=True, null=True, verbose_name='closes early, at')),
                ('closes_next_day', models.BooleanField(default=False, help_text='The closing time is one of the next date: the night that began on this one ends then.', verbose_name='that is after midnight')),
                ('is_closed', models.BooleanField(default=False, verbose_name='closed today')),
                ('store', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='today_changes', to='stores.storepage')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('store', 'on'), name='one_change_a_day'), models.CheckConstraint(condition=models.Q(('is_closed', True), ('opens_at__isnull', False), ('closes_at__isnull', False), _connector='OR'), name='today_change_says_something'), models.CheckConstraint(condition=models.Q(('closes_next_day', False), ('closes_at__isnull', False), _connector='OR'), name='today_change_has_an_end_to_move')],
            },
        ),
        migrations.CreateModel(
            name='HiddenBanner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('banner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hidden_at', to='stores.networkbanner')),
                ('store', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hidden_banners', to='stores.storepage')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('store', 'banner'), name='banner_hidden_once_per_store')],
            },
        ),
        migrations.CreateModel(
            name='HolidayConfirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('counter', models.CharField(blank=True, choices=[('', 'All departments'), ('store', 'Store'), ('pharmacy', 'Pharmacy'), ('drive-through', 'Drive-through'), ('delivery', 'Delivery')], default='', max_length=20, verbose_name='department')),
                ('proposal', models.JSONField()),
                ('confirmed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('holiday', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='confirmations', to='stores.holidayclosure')),
                ('store', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holiday_confirmations', to='stores.storepage')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('store', 'holiday', 'counter'), name='one_confirmation_a_counter'), models.CheckConstraint(condition=models.Q(('counter', ''), ('counter__in', ['store', 'pharmacy', 'drive-through', 'delivery']), _connector='OR'), name='confirmation_counter_is_known')],
            },
        ),
        migrations.CreateModel(
            name='HolidayQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField()),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('holiday', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.holidayclosure')),
                ('store', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.storepage')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('store', 'holiday'), name='one_question_a_holiday')],
            },
        ),
        migrations.CreateModel(
            name='PromoBanner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('text', models.CharField(help_text='May name the store by its tokens.', max_length=200, validators=[stores.tokens.syntax.validate_store_tokens])),
                ('style', models.CharField(choices=[('info', 'Information'), ('promo', 'Promotion'), ('alert', 'Alert')], default='info', max_length=20)),
                ('posted_at', models.DateTimeField(blank=True, editable=False, help_text='When a line of the style “alert” was written.', null=True)),
                ('link_label', models.CharField(blank=True, help_text='A part of the text, such as Facebook page. Empty: the whole line is the link.', max_length=200, verbose_name='words that are the link')),
                ('link_url', models.URLField(blank=True, verbose_name='link to a web address')),
                ('link_phone', phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None, verbose_name='link to a phone number')),
                ('link_path', models.CharField(blank=True, max_length=200, validators=[stores.validators.validate_site_path], verbose_name="link to a path on the store's own site")),
                ('show_from', models.DateField(blank=True, help_text='First day; empty: at once.', null=True)),
                ('show_until', models.DateField(blank=True, help_text='Last day.', null=True)),
                ('has_no_end', models.BooleanField(default=False, help_text='Shows until you remove it.', verbose_name='no end date')),
                ('translation_key', models.UUIDField(editable=False, help_text='Lines that say the same in several languages share it.', null=True)),
                ('link_page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='link to a page of this store')),
                ('locale', models.ForeignKey(editable=False, help_text="Its language; empty: the network's own.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale')),
                ('replaces', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='stores.networkbanner', verbose_name="instead of the network's")),
                ('store', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='promo_banners', to='stores.storepage')),
            ],
            options={
                'verbose_name': 'promo line',
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('has_no_end', True), ('show_until__isnull', True)), models.Q(('has_no_end', False), ('show_until__isnull', False)), _connector='OR'), name='promobanner_ends_or_says_that_it_does_not', violation_error_message='Give a last day, or say that there is no end.'), models.CheckConstraint(condition=models.Q(('show_from__isnull', True), ('show_until__isnull', True), ('show_until__gte', models.F('show_from')), _connector='OR'), name='promobanner_ends_after_it_begins', violation_error_message='The last day is before the first.')],
            },
        ),
        migrations.RunPython(index_the_history, take_indexes_away),
    ]
