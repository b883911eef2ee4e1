"""The demonstration: the situation of July 2023, made by the importer and the domain's verbs alone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from accounts.models import User
from milestones.demo import people as cast
from milestones.demo import review
from milestones.demo.exchanges import add_exchanges, add_reports, keep_scenarios
from milestones.demo.revision import revise
from roadmap.domain.clock import today
from roadmap.domain.files import import_document, read_file
from roadmap.domain.responses import release_answers
from roadmap.domain.rounds import close_round
from roadmap.domain.versions import freeze_version
from roadmap.enums import MailState
from roadmap.models import Assignment, OutboxMail, Roadmap, Round

HERE = Path(__file__).parent
KEY = "scne-syria"
Say = Callable[[str], None]


def is_loaded() -> bool:
    return Roadmap.objects.filter(key=KEY).exists()


@transaction.atomic
def load(say: Say) -> list[dict[str, str]]:
    """Make everything, or nothing. Answers the sign-ins."""
    plan = {name: _read(name) for name in ("people", "review", "revision", "exchanges", "scenarios")}
    groups = cast.add_groups(plan["people"]["groups"])
    people = cast.add_people(plan["people"]["people"], groups)
    say(f"{len(groups)} groups, {len(people)} people")
    lead = people["lead"]
    roadmap = _draft(people, plan["people"]["people"])
    review.add_themes(plan["review"]["themes"])
    first = freeze_version(roadmap=roadmap, note="Version 1: first draft for review", actor=lead)
    say("version 1 frozen")
    comments = plan["review"]["comments"]
    round_ = review.hold_round(first, plan["review"]["round"], groups, lead)
    said = review.say(round_, comments, plan["review"]["positions"], people)
    _settle_mail(round_)
    close_round(round=round_, actor=lead)
    say(f"round 1 closed with {len(said)} comments")
    revise(roadmap, plan["revision"], lead)
    add_exchanges(roadmap, plan["exchanges"], lead)
    reports = add_reports(roadmap, plan["exchanges"], people["monitor"], lead)
    say(f"{reports} reports on milestones, measures and crossings")
    keep_scenarios(roadmap, plan["scenarios"], lead)
    review.answer(said, comments, lead)
    release_answers(round=Round.objects.get(pk=round_.pk), actor=lead)
    _settle_mail(round_)
    second = freeze_version(roadmap=roadmap, note=plan["revision"]["note"]["en"], actor=lead)
    say("comments answered, version 2 frozen")
    opening = plan["review"]["open_round"]
    opened = review.hold_round(second, opening, groups, lead)
    review.say(opened, opening["comments"], opening.get("positions") or [], people)
    say("round 2 is open")
    return cast.give_sign_ins(people)


def renew_sign_ins() -> list[dict[str, str]]:
    """New passwords for a demonstration that is there already."""
    rows = _read("people")["people"]
    emails = {row["key"]: row["email"] for row in rows}
    found = {user.email: user for user in User.objects.filter(email__in=emails.values())}
    return cast.give_sign_ins({key: found[email] for key, email in emails.items()})


def _draft(people: dict[str, User], rows: list[dict[str, Any]]) -> Roadmap:
    document = read_file((HERE / "roadmap.yaml").read_text(encoding="utf-8"), latest=today())
    roadmap, _changes = import_document(document=document, actor=None)
    for row in rows:
        if row.get("assignment") not in (None, "none"):
            Assignment.objects.create(roadmap=roadmap, user=people[row["key"]], role=row["assignment"])
    return roadmap


def _settle_mail(round_: Round) -> None:
    """The mails of the round that is history are taken as sent: nobody shall find links in them that open nothing."""
    OutboxMail.objects.filter(round=round_, state=MailState.QUEUED).update(state=MailState.SENT)


def _read(name: str) -> Any:
    return yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))


__all__ = ["KEY", "is_loaded", "load", "renew_sign_ins"]
