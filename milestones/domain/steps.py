"""Changes of items that can be put back: what each was before, and the revision at which it was left."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from roadmap.domain.document import kind
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


def change_by_step(*, kind_name: str, item: Item, changes: Mapping[str, Any]) -> Step:
    """Change an item as :func:`roadmap.domain.drafting.change_item` does, inside the caller's verb; answers the way back."""
    definition = kind(kind_name)
    before = item_data(definition, item)
    changed = change_item(item=item, kind_name=kind_name, changes=changes)
    return step_between(kind_name, changed, before, item_data(definition, changed))


def step_between(kind_name: str, item: Item, before: Mapping[str, Any], after: Mapping[str, Any]) -> Step:
    """What puts an item back that is now ``after``, and was ``before``."""
    fields = kind(kind_name).fields
    former, left, paths = leaves(fields, before), leaves(fields, after), changed_leaves(fields, before, after)
    return Step(
        kind_name, item.key, item.revision, {each: former.get(each) for each in paths}, {each: left.get(each) for each in paths}
    )


def as_plain(steps: Iterable[Step]) -> list[dict[str, Any]]:
    """The steps as JSON."""
    return [asdict(step) for step in steps]
