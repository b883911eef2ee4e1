from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("milestones", "0013_milestone_not_protected"),
    ]

    operations = [
        migrations.AddField(
            model_name="exchange",
            name="not_protected",
            field=models.JSONField(blank=True, default=list, verbose_name="not about a protected subject"),
        ),
    ]
