"""``manage.py import_roadmap FILE``: a roadmap file becomes a draft, or replaces one."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.domain.errors import Refused
from roadmap.domain.clock import today
from roadmap.domain.completeness import slip_lines
from roadmap.domain.files import Changes, Exists, import_document, plan_import, read_file


class Command(BaseCommand):
    help = "Read a roadmap file (scne-roadmap/1). A bad file changes nothing and lists every problem with its path and line."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        parser.add_argument("--replace", action="store_true", help="make the draft of a roadmap that is there equal to the file")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            document = read_file(options["file"].read_bytes().decode("utf-8-sig"), latest=today())
            for line in slip_lines(document):
                self.stderr.write(line)
            if options["dry_run"]:
                self._tell(plan_import(document=document))
                self.stdout.write("Nothing was changed.")
                return
            roadmap, changes = import_document(document=document, actor=None, replace=options["replace"])
        except UnicodeDecodeError as error:
            raise CommandError("The file is not text in UTF-8.") from error
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error.strerror}.") from error
        except Exists as refused:
            self._tell(refused.changes)
            raise CommandError(f"{refused.message} Use --replace to make the draft equal to the file.") from refused
        except Refused as refused:
            problems = [each.in_file(options["file"]) for each in refused.problems]
            raise CommandError("\n".join([*problems, str(refused.message)])) from refused
        self._tell(changes)
        self.stdout.write(f"The draft of {roadmap.key} is what the file says.")

    def _tell(self, changes: Changes) -> None:
        if changes.created:
            self.stdout.write("created: the roadmap")
        for name in ("roadmap", "added", "changed", "moved", "removed"):
            for ref in getattr(changes, name):
                self.stdout.write(f"{name}: {ref}")
