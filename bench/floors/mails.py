"""Mails over one connection with smtplib alone: a mail composed once, in which address and link are put for each reader."""

import smtplib
from email.utils import formatdate

SENDER = "notice@localhost"


def send_all(port: int, form: str, readers: list[str]) -> int:
    """Send ``form`` to each with ``%(reader)s``, ``%(link)s``, ``%(id)s`` and ``%(date)s`` put in; answers how many went."""
    with smtplib.SMTP("127.0.0.1", port) as connection:
        for number, reader in enumerate(readers):
            own = {"reader": reader, "link": f"{number:043}", "id": f"<{number}@localhost>", "date": formatdate()}
            connection.sendmail(SENDER, [reader], (form % own).encode())
    return len(readers)
