"""The package finder's page: asked for by one, made by a worker, read by all of the office, taken over as a draft."""

from collections.abc import Callable

import pytest
from pytest_django import DjangoAssertNumQueries

from milestones.domain.deciding import today
from milestones.domain.searching import claim_search, complete_search, request_search, run_searches
from milestones.models import PackageSearch
from roadmap.domain.document import Document
from roadmap.domain.versions import freeze_version
from roadmap.models import Assignment, Roadmap
from tests.conftest import Cast
from tests.factories import signed_in
from tests.milestones.web.test_exchanges import BUSES, LISTS, added
from tests.roadmap.round_factories import opened_round
from tests.roadmap.stances import FOCAL_POINT, closed, take
from tests.roadmap.web.desk.conftest import HTMX, Browser

Draft = Callable[[], Document]
HERE = "/roadmaps/small/exchanges/packages/"
#: The windows of the small roadmap are open.
DAY = {"as_of": "2023-10-15"}


@pytest.fixture
def rated(roadmap: Roadmap, cast: Cast) -> None:
    rate(roadmap, cast)


def rate(roadmap: Roadmap, cast: Cast) -> None:
    lists = {name: value for name, value in LISTS.items() if name != "gate"}
    buses = {name: value for name, value in BUSES.items() if name != "gate"}
    added(roadmap, cast, "pupils", {**lists, "benefits": {"aanes": {"value": 4}}}, {**buses, "benefits": {"gov": {"value": 5}}})


def test_without_an_exchange_there_is_nothing_to_search_in(lead: Browser, administrator: Browser) -> None:
    page = lead.get(HERE)
    assert page.tree.xpath("//form[contains(@action, '/find/')]") == []
    assert page.tree.xpath("//div[@class='empty']//a/@href") == ["/roadmaps/small/exchanges/new/"]
    assert administrator.get(HERE).tree.xpath("//div[@class='empty']//a") == []


def test_a_search_is_asked_for_once_and_watched(lead: Browser, rated: None) -> None:
    assert [lead.post(f"{HERE}find/", DAY).status for _ in range(2)] == [302, 302]
    assert PackageSearch.objects.count() == 1
    page = lead.get(HERE)
    assert page.texts("//*[@id='search']//p[@class='strong']") == ["Waiting for a worker…"]
    assert page.tree.xpath("//noscript/meta/@http-equiv") == ["refresh"]
    assert lead.get(HERE, **HTMX).tree.get("id") == "search"


def test_proposals_are_read_line_by_line(lead: Browser, administrator: Browser, rated: None, draft: Draft) -> None:
    before = draft().canonical()
    lead.post(f"{HERE}find/", DAY)
    assert run_searches() == 1
    page = administrator.get(HERE)
    assert page.texts("//p[contains(@class, 'proposal-said')]")[0] == "These are proposals. Nothing in the draft was changed."
    assert page.texts("//*[contains(@class, 'proposed')]//h3") == ["Phase 1, simultaneous: M-01.N1, M-01.G1."]
    assert page.texts("//*[contains(@class, 'proposal-sum')]/li")[2:] == [
        "Government-held areas: gives 2, gains 5.",
        "North and East Syria: gives 4, gains 4.",
    ]
    assert page.tree.xpath("//form[contains(@action, '/take/')]") == []
    assert draft().canonical() == before
    assert lead.get(HERE, **HTMX).headers["HX-Refresh"] == "true"


def test_a_proposal_is_taken_over_as_a_draft_exchange(lead: Browser, rated: None, draft: Draft) -> None:
    lead.post(f"{HERE}find/", DAY)
    run_searches()
    page = lead.get(HERE)
    assert lead.post(f"{HERE}take/", page.form("//form[contains(@action, '/take/')]")).status == 302
    old, new = draft().of("exchanges")
    assert new.data == {
        "title": {"en": "Proposal: M-01.N1, M-01.G1", "ar": new.data["title"]["ar"], "ku": new.data["title"]["ku"]},
        "mode": "simultaneous",
        "phase": 1,
        "commitments": old.data["commitments"],
    }
    told = lead.get(HERE).texts("//*[contains(@class, 'note-warn')]//p")
    assert told == ["The draft has changed since this search. Search again to be sure."]


