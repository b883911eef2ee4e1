"""The changes of a what-if as they are typed: one small form a change, read by the domain alone, so that no word is lost."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.domain.errors import Refused
from accounts.models.text import in_language
from milestones.domain.parties import areas_doing
from milestones.domain.schedule.change_words import LABELS
from milestones.domain.schedule.changes import MOST_CHANGES, SHAPES
from milestones.domain.timeframes import T0
from milestones.web.plan.frame import reading_language
from milestones.web.plan.moments import MomentInput, by_key, unknown_code
from roadmap.domain.document import Document

_FIELDS = {
    "milestone": _("Milestone"),
    "not_before": _("Not before"),
    "not_after": _("Not after"),
    "name": _("Name"),
    "day": _("Day"),
    "area": _("Area"),
    "weeks": _("Weeks"),
    "successor": _("Successor"),
    "lapses": _("What ends by decision instead of passing on"),
}
_CLASS = {"class": "input"}
_ENDS = {"not_before", "not_after"}


class ChangeForm(forms.Form):
    """One change. Its fields take anything; what is wrong is said by the domain, with :meth:`blame`."""

    def __init__(self, kind: str, document: Document, number: int, data: QueryDict) -> None:
        self.kind, self.document, self.number, self.sent = kind, document, number, data
        #: That it changes nothing, and why.
        self.idle = ""
        super().__init__(data, prefix=f"c{number}")
        for name in SHAPES[kind][1].parts:
            self.fields[name] = self._field(name)
        self.full_clean()

    @property
    def label(self) -> str:
        return str(LABELS[self.kind])

    def _field(self, name: str) -> forms.Field:
        label, required = _FIELDS[name], name in SHAPES[self.kind][0]
        if self.kind == "anchor" and name == "name":
            named = [T0, *(self.document.roadmap.get("anchors") or {})]
            found: forms.Field = forms.CharField(widget=forms.Select(_CLASS, [("", "–"), *((each, each) for each in named)]))
        elif name == "lapses":
            found = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple(), choices=self._lapses())
        elif name in {"milestone", "area", "successor"}:
            found = forms.CharField(widget=forms.Select(_CLASS, [("", "–"), *self._choices(name)]))
        elif name == "day":
            found = forms.CharField(widget=forms.DateInput({**_CLASS, "type": "date"}))
        elif name == "weeks":
            found = forms.CharField(widget=forms.NumberInput({**_CLASS, "min": 1, "max": 520}))
        elif name in _ENDS:
            found = forms.CharField(widget=MomentInput(self.document, {**_CLASS, "dir": "auto"}))
        else:
            found = forms.CharField(widget=forms.TextInput({**_CLASS, "dir": "auto"}))
        # The browser is to let everything through: the domain answers in the reader's language.
        found.required = False
        found.label = label
        found.is_needed = required  # type: ignore[attr-defined]
        if name in _ENDS:
            found.help_text = _("A day such as 2024-03-01, T0 + 6m, or M-01.G1 + 2w. Left empty, this end stays.")
        if self.kind == "succeed" and name == "name":
            found.label, found.help_text = _("Name of a new area"), _("Only where the successor is not listed.")
        return found

    def _choices(self, name: str) -> Iterator[tuple[str, Any]]:
        kind = "milestones" if name == "milestone" else "areas"
        known = self.document.of(kind)
        yield from ((entry.key, f"{entry.code} · {entry.title()}") for entry in known)
        if name == "successor":
            keys = {entry.key for entry in known}
            for number in range(_count(self.sent)):
                key = self.sent.get(f"c{number}-successor", "")
                if key and key not in keys:
                    keys.add(key)
                    yield key, self.sent.get(f"c{number}-name", "") or key

    def _lapses(self) -> list[tuple[str, str]]:
        """What the area is to do; everything, while no area is chosen."""
        area = self.data.get(self.add_prefix("area"), "")
        listed = [entry for entry in self.document.of("milestones") if not area or area in areas_doing(entry)]
        return [(entry.key, f"{entry.code} · {entry.title()}") for entry in listed]

    def raw(self) -> dict[str, Any]:
        """The change as a list of changes would hold it."""
        found: dict[str, Any] = {"change": self.kind}
        for name in self.fields:
            value = self.cleaned_data.get(name)
            if name == "lapses":
                value = [each for each in self.sent.getlist(self.add_prefix(name)) if each]
            if value and name in _ENDS:
                value = by_key(value, self.document)
            if value:
                found[name] = value
        if self.kind == "succeed" and "name" in found:
            found["name"] = {reading_language(): found["name"]}
            found.setdefault("successor", f"after-{found.get('area', '')}"[:60])
        return found

    def blame(self, name: str, message: Any) -> None:
        typed = self.cleaned_data.get(name, "") if name in _ENDS else ""
        words = unknown_code(typed, self.document) or str(message)
        self.add_error(name if name in self.fields else None, words)


class Typed:
    """All changes of one what-if, in their order."""

    def __init__(self, document: Document, data: QueryDict) -> None:
        self.document, self.data = document, data
        self.kinds = [data.get(f"c{number}-change", "") for number in range(_count(data))]
        self.forms = [ChangeForm(kind, document, n, data) for n, kind in enumerate(self.kinds) if kind in SHAPES]

    @classmethod
    def of(cls, document: Document, changes: Iterable[Mapping[str, Any]]) -> "Typed":
        """The forms that would have sent ``changes``."""
        return cls(document, sent(changes))

    def raw(self) -> list[dict[str, Any]]:
        return [form.raw() for form in self.forms]

    def adding(self, kind: str) -> "Typed":
        """With one more change that is still empty."""
        return Typed.of(self.document, [*self.raw(), *([{"change": kind}] if kind in SHAPES else [])])

    def without(self, number: str) -> "Typed":
        kept = [form.raw() for form in self.forms if str(form.number) != number]
        return Typed.of(self.document, kept)

    def blame(self, refused: Refused) -> list[str]:
        """Say what is wrong beside the field that it is about; answers what belongs to none."""
        rest = []
        for problem in refused.problems:
            place, _dot, path = problem.path.partition(".")
            number = place.removeprefix("changes[").removesuffix("]")
            if number.isdecimal() and int(number) < len(self.forms):
                self.forms[int(number)].blame(path.partition(".")[0].partition("[")[0], problem.message)
            elif place not in {"name", "note"}:
                rest.append(str(problem.message))
        return rest


def sent(changes: Iterable[Mapping[str, Any]]) -> QueryDict:
    """The changes as a browser sends them."""
    listed = list(changes)
    data = QueryDict(mutable=True)
    data["rows"] = str(len(listed))
    for number, change in enumerate(listed):
        for name, value in change.items():
            words = in_language(value, reading_language()) if isinstance(value, dict) else value
            data.setlist(f"c{number}-{name}", words if isinstance(words, list) else [str(words)])
    return data


def _count(data: QueryDict) -> int:
    typed = data.get("rows", "")
    return min(int(typed), MOST_CHANGES) if typed.isdecimal() and len(typed) < 6 else 0
