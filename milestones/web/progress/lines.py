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
from milestones.domain.durations import Duration
from milestones.domain.evidence.policy import Breach, Unshown
from milestones.domain.evidence.suspending import confirm_suspension, lift_suspension
from milestones.domain.plan import Plan
from milestones.models import PolicyLine
from milestones.web.progress.frame import language_now, of_roadmap
from milestones.web.progress.meanwhile import Meanwhile, decided_meanwhile
from milestones.web.progress.way_back import Way, named, way_of
from roadmap.domain.document import Document, Entry
from roadmap.domain.document.local import local_day, short_list
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
class Fault:
    """A milestone that breaks a line: how, until when it had time to mend it, and the evidence for it (url, code)."""

    code: str
    title: str
    how: str
    grace: str
    evidence: list[tuple[str, str]]


@dataclass(frozen=True)
class Broken:
    """A line with all that breaks it; each counterpart once, however many break it."""

    line_code: str
    line_title: str
    condition: str
    faults: list[Fault]
    counterparts: list[Counterpart]


@dataclass(frozen=True)
class Suspended:
    """One suspension on record; ``until`` is empty while it is in force, and ``way`` tells what is restored and survives."""

    code: str
    title: str
    since: str
    reason: str
    until: str
    lifted: str
    url: str
    way: Way | None


@dataclass(frozen=True)
class Unreported:
    """A watched milestone that lapsed and of which no report shows that it was not done; ``url`` leads to reporting on it."""

    code: str
    title: str
    since: str
    url: str


@dataclass(frozen=True)
class Standing:
    key: str
    code: str
    title: str
    condition: str
    decided_by: str
    grace: str
    watches: list[tuple[str, str]]
    suspends: list[tuple[str, str]]
    unshown: list[Unreported]
    suspensions: list[Suspended]


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        strip=False,
        help_text=gettext_lazy("It stays on record, with your name in the audit trail."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "autocomplete": "off"}),
    )


def broken(roadmap: Roadmap, plan: Plan) -> list[Broken]:
    """The broken lines in the order of the draft, with all that breaks each."""
    by_line: dict[str, list[Breach]] = {}
    for each in plan.breaches:
        by_line.setdefault(each.line, []).append(each)
    return [_broken(found, roadmap, plan.document) for found in by_line.values()]


def _broken(breaches: list[Breach], roadmap: Roadmap, document: Document) -> Broken:
    line = document.find("policy_lines", breaches[0].line)
    assert line is not None  # noqa: S101 a breach names what is in the document
    proposals = {each.milestone: each for breach in breaches for each in breach.proposals}
    return Broken(
        line_code=line.code,
        line_title=line.title(),
        condition=in_language(line.data.get("condition") or {}),
        faults=[_fault(each, roadmap, document) for each in breaches],
        counterparts=[
            Counterpart(
                code=entry.code,
                title=entry.title(),
                url=_decision_url(roadmap, line.key, each.milestone) if not each.protected else "",
                protected=_titles("protected_subjects", each.protected, document),
                confirmed=each.confirmed,
            )
            for each in proposals.values()
            if (entry := document.find("milestones", each.milestone))
        ],
    )


def _fault(breach: Breach, roadmap: Roadmap, document: Document) -> Fault:
    watched = document.find("milestones", breach.milestone)
    assert watched is not None  # noqa: S101 a breach names what is in the document
    since = local_day(breach.since, language_now())
    how = _("reversed on %(day)s") if breach.how == "reversed" else _("lapsed since %(day)s")
    return Fault(
        code=watched.code,
        title=watched.title(),
        how=how % {"day": since},
        grace=local_day(breach.due, language_now()) if breach.due > breach.since else "",
        evidence=[
            (reverse("evidence", args=[roadmap.key, key]), entry.code)
            for key in breach.evidence
            if (entry := document.find("evidence", key))
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
            grace=Duration().words(entry.data.get("grace"), language_now()),
            watches=named(document, entry.data.get("watches") or ()),
            suspends=named(document, entry.data.get("suspends") or ()),
            unshown=[_unreported(each, roadmap, document) for each in plan.unshown if each.line == entry.key],
            suspensions=_suspensions(roadmap, document, entry, plan.as_of),
        )
        for entry in document.of("policy_lines")
    ]


def _unreported(unshown: Unshown, roadmap: Roadmap, document: Document) -> Unreported:
    watched = document.find("milestones", unshown.milestone)
    assert watched is not None  # noqa: S101 what is watched here is in the document
    url = f"{reverse('evidence_new', args=[roadmap.key])}?on={watched.ref}"
    return Unreported(watched.code, watched.title(), local_day(unshown.since, language_now()), url)


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
                way=None if row.get("until") else way_of(document, entry.key, dt.date.fromisoformat(row["since"])),
            )
        )
    return found


def _day(written: str | None) -> str:
    return local_day(dt.date.fromisoformat(written), language_now()) if written else ""


def _titles(kind: str, keys: "tuple[str, ...]", document: Document) -> str:
    return short_list(entry.title() for key in keys if (entry := document.find(kind, key)))


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
    form, lift = ReasonForm(request.POST or None), "lift" in request.POST
    meanwhile: Meanwhile | None = None
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                _carry_out(request, target, lift=lift, reason=form.cleaned_data["reason"])
            except Refused as refused:
                status = add_refusal(form, refused)
                meanwhile = decided_meanwhile(target.line, target.milestone, lift=lift)
            else:
                return redirect("progress_lines", key=roadmap.key)
    context = {
        "meanwhile": meanwhile,
        "form": form,
        "line": line,
        "milestone": milestone,
        "in_force": in_force,
        "breaches": [each for each in broken(roadmap, plan) if each.line_code == line.code],
        "way": way_of(plan.document, target.milestone, plan.as_of),
    }
    lifting = lift if meanwhile else in_force
    frame = of_roadmap(request, roadmap, _("Lift a suspension") if lifting else _("Suspend a counterpart"))
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
