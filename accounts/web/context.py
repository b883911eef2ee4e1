"""What every page knows about the person who looks at it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _


def account(request: HttpRequest) -> dict[str, Any]:
    """``account_links`` and ``account_frame`` for the frames, and where the quick exit leads."""
    known: dict[str, Any] = {"quick_exit_to": settings.QUICK_EXIT_URL}
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return known
    links = [(reverse("profile"), _("Your account"))]
    if person.has_perm("accounts.manage_people"):
        links.append((reverse("person_list"), _("People")))
    if person.has_perm("accounts.view_groups"):
        links.append((reverse("group_list"), _("Groups")))
    if person.has_perm("accounts.view_audit"):
        links.append((reverse("audit_list"), _("Audit trail")))
    frame = "base.html" if person.is_office else "base_reviewer.html"
    return known | {"account_links": links, "account_frame": frame}
