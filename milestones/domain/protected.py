"""Protected subjects: what may never be put in an exchange (report: refugee return was used as a bargaining chip)."""

from collections.abc import Iterator

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.domain.errors import Problem
from accounts.models.text import in_language
from milestones.domain.standing import subject_of
from roadmap.domain.document import Document, Entry
from roadmap.domain.document.local import apart

#: How a commitment names milestones.
_NAMED = ("milestone", "gate")


def refuse_protected(entry: Entry, document: Document) -> Iterator[Problem]:
    """Why an exchange, or a milestone in one, cannot be kept: with the reason and source of each protected subject.

    What others are made to wait for is in the exchange as well: that is leverage.
    """
    if entry.kind == "exchanges":
        for each in entry.data.get("commitments", ()):
            for name in _NAMED:
                milestone = document.find("milestones", each.get(name))
                if milestone:
                    yield from _problems(milestone, f"commitments.{each['milestone']}.{name}", document)
    elif entry.data.get("protected_subjects") and entry.key in _exchanged(document):
        yield from _problems(entry, "protected_subjects", document)


def _exchanged(document: Document) -> set[str]:
    """Keys of the milestones that stand in an exchange, as what is given or as what is waited for."""
    commitments = (each for exchange in document.of("exchanges") for each in exchange.data.get("commitments", ()))
    return {each[name] for each in commitments for name in _NAMED if each.get(name)}


def _problems(milestone: Entry, path: str, document: Document) -> Iterator[Problem]:
    for subject in subjects_marked(milestone, document):
        yield Problem(path, protected_words(milestone, subject))


def subjects_marked(milestone: Entry, document: Document) -> list[Entry]:
    """The subjects that a milestone is marked with."""
    found = (subject_of(document, key) for key in milestone.data.get("protected_subjects", ()))
    return [subject for subject in found if subject]


def protected_words(milestone: Entry, subject: Entry) -> str:
    """Why a milestone is not given for anything: the subject, the reason and where it is said."""
    told = {
        "code": milestone.code or milestone.key,
        "subject": subject.title(),
        "reason": in_language(subject.data.get("reason") or {}),
        "source": apart(subject.data.get("source", ""), (get_language() or "en")[:2]),
    }
    if told["source"]:
        return _("%(code)s concerns a protected subject, “%(subject)s”, and cannot be exchanged: %(reason)s (%(source)s)") % told
    return _("%(code)s concerns a protected subject, “%(subject)s”, and cannot be exchanged: %(reason)s") % told
