"""Policy lines: what is broken, what that would suspend and bring back, and a facilitator's decision on each."""

import datetime as dt
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.access import access
from accounts.domain.errors import Refused
from accounts.http import SignedInRequest
from accounts.models import User
from accounts.models.text import in_language
from accounts.web.forms.refusal import add_refusal
from milestones.domain.deciding import today
from milestones.domain.durations import length_words, parse_duration
from milestones.domain.evidence.policy import Breach, Restored, consequences
from milestones.domain.evidence.suspending import confirm_suspension, lift_suspension
from milestones.domain.plan import Plan
from milestones.models import PolicyLine
from milestones.web.progress.frame import language_now, of_roadmap
from roadmap.domain.document import Document, Entry
from roadmap.domain.document.local import local_day, local_list
from roadmap.domain.document.storage import build_document
from roadmap.models import Roadmap
from roadmap.web import lookups


@dataclass(frozen=True)
class Counterpart:
    """What a broken line would suspend; ``url`` leads to the decision, "" where there is none to take."""

    code: str
    title: str
    url: str
    protected: str
    confirmed: bool


@dataclass(frozen=True)
class Broken:
    line_code: str
    line_title: str
    condition: str
    code: str
    title: str
    how: str
    evidence: list[tuple[str, str]]
    counterparts: list[Counterpart]


@dataclass(frozen=True)
class Suspended:
    """One suspension on record; ``until`` is empty while it is in force."""

    code: str
    title: str
    since: str
    reason: str
    until: str
    lifted: str
    url: str


@dataclass(frozen=True)
class Standing:
    key: str
    code: str
    title: str
    condition: str
    decided_by: str
    watches: list[tuple[str, str]]
    suspends: list[tuple[str, str]]
    suspensions: list[Suspended]


@dataclass(frozen=True)
class Back:
    """The way back of one milestone: within ``time``, by ``by``, at what ``loss``, in which exchange."""

    code: str
    title: str
    reversal: str
    exchange: str
    time: str
    by: str
    loss: str


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        strip=False,
        help_text=gettext_lazy("It stays on record, with your name in the audit trail."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "autocomplete": "off", "maxlength": 2000}),
    )


def broken(roadmap: Roadmap, plan: Plan) -> list[Broken]:
    return [_broken(each, roadmap, plan.document) for each in plan.breaches]


def _broken(breach: Breach, roadmap: Roadmap, document: Document) -> Broken:
    line = document.find("policy_lines", breach.line)
    watched = document.find("milestones", breach.milestone)
    assert line is not None  # noqa: S101 a breach names what is in the document
    assert watched is not None  # noqa: S101
    since = local_day(breach.since, language_now())
    how = _("reversed on %(day)s") if breach.how == "reversed" else _("lapsed since %(day)s")
    return Broken(
        line_code=line.code,
        line_title=line.title(),
        condition=in_language(line.data.get("condition") or {}),
        code=watched.code,
        title=watched.title(),
        how=how % {"day": since},
        evidence=[
            (reverse("evidence", args=[roadmap.key, key]), entry.code)
            for key in breach.evidence
            if (entry := document.find("evidence", key))
        ],
        counterparts=[
            Counterpart(
                code=entry.code,
                title=entry.title(),
                url=_decision_url(roadmap, line.key, each.milestone) if not each.protected else "",
                protected=_titles("protected_subjects", each.protected, document),
                confirmed=each.confirmed,
            )
            for each in breach.proposals
            if (entry := document.find("milestones", each.milestone))
        ],
    )


def standing_lines(roadmap: Roadmap, plan: Plan) -> list[Standing]:
    document = plan.document
    return [
        Standing(
            key=entry.key,
            code=entry.code,
            title=entry.title(),
            condition=in_language(entry.data.get("condition") or {}),
            decided_by=in_language(entry.data.get("decided_by") or {}),
            watches=_named(document, entry.data.get("watches") or ()),
            suspends=_named(document, entry.data.get("suspends") or ()),
            suspensions=_suspensions(roadmap, document, entry, plan.as_of),
        )
        for entry in document.of("policy_lines")
    ]


def _suspensions(roadmap: Roadmap, document: Document, line: Entry, as_of: dt.date) -> list[Suspended]:
    found = []
    for row in line.data.get("suspensions") or ():
        entry = document.find("milestones", row["milestone"])
        if entry is None or row["since"] > as_of.isoformat():
            continue
        found.append(
            Suspended(
                code=entry.code,
                title=entry.title(),
                since=_day(row["since"]),
                reason=in_language(row.get("reason") or {}),
                until=_day(row.get("until")),
                lifted=in_language(row.get("lifted") or {}),
                url="" if row.get("until") else _decision_url(roadmap, line.key, entry.key),
            )
        )
    return found


