"""What screens say of fields: departments, colors and emails. No column changes."""

import django.core.validators
import stores.choices
import stores.fields
import stores.store.look
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stores', '0014_index_the_history'),
    ]

    operations = [
        migrations.AlterField(
            model_name='holidayclosure',
            name='counter',
            field=models.CharField(blank=True, choices=[('', 'All departments'), ('store', 'Store'), ('pharmacy', 'Pharmacy'), ('drive-through', 'Drive-through'), ('delivery', 'Delivery')], default='', help_text='Whose hours.', max_length=20, verbose_name='department'),
        ),
        migrations.AlterField(
            model_name='holidayconfirmation',
            name='counter',
            field=models.CharField(blank=True, choices=[('', 'All departments'), ('store', 'Store'), ('pharmacy', 'Pharmacy'), ('drive-through', 'Drive-through'), ('delivery', 'Delivery')], default='', max_length=20, verbose_name='department'),
        ),
        migrations.AlterField(
            model_name='hoursexception',
            name='counter',
            field=models.CharField(blank=True, choices=[('', 'All departments'), ('store', 'Store'), ('pharmacy', 'Pharmacy'), ('drive-through', 'Drive-through'), ('delivery', 'Delivery')], default='', help_text='Whose hours.', max_length=20, verbose_name='department'),
        ),
        migrations.AlterField(
            model_name='invitation',
            name='email',
            field=models.EmailField(max_length=254, verbose_name='email address'),
        ),
        migrations.AlterField(
            model_name='networkbanner',
            name='has_no_end',
            field=models.BooleanField(default=False, help_text='Shows until you remove it.', verbose_name='no end date'),
        ),
        migrations.AlterField(
            model_name='openinghours',
            name='closes_at',
            field=models.TimeField(help_text='If it closes after midnight, enter that time, such as 1:00am.', verbose_name='closes'),
        ),
        migrations.AlterField(
            model_name='openinghours',
            name='counter',
            field=models.CharField(choices=[('store', 'Store'), ('pharmacy', 'Pharmacy'), ('drive-through', 'Drive-through'), ('delivery', 'Delivery')], default='store', max_length=20, verbose_name='department'),
        ),
        migrations.AlterField(
            model_name='promobanner',
            name='has_no_end',
            field=models.BooleanField(default=False, help_text='Shows until you remove it.', verbose_name='no end date'),
        ),
        migrations.AlterField(
            model_name='storepage',
            name='accent',
            field=models.CharField(default='#0b6e4f', max_length=7, validators=[django.core.validators.RegexValidator('^#[0-9a-f]{6}\\Z', 'Write the color as #rrggbb in lower case, such as #0b6e4f.'), stores.store.look.validate_readable_on_white], verbose_name='accent color'),
        ),
        migrations.AlterField(
            model_name='storepage',
            name='counters',
            field=stores.fields.ChoiceListField(blank=True, default=list, help_text='Departments whose hours patients find here. One without any hours below says “hours unknown”.', verbose_name='departments'),
        ),
        migrations.AlterField(
            model_name='storepage',
            name='email',
            field=models.EmailField(blank=True, max_length=254, verbose_name='email'),
        ),
        migrations.AlterField(
            model_name='storepage',
            name='own_doors',
            field=stores.fields.ChoiceListField(blank=True, default=stores.choices.usual_own_doors, help_text='Departments that patients reach without walking through the store. All others show as open only while the store is, where its own hours are known.', verbose_name='doors of their own'),
        ),
    ]
