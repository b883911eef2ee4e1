"""A real Valkey on a private unix socket, run by the service user."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from ops.places import ServiceUser, give
from ops.steps import StepFailed, tail_of

START_SECONDS = 15
STOP_SECONDS = 10


@dataclass(frozen=True)
class Valkey:
    """One server: its program, its data folder, its socket's folder, its log."""

    binary: Path
    folder: Path
    sockets: Path
    log: Path
    user: ServiceUser

    @property
    def socket(self) -> Path:
        return self.sockets / "valkey.sock"

    @property
    def url(self) -> str:
        """For redis-py."""
        return f"unix://{self.socket}?db=0"

    @property
    def broker_url(self) -> str:
        """For Celery, which writes sockets its own way: a database of its own, so that no cache is in its way."""
        return f"redis+socket://{self.socket}?virtual_host=1"

    def say(self, command: str) -> str:
        """Send one inline command and return the first line of the answer, or '' when nobody answers."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(2)
            try:
                connection.connect(str(self.socket))
                connection.sendall(f"{command}\r\n".encode())
                return connection.recv(512).decode(errors="replace").strip()
            except OSError:
                return ""

    def answers(self) -> bool:
        return self.say("PING") == "+PONG"

    def start(self) -> bool:
        """Start unless it already answers; return whether it was started. Raises StepFailed after 15 s."""
        if self.answers():
            return False
        give(self.folder, self.user)
        process = self._launch()
        until = time.monotonic() + START_SECONDS
        while not self.answers():
            if process.poll() is not None or time.monotonic() > until:
                process.kill()
                raise StepFailed(
                    f"Valkey does not start:\n{tail_of(self.log)}",
                    f"look into {self.log}; `make clean` begins again with an empty queue.",
                )
            time.sleep(0.03)
        return True

    def _launch(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [
                    self.binary, "--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700",
                    "--dir", self.folder, "--appendonly", "yes", "--save", "",
                    "--maxmemory-policy", "noeviction",
                ],
                cwd="/",
                env={"PATH": os.defpath},
                user=self.user.uid,
                group=self.user.gid,
                extra_groups=None if self.user.uid is None else [],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )  # fmt: skip

    def stop(self) -> bool:
        """Ask it to write down what it has and leave; return whether it was running."""
        if not self.answers():
            return False
        self.say("SHUTDOWN")
        until = time.monotonic() + STOP_SECONDS
        while self.answers():
            if time.monotonic() > until:
                raise StepFailed("Valkey does not stop", f"look into {self.log}.")
            time.sleep(0.03)
        return True