def _day(written: str | None) -> str:
    return local_day(dt.date.fromisoformat(written), language_now()) if written else ""


def _named(document: Document, keys: "list[str] | tuple[()]") -> list[tuple[str, str]]:
    return [(entry.code, entry.title()) for key in keys if (entry := document.find("milestones", key))]


def _titles(kind: str, keys: "tuple[str, ...]", document: Document) -> str:
    return local_list(entry.title() for key in keys if (entry := document.find(kind, key)))


def _decision_url(roadmap: Roadmap, line: str, milestone: str) -> str:
    return reverse("progress_line", args=[roadmap.key, line, milestone])


# --- The decision --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Decided:
    """What is decided on: a milestone under a line. Rules ask for its roadmap."""

    line: PolicyLine
    milestone: str

    @property
    def roadmap_id(self) -> int:
        return int(self.line.roadmap_id)


def line_of(user: User, key: str, line: str) -> PolicyLine:
    roadmap = lookups.roadmap(user, key)
    found: PolicyLine = get_object_or_404(PolicyLine.objects.live().select_related("roadmap"), roadmap=roadmap, key=line)
    return found


def decided(user: User, key: str, line: str, milestone: str) -> Decided:
    """A line of the draft and a milestone that it names; anything else is not found."""
    found = line_of(user, key, line)
    named = {*found.suspends, *(row["milestone"] for row in found.suspensions)}
    if milestone not in named:
        raise Http404
    return Decided(found, milestone)


@access("milestones.decide_suspension", lookup=decided)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: SignedInRequest, target: Decided) -> HttpResponseBase:
    """What suspending means, and the decision; for what is suspended already, to lift that again."""
    roadmap = target.line.roadmap
    plan = Plan(build_document(roadmap), today())
    milestone = plan.document.find("milestones", target.milestone)
    if milestone is None:
        raise Http404
    shown = standing_lines(roadmap, plan)
    line = next(each for each in shown if each.key == target.line.key)
    in_force = any(each.code == milestone.code and not each.until for each in line.suspensions)
    form = ReasonForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                _carry_out(request, target, lift="lift" in request.POST, reason=form.cleaned_data["reason"])
            except Refused as refused:
                status = add_refusal(form, refused)
            else:
                return redirect("progress_lines", key=roadmap.key)
    context = {
        "form": form,
        "line": line,
        "milestone": milestone,
        "in_force": in_force,
        "breaches": [each for each in broken(roadmap, plan) if each.line_code == line.code],
        "way": _consequences(plan, target.milestone),
    }
    frame = of_roadmap(request, roadmap, _("Lift a suspension") if in_force else _("Suspend a counterpart"))
    return render(request, "milestones/progress/line.html", frame | context, status=status)


def _carry_out(request: SignedInRequest, target: Decided, *, lift: bool, reason: str) -> None:
    """One call of the domain. The reason is kept in the language of the page. Raises Refused."""
    given = {language_now(): reason}
    if lift:
        lift_suspension(line=target.line, milestone=target.milestone, reason=given, actor=request.user)
        messages.success(request, _("The suspension is lifted."))
        return
    confirm_suspension(line=target.line, milestone=target.milestone, reason=given, actor=request.user)
    messages.success(request, _("The milestone is suspended."))


def _consequences(plan: Plan, milestone: str) -> dict[str, list[Back] | list[tuple[str, str]]]:
    """What is restored by when, which exchanges are touched and who waits in them, and what survives."""
    document = plan.document
    found = consequences(document, [milestone], plan.as_of)
    exchanges = {entry.key: (entry.code, entry.title()) for entry in document.of("exchanges")}
    return {
        "restored": [_back(each, document) for each in found.restored],
        "touched": [exchanges[key] for key in found.touched],
        "partners": _named(document, list(found.partners)),
        "survives": [exchanges[key] for key in found.survives],
    }


def _back(each: Restored, document: Document) -> Back:
    entry = document.find("milestones", each.milestone)
    exchange = document.find("exchanges", each.exchange)
    length = parse_duration(each.restored_within)
    return Back(
        code=entry.code if entry else each.milestone,
        title=entry.title() if entry else "",
        reversal=in_language(dict(each.reversal)),
        exchange=exchange.code if exchange else "",
        time=length_words(length) if length else "",
        by=local_day(each.restored_by, language_now()) if each.restored_by else "",
        loss=in_language(dict(each.loss or {})),
    )
