"""A file makes a draft, or changes one; a bad file changes nothing and every problem is named with its line."""

import json

import pytest

from accounts.domain.errors import Problem
from milestones.models import Milestone
from roadmap.domain.document.storage import build_document
from roadmap.domain.files import BadFile, Changes, Exists, KeyTaken, import_document, plan_import, read_file
from roadmap.models import Assignment, Criterion, Measure, Roadmap, Sector
from tests.conftest import Cast
from tests.roadmap.factories import SMALL, small_roadmap

pytestmark = pytest.mark.django_db
_OBJECT = "tag:yaml.org,2002:python/name:os.system"


def problems_of(text: str) -> list[tuple[int, str, str]]:
    with pytest.raises(BadFile) as refused:
        read_file(text)
    return [(each.line, each.path, str(each.message)) for each in refused.value.problems]


def test_every_problem_is_named_with_path_and_line() -> None:
    assert problems_of(
        """format: scne-roadmap/1
roadmap: {key: Bad Key, title: 5, t0: tomorrow, colour: red}
areas:
  - {key: gov, name: {de: Gebiete}}
  - {key: gov, code: G}
  - nothing
criteria:
  - key: c
    dimension: happy
    threshold: {value: many}
    states: {nowhere: {state: met}}
wishes: []
"""
    ) == [
        (2, "roadmap.key", "A key is needed: lower-case letters, digits and hyphens, such as “exam-passage”."),
        (2, "roadmap.colour", "There is no field “colour” here."),
        (2, "roadmap.title", "Give a text, or one text per language (en, ar, ku)."),
        (2, "roadmap.t0", "Give a day as YYYY-MM-DD, such as 2023-09-01."),
        (4, "areas[0].name.de", "Unknown language: use en, ar or ku."),
        (4, "areas[0]", "The key “gov” stands more than once."),
        (6, "areas[2]", "Each item must be a map with a key."),
        (9, "criteria[0].dimension", "“happy” is not known: use one of safe, calm, neutral."),
        (10, "criteria[0].threshold.value", "Give a number, with digits 0-9 and a point."),
        (11, "criteria[0].states.nowhere", "There is no item “nowhere” under areas."),
        (12, "wishes", "There is no such part of a roadmap file."),
    ]


ALIASES = "Aliases (*) and such deep nesting are not accepted. Write out what they stand for."


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", (1, "", "The file is empty.")),
        ("a: [1", (2, "", "The file cannot be read: did not find expected ',' or ']'.")),
        ("a: &x [1]\nb: *x", (2, "", ALIASES)),
        ("[" * 100_000, (1, "", ALIASES)),
        ("format: 1\nformat: 2", (2, "format", "“format” stands here twice.")),
        ("x: " + "y" * 5_000_000, (0, "", "The file is larger than 5 MB.")),
        ("\ud800", (1, "", "The file cannot be read: it is neither YAML nor JSON.")),
        ("a: b\nc: d\x00e", (2, "", "The text holds control characters. Remove them and try again.")),
        (
            "a: !!python/name:os.system",
            (
                1,
                "",
                f"The file cannot be read: could not determine a constructor for the tag '{_OBJECT}'.",
            ),
        ),
        ("- 1", (1, "", "The file must hold a map that starts with “format”.")),
    ],
    ids=["empty", "syntax", "alias", "deep", "twice", "large", "surrogate", "control", "object", "list"],
)
def test_what_is_no_roadmap_file_is_refused(text: str, problem: tuple[int, str, str]) -> None:
    assert problems_of(text) == [problem]


def test_an_unquoted_number_that_can_be_read_in_two_ways_is_refused_as_a_quoted_one_is() -> None:
    """132.000 is 132 to some, 132,000 to others. What a program writes, 2.125, is a number like any other."""
    told = "“132.000” can be read in two ways: write it without a sign between thousands."
    for written in ("132.000", "'132.000'"):
        found = problems_of(SMALL.replace("baseline: 40", f"baseline: {{value: {written}}}"))
        assert [message for _line, _path, message in found] == [told], written
    document = read_file(SMALL.replace("baseline: 40", "baseline: {value: 2.125}"))
    assert document.of("criteria")[0].data["baseline"]["value"] == 2.125


def test_words_that_older_yaml_takes_for_true_and_false_are_words() -> None:
    document = read_file(SMALL.replace("{en: A small roadmap,", "{en: Yes,").replace("key: small", "key: no"))
    assert (document.roadmap["title"]["en"], document.roadmap["key"]) == ("Yes", "no")


def test_json_may_escape_any_character() -> None:
    data = read_file(SMALL).as_dict()
    data["roadmap"]["title"] = {"en": "Calm \U0001f54a \\ud83d"}
    text = json.dumps(data)
    assert "\\ud83d\\udd4a" in text
    assert read_file(text).roadmap["title"]["en"] == "Calm \U0001f54a \\ud83d"


def test_no_area_carries_itself_on() -> None:
    told = "No area carries itself on, nor one that is carried on by it. Name another one."
    areas = SMALL.replace("{key: gov, code", "{key: gov, successor: aanes, code").replace(
        "{key: aanes, code", "{key: aanes, successor: gov, code"
    )
    assert [(path, message) for _line, path, message in problems_of(areas)] == [
        ("areas[0].successor", told),
        ("areas[1].successor", told),
    ]


