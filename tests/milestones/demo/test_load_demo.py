"""The demonstration is made by the product's own verbs, and holds what a newcomer is promised."""

import datetime as dt
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

from accounts.models import Group, User
from milestones.domain.deciding import today
from milestones.domain.evidence.knowledge import Later
from milestones.domain.exchanges.commitments import read_exchanges
from milestones.domain.hindsight import seen_otherwise
from milestones.domain.kept_scenarios import replay
from milestones.domain.plan import Plan
from milestones.models import Milestone, Scenario
from milestones.web.plan.telling import paragraphs
from roadmap.domain.document import from_canonical
from roadmap.domain.document.storage import build_document
from roadmap.domain.versions import count_unanswered, digest_holds
from roadmap.enums import MailState, RoundState
from roadmap.models import Comment, OutboxMail, Roadmap, Round, Version

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def loaded(settings: Settings, tmp_path: Path) -> Path:
    settings.DEMO_SIGN_INS = str(tmp_path / "sign-ins.json")
    call_command("load_demo", verbosity=0)
    return tmp_path / "sign-ins.json"


def test_the_demonstration_holds_what_is_promised(loaded: Path) -> None:
    roadmap = Roadmap.objects.get()
    assert roadmap.areas.live().count() == 4
    assert roadmap.crossings.live().count() == 4
    assert roadmap.criteria.live().count() >= 12
    assert roadmap.measures.live().count() >= 15
    assert Milestone.objects.live().count() >= 40
    assert Group.objects.count() == 12
    first, second = Round.objects.order_by("number")
    assert (first.state, second.state) == (RoundState.ANSWERED, RoundState.OPEN)
    assert Comment.objects.posted().filter(round=first).count() >= 60
    assert set(Comment.objects.values_list("language", flat=True)) == {"ar", "en", "ku"}
    assert count_unanswered(roadmap) == 0
    assert [version.number for version in Version.objects.all()] == [2, 1]
    for version in Version.objects.all():
        assert digest_holds(version)
        assert from_canonical(version.canonical).digest() == version.digest


def test_mail_of_the_open_round_waits_and_that_of_the_past_does_not(loaded: Path) -> None:
    first, second = Round.objects.order_by("number")
    assert set(OutboxMail.objects.filter(round=first).values_list("state", flat=True)) == {MailState.SENT}
    assert set(OutboxMail.objects.filter(round=second).values_list("state", flat=True)) == {MailState.QUEUED}
    assert not OutboxMail.objects.filter(invitation__round_group__group__mail_opt_out=True).exists()


def test_a_second_call_changes_nothing_and_lost_sign_ins_are_renewed(loaded: Path) -> None:
    before = loaded.read_text()
    call_command("load_demo", verbosity=0)
    assert (loaded.read_text(), Roadmap.objects.count()) == (before, 1)
    loaded.unlink()
    call_command("load_demo", verbosity=0)
    renewed = json.loads(loaded.read_text())
    assert [row["role"] for row in renewed] == ["facilitator", "administrator", "monitor", "focal point", "reviewer"]
    assert all(User.objects.get(email=row["email"]).check_password(row["password"]) for row in renewed)


def test_reports_are_on_record_with_their_sources_and_frozen(loaded: Path) -> None:
    version = Version.objects.get(number=2)
    document = from_canonical(version.canonical)
    evidence = document.of("evidence")
    assert len(evidence) == 14
    assert {each.data["source"] for each in evidence if not each.data.get("illustrative")} == {"TCT §3.2", "NPA", "ENAB 2024-07"}
    assert not [each.data["reporter"] for each in evidence if ";" in each.data["reporter"]]
    logs = {each.key: [(row["date"], row["state"]) for row in each.data.get("log", ())] for each in document.of("crossings")}
    assert logs == {
        "al-tayha": [("2024-06-30", "closed"), ("2024-07-31", "open")],
        "al-tabqa": [("2024-07-31", "limited")],
        "al-akirshi": [],
        "abu-al-zandeen": [("2020-12-31", "closed")],
    }
    # What happened then was not typed in on the day of the demonstration; one report came late.
    (late,) = [each for each in evidence if each.data["recorded"] != each.data["date"]]
    plan = Plan(document, dt.date(2023, 9, 30))
    assert plan.later == Later(arrived=(late.key,))
    assert [(each.ref, each.now) for each in seen_otherwise(plan)] == [("milestones/same-paper-office", "verified")]


def test_every_commitment_has_a_whole_way_back(loaded: Path) -> None:
    exchanges = read_exchanges(build_document(Roadmap.objects.get())).exchanges
    assert {each.milestone: each.missing_way_back for one in exchanges for each in one.commitments if each.missing_way_back} == {}


def test_the_change_of_8_december_2024_is_a_kept_scenario_that_leaves_the_plan_alone(loaded: Path) -> None:
    roadmap = Roadmap.objects.get()
    scenario = Scenario.objects.get()
    assert len(paragraphs(scenario.note)) == 3
    assert scenario.name.startswith("2024-12-08")
    document = build_document(roadmap)
    plan = Plan(document, today())
    ((replayed,), _sides) = replay(document, [scenario], plan.actual)
    assert replayed.problems == ()
    assert replayed.answer
    told = replayed.answer.comparison
    of_the_areas = {each.key for each in document.of("milestones") if each.data.get("area") in {"gov", "ssg"}}
    verified_before = {key for key, day in plan.actual.items() if day.isoformat() <= "2024-12-08"}
    assert set(told.passed) == of_the_areas - verified_before
    assert told.lapsed == ()
    new = replayed.answer.document.find("areas", "transitional-authorities")
    assert new is not None
    assert set(new.data["name"]) == {"en", "ar", "ku"}
    assert [each.data.get("valid_to") for each in document.of("areas")] == [None] * 4
