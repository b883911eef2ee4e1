"""The document registry: each kind of item says once how it is stored, checked, compared and shown.

Page, freeze, diff, import, export and API all read from here. An app adds its kinds with :func:`register` when it starts.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext

from accounts.domain.errors import Problem
from roadmap.domain.document.containers import Composite
from roadmap.domain.document.values import Flag, Line, Refs, Text, Value

if TYPE_CHECKING:
    from roadmap.domain.document.document import Document, Entry, Gap
    from roadmap.domain.document.presenting import Reading, Words
    from roadmap.models import Item

Label = str | Promise


@dataclass(frozen=True)
class Field:
    """A named value of a kind. ``required``: a version cannot be frozen while it is empty.

    ``long`` asks for a text box of several lines; ``markdown`` for rendered text. ``relation`` and ``columns`` say how a PerRef
    value is kept: one row each of ``relation``, whose ``columns`` are the parts of the value. ``part_labels`` names the parts of
    a Composite value. ``place`` says where a value is shown: as a row, as a chip beside the title, or nowhere; ``show`` words one
    whose type alone does not say enough. ``row_show`` words parts of a list's row that stand elsewhere, by their names in
    ``part_labels``: they come first, and instead of the row's own. ``office_parts`` are parts of a list's rows that groups are
    not shown.
    """

    name: str
    value: Value
    label: Label
    required: bool = False
    long: bool = False
    markdown: bool = False
    help: Label = ""
    relation: str = ""
    columns: tuple[str, ...] = ()
    part_labels: Mapping[str, Label] = field(default_factory=dict)
    place: Literal["row", "chip", "hidden"] = "row"
    show: "Callable[[Any, Entry, Reading], tuple[Words, ...]] | None" = None
    row_show: "Callable[[Mapping[str, Any], Reading], Mapping[str, tuple[Words, ...]]] | None" = None
    recorded: bool = False
    office_parts: tuple[str, ...] = ()

    @property
    def is_text(self) -> bool:
        return isinstance(self.value, Text)


@dataclass(frozen=True)
class Kind:
    """A kind of item, such as ``criteria``: the key under which the roadmap file lists it.

    ``prefix`` starts its codes (``C`` gives C-01). ``heading`` names the field that titles an item. ``parents`` are the Ref
    fields under which items of this kind hang: what is deleted takes its children along. ``series`` may compute a code series
    from an item's data; ``gaps`` finds what is missing beyond required fields. ``grouped_by`` names the Choice or Ref field by
    which a reader finds its items; ``span`` tells the days within which an item happens, for timelines; ``columns`` are the
    fields that a table of such items shows beside the title. ``refuses`` names what an item alone cannot be, ``refuses_in`` what
    it cannot be among the others. ``recorded``: such items come from verbs of their own and are not edited on the desk;
    ``page`` names the route, of a roadmap's key, under which one reads and records them. ``standing`` gives, anew each time, the
    entries with which every new roadmap begins, and of which a file may name one without saying what it is; ``standing_hint``
    says how a draft without them gets them.
    """

    name: str
    model: "type[Item]"
    label: Label
    plural: Label
    prefix: str
    fields: tuple[Field, ...]
    order: int
    heading: str = "title"
    parents: tuple[str, ...] = ()
    series: "Callable[[Entry, Document], str] | None" = None
    gaps: "Callable[[Entry, Document], Iterable[Gap]] | None" = None
    grouped_by: str = ""
    span: "Callable[[Entry, Document], tuple[dt.date | None, dt.date | None]] | None" = None
    refuses: "Callable[[Mapping[str, Any]], Iterable[Problem]] | None" = None
    refuses_in: "Callable[[Entry, Document], Iterable[Problem]] | None" = None
    recorded: bool = False
    page: str = ""
    columns: tuple[str, ...] = ()
    standing: "Callable[[], Iterable[Entry]] | None" = None
    standing_hint: Label = ""
    by_name: dict[str, Field] = field(init=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "fields", (*self.fields, *COMMON))
        self.by_name.update({each.name: each for each in self.fields})

    def references(self) -> Iterable[tuple[Field, str]]:
        """Fields that refer to other items, with each kind that they may refer to."""
        for each in self.fields:
            for target in sorted(each.value.kinds()):
                yield each, target

    def not_there(self, key: str) -> str:
        """What to say of a key under which a draft has no item; of a standing entry's, also how the draft gets that."""
        said = gettext("There is no item “%(key)s”.") % {"key": key}
        is_standing = self.standing is not None and any(entry.key == key for entry in self.standing())
        return f"{said} {self.standing_hint}" if is_standing else said


def _common() -> tuple[Field, ...]:
    from django.utils.translation import gettext_lazy as _

    return (
        Field("source", Line(300), _("Source")),
        Field("illustrative", Flag(), _("Planning value, not a fact"), place="chip"),
    )


@dataclass(frozen=True)
class Guard:
    """What an edit of ``fields`` of a kind may not do by the way: it is decided on a page of its own.

    ``check`` compares the draft as it was with what it would be, and names what lacks a decision. ``page`` is the route of that
    page, of a roadmap's key and the item's; "" where there is none.
    """

    kind: str
    fields: frozenset[str]
    check: "Callable[[Document, Document], Iterable[Gap]]"
    page: str = ""


COMMON = _common()
_kinds: dict[str, Kind] = {}
_checks: "list[Callable[[Document], Iterable[Gap]]]" = []
_guards: list[Guard] = []


def register(kind: Kind) -> None:
    """Add a kind to the document; a name that is there already is replaced by an equal one only."""
    _kinds[kind.name] = kind


def register_check(check: "Callable[[Document], Iterable[Gap]]") -> None:
    """Add a check of the document as a whole, such as of its order in time; each is asked once for all gaps."""
    if check not in _checks:
        _checks.append(check)


def checks() -> "list[Callable[[Document], Iterable[Gap]]]":
    """The checks of the document as a whole."""
    return list(_checks)


def register_guard(guard: Guard) -> None:
    """Add a guard; it is asked by every edit of its fields, on the desk and through the API, and by every file for a draft."""
    if guard not in _guards:
        _guards.append(guard)


def guards() -> list[Guard]:
    return list(_guards)


def kinds() -> list[Kind]:
    """All kinds, in the order in which the document lists them."""
    return sorted(_kinds.values(), key=lambda kind: kind.order)


def kind(name: str) -> Kind:
    """The kind called ``name``. Raises KeyError."""
    return _kinds[name]


def amount(minimum: float | None = None, maximum: float | None = None, note: str = "note", *, is_mark: bool = False) -> Composite:
    """A number with a note (or what ``note`` calls it); a bare number or text in a file is the number or the note.

    A mark, out of so many, is a number: a bare word in its place says none, and is refused.
    """
    from roadmap.domain.document.numbers import number_typed
    from roadmap.domain.document.values import Number

    def shorthand(raw: Any) -> Any:
        if isinstance(raw, int | float) and not isinstance(raw, bool):
            return {"value": raw}
        if isinstance(raw, str) and raw:
            return {note: raw} if number_typed(raw) is None and not is_mark else {"value": raw}
        return raw

    return Composite(
        {"value": Number(minimum=minimum, maximum=maximum, is_mark=is_mark), note: Text()}, shorthand, ("number", "string")
    )


__all__ = [
    "Field",
    "Guard",
    "Kind",
    "Refs",
    "amount",
    "checks",
    "guards",
    "kind",
    "kinds",
    "register",
    "register_check",
    "register_guard",
]
