"""A repetition gets the ETag of the first answer too. The default is the database's: the release before writes no such column."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("roadmap", "0007_roadmap_key_slug")]

    operations = [
        migrations.AddField(
            model_name="idempotencykey",
            name="etag",
            field=models.CharField(blank=True, db_default="", max_length=80),
        ),
    ]
