"""Throwaway folders that the service user can reach (pytest's own are closed when root runs it)."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ops.services import Services


@pytest.fixture
def open_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="scne-test-", dir="/var/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def venv() -> Path:
    return Path(sys.prefix)


@pytest.fixture
def services(open_folder: Path, venv: Path) -> Iterator[Services]:
    both = Services.at(open_folder, venv, durable=False)
    yield both
    both.stop()
