"""Units: whether a report counts in that of what it is about. A number in another one is never compared."""

from collections.abc import Mapping

from milestones.domain.evidence.names import name_key
from milestones.wording import PER_CENT
from roadmap.domain.document import Entry

_PER_CENT = frozenset(name_key(each) for each in PER_CENT)


def agreed_unit(subject: Entry | None) -> Mapping[str, str]:
    """The unit of a milestone's target or of a criterion's indicator, by language; empty where there is none."""
    if subject is None:
        return {}
    return (subject.data.get("target") or {}).get("unit") or subject.data.get("unit") or {}


def is_other_unit(given: Mapping[str, str], agreed: Mapping[str, str]) -> bool:
    """Whether ``given`` (empty: as agreed) is not ``agreed``, or nobody can tell. Alike in one language is enough."""
    return bool(given) and not _keys(given) & _keys(agreed)


def _keys(unit: Mapping[str, str]) -> set[str]:
    found = {name_key(text) for text in unit.values()}
    return found | _PER_CENT if found & _PER_CENT else found
