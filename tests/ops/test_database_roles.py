"""The role of web servers and workers does its work, and cannot touch what was written for good, whatever it is told to run."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from psycopg import sql

from accounts.domain.rights import add_only_tables
from ops.places import REPO
from ops.services import Services

FOLDER = REPO / "ops" / "container" / "database"
PASSWORDS = {"scne_owner": "ownerspassword1", "scne_app": "appspassword2"}
DATABASE = "product"
GROWING = {
    "accounts_auditentry",
    "accounts_auditseal",
    "accounts_identityreading",
    "milestones_evidencefile",
    "roadmap_version",
    "roadmap_versionitem",
}
# The story reports nothing, so that no file came with a report. Rights do not ask whether there are rows.
WITHOUT_ROWS = {"milestones_evidencefile"}


@dataclass
class Server:
    """A server of its own, which asks both roles for their passwords."""

    services: Services

    def address(self, role: str, database: str) -> str:
        host = quote(str(self.services.postgres.sockets), safe="/")
        return f"postgres://{role}:{PASSWORDS[role]}@/{database}?host={host}"

    def open_as(self, role: str, password: str | None = None, database: str = DATABASE) -> psycopg.Connection[tuple[object, ...]]:
        host = str(self.services.postgres.sockets)
        given = PASSWORDS.get(role) if password is None else password
        return psycopg.connect(host=host, user=role, password=given, dbname=database, autocommit=True)

    def script(self, name: str) -> str:
        """Run one of the scripts as the image of PostgreSQL does: psql, as the superuser, in the product's database."""
        environment = {
            "PATH": os.defpath,
            "DATABASE_OWNER_PASSWORD": PASSWORDS["scne_owner"],
            "DATABASE_PASSWORD": PASSWORDS["scne_app"],
        }
        options = ["-v", "ON_ERROR_STOP=1", "--no-password", "--no-psqlrc", "-h", str(self.services.postgres.sockets)]
        command = [self.services.postgres.binaries / "psql", *options, "-U", "postgres", "-d", DATABASE, "-f", FOLDER / name]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def python(self, role: str, *words: str, database: str = DATABASE) -> str:
        """Run something of ours as that role."""
        environment = {**os.environ, **self.services.environment, "DATABASE_URL": self.address(role, database)}
        environment["DJANGO_SETTINGS_MODULE"] = "roadmap.config.settings.test"
        command = [sys.executable, *words]
        done = subprocess.run(command, env=environment, cwd=REPO, capture_output=True, text=True, check=False, timeout=300)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def migrate(self) -> str:
        self.python("scne_owner", "manage.py", "migrate", "--no-input", "--verbosity=0")
        return self.python("scne_owner", "manage.py", "grant_rights", "scne_app")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Migrated by the owner, as docker-compose.yml does it."""
    folder = Path(tempfile.mkdtemp(prefix="scne-test-", dir="/var/tmp"))
    folder.chmod(0o755)
    services = Services.at(folder, Path(sys.prefix), durable=False)
    services.start()
    try:
        rules = services.postgres.folder / "pg_hba.conf"
        rules.write_text("local all scne_owner,scne_app scram-sha-256\nlocal all all trust\n")
        services.postgres.query("SELECT pg_reload_conf()")
        services.postgres.query(f"CREATE DATABASE {DATABASE}")
        found = Server(services)
        for script in sorted(FOLDER.iterdir()):
            found.script(script.name)
        found.migrate()
        yield found
    finally:
        services.stop()
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def story(server: Server) -> dict[str, object]:
    told: dict[str, object] = json.loads(server.python("scne_app", "-m", "tests.ops.roles_story"))
    return told


def test_neither_role_is_a_superuser_or_may_become_one(server: Server) -> None:
    rights = "SELECT rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls, rolcanlogin FROM pg_roles"
    for role in PASSWORDS:
        with server.open_as(role) as connection:
            row = connection.execute(f"{rights} WHERE rolname = current_user").fetchone()
            assert row == (False, False, False, False, False, True)
            memberships = connection.execute(
                "SELECT count(*) FROM pg_auth_members WHERE member = current_user::regrole"
            ).fetchone()
            assert memberships == (0,)


def test_a_wrong_password_and_a_missing_one_are_refused(server: Server) -> None:
    for role in PASSWORDS:
        for password in ("wrong", ""):
            with pytest.raises(psycopg.OperationalError):
                server.open_as(role, password)


def test_the_superuser_has_no_password(server: Server) -> None:
    assert server.services.postgres.query("SELECT rolpassword IS NULL FROM pg_authid WHERE rolname = 'postgres'") == "t"


def test_the_role_does_all_of_a_round(story: dict[str, object]) -> None:
    assert story == {
        "versions": 1,
        "comments": 1,
        "files": 1,
        "seals": 1,
        "entries": True,
        "verbs": ["post_comment"],
        "holds": True,
    }


def test_the_tables_that_only_grow_are_those_that_say_so() -> None:
    assert add_only_tables() == GROWING


@pytest.mark.parametrize("table", sorted(GROWING))
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET id = id",
        "DELETE FROM {table}",
        "TRUNCATE {table} CASCADE",
        "SELECT * FROM {table} FOR UPDATE",
        "ALTER TABLE {table} DISABLE TRIGGER ALL",
        "ALTER TABLE {table} DISABLE TRIGGER USER",
        "DROP TABLE {table} CASCADE",
        "ALTER TABLE {table} OWNER TO scne_app",
        "GRANT ALL ON {table} TO scne_app",
        "CREATE RULE quiet AS ON INSERT TO {table} DO INSTEAD NOTHING",
    ],
)
def test_it_cannot_touch_what_was_written_for_good(server: Server, story: dict[str, object], table: str, statement: str) -> None:
    with server.open_as("scne_app") as connection:
        count = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
        assert count is not None
        assert count[0] > 0 or table in WITHOUT_ROWS
        # With the triggers told to look away, so that it is the rights that hold.
        connection.execute("SELECT set_config('pgtrigger.ignore', '{' || string_agg(tgname, ',') || '}', false) FROM pg_trigger")
        if statement.startswith("GRANT"):
            connection.execute(statement.format(table=table))  # granting what one has not is a warning, and grants nothing
            held = "SELECT has_table_privilege(%s, 'UPDATE') OR has_table_privilege(%s, 'DELETE')"
            assert connection.execute(held, [table, table]).fetchone() == (False,)
        else:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement.format(table=table))
        assert connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone() == count


def test_no_trigger_of_any_table_can_be_dropped_or_switched_off(server: Server, story: dict[str, object]) -> None:
    with server.open_as("scne_app") as connection:
        named = "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal"
        triggers = connection.execute(named).fetchall()
        assert len(triggers) > 40
        for table, trigger in triggers:
            for statement in ("DROP TRIGGER {1} ON {0}", "ALTER TABLE {0} DISABLE TRIGGER {1}"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(statement.format(table, trigger))
        assert connection.execute(named).fetchall() == triggers


@pytest.mark.parametrize(
    "statement",
    [
        "SET session_replication_role = replica",
        "SET ROLE scne_owner",
        "SET SESSION AUTHORIZATION scne_owner",
        "CREATE OR REPLACE FUNCTION audit_write(tbl text, operation text, old jsonb, new jsonb) RETURNS void LANGUAGE sql AS ''",
        "DROP FUNCTION audit_write CASCADE",
        "CREATE TABLE accounts_other (id int)",
        "CREATE TEMPORARY TABLE accounts_auditentry (id int)",
        "CREATE SCHEMA other",
        "ALTER DATABASE product SET search_path = other",
        "DROP DATABASE product",
        "DELETE FROM django_migrations",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('roadmap', '9999_other', now())",
    ],
)
def test_it_cannot_go_round_the_triggers(server: Server, story: dict[str, object], statement: str) -> None:
    with server.open_as("scne_app") as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)


def test_the_owner_meets_the_triggers(server: Server, story: dict[str, object]) -> None:
    with server.open_as("scne_owner") as connection:
        for table in sorted(GROWING - WITHOUT_ROWS):
            for statement in ("UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"):
                with pytest.raises(psycopg.errors.RaiseException):
                    connection.execute(sql.SQL(statement).format(sql.Identifier(table)))


def test_rights_given_by_hand_are_taken_back_after_the_next_migration(server: Server, story: dict[str, object]) -> None:
    with server.open_as("scne_owner") as owner, server.open_as("scne_app") as app:
        owner.execute("GRANT ALL ON roadmap_version TO scne_app")
        owner.execute("CREATE TABLE accounts_new (id int GENERATED BY DEFAULT AS IDENTITY)")
        held = "SELECT has_table_privilege('roadmap_version', 'UPDATE')"
        assert app.execute(held).fetchone() == (True,)
        assert app.execute("INSERT INTO accounts_new DEFAULT VALUES RETURNING id").fetchone() == (1,)
        assert server.migrate().endswith(f"only add to {len(GROWING)}, only read 2.\n")
        assert app.execute(held).fetchone() == (False,)
        owner.execute("DROP TABLE accounts_new")


@pytest.mark.parametrize(
    ("role", "said"), [("scne_owner", "owns the database"), ("postgres", "superuser"), ("nobody", "no role")]
)
def test_a_role_that_rights_do_not_restrain_is_refused(server: Server, role: str, said: str) -> None:
    with pytest.raises(AssertionError, match=said):
        server.python("scne_owner", "manage.py", "grant_rights", role)


def test_a_backup_by_the_role_is_restored_by_the_owner_elsewhere(
    server: Server, story: dict[str, object], tmp_path: Path
) -> None:
    file, other = str(tmp_path / "saved.tar"), "elsewhere"
    server.services.postgres.query(f"CREATE DATABASE {other} OWNER scne_owner")
    server.python("scne_app", "manage.py", "backup", file)
    server.python("scne_owner", "manage.py", "restore", file, database=other)
    assert contents(server, other) == contents(server, DATABASE)
    heads = {server.python("scne_owner", "manage.py", "verify_audit", database=name) for name in (DATABASE, other)}
    assert len(heads) == 1
    with pytest.raises(AssertionError, match="The database is not empty"):
        server.python("scne_owner", "manage.py", "restore", file, database=other)
    # Put in anew where the role has its rights: it keeps those that are not dropped with the tables, and the job gives the rest.
    server.python("scne_owner", "manage.py", "restore", "--replace", file)
    server.migrate()
    with server.open_as("scne_app") as connection:
        assert connection.execute("UPDATE roadmap_comment SET text = text").rowcount == 1
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("UPDATE roadmap_version SET note = note")


def contents(server: Server, database: str) -> dict[str, str]:
    """The SHA-256 of each table's rows, by its name."""
    with server.open_as("scne_owner", database=database) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        rows = "convert_to(coalesce(string_agg(t::text, '|' ORDER BY t::text), ''), 'UTF8')"
        query = f"SELECT encode(sha256({rows}), 'hex') FROM {{}} AS t"  # noqa: S608 its own words
        found = {}
        for (table,) in tables:
            row = connection.execute(sql.SQL(query).format(sql.Identifier(str(table)))).fetchone()
            assert row is not None
            found[str(table)] = str(row[0])
    return found
