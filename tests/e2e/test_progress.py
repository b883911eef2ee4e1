"""Record contradicting evidence on a phone and see it in the office; change an area: on the running product."""

import re
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from milestones.domain.deciding import today
from milestones.models import Evidence
from roadmap.models import Area, Assignment, Roadmap
from tests.conftest import Cast
from tests.e2e.system import System
from tests.e2e.test_main_job import PHONE, desktop, drafts_from_a_file, enrol, press
from tests.milestones.domain.evidence.uploads import jpeg

HERE = "/roadmaps/small/progress/"


def test_contradicting_evidence_and_an_area_that_changes(system: System, cast: Cast, browser: Browser, tmp_path: Path) -> None:
    User.objects.filter(pk=cast.monitor.pk).update(language="ar")
    office = desktop(browser)
    enrol(system, office, cast.lead)
    drafts_from_a_file(system, office)
    Assignment.objects.create(roadmap=Roadmap.objects.get(), user=cast.monitor, role="monitor")
    claims_in_the_office(system, office)

    phone = browser.new_context(java_script_enabled=False, **PHONE).new_page()
    phone.set_default_timeout(15_000)
    system.sign_in(phone, cast.monitor)
    contradicts_on_a_phone(system, phone, tmp_path)

    sees_the_contradiction(system, office)
    changes_an_area(system, office)


def claims_in_the_office(system: System, page: Page) -> None:
    """The side that was to act says that it is done."""
    page.goto(f"{system.url}{HERE}")
    page.locator("main").get_by_role("link", name="Report").first.click()
    page.locator("main").get_by_role("link", name=re.compile("Buses run")).first.click()
    page.check("input[name=claim][value=achieved]")
    page.fill("input[name=date]", (today() - timedelta(days=9)).isoformat())
    page.fill("input[name=reporter]", "Education board")
    page.check("input[name=role][value=claimant]")
    page.select_option("select[name=on_behalf_of]", "aanes")
    press(page, "Record it")
    expect(page.locator(".receipt-number")).to_have_text("V-01")


def contradicts_on_a_phone(system: System, page: Page, folder: Path) -> None:
    """In Arabic, without JavaScript: a slip in the form loses no word, and the photograph comes along."""
    page.goto(f"{system.url}/")
    expect(page).to_have_url(f"{system.url}/reporting/")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.locator(f"main a[href='{HERE}report/']").click()
    page.locator("main a[href$='on=milestones/aanes-buses']").first.click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.check("input[name=claim][value=not_achieved]")
    page.fill("input[name=quantity]", "٠")
    page.fill("textarea[name=statement]", "لم تصل أي حافلة ثلاثة أيام.")
    page.fill("input[name=reporter]", "مراقبو الطبقة")
    page.locator("main form button.button-primary").click()
    # The browser asks for the day before it sends; the form is sent without that once, as an old browser would
    page.locator("main form").evaluate("form => { form.noValidate = true }")
    page.locator("main form button.button-primary").click()
    expect(page.locator("main [role=alert]")).to_be_visible()
    expect(page.locator("textarea[name=statement]")).to_have_value("لم تصل أي حافلة ثلاثة أيام.")
    page.fill("input[name=date]", (today() - timedelta(days=2)).isoformat())
    photograph = folder / "phone.jpg"
    photograph.write_bytes(jpeg("The Photographer"))
    page.set_input_files("input[name=uploads]", photograph)
    page.locator("main form button.button-primary").click()
    expect(page.locator(".receipt-number")).to_have_text("V-02")
    kept = Evidence.objects.get(code="V-02")
    assert (kept.quantity, kept.statement, kept.role) == (0, {"ar": "لم تصل أي حافلة ثلاثة أيام."}, "monitor")
    assert b"Photographer" not in bytes(kept.kept_files.get().content)


def sees_the_contradiction(system: System, page: Page) -> None:
    page.goto(f"{system.url}{HERE}")
    row = page.locator("tr", has=page.get_by_role("link", name=re.compile("Buses run")))
    expect(row).to_contain_text("Contradicted")
    row.get_by_role("link").click()
    reports = page.locator(".said-list .said")
    expect(reports).to_have_count(2)
    expect(reports.first).to_contain_text("لم تصل أي حافلة ثلاثة أيام.")
    expect(reports.first.locator(".said-text")).to_have_attribute("dir", "auto")
    reports.first.get_by_role("link", name="V-02").click()
    with page.expect_download() as fetched:
        page.locator("main a[download]").click()
    assert fetched.value.suggested_filename == "V-02-1.jpg"


def decides_on_an_area(system: System, page: Page) -> None:
    """As far as the look at what would change; one decision for all that is open."""
    page.goto(f"{system.url}{HERE}areas/")
    page.locator("#area-aanes").get_by_role("link", name=re.compile("Change")).click()
    page.check("input[name=kind][value=successor]")
    page.fill("input[name=on]", "2024-12-08")
    page.select_option("select[name=successor]", "gov")
    press(page, "Next")
    expect(page.locator(".decide-row[open]")).to_have_count(0)
    page.fill("input[name=reason]", "Carried on by agreement.")
    press(page, "Look first")


def changes_an_area(system: System, page: Page) -> None:
    """The successor takes over what is open; looked at first, done, undone by the notice, and done again."""
    decides_on_an_area(system, page)
    expect(page.locator("main")).to_contain_text("Nothing is saved yet.")
    assert Area.objects.get(key="aanes").valid_to is None
    press(page, "Change it")
    expect(page).to_have_url(f"{system.url}{HERE}areas/")
    expect(page.locator("#area-aanes")).to_contain_text("8 December 2024")
    page.locator("#flash").get_by_role("button", name="Undo").click()
    expect(page.locator("#flash")).to_contain_text("It is undone")
    assert Area.objects.get(key="aanes").valid_to is None
    decides_on_an_area(system, page)
    press(page, "Change it")
    page.goto(f"{system.url}{HERE}milestones/aanes-buses/")
    expect(page.locator("main")).to_contain_text("Carried on by agreement.")
