from django.db import migrations, models

import cms.media.models


class Migration(migrations.Migration):
    dependencies = [("media", "0002_making_of_sizes")]

    operations = [
        migrations.AlterField(
            model_name="networkdocument",
            name="file",
            field=models.FileField(upload_to=cms.media.models.document_path),
        )
    ]
