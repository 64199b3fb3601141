"""A message that says email. No column changes."""

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('users', '0002_sessions_end_and_shared_cache'),
    ]

    operations = [
        migrations.AlterConstraint(
            model_name='user',
            name='users_one_account_per_address',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), condition=models.Q(('email', ''), _negated=True), name='users_one_account_per_address', violation_error_message='Somebody else has this email address.'),
        ),
    ]
