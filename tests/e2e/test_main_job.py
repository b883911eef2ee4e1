"""The one main job, from the first draft to the file for the Council, as three people walk it on the running product."""

import io
import re
from datetime import timedelta
from pathlib import Path

import pypdfium2
from docx import Document as Word
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from roadmap.domain.clock import database_now
from roadmap.models import Assignment, Comment, Roadmap, Round
from tests.conftest import Cast
from tests.e2e.system import System, link_in, six_digits

SMALL = Path(__file__).resolve().parents[1] / "roadmap" / "small.yaml"
PHONE = {
    "locale": "ar",
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}


def desktop(browser: Browser, language: str = "en") -> Page:
    page = browser.new_context(locale=language, viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(15_000)
    return page


def enrol(system: System, page: Page, person: User) -> str:
    """Sign in for the first time: the product asks for a second factor before anything else."""
    system.sign_in(page, person)
    page.goto(f"{system.url}/factors/app/")
    secret = page.locator("dl.facts bdi.code").inner_text().replace(" ", "")
    page.fill("input[name=code]", six_digits(secret))
    page.locator("main form button[type=submit]").click()
    expect(page).not_to_have_url(re.compile("/factors/app/$"))
    return secret


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def test_the_main_job(system: System, cast: Cast, browser: Browser) -> None:
    User.objects.filter(pk=cast.reviewer.pk).update(language="ar")
    office = desktop(browser)
    enrol(system, office, cast.lead)
    drafts_from_a_file(system, office)
    Assignment.objects.get_or_create(roadmap=Roadmap.objects.get(), user=cast.drafter)
    edits_in_place(system, office)
    freezes(system, office, "First draft for review")
    opens_a_round(system, office, cast)

    phone = browser.new_context(java_script_enabled=False, **PHONE).new_page()
    comes_in_by_mail(system, phone, cast.reviewer)
    reads_comments_and_takes_a_position(system, phone)
    time_passes_until_the_round_closes(system, office)
    is_told_that_it_is_too_late(phone)

    answers(system, office)
    reads_the_answer(system, phone, cast.reviewer)
    freezes(system, office, "What the review led to")
    sees_what_changed(system, office)

    council = desktop(browser)
    enrol(system, council, cast.administrator)
    exports(system, council)


def drafts_from_a_file(system: System, page: Page) -> None:
    page.goto(f"{system.url}/roadmaps/new/")
    page.set_input_files("input[type=file]", SMALL)
    press(page, "Read the file")
    expect(page).to_have_url(f"{system.url}/roadmaps/small/")
    expect(page.locator("h1")).to_contain_text("A small roadmap")
    expect(page.locator("main")).to_contain_text("خريطة طريق صغيرة")


def edits_in_place(system: System, page: Page) -> None:
    page.goto(f"{system.url}/roadmaps/small/draft/measures/exam-passage/edit/")
    page.fill("textarea[name='summary.en']", "Pupils of all four areas cross to sit exams.")
    press(page, "Save")
    page.goto(f"{system.url}/roadmaps/small/")
    expect(page.locator("main")).to_contain_text("Pupils of all four areas cross to sit exams.")


def freezes(system: System, page: Page, note: str) -> None:
    page.goto(f"{system.url}/roadmaps/small/versions/")
    page.fill("[name=note]", note)
    press(page, "Freeze")
    expect(page).to_have_url(re.compile(r"/versions/\d+/$"))
    page.goto(f"{system.url}/roadmaps/small/versions/")
    expect(page.locator("main table")).to_contain_text(note)


def opens_a_round(system: System, page: Page, cast: Cast) -> None:
    page.goto(f"{system.url}/roadmaps/small/rounds/new/")
    page.check(f"input[name=groups][value='{cast.group.pk}']")
    closes = database_now() + timedelta(days=7)
    page.fill("input[name=closes_at]", closes.strftime("%Y-%m-%dT%H:%M"))
    page.check("input[name=widest_visibility][value=round]")
    page.locator("main form button.button-primary").first.click()
    expect(page).to_have_url(f"{system.url}/roadmaps/small/rounds/1/")
    page.locator("main").get_by_role("link", name=re.compile("Open")).first.click()
    page.locator("main form button.button-primary").first.click()
    expect(page.locator("main")).to_contain_text("Open")
    assert Round.objects.get().state == "open"


def comes_in_by_mail(system: System, page: Page, person: User) -> None:
    """The link opens a page that tells nothing; only its button signs in."""
    mail = system.wait_for_mail(person)
    assert "small" not in mail.as_string().lower()
    page.goto(link_in(mail))
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert "خريطة طريق صغيرة" not in page.content()
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("خريطة طريق صغيرة")


def reads_comments_and_takes_a_position(system: System, page: Page) -> None:
    review = page.url.split("#")[0]
    page.goto(f"{review}items/measures/exam-passage/")
    expect(page.locator("main")).to_contain_text("يعبر الطلاب لأداء الامتحانات.")
    page.locator("#write > summary").click()
    page.fill("textarea[name=text]", "نريد حافلات آمنة للطالبات أيضاً.")
    page.check("input[name=visibility][value=group]")
    page.locator("#write button.button-primary").click()
    expect(page.locator("main")).to_contain_text(Comment.objects.get().receipt)
    page.goto(f"{review}items/measures/exam-passage/")
    page.check("form.position input[name=stand][value=conditional]")
    page.fill("form.position textarea[name=conditions]", "بشرط سلامة الطريق.")
    page.locator("form.position button.button-primary").first.click()
    page.goto(f"{review}items/measures/exam-passage/")
    expect(page.locator("form.position input[value=conditional]")).to_be_checked()
    page.locator("#write > summary").click()
    page.fill("textarea[name=text]", "كلمة متأخرة لا تضيع.")


def time_passes_until_the_round_closes(system: System, page: Page) -> None:
    """The clock is not ours to move, so the deadline is; the round then closes by itself."""
    Round.objects.update(opened_at=database_now() - timedelta(days=1), closes_at=database_now())
    page.goto(f"{system.url}/roadmaps/small/rounds/1/")
    for _attempt in range(40):
        if Round.objects.get().state == "closed":
            break
        page.wait_for_timeout(1000)
    page.reload()
    expect(page.locator("main")).to_contain_text("Closed")


def is_told_that_it_is_too_late(page: Page) -> None:
    page.locator("#write button.button-primary").click()
    expect(page.locator("main")).to_contain_text("كلمة متأخرة لا تضيع.")
    assert Comment.objects.count() == 1


def answers(system: System, page: Page) -> None:
    comment = Comment.objects.get()
    page.goto(f"{system.url}/roadmaps/small/rounds/1/answers/{comment.uid}/")
    page.check("input[name=outcome][value=accepted]")
    page.locator("main form label.texts-tab", has=page.locator("input[value=ar]")).first.click()
    page.locator("main form textarea[lang=ar]").first.fill("أُخذ به: تسير حافلات للطالبات.")
    press(page, "Save")
    page.goto(f"{system.url}/roadmaps/small/draft/measures/exam-passage/edit/")
    page.fill("textarea[name='summary.ar']", "يعبر الطلاب والطالبات لأداء الامتحانات في حافلات آمنة.")
    press(page, "Save")
    page.goto(f"{system.url}/roadmaps/small/rounds/1/answers/release/")
    page.locator("main form button[type=submit]").first.click()
    assert Round.objects.get().state == "answered"


def reads_the_answer(system: System, page: Page, person: User) -> None:
    system.wait_for_mail(person, count=2)
    page.goto(f"{system.url}/review/")
    page.locator("main a").first.click()
    page.goto(f"{page.url.split('#')[0]}comments/")
    expect(page.locator("main")).to_contain_text("أُخذ به: تسير حافلات للطالبات.")


def sees_what_changed(system: System, page: Page) -> None:
    page.goto(f"{system.url}/roadmaps/small/compare/?from=1&to=2")
    expect(page.locator("main")).to_contain_text("Passage to exams")
    expect(page.locator("main ins").first).to_be_visible()


def exports(system: System, page: Page) -> None:
    page.goto(f"{system.url}/roadmaps/small/versions/2/exports/")
    pdf = download(page, "pdf", "ar")
    words = "".join(sheet.get_textpage().get_text_bounded() for sheet in pypdfium2.PdfDocument(pdf))
    assert "خريطة طريق صغيرة" in words
    docx = download(page, "docx", "en")
    assert any("A small roadmap" in paragraph.text for paragraph in Word(io.BytesIO(docx)).paragraphs)


def download(page: Page, file_format: str, language: str) -> bytes:
    page.check(f"input[name=format][value={file_format}]")
    page.check(f"input[name=language][value={language}]")
    press(page, "Make the file")
    link = page.locator("tr", has_text=file_format.upper()).locator("a[download]")
    expect(link).to_be_visible(timeout=60_000)
    with page.expect_download() as waiting:
        link.click()
    return Path(waiting.value.path()).read_bytes()
