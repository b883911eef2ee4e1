"""Where the commands take a roadmap from: the database by its key, or a file, which is checked and written nowhere."""

import datetime as dt
from argparse import ArgumentTypeError
from pathlib import Path

from django.core.management.base import CommandError

from accounts.days import read_day
from accounts.domain.errors import Refused
from roadmap.domain.clock import DAMASCUS
from roadmap.domain.document import Document
from roadmap.domain.document.storage import build_document
from roadmap.domain.files import read_file
from roadmap.models import Roadmap


def document_at(where: str) -> tuple[Document, Roadmap | None]:
    """The draft of the roadmap with the key ``where``, or the document of the file there (then without a roadmap).

    What looks like a path is a file. Raises CommandError with every problem of a bad file.
    """
    path = Path(where)
    if path.suffix or len(path.parts) > 1 or path.is_file():
        return _from_file(path), None
    roadmap = Roadmap.objects.filter(key=where).first()
    if roadmap is None:
        raise CommandError(f"There is no roadmap {where}, and no file of that name.")
    return build_document(roadmap), roadmap


def _from_file(path: Path) -> Document:
    try:
        return read_file(path.read_bytes().decode("utf-8-sig"), latest=machines_day())
    except UnicodeDecodeError as error:
        raise CommandError("The file is not text in UTF-8.") from error
    except OSError as error:
        raise CommandError(f"The file cannot be read: {error.strerror}.") from error
    except Refused as refused:
        problems = [each.in_file(path) for each in refused.problems]
        raise CommandError("\n".join([*problems, "The file was not accepted."])) from refused


def machines_day() -> dt.date:
    """Today by this machine's clock: a file is read without a database."""
    return dt.datetime.now(tz=DAMASCUS).date()


def day(written: str) -> dt.date:
    """A day of the command line. Raises ArgumentTypeError."""
    try:
        return read_day(written)
    except ValueError as error:
        raise ArgumentTypeError("give a day as YYYY-MM-DD") from error
