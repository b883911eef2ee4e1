from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("milestones", "0012_evidence_recorded"),
    ]

    operations = [
        migrations.AddField(
            model_name="milestone",
            name="not_protected",
            field=models.JSONField(blank=True, default=list, verbose_name="not about a protected subject"),
        ),
    ]
