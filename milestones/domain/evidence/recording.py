"""Recording evidence, withdrawing it, and reporting on crossings. What was recorded is never edited or deleted."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from accounts.domain.acting import acting, verb
from accounts.domain.errors import Conflict, Forbidden, Invalid, Message, Problem
from accounts.models import User
from milestones.domain.deciding import Reason, problems_of_a_row, refuse_future, require_reason, require_right, today
from milestones.domain.evidence.authors import lines_to_withdraw, may_withdraw
from milestones.domain.evidence.files import CleanFile, Upload, clean_uploads
from milestones.models import Evidence, EvidenceFile, Milestone
from roadmap.domain.document.catalogue import LOG
from roadmap.domain.document.containers import Composite
from roadmap.domain.document.values import Context, is_key
from roadmap.domain.drafting import change_item, insert_item
from roadmap.models import Criterion, Crossing, Roadmap

#: What only the verbs themselves say of a record.
_OURS = ("files", "withdrawn", "recorded")


class AlreadyWithdrawn(Conflict):
    """The evidence was withdrawn before; that stays as it is."""

    code = "already-withdrawn"

    def __init__(self) -> None:
        super().__init__(_("This was withdrawn before."))


class NotYours(Forbidden):
    """A monitor does not undo another's report."""

    def __init__(self) -> None:
        super().__init__(_("Only who recorded it, or a facilitator, can withdraw it."))


def record_evidence(*, roadmap: Roadmap, data: Mapping[str, Any], actor: User, uploads: Sequence[Upload] = ()) -> Evidence:
    """Record one piece of evidence with its files. ``data`` holds the fields of the kind ``evidence`` without ``files``.

    The uploads are cleaned before the transaction begins, so that nobody waits for them. Raises Forbidden, or Invalid naming
    each field; a day that has not come yet is refused. A quantity that names no unit is kept in the one that is agreed today:
    who changes that later does not change what was reported.
    """
    require_right(actor, "milestones.record_evidence", roadmap)
    unknown = [Problem(name, _("There is no such field.")) for name in _OURS if name in data]
    if unknown:
        raise Invalid(_("Some fields need your attention."), unknown)
    files = clean_uploads(uploads)
    with acting(actor, "record_evidence"):
        return _keep(roadmap, data, files)


def _keep(roadmap: Roadmap, data: Mapping[str, Any], files: list[CleanFile]) -> Evidence:
    names = [f"{number}.{each.extension}" for number, each in enumerate(files, start=1)]
    listed = [
        {"name": name, "sha256": each.digest, "size": len(each.content), "type": each.media_type}
        for name, each in zip(names, files, strict=True)
    ]
    ours = {"files": listed, "recorded": today().isoformat()}
    record = insert_item(roadmap=roadmap, kind_name="evidence", data={**data, **_unit(roadmap, data), **ours})
    assert isinstance(record, Evidence)  # noqa: S101 for the type checker
    refuse_future(record.date)
    for name, each in zip(names, files, strict=True):
        EvidenceFile.objects.create(
            evidence=record,
            name=name,
            media_type=each.media_type,
            size=len(each.content),
            digest=each.digest,
            content=each.content,
        )
    return record


def _unit(roadmap: Roadmap, data: Mapping[str, Any]) -> dict[str, Any]:
    """The unit of the target or indicator, where there is a quantity that names none."""
    if data.get("quantity") is None or data.get("unit"):
        return {}
    milestone, criterion = data.get("milestone"), data.get("criterion")
    agreed = None
    if is_key(milestone):
        target = Milestone.objects.filter(roadmap=roadmap, key=milestone).values_list("target", flat=True).first()
        agreed = (target or {}).get("unit")
    elif is_key(criterion):
        agreed = Criterion.objects.filter(roadmap=roadmap, key=criterion).values_list("unit", flat=True).first()
    return {"unit": agreed} if agreed else {}


