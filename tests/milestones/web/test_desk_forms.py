"""Exchanges, conflicts and named days on the drafting desk: rows are added, changed and taken away without JavaScript."""

from collections.abc import Callable
from typing import Any

import pytest

from milestones.models import Evidence, Exchange, OrderConflict
from roadmap.domain.document import Document
from roadmap.domain.drafting import add_item, edit_item
from roadmap.models import Roadmap
from tests.conftest import Cast
from tests.roadmap.web.desk.conftest import Browser, Page, data_of

Draft = Callable[[], Document]
EDIT = "/roadmaps/small/draft/exchanges/pupils/edit/"
ADD = "/roadmaps/small/add/exchanges/"


@pytest.fixture
def exchange(roadmap: Roadmap, cast: Cast) -> Exchange:
    """Lists for buses: the government's lists cost it little and help the others."""
    lists = {"milestone": "gov-lists", "cost": {"value": 2}, "benefits": {"aanes": {"value": 3}}}
    data = {"title": {"en": "Pupils"}, "mode": "held", "commitments": [lists, {"milestone": "aanes-buses"}]}
    item = add_item(roadmap=roadmap, kind_name="exchanges", data=data, actor=cast.lead, key="pupils")
    assert isinstance(item, Exchange)
    return item


def undo(browser: Browser, page: Page) -> Page:
    """Press the button that the page offers for what was just done."""
    shown = browser.follow(page)
    action = shown.one("//*[@id='flash']//form").get("action")
    return browser.post(action, shown.form("//*[@id='flash']//form"))


def test_a_new_exchange_takes_two_commitments_at_once(lead: Browser, draft: Draft) -> None:
    typed: dict[str, Any] = {
        "title.en": "Lists for buses",
        "mode": "gated",
        "commitments.+1.milestone": "gov-lists",
        "commitments.+1.cost.value": "2",
        "commitments.+1.cost.reason.en": "Names are given away.",
        "commitments.+2.milestone": "aanes-buses",
        "commitments.+2.giver": "N · North and East Syria",
        "commitments.+2.gate": "gov-lists",
        "commitments.+2.benefits.gov.value": "1",
        "commitments.+2.grace": "7d",
    }
    page = lead.post(ADD, lead.get(ADD).form() | typed)
    assert page.status == 302
    (entry,) = draft().of("exchanges")
    assert entry.data == {
        "title": {"en": "Lists for buses"},
        "mode": "gated",
        "commitments": [
            {
                "milestone": "aanes-buses",
                "giver": "aanes",
                "benefits": {"gov": {"value": 1}},
                "gate": "gov-lists",
                "grace": "7d",
            },
            {"milestone": "gov-lists", "cost": {"value": 2, "reason": {"en": "Names are given away."}}},
        ],
    }


def test_one_part_of_one_commitment_is_changed_and_undone(lead: Browser, draft: Draft, exchange: Exchange) -> None:
    before = data_of(draft(), "exchanges/pupils")
    page = lead.save(EDIT, **{"commitments__gov-lists__cost__value": "4"})
    assert data_of(draft(), "exchanges/pupils")["commitments"][1]["cost"] == {"value": 4}
    assert undo(lead, page).status == 302
    assert data_of(draft(), "exchanges/pupils") == before


def test_a_commitment_is_added_and_the_addition_undone(lead: Browser, draft: Draft, roadmap: Roadmap, cast: Cast) -> None:
    data = {"title": {"en": "Pupils"}, "mode": "held", "commitments": [{"milestone": "gov-lists"}]}
    add_item(roadmap=roadmap, kind_name="exchanges", data=data, actor=cast.lead, key="pupils")
    page = lead.save(EDIT, **{"commitments__+1__milestone": "aanes-buses", "commitments__+1__loss__en": "Fuel."})
    found = data_of(draft(), "exchanges/pupils")["commitments"]
    assert found == [{"milestone": "aanes-buses", "loss": {"en": "Fuel."}}, {"milestone": "gov-lists"}]
    undo(lead, page)
    assert data_of(draft(), "exchanges/pupils")["commitments"] == [{"milestone": "gov-lists"}]


