"""A form over the leaves of an item or of the roadmap itself."""

from collections.abc import Iterator, Mapping
from typing import Any, Self

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.domain.errors import Refused
from accounts.models.text import LANGUAGES
from roadmap.domain.document import Document, Entry, Field, Kind
from roadmap.domain.document.catalogue import ROADMAP_FIELDS
from roadmap.domain.document.containers import GONE
from roadmap.domain.drafting import Clash
from roadmap.web.desk.forms.building import Setting, build_blocks
from roadmap.web.desk.forms.inputs import FITS, KEEP, WAS, Both, Input, digest
from roadmap.web.desk.forms.rows import in_form, row_lists, rows_back


class DraftForm:
    """What one edits at a time. ``base`` is the revision that the person started from; ``at`` the path that gets the focus."""

    def __init__(self, fields: tuple[Field, ...], data: Mapping[str, Any], setting: Setting, *, base: int, at: str = "") -> None:
        self.fields = {each.name: each for each in fields}
        self.blocks = build_blocks(fields, data, setting)
        self.base = base
        self.message: Any = ""
        self.problems: list[Any] = []
        self.stray: list[tuple[str, str]] = []
        self._focus(at)

    @classmethod
    def of_entry(cls, entry: Entry, document: Document, *, at: str = "") -> Self:
        """The form of an item as it stands in the draft."""
        revisions = entry.draft.field_revisions if entry.draft else {}
        base = entry.draft.revision if entry.draft else 0
        return cls(entry.definition.fields, entry.data, Setting(document, revisions, entry.ref), base=base, at=at)

    @classmethod
    def of_new(cls, kind: Kind, start: Mapping[str, Any], document: Document) -> Self:
        """The form of an item that is not there yet; ``start`` holds what is known of it already."""
        form = cls(kind.fields, start, Setting(document, {}), base=0, at=f"{kind.heading}.{document.source_language}")
        for each in form.inputs():
            each.changed = bool(each.value)
            each.start = each.empty
        return form

    @classmethod
    def of_roadmap(cls, document: Document, *, at: str = "") -> Self:
        """The form of the roadmap's own fields."""
        draft = document.draft
        revisions = draft.field_revisions if draft else {}
        setting = Setting(document, revisions)
        return cls(ROADMAP_FIELDS, document.roadmap, setting, base=draft.revision if draft else 0, at=at)

    def inputs(self) -> Iterator[Input]:
        for block in self.blocks:
            yield from block.all_inputs()

    def read(self, data: QueryDict) -> None:
        """Take what was sent. What the draft no longer has a place for is kept aside, to be shown."""
        known = set()
        for each in self.inputs():
            each.read(data)
            known.add(each.path)
            if each.changed and data.get(f"{KEEP}{each.path}") == "theirs":
                each.changed, each.value = False, each.start
        sent = {name.removeprefix(WAS) for name in data if name.startswith(WAS)}
        lost = [path for path in sorted(sent - known) if digest(data.get(path, "")) != data[f"{WAS}{path}"]]
        self.stray = [(path, str(data[path])) for path in lost if data.get(path)]
        base = str(data.get("base", ""))
        self.base = int(base) if base.isascii() and base.isdigit() else 0

    def changes(self) -> dict[str, Any]:
        """Path → raw value of each leaf that this person changed; rows are taken away last, and from the end.

        Where rows are known by their place, nothing moves before what is said of it is put in.
        """
        found = {each.leaf: each.raw() for each in self.inputs() if each.changed}
        gone = [path for path in found if path.endswith(f".{GONE}")]
        return {
            **{path: raw for path, raw in found.items() if path not in gone},
            **{path: found[path] for path in reversed(gone)},
        }

    def way_back(self, revision: int) -> list[tuple[str, str]]:
        """What a form sends that undoes this edit, which made ``revision``: the former values of what it changed, nothing else.

        Translations that fitted before are named, so that they are not called out of date. Empty where nothing was changed.
        """
        changed = [each for each in self.inputs() if each.changed and digest(each.value) != each.was]
        rows = [block for lists in row_lists(self.blocks) for block in lists.blocks]
        moved = {each.path: row for row in rows if row.new or not row.stays for each in row.all_inputs()}
        pairs = [("base", str(revision))] if changed else []
        for each in (one for one in changed if one.path not in moved and one.type != "named"):
            pairs += [(f"{WAS}{each.path}", digest(each.value)), *each.pairs(each.start)]
        pairs += [pair for lists in row_lists(self.blocks) for pair in rows_back(lists)]
        pairs += [pair for each in changed if each.type == "named" for pair in _day_back(each)]
        names = {each.path.rpartition(".")[0] for each in changed}
        near = [each for each in self.inputs() if each.path.rpartition(".")[0] in names and each not in changed]
        return [*pairs, *((FITS, each.path) for each in near if each.state == "ok")]

    def nested(self) -> dict[str, Any]:
        """The same as data of a new item, as a file would hold it."""
        data: dict[str, Any] = {}
        for path, raw in self.changes().items():
            if raw not in ("", None, []):
                name, _dot, rest = path.partition(".")
                data[name] = self.fields[name].value.with_leaf(data.get(name), rest, raw)
        return data

    def refuse(self, error: Refused) -> None:
        """Put the domain's no beside the fields that it is about."""
        self.message = error.message
        if isinstance(error, Clash):
            self._contest(error)
        for problem in error.problems:
            target = self._nearest(problem.path)
            if target is None:
                self.problems.append(problem.message)
            else:
                target.errors.append(problem.message)
        self._focus_first_problem()

    def stop_at_stray(self) -> bool:
        """Whether something was typed that has no place any more, such as a word on an area that was deleted."""
        if self.stray:
            self.message = _("What is listed here was typed for something that is no longer in the draft. Copy what you need.")
        return bool(self.stray)

    def _contest(self, clash: Clash) -> None:
        self.base = clash.revision
        contested = {each.path for each in clash.contested}
        whole = tuple(f"{lists.path}." for lists in row_lists(self.blocks) if lists.path in contested)
        for each in self.inputs():
            if each.path in contested or (each.changed and whole and each.path.startswith(whole) and each.value != each.start):
                each.both = Both(readable(each, each.value), readable(each, each.start))

    def _nearest(self, path: str) -> Input | None:
        """The input that a problem's path names: itself, the list that holds it, the first part of it, or of what it is part of.

        What names a row that is there already has no input of its own: then it is said at the row.
        """
        plain = in_form(path, self.blocks).partition("[")[0]
        while plain:
            found = [each for each in self.inputs() if plain in (each.path, each.leaf)]
            inner = [each for each in self.inputs() if each.path.startswith(f"{plain}.")]
            changed = [each for each in inner if each.changed]
            if found or inner:
                return next(iter([*found, *changed, *inner]))
            plain = plain.rpartition(".")[0]
        return None

    def _focus(self, at: str) -> None:
        found = self._nearest(at) if at else None
        first = found or next(self.inputs(), None)
        if first:
            first.focus = True

    def _focus_first_problem(self) -> None:
        for each in self.inputs():
            each.focus = False
        wrong = next((each for each in self.inputs() if each.errors or each.both), None)
        if wrong:
            wrong.focus = True


def readable(each: Input, value: Any) -> str:
    """A value of an input in words."""
    names = dict(each.choices)
    if each.type == "flag":
        return _("Yes") if value else _("No")
    if each.type == "named":
        return " ".join(value.values())
    if each.type == "many":
        return "\n".join(names.get(key, key) for key in value)
    if each.type == "choice":
        return str(names.get(value, value))
    if each.type == "texts":
        return "\n".join(" · ".join(text[code] for code in LANGUAGES if code in text) for text in value)
    return str(value)


def _day_back(each: Input) -> list[tuple[str, str]]:
    """What takes away a named day that was added."""
    return [(f"{WAS}{each.leaf}", digest(each.value.get("day", ""))), (each.leaf, "")]
