"""The function behind every ``audit`` trigger, and the trigger on the second factors' table, which is not ours."""

from django.db import migrations

AUDIT_WRITE = """
CREATE FUNCTION audit_write(tbl text, operation text, old jsonb, new jsonb) RETURNS void LANGUAGE plpgsql AS $body$
DECLARE
    -- What opens a door is never copied; that it was changed is.
    secrets CONSTANT text[] := ARRAY['password', 'token_hash', 'code_hash', 'secret', 'data', 'session_key', 'session_data'];
    -- What changes by itself is not somebody's deed.
    noise CONSTANT text[] := ARRAY['last_login', 'last_used_on', 'last_used_at', 'updated_at', 'search'];
    subject jsonb := coalesce(new, old);
    was jsonb;
    became jsonb;
BEGIN
    IF old IS NOT NULL AND new IS NOT NULL THEN
        SELECT jsonb_object_agg(key, CASE WHEN key = ANY (secrets) THEN '"[hidden]"'::jsonb ELSE old -> key END),
               jsonb_object_agg(key, CASE WHEN key = ANY (secrets) THEN '"[hidden]"'::jsonb ELSE value END)
          INTO was, became
          FROM jsonb_each(new)
         WHERE old -> key IS DISTINCT FROM value AND NOT key = ANY (noise);
        IF became IS NULL THEN
            RETURN;
        END IF;
    ELSE
        was := old - secrets - noise;
        became := new - secrets - noise;
    END IF;
    INSERT INTO accounts_auditentry (at, transaction, actor, verb, "table", "row", operation, before, after)
    VALUES (
        clock_timestamp(),
        pg_current_xact_id()::text::bigint,
        left(coalesce(current_setting('scne.actor', true), ''), 40),
        left(coalesce(current_setting('scne.verb', true), ''), 60),
        left(tbl, 63),
        left(coalesce(subject ->> 'id', subject ->> 'uid', subject ->> 'key', ''), 60),
        left(operation, 6),
        was,
        became
    );
END;
$body$;
"""

FACTORS = """
CREATE FUNCTION audit_factors() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM audit_write(TG_TABLE_NAME::text, TG_OP::text, to_jsonb(OLD), to_jsonb(NEW));
    RETURN NULL;
END;
$body$;
CREATE TRIGGER audit_factors AFTER INSERT OR UPDATE OR DELETE ON mfa_authenticator
    FOR EACH ROW EXECUTE FUNCTION audit_factors();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("mfa", "0003_authenticator_type_uniq")]

    operations = [
        migrations.RunSQL(AUDIT_WRITE, "DROP FUNCTION audit_write(text, text, jsonb, jsonb);"),
        migrations.RunSQL(FACTORS, "DROP TRIGGER audit_factors ON mfa_authenticator; DROP FUNCTION audit_factors();"),
    ]
