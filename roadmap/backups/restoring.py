"""Putting a backup back, all of it or nothing, and proving that it is what was saved."""

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accounts.domain.audit import knows_digest, verify_trail
from roadmap.backups.archive import Manifest, count_rows, read_archive
from roadmap.backups.programs import run
from roadmap.backups.refusals import BackupRefused
from roadmap.domain.versions import digest_holds
from roadmap.models import Version

Say = Callable[[str], None]

# What an owner may drop without taking the schema itself, and the rights on it, away.
_EMPTY = """
DO $body$
DECLARE
    found record;
BEGIN
    FOR found IN SELECT oid::regclass AS name FROM pg_class
                  WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') LOOP
        EXECUTE format('DROP TABLE IF EXISTS %s CASCADE', found.name);
    END LOOP;
    FOR found IN SELECT p.oid::regprocedure AS name FROM pg_proc AS p
                  WHERE p.pronamespace = current_schema()::regnamespace
                    AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
        EXECUTE format('DROP FUNCTION IF EXISTS %s CASCADE', found.name);
    END LOOP;
END
$body$;
"""


@dataclass(frozen=True)
class Restored:
    """``waiting``: entries of the trail that were not sealed yet when the backup was made."""

    manifest: Manifest
    versions: int
    seals: int
    waiting: int


def restore_backup(*, source: Path, replace: bool, say: Say) -> Restored:
    """Put a backup into the database of the settings, migrate it to this product, and check it. To be run as the owner.

    A database that holds anything is refused unless ``replace``; then what it holds is dropped in the same transaction as the
    backup is put in. Raises BackupRefused.
    """
    beside = source.parent if os.access(source.parent, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=beside) as folder:
        say(f"Reading {source}")
        manifest, dump = read_archive(source, Path(folder))
        _require_known(manifest)
        _require_room(replace=replace)
        say(f"Putting back what was saved on {manifest.made_at}")
        _put_back(dump, Path(folder))
    connection.close()
    _require_same(manifest.rows, count_rows())
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Migrating it to this version of the product")
        call_command("migrate", interactive=False, verbosity=0)
    say("Checking the audit trail and the hash of every version")
    return _checked(manifest)


def _put_back(dump: Path, folder: Path) -> None:
    """One transaction: whoever looks meanwhile sees what was there before, and so does everybody if it fails."""
    before, script = folder / "before.sql", folder / "restore.sql"
    before.write_text(_EMPTY)
    run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", dump)
    run("psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", f"--file={before}", f"--file={script}")


def _require_known(manifest: Manifest) -> None:
    known = {f"{app}.{name}" for app, name in MigrationExecutor(connection).loader.graph.nodes}
    unknown = [name for name in manifest.migrations if name not in known]
    if unknown:
        raise BackupRefused(
            f"The backup was made by version {manifest.product}, which knows migrations that this one does not: "
            f"{', '.join(unknown[:5])}. Restore it with that version or a later one. Nothing was changed."
        )


def _require_room(*, replace: bool) -> None:
    filled = {table: count for table, count in count_rows().items() if count}
    if filled and not replace:
        raise BackupRefused(
            f"The database is not empty: {sum(filled.values())} rows in {len(filled)} tables. Restore into an empty one, or say"
            " --replace to lose all of that. Nothing was changed."
        )


def _require_same(saved: dict[str, int], found: dict[str, int]) -> None:
    different = sorted(table for table in saved.keys() | found.keys() if saved.get(table) != found.get(table))
    if different:
        raise BackupRefused(f"It was put back, and the number of rows differs from the backup's in: {', '.join(different)}.")


def _checked(manifest: Manifest) -> Restored:
    verdict = verify_trail()
    if verdict.broken:
        raise BackupRefused(
            f"It was put back, and the audit trail does not hold: seal {verdict.broken.seal}. {verdict.broken.reason}"
        )
    if manifest.head and not knows_digest(manifest.head):
        raise BackupRefused("It was put back, and the end of the audit trail is not the one that was saved.")
    versions = 0
    for version in Version.objects.order_by("pk").iterator(chunk_size=20):
        if not digest_holds(version):
            raise BackupRefused(f"It was put back, and version {version.number} of {version.roadmap.key} has not its hash.")
        versions += 1
    return Restored(manifest, versions, verdict.seals, verdict.waiting)
