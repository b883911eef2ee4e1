"""What opening a round would cause, for those who decide it."""

from dataclasses import dataclass

from accounts.enums import Role
from accounts.models import Group, Membership, User
from roadmap.models import Round


@dataclass(frozen=True)
class Opening:
    """Numbers of groups, of people invited, of mails to them; ``empty``: groups without a member."""

    groups: int
    people: int
    mails: int
    empty: list[Group]

    @property
    def without_mail(self) -> int:
        return self.people - self.mails


def foresee_opening(round_: Round) -> Opening:
    """Whom :func:`roadmap.domain.rounds.open_round` would invite now."""
    groups = list(round_.groups.order_by("key"))
    members = Membership.objects.filter(group__in=groups, user__is_active=True, user__role=Role.REVIEWER)
    people = set(members.values_list("user_id", flat=True))
    peopled = set(members.values_list("group_id", flat=True))
    silent = User.objects.filter(pk__in=people, memberships__group__mail_opt_out=True).distinct().count()
    return Opening(len(groups), len(people), len(people) - silent, [each for each in groups if each.pk not in peopled])
