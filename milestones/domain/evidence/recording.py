"""Recording evidence, withdrawing it, and reporting on crossings. What was recorded is never edited or deleted."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from accounts.domain.acting import acting, verb
from accounts.domain.errors import Conflict, Invalid, Problem
from accounts.models import User
from milestones.domain.deciding import Reason, problems_of_a_row, refuse_future, require_reason, require_right, today
from milestones.domain.evidence.files import CleanFile, Upload, clean_uploads
from milestones.models import Evidence, EvidenceFile
from roadmap.domain.drafting import change_item, insert_item
from roadmap.models import Crossing, Roadmap

#: What only the verbs themselves say of a record.
_OURS = ("files", "withdrawn")


class AlreadyWithdrawn(Conflict):
    """The evidence was withdrawn before; that stays as it is."""

    code = "already-withdrawn"

    def __init__(self) -> None:
        super().__init__(_("This was withdrawn before."))


def record_evidence(*, roadmap: Roadmap, data: Mapping[str, Any], actor: User, uploads: Sequence[Upload] = ()) -> Evidence:
    """Record one piece of evidence with its files. ``data`` holds the fields of the kind ``evidence`` without ``files``.

    The uploads are cleaned before the transaction begins, so that nobody waits for them. Raises Forbidden, or Invalid naming
    each field; a day that has not come yet is refused.
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
    record = insert_item(roadmap=roadmap, kind_name="evidence", data={**data, "files": listed})
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


@verb
def withdraw_evidence(*, evidence: Evidence, reason: Reason, actor: User) -> Evidence:
    """Say that a record no longer counts, for no day, and why. It stays where it is, with its files.

    Raises Forbidden, Invalid without a reason, or AlreadyWithdrawn.
    """
    require_right(actor, "milestones.withdraw_evidence", evidence)
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
    missing = {"state": state, "date": date, "reporter": reporter.strip()}
    problems = [Problem(name, _("This is needed.")) for name, value in missing.items() if not value]
    if problems:
        raise Invalid(_("Some fields need your attention."), problems)
    row = {"date": str(date), "state": state, "reporter": reporter, **({"note": note} if note else {})}
    with problems_of_a_row():
        changed = change_item(item=crossing, kind_name="crossings", changes={"log": [*crossing.log, row]})
    assert isinstance(changed, Crossing)  # noqa: S101 for the type checker
    refuse_future(dt.date.fromisoformat(changed.log[-1]["date"]))
    return changed
