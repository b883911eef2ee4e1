"""In which order a roadmap is read: the one order of the desk, of versions, of reviewers' pages and of files."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from roadmap.domain.document.document import Entry
from roadmap.domain.document.registry import Kind, kind, kinds
from roadmap.enums import Place

_FREE = "sections"
_FIRST = "mandates"


@dataclass(frozen=True)
class Heading:
    """Where the items of one kind stand; of the free sections, those of one ``place``. ``anchor`` is its place on a page."""

    kind: Kind
    label: str
    anchor: str
    place: str = ""

    def holds(self, entry: Entry) -> bool:
        """Whether an entry that hangs under no other stands here. A free section without a place stands in front."""
        if entry.kind != self.kind.name:
            return False
        return not self.place or (entry.data.get("place") == Place.BACK) == (self.place == Place.BACK)


def reading_order() -> Iterator[Heading]:
    """Introduction, mandates, the other kinds in the order of the registry, further provisions; in the active language."""
    free = kind(_FREE)
    between = sorted((each for each in kinds() if each.name != _FREE), key=lambda each: each.name != _FIRST)
    yield Heading(free, _("Introduction"), "front", Place.FRONT)
    for each in between:
        yield Heading(each, str(each.plural), each.name)
    yield Heading(free, _("Further provisions"), "back", Place.BACK)
