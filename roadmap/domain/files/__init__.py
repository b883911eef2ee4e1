"""The roadmap file ``scne-roadmap/1``: reading, checking, importing, writing, and its JSON Schema."""

from roadmap.domain.files.importing import Changes, Exists, KeyTaken, import_document, plan_import
from roadmap.domain.files.reading import BadFile, read_file
from roadmap.domain.files.schema import json_schema
from roadmap.domain.files.writing import write_file

__all__ = [
    "BadFile",
    "Changes",
    "Exists",
    "KeyTaken",
    "import_document",
    "json_schema",
    "plan_import",
    "read_file",
    "write_file",
]
