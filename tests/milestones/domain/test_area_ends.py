"""An end that is not written on the page of an area's change passes nothing over: desk, API, file and freezing agree."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from milestones.domain.area_changes import Decision, end_area
from milestones.domain.area_ends import undecided
from milestones.models import Milestone
from roadmap.domain.completeness import find_gaps
from roadmap.domain.document import Document
from roadmap.domain.document.storage import build_document
from roadmap.domain.drafting import edit_item
from roadmap.domain.files import import_document, read_file
from roadmap.domain.files.replacing import replace_draft
from roadmap.domain.files.writing import write_file
from roadmap.domain.guarding import Undecided
from roadmap.domain.versions import Incomplete, freeze_version
from roadmap.models import Area, Roadmap
from tests.conftest import Cast
from tests.milestones.domain.test_area_changes import FALL, pass_on, report, roadmap

pytestmark = pytest.mark.django_db
__all__ = ["roadmap"]


def edit(roadmap: Roadmap, cast: Cast, model: type, key: str, **changes: Any) -> None:
    item = model.objects.get(roadmap=roadmap, key=key)
    kind = "areas" if model is Area else "milestones"
    edit_item(item=item, kind_name=kind, changes=changes, base=item.revision, actor=cast.lead)


def changed(document: Document, ref: str, **data: Any) -> Document:
    """The document with other values of one item."""
    found = deepcopy(document)
    entry = found.entry(ref)
    assert entry is not None
    entry.data.update(data)
    return found


def told(refused: Undecided) -> list[str]:
    return [problem.path for problem in refused.problems]


@pytest.mark.parametrize("changes", [{"valid_to": "2024-12-08"}, {"successor": "ssg"}])
def test_an_end_or_a_successor_cannot_be_typed_while_something_is_open(
    roadmap: Roadmap, cast: Cast, changes: Mapping[str, str]
) -> None:
    with pytest.raises(Undecided) as refused:
        edit(roadmap, cast, Area, "gov", **changes)
    assert told(refused.value) == list(changes)
    assert (refused.value.page, refused.value.key) == ("progress_area", "gov")
    assert "M-01.G1, M-02.NGA1" in str(refused.value.problems[0])
    gov = Area.objects.get(roadmap=roadmap, key="gov")
    assert (gov.valid_to, gov.successor) == (None, None)


def test_a_continuation_typed_at_the_other_end_is_the_same(roadmap: Roadmap, cast: Cast) -> None:
    with pytest.raises(Undecided) as refused:
        edit(roadmap, cast, Area, "ssg", predecessors=["gov"])
    assert (told(refused.value), refused.value.key) == (["predecessors"], "gov")


def test_where_all_was_decided_the_last_day_can_be_corrected(roadmap: Roadmap, cast: Cast) -> None:
    decisions = {"milestones/ssg-road": Decision(reason="Gone."), **pass_on("joint", to="gov")}
    end_area(roadmap=roadmap, area="ssg", on=FALL, decisions=decisions, actor=cast.lead)
    edit(roadmap, cast, Area, "ssg", valid_to="2024-12-07")
    assert undecided(build_document(roadmap), ["ssg", "gov"]) == {}


def test_what_was_verified_needs_no_decision(roadmap: Roadmap, cast: Cast) -> None:
    edit(roadmap, cast, Milestone, "joint", areas=["aanes", "ssg"])
    for reporter in ("Teachers", "Pupils"):
        report(roadmap, cast, "gov-lists", reporter, "2024-01-10", quantity=950)
    edit(roadmap, cast, Area, "gov", valid_to="2024-12-08")
    assert undecided(build_document(roadmap), ["gov"]) == {}


def test_an_area_planned_for_a_time_is_frozen_with_what_is_due_in_it(roadmap: Roadmap, cast: Cast) -> None:
    """Typing the end of an area asks for decisions on it all the same, as the page does."""
    edit(roadmap, cast, Milestone, "joint", areas=["aanes"])
    Area.objects.filter(roadmap=roadmap, key="ssg").update(valid_to="2026-01-01")
    assert not [gap for gap in find_gaps(build_document(roadmap)) if gap.blocking]
    with pytest.raises(Undecided):
        edit(roadmap, cast, Area, "ssg", valid_to="2026-02-01")


def test_a_milestone_cannot_leave_an_area_that_ended_by_another_name_in_its_form(roadmap: Roadmap, cast: Cast) -> None:
    Area.objects.filter(roadmap=roadmap, key="ssg").update(valid_to=FALL)
    with pytest.raises(Undecided) as refused:
        edit(roadmap, cast, Milestone, "ssg-road", area="gov")
    assert told(refused.value) == ["area"]


def test_what_a_file_brought_is_decided_on_before_it_is_frozen(roadmap: Roadmap, cast: Cast) -> None:
    """A roadmap that begins with a file may hold an end without decisions: it is listed, and blocks."""
    document = changed(build_document(roadmap), "areas/ssg", valid_to="2024-12-08")
    document.roadmap["key"] = "anew"
    made, _changes = import_document(document=document, actor=cast.administrator)
    gaps = [(gap.ref, gap.path) for gap in find_gaps(build_document(made)) if gap.blocking]
    assert gaps == [("milestones/ssg-road", "area"), ("milestones/joint", "area")]
    with pytest.raises(Incomplete):
        freeze_version(roadmap=made, note="", actor=None)


def test_a_file_cannot_end_an_area_of_a_draft_by_the_way(roadmap: Roadmap, cast: Cast) -> None:
    current = build_document(roadmap)
    for dry_run in (True, False):
        with pytest.raises(Undecided) as refused:
            replace_draft(
                roadmap=roadmap,
                document=changed(current, "areas/ssg", valid_to="2024-12-08"),
                base_digest=current.digest(),
                actor=cast.lead,
                dry_run=dry_run,
            )
        assert told(refused.value) == ["areas/ssg#valid_to"]
    assert build_document(roadmap).digest() == current.digest()


def test_a_file_that_says_what_becomes_of_each_is_taken(roadmap: Roadmap, cast: Cast) -> None:
    current = build_document(roadmap)
    row = {"date": "2024-12-08", "from_area": "ssg", "to_area": "gov", "reason": {"en": "Carried on."}}
    wanted = changed(current, "areas/ssg", valid_to="2024-12-08")
    without = changed(wanted, "milestones/ssg-road", area="gov")
    without = changed(without, "milestones/joint", areas=["aanes", "gov"])
    with pytest.raises(Undecided) as refused:
        import_document(document=deepcopy(without), actor=cast.lead, replace=True)
    assert told(refused.value) == ["milestones/ssg-road#area", "milestones/joint#area"]
    decided = changed(without, "milestones/ssg-road", passed_on=[row])
    decided = changed(decided, "milestones/joint", passed_on=[row])
    import_document(document=decided, actor=cast.lead, replace=True)
    assert undecided(build_document(roadmap), ["ssg"]) == {}
    assert not [gap for gap in find_gaps(build_document(roadmap)) if gap.blocking]


def test_a_decision_without_a_reason_is_not_frozen(roadmap: Roadmap, cast: Cast) -> None:
    lapse = changed(build_document(roadmap), "milestones/ssg-road", lapse={"date": "2024-12-08"})
    import_document(document=lapse, actor=cast.lead, replace=True)
    blocking = [(gap.ref, gap.path) for gap in find_gaps(build_document(roadmap)) if gap.blocking]
    assert blocking == [("milestones/ssg-road", "lapse")]


def test_the_command_says_the_same(roadmap: Roadmap, cast: Cast, tmp_path: Any) -> None:
    text = write_file(changed(build_document(roadmap), "areas/ssg", valid_to="2024-12-08").as_dict(), "yaml")
    (tmp_path / "small.yaml").write_text(text)
    assert read_file(text).roadmap["key"] == "small"
    with pytest.raises(CommandError, match="areas/ssg#valid_to: Commitments are open here"):
        call_command("import_roadmap", tmp_path / "small.yaml", replace=True)


def test_an_area_that_a_file_ended_is_decided_on_on_its_page(roadmap: Roadmap, cast: Cast) -> None:
    Area.objects.filter(roadmap=roadmap, key="ssg").update(valid_to=FALL)
    decisions = {"milestones/ssg-road": Decision(reason="Gone."), **pass_on("joint", to="gov")}
    done = end_area(roadmap=roadmap, area="ssg", on=FALL, decisions=decisions, actor=cast.lead)
    assert (done.passed_on, done.lapsed) == (("joint",), ("ssg-road",))
    assert not [gap for gap in find_gaps(build_document(roadmap)) if gap.blocking]
