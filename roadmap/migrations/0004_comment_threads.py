from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("roadmap", "0003_export_files"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["round", "item", "uid"], name="comment_by_thread"),
        ),
    ]