@verb
def withdraw_evidence(*, evidence: Evidence, reason: Reason, actor: User) -> Evidence:
    """Say that a record no longer counts, for no day, and why. It stays where it is, with its files.

    A monitor withdraws what the same monitor recorded, a facilitator everything. Raises Forbidden, Invalid without a reason, or
    AlreadyWithdrawn.
    """
    require_right(actor, "milestones.withdraw_evidence", evidence)
    if not may_withdraw(actor, evidence):
        raise NotYours
    evidence = Evidence.objects.select_for_update().get(pk=evidence.pk)
    if evidence.withdrawn:
        raise AlreadyWithdrawn
    withdrawn = {"date": today().isoformat(), "reason": require_reason(reason)}
    record = change_item(item=evidence, kind_name="evidence", changes={"withdrawn": withdrawn})
    assert isinstance(record, Evidence)  # noqa: S101 for the type checker
    return record


@verb
def report_crossing(
    *,
    crossing: Crossing,
    state: str,
    date: dt.date | str,
    reporter: str,
    actor: User,
    note: Reason = "",
) -> Crossing:
    """Add a line to a crossing's log: open, closed or limited on a day, and which organisation says so.

    Reports that contradict each other all stay. Raises Forbidden or Invalid.
    """
    require_right(actor, "milestones.report_crossing", crossing)
    crossing = Crossing.objects.select_for_update().get(pk=crossing.pk)
    row: dict[str, Any] = {"date": str(date), "state": state, "reporter": reporter, "recorded": today().isoformat()}
    row |= {"note": note} if note else {}
    if problems := _wrong_with(row, crossing.roadmap):
        raise Invalid(_("Some fields need your attention."), problems)
    with problems_of_a_row():
        changed = change_item(item=crossing, kind_name="crossings", changes={"log": [*crossing.log, row]})
    assert isinstance(changed, Crossing)  # noqa: S101 for the type checker
    return changed


def _wrong_with(row: Mapping[str, Any], roadmap: Roadmap) -> list[Problem]:
    """All that is wrong with a line of a log, at once."""
    found: dict[str, Problem] = {}

    def report(path: str, message: Message) -> None:
        found.setdefault(path, Problem(path.removeprefix("."), message))

    loaded = Composite(LOG).load(row, "", Context(roadmap.source_language, report, row["recorded"])) or {}
    for name in ("state", "date", "reporter"):
        if name not in loaded:
            report(f".{name}", _("This is needed."))
    return list(found.values())


class NoSuchLine(Invalid):
    """The crossing's log has no such line."""

    def __init__(self) -> None:
        super().__init__(_("There is no such report."), [Problem("line", _("There is no such report."))])


@verb
def withdraw_crossing_report(*, crossing: Crossing, line: int, reason: Reason, actor: User) -> Crossing:
    """Say that a line of a crossing's log no longer counts, for no day, and why. It stays where it is; ``line`` counts from 1.

    A monitor withdraws what the same monitor reported, a facilitator everything. Raises Forbidden, Invalid, or AlreadyWithdrawn.
    """
    require_right(actor, "milestones.withdraw_evidence", crossing)
    crossing = Crossing.objects.select_for_update().get(pk=crossing.pk)
    if not 1 <= line <= len(crossing.log):
        raise NoSuchLine
    if line not in lines_to_withdraw(actor, [crossing]).get(crossing.pk, ()):
        raise NotYours
    if crossing.log[line - 1].get("withdrawn"):
        raise AlreadyWithdrawn
    withdrawn = {"date": today().isoformat(), "reason": require_reason(reason)}
    log = [{**row, "withdrawn": withdrawn} if place == line else row for place, row in enumerate(crossing.log, start=1)]
    with problems_of_a_row():
        changed = change_item(item=crossing, kind_name="crossings", changes={"log": log})
    assert isinstance(changed, Crossing)  # noqa: S101 for the type checker
    return changed
