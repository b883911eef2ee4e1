"""What keeps protected subjects out of exchanges where nobody marked them: words that give one away, and leverage by order."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from milestones.domain.exchanges.leverage import find_leverage, leverage_words
from milestones.domain.exchanges.protected import Protected, protected_in_exchange
from milestones.domain.exchanges.protected_words import bound_words, hit_words
from roadmap.domain.document import Document, Field, Gap
from roadmap.domain.document.containers import Rows
from roadmap.domain.document.values import Ref, Text

#: The statement that clears a word: it is part of the document, so that whoever reviews the draft reads it too.
NOT_PROTECTED = Field(
    "not_protected",
    Rows({"subject": Ref("protected_subjects"), "reason": Text()}, by="subject", needs=("reason",)),
    _("Not about a protected subject"),
    part_labels={"subject": _("Protected subject"), "reason": _("Why it is not about it")},
    help=_("Where only a word points to a protected subject: which one, and why this is not about it. Reviewers read it."),
)


def protected_gaps(document: Document) -> Iterator[Gap]:
    """Each word that gives a protected subject away in an exchange or in what a policy line suspends: where it stands, and at the
    exchange too where that is in a milestone.

    What is marked is refused where it is saved; a policy line's own check tells what it would suspend.
    """
    found = (gap for hit in protected_in_exchange(document) if not hit.refused for gap in _gaps_of(hit, document))
    yield from dict.fromkeys(found)


def _gaps_of(hit: Protected, document: Document) -> Iterator[Gap]:
    if hit.how == "suspended-words":
        yield Gap(f"policy_lines/{hit.place}", "suspends", hit_words(hit, document))
        return
    yield Gap(hit.ref, hit.path, hit_words(hit, document))
    if hit.in_milestone:
        yield Gap(f"exchanges/{hit.place}", "commitments", bound_words(hit, document))


def leverage_gaps(document: Document) -> Iterator[Gap]:
    """Protected milestones that another side's steps are bound to outside of any exchange: doubtful, not blocking."""
    for each in find_leverage(document):
        yield Gap(f"milestones/{each.milestone}", each.path, leverage_words(each, document), blocking=False)
