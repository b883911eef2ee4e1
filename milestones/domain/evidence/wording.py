"""Reasons in words, in the language that is active."""

from collections.abc import Callable

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from accounts.domain.errors import Message
from accounts.models.text import in_language
from milestones.domain.evidence.scale import Scaled
from milestones.domain.evidence.verification import Reason
from milestones.wording import PER_CENT
from roadmap.domain.document import Document
from roadmap.domain.document.local import local_day, local_list, local_number, local_share, short_list, unbroken_shares

#: Reasons that say the same whatever they are about.
_PLAIN: dict[str, Message] = {
    "no_evidence": lazy("Nothing has been reported."),
    "contradicted": lazy("Reports contradict it; while they stand it is not verified."),
    "disputed": lazy(
        "Later reports contradict it. Once such reports meet its evidence rule, it is reversed; until then it stays verified."
    ),
    "claimant_only": lazy("Only the side that was to act says so."),
    "not_independent": lazy("Called independent, but given for the side that was to act: it does not count as independent."),
    "guarantor": lazy("Given by a guarantor of the side that was to act: it does not count as independent."),
    "weak": lazy("Of low confidence: shown, not counted."),
    "falls_short": lazy("Reported as achieved with less than was agreed: it counts as a part."),
    "other_unit": lazy("Counted in another unit than agreed: the number is shown, and compared with nothing."),
    "insignificant": lazy("Below the share from which it counts as significant."),
    "beyond_whole": lazy("More than the whole: the quantity or the denominator cannot be right."),
    "withdrawn": lazy("Withdrawn: shown, not counted."),
    "own_reading": lazy("Given by the area itself: shown, not counted."),
    "readings_contradict": lazy("Readings of the same day contradict each other."),
    "reading_unclear": lazy("The reading cannot be compared with the threshold."),
    "reading_by_word": lazy(
        "As no baseline is given, the number cannot be compared with the threshold: the report's word counts."
    ),
    "milestones_open": lazy("Not all of its milestones are verified."),
    "no_result_yet": lazy("All its milestones are verified, but the indicator has not moved."),
    "no_reading": lazy("The indicator has not been read."),
    "nothing_known": lazy("Neither a reading nor a verified milestone."),
}


def reason_words(reason: Reason, document: Document) -> str:
    """One reason as a sentence, with the codes of the evidence that it rests on."""
    language = (get_language() or "en")[:2]
    say = _SAY.get(reason.code)
    words = say(reason, document, language) if say else str(_PLAIN[reason.code])
    codes = {entry.key: entry.code for entry in document.of("evidence")}
    shown = [codes.get(key, key) for key in reason.evidence]
    return _("%(reason)s (%(evidence)s)") % {"reason": words, "evidence": short_list(shown)} if shown else words


def scaled_words(scale: Scaled, unit: str = "") -> str:
    """``476 of 132,000 persons (0.36 %)``, and what there is to say of its size."""
    language = (get_language() or "en")[:2]
    if scale.denominator is None or scale.share is None:
        quantity = f"{local_number(scale.quantity, language)} {unit}".strip()
        return _("%(quantity)s; of how many is not known") % {"quantity": quantity}
    quantity = local_number(scale.quantity, language)
    words = _("%(quantity)s of %(whole)s (%(share)s %%)") % {
        "quantity": quantity,
        "whole": f"{local_number(scale.denominator, language)} {unit}".strip(),
        "share": local_share(scale.quantity, scale.denominator, language),
    }
    if scale.denominator == 100 and unit in PER_CENT:
        words = f"{quantity} {unit}"
    if scale.insignificant:
        least = local_number(scale.significance, language)
        words = _("%(scale)s: below %(least)s %%, not significant") % {"scale": words, "least": least}
    return unbroken_shares(words)


def _sources(reason: Reason, document: Document, language: str) -> str:  # noqa: ARG001 reasons are worded alike
    needed = int(reason.needed or 0)
    words = ngettext("%(count)d independent source is needed", "%(count)d independent sources are needed", needed)
    found = local_number(int(reason.found or 0), language)
    return _("%(needed)s; found: %(found)s.") % {"needed": words % {"count": needed}, "found": found}


