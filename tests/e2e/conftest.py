"""The whole product as its users meet it: web, worker and beat as processes of their own, real mail, a real browser."""

import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from django.conf import global_settings, settings
from django.db import connection

from ops.processes import free_port
from tests.e2e.system import System

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 60

# Playwright keeps an event loop in the tests' thread; our own look into the database beside it is meant.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/e2e/" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not path:
        pytest.fail("No Chromium is installed: `make test` installs it, `make test-fast` leaves these tests out.")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update"]
    return {**browser_type_launch_args, "executable_path": path, "args": quiet}


def _environment(mail_port: int, web_port: int, mails: Path) -> dict[str, str]:
    database = connection.settings_dict
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "roadmap.config.settings.dev",
        "DATABASE_URL": f"postgres://{database['USER']}@/{database['NAME']}?host={_socket(database)}",
        **_broker(),
        "EMAIL_URL": f"smtp://localhost:{mail_port}",
        "MAIL_CATCHER_DIR": str(mails),
        "PUBLIC_URL": f"http://localhost:{web_port}",
        "PYTHONUNBUFFERED": "1",
    }


def _socket(database: dict[str, Any]) -> str:
    """Where the server listens: ``?host=`` of the address becomes an option of the connection."""
    return str(database["OPTIONS"].get("host") or database["HOST"])


def _broker() -> dict[str, str]:
    """Databases of the broker that no other test uses, emptied: one for the cache, one for Celery's queue."""
    cache = str(settings.REDIS_URL).split("?")[0]
    queue = str(settings.CELERY_BROKER_URL).split("?")[0]
    for number in (9, 10):
        redis.Redis.from_url(f"{cache}?db={number}").flushdb()
    return {"REDIS_URL": f"{cache}?db=9", "CELERY_BROKER_URL": f"{queue}?virtual_host=10"}


def _wait(url: str, processes: dict[str, "subprocess.Popen[bytes]"], logs: Path) -> None:
    said = ""
    for _attempt in range(READY_SECONDS * 5):
        for name, process in processes.items():
            if process.poll() is not None:
                pytest.fail(f"{name} ended:\n{(logs / f'{name}.log').read_text()[-3000:]}")
        try:
            urllib.request.urlopen(f"{url}/readyz", timeout=5).close()  # noqa: S310 our own address
        except urllib.error.HTTPError as error:
            said = error.read(1000).decode(errors="replace")
        except OSError as error:
            said = str(error)
        else:
            return
        time.sleep(0.2)
    pytest.fail(f"the system was not ready within {READY_SECONDS} s: {said}")


@pytest.fixture
def system(transactional_db: None, tmp_path: Path, settings: Any) -> Iterator[System]:
    """The running product on the test database; it ends before the database is emptied."""
    # Passwords are hashed as the running product expects them.
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS
    mails = tmp_path / "mail"
    mails.mkdir()
    web_port, mail_port = free_port("localhost", 8700), free_port("localhost", 8800)
    environment = _environment(mail_port, web_port, mails)
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "-A", "roadmap.config.celery"]
    commands = {
        "mail": [*python, "ops.mailcatcher", "localhost", str(mail_port), str(mails)],
        "web": [*python, "gunicorn", "roadmap.config.wsgi:application", "--bind", f"localhost:{web_port}", "--workers", "2",
                "--no-control-socket"],
        "worker": [*celery, "worker", "--concurrency", "1", "--without-mingle", "--without-gossip", "-l", "INFO"],
        "beat": [*celery, "beat", "--schedule", str(tmp_path / "schedule"), "--pidfile", "", "-l", "INFO"],
    }  # fmt: skip
    processes = {}
    for name, command in commands.items():
        with (tmp_path / f"{name}.log").open("wb") as log:
            processes[name] = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
    url = f"http://localhost:{web_port}"
    try:
        _wait(url, processes, tmp_path)
        yield System(url, mails)
    finally:
        for process in processes.values():
            process.terminate()
        for process in processes.values():
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
