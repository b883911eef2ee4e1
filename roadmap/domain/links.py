"""The ways in: a link in a mail, or a code handed over in person. Each is used up by a POST, once.

Only the SHA-256 of a token is kept. A GET changes nothing: scanners of mail open links (design: Reviewers).
"""

import datetime as dt
import hashlib
import secrets
from collections.abc import Sequence
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import verb
from accounts.domain.errors import Refused
from accounts.enums import Role
from accounts.models import User
from roadmap.domain.notifications import promise_mail
from roadmap.enums import LinkKind, MailKind, RoundState
from roadmap.models import Invitation, InvitationLink, OutboxMail

#: Crockford's thirty-two signs: none looks like another when read aloud or written by hand.
CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 20
#: Who asks again sooner gets no second mail.
ASK_AGAIN_AFTER: Final = dt.timedelta(minutes=10)
_AS_MEANT = str.maketrans("OIL٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01101234567890123456789")


class LinkRefused(Refused):
    """Unknown, used, expired or withdrawn: whoever holds it is not told which."""

    code = "link-refused"

    def __init__(self) -> None:
        super().__init__(_("This link or code does not open anything, or no longer does. You can ask for a new one."))


@verb
def issue_link(*, invitation: Invitation, kind: str, expires_at: dt.datetime, actor: User | None = None) -> str:
    """A new way in, to be shown to the member and nobody else; it cannot be had again. See :func:`issue_links`."""
    return issue_links(invitations=[invitation], kind=kind, expires_at=expires_at)[0]


def issue_links(*, invitations: Sequence[Invitation], kind: str, expires_at: dt.datetime) -> list[str]:
    """A new way in for each, in the order of ``invitations``; to be called inside a verb.

    ``LinkKind.LINK``: 256 random bits for an address. ``LinkKind.CODE``: 100 random bits in groups of five signs.
    """
    secret = [new_code() if kind == LinkKind.CODE else secrets.token_urlsafe(32) for _each in invitations]
    InvitationLink.objects.bulk_create(
        InvitationLink(invitation=invitation, kind=kind, token_hash=_digest(token), expires_at=expires_at)
        for invitation, token in zip(invitations, secret, strict=True)
    )
    return secret


def new_code(length: int = CODE_LENGTH, group: int = 5) -> str:
    """A random code of ``length`` signs (5 bits each), in groups that can be read over the phone."""
    signs = "".join(secrets.choice(CODE_ALPHABET) for _sign in range(length))
    return "-".join(signs[start : start + group] for start in range(0, length, group))


def peek_link(token: str) -> Invitation | None:
    """Whose link it is while it can be used, else None. Changes nothing."""
    link = _usable().filter(token_hash=_digest(token)).select_related("invitation__user").first()
    return link.invitation if link else None


@verb
def use_link(*, token: str) -> Invitation:
    """Use up a link or a code and note that its member came in. Raises LinkRefused.

    Two who hold the same link race for the row's lock: one comes in, the other is refused.
    """
    link = _locked().filter(token_hash=_digest(token)).select_related("invitation__user", "invitation__round").first()
    if link is None:
        raise LinkRefused
    return _come_in(link=link, actor=link.invitation.user)


@verb
def _come_in(*, link: InvitationLink, actor: User) -> Invitation:
    InvitationLink.objects.filter(pk=link.pk).update(used_at=Now())
    Invitation.objects.filter(pk=link.invitation_id, opened_at=None).update(opened_at=Now())
    return link.invitation


@verb
def ask_for_new_link(*, email: str) -> None:
    """Promise a mail with a new link to whoever is invited under this address. Says nothing, whoever asks.

    One mail is enough to reach all of one's rounds: it is that of the round that opened last. Nothing is added while a link
    was asked for within ``ASK_AGAIN_AFTER``, and nothing for a group that takes no mail.
    """
    mine = Invitation.objects.standing().exclude(round__state=RoundState.DRAFT)
    mine = mine.filter(user__email=email.strip().lower(), user__is_active=True, user__role=Role.REVIEWER)
    lately = OutboxMail.objects.filter(recipient=OuterRef("user"), kind=MailKind.NEW_LINK, created_at__gt=Now() - ASK_AGAIN_AFTER)
    chosen = mine.exclude(Exists(lately)).select_related("round_group__group").order_by("-round__opened_at")[:1]
    promise_mail(invitations=list(chosen), kind=MailKind.NEW_LINK, again=True)


def drop_unused_links(person: User) -> None:
    """Links and codes that the person was given and did not use open nothing any more; to be called inside a verb."""
    InvitationLink.objects.filter(invitation__user=person, used_at=None).delete()


def _usable() -> QuerySet[InvitationLink]:
    """Links that open something now, by the database's clock."""
    return InvitationLink.objects.filter(
        used_at=None,
        expires_at__gt=Now(),
        invitation__revoked_at=None,
        invitation__user__is_active=True,
        invitation__user__role=Role.REVIEWER,
    ).exclude(invitation__round__state=RoundState.DRAFT)


def _locked() -> QuerySet[InvitationLink]:
    """As :func:`_usable`, and nobody else uses the row until this transaction ends."""
    return _usable().select_for_update(of=("self",))


def _digest(secret: str) -> bytes:
    """SHA-256 of the token; a code counts as it was meant, however it was typed."""
    meant = "".join(sign for sign in secret.upper() if sign.isalnum()).translate(_AS_MEANT)
    typed_code = len(meant) == CODE_LENGTH and set(meant) <= set(CODE_ALPHABET)
    return hashlib.sha256((meant if typed_code else secret).encode()).digest()
