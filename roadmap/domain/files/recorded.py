"""What is on record stays when a file takes the place of a draft: reports, logs and decisions are added to, never rewritten.

A file that leaves them out leaves them as they are. One that says something else of them is refused.
"""

from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext as _

from accounts.domain.errors import Conflict, Problem
from roadmap.domain.document import Document, Entry, Kind, kinds


class Rewritten(Conflict):
    """The file would change or drop what is on record; ``problems`` name it, by ``<kind>/<key>`` or ``<kind>/<key>#<field>``."""

    code = "rewritten"

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(_("The file would rewrite what is on record. A correction is a new record."), problems)


class _Differs(Exception):  # noqa: N818 an answer
    """Two values cannot both be right."""


def keep_recorded(current: Document, wanted: Document) -> Document:
    """``wanted`` with all that ``current`` has on record. Raises Rewritten."""
    problems: list[Problem] = []
    sections = {each.name: _section(each, current, wanted, problems) for each in kinds()}
    if problems:
        raise Rewritten(problems)
    return Document(roadmap=wanted.roadmap, sections=sections, draft=wanted.draft)


def _section(kind: Kind, current: Document, wanted: Document, problems: list[Problem]) -> list[Entry]:
    old = {entry.key: entry for entry in current.of(kind.name)}
    for entry in wanted.of(kind.name):
        if entry.key in old:
            _keep_fields(kind, old[entry.key], entry, current, wanted, problems)
    if not kind.recorded:
        return list(wanted.of(kind.name))
    new = {entry.key: entry for entry in wanted.of(kind.name)}
    problems += [
        Problem(entry.ref, _("The file lacks what this is about."))
        for key, entry in old.items()
        if key not in new and not all(_names(kind, each.name, entry.data.get(each.name), wanted, current) for each in kind.fields)
    ]
    # A record has no place of its own: what was there comes first, as it was.
    return [*(new.get(key) or entry for key, entry in old.items()), *(entry for key, entry in new.items() if key not in old)]


def _keep_fields(kind: Kind, old: Entry, entry: Entry, current: Document, wanted: Document, problems: list[Problem]) -> None:
    """Put into ``entry`` what ``old`` has on record. Of a report only its recorded fields may be added to."""
    for field in kind.fields:
        before, after = old.data.get(field.name), entry.data.get(field.name)
        if not field.recorded and (not kind.recorded or before == after):
            continue
        try:
            merged = _merged(before, after) if field.recorded else _same(before, after)
        except _Differs:
            problems.append(Problem(f"{entry.ref}#{field.name}", _("This is on record and cannot be rewritten.")))
            continue
        if not _names(kind, field.name, merged, wanted, current):
            problems.append(Problem(f"{entry.ref}#{field.name}", _("The file lacks what this is about.")))
        elif merged is not None:
            entry.data[field.name] = merged


def _same(old: Any, new: Any) -> Any:
    """The one value. Raises _Differs."""
    if old != new:
        raise _Differs
    return old


def _merged(old: Any, new: Any) -> Any:
    """Both where one only adds to the other. Raises _Differs."""
    if old is None or new is None or old == new:
        return new if old is None else old
    if isinstance(old, list) and isinstance(new, list):
        return [_merged(mine, theirs) for mine, theirs in zip_longest(old, new)]
    if isinstance(old, dict) and isinstance(new, dict):
        return {name: _merged(old.get(name), new.get(name)) for name in {**old, **new}}
    raise _Differs


def _names(kind: Kind, field: str, value: Any, wanted: Document, current: Document) -> bool:
    """Whether all that a value refers to will be in the document: a report that the file leaves out stays."""
    kept = {each.name for each in kinds() if each.recorded}
    refers = kind.by_name[field].value.refers(value)
    return all(wanted.find(target, key) or (target in kept and current.find(target, key)) for target, key in refers)
