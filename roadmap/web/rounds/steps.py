"""Steps of a round: opening, more time, closing, later invitations, sending again."""

from datetime import datetime

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import access, actor_of
from accounts.days import deadline_words
from accounts.domain.errors import Refused
from accounts.models import Group
from roadmap.domain.invitations import invite_group
from roadmap.domain.notifications import resend_bounced
from roadmap.domain.queries.openings import foresee_opening
from roadmap.domain.rounds import close_round, extend_round, open_round
from roadmap.models import Round, RoundGroup
from roadmap.web.rounds.forms import ExtendForm, InviteForm
from roadmap.web.rounds.lookups import round_ as round_of
from roadmap.web.rounds.lookups import round_group as round_group_of
from roadmap.web.rounds.replies import ask, back_to, crumbs, round_url, try_step


@require_http_methods(["GET", "POST"])
@access("roadmap.manage_round", lookup=round_of)
def open_(request: HttpRequest, round_: Round) -> HttpResponseBase:
    """Open the round, after saying how many mails will go."""
    if request.method == "POST":
        return try_step(request, round_, lambda: _opened(open_round(round=round_, actor=actor_of(request))))
    foreseen = foresee_opening(round_)
    warnings = [_("%(group)s has no member: nobody is invited.") % {"group": group} for group in foreseen.empty]
    if foreseen.without_mail:
        words = _("%(count)d members get no mail: hand them a code, on the page of their group.")
        warnings.append(words % {"count": foreseen.without_mail})
    facts = [
        (_("Version"), str(round_.version.number)),
        (_("Groups"), str(foreseen.groups)),
        (_("People invited"), str(foreseen.people)),
        (_("Mails"), str(foreseen.mails)),
        (_("Closes at"), _moment(round_.closes_at)),
    ]
    text = _("The mails go out at once and cannot be called back. The version, the groups and what is withheld stay as they are.")
    return ask(
        request, round_, title=_("Open this round?"), text=text, label=_("Open and invite"), facts=facts, warnings=warnings
    )


@require_http_methods(["GET", "POST"])
@access("roadmap.manage_round", lookup=round_of)
def close(request: HttpRequest, round_: Round) -> HttpResponseBase:
    """Close the round before its time."""
    if request.method == "POST":
        return try_step(request, round_, lambda: _closed(close_round(round=round_, actor=actor_of(request))))
    text = _(
        "Nobody can comment any more, although they were told that there is time until %(moment)s. It cannot be opened again."
    )
    text %= {"moment": _moment(round_.closes_at)}
    return ask(request, round_, title=_("Close this round now?"), text=text, label=_("Close now"), danger=True)


@require_http_methods(["GET", "POST"])
@access("roadmap.manage_round", lookup=round_of)
def extend(request: HttpRequest, round_: Round) -> HttpResponseBase:
    """Give the reviewers more time."""
    form = ExtendForm(request.POST or None, initial=ExtendForm.initial_of(round_))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            closes_at = form.in_zone(form.cleaned_data["closes_at"])
            assert closes_at is not None  # noqa: S101 the field is required
            try:
                extend_round(round=round_, closes_at=closes_at, actor=actor_of(request))
            except Refused as refused:
                status = refused.status
                form.refuse(refused)
            else:
                return try_step(request, round_, lambda: _("There is more time now. Links that were sent stay good."))
    context = {"form": form, "round": round_, "crumbs": crumbs(round_), "cancel_url": round_url(round_)}
    return render(request, "roadmap/rounds/extend.html", context, status=status)


@require_POST
@access("roadmap.manage_round", lookup=round_of)
def invite(request: HttpRequest, round_: Round) -> HttpResponseBase:
    """Invite a group later, or those who joined a group since."""
    form = InviteForm(request.POST, groups=Group.objects.visible_to(request.user).with_member_counts())
    if not form.is_valid():
        return back_to(round_)
    group = form.cleaned_data["group"]
    return try_step(request, round_, lambda: _invited(len(invite_group(round=round_, group=group, actor=actor_of(request)))))


@require_POST
@access("roadmap.manage_round", lookup=round_group_of)
def resend(request: HttpRequest, round_group: RoundGroup) -> HttpResponseBase:
    """Send the mails of a group that bounced once more."""
    round_ = round_group.round
    group_id = round_group.group_id
    return try_step(request, round_, lambda: _resent(resend_bounced(round=round_, group_id=group_id, actor=actor_of(request))))


def _opened(_round: Round) -> str:
    return _("The round is open. The mails are going out.")


def _closed(_round: Round) -> str:
    return _("The round is closed. The comments can be answered now.")


def _invited(count: int) -> str:
    if not count:
        return _("All members of this group were invited already.")
    return ngettext("%(count)d more person is invited.", "%(count)d more people are invited.", count) % {"count": count}


def _resent(count: int) -> str:
    return ngettext("%(count)d mail is sent again.", "%(count)d mails are sent again.", count) % {"count": count}


def _moment(moment: datetime) -> str:
    return deadline_words(moment, (get_language() or "en")[:2])
