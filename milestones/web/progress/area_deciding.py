"""The second step of an area's change: what is said for all of a group at once, and for one of it where it goes another way."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from milestones.domain.area_changes import Affected, Decision
from milestones.domain.parties import areas_doing
from milestones.domain.plan import Plan
from milestones.web.progress import words
from roadmap.domain.document import Document, Entry

#: What a list sends beside the key of an area: as for all of the group; to nobody. Neither can be a key.
AS_ALL, NOBODY = "", "!"
_REASON = "reason"
Targets = list[tuple[str, str]]


@dataclass(frozen=True)
class Row:
    """One thing to decide on. ``to`` is the area it passes on to, NOBODY, or AS_ALL; ``problem``: what is wrong with it alone."""

    ref: str
    code: str
    title: str
    tags: list[words.Tag]
    chip: words.Chip | None
    to: str
    reason: str
    told: str
    problem: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it shows what was said of it alone."""
        return bool(self.to or self.reason or self.problem)


@dataclass(frozen=True)
class Group:
    """What can be decided on together. ``to`` is what holds for each row that says nothing else; "" while nothing was chosen."""

    name: str
    label: str
    area: words.Tag | None
    nobody: str
    nobody_for_all: str
    takes_reason: bool
    to: str
    rows: list[Row]
    problem: str = ""


@dataclass(frozen=True)
class Deciding:
    """What was typed of the decisions (``data``) on what was ``found``. ``usual``: what is offered for all milestones.

    ``is_fresh``: what was typed answers other areas, so that only its reasons are taken.
    """

    document: Document
    plan: Plan
    found: Affected
    ending: list[str]
    targets: Targets
    usual: str
    data: QueryDict
    is_fresh: bool

    @property
    def reason(self) -> str:
        """What holds for each milestone that has no reason of its own."""
        return str(self.data.get(_REASON, ""))

    @staticmethod
    def is_typed(name: str) -> bool:
        """Whether a field of this name belongs to the decisions."""
        return name == _REASON or name.startswith(("all.", "to.", "reason."))

    def groups(self) -> list[Group]:
        """Milestones by the area that they are open in, then measures, then crossings; none without rows."""
        named = [*self._of_milestones(), ("measures", self.found.measures), ("crossings", self.found.crossings)]
        return [self._group(name, keys) for name, keys in named if keys]

    def _of_milestones(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Those of one area together; joint ones with the first that ends."""
        held = {key: areas_doing(self._entry("milestones", key)) for key in self.found.open}
        homes = {key: next(area for area in self.ending if area in areas) for key, areas in held.items()}
        for area in self.ending:
            yield f"milestones.{area}", tuple(key for key, home in homes.items() if home == area)

    def _entry(self, kind: str, key: str) -> Entry:
        entry = self.document.find(kind, key)
        assert entry is not None  # noqa: S101 it was found in this document
        return entry

    def _group(self, name: str, keys: tuple[str, ...]) -> Group:
        kind, _dot, area = name.partition(".")
        is_milestones = kind == "milestones"
        usual = self.usual if is_milestones else NOBODY
        to = usual if self.is_fresh else str(self.data.get(f"all.{name}", usual))
        label = {"milestones": _("Open milestones"), "measures": _("Measures"), "crossings": _("Crossings")}[kind]
        return Group(
            name=name,
            label=label,
            area=words.tag_of(area, self.document) if len(self.ending) > 1 and area else None,
            nobody=_("Nobody: it ends here") if is_milestones else _("Stays as it is"),
            nobody_for_all=_("Nobody: they end here") if is_milestones else _("They stay as they are"),
            takes_reason=is_milestones,
            to=to,
            rows=[self._row(self._entry(kind, key), to, is_milestones=is_milestones) for key in keys],
        )

    def _row(self, entry: Entry, of_all: str, *, is_milestones: bool) -> Row:
        keys = entry.data.get("areas") or entry.data.get("between") or ()
        to = AS_ALL if self.is_fresh else str(self.data.get(f"to.{entry.ref}", AS_ALL))
        return Row(
            ref=entry.ref,
            code=entry.code,
            title=entry.title(),
            tags=words.doing(entry, self.document) if is_milestones else [words.tag_of(each, self.document) for each in keys],
            chip=words.state_chip(self.plan.progress[entry.key].state) if is_milestones else None,
            to=to,
            reason=str(self.data.get(f"reason.{entry.ref}", "")) if is_milestones else "",
            told=self._told(to, of_all, is_milestones=is_milestones),
        )

    def _told(self, to: str, of_all: str, *, is_milestones: bool) -> str:
        """What is decided on one row, in a few words; ``of_all`` is what is said for its whole group."""
        if to == AS_ALL:
            return _("as for all") if of_all else _("no decision of its own yet")
        if to == NOBODY:
            return _("ends by decision") if is_milestones else _("stays as it is")
        return _("passes on to %(area)s") % {"area": dict(self.targets).get(to, to)}

    def decisions(self) -> dict[str, Decision]:
        """By ref; nothing for what nothing was said of. A measure or crossing that stays needs no decision."""
        found = {}
        for group in self.groups():
            for row in group.rows:
                to = row.to or group.to
                if group.takes_reason and to:
                    found[row.ref] = Decision("" if to == NOBODY else to, self._reason_of(row))
                elif to not in {AS_ALL, NOBODY}:
                    found[row.ref] = Decision(to)
        return found

    def _reason_of(self, row: Row) -> dict[str, str]:
        return {self.document.source_language: row.reason.strip() or self.reason.strip()}

    def told(self, problems: Mapping[str, str]) -> tuple[list[Group], str]:
        """The groups with each problem (by ref) told once, where it is mended: at the reason for all (answered apart), at what
        is said for all of the group, or at the row.
        """
        said, groups = "", []
        for group in self.groups():
            rows, at_all = [], ""
            for row in group.rows:
                problem = problems.get(row.ref, "")
                if problem and (row.to or group.to) and group.takes_reason and not any(self._reason_of(row).values()):
                    said, problem = problem, ""
                elif problem and row.to == AS_ALL:
                    at_all, problem = problem, ""
                rows.append(replace(row, problem=problem))
            groups.append(replace(group, rows=rows, problem=at_all))
        return groups, said
