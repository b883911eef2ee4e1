"""PostgreSQL and Valkey together, and the file that tells the settings where they are."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ops.places import REPO, ServiceUser, data_folder, give, service_user, socket_folder
from ops.postgres import Postgres
from ops.valkey import Valkey
from ops.wheels import postgres_binaries, valkey_binary


@dataclass(frozen=True)
class Services:
    """Both servers of one data folder."""

    data: Path
    user: ServiceUser
    postgres: Postgres
    valkey: Valkey

    @classmethod
    def at(cls, data: Path, venv: Path, *, durable: bool = True) -> Services:
        """The servers that keep their data in the folder `data` (which exists), with the programs of `venv`.

        `durable=False` is for throwaway test data: faster, and lost with the machine.
        """
        user = service_user(data)
        sockets = socket_folder(data, user)
        logs = data / "log"
        logs.mkdir(exist_ok=True)
        postgres = Postgres(
            binaries=postgres_binaries(venv, data, user),
            folder=data / "postgres",
            sockets=sockets,
            log=logs / "postgres.log",
            user=user,
            durable=durable,
        )
        valkey = Valkey(
            binary=valkey_binary(venv, data, user),
            folder=data / "valkey",
            sockets=sockets,
            log=logs / "valkey.log",
            user=user,
        )
        return cls(data, user, postgres, valkey)

    @classmethod
    def of_repository(cls) -> Services:
        return cls.at(data_folder(), (REPO / ".venv").resolve())

    @classmethod
    def stop_if_any(cls) -> None:
        """Stop the repository's servers, if it ever had any."""
        if (REPO / ".data").exists() and (REPO / ".venv").exists():
            cls.of_repository().stop()

    @property
    def environment(self) -> dict[str, str]:
        """The settings' names for where the servers are."""
        return {
            "DATABASE_URL": self.postgres.url,
            "REDIS_URL": self.valkey.url,
            "CELERY_BROKER_URL": self.valkey.broker_url,
        }

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One start or stop at a time."""
        with (self.data / "services.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def start(self) -> list[str]:
        """Start what does not answer yet, write `services.json`, return the names of what was started."""
        with self._alone():
            give(self.postgres.sockets, self.user)
            started = []
            if self.postgres.start():
                started.append("PostgreSQL")
            if self.valkey.start():
                started.append("Valkey")
            where = {name.lower(): value for name, value in self.environment.items()}
            path = self.data / "services.json"
            fresh = path.with_suffix(".new")
            fresh.write_text(json.dumps(where, indent=2) + "\n")
            fresh.chmod(0o644)
            fresh.rename(path)
            return started

    def stop(self) -> list[str]:
        """Stop what runs and return the names of what was stopped."""
        with self._alone():
            stopped = []
            if self.valkey.stop():
                stopped.append("Valkey")
            if self.postgres.stop():
                stopped.append("PostgreSQL")
            (self.data / "services.json").unlink(missing_ok=True)
            return stopped
