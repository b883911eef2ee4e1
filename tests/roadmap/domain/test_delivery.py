"""Mails reach a real server: none is lost, at most the one in flight is doubled."""

import multiprocessing
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from accounts.models import AuditEntry, User
from roadmap.domain.delivery import Fate, _note, deliver_outbox
from roadmap.domain.links import peek_link
from roadmap.domain.notifications import STUCK_AFTER, claim_due, promise_mail, resend_bounced
from roadmap.domain.rounds import close_round
from roadmap.enums import MAIL_MOVES, MailKind, MailState
from roadmap.models import OutboxMail, Round
from tests import factories
from tests.conftest import Cast
from tests.roadmap.domain.post_office import PostOffice, open_post_office
from tests.roadmap.round_factories import opened_round, posted_comment

STATES = ("state", "error", "attempts")


@pytest.fixture
def office(settings: Any) -> Iterator[PostOffice]:
    with open_post_office() as (office, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield office


@pytest.fixture
def round_(cast: Cast) -> Round:
    return opened_round(cast)


def mail_to(user: User, kind: str = MailKind.INVITATION) -> OutboxMail:
    return OutboxMail.objects.get(recipient=user, kind=kind)


def token_in(text: str) -> str:
    return next(line for line in text.splitlines() if "/in/" in line).rstrip("/").rpartition("/")[2]


def make_all_due() -> None:
    OutboxMail.objects.filter(state=MailState.QUEUED).update(due_at=timezone.now() - timedelta(seconds=1))


def test_each_invitation_is_delivered_once_over_one_connection(office: PostOffice, round_: Round, cast: Cast) -> None:
    assert deliver_outbox() == 3
    assert deliver_outbox() == 0
    assert office.readers == ["focal_point@example.org", "reviewer@example.org", "rival@example.org"]
    assert office.connections == 1
    assert {mail["Message-ID"] for mail in office.taken} == set(OutboxMail.objects.values_list("message_id", flat=True))
    mail = mail_to(cast.reviewer)
    assert (mail.state, mail.attempts, mail.error, mail.sent_at is not None) == (MailState.SENT, 1, "", True)


def test_the_link_in_the_mail_opens_the_readers_own_place(office: PostOffice, round_: Round, cast: Cast) -> None:
    deliver_outbox()
    for mail in office.taken:
        invitation = peek_link(token_in(mail.get_body(("plain",)).get_content()))
        assert invitation.user.email == mail["To"]
        assert invitation.links.get().expires_at == round_.closes_at
    stored = [bytes(link.token_hash) for each in round_.invitations.all() for link in each.links.all()]
    assert [len(each) for each in stored] == [32, 32, 32]


def test_who_does_not_exist_bounces_and_the_others_get_theirs(office: PostOffice, round_: Round, cast: Cast) -> None:
    office.answers["rival@example.org"] = "550 5.1.1 <rival@example.org> unknown"
    assert deliver_outbox() == 2
    mail = mail_to(cast.rival)
    assert (mail.state, mail.error) == (MailState.BOUNCED, "550 5.1.1")
    make_all_due()
    assert deliver_outbox() == 0


def test_a_bounced_mail_can_be_sent_again_under_its_name(office: PostOffice, round_: Round, cast: Cast) -> None:
    office.answers["rival@example.org"] = "550 no"
    deliver_outbox()
    office.answers.clear()
    assert resend_bounced(round=round_, group_id=cast.group.pk, actor=cast.lead) == 0
    assert resend_bounced(round=round_, group_id=cast.rival_group.pk, actor=cast.lead) == 1
    assert deliver_outbox() == 1
    assert office.count(mail_to(cast.rival).message_id) == 1


def test_what_may_pass_is_tried_again_later_and_later(office: PostOffice, round_: Round, cast: Cast) -> None:
    office.answers["rival@example.org"] = "451 4.7.1 come back later"
    pauses = []
    for attempt in (1, 2, 3):
        deliver_outbox()
        mail = mail_to(cast.rival)
        assert (mail.state, mail.error, mail.attempts) == (MailState.QUEUED, "451 4.7.1", attempt)
        pauses.append(round((mail.due_at - timezone.now()).total_seconds()))
        make_all_due()
    assert pauses == pytest.approx([30, 60, 120], abs=2)
    office.answers.clear()
    assert deliver_outbox() == 1
    assert office.count(mail.message_id) == 1


def test_a_server_that_is_away_loses_nothing(settings: Any, round_: Round) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert deliver_outbox() == 0
    assert set(OutboxMail.objects.values_list(*STATES)) == {(MailState.QUEUED, "no connection", 1)}


def test_a_connection_that_breaks_doubles_at_most_one(office: PostOffice, round_: Round) -> None:
    office.drop_at = 2
    assert deliver_outbox() == 2
    assert OutboxMail.objects.get(state=MailState.QUEUED).error == "connection lost"
    make_all_due()
    assert deliver_outbox() == 1
    assert len(office.taken) == 3


@pytest.mark.parametrize(
    ("trouble", "state", "error"),
    [
        ({"refuse_words": "554 5.7.1 not here"}, MailState.BOUNCED, "554 5.7.1"),
        ({"refuse_words": "451 4.3.0 later"}, MailState.QUEUED, "451 4.3.0"),
        ({"refuse_sender": "553 sender unknown"}, MailState.QUEUED, "553"),
    ],
)
def test_what_a_server_refuses_for_ever_bounces_unless_it_is_our_own_address(
    office: PostOffice, round_: Round, trouble: dict[str, str], state: str, error: str
) -> None:
    for name, value in trouble.items():
        setattr(office, name, value)
    assert deliver_outbox() == 0
    assert set(OutboxMail.objects.values_list(*STATES)) == {(state, error, 1)}


def test_an_address_that_is_none_bounces(office: PostOffice, round_: Round, cast: Cast) -> None:
    User.objects.filter(pk=cast.rival.pk).update(email="rival\n@example.org")
    assert deliver_outbox() == 2
    assert (mail_to(cast.rival).state, mail_to(cast.rival).error) == (MailState.BOUNCED, "address not usable")


def test_after_very_many_tries_a_mail_is_given_up_and_shown(office: PostOffice, round_: Round, cast: Cast) -> None:
    office.answers["rival@example.org"] = "451 4.7.1 later"
    OutboxMail.objects.filter(recipient=cast.rival).update(attempts=59)
    deliver_outbox()
    assert (mail_to(cast.rival).state, mail_to(cast.rival).error) == (MailState.BOUNCED, "451 4.7.1")


def test_a_worker_that_was_too_slow_does_not_overwrite_what_another_noted(round_: Round, cast: Cast) -> None:
    slow = next(row for row in claim_due() if row.recipient_id == cast.rival.pk)
    later = slow.claimed_at + timedelta(minutes=7)
    OutboxMail.objects.filter(pk=slow.pk).update(claimed_at=later)
    _note(slow, Fate(MailState.BOUNCED, "550"))
    assert (mail_to(cast.rival).state, mail_to(cast.rival).claimed_at) == (MailState.SENDING, later)


def test_a_mail_that_lost_its_point_is_not_sent(office: PostOffice, round_: Round, cast: Cast) -> None:
    round_.invitations.filter(user=cast.reviewer).update(revoked_at=timezone.now())
    cast.rival_group.mail_opt_out = True
    cast.rival_group.save()
    cast.focal_point.is_active = False
    cast.focal_point.save()
    assert deliver_outbox() == 0
    assert set(OutboxMail.objects.values_list("state", flat=True)) == {MailState.CANCELLED}
    assert office.taken == []


def test_a_reminder_promised_before_somebody_finished_is_not_sent(office: PostOffice, round_: Round, cast: Cast) -> None:
    promise_mail(invitations=list(round_.invitations.select_related("round_group__group")), kind=MailKind.REMINDER)
    round_.invitations.filter(user=cast.reviewer).update(finished_at=timezone.now())
    deliver_outbox()
    assert mail_to(cast.reviewer, MailKind.REMINDER).state == MailState.CANCELLED
    assert mail_to(cast.rival, MailKind.REMINDER).state == MailState.SENT


def test_links_in_mails_about_answers_last_beyond_the_round(office: PostOffice, round_: Round, cast: Cast) -> None:
    invitation = round_.invitations.select_related("round_group__group").get(user=cast.rival)
    close_round(round=round_, actor=cast.lead)
    promise_mail(invitations=[invitation], kind=MailKind.ANSWERS)
    assert deliver_outbox() == 1
    left = invitation.links.get().expires_at - timezone.now()
    assert timedelta(days=13, hours=23) < left <= timedelta(days=14)


def test_promising_twice_is_promising_once_unless_asked_for_again(round_: Round, cast: Cast) -> None:
    mine = list(round_.invitations.select_related("round_group__group").filter(user=cast.rival))
    assert promise_mail(invitations=mine, kind=MailKind.INVITATION) == 0
    assert [promise_mail(invitations=mine, kind=MailKind.NEW_LINK, again=True) for _time in range(2)] == [1, 1]
    serials = OutboxMail.objects.filter(kind=MailKind.NEW_LINK).values_list("serial", flat=True)
    assert sorted(serials) == [1, 2]


def test_what_the_mail_server_was_told_names_no_subject(office: PostOffice, cast: Cast) -> None:
    """The roadmap's title, its texts, comments, groups and names are all there to leak."""
    round_ = opened_round(cast, questions={"en": "Is the passage to exams fair?"})
    posted_comment(round_.invitations.get(user=cast.rival), text="Our teachers were arrested.")
    mine = list(round_.invitations.select_related("round_group__group"))
    for kind in (MailKind.REMINDER, MailKind.NEW_LINK, MailKind.ANSWERS):
        promise_mail(invitations=mine, kind=kind)
    assert deliver_outbox() == 12
    names = {text for entry in round_.version.items.values_list("ref", "code") for text in entry if len(text) > 1}
    secrets = names | {"small roadmap", "خريطة", "Nexşerê", "Passage", "Exams", "arrested", "Women of Homs", "Doctors", "Idlib",
                        "Reviewer", "Rival", "Syria", "roadmap", "TEST/1", *(each.pseudonym for each in mine)}  # fmt: skip
    for mail in office.taken:
        words = "\n".join(
            [mail["Subject"], mail["From"], *(part.get_content() for part in mail.walk() if not part.is_multipart())]
        )
        assert [secret for secret in secrets if secret.lower() in words.lower()] == []
        assert "<img" not in words
        assert {header.lower() for header in mail} <= {
            "content-type", "mime-version", "subject", "from", "to", "date", "message-id", "auto-submitted",
        }  # fmt: skip


def test_a_mail_moves_only_as_the_table_of_moves_allows(office: PostOffice, round_: Round, cast: Cast) -> None:
    office.answers.update({"rival@example.org": "550 no", "reviewer@example.org": "451 later"})
    deliver_outbox()
    make_all_due()
    office.answers.clear()
    resend_bounced(round=round_, actor=cast.lead)
    deliver_outbox()
    trail = AuditEntry.objects.filter(table="roadmap_outboxmail", operation="UPDATE", after__has_key="state")
    moves = {(entry.before["state"], entry.after["state"]) for entry in trail}
    assert {(was, now) for was, now in moves if now not in MAIL_MOVES[was]} == set()
    assert {
        ("queued", "sending"),
        ("sending", "sent"),
        ("sending", "bounced"),
        ("sending", "queued"),
        ("bounced", "queued"),
    } == moves
    assert set(trail.filter(after__state="sent").values_list("verb", "actor")) == {("deliver_outbox", "")}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_after_sending_doubles_one_mail_and_loses_none(office: PostOffice, cast: Cast) -> None:
    for _number in range(7):
        factories.membership(factories.user(), cast.group)
    opened_round(cast)
    connections.close_all()
    worker = multiprocessing.get_context("fork").Process(target=_deliver_when_told, args=(start := multiprocessing.Event(),))
    worker.start()
    office.kill_at = (4, worker.pid)
    start.set()
    worker.join(20)
    assert worker.exitcode == -9
    assert (len(office.taken), OutboxMail.objects.filter(state=MailState.SENT).count()) == (4, 3)
    assert deliver_outbox() == 0
    OutboxMail.objects.filter(state=MailState.SENDING).update(claimed_at=timezone.now() - STUCK_AFTER - timedelta(seconds=1))
    assert deliver_outbox() == 7
    times = sorted(office.count(message_id) for message_id in OutboxMail.objects.values_list("message_id", flat=True))
    assert times == [1] * 9 + [2]


def _deliver_when_told(start: Any) -> None:
    start.wait(10)
    deliver_outbox()
