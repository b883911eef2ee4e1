"""Structured logs to standard output, without personal data: no address, no mail address, no user agent."""

import re

import structlog

_KEPT_OUT = ("ip", "user_agent", "user_id", "email")
#: What stands in addresses as a key: the token of a link, and all that follows a question mark (searches name people).
_LINK_TOKEN = re.compile(r"(?<=/)(?![0-9a-f]{8}-[0-9a-f]{4}-)[A-Za-z0-9_=-]{20,}(?=[/?\s]|$)")
_QUERY = re.compile(r"\?\S+")


def _without_personal_data(_logger: object, _name: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    for key in _KEPT_OUT:
        event.pop(key, None)
    for key in ("request", "event"):
        if isinstance(event.get(key), str):
            event[key] = without_secrets(event[key])
    return event


def without_secrets(line: str) -> str:
    """A line of the log with its links' tokens and queries masked."""
    return _QUERY.sub("?…", _LINK_TOKEN.sub("…", line))


_SHARED: list[structlog.types.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    _without_personal_data,
]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            "foreign_pre_chain": _SHARED,
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.server": {"level": "WARNING"},
        "axes": {"level": "ERROR"},
        "fontTools": {"level": "WARNING"},
    },
}
structlog.configure(
    processors=[
        *_SHARED,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
DJANGO_STRUCTLOG_CELERY_ENABLED = False
