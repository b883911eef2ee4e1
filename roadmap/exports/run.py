"""Runs export jobs: the registry of formats, and one job from claim to file."""

import structlog
from django.utils import translation
from django.utils.translation import gettext as _

from roadmap.domain.exporting import advance_export, claim_export, complete_export, fail_export, release_export
from roadmap.exports.base import Exporter, Source, TakenOver, source_of
from roadmap.exports.docx import EXPORTER as DOCX
from roadmap.exports.json import EXPORTER as JSON
from roadmap.exports.pdf import EXPORTER as PDF
from roadmap.exports.yaml import EXPORTER as YAML
from roadmap.models import ExportJob, Version

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
    if not Version.objects.visible_to(job.requested_by).filter(pk=job.version_id).exists() or not job.requested_by.has_perm(
        "roadmap.export", job.version
    ):
        fail_export(job=job, reason=_("The person who asked may not export this version any more."))
        return False
    try:
        content = build(EXPORTERS[job.format], source_of(job.version, job.language), job)
    except TakenOver:
        return False
    except Exception:
        # Whatever went wrong, the job must not stay claimed; the log has the trace, the page a sentence.
        log.exception("export_failed", job=job.pk, format=job.format)
        release_export(job=job, reason=_("The file could not be made."))
        raise
    return complete_export(job=job, content=content)


def build(exporter: Exporter, source: Source, job: ExportJob | None = None) -> bytes:
    """The file's bytes; with a job, each step is noted in it. Raises TakenOver."""

    def progress() -> None:
        if job is not None and not advance_export(job=job, steps=exporter.steps):
            raise TakenOver

    with translation.override(source.language):
        return exporter.build(source, progress)


def file_name(version: Version, file_format: str, language: str = "") -> str:
    """``scne-syria-v2-ar.pdf``; a roadmap file holds all languages and names none."""
    suffix = f"-{language}" if language and file_format in {"pdf", "docx"} else ""
    return f"{version.roadmap.key}-v{version.number}{suffix}.{file_format}"
