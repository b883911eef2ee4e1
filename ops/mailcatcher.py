"""A real SMTP server for one's own machine: whatever it is given is kept as a file, and nothing leaves.

Runs inside the virtual environment: `python -m ops.mailcatcher HOST PORT FOLDER`.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from itertools import count
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Keeper:
    """Writes each accepted message to `<time>-<number>.eml`, whole before it is seen under that name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers = count()

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 aiosmtpd's name
        """Keep the message with its envelope; the answer is what the sender sees."""
        content = envelope.original_content or b""
        head = f"X-Envelope-From: {envelope.mail_from}\r\n"
        head += "".join(f"X-Envelope-To: {recipient}\r\n" for recipient in envelope.rcpt_tos)
        name = f"{time.time_ns()}-{next(self.numbers):06d}"
        fresh = self.folder / f".{name}.part"
        fresh.write_bytes(head.encode() + content)
        fresh.rename(self.folder / f"{name}.eml")
        return "250 kept"


async def _until_told(ready: str) -> None:
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    print(ready, flush=True)  # not before: whoever reads it may stop us at once
    await told.wait()


def main(host: str, port: int, folder: Path) -> int:
    """Keep mail until SIGTERM."""
    folder.mkdir(parents=True, exist_ok=True)
    controller = Controller(Keeper(folder), hostname=host, port=port, data_size_limit=40 * 1024 * 1024)
    controller.start()
    asyncio.run(_until_told(f"mail for {host}:{port} is kept in {folder}"))
    controller.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])))
