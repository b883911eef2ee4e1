"""The virtual environment, installed from the hash-locked requirements."""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from ops import apt
from ops.interpreter import with_libraries
from ops.places import REPO, ServiceUser
from ops.steps import Step, StepFailed, run

REQUIREMENTS = REPO / "requirements"
OFFLINE = "check that the Python package index (or its mirror) can be reached, then try again."
# A larger set contains the smaller ones (tests/ops/test_locks.py holds that).
SETS = ("base", "local", "dev")


@dataclass(frozen=True)
class Environment:
    """A virtual environment: its folder, and the base interpreter that it is made from."""

    folder: Path
    base: Path

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"

    @property
    def stamp(self) -> Path:
        return self.folder / "installed.json"

    def _run(self, *command: str | Path, advice: str = "", timeout: float = 120) -> str:
        return run(command, env=with_libraries(self.base), advice=advice, timeout=timeout)

    def present(self) -> str | None:
        """Which set was installed last, or None; the lock file may have changed since."""
        try:
            name = str(json.loads(self.stamp.read_text())["set"])
        except (OSError, ValueError, KeyError):
            return None
        return name if name in SETS and self.python.exists() else None

    def is_current(self, name: str) -> bool:
        """Whether what is installed is what the lock file `name` says now."""
        return bool(json.loads(self.stamp.read_text()).get("sha256") == _fingerprint(name))

    def create(self) -> None:
        """An empty environment. Raises StepFailed."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for child in self.folder.iterdir():
            shutil.rmtree(child) if child.is_dir() and not child.is_symlink() else child.unlink()
        if shutil.which("uv"):
            # An old uv may refuse: the standard library's venv does it too.
            with contextlib.suppress(StepFailed):
                self._run("uv", "venv", "--quiet", "--allow-existing", "--python", self.base, self.folder)
                return
        try:
            self._run(self.base, "-c", "import ensurepip")
        except StepFailed:
            apt.install("python3-venv")
        self._run(self.base, "-m", "venv", self.folder)

    def _pip(self) -> list[str | Path]:
        return [self.python, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]

    def _installer(self) -> list[str | Path]:
        """uv, several times faster; where it cannot be had, the environment's pip."""
        ours = self.folder / "bin" / "uv"
        uv = shutil.which("uv") or (str(ours) if ours.exists() else None)
        if uv is None:
            try:
                self._run(*self._pip(), "--require-hashes", "-r", _lock("installer"))
                uv = str(ours)
            except StepFailed:
                return self._pip()
        try:
            self._run(uv, "--version")
        except StepFailed:
            return self._pip()
        return [uv, "pip", "install", "--quiet", "--python", self.python]

    def install(self, name: str) -> None:
        """Install the lock file `name`. Raises StepFailed with the installer's last lines."""
        self.stamp.unlink(missing_ok=True)
        self._run(*self._installer(), "--require-hashes", "-r", _lock(name), advice=OFFLINE, timeout=900)
        self.stamp.write_text(json.dumps({"set": name, "sha256": _fingerprint(name)}) + "\n")


def _lock(name: str) -> Path:
    return REQUIREMENTS / f"{name}.txt"


def _fingerprint(name: str) -> str:
    return hashlib.sha256(_lock(name).read_bytes()).hexdigest()


def ensure(folder: Path, base: Path, wanted: str, step: Step, user: ServiceUser | None = None) -> None:
    """Make sure that the lock file `wanted` (base, local, dev) is installed; a larger set stays as it is.

    What is installed can be read by `user` as well. Raises StepFailed.
    """
    environment = Environment(folder, base)
    present = environment.present()
    if present is None:
        environment.create()
        name = wanted
    else:
        name = max(wanted, present, key=SETS.index)
        if name == present and environment.is_current(name):
            step.note = "as locked"
            return
    environment.install(name)
    if user is not None and user.uid is not None:
        run(["chmod", "-R", "go+rX", folder])  # a careful umask, ours or that of the installer's cache
    step.note = f"installed from requirements/{name}.txt"


def lock(environment: Environment) -> None:
    """Write the lock files anew, with hashes and without the index's host. Raises StepFailed."""
    options = (
        "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes",
        "--no-emit-index-url", "--no-header", "--no-annotate",
    )  # fmt: skip
    uv = shutil.which("uv") or environment.folder / "bin" / "uv"
    for name in (*SETS, "installer"):
        source = REQUIREMENTS / f"{name}.in"
        run([uv, "pip", "compile", *options, source, "-o", _lock(name)], cwd=REQUIREMENTS, advice=OFFLINE)
