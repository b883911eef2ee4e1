"""Scenarios and pictures through the API: evaluated without saving, kept once, compared, hidden from others."""

import io
from typing import Any

import pytest
from lxml import etree
from PIL import Image

from milestones.domain.kept_scenarios import keep_scenario
from milestones.models import Scenario
from roadmap.domain.document.storage import build_document
from roadmap.models import Roadmap
from tests.conftest import Cast
from tests.roadmap.api.client import Api
from tests.roadmap.factories import small_roadmap

pytestmark = pytest.mark.django_db
HERE = "roadmaps/small/scenarios/"
LATE = [{"change": "delay", "area": "gov", "weeks": 8}]
MOVED = {
    "key": "gov-lists",
    "code": "M-01.G1",
    "before": {"earliest": "2023-10-01", "latest": "2024-03-01", "slack": 152, "critical": True},
    "after": {"earliest": "2023-11-26", "latest": "2024-03-01", "slack": 96, "critical": True},
}
CHANGED = {
    "differences": [MOVED],
    "critical_path": ["gov-lists"],
    **{name: [] for name in ("conflicts", "resolved", "cycles", "broken", "lost", "dropped", "passed", "lapsed")},
}


@pytest.fixture
def roadmap(cast: Cast) -> Roadmap:
    return small_roadmap(lead=cast.lead, drafter=cast.drafter)


@pytest.fixture
def api(cast: Cast, roadmap: Roadmap) -> Api:
    return Api(cast.lead)


def test_an_evaluation_tells_all_and_saves_nothing(api: Api, roadmap: Roadmap) -> None:
    before = build_document(roadmap).digest()
    answer = api.post(f"{HERE}evaluate/", {"changes": LATE})
    assert (answer.status_code, answer.json()) == (200, CHANGED)
    assert (Scenario.objects.count(), build_document(roadmap).digest()) == (0, before)


def test_as_of_a_day_what_is_not_achieved_is_still_to_come(api: Api) -> None:
    answer = api.post(f"{HERE}evaluate/", {"changes": LATE, "as_of": "2023-12-01"}).json()
    assert answer["differences"][0]["before"]["earliest"] == "2023-12-01"
    assert answer["differences"][0]["after"]["earliest"] == "2024-01-26"


def test_what_is_wrong_is_named_with_its_path(api: Api) -> None:
    wrong = [{"change": "delay", "area": "moon", "weeks": 0}, {"change": "fly"}]
    for address, more in ((f"{HERE}evaluate/", {}), (HERE, {"name": "Late"})):
        answer = api.post(address, {"changes": wrong, **more})
        assert answer.status_code == 400
        paths = {each["path"] for each in answer.json()["errors"]}
        assert {"changes[0].area", "changes[0].weeks", "changes[1].change"} == paths
    assert api.post(f"{HERE}evaluate/", {"changes": LATE, "as_of": "soon"}).json()["errors"][0]["path"] == "as_of"
    assert Scenario.objects.count() == 0


@pytest.mark.parametrize(
    ("weeks", "told"),
    [
        (10**20, "The number must be at most 520."),
        (521, "The number must be at most 520."),
        (-(10**20), "The number must be at least 1."),
        (1.5, "Give a whole number."),
        ("many", "Give a number, with digits 0-9 and a point."),
        (None, "This is needed."),
    ],
)
def test_what_is_wrong_with_weeks_is_told_once(weeks: Any, told: str, api: Api) -> None:
    answer = api.post(f"{HERE}evaluate/", {"changes": [{**LATE[0], "weeks": weeks}]})
    assert [(each["path"], each["message"]) for each in answer.json()["errors"]] == [("changes[0].weeks", told)]


def test_one_is_kept_once_read_renamed_and_deleted(api: Api, cast: Cast) -> None:
    body = {"name": "Late", "note": "Winter", "changes": LATE}
    made = api.post(HERE, body, idempotency_key="keep-1")
    assert made.status_code == 201
    again = api.post(HERE, body, idempotency_key="keep-1")
    assert (again.json(), Scenario.objects.count()) == (made.json(), 1)
    address = made.headers["Location"].removeprefix("/api/v1/")
    shape = {name: value for name, value in made.json().items() if not name.endswith("_at")}
    assert shape == {**body, "uid": str(Scenario.objects.get().uid), "author": str(cast.lead.uid)}
    assert api.get(address).json() == {**made.json(), "comparison": CHANGED, "problems": []}
    assert api.get(HERE).json()["results"] == [made.json()]
    assert api.patch(address, {"name": "Later"}).status_code == 428
    etag = api.get(address)["ETag"]
    assert made["ETag"] == etag
    renamed = api.patch(address, {"name": "Later"}, if_match=etag).json()
    clash = api.patch(address, {"name": "Earlier"}, if_match=etag)
    assert (clash.status_code, [each["path"] for each in clash.json()["errors"]]) == (409, ["name"])
    assert (renamed["name"], renamed["note"]) == ("Later", "Winter")
    dropped = [{"change": "drop", "milestone": "gov-lists"}]
    edited = api.patch(address, {"changes": dropped}, if_match=api.get(address)["ETag"])
    assert (edited.json()["name"], edited.json()["changes"]) == ("Later", dropped)
    clash = api.patch(address, {"changes": LATE}, if_match=etag)
    assert (clash.status_code, [each["path"] for each in clash.json()["errors"]]) == (409, ["changes"])
    assert api.post(HERE, {"name": "later", "changes": LATE}).status_code == 409
    assert api.delete(address).status_code == 204
    assert api.get(address).status_code == 404


