"""How far the invitations of a round have come, per group and per member."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, OuterRef, Q, Subquery

from roadmap.enums import CommentState, MailKind, MailState
from roadmap.models import Invitation, OutboxMail, Round, RoundGroup

_NO_MAIL = "none"


@dataclass
class GroupDelivery:
    """Numbers of members of one group: invited, by state of their invitation mail, come in, finished."""

    round_group: RoundGroup
    invited: int = 0
    opened: int = 0
    finished: int = 0
    withdrawn: int = 0
    comments: int = 0
    by_state: dict[str, int] = field(default_factory=dict)

    @property
    def queued(self) -> int:
        return self.by_state.get(MailState.QUEUED, 0) + self.by_state.get(MailState.SENDING, 0)

    @property
    def sent(self) -> int:
        return self.by_state.get(MailState.SENT, 0)

    @property
    def bounced(self) -> int:
        return self.by_state.get(MailState.BOUNCED, 0)

    @property
    def without_mail(self) -> int:
        """Members who get no mail: a code is handed over to them."""
        return self.by_state.get(_NO_MAIL, 0)

    @property
    def withheld(self) -> int:
        return len(self.round_group.withheld.all())


def deliveries(round_: Round) -> list[GroupDelivery]:
    """One row for each group of the round, in the order of their names' keys; five queries whatever their number."""
    groups = round_.round_groups.select_related("group").prefetch_related("withheld").order_by("group__key")
    rows = {each.pk: GroupDelivery(each) for each in groups}
    standing = Q(revoked_at=None)
    counted = Invitation.objects.filter(round=round_).values("round_group")
    for invited in counted.annotate(
        invited=Count("pk", filter=standing),
        opened=Count("pk", filter=standing & Q(opened_at__isnull=False)),
        finished=Count("pk", filter=standing & Q(finished_at__isnull=False)),
        withdrawn=Count("pk", filter=~standing),
    ).order_by():
        row = rows[invited["round_group"]]
        row.invited, row.opened = invited["invited"], invited["opened"]
        row.finished, row.withdrawn = invited["finished"], invited["withdrawn"]
    mailed = Invitation.objects.standing().filter(round=round_).annotate(mail=_mail_state()).values("round_group", "mail")
    for mails in mailed.annotate(number=Count("pk")).order_by():
        rows[mails["round_group"]].by_state[mails["mail"] or _NO_MAIL] = mails["number"]
    comments = round_.comments.filter(state=CommentState.POSTED).values("round_group")
    for posted in comments.annotate(number=Count("pk")).order_by():
        rows[posted["round_group"]].comments = posted["number"]
    return list(rows.values())


def total(rows: Iterable[GroupDelivery], name: str) -> int:
    """The sum of one of the numbers over all groups."""
    return sum(getattr(row, name) for row in rows)


def members_of(round_group: RoundGroup) -> list[Invitation]:
    """The invitations of a group with the state of their mail as ``mail`` (None: no mail), by pseudonym."""
    rows = Invitation.objects.filter(round_group=round_group).annotate(mail=_mail_state())
    return list(rows.order_by("pseudonym"))


def _mail_state() -> Subquery:
    """The state of the invitation mail, or of the last new link that was asked for."""
    kinds = [MailKind.INVITATION, MailKind.NEW_LINK]
    mails = OutboxMail.objects.filter(invitation=OuterRef("pk"), kind__in=kinds)
    return Subquery(mails.order_by("-pk").values("state")[:1])
