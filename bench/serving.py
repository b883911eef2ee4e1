"""gunicorn with two sync workers, for the product and for the floors alike; and who asks them, over the loopback alone."""

import http.client
import os
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

import orjson

from bench.machine import Sample, cpu_of, family, spent

HOST = "127.0.0.1"
WORKERS = 2
_READY_SECONDS = 60


class Answer(NamedTuple):
    status: int
    body: bytes
    location: str

    def json(self) -> Any:
        return orjson.loads(self.body)


class Server:
    """A running gunicorn. Its connections to PostgreSQL carry its name, so that their time counts as its own."""

    def __init__(self, name: str, process: subprocess.Popen[bytes], port: int) -> None:
        self.name, self.process, self.port = name, process, port

    def pids(self) -> list[int]:
        """Master, workers, and the processes of PostgreSQL that serve them."""
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT pid FROM pg_stat_activity WHERE application_name = %s", [f"bench {self.name}"])
            backends = [pid for (pid,) in cursor.fetchall()]
        return [*self.processes(), *backends]

    def processes(self) -> list[int]:
        return family(self.process.pid)

    def timed(self, work: Callable[[], Any], times: int = 1) -> Sample:
        """Milliseconds of one of so many times of ``work``, which asks this server."""
        before, begun = cpu_of(self.pids()), time.perf_counter()
        for _time in range(times):
            work()
        wall = (time.perf_counter() - begun) * 1000
        return Sample(wall / times, spent(before, cpu_of(self.pids())) / times)


class Visitor:
    """Somebody signed in to a server. ``sync`` workers close each connection, as the product's do."""

    def __init__(self, server: Server, session: str, *, language: str = "en") -> None:
        self.server = server
        token = uuid.uuid4().hex
        self.headers = {
            "Cookie": f"sessionid={session}; csrftoken={token}; django_language={language}",
            "Sec-Fetch-Site": "same-origin",
            "X-CSRFToken": token,
        }

    def ask(self, method: str, path: str, form: dict[str, str] | None = None, *, expect: Iterable[int] = (200,)) -> Answer:
        """One request. Raises RuntimeError for a status that was not expected: what fails fast is no measure."""
        headers = dict(self.headers)
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection(HOST, self.server.port, timeout=60)
        try:
            connection.request(method, path, body=urlencode(form) if form is not None else None, headers=headers)
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        if answer.status not in expect:
            raise RuntimeError(f"{self.server.name}: {method} {path} answered {answer.status}: {body[:500]!r}")
        return Answer(answer.status, body, answer.getheader("Location") or "")

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)


@contextmanager
def serve(name: str, settings: str, application: str, log: Path, *options: str) -> Iterator[Server]:
    """Start gunicorn, wait until both workers answer, and end it afterwards."""
    port = _free_port()
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": settings, "PGAPPNAME": f"bench {name}", "PYTHONDONTWRITEBYTECODE": ""}
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"{HOST}:{port}", "--workers", str(WORKERS)]
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 our own words
            [*command, "--graceful-timeout", "1", "--no-control-socket", *options], env=environment, stdout=output, stderr=output
        )
        server = Server(name, process, port)
        try:
            _wait(server, log)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(server: Server, log: Path) -> None:
    until = time.monotonic() + _READY_SECONDS
    while len(server.processes()) < 1 + WORKERS or not _answers(server.port):
        if server.process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"{server.name} did not start:\n{log.read_text(errors='replace')[-3000:]}")
        time.sleep(0.1)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as chosen:
        chosen.bind((HOST, 0))
        return int(chosen.getsockname()[1])
