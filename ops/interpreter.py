"""The Python, the packages and the code as the service user can reach them.

Root's own folders are closed to everybody else, and a Python or a clone often lives there. Then
the interpreter and the code are copied beside the data, and the virtual environment is made there too.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from ops.places import REPO, ServiceUser, can_use
from ops.steps import StepFailed

LEFT_OUT_OF_PYTHON = (
    "site-packages",
    "test",
    "idlelib",
    "tkinter",
    "lib2to3",
    "turtledemo",
    "config-3*",
    "*.a",
    "__pycache__",
)
LEFT_OUT_OF_CODE = (".*", "node_modules", "tests", "bench", "docs", "requirements", "__pycache__")


def starts_for(python: Path, user: ServiceUser) -> bool:
    """Whether `user` can start this Python and load what it needs."""
    try:
        done = subprocess.run(
            [python, "-I", "-c", "import ssl, ctypes, sqlite3"],
            env=with_libraries(python),
            user=user.uid,
            group=user.gid,
            extra_groups=None if user.uid is None else [],
            cwd="/",
            capture_output=True,
            check=False,
        )
    except OSError:
        return False
    return done.returncode == 0


def with_libraries(python: Path, environment: dict[str, str] | None = None) -> dict[str, str]:
    """`environment` (default: ours) in which a copied interpreter finds its own shared library."""
    result = dict(os.environ if environment is None else environment)
    library = python.resolve().parent.parent / "lib"
    if any(library.glob("libpython3*.so*")) and python.resolve().parts[:2] != ("/", "usr"):
        result["LD_LIBRARY_PATH"] = str(library)
    return result


def with_byte_code(environment: dict[str, str], folder: Path) -> dict[str, str]:
    """`environment` in which compiled modules are kept in `folder`: a start takes half as long with them."""
    result = {name: value for name, value in environment.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**result, "PYTHONPYCACHEPREFIX": str(folder)}


def reachable_interpreter(data: Path, user: ServiceUser) -> Path:
    """The interpreter that runs this, or a copy of it below `data` for `user`. Raises StepFailed."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    ours = Path(sys.base_prefix) / "bin" / version
    if not ours.exists():
        ours = Path(getattr(sys, "_base_executable", sys.executable)).resolve()
    if starts_for(ours, user):
        return ours
    home = data / f"python-{sys.version.split()[0]}"
    python = home / "bin" / version
    if not python.exists():
        _copy_interpreter(ours, home)
    if not starts_for(python, user):
        raise StepFailed(
            f"{user.name} can start neither {ours} nor a copy of it",
            "use a Python outside root's home: make run PYTHON=/usr/bin/python3.11",
        )
    return python


def _copy_interpreter(ours: Path, home: Path) -> None:
    fresh = home.with_name(home.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    (fresh / "bin").mkdir(parents=True)
    shutil.copy2(ours, fresh / "bin" / ours.name)
    library = Path(sysconfig.get_path("stdlib"))
    shutil.copytree(library, fresh / "lib" / library.name, ignore=shutil.ignore_patterns(*LEFT_OUT_OF_PYTHON))
    (fresh / "lib" / library.name / "site-packages").mkdir()
    for shared in (Path(sys.base_prefix) / "lib").glob("libpython3*.so*"):
        shutil.copy2(shared, fresh / "lib" / shared.name)
    for folder in (fresh, fresh / "bin", fresh / "lib"):
        folder.chmod(0o755)
    fresh.rename(home)


def reachable_code(data: Path, user: ServiceUser) -> Path:
    """The repository; or, where `user` cannot enter it, a copy below `data` that each call renews."""
    if can_use(REPO, user) and can_use(REPO / "manage.py", user):
        return REPO
    fresh, home = data / "code.new", data / "code"
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(REPO, fresh, symlinks=True, ignore=shutil.ignore_patterns(*LEFT_OUT_OF_CODE))
    _open_to_all(fresh)
    (fresh / ".data").symlink_to(data)
    shutil.rmtree(home, ignore_errors=True)
    fresh.rename(home)
    return home


def _open_to_all(top: Path) -> None:
    """A clone made under umask 077 is closed file by file as well."""
    for path in (top, *top.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() else 0o644)
