"""Taking over into a draft what may never be exchanged."""

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import access
from accounts.domain.errors import Refused
from accounts.http import SignedInRequest
from milestones.domain.standing import SUBJECTS
from milestones.domain.taking_over import take_over_subjects
from milestones.web.exchanges import undoing
from milestones.web.exchanges.index import show
from roadmap.models import Roadmap
from roadmap.web import lookups
from roadmap.web.desk.replies import Flash, keep


@require_POST
@access("roadmap.edit_draft", lookup=lookups.roadmap)
def take_over(request: SignedInRequest, roadmap: Roadmap) -> HttpResponseBase:
    """The standing subjects that the draft lacks become its own."""
    try:
        items = take_over_subjects(roadmap=roadmap, actor=request.user)
    except Refused as refused:
        return show(request, roadmap, refused=refused)
    if items:
        undoing.added_all(request, roadmap, _("The draft names them now."), SUBJECTS, items)
    else:
        keep(request, roadmap, Flash(_("The draft named them all already.")))
    return redirect("exchanges", key=roadmap.key)
