import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("milestones", "0003_exchanges_and_evidence"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="evidence",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_rows_of_record",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="8c228f1193f58e46b5a7578d745c551ae8a75033",
                    operation="DELETE",
                    pgid="pgtrigger_keep_rows_of_record_6b998",
                    table="milestones_evidence",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidence",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_content",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN ((to_jsonb(OLD) - ARRAY['code', 'position', 'revision', 'field_revisions', 'withdrawn']::text[]) IS DISTINCT FROM (to_jsonb(NEW) - ARRAY['code', 'position', 'revision', 'field_revisions', 'withdrawn']::text[]) OR (OLD.withdrawn <> '{}'::jsonb AND OLD.withdrawn IS DISTINCT FROM NEW.withdrawn))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot change the content of rows of % table', TG_TABLE_NAME;",
                    hash="959c4bb8ad9783eb54ae9bf7f21cabeffd089319",
                    operation="UPDATE",
                    pgid="pgtrigger_keep_content_aa3f5",
                    table="milestones_evidence",
                    when="BEFORE",
                ),
            ),
        ),
    ]
