"""The draft: adding, editing with several hands, order, deletion and its undoing."""

import pytest

from accounts.domain.errors import Conflict, Invalid
from accounts.models import AuditEntry
from roadmap.domain.document.storage import build_document
from roadmap.domain.drafting import (
    Clash,
    Contested,
    StillUsed,
    add_item,
    confirm_translation,
    delete_item,
    duplicate_item,
    edit_item,
    edit_roadmap,
    move_item,
    restore,
)
from roadmap.models import Roadmap
from tests.conftest import Cast
from tests.roadmap.factories import small_roadmap


@pytest.fixture
def draft(cast: Cast) -> Roadmap:
    return small_roadmap(lead=cast.lead, drafter=cast.drafter)


def keys(draft: Roadmap, kind: str) -> list[str]:
    return [entry.key for entry in build_document(draft).of(kind)]


def test_an_item_gets_the_next_code_of_its_series(draft: Roadmap, cast: Cast) -> None:
    criterion = add_item(roadmap=draft, kind_name="criteria", data={"dimension": "safe", "title": "Third"}, actor=cast.lead)
    milestone = add_item(
        roadmap=draft, kind_name="milestones", data={"measure": "exam-passage", "area": "gov", "title": "x"}, actor=cast.lead
    )
    third_party = add_item(roadmap=draft, kind_name="milestones", data={"criterion": "exams", "actor": "UNICEF"}, actor=cast.lead)
    area = add_item(roadmap=draft, kind_name="areas", data={"name": "Idlib"}, actor=cast.lead)
    assert [criterion.code, milestone.code, third_party.code, area.code] == ["C-03", "M-01.G2", "C-02.T1", "A"]
    assert criterion.key == "criteria-c-03"


def test_a_number_is_not_given_twice(draft: Roadmap, cast: Cast) -> None:
    first = add_item(roadmap=draft, kind_name="criteria", data={"dimension": "safe"}, actor=cast.lead)
    delete_item(item=first, kind_name="criteria", actor=cast.lead)
    second = add_item(roadmap=draft, kind_name="criteria", data={"dimension": "safe"}, actor=cast.lead)
    assert (first.code, second.code) == ("C-03", "C-04")


def test_two_people_editing_different_fields_do_not_clash(draft: Roadmap, cast: Cast) -> None:
    measure = draft.measures.get(key="exam-passage")
    edit_item(item=measure, kind_name="measures", changes={"title.ar": "عبور"}, base=1, actor=cast.lead)
    edit_item(item=measure, kind_name="measures", changes={"summary.en": "Anew."}, base=1, actor=cast.drafter)
    edit_item(item=measure, kind_name="measures", changes={"parts.gov.ku": "Nû."}, base=1, actor=cast.drafter)
    data = build_document(draft).by_ref["measures/exam-passage"].data
    assert (data["title"]["ar"], data["summary"]["en"], data["parts"]["gov"]["ku"]) == ("عبور", "Anew.", "Nû.")


def test_the_second_editor_of_a_field_is_told_and_nothing_is_saved(draft: Roadmap, cast: Cast) -> None:
    measure = draft.measures.get(key="exam-passage")
    edit_item(item=measure, kind_name="measures", changes={"title.ar": "عبور"}, base=1, actor=cast.lead)
    with pytest.raises(Clash) as refused:
        edit_item(
            item=measure, kind_name="measures", changes={"title.ar": "مرور", "summary.en": "Mine."}, base=1, actor=cast.drafter
        )
    assert refused.value.contested == [Contested("title.ar", "مرور", "عبور")]
    assert refused.value.revision == 2
    assert build_document(draft).by_ref["measures/exam-passage"].data["summary"]["en"] == "Pupils cross to sit exams."


def test_the_same_edit_made_twice_is_no_clash(draft: Roadmap, cast: Cast) -> None:
    measure = draft.measures.get(key="exam-passage")
    for person in (cast.lead, cast.drafter):
        edited = edit_item(item=measure, kind_name="measures", changes={"title.ar": "عبور"}, base=1, actor=person)
    assert edited.revision == 2


def test_references_are_checked_and_written(draft: Roadmap, cast: Cast) -> None:
    measure = draft.measures.get(key="exam-passage")
    with pytest.raises(Invalid) as refused:
        edit_item(item=measure, kind_name="measures", changes={"areas": ["gov", "atlantis"]}, base=1, actor=cast.lead)
    assert [problem.path for problem in refused.value.problems] == ["areas"]
    edit_item(
        item=measure,
        kind_name="measures",
        changes={"areas": ["gov"], "parts": {"gov": "x"}, "sector": "aid"},
        base=1,
        actor=cast.lead,
    )
    data = build_document(draft).by_ref["measures/exam-passage"].data
    assert (data["areas"], data["parts"], data["sector"]) == (["gov"], {"gov": {"en": "x"}}, "aid")


