"""What every mail to a reviewer has in common: no subject matter, no name, no picture, nothing that is fetched."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html

#: Stands for the address while a letter is written; put in for each reader afterwards, so that a letter is rendered once.
_PLACE = "https://address.invalid/"


@dataclass(frozen=True)
class Letter:
    """A mail's words in one language, with a place for the reader's address."""

    subject: str
    text: str
    html: str

    def to(self, recipient: str, *, token: str, message_id: str, connection: BaseEmailBackend) -> EmailMultiAlternatives:
        """The mail for one reader. ``token`` opens the door once."""
        address = address_of(token)
        mail = EmailMultiAlternatives(
            self.subject,
            self.text.replace(_PLACE, address),
            settings.DEFAULT_FROM_EMAIL,
            [recipient],
            headers={"Message-ID": message_id, "Auto-Submitted": "auto-generated"},
            connection=connection,
        )
        mail.attach_alternative(self.html.replace(_PLACE, address), "text/html")
        return mail


def render_letter(name: str, *, language: str, until: datetime) -> Letter:
    """The letter of ``templates/emails/<name>/`` in a language; ``until``: when its link stops opening anything."""
    moment = until.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
    context = {
        "address": _PLACE,
        "until": moment,
        "until_isolated": format_html('<bdi dir="ltr">{}</bdi>', moment),
        "language": language,
        "direction": "rtl" if translation.get_language_info(language)["bidi"] else "ltr",
    }
    with translation.override(language):
        subject, text, html = (
            render_to_string(f"emails/{name}/{part}", context).strip() for part in ("subject.txt", "body.txt", "body.html")
        )
    return Letter(subject, text + "\n", html + "\n")


def address_of(token: str) -> str:
    """Built from PUBLIC_URL, never from what a browser claims the host to be."""
    return f"{settings.PUBLIC_URL}{reverse('invitation_link', args=[token])}"
