"""The page of the plan: the picture, the reason of each day, what cannot be, and both ways out of it."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from django.core.cache import cache
from pytest_django import DjangoAssertNumQueries

from milestones.domain.evidence.recording import record_evidence
from milestones.domain.schedule import shortening
from roadmap.domain.completeness import find_gaps
from roadmap.domain.document import Document
from roadmap.domain.drafting import edit_item
from roadmap.models import Roadmap
from tests.conftest import Cast
from tests.factories import signed_in
from tests.roadmap.web.desk.conftest import Browser, Page

PLAN = "/roadmaps/small/plan/"
ROW = "//tr[@id='schedule-{}']"


def test_each_day_has_its_reason_in_words(lead: Browser, plan: None) -> None:
    page = lead.get(PLAN)
    assert page.texts(ROW.format("report") + "/td") == ["Envoy", "15 October 2023", "–", "–", "Critical path"]
    assert page.texts(ROW.format("report") + "//ol[1]/li") == [
        "M-01.T1: not before 15 October 2023, because it requires M-01.N2.",
        "M-01.N2: not before 15 October 2023, because its window begins 14 days after M-01.G1.",
        "M-01.G1: not before 1 October 2023, because its window begins then.",
    ]
    assert page.texts(ROW.format("gov-lists") + "//ol[2]/li") == [
        "M-01.G1: not after 1 March 2024, because its window ends 6 months after T0."
    ]
    assert page.texts(ROW.format("report") + "//p[@class='muted']") == ["Nothing says by when it must have happened."]


def test_the_picture_follows_the_choices_and_goes_along_to_its_files(lead: Browser, plan: None) -> None:
    page = lead.get(f"{PLAN}?by=exchange&scale=month&as_of=2023-12-01")
    assert page.one("//select[@name='by']/option[@selected]").get("value") == "exchange"
    assert page.texts("//figure//tbody/tr[1]/td[2]") == ["Lists for buses"]
    assert page.one("//a[text()='SVG']").get("href").endswith("timeline.svg?by=exchange&scale=month&as_of=2023-12-01")
    told = "As it was on 1 December 2023, by all that is known today. Back to today"
    assert page.texts("//p[contains(@class, 'plan-day')]") == [told]


def test_as_of_a_day_evidence_of_later_is_not_known(lead: Browser, plan: None, roadmap: Roadmap, cast: Cast) -> None:
    report = {"milestone": "buses-run", "claim": "achieved", "date": "2023-11-20", "reporter": "Teachers", "role": "monitor"}
    record_evidence(roadmap=roadmap, data={**report, "independent": True}, actor=cast.lead)
    later, before = lead.get(f"{PLAN}?as_of=2023-11-20"), lead.get(f"{PLAN}?as_of=2023-11-19")
    cell = ROW.format("buses-run") + "/td[5]"
    assert (later.texts(cell), before.texts(cell)) == (["Verified"], ["Critical path"])
    told = ROW.format("buses-run") + "//ol[1]/li"
    assert later.texts(told) == ["M-01.N2 was verified on 20 November 2023."]


def test_what_is_not_verified_by_then_is_still_to_come_when_asked(lead: Browser, plan: None) -> None:
    page = lead.get(f"{PLAN}?as_of=2023-12-01&forecast=on")
    told = page.texts(ROW.format("gov-lists") + "//ol[1]/li")
    assert told == ["M-01.G1: not before 1 December 2023, because it was not verified by then."]


def test_a_day_that_is_none_is_said_to_be_none_and_stays_in_its_field(lead: Browser, plan: None) -> None:
    page = lead.get(f"{PLAN}?as_of=31.12.&by=nothing")
    assert page.status == 200
    assert page.one("//input[@name='as_of']").get("value") == "31.12."
    (told,) = page.texts("//form[contains(@class, 'filters')]//ul[contains(@class, 'errorlist')]/li")
    assert told == "“31.12.” is not understood as a day. Write it like this: 2023-09-01."


def test_the_impossible_is_proved_from_both_sides_with_every_member(
    lead: Browser, plan: None, milestone: Callable[..., None]
) -> None:
    milestone("exam", window={"not_after": "2023-10-08"}, requires=["report"])
    page = lead.get(PLAN)
    told = "//section[@aria-labelledby='trouble-title']"
    assert page.texts(f"{told}//p[@class='strong']") == [
        "M-01.G1 cannot be: not before 1 October 2023, and not after 24 September 2023. 7 days are missing."
    ]
    assert page.texts(f"{told}//ol[1]/li") == ["M-01.G1: not before 1 October 2023, because its window begins then."]
    assert page.texts(f"{told}//ol[2]/li") == [
        "M-01.G1: not after 24 September 2023, because the window of M-01.N2 begins 14 days after M-01.G1.",
        "M-01.N2: not after 8 October 2023, because M-01.T1 requires it.",
        "M-01.T1: not after 8 October 2023, because M-01.G2 requires it.",
        "M-01.G2: not after 8 October 2023, because its window ends then.",
    ]
    members = ["M-01.G1", "M-01.N2", "M-01.T1", "M-01.G2"]
    assert [each.split()[0] for each in page.texts(f"{told}//ul[contains(@class, 'plan-members')]/li")] == members
    hrefs = [each.get("href") for each in page.tree.xpath(f"{told}//ul[contains(@class, 'plan-members')]/li/a")]
    assert hrefs[0] == "/roadmaps/small/draft/milestones/gov-lists/edit/"
    keep = "/roadmaps/small/plan/conflict/?m=gov-lists&m=buses-run&m=report&m=exam"
    assert page.one(f"{told}//a[contains(., 'conflict between positions')]").get("href") == keep


def test_a_circle_is_kept_as_who_wants_what_first_and_the_plan_stays(
    lead: Browser, milestone: Callable[..., None], draft: Callable[[], Document]
) -> None:
    milestone("one")
    milestone("two", area="aanes", requires=["one"])
    edit = "/roadmaps/small/draft/milestones/one/edit/"
    lead.post(edit, {**lead.get(edit).form(), "requires": ["two"]})
    page = lead.get(PLAN)
    assert page.texts("//section[@aria-labelledby='trouble-title']//p[@class='strong']") == [
        "M-01.G2, M-01.N2 wait for one another: none of them can come first."
    ]
    before = draft().of("milestones")
    address = page.one("//a[contains(., 'conflict between positions')]").get("href")
    form = lead.get(address).form("//form[@data-guard]")
    form["reason.0"] = "Nobody moves first."
    done = lead.post(address, form)
    assert done.status == 302
    (conflict,) = draft().of("conflicts")
    assert conflict.data["title"] == {
        "en": "Order of M-01.G2, M-01.N2",
        "ar": "ترتيب M-01.G2، M-01.N2",
        "ku": "Rêza M-01.G2, M-01.N2",
    }
    assert conflict.data["orders"] == [
        {"wanted_by": "gov", "first": "two", "then": "one", "reason": {"en": "Nobody moves first."}},
        {"wanted_by": "aanes", "first": "one", "then": "two"},
    ]
    assert draft().of("milestones") == before
    told = lead.follow(done).one("//*[@id='flash']//form")
    assert " ".join(told.text_content().split()).startswith("D-01 keeps who wants what first.")


@pytest.fixture
def circle(lead: Browser, milestone: Callable[..., None]) -> str:
    """Two milestones that wait for each other; the address at which that is kept as a conflict."""
    milestone("one")
    milestone("two", area="aanes", requires=["one"])
    edit = "/roadmaps/small/draft/milestones/one/edit/"
    lead.post(edit, {**lead.get(edit).form(), "requires": ["two"]})
    return "/roadmaps/small/plan/conflict/?m=two&m=one"


def test_a_kept_circle_is_told_where_it_stood_and_not_offered_again(
    lead: Browser, circle: str, draft: Callable[[], Document]
) -> None:
    done = lead.post(circle, lead.get(circle).form("//form[@data-guard]"))
    page = lead.follow(done)
    (conflict,) = draft().of("conflicts")
    told = "//section[@aria-labelledby='trouble-title']"
    assert page.texts(f"{told}//*[contains(@class, 'kept-as')]//a") == ["D-01 Order of M-01.N2, M-01.G2"]
    assert page.texts(f"{told}//*[contains(@class, 'kept-as')]/p")[0].endswith(": D-01 Order of M-01.N2, M-01.G2")
    assert page.one(f"{told}//*[contains(@class, 'kept-as')]//a").get("href") == f"/roadmaps/small/#conflicts-{conflict.key}"
    assert page.texts(f"{told}//a[contains(., 'conflict between positions')]") == []
    assert page.texts(f"{told}//p[@class='plan-why-head']") == ["Change one of these"]
    (gap,) = [str(gap.message) for gap in find_gaps(draft()) if "wait for one another" in str(gap.message)]
    assert gap.endswith("What each side wants first is kept in D-01; a plan is frozen only once its own order is changed.")


def test_no_day_is_told_that_cannot_be_computed_and_it_is_said_why(
    lead: Browser, circle: str, milestone: Callable[..., None]
) -> None:
    milestone("waiting", requires=["one"])
    milestone("either", requires_any=["one", "gov-lists"])
    milestone("misspelt", window={"not_before": "ceasfire + 3w"})
    milestone("open-ended", window={"not_before": "2024-01-01", "not_after": "ceasfire + 3w"})
    page = lead.get(PLAN)
    told = {
        key: (page.texts(ROW.format(key) + "//div[@class='plan-reasons']/p[not(contains(@class, 'no-print'))]"), days(page, key))
        for key in ("one", "waiting", "either", "misspelt", "open-ended")
    }
    unknown = "counts on “ceasfire”, which is neither a named day nor a milestone."
    assert told == {
        "one": (["M-01.G2 is in a circle: its day cannot be computed."], ["–", "–", "–"]),
        "waiting": (["M-01.G3 waits for M-01.G2, whose day cannot be computed."], ["–", "–", "–"]),
        "either": (["M-01.G4 waits for M-01.G2, whose day cannot be computed."], ["–", "–", "–"]),
        "misspelt": ([f"M-01.G5 {unknown}"], ["–", "–", "–"]),
        "open-ended": ([f"M-01.G6 {unknown}", "Why not earlier"], ["1 January 2024", "–", "–"]),
    }
    assert page.texts("//section[@aria-labelledby='trouble-title']/p") == [
        f"M-01.G5 {unknown} Change",
        f"M-01.G6 {unknown} Change",
    ]


def days(page: Page, key: str) -> list[str]:
    return page.texts(ROW.format(key) + "/td")[1:4]


def test_the_same_orders_are_kept_once(lead: Browser, circle: str, draft: Callable[[], Document]) -> None:
    form = lead.get(circle).form("//form[@data-guard]")
    lead.post(circle, form)
    again = lead.post(circle, {**form, "title.en": "Again", "reason.0": "Nobody moves first."})
    assert (again.status, again.texts("//*[@role='alert']//p")) == (409, ["These orders are kept as a conflict already."])
    assert len(draft().of("conflicts")) == 1


def test_no_milestone_is_wanted_before_itself(lead: Browser, circle: str, draft: Callable[[], Document]) -> None:
    form = lead.get(circle).form("//form[@data-guard]")
    page = lead.post(circle, {**form, "wanted_by.1": "", "first.1": "", "then.1": "", "then.0": form["first.0"]})
    assert (page.status, page.texts("//select[@id='then.0']/preceding-sibling::ul/li")) == (
        400,
        ["It cannot come before itself."],
    )
    assert page.one("//select[@id='then.0']").get("aria-describedby") == "then.0-why"
    assert draft().of("conflicts") == []


def test_what_one_milestone_alone_makes_impossible_is_no_conflict_between_positions(
    lead: Browser, milestone: Callable[..., None]
) -> None:
    milestone("late", window={"not_before": "2025-06-01", "not_after": "2025-01-01"})
    told = "//section[@aria-labelledby='trouble-title']"
    page = lead.get(PLAN)
    assert len(page.tree.xpath(f"{told}//p[@class='strong']")) == 1
    assert page.texts(f"{told}//a[contains(., 'conflict between positions')]") == []


def test_a_conflict_without_words_is_refused_and_what_was_typed_stays(lead: Browser, plan: None) -> None:
    typed = {
        "rows": "2",
        "m": ["gov-lists"],
        "title.en": "",
        "other.0": "Envoy’s office",
        "first.0": "gov-lists",
        "note": "Later",
    }
    page = lead.post("/roadmaps/small/plan/conflict/", typed)
    assert page.status == 400
    assert page.one("//input[@name='other.0']").get("value") == "Envoy’s office"
    assert page.one("//textarea[@name='note']").text == "Later"
    assert page.one("//select[@name='first.0']/option[@selected]").get("value") == "gov-lists"
    more = lead.post("/roadmaps/small/plan/conflict/", {**typed, "more": "1", "other.1": "x"})
    assert (more.status, len(more.tree.xpath("//select[starts-with(@name, 'wanted_by.')]"))) == (200, 3)


def test_a_conflict_in_which_nobody_wants_anything_is_not_kept(lead: Browser, plan: None, draft: Callable[[], Document]) -> None:
    page = lead.post("/roadmaps/small/plan/conflict/", {"rows": "1", "title.en": "Lists or buses"})
    assert (page.status, page.texts("//*[@role='alert']//li")) == (400, ["Say who wants which milestone first, at least once."])
    assert page.one("//input[@name='title.en']").get("value") == "Lists or buses"
    assert draft().of("conflicts") == []


def test_links_between_areas_have_a_table_too(lead: Browser, plan: None) -> None:
    page = lead.get(f"{PLAN}linkage/")
    assert page.texts("//figure//tbody/tr/*[1]") == ["M-01", "M-02", "X-01"]
    assert page.texts("//ul[@class='tabs']//a[@aria-current]") == ["Linkages"]


def test_an_edit_is_seen_at_once(lead: Browser, plan: None, roadmap: Roadmap, cast: Cast) -> None:
    lead.get(PLAN)
    item = roadmap.milestones.get(key="gov-lists")
    edit_item(item=item, kind_name="milestones", changes={"window.not_before": "2023-10-02"}, base=item.revision, actor=cast.lead)
    assert lead.get(PLAN).texts(ROW.format("gov-lists") + "/td[2]") == ["2 October 2023"]
    item.refresh_from_db()
    edit_item(item=item, kind_name="milestones", changes={"title.en": "Lists <b>"}, base=item.revision, actor=cast.lead)
    assert "Lists <b>" in lead.get(PLAN).texts(ROW.format("gov-lists") + "//summary")[0]


def test_another_language_has_a_page_of_its_own(lead: Browser, plan: None) -> None:
    lead.get(PLAN)
    page = lead.get(PLAN, HTTP_ACCEPT_LANGUAGE="ar")
    assert "عنوان report" in page.texts(ROW.format("report") + "//summary")[0]


@pytest.mark.parametrize(("language", "named"), [("en", "Envoy"), ("ar", "المبعوث"), ("ku", "Şandî")])
def test_a_third_party_is_called_as_the_reader_calls_it(
    lead: Browser, milestone: Callable[..., None], draft: Callable[[], Document], language: str, named: str
) -> None:
    milestone("report", area=None, actor={"en": "Envoy", "ar": "المبعوث", "ku": "Şandî"}, requires=["gov-lists"])
    page = lead.get(PLAN, HTTP_ACCEPT_LANGUAGE=language)
    assert page.texts(ROW.format("report") + "/td[1]") == [named]
    address = f"{PLAN}conflict/?m=gov-lists&m=report"
    form = lead.get(address, HTTP_ACCEPT_LANGUAGE=language)
    chosen = form.one("//select[@name='wanted_by.0']/option[@selected]")
    assert (chosen.get("value"), chosen.text) == ("Envoy", named)
    lead.post(address, form.form("//form[@data-guard]"), HTTP_ACCEPT_LANGUAGE=language)
    assert draft().of("conflicts")[0].data["orders"][0]["wanted_by"] == "Envoy"


@pytest.mark.parametrize("warm", [False, True])
def test_more_milestones_ask_no_more_of_the_database(
    warm: bool, lead: Browser, milestone: Callable[..., None], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    queries = 8 if warm else 30
    for round_ in range(2):
        for address in (PLAN, f"{PLAN}linkage/"):
            cache.clear()
            if warm:
                lead.get(address)
            with django_assert_num_queries(queries):
                lead.get(address)
        if not round_:
            milestone("one")
            milestone("two", requires=["one"])


@pytest.mark.parametrize("who", ["reviewer", "focal_point", "rival", "outsider"])
def test_those_who_may_not_see_the_draft_learn_nothing(who: str, plan: None, lead: Browser, cast: Cast) -> None:
    lead.get(PLAN)  # what is kept in the cache is kept for those who may see it
    browser = Browser(signed_in(getattr(cast, who)))
    for address in (PLAN, f"{PLAN}linkage/", f"{PLAN}conflict/?m=gov-lists", f"{PLAN}what-if/", f"{PLAN}what-if/compare/"):
        page = browser.get(address)
        assert page.status == 404, address
        assert "M-01" not in page.tree.text_content()


def test_an_administrator_reads_and_is_offered_no_change(administrator: Browser, lead: Browser, plan: None) -> None:
    lead.get(PLAN)
    page = administrator.get(PLAN)
    assert page.status == 200
    assert not page.tree.xpath(ROW.format("report") + "//a")
    assert administrator.get(f"{PLAN}conflict/?m=gov-lists").status == 403


def test_the_saved_file_is_as_of_the_day_that_was_chosen(lead: Browser, plan: None) -> None:
    link = lead.get(f"{PLAN}?as_of=2023-12-01&forecast=on").one("//a[text()='SVG']").get("href")
    drawn = lead.client.get(link).content.decode()
    assert "1 December 2023" in drawn
    assert "Today" not in drawn


def test_what_all_options_wait_for_has_the_last_day_of_those(lead: Browser, milestone: Callable[..., None]) -> None:
    """Each option alone would leave it free until the end: the other one could still be in time."""
    milestone("start", window={"not_before": "2023-10-01"})
    milestone("bus", window={"not_before": "start + 5d"})
    milestone("train", window={"not_before": "start + 9d"})
    milestone("visits", requires_any=["bus", "train"], window={"not_after": "2023-11-01"})
    page = lead.get(PLAN)
    assert page.texts(ROW.format("start") + "/td[position() > 1]")[:3] == ["1 October 2023", "27 October 2023", "26 days"]
    (told,) = [words for words in page.texts(ROW.format("start") + "//li") if "not after" in words]
    assert told.endswith("not after 27 October 2023. Later, nothing that another milestone may wait for would be in time.")
    assert "many options" not in page.tree.text_content()


def test_where_there_are_too_many_options_to_try_the_page_says_so(
    lead: Browser, milestone: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("milestones.domain.schedule.options.MOST", 0)
    monkeypatch.setattr("milestones.domain.schedule.schedule.MOST", 0)
    milestone("start", window={"not_before": "2023-10-01"})
    milestone("bus", requires=["start"])
    milestone("train", requires=["start"])
    milestone("visits", requires_any=["bus", "train"], window={"not_after": "2023-11-01"})
    assert "There are many options here." in lead.get(PLAN).tree.text_content()


def test_a_long_chain_is_told_by_its_end_and_where_it_goes_on(
    lead: Browser, milestone: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shortening, "MOST_SENTENCES", 3)
    monkeypatch.setattr(shortening, "LAST_STEPS", 2)
    milestone("one", window={"not_before": "2024-01-01"})
    for before, key in pairwise(("one", "two", "three", "four")):
        milestone(key, requires=[before])
    page = lead.get(PLAN)
    (told,) = page.tree.xpath(ROW.format("four") + "//ol")
    assert [" ".join(each.text_content().split()) for each in told.xpath("li")] == [
        "M-01.G5: not before 1 January 2024, because it requires M-01.G4.",
        "M-01.G4: not before 1 January 2024, because it requires M-01.G3.",
        "What comes before is told at M-01.G3.",
    ]
