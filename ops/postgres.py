"""A real PostgreSQL 18 on a private unix socket, run by the service user."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from ops.places import ServiceUser, give
from ops.steps import StepFailed, run, tail_of

DATABASE = "scne"
START_SECONDS = 30
STOP_SECONDS = 10


def _works_in(process: int, folder: Path) -> bool:
    """Whether that process is alive with `folder` as its working folder: postmaster and children are."""
    try:
        return Path(f"/proc/{process}/cwd").readlink() == folder
    except OSError:
        return False


@dataclass(frozen=True)
class Postgres:
    """One server: its programs, its data folder, its socket's folder, its log."""

    binaries: Path
    folder: Path
    sockets: Path
    log: Path
    user: ServiceUser
    durable: bool = True

    @property
    def url(self) -> str:
        """For django-environ: the host as an option, since a path is not a host name."""
        return f"postgres://{DATABASE}@/{DATABASE}?host={self.sockets}"

    def _run(self, program: str, *arguments: str | Path, given: str | None = None, timeout: float = 60) -> str:
        return run(
            [self.binaries / program, *arguments],
            cwd=Path("/"),
            env={"PATH": os.defpath, "LC_ALL": "C"},
            user=self.user.uid,
            group=self.user.gid,
            given=given,
            timeout=timeout,
            advice=f"look into {self.log}; `make clean` begins again with an empty database.",
        )

    def query(self, sql: str, database: str = "postgres") -> str:
        """Run SQL as the superuser and return psql's bare output. Raises StepFailed."""
        options = ("-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1")
        return self._run("psql", *options, "-h", self.sockets, "-U", "postgres", "-d", database, given=sql).strip()

    def answers(self) -> bool:
        """Whether a query comes back: the only proof of being up that also holds after a kill -9."""
        if not (self.sockets / ".s.PGSQL.5432").exists():
            return False
        try:
            return self.query("SELECT 1") == "1"
        except StepFailed:
            return False

    def pid(self) -> int | None:
        """The postmaster's process id, when a living process of that id works in our data folder."""
        try:
            number = int((self.folder / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None
        return number if _works_in(number, self.folder) else None

    def _forget_the_dead(self) -> None:
        """Remove the lock files of a killed server once none of its processes is left.

        PostgreSQL itself refuses to start while the old id belongs to anybody: a zombie that nobody
        collects (containers without an init) or, after a restart, a stranger with the same number.
        """
        if any(_works_in(int(entry.name), self.folder) for entry in Path("/proc").glob("[0-9]*")):
            return
        (self.folder / "postmaster.pid").unlink(missing_ok=True)
        (self.sockets / ".s.PGSQL.5432.lock").unlink(missing_ok=True)

    def create(self) -> None:
        """initdb when there is no database yet; one half made by an interrupted start is made anew."""
        if (self.folder / "PG_VERSION").exists() and (self.folder / ".complete").exists():
            return
        if self.folder.exists():
            run(["rm", "-rf", self.folder])
        give(self.folder, self.user)
        self._run(
            "initdb", "-D", self.folder, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-sync", "--no-instructions",
        )  # fmt: skip
        (self.folder / ".complete").touch()

    def start(self) -> bool:
        """Start unless it already answers; return whether it was started. Raises StepFailed after 30 s."""
        if self.answers():
            return False
        self.create()
        until = time.monotonic() + START_SECONDS
        self._forget_the_dead()
        process = self._launch()
        while not self.answers():
            if process.poll() is not None:
                # After a kill -9 the old server's children hold its memory for a moment: try again.
                if time.monotonic() > until:
                    raise StepFailed(f"PostgreSQL does not start:\n{tail_of(self.log)}", "see the log above.")
                time.sleep(0.5)
                self._forget_the_dead()
                process = self._launch()
            elif time.monotonic() > until:
                process.send_signal(signal.SIGINT)
                raise StepFailed(f"PostgreSQL did not answer within {START_SECONDS} s:\n{tail_of(self.log)}")
            time.sleep(0.05)
        self._prepare()
        return True

    def _launch(self) -> subprocess.Popen[bytes]:
        settings = ["listen_addresses=", "max_connections=100", "shared_buffers=128MB"]
        if not self.durable:
            settings += ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
        options = [word for setting in settings for word in ("-c", setting)]
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [self.binaries / "postgres", "-D", self.folder, "-k", self.sockets, *options],
                cwd="/",
                env={"PATH": os.defpath, "LC_ALL": "C"},
                user=self.user.uid,
                group=self.user.gid,
                extra_groups=None if self.user.uid is None else [],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _prepare(self) -> None:
        """The application's role (it may make databases: tests do) and its database."""
        if DATABASE not in self.query("SELECT rolname FROM pg_roles").split():
            self.query(f"CREATE ROLE {DATABASE} LOGIN CREATEDB")
        if DATABASE not in self.query("SELECT datname FROM pg_database").split():
            self.query(f"CREATE DATABASE {DATABASE} OWNER {DATABASE}")

    def stop(self) -> bool:
        """Stop it, open connections or not; return whether it was running."""
        if self.pid() is None:
            return False
        self._run("pg_ctl", "stop", "-D", self.folder, "-m", "fast", "-t", str(STOP_SECONDS), "-s")
        return True
