"""Positions: a member's own stand on an item or on the whole, and the group's, signed off by its focal point."""

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import verb
from accounts.domain.errors import Conflict, Forbidden, Invalid, Problem
from accounts.domain.wording import too_long
from accounts.models import User
from roadmap.domain.deadlines import hold_open_for, require_own
from roadmap.domain.document.values import clean_text
from roadmap.domain.queries.shown import shown_item
from roadmap.enums import Stand
from roadmap.models import Invitation, Position, RoundGroup, VersionItem

LONGEST = 4_000


class PositionClash(Conflict):
    """Another focal point of the group signed off meanwhile; ``current`` is what stands now. Neither text is lost."""

    code = "clash"

    def __init__(self, current: Position) -> None:
        super().__init__(_("The group's position was changed in another place meanwhile. Look at it before you change it again."))
        self.current = current


@verb
def take_position(
    *,
    invitation: Invitation,
    item_ref: str | None,
    stand: str,
    actor: User,
    conditions: str = "",
    for_group: bool = False,
    base_revision: int | None = None,
) -> Position:
    """Take or change a position on an item, or on the whole (``item_ref`` None). Taking the same again changes nothing.

    ``for_group``: the group's position, which only its focal point signs off; with ``base_revision`` (0 for none yet) a
    PositionClash if it is not the latest. Raises Late, Invalid, Forbidden.
    """
    require_own(invitation, actor)
    if for_group and not invitation.is_focal_point:
        raise Forbidden(_("Only the focal point signs off the group's position."))
    hold_open_for(invitation)
    conditions = _checked(stand, conditions)
    item = shown_item(invitation, item_ref) if item_ref is not None else None
    if item_ref is not None and item is None:
        raise Invalid(_("There is no such item."), [Problem("item", _("There is no such item."))])
    position = _current(invitation, item, for_group=for_group)
    if (position.stand, position.conditions) == (stand, conditions):
        return position
    if base_revision is not None and position.pk and position.revision != base_revision:
        raise PositionClash(position)
    if position.pk:
        position.revision += 1
    position.invitation, position.stand, position.conditions = invitation, stand, conditions
    position.save()
    return position


def _current(invitation: Invitation, item: VersionItem | None, *, for_group: bool) -> Position:
    """The position as it stands, or a new one. Focal points of one group wait for one another."""
    if for_group:
        RoundGroup.objects.select_for_update(no_key=True).get(pk=invitation.round_group_id)
        rows = Position.objects.filter(round_group=invitation.round_group_id, for_group=True)
    else:
        rows = Position.objects.filter(invitation=invitation, for_group=False)
    found = rows.filter(item=item).first() if item else rows.filter(item=None).first()
    return found or Position(
        round_id=invitation.round_id,
        invitation=invitation,
        round_group_id=invitation.round_group_id,
        item=item,
        for_group=for_group,
    )


def _checked(stand: str, conditions: str) -> str:
    """The conditions as they are kept; they belong to one stand only. Raises Invalid."""
    problems: list[Problem] = []
    if stand not in Stand.values:
        problems.append(Problem("stand", _("Choose a position.")))
    cleaned = clean_text(conditions, "conditions", lambda path, message: problems.append(Problem(path, message)))
    if stand == Stand.CONDITIONAL and not cleaned:
        problems.append(Problem("conditions", _("Say under which conditions.")))
    if len(cleaned) > LONGEST:
        problems.append(Problem("conditions", too_long(cleaned, LONGEST)))
    if problems:
        raise Invalid(_("Something is not right yet."), problems)
    return cleaned if stand == Stand.CONDITIONAL else ""
