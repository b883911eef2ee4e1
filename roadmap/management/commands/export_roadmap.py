"""``manage.py export_roadmap KEY``: a roadmap file of the draft, or of a version."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from roadmap.domain.document.storage import build_document
from roadmap.domain.files import write_file
from roadmap.exports.base import source_of
from roadmap.exports.run import EXPORTERS, build
from roadmap.models import Roadmap


class Command(BaseCommand):
    help = (
        "Write a roadmap file (scne-roadmap/1) of a draft or of a version. A version is written from the bytes that were frozen."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Here ``--version`` names a roadmap's version, not Django's."""
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", help="key of the roadmap")
        parser.add_argument("--version", type=int, dest="number", metavar="N", help="the version; the draft without it")
        parser.add_argument("--format", choices=["yaml", "json"], default="yaml", dest="file_format")
        parser.add_argument("--output", type=Path, help="file to write; without it the file is printed")

    def handle(self, *_args: Any, **options: Any) -> None:
        roadmap = Roadmap.objects.filter(key=options["key"]).first()
        if roadmap is None:
            raise CommandError(f"There is no roadmap {options['key']}.")
        content = _content(roadmap, options["number"], options["file_format"])
        if options["output"]:
            _write(options["output"], content)
        else:
            self.stdout.write(content.decode(), ending="")


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise CommandError(f"The file {path} cannot be written: {error.strerror}.") from error


def _content(roadmap: Roadmap, number: int | None, file_format: str) -> bytes:
    if number is None:
        return write_file(build_document(roadmap).as_dict(), file_format).encode()
    version = roadmap.versions.select_related("roadmap").filter(number=number).first()
    if version is None:
        raise CommandError(f"The roadmap {roadmap.key} has no version {number}.")
    return build(EXPORTERS[file_format], source_of(version, "en"))
