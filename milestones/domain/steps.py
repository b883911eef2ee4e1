"""Changes of items that can be put back: what each was before, and the revision at which it was left."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from roadmap.domain.document import Document, kind
from roadmap.domain.document.leaves import changed_leaves, leaves
from roadmap.domain.document.storage import item_data
from roadmap.domain.drafting import change_item
from roadmap.models import Item


@dataclass(frozen=True)
class Step:
    """What puts one item back: the revision that it was left at, the former values of what was changed, and those that it got."""

    kind: str
    key: str
    base: int
    changes: dict[str, Any] = field(default_factory=dict)
    left: dict[str, Any] = field(default_factory=dict)


def change_by_step(*, kind_name: str, item: Item, changes: Mapping[str, Any], draft: Document | None = None) -> Step:
    """Change an item as :func:`roadmap.domain.drafting.change_item` does, inside the caller's verb; answers the way back."""
    fields = kind(kind_name).fields
    before = item_data(kind(kind_name), item)
    changed = change_item(item=item, kind_name=kind_name, changes=changes, draft=draft)
    after = item_data(kind(kind_name), changed)
    former, new, paths = leaves(fields, before), leaves(fields, after), changed_leaves(fields, before, after)
    return Step(
        kind_name, item.key, changed.revision, {path: former.get(path) for path in paths}, {path: new.get(path) for path in paths}
    )


def as_plain(steps: Iterable[Step]) -> list[dict[str, Any]]:
    """The steps as JSON."""
    return [asdict(step) for step in steps]
