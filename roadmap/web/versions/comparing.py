"""What changed between two versions, or from a version to the draft."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.access import access
from accounts.http import SignedInRequest
from roadmap.domain.document import Document, from_canonical, kinds
from roadmap.domain.document.comparing import Comparison, ItemChange, compare_documents
from roadmap.domain.document.storage import build_document
from roadmap.models import Roadmap, Version
from roadmap.web import lookups
from roadmap.web.versions.shared import crumbs

DRAFT = "draft"
STATES = {
    "added": gettext_lazy("Added"),
    "removed": gettext_lazy("Removed"),
    "changed": gettext_lazy("Changed"),
    "moved": gettext_lazy("Moved"),
}
_TONES = {"added": "good", "removed": "bad", "changed": "warn", "moved": "calm"}
_ICONS = {"added": "add", "removed": "cross", "changed": "edit", "moved": "moved"}


class CompareForm(forms.Form):
    """Which two to compare, and what of it to show. An unknown value restricts nothing."""

    old = forms.ChoiceField(label=gettext_lazy("From"))
    new = forms.ChoiceField(label=gettext_lazy("To"))
    state = forms.ChoiceField(label=gettext_lazy("Kind of change"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)

    def __init__(self, data: Any, versions: list[int]) -> None:
        sides = [(DRAFT, _("Draft")), *((str(number), _("Version %(number)d") % {"number": number}) for number in versions)]
        super().__init__(data)
        for name, choices in (
            ("old", sides),
            ("new", sides),
            ("state", [("", _("All")), *STATES.items()]),
            ("kind", [("", _("All")), *((each.name, each.plural) for each in kinds())]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 says to the type checker what is declared above
            field.choices = choices

    def add_prefix(self, field_name: str) -> str:
        """In the address the sides are called ``from`` and ``to``."""
        return {"old": "from", "new": "to"}.get(field_name, field_name)


@dataclass(frozen=True)
class Shown:
    """One change as the page shows it."""

    change: ItemChange
    marks: list[dict[str, str]]
    own: list[Any]
    others: list[Any]


@require_GET
@access("roadmap.compare", lookup=lookups.roadmap)
def compare(request: SignedInRequest, roadmap: Roadmap) -> HttpResponse:
    """The latest version against the draft, unless others are named."""
    numbers = list(roadmap.versions.values_list("number", flat=True))
    if not numbers:
        return render(request, "roadmap/versions/compare.html", {"roadmap": roadmap, "crumbs": crumbs(roadmap), "empty": True})
    data = {"from": str(numbers[0]), "to": DRAFT, **{name: value for name, value in request.GET.items() if value}}
    form = CompareForm(data, numbers)
    form.is_valid()
    if {"old", "new"} & set(form.errors):
        raise Http404
    language = (get_language() or "en")[:2]
    old, new = (_document(roadmap, form.cleaned_data[side]) for side in ("old", "new"))
    comparison = compare_documents(old, new, language)
    context = {
        "roadmap": roadmap,
        "form": form,
        "comparison": comparison,
        "tally": [(STATES[state], count, _TONES[state], _ICONS[state]) for state, count in comparison.counts.items()],
        "groups": _grouped(comparison, form, language),
        "to_draft": form.cleaned_data["new"] == DRAFT,
        "to": form.cleaned_data["new"],
        "crumbs": crumbs(roadmap),
    }
    return render(request, "roadmap/versions/compare.html", context)


def _document(roadmap: Roadmap, side: str) -> Document:
    if side == DRAFT:
        return build_document(roadmap)
    return from_canonical(get_object_or_404(Version, roadmap=roadmap, number=int(side)).canonical)


def _grouped(comparison: Comparison, form: CompareForm, language: str) -> list[tuple[str, list[Shown]]]:
    """Changes by kind in the order of the document, as far as the filters let them through."""
    state, kind = form.cleaned_data.get("state"), form.cleaned_data.get("kind")
    labels = {"": _("Roadmap"), **{each.name: str(each.plural) for each in kinds()}}
    found: dict[str, list[Shown]] = {}
    for change in comparison.items:
        if (not state or state in change.states) and (not kind or kind == change.kind):
            found.setdefault(change.kind, []).append(shown_change(change, language))
    return [(labels[name], changes) for name, changes in found.items()]


def shown_change(change: ItemChange, language: str) -> Shown:
    """A change with its marks, the reader's language apart from the others."""
    marks = [{"label": str(STATES[state]), "tone": _TONES[state], "icon": _ICONS[state]} for state in change.states]
    return Shown(change, marks, list(change.in_language(language)), list(change.in_others(language)))
