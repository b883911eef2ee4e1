"""Small documents for the tests of evidence, built by hand in canonical form."""

import datetime as dt
from typing import Any

from roadmap.domain.document import Document, Entry

SECTIONS = (
    *("areas", "crossings", "criteria", "measures", "milestones"),
    *("exchanges", "policy_lines", "protected_subjects", "evidence"),
)
GOV = {"name": {"en": "Government-held areas"}, "authority": {"en": "Syrian government in Damascus"}}
AANES = {"name": {"en": "North and East Syria"}, "authority": {"en": "Autonomous Administration"}}


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def document(**sections: dict[str, dict[str, Any]]) -> Document:
    """Sections by kind and key; the areas gov and aanes are there unless others are given."""
    sections.setdefault("areas", {"gov": GOV, "aanes": AANES})
    return Document(
        roadmap={"key": "small", "title": {"en": "Small"}, "t0": "2023-07-01", "languages": ["en"]},
        sections={
            kind: [
                Entry(kind, key, f"{kind[:1].upper()}-{number:02}", data)
                for number, (key, data) in enumerate(sections.get(kind, {}).items(), 1)
            ]
            for kind in SECTIONS
        },
    )


def report(claim: str, date: str, reporter: str, **data: Any) -> dict[str, Any]:
    """A report on the milestone ``releases`` unless it says on what; independent unless it says otherwise."""
    found = {"claim": claim, "date": date, "reporter": reporter, "independent": True, **data}
    if not {"milestone", "measure", "criterion"} & set(found):
        found["milestone"] = "releases"
    return {name: value for name, value in found.items() if value is not None and value is not False and value != ""}


def evidence(*reports: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {f"v-{number:03}": each for number, each in enumerate(reports, 1)}
