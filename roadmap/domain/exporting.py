"""Files made from a version: asked for once, made by a worker, resumable after any crash.

A job is a row. A worker claims it with SKIP LOCKED and says at each step that it lives; a job whose worker fell silent is taken
up by another. ``attempts`` fences the two: only the latest may finish.
"""

import hashlib
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.domain.acting import verb
from accounts.domain.errors import Conflict, Forbidden, Invalid, Problem
from accounts.models import User
from roadmap.domain.clock import database_now
from roadmap.domain.queries.signed_positions import Obstacle, obstacle_to, telling_round
from roadmap.enums import ExportFormat, JobState
from roadmap.models import ExportFile, ExportJob, Roadmap, Round, Version

#: A step takes seconds; a worker that said nothing for so long is dead.
SILENCE = timedelta(seconds=60)
ATTEMPTS = 3
_ALIVE = (JobState.QUEUED, JobState.RUNNING, JobState.DONE)
#: Formats that are set for readers; the others are the version itself, byte by byte, and hold nothing beside it.
SET = (ExportFormat.PDF, ExportFormat.DOCX)


@verb
def request_export(*, version: Version, file_format: str, language: str, actor: User, positions: bool = False) -> ExportJob:
    """Ask for a file of a version. The same file is made once: a job that is there and has not failed is answered instead.

    With ``positions`` it gets the annex that tells what groups signed off; the job keeps of which round. Raises Invalid for an
    unknown format, a language that the roadmap is not written in, or an annex in a format that has none; Forbidden where the
    person may not see convergence; Conflict where there are no positions that may be told.
    """
    if file_format not in ExportFormat.values:
        raise Invalid(_("There is no such format."), [Problem("format", _("Choose one of the formats."))])
    if language not in version.roadmap.languages:
        raise Invalid(_("The roadmap is not written in this language."), [Problem("language", _("Choose another language."))])
    told = _told_round(version, file_format, actor) if positions else None
    # Two requests at once must not make two jobs. The roadmap's row is held: whoever serves requests may not even lock a version.
    Roadmap.objects.select_for_update(no_key=True).get(pk=version.roadmap_id)
    same = {"version": version, "format": file_format, "language": language, "positions_round": told}
    job = ExportJob.objects.filter(**same, state__in=_ALIVE).first() or ExportJob.objects.create(**same, requested_by=actor)
    transaction.on_commit(_hint, robust=True)
    return job


def may_tell_positions(user: User, version: Version) -> bool:
    """Whether a person may have the groups' positions put into a file: who may see their convergence."""
    return user.has_perm("roadmap.view_comments", version.roadmap)


def _told_round(version: Version, file_format: str, actor: User) -> Round:
    """The round whose positions the file tells. Raises as :func:`request_export` says."""
    if not may_tell_positions(actor, version):
        raise Forbidden(_("You may not see the groups' positions."))
    if file_format not in SET:
        raise Invalid(
            _("This format holds the version alone."), [Problem("positions", _("Only PDF and Word can hold the annex."))]
        )
    round_ = telling_round(version, actor)
    obstacle = obstacle_to(round_)
    if round_ is None or obstacle:
        raise Conflict(refusal_of(obstacle), [Problem("positions", refusal_of(obstacle))])
    return round_


def refusal_of(obstacle: Obstacle) -> str:
    """Why no file can tell positions, in the active language."""
    if obstacle == "few_groups":
        return _("The last closed round shows no names of groups, and had too few of them for an annex that names none.")
    return _("There is no annex “Convergence” yet: no round on this version or one before it is closed.")


@verb
def claim_export(*, actor: None = None) -> ExportJob | None:
    """Take the oldest job that waits, or whose worker fell silent; None when there is none.

    One that was tried too often is given up.
    """
    silent = Q(state=JobState.RUNNING, started_at__lt=database_now() - SILENCE)
    due = ExportJob.objects.filter(Q(state=JobState.QUEUED) | silent).order_by("pk")
    job: ExportJob | None = (
        due.select_for_update(skip_locked=True, of=("self",))
        .select_related("version__roadmap", "requested_by", "positions_round__version")
        .first()
    )
    if job is None:
        return None
    if job.attempts >= ATTEMPTS:
        job.state, job.error = JobState.FAILED, _("It was tried several times and never finished.")
        job.save(update_fields=["state", "error"])
        return claim_export()
    job.state, job.attempts, job.step = JobState.RUNNING, job.attempts + 1, 0
    job.started_at = Now()
    job.save(update_fields=["state", "attempts", "step", "started_at"])
    return job


@verb
def advance_export(*, job: ExportJob, steps: int, actor: None = None) -> bool:
    """Say that the next step begins; False when another worker has taken over."""
    return bool(_mine(job).update(step=F("step") + 1, steps=steps, started_at=Now()))


@verb
def complete_export(*, job: ExportJob, content: bytes, actor: None = None) -> bool:
    """Keep the finished file; False when another worker has taken over."""
    digest = hashlib.sha256(content).hexdigest()
    done = _mine(job).update(state=JobState.DONE, step=F("steps"), size=len(content), digest=digest, finished_at=Now(), error="")
    if done:
        ExportFile.objects.update_or_create(job=job, defaults={"content": content})
    return bool(done)


@verb
def fail_export(*, job: ExportJob, reason: str, actor: None = None) -> bool:
    """Give up on a job for a reason that trying again does not mend."""
    return bool(_mine(job).update(state=JobState.FAILED, error=reason[:200], finished_at=Now()))


@verb
def release_export(*, job: ExportJob, reason: str, actor: None = None) -> bool:
    """Put a job back after an error, to be tried again by the next sweep; given up after the last attempt."""
    state = JobState.FAILED if job.attempts >= ATTEMPTS else JobState.QUEUED
    return bool(_mine(job).update(state=state, error=reason[:200]))


def _mine(job: ExportJob) -> QuerySet[ExportJob]:
    return ExportJob.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)


def _hint() -> None:
    """Tell a worker that there is something to do; the sweep finds it without."""
    from roadmap.tasks import build_export

    build_export.delay()
