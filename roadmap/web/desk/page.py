"""The desk as one page: what the templates of the draft need, from one document, without a further question to the database."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from accounts.access import actor_of
from accounts.enums import Language
from roadmap.domain.clock import DAMASCUS
from roadmap.domain.completeness import find_gaps
from roadmap.domain.document import Document, Entry, Gap, kinds
from roadmap.domain.document.leaves import referred
from roadmap.domain.document.local import direction
from roadmap.domain.document.searching import search, with_context
from roadmap.domain.document.storage import build_document
from roadmap.domain.queries.limits import limits_of, touched
from roadmap.domain.queries.standing import kept_document, kept_gaps, standing
from roadmap.enums import Dimension
from roadmap.models import Roadmap
from roadmap.web.desk.cards import CardMaker
from roadmap.web.desk.filters import Look, languages_of, read_look
from roadmap.web.desk.fragments import QUARTER, fragments, key_of
from roadmap.web.desk.layout import Node, Section, anchor_of, lay_out
from roadmap.web.desk.limits import shown
from roadmap.web.navigation import address

SHOWN_GAPS = 60
_INDENT = re.compile(r"\s*\n\s*")


@dataclass(frozen=True)
class Missing:
    """A gap with the address of the form that closes it. ``target`` is the card that the form replaces in place."""

    url: str
    code: str
    message: Any
    target: str = ""


@dataclass
class Desk:
    """The draft as one person looks at it. ``only_shown``: nothing will be changed, so that what was read before serves."""

    request: HttpRequest
    roadmap: Roadmap
    may_edit: bool
    focus: str = ""
    only_shown: bool = False
    paper: str = ""

    @cached_property
    def standing(self) -> str:
        return standing(self.roadmap)

    @cached_property
    def document(self) -> Document:
        return kept_document(self.roadmap, self.standing) if self.only_shown else build_document(self.roadmap)

    @cached_property
    def look(self) -> Look:
        return read_look(self.request, self.document)

    @cached_property
    def gaps(self) -> list[Gap]:
        return kept_gaps(self.roadmap, self.standing) if self.only_shown else find_gaps(self.document)

    @cached_property
    def found(self) -> set[str] | None:
        """Refs that fit the filters; None where nothing is filtered. What is recorded stands on a page of its own."""
        if not self.look.wanted:
            return None
        recorded = tuple(f"{each.name}/" for each in kinds() if each.recorded)
        return {ref for ref in search(self.document, self.look.wanted, self.gaps) if not ref.startswith(recorded)}

    @cached_property
    def sections(self) -> list[Section]:
        shown = None if self.found is None else with_context(self.document, self.found)
        sections = lay_out(self.document, shown)
        return sections if shown is None else [section for section in sections if section.count]

    def section_of(self, entry: Entry) -> Section | None:
        """The section in which an item stands, by itself or under another."""
        return next((s for s in self.sections for node in _all_nodes(s) if node.entry.ref == entry.ref), None)

    def section(self, anchor: str) -> Section | None:
        return next((section for section in self.sections if section.anchor == anchor), None)

    def node(self, entry: Entry) -> Node:
        """An item with what hangs under it, whether or not it fits the filters."""
        return next(node for s in lay_out(self.document) for node in _all_nodes(s) if node.entry.ref == entry.ref)

    def prepare_page(self) -> None:
        """The HTML of all sections: whole from the cache where nothing changed, put together from sections and cards otherwise.

        What is large and soon outdated by an edit is kept for a short time only.
        """
        if self._is_whole:
            key = self._whole_key("paper", self.look.languages, self.limits)
            self.paper = fragments({key: self._render_sections}, seconds=QUARTER)[key]
        else:
            self.paper = self._render_sections()

    @property
    def _is_whole(self) -> bool:
        """Whether the page follows from the standing of the draft and what it is asked to show."""
        return self.only_shown and not self.look.wanted

    def _whole_key(self, name: str, *parts: Any) -> str:
        return key_of(name, self.roadmap.pk, self.standing, self.may_edit, dt.datetime.now(tz=DAMASCUS).date(), parts)

    def _render_sections(self) -> SafeString:
        keys = {section.anchor: self._section_key(section) for section in self.sections}
        html = fragments({keys[each.anchor]: partial(self._render_section, each) for each in self.sections}, seconds=QUARTER)
        # Each was rendered by a template, which escapes.
        return mark_safe("".join(html[keys[section.anchor]] for section in self.sections))  # noqa: S308

    def _section_key(self, section: Section) -> str:
        runs = [(run.label, run.code, run.value, [self._node_keys(node) for node in run.nodes]) for run in section.runs]
        return key_of("section", self.roadmap.key, self.may_edit, section.anchor, section.label, section.start, runs)

    def _node_keys(self, node: Node) -> list[str]:
        return [self._card_key(each.entry) for each in (node, *node.children)]

    def _render_section(self, section: Section) -> str:
        self.prepare(section.nodes)
        context = {"section": section, "roadmap": self.roadmap, "may_edit": self.may_edit}
        return _INDENT.sub("\n", render_to_string("roadmap/desk/_section.html", context))

    def prepare(self, nodes: Iterable[Node]) -> None:
        """Give each node, and those under it, its card: from the cache, or rendered. Templates only put them together."""
        wanted = [each for node in nodes for each in (node, *node.children)]
        maker = CardMaker(self.document, self.look.languages)
        keys = {node.entry.ref: self._card_key(node.entry) for node in wanted}
        html = fragments({keys[node.entry.ref]: partial(self._render_card, maker, node.entry) for node in wanted})
        for node in wanted:
            node.html = html[keys[node.entry.ref]]
            node.focus = node.entry.ref == self.focus
            node.add = add_links(self.roadmap, node.entry) if self.may_edit else []

    @cached_property
    def blocking(self) -> dict[str, list[str]]:
        """By ref, what keeps the draft from being frozen."""
        found: dict[str, list[str]] = {}
        for gap in self.gaps:
            if gap.blocking:
                found.setdefault(gap.ref, []).append(str(gap.message))
        return found

    @cached_property
    def limits(self) -> dict[str, list[dict[str, Any]]]:
        """By ref, what groups set as limits to the items that one of them cannot accept. One query."""
        found = limits_of(self.roadmap, actor_of(self.request))
        return {ref: shown(minded) for ref, limits in found.items() if (minded := touched(limits))}

    def _card_key(self, entry: Entry) -> str:
        near = [
            (ref, other.code, other.data.get(other.definition.heading))
            for each, target in entry.definition.references()
            for ref in (f"{target}/{key}" for key in referred(entry, each, target))
            if (other := self.document.entry(ref))
        ]
        order = [each.key for each in self.document.of("areas")]
        own = self.document.roadmap
        setting = (own["key"], own.get("t0"), self.document.source_language, self.look.languages, self.may_edit, order)
        revisions = entry.draft.field_revisions if entry.draft else {}
        marks = (self.blocking.get(entry.ref), self.limits.get(entry.ref))
        return key_of("card", setting, entry.ref, entry.code, entry.data, revisions, near, marks)

    def _render_card(self, maker: CardMaker, entry: Entry) -> str:
        context = {
            "card": maker.card(entry),
            "gaps": self.blocking.get(entry.ref, []),
            "limits": self.limits.get(entry.ref, []),
            "may_edit": self.may_edit,
            "urls": item_urls(self.roadmap, entry),
            "columns": len(self.look.languages),
            "source": self.document.source_language,
        }
        return _INDENT.sub("\n", render_to_string("roadmap/desk/_card.html", context))

    # --- What stands around the paper ------------------------------------------------------------------------------

    @cached_property
    def states(self) -> dict[str, str]:
        """The mark of each item in the outline: what blocks freezing counts more than what is only doubtful."""
        found: dict[str, str] = {}
        for gap in self.gaps:
            found.setdefault(gap.ref, "missing" if gap.blocking else "outdated")
        return found

    def outline(self) -> SafeString:
        """The outline, from the cache where it did not change."""
        if self._is_whole:
            key = self._whole_key("whole-outline")
            return fragments({key: self._render_outline}, seconds=QUARTER)[key]
        return self._render_outline()

    def _render_outline(self) -> SafeString:
        outline = [
            {
                "url": f"#section-{section.anchor}",
                "label": str(section.label),
                "count": section.count,
                "children": [self._outlined(node) for node in section.nodes],
            }
            for section in self.sections
        ]
        key = key_of("outline", outline)
        return fragments({key: lambda: render_to_string("components/outline.html", {"outline": outline})})[key]

    def _outlined(self, node: Node) -> dict[str, Any]:
        state = self.states.get(node.entry.ref) or next((s for n in node.children if (s := self.states.get(n.entry.ref))), "")
        return {"url": f"#{node.anchor}", "code": node.entry.code, "label": node.entry.title(), "state": state}

    def missing(self) -> dict[str, Any]:
        """What blocks freezing, and what is only doubtful, each with the address of its form."""
        blocking = [gap for gap in self.gaps if gap.blocking]
        doubtful = [gap for gap in self.gaps if not gap.blocking]
        return {
            "blocking": [self._missing(gap) for gap in blocking[:SHOWN_GAPS]],
            "blocking_count": len(blocking),
            "doubtful": [self._missing(gap) for gap in doubtful[:SHOWN_GAPS]],
            "doubtful_count": len(doubtful),
        }

    def _missing(self, gap: Gap) -> Missing:
        entry = self.document.entry(gap.ref)
        if entry is None:
            if gap.path in {section.kind.name for section in lay_out(self.document)}:
                return Missing(reverse("item_add", args=[self.roadmap.key, gap.path]), "", gap.message)
            return Missing(f"{reverse('roadmap_edit', args=[self.roadmap.key])}?at={quote(gap.path)}", "", gap.message)
        url = f"{reverse('item_edit', args=[self.roadmap.key, entry.kind, entry.key])}?at={quote(gap.path)}"
        return Missing(url, entry.code, gap.message, anchor_of(entry))

    def choices(self) -> dict[str, list[tuple[str, str]]]:
        """What one may filter by."""
        return {
            "areas": [(each.key, f"{each.code} · {each.title()}") for each in self.document.of("areas")],
            "sectors": [(each.key, f"{each.code} · {each.title()}") for each in self.document.of("sectors")],
            "dimensions": [(str(value), str(label)) for value, label in Dimension.choices],
        }

    def switches(self) -> list[dict[str, Any]]:
        """Languages that can be shown, each with the address that switches it; the last one cannot be switched off."""
        shown = self.look.languages
        own = languages_of(self.document)
        return [
            {
                "code": code,
                "label": Language(code).label,
                "on": code in shown,
                "url": "?" + self.look.query(languages=[c for c in own if (c in shown) != (c == code)] or shown),
            }
            for code in own
        ]

    def recorded(self) -> list[dict[str, Any]]:
        """What is recorded and not drafted: how much there is, and where it is read."""
        return [
            {"label": each.plural, "count": len(self.document.of(each.name)), "url": url}
            for each in kinds()
            if each.recorded and (url := address(each.page, self.roadmap.key))
        ]

    def cover(self) -> list[dict[str, str]]:
        """Title and summary in the languages shown."""
        title, summary = self.document.roadmap.get("title") or {}, self.document.roadmap.get("summary") or {}
        return [
            {"code": code, "dir": direction(code), "title": title.get(code, ""), "summary": summary.get(code, "")}
            for code in self.look.languages
        ]


def item_urls(roadmap: Roadmap, entry: Entry) -> dict[str, str]:
    """The addresses of one item's actions."""
    base = reverse("item", args=[roadmap.key, entry.kind, entry.key])
    return {name: f"{base}{name}/" for name in ("edit", "move", "duplicate", "delete", "confirm")}


def add_links(roadmap: Roadmap, entry: Entry) -> list[tuple[str, str]]:
    """Buttons that add what hangs under an item: (address, label)."""
    return [
        (f"{reverse('item_add', args=[roadmap.key, kind.name])}?{name}={quote(entry.key)}", str(kind.label))
        for kind in kinds()
        for name in (() if kind.recorded else kind.parents)
        if getattr(kind.by_name[name].value, "kind", "") == entry.kind
    ]


def _all_nodes(section: Section) -> Iterator[Node]:
    for node in section.nodes:
        yield node
        yield from node.children


__all__ = ["Desk", "Missing", "item_urls"]
