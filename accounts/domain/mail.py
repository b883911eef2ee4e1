"""Mails with a link for setting a password: promised as rows, sent by the worker."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.domain.acting import verb
from accounts.emails import password_link
from accounts.enums import MailKind
from accounts.models import MailRequest, User

GIVE_UP_AFTER = 8


@verb
def request_password_mail(*, email: str, kind: MailKind, actor: User | None) -> None:
    """Promise a mail to ``email``. The same work is done whether or not anybody is behind the address."""
    MailRequest.objects.create(kind=kind, email=email.strip().lower())
    transaction.on_commit(_hint, robust=True)


def send_due_mail(*, limit: int = 50) -> int:
    """Send what is due, one transaction a mail, and answer how many rows were dealt with.

    A row is claimed with SKIP LOCKED and goes in the transaction in which its mail went; a mail is doubled only if the
    process dies in between, and then with the same Message-ID.
    """
    done = 0
    while done < limit and _send_next():
        done += 1
    return done


def recipient_of(email: str) -> User | None:
    """The person to mail: active, and in no group that opted out of mail (design: Reviewers)."""
    reachable = User.objects.filter(email=email, is_active=True).exclude(memberships__group__mail_opt_out=True)
    found: User | None = reachable.first()
    return found


@transaction.atomic
def _send_next() -> bool:
    row = MailRequest.objects.select_for_update(skip_locked=True).filter(due_at__lte=timezone.now()).order_by("due_at").first()
    if row is None:
        return False
    person = recipient_of(row.email)
    if person is None:
        row.delete()
        return True
    try:
        password_link.send(person=person, kind=MailKind(row.kind), uid=row.uid)
    except OSError:  # smtplib's errors are OSErrors: the server is away or refuses for now
        _put_off(row)
    else:
        row.delete()
    return True


def _put_off(row: MailRequest) -> None:
    row.attempts += 1
    if row.attempts >= GIVE_UP_AFTER:
        row.delete()
        return
    row.due_at = timezone.now() + timedelta(seconds=30 * 2**row.attempts)
    row.save(update_fields=["attempts", "due_at"])


def _hint() -> None:
    """Wake a worker; the beat finds the row anyway."""
    from accounts.tasks import send_mail

    send_mail.delay()
