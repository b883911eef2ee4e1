from datetime import datetime, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language
from accounts.web.forms.words import WordsField


class ProfileForm(forms.Form):
    display_name = WordsField(label=_("Name"), max_length=120, required=False, widget=forms.TextInput(attrs={"dir": "auto"}))
    language = forms.ChoiceField(
        label=_("Language"), choices=Language.choices, help_text=_("Of the screens and of the mails to you.")
    )


class TokenForm(forms.Form):
    name = WordsField(label=_("Name"), max_length=80, help_text=_("What it is for, so that you know it again."))
    days = forms.TypedChoiceField(
        label=_("Ends after"),
        coerce=int,
        initial=90,
        choices=[(7, _("7 days")), (30, _("30 days")), (90, _("90 days")), (365, _("1 year"))],
    )

    def expires_at(self) -> datetime:
        return timezone.now() + timedelta(days=self.cleaned_data["days"])
