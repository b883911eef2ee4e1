"""One group of a round: what it sees, who of it came in, codes on paper, taking invitations back."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import access, actor_of
from accounts.days import deadline_words
from accounts.domain.errors import Refused
from accounts.enums import Language
from accounts.models.text import LANGUAGES
from roadmap.domain.document import Document, from_canonical, kinds
from roadmap.domain.document.local import direction
from roadmap.domain.document.paragraphs import present_document
from roadmap.domain.invitations import Slip, issue_codes, withdraw_invitation
from roadmap.domain.queries.deliveries import members_of
from roadmap.domain.rounds import withhold_items
from roadmap.domain.withholding import withheld_roots
from roadmap.enums import MailState, RoundState
from roadmap.models import Invitation, RoundGroup
from roadmap.web.rounds.lookups import invitation as invitation_of
from roadmap.web.rounds.lookups import round_group as round_group_of
from roadmap.web.rounds.replies import ask, crumbs, round_url

_MAIL_TONES = {MailState.SENT: "good", MailState.BOUNCED: "bad", MailState.CANCELLED: "outline"}


@require_GET
@access("roadmap.view_round", lookup=round_group_of)
def show(request: HttpRequest, round_group: RoundGroup) -> HttpResponse:
    """The members by their pseudonyms, and how far each is."""
    round_ = round_group.round
    members = [{"invitation": each, "mail": _mail_of(each)} for each in members_of(round_group)]
    context = {
        **_around(round_group),
        "members": members,
        "withheld": round_group.withheld.order_by("position"),
        "is_open": round_.state == RoundState.OPEN,
        "is_draft": round_.state == RoundState.DRAFT,
        "may_manage": request.user.has_perm("roadmap.manage_round", round_),
        "may_read_identity": request.user.has_perm("roadmap.read_identity", round_),
    }
    return render(request, "roadmap/rounds/group.html", context)


@require_GET
@access("roadmap.view_round", lookup=round_group_of)
def preview(request: HttpRequest, round_group: RoundGroup) -> HttpResponse:
    """The version exactly as this group sees it."""
    version = round_group.round.version
    withheld = list(round_group.withheld.order_by("position"))
    document = from_canonical(version.canonical).for_group({item.ref for item in withheld})
    language = _language(request, document)
    context = {
        **_around(round_group),
        "version": version,
        "shown": present_document(document, language),
        "withheld": withheld,
        "languages": [{"code": code, "label": Language(code).label, "current": code == language} for code in document.languages],
    }
    return render(request, "roadmap/rounds/preview.html", context)


@require_http_methods(["GET", "POST"])
@access("roadmap.manage_round", lookup=round_group_of)
def withhold(request: HttpRequest, round_group: RoundGroup) -> HttpResponseBase:
    """Choose what a group of a round in preparation does not see."""
    document = from_canonical(round_group.round.version.canonical)
    chosen = set(request.POST.getlist("withheld")) if request.method == "POST" else set()
    refused = None
    if request.method == "POST":
        try:
            withhold_items(round_group=round_group, refs=chosen, actor=actor_of(request))
        except Refused as error:
            refused = error
        else:
            messages.success(request, _("What this group sees was changed."))
            return redirect(round_url(round_group.round, "round_group", round_group.group.uid))
    else:
        chosen = withheld_roots(document, {item.ref for item in round_group.withheld.all()})
    context = {**_around(round_group), "sections": _choices(document, chosen), "refused": refused}
    return render(request, "roadmap/rounds/withhold.html", context, status=refused.status if refused else 200)


@never_cache
@require_POST
@access("roadmap.manage_round", lookup=round_group_of)
def codes(request: HttpRequest, round_group: RoundGroup) -> HttpResponseBase:
    """Slips with codes, shown once: the codes are nowhere kept."""
    round_ = round_group.round
    try:
        slips = issue_codes(round=round_, group=round_group.group, actor=actor_of(request))
    except Refused as refused:
        messages.error(request, str(refused.message))
        return redirect(round_url(round_, "round_group", round_group.group.uid))
    context = {**_around(round_group), "slips": [_in_words(slip, round_group.round.closes_at) for slip in slips]}
    return render(request, "roadmap/rounds/slips.html", context)


@require_http_methods(["GET", "POST"])
@access("roadmap.manage_round", lookup=invitation_of)
def withdraw(request: HttpRequest, invitation: Invitation) -> HttpResponseBase:
    """Take one invitation back."""
    back = round_url(invitation.round, "round_group", invitation.round_group.group.uid)
    if request.method == "GET":
        title = _("Withdraw the invitation of %(name)s?") % {"name": invitation.pseudonym}
        text = _("The links stop working at once. What the person has said already stays, and is answered.")
        return ask(request, invitation.round, title=title, text=text, label=_("Withdraw"), danger=True, back=back)
    try:
        withdraw_invitation(invitation=invitation, actor=actor_of(request))
    except Refused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("The invitation was withdrawn."))
    return redirect(back)


def _around(round_group: RoundGroup) -> dict[str, Any]:
    return {
        "round": round_group.round,
        "round_group": round_group,
        "group": round_group.group,
        "crumbs": crumbs(round_group.round),
    }


def _in_words(slip: Slip, closes_at: datetime) -> dict[str, str]:
    """A slip in the language of its reader, with nothing on it that says what it is for."""
    with override(slip.language):
        return {
            "code": slip.code,
            "language": slip.language,
            "direction": direction(slip.language),
            "address": f"{settings.PUBLIC_URL}{reverse('invitation_code')}",
            "whose": _("For the focal point") if slip.is_focal_point else _("For a member"),
            "words": _("Open this address and type the code:"),
            "until": _("It can be used once, until"),
            "closes": deadline_words(closes_at, slip.language),
        }


def _mail_of(invitation: Any) -> dict[str, str]:
    """The state of a member's mail in words."""
    if invitation.mail is None:
        return {"label": _("no mail"), "tone": "outline"}
    return {"label": str(MailState(invitation.mail).label), "tone": _MAIL_TONES.get(invitation.mail, "live")}


def _language(request: HttpRequest, document: Document) -> str:
    asked = request.GET.get("language", "")
    return asked if asked in LANGUAGES and asked in document.languages else (get_language() or "en")[:2]


def _choices(document: Document, chosen: set[str]) -> list[dict[str, Any]]:
    """The items of each kind, as boxes to tick."""
    return [
        {
            "label": kind.plural,
            "items": [
                {"ref": entry.ref, "code": entry.code, "title": entry.title(), "checked": entry.ref in chosen}
                for entry in document.of(kind.name)
            ],
        }
        for kind in kinds()
        if document.of(kind.name)
    ]
