"""The pages of the exchanges: sides face to face, a deadlock found, opened and put back, and who may do it."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from milestones.models import Exchange
from roadmap.domain.document import Document
from roadmap.domain.drafting import add_item, edit_item
from roadmap.models import Area, Roadmap
from tests.conftest import Cast
from tests.factories import signed_in
from tests.roadmap.web.desk.conftest import Browser, Page, data_of

Draft = Callable[[], Document]
HERE = "/roadmaps/small/exchanges/"
LISTS = {"milestone": "gov-lists", "cost": {"value": 2}, "benefits": {"aanes": {"value": 3}}, "gate": "aanes-buses"}
BUSES = {"milestone": "aanes-buses", "cost": {"value": 4}, "benefits": {"gov": {"value": 1}}, "gate": "gov-lists"}


def added(roadmap: Roadmap, cast: Cast, key: str, *commitments: dict[str, Any], mode: str = "gated") -> Exchange:
    data = {"title": {"en": f"Title of {key}"}, "mode": mode, "commitments": list(commitments)}
    item = add_item(roadmap=roadmap, kind_name="exchanges", data=data, actor=cast.lead, key=key)
    assert isinstance(item, Exchange)
    return item


@pytest.fixture
def deadlock(roadmap: Roadmap, cast: Cast) -> Exchange:
    """Each side's first step waits for the other's."""
    return added(roadmap, cast, "pupils", LISTS, BUSES)


def press(browser: Browser, page: Page, path: str, button: tuple[str, str] | None = None, **typed: str) -> Page:
    """Send a form as it stands, with what is typed and the button that is pressed."""
    form = page.one(path)
    data = page.form(path) | typed | (dict([button]) if button else {})
    return browser.post(form.get("action"), data)


def undone(browser: Browser, page: Page) -> Page:
    return press(browser, browser.follow(page), "//*[@id='flash']//form")


def test_sides_stand_face_to_face(lead: Browser, deadlock: Exchange) -> None:
    page = lead.get(HERE)
    assert page.texts("//section[@class='side']/h3") == ["N North and East Syria", "G Government-held areas"]
    assert page.texts("//*[@class='side-gives']//a") == ["M-01.N1 Buses run", "M-01.G1 Lists accepted"]
    assert page.texts("//*[@class='side-gives']//*[@class='points']/span[1]") == ["Cost 4 of 5", "Cost 2 of 5"]
    assert page.texts("//*[@class='side-gets']//*[@class='points']/span[1]") == ["Benefit 3 of 5", "Benefit 1 of 5"]


def test_a_deadlock_is_told_step_by_step_with_the_way_out(lead: Browser, deadlock: Exchange) -> None:
    page = lead.get(HERE)
    assert page.texts("//*[@class='knot stack-s']/ol/li") == [
        "M-01.G1 (Government-held areas) waits for M-01.N1 (North and East Syria): a gate of exchange E-01.",
        "M-01.N1 (North and East Syria) waits for M-01.G1 (Government-held areas): a gate of exchange E-01.",
    ]
    assert page.texts("//*[@class='knot-out']") == ["1 gate would have to change; fewer cannot do."]
    assert len(page.tree.xpath("//*[@class='knot-way']")) == 1
    assert page.texts("//*[contains(@class, 'knot-involved')]/li") == ["M-01.G1 Lists accepted", "M-01.N1 Buses run"]


def test_from_five_exchanges_on_a_list_leads_to_each_with_what_is_worst_in_it(
    lead: Browser, roadmap: Roadmap, cast: Cast
) -> None:
    lists, buses = ({**each, "gate": ""} for each in (LISTS, BUSES))
    for number in range(4):
        added(roadmap, cast, f"e{number}", lists, buses, mode="simultaneous")
    assert lead.get(HERE).texts("//nav//*[contains(@class, 'exchange-contents')]/li") == []
    added(roadmap, cast, "one-sided", lists)
    page = lead.get(HERE)
    assert page.texts("//*[contains(@class, 'exchange-contents')]/li") == [
        *(f"E-0{number + 1} Title of e{number} Warning" for number in range(4)),
        "E-05 Title of one-sided Alarm",
    ]
    links = page.tree.xpath("//*[contains(@class, 'exchange-contents')]//a/@href")
    assert [page.one(f"//article[@id='{link[1:]}']").tag for link in links] == ["article"] * 5


def test_a_gate_becomes_simultaneous_and_is_put_back(lead: Browser, deadlock: Exchange, draft: Draft) -> None:
    before = data_of(draft(), "exchanges/pupils")
    done = press(lead, lead.get(HERE), "//*[@class='knot-way']//form", ("way", "simultaneous"))
    assert data_of(draft(), "exchanges/pupils")["mode"] == "simultaneous"
    after = lead.get(HERE)
    assert after.tree.xpath("//*[contains(@class, 'knots')]") == []
    assert press(lead, after, "//*[@id='flash']//form").status == 302
    assert done.status == 302
    assert data_of(draft(), "exchanges/pupils") == before


def test_a_gate_is_held_by_whom_one_names(lead: Browser, deadlock: Exchange, draft: Draft) -> None:
    form = "//*[@class='knot-way']//form"
    refused = press(lead, lead.get(HERE), form, ("way", "held"))
    assert refused.status == 400
    assert refused.texts("//*[@class='knot-way']/ul[@class='errorlist']/li") == ["Say which third party holds it."]
    name = "UNICEF, " * 40
    done = press(lead, lead.get(HERE), form, ("way", "held"), holder=name)
    assert done.status == 302
    found = data_of(draft(), "exchanges/pupils")
    assert (found["mode"], found["holder"]) == ("held", {"en": name.strip()})
    assert lead.get(HERE).tree.xpath("//*[contains(@class, 'knots')]") == []


def test_a_gate_between_exchanges_binds_both_milestones_to_one_day(
    lead: Browser, roadmap: Roadmap, cast: Cast, draft: Draft
) -> None:
    added(roadmap, cast, "first", LISTS)
    added(roadmap, cast, "second", BUSES)
    before = draft().canonical()
    done = press(lead, lead.get(HERE), "//*[@class='knot-way']//form", ("way", "simultaneous"))
    assert data_of(draft(), "milestones/gov-lists")["together_with"] == ["aanes-buses"]
    assert "gate" not in data_of(draft(), "exchanges/first")["commitments"][0]
    after = lead.get(HERE)
    assert after.tree.xpath("//*[@class='knot-way']") == []
    assert done.status == 302
    assert press(lead, after, "//*[@id='flash']//form").status == 302
    assert draft().canonical() == before


def test_what_someone_changed_since_is_not_put_back(lead: Browser, cast: Cast, deadlock: Exchange, draft: Draft) -> None:
    press(lead, lead.get(HERE), "//*[@class='knot-way']//form", ("way", "simultaneous"))
    deadlock.refresh_from_db()
    edit_item(item=deadlock, kind_name="exchanges", changes={"mode": "held"}, base=deadlock.revision, actor=cast.drafter)
    refused = press(lead, lead.get(HERE), "//*[@id='flash']//form")
    assert refused.status == 409
    assert data_of(draft(), "exchanges/pupils")["mode"] == "held"


def test_undoing_takes_only_what_the_product_signed(lead: Browser, deadlock: Exchange) -> None:
    forged = '[{"kind": "exchanges", "key": "pupils", "base": 99, "changes": {"mode": "held"}}]'
    assert lead.post(f"{HERE}undo/", {"back": forged}).status == 404


def test_a_deadlock_is_kept_as_a_conflict_between_positions(lead: Browser, deadlock: Exchange, draft: Draft) -> None:
    keep = "//form[contains(@action, '/conflict/')]"
    assert press(lead, lead.get(HERE), keep).status == 302
    (entry,) = draft().of("conflicts")
    assert entry.data["orders"] == [
        {"wanted_by": "gov", "first": "aanes-buses", "then": "gov-lists"},
        {"wanted_by": "aanes", "first": "gov-lists", "then": "aanes-buses"},
    ]
    assert set(entry.data["title"]) == {"en", "ar", "ku"}
    after = lead.get(HERE)
    assert after.tree.xpath(keep) == []
    assert after.texts("//*[contains(@class, 'knots')]//*[contains(@class, 'kept-as')]//a") == [f"D-01 {entry.title()}"]
    again = lead.post(f"{HERE}conflict/", {"deadlock": "aanes-buses gov-lists"})
    assert (again.status, again.tree.xpath(keep)) == (409, [])
    assert press(lead, after, "//*[@id='flash']//form").status == 302
    assert len(lead.get(HERE).tree.xpath(keep)) == 1
    assert draft().of("conflicts") == []


def test_a_kept_conflict_stands_once_with_its_code_who_wants_what_and_why(
    lead: Browser, roadmap: Roadmap, cast: Cast, deadlock: Exchange
) -> None:
    press(lead, lead.get(HERE), "//form[contains(@action, '/conflict/')]")
    kept = roadmap.conflicts.get()
    orders = [{**each, "reason": {"en": f"Reason {number}."}} for number, each in enumerate(kept.orders)]
    edit_item(item=kept, kind_name="conflicts", changes={"orders": orders}, base=kept.revision, actor=cast.lead)
    page = lead.get(HERE)
    [heading] = page.texts("//*[@aria-labelledby='positions-title']//h3")
    assert heading.startswith("D-01 ")
    assert page.texts("//*[@aria-labelledby='positions-title']//ul[contains(@class, 'kept-orders')]/li") == [
        "Government-held areas: M-01.N1 before M-01.G1. Reason 0.",
        "North and East Syria: M-01.G1 before M-01.N1. Reason 1.",
    ]
    assert page.tree.xpath("//*[@aria-labelledby='positions-title']//ol") == []


def test_a_kept_order_tells_what_of_the_plan_is_in_its_way(lead: Browser, roadmap: Roadmap, cast: Cast) -> None:
    """One party wants first what the plan lets wait; that nobody else wants it does not make it a conflict of two."""
    added(roadmap, cast, "pupils", LISTS, {name: value for name, value in BUSES.items() if name != "gate"})
    order = {"wanted_by": "aanes", "first": "gov-lists", "then": "aanes-buses"}
    data = {"title": {"en": "Lists first"}, "orders": [order]}
    add_item(roadmap=roadmap, kind_name="conflicts", data=data, actor=cast.lead)
    page = lead.get(HERE)
    assert page.texts("//*[@aria-labelledby='positions-title']//h3") == ["D-01 Lists first"]
    assert page.texts("//*[@aria-labelledby='positions-title']//ul[contains(@class, 'fine')]/li") == [
        "M-01.G1 (Government-held areas) waits for M-01.N1 (North and East Syria): a gate of exchange E-01."
    ]


def test_what_is_held_does_not_start_but_is_kept_until_the_other_is_verified(lead: Browser, deadlock: Exchange) -> None:
    gate = "//*[contains(@class, 'given-gate')]"
    assert lead.get(HERE).texts(gate) == ["Starts when M-01.G1 is verified", "Starts when M-01.N1 is verified"]
    press(lead, lead.get(HERE), "//*[@class='knot-way']//form", ("way", "held"), holder="UNICEF")
    page = lead.get(HERE)
    assert page.texts(gate) == ["Held until M-01.G1 is verified", "Held until M-01.N1 is verified"]
    assert page.texts("//*[@id='flash']//form/span") == ["E-01: the gate is open. No circle is left."]


def test_opening_a_gate_says_when_a_circle_is_left(lead: Browser, roadmap: Roadmap, cast: Cast, deadlock: Exchange) -> None:
    other = {"milestone": "gov-lists", "cost": {"value": 2}, "benefits": {"aanes": {"value": 3}}, "gate": "aanes-buses"}
    back = {"milestone": "aanes-buses", "cost": {"value": 4}, "benefits": {"gov": {"value": 1}}, "gate": "gov-lists"}
    added(roadmap, cast, "again", other, back)
    sent = {"exchange": "pupils", "milestone": "gov-lists", "way": "held", "holder": "UNICEF"}
    assert lead.post(f"{HERE}gate/", sent).status == 302
    told = lead.get(HERE).texts("//*[@id='flash']//form/span")
    assert told == ["E-01: the gate is open. A circle is still left: see below."]


def test_the_administrator_reads_and_changes_nothing(administrator: Browser, deadlock: Exchange) -> None:
    page = administrator.get(HERE)
    assert page.status == 200
    assert page.tree.xpath("//main//form[@method='post'][not(@id)]//button[@type='submit']") == []
    sent = {"exchange": "pupils", "milestone": "gov-lists", "way": "simultaneous"}
    assert administrator.post(f"{HERE}gate/", sent).status == 403


def test_another_roadmap_s_facilitator_finds_nothing(cast: Cast, deadlock: Exchange) -> None:
    client = signed_in(cast.outsider)
    assert [client.get(f"{HERE}{part}").status_code for part in ("", "new/", "ledger/", "packages/")] == [404] * 4


@pytest.mark.parametrize(("part", "queries"), [("", 29), ("ledger/", 28), ("new/", 27)])
def test_a_page_costs_the_same_with_one_and_three(
    part: str, queries: int, roadmap: Roadmap, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(cast.lead)
    added(roadmap, cast, "first", LISTS, BUSES)
    client.get(HERE + part)
    with django_assert_num_queries(queries):
        client.get(HERE + part)
    for key in ("second", "third"):
        added(roadmap, cast, key, LISTS, BUSES, mode="simultaneous")
    with django_assert_num_queries(queries):
        client.get(HERE + part)


def test_the_ledger_says_at_a_glance_who_gains_without_giving(lead: Browser, roadmap: Roadmap, cast: Cast) -> None:
    gain = {"milestone": "aanes-buses", "cost": {"value": 4}, "benefits": {"gov": {"value": 5}}}
    added(roadmap, cast, "skewed", gain, mode="unconditional")
    page = lead.get(f"{HERE}ledger/")
    told = page.texts("//*[@aria-labelledby='findings-title']/ul/li")
    assert "Alarm 100 % of all gains go to Government-held areas." in told
    assert "Warning Government-held areas: gains 5, gives nothing." in told
    assert page.texts("//*[@class='balance-value']") == ["0 of 1"]
    assert page.texts("//table[.//th[text()='Share of all gains']]/tbody/tr/*[position() < 5]") == [
        "G Government-held areas",
        *("0", "5", "+5"),
        "N North and East Syria",
        *("4", "0", "−4"),
    ]


def test_the_ledger_marks_an_area_that_has_ended_and_does_not_alarm_about_its_gains(
    lead: Browser, roadmap: Roadmap, cast: Cast
) -> None:
    """Whatever is verified of the lists comes too late for an area whose last day was in 2024."""
    added(roadmap, cast, "pupils", {**LISTS, "gate": ""}, mode="unconditional")
    Area.objects.filter(roadmap=roadmap, key="aanes").update(valid_to="2024-12-08")
    page = lead.get(f"{HERE}ledger/")
    told = " ".join(page.texts("//*[@aria-labelledby='findings-title']/ul/li"))
    assert "of all gains go to North and East Syria" not in told
    assert "North and East Syria: gains 3" not in told
    words = "what is gained there after its last day, 8 December 2024, is for nobody (3: M-01.G1). Decide who gets it."
    assert f"Warning North and East Syria: {words}" in told
    rows = page.texts("//table[.//th[text()='Share of all gains']]/tbody/tr/th")
    assert rows == ["G Government-held areas", "N North and East Syria until 8 December 2024"]
    assert "Ends on 8 December 2024, and gains later: decide who gets it." in " ".join(page.texts("//main"))


def test_leverage_with_a_protected_subject_is_told_with_reason_and_source(lead: Browser, roadmap: Roadmap, cast: Cast) -> None:
    """A policy line that would suspend it counts too, though nobody put it into an exchange."""
    added(roadmap, cast, "pupils", {name: value for name, value in LISTS.items() if name != "gate"}, mode="unconditional")
    subject = {"title": {"en": "Return of refugees"}, "reason": {"en": "It is a right."}, "source": "UNHCR 2018"}
    add_item(roadmap=roadmap, kind_name="protected_subjects", data=subject, actor=cast.lead, key="return")
    buses = roadmap.milestones.get(key="aanes-buses")
    protect = {"protected_subjects": ["return"]}
    edit_item(item=buses, kind_name="milestones", changes=protect, base=buses.revision, actor=cast.lead)
    line = {"title": {"en": "Shelling"}, "condition": {"en": "…"}, "suspends": ["aanes-buses"], "decided_by": {"en": "Envoy"}}
    add_item(roadmap=roadmap, kind_name="policy_lines", data=line, actor=cast.lead)
    told = lead.get(HERE).texts("//*[@aria-labelledby='alarms-title']/ul/li")
    assert (
        "Alarm Policy line L-01 suspends M-01.N1, a protected subject: “Return of refugees”. It is a right. (UNHCR 2018)" in told
    )


def test_the_ledger_counts_what_has_no_phase_by_itself(lead: Browser, roadmap: Roadmap, cast: Cast) -> None:
    lists, buses = ({**each, "gate": ""} for each in (LISTS, BUSES))
    for key, phase in (("first", 1), ("second", 2), ("outside", None)):
        data = {"title": {"en": key}, "mode": "simultaneous", "commitments": [lists if key != "outside" else buses]}
        add_item(
            roadmap=roadmap, kind_name="exchanges", data=data | ({"phase": phase} if phase else {}), actor=cast.lead, key=key
        )
    page, table = lead.get(f"{HERE}ledger/"), "//table[.//th[text()='Phase']]"
    cells = page.texts(f"{table}/tbody/tr/*")
    assert cells == [
        *("1", "2 · 0 · −2", "0 · 3 · +3"),
        *("2", "2 · 0 · −2", "0 · 3 · +3"),  # the same milestone again
        *("without a phase", "0 · 1 · +1", "4 · 0 · −4"),
    ]
    labels = page.tree.xpath(f"{table}[contains(@class, 'table-cards')]/tbody/tr[1]/*/@data-label")
    assert labels == page.texts(f"{table}/thead//th")


def test_the_ledger_of_no_exchange_says_what_to_do(lead: Browser, roadmap: Roadmap) -> None:
    assert lead.get(f"{HERE}ledger/").texts("//*[@class='empty']/p[1]") == ["No exchange yet"]
