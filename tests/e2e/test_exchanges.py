"""Build an exchange, see the deadlock that it closes, and fix it: as a facilitator does it on the running product."""

import re

from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from roadmap.models import Roadmap
from tests.conftest import Cast
from tests.e2e.system import System
from tests.e2e.test_main_job import PHONE, desktop, drafts_from_a_file, enrol, press


def test_an_exchange_is_built_seen_stuck_and_fixed(system: System, cast: Cast, browser: Browser) -> None:
    office = desktop(browser)
    secret = enrol(system, office, cast.lead)
    drafts_from_a_file(system, office)
    builds_an_exchange(system, office)
    sees_the_deadlock(office)
    fixes_it(office)
    takes_the_fix_back(office)
    reads_the_ledger(system, office)
    finds_packages(system, office)
    fixes_it_on_a_phone_in_arabic(system, browser, cast.lead, secret)


def builds_an_exchange(system: System, page: Page) -> None:
    """Both sides wait for the other; looking first says so, and the office adds it all the same."""
    page.goto(f"{system.url}/roadmaps/small/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Exchanges").click()
    page.locator("main").get_by_role("link", name="Build an exchange").first.click()
    page.get_by_label(re.compile("Lists accepted")).check()
    page.get_by_label(re.compile("Buses run")).check()
    press(page, "Next: cost, gains and order")
    page.fill("textarea[name='title.en']", "Lists for buses")
    page.check("input[name=mode][value=gated]")
    for key, other, area in (("gov-lists", "aanes-buses", "aanes"), ("aanes-buses", "gov-lists", "gov")):
        page.select_option(f"select[name='cost.{key}']", "2")
        page.select_option(f"select[name='benefit.{key}.{area}']", "4")
        page.select_option(f"select[name='gate.{key}']", other)
    press(page, "Look first")
    expect(page.locator("main")).to_contain_text("wait for one another")
    expect(page.locator("select[name='gate.gov-lists']")).to_have_value("aanes-buses")
    press(page, "Add the exchange")


def sees_the_deadlock(page: Page) -> None:
    expect(page).to_have_url(re.compile(r"/roadmaps/small/exchanges/#exchange-"))
    expect(page.get_by_role("heading", name="Each waits for the other")).to_be_visible()
    expect(page.locator(".knot-steps > li")).to_have_count(2)
    expect(page.locator(".knot-out")).to_contain_text("1 gate would have to change")


def fixes_it(page: Page) -> None:
    press(page, "Let both happen on one day")
    expect(page.locator("#flash")).to_contain_text("the gate is open")
    expect(page.locator(".knots")).to_have_count(0)
    expect(page.locator(".exchange-card")).to_contain_text("Simultaneous")


def takes_the_fix_back(page: Page) -> None:
    page.locator("#flash").get_by_role("button", name="Undo").click()
    expect(page.locator(".knots")).to_have_count(1)
    press(page, "Let both happen on one day")
    expect(page.locator(".knots")).to_have_count(0)


def reads_the_ledger(system: System, page: Page) -> None:
    page.goto(f"{system.url}/roadmaps/small/exchanges/ledger/")
    expect(page.locator(".balance-value")).to_contain_text("1 of 1")


def finds_packages(system: System, page: Page) -> None:
    """The worker searches; the page shows the proposals by itself, and one becomes a draft exchange."""
    page.goto(f"{system.url}/roadmaps/small/exchanges/packages/")
    page.get_by_label("What can still be given on").fill("2023-10-15")
    press(page, "Find packages")
    expect(page.get_by_role("heading", name="Proposal 1")).to_be_visible(timeout=30_000)
    press(page, "Take over as an exchange")
    expect(page.locator(".exchange-card")).to_have_count(2)


def fixes_it_on_a_phone_in_arabic(system: System, browser: Browser, person: User, secret: str) -> None:
    """The same page without JavaScript, from right to left: a new circle is opened with one button."""
    roadmap = Roadmap.objects.get()
    exchange = roadmap.exchanges.order_by("pk").first()
    commitments = [{**each, "gate": other["milestone"]} for each, other in _crosswise(exchange.commitments)]
    roadmap.exchanges.filter(pk=exchange.pk).update(mode="gated", commitments=commitments)
    roadmap.exchanges.exclude(pk=exchange.pk).update(mode="unconditional")
    User.objects.filter(pk=person.pk).update(language="ar")
    phone = browser.new_context(java_script_enabled=False, **PHONE).new_page()
    system.sign_in(phone, person, secret)
    phone.goto(f"{system.url}/roadmaps/small/exchanges/")
    expect(phone.locator("html")).to_have_attribute("dir", "rtl")
    expect(phone.locator(".knots")).to_have_count(1)
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.locator("button[name=way][value=simultaneous]").click()
    expect(phone.locator(".knots")).to_have_count(0)


def _crosswise(commitments: list[dict[str, object]]) -> list[tuple[dict[str, object], dict[str, object]]]:
    return list(zip(commitments, reversed(commitments), strict=True))
