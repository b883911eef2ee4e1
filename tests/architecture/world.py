"""Something of every kind and in every state, for whoever asks what he may see."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.domain.tokens import make_token
from accounts.enums import Role
from accounts.models import Session, User
from milestones.domain.area_changes import end_area
from milestones.domain.evidence.recording import record_evidence, report_crossing
from milestones.domain.kept_scenarios import keep_scenario
from milestones.domain.searching import request_search
from milestones.models import AreaChange, EvidenceFile, Scenario
from roadmap.domain.drafting import add_item
from roadmap.domain.rounds import close_round
from roadmap.models import Assignment, Crossing, ExportFile, ExportJob, Invitation, Roadmap, Round, Theme
from tests.architecture.routes import Route
from tests.conftest import Cast, make_cast
from tests.milestones.domain.evidence.uploads import png
from tests.roadmap.round_factories import opened_round, posted_comment, prepared_round, small_version

ROLES = ("anonymous", "reviewer", "focal_point", "rival", "monitor", "lead", "outsider", "administrator")
OFFICE_ON_IT = {"lead", "administrator"}
MEMBERS = {"reviewer", "focal_point"}
WITHHELD = "measures/exam-passage"
MISSING = "00000000-0000-4000-8000-000000000000"


@dataclass(frozen=True)
class Subject:
    """What an address names, in some state; ``seen_by`` are the roles to whom it exists."""

    state: str
    names: dict[str, Any]
    seen_by: set[str]
    own: set[str] = field(default_factory=set)


@dataclass
class World:
    """``subjects`` by the part of an address that names them; the first of a list is the one that does not exist."""

    cast: Cast
    people: dict[str, User]
    subjects: dict[str, list[Subject]]


#: Which part of an address names its object. The first that is found counts: the narrower stand before the wider.
PLACES = {
    "membership": r"groups/<uuid:uid>/members/<uuid:member>/",
    "round group": r"rounds/<int:number>/groups/<uuid:group>/",
    "round invitation": r"rounds/<int:number>/invitations/<uuid:uid>/",
    "round comment": r"rounds/<int:number>/(answers|comments)/<uuid:uid>/",
    "round": r"rounds/<int:number>/",
    "version": r"versions/<int:number>/",
    "assignment": r"(assignments|people)/<uuid:person>/",
    "suspension": r"progress/lines/<slug:line>/<slug:milestone>/",
    "evidence file": r"evidence/<slug:evidence>/files/<uuid:uid>/",
    "evidence": r"evidence/<slug:evidence>/",
    "scenario": r"(what-if|scenarios)/<uuid:uid>/",
    "change of areas": r"(areas/changes|area-changes)/<uuid:uid>/",
    "package search": r"packages/<uuid:uid>/",
    "line of a log": r"crossings/<slug:crossing>/reports?/<int:line>/",
    "crossing": r"crossings/<slug:crossing>/",
    "policy line": r"policy_lines/<slug:line>/suspensions/",
    "changed area": r"areas/<slug:area>/change/",
    "reported subject": r"progress/<slug:about>/<slug:subject>/",
    "item": r"<(slug|kind):kind>/<slug:item_key>/",
    "reviewed roadmap": r"roadmaps/<slug:key>/convergence/",
    "kind": r"roadmaps/<slug:key>/(add/)?<(slug|kind):kind>/",
    "roadmap": r"roadmaps/<slug:key>/",
    "said comment": r"<uuid:uid>/comments/<uuid:comment>/",
    "shown item": r"<uuid:uid>/(items|positions)/<slug:kind>/<slug:key>/",
    "invitation": r"(review|invitations)/<uuid:uid>/",
    "export": r"exports/<uuid:uid>/",
    "person": r"people/<uuid:uid>/",
    "group": r"groups/<uuid:uid>/",
    "token": r"tokens/<uuid:uid>/",
    "session": r"sessions/<uuid:uid>/",
    "passkey": r"passkeys/<int:pk>/",
    "link": r"in/<str:token>/",
    "theme": r"themes/<slug:slug>/",
    "mail": r"mail/<slug:name>/",
    "password link": r"uidb36",
}


def place_of(route: Route) -> str:
    """The kind of object that a route's address names, "" for none. Raises LookupError for an address that is not known here."""
    found = next((name for name, pattern in PLACES.items() if re.search(pattern, route.address)), "")
    if not found and "<" in route.address:
        raise LookupError(f"{route.address}: say in tests/architecture/world.py what it names")
    return found


