"""Reports that a roadmap file brings along are held to what a report of its own is held to."""

import datetime as dt
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from lxml import html

from milestones.domain.deciding import today
from roadmap.domain.files import BadFile, json_schema, read_file
from roadmap.domain.files.positions import parse
from roadmap.domain.files.reading import document_from
from roadmap.models import Roadmap
from tests.conftest import Cast
from tests.factories import signed_in
from tests.roadmap.api.client import Api
from tests.roadmap.factories import SMALL, small_roadmap

LATEST = dt.date(2026, 3, 5)
LINE = len(SMALL.splitlines())
REPORT = '{key: v1, milestone: gov-lists, claim: achieved, reporter: Teachers, date: "%s"%s}'
NOT_YET = "This day has not come yet."


def evidence(day: str, more: str = "") -> str:
    """The small roadmap with a report of a day, on the line after ``LINE`` + 1."""
    return SMALL.rstrip("\n") + f"\nevidence:\n  - {REPORT % (day, more)}\n"


def crossing(day: str) -> str:
    """The small roadmap with a report on its crossing."""
    return SMALL.replace("{key: tabqa,", f'{{key: tabqa, log: [{{date: "{day}", state: open}}],')


def problems(text: str, latest: dt.date | None = LATEST) -> list[tuple[str, int, str]]:
    try:
        read_file(text, latest=latest)
    except BadFile as refused:
        return [(each.path, each.line, str(each.message)) for each in refused.problems]
    return []


# --- Days ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", ["2026-03-06", "2999-03-05"])
def test_a_report_of_a_day_that_has_not_come_is_refused_with_its_line(day: str) -> None:
    assert problems(evidence(day)) == [("evidence[0].date", LINE + 2, NOT_YET)]
    line = SMALL[: SMALL.index("{key: tabqa")].count("\n") + 1
    assert problems(crossing(day)) == [("crossings[0].log[0].date", line, NOT_YET)]


HOW = "Give a day as YYYY-MM-DD, such as 2023-09-01."
#: What the standard library reads too, since Python 3.11.
OTHER_WAYS = ["20240305", "2024-W09-5", "2024-W10-1", "2024-W09", "2024-3-5", "2024-03-05T00:00", "+2024-03-05"]


@pytest.mark.parametrize("day", OTHER_WAYS)
def test_a_day_is_written_in_one_way(day: str, cast: Cast) -> None:
    assert problems(evidence(day))[0] == ("evidence[0].date", LINE + 2, HOW)
    assert problems(crossing(day))[0][::2] == ("crossings[0].log[0].date", HOW)
    small_roadmap(lead=cast.lead)
    api = Api(cast.lead)
    report = {"milestone": "gov-lists", "claim": "achieved", "reporter": "Teachers", "date": day}
    asked = [
        api.post("roadmaps/small/evidence/", report),
        api.post("roadmaps/small/crossings/tabqa/reports/", {"state": "open", "reporter": "Drivers", "date": day}),
        api.get("roadmaps/small/progress/", {"as_of": day}),
        api.get("roadmaps/small/schedule/", {"as_of": day}),
    ]
    told = [(each.status_code, each.json()["errors"][0]["message"]) for each in asked]
    assert told == [(400, HOW)] * 4
    with pytest.raises(CommandError, match="give a day as YYYY-MM-DD"):
        call_command("schedule", "small", "--as-of", day)


def test_today_is_taken_and_so_is_a_day_to_come_of_the_plan() -> None:
    assert problems(evidence(LATEST.isoformat())) == []
    assert problems(crossing(LATEST.isoformat())) == []
    assert problems(SMALL.replace("t0: 2023-09-01", "t0: 2999-09-01")) == []


def test_every_way_in_refuses_it(cast: Cast, tmp_path: Path) -> None:
    small_roadmap(lead=cast.lead)
    text = evidence((today() + dt.timedelta(days=1)).isoformat())
    path = tmp_path / "new.yaml"
    path.write_text(text, encoding="utf-8")
    for command in ("import_roadmap", "schedule", "ledger"):
        with pytest.raises(CommandError, match=rf"{LINE + 2}: evidence\[0\]\.date: {NOT_YET}"):
            call_command(command, path)

    made = Api(cast.lead).send("post", "roadmaps/", text.replace("key: small", "key: new"), content_type="application/yaml")
    told = [(each["path"], each["line"], each["message"]) for each in made.json()["errors"]]
    assert (made.status_code, told) == (400, [("evidence[0].date", LINE + 2, NOT_YET)])
    browser = signed_in(cast.lead)
    sent = browser.post(reverse("roadmap_from_file"), {"file": SimpleUploadedFile("new.yaml", text.encode())})
    replaced = browser.post(reverse("roadmap_import", args=["small"]), {"text": text})
    assert [(each.status_code, NOT_YET in each.content.decode()) for each in (sent, replaced)] == [(400, True)] * 2
    assert [each.key for each in Roadmap.objects.all()] == ["small"]


