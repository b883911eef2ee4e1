"""A theme with its name in all languages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language
from accounts.models.text import LANGUAGES
from accounts.web.forms.seen import SeenForm
from accounts.web.forms.words import WordsField
from roadmap.domain.document.local import direction
from roadmap.domain.themes import MAX_NAME, MAX_POSITION, ThemeDetails


class ThemeForm(SeenForm):
    """``name_en``, ``name_ar``, ``name_ku`` and the place."""

    position = forms.IntegerField(
        label=_("Place in the list"),
        required=False,
        min_value=0,
        max_value=MAX_POSITION,
        help_text=_("Lower numbers come first. Empty: after all others."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for code in LANGUAGES:
            widget = forms.TextInput(attrs={"lang": code, "dir": direction(code)})
            self.fields[f"name_{code}"] = WordsField(required=False, max_length=MAX_NAME, widget=widget)

    def names(self) -> list[dict[str, Any]]:
        """What ``components/text_languages.html`` takes."""
        return [
            {
                "code": code,
                "label": Language(code).label,
                "dir": direction(code),
                "field": self[f"name_{code}"],
                "state": "ok" if self[f"name_{code}"].value() else "missing",
            }
            for code in LANGUAGES
        ]

    def details(self) -> ThemeDetails:
        given = self.cleaned_data
        return ThemeDetails({code: given[f"name_{code}"] for code in LANGUAGES}, given["position"])
