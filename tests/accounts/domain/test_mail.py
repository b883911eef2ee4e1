"""Mails with a link for a password: promised as rows, neutral, to nobody who opted out."""

import re
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from accounts.domain.mail import GIVE_UP_AFTER, recipient_of, request_password_mail, send_due_mail
from accounts.enums import MailKind
from accounts.models import MailRequest
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


class Refusing(EmailBackend):
    """A mail server that is away."""

    def send_messages(self, _messages: object) -> int:
        raise SMTPServerDisconnected("gone")


def ask(email: str, kind: MailKind = MailKind.RESET) -> None:
    request_password_mail(email=email, kind=kind, actor=None)


def test_the_mail_is_neutral_and_in_the_persons_language(cast: Cast) -> None:
    ask("Reviewer@example.org")
    uid = MailRequest.objects.get().uid
    assert send_due_mail() == 1
    assert not MailRequest.objects.exists()
    (message,) = mail.outbox
    assert (message.subject, message.to) == ("Your password", ["reviewer@example.org"])
    assert message.extra_headers == {"Message-ID": f"<{uid}@localhost>", "Auto-Submitted": "auto-generated"}
    body = re.sub(r"http://localhost:8000/password/new/\S+/", "LINK", message.body)
    assert body == (
        "Somebody, probably you, asked for a new password. Set it here:\n\nLINK\n\n"
        "The link can be used once, within 48 hours.\n"
        "If you did not ask for it, do nothing: your password stays as it is.\n"
    )


def test_a_welcome_says_no_more(cast: Cast) -> None:
    ask("lead@example.org", MailKind.WELCOME)
    send_due_mail()
    assert mail.outbox[0].subject == "Your access"
    assert "oadmap" not in mail.outbox[0].body + mail.outbox[0].subject


def test_an_unknown_address_gets_a_row_and_no_mail(cast: Cast) -> None:
    ask("nobody@example.org")
    assert MailRequest.objects.count() == 1
    assert send_due_mail() == 1
    assert not MailRequest.objects.exists()
    assert mail.outbox == []


def test_a_group_without_mail_gets_none_even_when_asked_for(cast: Cast) -> None:
    cast.group.mail_opt_out = True
    cast.group.save()
    assert recipient_of("reviewer@example.org") is None
    assert recipient_of("rival@example.org") == cast.rival


def test_a_deactivated_person_gets_none(cast: Cast) -> None:
    cast.rival.is_active = False
    cast.rival.save()
    assert recipient_of("rival@example.org") is None


def test_a_server_that_is_away_is_tried_again_later_and_given_up_in_the_end(cast: Cast, settings: pytest.FixtureRequest) -> None:
    settings.EMAIL_BACKEND = "tests.accounts.domain.test_mail.Refusing"
    ask("reviewer@example.org")
    assert send_due_mail() == 1
    row = MailRequest.objects.get()
    assert row.attempts == 1
    assert row.due_at > timezone.now()
    assert send_due_mail() == 0
    MailRequest.objects.update(due_at=timezone.now(), attempts=GIVE_UP_AFTER - 1)
    send_due_mail()
    assert not MailRequest.objects.exists()


def test_one_call_sends_no_more_than_its_limit(cast: Cast) -> None:
    for email in ("reviewer@example.org", "rival@example.org", "lead@example.org"):
        ask(email)
    assert send_due_mail(limit=2) == 2
    assert [str(row) for row in MailRequest.objects.all()] == [f"reset {MailRequest.objects.get().uid}"]
