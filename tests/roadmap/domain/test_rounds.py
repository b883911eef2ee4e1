"""A round from preparation to closing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.domain.errors import Conflict, Invalid
from accounts.models import AuditEntry
from roadmap.domain.deadlines import Late, hold_open_for
from roadmap.domain.document import from_canonical
from roadmap.domain.links import issue_link, peek_link
from roadmap.domain.rounds import (
    change_round,
    close_due_rounds,
    close_round,
    discard_round,
    extend_round,
    open_round,
    prepare_round,
    queue_due_reminders,
)
from roadmap.domain.versions import freeze_version
from roadmap.enums import LinkKind, MailKind, MailState, RoundState, Visibility
from roadmap.models import Invitation, OutboxMail, Round
from tests import factories
from tests.conftest import Cast
from tests.roadmap.round_factories import opened_round, prepared_round, small_version


def problem_paths(refusal: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return [problem.path for problem in refusal.value.problems]


def make_due(round_: Round) -> None:
    """Let the closing time be past, as if days had gone by."""
    now = timezone.now()
    Round.objects.filter(pk=round_.pk).update(opened_at=now - timedelta(days=3), closes_at=now - timedelta(seconds=1))


def test_a_prepared_round_keeps_its_terms_and_tells_nobody(cast: Cast) -> None:
    version = small_version(cast)
    closes_at = timezone.now() + timedelta(days=3)
    round_ = prepare_round(
        version=version,
        groups=[cast.group],
        closes_at=closes_at,
        questions={"en": " Is it clear? ", "ar": "هل هو واضح؟", "ku": "  "},
        widest_visibility=Visibility.ROUND,
        show_group_names=True,
        actor=cast.lead,
    )
    round_.refresh_from_db()
    assert (round_.number, round_.state, round_.version, round_.closes_at) == (1, RoundState.DRAFT, version, closes_at)
    assert round_.questions == {"en": "Is it clear?", "ar": "هل هو واضح؟"}
    assert (round_.widest_visibility, round_.show_group_names, round_.remind_at) == (Visibility.ROUND, True, None)
    assert list(round_.groups.all()) == [cast.group]
    assert (Invitation.objects.count(), OutboxMail.objects.count()) == (0, 0)


def test_rounds_of_a_roadmap_are_numbered(cast: Cast) -> None:
    version = small_version(cast)
    assert [prepared_round(cast, version).number, prepared_round(cast, version).number] == [1, 2]
    assert prepared_round(cast, small_version(cast, "other")).number == 1


@pytest.mark.parametrize(
    ("terms", "paths"),
    [
        ({"closes_at": timezone.now() - timedelta(minutes=1), "remind_at": None}, ["closes_at"]),
        ({"remind_at": timezone.now() - timedelta(minutes=1)}, ["remind_at"]),
        ({"remind_at": timezone.now() + timedelta(days=9)}, ["remind_at"]),
        ({"groups": []}, ["groups"]),
        ({"widest_visibility": "everybody"}, ["widest_visibility"]),
    ],
)
def test_terms_that_do_not_fit_are_refused(cast: Cast, terms: dict[str, object], paths: list[str]) -> None:
    version = small_version(cast)
    with pytest.raises(Invalid) as refusal:
        prepared_round(cast, version, **terms)
    assert problem_paths(refusal) == paths
    assert Round.objects.count() == 0


def test_a_withheld_measure_takes_its_milestones_along(cast: Cast) -> None:
    round_ = prepared_round(cast, withheld={cast.group: ["measures/exam-passage"]})
    hidden = round_.round_groups.get(group=cast.group).withheld.values_list("ref", flat=True)
    assert set(hidden) == {"measures/exam-passage", "milestones/gov-lists", "milestones/aanes-buses"}
    assert round_.round_groups.get(group=cast.rival_group).withheld.count() == 0


def test_an_item_that_the_version_has_not_cannot_be_withheld(cast: Cast) -> None:
    version = small_version(cast)
    with pytest.raises(Invalid) as refusal:
        prepared_round(cast, version, withheld={cast.group: ["criteria/none", "criteria/exams"]})
    assert problem_paths(refusal) == ["withheld"]


def test_a_round_in_preparation_can_be_changed_and_keeps_what_is_not_named(cast: Cast) -> None:
    round_ = prepared_round(cast, withheld={cast.group: ["criteria/exams"]}, questions={"en": "Why?"})
    change_round(round=round_, show_group_names=True, actor=cast.drafter)
    round_.refresh_from_db()
    assert (round_.show_group_names, round_.questions) == (True, {"en": "Why?"})
    assert [item.ref for item in round_.round_groups.get(group=cast.group).withheld.all()] == ["criteria/exams"]
    change_round(round=round_, groups=[cast.rival_group], questions={"ku": "Çima?"}, actor=cast.drafter)
    round_.refresh_from_db()
    assert (list(round_.groups.all()), round_.questions) == ([cast.rival_group], {"ku": "Çima?"})


def test_change_refuses_another_roadmaps_version_and_unknown_terms(cast: Cast) -> None:
    round_ = prepared_round(cast)
    with pytest.raises(Invalid):
        change_round(round=round_, version=small_version(cast, "other"), actor=cast.lead)
    with pytest.raises(TypeError):
        change_round(round=round_, state="open", actor=cast.lead)


def test_a_new_version_can_be_chosen_until_opening(cast: Cast) -> None:
    round_ = prepared_round(cast, withheld={cast.group: ["criteria/exams"]})
    second = freeze_version(roadmap=round_.roadmap, note="Second", actor=cast.lead)
    change_round(round=round_, version=second, actor=cast.lead)
    withheld = round_.round_groups.get(group=cast.group).withheld.get()
    assert (withheld.version, withheld.ref) == (second, "criteria/exams")


def test_opening_invites_each_member_under_a_pseudonym_and_promises_one_mail(cast: Cast) -> None:
    round_ = opened_round(cast)
    assert (round_.state, round_.opened_at is not None) == (RoundState.OPEN, True)
    invitations = {each.user: each for each in round_.invitations.select_related("user", "round_group__group")}
    assert set(invitations) == {cast.reviewer, cast.focal_point, cast.rival}
    assert invitations[cast.focal_point].is_focal_point is True
    assert invitations[cast.reviewer].is_focal_point is False
    assert invitations[cast.rival].round_group.group == cast.rival_group
    assert len({each.pseudonym for each in invitations.values()}) == 3
    mails = OutboxMail.objects.filter(round=round_)
    assert {(mail.recipient, mail.kind, mail.state) for mail in mails} == {
        (user, MailKind.INVITATION, MailState.QUEUED) for user in invitations
    }
    assert len({mail.message_id for mail in mails}) == 3


def test_pseudonyms_are_of_one_round_only(cast: Cast) -> None:
    version = small_version(cast)
    first = set(opened_round(cast, version).invitations.values_list("pseudonym", flat=True))
    second = set(opened_round(cast, version).invitations.values_list("pseudonym", flat=True))
    assert first & second == set()


def test_a_group_that_opted_out_is_invited_without_mail(cast: Cast) -> None:
    cast.group.mail_opt_out = True
    cast.group.save()
    round_ = opened_round(cast)
    assert round_.invitations.count() == 3
    assert [mail.recipient for mail in OutboxMail.objects.all()] == [cast.rival]


def test_who_is_in_any_group_without_mail_gets_none(cast: Cast) -> None:
    factories.membership(cast.rival, factories.group(mail_opt_out=True))
    opened_round(cast)
    assert {mail.recipient for mail in OutboxMail.objects.all()} == {cast.reviewer, cast.focal_point}


def test_a_person_in_two_groups_has_one_place_where_they_speak(cast: Cast) -> None:
    factories.membership(cast.reviewer, cast.rival_group, focal_point=True)
    round_ = opened_round(cast)
    assert round_.invitations.get(user=cast.reviewer).round_group.group == cast.rival_group


def test_who_was_deactivated_is_not_invited(cast: Cast) -> None:
    cast.reviewer.is_active = False
    cast.reviewer.save()
    assert not opened_round(cast).invitations.filter(user=cast.reviewer).exists()


def test_opening_is_refused_twice_late_and_without_members(cast: Cast) -> None:
    version = small_version(cast)
    round_ = opened_round(cast, version)
    with pytest.raises(Conflict):
        open_round(round=round_, actor=cast.lead)
    late = prepared_round(cast, version)
    Round.objects.filter(pk=late.pk).update(closes_at=timezone.now() - timedelta(seconds=1), remind_at=None)
    with pytest.raises(Invalid):
        open_round(round=late, actor=cast.lead)
    empty = prepared_round(cast, version, groups=[factories.group()])
    with pytest.raises(Invalid):
        open_round(round=empty, actor=cast.lead)
    assert list(Round.objects.filter(state=RoundState.OPEN)) == [round_]
    assert OutboxMail.objects.exclude(round=round_).count() == 0


def test_an_opened_round_is_neither_changed_nor_discarded(cast: Cast) -> None:
    round_ = opened_round(cast)
    for refused in (lambda: change_round(round=round_, actor=cast.lead), lambda: discard_round(round=round_, actor=cast.lead)):
        with pytest.raises(Conflict):
            refused()
    draft = prepared_round(cast, round_.version)
    discard_round(round=draft, actor=cast.lead)
    assert list(Round.objects.all()) == [round_]


def test_more_time_keeps_links_good(cast: Cast) -> None:
    round_ = opened_round(cast)
    token = issue_link(invitation=round_.invitations.first(), kind=LinkKind.LINK, expires_at=round_.closes_at)
    later = round_.closes_at + timedelta(days=4)
    assert extend_round(round=round_, closes_at=later, actor=cast.lead).closes_at == later
    assert Invitation.objects.get(pk=peek_link(token).pk).links.get().expires_at == later
    with pytest.raises(Invalid):
        extend_round(round=round_, closes_at=later - timedelta(days=1), actor=cast.lead)


def test_a_closed_round_is_not_extended(cast: Cast) -> None:
    round_ = opened_round(cast)
    later = round_.closes_at + timedelta(days=1)
    make_due(round_)
    with pytest.raises(Conflict):
        extend_round(round=round_, closes_at=later, actor=cast.lead)


def test_closing_by_hand_drops_mails_that_lost_their_point_and_refuses_late_words(cast: Cast) -> None:
    round_ = opened_round(cast)
    closed = close_round(round=round_, actor=cast.lead)
    assert (closed.state, closed.closed_at is not None) == (RoundState.CLOSED, True)
    assert set(OutboxMail.objects.values_list("state", flat=True)) == {MailState.CANCELLED}
    with pytest.raises(Late):
        hold_open_for(round_.invitations.first())
    with pytest.raises(Conflict):
        close_round(round=round_, actor=cast.lead)
    with pytest.raises(Conflict):
        close_round(round=prepared_round(cast, round_.version), actor=cast.lead)


def test_rounds_close_by_themselves_by_the_databases_clock(cast: Cast) -> None:
    version = small_version(cast)
    due, later = opened_round(cast, version), opened_round(cast, version)
    make_due(due)
    assert [round_.pk for round_ in close_due_rounds()] == [due.pk]
    assert close_due_rounds() == []
    later.refresh_from_db()
    assert later.state == RoundState.OPEN
    entry = AuditEntry.objects.filter(table="roadmap_round", row=str(due.pk)).first()
    assert (entry.actor, entry.verb, entry.after["state"]) == ("", "_close_if_due", "closed")


def test_a_reminder_goes_once_and_only_to_those_who_have_not_finished(cast: Cast) -> None:
    round_ = opened_round(cast)
    assert queue_due_reminders() == 0
    Round.objects.filter(pk=round_.pk).update(remind_at=timezone.now() - timedelta(seconds=1))
    round_.invitations.filter(user=cast.reviewer).update(finished_at=timezone.now())
    round_.invitations.filter(user=cast.focal_point).update(revoked_at=timezone.now())
    assert queue_due_reminders() == 1
    assert queue_due_reminders() == 0
    assert [mail.recipient for mail in OutboxMail.objects.filter(kind=MailKind.REMINDER)] == [cast.rival]


def test_all_see_the_same_text(cast: Cast) -> None:
    round_ = opened_round(cast)
    assert from_canonical(round_.version.canonical).digest() == round_.version.digest
