"""A small plan with a chain, an exchange and a deadline, seen by its people."""

from collections.abc import Callable
from typing import Any

import pytest

from roadmap.domain.drafting import add_item
from roadmap.models import Roadmap
from tests.conftest import Cast
from tests.roadmap.web.desk.conftest import administrator, draft, drafter, lead, roadmap

__all__ = ["administrator", "draft", "drafter", "lead", "roadmap"]


@pytest.fixture
def milestone(roadmap: Roadmap, cast: Cast) -> Callable[..., None]:
    """Adds a milestone to the draft."""

    def make(key: str, **data: Any) -> None:
        whole = {"title": {"en": f"Title of {key}", "ar": f"عنوان {key}"}, "measure": "exam-passage", "area": "gov", **data}
        add_item(roadmap=roadmap, kind_name="milestones", data=whole, key=key, actor=cast.lead)

    return make


@pytest.fixture
def plan(milestone: Callable[..., None], roadmap: Roadmap, cast: Cast) -> None:
    """Buses wait for lists; a third party waits for buses; an exchange binds lists and buses."""
    milestone("buses-run", area="aanes", window={"not_before": "gov-lists + 14d"}, evidence_rule={"independent_sources": 1})
    milestone("report", area=None, actor={"en": "Envoy"}, requires=["buses-run"])
    commitments = [{"milestone": "gov-lists"}, {"milestone": "buses-run", "gate": "gov-lists"}]
    data = {"title": {"en": "Lists for buses"}, "mode": "gated", "commitments": commitments}
    add_item(roadmap=roadmap, kind_name="exchanges", data=data, key="pupils", actor=cast.lead)
