"""Roadmaps and their items through the API."""

import json
import uuid

import pytest

from roadmap.domain.document import kinds
from roadmap.domain.document.storage import build_document
from roadmap.models import Measure, Roadmap
from tests.conftest import Cast
from tests.factories import signed_in
from tests.roadmap.api.client import Api
from tests.roadmap.factories import SMALL, small_roadmap

pytestmark = pytest.mark.django_db


@pytest.fixture
def roadmap(cast: Cast) -> Roadmap:
    return small_roadmap(lead=cast.lead, drafter=cast.drafter)


def test_list_of_items_is_the_document(cast: Cast, roadmap: Roadmap) -> None:
    api = Api(cast.lead)
    document = build_document(roadmap)
    for each in kinds():
        listed = api.get(f"roadmaps/small/{each.name}/").json()
        assert [item["ref"] for item in listed["results"]] == [entry.ref for entry in document.of(each.name)]
        assert listed["count"] == len(document.of(each.name))


def test_list_of_items_takes_four_queries_by_token(cast: Cast, roadmap: Roadmap, django_assert_num_queries) -> None:
    """Token and person, roadmap, assignment, items."""
    api = Api(cast.lead)
    api.get("roadmaps/small/measures/")
    for each in kinds():
        with django_assert_num_queries(4):
            api.get(f"roadmaps/small/{each.name}/")


def test_list_of_items_can_be_filtered(cast: Cast, roadmap: Roadmap) -> None:
    api = Api(cast.lead)

    def keys(kind: str, **query: str) -> list[str]:
        return [item["key"] for item in api.get(f"roadmaps/small/{kind}/", query).json()["results"]]

    assert keys("measures", sector="aid") == ["cross-line-convoys"]
    assert keys("criteria", dimension="neutral") == ["exams"]
    assert keys("measures", q="قَوافِل") == ["cross-line-convoys"]
    assert keys("areas", area="gov") == ["gov"]


def test_filtered_and_whole_lists_show_an_item_alike(cast: Cast, roadmap: Roadmap) -> None:
    api = Api(cast.lead)
    (filtered,) = api.get("roadmaps/small/measures/", {"sector": "aid"}).json()["results"]
    whole = api.get("roadmaps/small/measures/").json()["results"]
    assert filtered in whole
    assert api.get("roadmaps/small/measures/cross-line-convoys/").json() == filtered


def test_edit_needs_if_match(cast: Cast, roadmap: Roadmap) -> None:
    api = Api(cast.lead)
    assert api.patch("roadmaps/small/measures/exam-passage/", {"title.ku": "X"}).status_code == 428
    assert api.patch("roadmaps/small/measures/exam-passage/", {"title.ku": "X"}, if_match="none").status_code == 412


def test_edits_of_different_fields_do_not_clash(cast: Cast, roadmap: Roadmap) -> None:
    lead, drafter = Api(cast.lead), Api(cast.drafter)
    etag = lead.get("roadmaps/small/measures/exam-passage/")["ETag"]
    assert lead.patch("roadmaps/small/measures/exam-passage/", {"title.en": "One"}, if_match=etag).status_code == 200
    assert drafter.patch("roadmaps/small/measures/exam-passage/", {"summary.en": "Two"}, if_match=etag).status_code == 200
    clash = drafter.patch("roadmaps/small/measures/exam-passage/", {"title.en": "Three"}, if_match=etag)
    assert clash.status_code == 409
    assert clash["Content-Type"] == "application/problem+json"
    assert clash.json()["contested"] == [{"path": "title.en", "mine": "Three", "theirs": "One"}]


def test_create_is_idempotent_by_key(cast: Cast, roadmap: Roadmap) -> None:
    api = Api(cast.lead)
    item = {"sector": "aid", "title": "Bread", "areas": ["gov", "aanes"]}
    first = api.post("roadmaps/small/measures/", item, idempotency_key="k1")
    again = api.post("roadmaps/small/measures/", item, idempotency_key="k1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again["Location"] == first["Location"]
    assert Measure.objects.filter(roadmap=roadmap).count() == 3
    other = api.post("roadmaps/small/measures/", {**item, "title": "Flour"}, idempotency_key="k1")
    assert other.status_code == 409


def test_repetition_is_not_answered_to_who_lost_the_right(cast: Cast, roadmap: Roadmap) -> None:
    api = Api(cast.lead)
    api.post("roadmaps/small/measures/", {"sector": "aid", "title": "Bread"}, idempotency_key="k1")
    roadmap.assignments.all().delete()
    again = api.post("roadmaps/small/measures/", {"sector": "aid", "title": "Bread"}, idempotency_key="k1")
    assert again.status_code == 404


def test_delete_and_restore(cast: Cast, roadmap: Roadmap) -> None:
    api = Api(cast.lead)
    before = api.get("roadmaps/small/document/").json()
    deletion = api.delete("roadmaps/small/measures/exam-passage/").json()
    assert api.get("roadmaps/small/measures/exam-passage/").status_code == 404
    restored = api.post("roadmaps/small/restore/", deletion).json()["restored"]
    assert "measures/exam-passage" in restored
    assert api.get("roadmaps/small/document/").json() == before


def test_move_and_duplicate(cast: Cast, roadmap: Roadmap) -> None:
    api = Api(cast.lead)
    api.post("roadmaps/small/measures/exam-passage/move/", {"after": "cross-line-convoys"})
    copy = api.post("roadmaps/small/measures/exam-passage/duplicate/")
    assert copy.status_code == 201
    assert api.client.get(copy["Location"]).json() == copy.json()
    keys = [item["key"] for item in api.get("roadmaps/small/measures/").json()["results"]]
    assert keys == ["cross-line-convoys", "exam-passage", copy.json()["key"]]


def test_problem_lists_every_wrong_field(cast: Cast, roadmap: Roadmap) -> None:
    answer = Api(cast.lead).post("roadmaps/small/measures/", {"sector": "nothing", "titel": "x"})
    assert answer.status_code == 400
    assert [error["path"] for error in answer.json()["errors"]] == ["titel"]


def test_make_a_roadmap_from_a_file(cast: Cast) -> None:
    api = Api(cast.lead)
    answer = api.post("roadmaps/", SMALL, content_type="application/yaml")
    assert answer.status_code == 201
    assert api.client.get(answer["Location"]).json() == answer.json()
    again = api.post("roadmaps/", SMALL, content_type="application/yaml")
    assert (again.status_code, again.json()["errors"][0]["path"]) == (409, "roadmap.key")


def test_key_of_a_hidden_roadmap_is_taken_and_nothing_else_is_told(cast: Cast, roadmap: Roadmap) -> None:
    outsider, lead = Api(cast.outsider), Api(cast.lead)
    said = [api.post("roadmaps/", SMALL, content_type="application/yaml").content for api in (outsider, lead)]
    assert said[0] == said[1]


def test_reviewers_make_no_roadmap(cast: Cast) -> None:
    assert Api(cast.reviewer).post("roadmaps/", SMALL, content_type="application/yaml").status_code == 403
    assert Api(cast.administrator).post("roadmaps/", SMALL, content_type="application/yaml").status_code == 403
    assert not Roadmap.objects.exists()


def test_bad_file_names_lines(cast: Cast) -> None:
    text = SMALL.replace("sector: education", "sector: eduction")
    answer = Api(cast.lead).post("roadmaps/", text, content_type="application/yaml")
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["path"]) == (400, "measures[0].sector")
    assert text.splitlines()[error["line"] - 1].strip() == "sector: eduction"


