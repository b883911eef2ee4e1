"""A roadmap on which something was reported, and the people who read and report, each in a browser without JavaScript."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from milestones.domain.deciding import today
from milestones.domain.evidence.recording import record_evidence
from milestones.models import Evidence
from roadmap.domain.drafting import insert_item
from roadmap.models import Assignment, Roadmap
from tests import factories
from tests.conftest import Cast
from tests.factories import signed_in
from tests.roadmap.factories import small_roadmap
from tests.roadmap.web.desk.conftest import Browser

HERE = "/roadmaps/small/progress/"


@dataclass
class Place:
    """The small roadmap, with ``monitor`` assigned; ``far_monitor`` is assigned to another roadmap only."""

    roadmap: Roadmap
    cast: Cast
    lead: Browser
    monitor: Browser
    administrator: Browser
    far_monitor: Browser
    reviewer: Browser
    outsider: Browser

    def ago(self, days: int) -> str:
        return (today() - dt.timedelta(days=days)).isoformat()

    def record(self, **data: Any) -> Evidence:
        """A report of an independent source that the lists were accepted, unless it is said otherwise."""
        given = {"milestone": "gov-lists", "claim": "achieved", "date": self.ago(5), "reporter": "Teachers", "independent": True}
        if {"measure", "criterion"} & set(data):
            del given["milestone"]
        found = {name: value for name, value in (given | data).items() if value is not None and value is not False}
        uploads, actor = found.pop("uploads", ()), found.pop("actor", self.cast.lead)
        return record_evidence(roadmap=self.roadmap, data=found, uploads=uploads, actor=actor)


@pytest.fixture
def place(cast: Cast) -> Place:
    roadmap = small_roadmap(lead=cast.lead, drafter=cast.drafter)
    other = small_roadmap("other", lead=cast.outsider)
    far = factories.user("monitor", email="far@example.org")
    Assignment.objects.create(roadmap=roadmap, user=cast.monitor, role="monitor")
    Assignment.objects.create(roadmap=other, user=far, role="monitor")
    people = {
        name: Browser(signed_in(getattr(cast, name))) for name in ("lead", "monitor", "administrator", "reviewer", "outsider")
    }
    return Place(roadmap=roadmap, cast=cast, far_monitor=Browser(signed_in(far)), **people)


@pytest.fixture
def line(place: Place) -> Callable[[], None]:
    """A policy line: without lists no buses; the lists were due long ago."""

    def make() -> None:
        data = {"title": "No lists, no buses", "watches": ["gov-lists"], "suspends": ["aanes-buses"], "grace": "14d"}
        insert_item(roadmap=place.roadmap, kind_name="policy_lines", key="lists", data=data)

    return make
