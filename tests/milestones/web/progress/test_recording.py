"""Recording as one types it: kept as written, once, nothing lost when something is wrong; withdrawing; files; crossings."""

import hashlib
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import Error, transaction

from accounts.models import AuditEntry
from milestones.domain.deciding import today
from milestones.models import Evidence, EvidenceFile
from roadmap.domain.drafting import insert_item
from roadmap.models import Crossing
from tests.milestones.domain.evidence.uploads import jpeg
from tests.milestones.web.progress.conftest import HERE, Place
from tests.roadmap.web.desk.conftest import Page

FORM = "//form[.//input[@name='client_key']]"
ON_LISTS = f"{HERE}report/?on=milestones/gov-lists"


def typed(place: Place, **changes: Any) -> dict[str, Any]:
    found = {
        "client_key": str(uuid.uuid4()),
        "claim": "partly",
        "quantity": "476",
        "date": place.ago(3),
        "statement": "قبلت المدرسة القوائم\nثم ردّت بعضها.",
        "language": "ar",
        "place": "الطبقة",
        "reporter": "Teachers",
        "role": "monitor",
        "on_behalf_of": "",
        "on_behalf_other": "",
        "independent": "on",
        "confidence": "high",
    }
    return {name: value for name, value in (found | changes).items() if value is not None}


def marked(page: Page) -> list[str]:
    """The controls beside which something is said against what was typed."""
    return [each.get("name") for each in page.tree.xpath("//*[@aria-invalid='true']")]


@pytest.mark.parametrize("who", ["monitor", "lead"])
def test_a_report_is_kept_as_it_was_written_and_has_a_receipt(place: Place, who: str) -> None:
    browser = getattr(place, who)
    page = browser.follow(browser.post(ON_LISTS, typed(place)))
    record = Evidence.objects.get()
    kept = (record.statement, record.place, record.quantity, record.independent, record.role, record.confidence)
    words = "قبلت المدرسة القوائم\nثم ردّت بعضها."
    assert kept == ({"ar": words}, {"ar": "الطبقة"}, 476, True, "monitor", "high")
    assert page.texts("//p[@class='receipt-number']") == ["V-01"]
    shown = page.one("//p[contains(@class, 'said-text')]")
    assert (shown.get("dir"), shown.get("lang"), shown.text_content()) == ("auto", "ar", words)


def test_what_a_monitor_types_has_sensible_beginnings(place: Place) -> None:
    form = place.monitor.get(ON_LISTS).form(FORM)
    assert (form["role"], form["independent"], "claim" in form) == (["monitor"], ["on"], False)
    form = place.lead.get(ON_LISTS).form(FORM)
    assert ("role" in form, "independent" in form) == (False, False)


@pytest.mark.parametrize(("written", "kept"), [("٤٧٦", 476), ("2,500", 2500), ("٢٬٥٠٠٫٥", 2500.5), ("0", 0), ("2 500", 2500)])
def test_numbers_are_read_as_people_write_them(place: Place, written: str, kept: float) -> None:
    assert place.monitor.post(ON_LISTS, typed(place, quantity=written)).status == 302
    assert Evidence.objects.get().quantity == kept


def test_a_number_in_another_unit_is_shown_as_such_and_compared_with_nothing(place: Place) -> None:
    """Five thousand buses are not more than all four thousand pupils."""
    page = place.monitor.follow(place.monitor.post(ON_LISTS, typed(place, quantity="5000", unit="حافلات")))
    record = Evidence.objects.get()
    assert (record.quantity, record.unit) == (5000, {"ar": "حافلات"})
    assert page.texts("//p[@class='said-quantity']") == ["5,000 حافلات Another unit than agreed: not compared"]
    row = place.lead.get(HERE).texts("//tr[.//a[contains(@href, '/gov-lists/')]]")[0]
    assert "Counted in another unit than agreed: the number is shown, and compared with nothing. (V-01)" in row
    same = typed(place, quantity="5000", unit="Pupils", language="en")
    assert marked(place.monitor.post(ON_LISTS, same)) == ["quantity"]  # more than the whole is asked about


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"quantity": "many"}, ["quantity"]),
        ({"quantity": "-3"}, ["quantity"]),
        ({"quantity": "nan"}, ["quantity"]),
        ({"date": ""}, ["date"]),
        ({"date": "2999-01-01"}, ["date"]),
        ({"claim": None}, ["claim"] * 5),
        ({"claim": "~quantity", "quantity": ""}, ["quantity"]),
        ({"claim": "verified"}, ["claim"] * 5),
        ({"reporter": ""}, ["reporter"]),
        ({"on_behalf_of": "~other"}, ["on_behalf_other"]),
        ({"statement": "hidden \u202e turn"}, ["statement"]),
        ({"language": "xx"}, ["language"]),
        ({"statement": "ق" * 5_600}, ["statement"]),
    ],
)
def test_nothing_typed_is_lost_when_something_is_wrong(place: Place, changes: dict[str, Any], fields: list[str]) -> None:
    given = typed(place, **changes)
    page = place.monitor.post(ON_LISTS, given)
    assert (page.status, marked(page)) == (400, fields)
    form = page.form(FORM)
    again = {name: (form.get(name) or [""])[0].lstrip("\n") for name in given if name not in changes}
    assert again == {name: value for name, value in given.items() if name not in changes}
    assert Evidence.objects.count() == 0


