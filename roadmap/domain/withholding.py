"""What of a version a group does not see."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts.domain.errors import Invalid, Problem
from roadmap.domain.document import Document, from_canonical
from roadmap.models import RoundGroup, Version


def withhold(round_group: RoundGroup, refs: Iterable[str]) -> None:
    """Keep the items, and what hangs under them, from a group. Raises Invalid for a ref that the version has not."""
    version = round_group.round.version
    hidden = hidden_refs(version, set(refs))
    round_group.withheld.set(version.items.filter(ref__in=hidden))


def hidden_refs(version: Version, refs: set[str]) -> set[str]:
    """``refs`` and every item that is gone with them (a milestone of a withheld measure). Raises Invalid for an unknown one."""
    if not refs:
        return set()
    document = from_canonical(version.canonical)
    unknown = sorted(refs - set(document.by_ref))
    if unknown:
        problems = [Problem("withheld", _("The version has no item “%(ref)s”.") % {"ref": ref}) for ref in unknown]
        raise Invalid(_("Some items are not in this version."), problems)
    return set(document.by_ref) - set(document.without(refs).by_ref)


def withheld_roots(document: Document, refs: set[str]) -> set[str]:
    """Of withheld refs those that are not gone anyway with another one: what somebody chose."""
    return {ref for ref in refs if document.without(refs - {ref}).entry(ref) is not None}
