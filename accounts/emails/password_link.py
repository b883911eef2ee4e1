"""The mail with a link for setting a password. It says nothing about what one signs in to."""

from uuid import UUID

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from accounts.enums import MailKind
from accounts.models import User


def send(*, person: User, kind: MailKind, uid: UUID) -> None:
    """Send it now. ``uid`` makes the Message-ID, the same at every try. Raises OSError if the server does not take it."""
    message(person=person, kind=kind, uid=uid).send()


def message(*, person: User, kind: MailKind, uid: UUID) -> EmailMessage:
    sender: str = settings.DEFAULT_FROM_EMAIL
    domain = sender.rstrip(">").rpartition("@")[2] or "localhost"
    with translation.override(person.language):
        context = {
            "link": link(person),
            "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
            "is_new": kind == MailKind.WELCOME,
        }
        subject = render_to_string("emails/password_link/subject.txt", context).strip()
        body = render_to_string("emails/password_link/body.txt", context).strip() + "\n"
    headers = {"Message-ID": f"<{uid}@{domain}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(subject, body, sender, [person.email], headers=headers)


def link(person: User) -> str:
    """The address is built from PUBLIC_URL, never from what a browser claims the host to be."""
    key = default_token_generator.make_token(person)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": key})
    return f"{settings.PUBLIC_URL}{path}"
