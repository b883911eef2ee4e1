"""Bodies in: what is too large, too deep, not JSON, or holds a NUL is refused before anything reads it."""

from typing import Any

import orjson
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser

#: A roadmap file is at most five levels deep; recursion over anything read here stays far from Python's limit.
DEEPEST = 40


class TooLarge(APIException):
    status_code = 413
    default_detail = gettext_lazy("The body is too large.")


class OrjsonParser(BaseParser):
    """``most``: how many bytes a body may have; None is what the setting allows everywhere."""

    media_type = "application/json"
    most: int | None = None

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:  # noqa: ARG002 the signature is DRF's
        body = read_body(stream, self.most)
        try:
            data = orjson.loads(body) if body else {}
        except orjson.JSONDecodeError as error:
            raise ParseError(_("The body is not JSON: %(why)s") % {"why": error}) from error
        _check(data)
        return data


class YamlTextParser(BaseParser):
    """A roadmap file in YAML, handed on as text: its reader reports problems by line."""

    media_type = "application/yaml"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:  # noqa: ARG002 the signature is DRF's
        try:
            text = read_body(stream).decode()
        except UnicodeDecodeError as error:
            raise ParseError(_("The body is not UTF-8.")) from error
        if "\x00" in text:
            raise ParseError(_("NUL characters are not accepted."))
        return text


def read_body(stream: Any, most: int | None = None) -> bytes:
    """At most ``most`` bytes, else DATA_UPLOAD_MAX_MEMORY_SIZE. Raises TooLarge."""
    most = most or settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    body: bytes = stream.read(most + 1)
    if len(body) > most:
        raise TooLarge
    return body


def _check(data: Any) -> None:
    """Refuse NULs, which PostgreSQL cannot keep, and nesting that recursion could not follow."""
    level = [data]
    for _depth in range(DEEPEST):
        level = [part for each in level for part in _parts(each)]
        if not level:
            return
    raise ParseError(_("The body is nested too deeply."))


def _parts(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [*value, *value.values()]
    if isinstance(value, str) and "\x00" in value:
        raise ParseError(_("NUL characters are not accepted."))
    return value if isinstance(value, list) else []
