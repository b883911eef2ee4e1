"""The devices on which a person is signed in."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from accounts.domain.acting import verb
from accounts.models import Session, User


@dataclass(frozen=True)
class SignedInDevice:
    """One line of the list: a coarse word and a day, so that the list betrays no habit."""

    uid: UUID
    device: str
    since: date
    is_current: bool


def signed_in_devices(*, person: User, current_key: str | None) -> list[SignedInDevice]:
    """Where the person is signed in, this device first, then the newest."""
    rows = Session.objects.filter(user=person, expire_date__gt=timezone.now()).order_by("-created_at")
    lines = [SignedInDevice(row.uid, row.device, row.created_at.date(), row.session_key == current_key) for row in rows]
    return sorted(lines, key=lambda line: not line.is_current)


@verb
def end_session(*, uid: UUID, actor: User) -> bool:
    """End one of the actor's sessions; False if there is none (any more)."""
    ended, _ = Session.objects.filter(uid=uid, user=actor).delete()
    return bool(ended)


@verb
def end_other_sessions(*, current_key: str | None, actor: User) -> int:
    """End all of the actor's sessions but this one; answers how many."""
    ended, _ = Session.objects.filter(user=actor).exclude(session_key=current_key or "").delete()
    return ended


@verb
def end_all_sessions(*, person: User, actor: User | None) -> None:
    Session.objects.filter(user=person).delete()


def device_word(user_agent: str) -> str:
    """``phone``, ``tablet`` or ``computer``: all that is kept of what a browser says about itself."""
    words = user_agent.lower()
    if "ipad" in words or "tablet" in words:
        return "tablet"
    if "mobi" in words or "android" in words or "iphone" in words:
        return "phone"
    return "computer"
