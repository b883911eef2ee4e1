"""What a walk through the product needs: where it is, its mail, and signing in as a person does."""

import base64
import email
import email.policy
import hashlib
import hmac
import re
import struct
import time
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from playwright.sync_api import Page, expect

from accounts.models import User
from tests.factories import PASSWORD


@dataclass(frozen=True)
class System:
    url: str
    mails: Path

    def mails_to(self, person: User) -> list[EmailMessage]:
        """The mails that reached a person, oldest first."""
        found = []
        for path in sorted(self.mails.glob("*.eml"), key=lambda each: each.stat().st_mtime_ns):
            message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            if person.email in f"{message['To']} {message['X-RcptTo'] or ''}":
                found.append(message)
        return found

    def wait_for_mail(self, person: User, count: int = 1, seconds: float = 40) -> EmailMessage:
        """The ``count``-th mail to a person, once it is there."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            mails = self.mails_to(person)
            if len(mails) >= count:
                return mails[count - 1]
            time.sleep(0.2)
        raise AssertionError(f"{person.email} got {len(self.mails_to(person))} mails, not {count}, within {seconds} s")

    def sign_in(self, page: Page, person: User, secret: str = "") -> str:
        """Sign in; set up the second factor where the product asks for it. Answers the secret of the second factor."""
        page.goto(f"{self.url}/sign-in/")
        page.fill("input[name=login]", person.email)
        page.fill("input[name=password]", PASSWORD)
        page.locator("main button[type=submit]:visible").first.click()
        page.wait_for_load_state()
        if secret:
            page.fill("input[name=code]", six_digits(secret))
            page.press("input[name=code]", "Enter")
            page.wait_for_load_state()
        return secret


def link_in(message: EmailMessage) -> str:
    """The one link of a mail's plain text."""
    body = message.get_body(("plain",))
    assert body is not None
    links = re.findall(r"https?://\S+", body.get_content())
    assert len(links) == 1, links
    return str(links[0])


def six_digits(secret: str) -> str:
    """The code of the moment (RFC 6238, SHA-1, 30 s), as a telephone's app would show it."""
    key = base64.b32decode(secret.replace(" ", ""))
    mac = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    offset = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[offset : offset + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


__all__ = ["System", "expect", "link_in", "six_digits"]
