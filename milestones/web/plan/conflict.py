"""Keeping what cannot be as a conflict between positions: who wants which of two milestones first. No part of the plan."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.access import access
from accounts.domain.errors import Invalid, Problem, Refused
from accounts.enums import Language
from accounts.http import SignedInRequest
from accounts.models.text import in_language, page_first
from milestones.domain.exchanging import keep_conflict
from milestones.domain.parties import KNOWN_IN, actors, known_as
from milestones.domain.schedule import Schedule
from milestones.domain.schedule.wording import Words
from milestones.web.plan.frame import frame
from roadmap.domain.document import Document
from roadmap.domain.document.local import direction
from roadmap.domain.document.storage import build_document
from roadmap.models import Roadmap
from roadmap.web import lookups
from roadmap.web.desk.replies import Flash, keep

#: Rows without a word in them that are offered beside the others.
_SPARE = 1
_MOST = 40
#: Where a problem with one order is.
_AT_ORDER = re.compile(r"orders\[(?P<place>\d+)\]\.(?P<part>\w+)")


@dataclass(frozen=True)
class Order:
    """One row as it is typed. ``wanted_by``: an area's key or a third party's name; ``other``: one that is not listed.

    ``errors``: what is wrong, by field.
    """

    number: int
    wanted_by: str = ""
    other: str = ""
    first: str = ""
    then: str = ""
    reason: str = ""
    errors: Mapping[str, str] = field(default_factory=dict, kw_only=True)

    @property
    def is_empty(self) -> bool:
        return not (self.wanted_by or self.other or self.first or self.then or self.reason)


@dataclass
class ConflictForm:
    """``data`` is what the browser sent; without it the rows say what the plan itself asks of the members ``keys``."""

    document: Document
    data: QueryDict
    keys: list[str]
    errors: dict[int, dict[str, str]] = field(default_factory=dict)

    @property
    def is_typed(self) -> bool:
        return "rows" in self.data

    def rows(self) -> list[Order]:
        rows = self._typed() if self.is_typed else self._asked()
        found = [replace(each, errors=self.errors.get(each.number, {})) for each in rows]
        spare = [Order(len(found) + number) for number in range(_SPARE)]
        return found + ([] if any(each.is_empty for each in found) else spare)

    def _typed(self) -> Iterator[Order]:
        count = self.data.get("rows", "")
        for number in range(min(int(count), _MOST) if count.isdecimal() else 0):
            names = ("wanted_by", "other", "first", "then", "reason")
            yield Order(number, *(self.data.get(f"{name}.{number}", "").strip() for name in names))

    def _said(self) -> list[Order]:
        """The rows that somebody wrote in: the orders of the conflict, in their places."""
        return [each for each in self._typed() if not each.is_empty]

    def blame(self, refused: Refused) -> None:
        """Say what is wrong with an order beside its field."""
        said = self._said()
        for problem in refused.problems:
            if found := _AT_ORDER.fullmatch(problem.path):
                self.errors.setdefault(said[int(found["place"])].number, {})[found["part"]] = str(problem.message)

    def _asked(self) -> Iterator[Order]:
        """Whoever is to do a milestone wants first what it waits for."""
        number = 0
        for first, then in _pairs(Schedule(self.document), self.keys):
            entry = self.document.find("milestones", then)
            for party in actors(entry, KNOWN_IN) if entry else []:
                yield Order(number, wanted_by=party, first=first, then=then)
                number += 1

    def parties(self) -> list[tuple[str, str]]:
        """Areas, and third parties by their name in the reader's language; what is kept is the same for every reader."""
        areas = [(entry.key, f"{entry.code} · {entry.title()}") for entry in self.document.of("areas")]
        named = (each.data["actor"] for each in self.document.of("milestones") if each.data.get("actor"))
        third = {known_as(each): in_language(each) for each in named}
        return areas + sorted(third.items(), key=lambda each: each[1])

    def milestones(self) -> list[tuple[str, str]]:
        """The members first."""
        listed = sorted(self.document.of("milestones"), key=lambda entry: entry.key not in self.keys)
        return [(entry.key, f"{entry.code} · {entry.title()}") for entry in listed]

    def titles(self) -> list[dict[str, Any]]:
        suggested = self._suggested()
        first = page_first()[0]
        return [
            {
                "name": f"title.{code}",
                "label": Language(code).label,
                "lang": code,
                "dir": direction(code),
                "value": self.data.get(f"title.{code}", "" if self.is_typed or code != first else suggested),
            }
            for code in page_first()
            if code in self.document.languages
        ]

    def _suggested(self) -> str:
        """A title in the active language."""
        return _("Order of %(codes)s") % {"codes": Words.of(self.document).listed(self.keys)} if self.keys else ""

    def _title(self) -> dict[str, str]:
        """What was typed; a suggestion that was left as it is goes into every language that nobody wrote in."""
        typed = {each["lang"]: each["value"] for each in self.titles() if each["value"]}
        if not typed or typed.get(page_first()[0]) != self._suggested():
            return typed
        found = {}
        for language in self.document.languages:
            with override(language):
                found[language] = typed.get(language) or self._suggested()
        return found

    @property
    def note(self) -> str:
        return self.data.get("note", "")

    def item(self) -> dict[str, Any]:
        """The conflict as a file would hold it."""
        source = self.document.source_language
        orders = [
            {
                "wanted_by": each.wanted_by or each.other,
                "first": each.first,
                "then": each.then,
                **({"reason": {page_first()[0]: each.reason}} if each.reason else {}),
            }
            for each in self._said()
        ]
        found = {"title": self._title(), "note": {source: self.note} if self.note else {}, "orders": orders}
        return {name: value for name, value in found.items() if value}


