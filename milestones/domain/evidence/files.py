"""Files that come with evidence: told by their content, cleaned in a limited child process, kept under a random name.

Nothing of the name that a person gave is kept: names tell of people. What is kept is the clean file; what was sent is forgotten.
"""

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from accounts.domain.errors import Invalid, Problem, Refused
from milestones.models import EvidenceFile

_CLEANER = Path(__file__).with_name("cleaner.py")


class NotAsRecorded(Refused):
    """What is kept is not the file that was recorded: it was damaged where it is kept, or put there beside the product."""

    status = 409
    code = "not-as-recorded"

    def __init__(self) -> None:
        super().__init__(
            _(
                "This file is not handed out: it is not as it was recorded, its SHA-256 differs from the one on record. "
                "Tell an administrator; a backup may hold it whole."
            )
        )


class Upload(Protocol):
    """What a form or the API hands over; ``size`` is in bytes and is known before anything is read."""

    size: int | None

    def read(self, num_bytes: int | None = None, /) -> bytes: ...


@dataclass(frozen=True)
class CleanFile:
    """A file as it is kept."""

    media_type: str
    extension: str
    content: bytes

    @property
    def digest(self) -> str:
        """SHA-256 of what is kept, hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


def kept_content(file: EvidenceFile) -> bytes:
    """The bytes of a file as its record lists them. Raises NotAsRecorded where their hash is another."""
    content = bytes(file.content)
    listed = {row["sha256"] for row in file.evidence.files}
    if hashlib.sha256(content).hexdigest() != file.digest or file.digest not in listed:
        raise NotAsRecorded
    return content


def clean_uploads(uploads: Iterable[Upload]) -> list[CleanFile]:
    """The uploads as they are to be kept. Raises Invalid naming each that is not taken (``files[0]`` …), and why.

    How many and how large they are is looked at before any is read.
    """
    found = list(uploads)
    if len(found) > settings.EVIDENCE_FILES:
        message = _("At most %(count)d files.") % {"count": settings.EVIDENCE_FILES}
        raise Invalid(_("Some fields need your attention."), [Problem("files", message)])
    problems, clean = [], []
    for number, upload in enumerate(found):
        try:
            clean.append(clean_file(_read(upload)))
        except Invalid as error:
            problems.append(Problem(f"files[{number}]", error.message))
    if problems:
        raise Invalid(_("Some fields need your attention."), problems)
    return clean


def _read(upload: Upload) -> bytes:
    most = settings.EVIDENCE_FILE_SIZE
    content = upload.read(most + 1) if (upload.size or 0) <= most else b""
    if not content or len(content) > most:
        raise Invalid(_("A file has something in it and is at most %(size)s large.") % {"size": filesizeformat(most)})
    return content


def clean_file(content: bytes) -> CleanFile:
    """One file cleaned by a child process that may use little memory and time. Raises Invalid."""
    memory, seconds = settings.EVIDENCE_CLEANING_MEMORY, settings.EVIDENCE_CLEANING_SECONDS
    try:
        done = subprocess.run(  # noqa: S603 our own script, nothing of it comes from outside
            [sys.executable, "-I", str(_CLEANER), str(memory), str(seconds)],
            input=content,
            capture_output=True,
            check=False,
            env={},
            timeout=seconds * 2,
        )
    except subprocess.TimeoutExpired as error:
        raise Invalid(_why("large")) from error
    head, _line, clean = done.stdout.partition(b"\n")
    answer = json.loads(head) if done.returncode == 0 and head else {"refused": "large"}
    if "refused" in answer:
        raise Invalid(_why(answer["refused"]))
    if len(clean) > settings.EVIDENCE_FILE_SIZE * 2:
        raise Invalid(_why("large"))
    return CleanFile(answer["type"], answer["extension"], clean)


def _why(code: str) -> str:
    reasons = {
        "type": _("Only photographs (JPEG, PNG, WebP) and PDF files are taken."),
        "damaged": _("The file cannot be read: it may be damaged."),
        "encrypted": _("The PDF file is locked by a password: take that off first."),
        "large": _("The file unpacks to more than is allowed."),
    }
    return reasons[code]
