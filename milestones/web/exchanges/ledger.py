"""The ledger: what each side gives and gets, in all, by phase and over time, with what is wrong at a glance."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.access import access
from accounts.http import SignedInRequest
from milestones.domain.exchanges.balance import Balance
from milestones.domain.exchanges.ledger import Account, Ledger, Line
from milestones.domain.exchanges.naming import figure, number, per_cent
from milestones.domain.exchanges.parties import Party
from milestones.domain.exchanges.thresholds import thresholds
from milestones.pictures.data import PHONE, Options
from milestones.pictures.from_ledger import ledger_data
from milestones.pictures.ledger import ledger as draw_ledger
from milestones.web.exchanges.index import frame
from milestones.web.exchanges.showing import Page, reading_language
from roadmap.domain.document.local import local_day
from roadmap.models import Roadmap
from roadmap.web import lookups

_DESK = 1160


@dataclass(frozen=True)
class AccountLine:
    """One side's account in words. ``time``: when an area ends, or begins only later; ``net_tone`` tells who gets more than it
    gives."""

    code: str
    name: str
    time: str
    is_area: bool
    gives: str
    gets: str
    net: str
    net_tone: str
    share: str
    lowest: str
    lowest_when: str
    first_gives: str
    first_gets: str


@dataclass(frozen=True)
class PhaseLine:
    """One phase: for each side its name, and what it has given and got so far; or what has no phase, by itself."""

    label: str
    cells: list[tuple[str, str, str, str]]


@require_GET
@access("roadmap.view_draft", lookup=lookups.roadmap)
def ledger(request: SignedInRequest, roadmap: Roadmap) -> HttpResponseBase:
    page = Page(roadmap)
    assessment, findings = page.plan.assessment, page.findings()
    language = reading_language()
    plan: Any = page.plan  # the chart needs its assessment and its day only
    names = [_short(page, key) for key in assessment.ledger.accounts]
    data = ledger_data(plan, language, today_label=_("Today"))
    context = {
        "roadmap": roadmap,
        "page": page,
        "has_exchanges": bool(assessment.exchanges.exchanges),
        "findings": [each for each in findings if not each.is_note],
        "notes": [each for each in findings if each.is_note],
        "balance": _figures(assessment.ledger.balance),
        "limits": _limits(),
        "accounts": _accounts(page, language),
        "names": names,
        "phases": _phases(assessment.ledger, names),
        "undated": assessment.ledger.undated,
        "picture": draw_ledger(data, language, Options(width=_DESK, heading=False)),
        "narrow": draw_ledger(data, language, Options(width=PHONE), name="ledger-narrow"),
        **frame(roadmap, "exchange_ledger"),
    }
    return render(request, "milestones/exchanges/ledger.html", context)


def _figures(balance: Balance) -> dict[str, Any]:
    """The balance with the two figures that it is the smaller of; its tone by the thresholds."""
    limits = thresholds()
    value = balance.value
    tone = "good" if value is not None else ""
    if value is not None and value < limits.balance_warning:
        tone = "bad" if value < limits.balance_alarm else "warn"
    return {
        "value": figure(value),
        "share": 0 if value is None else round(value * 100),
        "reciprocity": figure(balance.reciprocity),
        "reach": figure(balance.reach),
        "tone": tone,
    }


def _limits() -> dict[str, str]:
    limits = thresholds()
    return {
        "warning": figure(limits.balance_warning),
        "alarm": figure(limits.balance_alarm),
        "gains_share": per_cent(limits.gains_share),
        "left_out": per_cent(limits.left_out),
        "front_loading": per_cent(limits.front_loading),
        "behind": number(limits.behind),
    }


def _accounts(page: Page, language: str) -> list[AccountLine]:
    found = page.plan.assessment.ledger
    return [_account(page, found, key, account, language) for key, account in found.accounts.items()]


def _account(page: Page, found: Ledger, key: str, account: Account, language: str) -> AccountLine:
    party = page.plan.assessment.exchanges.parties[key]
    lowest = account.lowest
    at = lowest.at if lowest else None
    when = _("phase %(phase)d") % {"phase": at} if isinstance(at, int) else local_day(at, language) if at else ""
    front = account.front
    return AccountLine(
        code=party.code,
        name=party.title(),
        time=_time(party, page.plan.as_of, language),
        is_area=party.is_area,
        gives=number(account.gives),
        gets=number(account.gets),
        net=_signed(account.net),
        net_tone="good" if account.net > 0 else "bad" if account.net < 0 else "",
        share=_share(found.share(account)) if party.is_area else "–",
        lowest=_signed(lowest.net) if lowest else "–",
        lowest_when=when,
        first_gives=_share(front.gives) if front else "–",
        first_gets=_share(front.gets) if front else "–",
    )


def _time(party: Party, as_of: dt.date, language: str) -> str:
    """Empty for an area that is there, and of which no end is known."""
    if party.ends:
        return _("until %(day)s") % {"day": local_day(party.ends, language)}
    if party.begins and party.begins > as_of:
        return _("from %(day)s") % {"day": local_day(party.begins, language)}
    return ""


def _share(share: float | None) -> str:
    return "–" if share is None else f"{per_cent(share)}\u00a0%"


def _signed(value: float) -> str:
    """With a true minus, so that digits keep their column."""
    return f"−{number(-value)}" if value < 0 else f"+{number(value)}" if value else number(value)


def _short(page: Page, key: str) -> str:
    party = page.plan.assessment.exchanges.parties[key]
    return party.code or party.title()


def _phases(found: Ledger, names: list[str]) -> list[PhaseLine]:
    """Sums up to each phase; what has no phase comes last, by itself."""
    accounts = list(zip(names, found.accounts.values(), strict=True))
    listed = sorted({line.phase for _name, account in accounts for line in account.lines if line.phase is not None})
    told = [PhaseLine(str(phase), [(name, *_until(account, phase)) for name, account in accounts]) for phase in listed]
    if any(line.phase is None for _name, account in accounts for line in account.lines):
        told.append(PhaseLine(_("without a phase"), [(name, *_outside(account)) for name, account in accounts]))
    return told


def _until(account: Account, phase: int) -> tuple[str, str, str]:
    return _sums(line for line in account.lines if line.phase is not None and line.phase <= phase)


def _outside(account: Account) -> tuple[str, str, str]:
    return _sums(line for line in account.lines if line.phase is None)


def _sums(lines: Iterable[Line]) -> tuple[str, str, str]:
    """Given, got, net."""
    listed = list(lines)
    gives, gets = sum(line.gives for line in listed), sum(line.gets for line in listed)
    return number(gives), number(gets), _signed(gets - gives)
