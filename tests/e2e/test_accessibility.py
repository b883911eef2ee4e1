"""Every page of the product with the demonstration, in both directions of writing: axe finds no violation of WCAG 2.2 AA."""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import global_settings
from django.core.management import call_command
from django.urls import resolve
from playwright.sync_api import Browser, Page
from pytest_django import Settings

from accounts.models import Group, User
from tests.e2e import progress_pages
from tests.e2e.pages import DRAFT, NOT_WALKED, NOWHERE, PUBLIC, administrator_pages, names_of_pages, office_pages, review_pages
from tests.e2e.system import System, six_digits

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{page.url}: {each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


def name_at(url: str) -> str:
    return resolve(urlsplit(url).path).url_name or ""


class Walk:
    """What is wrong with the pages that were looked at, and the names of their routes."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.wrong: list[str] = []
        self.seen: set[str] = set()

    def look(self, page: Page) -> None:
        if name_at(page.url) == "round_preview":
            # Hundreds of items, made like those of the version, which is looked at whole
            page.evaluate("document.querySelectorAll('.item ~ .item ~ .item').forEach((each) => each.remove())")
        self.wrong += violations(page)
        self.seen.add(name_at(page.url))

    def through(self, page: Page, addresses: Iterable[str]) -> None:
        for address in addresses:
            answer = page.goto(f"{self.system.url}{address}")
            if answer is None or not answer.ok:
                self.wrong.append(f"{address}: {answer and answer.status}")
            self.look(page)

    def nowhere(self, page: Page, addresses: Iterable[str]) -> None:
        for address in addresses:
            page.goto(f"{self.system.url}{address}")
            self.wrong += violations(page)

    def press(self, page: Page, address: str, button: str) -> None:
        """The page that follows upon a form."""
        page.goto(f"{self.system.url}{address}")
        page.locator(button).first.click()
        page.wait_for_load_state()
        self.look(page)


@pytest.fixture
def sign_ins(settings: Settings, tmp_path: Path, transactional_db: None) -> dict[str, dict[str, str]]:
    """The demonstration, and how its people sign in, by the name before the @."""
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS
    settings.DEMO_SIGN_INS = str(tmp_path / "sign-ins.json")
    call_command("load_demo", verbosity=0)
    rows = json.loads(Path(settings.DEMO_SIGN_INS).read_text())
    return {row["email"].partition("@")[0]: row for row in rows}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing(sign_ins: dict[str, dict[str, str]], system: System, browser: Browser, language: str) -> None:
    walk = Walk(system)

    def enter(name: str, **options: object) -> Page:
        page = browser.new_context(locale=language, **options).new_page()  # type: ignore[arg-type]
        page.context.add_cookies([{"name": "django_language", "value": language, "url": system.url}])
        row = sign_ins[name]
        User.objects.filter(email=row["email"]).update(language=language)
        page.goto(f"{system.url}/sign-in/")
        page.fill("input[name=login]", row["email"])
        page.fill("input[name=password]", row["password"])
        page.locator("main button[type=submit]:visible").first.click()
        page.wait_for_load_state()
        if row["secret"]:
            walk.look(page)
            page.fill("input[name=code]", six_digits(row["secret"]))
            page.press("input[name=code]", "Enter")
            page.wait_for_load_state()
        return page

    stranger = browser.new_context(locale=language).new_page()
    walk.through(stranger, PUBLIC)
    walk.nowhere(stranger, NOWHERE)
    lead = enter("lead")
    walk.through(lead, office_pages())
    slips = f"{DRAFT}rounds/2/groups/{Group.objects.get(key='wab').uid}/"
    walk.press(lead, slips, "form[action$='/codes/'] button")
    walk.press(lead, "/factors/codes/new/", "main form button[type=submit]")
    User.objects.filter(email=sign_ins["administrator"]["email"]).update(may_read_identities=True)
    administrator = enter("administrator")
    walk.through(administrator, administrator_pages())
    administrator.goto(f"{system.url}/audit/")
    administrator.locator("details:has(form[action$='/identities/']) > summary").click()
    administrator.fill("form[action$='/identities/'] [name=reason]", "A complaint was made")
    walk.look(administrator)
    administrator.locator("form[action$='/identities/'] button").click()
    administrator.wait_for_load_state()
    walk.look(administrator)
    phone = enter("wab-1", viewport={"width": 360, "height": 740})
    walk.through(phone, review_pages())
    record = progress_pages.reported()
    walk.through(lead, progress_pages.office_pages(record))
    changed_area(walk, lead)
    walk.through(enter("monitor", viewport={"width": 360, "height": 740}), progress_pages.monitor_pages(record))
    assert re.search(r'<html[^>]*dir="(rtl|ltr)"', phone.content())
    assert walk.wrong == []
    assert names_of_pages() - walk.seen - set(NOT_WALKED) - set(progress_pages.NOT_WALKED) == set()


def changed_area(walk: Walk, page: Page) -> None:
    """The second step of a change, and the look at what it does."""
    page.goto(f"{walk.system.url}{progress_pages.AREA}")
    page.fill("input[name=on]", "2024-12-08")
    for name in ("next", "look"):
        if name == "look":
            page.fill("input[name=reason]", "Nobody carries it on.")
        page.locator(f"main button[name={name}]").click()
        page.wait_for_load_state()
        walk.look(page)
