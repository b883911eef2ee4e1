"""Two who report at the same time. Each race is shown to happen with the lock off, and not to happen with it."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections, transaction
from django.db.models import QuerySet

from milestones.domain.evidence.recording import AlreadyWithdrawn, record_evidence, report_crossing, withdraw_evidence
from milestones.models import Evidence
from roadmap.models import Crossing
from tests.milestones.domain.evidence.conftest import Place

pytestmark = pytest.mark.django_db(transaction=True)
_LONG = 20
_A_MOMENT = 0.5


def lock_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if no row were ever locked."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_options: self)


def while_the_other_is_not_done(first: Callable[[], Any], second: Callable[[], Any]) -> list[Any]:
    """Run ``second`` after ``first`` has written and before it is committed; what each answers, or the exception."""
    written = threading.Event()

    def begin() -> Any:
        with transaction.atomic():
            answer = first()
            written.set()
            threading.Event().wait(_A_MOMENT)
            return answer

    def follow() -> Any:
        written.wait(_LONG)
        return second()

    def run(work: Callable[[], Any]) -> Any:
        try:
            return work()
        except Exception as error:  # noqa: BLE001 the answer of the race
            return error
        finally:
            written.set()
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        return [future.result(_LONG) for future in [pool.submit(run, work) for work in (begin, follow)]]


def two_reports(place: Place) -> list[str]:
    """The reporters in the log of a crossing after two have reported at the same time."""

    def report(reporter: str) -> Callable[[], Any]:
        crossing = Crossing.objects.get(key="tabqa")
        return lambda: report_crossing(
            crossing=crossing, state="open", date=place.ago(1), reporter=reporter, actor=place.cast.monitor
        )

    while_the_other_is_not_done(report("Drivers"), report("Clinic"))
    return [row["reporter"] for row in Crossing.objects.get(key="tabqa").log]


def test_without_the_lock_a_report_on_a_crossing_is_lost(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    lock_off(monkeypatch)
    assert two_reports(place) == ["Clinic"]


def test_with_the_lock_both_reports_stay(place: Place) -> None:
    assert two_reports(place) == ["Drivers", "Clinic"]


def two_withdrawals(place: Place) -> list[Any]:
    data = {"milestone": "releases", "claim": "achieved", "reporter": "A", "date": place.ago(5)}
    record = record_evidence(roadmap=place.roadmap, data=data, actor=place.cast.monitor)
    return while_the_other_is_not_done(
        lambda: withdraw_evidence(evidence=record, reason="The first reason", actor=place.cast.monitor),
        lambda: withdraw_evidence(evidence=record, reason="The second reason", actor=place.cast.lead),
    )


def test_without_the_lock_the_database_still_keeps_the_first_withdrawal(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    lock_off(monkeypatch)
    _first, second = two_withdrawals(place)
    assert "Cannot change the content" in str(second)
    assert Evidence.objects.get().withdrawn["reason"] == {"en": "The first reason"}


def test_with_the_lock_the_second_is_told_that_it_was_withdrawn(place: Place) -> None:
    _first, second = two_withdrawals(place)
    assert isinstance(second, AlreadyWithdrawn)
    assert Evidence.objects.get().withdrawn["reason"] == {"en": "The first reason"}