def test_what_the_database_could_not_keep_is_refused_in_words(draft: Roadmap, cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        edit_item(
            item=draft.milestones.get(key="gov-lists"),
            kind_name="milestones",
            changes={"criterion": "exams"},
            base=9,
            actor=cast.lead,
        )
    assert [problem.path for problem in refused.value.problems] == ["criterion"]
    with pytest.raises(Invalid) as refused:
        edit_item(
            item=draft.areas.get(key="gov"),
            kind_name="areas",
            changes={"valid_from": "2024-01-01", "valid_to": "2023-01-01"},
            base=9,
            actor=cast.lead,
        )
    assert [problem.path for problem in refused.value.problems] == ["valid_to"]


@pytest.mark.parametrize("path", ["titel.en", "title.xx", "target.size", "parts.Gov.en"])
def test_a_field_that_is_not_there_is_refused(draft: Roadmap, cast: Cast, path: str) -> None:
    item = draft.measures.get(key="exam-passage")
    with pytest.raises(Invalid):
        edit_item(item=item, kind_name="measures", changes={path: "x"}, base=1, actor=cast.lead)


def test_direction_overrides_are_refused(draft: Roadmap, cast: Cast) -> None:
    item = draft.measures.get(key="exam-passage")
    with pytest.raises(Invalid) as refused:
        edit_item(item=item, kind_name="measures", changes={"title.en": "safe \u202e elbat"}, base=1, actor=cast.lead)
    assert [problem.path for problem in refused.value.problems] == ["title.en"]


def test_a_translation_is_older_than_its_source_until_confirmed(draft: Roadmap, cast: Cast) -> None:
    from roadmap.domain.completeness import find_gaps

    item = draft.measures.get(key="exam-passage")
    edit_item(item=item, kind_name="measures", changes={"title.en": "Safe passage to exams"}, base=1, actor=cast.lead)
    assert [gap.path for gap in find_gaps(build_document(draft))] == ["title.ar"]
    confirm_translation(item=item, kind_name="measures", path="title.ar", actor=cast.lead)
    confirm_translation(item=item, kind_name="measures", path="title.ku", actor=cast.lead)
    assert find_gaps(build_document(draft)) == []


def test_roadmap_fields_are_guarded_alike(draft: Roadmap, cast: Cast) -> None:
    base = draft.revision
    edit_roadmap(roadmap=draft, changes={"title.en": "One"}, base=base, actor=cast.lead)
    edit_roadmap(roadmap=draft, changes={"t0": "2023-10-01"}, base=base, actor=cast.drafter)
    with pytest.raises(Clash):
        edit_roadmap(roadmap=draft, changes={"title.en": "Two"}, base=base, actor=cast.drafter)
    draft.refresh_from_db()
    assert (draft.title["en"], str(draft.t0)) == ("One", "2023-10-01")


def test_an_item_that_others_need_stays(draft: Roadmap, cast: Cast) -> None:
    with pytest.raises(StillUsed) as refused:
        delete_item(item=draft.areas.get(key="gov"), kind_name="areas", actor=cast.lead)
    assert refused.value.users == [
        "crossings/tabqa",
        "measures/exam-passage",
        "measures/cross-line-convoys",
        "milestones/gov-lists",
    ]


def test_children_go_and_come_back_with_their_parent(draft: Roadmap, cast: Cast) -> None:
    before = build_document(draft).digest()
    deletion = delete_item(item=draft.measures.get(key="exam-passage"), kind_name="measures", actor=cast.lead)
    assert (keys(draft, "measures"), keys(draft, "milestones")) == (["cross-line-convoys"], [])
    restored = restore(roadmap=draft, deletion=deletion, actor=cast.drafter)
    assert restored == ["measures/exam-passage", "milestones/gov-lists", "milestones/aanes-buses"]
    assert build_document(draft).digest() == before


def test_a_child_does_not_come_back_before_its_parent(draft: Roadmap, cast: Cast) -> None:
    child = delete_item(item=draft.milestones.get(key="gov-lists"), kind_name="milestones", actor=cast.lead)
    delete_item(item=draft.measures.get(key="exam-passage"), kind_name="measures", actor=cast.lead)
    with pytest.raises(Conflict):
        restore(roadmap=draft, deletion=child, actor=cast.lead)


def test_links_to_a_deleted_item_return_with_it(draft: Roadmap, cast: Cast) -> None:
    deletion = delete_item(item=draft.criteria.get(key="no-shelling"), kind_name="criteria", actor=cast.lead)
    assert "criteria" not in build_document(draft).by_ref["measures/cross-line-convoys"].data
    restore(roadmap=draft, deletion=deletion, actor=cast.lead)
    assert build_document(draft).by_ref["measures/cross-line-convoys"].data["criteria"] == ["no-shelling"]


def test_order_is_kept(draft: Roadmap, cast: Cast) -> None:
    move_item(item=draft.criteria.get(key="exams"), kind_name="criteria", after="", actor=cast.lead)
    assert keys(draft, "criteria") == ["exams", "no-shelling"]
    move_item(item=draft.criteria.get(key="exams"), kind_name="criteria", after="no-shelling", actor=cast.lead)
    assert keys(draft, "criteria") == ["no-shelling", "exams"]
    with pytest.raises(Invalid):
        move_item(item=draft.criteria.get(key="exams"), kind_name="criteria", after="nothing", actor=cast.lead)


def test_a_copy_stands_behind_its_original(draft: Roadmap, cast: Cast) -> None:
    copy = duplicate_item(item=draft.criteria.get(key="no-shelling"), kind_name="criteria", actor=cast.lead)
    assert keys(draft, "criteria") == ["no-shelling", copy.key, "exams"]
    document = build_document(draft)
    assert document.by_ref[f"criteria/{copy.key}"].data == document.by_ref["criteria/no-shelling"].data
    assert copy.code == "C-03"


def test_the_trail_names_person_and_verb(draft: Roadmap, cast: Cast) -> None:
    item = draft.measures.get(key="exam-passage")
    edit_item(item=item, kind_name="measures", changes={"title.en": "Way to exams"}, base=1, actor=cast.drafter)
    entry = AuditEntry.objects.filter(table="roadmap_measure", operation="UPDATE").first()
    assert entry is not None
    assert (entry.actor, entry.verb) == (str(cast.drafter.pk), "edit_item")
    assert entry.after["title"]["en"] == "Way to exams"
