"""The file: a tar of ``manifest.json``, which says what the rest has to be, and ``database.dump`` (pg_dump's custom format)."""

import hashlib
import io
import json
import os
import shutil
import tarfile
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from psycopg import sql

from accounts.models import AuditSeal
from roadmap.backups.refusals import BackupRefused

FORMAT = "scne-backup/1"
DUMP = "database.dump"
_MANIFEST = "manifest.json"
_LARGEST_MANIFEST = 4 * 1024 * 1024
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"


@dataclass(frozen=True)
class Manifest:
    """What was in the database at one moment. ``rows``: by table. ``head``: the last seal of the trail, in hexadecimal, or ''.

    ``parts``: SHA-256 in hexadecimal, by name. ``migrations``: as ``app.name``.
    """

    format: str
    product: str
    made_at: str
    server: str
    migrations: list[str]
    rows: dict[str, int]
    head: str
    parts: dict[str, str]


def count_rows() -> dict[str, int]:
    """The number of rows of every table."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        tables = [table for (table,) in cursor.fetchall()]
        rows = {}
        for table in tables:
            cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
            rows[table] = cursor.fetchone()[0]
    return rows


def applied_migrations() -> list[str]:
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def head_of_trail() -> str:
    last = AuditSeal.objects.order_by("id").last()
    return bytes(last.digest).hex() if last else ""


def product_version() -> str:
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_archive(target: Path, manifest: Manifest, dump: Path) -> None:
    """Written beside the target, for its owner alone, and given its name once it is whole and on the disk."""
    fresh = target.with_name(f".{target.name}.part")
    text = json.dumps(asdict(manifest), indent=2, sort_keys=True).encode() + b"\n"
    head = tarfile.TarInfo(_MANIFEST)
    head.size, head.mode = len(text), 0o600
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:  # noqa: PTH123 the mode is the point
        with tarfile.open(fileobj=file, mode="w") as tar:
            tar.addfile(head, io.BytesIO(text))
            tar.add(dump, DUMP, filter=_nameless)
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(target)


def read_archive(source: Path, folder: Path) -> tuple[Manifest, Path]:
    """The manifest, and the dump unpacked into ``folder`` with the hash that it has to have. Raises BackupRefused."""
    try:
        with tarfile.open(source, "r:") as tar:
            manifest = _manifest(tar)
            _unpack(tar, folder / DUMP)
    except (OSError, tarfile.TarError, KeyError, TypeError, ValueError) as error:
        raise BackupRefused(f"{source} cannot be read as a backup ({type(error).__name__}). Nothing was changed.") from error
    if manifest.format != FORMAT:
        raise BackupRefused(f"{source} is {manifest.format}; this product reads {FORMAT}. Nothing was changed.")
    dump = folder / DUMP
    if sha256_of(dump) != manifest.parts.get(DUMP):
        raise BackupRefused(f"{source} is damaged: {DUMP} has not the hash that its manifest says. Nothing was changed.")
    return manifest, dump


def _unpack(tar: tarfile.TarFile, dump: Path) -> None:
    """Only the bytes are taken: no name, mode, owner or link of the archive reaches the disk."""
    packed = tar.extractfile(DUMP)
    if packed is None:
        raise ValueError(DUMP)
    with dump.open("wb") as file:
        shutil.copyfileobj(packed, file)


def _manifest(tar: tarfile.TarFile) -> Manifest:
    member = tar.getmember(_MANIFEST)
    file = tar.extractfile(member)
    if file is None or member.size > _LARGEST_MANIFEST:
        raise ValueError(_MANIFEST)
    loaded: dict[str, Any] = json.loads(file.read())
    return Manifest(**loaded)


def _nameless(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uname = member.gname = ""
    member.uid = member.gid = 0
    member.mode = 0o600
    return member