def test_scenarios_are_compared_with_the_plan_first(api: Api, roadmap: Roadmap, cast: Cast) -> None:
    kept = [
        keep_scenario(roadmap=roadmap, name=str(weeks), changes=[{**LATE[0], "weeks": weeks}], actor=cast.lead)
        for weeks in (1, 2)
    ]
    answer = api.get(f"{HERE}compare/", {"uid": [str(each.uid) for each in kept]}).json()
    assert [each["name"] for each in answer["scenarios"]] == ["1", "2"]
    assert [each["key"] for each in answer["milestones"]] == ["gov-lists"]
    days = [each["earliest"] for each in answer["milestones"][0]["days"]]
    assert days == ["2023-10-01", "2023-10-08", "2023-10-15"]


def test_a_scenario_that_is_not_there_is_named_and_not_left_out(api: Api, roadmap: Roadmap, cast: Cast) -> None:
    kept = keep_scenario(roadmap=roadmap, name="Late", changes=LATE, actor=cast.lead)
    unknown = "00000000-0000-4000-8000-000000000000"
    answer = api.get(f"{HERE}compare/", {"uid": [str(kept.uid), "x", unknown]})
    assert answer.status_code == 400
    assert [(each["path"], each["message"]) for each in answer.json()["errors"]] == [
        ("uid", "There is no scenario “x”."),
        ("uid", f"There is no scenario “{unknown}”."),
    ]
    assert api.get(f"{HERE}compare/", {"uid": str(kept.uid).upper()}).status_code == 200


def test_those_of_another_roadmap_stay_hidden(api: Api, cast: Cast) -> None:
    hidden = keep_scenario(roadmap=small_roadmap("other"), name="Secret walk-out", changes=LATE, actor=cast.administrator)
    asked: list[Any] = [api.get(f"roadmaps/{key}/scenarios/{hidden.uid}/") for key in ("other", "small")]
    asked += [api.delete(f"{HERE}{hidden.uid}/"), api.patch(f"{HERE}{hidden.uid}/", {"name": "x"})]
    assert [each.status_code for each in asked] == [404] * 4
    listed = [api.get(HERE), api.get(f"{HERE}compare/", {"uid": str(hidden.uid)})]
    assert not any("Secret" in each.content.decode() for each in [*asked, *listed])


@pytest.mark.parametrize(("who", "status"), [("reviewer", 404), ("outsider", 404), ("administrator", 403)])
def test_only_who_works_on_it_keeps_scenarios(who: str, status: int, roadmap: Roadmap, cast: Cast) -> None:
    answer = Api(getattr(cast, who)).post(HERE, {"name": "Mine", "changes": LATE})
    assert (answer.status_code, Scenario.objects.count()) == (status, 0)


@pytest.mark.parametrize("name", ["timeline", "linkage", "ledger", "convergence", "progress"])
def test_each_picture_is_a_file_in_the_language_asked_for(name: str, api: Api) -> None:
    drawn = api.get(f"roadmaps/small/pictures/{name}.svg", {"language": "ar"})
    assert (drawn.status_code, drawn.headers["Content-Type"]) == (200, "image/svg+xml")
    assert drawn.headers["Content-Disposition"] == f'attachment; filename="small-{name}-ar.svg"'
    root = etree.fromstring(drawn.content)
    assert root.get("lang") == "ar"


def test_a_picture_in_pixels_and_a_language_that_there_is_not(api: Api) -> None:
    answer = api.get("roadmaps/small/pictures/timeline.png", {"language": "ku", "by": "sector"})
    assert answer.headers["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(answer.content)).width > 1000
    paper = api.get("roadmaps/small/pictures/timeline.pdf", {"language": "ar"})
    assert (paper.headers["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert api.get("roadmaps/small/pictures/timeline.svg", {"language": "xx"}).json()["errors"][0]["path"] == "language"


DAY = "Give a day as YYYY-MM-DD, such as 2023-09-01."


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"as_of": "zz"}, {"as_of": DAY}),
        ({"as_of": "2024-99-01"}, {"as_of": DAY}),
        ({"as_of": "20240301"}, {"as_of": DAY}),
        ({"by": "nothing"}, {"by": "Choose one of: area, sector, exchange."}),
        (
            {"as_of": "2024-W09-5", "scale": "nonsense", "links": "9"},
            {
                "as_of": DAY,
                "scale": "Choose one of: fit, year, quarter, month.",
                "links": "Choose one of: auto, all, critical, none.",
            },
        ),
    ],
)
def test_a_picture_is_not_another_than_was_asked_for(given: dict[str, str], told: dict[str, str], api: Api) -> None:
    for address in ("timeline.png", "timeline.svg", "progress.pdf"):
        answer = api.get(f"roadmaps/small/pictures/{address}", given)
        assert (answer.status_code, {each["path"]: each["message"] for each in answer.json()["errors"]}) == (400, told)


def test_a_forecast_that_is_not_wanted_is_none(api: Api) -> None:
    address = "roadmaps/small/pictures/timeline.svg"
    drawn = [api.get(address, {"as_of": "2023-12-01", "forecast": each}).content for each in ("", "false", "true")]
    assert (drawn[0] == drawn[1], drawn[1] == drawn[2]) == (True, False)


def test_pictures_are_hidden_like_the_draft(roadmap: Roadmap, cast: Cast) -> None:
    for who in ("reviewer", "outsider"):
        answer = Api(getattr(cast, who)).get("roadmaps/small/pictures/timeline.svg")
        assert answer.status_code == 404
        assert b"Lists accepted" not in answer.content