def test_groups_are_named_in_the_language_of_the_page(lead: Browser, roadmap: Roadmap, cast: Cast) -> None:
    cast.group.name = {"en": "Women of Homs", "ar": "نساء حمص", "ku": "Jinên Humsê"}
    cast.group.save()
    round_ = opened_round(cast, freeze_version(roadmap=roadmap, note="", actor=cast.lead))
    take(round_, FOCAL_POINT, "milestones/gov-lists", "conditional", "With lists.")
    closed(round_, cast)
    rate(roadmap, cast)
    lead.post(f"{HERE}find/", DAY)
    run_searches()
    (proposal,) = PackageSearch.objects.get().found["proposals"]
    told = {code: "\n".join(lines) for code, lines in proposal["exchanges"][0]["lines"].items()}
    assert {code: [name for name in cast.group.name.values() if name in told[code]] for code in told} == {
        code: [name] for code, name in cast.group.name.items()
    }


def test_what_is_over_on_the_day_asked_for_is_left_out_with_the_reason(lead: Browser, rated: None) -> None:
    """Both windows of the small roadmap close on 1 March 2024. Without a day, today is meant."""
    assert lead.post(f"{HERE}find/", {"as_of": "2024-03-02"}).status == 302
    run_searches()
    page = lead.get(HERE)
    assert page.texts("//p[contains(@class, 'proposal-said')]") == [
        "These are proposals. Nothing in the draft was changed.",
        "They hold what can still be given on 2 March 2024, and nothing that is over by then.",
        "Nothing is left that could be proposed: each commitment is left out for the reason that stands with it.",
    ]
    assert page.texts("//main//details//li") == [
        "M-01.N1 is left out: its time is over, the last day was 1 March 2024.",
        "M-01.G1 is left out: its time is over, the last day was 1 March 2024.",
    ]
    assert page.tree.xpath("//input[@name='as_of']/@value") == ["2024-03-02"]
    lead.post(f"{HERE}find/", {})
    run_searches()
    assert PackageSearch.objects.latest("pk").as_of == today()


def test_a_day_that_is_none_is_said_so_beside_the_field(lead: Browser, rated: None) -> None:
    page = lead.post(f"{HERE}find/", {"as_of": "2024-02-30"})
    assert page.status == 400
    told = "“2024-02-30” is not understood as a day. Write it like this: 2023-09-01."
    assert page.texts("//ul[contains(@class, 'errorlist')]/li") == [told]
    assert page.tree.xpath("//input[@name='as_of']/@value") == ["2024-02-30"]
    assert PackageSearch.objects.count() == 0


def test_what_is_not_there_is_not_taken(lead: Browser, rated: None) -> None:
    lead.post(f"{HERE}find/", DAY)
    run_searches()
    search = PackageSearch.objects.get().uid
    assert lead.post(f"{HERE}take/", {"search": search, "proposal": "9", "exchange": "0"}).status == 409
    assert lead.post(f"{HERE}take/", {"search": search, "proposal": "x", "exchange": "0"}).status == 404


def test_who_may_not_see_the_draft_any_more_gets_no_search(lead: Browser, cast: Cast, rated: None, roadmap: Roadmap) -> None:
    request_search(roadmap=roadmap, actor=cast.drafter)
    Assignment.objects.filter(user=cast.drafter).delete()
    assert run_searches() == 0
    search = PackageSearch.objects.get()
    assert (search.state, search.found, search.error) == ("failed", {}, "The person who asked may not see this draft any more.")
    assert lead.get(HERE).texts("//*[contains(@class, 'note-bad')]//p[@dir]") == [search.error]


def test_a_search_that_never_ends_is_given_up(lead: Browser, cast: Cast, rated: None, roadmap: Roadmap) -> None:
    request_search(roadmap=roadmap, actor=cast.lead)
    for _attempt in range(2):
        assert claim_search() is not None
        PackageSearch.objects.update(started_at="2023-01-01T00:00Z")
    assert claim_search() is None
    assert PackageSearch.objects.get().state == "failed"


def test_a_worker_that_was_thought_dead_changes_nothing(cast: Cast, rated: None, roadmap: Roadmap) -> None:
    request_search(roadmap=roadmap, actor=cast.lead)
    slow = claim_search()
    PackageSearch.objects.update(started_at="2023-01-01T00:00Z")
    assert slow is not None
    assert run_searches() == 1
    found = PackageSearch.objects.get().found
    assert complete_search(search=slow, digest="0" * 64, found={}) is False
    assert PackageSearch.objects.get().found == found


def test_the_administrator_starts_no_search(administrator: Browser, rated: None) -> None:
    assert administrator.post(f"{HERE}find/").status == 403


def test_the_page_costs_the_same_with_one_and_three(
    rated: None, roadmap: Roadmap, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(cast.lead)
    for _ in range(3):
        request_search(roadmap=roadmap, actor=cast.lead)
        run_searches()
        with django_assert_num_queries(29):
            client.get(HERE)
