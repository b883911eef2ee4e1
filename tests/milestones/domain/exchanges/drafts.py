"""Small documents written by hand: milestones in one line each, and exchanges of them."""

from collections.abc import Mapping
from typing import Any

from roadmap.domain.document import Document, Entry

AREAS = {"gov": "Government-held areas", "aanes": "North and East Syria", "ssg": "Idlib", "sig": "Northern Aleppo"}
CODES = {"gov": "G", "aanes": "N", "ssg": "I", "sig": "A"}
WAY_BACK = {"reversal": {"en": "As before."}, "trigger": {"en": "The other side stops."}}


def milestone(key: str, area: str = "gov", **data: Any) -> Entry:
    """``area`` may be an area's key, several separated by ``+``, or ``~`` and the name of a third party."""
    who: dict[str, Any] = {"area": area}
    if "+" in area:
        who = {"areas": area.split("+")}
    elif area.startswith("~"):
        who = {"actor": {"en": area[1:]}}
    return Entry("milestones", key, key.upper(), {"title": {"en": f"Title of {key}"}, **who, **data})


def commitment(milestone: str, *, cost: int | None = None, gate: str = "", **data: Any) -> dict[str, Any]:
    """``benefits`` may hold bare numbers."""
    ratings = {area: {"value": value} for area, value in data.pop("benefits", {}).items()}
    found = {"milestone": milestone, "cost": {"value": cost} if cost is not None else None, "gate": gate, "benefits": ratings}
    return {name: value for name, value in {**found, **data}.items() if value}


def exchange(key: str, *commitments: Mapping[str, Any], mode: str = "gated", **data: Any) -> Entry:
    listed = [dict(each) for each in commitments]
    return Entry("exchanges", key, key.upper(), {"title": {"en": f"Title of {key}"}, "mode": mode, "commitments": listed, **data})


def document(*entries: Entry, areas: Mapping[str, str] = AREAS, **roadmap: Any) -> Document:
    sections: dict[str, list[Entry]] = {
        "areas": [Entry("areas", key, CODES.get(key, ""), {"name": {"en": name}}) for key, name in areas.items()]
    }
    for entry in entries:
        sections.setdefault(entry.kind, []).append(entry)
    return Document({"key": "draft", "t0": "2023-09-01", "source_language": "en", **roadmap}, sections)


def entry(kind: str, key: str, code: str = "", **data: Any) -> Entry:
    return Entry(kind, key, code or key.upper(), data)
