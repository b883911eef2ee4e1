"""The pages of progress with the demonstration, for the office and for a monitor's telephone."""

from collections.abc import Iterator

from accounts.models import User
from milestones.domain.deciding import today
from milestones.domain.evidence.recording import record_evidence, report_crossing
from milestones.models import Evidence, PolicyLine
from roadmap.models import Crossing, Roadmap

HERE = "/roadmaps/scne-syria/progress/"
AREA = "/roadmaps/scne-syria/areas/ssg/change/"
#: By the name of the route: why it is not walked.
NOT_WALKED = {"evidence_file": "a file"}
_TABS = ("", "measures/", "crossings/", "criteria/", "lines/", "areas/")
_SUBJECTS = ("milestones/passes-count-only/", "measures/patients-across/", "criteria/detention-clarity/")


def reported() -> Evidence:
    """A report with all that one can have, a withdrawn one beside it, and a line in the log of a crossing."""
    roadmap, lead = Roadmap.objects.get(key="scne-syria"), User.objects.get(email="lead@example.org")
    told = {"reporter": "Monitors", "role": "monitor", "date": today().isoformat(), "confidence": "high", "independent": True}
    words = {"statement": {"ar": "شوهد ذلك."}, "place": {"en": "At the gate"}, "on_behalf_of": "gov"}
    record_evidence(roadmap=roadmap, data={"measure": "patients-across", "claim": "partly", **told}, actor=lead)
    crossing = Crossing.objects.live().filter(roadmap=roadmap)[0]
    report_crossing(crossing=crossing, state="closed", date=today(), reporter="Drivers", note={"ar": "مغلق"}, actor=lead)
    data = {"milestone": "passes-count-only", "claim": "not_achieved", **told, **words}
    return record_evidence(roadmap=roadmap, data=data, actor=lead)


def office_pages(record: Evidence) -> Iterator[str]:
    yield from (HERE + part for part in (*_TABS, *_SUBJECTS, "?as_of=2023-12-01&area=gov", "report/"))
    yield f"{HERE}evidence/{record.key}/withdraw/"
    crossing = Crossing.objects.live().filter(roadmap=record.roadmap)[0]
    yield f"{HERE}crossings/{crossing.key}/report/{len(crossing.log)}/withdraw/"
    line = PolicyLine.objects.live().filter(roadmap=record.roadmap)[0]
    yield f"{HERE}lines/{line.key}/{line.suspends[0]}/"
    yield AREA


def monitor_pages(record: Evidence) -> Iterator[str]:
    yield "/reporting/"
    yield from (HERE + part for part in (*_TABS, *_SUBJECTS, "report/"))
    yield from (f"{HERE}report/?on={on}" for on in ("milestones/passes-count-only", "criteria/detention-clarity"))
    crossing = Crossing.objects.live().filter(roadmap=record.roadmap)[0]
    yield from (f"{HERE}crossings/{crossing.key}/report/", f"{HERE}evidence/{record.key}/")
