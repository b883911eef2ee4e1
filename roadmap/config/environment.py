"""Reads the environment, and the file that the local servers leave behind when nothing is set."""

import json
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()
_ROOT = Path(__file__).resolve().parents[2]


def secret(name: str) -> str:
    """The value of ``name``, or the content of the file that ``name_FILE`` points to. Raises ImproperlyConfigured."""
    path = env.str(f"{name}_FILE", default="")
    if not path:
        return str(env.str(name))
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE: {path} cannot be read ({error.strerror}).") from error


def use_local_servers() -> None:
    """Fill DATABASE_URL and REDIS_URL from ``.data/services.json`` where the environment has none."""
    path = _ROOT / ".data" / "services.json"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError:
        return
    for name in ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL"):
        environ.Env.ENVIRON.setdefault(name, found[name.lower()])
