"""Objects named by an address, out of what the person may see; anything else is not found."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from roadmap.domain.document import kinds
from roadmap.models import Comment, ExportJob, Invitation, Item, Roadmap, Round, Theme, Version


def roadmap(user: User, key: str) -> Roadmap:
    found: Roadmap = get_object_or_404(Roadmap.objects.visible_to(user), key=key)
    return found


def item(user: User, key: str, kind: str, item_key: str) -> Item:
    """A live item of the draft that is drafted, not recorded; ``item.kind_name`` is its kind."""
    definition = next((each for each in kinds() if each.name == kind and not each.recorded), None)
    if definition is None:
        raise Http404
    rows: Any = definition.model.objects.visible_to(user)
    found: Item = get_object_or_404(rows.live().select_related("roadmap"), roadmap__key=key, key=item_key)
    return found


def version(user: User, key: str, number: int) -> Version:
    """A version as the office sees it: a member reaches it through the own invitation only."""
    if not user.is_office:
        raise Http404
    rows = Version.objects.visible_to(user).select_related("roadmap")
    found: Version = get_object_or_404(rows, roadmap__key=key, number=number)
    return found


def round_(user: User, key: str, number: int) -> Round:
    rows = Round.objects.visible_to(user).select_related("roadmap", "version").defer("version__canonical")
    found: Round = get_object_or_404(rows, roadmap__key=key, number=number)
    return found


def comment(user: User, uid: UUID) -> Comment:
    found: Comment = get_object_or_404(Comment.objects.visible_to(user).with_context(), uid=uid)
    return found


def invitation(user: User, uid: UUID) -> Invitation:
    rows = Invitation.objects.visible_to(user).select_related("round__version", "round__roadmap", "round_group__group")
    found: Invitation = get_object_or_404(rows.defer("round__version__canonical"), uid=uid)
    return found


def export(user: User, uid: UUID) -> ExportJob:
    found: ExportJob = get_object_or_404(
        ExportJob.objects.visible_to(user).select_related("version__roadmap", "positions_round"), uid=uid
    )
    return found


def theme(user: User, slug: str) -> Theme:  # noqa: ARG001 themes are no secret to whoever is signed in
    found: Theme = get_object_or_404(Theme, slug=slug)
    return found
