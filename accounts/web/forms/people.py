from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.domain.people import PersonDetails
from accounts.enums import Language, Role
from accounts.web.forms.seen import SeenForm
from accounts.web.forms.words import WordsField


class PersonFilter(forms.Form):
    """How the list of people is narrowed down; anything unknown is left out, never an error."""

    q = forms.CharField(label=_("Name or e-mail address"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("All roles")), *Role.choices])
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("Active")), ("inactive", _("Deactivated")), ("all", _("All"))],
    )


class PersonForm(SeenForm):
    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"dir": "ltr"}))
    display_name = WordsField(label=_("Name"), max_length=120, required=False, widget=forms.TextInput(attrs={"dir": "auto"}))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.REVIEWER)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    may_read_identities = forms.BooleanField(
        label=_("May read who is behind a pseudonym"),
        required=False,
        help_text=_("Every use is written into the audit trail, with the reason given."),
    )

    def details(self) -> PersonDetails:
        return PersonDetails(**{name: self.cleaned_data[name] for name in PersonDetails.__dataclass_fields__})


class NewPersonForm(PersonForm):
    send_mail = forms.BooleanField(
        label=_("Send a link for setting a password"),
        required=False,
        initial=True,
        help_text=_("The mail says nothing about what this is. Reviewers also get in by their invitation, without it."),
    )
