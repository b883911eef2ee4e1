"""Protected subjects: what may never be put in an exchange (report: refugee return was used as a bargaining chip)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from accounts.domain.errors import Problem
from accounts.models.text import in_language
from roadmap.domain.document import Document, Entry


def refuse_protected(entry: Entry, document: Document) -> Iterator[Problem]:
    """Why an exchange, or a milestone in one, cannot be kept: with the reason and source of each protected subject."""
    if entry.kind == "exchanges":
        for each in entry.data.get("commitments", ()):
            milestone = document.find("milestones", each["milestone"])
            if milestone:
                yield from _problems(milestone, f"commitments.{milestone.key}.milestone", document)
    elif entry.key in _exchanged(document):
        yield from _problems(entry, "protected_subjects", document)


def _exchanged(document: Document) -> set[str]:
    """Keys of the milestones that stand in an exchange."""
    return {each["milestone"] for exchange in document.of("exchanges") for each in exchange.data.get("commitments", ())}


def _problems(milestone: Entry, path: str, document: Document) -> Iterator[Problem]:
    for key in milestone.data.get("protected_subjects", ()):
        subject = document.find("protected_subjects", key)
        if subject is not None:
            yield Problem(path, _message(milestone, subject))


def _message(milestone: Entry, subject: Entry) -> str:
    told = {
        "code": milestone.code or milestone.key,
        "subject": subject.title(),
        "reason": in_language(subject.data.get("reason") or {}),
        "source": subject.data.get("source", ""),
    }
    if told["source"]:
        return _("%(code)s concerns a protected subject, “%(subject)s”, and cannot be exchanged: %(reason)s (%(source)s)") % told
    return _("%(code)s concerns a protected subject, “%(subject)s”, and cannot be exchanged: %(reason)s") % told
