"""Words that are saved nowhere: the desk asks before it throws them away, and only then."""

import re

from playwright.sync_api import Browser, Dialog, Page, expect

from tests.conftest import Cast
from tests.e2e.system import System
from tests.e2e.test_main_job import desktop, drafts_from_a_file, enrol

FORM = "form.desk-form"
WORDS = f"{FORM} textarea[name='summary.en']"


class Asked:
    """Answers each question of the page, and counts them."""

    def __init__(self, page: Page) -> None:
        self.count, self.agree = 0, False
        page.on("dialog", self)

    def __call__(self, dialog: Dialog) -> None:
        self.count += 1
        if self.agree:
            dialog.accept()
        else:
            dialog.dismiss()


def test_escape_and_cancel_ask_before_they_throw_words_away(system: System, cast: Cast, browser: Browser) -> None:
    page = desktop(browser)
    enrol(system, page, cast.lead)
    drafts_from_a_file(system, page)
    asked = Asked(page)
    opens_in_place(page)
    leaves_at_once_where_nothing_was_typed(page, asked)
    opens_in_place(page)
    keeps_what_was_typed(page, asked)
    lets_it_go_where_one_agrees(page, asked)
    page.goto(f"{system.url}/roadmaps/small/draft/measures/exam-passage/edit/")
    keeps_what_was_typed(page, asked)
    lets_it_go_where_one_agrees(page, asked)


def opens_in_place(page: Page) -> None:
    page.locator("#measures-exam-passage [data-row-key=e]").click()
    page.focus(WORDS)


def leaves_at_once_where_nothing_was_typed(page: Page, asked: Asked) -> None:
    page.keyboard.press("Escape")
    expect(page.locator(FORM)).to_have_count(0)
    assert asked.count == 0


def keeps_what_was_typed(page: Page, asked: Asked) -> None:
    asked.count, asked.agree = 0, False
    page.focus(WORDS)
    page.keyboard.type("Half a sentence ")
    page.keyboard.press("Escape")
    page.locator(f"{FORM} [data-cancel]").click()
    expect(page.locator(WORDS)).to_have_value(re.compile("Half a sentence"))
    assert asked.count == 2


def lets_it_go_where_one_agrees(page: Page, asked: Asked) -> None:
    asked.count, asked.agree = 0, True
    page.focus(WORDS)
    page.keyboard.press("Escape")
    expect(page.locator(FORM)).to_have_count(0)
    assert asked.count == 1
