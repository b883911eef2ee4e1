"""django-allauth's forms in our words, so that every label is in our catalogues."""

from typing import TYPE_CHECKING, Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as factor
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.domain.mail import request_password_mail
from accounts.enums import MailKind

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

PASSWORD_HELP = _("At least 12 characters; a sentence that only you would say is good. Not your name or address.")


class OurWords(forms.Form):
    """Sets ``labels`` and ``helps``; a label stands above its field, so nothing is written into it."""

    labels: ClassVar["dict[str, str | _StrPromise]"] = {}
    helps: ClassVar["dict[str, str | _StrPromise]"] = {}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, "")


class SignInForm(OurWords, account.LoginForm):  # type: ignore[misc]
    labels: ClassVar = {"login": _("E-mail address"), "password": _("Password")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "dir": "ltr"}


class AskForPasswordForm(OurWords, account.ResetPasswordForm):  # type: ignore[misc]
    """Writes down that a mail was asked for; whether the address is known is found out by the worker, later."""

    labels: ClassVar = {"email": _("E-mail address")}

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def save(self, _request: HttpRequest, **_: Any) -> str:
        email: str = self.cleaned_data["email"]
        request_password_mail(email=email, kind=MailKind.RESET, actor=None)
        return email


class ChangePasswordForm(OurWords, account.ChangePasswordForm):  # type: ignore[misc]
    labels: ClassVar = {
        "oldpassword": _("Password so far"),
        "password1": _("New password"),
        "password2": _("New password, once more"),
    }
    helps: ClassVar = {"password1": PASSWORD_HELP}


class SetPasswordForm(OurWords, account.SetPasswordForm):  # type: ignore[misc]
    labels: ClassVar = {"password1": _("New password"), "password2": _("New password, once more")}
    helps: ClassVar = {"password1": PASSWORD_HELP}


class NewPasswordForm(OurWords, account.ResetPasswordKeyForm):  # type: ignore[misc]
    labels: ClassVar = {"password1": _("New password"), "password2": _("New password, once more")}
    helps: ClassVar = {"password1": PASSWORD_HELP}


class PasswordAgainForm(OurWords, account.ReauthenticateForm):  # type: ignore[misc]
    labels: ClassVar = {"password": _("Password")}


class _CodeField(OurWords):
    """Six digits, or eight of a recovery code: the keyboard of a phone shows digits."""

    labels: ClassVar = {"code": _("Code")}
    helps: ClassVar = {"code": _("From your authenticator app, or one of your recovery codes.")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"].widget.attrs |= {
            "inputmode": "numeric",
            "class": "input-code",
            "dir": "ltr",
            "autocomplete": "one-time-code",
        }


class CodeForm(_CodeField, factor.AuthenticateForm):  # type: ignore[misc]
    pass


class CodeAgainForm(_CodeField, factor.ReauthenticateForm):  # type: ignore[misc]
    pass


class FirstCodeForm(_CodeField, totp.ActivateTOTPForm):  # type: ignore[misc]
    labels: ClassVar = {"code": _("Code from the app")}
    helps: ClassVar = {"code": _("Six digits; they change every half minute.")}


class AddPasskeyForm(OurWords, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    labels: ClassVar = {"name": _("Name of this passkey"), "passwordless": _("Sign in with this passkey alone")}
    helps: ClassVar = {"passwordless": _("The device then asks for a fingerprint, a face or a PIN.")}


class RenamePasskeyForm(OurWords, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    labels: ClassVar = {"name": _("Name of this passkey")}
