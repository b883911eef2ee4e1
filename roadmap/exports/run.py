"""Runs export jobs: the registry of formats, and one job from claim to file."""

import structlog
from django.utils import translation
from django.utils.translation import gettext as _

from roadmap.domain.exporting import (
    SET,
    advance_export,
    claim_export,
    complete_export,
    fail_export,
    may_tell_positions,
    release_export,
)
from roadmap.domain.queries.signed_positions import SignedPositions, signed_positions
from roadmap.exports.base import Exporter, Source, TakenOver, source_of
from roadmap.exports.docx import EXPORTER as DOCX
from roadmap.exports.json import EXPORTER as JSON
from roadmap.exports.pdf import EXPORTER as PDF
from roadmap.exports.yaml import EXPORTER as YAML
from roadmap.models import ExportJob, Round, Version

EXPORTERS: dict[str, Exporter] = {each.format: each for each in (PDF, DOCX, YAML, JSON)}
log = structlog.get_logger(__name__)


def build_exports() -> int:
    """Make all files that are due, one after the other; answers how many were finished."""
    finished = 0
    while job := claim_export():
        finished += run(job)
    return finished


def run(job: ExportJob) -> bool:
    """Make the file of a claimed job. Who asked must still be allowed to see it."""
    if not _is_allowed(job):
        fail_export(job=job, reason=_("The person who asked may not export this version any more."))
        return False
    try:
        content = build(EXPORTERS[job.format], source_of(job.version, job.language, _positions(job)), job)
    except TakenOver:
        return False
    except Exception:
        # Whatever went wrong, the job must not stay claimed; the log has the trace, the page a sentence.
        log.exception("export_failed", job=job.pk, format=job.format)
        release_export(job=job, reason=_("The file could not be made."))
        raise
    return complete_export(job=job, content=content)


def _is_allowed(job: ExportJob) -> bool:
    person, version = job.requested_by, job.version
    if not Version.objects.visible_to(person).filter(pk=version.pk).exists() or not person.has_perm("roadmap.export", version):
        return False
    round_ = job.positions_round_id
    return round_ is None or (may_tell_positions(person, version) and Round.objects.visible_to(person).filter(pk=round_).exists())


def _positions(job: ExportJob) -> SignedPositions | None:
    """What the file tells of positions, read with the eyes of who asked."""
    round_ = job.positions_round
    return signed_positions(job.version, round_, job.requested_by, language=job.language) if round_ else None


def build(exporter: Exporter, source: Source, job: ExportJob | None = None) -> bytes:
    """The file's bytes; with a job, each step is noted in it. Raises TakenOver."""

    def progress() -> None:
        if job is not None and not advance_export(job=job, steps=exporter.steps):
            raise TakenOver

    with translation.override(source.language):
        return exporter.build(source, progress)


def file_name(version: Version, file_format: str, language: str = "") -> str:
    """``scne-syria-v2-ar.pdf``; a roadmap file holds all languages and names none."""
    suffix = f"-{language}" if language and file_format in SET else ""
    return f"{version.roadmap.key}-v{version.number}{suffix}.{file_format}"


def job_file_name(job: ExportJob) -> str:
    """The same; ``scne-syria-v2-ar-positions.pdf`` where the file tells positions, so that nobody takes it for the other."""
    name = file_name(job.version, job.format, job.language)
    return name if job.positions_round_id is None else name.replace(f".{job.format}", f"-positions.{job.format}")
