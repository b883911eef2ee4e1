"""Where things are kept, and as whom the servers run.

Everything that a run makes lives in `.data/`. Started by root, servers and workers run as `nobody`;
where `nobody` cannot enter the folder (mode 700 above it), `.data` is a link to one under /var/tmp.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ops.steps import StepFailed

REPO = Path(__file__).resolve().parent.parent
# sun_path holds 108 bytes with the closing zero; the longest name in the folder is ".s.PGSQL.5432.lock".
LONG_LIVED = Path("/var/tmp")  # noqa: S108 the folder made in it has a random name
SHORT_NAMED = Path("/tmp")  # noqa: S108 likewise
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432.lock")


@dataclass(frozen=True)
class ServiceUser:
    """As whom servers and workers run: `uid`/`gid` are None when that is simply ourselves."""

    name: str
    uid: int | None
    gid: int | None


def _root_service_user(data: Path) -> ServiceUser:
    """The owner of an earlier database, else `nobody`."""
    try:
        owner = (data / "postgres").stat().st_uid
    except OSError:
        owner = 0
    entry = pwd.getpwuid(owner) if owner else pwd.getpwnam("nobody")
    return ServiceUser(entry.pw_name, entry.pw_uid, entry.pw_gid)


def service_user(data: Path) -> ServiceUser:
    """Ourselves, or for root an ordinary user: nothing that answers requests runs as root."""
    if os.geteuid() != 0:
        return ServiceUser(os.environ.get("USER") or f"user {os.geteuid()}", None, None)
    return _root_service_user(data)


def can_use(path: Path, user: ServiceUser) -> bool:
    """Whether `user` can read (a folder: enter) `path`, found out by trying it as that user."""
    if user.uid is None:
        return os.access(path, os.R_OK | (os.X_OK if path.is_dir() else 0))
    test = subprocess.run(
        ["/bin/sh", "-c", 'test -r "$1" && { test ! -d "$1" || test -x "$1"; }', "sh", str(path)],
        user=user.uid,
        group=user.gid,
        extra_groups=[],
        cwd="/",
        check=False,
    )
    return test.returncode == 0


def give(path: Path, user: ServiceUser, mode: int = 0o700) -> Path:
    """Make the folder `path` if need be, belonging to `user`."""
    path.mkdir(parents=True, exist_ok=True)
    if user.uid is not None and user.gid is not None:
        os.chown(path, user.uid, user.gid)
    path.chmod(mode)
    return path


def data_folder(repo: Path = REPO) -> Path:
    """The real path of `.data`, made where the service user can reach it. Raises StepFailed."""
    link = repo / ".data"
    if link.is_symlink() and not link.exists():
        link.unlink()  # /var/tmp was emptied, for example by a restart
    if not link.exists():
        if os.geteuid() == 0 and not can_use(repo, _root_service_user(link)):
            elsewhere = Path(tempfile.mkdtemp(prefix="scne-", dir=LONG_LIVED))
            elsewhere.chmod(0o755)
            link.symlink_to(elsewhere)
        else:
            link.mkdir(mode=0o755)
            link.chmod(0o755)
    data, user = link.resolve(), service_user(link)
    if not can_use(data, user):
        raise StepFailed(
            f"{user.name}, as whom the servers run, cannot enter {data}",
            "open the folders above it to others, or begin again after `make clean`.",
        )
    return data


def venv_folder(data: Path) -> Path:
    """`.venv`, kept beside the data where the service user cannot enter the repository."""
    venv = REPO / ".venv"
    if venv.is_symlink() and not venv.exists():
        venv.unlink()
    if not venv.exists() and not data.is_relative_to(REPO.resolve()):
        (data / "venv").mkdir(exist_ok=True)
        venv.symlink_to(data / "venv")
    return venv


def socket_folder(data: Path, user: ServiceUser) -> Path:
    """The folder of the servers' sockets: private to `user`, its path short enough for a socket's address."""
    folder = data / "run"
    if folder.is_symlink() and not folder.exists():
        folder.unlink()
    if not folder.exists() and len(os.fsencode(folder)) > LONGEST_SOCKET_FOLDER:
        folder.symlink_to(tempfile.mkdtemp(prefix="scne-", dir=SHORT_NAMED))
    return give(folder.resolve(), user)


def remove(path: Path) -> None:
    """Remove a folder or file, and what it points to when it is one of our links out of the repository."""
    if path.is_symlink():
        target = path.resolve()
        path.unlink()
        if target.name.startswith("scne-") and target.parent in (LONG_LIVED, SHORT_NAMED):
            remove(target)
    elif path.is_dir():
        for child in path.glob("run"):
            if child.is_symlink():
                remove(child)
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


MADE = (
    ".venv", ".data", "node_modules", "static/dist", "staticfiles", "htmlcov", "test-results",
    ".pytest_cache", ".mypy_cache", ".ruff_cache", ".import_linter_cache", ".hypothesis", ".coverage",
)  # fmt: skip


def clean_repository() -> list[str]:
    """Remove what the targets make, compiled files included; return the names of what was there."""
    there = [name for name in MADE if (REPO / name).exists() or (REPO / name).is_symlink()]
    for name in there:
        remove(REPO / name)
    for top in (path for path in REPO.iterdir() if path.is_dir() and not path.name.startswith(".")):
        for cache in top.rglob("__pycache__"):
            shutil.rmtree(cache, ignore_errors=True)
        for compiled in top.rglob("LC_MESSAGES/*.mo"):
            compiled.unlink()
    return there
