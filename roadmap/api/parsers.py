"""JSON in: what is not JSON, or holds a NUL, is refused before anything reads it."""

from typing import Any

import orjson
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser


class OrjsonParser(BaseParser):
    media_type = "application/json"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:  # noqa: ARG002 the signature is DRF's
        body = stream.read()
        if b"\x00" in body or b"\\u0000" in body:
            raise ParseError("NUL characters are not accepted.")
        try:
            return orjson.loads(body) if body else {}
        except orjson.JSONDecodeError as error:
            raise ParseError(f"The body is not JSON: {error}") from error
