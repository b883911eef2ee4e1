"""Ports taken by others, servers that end, servers that do not want to end."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ops.places import REPO, service_user
from ops.processes import Processes, claimed_port, free_port
from ops.steps import StepFailed

STUBBORN = "trap '' TERM; echo up; sleep 60 & wait; wait"


@pytest.fixture
def processes(open_folder: Path) -> Processes:
    return Processes(service_user(open_folder), Path("/"), {"PATH": os.environ["PATH"]}, open_folder)


def wait_for(path: Path, text: str) -> None:
    until = time.monotonic() + 10
    while text not in path.read_text():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_the_next_port_when_one_is_taken() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert port < free_port("127.0.0.1", port) < port + 100


def test_two_that_start_at_once_are_given_different_ports() -> None:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        first: int = asked.getsockname()[1]
    claims = f"with claimed_port('127.0.0.1', {first}) as port: print(port, flush=True); input()"
    program = [sys.executable, "-c", f"from ops.processes import claimed_port\n{claims}"]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=REPO) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        theirs = int(other.stdout.readline())
        assert free_port("127.0.0.1", theirs) == theirs  # nobody listens there yet
        with claimed_port("127.0.0.1", theirs) as ours:
            assert theirs < ours
        other.kill()
        other.wait()
        with claimed_port("127.0.0.1", theirs) as again:
            assert again == theirs


def test_no_port_free_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ops.processes.PORTS_TRIED", 1)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(StepFailed, match=f"no port from {port} to {port} is free") as caught:
            free_port("127.0.0.1", port)
    assert caught.value.advice == "choose another: make run PORT=9000"


def test_a_server_that_ends_is_named_with_the_end_of_its_log(processes: Processes) -> None:
    processes.start("web", ["/bin/sh", "-c", "echo the database is gone; exit 3"])
    processes.started[0].popen.wait()
    with pytest.raises(StepFailed, match=r"^web ended with 3:\nthe database is gone$") as caught:
        processes.check()
    assert caught.value.advice == f"the whole log is {processes.logs / 'web.log'}"


def test_who_does_not_stop_when_asked_is_ended_within_three_seconds(processes: Processes) -> None:
    process = processes.start("worker", ["/bin/sh", "-c", STUBBORN])
    wait_for(process.log, "up")
    processes.check()
    begun = time.monotonic()
    processes.stop()
    assert time.monotonic() - begun < 3
    assert process.popen.returncode == -9


def test_servers_end_with_a_supervisor_that_was_killed(open_folder: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from ops.processes import Processes; "
        "from ops.places import REPO, service_user; folder = Path(sys.argv[1]); "
        "p = Processes(service_user(folder), Path('/'), {}, folder).start('child', ['/bin/sleep', '60']); "
        "print(p.popen.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    reader, writer = os.pipe()
    os.posix_spawn(
        sys.executable,
        [sys.executable, "-c", code, str(open_folder)],
        os.environ,
        file_actions=[(os.POSIX_SPAWN_DUP2, writer, 1)],
    )
    os.close(writer)
    with os.fdopen(reader) as lines:
        child = int(lines.readline())
    os.wait()
    until = time.monotonic() + 5
    while Path(f"/proc/{child}").exists() and "Z" not in Path(f"/proc/{child}/stat").read_text().split()[2]:
        assert time.monotonic() < until
        time.sleep(0.02)
