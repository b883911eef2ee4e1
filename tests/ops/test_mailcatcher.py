"""The local mail server keeps what it is given, whole, and says so."""

import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from ops.places import REPO
from ops.processes import free_port


@pytest.fixture
def catcher(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    port = free_port("127.0.0.1", 20250)
    process = subprocess.Popen(
        [sys.executable, "-m", "ops.mailcatcher", "127.0.0.1", str(port), str(tmp_path / "mail")],
        cwd=REPO,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == f"mail for 127.0.0.1:{port} is kept in {tmp_path / 'mail'}\n"
    yield port, tmp_path / "mail"
    process.terminate()
    begun = time.monotonic()
    assert process.wait(timeout=5) == 0
    assert time.monotonic() - begun < 2
    process.stdout.close()


def test_a_mail_is_kept_with_its_envelope(catcher: tuple[int, Path]) -> None:
    port, folder = catcher
    body = "Subject: دعوة\r\nTo: Reviewer <a@example.org>\r\n\r\nClick: http://localhost/r/x\r\n"
    with smtplib.SMTP("127.0.0.1", port) as client:
        client.sendmail("office@example.org", ["a@example.org", "b@example.org"], body.encode(), ["SMTPUTF8"])
        client.sendmail("office@example.org", ["c@example.org"], body.encode())
    first, second = sorted(folder.iterdir())
    assert first.suffix == second.suffix == ".eml"
    mail = message_from_bytes(first.read_bytes(), policy=policy.default)
    assert mail.get_all("X-Envelope-To") == ["a@example.org", "b@example.org"]
    assert mail["X-Envelope-From"] == "office@example.org"
    assert first.read_bytes().endswith(body.encode())
    assert message_from_bytes(second.read_bytes()).get_all("X-Envelope-To") == ["c@example.org"]
