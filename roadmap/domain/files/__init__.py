"""The roadmap file ``scne-roadmap/1``: reading, checking, importing, writing, and its JSON Schema."""

from roadmap.domain.files.importing import Changes, import_document
from roadmap.domain.files.reading import BadFile, read_file
from roadmap.domain.files.schema import json_schema
from roadmap.domain.files.writing import write_file

__all__ = ["BadFile", "Changes", "import_document", "json_schema", "read_file", "write_file"]
