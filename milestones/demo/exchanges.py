"""What version 2 of the demonstration adds: exchanges, the rules around them, reports on what was done, and a kept what-if."""

from typing import Any

from accounts.domain.acting import acting
from accounts.models import User
from milestones.demo.revision import add, find
from milestones.domain.kept_scenarios import keep_scenario
from milestones.domain.taking_over import take_over_subjects
from roadmap.domain.drafting import change_item, edit_item, insert_item
from roadmap.models import Crossing, Roadmap


def add_exchanges(roadmap: Roadmap, plan: dict[str, Any], actor: User) -> None:
    """Carry out ``exchanges.yaml`` on the draft, its reports apart. What is never exchanged is the standing list."""
    take_over_subjects(roadmap=roadmap, actor=actor)
    for added in plan["added"]:
        add(roadmap, added, actor)
    for change in plan["changes"]:
        item, kind_name = find(roadmap, change["item"])
        edit_item(item=item, kind_name=kind_name, changes=change["set"], base=item.revision, actor=actor)


def add_reports(roadmap: Roadmap, plan: dict[str, Any], monitor: User, lead: User) -> int:
    """Record the evidence and the reports on crossings of ``exchanges.yaml``; answers how many. What a side says of itself comes
    through the office, the rest through the monitor. Each was recorded on its own day, or on the one that it names."""
    for report in plan["evidence"]:
        data = {name: value for name, value in report.items() if name != "key"}
        through = lead if report["role"] in {"claimant", "counterpart"} else monitor
        with acting(through, "record_evidence"):
            insert_item(roadmap=roadmap, kind_name="evidence", data=data | _days(report))
    crossings = {each.key: each for each in Crossing.objects.live().filter(roadmap=roadmap).select_related("roadmap")}
    for row in plan["crossings"]:
        said = {name: value for name, value in row.items() if name != "crossing"} | _days(row)
        crossing = crossings[row["crossing"]]
        with acting(monitor, "report_crossing"):
            crossing.refresh_from_db()
            change_item(item=crossing, kind_name="crossings", changes={"log": [*crossing.log, said]})
    return len(plan["evidence"]) + len(plan["crossings"])


def _days(report: dict[str, Any]) -> dict[str, str]:
    """Of which day a report speaks, and when it became known: what happened then was not typed in today."""
    return {"date": str(report["date"]), "recorded": str(report.get("recorded") or report["date"])}


def keep_scenarios(roadmap: Roadmap, plan: list[dict[str, Any]], actor: User) -> None:
    """Keep what ``scenarios.yaml`` tries. A note says the same in every language, one after the other."""
    for row in plan:
        keep_scenario(roadmap=roadmap, name=row["name"], note=" ".join(row["note"]), changes=row["changes"], actor=actor)
