"""A real browser for the browser tests: Debian's Chromium, installed where we may."""

from __future__ import annotations

import shutil

from ops import apt
from ops.steps import StepFailed

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """The path of an installed Chromium."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def find_or_install() -> tuple[str | None, str]:
    """The browser's path and '', or None and why there is none."""
    if found := find():
        return found, ""
    try:
        apt.install("chromium")
    except StepFailed as failure:
        return None, f"{failure.why.splitlines()[0]}; {failure.advice}"
    return find(), "" if find() else "Debian's chromium was installed but is not on the PATH"
