"""Roadmap files in requests."""

from typing import Any

from rest_framework.request import Request

from roadmap.domain.clock import today
from roadmap.domain.document import Document
from roadmap.domain.files import read_file
from roadmap.domain.files.reading import document_from


def read_document(request: Request) -> Document:
    """The roadmap file in the body: YAML, whose problems are told by line, or JSON. Raises BadFile."""
    data: Any = request.data
    return read_file(data, latest=today()) if isinstance(data, str) else document_from(data, latest=today())