def test_a_commitment_is_taken_away_and_comes_back_whole(lead: Browser, draft: Draft, exchange: Exchange) -> None:
    before = data_of(draft(), "exchanges/pupils")
    page = lead.save(EDIT, **{"commitments__gov-lists__-": "on"})
    assert data_of(draft(), "exchanges/pupils")["commitments"] == [{"milestone": "aanes-buses"}]
    undo(lead, page)
    assert data_of(draft(), "exchanges/pupils") == before


def test_a_row_without_its_milestone_is_told_beside_it(lead: Browser, exchange: Exchange) -> None:
    page = lead.save(EDIT, **{"commitments__+2__cost__value": "1"})
    assert page.status == 400
    row = "//details[contains(@class, 'desk-row-new')][@open]"
    assert page.texts(f"{row}//ul[@class='errorlist']/li") == ["Say “milestone” too: without it the line says nothing."]
    assert page.one("//*[@name='commitments.+2.cost.value']").get("value") == "1"


def test_what_stands_there_already_is_not_offered_again(lead: Browser, exchange: Exchange) -> None:
    offered = lead.get(EDIT).tree.xpath("//select[@name='commitments.+1.milestone']/option/@value")
    assert offered == [""]


def test_two_people_at_different_commitments_do_not_clash(
    lead: Browser, drafter: Browser, draft: Draft, exchange: Exchange
) -> None:
    late = drafter.get(EDIT).form()
    lead.save(EDIT, **{"commitments__gov-lists__cost__value": "4"})
    page = drafter.post(EDIT, late | {"commitments.aanes-buses.cost.value": "1"})
    assert page.status == 302
    assert [each.get("cost") for each in data_of(draft(), "exchanges/pupils")["commitments"]] == [{"value": 1}, {"value": 4}]


def test_two_people_at_the_same_part_are_told(lead: Browser, drafter: Browser, draft: Draft, exchange: Exchange) -> None:
    late = drafter.get(EDIT).form()
    lead.save(EDIT, **{"commitments__gov-lists__cost__value": "4"})
    page = drafter.post(EDIT, late | {"commitments.gov-lists.cost.value": "5"})
    assert page.status == 409
    assert page.texts("//*[@class='clash']/div") == ["Yours5", "Saved by someone else meanwhile4"]
    assert data_of(draft(), "exchanges/pupils")["commitments"][1]["cost"] == {"value": 4}


def test_words_for_a_commitment_that_someone_took_away_are_kept(lead: Browser, drafter: Browser, exchange: Exchange) -> None:
    late = drafter.get(EDIT).form()
    lead.save(EDIT, **{"commitments__gov-lists__-": "on"})
    page = drafter.post(EDIT, late | {"commitments.gov-lists.loss.en": "What I wrote."})
    assert page.status == 409
    assert page.texts("//blockquote") == ["What I wrote."]


def test_a_third_party_is_kept_by_its_name(lead: Browser, draft: Draft, exchange: Exchange) -> None:
    lead.save(EDIT, **{"commitments__aanes-buses__giver": "UNICEF"})
    assert data_of(draft(), "exchanges/pupils")["commitments"][0] == {"milestone": "aanes-buses", "giver": "UNICEF"}
    shown = lead.get(EDIT).one("//input[@name='commitments.aanes-buses.giver']")
    assert shown.get("value") == "UNICEF"


@pytest.fixture
def conflict(roadmap: Roadmap, cast: Cast) -> OrderConflict:
    orders = [
        {"wanted_by": "gov", "first": "aanes-buses", "then": "gov-lists"},
        {"wanted_by": "aanes", "first": "gov-lists", "then": "aanes-buses"},
    ]
    data = {"title": {"en": "You first"}, "orders": orders}
    item = add_item(roadmap=roadmap, kind_name="conflicts", data=data, actor=cast.lead, key="you-first")
    assert isinstance(item, OrderConflict)
    return item


CONFLICT = "/roadmaps/small/draft/conflicts/you-first/edit/"