def make_world() -> World:
    cast = make_cast()
    people = {name: getattr(cast, name) for name in ROLES if name != "anonymous"}
    version = small_version(cast)
    Assignment.objects.create(roadmap=version.roadmap, user=cast.monitor, role="monitor")
    terms: dict[str, Any] = {"withheld": {cast.group: {WITHHELD}}, "widest_visibility": "round"}
    closed = close_round(round=opened_round(cast, version, **terms), actor=cast.lead)
    opened = opened_round(cast, version, **terms)
    prepared = prepared_round(cast, version)
    theme = Theme.objects.create(slug="bread", name={"en": "bread"})
    rounds = {"closed": closed, "open": opened, "in preparation": prepared}
    job = ExportJob.objects.create(version=version, format="yaml", language="en", requested_by=cast.lead, state="done")
    ExportFile.objects.create(job=job, content=b"format: scne-roadmap/1")
    subjects = {
        "roadmap": roadmaps(version.roadmap.key),
        "reviewed roadmap": [named("missing", key="no-such"), named("there", OFFICE_ON_IT, key="small")],
        "kind": [Subject(s.state, {**s.names, "kind": "measures"}, s.seen_by) for s in roadmaps(version.roadmap.key)],
        "item": [
            named("missing", key="small", kind="measures", item_key="no-such"),
            named("there", OFFICE_ON_IT, key="small", kind="measures", item_key="exam-passage"),
        ],
        "assignment": [
            named("missing", key="small", person=MISSING),
            named("there", OFFICE_ON_IT | {"monitor"}, key="small", person=cast.drafter.uid),
        ],
        "version": [named("missing", key="small", number=9), named("frozen", OFFICE_ON_IT, key="small", number=1)],
        "theme": [named("missing", slug="no-such"), named("there", set(people), slug=theme.slug)],
        "export": [named("missing", uid=MISSING), named("there", OFFICE_ON_IT, uid=job.uid)],
        "scenario": [
            named("missing", key="small", uid=MISSING),
            named("there", OFFICE_ON_IT, key="small", uid=kept_scenario(cast, version.roadmap).uid),
        ],
        "change of areas": [
            named("missing", key="small", uid=MISSING),
            named("there", OFFICE_ON_IT, key="small", uid=ended_area(cast, version.roadmap).uid),
        ],
        "package search": [
            named("missing", key="small", uid=MISSING),
            named("there", OFFICE_ON_IT, key="small", uid=request_search(roadmap=version.roadmap, actor=cast.lead).uid),
        ],
        **of_reports(cast, version.roadmap),
        **of_rounds(rounds),
        **of_members(cast, opened, closed),
        **of_people(cast),
    }
    return World(cast, people, subjects)


def named(state: str, seen_by: set[str] | None = None, **names: Any) -> Subject:
    return Subject(state, names, seen_by or set())


def roadmaps(key: str) -> list[Subject]:
    return [named("missing", key="no-such"), named("there", OFFICE_ON_IT | {"monitor"}, key=key)]


def kept_scenario(cast: Cast, roadmap: Roadmap) -> Scenario:
    changes = [{"change": "drop", "milestone": "gov-lists"}]
    return keep_scenario(roadmap=roadmap, name="Without lists", changes=changes, actor=cast.lead)


def ended_area(cast: Cast, roadmap: Roadmap) -> AreaChange:
    """An area of its own, in which nothing is open, has ended."""
    add_item(roadmap=roadmap, kind_name="areas", data={"name": "Buffer", "authority": "Nobody"}, key="buffer", actor=cast.lead)
    done = end_area(roadmap=roadmap, area="buffer", on=date(2023, 12, 31), decisions={}, actor=cast.lead)
    return AreaChange.objects.get(uid=done.uid)


