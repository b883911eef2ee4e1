"""A roadmap in the database on which evidence is recorded."""

import datetime as dt
from dataclasses import dataclass

import pytest
from django.db import transaction

from milestones.domain.deciding import today
from roadmap.domain.drafting import insert_item
from roadmap.models import Assignment, Roadmap
from tests.conftest import Cast
from tests.roadmap.factories import small_roadmap


@dataclass
class Place:
    """The roadmap, who works on it (``cast.monitor`` is assigned), and days around today."""

    roadmap: Roadmap
    cast: Cast
    today: dt.date

    def ago(self, days: int) -> str:
        return (self.today - dt.timedelta(days=days)).isoformat()


@pytest.fixture
@transaction.atomic()
def place(cast: Cast) -> Place:
    roadmap = small_roadmap(lead=cast.lead, drafter=cast.drafter)
    Assignment.objects.create(roadmap=roadmap, user=cast.monitor, role="monitor")
    found = Place(roadmap, cast, today())
    for key, data in {
        "releases": {"area": "gov", "title": "Releases", "window": {"not_after": found.ago(30)}},
        "funds": {"area": "aanes", "title": "Funds", "reversal": "The account is blocked again."},
    }.items():
        insert_item(roadmap=roadmap, kind_name="milestones", key=key, data=data)
    insert_item(
        roadmap=roadmap,
        kind_name="policy_lines",
        key="gate",
        data={"title": "No releases, no funds", "watches": ["releases"], "suspends": ["funds"], "grace": "14d"},
    )
    return found