def test_rows_without_a_name_are_known_by_their_place(lead: Browser, draft: Draft, conflict: OrderConflict) -> None:
    typed = {
        "orders__0__-": "on",
        "orders__1__reason__en": "Trust.",
        "orders__+1__wanted_by": "UNICEF",
        "orders__+1__first": "gov-lists",
        "orders__+1__then": "aanes-buses",
    }
    assert lead.save(CONFLICT, **typed).status == 302
    assert data_of(draft(), "conflicts/you-first")["orders"] == [
        {"wanted_by": "aanes", "first": "gov-lists", "then": "aanes-buses", "reason": {"en": "Trust."}},
        {"wanted_by": "UNICEF", "first": "gov-lists", "then": "aanes-buses"},
    ]


def test_such_a_row_says_in_one_line_what_it_is_about(lead: Browser, conflict: OrderConflict) -> None:
    told = lead.get(CONFLICT).texts("//details[contains(@class, 'desk-row')]/summary")
    assert told == ["1G · M-01.N1 · M-01.G1", "2N · M-01.G1 · M-01.N1", "One more", "One more", "One more"]


def test_a_list_known_by_places_clashes_as_a_whole(
    lead: Browser, drafter: Browser, draft: Draft, conflict: OrderConflict
) -> None:
    late = drafter.get(CONFLICT).form()
    lead.save(CONFLICT, orders__0__reason__en="Ours.")
    page = drafter.post(CONFLICT, late | {"orders.0.reason.en": "Theirs."})
    assert page.status == 409
    assert page.texts("//*[@class='clash']/div") == ["YoursTheirs.", "Saved by someone else meanwhileOurs."]


def test_a_named_day_is_added_and_undone(lead: Browser, draft: Draft) -> None:
    settings = "/roadmaps/small/settings/"
    page = lead.save(settings, **{"anchors__+1__name": "Ceasefire signed", "anchors__+1__day": "2023-10-01"})
    assert draft().roadmap["anchors"] == {"ceasefire-signed": "2023-10-01"}
    undo(lead, page)
    assert "anchors" not in draft().roadmap


def test_a_window_offers_named_days_and_milestones_and_explains_a_code(lead: Browser, roadmap: Roadmap, draft: Draft) -> None:
    edit = "/roadmaps/small/draft/milestones/gov-lists/edit/"
    page = lead.get(edit)
    offered = page.tree.xpath("//datalist[@id='field-window-not_after-list']/option")
    assert [(each.get("value"), each.get("label")) for each in offered] == [
        ("T0", roadmap.t0.isoformat()),
        ("aanes-buses", "M-01.N1 · Buses run"),
    ]
    page = lead.save(edit, window__not_after="M-01.N1 + 2w")
    assert page.texts("//*[@id='field-window-not_after-why']") == [
        "Write a milestone's key, not its code: choose it from the list while you type."
    ]
    assert lead.save(edit, window__not_after="aanes-buses + 2w").status == 302
    (lists,) = (each for each in draft().of("milestones") if each.key == "gov-lists")
    assert lists.data["window"]["not_after"] == "aanes-buses + 2w"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        (
            "T0 + 9000y",
            "“T0 + 9000y” leads out of the calendar, which holds the years 1 to 9999. Write a shorter time, or a day.",
        ),
        (
            "aanes-buses - 3000y",
            "“aanes-buses - 3000y” leads out of the calendar, which holds the years 1 to 9999. Write a shorter time, or a day.",
        ),
        ("T0 + 999999999d", "Count up to 9999, in weeks, months or years where days are too many."),
    ],
)
def test_a_window_beyond_the_calendar_is_told_where_it_is_typed(lead: Browser, typed: str, why: str) -> None:
    page = lead.save("/roadmaps/small/draft/milestones/gov-lists/edit/", window__not_after=typed)
    assert page.status == 400
    assert page.texts("//*[@id='field-window-not_after-why']") == [why]
    assert page.one("//*[@name='window.not_after']").get("value") == typed


