"""The keys of repeated requests are described in accounts; the table stays (accounts.0004)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_idempotency_key"), ("roadmap", "0008_idempotency_etag")]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name="IdempotencyKey")]),
    ]
