"""Reports are of the office: no group reads them in a version, by page, API, preview or hash (docs/adr/0015)."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from milestones.domain.evidence.recording import record_evidence
from milestones.models import Evidence
from roadmap.domain.comments import save_draft
from roadmap.domain.document import from_canonical
from roadmap.domain.queries.shown import shown_document
from roadmap.domain.versions import freeze_version
from roadmap.models import Invitation
from tests import factories
from tests.conftest import Cast
from tests.roadmap.domain.test_comments import EXAMS, WORDS, place, post
from tests.roadmap.factories import small_roadmap
from tests.roadmap.round_factories import opened_round
from tests.roadmap.web.review.test_pages import every_page

pytestmark = pytest.mark.django_db
SECRETS = ("SECRET", "evidence", "V-01")


@pytest.fixture
def mine(cast: Cast) -> Invitation:
    """The reviewer's place in a round on a version with a report in it."""
    roadmap = small_roadmap(lead=cast.lead)
    record_evidence(
        roadmap=roadmap,
        data={
            "milestone": "gov-lists",
            "claim": "achieved",
            "reporter": "SECRET monitors",
            "place": {"en": "SECRET village"},
            "statement": {"en": "SECRET statement"},
            "independent": True,
            "date": dt.date(2023, 10, 1).isoformat(),
        },
        actor=cast.lead,
    )
    version = freeze_version(roadmap=roadmap, note="", actor=cast.lead)
    mine = place(opened_round(cast, version), cast.reviewer)
    post(mine)
    save_draft(invitation=mine, item_ref=EXAMS, client_key=uuid.uuid4(), actor=mine.user, **WORDS)
    return mine


def test_no_page_of_a_reviewer_tells_of_a_report(cast: Cast, mine: Invitation) -> None:
    client = factories.signed_in(cast.reviewer)
    for url in every_page(mine):
        html = client.get(url).content.decode()
        assert [word for word in SECRETS if word in html] == [], url
    record = Evidence.objects.get()
    assert client.get(f"/review/{mine.uid}/evidence/{record.key}/").status_code == 404


def test_document_and_hash_are_those_of_what_the_group_reads(cast: Cast, mine: Invitation) -> None:
    version = mine.round.version
    whole = from_canonical(version.canonical)
    assert [entry.data["reporter"] for entry in whole.of("evidence")] == ["SECRET monitors"]
    shown = shown_document(mine)
    assert (shown.of("evidence"), shown.digest() == version.digest) == ([], False)
    answer = factories.signed_in(cast.reviewer).get(f"/api/v1/invitations/{mine.uid}/document/")
    assert (answer.status_code, [word for word in SECRETS if word in answer.content.decode()]) == (200, [])


def test_the_office_sees_in_the_preview_what_the_group_will_see(cast: Cast, mine: Invitation) -> None:
    lead = factories.signed_in(cast.lead)
    key, number = mine.round.roadmap.key, mine.round.number
    html = lead.get(reverse("round_preview", args=[key, number, cast.group.uid])).content.decode()
    assert ("SECRET" in html, "criteria-exams" in html) == (False, True)


def test_a_version_without_reports_keeps_its_own_hash(cast: Cast) -> None:
    invitation = place(opened_round(cast), cast.reviewer)
    assert shown_document(invitation).digest() == invitation.round.version.digest
