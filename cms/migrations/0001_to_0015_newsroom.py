"""The library, what it is called by, whom it is for, releases, withdrawals, feeds; and what stores did with articles.

The database refuses another spelling of a tag.
"""

import cms.articles.collisions
import cms.articles.languages
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import modelcluster.contrib.taggit
import modelcluster.fields
import stores.access.page_testers
import stores.choices
import stores.store.previews
import stores.tokens.syntax
import stores.validators
import uuid
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('cms', '0001_initial'),
        ('cms', '0002_placements_licences_and_recalls'),
        ('cms', '0003_one_tag_whatever_its_case'),
        ('cms', '0004_refuse_a_tag_in_another_case'),
        ('cms', '0005_copies_know_their_article'),
        ('cms', '0006_heartbeats'),
        ('cms', '0007_a_stores_own_article_has_no_provider'),
        ('cms', '0008_own_articles_lose_their_provider'),
        ('cms', '0009_american_words_of_fields'),
        ('cms', '0010_screens_say_withdrawal'),
        ('cms', '0011_a_videos_own_picture_and_captions'),
        ('cms', '0012_releases'),
        ('cms', '0013_care_callouts'),
        ('cms', '0014_what_feeds_bring'),
        ('cms', '0015_duties_of_pages'),
    ]

    initial = True

    dependencies = [
        ('media', '0001_to_0004_images_and_documents'),
        ('stores', '0001_to_0028_stores'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ArticlesPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'abstract': False,
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ExpertPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('credentials', models.CharField(blank=True, help_text='Letters after the name, such as MD.', max_length=80)),
                ('post', models.CharField(blank=True, max_length=160, verbose_name='job title')),
                ('institution', models.CharField(blank=True, max_length=160)),
                ('speciality_list', models.CharField(blank=True, help_text='Separated by commas.', max_length=255, verbose_name='specialties')),
                ('biography', wagtail.fields.RichTextField(blank=True, validators=[stores.tokens.syntax.validate_store_tokens])),
                ('photo_alt', models.CharField(blank=True, max_length=255, verbose_name="photo's alternative text")),
                ('orcid', models.CharField(blank=True, max_length=19, validators=[django.core.validators.RegexValidator('^\\d{4}-\\d{4}-\\d{4}-\\d{3}[\\dX]\\Z', 'Write the ORCID as 0000-0002-1825-0097.')], verbose_name='ORCID')),
                ('npi', models.CharField(blank=True, max_length=10, validators=[stores.validators.validate_npi], verbose_name='NPI')),
                ('links', wagtail.fields.StreamField([('link', 2)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'max_length': 200}), 1: ('wagtail.blocks.URLBlock', (), {}), 2: ('wagtail.blocks.StructBlock', [[('title', 0), ('url', 1)]], {})})),
                ('photo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='media.networkimage')),
            ],
            options={
                'verbose_name': 'expert',
            },
            bases=(stores.store.previews.StorefrontPreviewMixin, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='ExpertsPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'abstract': False,
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='HealthNewsPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('intro', wagtail.fields.RichTextField(blank=True, validators=[stores.tokens.syntax.validate_store_tokens])),
            ],
            options={
                'verbose_name': 'health news',
            },
            bases=(stores.access.page_testers.FixedPageMixin, stores.store.previews.StorefrontPreviewMixin, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='Heartbeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, unique=True)),
                ('beat_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'sign of life',
                'verbose_name_plural': 'signs of life',
            },
        ),
        migrations.CreateModel(
            name='LibraryPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'abstract': False,
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='OldSlug',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(allow_unicode=True, max_length=255)),
                ('changed_at', models.DateTimeField(auto_now_add=True)),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='old_slugs', to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['slug'], name='old_slug_by_slug')],
                'constraints': [models.UniqueConstraint(fields=('page', 'slug'), name='old_slug_once_per_page')],
            },
        ),
        migrations.CreateModel(
            name='Provider',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('audience', models.CharField(choices=[('every', 'Every store'), ('chosen', 'Chosen groups and stores')], default='every', max_length=10)),
                ('name', models.CharField(max_length=120, unique=True)),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('dateline', models.CharField(blank=True, help_text="Stands before the text, such as an agency's name.", max_length=160)),
                ('disclaimer', models.TextField(help_text='May name store and provider by tokens.', validators=[stores.tokens.syntax.validate_tokens])),
                ('copyright', models.CharField(max_length=255, validators=[stores.tokens.syntax.validate_tokens])),
                ('canonical_policy', models.CharField(choices=[('store', 'The page at each store'), ('original', 'The original, where the article names it')], default='store', max_length=10)),
                ('may_edit', models.CharField(choices=[('everything', 'Everything'), ('no_text', 'Not title, teaser and text: they stay as delivered')], default='everything', max_length=12, verbose_name='the newsroom may edit')),
                ('licence_starts_at', models.DateTimeField(blank=True, help_text='Empty: it has started.', null=True, verbose_name='license starts at')),
                ('licence_ends_at', models.DateTimeField(blank=True, help_text='From this moment on every article of the provider is gone. Empty: no end.', null=True, verbose_name='license ends at')),
                ('audience_groups', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='stores.storegroup', verbose_name='groups')),
                ('audience_stores', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='stores.storepage', verbose_name='stores')),
                ('excluded_stores', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='stores.storepage', verbose_name='but not these stores')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('licence_starts_at__isnull', True), ('licence_ends_at__isnull', True), ('licence_ends_at__gt', models.F('licence_starts_at')), _connector='OR'), name='licence_ends_after_it_starts', violation_error_message='The license ends before it starts.')],
            },
        ),
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True)),
                ('goes_live_at', models.DateTimeField(blank=True, help_text='Empty: when somebody publishes it.', null=True)),
                ('published_at', models.DateTimeField(editable=False, null=True)),
                ('taken_back_at', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('taken_back_at__isnull', True), ('published_at__isnull', False), _connector='OR'), name='cms_release_is_taken_back_after_it_was_published')],
            },
        ),
        migrations.CreateModel(
            name='SharedPagesPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'abstract': False,
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='StandardPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('audience', models.CharField(choices=[('every', 'Every store'), ('chosen', 'Chosen groups and stores')], default='every', max_length=10)),
                ('body', wagtail.fields.StreamField([('paragraph', 0), ('heading', 3), ('question', 6), ('key_points', 10), ('image', 14), ('quote', 17), ('table', 19), ('callout', 21), ('video', 26), ('references', 31), ('language_help', 37)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'superscript', 'subscript', 'ol', 'ul', 'link', 'document-link'], 'icon': 'pilcrow', 'validators': (stores.tokens.syntax.validate_tokens,)}), 1: ('wagtail.blocks.CharBlock', (), {'max_length': 160, 'validators': (stores.tokens.syntax.validate_tokens,)}), 2: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('2', 'Heading'), ('3', 'Subheading')]}), 3: ('wagtail.blocks.StructBlock', [[('text', 1), ('level', 2)]], {}), 4: ('wagtail.blocks.CharBlock', (), {'max_length': 240, 'validators': (stores.tokens.syntax.validate_tokens,)}), 5: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'superscript', 'subscript', 'ol', 'ul', 'link', 'document-link'], 'validators': (stores.tokens.syntax.validate_tokens,)}), 6: ('wagtail.blocks.StructBlock', [[('question', 4), ('answer', 5)]], {}), 7: ('wagtail.blocks.CharBlock', (), {'default': 'Key points', 'max_length': 120, 'validators': (stores.tokens.syntax.validate_tokens,)}), 8: ('wagtail.blocks.CharBlock', (), {'max_length': 300, 'validators': (stores.tokens.syntax.validate_tokens,)}), 9: ('wagtail.blocks.ListBlock', (8,), {'min_num': 1}), 10: ('wagtail.blocks.StructBlock', [[('title', 7), ('points', 9)]], {}), 11: ('wagtail.images.blocks.ImageChooserBlock', (), {}), 12: ('wagtail.blocks.CharBlock', (), {'label': 'Alternative text', 'max_length': 255, 'required': False}), 13: ('wagtail.blocks.CharBlock', (), {'max_length': 255, 'required': False, 'validators': (stores.tokens.syntax.validate_tokens,)}), 14: ('wagtail.blocks.StructBlock', [[('image', 11), ('alt', 12), ('caption', 13)]], {}), 15: ('wagtail.blocks.TextBlock', (), {'validators': (stores.tokens.syntax.validate_tokens,)}), 16: ('wagtail.blocks.CharBlock', (), {'max_length': 160, 'required': False, 'validators': (stores.tokens.syntax.validate_tokens,)}), 17: ('wagtail.blocks.StructBlock', [[('text', 15), ('attribution', 16)]], {}), 18: ('wagtail.blocks.CharBlock', (), {'required': False, 'validators': (stores.tokens.syntax.validate_tokens,)}), 19: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 18)]], {'icon': 'table'}), 20: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('info', 'Information'), ('tip', 'Tip'), ('warning', 'Warning'), ('ask', 'Care: ask us'), ('soon', 'Care: today, by a doctor'), ('emergency', 'Care: call 911')]}), 21: ('wagtail.blocks.StructBlock', [[('style', 20), ('text', 5)]], {}), 22: ('wagtail.blocks.URLBlock', (), {'help_text': 'A video page of YouTube or Vimeo.', 'label': 'Address'}), 23: ('wagtail.blocks.CharBlock', (), {'max_length': 200, 'validators': (stores.tokens.syntax.validate_tokens,)}), 24: ('wagtail.images.blocks.ImageChooserBlock', (), {'help_text': "Shown in the video's place. Nothing is loaded from elsewhere.", 'required': False}), 25: ('wagtail.blocks.BooleanBlock', (), {'label': 'It has captions', 'required': False}), 26: ('wagtail.blocks.StructBlock', [[('url', 22), ('title', 23), ('picture', 24), ('captions', 25)]], {}), 27: ('wagtail.blocks.CharBlock', (), {'max_length': 400, 'validators': (stores.tokens.syntax.validate_tokens,)}), 28: ('wagtail.blocks.URLBlock', (), {'required': False}), 29: ('wagtail.blocks.StructBlock', [[('text', 27), ('url', 28)]], {}), 30: ('wagtail.blocks.ListBlock', (29,), {'min_num': 1}), 31: ('wagtail.blocks.StructBlock', [[('items', 30)]], {}), 32: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('am', 'Amharic (አማርኛ)'), ('ar', 'Arabic (العربية)'), ('bn', 'Bengali (বাংলা)'), ('my', 'Burmese (မြန်မာ)'), ('zh-Hans', 'Chinese, simplified (简体中文)'), ('zh-Hant', 'Chinese, traditional (繁體中文)'), ('fa', 'Farsi (فارسی)'), ('fr', 'French (Français)'), ('de', 'German (Deutsch)'), ('el', 'Greek (Ελληνικά)'), ('gu', 'Gujarati (ગુજરાતી)'), ('ht', 'Haitian Creole (Kreyòl Ayisyen)'), ('he', 'Hebrew (עברית)'), ('hi', 'Hindi (हिन्दी)'), ('hmn', 'Hmong (Hmoob)'), ('ilo', 'Ilocano (Ilokano)'), ('it', 'Italian (Italiano)'), ('ja', 'Japanese (日本語)'), ('km', 'Khmer (ខ្មែរ)'), ('ko', 'Korean (한국어)'), ('lo', 'Lao (ລາວ)'), ('nv', 'Navajo (Diné bizaad)'), ('ne', 'Nepali (नेपाली)'), ('pdc', 'Pennsylvania Dutch (Deitsch)'), ('pl', 'Polish (Polski)'), ('pt', 'Portuguese (Português)'), ('pa', 'Punjabi (ਪੰਜਾਬੀ)'), ('ro', 'Romanian (Română)'), ('ru', 'Russian (Русский)'), ('sm', 'Samoan (Gagana Samoa)'), ('sh', 'Serbo-Croatian (Srpskohrvatski)'), ('so', 'Somali (Soomaali)'), ('es', 'Spanish (Español)'), ('sw', 'Swahili (Kiswahili)'), ('tl', 'Tagalog (Tagalog)'), ('te', 'Telugu (తెలుగు)'), ('th', 'Thai (ไทย)'), ('tr', 'Turkish (Türkçe)'), ('uk', 'Ukrainian (Українська)'), ('ur', 'Urdu (اردو)'), ('vi', 'Vietnamese (Tiếng Việt)'), ('yi', 'Yiddish (ייִדיש)'), ('yo', 'Yoruba (Yorùbá)')]}), 33: ('wagtail.blocks.MultipleChoiceBlock', [], {'choices': stores.choices.usps_states, 'help_text': 'Stores of these states show it; none: every store.', 'required': False}), 34: ('wagtail.blocks.TextBlock', (), {'rows': 3, 'validators': (stores.tokens.syntax.validate_tokens,)}), 35: ('wagtail.blocks.StructBlock', [[('language', 32), ('states', 33), ('text', 34)]], {}), 36: ('wagtail.blocks.ListBlock', (35,), {'min_num': 1}), 37: ('wagtail.blocks.StructBlock', [[('texts', 36)]], {})})),
                ('duty', models.CharField(blank=True, choices=[('', 'No, an ordinary page'), ('privacy_practices', 'Notice of privacy practices (HIPAA)'), ('nondiscrimination', 'Notice of nondiscrimination (Section 1557)'), ('language_help', 'Notice of language help (Section 1557)'), ('accessibility', 'Accessibility statement (Section 504)')], db_default='', default='', help_text='Such a page stands in the footer of every page of a site, and has parts that it must have.', max_length=20, verbose_name='what the law asks for')),
                ('effective_on', models.DateField(blank=True, null=True, verbose_name='in force since')),
                ('contact', models.CharField(blank=True, db_default='', default='', help_text="Whom to ask, to complain to, or to tell what can't be used: a person or an office, and how to reach them.", max_length=300)),
                ('audience_groups', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='stores.storegroup', verbose_name='groups')),
                ('audience_stores', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='stores.storepage', verbose_name='stores')),
                ('excluded_stores', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='stores.storepage', verbose_name='but not these stores')),
            ],
            options={
                'verbose_name': 'standard page',
            },
            bases=(cms.articles.languages.SpokenMixin, cms.articles.collisions.OneAddressMixin, stores.access.page_testers.StoreContentMixin, stores.store.previews.StorefrontPreviewMixin, 'wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True)),
                ('slug', models.SlugField(max_length=80, unique=True)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='ArticlePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('audience', models.CharField(choices=[('every', 'Every store'), ('chosen', 'Chosen groups and stores')], default='every', max_length=10)),
                ('teaser', models.CharField(max_length=300, validators=[stores.tokens.syntax.validate_tokens])),
                ('hero_alt', models.CharField(blank=True, max_length=255, verbose_name="main image's alternative text")),
                ('body', wagtail.fields.StreamField([('paragraph', 0), ('heading', 3), ('question', 6), ('key_points', 10), ('image', 14), ('quote', 17), ('table', 19), ('callout', 21), ('video', 26), ('references', 31)], block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'superscript', 'subscript', 'ol', 'ul', 'link', 'document-link'], 'icon': 'pilcrow', 'validators': (stores.tokens.syntax.validate_tokens,)}), 1: ('wagtail.blocks.CharBlock', (), {'max_length': 160, 'validators': (stores.tokens.syntax.validate_tokens,)}), 2: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('2', 'Heading'), ('3', 'Subheading')]}), 3: ('wagtail.blocks.StructBlock', [[('text', 1), ('level', 2)]], {}), 4: ('wagtail.blocks.CharBlock', (), {'max_length': 240, 'validators': (stores.tokens.syntax.validate_tokens,)}), 5: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'superscript', 'subscript', 'ol', 'ul', 'link', 'document-link'], 'validators': (stores.tokens.syntax.validate_tokens,)}), 6: ('wagtail.blocks.StructBlock', [[('question', 4), ('answer', 5)]], {}), 7: ('wagtail.blocks.CharBlock', (), {'default': 'Key points', 'max_length': 120, 'validators': (stores.tokens.syntax.validate_tokens,)}), 8: ('wagtail.blocks.CharBlock', (), {'max_length': 300, 'validators': (stores.tokens.syntax.validate_tokens,)}), 9: ('wagtail.blocks.ListBlock', (8,), {'min_num': 1}), 10: ('wagtail.blocks.StructBlock', [[('title', 7), ('points', 9)]], {}), 11: ('wagtail.images.blocks.ImageChooserBlock', (), {}), 12: ('wagtail.blocks.CharBlock', (), {'label': 'Alternative text', 'max_length': 255, 'required': False}), 13: ('wagtail.blocks.CharBlock', (), {'max_length': 255, 'required': False, 'validators': (stores.tokens.syntax.validate_tokens,)}), 14: ('wagtail.blocks.StructBlock', [[('image', 11), ('alt', 12), ('caption', 13)]], {}), 15: ('wagtail.blocks.TextBlock', (), {'validators': (stores.tokens.syntax.validate_tokens,)}), 16: ('wagtail.blocks.CharBlock', (), {'max_length': 160, 'required': False, 'validators': (stores.tokens.syntax.validate_tokens,)}), 17: ('wagtail.blocks.StructBlock', [[('text', 15), ('attribution', 16)]], {}), 18: ('wagtail.blocks.CharBlock', (), {'required': False, 'validators': (stores.tokens.syntax.validate_tokens,)}), 19: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 18)]], {'icon': 'table'}), 20: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('info', 'Information'), ('tip', 'Tip'), ('warning', 'Warning'), ('ask', 'Care: ask us'), ('soon', 'Care: today, by a doctor'), ('emergency', 'Care: call 911')]}), 21: ('wagtail.blocks.StructBlock', [[('style', 20), ('text', 5)]], {}), 22: ('wagtail.blocks.URLBlock', (), {'help_text': 'A video page of YouTube or Vimeo.', 'label': 'Address'}), 23: ('wagtail.blocks.CharBlock', (), {'max_length': 200, 'validators': (stores.tokens.syntax.validate_tokens,)}), 24: ('wagtail.images.blocks.ImageChooserBlock', (), {'help_text': "Shown in the video's place. Nothing is loaded from elsewhere.", 'required': False}), 25: ('wagtail.blocks.BooleanBlock', (), {'label': 'It has captions', 'required': False}), 26: ('wagtail.blocks.StructBlock', [[('url', 22), ('title', 23), ('picture', 24), ('captions', 25)]], {}), 27: ('wagtail.blocks.CharBlock', (), {'max_length': 400, 'validators': (stores.tokens.syntax.validate_tokens,)}), 28: ('wagtail.blocks.URLBlock', (), {'required': False}), 29: ('wagtail.blocks.StructBlock', [[('text', 27), ('url', 28)]], {}), 30: ('wagtail.blocks.ListBlock', (29,), {'min_num': 1}), 31: ('wagtail.blocks.StructBlock', [[('items', 30)]], {})})),
                ('published_on', models.DateField(help_text='Shown to patients.', verbose_name='publish date')),
                ('reviewed_on', models.DateField(blank=True, null=True)),
                ('review_due_on', models.DateField(blank=True, null=True)),
                ('sources', wagtail.fields.StreamField([('source', 2)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'max_length': 200}), 1: ('wagtail.blocks.URLBlock', (), {}), 2: ('wagtail.blocks.StructBlock', [[('title', 0), ('url', 1)]], {})})),
                ('canonical_policy', models.CharField(blank=True, choices=[('', 'As the provider says'), ('store', 'The page at each store'), ('original', 'The original, where the article names it')], default='', max_length=10)),
                ('is_required', models.BooleanField(default=False, help_text="Stores can't hide it. Use for drug recalls and safety notices.", verbose_name='required')),
                ('byline', models.CharField(blank=True, db_default='', default='', help_text='Who wrote it, as the provider says.', max_length=255)),
                ('dateline', models.CharField(blank=True, db_default='', default='', help_text="Stands before the text. Empty: the provider's own dateline.", max_length=160)),
                ('credit', models.CharField(blank=True, db_default='', default='', help_text='Whom the provider wants named.', max_length=255, verbose_name='credit line')),
                ('corrections', wagtail.fields.StreamField([('correction', 2)], blank=True, block_lookup={0: ('wagtail.blocks.DateBlock', (), {'label': 'Corrected on'}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'What was corrected', 'max_length': 500}), 2: ('wagtail.blocks.StructBlock', [[('corrected_on', 0), ('text', 1)]], {})}, db_default=models.Value([], output_field=models.JSONField()), default=list, help_text='What was corrected, and when. Readers see it above the text.')),
                ('original_url', models.URLField(blank=True, help_text='Where the article was first published.', verbose_name='original')),
                ('lineage', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False, help_text='The same in all copies of one article, however made.')),
                ('audience_groups', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='stores.storegroup', verbose_name='groups')),
                ('audience_stores', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='stores.storepage', verbose_name='stores')),
                ('excluded_stores', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='stores.storepage', verbose_name='but not these stores')),
                ('hero', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='media.networkimage', verbose_name='main image')),
                ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reviewed_articles', to='cms.expertpage')),
                ('provider', models.ForeignKey(blank=True, help_text="Whoever licensed it. A store's own article has none: the store itself stands for it.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='cms.provider')),
                ('topics', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='articles', to='cms.topic')),
            ],
            options={
                'verbose_name': 'article',
                'permissions': [('direct_articlepage', 'May choose audience, experts, tags and review of articles')],
                'constraints': [models.CheckConstraint(condition=models.Q(('reviewed_by__isnull', True), ('reviewed_on__isnull', False), _connector='OR'), name='article_review_has_person_and_day', violation_error_message='Say when the article was reviewed.'), models.CheckConstraint(condition=models.Q(('reviewed_on__isnull', True), ('review_due_on__isnull', True), ('review_due_on__gt', models.F('reviewed_on')), _connector='OR'), name='article_review_is_due_after_it_was_done', violation_error_message='The next review is due after the last one.')],
            },
            bases=(cms.articles.languages.SpokenMixin, cms.articles.collisions.OneAddressMixin, stores.access.page_testers.StoreContentMixin, stores.store.previews.StorefrontPreviewMixin, 'wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='ProviderFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('format', models.CharField(choices=[('rss', 'RSS 2.0'), ('atom', 'Atom'), ('newsml', 'NewsML-G2'), ('ninjs', 'ninjs')], max_length=10)),
                ('address', models.URLField(blank=True, help_text='Empty: its files are imported by hand.', max_length=500)),
                ('hosts', models.TextField(blank=True, help_text='Hosts that the feed and its pictures may come from, one on a line. No other is ever called.')),
                ('is_on', models.BooleanField(default=False, verbose_name='fetch it by itself')),
                ('every_minutes', models.PositiveIntegerField(default=30, validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(10080)], verbose_name='every so many minutes')),
                ('mapping', models.TextField(blank=True, help_text='“ours = theirs”, one on a line; empty: as the format has it.')),
                ('sample', models.TextField(blank=True, help_text="A feed of the provider's, on which the mapping is tried.")),
                ('rule', models.CharField(choices=[('draft', 'It waits as a draft until the newsroom accepts it'), ('live', 'It goes live at every store that the license covers'), ('groups', 'It goes live at stores of these groups')], default='draft', max_length=10, verbose_name='what becomes of an item')),
                ('days_shown', models.PositiveIntegerField(blank=True, help_text='The license lets an article stand so many days, unless the item says otherwise. Empty: no end.', null=True, validators=[django.core.validators.MinValueValidator(1)])),
                ('watch_words', models.TextField(blank=True, help_text='One on a line: a brand, a competitor, a dose. An item with one of them waits for the newsroom.', verbose_name='words that need a look')),
                ('etag', models.CharField(blank=True, editable=False, max_length=500)),
                ('last_modified', models.CharField(blank=True, editable=False, max_length=100)),
                ('next_at', models.DateTimeField(editable=False, null=True)),
                ('queued_at', models.DateTimeField(editable=False, null=True)),
                ('failures', models.PositiveIntegerField(default=0, editable=False)),
                ('groups', models.ManyToManyField(blank=True, related_name='+', to='stores.storegroup')),
                ('provider', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='feed', to='cms.provider')),
            ],
            options={
                'verbose_name': 'feed',
                'ordering': ['provider__name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('is_on', False), models.Q(('address', ''), _negated=True), _connector='OR'), name='feed_that_is_fetched_has_an_address', violation_error_message='Say where it is to be fetched from.')],
            },
        ),
        migrations.CreateModel(
            name='ReleasePage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('was_live', models.BooleanField(db_default=False, default=False, editable=False)),
                ('after', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision')),
                ('before', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='in_releases', to=settings.WAGTAIL_PAGE_MODEL)),
                ('release', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='release_pages', to='cms.release')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('release', 'page'), name='cms_page_once_in_a_release')],
            },
        ),
        migrations.CreateModel(
            name='ArticleExpert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('article', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='article_experts', to='cms.articlepage')),
                ('expert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='article_experts', to='cms.expertpage')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('article', 'expert'), name='expert_once_per_article')],
            },
        ),
        migrations.CreateModel(
            name='ArticleTag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='tagged_items', to='cms.articlepage')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(app_label)s_%(class)s_items', to='taggit.tag')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FeedRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('began_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField()),
                ('source', models.CharField(max_length=500)),
                ('counts', models.JSONField(default=dict)),
                ('problem', models.TextField(blank=True)),
                ('notes', models.JSONField(default=list)),
                ('feed', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='runs', to='cms.providerfeed')),
            ],
            options={
                'ordering': ['-began_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Placement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_hidden', models.BooleanField(default=False, verbose_name='hidden')),
                ('pinned_as', models.PositiveSmallIntegerField(blank=True, help_text='1 stands first; empty: not pinned.', null=True, verbose_name='pinned as number')),
                ('title', models.CharField(blank=True, max_length=255, verbose_name='own title')),
                ('teaser', models.CharField(blank=True, max_length=300, validators=[stores.tokens.syntax.validate_tokens], verbose_name='own teaser')),
                ('note', models.CharField(blank=True, help_text="Stands above the article, on this store's site only.", max_length=500, validators=[stores.tokens.syntax.validate_tokens], verbose_name='local note')),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='placements', to='cms.articlepage')),
                ('changed_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('store', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='placements', to='stores.storepage')),
                ('written_for', models.ForeignKey(blank=True, editable=False, help_text='The article as it was when title, teaser or note were written.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('store', 'article'), name='article_placed_once_per_store'), models.CheckConstraint(condition=models.Q(('is_hidden', False), ('pinned_as__isnull', True), _connector='OR'), name='placement_is_not_hidden_and_pinned', violation_error_message="A hidden article can't be pinned."), models.CheckConstraint(condition=models.Q(('pinned_as', 0), _negated=True), name='placement_pins_from_1')],
            },
        ),
        migrations.CreateModel(
            name='Recall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=255)),
                ('slug', models.SlugField(allow_unicode=True, max_length=255)),
                ('reason', models.CharField(max_length=500)),
                ('recalled_at', models.DateTimeField(verbose_name='withdrawn at')),
                ('stores', models.JSONField(default=list)),
                ('article', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='recalls', to='cms.articlepage')),
                ('recalled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='withdrawn by')),
            ],
            options={
                'verbose_name': 'withdrawal',
                'ordering': ['-recalled_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='FeedItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item_id', models.CharField(max_length=400)),
                ('version', models.CharField(blank=True, max_length=60)),
                ('translation_of', models.CharField(blank=True, max_length=400)),
                ('digest', models.CharField(max_length=64)),
                ('title', models.CharField(blank=True, max_length=255)),
                ('state', models.CharField(choices=[('waits', 'Waits'), ('scheduled', 'Embargoed'), ('live', 'Live'), ('failed', 'Failed'), ('rejected', 'Rejected'), ('killed', 'Withdrawn by the provider')], default='waits', max_length=10)),
                ('raw', models.JSONField()),
                ('text_digest', models.CharField(blank=True, max_length=64)),
                ('problem', models.TextField(blank=True)),
                ('notes', models.JSONField(default=list)),
                ('words_found', models.JSONField(default=list)),
                ('is_unapplied', models.BooleanField(default=False)),
                ('needs_look', models.BooleanField(default=False)),
                ('has_near', models.BooleanField(default=False)),
                ('received_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('corrected_at', models.DateTimeField(blank=True, null=True)),
                ('killed_at', models.DateTimeField(blank=True, null=True)),
                ('versions', models.PositiveIntegerField(default=1)),
                ('article', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='feed_items', to='cms.articlepage')),
                ('feed', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='cms.providerfeed')),
                ('recall', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cms.recall', verbose_name='withdrawal')),
            ],
            options={
                'verbose_name': 'item of a feed',
                'verbose_name_plural': 'items of feeds',
                'ordering': ['-changed_at', '-pk'],
                'indexes': [models.Index(fields=['-changed_at', '-id'], name='feed_items_newest_first')],
                'constraints': [models.UniqueConstraint(fields=('feed', 'item_id'), name='one_item_of_an_id_in_a_feed')],
            },
        ),
        migrations.CreateModel(
            name='ExpertProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255)),
                ('credentials', models.CharField(blank=True, max_length=80)),
                ('post', models.CharField(blank=True, max_length=160)),
                ('institution', models.CharField(blank=True, max_length=160)),
                ('text', models.TextField(blank=True)),
                ('state', models.CharField(choices=[('waits', 'Waits'), ('confirmed', 'Confirmed'), ('declined', 'Declined')], default='waits', max_length=10)),
                ('expert', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cms.expertpage')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='cms.feeditem')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(fields=('item', 'name'), name='one_proposal_of_a_name_for_an_item')],
            },
        ),
        migrations.CreateModel(
            name='ItemPrint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.BigIntegerField(db_index=True)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='prints', to='cms.feeditem')),
            ],
        ),
        migrations.AddField(
            model_name='ArticlePage',
            name='tags',
            field=modelcluster.contrib.taggit.ClusterTaggableManager(blank=True, help_text='A comma-separated list of tags.', through='cms.ArticleTag', to='taggit.Tag', verbose_name='Tags'),
        ),
        migrations.RunSQL(
            "CREATE UNIQUE INDEX tag_once_whatever_its_case ON taggit_tag (LOWER(name))",
            "DROP INDEX tag_once_whatever_its_case",
        ),
    ]
