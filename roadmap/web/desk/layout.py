"""How the desk shows the items: in reading order, what hangs under an item below it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from roadmap.domain.document import Document, Entry, Kind, kinds
from roadmap.domain.document.order import reading_order
from roadmap.domain.document.searching import parents_of
from roadmap.domain.document.values import Choice, Ref
from roadmap.enums import Place

FREE = "sections"


@dataclass
class Node:
    """An item and what hangs under it. ``html`` is its rendered card, ``add`` the (address, label) of what may be added to it."""

    entry: Entry
    children: list["Node"] = field(default_factory=list)
    html: str = ""
    focus: bool = False
    add: list[tuple[str, str]] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return anchor_of(self.entry)


@dataclass
class Run:
    """Items under one heading, such as one dimension; ``label`` is empty where nothing is grouped."""

    nodes: list[Node]
    label: str = ""
    code: str = ""
    value: str = ""


@dataclass
class Section:
    """All items of one kind at the top level; of the free sections, those of one place."""

    kind: Kind
    label: Any
    anchor: str
    runs: list[Run]
    start: dict[str, str] = field(default_factory=dict)

    @property
    def nodes(self) -> Iterator[Node]:
        for run in self.runs:
            yield from run.nodes

    @property
    def start_query(self) -> str:
        """What is known of an item that is added here, as part of an address."""
        return urlencode(self.start)

    @property
    def count(self) -> int:
        return sum(len(run.nodes) for run in self.runs)


def anchor_of(entry: Entry) -> str:
    """The item's place on the page, such as ``criteria-detention-clarity``; the same as in versions."""
    return entry.ref.replace("/", "-")


def lay_out(document: Document, shown: set[str] | None = None) -> list[Section]:
    """The sections of the desk with the items in ``shown`` (all without it). Kinds without items stay, so that one can add.

    What is recorded and not drafted has a page of its own.
    """
    below: dict[str, list[Entry]] = defaultdict(list)
    top: dict[str, list[Entry]] = {}
    for kind in (each for each in kinds() if not each.recorded):
        top[kind.name] = []
        for entry in document.of(kind.name):
            if shown is None or entry.ref in shown:
                parent = next(parents_of(entry, document), None)
                (below[parent.ref] if parent else top[kind.name]).append(entry)
    return list(_sections(document, top, below))


def siblings(document: Document, entry: Entry) -> list[Entry]:
    """The entries among which an item is moved: under the same parent, or under the same heading."""
    place = _place(entry, document)
    return [each for each in document.of(entry.kind) if _place(each, document) == place]


def _place(entry: Entry, document: Document) -> tuple[str, Any]:
    parent = next(parents_of(entry, document), None)
    if parent:
        return parent.ref, None
    if entry.kind == FREE:
        return "", entry.data.get("place") == Place.BACK
    grouped_by = entry.definition.grouped_by
    return "", entry.data.get(grouped_by) if grouped_by else None


def _sections(document: Document, top: dict[str, list[Entry]], below: dict[str, list[Entry]]) -> Iterator[Section]:
    for heading in reading_order():
        kind = heading.kind
        if kind.recorded:
            continue
        entries = [entry for entry in top[kind.name] if heading.holds(entry)]
        if entries or not kind.parents:
            start = {"place": heading.place} if heading.place else {}
            yield Section(kind, heading.label, heading.anchor, list(_runs(kind, document, entries, below)), start)


def _runs(kind: Kind, document: Document, entries: list[Entry], below: dict[str, list[Entry]]) -> Iterator[Run]:
    if not kind.grouped_by:
        yield Run(_nodes(entries, below))
        return
    known = set()
    for value, code, label in _headings(kind, document):
        known.add(value)
        members = [entry for entry in entries if entry.data.get(kind.grouped_by) == value]
        if members:
            yield Run(_nodes(members, below), label, code, value)
    rest = [entry for entry in entries if entry.data.get(kind.grouped_by) not in known]
    if rest:
        yield Run(_nodes(rest, below), _("Not assigned"))


def _headings(kind: Kind, document: Document) -> Iterator[tuple[str, str, str]]:
    grouped_by = kind.by_name[kind.grouped_by].value
    if isinstance(grouped_by, Choice):
        yield from ((str(value), "", str(label)) for value, label in grouped_by.choices.choices)
    elif isinstance(grouped_by, Ref):
        yield from ((each.key, each.code, each.title()) for each in document.of(grouped_by.kind))


def _nodes(entries: list[Entry], below: dict[str, list[Entry]]) -> list[Node]:
    return [Node(entry, _nodes(below.get(entry.ref, []), below)) for entry in entries]
