"""Container health checks: `python -m ops.container.health web|worker|beat` exits 0 for healthy."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

# Beat writes its schedule down every three minutes.
BEAT_SECONDS = 400
BEAT_FILES = Path("/tmp")  # noqa: S108 the container's own tmpfs


def web() -> bool:
    """/healthz answers, asked under a name that the settings allow."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0]
    request = urllib.request.Request("http://127.0.0.1:8000/healthz", headers={"Host": host})
    try:
        urllib.request.urlopen(request, timeout=4).close()  # noqa: S310 our own address
    except (OSError, urllib.error.URLError):
        return False
    return True


def worker() -> bool:
    """This container's worker answers over the broker."""
    command = [sys.executable, "-m", "celery", "-A", "roadmap.config.celery", "inspect", "ping"]
    node = f"celery@{socket.gethostname()}"
    return subprocess.run([*command, "-d", node, "-t", "10"], capture_output=True, check=False).returncode == 0


def beat() -> bool:
    """The schedule was written lately."""
    newest = max((path.stat().st_mtime for path in BEAT_FILES.glob("beat*")), default=0.0)
    return time.time() - newest < BEAT_SECONDS


CHECKS = {"web": web, "worker": worker, "beat": beat}

if __name__ == "__main__":
    sys.exit(0 if CHECKS[sys.argv[1]]() else 1)