# --- Lengths ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("field", "most"), [("statement", 5_000), ("place", 200), ("unit", 80), ("reporter", 120)])
def test_texts_of_a_report_are_as_long_in_files_as_on_the_page(field: str, most: int) -> None:
    whole: dict[str, Any] = parse(evidence("2024-03-01", ", quantity: 5"))[0]
    told = {}
    for count in (most, most + 1):
        whole["evidence"][0][field] = "ق" * count
        try:
            document_from(whole)
        except BadFile as refused:
            told[count] = [(each.path, str(each.message)) for each in refused.problems]
        assert jsonschema.Draft202012Validator(json_schema()).is_valid(whole) is (count == most)
    path = f"evidence[0].{field}" if field == "reporter" else f"evidence[0].{field}.en"
    assert told == {most + 1: [(path, f"At most {most} characters; there are {most + 1}.")]}


def test_the_schema_limits_each_language() -> None:
    whole: dict[str, Any] = parse(evidence("2024-03-01"))[0]
    whole["evidence"][0]["statement"] = {"en": "Lists were taken.", "ar": "ق" * 5_001}
    assert not jsonschema.Draft202012Validator(json_schema()).is_valid(whole)


def test_the_page_has_the_same_limits_and_keeps_what_is_too_long(cast: Cast) -> None:
    small_roadmap(lead=cast.lead)
    longest = {"statement": 5_000, "place": 200, "unit": 80, "reporter": 120}
    typed = {name: "ق" * (most + 9) for name, most in longest.items()}
    page = html.fromstring(signed_in(cast.lead).post("/roadmaps/small/progress/report/?on=milestones/gov-lists", typed).content)
    for name, most in longest.items():
        field = page.xpath(f"//form//*[@name='{name}']")[0]
        assert (field.get("maxlength"), (field.get("value") or field.text).strip()) == (None, typed[name])
        assert f"Ensure this value has at most {most} characters (it has {most + 9})." in page.text_content()


def test_a_note_on_a_crossing_is_at_most_2000_characters_long() -> None:
    text = crossing("2024-03-01").replace("state: open}", f"state: open, note: {'x' * 2_001}}}")
    assert [each[0] for each in problems(text)] == ["crossings[0].log[0].note.en"]
    assert problems(text.replace("x" * 2_001, "x" * 2_000)) == []


# --- What can be checked later -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("withdrawn", "found"),
    [
        ("{date: 2026-03-04}", [("evidence[0].withdrawn.reason", "Say why.")]),
        ("{reason: Mistaken}", [("evidence[0].withdrawn.date", "Say on which day.")]),
        ("{date: 2026-03-01, reason: Mistaken}", [("evidence[0].withdrawn.date", "It is withdrawn before it was recorded.")]),
        ("{date: 2026-03-04, reason: Mistaken}", []),
    ],
)
def test_a_report_is_withdrawn_for_a_reason_and_not_before_it_was_there(withdrawn: str, found: list[tuple[str, str]]) -> None:
    told = problems(evidence("2026-03-02", f", recorded: 2026-03-03, withdrawn: {withdrawn}"))
    assert [(path, message) for path, _line, message in told] == found


def test_a_file_is_named_by_a_digest_that_can_be_checked() -> None:
    told = "Give the SHA-256 of the file: 64 digits and letters from a to f."
    assert [each[2] for each in problems(evidence("2026-03-02", ", files: [{name: a.pdf, sha256: zz}]"))] == [told]
    digest = "0123456789abcdefABCDEF0123456789abcdefABCDEF0123456789abcdefABCD"
    document = read_file(evidence("2026-03-02", f", files: [{{name: a.pdf, sha256: {digest}}}]"), latest=LATEST)
    assert document.of("evidence")[0].data["files"][0]["sha256"] == digest.lower()


def test_independence_may_be_said_in_a_word() -> None:
    for word, wanted in (("yes", True), ("true", True), ("no", None), ("false", None)):
        document = read_file(evidence("2026-03-02", f", independent: {word}"), latest=LATEST)
        assert document.of("evidence")[0].data.get("independent") is wanted, word
