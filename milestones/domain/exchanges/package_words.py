"""A proposed package line by line, in words of the active language. Always as a proposal."""

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from milestones.domain.exchanges.candidates import Candidate, Excluded
from milestones.domain.exchanges.commitments import GATED, HELD, Exchanges
from milestones.domain.exchanges.naming import Names, language, number
from milestones.domain.exchanges.packages import Package, Search
from milestones.domain.exchanges.splitting import Proposed
from roadmap.domain.document.local import local_day, local_list, local_number, short_list

#: Group's key → its name.
Groups = Mapping[str, str]

_EXCLUDED = {
    "achieved": gettext_lazy("%(code)s is left out: it is verified already."),
    "ended": gettext_lazy("%(code)s is left out: it was ended by decision."),
    "suspended": gettext_lazy("%(code)s is left out: it is suspended under a policy line."),
    "window-over": gettext_lazy("%(code)s is left out: its time is over, the last day was %(because)s."),
    "area-ended": gettext_lazy("%(code)s is left out: nobody can give it any more, since this area has ended: %(because)s."),
    "gains-ended": gettext_lazy("%(code)s is left out: what it brings was meant for an area that has ended (%(because)s)."),
    "nobody": gettext_lazy("%(code)s is left out: nobody is named who gives it."),
    "unrated": gettext_lazy("%(code)s is left out: its cost or its gains are not judged."),
    "protected": gettext_lazy("%(code)s is left out: it concerns a protected subject (%(because)s)."),
    "protected-words": gettext_lazy(
        "%(code)s is left out: its words point to a protected subject (%(because)s). "
        "Mark it, reword it, or say why it is not about it."
    ),
    "refused": gettext_lazy("%(code)s is left out: %(because)s cannot accept it."),
    "circle": gettext_lazy("%(code)s is left out: what it requires closes a circle, so that it can never happen."),
    "no-day": gettext_lazy("%(code)s is left out: by the plan as it is, no day is left on which it could happen."),
    "requires": gettext_lazy("%(code)s is left out: it requires %(because)s, neither verified nor among what can be proposed."),
    "requires-any": gettext_lazy(
        "%(code)s is left out: it requires one of %(because)s, none verified or among what can be proposed."
    ),
    "together": gettext_lazy("%(code)s is left out: it belongs together with %(because)s, not among what can be proposed."),
}


def search_words(search: Search) -> list[str]:
    """What the search as a whole comes to."""
    found = [_("These are proposals. Nothing in the draft was changed.")]
    if search.as_of:
        told = {"day": local_day(search.as_of, language())}
        found.append(_("They hold what can still be given on %(day)s, and nothing that is over by then.") % told)
    if not search.packages and not search.complete:
        found.append(_("The time was too short to find a package."))
    elif not search.choice.candidates:
        found.append(_("Nothing is left that could be proposed: each commitment is left out for the reason that stands with it."))
    elif not search.packages:
        found.append(_("No package can be proposed in which at least two areas give and each gets something back."))
    elif search.complete:
        found.append(_("There is no further package that differs enough from these."))
    return found


def package_words(package: Package, exchanges: Exchanges, groups: Groups) -> list[str]:
    """The package line by line: what it comes to, for each side, then each exchange."""
    names = Names(exchanges)
    lines = [_sum(package), _proof(package)]
    for area in package.areas:
        told = {
            "area": names.parties([area]),
            "gives": number(package.gives.get(area, 0)),
            "gains": number(package.gains.get(area, 0)),
        }
        lines.append(_("%(area)s: gives %(gives)s, gains %(gains)s.") % told)
    for exchange in package.exchanges:
        lines += exchange_words(exchange, package, exchanges, groups)
    return lines


def _sum(package: Package) -> str:
    balance = package.balance.value
    told = {
        "surplus": number(package.surplus),
        "imbalance": number(package.imbalance),
        "balance": "–" if balance is None else local_number(round(balance, 2), language()),
    }
    return _("Gains less costs: %(surplus)s. Widest distance between sides: %(imbalance)s. Balance: %(balance)s of 1.") % told


