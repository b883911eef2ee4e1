"""Run a what-if: as a facilitator does it on the running product, with and without JavaScript. The plan stays as it is."""

import re

from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from roadmap.domain.document.storage import build_document
from roadmap.models import Roadmap
from tests.conftest import Cast
from tests.e2e.system import System
from tests.e2e.test_main_job import PHONE, desktop, drafts_from_a_file, enrol, press


def test_a_what_if_is_run_kept_and_compared(system: System, cast: Cast, browser: Browser) -> None:
    office = desktop(browser)
    secret = enrol(system, office, cast.lead)
    drafts_from_a_file(system, office)
    before = build_document(Roadmap.objects.get()).digest()
    reads_why(system, office)
    tries(office)
    corrects(office)
    keeps(office)
    edits(office)
    compares(office)
    phone = browser.new_context(java_script_enabled=False, **PHONE).new_page()
    phone.set_default_timeout(15_000)
    tries_on_a_phone_in_arabic(system, phone, cast, secret)
    assert build_document(Roadmap.objects.get()).digest() == before


def reads_why(system: System, page: Page) -> None:
    page.goto(f"{system.url}/roadmaps/small/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Plan").click()
    row = page.locator("#schedule-gov-lists")
    row.locator("summary").click()
    expect(row.locator(".plan-why").first).to_contain_text("not before 1 October 2023, because its window begins then")
    page.locator("main").get_by_role("link", name="Try a what-if").click()


def tries(page: Page) -> None:
    press(page, "An area is late by some weeks")
    page.select_option("select[name='c0-area']", "gov")
    page.fill("input[name='c0-weeks']", "30")
    press(page, "An area walks out")
    press(page, "Show what changes")
    expect(page.locator(".plan-change").nth(1)).to_contain_text("This is needed.")
    expect(page.locator("input[name='c0-weeks']")).to_have_value("30")


def corrects(page: Page) -> None:
    page.select_option("select[name='c1-area']", "aanes")
    press(page, "Show what changes")
    answer = page.locator("#answer")
    expect(answer).to_contain_text("1 new conflict")
    expect(answer).to_contain_text("M-01.G1 cannot be: not before 28 April 2024, and not after 1 March 2024.")
    expect(answer.locator("tbody tr")).to_have_count(2)
    expect(answer).to_contain_text("no longer in the plan")


def keeps(page: Page) -> None:
    page.fill("#keep-name", "A hard winter")
    press(page, "Keep as a scenario")
    expect(page).to_have_url(re.compile(r"/plan/what-if/[0-9a-f-]{36}/$"))
    expect(page.locator("#flash")).to_contain_text("Kept: A hard winter. The plan is as it was.")


def edits(page: Page) -> None:
    """Saved under its name, and by the notice as it was before."""
    page.fill("input[name='c0-weeks']", "20")
    page.locator("button[name=save]").click()
    expect(page.locator("#flash")).to_contain_text("Saved: A hard winter. The plan is as it was.")
    expect(page.locator("#id_c0-weeks")).to_have_value("20")
    page.locator("#flash").get_by_role("button", name="Undo").click()
    expect(page.locator("#id_c0-weeks")).to_have_value("30")


def compares(page: Page) -> None:
    page.locator("main").get_by_role("link", name="All scenarios").click()
    page.get_by_label("Compare A hard winter").check()
    press(page, "Compare with the plan")
    expect(page.locator("main thead th").last).to_have_text("A hard winter")
    expect(page.locator("main tbody tr").last).to_contain_text("not there")


def tries_on_a_phone_in_arabic(system: System, page: Page, cast: Cast, secret: str) -> None:
    User.objects.filter(pk=cast.lead.pk).update(language="ar")
    system.sign_in(page, cast.lead, secret)
    page.goto(f"{system.url}/roadmaps/small/plan/what-if/")
    page.locator("button[name=add][value=drop]").click()
    page.select_option("select[name='c0-milestone']", "gov-lists")
    page.locator("button.button-primary[name=show]").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("#answer tbody tr")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
