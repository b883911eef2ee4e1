"""How django-allauth behaves here: people are invited, nobody signs up."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.domain.second_factor import may_remove_factor
from accounts.lockout import client_address
from accounts.models import User
from accounts.web.entering import mark_session


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail address or the password is not right."),
        "incorrect_password": _("The password is not right."),
        "incorrect_code": _("The code is not right, or no longer."),
        "too_many_login_attempts": _("Too many attempts. Please try again later."),
        "invalid_password_reset": _("This link has been used, or has expired."),
        "rate_limited": _("Too many requests at once. Please wait a little."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 the signature is allauth's
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        mark_session(request, user)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Wrong, unknown and deactivated get one answer; attempts are counted by django-axes alone."""
        user = authenticate(request, **credentials)
        return user if isinstance(user, User) else None

    def reauthenticate(self, user: User, password: str) -> bool:
        """Counts like any sign-in: an open screen is no way around the lock-out."""
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def is_reauthentication_required(self, **_: Any) -> bool:
        """Who has just signed in is not asked again at once."""
        request = context.request
        steps = get_authentication_records(request, request.user)
        return not steps or time.time() - steps[-1]["at"] > app_settings.REAUTHENTICATION_TIMEOUT

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _("Your role needs a second factor. Add another one before removing this."),
        "incorrect_code": _("The code is not right, or no longer."),
    }

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        return may_remove_factor(authenticator.user, authenticator)

    def _get_site_name(self) -> str:
        """What an authenticator app shows; neutral, for it stays on the phone."""
        return "Desk"