def test_draft_as_yaml_and_back(cast: Cast, roadmap: Roadmap) -> None:
    api = Api(cast.lead)
    by_header = api.get("roadmaps/small/document/", accept="application/yaml")
    by_query = api.get("roadmaps/small/document/?format=yaml")
    assert by_header.content == by_query.content
    assert by_header["Content-Type"] == "application/yaml; charset=utf-8"
    text = by_header.content.decode().replace("Passage to exams", "Safe passage to exams")
    dry = api.put("roadmaps/small/document/?dry_run=1", text, content_type="application/yaml", if_match=by_header["ETag"])
    assert dry.json()["changed"] == ["measures/exam-passage"]
    assert api.get("roadmaps/small/document/")["ETag"] == by_header["ETag"]
    done = api.put("roadmaps/small/document/", text, content_type="application/yaml", if_match=by_header["ETag"])
    assert {**done.json(), "dry_run": True} == dry.json()
    assert done["ETag"] == api.get("roadmaps/small/document/")["ETag"] != by_header["ETag"]


@pytest.mark.parametrize(("person", "address"), [(None, "small"), ("outsider", "small"), ("lead", "no-such")])
def test_problems_are_json_also_to_who_asked_for_yaml(cast: Cast, roadmap: Roadmap, person: str | None, address: str) -> None:
    api = Api(getattr(cast, person) if person else None)
    answer = api.get(f"roadmaps/{address}/document/?format=yaml")
    assert answer["Content-Type"] == "application/problem+json"
    assert json.loads(answer.content)["status"] == answer.status_code


def test_draft_that_moved_is_not_replaced(cast: Cast, roadmap: Roadmap) -> None:
    api = Api(cast.lead)
    before = api.get("roadmaps/small/document/")
    api.patch("roadmaps/small/", {"title.en": "Renamed"}, if_match='"1"')
    answer = api.put("roadmaps/small/document/", before.json(), if_match=before["ETag"])
    assert (answer.status_code, answer.json()["title"]) == (409, "draft-moved")
    assert api.get("roadmaps/small/").json()["title"]["en"] == "Renamed"


def test_file_of_another_roadmap_is_refused(cast: Cast, roadmap: Roadmap) -> None:
    api = Api(cast.lead)
    before = api.get("roadmaps/small/document/")
    body = before.json()
    body["roadmap"]["key"] = "other"
    assert api.put("roadmaps/small/document/", body, if_match=before["ETag"]).status_code == 400
    assert list(Roadmap.objects.values_list("key", flat=True)) == ["small"]


def test_gaps(cast: Cast, roadmap: Roadmap) -> None:
    api = Api(cast.lead)
    assert [gap for gap in api.get("roadmaps/small/gaps/").json()["results"] if gap["blocking"]] == []
    api.post("roadmaps/small/measures/", {"sector": "aid", "title": "Bread"})
    assert {gap["path"] for gap in api.get("roadmaps/small/gaps/").json()["results"] if gap["blocking"]} >= {"areas"}


def test_session_needs_csrf_token_a_bearer_does_not(cast: Cast, roadmap: Roadmap) -> None:
    client = signed_in(cast.lead, enforce_csrf_checks=True)
    refused = client.patch("/api/v1/roadmaps/small/", {"title.en": "x"}, "application/json", headers={"If-Match": '"1"'})
    assert refused.status_code == 403
    assert client.get("/api/v1/roadmaps/small/").status_code == 200


def test_unknown_deletion(cast: Cast, roadmap: Roadmap) -> None:
    api = Api(cast.lead)
    assert api.post("roadmaps/small/restore/", {"deletion": "x"}).status_code == 400
    assert api.post("roadmaps/small/restore/", {"deletion": str(uuid.uuid4())}).json() == {"restored": []}
