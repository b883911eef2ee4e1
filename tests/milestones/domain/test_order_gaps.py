"""A plan that nobody can carry out is shown as a draft, and never frozen."""

import pytest

from accounts.domain.errors import Invalid
from milestones.models import Milestone
from roadmap.domain.completeness import find_gaps
from roadmap.domain.document import Entry
from roadmap.domain.document.storage import build_document
from roadmap.domain.drafting import add_item, edit_item
from roadmap.domain.versions import Incomplete, freeze_version
from roadmap.models import Roadmap
from tests.conftest import Cast
from tests.milestones.web.test_exchanges import BUSES, LISTS, added
from tests.roadmap.factories import small_roadmap

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast: Cast) -> Roadmap:
    return small_roadmap(lead=cast.lead)


def _set(draft: Roadmap, cast: Cast, key: str, **changes: object) -> None:
    item = Milestone.objects.get(roadmap=draft, key=key)
    edit_item(item=item, kind_name="milestones", changes=changes, base=item.revision, actor=cast.lead)


def _blocking(draft: Roadmap) -> list[tuple[str, str]]:
    return [(gap.ref, gap.path) for gap in find_gaps(build_document(draft)) if gap.blocking]


def test_a_cycle_is_named_once_and_keeps_the_plan_from_being_frozen(draft: Roadmap, cast: Cast) -> None:
    first, second = Milestone.objects.live().filter(roadmap=draft)[:2]
    _set(draft, cast, first.key, requires=[second.key])
    assert _blocking(draft) == []
    _set(draft, cast, second.key, requires=[first.key])
    (gap,) = [gap for gap in find_gaps(build_document(draft)) if gap.blocking]
    assert (gap.path, first.code in str(gap.message), second.code in str(gap.message)) == ("requires", True, True)
    with pytest.raises(Incomplete):
        freeze_version(roadmap=draft, note="", actor=cast.lead)


def test_what_cannot_be_in_time_is_proved_by_its_members(draft: Roadmap, cast: Cast) -> None:
    first, second = Milestone.objects.live().filter(roadmap=draft)[:2]
    _set(draft, cast, first.key, window={"not_before": "2024-05-01", "not_after": "2024-06-01"})
    _set(draft, cast, second.key, window={"not_after": "2024-03-01"}, requires=[first.key])
    ((ref, path),) = _blocking(draft)
    assert (ref in {f"milestones/{first.key}", f"milestones/{second.key}"}, path) == (True, "window")


def test_a_window_that_counts_from_nothing_known_is_told_where_it_stands(draft: Roadmap, cast: Cast) -> None:
    first = Milestone.objects.live().filter(roadmap=draft)[0]
    _set(draft, cast, first.key, window={"not_after": "no-such-day + 3d"})
    assert _blocking(draft) == [(f"milestones/{first.key}", "window.not_after")]


def test_a_window_that_leaves_the_calendar_is_told_where_it_stands(draft: Roadmap, cast: Cast) -> None:
    """T0 may move after the window was written; and only the plan knows the day of a milestone from which others count."""
    first, second = Milestone.objects.live().filter(roadmap=draft)[:2]
    _set(draft, cast, first.key, window={"not_after": "T0 + 1500y"})
    _set(draft, cast, second.key, window={"not_after": f"{first.key} + 1500y"})
    assert _blocking(draft) == []
    Roadmap.objects.filter(pk=draft.pk).update(t0="8990-01-01")
    draft.refresh_from_db()
    assert _blocking(draft) == [(f"milestones/{first.key}", "window.not_after")]
    Roadmap.objects.filter(pk=draft.pk).update(t0="7900-01-01")
    draft.refresh_from_db()
    assert _blocking(draft) == [(f"milestones/{second.key}", "window.not_after")]


def test_a_wish_for_a_milestone_before_itself_is_refused_and_told_where_a_draft_has_it(draft: Roadmap, cast: Cast) -> None:
    key = Milestone.objects.live().filter(roadmap=draft)[0].key
    orders = [{"wanted_by": "gov", "first": key, "then": key}]
    with pytest.raises(Invalid) as refused:
        add_item(roadmap=draft, kind_name="conflicts", data={"title": {"en": "Itself"}, "orders": orders}, actor=cast.lead)
    assert [(each.path, str(each)) for each in refused.value.problems] == [("orders[0].then", "It cannot come before itself.")]
    document = build_document(draft)
    document.sections["conflicts"] = [Entry("conflicts", "itself", "D-01", {"title": {"en": "Itself"}, "orders": orders})]
    told = [(gap.path, str(gap.message)) for gap in find_gaps(document) if gap.ref == "conflicts/itself" and gap.blocking]
    assert told == [("orders", "It cannot come before itself.")]


def test_what_a_milestone_lacks_is_told_once_however_many_exchanges_hold_it(draft: Roadmap, cast: Cast) -> None:
    for key in ("first", "second"):
        added(draft, cast, key, LISTS, BUSES)
    lacking = [(gap.ref, gap.path) for gap in find_gaps(build_document(draft)) if gap.path in {"reversal", "trigger"}]
    wanted = {(f"milestones/{key}", path) for key in ("gov-lists", "aanes-buses") for path in ("reversal", "trigger")}
    assert (len(lacking), set(lacking)) == (4, wanted)
