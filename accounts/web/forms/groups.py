from typing import Any

from django import forms
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from accounts.domain.groups import GroupDetails
from accounts.enums import GroupKind, Language
from accounts.models import Group
from accounts.models.text import LANGUAGES, MultilingualText, page_first
from accounts.web.forms.seen import SeenForm
from accounts.web.forms.words import WordsField


class GroupFilter(forms.Form):
    q = forms.CharField(label=_("Name"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *GroupKind.choices])


class GroupForm(SeenForm):
    """A group with its texts side by side: ``name_en``, ``name_ar``, ``name_ku`` and so on."""

    kind = forms.ChoiceField(label=_("Kind"), choices=GroupKind.choices)
    language = forms.ChoiceField(
        label=_("Language"), choices=Language.choices, help_text=_("In which its members are addressed.")
    )
    mail_opt_out = forms.BooleanField(
        label=_("No mail"),
        required=False,
        help_text=_("The group gets no mail at all; codes are handed over in person."),
    )
    TEXTS = {"name": _("Name"), "note": _("Note")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for text in self.TEXTS:
            for code in LANGUAGES:
                self.fields[f"{text}_{code}"] = self._field(text, code)

    @staticmethod
    def _field(text: str, code: str) -> forms.CharField:
        attributes = {"lang": code, "dir": _direction(code)}
        if text == "name":
            return WordsField(required=False, max_length=200, widget=forms.TextInput(attrs=attributes))
        widget = forms.Textarea(attrs=attributes | {"rows": 3})
        return WordsField(required=False, max_length=4000, widget=widget)

    @property
    def texts(self) -> list[dict[str, Any]]:
        """What ``components/text_languages.html`` takes."""
        return [{"name": name, "label": label, "languages": self._panes(name)} for name, label in self.TEXTS.items()]

    def _panes(self, name: str) -> list[dict[str, Any]]:
        return [
            {
                "code": code,
                "label": Language(code).label,
                "dir": _direction(code),
                "field": self[f"{name}_{code}"],
                "state": "ok" if self[f"{name}_{code}"].value() else "missing",
            }
            for code in page_first()
        ]

    def details(self) -> GroupDetails:
        given = self.cleaned_data
        return GroupDetails(
            name=self._text("name"),
            note=self._text("note"),
            kind=given["kind"],
            language=given["language"],
            mail_opt_out=given["mail_opt_out"],
        )

    def _text(self, name: str) -> MultilingualText:
        return {code: self.cleaned_data[f"{name}_{code}"] for code in LANGUAGES}

    @staticmethod
    def initial_for(group: Group) -> dict[str, Any]:
        values: dict[str, Any] = {
            "kind": group.kind,
            "language": group.language,
            "mail_opt_out": group.mail_opt_out,
        }
        for code in LANGUAGES:
            values[f"name_{code}"] = group.name.get(code, "")
            values[f"note_{code}"] = group.note.get(code, "")
        return values


class MemberForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"dir": "ltr"}))
    display_name = WordsField(
        label=_("Name"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("Only for somebody who is not here yet."),
    )
    focal_point = forms.BooleanField(label=_("Speaks for the group (focal point)"), required=False)


def _direction(code: str) -> str:
    return "rtl" if get_language_info(code)["bidi"] else "ltr"
