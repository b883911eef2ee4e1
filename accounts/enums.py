"""Closed lists of the people's side."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person comes to do (product: "Who uses it")."""

    ADMINISTRATOR = "administrator", _("Administrator")
    FACILITATOR = "facilitator", _("Facilitator")
    MONITOR = "monitor", _("Monitor")
    REVIEWER = "reviewer", _("Reviewer")


class GroupKind(models.TextChoices):
    CIVIL_SOCIETY = "civil_society", _("Civil society")
    PARTY = "party", _("Party")
    INTERNATIONAL = "international", _("International")


class Language(models.TextChoices):
    ARABIC = "ar", "العربية"
    ENGLISH = "en", "English"
    KURMANJI = "ku", "Kurmancî"


class MailKind(models.TextChoices):
    """Why a link for setting a password is sent."""

    WELCOME = "welcome", _("Welcome")
    RESET = "reset", _("Password")


#: Who signs in with a second factor, always (design: Sign-in).
SECOND_FACTOR_ROLES = frozenset({Role.ADMINISTRATOR, Role.FACILITATOR})
#: Who may enter with a link from an invitation.
INVITED_ROLES = frozenset({Role.REVIEWER, Role.MONITOR})
