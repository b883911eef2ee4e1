"""One group of a round: what it sees, its members by pseudonym, codes on paper, identities."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry
from roadmap.domain.document.paragraphs import present_document
from roadmap.domain.links import peek_link
from roadmap.domain.queries.shown import shown_document
from roadmap.models import InvitationLink, Round
from tests import factories
from tests.conftest import Cast
from tests.roadmap.round_factories import opened_round, prepared_round


@pytest.fixture
def lead(cast: Cast) -> Client:
    return factories.signed_in(cast.lead)


def at(round_: Round, name: str, uid: Any) -> str:
    return reverse(name, args=[round_.roadmap.key, round_.number, uid])


def test_what_is_withheld_is_chosen_per_group_and_previewed_without_a_trace(cast: Cast, lead: Client) -> None:
    round_ = prepared_round(cast)
    url = at(round_, "round_withhold", cast.group.uid)
    assert b"measures/exam-passage" in lead.get(url).content
    lead.post(url, {"withheld": ["measures/exam-passage"]})
    boxes = lead.get(url).context["sections"]
    assert [item["ref"] for section in boxes for item in section["items"] if item["checked"]] == ["measures/exam-passage"]
    preview = lead.get(at(round_, "round_preview", cast.group.uid))
    page = preview.content.decode()
    shown = {item.ref for item in preview.context["shown"]}
    assert "measures/cross-line-convoys" in shown
    assert shown & {"measures/exam-passage", "milestones/gov-lists", "milestones/aanes-buses"} == set()
    assert [words for words in ("Passage to exams", "Lists accepted", "Buses run") if words in page] == []
    other = {item.ref for item in lead.get(at(round_, "round_preview", cast.rival_group.uid)).context["shown"]}
    assert {"measures/exam-passage", "milestones/gov-lists"} <= other


def test_the_preview_is_what_the_member_will_read(cast: Cast, lead: Client) -> None:
    round_ = opened_round(cast, withheld={cast.group: ["measures/exam-passage"]})
    preview = lead.get(at(round_, "round_preview", cast.group.uid)).context["shown"]
    member = shown_document(round_.invitations.get(user=cast.reviewer))
    assert preview == present_document(member, "en")


def test_the_preview_speaks_the_language_asked_for(cast: Cast, lead: Client) -> None:
    url = at(prepared_round(cast), "round_preview", cast.group.uid)
    assert "خريطة طريق صغيرة" in lead.get(f"{url}?language=ar").content.decode()
    assert 'dir="rtl"' in lead.get(f"{url}?language=ar").content.decode()
    assert lead.get(f"{url}?language=xx").status_code == 200


def test_an_opened_round_keeps_what_was_withheld(cast: Cast, lead: Client) -> None:
    round_ = opened_round(cast)
    response = lead.post(at(round_, "round_withhold", cast.group.uid), {"withheld": ["criteria/exams"]})
    assert response.status_code == 409
    assert round_.round_groups.get(group=cast.group).withheld.count() == 0


def test_a_ref_that_is_not_in_the_version_is_refused(cast: Cast, lead: Client) -> None:
    response = lead.post(at(prepared_round(cast), "round_withhold", cast.group.uid), {"withheld": ["criteria/none"]})
    assert response.status_code == 400


def test_members_are_listed_by_pseudonym_alone(cast: Cast, lead: Client) -> None:
    round_ = opened_round(cast)
    page = lead.get(at(round_, "round_group", cast.group.uid)).content.decode()
    mine = round_.invitations.filter(round_group__group=cast.group).values_list("pseudonym", flat=True)
    assert all(name in page for name in mine)
    assert [name for name in ("Reviewer", "Focal Point", "@example.org") if name in page] == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_group_costs_the_same_for_any_number(cast: Cast, count: int, django_assert_num_queries: Any) -> None:
    group = factories.group()
    for _number in range(count):
        factories.membership(factories.user(), group)
    round_ = opened_round(cast, groups=[group])
    lead = factories.signed_in(cast.lead)
    lead.get(at(round_, "round_group", group.uid))
    with django_assert_num_queries(9):
        lead.get(at(round_, "round_group", group.uid))


def test_slips_open_one_place_each_and_are_shown_once(cast: Cast, lead: Client) -> None:
    cast.group.mail_opt_out = True
    cast.group.save()
    round_ = opened_round(cast)
    url = at(round_, "round_codes", cast.group.uid)
    first = [slip["code"] for slip in lead.post(url).context["slips"]]
    response = lead.post(url)
    second = [slip["code"] for slip in response.context["slips"]]
    assert {peek_link(code).user for code in second} == {cast.reviewer, cast.focal_point}
    assert [peek_link(code) for code in first] == [None, None]
    assert InvitationLink.objects.count() == 2
    assert "no-store" in response["Cache-Control"]
    page = response.content.decode()
    assert [name for name in ("Reviewer", "Focal Point", "@example.org") if f">{name}<" in page] == []
    assert lead.get(url).status_code == 405


def test_codes_are_for_open_rounds(cast: Cast, lead: Client) -> None:
    assert lead.post(at(prepared_round(cast), "round_codes", cast.group.uid)).status_code == 302
    assert InvitationLink.objects.count() == 0


def test_an_invitation_is_withdrawn_after_asking(cast: Cast, lead: Client) -> None:
    round_ = opened_round(cast)
    invitation = round_.invitations.get(user=cast.rival)
    url = at(round_, "round_withdraw", invitation.uid)
    assert invitation.pseudonym in lead.get(url).content.decode()
    lead.post(url)
    invitation.refresh_from_db()
    assert (invitation.revoked_at is not None, list(invitation.mails.values_list("state", flat=True))) == (True, ["cancelled"])
    assert lead.post(url, follow=True).status_code == 200


def test_reading_a_person_is_a_permission_of_its_own_and_leaves_a_trace(cast: Cast, lead: Client) -> None:
    round_ = opened_round(cast)
    invitation = round_.invitations.get(user=cast.rival)
    url = at(round_, "round_identity", invitation.uid)
    assert lead.get(url).status_code == 403
    cast.lead.may_read_identities = True
    cast.lead.save()
    assert "rival@example.org" not in lead.get(url).content.decode()
    refused = lead.post(url, {"reason": " "})
    assert (refused.status_code, "rival@example.org" in refused.content.decode()) == (422, False)
    assert "rival@example.org" in lead.post(url, {"reason": "A threat was received."}).content.decode()
    entry = AuditEntry.objects.get(table="accounts_identityreading")
    assert (entry.actor, entry.after["reason"], entry.after["subject"]) == (
        str(cast.lead.pk),
        "A threat was received.",
        f"invitation {invitation.uid}",
    )