def of_reports(cast: Cast, roadmap: Roadmap) -> dict[str, list[Subject]]:
    """What monitors report on, and what was reported: the office and the monitors of the roadmap see it."""
    data = {"milestone": "gov-lists", "claim": "achieved", "reporter": "Teachers", "date": "2023-10-01"}
    record = record_evidence(roadmap=roadmap, data=data, actor=cast.monitor, uploads=[ContentFile(png())])
    kept = EvidenceFile.objects.get(evidence=record)
    tabqa = Crossing.objects.get(roadmap=roadmap, key="tabqa")
    report_crossing(crossing=tabqa, state="open", date="2023-10-01", reporter="Drivers", actor=cast.monitor)
    line = {"title": "Lists", "watches": ["gov-lists"], "suspends": ["aanes-buses"]}
    add_item(roadmap=roadmap, kind_name="policy_lines", key="lists", data=line, actor=cast.lead)
    seen_by, here = OFFICE_ON_IT | {"monitor"}, {"key": roadmap.key}
    return {
        "suspension": [
            named("missing", line="lists", milestone="no-such", **here),
            named("there", seen_by, line="lists", milestone="aanes-buses", **here),
        ],
        "evidence file": [
            named("missing", evidence=record.key, uid=MISSING, **here),
            named("there", seen_by, evidence=record.key, uid=kept.uid, **here),
        ],
        "evidence": [named("missing", evidence="no-such", **here), named("there", seen_by, evidence=record.key, **here)],
        "line of a log": [
            named("missing", crossing="tabqa", line=2, **here),
            named("of no crossing", crossing="no-such", line=1, **here),
            named("there", seen_by, crossing="tabqa", line=1, **here),
        ],
        "crossing": [named("missing", crossing="no-such", **here), named("there", seen_by, crossing="tabqa", **here)],
        "policy line": [named("missing", line="no-such", **here), named("there", seen_by, line="lists", **here)],
        "changed area": [named("missing", area="no-such", **here), named("there", seen_by, area="gov", **here)],
        "reported subject": [
            named("missing", about="milestones", subject="no-such", **here),
            named("of no such kind", about="areas", subject="gov", **here),
            named("there", seen_by, about="measures", subject="exam-passage", **here),
        ],
    }


def of_rounds(rounds: dict[str, Round]) -> dict[str, list[Subject]]:
    found: dict[str, list[Subject]] = {
        "round": [named("missing", key="small", number=9)],
        "round group": [named("missing", key="small", number=1, group=MISSING)],
        "round invitation": [named("missing", key="small", number=1, uid=MISSING)],
        "round comment": [named("missing", key="small", number=1, uid=MISSING)],
    }
    for state, round_ in rounds.items():
        here = {"key": "small", "number": round_.number}
        found["round"].append(named(state, OFFICE_ON_IT, **here))
        found["round group"].append(named(state, OFFICE_ON_IT, group=round_.groups.first().uid, **here))
        for invitation in round_.invitations.all()[:1]:
            found["round invitation"].append(named(state, OFFICE_ON_IT, uid=invitation.uid, **here))
            posted = posted_comment(invitation, receipt="AAAA-BBBB-CCCC")
            draft = posted_comment(invitation, state="draft", posted_at=None)
            found["round comment"].append(named(state, OFFICE_ON_IT, uid=posted.uid, **here))
            found["round comment"].append(named(f"{state}, a draft", uid=draft.uid, **here))
    return found


