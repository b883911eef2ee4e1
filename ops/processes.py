"""The programs that serve: started together, watched, stopped together."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ops.places import ServiceUser
from ops.steps import StepFailed, tail_of

GRACE_SECONDS = 2.0
PORTS_TRIED = 100
_PR_SET_PDEATHSIG = 1


def free_port(host: str, first: int) -> int:
    """`first` or the next port that nobody listens on. Raises StepFailed after 100 tries."""
    for port in _ports(first):
        if _is_free(host, port):
            return port
    raise _none_free(host, first)


@contextlib.contextmanager
def claimed_port(host: str, first: int) -> Iterator[int]:
    """As :func:`free_port`, and no other `make run` is given the same one meanwhile: some time passes before a server listens.

    The claim is a socket in Linux's abstract namespace: it leaves no file, and ends with the process however that ends.
    """
    for port in _ports(first):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as claim:
            try:
                claim.bind(f"\0roadmap-desk-port-{port}")
            except OSError:
                continue
            if _is_free(host, port):
                yield port
                return
    raise _none_free(host, first)


def _ports(first: int) -> range:
    return range(first, min(first + PORTS_TRIED, 65536))


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((host, port))
            attempt.listen(1)
        except OSError:
            return False
    return True


def _none_free(host: str, first: int) -> StepFailed:
    return StepFailed(
        f"no port from {first} to {first + PORTS_TRIED - 1} is free on {host}",
        "choose another: make run PORT=9000",
    )


def _die_with_parent() -> None:
    """Runs in the child before its program starts: a killed `make run` leaves no servers behind."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Process:
    """A started program and its log."""

    name: str
    popen: subprocess.Popen[bytes]
    log: Path

    def ended(self) -> bool:
        return self.popen.poll() is not None

    def group_signal(self, number: int) -> None:
        """Signal the program and its children."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.popen.pid, number)


@dataclass
class Processes:
    """Everything that one `make run` has started."""

    user: ServiceUser
    cwd: Path
    environment: Mapping[str, str]
    logs: Path
    started: list[Process] = field(default_factory=list)

    def start(self, name: str, command: Sequence[str | Path]) -> Process:
        """Start a program as the service user; its output goes to `<name>.log`. Raises StepFailed."""
        log = self.logs / f"{name}.log"
        if log.exists():
            log.rename(self.logs / f"{name}.before.log")
        with log.open("wb") as output:
            try:
                popen = subprocess.Popen(
                    [str(word) for word in command],
                    cwd=self.cwd,
                    env=dict(self.environment),
                    user=self.user.uid,
                    group=self.user.gid,
                    extra_groups=None if self.user.uid is None else [],
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=output,
                    start_new_session=True,
                    preexec_fn=_die_with_parent,  # noqa: PLW1509 no thread is running here
                )
            except OSError as error:
                raise StepFailed(f"{name} could not be started: {error}") from error
        process = Process(name, popen, log)
        self.started.append(process)
        return process

    def check(self) -> None:
        """Raises StepFailed, with the end of its log, when one of them has ended."""
        for process in self.started:
            if process.ended():
                raise StepFailed(
                    f"{process.name} ended with {process.popen.returncode}:\n{tail_of(process.log)}",
                    f"the whole log is {process.log}",
                )

    def stop(self) -> None:
        """Ask all to stop, and after two seconds end what is still there."""
        for process in self.started:
            if not process.ended():
                process.popen.terminate()
        until = time.monotonic() + GRACE_SECONDS
        while time.monotonic() < until and not all(process.ended() for process in self.started):
            time.sleep(0.03)
        for process in self.started:
            process.group_signal(signal.SIGKILL)
            process.popen.wait()
        self.started.clear()
