"""Each mail, in each language, compared with the file in ``golden/``.

``UPDATE_GOLDEN=1 pytest tests/roadmap/emails`` writes the files anew; look at the difference before you commit it.
"""

import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core import mail

from accounts.models.text import LANGUAGES
from roadmap.emails import WRITERS, Letter
from roadmap.enums import MailKind

GOLDEN = Path(__file__).with_name("golden")
UNTIL = datetime(2026, 12, 14, 18, 0, tzinfo=UTC)
TOKEN = "the-token-of-this-reader"


@pytest.fixture(autouse=True)
def _known_address(settings: Any) -> None:
    settings.PUBLIC_URL, settings.DEFAULT_FROM_EMAIL = "https://desk.example.org", "Secretariat <notice@example.org>"


def written(kind: str, language: str) -> mail.EmailMultiAlternatives:
    letter = WRITERS[kind](language=language, until=UNTIL)
    return letter.to("reader@example.org", token=TOKEN, message_id="<1@example.org>", connection=mail.get_connection())


def as_file(message: mail.EmailMultiAlternatives) -> str:
    """What a reader can see, and the headers that we choose."""
    head = "".join(f"{name}: {value}\n" for name, value in sorted(message.extra_headers.items()))
    html = message.alternatives[0][0]
    return f"From: {message.from_email}\nSubject: {message.subject}\n{head}\n{message.body}\n{'-' * 60}\n{html}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", MailKind.values)
def test_the_mail_reads_as_agreed(kind: str, language: str) -> None:
    path = GOLDEN / f"{kind}.{language}.txt"
    found = as_file(written(kind, language))
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8"), "if this is meant: UPDATE_GOLDEN=1 pytest tests/roadmap/emails"


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("en", "ltr"), ("ku", "ltr")])
def test_the_mail_is_set_in_the_readers_direction(language: str, direction: str) -> None:
    html = written(MailKind.INVITATION, language).alternatives[0][0]
    assert f'<html lang="{language}" dir="{direction}">' in html
    assert f'<div dir="{direction}"' in html


@pytest.mark.parametrize("kind", MailKind.values)
def test_the_link_is_the_readers_own_and_nothing_is_fetched(kind: str) -> None:
    message = written(kind, "ar")
    address = f"https://desk.example.org/in/{TOKEN}/"
    html = message.alternatives[0][0]
    assert (message.body.count(address), html.count(address)) == (1, 2)
    assert "address.invalid" not in message.body + html
    assert [sign for sign in ("<img", "src=", "@import", "url(", "<link", "<script") if sign in html] == []


def test_every_kind_of_mail_has_a_writer() -> None:
    assert set(WRITERS) == set(MailKind.values)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", MailKind.values)
def test_the_bytes_made_at_once_are_those_of_a_mail_composed_by_itself(kind: str, language: str) -> None:
    message = written(kind, language)
    message.extra_headers["Message-ID"] = "<100%@example.org>"
    mine = message.in_bytes()
    assert mine is not None
    composed = message.message().as_bytes(linesep="\r\n")
    assert neutral(mine) == neutral(composed)
    assert mine.count(TOKEN.encode()) == 3


def neutral(content: bytes) -> bytes:
    """Without what is drawn or read from the clock anew: the border between the parts, the date."""
    border = re.search(rb'boundary="([^"]+)"', content)
    assert border is not None
    return re.sub(rb"\r\nDate: [^\r]+\r\n", b"\r\n", content.replace(border[1], b"BORDER"))


@pytest.mark.parametrize(
    "address", ["jîn@example.org", "a" * 200 + "@example.org", "two@example.org\nBcc: more@example.org", "none"]
)
def test_an_address_that_is_not_plain_is_left_to_be_composed(address: str) -> None:
    letter = WRITERS[MailKind.INVITATION](language="en", until=UNTIL)
    assert letter.to(address, token=TOKEN, message_id="<1@example.org>").in_bytes() is None


def test_a_letter_that_composing_would_encode_has_no_bytes_at_once() -> None:
    letter = Letter("Subject", "x" * 1230 + " https://address.invalid/", "<p>https://address.invalid/</p>")
    assert letter.to("reader@example.org", token=TOKEN, message_id="<1@example.org>").in_bytes() is None
