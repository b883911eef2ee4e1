"""The whole roadmap in reading order, its items numbered through like the paragraphs of a United Nations document."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from django.utils.translation import gettext as _
from django.utils.translation import override

from roadmap.domain.document.document import Document, Entry
from roadmap.domain.document.local import direction
from roadmap.domain.document.order import reading_order
from roadmap.domain.document.presenting import Presented, Reading, Words, present_entry, words_of
from roadmap.domain.document.registry import Kind, kinds
from roadmap.domain.document.values import Choice, Date, Ref


@dataclass(frozen=True)
class Group:
    """Items under one heading within a part, such as one dimension. ``value`` is what they are grouped by: a choice or a key."""

    items: tuple[Presented, ...]
    label: Words | None = None
    code: str = ""
    value: str = ""


@dataclass(frozen=True)
class Part:
    """The items of one kind; of the free sections, those of one place."""

    kind: str
    label: str
    anchor: str
    groups: tuple[Group, ...]

    def __iter__(self) -> Iterator[Presented]:
        for group in self.groups:
            yield from group.items

    @property
    def count(self) -> int:
        return sum(len(group.items) for group in self.groups)


@dataclass(frozen=True)
class PresentedDocument:
    """The roadmap as it reads in ``language``. Items that hang under others are their ``children``."""

    language: str
    title: Words
    summary: Words | None
    symbol: str
    t0: str
    parts: tuple[Part, ...]

    @property
    def dir(self) -> str:
        return direction(self.language)

    def __iter__(self) -> Iterator[Presented]:
        for part in self.parts:
            for item in part:
                yield item
                yield from item.children


def present_document(document: Document, language: str) -> PresentedDocument:
    """The whole document in ``language``, without a query."""
    with override(language):
        reading = Reading(document, language)
        own = document.roadmap
        t0 = words_of(Date(), own.get("t0"), reading)
        return PresentedDocument(
            language=language,
            title=reading.text(own.get("title") or {}),
            summary=reading.text(own["summary"]) if own.get("summary") else None,
            symbol=own.get("symbol", ""),
            t0=t0[0].text if t0 else "",
            parts=tuple(_Numbering(reading).parts()),
        )


@dataclass
class _Numbering:
    reading: Reading
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    children: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))

    def parts(self) -> Iterator[Part]:
        """What there is, in reading order; children under their parents."""
        top: dict[str, list[Entry]] = {each.name: self._at_top(each) for each in kinds()}
        for heading in reading_order():
            entries = [entry for entry in top[heading.kind.name] if heading.holds(entry)]
            if entries:
                yield self._part(entries, heading.label, heading.anchor)

    def _at_top(self, kind: Kind) -> list[Entry]:
        """The entries that hang under none; the others are noted under theirs."""
        found = []
        for entry in self.reading.document.of(kind.name):
            parents = () if kind.recorded else (self._parent(entry, name) for name in kind.parents)
            parent = next(filter(None, parents), None)
            if parent is None:
                found.append(entry)
            else:
                self.children[parent].append(entry)
        return found

    def _parent(self, entry: Entry, name: str) -> str | None:
        value_type = entry.definition.by_name[name].value
        if not isinstance(value_type, Ref):
            return None
        above = self.reading.document.find(value_type.kind, entry.data.get(name))
        return above.ref if above else None

    def _part(self, entries: list[Entry], label: str, anchor: str) -> Part:
        kind = entries[0].definition
        if not kind.grouped_by:
            items = tuple(self._item(entry, 3, frozenset()) for entry in entries)
            return Part(kind.name, label, anchor, (Group(items),))
        return Part(kind.name, label, anchor, tuple(self._groups(kind, entries)))

    def _groups(self, kind: Kind, entries: list[Entry]) -> Iterator[Group]:
        """One group for each value in the order of the choices, or of the items grouped by; what has none comes last."""
        each = kind.by_name[kind.grouped_by]
        if isinstance(each.value, Choice):
            values = [(value, "", self.reading.plain(str(label))) for value, label in each.value.choices.choices]
        else:
            assert isinstance(each.value, Ref)  # noqa: S101 the registry groups by a choice or a reference only
            above = self.reading.document.of(each.value.kind)
            values = [(entry.key, entry.code, self.reading.title(entry)) for entry in above]
        for value, code, label in values:
            members = [entry for entry in entries if entry.data.get(each.name) == value]
            if members:
                items = tuple(self._item(entry, 4, frozenset({each.name})) for entry in members)
                yield Group(items, label, code, value)
        known = {value for value, _code, _label in values}
        rest = [entry for entry in entries if entry.data.get(each.name) not in known]
        if rest:
            yield Group(tuple(self._item(entry, 4, frozenset()) for entry in rest), self.reading.plain(_("Not assigned")))

    def _item(self, entry: Entry, level: int, without: frozenset[str]) -> Presented:
        number = next(self.numbers)
        below = self.children.get(entry.ref, ())
        children = tuple(self._item(child, level + 1, frozenset(child.definition.parents)) for child in below)
        return present_entry(entry, self.reading, without=without, number=number, level=level, children=children)
