"""Policy lines: broken only by a report that shows it; proposed, confirmed and lifted by a facilitator."""

from collections.abc import Callable

from roadmap.domain.drafting import insert_item
from tests.milestones.web.progress.conftest import HERE, Place


def test_a_line_without_a_report_is_not_broken_and_asks_for_one(place: Place, line: Callable[[], None]) -> None:
    """The lists were due long ago, and nobody said whether they were accepted."""
    line()
    page = place.lead.get(f"{HERE}lines/")
    assert page.tree.xpath("//article[contains(@class, 'broken')]") == []
    assert page.tree.xpath("//section[@id='line-lists']//a/@href") == [f"{HERE}report/?on=milestones/gov-lists"]
    assert "M-01.G1 Lists accepted: lapsed since" in page.texts("//section[@id='line-lists']")[0]
    assert place.administrator.get(f"{HERE}lines/").tree.xpath("//section[@id='line-lists']//a") == []
    place.record(claim="partly", date=place.ago(5))
    page = place.lead.get(f"{HERE}lines/")
    assert page.texts("//*[@id='line-lists']//dt[. = 'Grace period']/following-sibling::dd[1]") == ["14 days"]
    assert len(page.tree.xpath("//article[contains(@class, 'broken')]")) == 1
    assert page.tree.xpath("//section[@id='line-lists']//a/@href") == []


def test_a_broken_line_is_proposed_confirmed_and_lifted(place: Place, line: Callable[[], None]) -> None:
    line()
    record = place.record(claim="not_achieved")
    decide = f"{HERE}lines/lists/aanes-buses/"
    page = place.lead.get(f"{HERE}lines/")
    assert page.tree.xpath("//article[contains(@class, 'broken')]//a/@href") == [f"{HERE}evidence/{record.key}/", decide]
    assert place.lead.post(decide, {"reason": ""}).status == 400
    page = place.lead.follow(place.lead.post(decide, {"reason": "The lists were not accepted."}))
    assert "The lists were not accepted." in page.texts("//section[@id='line-lists']")[0]
    ways = "//section[@id='line-lists']//*[contains(@class, 'two-ended-side')]/h3"
    assert page.texts(ways) == ["The status quo is restored", "Who waits", "What survives"]
    assert place.monitor.get(f"{HERE}lines/").texts(ways) == []  # exchanges are the draft's
    assert "Suspended" in place.lead.get(HERE).texts("//tr[.//a[contains(@href, '/aanes-buses/')]]")[0]
    assert place.lead.post(decide, {"reason": "Again"}).status == 409
    page = place.lead.follow(place.lead.post(decide, {"reason": "They were accepted.", "lift": "1"}))
    assert "They were accepted." in page.texts("//section[@id='line-lists']")[0]


def test_a_decision_that_another_took_first_is_told_and_not_turned_into_its_opposite(
    place: Place, line: Callable[[], None]
) -> None:
    """Two pages of one decision were open; what was typed in the second stays there to copy."""
    line()
    place.record(claim="not_achieved")
    decide = f"{HERE}lines/lists/aanes-buses/"
    told, buttons = "//*[@role='alert']//dd", "//main//form[contains(@method, 'post')]"
    for lift in ({}, {"lift": "1"}):
        place.lead.post(decide, {"reason": "First", **lift})
        page = place.lead.post(decide, {"reason": "Second", **lift})
        assert page.status == 409
        assert page.texts(told) == [str(place.cast.lead), "First", "Second"]
        assert page.tree.xpath(buttons) == []
        title = "Lift a suspension" if lift else "Suspend a counterpart"
        assert page.texts("//h1") == [title]


def test_a_line_that_two_milestones_break_stands_there_once(place: Place) -> None:
    measure = place.roadmap.milestones.get(key="gov-lists").measure
    told = {"owner": "Ministry", "verification": "Both sides report."}
    late = {"area": "gov", "title": "Lists posted", "measure": measure.key, "window": {"not_after": "2024-01-01"}, **told}
    insert_item(roadmap=place.roadmap, kind_name="milestones", key="gov-posted", data=late)
    data = {"title": "No lists, no buses", "watches": ["gov-lists", "gov-posted"], "suspends": ["aanes-buses"], "grace": "14d"}
    insert_item(roadmap=place.roadmap, kind_name="policy_lines", key="lists", data=data)
    shown = [place.record(milestone=key, claim="not_achieved") for key in ("gov-lists", "gov-posted")]
    page = place.lead.get(f"{HERE}lines/")
    assert len(page.tree.xpath("//article[contains(@class, 'broken')]")) == 1
    assert page.texts("//article[contains(@class, 'broken')]/p/bdi[@class='code']") == ["M-01.G1", "M-01.G2"]
    reports = [f"{HERE}evidence/{each.key}/" for each in shown]
    assert page.tree.xpath("//article[contains(@class, 'broken')]//a/@href") == [*reports, f"{HERE}lines/lists/aanes-buses/"]


def test_only_a_facilitator_decides_on_a_line(place: Place, line: Callable[[], None]) -> None:
    line()
    place.record(claim="not_achieved")
    decide = f"{HERE}lines/lists/aanes-buses/"
    assert [b.get(decide).status for b in (place.monitor, place.administrator, place.outsider, place.reviewer)] == [
        403,
        403,
        404,
        404,
    ]
    assert place.lead.get(f"{HERE}lines/lists/gov-lists/").status == 404
    assert place.monitor.get(f"{HERE}lines/").tree.xpath("//main//a[contains(@href, '/aanes-buses/')]/@href") == []
