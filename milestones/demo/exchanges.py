"""What version 2 of the demonstration adds: exchanges, the rules around them, and reports on what was done."""

from typing import Any

from accounts.models import User
from milestones.demo.revision import add, find
from roadmap.domain.drafting import edit_item
from roadmap.models import Roadmap


def add_exchanges(roadmap: Roadmap, plan: dict[str, Any], actor: User) -> None:
    """Carry out ``exchanges.yaml`` on the draft, its reports apart."""
    for added in plan["added"]:
        add(roadmap, added, actor)
    for change in plan["changes"]:
        item, kind_name = find(roadmap, change["item"])
        edit_item(item=item, kind_name=kind_name, changes=change["set"], base=item.revision, actor=actor)
