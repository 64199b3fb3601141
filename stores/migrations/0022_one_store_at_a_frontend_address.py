from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stores', '0021_frontends_of_their_own'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='storeregistration',
            constraint=models.UniqueConstraint(condition=models.Q(('frontend_address__in', ['', 'built-in']), _negated=True), fields=('frontend_address',), name='one_store_at_a_frontend_address', violation_error_message='Another store has this frontend address.'),
        ),
    ]