def of_members(cast: Cast, opened: Round, closed: Round) -> dict[str, list[Subject]]:
    """Through the reviewer's own invitation: what is said by whom, and to whom."""
    own, rival = opened.invitations.get(user=cast.reviewer), opened.invitations.get(user=cast.rival)
    speaks = opened.invitations.get(user=cast.focal_point)
    past = closed.invitations.get(user=cast.reviewer)
    gone = Invitation.objects.create(
        round=opened, round_group=own.round_group, user=withdrawn_member(), pseudonym="P-GONE", revoked_at=timezone.now()
    )
    to_all = {"visibility": "round"}
    both = OFFICE_ON_IT | {"reviewer"}
    return {
        "invitation": [
            named("missing", uid=MISSING),
            Subject("own, open", {"uid": own.uid}, both, {"read:reviewer"}),
            Subject("own, closed", {"uid": past.uid}, both, {"read:reviewer"}),
            Subject("another group's", {"uid": rival.uid}, OFFICE_ON_IT | {"rival"}, {"read:rival"}),
            Subject(
                "the focal point's",
                {"uid": speaks.uid},
                OFFICE_ON_IT | {"focal_point"},
                {"read:focal_point", "speak:focal_point"},
            ),
            named("withdrawn", OFFICE_ON_IT, uid=gone.uid),
        ],
        "shown item": [
            named("missing", uid=own.uid, kind="measures", key="no-such"),
            Subject("shown", {"uid": own.uid, "kind": "criteria", "key": "exams"}, both, {"read:reviewer"}),
            named("withheld", uid=own.uid, kind="measures", key="exam-passage"),
            Subject(
                "not withheld",
                {"uid": rival.uid, "kind": "measures", "key": "exam-passage"},
                {"rival"} | OFFICE_ON_IT,
                {"read:rival"},
            ),
        ],
        "said comment": [
            named("missing", uid=own.uid, comment=MISSING),
            said("own", own, posted_comment(own), both, own={"reviewer"}, writer={"reviewer"}),
            said("own, round closed", past, posted_comment(past), both, own={"reviewer"}, writer={"reviewer"}),
            said("own draft", own, posted_comment(own, state="draft", posted_at=None), {"reviewer"}, {"reviewer"}, {"reviewer"}),
            said("own, withdrawn", own, posted_comment(own, state="withdrawn"), set()),
            said("another group's, for all", own, posted_comment(rival, **to_all), both, {"reviewer"}),
            said("another group's, for the office", own, posted_comment(rival), OFFICE_ON_IT),
            said("on a withheld item", own, posted_comment(rival, ref=WITHHELD, **to_all), OFFICE_ON_IT),
            said("of another round", own, posted_comment(past), set()),
        ],
    }


def said(state: str, by: Invitation, comment: Any, seen_by: set[str], own: set[str] | None = None, writer: Any = ()) -> Subject:
    """A comment as it is reached through the invitation ``by``."""
    owners = {f"read:{role}" for role in own or ()} | {f"write:{role}" for role in writer}
    return Subject(state, {"uid": by.uid, "comment": comment.uid}, seen_by, owners)


def withdrawn_member() -> User:
    return User.objects.create_user("gone@example.org", role=Role.REVIEWER)


def of_people(cast: Cast) -> dict[str, list[Subject]]:
    office = {"lead", "outsider", "administrator"}
    token, _text = make_token(name="mine", expires_at=timezone.now() + timedelta(days=1), actor=cast.reviewer)
    session = Session.objects.create(
        session_key=uuid.uuid4().hex, user=cast.reviewer, expire_date=timezone.now() + timedelta(days=1)
    )
    passkey = Authenticator.objects.create(
        user=User.objects.get(email="gone@example.org"), type=Authenticator.Type.WEBAUTHN, data={"name": "Key"}
    )
    return {
        "person": [named("missing", uid=MISSING), named("there", {"reviewer", "administrator"}, uid=cast.reviewer.uid)],
        "group": [
            named("missing", uid=MISSING),
            named("the reviewer's", office | MEMBERS, uid=cast.group.uid),
            named("another", office | {"rival"}, uid=cast.rival_group.uid),
        ],
        "membership": [
            named("missing", uid=cast.group.uid, member=MISSING),
            named("there", {"administrator"}, uid=cast.group.uid, member=cast.reviewer.uid),
        ],
        "token": [named("missing", uid=MISSING), named("the reviewer's", {"reviewer"}, uid=token.uid)],
        "session": [named("missing", uid=MISSING), named("the reviewer's", {"reviewer"}, uid=session.uid)],
        "passkey": [named("missing", pk=999_999), named("another's", pk=passkey.pk)],
        "link": [named("unknown", token="x" * 43)],
        "mail": [named("unknown", name="no-such")],
        "password link": [named("unknown", uidb36="a", key="set-password")],
    }


def addresses(route: Route, world: World) -> Iterator[tuple[Subject | None, str]]:
    """Every object in every state that the route can name, with its address."""
    place = place_of(route)
    if not place:
        yield None, route.address
        return
    for subject in world.subjects[place]:
        yield subject, address_of(route, subject)


def address_of(route: Route, subject: Subject) -> str:
    if "(?P<" in route.address:
        return f"/password/new/{subject.names['uidb36']}-{subject.names['key']}/"
    names = {"file_format": "yaml", **subject.names}
    filled = re.sub(r"<(?:[a-z]+:)?([a-z_0-9]+)>", lambda part: str(names.get(part[1], part[0])), route.address)
    if "<" in filled:
        raise LookupError(f"{route.address}: {subject} says nothing of {filled}")
    return filled
