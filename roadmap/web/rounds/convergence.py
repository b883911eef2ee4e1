"""Where the groups stand on each item, how that moved over the rounds, and which red lines hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts.access import access, actor_of
from roadmap.domain.document import kinds
from roadmap.domain.document.local import direction
from roadmap.domain.queries.convergence import convergence_of
from roadmap.domain.queries.convergence_rows import HIDDEN, SILENT, Cell, ChosenRows, Convergence, Held, ItemRow, Move, Step
from roadmap.domain.queries.limits import Limit
from roadmap.enums import Outcome, RoundState, Stand
from roadmap.models import Roadmap
from roadmap.web.rounds.lookups import roadmap as reviewed_roadmap
from roadmap.web.rounds.replies import crumbs

PER_PAGE = 50
_ALL = ("", _("All"))
#: By what a group held: the icon and the words.
STANDS: Mapping[str, tuple[str, str | Promise]] = {
    Stand.SUPPORT: ("support", Stand.SUPPORT.label),
    Stand.CONDITIONAL: ("conditions", Stand.CONDITIONAL.label),
    Stand.CANNOT_ACCEPT: ("cannot", Stand.CANNOT_ACCEPT.label),
    Stand.NONE: ("no-position", Stand.NONE.label),
    HIDDEN: ("lock", _("Not shown to this group")),
    SILENT: ("", _("Has not signed off a position")),
}
_MOVES: Mapping[Move, tuple[str, str | Promise]] = {
    "nearer": ("up", _("Nearer than before")),
    "further": ("down", _("Further away than before")),
}


class ChosenForm(forms.Form):
    """What the table is narrowed down to; an unknown value restricts nothing."""

    round = forms.ChoiceField(label=_("Round"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    area = forms.ChoiceField(label=_("Area"), required=False)
    sector = forms.ChoiceField(label=_("Sector"), required=False)
    group = forms.ChoiceField(label=_("Group"), required=False)
    quiet = forms.BooleanField(label=_("Also items on which no group has spoken"), required=False)

    def __init__(self, data: Any, found: Convergence) -> None:
        super().__init__({"round": found.shown.number if found.shown else "", **data.dict()})
        present = {row.kind for row in found.items}
        rounds = [(str(each.number), f"{each.number} · {RoundState(each.state).label}") for each in reversed(found.rounds)]
        self._offer("round", rounds)
        self._offer("kind", [_ALL, *((each.name, each.plural) for each in kinds() if each.name in present)])
        self._offer("area", [_ALL, *_items(found, "areas")])
        self._offer("sector", [_ALL, *_items(found, "sectors")])
        self._offer("group", [_ALL, *((each.key, each.name) for each in found.groups)])

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 says to the type checker what is declared above
        field.choices = choices

    def chosen(self) -> ChosenRows:
        self.is_valid()
        known = self.cleaned_data
        words = {name: known.get(name, "") for name in ("kind", "area", "sector", "group")}
        return ChosenRows(**words, quiet=known.get("quiet", False))


def _items(found: Convergence, kind: str) -> list[tuple[str, str]]:
    rows = sorted((row for row in found.items if row.kind == kind), key=lambda row: row.place)
    return [(row.ref.partition("/")[2], f"{row.code} · {row.title}") for row in rows]


@lru_cache(maxsize=512)
def _mark(icon: str, label: str) -> SafeString:
    """A sign with its words. A table shows thousands of them, and a few dozen that differ."""
    return render_to_string("roadmap/rounds/_mark.html", {"name": icon, "label": label})


@dataclass(frozen=True)
class ShownCell:
    """A cell of the table, its marks rendered: the position now, the ones before, how it moved. ``name`` is part of a class,
    ``url`` leads to the group's words, ``red_line`` to its member's.
    """

    group: str
    name: str
    now: str
    url: str
    before: tuple[str, ...]
    move: str
    red_line: str

    @property
    def is_empty(self) -> bool:
        return self.name == "silent" and not (self.before or self.red_line)


@dataclass(frozen=True)
class ShownRow:
    """A line of the table. ``before`` are the steps of earlier rounds, the latest first; ``said`` the groups' conditions."""

    row: ItemRow
    anchor: str
    cells: tuple[ShownCell, ...]
    before: tuple[Step, ...]
    said: tuple[tuple[str, str, Held], ...]

    @property
    def reworded(self) -> bool:
        """Whether the text changed since the round before."""
        return self.row.now.reworded


