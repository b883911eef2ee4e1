from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models

from accounts.days import DAMASCUS
from accounts.enums import INVITED_ROLES, Role

if TYPE_CHECKING:
    from accounts.models import AuditEntry  # noqa: F401 named in the string below

#: What only reviewers do, as other apps say when they start (accounts.domain.trail.describe).
CONFIDENTIAL_VERBS: set[str] = set()


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def visible_to(self, user: Any) -> "AuditEntryQuerySet":
        """The trail is for administrators."""
        if not user.is_authenticated or user.role != Role.ADMINISTRATOR:
            return self.none()
        return self

    def by(self, actor: str, *, with_identities: bool) -> "AuditEntryQuerySet":
        """What a person did. To ask for a reviewer by name needs the permission to read identities, and so does asking
        what somebody did as a reviewer who has another role by now.
        """
        if with_identities:
            return self.filter(actor=actor)
        from accounts.models import User

        if User.objects.filter(pk=actor, role__in=INVITED_ROLES).exists():
            return self.none()
        return self.filter(actor=actor).exclude(verb__in=CONFIDENTIAL_VERBS)

    def on_days(self, first: date | None, last: date | None) -> "AuditEntryQuerySet":
        """Between two days in Damascus, both included; an open end is None."""
        found = self
        if first:
            found = found.filter(at__gte=_midnight(first))
        if last:
            found = found.filter(at__lt=_midnight(last) + timedelta(days=1))
        return found

    def matching(
        self,
        *,
        actor: str = "",
        table: str = "",
        verb: str = "",
        first: date | None = None,
        last: date | None = None,
        with_identities: bool = False,
    ) -> "AuditEntryQuerySet":
        """What the page and the API narrow the trail down by; what is empty narrows nothing. ``actor`` is a user id."""
        found = self.on_days(first, last)
        if actor:
            found = found.by(actor, with_identities=with_identities)
        wanted = {name: value for name, value in (("table", table), ("verb", verb)) if value}
        return found.filter(**wanted)

    def older_than(self, entry_id: int | None) -> "AuditEntryQuerySet":
        """The next page of a list that starts with the newest."""
        return self if entry_id is None else self.filter(pk__lt=entry_id)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=DAMASCUS)
