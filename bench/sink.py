"""A mail server that takes everything and keeps nothing: `python -m bench.sink`, which prints its port.

The same server, and the same for both sides, as `make run` has for its mail. ``XCOUNT`` answers how many mails it took.
"""

import asyncio
import socket

from aiosmtpd.smtp import SMTP, Envelope, Session


class Taking:
    """Counts mails."""

    def __init__(self) -> None:
        self.taken = 0

    async def handle_DATA(self, _server: SMTP, _session: Session, _envelope: Envelope) -> str:  # noqa: N802 aiosmtpd's name
        self.taken += 1
        return "250 taken"


class Server(SMTP):
    async def smtp_XCOUNT(self, _argument: str) -> None:  # noqa: N802 aiosmtpd's name
        await self.push(f"250 {self.event_handler.taken}")


async def main() -> None:
    taking = Taking()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = await asyncio.get_running_loop().create_server(lambda: Server(taking, hostname="sink"), sock=listening)
        print(listening.getsockname()[1], flush=True)
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