def _pairs(schedule: Schedule, keys: list[str]) -> Iterator[tuple[str, str]]:
    """What must come first, and what then, among the members."""
    members = set(keys)
    for key in keys:
        terms = schedule.terms.get(key)
        for link in terms.links if terms else ():
            if link.of in members and link.of != key:
                yield (key, link.of) if link.by == "not_after" else (link.of, key)
        for options in terms.anys if terms else ():
            yield from ((option, key) for option in options if option in members)


@access("roadmap.edit_draft", lookup=lookups.roadmap)
def conflict(request: SignedInRequest, roadmap: Roadmap) -> HttpResponseBase:
    """The form by GET with its members ``m``; a POST saves, or adds a row."""
    document = build_document(roadmap)
    data = request.POST if request.method == "POST" else request.GET
    keys = [key for key in dict.fromkeys(data.getlist("m")) if document.find("milestones", key)]
    form = ConflictForm(document, data, keys)
    if request.method != "POST" or "more" in request.POST:
        return _show(request, roadmap, form)
    try:
        item = keep_conflict(roadmap=roadmap, document=document, data=_said(form), actor=request.user)
    except Refused as refused:
        form.blame(refused)
        return _show(request, roadmap, form, refused)
    delete = reverse("item_delete", args=[roadmap.key, "conflicts", item.key])
    edit = reverse("item_edit", args=[roadmap.key, "conflicts", item.key])
    message = _("%(code)s keeps who wants what first.") % {"code": item.code}
    keep(request, roadmap, Flash(message, undo=delete, links=[(edit, item.code)]))
    return redirect("plan", key=roadmap.key)


def _said(form: ConflictForm) -> dict[str, Any]:
    """What is to be kept. Raises Invalid for a conflict in which nobody wants anything: it would only stop the freezing."""
    found = form.item()
    if "orders" not in found:
        problem = Problem("orders", _("Say who wants which milestone first, at least once."))
        raise Invalid(_("Some fields need your attention."), [problem])
    return found


def _show(request: SignedInRequest, roadmap: Roadmap, form: ConflictForm, refused: Refused | None = None) -> HttpResponse:
    context = {"form": form, "refused": refused, **frame(roadmap, "plan")}
    context["crumbs"] = [*context["crumbs"], (reverse("plan", args=[roadmap.key]), _("Plan"))]
    return render(request, "milestones/plan/conflict.html", context, status=refused.status if refused else 200)
