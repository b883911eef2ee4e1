"""What a list of a version's items needs of each, without its text."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import orjson

from roadmap.domain.document import Document, Entry, from_canonical
from roadmap.domain.document.leaves import referred
from roadmap.domain.document.searching import parents_of
from roadmap.models import Version


@dataclass(frozen=True)
class VersionLine:
    """An item of a version at its ``place`` in the document. ``areas`` and ``sectors`` are the keys that it names; what hangs
    under an item shares its sectors. ``wording`` is a digest of all that the item says: equal as long as nothing in it changes.
    """

    ref: str
    kind: str
    code: str
    place: int
    titles: Mapping[str, str]
    areas: frozenset[str]
    sectors: frozenset[str]
    wording: bytes


Lines = Mapping[str, VersionLine]
#: By the version's hash, which is the name of its content: what was read once stays true.
_known: dict[str, Lines] = {}
_MOST = 24


def lines_of(versions: Iterable[Version]) -> dict[int, Lines]:
    """By the primary key of each version, its items by ref, in the order of the document.

    One query for all versions that this process has not read yet, none once it has.
    """
    wanted = list(versions)
    found = {each.digest: _known[each.digest] for each in wanted if each.digest in _known}
    missing = [each.pk for each in wanted if each.digest not in found]
    if missing:
        for digest, canonical in Version.objects.filter(pk__in=missing).values_list("digest", "canonical"):
            found[digest] = _known[digest] = _lines(from_canonical(canonical))
        for digest in list(_known)[:-_MOST]:
            _known.pop(digest, None)
    return {each.pk: found[each.digest] for each in wanted}


def _lines(document: Document) -> Lines:
    return {entry.ref: _line(entry, place, document) for place, entry in enumerate(document)}


def _line(entry: Entry, place: int, document: Document) -> VersionLine:
    said = orjson.dumps([entry.code, entry.data], option=orjson.OPT_SORT_KEYS)
    sectors = [key for each in (entry, *parents_of(entry, document)) for key in _named(each, "sectors")]
    return VersionLine(
        ref=entry.ref,
        kind=entry.kind,
        code=entry.code,
        place=place,
        titles=entry.data.get(entry.definition.heading) or {"en": entry.code},
        areas=frozenset(_named(entry, "areas")),
        sectors=frozenset(sectors),
        wording=hashlib.blake2b(said, digest_size=16).digest(),
    )


def _named(entry: Entry, kind: str) -> Iterable[str]:
    """Keys of the items of a kind that an entry is or refers to."""
    if entry.kind == kind:
        yield entry.key
    for each, target in entry.definition.references():
        if target == kind:
            yield from referred(entry, each, target)
