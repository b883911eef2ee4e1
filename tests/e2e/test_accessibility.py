"""Every page of the product with the demonstration, in both directions of writing: axe finds no violation of WCAG 2.2 AA."""

import json
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import global_settings
from django.core.management import call_command
from playwright.sync_api import Browser, Page
from pytest_django import Settings

from accounts.models import User
from roadmap.models import Comment, Invitation
from tests.e2e.system import System, six_digits

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
DRAFT = "/roadmaps/scne-syria/"
OFFICE = [
    "/roadmaps/",
    "/roadmaps/new/",
    DRAFT,
    f"{DRAFT}?area=gov&q=convoy",
    f"{DRAFT}settings/",
    f"{DRAFT}deleted/",
    f"{DRAFT}draft/criteria/detention-clarity/edit/",
    f"{DRAFT}draft/measures/patients-across/edit/",
    f"{DRAFT}draft/milestones/passes-count-only/edit/",
    f"{DRAFT}add/areas/",
    f"{DRAFT}versions/",
    f"{DRAFT}versions/1/",
    f"{DRAFT}versions/1/exports/",
    f"{DRAFT}compare/?from=1&to=2",
    f"{DRAFT}import/",
    f"{DRAFT}rounds/",
    f"{DRAFT}rounds/new/",
    f"{DRAFT}rounds/2/",
    f"{DRAFT}rounds/2/extend/",
    f"{DRAFT}rounds/2/close/",
    f"{DRAFT}rounds/1/answers/",
    "/profile/",
    "/profile/sessions/",
    "/profile/tokens/",
    "/factors/",
    "/groups/",
]
ADMINISTRATOR = ["/people/", "/people/add/", "/groups/add/", "/audit/"]
PUBLIC = ["/sign-in/", "/password/forgotten/", "/in/", "/in/again/", "/nothing-here/"]


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{page.url}: {each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


def walk(page: Page, system: System, addresses: list[str]) -> list[str]:
    wrong = []
    for address in addresses:
        page.goto(f"{system.url}{address}")
        wrong += violations(page)
    return wrong


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
            page.fill("input[name=code]", six_digits(row["secret"]))
            page.press("input[name=code]", "Enter")
            page.wait_for_load_state()
        return page

    stranger = browser.new_context(locale=language).new_page()
    wrong = walk(stranger, system, PUBLIC)
    lead = enter("lead")
    wrong += walk(lead, system, OFFICE)
    comment = Comment.objects.filter(round__number=1).first()
    assert comment is not None
    wrong += walk(lead, system, [f"{DRAFT}rounds/1/answers/{comment.uid}/"])
    wrong += walk(enter("administrator"), system, ADMINISTRATOR)
    phone = enter("wab-1", viewport={"width": 360, "height": 740})
    wrong += walk(phone, system, review_pages())
    assert re.search(r'<html[^>]*dir="(rtl|ltr)"', phone.content())
    assert wrong == []


def review_pages() -> list[str]:
    closed, opened = Invitation.objects.filter(user__email="wab-1@example.org").order_by("round__number")
    pages = ["/review/"]
    for invitation in (closed, opened):
        start = f"/review/{invitation.uid}/"
        parts = ["", "items/", "items/measures/patients-across/", "items/criteria/detention-clarity/", "comments/", "whole/"]
        pages += [start + part for part in parts]
    return pages
