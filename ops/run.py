"""`make run`: from a fresh clone to a running system with its demonstration, until Ctrl-C."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ops import frontend, packages
from ops.interpreter import reachable_code, reachable_interpreter, starts_for, with_byte_code, with_libraries
from ops.places import REPO, ServiceUser, data_folder, give, service_user, venv_folder
from ops.processes import Processes, claimed_port
from ops.services import Services
from ops.steps import StepFailed, run, say, step, tail_of

READY_SECONDS = 90
FIRST_MAIL_PORT = 1025
SIGN_INS = Path("demo", "sign-ins.json")  # written by load_demo


@dataclass(frozen=True)
class Place:
    """Where this run happens: data folder, code and virtual environment as the service user sees them."""

    data: Path
    user: ServiceUser
    code: Path
    venv: Path

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    def environment(self, services: Services, host: str, port: int, mail_port: int) -> dict[str, str]:
        """What the settings read; what the caller has set already stays."""
        home = give(self.data / "home", self.user)
        shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::", "::1") else host  # noqa: S104
        ours = {
            **services.environment,
            "DJANGO_SETTINGS_MODULE": "roadmap.config.settings.dev",
            "PUBLIC_URL": f"http://{shown}:{port}",
            "EMAIL_URL": f"smtp://localhost:{mail_port}",
            "MAIL_CATCHER_DIR": str(give(self.data / "mail", self.user)),
            "DEMO_SIGN_INS_FILE": str(give(self.data / SIGN_INS.parent, self.user) / SIGN_INS.name),
            "FILES_DIR": str(give(self.data / "files", self.user)),
            "PYTHONUNBUFFERED": "1",
        }
        result = with_byte_code({**ours, **os.environ}, home / "pycache")
        if self.user.uid is not None:
            result |= {"HOME": str(home), "USER": self.user.name}
        return with_libraries(self.python, result)


@contextlib.contextmanager
def only_one(data: Path) -> Iterator[None]:
    """Raises StepFailed with the address when another `make run` holds this data folder."""
    with (data / "run.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.seek(0)
            seen = lock.read().strip() or "it is still starting"
            raise StepFailed(
                f"it is already running here: {seen}",
                "use that one, or stop it with Ctrl-C in its window first.",
            ) from None
        lock.truncate(0)
        try:
            yield
        finally:
            lock.truncate(0)


def _announce(data: Path, address: str) -> None:
    with (data / "run.lock").open("r+") as lock:
        lock.write(f"{address} (process {os.getpid()})")


def address_of(data: Path) -> str:
    """Where the `make run` of this data folder answers; empty when none holds it or it is still starting."""
    try:
        with (data / "run.lock").open() as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return lock.read().partition(" ")[0]
    except FileNotFoundError:
        pass
    return ""


def prepare(wanted: str, *, to_serve: bool) -> Place:
    """Install packages and front end; raises StepFailed.

    With `to_serve`, a `.venv` whose Python the service user cannot start (made by hand, in root's home) is left
    alone, and another is made beside the data.
    """
    data = data_folder()
    user = service_user(data)
    venv = venv_folder(data)
    if to_serve and (venv / "bin" / "python").exists() and not starts_for(venv / "bin" / "python", user):
        venv = data / "venv"
    with step("Python packages") as current:
        packages.ensure(venv, reachable_interpreter(data, user), wanted, current, user)
    with step("Front end") as current:
        frontend.build(venv, current)
    with step("Message catalogues") as current:
        current.note = run([venv / "bin" / "python", "-m", "ops.catalogues"], cwd=REPO).strip()
    code = reachable_code(data, user)
    return Place(data, user, code, venv.resolve())


def _manage(place: Place, environment: dict[str, str], *words: str) -> str:
    log = place.data / "log" / f"{words[0]}.log"
    try:
        output = run(
            [place.python, "manage.py", *words],
            cwd=place.code,
            env=environment,
            user=place.user.uid,
            group=place.user.gid,
            advice="the lines above say what is wrong; `make clean` begins again with an empty database.",
        )
    except StepFailed as failure:
        log.write_text(failure.why)
        raise
    log.write_text(output)
    return output


def _start_all(processes: Processes, place: Place, host: str, port: int, mail_port: int) -> None:
    celery: list[str | Path] = [place.python, "-m", "celery", "-A", "roadmap.config.celery"]
    schedule = give(place.data / "beat", place.user) / "schedule"
    processes.start("mail", [place.python, "-m", "ops.mailcatcher", "localhost", str(mail_port), place.data / "mail"])
    processes.start(
        "web",
        [
            place.python, "-m", "gunicorn", "roadmap.config.wsgi:application", "--bind", f"{host}:{port}",
            "--workers", "2", "--preload", "--graceful-timeout", "1", "--no-control-socket", "--limit-request-line", "8190",
        ],
    )  # fmt: skip
    processes.start(
        "worker",
        [*celery, "worker", "--concurrency", "2", "--without-mingle", "--without-gossip", "-l", "INFO"],
    )
    processes.start("beat", [*celery, "beat", "--schedule", schedule, "--pidfile", "", "-l", "INFO"])


def _wait_until_ready(processes: Processes, url: str) -> None:
    until = time.monotonic() + READY_SECONDS
    said = ""
    while True:
        processes.check()
        try:
            urllib.request.urlopen(f"{url}/readyz", timeout=5).close()  # noqa: S310 our own address
        except urllib.error.HTTPError as error:
            said = error.read(2000).decode(errors="replace")
        except OSError as error:
            said = str(error)
        else:
            return
        if time.monotonic() > until:
            raise StepFailed(
                f"{url}/readyz did not say ready within {READY_SECONDS} s, but:\n{said}\n{tail_of(processes.logs / 'web.log')}",
                f"the logs are in {processes.logs}",
            )
        time.sleep(0.3)


def _sign_ins(place: Place, url: str) -> list[str]:
    """The demonstration's people as lines to print; their links lead to where it runs this time."""
    try:
        people = json.loads((place.data / SIGN_INS).read_text())
    except (OSError, ValueError):
        return ["  (the demonstration named no sign-ins)"]
    columns = [(str(one["role"]), str(one.get("email", "")), str(one.get("password", ""))) for one in people]
    widths = [max(len(row[column]) for row in columns) for column in range(3)]
    lines = []
    for row, one in zip(columns, people, strict=True):
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        more = [re.sub(r"^(https?://[^/]+)?(?=/)", url, str(one[key])) for key in ("url", "note") if one.get(key)]
        lines.append("  " + "  ".join([*cells, *more]).rstrip())
    return lines


def _greet(place: Place, url: str, seconds: float) -> None:
    say(f"\nReady after {seconds:.0f} s.\n\n  {url}/\n\nSign in at {url}/sign-in/ as\n")
    for line in _sign_ins(place, url):
        say(line)
    say(f"\nMail is delivered to this machine only, to be read at {url}/dev/mail/")
    say(f"Logs are in {place.data / 'log'}")
    say("Ctrl-C stops everything.")


def stop_on_sigterm() -> None:
    """Let SIGTERM and a closed terminal do what Ctrl-C does."""

    def interrupt(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)
    signal.signal(signal.SIGHUP, interrupt)


def main() -> int:
    """Run until Ctrl-C; raises StepFailed when a step or, later, a server fails."""
    begun = time.monotonic()
    stop_on_sigterm()
    data = data_folder()
    with only_one(data), contextlib.ExitStack() as stack:
        place = prepare("local", to_serve=True)
        with step("PostgreSQL and Valkey") as current:
            services = Services.at(data, place.venv)
            stack.callback(_stop_services, services, adopted=(data / "services.run").exists())
            started = services.start()
            if started:
                (data / "services.run").touch()
            current.note = f"{' and '.join(started)} started" if started else "already running"
        host = os.environ.get("ADDRESS") or "127.0.0.1"
        port = stack.enter_context(claimed_port(host, int(os.environ.get("PORT") or 8000)))
        mail_port = stack.enter_context(claimed_port("127.0.0.1", FIRST_MAIL_PORT))
        environment = place.environment(services, host, port, mail_port)
        processes = Processes(place.user, place.code, environment, data / "log")
        stack.callback(processes.stop)
        with step("Database migrations"):
            _manage(place, environment, "migrate", "--no-input")
        with step("Demonstration"):
            _manage(place, environment, "load_demo")
        with step("Web, worker, beat, mail") as current:
            _start_all(processes, place, host, port, mail_port)
            _wait_until_ready(processes, f"http://{'localhost' if host == '0.0.0.0' else host}:{port}")  # noqa: S104
            current.note = f"as {place.user.name}"
        _announce(data, environment["PUBLIC_URL"])
        _greet(place, environment["PUBLIC_URL"], time.monotonic() - begun)
        try:
            while True:
                processes.check()
                time.sleep(0.3)
        except KeyboardInterrupt:
            say("\nStopping …")
    say("Stopped.")
    return 0


def _stop_services(services: Services, *, adopted: bool) -> None:
    """Stop the servers that a `make run` (this one, or one that was killed) has started; others' stay."""
    marker = services.data / "services.run"
    if marker.exists() or adopted:
        services.stop()
        marker.unlink(missing_ok=True)
