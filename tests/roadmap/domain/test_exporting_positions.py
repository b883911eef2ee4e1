"""A file tells what groups signed off only where whoever asked for it chose so, and was allowed to."""

import pytest

from accounts.domain.errors import Conflict, Forbidden, Invalid
from accounts.models import AuditEntry
from roadmap.domain.exporting import request_export
from roadmap.enums import JobState, Stand
from roadmap.exports.run import build_exports, job_file_name
from roadmap.models import Assignment, ExportFile, ExportJob, Round, RoundGroup
from tests.conftest import Cast
from tests.roadmap.round_factories import opened_round
from tests.roadmap.stances import FOCAL_POINT, closed, take


@pytest.fixture
def round_(cast: Cast) -> Round:
    """A closed round that shows the names of groups, with one position."""
    found = opened_round(cast, show_group_names=True)
    take(found, FOCAL_POINT, "criteria/exams", Stand.SUPPORT)
    return closed(found, cast)


def asked(round_: Round, cast: Cast, file_format: str = "docx", *, positions: bool = True) -> ExportJob:
    version = round_.version
    return request_export(version=version, file_format=file_format, language="en", actor=cast.lead, positions=positions)


def test_the_choice_is_kept_in_the_row_and_in_the_audit_trail(round_: Round, cast: Cast) -> None:
    without, told = asked(round_, cast, positions=False), asked(round_, cast)

    assert (without.positions_round, told.positions_round) == (None, round_)
    assert asked(round_, cast) == told
    assert asked(round_, cast, positions=False) == without
    assert (job_file_name(without), job_file_name(told)) == ("small-v1-en.docx", "small-v1-en-positions.docx")
    entries = AuditEntry.objects.filter(table="roadmap_exportjob").order_by("id")
    assert [(each.verb, each.actor, each.after["positions_round_id"]) for each in entries] == [
        ("request_export", str(cast.lead.pk), None),
        ("request_export", str(cast.lead.pk), round_.pk),
    ]


def test_whoever_may_not_see_convergence_may_not_ask(round_: Round, cast: Cast) -> None:
    for person in (cast.outsider, cast.monitor, cast.reviewer, cast.focal_point):
        with pytest.raises(Forbidden):
            request_export(version=round_.version, file_format="pdf", language="en", actor=person, positions=True)
    assert not ExportJob.objects.exists()


def test_only_what_is_set_for_readers_can_hold_them(round_: Round, cast: Cast) -> None:
    for file_format in ("yaml", "json"):
        with pytest.raises(Invalid) as refused:
            asked(round_, cast, file_format)
        assert [problem.path for problem in refused.value.problems] == ["positions"]


def test_an_open_round_and_too_few_groups_are_refused(cast: Cast) -> None:
    open_one = opened_round(cast)
    with pytest.raises(Conflict, match="no round on this version or one before it is closed"):
        asked(open_one, cast)
    assert RoundGroup.objects.count() == 2
    with pytest.raises(Conflict, match="had too few of them"):
        asked(closed(open_one, cast), cast)


def test_the_worker_asks_again_whether_they_may(round_: Round, cast: Cast) -> None:
    job = asked(round_, cast)
    Assignment.objects.filter(user=cast.lead).delete()

    assert build_exports() == 0

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert not ExportFile.objects.exists()


def test_the_same_bytes_each_time(round_: Round, cast: Cast) -> None:
    digests = set()
    for _time in range(2):
        job = asked(round_, cast)
        build_exports()
        job.refresh_from_db()
        digests.add(job.digest)
        job.delete()
    assert len(digests) == 1
