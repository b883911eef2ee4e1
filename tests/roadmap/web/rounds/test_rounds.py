"""The pages on which the office prepares, opens, watches and closes a round."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.days import DAMASCUS
from roadmap.domain.rounds import close_round
from roadmap.enums import MailState, RoundState
from roadmap.models import OutboxMail, Round
from tests import factories
from tests.conftest import Cast
from tests.roadmap.factories import small_roadmap
from tests.roadmap.round_factories import opened_round, posted_comment, prepared_round, small_version

CLOSES = (timezone.now() + timedelta(days=5)).replace(second=0, microsecond=0)


@pytest.fixture
def lead(cast: Cast) -> Client:
    return factories.signed_in(cast.lead)


def at(round_: Round, name: str = "round", *more: Any) -> str:
    return reverse(name, args=[round_.roadmap.key, round_.number, *more])


def typed(cast: Cast, version_id: int, **changes: Any) -> dict[str, Any]:
    return {
        "version": version_id,
        "groups": [cast.group.pk, cast.rival_group.pk],
        "zone": "UTC",
        "closes_at": CLOSES.strftime("%Y-%m-%dT%H:%M"),
        "remind_at": "",
        "widest_visibility": "group",
        "questions_en": "Is it clear?",
        **changes,
    }


def test_a_round_is_prepared_by_the_form(cast: Cast, lead: Client) -> None:
    version = small_version(cast)
    response = lead.post(reverse("round_new", args=["small"]), typed(cast, version.pk))
    round_ = Round.objects.get()
    assert (response.status_code, response["Location"]) == (302, at(round_))
    assert (round_.state, round_.closes_at, round_.questions) == (RoundState.DRAFT, CLOSES, {"en": "Is it clear?"})
    assert round_.groups.count() == 2


def test_the_time_is_meant_in_the_zone_that_is_stated(cast: Cast, lead: Client) -> None:
    version = small_version(cast)
    lead.post(reverse("round_new", args=["small"]), typed(cast, version.pk, zone="Asia/Damascus"))
    assert CLOSES - Round.objects.get().closes_at == timedelta(hours=3)


def test_a_refused_form_keeps_what_was_typed(cast: Cast, lead: Client) -> None:
    version = small_version(cast)
    past = typed(cast, version.pk, closes_at="2020-01-01T10:00")
    response = lead.post(reverse("round_new", args=["small"]), past)
    assert response.status_code == 422
    assert b"Is it clear?" in response.content
    assert "2020-01-01T10:00" in response.content.decode()
    assert response.context["form"].errors["closes_at"] == ["Choose a time in the future."]
    assert Round.objects.count() == 0


def test_a_round_in_preparation_is_changed_and_dropped(cast: Cast, lead: Client) -> None:
    round_ = prepared_round(cast)
    shown = lead.get(at(round_, "round_edit"))
    assert round_.closes_at.astimezone(DAMASCUS).strftime("%Y-%m-%dT%H:%M") in shown.content.decode()
    assert shown.context["form"]["zone"].value() == "Asia/Damascus"
    lead.post(at(round_, "round_edit"), typed(cast, round_.version_id, groups=[cast.group.pk], show_group_names="on"))
    round_.refresh_from_db()
    assert (list(round_.groups.all()), round_.show_group_names) == ([cast.group], True)
    assert lead.get(at(round_, "round_discard")).status_code == 200
    lead.post(at(round_, "round_discard"))
    assert Round.objects.count() == 0


def test_opening_says_first_how_many_mails_go(cast: Cast, lead: Client) -> None:
    cast.rival_group.mail_opt_out = True
    cast.rival_group.save()
    round_ = prepared_round(cast, groups=[cast.group, cast.rival_group, factories.group(key="nobody")])
    asked = lead.get(at(round_, "round_open"))
    assert dict(asked.context["facts"][:4]) == {"Version": "1", "Groups": "3", "People invited": "3", "Mails": "2"}
    assert len(asked.context["warnings"]) == 2
    assert OutboxMail.objects.count() == 0
    assert lead.post(at(round_, "round_open"))["Location"] == at(round_)
    assert Round.objects.get().state == RoundState.OPEN
    assert OutboxMail.objects.count() == 2


def test_a_second_opening_is_refused_on_the_page(cast: Cast, lead: Client) -> None:
    round_ = opened_round(cast)
    response = lead.post(at(round_, "round_open"), follow=True)
    assert [str(message) for message in response.context["messages"]] == ["The round is “Open”; it cannot become “Open”."]


def test_the_page_shows_each_groups_mails_and_members(cast: Cast, lead: Client) -> None:
    round_ = opened_round(cast, withheld={cast.rival_group: ["criteria/exams"]})
    OutboxMail.objects.filter(recipient=cast.reviewer).update(state=MailState.SENT)
    OutboxMail.objects.filter(recipient=cast.rival).update(state=MailState.BOUNCED)
    round_.invitations.filter(user=cast.reviewer).update(opened_at=timezone.now(), finished_at=timezone.now())
    posted_comment(round_.invitations.get(user=cast.reviewer))
    for url in (at(round_), at(round_, "round_status")):
        response = lead.get(url)
        numbers = [
            (
                row.invited,
                row.queued,
                row.sent,
                row.bounced,
                row.without_mail,
                row.opened,
                row.finished,
                row.comments,
                row.withheld,
            )
            for row in response.context["rows"]
        ]
        assert numbers == [(2, 1, 1, 0, 0, 1, 1, 1, 0), (1, 0, 0, 1, 0, 0, 0, 0, 1)]
        page = response.content.decode()
        assert "Version 1 without 1 item" in page
        assert [name for name in ("Reviewer", "Rival", "@example.org") if name in page] == []


def test_the_part_that_changes_looks_more_often_while_mails_go_out(cast: Cast, lead: Client) -> None:
    round_ = opened_round(cast)
    assert lead.get(at(round_, "round_status")).context["poll"] == 3
    OutboxMail.objects.update(state=MailState.SENT)
    assert lead.get(at(round_, "round_status")).context["poll"] == 20
    assert "hx-get" in lead.get(at(round_, "round_status")).content.decode()
    close_round(round=round_, actor=cast.lead)
    assert "hx-get" not in lead.get(at(round_, "round_status")).content.decode()


def test_more_time_closing_resending_and_later_invitations(cast: Cast, lead: Client) -> None:
    round_ = opened_round(cast, groups=[cast.group])
    later = (round_.closes_at + timedelta(days=1)).replace(second=0, microsecond=0)
    assert lead.post(at(round_, "round_extend"), {"zone": "UTC", "closes_at": "2020-01-01T00:00"}).status_code == 400
    lead.post(at(round_, "round_extend"), {"zone": "UTC", "closes_at": later.strftime("%Y-%m-%dT%H:%M")})
    lead.post(at(round_, "round_invite"), {"group": cast.rival_group.pk})
    OutboxMail.objects.filter(recipient=cast.rival).update(state=MailState.BOUNCED)
    lead.post(at(round_, "round_resend", cast.rival_group.uid))
    assert OutboxMail.objects.get(recipient=cast.rival).state == MailState.QUEUED
    lead.post(at(round_, "round_close"))
    round_.refresh_from_db()
    assert (round_.closes_at, round_.state, round_.invitations.count()) == (later, RoundState.CLOSED, 3)


def test_steps_ask_first_and_say_why_not(cast: Cast, lead: Client) -> None:
    round_ = opened_round(cast)
    assert [lead.get(at(round_, name)).status_code for name in ("round_close", "round_extend")] == [200, 200]
    assert lead.post(at(round_, "round_extend"), {"zone": "UTC", "closes_at": "soon"}).status_code == 422
    assert lead.post(at(round_, "round_edit"), typed(cast, round_.version_id)).status_code == 409
    assert lead.post(at(round_, "round_invite"), {"group": "none"})["Location"] == at(round_)
    refused = lead.post(at(round_, "round_discard"), follow=True)
    assert [str(message) for message in refused.context["messages"]] == ["The round was opened; it is kept."]
    again = lead.post(at(round_, "round_invite"), {"group": cast.group.pk}, follow=True)
    assert [str(message) for message in again.context["messages"]] == ["All members of this group were invited already."]
    close_round(round=round_, actor=cast.lead)
    late = round_.closes_at + timedelta(days=1)
    assert lead.post(at(round_, "round_extend"), {"zone": "UTC", "closes_at": late.strftime("%Y-%m-%dT%H:%M")}).status_code == 409
    assert lead.post(at(round_, "round_edit"), {"groups": []}).status_code == 422


def test_lists_without_rounds_say_what_to_do(cast: Cast, lead: Client) -> None:
    version = small_version(cast)
    assert "No round yet" in lead.get(reverse("rounds", args=["small"])).content.decode()
    administrator = factories.signed_in(cast.administrator)
    assert "A facilitator of this roadmap opens one." in administrator.get(reverse("rounds", args=["small"])).content.decode()
    small_roadmap("empty", lead=cast.lead)
    assert "No version to review yet" in lead.get(reverse("rounds", args=["empty"])).content.decode()
    assert version.rounds.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number(cast: Cast, count: int, django_assert_num_queries: Any) -> None:
    version = small_version(cast)
    for _number in range(count):
        posted_comment(opened_round(cast, version).invitations.get(user=cast.rival))
    lead = factories.signed_in(cast.lead)
    lead.get(reverse("rounds", args=["small"]))
    with django_assert_num_queries(8):
        response = lead.get(reverse("rounds", args=["small"]))
    shown = [(row["round"].group_count, row["said"].comments, row["said"].unanswered) for row in response.context["rows"]]
    assert shown == [(2, 1, 1)] * count


@pytest.mark.parametrize("count", [1, 3])
def test_the_round_costs_the_same_for_any_number_of_groups(cast: Cast, count: int, django_assert_num_queries: Any) -> None:
    groups = [factories.group() for _number in range(count)]
    for group in groups:
        factories.membership(factories.user(), group)
    round_ = opened_round(cast, groups=groups)
    lead = factories.signed_in(cast.lead)
    lead.get(at(round_))
    with django_assert_num_queries(13):
        lead.get(at(round_))
    with django_assert_num_queries(10):
        lead.get(at(round_, "round_status"))


def test_who_is_not_on_the_roadmap_finds_nothing(cast: Cast) -> None:
    round_ = opened_round(cast)
    group = cast.group.uid
    names = ("round", "round_status", "round_edit", "round_open", "round_close", "round_extend", "round_discard", "answers")
    urls = [at(round_, name) for name in names] + [at(round_, name, group) for name in ("round_group", "round_preview")]
    urls.append(reverse("rounds", args=["small"]))
    for person in (cast.outsider, cast.reviewer, cast.monitor):
        client = factories.signed_in(person)
        assert {client.get(url).status_code for url in urls} == {404}


def test_an_administrator_reads_and_does_not_manage(cast: Cast) -> None:
    round_ = prepared_round(cast)
    client = factories.signed_in(cast.administrator)
    assert client.get(at(round_)).status_code == 200
    assert client.get(at(round_, "round_open")).status_code == 403
    assert client.post(at(round_, "round_open")).status_code == 403
    assert client.get(reverse("round_new", args=["small"])).status_code == 403
    assert Round.objects.get().state == RoundState.DRAFT


def test_the_pages_of_rounds_lead_back_to_the_roadmap(cast: Cast, lead: Client) -> None:
    round_ = prepared_round(cast)
    draft, rounds = ("/roadmaps/small/", str(round_.roadmap)), ("/roadmaps/small/rounds/", "Rounds")

    found = [lead.get(url).context["crumbs"] for url in (reverse("rounds", args=["small"]), at(round_), at(round_, "round_edit"))]

    assert found == [[draft], [draft, rounds], [draft, rounds, (at(round_), "Round 1")]]
