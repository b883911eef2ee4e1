from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.enums import Role
from roadmap.enums import CommentState, RoundState, Visibility

if TYPE_CHECKING:
    from roadmap.models import Comment, Invitation, Position  # noqa: F401 in a base class, which ruff takes for text


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, user: Any) -> "CommentQuerySet":
        """The office reads what was posted in its rounds. A member reads the own comments, the group's that were opened to
        it, and all groups' that were opened to the round where the round allows it; never one on an item withheld from the
        own group, nor one whose thread it does not see.
        """
        from roadmap.models import Round

        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.role in {Role.ADMINISTRATOR, Role.FACILITATOR}:
            return self.posted().filter(round__in=Round.objects.visible_to(user).values("pk"))
        if user.role == Role.REVIEWER:
            return self._visible_to_member(user)
        return self.none()

    def _visible_to_member(self, user: Any) -> "CommentQuerySet":
        from roadmap.models import Invitation, RoundGroup

        mine = Invitation.objects.standing().filter(user=user).exclude(round__state=RoundState.DRAFT)
        my_groups = mine.values("round_group_id")
        withheld = RoundGroup.withheld.through.objects.filter(
            roundgroup_id__in=my_groups,
            versionitem_id=OuterRef("item_id"),
            roundgroup__round_id=OuterRef("round_id"),
        )
        own = Q(invitation__in=mine.values("pk"))

        def opened(to: str = "") -> Q:
            """Comments whose author opened them to this member; ``to``: those that a reply answers."""
            group = Q(
                **{
                    f"{to}round_group__in": my_groups,
                    f"{to}visibility__in": [Visibility.GROUP, Visibility.ROUND],
                    "round__widest_visibility__in": [Visibility.GROUP, Visibility.ROUND],
                }
            )
            others = Q(
                **{
                    f"{to}round__in": mine.values("round_id"),
                    f"{to}visibility": Visibility.ROUND,
                    "round__widest_visibility": Visibility.ROUND,
                }
            )
            return group | others

        thread = Q(parent=None) | Q(parent__invitation__in=mine.values("pk")) | opened("parent__")
        return self.filter(own | (Q(state=CommentState.POSTED) & opened() & thread)).exclude(Exists(withheld))

    def read_in(self, invitation: "Invitation", *, withheld: Collection[int]) -> "CommentQuerySet":
        """What ``visible_to`` shows its member of this round: the same rows, with all that is known of the place put in as
        values, so that the database walks an index instead of weighing every comment. Only for an invitation that stands.

        ``withheld``: ids of the items that its group does not see.
        """
        widest = invitation.round.widest_visibility

        def opened(to: str = "") -> Q:
            group = Q(**{f"{to}round_group": invitation.round_group_id})
            if widest == Visibility.ROUND:
                return Q(**{f"{to}visibility": Visibility.ROUND}) | (group & Q(**{f"{to}visibility": Visibility.GROUP}))
            shared = [Visibility.GROUP, Visibility.ROUND] if widest == Visibility.GROUP else []
            return group & Q(**{f"{to}visibility__in": shared})

        own = Q(invitation=invitation.pk)
        thread = Q(parent=None) | Q(parent__invitation=invitation.pk) | opened("parent__")
        rows = self.filter(round=invitation.round_id)
        if withheld:
            rows = rows.exclude(item__in=withheld)
        return rows.filter(own | (Q(state=CommentState.POSTED) & opened() & thread))

    def posted(self) -> "CommentQuerySet":
        return self.filter(state=CommentState.POSTED)

    def unanswered(self) -> "CommentQuerySet":
        """Posted comments, replies among them, that have no answer."""
        return self.posted().filter(response=None)

    def with_author_and_theme(self) -> "CommentQuerySet":
        """What a thread shows on the page of its own item, in one query; place and round are known there."""
        return self.select_related("theme", "round_group__group")

    def with_context(self) -> "CommentQuerySet":
        """All that a row of a list shows, in one query."""
        return self.select_related("item", "theme", "round_group__group", "response", "round", "parent").annotate(
            pseudonym=F("invitation__pseudonym")
        )


class PositionQuerySet(models.QuerySet["Position"]):
    def visible_to(self, user: Any) -> "PositionQuerySet":
        """The office sees all of its rounds; a member sees the own positions and the own group's."""
        from roadmap.models import Invitation, Round

        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.role in {Role.ADMINISTRATOR, Role.FACILITATOR}:
            return self.filter(round__in=Round.objects.visible_to(user).values("pk"))
        if user.role == Role.REVIEWER:
            mine = Invitation.objects.standing().filter(user=user).exclude(round__state=RoundState.DRAFT)
            return self.filter(
                Q(invitation__in=mine.values("pk")) | Q(round_group__in=mine.values("round_group_id"), for_group=True)
            )
        return self.none()
