"""What once broke the product is refused in words."""

from typing import Any

import pytest

from accounts.domain.errors import Invalid
from roadmap.domain.document.storage import build_document
from roadmap.domain.drafting import add_item, edit_item
from roadmap.domain.files import BadFile, read_file
from roadmap.models import Roadmap
from tests.conftest import Cast
from tests.roadmap.factories import SMALL, small_roadmap


@pytest.fixture
def draft(cast: Cast) -> Roadmap:
    return small_roadmap(lead=cast.lead)


@pytest.mark.parametrize(
    ("was", "becomes", "path"),
    [
        ("key: small", 'key: "small\\n"', "roadmap.key"),
        ("{key: aid,", '{key: "aid\\n",', "sectors[0].key"),
        ("{key: aid,", '{key: aid, code: "A\\x01",', "sectors[0].code"),
        ("{key: aid,", '{key: aid, code: "A\\u202E",', "sectors[0].code"),
        ("baseline: 40", f"baseline: {'9' * 400}", "criteria[0].baseline.value"),
    ],
)
def test_a_file_with_what_cannot_be_kept_is_refused(was: str, becomes: str, path: str) -> None:
    with pytest.raises(BadFile) as refused:
        read_file(SMALL.replace(was, becomes, 1))
    assert path in [problem.path for problem in refused.value.problems]


def test_a_milestone_is_done_by_areas_or_by_a_third_party(draft: Roadmap, cast: Cast) -> None:
    """With both, one would be left out of the ledger without a word."""
    owner = "    area: gov\n    actor: {en: United Nations}\n"
    with pytest.raises(BadFile) as refused:
        read_file(SMALL.replace("    area: gov\n", owner, 1))
    assert [str(problem) for problem in refused.value.problems] == ["Areas are to do it, or a third party: keep one of them."]
    with pytest.raises(Invalid):
        edit_item(
            item=draft.milestones.get(key="gov-lists"),
            kind_name="milestones",
            changes={"actor.en": "United Nations"},
            base=9,
            actor=cast.lead,
        )


@pytest.mark.parametrize("key", ["zz\n", "z" * 100, "Zz", "z--z"])
def test_a_key_that_cannot_name_an_item_is_refused(draft: Roadmap, cast: Cast, key: str) -> None:
    with pytest.raises(Invalid):
        add_item(roadmap=draft, kind_name="sectors", data={"name": "Water"}, key=key, actor=cast.lead)


@pytest.mark.parametrize(
    "changes", [{"title": "abc", "title.ar": "x"}, {"target": 5, "target.quantity": 2}, {"window": "a", "window.not_after": "b"}]
)
def test_a_whole_and_a_part_of_it_at_once_do_not_break(draft: Roadmap, cast: Cast, changes: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        edit_item(item=draft.milestones.get(key="gov-lists"), kind_name="milestones", changes=changes, base=9, actor=cast.lead)


def test_a_note_that_is_taken_back_is_gone(draft: Roadmap, cast: Cast) -> None:
    item = draft.criteria.get(key="exams")
    edit_item(item=item, kind_name="criteria", changes={"states.gov.note.en": "Sensitive."}, base=9, actor=cast.lead)
    assert build_document(draft).by_ref["criteria/exams"].data["states"]["gov"]["note"] == {"en": "Sensitive."}
    edit_item(item=item, kind_name="criteria", changes={"states.gov.note.en": ""}, base=9, actor=cast.lead)
    assert build_document(draft).by_ref["criteria/exams"].data["states"]["gov"] == {"state": "not_met"}


#: Rows in another order than the document keeps them in; what is wrong stands on lines of its own.
EXCHANGE = """exchanges:
  - key: pupils
    title: {en: Pupils}
    mode: gated
    commitments:
      - milestone: gov-lists
        benefits: {moon: 3}
        gate: gov-lists
      - milestone: aanes-buses
        gate: nowhere
        benefits:
          gov: 9
conflicts:
  - key: first
    title: {en: Who first}
    orders:
      - {wanted_by: gov, first: gov-lists, then: aanes-buses}
      - wanted_by: aanes
        first: aanes-buses
        then: nothing
"""


def test_a_problem_in_a_row_names_the_row_and_its_line() -> None:
    start = len(SMALL.splitlines())
    with pytest.raises(BadFile) as refused:
        read_file(SMALL.rstrip("\n") + "\n" + EXCHANGE)
    assert [(problem.path, problem.line - start, problem.message) for problem in refused.value.problems] == [
        ("exchanges[0].commitments[0].benefits.moon", 7, "There is no item “moon” under areas."),
        ("exchanges[0].commitments[0].gate", 8, "It cannot wait for itself."),
        ("exchanges[0].commitments[1].gate", 10, "There is no item “nowhere” under milestones."),
        ("exchanges[0].commitments[1].benefits.gov.value", 12, "The number must be at most 5."),
        ("conflicts[0].orders[1].then", 20, "There is no item “nothing” under milestones."),
    ]


def test_a_protected_subject_in_a_row_names_the_row_and_its_line() -> None:
    """Whether it is given there or waited for; the milestone's own line is told as well."""
    subject = "protected_subjects:\n  - {key: return, title: {en: Return}, reason: {en: It is a right.}}\n"
    marked = SMALL.replace("  - key: aanes-buses\n", "  - key: aanes-buses\n    protected_subjects: [return]\n")
    sound = EXCHANGE.partition("conflicts:")[0].replace("moon: 3", "aanes: 3").replace("gov: 9", "gov: 4")
    sound = sound.replace("gate: gov-lists", "gate: aanes-buses").replace("gate: nowhere", "grace: 7d")
    start = len((marked + subject).splitlines())
    with pytest.raises(BadFile) as refused:
        read_file(marked.rstrip("\n") + "\n" + subject + sound)
    assert [(problem.path, problem.line - start) for problem in refused.value.problems[1:]] == [
        ("exchanges[0].commitments[0].gate", 8),
        ("exchanges[0].commitments[1].milestone", 9),
    ]
