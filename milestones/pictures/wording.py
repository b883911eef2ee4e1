"""Words of the pictures in the reader's language."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from milestones.pictures.data import LinkKind, Passage, Stand, State
from roadmap.domain.document.local import local_day, local_number


def state_word(state: State) -> str:
    return {
        "not_started": _("Not started"),
        "under_way": _("Under way"),
        "claimed": _("Claimed"),
        "verified": _("Verified"),
        "lapsed": _("Lapsed"),
        "suspended": _("Suspended"),
        "reversed": _("Reversed"),
    }[state]


def link_word(kind: LinkKind) -> str:
    return {
        "requires": _("Waits for"),
        "any": _("Waits for one of"),
        "gate": _("Gate of an exchange"),
        "together": _("On the same day"),
    }[kind]


def passage_word(passage: Passage) -> str:
    return {
        "open": pgettext("a crossing", "Open"),
        "limited": pgettext("a crossing", "Limited"),
        "closed": pgettext("a crossing", "Closed"),
        "unknown": pgettext("a crossing", "Not reported"),
    }[passage]


def stand_word(stand: Stand) -> str:
    return {
        "support": pgettext("position", "Support"),
        "conditions": _("Accept with conditions"),
        "cannot": _("Cannot accept"),
        "none": _("No position"),
        "hidden": _("Not shown"),
    }[stand]


def yes_no(*, yes: bool) -> str:
    return _("Yes") if yes else _("No")


def day_word(day: dt.date | None, language: str) -> str:
    """The day, or a dash where there is none."""
    return local_day(day, language) if day else "–"


def points(value: float, language: str, *, signed: bool = False) -> str:
    """Points with one decimal at most; a real minus, and a plus where ``signed``."""
    shown = local_number(round(abs(value), 1), language)
    sign = "" if shown == "0" else ("−" if value < 0 else ("+" if signed else ""))
    return f"{sign}{shown}"
