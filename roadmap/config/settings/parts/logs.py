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


#: Where a database error goes on to print a row's values or the statement, up to the next error of the chain. A value may
#: have several lines. In the text of a task's failure the line breaks are written as \\n.
_ROW_VALUES = re.compile(
    r"(?:^[ \t|]*|(?<=\\n))(DETAIL|CONTEXT|LINE \d+):.*?"
    r"(?=\n[\s|]*(?:The above exception was|During handling of|Traceback \()|\Z)",
    re.MULTILINE | re.DOTALL,
)


def _without_row_values(_logger: object, _name: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    for key in ("exception", "event"):
        if isinstance(event.get(key), str):
            event[key] = without_row_values(event[key])
    return event


def without_row_values(text: str) -> str:
    """An error's text without what the database quotes of rows and statements."""
    return _ROW_VALUES.sub(r"\1: …", text)


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
                _without_row_values,
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
        "pikepdf": {"level": "WARNING"},  # tells at each start that it can write logs
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
