"""The page with the mails that a catcher kept: while developing only."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
MAIL = (
    "From: Secretariat <notice@localhost>\r\nTo: reader@example.org\r\nSubject: A document\r\n\r\n"
    "<b>Open</b>\r\n\r\nhttp://localhost/in/abc-_1/\r\n"
)


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.SHOW_CAUGHT_MAIL, settings.MAIL_CATCHER_DIR = True, str(tmp_path)
    (tmp_path / "1700000000000000000-000001.eml").write_text(MAIL)
    return tmp_path


def test_mails_are_listed_and_their_links_can_be_followed(client: Client, folder: Path) -> None:
    (mail,) = client.get("/dev/mail/").context["mails"]
    assert (mail.subject, mail.recipient, mail.at.year) == ("A document", "reader@example.org", 2023)
    page = client.get(f"/dev/mail/{mail.name}/").content.decode()
    assert '<a href="http://localhost/in/abc-_1/">' in page
    assert "&lt;b&gt;Open&lt;/b&gt;" in page


def test_only_kept_mails_are_shown(client: Client, folder: Path) -> None:
    (folder.parent / "other.eml").write_text(MAIL)
    assert [client.get(f"/dev/mail/{name}/").status_code for name in ("nothing", "..%2Fother", "1700000000000000000")] == [
        404
    ] * 3


def test_an_empty_folder_says_what_to_do(client: Client, folder: Path) -> None:
    for path in folder.glob("*.eml"):
        path.unlink()
    assert client.get("/dev/mail/").context["mails"] == []


def test_there_is_no_such_page_where_people_work(client: Client, folder: Path, settings: Any) -> None:
    settings.SHOW_CAUGHT_MAIL = False
    assert [client.get(url).status_code for url in ("/dev/mail/", "/dev/mail/1700000000000000000-000001/")] == [404, 404]
    settings.SHOW_CAUGHT_MAIL, settings.MAIL_CATCHER_DIR = True, ""
    assert client.get("/dev/mail/").status_code == 404
