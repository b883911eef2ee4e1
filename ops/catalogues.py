"""Compile the message catalogues: .po files are kept, .mo files are made.

Runs inside the virtual environment: `python -m ops.catalogues`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polib

from ops.places import REPO


def compile_catalogues(top: Path) -> int:
    """Write each .mo older than its .po; return how many were written. A broken .po raises OSError."""
    written = 0
    for source in sorted(top.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        fresh = source.with_suffix(".new")
        polib.pofile(str(source)).save_as_mofile(str(fresh))
        fresh.rename(target)
        written += 1
    return written


if __name__ == "__main__":
    print(f"{compile_catalogues(REPO / 'locale')} compiled")
    sys.exit(0)
