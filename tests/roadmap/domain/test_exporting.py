"""Files are asked for once, made by a worker, and survive its death."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from accounts.domain.errors import Invalid
from roadmap.domain.exporting import (
    advance_export,
    claim_export,
    complete_export,
    fail_export,
    release_export,
    request_export,
)
from roadmap.enums import JobState
from roadmap.exports.base import TakenOver, source_of
from roadmap.exports.run import EXPORTERS, build, build_exports, run
from roadmap.models import Assignment, ExportFile, ExportJob, Version
from tests.conftest import Cast
from tests.roadmap.round_factories import small_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(cast: Cast) -> Version:
    return small_version(cast)


def asked(version: Version, cast: Cast, file_format: str = "json") -> ExportJob:
    return request_export(version=version, file_format=file_format, language="en", actor=cast.lead)


def claimed() -> ExportJob:
    job = claim_export()
    assert job is not None
    return job


def died(job: ExportJob) -> None:
    """The worker of a job falls silent."""
    ExportJob.objects.filter(pk=job.pk).update(started_at=Now() - timedelta(seconds=61))


def test_a_file_is_made_from_request_to_bytes(version: Version, cast: Cast) -> None:
    job = asked(version, cast)
    assert (job.state, job.requested_by) == (JobState.QUEUED, cast.lead)

    assert build_exports() == 1

    job.refresh_from_db()
    assert (job.state, job.step, job.steps, job.digest, job.error) == (JobState.DONE, 1, 1, version.digest, "")
    assert bytes(ExportFile.objects.get(job=job).content) == version.canonical.encode()
    assert job.size == len(version.canonical.encode())
    assert build_exports() == 0


def test_the_same_file_is_asked_for_once_and_again_after_a_failure(version: Version, cast: Cast) -> None:
    first = asked(version, cast)

    assert asked(version, cast) == first
    ExportJob.objects.update(state=JobState.FAILED)
    assert asked(version, cast) != first


@pytest.mark.parametrize(("file_format", "language", "path"), [("exe", "en", "format"), ("pdf", "de", "language")])
def test_only_known_formats_and_languages(version: Version, cast: Cast, file_format: str, language: str, path: str) -> None:
    with pytest.raises(Invalid) as refused:
        request_export(version=version, file_format=file_format, language=language, actor=cast.lead)

    assert [problem.path for problem in refused.value.problems] == [path]


def test_a_job_whose_worker_died_is_taken_up_and_the_dead_one_may_not_finish(version: Version, cast: Cast) -> None:
    asked(version, cast)
    dead = claimed()
    assert claim_export() is None
    died(dead)

    heir = claimed()

    assert (heir.pk, heir.attempts) == (dead.pk, 2)
    assert [advance_export(job=dead, steps=1), complete_export(job=dead, content=b"old")] == [False, False]
    with pytest.raises(TakenOver):
        build(EXPORTERS["json"], source_of(version, "en"), dead)
    assert not run(dead)
    assert run(heir)
    assert bytes(ExportFile.objects.get().content) == version.canonical.encode()


def test_a_job_that_never_finishes_is_given_up(version: Version, cast: Cast) -> None:
    job = asked(version, cast)
    for _attempt in range(3):
        died(claimed())

    assert claim_export() is None
    job.refresh_from_db()
    assert (job.state, job.attempts, bool(job.error)) == (JobState.FAILED, 3, True)


def test_an_error_puts_the_job_back_until_the_last_attempt(version: Version, cast: Cast) -> None:
    job = asked(version, cast)
    states = []
    for _attempt in range(3):
        release_export(job=claimed(), reason="no paper")
        job.refresh_from_db()
        states.append(job.state)

    assert states == [JobState.QUEUED, JobState.QUEUED, JobState.FAILED]
    assert not fail_export(job=job, reason="again")


def test_a_broken_document_leaves_a_sentence_and_the_next_job_is_made(version: Version, cast: Cast) -> None:
    broken = Version.objects.create(
        roadmap=version.roadmap, number=2, author=cast.lead, created_at=Now(), canonical="{", digest="0" * 64
    )
    job = asked(broken, cast, "yaml")

    with pytest.raises(ValueError, match="Expecting"):
        run(claimed())

    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.QUEUED, "The file could not be made.")


def test_who_asked_must_still_be_allowed(version: Version, cast: Cast) -> None:
    job = asked(version, cast)
    Assignment.objects.filter(user=cast.lead).delete()

    assert build_exports() == 0

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert not ExportFile.objects.exists()


def test_files_are_seen_by_the_office_of_the_roadmap_alone(version: Version, cast: Cast) -> None:
    job = asked(version, cast)
    people = {name: person for name, person in vars(cast).items() if hasattr(person, "role")}

    sees = {name for name, person in people.items() if ExportJob.objects.visible_to(person).filter(pk=job.pk).exists()}

    assert sees == {"administrator", "lead", "drafter"}
