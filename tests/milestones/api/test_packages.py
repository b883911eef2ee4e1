"""The package finder through the API: asked for once, read by the office alone, taken over as a draft exchange."""

import pytest

from milestones.domain.searching import run_searches
from milestones.models import Exchange, PackageSearch
from roadmap.models import Roadmap
from tests.conftest import Cast
from tests.milestones.web.test_exchanges import BUSES, LISTS, added
from tests.roadmap.api.client import Api
from tests.roadmap.factories import small_roadmap

pytestmark = pytest.mark.django_db
HERE = "roadmaps/small/packages/"


@pytest.fixture
def roadmap(cast: Cast) -> Roadmap:
    found = small_roadmap(lead=cast.lead, drafter=cast.drafter)
    lists = {name: value for name, value in LISTS.items() if name != "gate"}
    buses = {name: value for name, value in BUSES.items() if name != "gate"}
    added(found, cast, "pupils", {**lists, "benefits": {"aanes": {"value": 4}}}, {**buses, "benefits": {"gov": {"value": 5}}})
    return found


def test_a_search_is_asked_for_once_and_read_when_it_is_done(cast: Cast, roadmap: Roadmap) -> None:
    api = Api(cast.lead)
    first, second = (api.post(HERE, {"as_of": "2023-10-15"}, idempotency_key=key) for key in ("one", "one"))
    assert (first.status_code, second.json()["uid"], PackageSearch.objects.count()) == (201, first.json()["uid"], 1)
    assert (first.json()["state"], first.json()["found"]) == ("queued", {})
    assert run_searches() == 1
    found = api.get(f"{HERE}{first.json()['uid']}/").json()
    (proposal, *_others) = found["found"]["proposals"]
    assert (found["state"], [each["milestones"] for each in proposal["exchanges"]]) == ("done", [["aanes-buses", "gov-lists"]])
    assert api.get(HERE).json()["results"] == [found]


def test_what_is_over_on_the_day_asked_for_is_left_out_with_the_reason(cast: Cast, roadmap: Roadmap) -> None:
    api = Api(cast.lead)
    uid = api.post(HERE, {"as_of": "2024-03-02"}).json()["uid"]
    run_searches()
    answer = api.get(f"{HERE}{uid}/").json()
    assert (answer["as_of"], answer["found"]["as_of"], answer["found"]["proposals"]) == ("2024-03-02", "2024-03-02", [])
    assert answer["found"]["left_out"] == [
        {"milestone": "aanes-buses", "reason": "window-over", "because": ["2024-03-01"]},
        {"milestone": "gov-lists", "reason": "window-over", "because": ["2024-03-01"]},
    ]
    assert answer["found"]["excluded"]["en"][0] == "M-01.N1 is left out: its time is over, the last day was 1 March 2024."
    for wrong in ("2024-02-30", 20240302):
        assert api.post(HERE, {"as_of": wrong}).json()["errors"][0]["path"] == "as_of"


def test_what_nobody_would_look_at_is_refused(cast: Cast, roadmap: Roadmap) -> None:
    """A day under another name would be searched for today, and nobody would notice."""
    api = Api(cast.lead)
    for body in ([], [{"as_of": "2023-10-15"}]):
        refused = api.post(HERE, body)
        assert (refused.status_code, refused.json()["detail"]) == (400, "Send a JSON object.")
    answer = api.post(HERE, {"asof": "2023-10-15"})
    assert (answer.status_code, answer.json()["errors"][0]["path"], PackageSearch.objects.count()) == (400, "asof", 0)


def test_a_proposal_is_taken_over_as_a_draft(cast: Cast, roadmap: Roadmap) -> None:
    api = Api(cast.lead)
    uid = api.post(HERE, {"as_of": "2023-10-15"}).json()["uid"]
    run_searches()
    answer = api.post(f"{HERE}{uid}/take/", {"proposal": 0, "exchange": 0})
    taken = Exchange.objects.latest("pk")
    assert (answer.status_code, answer.json()["key"], answer.headers["Location"]) == (
        201,
        taken.key,
        f"/api/v1/roadmaps/small/exchanges/{taken.key}/",
    )
    for body in ({}, {"proposal": -1, "exchange": 0}, {"proposal": "0", "exchange": 0}, {"proposal": True, "exchange": 0}):
        assert api.post(f"{HERE}{uid}/take/", body).status_code == 400
    assert api.post(f"{HERE}{uid}/take/", {"proposal": 9, "exchange": 0}).status_code == 409


@pytest.mark.parametrize(("who", "read", "ask"), [("administrator", 200, 403), ("monitor", 404, 404), ("outsider", 404, 404)])
def test_only_the_office_of_the_roadmap_reads_and_only_its_facilitators_ask(
    cast: Cast, roadmap: Roadmap, who: str, read: int, ask: int
) -> None:
    uid = Api(cast.lead).post(HERE).json()["uid"]
    api = Api(getattr(cast, who))
    assert (api.get(f"{HERE}{uid}/").status_code, api.post(f"{HERE}{uid}/take/", {}).status_code) == (read, ask)
