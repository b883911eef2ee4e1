"""The OpenAPI description is valid, complete and true."""

import io
import json
import re
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.management import call_command
from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.architecture.routes import routes
from tests.conftest import Cast
from tests.factories import signed_in
from tests.roadmap.api.client import Api
from tests.roadmap.api.seeds import addresses, seeded

pytestmark = pytest.mark.django_db
QUERIES = {"/api/v1/roadmaps/{key}/compare/": "?from=1"}


@pytest.fixture
def description(cast: Cast) -> dict[str, Any]:
    return Api(cast.reviewer).get("schema/").json()


def test_is_valid_and_without_warnings(cast: Cast) -> None:
    out = io.StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", "--format", "openapi-json", stdout=out)
    assert json.loads(out.getvalue())["openapi"].startswith("3.1")


def test_names_every_route(description: dict[str, Any]) -> None:
    listed = {re.sub(r"{[^}]+}", "{}", path) for path in description["paths"]}
    known = {re.sub(r"<[^>]+>", "{}", route.address) for route in routes() if route.address.startswith("/api/v1/")}
    assert known - listed == {"/api/v1/schema/", "/api/v1/docs/"}


def test_every_post_takes_a_key(description: dict[str, Any]) -> None:
    posts = {path: operations["post"] for path, operations in description["paths"].items() if "post" in operations}
    silent = {
        path
        for path, operation in posts.items()
        if {"Idempotency-Key"} != {each["name"] for each in operation.get("parameters", ()) if each["in"] == "header"}
    }
    assert silent == set()
    assert len(posts) > 25


def test_page_loads_nothing_from_elsewhere_and_nothing_inline(cast: Cast) -> None:
    response = signed_in(cast.reviewer).get("/api/v1/docs/")
    page = response.content.decode()
    assert re.findall(r"<script(?! src=)", page) == []
    assert re.findall(r"""(?:src|href)="(?![/#])""", page) == []
    assert "style=" not in page
    assert "'unsafe-inline'" not in response["Content-Security-Policy"]


def test_is_for_those_who_signed_in() -> None:
    assert Client().get("/api/v1/schema/").status_code == 401
    assert Client().get("/api/v1/docs/").status_code == 302


def test_every_answer_to_get_is_as_described(cast: Cast, description: dict[str, Any]) -> None:
    """Walks every GET with data behind it, as one who may read it."""
    names = seeded(cast)
    office, member = Api(cast.administrator), Api(cast.reviewer)
    registry = Registry().with_resource("urn:api", Resource(description, DRAFT202012))
    walked, wrong = 0, []
    for path, operations in description["paths"].items():
        if "get" not in operations:
            continue
        for address in [] if path.endswith(("/file/", ".svg", ".png", ".pdf")) else addresses(path, names):
            api = member if "/invitations/" in path and "/rounds/" not in path else office
            if address.endswith("/group/"):
                continue  # for focal points; see below
            response = api.client.get(address + QUERIES.get(path, ""))
            assert response.status_code == 200, (address, response.content)
            walked += 1
            wrong += problems(response, operations["get"], registry, address)
    group = "/api/v1/invitations/{uid}/group/"
    response = Api(cast.focal_point).get(f"invitations/{cast.focal_point.invitations.get().uid}/group/")
    wrong += problems(response, description["paths"][group]["get"], registry, group)
    assert not wrong, "\n".join(wrong)
    assert walked > 45


def problems(response: Any, operation: dict[str, Any], registry: Registry, address: str) -> list[str]:
    content = operation["responses"]["200"]["content"]
    media_type = response["Content-Type"].partition(";")[0]
    if media_type not in content:
        return [f"{address}: {media_type} is not described"]
    schema = json.loads(json.dumps(content[media_type]["schema"]).replace('"#/', '"urn:api#/'))
    checker = Draft202012Validator(schema, registry=registry, format_checker=FormatChecker())
    return [f"{unquote(address)} {error.json_path}: {error.message[:200]}" for error in checker.iter_errors(response.json())]
