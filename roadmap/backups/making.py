"""Making a backup while everything runs: what is counted and what is dumped are the same moment."""

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from django.db import connection, transaction

from roadmap.backups.archive import (
    DUMP,
    FORMAT,
    Manifest,
    applied_migrations,
    count_rows,
    head_of_trail,
    product_version,
    sha256_of,
    write_archive,
)
from roadmap.backups.programs import run
from roadmap.backups.refusals import BackupRefused

Say = Callable[[str], None]


def make_backup(*, target: Path, say: Say) -> Path:
    """Write a backup to the file ``target``, or into the folder under a name with the time; answers the file.

    Raises BackupRefused, also when the file is there already.
    """
    now = datetime.now(UTC)
    path = target / f"scne-{now:%Y%m%d-%H%M%S}.tar" if target.is_dir() else target
    if path.exists():
        raise BackupRefused(f"{path} is there already; nothing was written.")
    try:
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=path.parent) as folder:
            dump = Path(folder) / DUMP
            manifest = _dump(dump, now, say)
            say("Packing it with its manifest")
            write_archive(path, manifest, dump)
    except OSError as error:
        raise BackupRefused(f"{path} cannot be written ({error.strerror}).") from error
    say(f"{sum(manifest.rows.values())} rows of {len(manifest.rows)} tables, {path.stat().st_size / 1e6:.1f} MB: {path}")
    return path


@transaction.atomic(durable=True)
def _dump(dump: Path, now: datetime, say: Say) -> Manifest:
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot(), current_setting('server_version')")
        snapshot, server = cursor.fetchone()
    say("Counting the rows of every table")
    rows, migrations, head = count_rows(), applied_migrations(), head_of_trail()
    say(f"Writing down the database (PostgreSQL {server})")
    run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={dump}")
    return Manifest(
        format=FORMAT,
        product=product_version(),
        made_at=now.isoformat(timespec="seconds"),
        server=server,
        migrations=migrations,
        rows=rows,
        head=head,
        parts={DUMP: sha256_of(dump)},
    )
