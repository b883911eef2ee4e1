"""What leads from version 1 of the demonstration to version 2: edits, additions, a removal and moves of the draft."""

from typing import Any

from accounts.models import User
from roadmap.domain.document import kind
from roadmap.domain.drafting import add_item, delete_item, edit_item, move_item
from roadmap.models import Item, Roadmap

_PLACE = {"kind", "after", "key", "code"}


def revise(roadmap: Roadmap, plan: dict[str, Any], actor: User) -> None:
    """Carry out ``revision.yaml`` on the draft."""
    for change in plan["changes"]:
        item, kind_name = find(roadmap, change["item"])
        edit_item(item=item, kind_name=kind_name, changes=change["set"], base=item.revision, actor=actor)
    for added in plan["added"]:
        add(roadmap, added, actor)
    for ref in plan["removed"]:
        item, kind_name = find(roadmap, ref)
        delete_item(item=item, kind_name=kind_name, actor=actor)
    for move in plan["moves"]:
        item, kind_name = find(roadmap, move["item"])
        move_item(item=item, kind_name=kind_name, after=move["after"].partition("/")[2], actor=actor)


def add(roadmap: Roadmap, added: dict[str, Any], actor: User) -> None:
    """Add the item that a list ``added`` describes."""
    data = {name: value for name, value in added.items() if name not in _PLACE and value is not None}
    after = str(added.get("after") or "").partition("/")[2]
    code = str(added.get("code") or "")
    add_item(roadmap=roadmap, kind_name=added["kind"], data=data, key=added["key"], code=code, after=after, actor=actor)


def find(roadmap: Roadmap, ref: str) -> tuple[Item, str]:
    """The item of the draft that ``<kind>/<key>`` names."""
    kind_name, _slash, key = ref.partition("/")
    return kind(kind_name).model.objects.live().select_related("roadmap").get(roadmap=roadmap, key=key), kind_name
