"""What was found in exchanges, in words of the active language."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from milestones.domain.exchanges.assessing import Assessment
from milestones.domain.exchanges.findings import Finding
from milestones.domain.exchanges.naming import Names, figure, language, number, per_cent
from milestones.domain.exchanges.order_words import deadlock_words, positions_words
from milestones.domain.exchanges.protected import Protected
from milestones.domain.exchanges.protected_words import hit_words
from milestones.domain.standing import subject_of, why
from roadmap.domain.document.local import local_day, local_list

SEVERITIES = {"alarm": gettext_lazy("Alarm"), "warning": gettext_lazy("Warning"), "note": gettext_lazy("Note")}
WAY_BACK_WORDS = {
    "reversal": gettext_lazy("how it is taken back"),
    "trigger": gettext_lazy("what sets that off"),
    "restored_within": gettext_lazy("in what time"),
    "loss": gettext_lazy("at what loss"),
    "grace": gettext_lazy("after what grace period"),
}


def finding_words(finding: Finding, assessment: Assessment) -> str:
    """The finding in one or two sentences."""
    names = Names(assessment.exchanges)
    told = {
        "parties": names.parties(finding.parties),
        "count": len(finding.parties),
        "exchange": names.exchange(finding.exchange),
        "milestones": names.milestones(finding.milestones),
    }
    return _WORDS[finding.code](finding, told, assessment)


def assessment_told(assessment: Assessment) -> dict[str, Any]:
    """The assessment as programs get it, each finding with its sentences in the language of who asks."""
    findings = [{**each.as_dict(), "text": finding_words(each, assessment)} for each in assessment.findings]
    return {**assessment.as_dict(), "findings": findings}


def _one_sided(finding: Finding, told: dict[str, Any], _assessment: Assessment) -> str:
    return _("%(share)s %% of all gains go to %(parties)s.") % {**told, "share": per_cent(finding.values["share"])}


def _gains_nothing(finding: Finding, told: dict[str, Any], _assessment: Assessment) -> str:
    told = {**told, "areas": finding.values["areas"]}
    return (
        ngettext(
            "%(count)d of %(areas)d areas of control gains nothing: %(parties)s.",
            "%(count)d of %(areas)d areas of control gain nothing: %(parties)s.",
            told["count"],
        )
        % told
    )


def _gives_only(finding: Finding, told: dict[str, Any], _assessment: Assessment) -> str:
    return _("%(parties)s: gives %(points)s, gains nothing.") % {**told, "points": number(finding.values["gives"])}


def _gains_only(finding: Finding, told: dict[str, Any], _assessment: Assessment) -> str:
    return _("%(parties)s: gains %(points)s, gives nothing.") % {**told, "points": number(finding.values["gets"])}


def _after_end(finding: Finding, told: dict[str, Any], assessment: Assessment) -> str:
    values = finding.values
    points, day = number(values["gets"]), local_day(dt.date.fromisoformat(values["ends"]), language())
    words = _("%(parties)s: what is gained there after its last day, %(day)s, is for nobody (%(points)s: %(milestones)s).")
    found = f"{words % {**told, 'points': points, 'day': day}} {_('Decide who gets it.')}"
    if not values["heirs"]:
        return found
    return f"{found} {_('It is carried on by: %(heirs)s.') % {'heirs': Names(assessment.exchanges).parties(values['heirs'])}}"


def _unbalanced(finding: Finding, told: dict[str, Any], _assessment: Assessment) -> str:
    figures = {name: figure(value) for name, value in finding.values.items()}
    return _(
        "The balance is %(value)s of 1 (gains in proportion to what is given: %(reciprocity)s; gains reach all areas: %(reach)s)."
    ) % {
        **told,
        **figures,
    }


def _deadlock(finding: Finding, _told: dict[str, Any], assessment: Assessment) -> str:
    found = next(each for each in assessment.deadlocks.found if each.milestones == finding.milestones)
    return deadlock_words(found, assessment.exchanges)


def _collide(finding: Finding, _told: dict[str, Any], assessment: Assessment) -> str:
    found = next(each for each in assessment.deadlocks.positions if each.milestones == finding.milestones)
    return positions_words(found, assessment.exchanges)


def _gives_first(finding: Finding, told: dict[str, Any], _assessment: Assessment) -> str:
    shares = {"gives": per_cent(finding.values["gives"] or 0), "gets": per_cent(finding.values["gets"] or 0)}
    return _(
        "%(parties)s: %(gives)s %% of what is given falls into the first third of the time, and %(gets)s %% of what is gained."
    ) % {
        **told,
        **shares,
    }


def _behind(finding: Finding, told: dict[str, Any], _assessment: Assessment) -> str:
    at = finding.values["at"]
    told = {**told, "points": number(finding.values["points"])}
    if isinstance(at, str):
        return _("%(parties)s: by %(day)s, given more than gained by %(points)s.") % {
            **told,
            "day": local_day(dt.date.fromisoformat(at), language()),
        }
    return _("%(parties)s: given more than gained, at one point by %(points)s.") % told


def _no_way_back(finding: Finding, told: dict[str, Any], _assessment: Assessment) -> str:
    missing = local_list(str(WAY_BACK_WORDS[name]) for name in finding.values["missing"])
    told = {**told, "missing": missing}
    if finding.exchange:
        return _("Exchange %(exchange)s, %(milestones)s: no way back to the status quo. Not said: %(missing)s.") % told
    return _("The way back to the status quo is not complete. Not said: %(missing)s (%(milestones)s).") % told


def _rated_apart(finding: Finding, told: dict[str, Any], assessment: Assessment) -> str:
    names = Names(assessment.exchanges)
    words = _(
        "%(milestones)s: the exchanges that it stands in give it different points (%(exchanges)s). "
        "The ledger counts the highest cost, and the highest that each area gains. Judge it alike."
    )
    return words % {**told, "exchanges": local_list(names.exchange(key) for key in finding.values["exchanges"])}


def _subject(finding: Finding, told: dict[str, Any], assessment: Assessment) -> str:
    subject = subject_of(assessment.document, finding.values["subject"])
    told = {**told, "subject": subject.title() if subject else "", "reason": why(subject) if subject else ""}
    how = finding.values["how"]
    if how == "gate":
        return (
            _("Exchange %(exchange)s makes a side wait for %(milestones)s, a protected subject: “%(subject)s”. %(reason)s") % told
        )
    if how == "suspended":
        line = next((e.code or e.key for e in assessment.document.of("policy_lines") if e.key == finding.exchange), "")
        return _("Policy line %(line)s suspends %(milestones)s, a protected subject: “%(subject)s”. %(reason)s") % {
            **told,
            "line": line,
        }
    return _("Exchange %(exchange)s trades %(milestones)s, a protected subject: “%(subject)s”. %(reason)s") % told


def _telltale(finding: Finding, _told: dict[str, Any], assessment: Assessment) -> str:
    hit = Protected(place=finding.exchange, milestone="".join(finding.milestones), **finding.values)
    return hit_words(hit, assessment.document)


def _plain(sentence: Callable[[dict[str, Any]], str]) -> Callable[[Finding, dict[str, Any], Assessment], str]:
    return lambda _finding, told, _assessment: sentence(told)


_WORDS: dict[str, Callable[[Finding, dict[str, Any], Assessment], str]] = {
    "protected-subject": _subject,
    "protected-words": _telltale,
    "gains-one-sided": _one_sided,
    "gains-nothing": _gains_nothing,
    "left-out": _plain(lambda told: _("Left out, neither giving nor gaining: %(parties)s.") % told),
    "gives-without-gaining": _gives_only,
    "gains-without-giving": _gains_only,
    "gains-after-end": _after_end,
    "unbalanced": _unbalanced,
    "deadlock": _deadlock,
    "positions-collide": _collide,
    "gives-first": _gives_first,
    "behind": _behind,
    "no-counterpart": _plain(
        lambda told: _("Exchange %(exchange)s: only one side gives (%(milestones)s); nothing answers it.") % told
    ),
    "nothing-in-return": _plain(lambda told: _("Exchange %(exchange)s: nothing in return for %(parties)s.") % told),
    "serves-no-criterion": _plain(
        lambda told: (
            _("Exchange %(exchange)s: no criterion is named for %(milestones)s, so nobody sees what they buy into.") % told
        )
    ),
    "no-way-back": _no_way_back,
    "way-back-unclear": _no_way_back,
    "unrated": _plain(lambda told: _("The ledger does not know what these cost or bring: %(milestones)s.") % told),
    "rated-apart": _rated_apart,
    "outside-exchanges": _plain(lambda told: _("These are asked for outside of any exchange: %(milestones)s.") % told),
}
