"""The outbox: mails are promised as rows in the transaction of what causes them, and sent by whoever comes to it.

Nothing is lost: a row stays until a server took the mail, said that it never will, or the mail lost its point. Little is
doubled: a worker claims rows with SKIP LOCKED and notes each mail that went before it sends the next, so a kill can double the
one mail in flight, with the same Message-ID.
"""

import uuid
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import Now

from accounts.domain.acting import verb
from accounts.models import User
from roadmap.domain.clock import database_now
from roadmap.enums import MailKind, MailState, RoundState
from roadmap.models import Invitation, OutboxMail, Round

#: A row claimed longer ago than this belongs to a worker that died: longer than Celery lets a task live.
STUCK_AFTER = timedelta(minutes=6)
CHUNK = 50
#: Workers that send at the same time, each over a connection of its own; most of the time each waits for an answer.
_HANDS = 2
# With no policy Celery knocks at a broker that is away for 0.6 seconds, with retry=False for six.
_ONE_TRY = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}


def promise_mail(*, invitations: Sequence[Invitation], kind: str, again: bool = False) -> int:
    """Promise one mail of ``kind`` to each member who may get mail, and answer how many rows are new.

    Call it inside the verb that causes the mails. Promising twice is promising once, unless ``again`` says that somebody asked
    for another one (a new link).
    """
    reachable = _reachable(invitations)
    serials = _next_serials(reachable, kind) if again else {}
    now = database_now()
    domain = mail_domain()
    before = OutboxMail.objects.filter(invitation__in=reachable, kind=kind).count()
    OutboxMail.objects.bulk_create(
        [
            OutboxMail(
                round_id=each.round_id,
                invitation=each,
                recipient_id=each.user_id,
                kind=kind,
                serial=serials.get(each.pk, 1),
                message_id=f"<{uuid.uuid4()}@{domain}>",
                due_at=now,
            )
            for each in reachable
        ],
        ignore_conflicts=True,
    )
    _hint_at_commit(len(reachable))
    return OutboxMail.objects.filter(invitation__in=reachable, kind=kind).count() - before


def cancel_mail(*, round: Round, kinds: Collection[str], invitation: Invitation | None = None) -> int:  # noqa: A002
    """Drop promised mails that have lost their point and are not on their way yet."""
    rows = OutboxMail.objects.filter(round=round, kind__in=kinds, state=MailState.QUEUED)
    if invitation is not None:
        rows = rows.filter(invitation=invitation)
    return rows.update(state=MailState.CANCELLED)


@verb
def resend_bounced(*, round: Round, actor: User, group_id: int | None = None) -> int:  # noqa: A002
    """Try bounced mails of a round, or of one of its groups, once more; answers how many."""
    rows = OutboxMail.objects.filter(round=round, state=MailState.BOUNCED)
    if group_id is not None:
        rows = rows.filter(invitation__round_group__group_id=group_id)
    count = rows.update(state=MailState.QUEUED, due_at=Now(), attempts=0, error="")
    _hint_at_commit(count)
    return count


@verb
def claim_due(*, limit: int = CHUNK, actor: None = None) -> list[OutboxMail]:
    """Take up to ``limit`` due mails for sending; no other worker gets them. Those without a point are cancelled instead."""
    now = database_now()
    locked = _due(now).select_for_update(skip_locked=True).order_by("due_at", "pk").values_list("pk", flat=True)[:limit]
    rows = list(_with_what_is_asked(OutboxMail.objects.filter(pk__in=list(locked))))
    pointless = {row.pk for row in rows if not _has_point(row)} | _opted_out_since(rows)
    OutboxMail.objects.filter(pk__in=pointless).update(state=MailState.CANCELLED)
    claimed = [row for row in rows if row.pk not in pointless]
    OutboxMail.objects.filter(pk__in=[row.pk for row in claimed]).update(
        state=MailState.SENDING, claimed_at=now, attempts=F("attempts") + 1
    )
    for row in claimed:
        row.state, row.claimed_at = MailState.SENDING, now
        row.attempts += 1
    return claimed


def mail_domain() -> str:
    """The domain of the sender, for Message-IDs."""
    sender: str = settings.DEFAULT_FROM_EMAIL
    return sender.rstrip(">").rpartition("@")[2] or "localhost"


def _due(now: datetime) -> QuerySet[OutboxMail]:
    return OutboxMail.objects.filter(
        Q(state=MailState.QUEUED, due_at__lte=now) | Q(state=MailState.SENDING, claimed_at__lt=now - STUCK_AFTER)
    )


def _with_what_is_asked(rows: QuerySet[OutboxMail]) -> QuerySet[OutboxMail]:
    """The rows with what sending needs to know, and no more: a round's questions may be long."""
    return (
        rows.select_related("invitation__round_group__group", "round", "recipient")
        .only(
            "uid", "kind", "state", "message_id", "attempts", "due_at", "claimed_at", "invitation_id", "round_id", "recipient_id",
            "invitation__revoked_at", "invitation__finished_at", "invitation__round_group__group__mail_opt_out",
            "round__state", "round__closes_at", "recipient__email", "recipient__language", "recipient__is_active",
        )
        .order_by("due_at", "pk")
    )  # fmt: skip


def _has_point(row: OutboxMail) -> bool:
    """Whether the mail still makes sense: things may have happened since it was promised."""
    invitation = row.invitation
    if invitation.revoked_at is not None or not row.recipient.is_active:
        return False
    if row.kind in {MailKind.INVITATION, MailKind.REMINDER} and row.round.state != RoundState.OPEN:
        return False
    return not (row.kind == MailKind.REMINDER and invitation.finished_at is not None)


def _opted_out_since(rows: Iterable[OutboxMail]) -> set[int]:
    silent = _silent({row.recipient_id for row in rows})
    return {row.pk for row in rows if row.recipient_id in silent or row.invitation.round_group.group.mail_opt_out}


def _reachable(invitations: Sequence[Invitation]) -> list[Invitation]:
    """Those whose group takes mail, and who are in no group that does not (design: Reviewers)."""
    silent = _silent({each.user_id for each in invitations})
    return [each for each in invitations if each.user_id not in silent and not each.round_group.group.mail_opt_out]


def _silent(user_ids: set[int]) -> set[int]:
    return set(User.objects.filter(pk__in=user_ids, memberships__group__mail_opt_out=True).values_list("pk", flat=True))


def _next_serials(invitations: Sequence[Invitation], kind: str) -> dict[int, int]:
    found = OutboxMail.objects.filter(invitation__in=invitations, kind=kind).values_list("invitation_id")
    last = dict(found.annotate(last=Max("serial")))
    return {each.pk: last.get(each.pk, 0) + 1 for each in invitations}


def _hint_at_commit(mails: int) -> None:
    """Wake as many workers as there is work for, once the rows can be seen.

    If the broker is away the sweep finds the rows; the request has nothing to do with it.
    """

    def hint() -> None:
        from roadmap.tasks import deliver_outbox

        for _hand in range(min(_HANDS, -(-mails // CHUNK))):
            deliver_outbox.apply_async(retry_policy=_ONE_TRY)

    transaction.on_commit(hint, robust=True)