def test_everything_that_is_not_right_is_said_at_once(place: Place) -> None:
    page = place.monitor.post(ON_LISTS, typed(place, quantity="many", date="2999-01-01", reporter=""))

    assert (page.status, marked(page)) == (400, ["quantity", "date", "reporter"])


def test_more_than_the_whole_is_asked_about_once_and_then_recorded(place: Place) -> None:
    assert "beyond" not in place.monitor.get(ON_LISTS).form(FORM)
    assert not place.monitor.get(ON_LISTS).tree.xpath("//input[@name='beyond']")

    page = place.monitor.post(ON_LISTS, typed(place, quantity="47600"))
    assert (page.status, marked(page), Evidence.objects.count()) == (400, ["quantity"], 0)
    assert len(page.tree.xpath("//input[@name='beyond']")) == 1

    assert place.monitor.post(ON_LISTS, page.form(FORM) | {"beyond": "on"}).status == 302
    assert Evidence.objects.get().quantity == 47600


def test_what_is_sent_twice_is_recorded_once(place: Place) -> None:
    given = typed(place)
    first, second = (place.monitor.post(ON_LISTS, given) for _time in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Evidence.objects.count() == 1


def test_what_is_changed_and_sent_again_is_asked_about_and_then_recorded(place: Place) -> None:
    given = typed(place)
    place.monitor.post(ON_LISTS, given)
    page = place.monitor.post(ON_LISTS, given | {"quantity": "500"})
    assert (page.status, Evidence.objects.count()) == (409, 1)
    form = page.form(FORM)
    assert (form["quantity"], form["client_key"] != [given["client_key"]]) == (["500"], True)
    assert place.monitor.post(ON_LISTS, form).status == 302
    assert Evidence.objects.count() == 2


def test_one_persons_key_is_not_anothers(place: Place) -> None:
    given = typed(place)
    place.monitor.post(ON_LISTS, given)
    place.lead.post(ON_LISTS, given)
    assert Evidence.objects.count() == 2


def test_a_reading_of_a_criterion_needs_its_area(place: Place) -> None:
    address = f"{HERE}report/?on=criteria/exams"
    assert marked(place.monitor.post(address, typed(place, area=""))) == ["area"]
    assert place.monitor.post(address, typed(place, area="gov")).status == 302
    assert Evidence.objects.get().area.key == "gov"


def test_another_party_is_named(place: Place) -> None:
    place.monitor.post(ON_LISTS, typed(place, on_behalf_of="~other", on_behalf_other="Red Crescent"))
    assert Evidence.objects.get().on_behalf_of == "Red Crescent"


@pytest.mark.parametrize("on", ["milestones/nowhere", "areas/gov", "evidence/x", "x"])
def test_one_reports_on_what_is_there(place: Place, on: str) -> None:
    assert place.monitor.get(f"{HERE}report/?on={on}").status == 404
    assert place.monitor.post(f"{HERE}report/?on={on}", typed(place)).status == 404


def test_what_one_can_report_on_is_found_by_words_in_any_language(place: Place) -> None:
    page = place.monitor.get(f"{HERE}report/?q=الحافلات")
    assert page.one("//input[@name='q']").get("maxlength") == "200"
    assert page.texts("//main//span[@class='todo-title']") == ["M-01.N1 Buses run"]


def test_where_nothing_fits_all_is_offered_and_where_nothing_is_there_nothing(place: Place) -> None:
    link = "//div[@class='empty']//a/@href"
    assert place.monitor.get(f"{HERE}report/?q=zzz").tree.xpath(link) == [f"{HERE}report/"]
    for rows in (place.roadmap.milestones, place.roadmap.measures, place.roadmap.criteria, place.roadmap.crossings):
        rows.all().delete()
    page = place.monitor.get(f"{HERE}report/")
    assert page.texts("//div[@class='empty']/p")[0] == "There is nothing to report on yet"
    assert page.tree.xpath(link) == []


def test_what_lacks_evidence_is_put_forward_the_nearest_day_first(place: Place) -> None:
    page = place.monitor.get(f"{HERE}report/")
    part = "//section[@aria-labelledby='part-1']"
    assert page.texts(f"{part}/h2") == ["Evidence is missing"]
    assert page.texts(f"{part}//span[@class='todo-title']") == ["M-01.G1 Lists accepted", "M-01.N1 Buses run"]
    assert "by 1 March 2024" in page.texts(f"{part}//span[@class='todo-meta']")[0]
    assert page.texts(f"{part}//span[@class='todo-notes']")[0].startswith("2 independent sources are needed; found: 0. ")
    for reporter in ("Teachers", "Parents"):
        place.record(quantity=900, date="2023-12-01", reporter=reporter)
    assert place.monitor.get(f"{HERE}report/").texts(f"{part}//span[@class='todo-title']") == ["M-01.N1 Buses run"]


def to_choose(page: Page, field: str) -> list[str]:
    """The files that are told, beside their field, to be chosen again."""
    return page.texts(f"//div[contains(@class, 'field')][.//input[@name='{field}']]//div[@class='note note-warn']//li")


# --- Files -----------------------------------------------------------------------------------------------------------


def photograph(owner: str = "The Photographer") -> SimpleUploadedFile:
    return SimpleUploadedFile("Abu Ahmad at home.jpg", jpeg(owner), "image/jpeg")


def test_files_are_cleaned_and_come_back_as_attachments(place: Place) -> None:
    place.monitor.post(ON_LISTS, typed(place, uploads=[photograph(), photograph("Somebody else")]))
    first, _second = EvidenceFile.objects.order_by("name")
    page = place.monitor.get(f"{HERE}evidence/{first.evidence.key}/")
    address = page.tree.xpath("//a[@download]/@href")[0]
    response = place.monitor.client.get(address)
    kept = bytes(response.content)
    assert (b"Photographer" in kept, b"Abu Ahmad" in kept, kept == bytes(first.content)) == (False, False, True)
    assert dict(response.headers) | {
        "Content-Type": "image/jpeg",
        "Content-Disposition": 'attachment; filename="V-01-1.jpg"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    } == dict(response.headers)


def test_a_file_is_for_those_who_see_the_evidence(place: Place) -> None:
    place.monitor.post(ON_LISTS, typed(place, uploads=[photograph()]))
    kept = EvidenceFile.objects.get()
    address = f"{HERE}evidence/{kept.evidence.key}/files/{kept.uid}/"
    assert [browser.client.get(address).status_code for browser in (place.lead, place.administrator)] == [200, 200]
    for browser in (place.far_monitor, place.reviewer, place.outsider):
        response = browser.client.get(address)
        assert (response.status_code, kept.digest.encode() in response.content) == (404, False)
    other = f"/roadmaps/other/progress/evidence/{kept.evidence.key}/files/{kept.uid}/"
    assert place.far_monitor.client.get(other).status_code == 404


@pytest.mark.parametrize("name", ["صور من بيت أحمد.jpg", "Wêneyên Ehmed.jpg", "a" * 200 + ".jpg"])
def test_a_file_under_any_name_is_taken_and_its_name_is_kept_nowhere(place: Place, name: str) -> None:
    sent = SimpleUploadedFile(name, jpeg("Ahmad"), "image/jpeg")
    assert place.monitor.post(ON_LISTS, typed(place, uploads=[sent])).status == 302
    kept = EvidenceFile.objects.get()
    response = place.lead.client.get(f"{HERE}evidence/{kept.evidence.key}/files/{kept.uid}/")
    assert (response.status_code, response.headers["Content-Disposition"]) == (200, 'attachment; filename="V-01-1.jpg"')
    told = str(list(AuditEntry.objects.values_list("before", "after"))) + str(kept.evidence.files)
    assert [part for part in (name, name[:5]) if part in told] == []


def test_a_withdrawn_record_keeps_its_files(place: Place) -> None:
    place.monitor.post(ON_LISTS, typed(place, uploads=[photograph()]))
    kept = EvidenceFile.objects.get()
    place.monitor.post(f"{HERE}evidence/{kept.evidence.key}/withdraw/", {"reason": "Another school"})
    response = place.lead.client.get(f"{HERE}evidence/{kept.evidence.key}/files/{kept.uid}/")
    assert hashlib.sha256(response.content).hexdigest() == kept.digest == Evidence.objects.get().files[0]["sha256"]
    with pytest.raises(Error, match="Cannot"), transaction.atomic():
        kept.delete()


@pytest.mark.parametrize("listed", [True, False])
def test_a_file_that_is_not_what_was_recorded_is_not_handed_out(place: Place, listed: bool) -> None:
    """The bytes are others than the record says, or the record names no such file: told plainly, on the page and in the API."""
    place.monitor.post(ON_LISTS, typed(place, uploads=[photograph()]))
    whole = EvidenceFile.objects.get()
    content = b"\xff\xd8SECRET" if listed else jpeg("Another")
    digest = whole.digest if listed else hashlib.sha256(content).hexdigest()
    about = {"name": "2.jpg", "media_type": "image/jpeg", "size": len(content), "digest": digest}
    broken = EvidenceFile.objects.create(evidence=whole.evidence, content=content, **about)
    address = f"{HERE}evidence/{whole.evidence.key}/files/{broken.uid}/"
    page = place.lead.get(address)
    assert (page.status, content in place.lead.client.get(address).content) == (409, False)
    assert page.texts("//div[contains(@class, 'note-bad')]")[0].startswith(
        "This file is not handed out: it is not as it was recorded"
    )
    answer = place.lead.client.get(f"/api/v1/roadmaps/small/evidence/{whole.evidence.key}/files/{broken.uid}/file/")
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:scne:not-as-recorded")
    assert place.lead.client.get(f"{HERE}evidence/{whole.evidence.key}/files/{whole.uid}/").status_code == 200


def test_a_file_that_only_a_roadmap_file_names_is_told_with_its_hash(place: Place) -> None:
    data = {"milestone": "gov-lists", "claim": "partly", "reporter": "Teachers", "date": "2024-01-10"}
    record = insert_item(
        roadmap=place.roadmap, kind_name="evidence", data={**data, "files": [{"name": "1.pdf", "sha256": "a" * 64, "size": 9}]}
    )
    page = place.lead.get(f"{HERE}evidence/{record.key}/")
    assert (page.status, page.texts("//section[@aria-labelledby='elsewhere-title']//li")) == (200, [f"1.pdf {'a' * 64}"])
    assert page.tree.xpath("//a[@download]") == []


def test_a_bad_file_is_named_and_the_words_stay(place: Place) -> None:
    bad = SimpleUploadedFile("list.exe", b"MZ something", "image/jpeg")
    page = place.monitor.post(ON_LISTS, typed(place, uploads=[photograph(), bad]))
    assert (page.status, marked(page), Evidence.objects.count()) == (400, ["uploads"], 0)
    (said,) = page.texts("//ul[contains(@class, 'errorlist')]/li")
    assert said == "list.exe: Only photographs (JPEG, PNG, WebP) and PDF files are taken."
    assert page.form(FORM)["reporter"] == ["Teachers"]
    assert to_choose(page, "uploads") == ["Abu Ahmad at home.jpg"]


def test_files_of_a_form_that_comes_back_are_named_beside_their_field(place: Place) -> None:
    """A browser does not keep them: who is not told sends the report without its photograph."""
    other = SimpleUploadedFile("<b>القوائم.pdf", b"%PDF-1.7", "application/pdf")
    page = place.monitor.post(ON_LISTS, typed(place, quantity="نحو عشرة", uploads=[photograph(), other]))
    assert (page.status, marked(page)) == (400, ["quantity"])
    assert to_choose(page, "uploads") == ["Abu Ahmad at home.jpg", "<b>القوائم.pdf"]
    assert to_choose(place.monitor.post(ON_LISTS, typed(place, quantity="نحو عشرة")), "uploads") == []


# --- Withdrawing and crossings -----------------------------------------------------------------------------------------


def test_a_mistake_is_withdrawn_with_a_reason_and_stays_on_record(place: Place) -> None:
    record = place.record(statement="Said by mistake", actor=place.cast.monitor)
    address = f"{HERE}evidence/{record.key}/withdraw/"
    page = place.monitor.post(address, {"reason": "  "})
    assert (page.status, Evidence.objects.get().withdrawn) == (400, {})
    assert page.tree.xpath("//main//a[@data-cancel]/@href") == [f"{HERE}evidence/{record.key}/"]
    page = place.monitor.follow(place.monitor.post(address, {"reason": "The wrong school"}))
    assert Evidence.objects.get().withdrawn["reason"] == {"en": "The wrong school"}
    assert page.texts("//p[@class='said-withdrawn']")[0].endswith(": The wrong school")
    assert "Said by mistake" in page.texts("//main")[0]
    assert place.monitor.post(address, {"reason": "Again"}).status == 409


@pytest.mark.parametrize("who", ["far_monitor", "reviewer", "outsider"])
def test_nobody_else_sees_or_withdraws_a_record(place: Place, who: str) -> None:
    record = place.record(statement="Secret words of a teacher")
    browser = getattr(place, who)
    for address in (f"{HERE}evidence/{record.key}/", f"{HERE}evidence/{record.key}/withdraw/"):
        assert browser.get(address).status == 404
        assert browser.post(address, {"reason": "Mine"}).status == 404
    assert place.administrator.post(f"{HERE}evidence/{record.key}/withdraw/", {"reason": "x"}).status == 403


def crossing_form(place: Place, **changes: str) -> dict[str, str]:
    found = {
        "client_key": str(uuid.uuid4()),
        "state": "closed",
        "date": place.ago(1),
        "reporter": "Drivers",
        "note": "مغلق",
        "language": "ar",
    }
    return {"client_key": str(uuid.uuid4()), **found, **changes}


def test_a_crossing_is_reported_once_and_its_log_says_by_whom(place: Place) -> None:
    address = f"{HERE}crossings/tabqa/report/"
    given = crossing_form(place)
    for _time in range(2):
        page = place.monitor.post(address, given)
    assert Crossing.objects.get(key="tabqa", roadmap=place.roadmap).log == [
        {"date": place.ago(1), "state": "closed", "reporter": "Drivers", "note": {"ar": "مغلق"}, "recorded": today().isoformat()}
    ]
    assert page.headers["Location"] == f"{HERE}crossings/#crossing-tabqa"
    place.lead.post(address, crossing_form(place, state="open", reporter="Ministry"))
    shown = place.lead.get(f"{HERE}crossings/")
    assert shown.texts("//section[@id='crossing-tabqa']/header/span/span[1]") == ["Reports contradict each other"]
    assert shown.texts("//section[@id='crossing-tabqa']//td[2]") == ["Ministry", "Drivers"]


def test_nothing_typed_of_a_crossing_is_lost(place: Place) -> None:
    page = place.monitor.post(f"{HERE}crossings/tabqa/report/", crossing_form(place, date="2999-01-01"))
    assert (page.status, marked(page), page.form(FORM)["note"]) == (400, ["date"], ["\nمغلق"])


def test_a_line_of_the_log_is_withdrawn_and_stays_in_sight(place: Place) -> None:
    for browser, reporter in ((place.monitor, "Drivers"), (place.lead, "Merchants")):
        assert browser.post(f"{HERE}crossings/tabqa/report/", crossing_form(place, reporter=reporter)).status == 302
    page = place.monitor.get(f"{HERE}crossings/")
    (link,) = [each.get("href") for each in page.tree.xpath("//a[contains(text(), 'Withdraw')]")]
    assert link == f"{HERE}crossings/tabqa/report/1/withdraw/"
    assert place.monitor.post(link.replace("/1/", "/2/"), {"reason": "Not mine"}).status == 403
    assert place.monitor.get(link.replace("/1/", "/3/")).status == 404
    assert place.monitor.post(link, {"reason": " "}).status == 400
    page = place.monitor.get(link)
    assert "Drivers" in page.texts("//article")[0]
    assert page.tree.xpath("//main//a[@data-cancel]/@href") == [f"{HERE}crossings/"]
    page = place.monitor.follow(place.monitor.post(link, {"reason": "Another crossing"}))
    assert page.texts("//p[@class='said-withdrawn']")[0].endswith(": Another crossing")
    assert len(place.lead.get(f"{HERE}crossings/").tree.xpath("//a[contains(text(), 'Withdraw')]")) == 1
    assert place.administrator.get(f"{HERE}crossings/").tree.xpath("//a[contains(text(), 'Withdraw')]") == []
    assert place.reviewer.get(link).status == 404
