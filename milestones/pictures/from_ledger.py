"""The ledger chart's data from what is to be said of a draft's exchanges, in the active language."""

import datetime as dt

from django.utils.translation import gettext as _

from milestones.domain.exchanges.assessing import Assessment
from milestones.domain.exchanges.findings import Finding
from milestones.domain.exchanges.naming import language as spoken
from milestones.domain.exchanges.naming import per_cent
from milestones.domain.plan import Plan
from milestones.pictures.data import Account, Course, LedgerData
from roadmap.domain.document.local import local_day

#: Findings that name one party, in the order in which they are told; two at most.
_TOLD = (
    *("gains-after-end", "gains-one-sided", "left-out", "gives-without-gaining", "gains-without-giving", "gains-nothing"),
    *("gives-first", "behind"),
)


def ledger_data(plan: Plan, language: str, *, today_label: str = "") -> LedgerData:
    """Areas in the document's order, then third parties; nets over time where the schedule knows days."""
    assessment = plan.assessment
    parties, accounts = assessment.exchanges.parties, assessment.ledger.accounts
    return LedgerData(
        title=_("Ledger of gives and gets"),
        accounts=tuple(
            Account(parties[key].code, parties[key].title(language), each.gives, each.gets, _warning(assessment, key))
            for key, each in accounts.items()
        ),
        courses=tuple(
            Course(
                parties[key].code,
                parties[key].title(language),
                tuple((point.at, float(point.net)) for point in each.days if isinstance(point.at, dt.date)),
            )
            for key, each in accounts.items()
            if parties[key].is_area
        ),
        today=plan.as_of,
        today_label=today_label,
    )


def _warning(assessment: Assessment, party: str) -> str:
    """What is wrong with one party's account."""
    about = [each for each in assessment.findings if party in each.parties and each.code in _TOLD and not each.exchange]
    codes = {each.code for each in about}
    if "left-out" in codes:
        about = [each for each in about if each.code == "left-out"]
    about = [each for each in about if each.code != "gains-nothing" or "gives-without-gaining" not in codes]
    return " ".join(_words(each) for each in sorted(about, key=lambda each: _TOLD.index(each.code))[:2])


def _words(finding: Finding) -> str:
    if finding.code == "gains-one-sided":
        return _("%(share)s %% of all gains go here.") % {"share": per_cent(finding.values["share"])}
    if finding.code == "gains-after-end":
        ends = local_day(dt.date.fromisoformat(finding.values["ends"]), spoken())
        return _("Ends on %(day)s, and gains later: decide who gets it.") % {"day": ends}
    return {
        "left-out": _("Left out: it neither gives nor gains."),
        "gives-without-gaining": _("Gives without gaining."),
        "gains-without-giving": _("Gains without giving."),
        "gains-nothing": _("Gains nothing."),
        "gives-first": _("Gives early and gains late."),
        "behind": _("Has at one time given much more than it gained."),
    }[finding.code]
