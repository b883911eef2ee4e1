"""Protected subjects are refused inside an exchange, as what is given and as what others wait for (report: lessons)."""

import pytest

from accounts.domain.errors import Invalid
from milestones.models import Exchange, Milestone, PolicyLine
from roadmap.domain.completeness import find_gaps
from roadmap.domain.document.storage import build_document
from roadmap.domain.drafting import add_item, edit_item
from roadmap.models import Roadmap
from tests.conftest import Cast
from tests.roadmap.factories import small_roadmap

pytestmark = pytest.mark.django_db
WHY = "cannot be exchanged: It is a right. (UNHCR 2018)"


@pytest.fixture
def draft(cast: Cast) -> Roadmap:
    """The milestone ``aanes-buses`` is of a protected subject."""
    roadmap = small_roadmap(lead=cast.lead)
    subject = {"title": {"en": "Return of refugees"}, "reason": {"en": "It is a right."}, "source": "UNHCR 2018"}
    add_item(roadmap=roadmap, kind_name="protected_subjects", data=subject, actor=cast.lead, key="return")
    protect(roadmap, cast, "aanes-buses")
    return roadmap


def protect(roadmap: Roadmap, cast: Cast, key: str) -> None:
    item = Milestone.objects.get(roadmap=roadmap, key=key)
    edit_item(item=item, kind_name="milestones", changes={"protected_subjects": ["return"]}, base=item.revision, actor=cast.lead)


def exchange(roadmap: Roadmap, cast: Cast, *commitments: dict[str, str]) -> None:
    data = {"title": {"en": "Pupils"}, "mode": "gated", "commitments": list(commitments)}
    add_item(roadmap=roadmap, kind_name="exchanges", data=data, actor=cast.lead)


@pytest.mark.parametrize(
    ("commitments", "path"),
    [
        ([{"milestone": "aanes-buses"}], "commitments.aanes-buses.milestone"),
        ([{"milestone": "gov-lists", "gate": "aanes-buses"}], "commitments.gov-lists.gate"),
    ],
)
def test_it_is_refused_with_reason_and_source(draft: Roadmap, cast: Cast, commitments: list[dict[str, str]], path: str) -> None:
    with pytest.raises(Invalid) as refused:
        exchange(draft, cast, *commitments)
    ((problem),) = refused.value.problems
    assert (problem.path, str(problem.message).endswith(WHY), Exchange.objects.count()) == (path, True, 0)


@pytest.mark.parametrize("name", ["milestone", "gate"])
def test_what_stands_in_an_exchange_cannot_become_protected(draft: Roadmap, cast: Cast, name: str) -> None:
    item = Milestone.objects.get(roadmap=draft, key="aanes-buses")
    edit_item(item=item, kind_name="milestones", changes={"protected_subjects": []}, base=item.revision, actor=cast.lead)
    exchange(draft, cast, {"milestone": "gov-lists", "gate": "aanes-buses"})
    with pytest.raises(Invalid):
        protect(draft, cast, "gov-lists" if name == "milestone" else "aanes-buses")


def test_a_policy_line_that_would_suspend_it_keeps_the_draft_from_being_frozen(draft: Roadmap, cast: Cast) -> None:
    line = {
        "title": {"en": "Shelling"},
        "condition": {"en": "Nobody shells."},
        "watches": ["gov-lists"],
        "suspends": ["aanes-buses"],
        "decided_by": {"en": "The office"},
    }
    add_item(roadmap=draft, kind_name="policy_lines", data=line, actor=cast.lead)
    (gap,) = [gap for gap in find_gaps(build_document(draft)) if gap.blocking]
    key = PolicyLine.objects.get().key
    assert (gap.ref, gap.path, str(gap.message).endswith(WHY)) == (f"policy_lines/{key}", "suspends", True)