def test_a_name_without_a_day_is_told(lead: Browser) -> None:
    page = lead.save("/roadmaps/small/settings/", **{"anchors__+1__name": "ceasefire"})
    assert page.status == 400
    assert page.texts("//ul[@class='errorlist']/li") == ["Give a day as YYYY-MM-DD, such as 2023-09-01."]


def test_evidence_is_neither_added_nor_edited_on_the_desk(lead: Browser, roadmap: Roadmap) -> None:
    seen = Evidence.objects.create(roadmap=roadmap, key="seen", code="V-001", position=1, statement={"en": "Seen by us"})
    page = lead.get("/roadmaps/small/")
    assert page.tree.xpath("//a[contains(@href, '/add/evidence/')]") == []
    assert page.tree.xpath(f"//article[@id='evidence-{seen.key}']") == []
    assert lead.get("/roadmaps/small/add/evidence/").status == 404
    assert lead.get("/roadmaps/small/draft/evidence/seen/edit/").status == 404


@pytest.fixture
def protected(roadmap: Roadmap, cast: Cast) -> None:
    """The buses concern a subject that is never exchanged."""
    data = {"title": {"en": "Return of refugees"}, "reason": {"en": "It is a right."}}
    add_item(roadmap=roadmap, kind_name="protected_subjects", data=data, actor=cast.lead, key="return")
    buses = roadmap.milestones.get(key="aanes-buses")
    changes = {"protected_subjects": ["return"]}
    edit_item(item=buses, kind_name="milestones", changes=changes, base=buses.revision, actor=cast.lead)


ROW = "//details[contains(@class, 'desk-row')][@open][.//*[@name='commitments.{}.cost.value']]//ul[@class='errorlist']/li"


def test_what_a_new_row_may_not_hold_is_told_at_that_row(lead: Browser, protected: None) -> None:
    typed = {"commitments.+2.milestone": "aanes-buses", "commitments.+2.cost.value": "4", "mode": "held", "title.en": "Buses"}
    page = lead.post(ADD, lead.get(ADD).form() | typed | {"commitments.+1.milestone": "gov-lists"})
    assert page.status == 400
    (told,) = page.texts(ROW.format("+2"))
    assert told.startswith("M-01.N1 concerns a protected subject")
    assert page.texts(ROW.format("+1")) == []
    assert page.one("//*[@name='commitments.+2.cost.value']").get("value") == "4"


def test_what_a_row_that_is_there_may_not_wait_for_is_told_at_its_gate(
    lead: Browser, roadmap: Roadmap, protected: None, cast: Cast
) -> None:
    data = {"title": {"en": "Pupils"}, "mode": "gated", "commitments": [{"milestone": "gov-lists"}]}
    add_item(roadmap=roadmap, kind_name="exchanges", data=data, actor=cast.lead, key="pupils")
    page = lead.save(EDIT, **{"commitments__gov-lists__gate": "aanes-buses", "commitments__gov-lists__cost__value": "3"})
    field = "//div[.//select[@name='commitments.gov-lists.gate']][contains(@class, 'field-bad')]/ul[@class='errorlist']/li"
    (told,) = page.texts(field)
    assert told.startswith("M-01.N1 concerns a protected subject")
    assert page.one("//*[@name='commitments.gov-lists.cost.value']").get("value") == "3"


def test_a_named_day_that_hides_a_milestone_is_told_once_it_is_typed(lead: Browser) -> None:
    before = lead.get("/roadmaps/small/").texts("//*[@id='missing']//a")
    saved = lead.save("/roadmaps/small/settings/", **{"anchors__+1__name": "gov-lists", "anchors__+1__day": "2023-10-01"})
    assert saved.status == 302

    page = lead.get("/roadmaps/small/")

    told = "A day of the roadmap is called “gov-lists” like it: no window can count from it. Give the day another name."
    assert [line for line in page.texts("//*[@id='missing']//a") if line not in before] == [f"M-01.G1{told}"]
    (mend,) = page.tree.xpath("//*[@id='missing']//a[contains(., 'gov-lists')]/@href")
    assert lead.get(mend).status == 200
