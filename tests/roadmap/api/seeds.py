"""Something behind every address of the API."""

import re
from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.domain.tokens import make_token
from milestones.domain.evidence.recording import record_evidence
from milestones.domain.kept_scenarios import keep_scenario
from milestones.domain.searching import request_search
from milestones.models import Evidence
from roadmap.domain.drafting import add_item
from roadmap.enums import ExportFormat
from roadmap.models import ExportJob, Roadmap, Theme
from tests.architecture.world import ended_area
from tests.conftest import Cast
from tests.milestones.domain.evidence.uploads import jpeg
from tests.roadmap.api.client import Api
from tests.roadmap.round_factories import opened_round, posted_comment

ITEMS = {
    "areas": "gov",
    "crossings": "tabqa",
    "sectors": "aid",
    "mandates": "unscr-2254",
    "criteria": "exams",
    "measures": "exam-passage",
    "milestones": "gov-lists",
}


LATE = [{"change": "window", "milestone": "gov-lists", "not_after": "2024-06-01"}]


def seeded(cast: Cast) -> dict[str, str]:
    """Values for the parts of addresses; where two share a name it is told apart by what stands before it."""
    Theme.objects.get_or_create(slug="wording", defaults={"name": {"en": "Wording"}})
    round_ = opened_round(cast, widest_visibility="round")
    own = round_.invitations.get(user=cast.reviewer)
    comment = posted_comment(own, receipt="AAAA-BBBB-CCCC")
    posted_comment(round_.invitations.get(user=cast.rival), visibility="round")
    posted_comment(own, ref=None, parent=comment)
    member = Api(cast.reviewer)
    member.put(f"invitations/{own.uid}/positions/whole/", {"stand": "support"})
    job = ExportJob.objects.create(version=round_.version, format=ExportFormat.YAML, language="en", requested_by=cast.lead)
    ends = timezone.now() + timedelta(days=30)
    record = reported(cast, round_.roadmap)
    scenario = keep_scenario(roadmap=round_.roadmap, name="Late", changes=LATE, actor=cast.lead)
    token, _text = make_token(name="x", expires_at=ends, actor=cast.administrator)
    return {
        "key": "small",
        "number": "1",
        "group": str(cast.group.uid),
        "person": str(cast.drafter.uid),
        "member": str(cast.reviewer.uid),
        "comment": str(comment.uid),
        "comments/uid": str(comment.uid),
        "rounds/invitations/uid": str(own.uid),
        "invitations/uid": str(own.uid),
        "exports/uid": str(job.uid),
        "people/uid": str(cast.reviewer.uid),
        "groups/uid": str(cast.group.uid),
        "tokens/uid": str(token.uid),
        "criteria/key": "exams",
        "slug": "wording",
        "scenarios/uid": str(scenario.uid),
        "changes/uid": str(ended_area(cast, round_.roadmap).uid),
        "packages/uid": str(request_search(roadmap=round_.roadmap, actor=cast.lead).uid),
        "evidence": record.key,
        "line": "lists",
        "crossing": "tabqa",
        "area": "gov",
    }


def reported(cast: Cast, roadmap: Roadmap) -> Evidence:
    """A report with a file, and a policy line that watches what it is about."""
    line = {"title": "Lists", "watches": ["gov-lists"], "suspends": ["aanes-buses"]}
    add_item(roadmap=roadmap, kind_name="policy_lines", key="lists", data=line, actor=cast.lead)
    data = {"milestone": "gov-lists", "claim": "achieved", "reporter": "Teachers", "date": "2023-10-01"}
    return record_evidence(roadmap=roadmap, data=data, uploads=[ContentFile(jpeg())], actor=cast.lead)


def addresses(path: str, names: dict[str, str]) -> list[str]:
    """The addresses of a described path, one for each kind of item where it names one."""
    if "{kind}/{key}" in path:
        path = path.replace("{kind}/{key}", "criteria/exams")
    if "{kind}" in path:
        return [
            address
            for kind, item in ITEMS.items()
            for address in addresses(path.replace("{kind}", kind).replace("{item_key}", item), names)
        ]

    def value(part: re.Match[str]) -> str:
        return names.get(f"{part[1]}/{part[2]}") or names[part[2]]

    return [re.sub(r"([a-z_]+)/{([a-z_]+)}", lambda part: f"{part[1]}/{value(part)}", path)]
