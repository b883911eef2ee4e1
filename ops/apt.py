"""Debian packages, where we may install them."""

from __future__ import annotations

import os
import shutil

from ops.steps import StepFailed, run


def install(package: str) -> None:
    """Install one Debian package, recommendations left out. Raises StepFailed, also when not root."""
    by_hand = f"apt-get install --no-install-recommends {package}"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise StepFailed(f"{package} is not installed and only root can install it", f"run as root: {by_hand}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    advice = "check that Debian's package archive can be reached, then try again."
    command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", package]
    try:
        run(command, env=environment, timeout=600)
    except StepFailed:
        run(["apt-get", "update", "-q"], env=environment, advice=advice, timeout=300)
        run(command, env=environment, advice=advice, timeout=900)
