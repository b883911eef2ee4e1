"""The pictures of the documents: `python -m ops.pictures ADDRESS SIGN_INS`, or `make pictures` beside a running `make run`.

`SIGN_INS` is the file that `manage.py load_demo` writes. One measure is added to the demonstration, so that something is missing,
and deleted again. Runs in the virtual environment with requirements/dev.txt and needs Debian's chromium.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import json
import re
import struct
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image
from playwright.sync_api import Browser, Page, StorageState, sync_playwright

from ops import browser as browsers
from ops.places import REPO
from ops.steps import StepFailed, say

FOLDER = REPO / "docs" / "pictures"
ROADMAP = "/roadmaps/scne-syria/"
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}
FILES = {"en": "English", "ar": "العربية"}
PDF_PAGE = 7  # from 0: a criterion with its milestones
PDF_WIDTH = 620
GAP = 12
#: The day from which progress is shown: most of what the demonstration reports is there, and not all windows are over.
SEEN_FROM = "2024-03-01"
MADE_WITHIN = 180
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update"]


def code_of(secret: str) -> str:
    """The six digits of this half minute (RFC 6238)."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def keep(name: str, image: Image.Image) -> None:
    """Save with 128 colours: a page has few, and a picture stays under 250 KB."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{name}.png"
    image.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)
    say(f"  {path.relative_to(REPO)}  {path.stat().st_size // 1000} KB")


@dataclass
class Camera:
    """A browser that looks at a running demonstration as one person after another."""

    browser: Browser
    address: str
    people: dict[str, dict[str, str]]

    @contextmanager
    def page(
        self, language: str, *, phone: bool = False, dark: bool = False, state: StorageState | None = None
    ) -> Iterator[Page]:
        context = self.browser.new_context(
            viewport=PHONE if phone else DESK,  # type: ignore[arg-type]
            device_scale_factor=2 if phone else 1,
            is_mobile=phone,
            locale=language,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            storage_state=state,
        )
        context.add_cookies([{"name": "django_language", "value": language, "url": self.address}])
        try:
            yield context.new_page()
        finally:
            context.close()

    def go(self, page: Page, path: str) -> None:
        """Raises StepFailed when it does not answer 200. Waits for the typefaces."""
        answer = page.goto(urljoin(self.address, path))
        if answer is not None and not answer.ok:
            raise StepFailed(f"{path} answered {answer.status}", "is it the demonstration of `make run`?")
        page.evaluate("document.fonts.ready.then(() => true)")

    def sign_in(self, name: str) -> StorageState:
        """The session of a person of the demonstration, second factor included; a code is accepted once only."""
        person = self.people[name]
        with self.page("en") as page:
            self.go(page, "/sign-in/")
            page.fill("input[name=login]", person["email"])
            page.fill("input[name=password]", person["password"])
            page.press("input[name=password]", "Enter")
            page.wait_for_url(lambda url: url != urljoin(self.address, "/sign-in/"))
            while person["secret"] and "/sign-in/" in page.url:
                used = int(time.time()) // 30
                page.fill("input[name=code]", code_of(person["secret"]))
                with page.expect_navigation():
                    page.press("input[name=code]", "Enter")
                while "/sign-in/" in page.url and int(time.time()) // 30 == used:
                    time.sleep(1)
            return page.context.storage_state()

    def take(self, page: Page, name: str) -> None:
        keep(name, Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide"))))


def at_top(page: Page, selector: str, above: int = 70) -> None:
    """Scroll so that the first match stands under what sticks to the top of the window."""
    page.locator(selector).first.evaluate(
        f"it => window.scrollTo({{top: it.getBoundingClientRect().top + scrollY - {above}, behavior: 'instant'}})"
    )


def desk(camera: Camera, state: StorageState) -> None:
    """The draft in two directions and in the dark; an item in place; what is missing."""
    for name, language, dark in (("desk-en", "en", False), ("desk-ar", "ar", False), ("desk-dark", "en", True)):
        with camera.page(language, dark=dark, state=state) as page:
            camera.go(page, ROADMAP)
            at_top(page, "#measures-safe-examinations", 130)
            page.wait_for_timeout(500)  # until the outline has followed
            camera.take(page, name)
    with camera.page("en", state=state) as page:
        camera.go(page, ROADMAP)
        page.locator("#measures-safe-examinations [data-row-key=e]").first.click()
        page.wait_for_selector("form [name='title.en']")
        at_top(page, "form:has([name='title.en'])", 130)
        camera.take(page, "edit")
        incomplete(camera, page)


def incomplete(camera: Camera, page: Page) -> None:
    """A measure of which only the title is known, for as long as the picture takes."""
    camera.go(page, f"{ROADMAP}add/measures/")
    page.fill("[name='title.en']", "Winter fuel for schools on both sides")
    page.locator("form:has([name='title.en']) button[type=submit]").first.click()
    page.wait_for_url(re.compile(re.escape(ROADMAP) + r"(#.*)?$"))
    added = page.locator("article", has_text="Winter fuel for schools").last
    camera.go(page, ROADMAP)
    page.locator("#missing summary").first.click()
    at_top(page, "#missing", 800)
    camera.take(page, "completeness")
    added.locator("summary").first.click()
    added.locator("[data-row-key=Delete]").click()
    page.wait_for_load_state()


def office(camera: Camera, state: StorageState) -> None:
    """Versions, rounds, answers, exports."""
    with camera.page("en", state=state) as page:
        for name, path, selector in (
            ("compare", f"{ROADMAP}compare/?from=1&to=2", "article.change"),
            ("round", f"{ROADMAP}rounds/2/", ""),
            ("answers", f"{ROADMAP}rounds/1/answers/?kind=suggestion", ".exchange"),
            ("convergence", f"{ROADMAP}convergence/?round=1", ".heat-legend"),
            ("plan", f"{ROADMAP}plan/?by=exchange", ".tabs"),
            ("exchanges", f"{ROADMAP}exchanges/", ".exchange-card"),
            ("ledger", f"{ROADMAP}exchanges/ledger/", ".ledger-top"),
            ("progress", f"{ROADMAP}progress/?as_of={SEEN_FROM}", ".figures"),
            ("two-ended", f"{ROADMAP}progress/measures/", ".two-ended:has(.said)"),
        ):
            camera.go(page, path)
            if selector:
                at_top(page, selector, 16)
            camera.take(page, name)
        what_if(camera, page)
        links = {language: link_of_file(camera, page, language) for language in FILES}
        camera.take(page, "export")
        for language, href in links.items():
            keep(f"pdf-{language}", rendered(page, href))


def mirrored(camera: Camera, state: StorageState) -> None:
    """The plan in time and the ledger, from right to left."""
    with camera.page("ar", state=state) as page:
        for name, path, selector in (
            ("plan-ar", f"{ROADMAP}plan/?by=exchange", ".tabs"),
            ("ledger-ar", f"{ROADMAP}exchanges/ledger/", ".ledger-top"),
        ):
            camera.go(page, path)
            at_top(page, selector, 16)
            camera.take(page, name)


def what_if(camera: Camera, page: Page) -> None:
    """An area that is late, shown and not kept."""
    camera.go(page, f"{ROADMAP}plan/what-if/")
    page.locator("button[name=add][value=delay]").click()
    page.select_option("[name=c0-area]", "gov")
    page.fill("[name=c0-weeks]", "40")
    page.locator("button.button-primary[name=show]").click()
    page.wait_for_selector("#answer")
    at_top(page, ".plan-changes", 16)
    camera.take(page, "what-if")


def link_of_file(camera: Camera, page: Page, language: str) -> str:
    """Have the PDF of version 2 made, unless it is there, and wait for it. Raises StepFailed."""
    files = f"{ROADMAP}versions/2/exports/"
    camera.go(page, files)
    link = page.locator("#jobs tr", has_text="PDF").filter(has_text=FILES[language]).locator("a[download]").first
    if not link.count():
        page.check("input[name=format][value=pdf]")
        page.check(f"input[name=language][value={language}]")
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_load_state()
    until = time.monotonic() + MADE_WITHIN
    while not link.count():
        if time.monotonic() > until:
            raise StepFailed("the PDF was not made", "is the worker running?")
        time.sleep(2)
        camera.go(page, files)
    return str(link.get_attribute("href"))


def rendered(page: Page, href: str) -> Image.Image:
    """The cover and one page of the PDF behind a link, side by side."""
    document = pypdfium2.PdfDocument(page.request.get(urljoin(page.url, href)).body())
    sheets = [sheet.render(scale=PDF_WIDTH / sheet.get_width()).to_pil() for sheet in (document[0], document[PDF_PAGE])]
    both = Image.new("RGB", (2 * PDF_WIDTH + 3 * GAP, sheets[0].height + 2 * GAP), "#d9d5cc")
    for place, sheet in enumerate(sheets):
        both.paste(sheet, (GAP + place * (PDF_WIDTH + GAP), GAP))
    return both


def reviewer(camera: Camera, state: StorageState) -> None:
    """A member's phone, in Arabic: the open round, an item with the form, and what became of the comments of the first round."""
    with camera.page("ar", phone=True, state=state) as page:
        camera.go(page, "/review/")
        places = sorted({str(each.get_attribute("href")) for each in page.locator("main a[href^='/review/']").all()})
        for place in places:
            camera.go(page, place)
            if page.locator("form[action$='/finish/']").count():
                camera.take(page, "review-start-ar")
                camera.go(page, f"{place}items/criteria/crossing-safety/")
                page.locator("#write > summary").click()
                at_top(page, "#write", 60)
                camera.take(page, "review-item-ar")
            else:
                camera.go(page, f"{place}comments/")
                at_top(page, ".exchange", 60)
                camera.take(page, "review-answers-ar")