def test_direction_overrides_and_controls_are_refused() -> None:
    text = SMALL.replace("No shelling of homes", '"No \\u202e shelling"').replace("Not ripe.", '"a\\u0007b"')

    assert [(path, line) for line, path, _message in problems_of(text)] == [
        ("criteria[0].title.en", 21),
        ("parked[0].reason.en", 76),
    ]


def test_a_bad_file_changes_nothing(cast: Cast) -> None:
    roadmap = small_roadmap(lead=cast.lead)
    before = build_document(roadmap).digest()

    with pytest.raises(BadFile):
        import_document(document=read_file(SMALL.replace("area: gov", "area: nowhere")), actor=cast.lead, replace=True)

    assert build_document(roadmap).digest() == before


def test_the_facilitator_who_brings_a_file_leads_its_roadmap(cast: Cast) -> None:
    roadmap, changes = import_document(document=read_file(SMALL), actor=cast.lead)

    assert changes.created
    assert [(each.user, each.role) for each in Assignment.objects.filter(roadmap=roadmap)] == [(cast.lead, "lead")]


def test_a_draft_is_replaced_only_when_told_to(cast: Cast) -> None:
    roadmap = small_roadmap(lead=cast.lead)
    changed = read_file(SMALL.replace("Buses run", "Buses run daily").replace("t0: 2023-09-01", "t0: 2023-10-01"))
    expected = Changes(changed=["milestones/aanes-buses"], roadmap=["t0"])

    with pytest.raises(Exists) as refused:
        import_document(document=changed, actor=cast.lead)
    assert (refused.value.changes, plan_import(document=changed)) == (expected, expected)
    assert Milestone.objects.get(key="aanes-buses").title["en"] == "Buses run"

    assert import_document(document=changed, actor=cast.lead, replace=True) == (roadmap, expected)
    row = Milestone.objects.get(key="aanes-buses")
    assert (row.title["en"], row.revision, row.field_revisions["title.en"]) == ("Buses run daily", 2, 2)
    assert not import_document(document=changed, actor=cast.lead)[1]


def test_what_the_file_leaves_out_is_deleted_and_comes_back_with_it(cast: Cast) -> None:
    small_roadmap(lead=cast.lead)
    without = "\n".join(line for line in SMALL.splitlines() if "constitution" not in line)

    _roadmap, changes = import_document(document=read_file(without), actor=cast.lead, replace=True)
    assert changes == Changes(removed=["parked/constitution"])
    _roadmap, changes = import_document(document=read_file(SMALL), actor=cast.lead, replace=True)
    assert changes == Changes(added=["parked/constitution"])


def test_a_new_order_alone_is_a_change(cast: Cast) -> None:
    roadmap = small_roadmap(lead=cast.lead)
    document = read_file(SMALL)
    document.sections["sectors"].reverse()

    _roadmap, changes = import_document(document=document, actor=cast.lead, replace=True)

    assert len(changes.moved) == 1
    assert list(Sector.objects.filter(roadmap=roadmap).order_by("position").values_list("key", flat=True)) == ["education", "aid"]


def test_codes_left_open_keep_clear_of_those_given(cast: Cast) -> None:
    text = SMALL.replace("  - key: exams\n", "  - key: exams\n    code: C-01\n")

    roadmap, _changes = import_document(document=read_file(text), actor=None)

    assert dict(Criterion.objects.filter(roadmap=roadmap).values_list("key", "code")) == {"exams": "C-01", "no-shelling": "C-02"}


def test_two_items_may_swap_their_codes(cast: Cast) -> None:
    roadmap = small_roadmap(lead=cast.lead)
    document = build_document(roadmap)
    first, second = document.of("measures")
    first.code, second.code = second.code, first.code

    import_document(document=document, actor=cast.lead, replace=True)

    assert dict(Measure.objects.values_list("key", "code")) == {"exam-passage": "M-02", "cross-line-convoys": "M-01"}


def test_someone_elses_roadmap_is_neither_changed_nor_described(cast: Cast) -> None:
    small_roadmap(lead=cast.lead)

    with pytest.raises(KeyTaken) as refused:
        import_document(document=read_file(SMALL.replace("Buses", "Trams")), actor=cast.outsider, replace=True)

    assert (refused.value.problems, str(refused.value)) == ([], "This key cannot be used. Choose another one.")
    assert Roadmap.objects.get().assignments.filter(user=cast.outsider).count() == 0


def test_problems_know_their_line() -> None:
    assert Problem("a", "b").line == 0


@pytest.mark.parametrize(
    ("written", "read"),
    [("0600", 600), ("6_000", None), ("1:30", None), ("0x1F4", None), ("132.5", 132.5), ("'132,000'", 132_000)],
)
def test_numbers_of_a_file_are_what_they_look_like(written: str, read: float | None) -> None:
    """Not the octal, hexadecimal and sixty-based numbers of old YAML: 0600 is no 384, and 1:30 no ninety."""
    text = SMALL.replace("baseline: 40", f"baseline: {{value: {written}}}", 1)
    if read is None:
        with pytest.raises(BadFile) as refused:
            read_file(text)
        assert [problem.path for problem in refused.value.problems] == ["criteria[0].baseline.value"]
    else:
        assert read_file(text).by_ref["criteria/no-shelling"].data["baseline"]["value"] == read
