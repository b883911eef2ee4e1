"""What production has to be started with: each value is looked at before anything else, none is ever printed."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

SHORTEST_SECRET = 32


@dataclass(frozen=True)
class Rule:
    """A name, what is expected of its value, and whether there has to be one."""

    name: str
    expected: str
    fits: Callable[[str], bool]
    required: bool = True


def _address(*schemes: str, host: bool = True) -> Callable[[str], bool]:
    def fits(value: str) -> bool:
        try:
            parts = urlsplit(value)
            has_host = bool(parts.hostname) and (parts.port or 0) >= 0
        except ValueError:
            return False
        return parts.scheme in schemes and (has_host or not host)

    return fits


def _database(value: str) -> bool:
    return _address("postgres", "postgresql", host=False)(value) and len(urlsplit(value).path) > 1


def _each(fits: Callable[[str], bool]) -> Callable[[str], bool]:
    return lambda value: all(fits(one.strip()) for one in value.split(","))


def _matches(pattern: str) -> Callable[[str], bool]:
    return lambda value: re.fullmatch(pattern, value) is not None


RULES = (
    Rule("SECRET_KEY", f"at least {SHORTEST_SECRET} characters", lambda value: len(value) >= SHORTEST_SECRET),
    Rule("DATABASE_URL", "postgres://user:password@host:5432/database", _database),
    Rule("REDIS_URL", "redis://host:6379/0", _address("redis", "rediss", "unix", host=False)),
    Rule(
        "CELERY_BROKER_URL",
        "redis://host:6379/1",
        _address("redis", "rediss", "redis+socket", host=False),
        required=False,
    ),
    Rule("EMAIL_URL", "smtp+tls://name:password@host:587", _address("smtp", "smtps", "smtp+tls", "smtp+ssl")),
    Rule("MAIL_FROM", "Name <name@host>", _matches(r"[^\r\n]*[^\s@<]+@[^\s@>]+>?")),
    Rule("ALLOWED_HOSTS", "host names with commas between", _each(_matches(r"[\w.:\[\]-]+"))),
    Rule("PUBLIC_URL", "https://host", _address("https")),
    Rule("CSRF_TRUSTED_ORIGINS", "https://host, with commas between", _each(_address("https")), required=False),
    Rule("SECURE_SSL_REDIRECT", "true or false", _matches("true|false"), required=False),
    Rule("TRUSTED_PROXIES", "a whole number", _matches(r"\d{1,2}"), required=False),
    Rule("QUICK_EXIT_URL", "https://host", _address("https"), required=False),
)


def _value(environment: Mapping[str, str], name: str) -> str:
    """The value, or the content of the file that `<name>_FILE` names."""
    path = environment.get(f"{name}_FILE", "")
    if name != "SECRET_KEY" or not path:
        return environment.get(name, "")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE: {path} cannot be read ({error.strerror}).") from error


def problems(environment: Mapping[str, str]) -> list[str]:
    """A line for each name that is missing or does not look as expected."""
    found = []
    for rule in RULES:
        value = _value(environment, rule.name)
        if not value and rule.required:
            found.append(f"{rule.name} is missing; expected: {rule.expected}")
        elif value and not rule.fits(value):
            found.append(f"{rule.name} is wrong; expected: {rule.expected}")
    if environment.get("REDIS_URL", "").startswith("unix:") and not environment.get("CELERY_BROKER_URL"):
        found.append("CELERY_BROKER_URL is missing; expected: redis+socket:///path, because REDIS_URL is a socket")
    return found


def refuse_wrong_values(environment: Mapping[str, str]) -> None:
    """Raises ImproperlyConfigured with all names at once."""
    found = problems(environment)
    if found:
        raise ImproperlyConfigured("The environment is not fit for production.\n  " + "\n  ".join(found))
