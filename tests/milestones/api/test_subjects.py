"""The standing list of protected subjects, and statements about words, through the API."""

from typing import Any

import pytest

from milestones.domain.standing import standing_subjects
from milestones.models import ProtectedSubject
from roadmap.models import Roadmap
from tests.conftest import Cast
from tests.milestones.web.test_exchanges import BUSES, LISTS, added
from tests.roadmap.api.client import Api
from tests.roadmap.factories import small_roadmap

pytestmark = pytest.mark.django_db
HERE = "roadmaps/small/standing-subjects/"
KEYS = [entry.key for entry in standing_subjects()]


@pytest.fixture
def roadmap(cast: Cast) -> Roadmap:
    found = small_roadmap(lead=cast.lead, drafter=cast.drafter)
    plain = [{name: value for name, value in each.items() if name != "gate"} for each in (LISTS, BUSES)]
    added(found, cast, "pupils", {**plain[0], "loss": {"en": "A repatriation"}}, plain[1], mode="simultaneous")
    return found


def named(api: Api) -> list[str]:
    return [each["key"] for each in api.get(HERE).json()["subjects"] if each["in_draft"]]


def test_the_list_is_read_and_taken_over_once(cast: Cast, roadmap: Roadmap) -> None:
    api = Api(cast.lead)
    listed = api.get(HERE).json()["subjects"]
    assert listed == [{"key": each.key, **each.data, "in_draft": False} for each in standing_subjects()]
    answers = [api.post(HERE, {}, idempotency_key=key).json() for key in ("one", "one", "two")]
    assert answers == [{"added": KEYS}, {"added": KEYS}, {"added": []}]
    assert (named(api), ProtectedSubject.objects.live().filter(roadmap=roadmap).count()) == (KEYS, len(KEYS))


def test_a_word_blocks_freezing_and_a_statement_clears_it(cast: Cast, roadmap: Roadmap) -> None:
    api = Api(cast.lead)
    found: list[dict[str, Any]] = api.get("roadmaps/small/ledger/").json()["protected"]
    assert [(each["how"], each["subject"], each["word"], each["ref"], each["found_in"]) for each in found] == [
        ("words", "refugee-return", "repatriation", "exchanges/pupils", "loss")
    ]
    assert [each["path"] for each in gaps(api)] == ["commitments.gov-lists.loss"]
    api.post(HERE, {})
    item = api.get("roadmaps/small/exchanges/pupils/")
    said = {"not_protected": [{"subject": "refugee-return", "reason": {"en": "Of books, to their library."}}]}
    answer = api.patch("roadmaps/small/exchanges/pupils/", said, if_match=item.headers["ETag"])
    assert answer.status_code == 200, answer.json()
    assert gaps(api) == []


def test_where_to_take_over_a_standing_subject_is_said_to_whoever_names_it_too_early(cast: Cast, roadmap: Roadmap) -> None:
    api = Api(cast.lead)
    tag = api.get("roadmaps/small/milestones/gov-lists/").headers["ETag"]
    answers = [
        api.patch("roadmaps/small/milestones/gov-lists/", {"protected_subjects": [key]}, if_match=tag).json()["errors"]
        for key in ("refugee-return", "nothing")
    ]
    told = [[(each["path"], each["message"]) for each in errors] for errors in answers]
    hint = " It is on the standing list: take it over first, on the page of the exchanges, or at standing-subjects/ in the API."
    assert told == [
        [("protected_subjects", f"There is no item “refugee-return”.{hint}")],
        [("protected_subjects", "There is no item “nothing”.")],
    ]


def gaps(api: Api) -> list[dict[str, Any]]:
    return [each for each in api.get("roadmaps/small/gaps/").json()["results"] if each["blocking"]]


def test_who_does_not_edit_the_draft_takes_nothing_over(cast: Cast, roadmap: Roadmap) -> None:
    assert Api(cast.administrator).post(HERE, {}).status_code == 403
    assert Api(cast.outsider).get(HERE).status_code == 404
    assert ProtectedSubject.objects.count() == 0
