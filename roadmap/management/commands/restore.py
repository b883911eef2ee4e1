"""``manage.py restore FILE``: what ``backup`` wrote, put back and checked."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from roadmap.backups import BackupRefused, restore_backup


class Command(BaseCommand):
    help = "Put a backup into an empty database, as its owner, and check rows, audit trail and the hash of every version."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path, help="a file that `backup` wrote")
        parser.add_argument("--replace", action="store_true", help="drop what the database holds now; it cannot be had again")

    def handle(self, *_: Any, source: Path, replace: bool, **__: Any) -> None:
        try:
            restored = restore_backup(source=source, replace=replace, say=self.stdout.write)
        except BackupRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        rows = sum(restored.manifest.rows.values())
        self.stdout.write(
            f"Restored: {rows} rows of {len(restored.manifest.rows)} tables, {restored.versions} versions with their hashes,"
            f" {restored.seals} seals of the trail ({restored.waiting} entries were waiting for one)."
        )