def _from_area(reason: Reason, document: Document, language: str) -> str:  # noqa: ARG001
    area = _title(document, "areas", reason.item)
    if reason.met:
        return _("A source from %(area)s confirms it.") % {"area": area}
    return _("No source from %(area)s confirms it yet.") % {"area": area}


def _monitor(reason: Reason, document: Document, language: str) -> str:  # noqa: ARG001
    return _("A monitor confirms it.") if reason.met else _("No monitor confirms it yet.")


def _quantity(reason: Reason, document: Document, language: str) -> str:  # noqa: ARG001
    needed = local_number(reason.needed or 0, language)
    if reason.found is None:
        return _("Agreed: %(needed)s. No source that counts gives a quantity yet.") % {"needed": needed}
    return _("Agreed: %(needed)s; reported at most: %(found)s.") % {
        "needed": needed,
        "found": local_number(reason.found, language),
    }


def _one_source(reason: Reason, document: Document, language: str) -> str:  # noqa: ARG001
    return _("Counted as one source: %(names)s.") % {"names": local_list(f"“{name}”" for name in reason.names)}


def _suspended(reason: Reason, document: Document, language: str) -> str:
    words = _("Suspended since %(day)s under “%(line)s”") % {
        "day": _day(reason, language),
        "line": _title(document, "policy_lines", reason.item),
    }
    return _with_text(words, reason)


def _ended(reason: Reason, document: Document, language: str) -> str:  # noqa: ARG001
    return _with_text(_("Ended by decision on %(day)s") % {"day": _day(reason, language)}, reason)


def _on(message: Message) -> "Callable[[Reason, Document, str], str]":
    def say(reason: Reason, document: Document, language: str) -> str:  # noqa: ARG001
        return str(message) % {"day": _day(reason, language)}

    return say


def _reading(message: Message) -> "Callable[[Reason, Document, str], str]":
    def say(reason: Reason, document: Document, language: str) -> str:  # noqa: ARG001
        words = str(message) % {"day": _day(reason, language)}
        if reason.found is None or reason.needed is None:
            return words
        return _("%(reading)s Read: %(found)s; threshold: %(needed)s.") % {
            "reading": words,
            "found": local_number(reason.found, language),
            "needed": local_number(reason.needed, language),
        }

    return say


def _milestones(reason: Reason, document: Document, language: str) -> str:  # noqa: ARG001
    return _("Milestones verified: %(found)s of %(needed)s.") % {
        "found": local_number(int(reason.found or 0), language),
        "needed": local_number(int(reason.needed or 0), language),
    }


def _milestone_lost(reason: Reason, document: Document, language: str) -> str:  # noqa: ARG001
    return _("Lapsed, ended, suspended or reversed: %(milestone)s") % {"milestone": _title(document, "milestones", reason.item)}


_SAY: "dict[str, Callable[[Reason, Document, str], str]]" = {
    "sources": _sources,
    "from_area": _from_area,
    "monitor": _monitor,
    "quantity": _quantity,
    "one_source": _one_source,
    "suspended": _suspended,
    "ended": _ended,
    "verified": _on(lazy("The evidence rule is met since %(day)s.")),
    "reversed": _on(lazy("It was reversed on %(day)s: reports that it no longer holds meet the evidence rule.")),
    "late": _on(lazy("Verified after its latest day, %(day)s.")),
    "window_over": _on(lazy("Its latest day, %(day)s, has passed without verification.")),
    "reading_met": _reading(lazy("The indicator reached the threshold (%(day)s).")),
    "reading_partly": _reading(lazy("The indicator moved and has not reached the threshold (%(day)s).")),
    "reading_not_met": _reading(lazy("The indicator has not moved towards the threshold (%(day)s).")),
    "milestones": _milestones,
    "milestone_lost": _milestone_lost,
}


def _title(document: Document, kind: str, key: str) -> str:
    entry = next((each for each in document.of(kind) if each.key == key), None)
    return entry.title() if entry else key


def _day(reason: Reason, language: str) -> str:
    return local_day(reason.day, language) if reason.day else ""


def _with_text(words: str, reason: Reason) -> str:
    text = in_language(dict(reason.text))
    return _("%(words)s: %(text)s") % {"words": words, "text": text} if text else _("%(words)s.") % {"words": words}
