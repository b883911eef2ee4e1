"""The roadmap as a document, and the registry of its kinds."""

from roadmap.domain.document.document import FORMAT, Document, Draft, Entry, Gap, from_canonical
from roadmap.domain.document.registry import Field, Kind, kind, kinds, register

__all__ = [
    "FORMAT",
    "Document",
    "Draft",
    "Entry",
    "Field",
    "Gap",
    "Kind",
    "from_canonical",
    "kind",
    "kinds",
    "register",
]
