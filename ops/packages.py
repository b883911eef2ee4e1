"""The virtual environment, installed from the hash-locked requirements."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from pathlib import Path

from ops.places import REPO
from ops.steps import Step, StepFailed, run

REQUIREMENTS = REPO / "requirements"
OFFLINE = "check that the Python package index (or its mirror set in pip's configuration) can be reached, then try again."
# A larger set contains the smaller ones (tests/ops/test_locks.py holds that).
SETS = ("base", "local", "dev")


def _lock(name: str) -> Path:
    return REQUIREMENTS / f"{name}.txt"


def _fingerprint(name: str) -> str:
    return hashlib.sha256(_lock(name).read_bytes()).hexdigest()


def _installed(venv: Path) -> str | None:
    """Which set is installed, '' when it is not what the lock file says now, None when nothing is."""
    try:
        stamp = json.loads((venv / "installed.json").read_text())
    except (OSError, ValueError):
        return None
    if not (venv / "bin" / "python").exists() or stamp.get("set") not in SETS:
        return None
    return str(stamp["set"]) if stamp.get("sha256") == _fingerprint(stamp["set"]) else ""


def _installer(venv: Path) -> list[str]:
    """uv where it can be had (several times faster), else the venv's pip."""
    python = str(venv / "bin" / "python")
    uv = shutil.which("uv", path=f"{venv / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}")
    if uv:
        try:
            run([uv, "--version"], timeout=20)
        except StepFailed:
            uv = None
    if uv:
        return [uv, "pip", "install", "--quiet", "--python", python]
    return [python, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]


def _get_uv(venv: Path) -> None:
    """Install uv itself, hash-locked; without it plain pip does."""
    if shutil.which("uv"):
        return
    pip = [str(venv / "bin" / "python"), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    try:
        run([*pip, "--require-hashes", "-r", str(_lock("installer"))], timeout=120)
    except StepFailed:
        return


def create(venv: Path) -> None:
    """An empty virtual environment of the Python that runs this."""
    if (venv / "bin" / "python").exists():
        return
    if shutil.which("uv"):
        try:
            run(["uv", "venv", "--quiet", "--allow-existing", "--python", sys.executable, venv])
            return
        except StepFailed:
            pass
    run(
        [sys.executable, "-m", "venv", venv],
        advice="install the venv module of this Python (Debian: apt-get install python3-venv), then try again.",
    )


def install(venv: Path, wanted: str, step: Step) -> None:
    """Make sure that the lock file `wanted` (base, local or dev) is installed; leaves a larger set as it is.

    Raises StepFailed with the installer's last lines.
    """
    present = _installed(venv)
    if present and SETS.index(present) >= SETS.index(wanted):
        step.note = "as locked"
        return
    create(venv)
    _get_uv(venv)
    stamp = venv / "installed.json"
    larger = json.loads(stamp.read_text())["set"] if present == "" else wanted
    name = max(wanted, larger, key=SETS.index)
    stamp.unlink(missing_ok=True)
    run([*_installer(venv), "--require-hashes", "-r", str(_lock(name))], advice=OFFLINE, timeout=900)
    stamp.write_text(json.dumps({"set": name, "sha256": _fingerprint(name)}) + "\n")
    step.note = f"installed from requirements/{name}.txt"
