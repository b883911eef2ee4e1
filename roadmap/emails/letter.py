"""What every mail to a reviewer has in common: no subject matter, no name, no picture, nothing that is fetched."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import formatdate
from functools import lru_cache

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html

from accounts.days import placeless_words

#: Stands for the address while a letter is written; put in for each reader afterwards, so that a letter is rendered once.
_PLACE = "https://address.invalid/"
#: Right-to-left isolate and its end.
_RTL, _END = "\u2067", "\u2069"
#: Stand for what else differs from mail to mail, in a mail that was put into its final bytes once.
_SOME_TOKEN = "t" * 43
_SOMEBODY = "reader@address.invalid"
_SOME_ID = "<id@address.invalid>"
_SOME_DATE = "Thu, 01 Jan 1970 00:00:00 -0000"
#: An address that stands in a header as it is: no encoding, no folding.
_PLAIN = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@[A-Za-z0-9.-]{1,120}")


@dataclass(frozen=True)
class Letter:
    """A mail's words in one language, with a place for the reader's address."""

    subject: str
    text: str
    html: str

    def to(self, recipient: str, *, token: str, message_id: str, connection: BaseEmailBackend | None = None) -> "_Mail":
        """The mail for one reader. ``token`` opens the door once."""
        address = address_of(token)
        mail = _Mail(
            self.subject,
            self.text.replace(_PLACE, address),
            settings.DEFAULT_FROM_EMAIL,
            [recipient],
            headers={"Message-ID": message_id, "Auto-Submitted": "auto-generated"},
            connection=connection,
        )
        mail.attach_alternative(self.html.replace(_PLACE, address), "text/html")
        mail.letter, mail.address = self, address
        return mail


class _Mail(EmailMultiAlternatives):
    """A letter to one reader."""

    letter: Letter
    address: str

    def in_bytes(self) -> bytes | None:
        """A mail composed once, with what is the reader's own put in; None where a header is not plain."""
        recipient, message_id = self.to[0], self.extra_headers["Message-ID"]
        form = _form(self.letter, settings.DEFAULT_FROM_EMAIL, settings.PUBLIC_URL)
        if form is None or not (_PLAIN.fullmatch(recipient) and _PLAIN.fullmatch(message_id[1:-1])):
            return None
        own = {"address": self.address, "reader": recipient, "id": message_id, "date": formatdate()}
        return form % {name.encode(): value.encode() for name, value in own.items()}


def hand_over(mail: _Mail) -> None:
    """Send a mail over its connection, which is open. Raises OSError (smtplib's errors are such), UnicodeError, ValueError.

    Composing a mail and reading its addresses takes Django longer than sending it, so that is not done for each of many alike.
    """
    backend = mail.connection
    if isinstance(backend, EmailBackend) and backend.connection is not None and (content := mail.in_bytes()):
        backend.connection.sendmail(_envelope_sender(mail.from_email), mail.to, content)
    else:
        mail.send()


@lru_cache(maxsize=4)
def _envelope_sender(name_and_address: str) -> str:
    return sanitize_address(name_and_address, "utf-8")


@lru_cache(maxsize=64)
def _form(letter: Letter, _sender: str, _public_url: str) -> bytes | None:
    """A composed mail with gaps for ``%``; None if composing broke or encoded what belongs into one (a very long line)."""
    mail = letter.to(_SOMEBODY, token=_SOME_TOKEN, message_id=_SOME_ID)
    mail.extra_headers["Date"] = _SOME_DATE
    content: bytes = mail.message().as_bytes(linesep="\r\n").replace(b"%", b"%%")  # type: ignore[call-arg]  # Django's takes it
    gaps = (
        (mail.address, "%(address)b", (letter.text + letter.html).count(_PLACE)),
        (f"To: {_SOMEBODY}\r\n", "To: %(reader)b\r\n", 1),
        (f"Message-ID: {_SOME_ID}\r\n", "Message-ID: %(id)b\r\n", 1),
        (f"Date: {_SOME_DATE}\r\n", "Date: %(date)b\r\n", 1),
    )
    for text, gap, times in gaps:
        if content.count(text.encode()) != times:
            return None
        content = content.replace(text.encode(), gap.encode())
    return content


def render_letter(name: str, *, language: str, until: datetime) -> Letter:
    """The letter of ``templates/emails/<name>/`` in a language; ``until``: when its link stops opening anything."""
    is_rtl = translation.get_language_info(language)["bidi"]
    with translation.override(language):
        moment = placeless_words(until, language)
        context = {
            "address": _PLACE,
            # The sentence around it may run the other way.
            "until": f"{_RTL}{moment}{_END}" if is_rtl else moment,
            "until_isolated": format_html('<bdi dir="{}">{}</bdi>', "rtl" if is_rtl else "ltr", moment),
            "language": language,
            "direction": "rtl" if is_rtl else "ltr",
        }
        subject, text, html = (
            render_to_string(f"emails/{name}/{part}", context).strip() for part in ("subject.txt", "body.txt", "body.html")
        )
    return Letter(subject, text + "\n", html + "\n")


def address_of(token: str) -> str:
    """Built from PUBLIC_URL, never from what a browser claims the host to be."""
    return f"{settings.PUBLIC_URL}{_path().replace(_SOME_TOKEN, token)}"


@lru_cache(maxsize=1)
def _path() -> str:
    """Looked up once, not for each of many mails."""
    return reverse("invitation_link", args=[_SOME_TOKEN])
