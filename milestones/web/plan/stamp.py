"""What tells one state of a draft from another, in one query: pieces of a page are kept in the cache under it."""

from typing import Any

from django.db.models import Value

from roadmap.domain.document import kinds
from roadmap.models import Roadmap


def stamp(roadmap: Roadmap) -> list[Any]:
    """Every item's place and revision. Any edit, move, deletion or way back changes it."""
    rows = [
        each.model.objects.live()
        .filter(roadmap=roadmap)
        .order_by()
        .annotate(of=Value(number))
        .values_list("of", "position", "pk", "revision", "code")
        for number, each in enumerate(kinds())
    ]
    first, *others = rows
    return [roadmap.pk, roadmap.revision, sorted(first.union(*others, all=True))]