def _proof(package: Package) -> str:
    if package.gap == 0:
        return _("No other package that differs enough from those before it scores higher.")
    return _("The search ended before it was complete: another may be better by up to %(gap)s.") % {"gap": number(package.gap)}


def exchange_words(exchange: Proposed, package: Package, exchanges: Exchanges, groups: Groups) -> list[str]:
    """One exchange: its phase and order, then each commitment."""
    told = {"phase": exchange.phase, "codes": Names(exchanges).milestones(exchange.milestones)}
    if exchange.mode == GATED:
        lines = [_("Phase %(phase)d, gated: %(codes)s.") % told]
    elif exchange.mode == HELD:
        lines = [
            _("Phase %(phase)d, held by a third party: %(codes)s.") % told,
            _("The plan leaves no order in which they answer one another: name the third party that is to hold them."),
        ]
    else:
        lines = [_("Phase %(phase)d, simultaneous: %(codes)s.") % told]
    for key in exchange.milestones:
        lines.append(commitment_words(package.candidates[key], exchanges))
        lines += _because(package.candidates[key], exchange, package, exchanges, groups)
    unsaid = [
        key for key in exchange.milestones if not package.candidates[key].support and not package.candidates[key].conditional
    ]
    if unsaid:
        lines.append(_("No group has taken a position on %(codes)s.") % {"codes": Names(exchanges).milestones(unsaid)})
    return lines


def commitment_words(candidate: Candidate, exchanges: Exchanges) -> str:
    """What it is, who gives it at what cost, and to whom it brings what."""
    names = Names(exchanges)
    cost = max(candidate.gives.values(), default=0)
    gains = [
        _("%(area)s %(points)s") % {"area": names.parties([area]), "points": number(value)}
        for area, value in candidate.gains.items()
    ]
    told = {"code": candidate.code, "givers": names.parties(candidate.givers), "cost": number(cost), "gains": local_list(gains)}
    if title := names.title(candidate.milestone):
        return _("%(code)s “%(title)s”: given by %(givers)s at a cost of %(cost)s; brings %(gains)s.") % {**told, "title": title}
    return _("%(code)s: given by %(givers)s at a cost of %(cost)s; brings %(gains)s.") % told


def _because(candidate: Candidate, exchange: Proposed, package: Package, exchanges: Exchanges, groups: Groups) -> list[str]:
    names = Names(exchanges)
    lines = []
    stands = {
        "support": short_list(groups.get(key, key) for key in candidate.support),
        "conditional": short_list(groups.get(key, key) for key in candidate.conditional),
    }
    if candidate.support:
        lines.append(_("Supported by %(support)s.") % stands)
    if candidate.conditional:
        lines.append(_("Accepted with conditions by %(conditional)s: see what they ask for.") % stands)
    gates = exchange.gates.get(candidate.milestone, ())
    earlier = [key for key in candidate.requires if key in package.candidates and key not in exchange.milestones]
    if gates:
        lines.append(_("It starts when %(gates)s is verified.") % {"gates": names.milestones(gates)})
    if earlier:
        lines.append(_("It requires %(earlier)s of an earlier phase.") % {"earlier": names.milestones(earlier)})
    return lines


def excluded_words(excluded: Excluded, exchanges: Exchanges, groups: Groups, subjects: Mapping[str, str]) -> str:
    """Why a commitment is not proposed. ``subjects``: title of each protected subject by its key."""
    if excluded.reason == "refused":
        because = short_list(groups.get(key, key) for key in excluded.because)
    elif excluded.reason in ("protected", "protected-words"):
        because = short_list(subjects.get(key, key) for key in excluded.because)
    elif excluded.reason in ("area-ended", "gains-ended"):
        because = Names(exchanges).parties(excluded.because)
    elif excluded.reason == "window-over":
        because = local_list(local_day(dt.date.fromisoformat(day), language()) for day in excluded.because)
    else:
        because = Names(exchanges).milestones(excluded.because)
    return str(_EXCLUDED[excluded.reason]) % {"code": exchanges.code(excluded.milestone), "because": because}
