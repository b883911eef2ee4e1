"""A change of areas while it is made: each item that it changes is remembered as it was, so that the whole can be undone."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from accounts.models import User
from milestones.domain.steps import Step, as_plain, step_between
from milestones.enums import AreaChangeKind
from milestones.models import AreaChange
from roadmap.domain.document import Document, kind
from roadmap.domain.document.storage import item_data
from roadmap.domain.drafting import change_item
from roadmap.models import Item, Roadmap


class Record:
    """``draft`` is the document under the roadmap's lock; it is kept true to what is changed."""

    def __init__(self, roadmap: Roadmap, draft: Document) -> None:
        self.roadmap, self.draft = roadmap, draft
        self._steps: dict[tuple[str, str], Step] = {}
        self._known: dict[str, dict[int, str]] = {}

    def change(self, kind_name: str, item: Item, changes: Mapping[str, Any]) -> None:
        """Change an item, read under its lock. What is changed twice keeps what it was at first."""
        before = item_data(kind(kind_name), item, self._known)
        changed = change_item(item=item, kind_name=kind_name, changes=changes, draft=self.draft, known=self._known)
        step = step_between(kind_name, changed, before, self._written(kind_name, item.key))
        if step.changes:
            at = (step.kind, step.key)
            first = self._steps.get(at, step)
            changes, left = {**step.changes, **first.changes}, {**first.left, **step.left}
            self._steps[at] = Step(step.kind, step.key, step.base, changes, left)

    def _written(self, kind_name: str, key: str) -> dict[str, Any]:
        """What was just put into the draft."""
        entry = self.draft.find(kind_name, key)
        assert entry is not None  # noqa: S101 it was changed
        return entry.data

    def keep(
        self,
        *,
        of_kind: AreaChangeKind,
        on: dt.date,
        areas: Iterable[str],
        successors: Iterable[str],
        made: Iterable[str],
        fates: Mapping[str, list[str]],
        actor: User,
    ) -> AreaChange:
        """The row by which all this can be undone; ``fates`` are its ``passed_on`` and ``lapsed``."""
        return AreaChange.objects.create(
            roadmap=self.roadmap,
            kind=of_kind,
            on=on,
            areas=list(areas),
            successors=list(successors),
            made={key: area.data for key in made if (area := self.draft.find("areas", key))},
            steps=as_plain(self._steps.values()),
            author=actor,
            **fates,
        )
