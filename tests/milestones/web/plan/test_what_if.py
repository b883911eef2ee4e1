"""What-ifs without JavaScript: typed, shown in full, kept by name, renamed, deleted, compared. The plan stays as it is."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from milestones.domain.kept_scenarios import keep_scenario
from milestones.models import Scenario
from roadmap.domain.document import Document
from roadmap.domain.drafting import delete_item
from roadmap.models import Area, Roadmap
from tests.conftest import Cast
from tests.factories import signed_in
from tests.roadmap.factories import small_roadmap
from tests.roadmap.web.desk.conftest import Browser, Page

IF = "/roadmaps/small/plan/what-if/"
FORM = "//form[@id='what-if']"
ROWS = "//section[@id='answer']//tbody/tr"
LATE = {"rows": "1", "c0-change": "delay", "c0-area": "gov", "c0-weeks": "8"}
DROP = {"rows": "1", "c0-change": "drop", "c0-milestone": "gov-lists"}


def press(browser: Browser, page: Page, button: str, value: str = "1", **typed: Any) -> Page:
    """Type into the form as it stands, and press one of its buttons."""
    data = page.form(FORM) | {name.replace("__", "-"): words for name, words in typed.items()}
    return browser.post(IF, {**data, button: value})


def fields(page: Page) -> dict[str, list[str]]:
    return {name: values for name, values in page.form(FORM).items() if name.startswith(("c0-", "c1-"))}


def test_changes_are_typed_one_after_the_other_and_told_together(
    lead: Browser, plan: None, draft: Callable[[], Document]
) -> None:
    before = draft().digest()
    page = press(lead, lead.get(IF), "add", "delay")
    page = press(lead, page, "add", "window", c0__area="gov", c0__weeks="8")
    page = press(lead, page, "show", c1__milestone="report", c1__not_after="2023-12-01")
    assert page.status == 200
    assert page.texts("//section[@id='answer']//li[@class='chip']") == ["3 milestones change", "1 new conflict"]
    assert page.texts(ROWS + "/th") == [
        "M-01.G1 Lists accepted",
        "M-01.N2 Title of buses-run",
        "M-01.T1 Title of report",
    ]
    assert page.texts(ROWS + "[1]/td[1]") == ["before: 1 October 2023 then: 26 November 2023 (+56 days)"]
    assert page.texts(ROWS + "[3]/td[2]") == ["before: – then: 1 December 2023"]
    assert page.texts("//section[@id='answer']//div[contains(@class, 'note-bad')]//summary") == [
        "M-01.G1 cannot be: not before 26 November 2023, and not after 17 November 2023. 9 days are missing."
    ]
    assert draft().digest() == before
    assert Scenario.objects.count() == 0


def test_a_window_that_cannot_be_read_is_told_once_at_its_end(lead: Browser, plan: None) -> None:
    page = lead.post(IF, {"rows": "1", "c0-change": "window", "c0-milestone": "report", "c0-not_before": "T0 + 1x", "show": "1"})
    (wrong,) = page.texts("//ul[contains(@class, 'errorlist')]/li")
    assert wrong.startswith("Write a relative time as T0 + 6m")
    empty = lead.post(IF, {"rows": "1", "c0-change": "window", "c0-milestone": "report", "show": "1"})
    assert empty.texts("//ul[contains(@class, 'errorlist')]/li") == ["Say which end of the window moves, and to when."]


def test_a_first_day_that_is_not_known_reads_well_beside_the_plan(
    lead: Browser, milestone: Callable[..., None], roadmap: Roadmap, cast: Cast
) -> None:
    milestone("open", window={"not_after": "2025-02-28"})
    milestone("free")
    changes = [{"change": "window", "milestone": "free", "not_before": "2025-01-01"}]
    changes += [{"change": "window", "milestone": "open", "not_after": "2025-03-01"}]
    scenario = keep_scenario(roadmap=roadmap, name="Later", changes=changes, actor=cast.lead)
    page = lead.get(f"{IF}compare/?s={scenario.uid}")
    assert page.texts("//table[contains(@class, 'plan-beside')]//tbody/tr[contains(th, 'Title of')]/td") == [
        "Not after 28 February 2025",
        "Not after 1 March 2025 +1 day",
        "–",
        "Not before 1 January 2025",
    ]


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(lead: Browser, plan: None) -> None:
    typed = {**LATE, "rows": "2", "c0-weeks": "soon", "c1-change": "window", "c1-milestone": "", "c1-not_after": "T0 plus a bit"}
    page = lead.post(IF, {**typed, "show": "1"})
    assert page.status == 400
    assert fields(page) == {name: [value] for name, value in typed.items() if name.startswith("c")}
    wrong = page.tree.xpath("//div[contains(@class, 'field-bad')]//*[@name]/@name")
    assert wrong == ["c0-weeks", "c1-milestone", "c1-not_after"]
    assert not page.tree.xpath("//section[@id='answer']")


def test_adding_and_taking_out_keep_what_was_typed(lead: Browser, plan: None) -> None:
    typed = {**LATE, "c0-weeks": "soon"}
    more = lead.post(IF, {**typed, "add": "drop"})
    assert more.status == 200
    assert fields(more)["c0-weeks"] == ["soon"]
    less = lead.post(IF, {**typed, "rows": "2", "c1-change": "drop", "c1-milestone": "report", "remove": "0"})
    assert fields(less) == {"c0-change": ["drop"], "c0-milestone": ["report"]}


def test_a_dropped_milestone_breaks_what_counts_on_it_and_takes_a_side_from_its_exchange(lead: Browser, plan: None) -> None:
    page = lead.post(IF, {**DROP, "show": "1"})
    assert page.texts("//section[@id='answer']//div[contains(@class, 'note-warn')]//li") == [
        "E-01 loses M-01.G1. What is left is given for less, or for nothing: M-01.N2.",
        "M-01.N2 counts on M-01.G1, which is no longer there.",
    ]
    assert "no longer in the plan" in page.texts(ROWS + "[1]/th")[0]
    assert page.texts("//section[@id='answer']//dd") == ["M-01.G1"]


def test_an_area_is_succeeded_by_a_new_one_on_a_day(lead: Browser, plan: None) -> None:
    data = {"rows": "1", "c0-change": "succeed", "c0-area": "gov", "c0-name": "New authorities", "c0-day": "2023-12-08"}
    page = lead.post(IF, {**data, "show": "1"})
    assert page.texts("//section[@id='answer']//dt") == ["Passes to the successor"]
    assert page.texts("//section[@id='answer']//dd") == ["M-01.G1"]
    kept = press(lead, page, "keep", name="After")
    again = lead.follow(kept)
    assert fields(again)["c0-successor"] == ["after-gov"]
    assert again.one("//select[@name='c0-successor']/option[@selected]").text == "New authorities"


def test_an_exchange_whose_sides_become_one_area_is_told(lead: Browser, plan: None) -> None:
    data = {"rows": "1", "c0-change": "succeed", "c0-area": "gov", "c0-successor": "aanes", "c0-day": "2023-12-08"}
    page = lead.post(IF, {**data, "show": "1"})
    assert page.texts("//section[@id='answer']//div[contains(@class, 'note-warn')]//li") == [
        "E-01 has one side only: those who were to give to one another become one."
    ]
    assert page.texts("//section[@id='answer']//li[@class='chip']") == ["1 exchange loses a side"]


def test_it_is_kept_by_name_carried_out_anew_renamed_and_deleted_with_a_way_back(
    lead: Browser, plan: None, draft: Callable[[], Document]
) -> None:
    before = draft().digest()
    done = press(lead, lead.post(IF, {**LATE, "show": "1"}), "keep", name="Late by eight weeks", note="As in winter")
    scenario = Scenario.objects.get()
    assert done.headers["Location"] == f"{IF}{scenario.uid}/"
    shown = lead.follow(done)
    assert shown.texts("//h1") == ["Late by eight weeks"]
    assert fields(shown) == {"c0-change": ["delay"], "c0-area": ["gov"], "c0-weeks": ["8"]}
    assert shown.texts(ROWS + "[1]/td[1]") == ["before: 1 October 2023 then: 26 November 2023 (+56 days)"]
    assert lead.post(f"{IF}{scenario.uid}/rename/", {"name": "Winter", "note": ""}).status == 302
    assert lead.get(f"{IF}{scenario.uid}/").texts("//h1") == ["Winter"]
    gone = lead.follow(lead.post(f"{IF}{scenario.uid}/delete/"))
    assert Scenario.objects.count() == 0
    undo = gone.one("//*[@id='flash']//form")
    assert lead.post(undo.get("action"), gone.form("//*[@id='flash']//form")).status == 302
    assert Scenario.objects.get().changes == [{"change": "delay", "area": "gov", "weeks": 8}]
    assert draft().digest() == before


def test_a_kept_one_is_edited_and_saved_under_the_same_name_with_a_way_back(
    lead: Browser, plan: None, draft: Callable[[], Document]
) -> None:
    before = draft().digest()
    page = lead.follow(lead.post(IF, {**LATE, "keep": "1", "name": "Late", "note": "Winter"}))
    more = press(lead, press(lead, page, "add", "drop", c0__weeks="3"), "show", c1__milestone="report")
    assert (more.texts("//h1"), Scenario.objects.get().changes[0]["weeks"]) == (["Late"], 8)
    # Whoever opens it came for its answer; whoever types reads on below what is typed.
    order = "count(//*[@id='answer']/preceding::*[@name='c0-weeks'])"
    assert (page.tree.xpath(order), more.tree.xpath(order)) == (0, 1)
    done = press(lead, more, "save")
    assert done.headers["Location"] == f"{IF}{Scenario.objects.get().uid}/"
    scenario = Scenario.objects.get()
    assert (scenario.name, scenario.note) == ("Late", "Winter")
    assert scenario.changes == [{"change": "delay", "area": "gov", "weeks": 3}, {"change": "drop", "milestone": "report"}]
    shown = lead.follow(done)
    assert fields(shown)["c1-milestone"] == ["report"]
    undo = shown.one("//*[@id='flash']//form")
    assert lead.post(undo.get("action"), shown.form("//*[@id='flash']//form")).status == 302
    assert Scenario.objects.get().changes == [{"change": "delay", "area": "gov", "weeks": 8}]
    assert draft().digest() == before


def test_it_is_saved_as_another_one_and_stays_as_it_was(lead: Browser, plan: None) -> None:
    page = lead.follow(lead.post(IF, {**LATE, "keep": "1", "name": "Late"}))
    taken = press(lead, page, "keep", c0__weeks="2", name="late")
    assert (taken.status, taken.texts("//h1"), fields(taken)["c0-weeks"]) == (409, ["Late"], ["2"])
    press(lead, taken, "keep", name="Later")
    kept = {each.name: each.changes[0]["weeks"] for each in Scenario.objects.all()}
    assert kept == {"Late": 8, "Later": 2}


def test_what_a_colleague_saved_meanwhile_is_shown_and_nothing_typed_is_lost(lead: Browser, drafter: Browser, plan: None) -> None:
    page = lead.follow(lead.post(IF, {**LATE, "keep": "1", "name": "Late"}))
    theirs = drafter.get(f"{IF}{Scenario.objects.get().uid}/")
    assert press(drafter, theirs, "save", c0__weeks="5").status == 302
    mine = press(lead, page, "save", c0__weeks="2")
    assert (mine.status, fields(mine)["c0-weeks"], Scenario.objects.get().changes[0]["weeks"]) == (409, ["2"], 5)
    assert "It now reads: An area is late by some weeks: Government-held areas, 5 weeks" in mine.texts("//*[@role='alert']")[0]
    assert press(lead, mine, "save").status == 302
    assert Scenario.objects.get().changes[0]["weeks"] == 2


def test_one_that_was_deleted_while_it_was_edited_loses_nothing(lead: Browser, plan: None) -> None:
    page = lead.follow(lead.post(IF, {**LATE, "keep": "1", "name": "Late"}))
    Scenario.objects.all().delete()
    gone = press(lead, page, "save", c0__weeks="2")
    assert (gone.status, fields(gone)["c0-weeks"]) == (409, ["2"])
    assert "was deleted meanwhile" in gone.texts("//*[@role='alert']")[0]
    assert press(lead, gone, "keep", name="Late").status == 302
    assert Scenario.objects.get().changes[0]["weeks"] == 2


def test_two_who_rename_it_are_told(lead: Browser, plan: None) -> None:
    page = lead.follow(lead.post(IF, {**LATE, "keep": "1", "name": "Late"}))
    form = page.form("//form[contains(@action, '/rename/')]")
    address = f"{IF}{Scenario.objects.get().uid}/rename/"
    assert lead.post(address, form | {"name": "Theirs"}).status == 302
    clash = lead.post(address, form | {"name": "Mine"})
    assert (clash.status, clash.one("//input[@id='rename-name']").get("value")) == (409, "Mine")
    assert clash.texts("//ul[@id='rename-name-error']/li") == ["It now reads: Theirs"]
    assert lead.post(address, clash.form("//form[contains(@action, '/rename/')]")).status == 302
    assert Scenario.objects.get().name == "Mine"


def test_a_scenario_of_another_roadmap_is_not_saved_through_this_one(lead: Browser, plan: None, cast: Cast) -> None:
    other = small_roadmap("other", lead=cast.lead)
    late = [{"change": "delay", "area": "gov", "weeks": 8}]
    hidden = keep_scenario(roadmap=other, name="Secret walk-out", changes=late, actor=cast.lead)
    page = lead.post(IF, {**DROP, "scenario": str(hidden.uid), "save": "1"})
    assert (page.status, "Secret" in page.tree.text_content()) == (409, False)
    hidden.refresh_from_db()
    assert hidden.changes == late


def test_a_name_that_is_taken_or_missing_is_refused_and_stays_in_its_field(lead: Browser, plan: None) -> None:
    lead.post(IF, {**LATE, "keep": "1", "name": "Late"})
    taken = lead.post(IF, {**LATE, "keep": "1", "name": "LATE", "note": "Mine"})
    assert taken.status == 409
    assert taken.one("//input[@name='name']").get("value") == "LATE"
    assert taken.one("//input[@name='note']").get("value") == "Mine"
    assert taken.texts("//ul[@id='keep-name-error']/li") == ["There is a scenario with this name already. Choose another one."]
    assert lead.post(IF, {**LATE, "keep": "1", "name": " "}).status == 400
    other = lead.post(IF, {**DROP, "keep": "1", "name": "Without"})
    page = lead.post(f"{other.headers['Location']}rename/", {"name": "late", "note": "Typed"})
    assert (page.status, page.one("//input[@id='rename-name']").get("value")) == (409, "late")
    assert Scenario.objects.count() == 2


@pytest.mark.parametrize(("field", "most"), [("name", 120), ("note", 2_000)])
def test_words_that_are_too_long_are_refused_beside_their_field_and_stay_whole(
    lead: Browser, plan: None, field: str, most: int
) -> None:
    typed = {"name": "Late", "note": "Winter"} | {field: "ش" * (most + 30)}
    page = lead.post(IF, {**LATE, "keep": "1", **typed})
    assert page.status == 400
    assert {name: page.one(f"//input[@name='{name}']").get("value") for name in typed} == typed
    assert page.texts(f"//ul[@id='keep-{field}-error']/li") == [f"At most {most} characters; there are {most + 30}."]
    assert Scenario.objects.count() == 0


def test_scenarios_stand_beside_the_plan(lead: Browser, plan: None, roadmap: Roadmap, cast: Cast) -> None:
    late = [{"change": "delay", "area": "gov", "weeks": 8}]
    leave = [{"change": "leave", "area": "aanes"}]
    kept = [
        keep_scenario(roadmap=roadmap, name=name, changes=changes, actor=cast.lead)
        for name, changes in (("Late", late), ("Left", leave))
    ]
    page = lead.get(f"{IF}compare/?s={kept[0].uid}&s={kept[1].uid}")
    table = "//table[caption[contains(., 'side by side')]]"
    assert page.texts(f"{table}//thead//th") == ["Milestone", "Plan", "Late", "Left"]
    assert page.texts(f"{table}//tbody/tr[1]/td") == [
        "1 October 2023 – 1 March 2024 (152 days)",
        "26 November 2023 – 1 March 2024 (96 days) +56 days",
        "as in the plan",
    ]
    assert page.tree.xpath(f"{table}//tbody/tr[1]/td/@data-label") == ["Plan", "Late", "Left"]
    assert page.texts(f"{table}//tbody/tr[2]/td")[2] == "not there"


def test_a_scenario_that_names_what_is_gone_says_so(lead: Browser, plan: None, roadmap: Roadmap, cast: Cast) -> None:
    changes = [{"change": "drop", "milestone": "report"}]
    scenario = keep_scenario(roadmap=roadmap, name="Without report", changes=changes, actor=cast.lead)
    delete_item(item=roadmap.milestones.get(key="report"), kind_name="milestones", actor=cast.lead)
    page = lead.get(f"{IF}{scenario.uid}/")
    assert page.status == 200
    assert page.tree.xpath("//div[contains(@class, 'field-bad')]//*[@name]/@name") == ["c0-milestone"]
    beside = lead.get(f"{IF}compare/?s={scenario.uid}")
    assert beside.texts("//section[starts-with(@aria-labelledby, 'told-')]//li") == [
        "There is no item “report” under milestones."
    ]


def test_a_scenario_of_another_roadmap_is_not_found_and_not_compared(lead: Browser, plan: None, cast: Cast) -> None:
    other = small_roadmap("other")
    hidden = keep_scenario(
        roadmap=other, name="Secret walk-out", changes=[{"change": "leave", "area": "gov"}], actor=cast.administrator
    )
    pages = [lead.get(f"{IF}{hidden.uid}/"), lead.get(f"/roadmaps/other/plan/what-if/{hidden.uid}/"), lead.get(IF)]
    pages.append(lead.get(f"{IF}compare/?s={hidden.uid}"))
    assert [page.status for page in pages] == [404, 404, 200, 200]
    assert not any("Secret" in page.tree.text_content() for page in pages)
    assert lead.post(f"/roadmaps/other/plan/what-if/{hidden.uid}/delete/").status == 404
    assert Scenario.objects.filter(pk=hidden.pk).exists()


@pytest.mark.parametrize("who", ["reviewer", "focal_point", "rival", "outsider"])
def test_others_learn_nothing_of_scenarios(who: str, plan: None, roadmap: Roadmap, cast: Cast) -> None:
    scenario = keep_scenario(
        roadmap=roadmap, name="Secret walk-out", changes=[{"change": "leave", "area": "gov"}], actor=cast.lead
    )
    browser = Browser(signed_in(getattr(cast, who)))
    pages = [browser.get(f"{IF}{part}") for part in ("", f"{scenario.uid}/", f"compare/?s={scenario.uid}")]
    pages.append(browser.post(IF, {**LATE, "show": "1"}))
    assert [page.status for page in pages] == [404] * 4
    assert not any("Secret" in page.tree.text_content() for page in pages)


def test_an_administrator_may_try_but_not_keep(administrator: Browser, plan: None) -> None:
    page = administrator.post(IF, {**LATE, "show": "1"})
    assert page.texts(ROWS + "[1]/td[1]") == ["before: 1 October 2023 then: 26 November 2023 (+56 days)"]
    assert not page.tree.xpath("//button[@name='keep']")
    assert administrator.post(IF, {**LATE, "keep": "1", "name": "Mine"}).status == 403
    assert administrator.post(IF, {**LATE, "save": "1"}).status == 403
    assert Scenario.objects.count() == 0


def test_more_of_everything_asks_no_more_of_the_database(
    lead: Browser, plan: None, roadmap: Roadmap, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in (1, 2, 3):
        changes = [{"change": "delay", "area": key, "weeks": number} for key in Area.objects.values_list("key", flat=True)]
        scenario = keep_scenario(roadmap=roadmap, name=f"Late {number}", changes=changes, actor=cast.lead)
        if number == 2:
            continue
        chosen = "&".join(f"s={each.uid}" for each in Scenario.objects.all())
        with django_assert_num_queries(30):
            lead.get(f"{IF}{scenario.uid}/")
        with django_assert_num_queries(29):
            lead.get(f"{IF}compare/?{chosen}")
        with django_assert_num_queries(30):
            lead.get(IF)


def test_a_new_area_is_offered_to_the_other_changes(lead: Browser, plan: None) -> None:
    one = {"c0-change": "succeed", "c0-area": "gov", "c0-name": "New authorities", "c0-day": "2023-12-08"}
    page = lead.post(IF, {"rows": "1", **one, "add": "succeed"})
    assert page.texts("//select[@name='c1-successor']/option")[-1] == "New authorities"


def test_a_note_in_three_languages_gets_a_paragraph_for_each(lead: Browser, plan: None, roadmap: Roadmap, cast: Cast) -> None:
    words = ["One. Two 2.", "واحد. 2024 اثنان؟", "Yek!"]
    changes = [{"change": "drop", "milestone": "report"}]
    scenario = keep_scenario(roadmap=roadmap, name="Notes", note=" ".join(words), changes=changes, actor=cast.lead)
    page = lead.get(f"{IF}{scenario.uid}/")
    assert page.texts("//div[contains(@class, 'prose')]/p") == words[:1]
    assert page.texts("//div[contains(@class, 'prose')]/details//p") == words[1:]
    arabic = lead.get(f"{IF}{scenario.uid}/", HTTP_ACCEPT_LANGUAGE="ar")
    assert arabic.texts("//div[contains(@class, 'prose')]/p") == words[1:2]


def test_a_sign_stands_before_its_number_in_arabic_too(lead: Browser, plan: None, roadmap: Roadmap, cast: Cast) -> None:
    late = [{"change": "delay", "area": "gov", "weeks": 8}]
    scenario = keep_scenario(roadmap=roadmap, name="Late", changes=late, actor=cast.lead)
    lead.client.cookies["django_language"] = "ar"
    shifts = lead.get(f"{IF}compare/?s={scenario.uid}").texts("//tbody//*[contains(@class, 'chip')]")
    assert shifts[0].startswith("\u2066+56\u2069 ")
