"""What points to a protected subject, in words of the active language: where, which word, why, and what to do about it."""

from typing import Any

from django.utils.translation import gettext as _

from milestones.domain.exchanges.naming import language
from milestones.domain.exchanges.protected import Protected
from milestones.domain.standing import SUBJECTS, subject_of, why
from roadmap.domain.document import Document, kind
from roadmap.domain.document.local import apart


def hit_words(hit: Protected, document: Document) -> str:
    """The whole of it: where the word stands, what it points to with reason and source, and the ways out."""
    return " ".join((_found(hit, document), *_ways_out(hit, document)))


def bound_words(hit: Protected, document: Document) -> str:
    """At the exchange: that a milestone in it holds it up, where all else is said."""
    entry, subject = document.entry(hit.ref), subject_of(document, hit.subject)
    return _(
        "%(code)s seems to concern a protected subject, “%(subject)s” (“%(word)s”). "
        "What can be done about it stands with %(code)s."
    ) % {
        "code": entry.code or entry.key if entry else hit.milestone,
        "subject": subject.title() if subject else hit.subject,
        "word": apart(hit.word, language()),
    }


def _found(hit: Protected, document: Document) -> str:
    entry, subject = document.entry(hit.ref), subject_of(document, hit.subject)
    told = {
        "where": entry.code or entry.key if entry else hit.milestone,
        "field": field_words(hit, document),
        "word": apart(hit.word, language()),
        "subject": subject.title() if subject else hit.subject,
        "reason": why(subject) if subject else "",
    }
    if hit.how != "suspended-words":
        return (
            _("%(where)s, %(field)s: “%(word)s” points to a protected subject, “%(subject)s”, never to be exchanged. %(reason)s")
            % told
        )
    line = document.find("policy_lines", hit.place)
    return _(
        "Policy line %(line)s suspends %(where)s, whose words point to a protected subject, “%(subject)s” "
        "(%(field)s: “%(word)s”). %(reason)s"
    ) % {**told, "line": line.code or line.key if line else hit.place}


def _ways_out(hit: Protected, document: Document) -> tuple[str, ...]:
    definition = kind(hit.ref.partition("/")[0])
    label = {"label": str(definition.by_name["not_protected"].label)}
    if hit.in_milestone:
        way = (
            _("Take it out, or mark the milestone as of this subject. Where it is not about it, say why under “%(label)s”.")
            % label
        )
    else:
        way = _("Take it out. Where it is not about it, say why under “%(label)s”.") % label
    if document.find(SUBJECTS, hit.subject):
        return (way,)
    return way, _("For that the draft must name the subject: take it over from the standing list, on the page of the exchanges.")


def field_words(hit: Protected, document: Document) -> str:
    """The label of the field in which the word stands; in an exchange's row, behind the code of its milestone."""
    name, *parts = hit.path.split(".")
    each = kind(hit.ref.partition("/")[0]).by_name[name]
    if name != "commitments":
        return _label(each.part_labels, parts[0]) if parts else str(each.label)
    milestone = document.find("milestones", parts[0])
    label = _label(each.part_labels, parts[1])
    return f"{milestone.code or milestone.key}, {label}" if milestone else label


def _label(labels: Any, name: str) -> str:
    return str(labels.get(name, name))
