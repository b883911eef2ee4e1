"""A version never changes, and its hash can be recomputed from its export."""

import hashlib
import json

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.domain.errors import Problem
from milestones.models import Milestone
from roadmap.domain.document import from_canonical
from roadmap.domain.drafting import edit_item, edit_roadmap
from roadmap.domain.rounds import close_round
from roadmap.domain.versions import Incomplete, Unanswered, count_unanswered, digest_holds, freeze_version
from roadmap.models import Invitation, Version, VersionItem
from tests.conftest import Cast
from tests.roadmap.factories import small_roadmap
from tests.roadmap.round_factories import opened_round, posted_comment, small_version

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE roadmap_version SET note = 'x'",
        "UPDATE roadmap_version SET digest = repeat('0', 64)",
        "DELETE FROM roadmap_version",
        "TRUNCATE roadmap_version CASCADE",
        "UPDATE roadmap_versionitem SET code = 'x'",
        "DELETE FROM roadmap_versionitem",
        "TRUNCATE roadmap_versionitem CASCADE",
    ],
)
def test_the_database_refuses_every_change_of_a_version(cast: Cast, statement: str) -> None:
    version = small_version(cast)
    before = list(Version.objects.values()), list(VersionItem.objects.values())

    with pytest.raises(DatabaseError, match=r"pgtrigger: Cannot (update or delete|truncate) rows"), transaction.atomic():
        connection.cursor().execute(f"SET CONSTRAINTS ALL IMMEDIATE; {statement}")

    assert (list(Version.objects.values()), list(VersionItem.objects.values())) == before
    assert digest_holds(version)


def test_the_hash_is_that_of_the_canonical_document(cast: Cast) -> None:
    version = small_version(cast)

    document = from_canonical(version.canonical)

    assert version.number == 1
    assert hashlib.sha256(version.canonical.encode()).hexdigest() == version.digest == document.digest()
    assert document.canonical().decode() == version.canonical
    assert [(item.ref, item.code, item.position) for item in version.items.all()] == [
        (entry.ref, entry.code, place) for place, entry in enumerate(document)
    ]


def test_a_changed_byte_is_told(cast: Cast) -> None:
    version = small_version(cast)
    version.canonical = version.canonical.replace("exams", "Exams")

    assert not digest_holds(version)


def test_numbers_count_per_roadmap_and_a_version_holds_the_draft_of_its_time(cast: Cast) -> None:
    first = small_version(cast)
    other = small_roadmap("other", lead=cast.lead)
    edit_roadmap(roadmap=first.roadmap, changes={"title.en": "New"}, base=first.roadmap.revision, actor=cast.lead)

    second = freeze_version(roadmap=first.roadmap, note=" Second ", actor=cast.lead)

    assert [(version.number, version.note) for version in (first, second)] == [(1, "First"), (2, "Second")]
    assert freeze_version(roadmap=other, note="", actor=cast.lead).number == 1
    assert [json.loads(each.canonical)["roadmap"]["title"]["en"] for each in (first, second)] == ["A small roadmap", "New"]
    assert first.digest != second.digest


def test_an_unchanged_draft_has_the_same_hash_again(cast: Cast) -> None:
    first = small_version(cast)

    assert freeze_version(roadmap=first.roadmap, note="", actor=cast.lead).digest == first.digest


def test_an_incomplete_draft_is_refused_with_the_whole_list(cast: Cast) -> None:
    roadmap = small_roadmap(lead=cast.lead)
    milestone = Milestone.objects.get(key="gov-lists")
    edit_item(
        item=milestone,
        kind_name="milestones",
        changes={"owner": None, "verification": None, "window": None},
        base=9,
        actor=cast.lead,
    )

    with pytest.raises(Incomplete) as refused:
        freeze_version(roadmap=roadmap, note="", actor=cast.lead)

    assert refused.value.problems == [
        Problem("milestones/gov-lists#owner", "Missing: Owner."),
        Problem("milestones/gov-lists#verification", "Missing: Verification method."),
        Problem("milestones/gov-lists#window.not_after", "No window: say by when."),
    ]
    assert not Version.objects.exists()


def test_comments_of_a_closed_round_need_an_answer_or_a_reason(cast: Cast) -> None:
    round_ = opened_round(cast)
    posted_comment(Invitation.objects.get(round=round_, user=cast.reviewer))
    assert count_unanswered(round_.roadmap) == 0
    close_round(round=round_, actor=cast.lead)

    with pytest.raises(Unanswered) as refused:
        freeze_version(roadmap=round_.roadmap, note="", actor=cast.lead, unanswered_reason="  ")
    version = freeze_version(roadmap=round_.roadmap, note="", actor=cast.lead, unanswered_reason=" The briefing is tomorrow. ")

    assert refused.value.count == 1
    assert (version.number, version.unanswered_reason) == (2, "The briefing is tomorrow.")
