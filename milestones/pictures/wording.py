"""Words of the pictures in the reader's language."""

import datetime as dt

from django.utils.translation import gettext as _

from milestones.domain.evidence import states
from milestones.enums import Progress
from milestones.pictures.data import LinkKind, Passage, Stand, State, Suspension, Unknown, Working
from roadmap import enums
from roadmap.domain.document.local import local_day, local_number


def state_word(state: State) -> str:
    return str(Progress(state).label)


def working_word(state: Working) -> str:
    return str(states.Working(state).label)


def link_word(kind: LinkKind) -> str:
    return {
        "requires": _("Waits for"),
        "any": _("Waits for one of"),
        "gate": _("Gate of an exchange"),
        "together": _("On the same day"),
    }[kind]


def unknown_word(unknown: Unknown) -> str:
    return {
        "circle": _("in a circle"),
        "missing": _("counts on what is not there"),
        "waits": _("waits for one without a day"),
        "last": _("last day cannot be computed"),
        "": "",
    }[unknown]


def passage_word(passage: Passage) -> str:
    return str(states.Passage(passage).label)


def stand_word(stand: Stand) -> str:
    if stand == "silent":
        return _("Has said nothing")
    if stand == "hidden":
        return _("Not shown to it")
    return str(enums.Stand(stand).label)


def suspension_words(halt: Suspension, language: str) -> str:
    """From when to when it is suspended, and under which line."""
    told = {"since": local_day(halt.since, language), "line": halt.line}
    if halt.until is None:
        return _("suspended since %(since)s (%(line)s)") % told
    return _("suspended from %(since)s to %(until)s (%(line)s)") % {**told, "until": local_day(halt.until, language)}


def yes_no(*, yes: bool) -> str:
    return _("Yes") if yes else _("No")


def day_word(day: dt.date | None, language: str) -> str:
    """The day, or a dash where there is none."""
    return local_day(day, language) if day else "–"


def of_draft(title: str, day: dt.date, language: str) -> str:
    """What stands over a picture on paper, where nothing else tells what it is of."""
    return _("%(roadmap)s · draft, as of %(day)s") % {"roadmap": title, "day": local_day(day, language)}


def points(value: float, language: str, *, signed: bool = False) -> str:
    """Points with one decimal at most; a real minus, and a plus where ``signed``."""
    shown = local_number(round(abs(value), 1), language)
    sign = "" if shown == "0" else ("−" if value < 0 else ("+" if signed else ""))
    return f"{sign}{shown}"