def monitor(camera: Camera, state: StorageState) -> None:
    """A monitor's phone, in Arabic: where one begins, and the form of a report."""
    with camera.page("ar", phone=True, state=state) as page:
        camera.go(page, "/reporting/")
        camera.take(page, "monitor-start-ar")
        camera.go(page, f"{ROADMAP}progress/report/?on=milestones/nw-assessment")
        at_top(page, "main form", 60)
        camera.take(page, "monitor-report-ar")


def take_all(address: str, sign_ins: Path) -> None:
    """Every picture of the documents. Raises StepFailed."""
    rows: list[dict[str, Any]] = json.loads(sign_ins.read_text(encoding="utf-8"))
    people = {row["email"].partition("@")[0]: row for row in rows}
    chromium, why = browsers.find_or_install()
    if chromium is None:
        raise StepFailed("there is no browser", why)
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=chromium, args=QUIET) as browser:
        camera = Camera(browser, address, people)
        lead = camera.sign_in("lead")
        desk(camera, lead)
        office(camera, lead)
        mirrored(camera, lead)
        reviewer(camera, camera.sign_in("wab-1"))
        monitor(camera, camera.sign_in("monitor"))


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        say("usage: python -m ops.pictures ADDRESS SIGN_INS")
        return 2
    take_all(arguments[0], Path(arguments[1]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
