"""The published JSON Schema of the roadmap file, made from the document registry."""

from typing import Any

from accounts.models.text import LANGUAGES
from roadmap.domain.document import FORMAT, Kind, kinds
from roadmap.domain.document.catalogue import ROADMAP_FIELDS
from roadmap.domain.document.values import KEY

_KEY = {"type": "string", "pattern": KEY.pattern, "maxLength": 60}


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of ``scne-roadmap/1``."""
    own = {each.name: each.value.schema() for each in ROADMAP_FIELDS}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": FORMAT,
        "type": "object",
        "required": ["format", "roadmap"],
        "additionalProperties": False,
        "properties": {
            "format": {"const": FORMAT},
            "roadmap": {
                "type": "object",
                "required": ["key"],
                "additionalProperties": False,
                "properties": {"key": _KEY, **own},
            },
            **{each.name: {"type": ["array", "null"], "items": _item(each)} for each in kinds()},
        },
        "$defs": {
            "text": {
                "description": "Text in the source language, or one text per language",
                "oneOf": [
                    {"type": ["string", "null"]},
                    {
                        "type": "object",
                        "properties": {code: {"type": ["string", "null"]} for code in LANGUAGES},
                        "additionalProperties": False,
                    },
                ],
            }
        },
    }


def _item(kind: Kind) -> dict[str, Any]:
    fields = {each.name: {"title": str(each.label), **each.value.schema()} for each in kind.fields}
    return {
        "type": "object",
        "title": str(kind.label),
        "required": ["key"],
        "additionalProperties": False,
        "properties": {"key": _KEY, "code": {"type": "string", "maxLength": 20}, **fields},
    }
