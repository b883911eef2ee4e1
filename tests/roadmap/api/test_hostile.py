"""Whatever is sent is answered with a problem, never with a failure of the server."""

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.domain.errors import Refused
from roadmap.domain.document import kinds
from roadmap.domain.files.reading import document_from
from tests.conftest import Cast
from tests.roadmap.api.client import Api
from tests.roadmap.api.seeds import addresses, seeded

pytestmark = pytest.mark.django_db
RAW = {
    "not json": b"{",
    "nul": b"\x00",
    "escaped nul": b'{"title": "\\u0000", "text": "\\u0000", "note": "\\u0000"}',
    "lone surrogate": b'{"title": "\\ud800"}',
    "raw surrogate": b'{"title": "\xed\xa0\x80"}',
    "not utf-8": b'{"title": "\xff"}',
    "deep": b'{"title": ' + b"[" * 900 + b"]" * 900 + b"}",
    "deeper": b"[" * 100_000,
    "huge number": b'{"version": 1' + b"0" * 400 + b', "title": 1e999}',
    "big number": b'{"version": 99999999999999999999, "closes_at": 99999999999999999999}',
    "list": b"[]",
    "null": b"null",
    "text": b'"x"',
    "empty": b"",
}


@pytest.fixture
def operations(cast: Cast) -> list[tuple[Api, str, str]]:
    """Every write of the API, at an address behind which there is something, by one who may do it."""
    description = Api(cast.reviewer).get("schema/").json()
    names = seeded(cast)
    apis = {"member": Api(cast.reviewer), "office": Api(cast.lead), "administrator": Api(cast.administrator)}
    return list(writes(description, names, apis))


def writes(description: dict[str, Any], names: dict[str, str], apis: dict[str, Api]) -> Iterator[tuple[Api, str, str]]:
    for path, methods in description["paths"].items():
        who = (
            "office" if "/roadmaps/" in path or "/exports/" in path else "member" if "/invitations/" in path else "administrator"
        )
        for method in methods:
            if method != "get":
                for address in addresses(path, names)[:2]:
                    yield apis[who], method, address.removeprefix("/api/v1/")


def send(operation: tuple[Api, str, str], body: Any, content_type: str = "application/json") -> Any:
    api, method, address = operation
    with transaction.atomic():
        answer = api.send(method, address, body, content_type, if_match='"1"', idempotency_key="k")
        transaction.set_rollback(True)
    return answer


@pytest.mark.parametrize("body", RAW.values(), ids=RAW.keys())
def test_raw_bodies(operations: list[tuple[Api, str, str]], body: bytes) -> None:
    for content_type in ("application/json", "application/yaml", "text/plain"):
        for operation in operations:
            assert send(operation, body, content_type).status_code < 500, operation[1:]


NAMES = [
    *("title", "title.en", "text", "item", "client_key", "answers", "theme", "kind", "visibility", "stand", "conditions"),
    *("version", "groups", "withheld", "closes_at", "remind_at", "questions", "outcome", "reason", "change", "comments", "key"),
    *("code", "after", "format", "roadmap", "criteria", "measures", "areas", "sector", "states", "baseline", "window", "target"),
    *("deletion", "name", "email", "role", "language", "expires_at", "note", "widest_visibility", "draft", "for_group"),
]
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=30)
    | st.sampled_from(
        ["criteria/exams", "exams", "gov", "support", "concern", "office", "T0 + 6m", "scne-roadmap/1", "homs-women"]
    )
    | st.uuids().map(str)
    | st.datetimes().map(str)
)
KEYS = st.sampled_from(NAMES) | st.text(max_size=8)
INNER = LEAVES | st.lists(LEAVES, max_size=3) | st.dictionaries(KEYS, LEAVES, max_size=3)
JSON = INNER | st.lists(INNER, max_size=3) | st.dictionaries(KEYS, INNER, max_size=4)
BODIES = st.dictionaries(st.sampled_from(NAMES), JSON, max_size=8)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_any_json(operations: list[tuple[Api, str, str]], data: st.DataObject) -> None:
    operation = data.draw(st.sampled_from(range(len(operations))))
    body = data.draw(BODIES)
    answer = send(operations[operation], json.dumps(body).encode())
    assert answer.status_code < 500, (operation[1:], body)


ADDRESSES = [
    "roadmaps/%00/", "roadmaps/small/versions/99999999999999999999999/", "roadmaps/small/rounds/99999999999999999999999/",
    "invitations/00000000-0000-0000-0000-00000000000g/", "exports/%ED%A0%80/", "roadmaps/small/measures/%00/",
    "roadmaps/small/measures/?q=%00", "roadmaps/small/rounds/1/comments/?q=%00", "roadmaps/small/rounds/1/comments/?item=%00",
    "roadmaps/?page=99999999999999999999999", "roadmaps/?page=-1", "roadmaps/?page_size=0", "roadmaps/?page=%D9%A1",
    "roadmaps/small/compare/?from=99999999999999999999", "roadmaps/small/compare/?from=x&to=y&language=zz",
    "roadmaps/small/document/?format=nothing", "people/?page=999999999999999999999",
    "no/such/address/", "roadmaps/small/nothing/",
]  # fmt: skip


def test_addresses(cast: Cast) -> None:
    seeded(cast)
    for api in (Api(cast.lead), Api(cast.administrator), Api(cast.reviewer), Api(None)):
        for address in ADDRESSES:
            answer = api.get(address)
            assert answer.status_code in {400, 401, 403, 404}, (address, answer.status_code)
            assert answer["Content-Type"].startswith("application/problem+json"), address


def test_words_that_are_no_text_find_nothing(cast: Cast) -> None:
    seeded(cast)
    for query in ("item=%ED%A0%80", "q=%ED%A0%80&theme=%FF", "kind=' or 1=1 --"):
        assert Api(cast.lead).get(f"roadmaps/small/rounds/1/comments/?{query}").json()["results"] == []


def test_headers(cast: Cast) -> None:
    seeded(cast)
    api = Api(cast.lead)
    for value in ('"99999999999999999999"', '"٣"', "*", '"1", "2"', "\x80", '"' + "1" * 10_000 + '"'):
        assert api.patch("roadmaps/small/", {"title.en": "x"}, if_match=value).status_code == 412
    for value in ("x" * 81, "ü", "a b"):
        assert api.post("roadmaps/small/measures/", {}, idempotency_key=value).status_code == 400
    for value in ("Bearer", "Bearer x y", "Bearer \x80", "Basic eDp5", "Bearer " + "x" * 10_000):
        assert Api(None).get("me/", authorization=value).status_code == 401


def test_body_that_is_too_large(cast: Cast) -> None:
    seeded(cast)
    assert Api(cast.lead).patch("roadmaps/small/", b"1" * 4_000_000, if_match='"1"').status_code == 413


#: By what may stand in a part of a file, in place of what it should hold.
ODD = [
    *("", "x", 0, -1, True, None, {}, [], {"": ""}, {"gov": {}}, {"gov": None}),
    *([{}], [None], [[]], [{"": ""}], [{"gate": "x"}], [{"value": 1}], [{"kind": "x"}], [{"name": "x"}]),
]


def test_parts_of_a_file_that_lack_something() -> None:
    """Any field of any kind may be empty or of another shape: the file is refused or read, and nothing fails."""
    for kind in kinds():
        for field in kind.fields:
            for value in ODD:
                item = {"key": "x", "title": "x", field.name: value}
                with suppress(Refused):
                    document_from({"format": "scne-roadmap/1", "roadmap": {"key": "x", "title": "x"}, kind.name: [item]})
