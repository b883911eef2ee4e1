"""Looking up who is behind a pseudonym: a permission of its own, and each use leaves a trace."""

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import verb
from accounts.domain.errors import Forbidden, Invalid, Problem
from accounts.domain.wording import as_typed
from accounts.models import IdentityReading, User


@verb
def read_identities(*, subject: str, reason: str, actor: User) -> IdentityReading:
    """Note that the actor looks at who is behind ``subject`` (such as ``round 12``), before it is shown.

    Raises Forbidden without the permission, Invalid without a reason.
    """
    if not actor.has_perm("accounts.read_identities"):
        raise Forbidden(_("You may not read who is behind a pseudonym."))
    reason = as_typed(reason, "reason")
    if not reason:
        message = _("Say why you need to know.")
        raise Invalid(message, [Problem("reason", message)])
    return IdentityReading.objects.create(reader=actor, subject=subject[:120], reason=reason[:300])
