"""What a third party keeps, and what happens on one day, waits for nothing of its own exchange."""

import pytest

from milestones.domain.exchanges.deadlocks import find_deadlocks
from milestones.domain.schedule import Schedule
from roadmap.domain.document import Document, Entry


def document(mode: str) -> Document:
    milestones = [
        Entry("milestones", key, key.upper(), {"area": area}) for key, area in (("a", "west"), ("b", "east"), ("c", "west"))
    ]
    commitments = [{"milestone": "a", "gate": "b"}, {"milestone": "b", "gate": "a"}]
    areas = [Entry("areas", key, key[0].upper(), {"name": {"en": key}}) for key in ("west", "east")]
    exchange = Entry("exchanges", "e", "E-01", {"mode": mode, "commitments": commitments})
    return Document({"key": "r", "t0": "2024-01-01"}, {"areas": areas, "milestones": milestones, "exchanges": [exchange]})


@pytest.mark.parametrize(("mode", "circles"), [("gated", 1), ("held", 0), ("simultaneous", 0)])
def test_schedule_and_deadlocks_agree(mode: str, circles: int) -> None:
    draft = document(mode)
    assert (len(Schedule(draft).cycles), len(find_deadlocks(draft).found)) == (circles, circles)


def test_a_gate_outside_of_the_exchange_counts_in_every_mode() -> None:
    draft = document("held")
    draft.of("exchanges")[0].data["commitments"][0]["gate"] = "c"
    draft.of("milestones")[2].data["window"] = {"not_before": "2024-03-01"}
    assert str(Schedule(draft).earliest("a")) == "2024-03-01"
