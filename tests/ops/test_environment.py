"""A wrong or missing value is refused at start, with its name and without its content."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ops.places import REPO
from roadmap.config.required import RULES, problems

GOOD = {
    "SECRET_KEY": "k" * 32,
    "DATABASE_URL": "postgres://scne:secret@database:5432/scne",
    "REDIS_URL": "redis://queue:6379/0",
    "EMAIL_URL": "smtp+tls://name:secret@mail.example.org:587",
    "MAIL_FROM": "Secretariat <notice@example.org>",
    "ALLOWED_HOSTS": "roadmap.example.org,localhost",
    "PUBLIC_URL": "https://roadmap.example.org",
}
OPTIONAL = {
    "CELERY_BROKER_URL": "redis://queue:6379/1",
    "CSRF_TRUSTED_ORIGINS": "https://roadmap.example.org,https://www.example.org",
    "SECURE_SSL_REDIRECT": "false",
    "TRUSTED_PROXIES": "1",
    "QUICK_EXIT_URL": "https://www.wikipedia.org/",
}
WRONG = {
    "SECRET_KEY": ["short"],
    "DATABASE_URL": ["mysql://database/scne", "postgres://database", "database"],
    "REDIS_URL": ["queue:6379", "http://queue"],
    "EMAIL_URL": ["mail.example.org", "smtp://", "http://mail.example.org"],
    "MAIL_FROM": ["Secretariat", "a@b\nBcc: c@d"],
    "ALLOWED_HOSTS": ["*", "https://roadmap.example.org"],
    "PUBLIC_URL": ["http://roadmap.example.org", "roadmap.example.org", "https://roadmap.example.org:port"],
    "CELERY_BROKER_URL": ["amqp://queue"],
    "CSRF_TRUSTED_ORIGINS": ["roadmap.example.org", "https://a.example.org,http://b.example.org"],
    "SECURE_SSL_REDIRECT": ["perhaps"],
    "TRUSTED_PROXIES": ["-1", "one"],
    "QUICK_EXIT_URL": ["javascript:alert(1)"],
}


def test_what_is_right_is_taken() -> None:
    assert problems(GOOD) == []
    assert problems({**GOOD, **OPTIONAL}) == []
    assert problems({**GOOD, "DATABASE_URL": "postgres://scne@/scne?host=/run/postgresql"}) == []


def test_every_rule_is_tried_here() -> None:
    assert [rule.name for rule in RULES if rule.required] == list(GOOD)
    assert {rule.name for rule in RULES} == set(WRONG)


@pytest.mark.parametrize("name", GOOD)
def test_what_is_missing_is_named(name: str) -> None:
    found = problems({key: value for key, value in GOOD.items() if key != name})
    assert [line.split(";")[0] for line in found] == [f"{name} is missing"]
    assert [line.split(";")[0] for line in problems({**GOOD, name: ""})] == [f"{name} is missing"]


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_what_is_wrong_is_named_and_not_shown(name: str, value: str) -> None:
    found = problems({**GOOD, name: value})
    assert [line.split(";")[0] for line in found] == [f"{name} is wrong"]
    assert value == "*" or value not in found[0].split(";")[0]


def test_a_socket_for_the_cache_needs_one_for_the_queue() -> None:
    given = {**GOOD, "REDIS_URL": "unix:///run/valkey.sock"}
    assert [line.split(";")[0] for line in problems(given)] == ["CELERY_BROKER_URL is missing"]
    assert problems({**given, "CELERY_BROKER_URL": "redis+socket:///run/valkey.sock"}) == []


def start(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    given = {"PATH": os.defpath, "DJANGO_SETTINGS_MODULE": "roadmap.config.settings.production", **environment}
    command = [sys.executable, "-c", "from django.conf import settings; print(settings.PUBLIC_URL)"]
    return subprocess.run(command, cwd=REPO, env=given, capture_output=True, text=True, check=False)


def test_production_does_not_start_with_nothing() -> None:
    asked = start({})
    assert asked.returncode == 1
    for rule in RULES:
        assert (f"{rule.name} is missing" in asked.stderr) is rule.required


def test_production_reads_its_secret_from_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret-key"
    secret.write_text("f" * 40 + "\n")
    given = {**GOOD, "SECRET_KEY_FILE": str(secret)}
    given.pop("SECRET_KEY")
    assert start(given).stdout == "https://roadmap.example.org\n"
    secret.unlink()
    assert f"SECRET_KEY_FILE: {secret} cannot be read (No such file or directory)." in start(given).stderr
