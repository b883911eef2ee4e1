"""Forms of the answer desk."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.domain.errors import Refused
from accounts.enums import Language
from accounts.models.text import LANGUAGES, page_first
from roadmap.domain.document.local import direction
from roadmap.domain.queries.answering import ANSWERED, UNANSWERED, WHOLE, Wanted
from roadmap.enums import CommentKind, Outcome
from roadmap.models import Comment, Response

_ALL = ("", _("All"))


class FilterForm(forms.Form):
    """Narrows the list of comments down; an unknown value restricts nothing."""

    q = forms.CharField(label=_("Search"), required=False, widget=forms.TextInput(attrs={"type": "search", "dir": "auto"}))
    state = forms.ChoiceField(
        label=_("Answer"),
        required=False,
        choices=[_ALL, (UNANSWERED, _("Without an answer")), (ANSWERED, _("With an answer")), *Outcome.choices],
    )
    item = forms.ChoiceField(label=_("Item"), required=False)
    group = forms.ChoiceField(label=_("Group"), required=False)
    theme = forms.ChoiceField(label=pgettext_lazy("comment", "Theme"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[_ALL, *CommentKind.choices])
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[_ALL, *Language.choices])

    def __init__(
        self, data: Any, *, items: Sequence[tuple[str, str]], groups: Sequence[tuple[str, str]], themes: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__(data)
        for name, choices in (("item", items), ("group", groups), ("theme", themes)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 says to the type checker what is declared above
            field.choices = [_ALL, *choices]

    def wanted(self) -> Wanted:
        self.is_valid()
        known = self.cleaned_data
        return Wanted(
            words=known.get("q", ""),
            **{name: known.get(name, "") for name in ("item", "group", "theme", "kind", "state", "language")},
        )


class AnswerForm(forms.Form):
    """One answer; the reason may be written in each language, that of the comment first."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=Outcome.choices, widget=forms.RadioSelect)
    change = forms.ChoiceField(label=_("Change it led to"), required=False)
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data: Any, *, comment: Comment, answer: Response | None, items: Sequence[Any]) -> None:
        initial: dict[str, Any] = {"base": 0}
        if answer is not None:
            initial = {"outcome": answer.outcome, "change": answer.change, "base": answer.revision}
            initial.update({f"reason_{code}": text for code, text in answer.reason.items()})
        super().__init__(data, initial=initial, prefix=None, auto_id=f"answer-{comment.uid}-%s")
        change = self.fields["change"]
        assert isinstance(change, forms.ChoiceField)  # noqa: S101 says to the type checker what is declared above
        change.choices = [("", _("None yet")), *items]
        self.languages = page_first()
        for code in self.languages:
            widget = forms.Textarea(attrs={"rows": 4, "lang": code, "dir": direction(code)})
            self.fields[f"reason_{code}"] = forms.CharField(
                label=Language(code).label, required=False, strip=False, widget=widget
            )

    def reasons(self) -> list[dict[str, Any]]:
        """For the component that shows a text in several languages."""
        return [
            {
                "code": code,
                "label": Language(code).label,
                "dir": direction(code),
                "field": self[f"reason_{code}"],
                "state": "ok" if self[f"reason_{code}"].value() else "",
            }
            for code in self.languages
        ]

    def given(self) -> dict[str, Any]:
        """As ``answer_comment`` takes it."""
        return {
            "outcome": self.cleaned_data["outcome"],
            "reason": {code: self.cleaned_data[f"reason_{code}"] for code in LANGUAGES},
            "change": self.cleaned_data["change"],
            "base": self.cleaned_data["base"],
        }

    def refuse(self, error: Refused) -> None:
        """Show what the domain said beside the fields that it is about."""
        for problem in error.problems:
            name = problem.path.replace(".", "_")
            name = f"reason_{self.languages[0]}" if name == "reason" else name
            self.add_error(name if name in self.fields else None, str(problem.message))


__all__ = ["WHOLE", "AnswerForm", "FilterForm"]
