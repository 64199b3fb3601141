# Doors of counters, nights that run, holidays that only cut, and where the prescriptions of a closed store went.

import django.db.models.deletion
import stores.choices
import stores.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stores', '0006_owner_approval'),
    ]

    operations = [
        migrations.AddField(
            model_name='holidayclosure',
            name='closes_by',
            field=models.TimeField(blank=True, help_text='Each store keeps its hours and closes no later than this. It opens no door that is shut.', null=True, verbose_name='closes at the latest at'),
        ),
        migrations.AddField(
            model_name='storepage',
            name='own_doors',
            field=stores.fields.ChoiceListField(blank=True, default=stores.choices.usual_own_doors, help_text='Counters that patients reach without walking through the store. All others are shown as open only while the store is, where its own hours are known.', verbose_name='doors of their own'),
        ),
        migrations.AddField(
            model_name='storeregistration',
            name='prescriptions_at',
            field=models.ForeignKey(blank=True, help_text='The store that took over the prescriptions of one that has closed.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='stores.storepage'),
        ),
        migrations.AddField(
            model_name='todaychange',
            name='closes_next_day',
            field=models.BooleanField(default=False, help_text='The closing time is one of the next date: the night that began on this one ends then.', verbose_name='that is after midnight'),
        ),
        migrations.AddConstraint(
            model_name='holidayclosure',
            constraint=models.CheckConstraint(condition=models.Q(('closes_by__isnull', True), ('slots', []), _connector='OR'), name='holiday_has_slots_or_an_end', violation_error_message='Give the hours of these days, or when the stores close at the latest.'),
        ),
        migrations.AddConstraint(
            model_name='todaychange',
            constraint=models.CheckConstraint(condition=models.Q(('closes_next_day', False), ('closes_at__isnull', False), _connector='OR'), name='today_change_has_an_end_to_move'),
        ),
    ]
