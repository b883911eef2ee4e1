"""``manage.py backup FILE|FOLDER``: everything that cannot be made again, in one file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from roadmap.backups import BackupRefused, make_backup


class Command(BaseCommand):
    help = "Write the whole database to one file with its hashes, while everything runs. Whoever reads the file reads everything."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("target", type=Path, help="file to write, or a folder: then the name says the time")

    def handle(self, *_: Any, target: Path, **__: Any) -> None:
        try:
            make_backup(target=target, say=self.stdout.write)
        except BackupRefused as refusal:
            raise CommandError(str(refusal)) from refusal