@require_GET
@access("roadmap.view_comments", lookup=reviewed_roadmap)
def show(request: HttpRequest, roadmap: Roadmap) -> HttpResponse:
    """Items against groups, the most contested first, and the red lines that hold."""
    found = _found(roadmap, request)
    form = ChosenForm(request.GET, found)
    chosen = form.chosen()
    narrow = found.narrowed(chosen)
    page = Paginator(narrow.items, PER_PAGE).get_page(request.GET.get("page"))
    rows = [*((narrow.whole,) if narrow.whole and page.number == 1 else ()), *page.object_list]
    shown = [_row(row, narrow) for row in rows if not row.is_quiet or row.ref]
    context = {
        "roadmap": roadmap,
        "crumbs": crumbs(roadmap=roadmap),
        "found": narrow,
        "form": form,
        "is_filtered": chosen != ChosenRows(),
        "page": page,
        "rows": shown,
        "red_lines": [_limit(each, found, roadmap) for each in narrow.red_lines],
        "red_line_mark": _mark("red-line", gettext("Red line of a member")),
        "legend": [(name or "silent", *STANDS[name]) for name in STANDS if name],
        "is_open": bool(found.shown and found.shown.state == RoundState.OPEN),
        "without_words": sum(row.is_quiet for row in found.items),
    }
    return render(request, "roadmap/rounds/convergence.html", context)


def _found(roadmap: Roadmap, request: HttpRequest) -> Convergence:
    """The round that the address names, else the newest closed one."""
    asked = request.GET.get("round", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None
    try:
        return convergence_of(roadmap, actor_of(request), number=number)
    except LookupError:
        return convergence_of(roadmap, actor_of(request))


def _row(row: ItemRow, found: Convergence) -> ShownRow:
    anchor = row.ref.replace("/", "-") or "whole"
    names = {each.key: each.name for each in found.groups}
    lines = {(each.group, str(each.kind)): f"#limit-{each.uid}" for each in found.red_lines if each.ref == row.ref}
    return ShownRow(
        row=row,
        anchor=anchor,
        cells=tuple(_cell(cell, names[cell.group], anchor, lines) for cell in row.cells),
        before=row.steps[-2::-1],
        said=tuple((cell.group, names[cell.group], cell.now) for cell in row.cells if cell.now.conditions),
    )


def _cell(cell: Cell, name: str, anchor: str, lines: Mapping[tuple[str, str], str]) -> ShownCell:
    url = f"#said-{anchor}-{cell.group}" if cell.now.conditions else ""
    if cell.now.stand == Stand.CANNOT_ACCEPT:
        url = lines.get((cell.group, "cannot_accept"), "")
    icon, label = STANDS[cell.now.stand]
    earlier = (held for held in cell.before if held.stand not in {SILENT, HIDDEN})
    return ShownCell(
        group=name,
        name=cell.now.stand or "silent",
        now=_mark(icon, str(label)) if icon else format_html('<span class="visually-hidden">{}</span>', label),
        url=url,
        before=tuple(_past(held) for held in earlier),
        move=_moved(cell),
        red_line=lines.get((cell.group, "red_line"), ""),
    )


def _past(held: Held) -> SafeString:
    icon, label = STANDS[held.stand]
    return _mark(icon, gettext("Round %(number)d: %(stand)s") % {"number": held.round, "stand": label})


def _moved(cell: Cell) -> str:
    if cell.move not in _MOVES:
        return ""
    icon, label = _MOVES[cell.move]
    return _mark(icon, str(label))


def _limit(limit: Limit, found: Convergence, roadmap: Roadmap) -> dict[str, Any]:
    """A red line or a refusal with its item, in the words and the direction of who drew it."""
    row = found.by_ref.get(limit.ref)
    answer = reverse("answer", args=[roadmap.key, limit.round, limit.uid])
    positions = f"{reverse('round_positions', args=[roadmap.key, limit.round])}?stand={Stand.CANNOT_ACCEPT.value}"
    return {
        "limit": limit,
        "code": row.code if row else limit.ref.partition("/")[2],
        "title": row.title if row else "",
        "is_gone": row is None,
        "icon": "red-line" if limit.kind == "red_line" else "cannot",
        "label": limit.label,
        "dir": direction(limit.language) if limit.language else "auto",
        "outcome": Outcome(limit.outcome).label if limit.outcome else "",
        "url": answer if limit.kind == "red_line" else positions,
    }
